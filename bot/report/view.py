"""Meeting and lines -> Report: the document as plain values, before any layout.

The order is that of a real report: the ground, the event, 1. who took part, 2. content,
3. conclusions, the end mark ``./.``, receivers, signature. Minutes and notices take from the
same values what their own layout has.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from itertools import groupby

from bot.minutes import Line, Meeting, Tag
from bot.minutes.documents import Depth, Kind
from bot.minutes.guesses.tasks import Task, tasks_of
from bot.minutes.info import BY_CODE, Item, meeting_word, names_chair, rows_of
from bot.minutes.rules import Sorted, missing_items, sort_lines
from bot.minutes.typed.signature import bare_name, read_receivers, read_signature, title_and_name
from bot.minutes.typed.times import moments_in, office_hour, office_time, spell_moment
from bot.minutes.typed.words import fold, one_line

BLANK = "……………"  #: what is missing, visibly
END = "./."  #: after the last sentence of the body
_GROUND_WORDS = ("thuc hien", "can cu", "theo", "trien khai", "thi hanh", "tiep theo", "chap hanh")
# A row of grounds that begins with one of these is a document of its own, however it is typed
_GROUND_BEGINS = (
    *_GROUND_WORDS,
    *(
        "luat",
        "bo luat",
        "nghi dinh",
        "nghi quyet",
        "quyet dinh",
        "thong tu",
        "chi thi",
        "ke hoach",
    ),
    *("chuong trinh", "cong van", "cong dien", "van ban", "giay moi", "to trinh", "huong dan"),
)
# As many rows of guests fit before the content without hiding it; more are an annex
_MOST_GUESTS = 15

# Điểm a), b), c), d), đ) … (Nghị định 30/2020, Phụ lục I). The checker has its own: it is held
# against the decree, not against us
LETTERS = "abcdđeghiklmnopqrstuvxy"

# rows of the list that name who is named elsewhere
_PRESIDE = re.compile(r"(chu tri|chu toa|thu ky)\s*:")

# "1. Giao", "2) Giao", "3.1. Giao", "a) Giao"; not "1.5 tỷ", "30/11", "12. 5"
_NUMBER_TYPED = re.compile(
    r"(\d{1,2}(?:\.\d{1,2})*[.)]|\d{1,2}(?:\.\d{1,2})+|[a-zđ]\))\s+(?=[^\W\d])"
)

_TAG_NAMES = {Tag.OPINION: "ý kiến", Tag.CONCLUSION: "kết luận", Tag.CONTENT: "nội dung"}

_TOP_NUMBER = re.compile(r"\d{1,2}[.)]")

# "Kinh tế , Hạ tầng": typed in a hurry, or written by the machine
_SPACE_BEFORE = re.compile(r"(?<=[\w)\]”\"'%])\s+(?=(?:[,.;]|:(?!\s*\d))(?:\s|$))")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the body. ``lines``: the numbers of the lines that it is made of."""

    text: str
    dash: str = ""  #: "-", "+", "1." or "a)"
    speaker: str = ""  #: who said it, where the document says so
    when: str = ""  #: the hour, where the document says so
    tag: Tag | None = None  #: where the document says so
    lines: tuple[int, ...] = ()
    address: str = ""  #: section and paragraph as people count them, "3.2"; a notice's: "3"

    @property
    def tag_name(self) -> str:
        """``kết luận``; empty where the document does not say it."""
        return _TAG_NAMES[self.tag] if self.tag else ""

    @property
    def marks(self) -> str:
        """``[#3, #4]``: where it comes from, for the chat."""
        return f" [{', '.join(f'#{no}' for no in self.lines)}]" if self.lines else ""


@dataclass(frozen=True)
class Sections:
    """The numbers that the document's sections have; 0 for one that it does not have."""

    attendance: int = 0
    content: int = 0
    conclusions: int = 0
    tasks: int = 0


