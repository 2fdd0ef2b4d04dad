"""Meeting and lines -> Report: the document as plain values, before any layout.

The order is that of a real report: the ground, the event, 1. who took part, 2. content,
3. conclusions, the end mark ``./.``, receivers, signature.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.minutes import Line, Meeting
from bot.minutes.info import Item, meeting_word, names_chair, rows_of
from bot.minutes.rules import missing_items, sort_lines
from bot.minutes.times import office_hour, office_time, spell_moment
from bot.minutes.words import fold, one_line

BLANK = "……………"  #: what is missing, visibly
END = "./."  #: after the last sentence of the body
_GROUND_WORDS = ("thuc hien", "can cu", "theo", "trien khai", "thi hanh", "tiep theo", "chap hanh")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the body. ``lines``: the numbers of the lines that it is made of."""

    text: str
    dash: str = ""  #: "-" or "+"
    speaker: str = ""  #: who said it, where the report says so
    lines: tuple[int, ...] = ()


@dataclass(frozen=True)
class Report:
    """A report, ready for any layout. What nobody has given is ``BLANK``."""

    meeting_no: int
    parent_agency: str
    agency: str
    number: str
    symbol: str
    place: str
    drafted: datetime  #: gives month and year of the date line; the day is the clerk's
    subject: tuple[str, ...]  #: the rows under the title
    to: tuple[str, ...]  #: kính gửi
    ground: str  #: ends with a comma: the sentence goes on with the time
    ground_is_document: bool  #: a bare document's name: "Thực hiện" comes before it
    time: str  #: begins with a capital
    time_inside: str  #: the same inside a sentence
    ended: str  #: the hour, or empty
    venue: str
    meeting_title: str
    meeting_word: str  #: ``Hội nghị``, ``cuộc họp``
    chair: str
    secretary: str
    attendance: tuple[Paragraph, ...]
    guests_need_head: bool  #: the rows of ``attendance`` are guests without a head of their own
    absent: str
    content: tuple[Paragraph, ...]  #: never empty: a blank stands for nothing
    concluder: str
    conclusions: tuple[Paragraph, ...]
    receivers: tuple[str, ...]
    signer_titles: tuple[str, ...]
    signer: str
    missing: tuple[Item, ...]
    assumed_time: str  #: the time, where it is that of ``/batdau``


def view(meeting: Meeting, lines: Iterable[Line], now: datetime, zone: tzinfo) -> Report:
    """Read a meeting as a report.

    Args:
        now: when the draft is made.
        zone: for dates that people read.
    """
    info = dict(meeting.info)
    left = sort_lines(lines)
    time = read_time(meeting, zone)
    titles, signer = _signature(info.get("nguoi_ky", ""))
    attendance = tuple(_attendance(info.get("thanh_phan", "")))
    ground = _ground(info.get("can_cu", ""))
    return Report(
        meeting_no=meeting.id,
        parent_agency=one_line(info.get("co_quan_chu_quan", "")).upper(),
        agency=one_line(info.get("co_quan", "")).upper() or BLANK,
        number=one_line(info.get("so", "")).split("/")[0].strip(),
        symbol=one_line(info.get("ky_hieu", "")).upper() or BLANK,
        place=one_line(info.get("dia_danh", "")) or BLANK,
        drafted=now.astimezone(zone),
        subject=_subject(meeting),
        to=tuple(rows_of(info.get("kinh_gui", ""))),
        ground=ground,
        ground_is_document=ground != f"{BLANK}," and not fold(ground).startswith(_GROUND_WORDS),
        time=time[:1].upper() + time[1:],
        time_inside=time[:1].lower() + time[1:],
        ended=office_hour(info.get("ket_thuc", "")),
        venue=one_line(info.get("dia_diem", "")) or BLANK,
        meeting_title=meeting.title,
        meeting_word=meeting_word(meeting.title),
        chair="" if names_chair(info) else one_line(info.get("chu_tri", "")) or BLANK,
        secretary=one_line(info.get("thu_ky", "")),
        attendance=attendance,
        guests_need_head=all(p.dash == "+" for p in attendance),
        absent="; ".join(rows_of(info.get("vang", ""))),
        content=tuple(p for line in left.content for p in _said(meeting, line))
        or (Paragraph(BLANK, "-"),),
        concluder=one_line(info.get("nguoi_ket_luan", "")) or BLANK,
        conclusions=_ended([p for line in left.conclusions for p in _plain(line)]),
        receivers=_receivers(info.get("noi_nhan", "")),
        signer_titles=titles,
        signer=signer,
        missing=tuple(missing_items(meeting)),
        assumed_time="" if info.get("thoi_gian") else time,
    )


