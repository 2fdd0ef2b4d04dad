"""The people of a list, as values: who they are, who came, what of the list was not understood."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.minutes.typed.words import fold

MAX_FIELD = 200  #: characters of a name, a title, a unit


class Presence(StrEnum):
    """What is known of somebody's coming."""

    UNMARKED = ""
    PRESENT = "present"
    ABSENT = "absent"


class Odd(StrEnum):
    """Why a row, or a part of one, was not taken."""

    NO_NAME = "no_name"
    LEFT = "left"  #: it has no place in the list: a phone number, who presides
    STATE = "state"  #: came or not? The person is taken, not marked
    TWICE = "twice"
    LONG = "long"
    LETTERS = "letters"  #: written in a font of before Unicode
    ALONE = "alone"  #: a heading without anybody below it


def office_of(title: str, unit: str) -> str:
    """Title and unit as one: ``Giám đốc, Sở Tài chính``; a unit in the title is not repeated."""
    if fold(unit) in fold(title):
        return title
    return ", ".join(x for x in (title, unit) if x)


@dataclass(frozen=True)
class Entry:
    """A person as a list names them."""

    name: str
    title: str = ""
    unit: str = ""
    called: str = ""  #: ``Ông``, ``Đ/c``, ``TS.``: as the list has it
    state: Presence = Presence.UNMARKED
    note: str = ""  #: why they are absent, else what was noted

    @property
    def office(self) -> str:
        """Title and unit: ``Giám đốc, Sở Tài chính``; a unit in the title is not repeated."""
        return office_of(self.title, self.unit)

    @property
    def full(self) -> str:
        """``Bà Nguyễn Thị Xuân, Giám đốc, Sở Tài chính``"""
        named = f"{self.called} {self.name}" if self.called else self.name
        return ", ".join(x for x in (named, self.office) if x)


@dataclass(frozen=True)
class Aside:
    """A row of the list, counted from 1, of which something was not taken."""

    row: int
    text: str
    why: Odd


@dataclass(frozen=True)
class Listed:
    """A list that was read."""

    entries: tuple[Entry, ...] = ()
    asides: tuple[Aside, ...] = ()
    columns: tuple[str, ...] = ()  #: headings of a table's columns that were not used
