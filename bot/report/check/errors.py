"""What a file can be, other than a document that can be held against the rules."""

from __future__ import annotations

from bot.errors import BotError


class Unusable(BotError):
    """The file cannot be checked. The text is one Vietnamese line: what is wrong, what to do."""