@dataclass(frozen=True)
class Report:
    """A document, ready for any layout. What nobody has given is ``BLANK``."""

    kind: Kind
    depth: Depth
    meeting_no: int
    parent_agency: str
    agency: str
    agency_inside: str  #: as typed, for a sentence
    number: str
    symbol: str
    place: str
    drafted: datetime  #: gives month and year of the date line; the day is the clerk's
    subject: tuple[str, ...]  #: the rows under the title
    to: tuple[str, ...]  #: kính gửi
    grounds: tuple[str, ...]  #: ``Căn cứ …;`` each, where that is how they were given
    ground: str  #: else: ends with a comma, the sentence goes on with the time
    ground_is_document: bool  #: a bare document's name: "Thực hiện" comes before it
    time: str  #: begins with a capital
    time_inside: str  #: the same inside a sentence
    ended: str  #: the hour, or empty
    ended_day: str  #: the hour and the day, or BLANK
    venue: str
    meeting_title: str
    title_inside: str  #: the same inside a sentence: ``cuộc họp giao ban``
    meeting_word: str  #: ``Hội nghị``, ``cuộc họp``
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
    content: tuple[Paragraph, ...]  #: never empty: a blank stands for nothing
    concluder: str
    conclusions: tuple[Paragraph, ...]
    tasks: tuple[Task, ...]
    sections: Sections
    receivers: tuple[str, ...]
    signer_titles: tuple[str, ...]
    signer: str
    degree_dropped: str  #: what stood before the signer's name and does not belong there
    missing: tuple[Item, ...]
    assumed_time: str  #: the time, where it is that of ``/batdau``
    assumed_end: str = ""  #: the end, where it is that of ``/ketthuc``

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Those that are made of lines."""
        content = self.content if self.sections.content else ()
        return tuple(p for p in (*content, *self.conclusions) if p.lines)


def view(
    meeting: Meeting,
    lines: Iterable[Line],
    now: datetime,
    zone: tzinfo,
    kind: Kind = Kind.REPORT,
    depth: Depth = Depth.COURSE,
    tasks: Sequence[Task] | None = None,
) -> Report:
    """Read a meeting as a document.

    Args:
        now: when the draft is made.
        zone: for dates that people read.
        tasks: those of its table; None: what is certain, where a document says so by itself.
    """
    lines = list(lines)
    if tasks is None:
        tasks = tasks_of(lines) if shows_suggested(kind, depth) else ()
    info = dict(meeting.info)
    left = sort_lines(lines)
    time = read_time(meeting, zone)
    signature = read_signature(info.get("nguoi_ky", ""))
    guests = tuple(_attendance(info.get("thanh_phan", "")))
    many = len(guests) > _MOST_GUESTS
    grounds = _grounds(info.get("can_cu", ""))
    ground = "" if grounds else _ground(info.get("can_cu", ""))
    chair = "" if names_chair(info) else _inside(info.get("chu_tri", ""))
    presiding = _inside(info.get("chu_tri", "")) or _inside(_chair_in_list(info))
    concluder = _inside(info.get("nguoi_ket_luan", ""))
    secretary = _inside(info.get("thu_ky", ""))
    if kind is not Kind.REPORT:  # one who leads it concludes it
        concluder = concluder or presiding
    if kind is Kind.MINUTES:
        chair, secretary = presiding or BLANK, secretary or meeting.secretary.full
    with_tasks = bool(tasks)
    sections = _sections(kind, depth, with_tasks)
    ended, assumed_end = _ended(meeting, zone)
    return Report(
        kind=kind,
        depth=depth,
        meeting_no=meeting.id,
        parent_agency=one_line(info.get("co_quan_chu_quan", "")).upper(),
        agency=one_line(info.get("co_quan", "")).upper() or BLANK,
        agency_inside=one_line(info.get("co_quan", "")) or BLANK,
        number=_number(info.get("so", "")),
        symbol=_symbol(info.get("ky_hieu", ""), kind) or BLANK,
        place=one_line(info.get("dia_danh", "")) or BLANK,
        drafted=now.astimezone(zone),
        subject=_subject(meeting, kind, concluder),
        to=tuple(rows_of(info.get("kinh_gui", ""))) if kind is Kind.REPORT else (),
        grounds=grounds,
        ground=ground,
        ground_is_document=ground not in ("", f"{BLANK},")
        and not fold(ground).startswith(_GROUND_WORDS),
        time=time[:1].upper() + time[1:],
        time_inside=time[:1].lower() + time[1:],
        ended=_inside(office_hour(info.get("ket_thuc", ""), _day(meeting, zone))),
        ended_day=ended or BLANK,
        venue=_inside(info.get("dia_diem", "")) or BLANK,
        meeting_title=meeting.title,
        title_inside=_title_inside(meeting.title),
        meeting_word=meeting_word(meeting.title),
        chair=chair or ("" if names_chair(info) else BLANK),
        chair_inside=title_and_name(presiding) or BLANK,
        chair_name=bare_name(presiding) or BLANK,
        secretary=secretary,
        secretary_name=bare_name(secretary) or BLANK,
        attendance=() if many else guests,
        guests_need_head=not many and all(p.dash == "+" or _is_number(p.dash) for p in guests),
        annex=guests if many and (sections.attendance or kind is not Kind.REPORT) else (),
        guests=_guests(guests) if not many else "",
        absent="; ".join(rows_of(info.get("vang", ""))),
        content=_content(meeting, left, depth, zone, sections.content),
        concluder=title_and_name(concluder) or BLANK,
        conclusions=_conclusions(kind, left.conclusions, sections, end=not with_tasks),
        tasks=tuple(tasks),
        sections=sections,
        receivers=_receivers(kind, info),
        signer_titles=signature.titles or (BLANK,),
        signer=signature.name or BLANK,
        degree_dropped=signature.dropped,
        missing=_missing(meeting, kind),
        assumed_time="" if info.get("thoi_gian") else time,
        assumed_end=assumed_end,
    )


def shows_suggested(kind: Kind, depth: Depth) -> bool:
    """Whether a document has the tasks that are certain also where nobody has confirmed them."""
    return depth is Depth.CONCLUSIONS or kind is Kind.NOTICE


def _inside(text: str) -> str:
    """A value as it stands inside a sentence, which has its own punctuation."""
    return one_line(text).rstrip(" .;,")


def _number(text: str) -> str:
    """``5``, ``Số 05/BC-TVT`` as ``05``."""
    digits = re.search(r"\d+", text)
    return f"{int(digits[0]):02}" if digits else ""


def _symbol(text: str, kind: Kind) -> str:
    """The agency's code, without the kind's own that may have been typed before it."""
    code = one_line(text).upper().rpartition("/")[2].strip(" .;,")
    return re.sub(rf"^{kind.code}\s*-\s*", "", code)


def read_time(meeting: Meeting, zone: tzinfo) -> str:
    """When the meeting was: as given, spelled as an office writes it, else when it was opened."""
    given = meeting.info.get("thoi_gian", "")
    if given:
        return _inside(office_time(given, _day(meeting, zone)))
    return spell_moment(meeting.opened_at.astimezone(zone))


def _day(meeting: Meeting, zone: tzinfo) -> date:
    return meeting.opened_at.astimezone(zone).date()


def _ended(meeting: Meeting, zone: tzinfo) -> tuple[str, str]:
    """When it ended, with its day; and the same again where nobody has said so."""
    given = meeting.info.get("ket_thuc", "")
    if given:
        began = _began(meeting, zone)
        if began is None:  # «sáng thứ Sáu»: nobody knows on which day an hour alone was
            return _inside(office_hour(given, _day(meeting, zone))), ""
        return _inside(office_time(given, began.date())), ""
    if meeting.closed_at is None:
        return "", ""
    closed = spell_moment(meeting.closed_at.astimezone(zone))
    return closed, closed


def _began(meeting: Meeting, zone: tzinfo) -> datetime | None:
    """When it began, as given, else when it was opened; None where the words are not certain."""
    given = meeting.info.get("thoi_gian", "")
    if not given:
        return meeting.opened_at.astimezone(zone).replace(tzinfo=None)
    return next(iter(moments_in(given, _day(meeting, zone))), None)


def ends_too_early(meeting: Meeting, zone: tzinfo) -> bool:
    """Whether it would have ended before it began, by what a document says of both."""
    began = _began(meeting, zone)
    ended, _ = _ended(meeting, zone)
    ends = moments_in(ended, began.date()) if began and ended else []
    return bool(began and ends and ends[-1] < began.replace(second=0, microsecond=0))


def _subject(meeting: Meeting, kind: Kind, concluder: str) -> tuple[str, ...]:
    if kind is Kind.NOTICE:
        who = title_and_name(concluder) or BLANK
        return (f"Kết luận của {who} tại {_title_inside(meeting.title)}",)
    given = meeting.info.get("ten", "") if kind is Kind.REPORT else ""
    rows = tuple(one_line(row) for row in given.split("\n") if row.strip())
    return rows or (meeting.title,)


def _title_inside(title: str) -> str:
    """``Họp giao ban`` is ``cuộc họp giao ban`` inside a sentence."""
    if title[:4].lower() == "họp ":  # with its accents: "Hợp tác xã" is none
        return f"cuộc họp {title[4:]}"
    return title[:1].lower() + title[1:] if fold(title).startswith("cuoc hop") else title


def _grounds(text: str) -> tuple[str, ...]:
    """A list of grounds: each with its ``;``, the last with its full stop.

    One sentence that does not begin with ``Căn cứ`` is none; see ``_ground``.
    """
    rows = _ground_rows(text)
    is_list = len(rows) > 1 or fold(rows[0] if rows else "").startswith("can cu ")
    if not is_list:
        return ()
    rows = [row if fold(row).startswith(_GROUND_WORDS) else f"Căn cứ {row}" for row in rows]
    return (*(f"{row};" for row in rows[:-1]), f"{rows[-1]}.")


def _ground_rows(text: str) -> list[str]:
    """The grounds as typed, one each: on rows of their own, or ``Căn cứ …; căn cứ …``."""
    rows: list[str] = []
    for row in re.split(r"\n|;(?=\s*[Cc]ăn cứ\s)", text):
        mark, words = _split_mark(one_line(row))
        wrapped = not mark and words[:1].islower() and not fold(words).startswith(_GROUND_BEGINS)
        if rows and wrapped and not rows[-1].endswith(";"):
            rows[-1] += f" {words}"
        elif words:
            rows.append(words[:1].upper() + words[1:])
    return [row.rstrip(" ;.,") for row in rows]


def _ground(text: str) -> str:
    """``Thực hiện Kế hoạch số …,``: the sentence that the event's sentence follows."""
    text = one_line(text)
    if not text:
        return f"{BLANK},"
    return text if text[-1] in ",.;:" else f"{text},"