def read_time(meeting: Meeting, zone: tzinfo) -> str:
    """When the meeting was: as given, spelled as an office writes it, else when it was opened."""
    opened = meeting.opened_at.astimezone(zone)
    given = meeting.info.get("thoi_gian", "")
    return office_time(given, opened.date()) if given else spell_moment(opened)


def _subject(meeting: Meeting) -> tuple[str, ...]:
    given = meeting.info.get("ten", "")
    rows = tuple(one_line(row) for row in given.split("\n") if row.strip())
    return rows or (meeting.title,)


def _ground(text: str) -> str:
    """``Thực hiện Kế hoạch số …,``: the sentence that the event's sentence follows."""
    text = one_line(text)
    if not text:
        return f"{BLANK},"
    return text if text[-1] in ",.;:" else f"{text},"


def _attendance(text: str) -> Iterable[Paragraph]:
    """Rows as typed where they have two levels or names of their own; else a list of guests."""
    rows = [row for row in (one_line(row) for row in text.split("\n")) if row]
    if len(rows) == 1 and ";" in rows[0]:
        rows = [f"{row};" for row in rows_of(rows[0])]
        rows[-1] = rows[-1].removesuffix(";") + "."
    marks = [_split_dash(row) for row in rows]
    own_heads = any(dash != "+" and ":" in words for dash, words in marks)
    if own_heads or {"-", "+"} <= {dash for dash, _ in marks}:
        return [Paragraph(words, dash or "-") for dash, words in marks]
    return [Paragraph(words, "+") for _, words in marks] or [Paragraph(BLANK, "+")]


def _split_dash(row: str) -> tuple[str, str]:
    match = re.match(r"([-–•*+])\s*(.*)", row)
    if not match:
        return "", row
    return ("+" if match[1] == "+" else "-"), match[2]


def _said(meeting: Meeting, line: Line) -> list[Paragraph]:
    """A line as paragraphs of the content: its rows, the first with who said it."""
    first, *rest = _plain(line)
    if meeting.typed_by_secretary(line):
        return [first, *rest]
    return [dataclasses.replace(first, dash="-", speaker=line.speaker.full), *rest]


def _plain(line: Line) -> list[Paragraph]:
    """A line's rows, each a paragraph, with the dashes that were typed or else "-".

    Under a first row that ends with a colon the others are one level down.
    """
    rows = [one_line(row) for row in line.text.split("\n")]
    marks = [_split_dash(row) for row in rows if row] or [("", BLANK)]
    below = "+" if marks[0][1].endswith(":") else "-"
    first, *rest = (Paragraph(words, dash or "-", "", (line.no,)) for dash, words in marks)
    return [first, *(dataclasses.replace(p, dash=below) if p.dash == "-" else p for p in rest)]


def _ended(paragraphs: list[Paragraph]) -> tuple[Paragraph, ...]:
    """The end mark after the last sentence."""
    if not paragraphs:
        return (Paragraph(BLANK + END, "-"),)
    last = paragraphs[-1]
    text = last.text.removesuffix(END).rstrip().rstrip(".").rstrip() + END
    return (*paragraphs[:-1], dataclasses.replace(last, text=text))


def _receivers(text: str) -> tuple[str, ...]:
    """``- …;`` each, the last ``- ….``"""
    rows = rows_of(text)
    if not rows:
        return (f"- {BLANK}",)
    return (*(f"- {row};" for row in rows[:-1]), f"- {rows[-1]}.")


def _signature(text: str) -> tuple[tuple[str, ...], str]:
    """``KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC / Họ Tên``: the titles' rows, the name."""
    rows = [one_line(row).strip("- ") for row in re.split(r"[/\n]", text)]
    rows = [row for row in rows if row]
    if not rows:
        return (BLANK,), BLANK
    if len(rows) == 1:
        is_title = rows[0] == rows[0].upper()
        return ((rows[0],), BLANK) if is_title else ((BLANK,), rows[0])
    return tuple(row.upper() for row in rows[:-1]), rows[-1]
