"""Biên bản: the chatbot that takes the minutes of a meeting. Start with ``python -m bot``."""

from foundation.logs import trust

trust(__name__)

__version__ = "0.1.0"