def _sections(kind: Kind, depth: Depth, with_tasks: bool) -> Sections:
    """Which sections there are, counted from 1 in their order."""
    has = {
        "attendance": kind is Kind.REPORT and depth is not Depth.CONCLUSIONS,
        "content": depth is Depth.FULL or (depth is Depth.COURSE and kind is not Kind.NOTICE),
        "conclusions": True,
        "tasks": with_tasks,
    }
    names = [name for name, there in has.items() if there]
    return Sections(**{name: number for number, name in enumerate(names, start=1)})


# --- who took part ----------------------------------------------------------------------------


def _chair_in_list(info: dict[str, str]) -> str:
    """The chair, as the list of who took part has them."""
    for row in rows_of(info.get("thanh_phan", "")):
        head, _, rest = row.partition(":")
        if fold(head).startswith(("chu tri", "chu toa")) and rest.strip():
            return one_line(rest)
    return ""


def _attendance(text: str) -> Iterable[Paragraph]:
    """Rows as typed where they have two levels or names of their own; else a list of guests."""
    rows = [row for row in (one_line(row) for row in text.split("\n")) if row]
    if len(rows) == 1 and ";" in rows[0]:
        names = rows_of(rows[0])
        rows = [*(f"{name};" for name in names[:-1]), *(f"{name}." for name in names[-1:])]
    marks = [_split_mark(row) for row in rows]
    own_heads = any(mark != "+" and ":" in words for mark, words in marks)
    if own_heads or {"-", "+"} <= {mark for mark, _ in marks}:
        return [Paragraph(words, mark or "-") for mark, words in marks]
    guests = [Paragraph(words, mark if _is_number(mark) else "+") for mark, words in marks]
    return guests or [Paragraph(BLANK, "+")]


