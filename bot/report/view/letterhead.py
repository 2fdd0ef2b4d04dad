"""The top of a document: agency, number, place and date, the rows under the title, kính gửi."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from bot.minutes import Meeting
from bot.minutes.documents import Kind
from bot.minutes.typed.signature import title_and_name
from bot.minutes.typed.words import one_line
from bot.report.view.event import title_inside
from bot.report.view.facts import Facts
from bot.report.view.paragraphs import BLANK


@dataclass(frozen=True)
class Letterhead:
    parent_agency: str
    agency: str
    agency_inside: str  #: as typed, for a sentence
    number: str
    symbol: str
    place: str
    drafted: datetime  #: gives month and year of the date line; the day is the clerk's
    subject: tuple[str, ...]  #: the rows under the title
    to: tuple[str, ...]  #: kính gửi


def letterhead(
    meeting: Meeting, facts: Facts, kind: Kind, drafted: datetime, concluder: str
) -> Letterhead:
    """Args:
    drafted: by the office's clock.
    concluder: whose conclusions a notice makes known; may be empty.
    """
    return Letterhead(
        parent_agency=facts.line("co_quan_chu_quan").upper(),
        agency=facts.line("co_quan").upper() or BLANK,
        agency_inside=facts.line("co_quan") or BLANK,
        number=_number(facts.text("so")),
        symbol=_symbol(facts.line("ky_hieu"), kind) or BLANK,
        place=facts.line("dia_danh") or BLANK,
        drafted=drafted,
        subject=_subject(meeting, facts, kind, concluder),
        to=tuple(facts.rows("kinh_gui")) if kind is Kind.REPORT else (),
    )


def _number(text: str) -> str:
    """``5``, ``Số 05/BC-TVT`` as ``05``."""
    digits = re.search(r"\d+", text)
    return f"{int(digits[0]):02}" if digits else ""


def _symbol(text: str, kind: Kind) -> str:
    """The agency's code, without the kind's own that may have been typed before it."""
    code = text.upper().rpartition("/")[2].strip(" .;,")
    return re.sub(rf"^{kind.code}\s*-\s*", "", code)


def _subject(meeting: Meeting, facts: Facts, kind: Kind, concluder: str) -> tuple[str, ...]:
    if kind is Kind.NOTICE:
        who = title_and_name(concluder) or BLANK
        return (f"Kết luận của {who} tại {title_inside(meeting.title)}",)
    given = facts.text("ten") if kind is Kind.REPORT else ""
    rows = tuple(one_line(row) for row in given.split("\n") if row.strip())
    return rows or (meeting.title,)
