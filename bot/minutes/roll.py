"""Who takes part in a meeting: the list that is kept, whom of it somebody means, what a report says
of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.minutes.documents import Kind
from bot.minutes.model import Meeting
from bot.minutes.typed.people import Presence, office_of
from bot.minutes.typed.signature import bare_name
from bot.minutes.typed.words import fold, one_line, spelled

BY_LIST = (
    "theo_danh_sach"  #: in a meeting's items: its list counts more than the text given by hand
)
FED = ("thanh_phan", "vang")  #: the items that a list serves


@dataclass(frozen=True)
class Attendee:
    """A person of a meeting's list. ``no`` counts from 1 within the meeting and never changes."""

    no: int
    name: str
    title: str = ""
    unit: str = ""
    called: str = ""  #: ``Ông``, ``Đ/c``
    state: Presence = Presence.UNMARKED
    note: str = ""  #: why they are absent, else what was noted
    person_id: int | None = None  #: their account, where it is known
    listed: bool = False  #: somebody wrote them into the list; False: only the chat says so
    maybe: int | None = None  #: the number of another who may be the same human; a person decides
    place: float | None = None  #: among the others, where somebody has set it
    named: bool = False  #: the desk has named this account so; that counts more than ``/toi``

    @property
    def order(self) -> tuple[float, int]:
        return (self.no if self.place is None else self.place), self.no

    @property
    def full_name(self) -> str:
        """``Ông Nguyễn Văn An``"""
        return f"{self.called} {self.name}" if self.called else self.name

    @property
    def office(self) -> str:
        """Title and unit: ``Giám đốc, Sở Tài chính``; a unit in the title is not repeated."""
        return office_of(self.title, self.unit)

    @property
    def full(self) -> str:
        """``Ông Nguyễn Văn An, Giám đốc, Sở Tài chính``"""
        return ", ".join(x for x in (self.full_name, self.office) if x)

    @property
    def is_absent(self) -> bool:
        return self.state is Presence.ABSENT

    @property
    def is_present(self) -> bool:
        return self.state is Presence.PRESENT


# --- who is meant -------------------------------------------------------------------------------


@lru_cache(maxsize=5_000)
def _key(name: str) -> str:
    return fold(one_line(name))


def same_name(one: str, other: str) -> bool:
    """Whether two names are one: letter for letter, or where one of them is typed without marks.

    >>> same_name("Nguyen Van An", "Nguyễn Văn An"), same_name("Nguyễn Văn Ân", "Nguyễn Văn An")
    (True, False)
    """
    one, other = one_line(one), one_line(other)
    syllables = one.lower().split(), other.lower().split()
    if [*map(spelled, syllables[0])] == [*map(spelled, syllables[1])]:
        return True
    plain = fold(one) == one.lower() or fold(other) == other.lower()
    return plain and fold(one) == fold(other)


def ends_with_name(name: str, given: str) -> bool:
    """Whether somebody may be meant by a given name alone: ``Liên`` is Ngô Thị Liên.

    >>> ends_with_name("Ngô Thị Liên", "Liên"), ends_with_name("Liên", "Liên")
    (True, False)
    """
    words, wanted = one_line(name).split(), one_line(given).split()
    rest = len(words) - len(wanted)
    return rest > 0 and same_name(" ".join(words[rest:]), " ".join(wanted))


def is_given_alone(name: str) -> bool:
    """Whether it is a given name without the family's: ``Liên``, ``Liên (B)``."""
    return len(re.sub(r"\s*\([^()]*\)$", "", one_line(name)).split()) == 1


def is_full_name(name: str) -> bool:
    """Whether a name is written as an office writes one, rather than an account's.

    >>> [is_full_name(x) for x in ("Nguyễn Văn An", "H'Bia Niê", "nguyen van an", "Cường 😎")]
    [True, True, False, False]
    """
    words = name.split()
    letters = all(c.isalpha() or unicodedata.combining(c) or c in "'’.-" for w in words for c in w)
    return len(words) > 1 and letters and all(word[0].isupper() for word in words)


def _agrees(one: str, other: str) -> bool:
    """Whether two titles, or units, may be one's: equal, one missing, or one within the other."""
    one, other = fold(one_line(one)), fold(one_line(other))
    return one in other or other in one


def same_person(name: str, title: str, unit: str, rows: Iterable[Attendee]) -> list[Attendee]:
    """Those of the list who are, or may be, the person of that name.

    Returns:
        nobody; one who is certainly meant; else all who may be: a person must decide. (One who may
        be meant and has another title comes back twice, so that nobody takes it for certain.)
    """
    key = _key(name)  # equal where the names are: most are told apart by it at once
    named = [row for row in rows if _key(row.name) == key and same_name(row.name, name)]
    agreeing = [row for row in named if _agrees(row.title, title) and _agrees(row.unit, unit)]
    exact = [row for row in agreeing if title and fold(row.title) == fold(title)]
    if len(agreeing) == 1 or len(exact) == 1:
        return (exact if len(exact) == 1 else agreeing)[:1]
    doubtful = agreeing or named
    return doubtful * 2 if len(doubtful) == 1 else doubtful


