"""Biên bản: the chatbot that takes the minutes of a meeting. Start with ``python -m bot``."""

__version__ = "0.1.0"
