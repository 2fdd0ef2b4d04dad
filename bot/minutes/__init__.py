"""The domain: meetings, lines, tags, people, and the words that people use for them. Pure."""

from bot.minutes.model import (
    Concluding,
    Line,
    LineKind,
    LineState,
    Meeting,
    SenderDoubt,
    Speaker,
    Tag,
)

__all__ = [
    "Concluding",
    "Line",
    "LineKind",
    "LineState",
    "Meeting",
    "SenderDoubt",
    "Speaker",
    "Tag",
]
