"""The lines of a meeting: all of them, those of a kind, those of some numbers, by pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.desk.pages import Page, page_of
from bot.minutes import Line, Meeting, Tag
from bot.minutes.typed.numbers import pick, read_numbers
from bot.minutes.voices import nobodys_yet
from bot.store import Store

UNTAGGED = "chuathe"
ALL = "tatca"
DELETED = "daxoa"
UNSURE = "nghelai"
KINDS = frozenset({UNTAGGED, ALL, DELETED, UNSURE, *Tag})
"""What can be listed, as buttons name it; numbers (``6-20``) can be too."""

_A_PAGE = 10
_UNSURE_A_PAGE = 5  # they come with their doubtful words


@dataclass(frozen=True)
class LinesPage:
    page: Page[Line]
    looked_at: Mapping[int, str]  #: how speakers have looked at their lines (``by_speakers``)
    is_empty: bool  #: the meeting has no lines at all, neither deleted ones


def lines_page(store: Store, meeting: Meeting, which: str, page: int) -> LinesPage:
    """One page of a meeting's lines.

    Args:
        which: one of ``KINDS``, or numbers.
        page: counts from 1.
    """
    every = store.lines.of_meeting(meeting.id)
    ranges = read_numbers(which)
    numbers = set(pick(ranges, [line.no for line in every])[0]) if ranges else set()
    chosen = [
        line for line in every if belongs(line, which) or (line.no in numbers and not line.deleted)
    ]
    size = _UNSURE_A_PAGE if which == UNSURE else _A_PAGE
    own = store.steps.by_speakers(meeting.id) if chosen else {}
    return LinesPage(page_of(chosen, page, size), own, is_empty=not every)


def lines_for_paper(store: Store, meeting: Meeting, *, by_voice: bool) -> list[Line]:
    """All lines of a meeting as a paper may have them: none is its sender's before it is known
    whether others speak in that recording.

    Args:
        by_voice: the office wants to know who speaks in a recording; else it is its sender's.
    """
    lines = store.lines.of_meeting(meeting.id)
    return nobodys_yet(lines, store.voices.unlooked(meeting.id)) if by_voice else lines


def belongs(line: Line, which: str) -> bool:
    """Whether a line is of a kind."""
    if which == DELETED or line.deleted:
        return which == DELETED and line.deleted
    if which == UNTAGGED:
        return line.tag is None and not line.is_long
    if which == UNSURE:
        return line.unsure
    return which == ALL or line.tag == which