def _guests(rows: Iterable[Paragraph]) -> str:
    names = [row.text.rstrip(";.: ") for row in rows if row.text != BLANK]
    return "; ".join(x for x in names if not _PRESIDE.match(fold(x)))


def _split_dash(row: str) -> tuple[str, str]:
    match = re.match(r"([-–•*+])(?:\s+|(?![\s\d*]))(.*)", row)  # "-5 %" is a number
    if not match:
        return "", row
    return ("+" if match[1] == "+" else "-"), match[2]


def _split_mark(row: str) -> tuple[str, str]:
    """A row's dash or number, as typed, and its words: ``1.``, ``2)``, ``3.1.``, ``a)``."""
    dash, words = _split_dash(row)
    match = _NUMBER_TYPED.match(words)
    return (match[1], words[match.end() :]) if match else (dash, words)


# --- what was said ----------------------------------------------------------------------------


def _content(
    meeting: Meeting, left: Sorted, depth: Depth, zone: tzinfo, section: int
) -> tuple[Paragraph, ...]:
    if depth is Depth.FULL:
        lines = sorted((*left.content, *left.conclusions), key=lambda line: line.order)
        found = [p for line in lines for p in _in_detail(meeting, line, zone)]
    else:
        found = [p for turn in _turns(meeting, left.content) for p in _said(meeting, turn)]
    return tuple(_addressed(found, section)) or (Paragraph(BLANK, "-"),)


