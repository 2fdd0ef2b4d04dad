"""Measurements of speech to text, and the sounds that they are made with."""

import transcribe  # noqa: F401  (before numpy: it says how many threads that takes)
