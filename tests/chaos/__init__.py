"""Many people, a bot that is killed again and again, a platform that fails: is all of it there?

``python -m tests.chaos --help``; a short run is one of the tests.
"""