def _turns(meeting: Meeting, lines: Iterable[Line]) -> Iterable[Sequence[Line]]:
    """What one person says without anybody between; each line that the secretary types alone."""

    def who(line: Line) -> tuple[int, int]:
        return (0, line.no) if meeting.typed_by_secretary(line) else (1, line.speaker.person_id)

    return [list(turn) for _, turn in groupby(lines, who)]


def _said(meeting: Meeting, turn: Sequence[Line]) -> list[Paragraph]:
    """A turn as paragraphs of the content: the first with who said it, the others below it."""
    first, *rest = (p for line in turn for p in _plain(line))
    if meeting.typed_by_secretary(turn[0]):
        return [first, *rest]
    if len(turn) > 1:
        rest = [p if _is_number(p.dash) else dataclasses.replace(p, dash="+") for p in rest]
    return [dataclasses.replace(_dashed(first), speaker=turn[0].speaker.full), *rest]


def _in_detail(meeting: Meeting, line: Line, zone: tzinfo) -> list[Paragraph]:
    """A line with when and by whom; what the secretary typed has no speaker."""
    first, *rest = _plain(line)
    speaker = "" if meeting.typed_by_secretary(line) else line.speaker.full
    at = line.at.astimezone(zone)
    when = f"{at.hour:02} giờ {at.minute:02}"
    return [dataclasses.replace(_dashed(first), when=when, speaker=speaker, tag=line.tag), *rest]


def _is_number(mark: str) -> bool:
    return mark not in ("", "-", "+")


def _dashed(paragraph: Paragraph) -> Paragraph:
    """With a dash before who speaks; a number that was typed stays with the words."""
    number = f"{paragraph.dash} " if _is_number(paragraph.dash) else ""
    return dataclasses.replace(paragraph, dash="-", text=number + paragraph.text)


def _plain(line: Line) -> list[Paragraph]:
    """A line's rows, each a paragraph, with the dashes and numbers that were typed or else "-".

    Under a first row that ends with a colon the others are one level down.
    """
    rows = [_row(row) for row in line.text.split("\n")]
    marks = [_split_mark(row) for row in rows if row] or [("", BLANK)]
    below = "+" if marks[0][1].endswith(":") else "-"
    first, *rest = (Paragraph(words, mark or "-", lines=(line.no,)) for mark, words in marks)
    return [first, *(dataclasses.replace(p, dash=below) if p.dash == "-" else p for p in rest)]


def _row(text: str) -> str:
    """A row of a line as it stands in a document, which has an end mark of its own."""
    row = _SPACE_BEFORE.sub("", one_line(text))
    return f"{row.removesuffix(END).rstrip()}." if row.endswith(END) else row


