"""Where somebody speaks in a recording and the machine has no words: times among the doubts.

Such a time is a doubt like a run of words: it stands on the card, at the desk and in ``/rasoat``,
and goes when a person has mended the line or says that it is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.minutes.model import Line

_CLOCK = r"\d+:\d\d(?::\d\d)?"
_TIME = re.compile(rf"{_CLOCK}–{_CLOCK}")


def is_time(doubt: str) -> bool:
    """Whether a doubt is a time instead of words.

    >>> is_time("0:12–0:20"), is_time("0:12")
    (True, False)
    """
    return bool(_TIME.fullmatch(doubt))


def times(line: Line) -> tuple[str, ...]:
    """When in its recording somebody speaks of whom the line has no words."""
    return tuple(doubt for doubt in line.doubts if is_time(doubt))


def words(doubts: Iterable[str]) -> tuple[str, ...]:
    """The doubts that are words."""
    return tuple(doubt for doubt in doubts if not is_time(doubt))