# --- what a report says -------------------------------------------------------------------------


def serves(meeting: Meeting, people: Sequence[Attendee], code: str) -> bool:
    """Whether the list says this item of a report, and not the text given by hand."""
    by_hand = bool(meeting.info.get(code)) and not meeting.info.get(BY_LIST)
    wanted = Presence.PRESENT if code == "thanh_phan" else Presence.ABSENT
    return not by_hand and any(one.state is wanted for one in people)


def with_list(meeting: Meeting, people: Sequence[Attendee], kind: Kind = Kind.REPORT) -> Meeting:
    """The meeting as its report reads it: how people are called, and who took part and who was
    absent from the list, where that serves."""
    said: dict[str, str] = {}
    if serves(meeting, people, "thanh_phan"):
        said["thanh_phan"] = "\n".join(_present(meeting, people, kind))
    if serves(meeting, people, "vang"):
        said["vang"] = "\n".join(_absent(people))
    called = {one.person_id: one.called for one in people if one.person_id and one.called}
    return replace(meeting, info={**meeting.info, **said}, called=called)


def _present(meeting: Meeting, people: Sequence[Attendee], kind: Kind) -> list[str]:
    """The rows of those who took part. Who has a row of their own in that kind of document (the
    chair, a report's secretary) is not named again; minutes name all, these two first."""
    there = sorted((x for x in people if x.is_present), key=lambda x: x.order)
    chair = [x for x in there if _is_chair(meeting, x)][:1]
    secretary = [x for x in there if _is_secretary(meeting, x, kind) and x not in chair][:1]
    others = [x for x in there if x not in (*chair, *secretary)]
    first = [*chair, *secretary] if kind is Kind.MINUTES else []
    if kind is Kind.NOTICE:  # one sentence
        return _ended([f"+ {x.full}" for x in [*secretary, *others]])
    groups: dict[str, list[Attendee]] = {}
    for one in others:
        groups.setdefault(one.unit.lower() or str(one.no), []).append(one)
    if all(len(members) == 1 for members in groups.values()):
        return _ended([f"+ {x.full}" for x in [*first, *others]])
    rows = [f"- {x.full}" for x in first]
    for members in groups.values():  # a head of its own for one person says nothing more
        if len(members) == 1:
            rows.append(f"- {members[0].full}")
            continue
        rows.append(f"- {members[0].unit.rstrip(' :')}:")
        rows += [f"+ {', '.join(y for y in (x.full_name, x.title) if y)}" for x in members]
    return _ended(rows)


def _ended(rows: list[str]) -> list[str]:
    """Each row with its sign at the end, the last with a full stop; heads have their colon."""
    ends = [*(";" for _ in rows[1:]), "."]
    return [row if row.endswith(":") else row + end for row, end in zip(rows, ends, strict=True)]


def _is_chair(meeting: Meeting, one: Attendee) -> bool:
    return _is_named(meeting, one, "chu_tri", meeting.chair_id)


def _is_secretary(meeting: Meeting, one: Attendee, kind: Kind) -> bool:
    if meeting.info.get("thu_ky"):
        return _is_named(meeting, one, "thu_ky", None)
    return kind is Kind.MINUTES and one.person_id == meeting.secretary.person_id


def _is_named(meeting: Meeting, one: Attendee, code: str, person_id: int | None) -> bool:
    """Whether the item names this person."""
    given = meeting.info.get(code, "")
    name = bare_name(given)
    if not name or not same_name(name, bare_name(one.name) or one.name):
        return False
    return person_id is None or one.person_id in (None, person_id)


def _absent(people: Sequence[Attendee]) -> list[str]:
    away = sorted((x for x in people if x.is_absent), key=lambda x: x.order)
    return [f"- {x.full} ({x.note})" if x.note else f"- {x.full}" for x in away]


def unmarked(people: Iterable[Attendee]) -> list[Attendee]:
    return [one for one in people if one.state is Presence.UNMARKED]


# --- what is listened for -----------------------------------------------------------------------

_FIRST: Mapping[Presence, int] = {Presence.PRESENT: 0, Presence.UNMARKED: 1, Presence.ABSENT: 2}


def to_hear(people: Iterable[Attendee]) -> list[tuple[str, str]]:
    """Name and title of those whom somebody has named, who took part first. (An account's name may
    be anything.)"""
    known = sorted((x for x in people if x.listed), key=lambda x: (_FIRST[x.state], x.order))
    return [(x.name, x.title) for x in known]