def _addressed(paragraphs: Iterable[Paragraph], section: int) -> Iterable[Paragraph]:
    return [
        dataclasses.replace(p, address=f"{section}.{number}")
        for number, p in enumerate(paragraphs, start=1)
    ]


# --- what was concluded -----------------------------------------------------------------------


def _conclusions(
    kind: Kind, lines: Sequence[Line], sections: Sections, *, end: bool
) -> tuple[Paragraph, ...]:
    """Args:
    end: the last of them is the document's last sentence.
    """
    if kind is Kind.NOTICE:
        return _counted(lines) or (Paragraph(f"{BLANK}.", "1."),)
    found = tuple(_addressed((p for line in lines for p in _plain(line)), sections.conclusions))
    if kind is Kind.REPORT and end:
        return _end_marked(found or (Paragraph(BLANK, "-"),))
    return found or (Paragraph(BLANK, "-"),)


def _counted(lines: Iterable[Line]) -> tuple[Paragraph, ...]:
    """``1.`` each, its further rows ``a)``, ``b)``; sentences, so that none looks like a title.

    Numbers that people typed give the level (``2.`` is one of its own, ``a)`` is below) and make
    way for the document's.
    """
    found: list[Paragraph] = []
    number, letters = 0, iter(LETTERS)
    for line in lines:
        for place, p in enumerate(_plain(line)):
            if place == 0 or _TOP_NUMBER.fullmatch(p.dash):
                number, letters = number + 1, iter(LETTERS)
                p = dataclasses.replace(_sentence(p), dash=f"{number}.")
            else:
                p = dataclasses.replace(p, dash=next((f"{x})" for x in letters), "-"))
            found.append(dataclasses.replace(p, address=str(number)))
    return tuple(found)


def _sentence(paragraph: Paragraph) -> Paragraph:
    """With a full stop, if nothing else ends it."""
    if paragraph.text.endswith((".", "!", "?", "…", ";", ":", ",")):
        return paragraph
    return dataclasses.replace(paragraph, text=f"{paragraph.text}.")


def _end_marked(paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """The end mark after the last sentence."""
    *before, last = paragraphs
    text = last.text.rstrip(" ;:,")
    if text.endswith(".") and not text.endswith(("...", "..")):
        text = text[:-1].rstrip()
    text += END
    return (*before, dataclasses.replace(last, text=text))


# --- who receives, what is missing ------------------------------------------------------------


def _receivers(kind: Kind, info: dict[str, str]) -> tuple[str, ...]:
    given = "\n".join(
        f"- {row}"
        for row in rows_of(info.get("noi_nhan", ""))
        if kind is Kind.REPORT or not fold(row).startswith("nhu tren")
    )
    if kind is Kind.MINUTES:
        return read_receivers(given, as_above=False, last="Lưu: VT, Hồ sơ") or (
            "- Lưu: VT, Hồ sơ.",
        )
    upward = kind is Kind.REPORT and bool(rows_of(info.get("kinh_gui", "")))
    unknown = ("- Như trên;", f"- {BLANK}") if upward else (f"- {BLANK}",)
    return read_receivers(given, as_above=upward, last="Lưu: VT") or unknown


# What a kind of document has no place for, or takes from elsewhere
_NOT_NEEDED = {
    Kind.REPORT: frozenset[str](),
    Kind.MINUTES: frozenset({"dia_danh", "can_cu", "nguoi_ket_luan", "noi_nhan", "nguoi_ky"}),
    Kind.NOTICE: frozenset({"can_cu", "thanh_phan"}),
}


def _missing(meeting: Meeting, kind: Kind) -> tuple[Item, ...]:
    left_out = set(_NOT_NEEDED[kind])
    if kind is Kind.NOTICE and (meeting.info.get("chu_tri") or _chair_in_list(dict(meeting.info))):
        left_out.add("nguoi_ket_luan")
    needed = [item for item in missing_items(meeting) if item.code not in left_out]
    if kind is Kind.MINUTES and not (meeting.info.get("ket_thuc") or meeting.closed_at):
        needed.append(BY_CODE["ket_thuc"])
    return tuple(needed)
