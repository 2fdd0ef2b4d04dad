"""Every Vietnamese sentence the bot says, a file a topic. Each says what is so and what to do now.

A topic imports its own as ``said``, what several say as ``phrases``, others' as ``about_…``.
"""
