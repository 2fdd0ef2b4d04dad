"""Who led a meeting, who wrote, who concluded, who took part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.minutes import Meeting
from bot.minutes.documents import Kind
from bot.minutes.info import names_chair, rows_of
from bot.minutes.typed.marks import split_mark
from bot.minutes.typed.signature import bare_name, title_and_name
from bot.minutes.typed.words import fold, one_line
from bot.report.view.facts import Facts
from bot.report.view.paragraphs import BLANK, Paragraph

# As many rows of guests fit before the content without hiding it; more are an annex
_MOST_GUESTS = 15

# rows of the list that name who is named elsewhere
_PRESIDE = re.compile(r"(chu tri|chu toa|thu ky)\s*:")


@dataclass(frozen=True)
class People:
    chair: str
    chair_inside: str  #: title and name, for a sentence
    chair_name: str  #: the name alone, to sign with
    secretary: str
    secretary_name: str
    attendance: tuple[Paragraph, ...]
    guests_need_head: bool  #: the rows of ``attendance`` are guests without a head of their own
    annex: tuple[Paragraph, ...]  #: all who took part, where they are too many for the body
    guests: str  #: all who took part but the chair, for a sentence
    absent: str
    concluder: str


def people(meeting: Meeting, facts: Facts, kind: Kind, *, with_list: bool) -> People:
    """Args:
    with_list: a report has a section for who took part.
    """
    guests = tuple(_attendance(facts.text("thanh_phan")))
    many = len(guests) > _MOST_GUESTS
    presiding = _presiding(facts)
    chair = "" if names_chair(facts.info) else facts.inside("chu_tri") or BLANK
    secretary = facts.inside("thu_ky")
    if kind is Kind.MINUTES:
        chair, secretary = presiding or BLANK, secretary or meeting.secretary.full
    # who keeps the minutes under a name that is another's does not sign by it
    signs = bool(facts.inside("thu_ky")) or meeting.secretary.certain
    return People(
        chair=chair,
        chair_inside=title_and_name(presiding) or BLANK,
        chair_name=bare_name(presiding) or BLANK,
        secretary=secretary,
        secretary_name=(signs and bare_name(secretary)) or BLANK,
        attendance=() if many else guests,
        guests_need_head=not many and all(p.dash == "+" or p.is_numbered for p in guests),
        annex=guests if many and (with_list or kind is not Kind.REPORT) else (),
        guests=_guests(guests) if not many else "",
        absent="; ".join(facts.rows("vang")),
        concluder=title_and_name(concluder(facts, kind)) or BLANK,
    )


def concluder(facts: Facts, kind: Kind) -> str:
    """Who concluded, as typed; may be empty."""
    given = facts.inside("nguoi_ket_luan")
    if kind is Kind.REPORT:
        return given
    return given or _presiding(facts)  # one who leads it concludes it


def knows_chair(facts: Facts) -> bool:
    """Whether anything says who led it."""
    return bool(facts.text("chu_tri") or _chair_in_list(facts))


def _presiding(facts: Facts) -> str:
    return facts.inside("chu_tri") or _chair_in_list(facts).rstrip(" .;,")


def _chair_in_list(facts: Facts) -> str:
    """The chair, as the list of who took part has them."""
    for row in facts.rows("thanh_phan"):
        head, _, rest = row.partition(":")
        if fold(head).startswith(("chu tri", "chu toa")) and rest.strip():
            return one_line(rest)
    return ""


def _attendance(text: str) -> Sequence[Paragraph]:
    """Rows as typed where they have two levels or names of their own; else a list of guests."""
    rows = [row for row in (one_line(row) for row in text.split("\n")) if row]
    if len(rows) == 1 and ";" in rows[0]:
        names = rows_of(rows[0])
        rows = [*(f"{name};" for name in names[:-1]), *(f"{name}." for name in names[-1:])]
    marks = [split_mark(row) for row in rows]
    own_heads = any(mark != "+" and ":" in words for mark, words in marks)
    if own_heads or {"-", "+"} <= {mark for mark, _ in marks}:
        return [Paragraph(words, mark or "-") for mark, words in marks]
    typed = [Paragraph(words, mark) for mark, words in marks]
    guests = [p if p.is_numbered else Paragraph(p.text, "+") for p in typed]
    return guests or [Paragraph(BLANK, "+")]


def _guests(rows: Iterable[Paragraph]) -> str:
    names = [row.text.rstrip(";.: ") for row in rows if row.text != BLANK]
    return "; ".join(x for x in names if not _PRESIDE.match(fold(x)))
