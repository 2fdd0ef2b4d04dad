"""The domain: meetings, lines, tags, people, and the words that people use for them. Pure."""

from bot.minutes.model import Line, LineKind, LineState, Meeting, Speaker, Tag

__all__ = ["Line", "LineKind", "LineState", "Meeting", "Speaker", "Tag"]
