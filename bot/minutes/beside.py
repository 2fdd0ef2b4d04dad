"""What came with a line's words and is none of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Beside:
    """Kept with a line, shown beside it, and never put into its speaker's mouth."""

    quoted: str = ""  #: the part of another message that this one answers
    struck: tuple[str, ...] = ()  #: words that their writer has struck out
    links: tuple[tuple[str, str], ...] = ()  #: the words that link somewhere, and where

    def __bool__(self) -> bool:
        return bool(self.quoted or self.struck or self.links)

    def with_more(self, other: Beside) -> Beside:
        """What came with two parts of one message."""
        return Beside(
            self.quoted or other.quoted, self.struck + other.struck, self.links + other.links
        )
