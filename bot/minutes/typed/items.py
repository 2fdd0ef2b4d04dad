"""The items of ``/thongtin`` looked at before they are taken: mended where that is certain, else
doubted, with what is likely meant."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum

from bot.minutes.info import BY_CODE, clears
from bot.minutes.roll import Attendee
from bot.minutes.typed import names, places
from bot.minutes.typed.hour_forms import few_figures
from bot.minutes.typed.known import likely
from bot.minutes.typed.moments import When, Wrong, end_after, read_when
from bot.minutes.typed.names import read_who
from bot.minutes.typed.no_values import is_no_value
from bot.minutes.typed.receivers import archive_of, receivers_apart
from bot.minutes.typed.spelled import spell_date
from bot.minutes.typed.times import has_raw_figures, office_hour
from bot.minutes.typed.titles import written_out
from bot.minutes.typed.words import fold, one_line, ordinary


class Amiss(StrEnum):
    """Why a value is not taken as it is."""

    NO_SUCH_DAY = "no such day"
    NO_SUCH_HOUR = "no such hour"
    WEEKDAY = "weekday"
    WHICH_DAY = "which day"
    HALF = "half"
    ENDS_EARLY = "ends early"
    FAR = "far"
    MIDNIGHT = "midnight"
    DOTTED = "dotted"
    UNREAD = "unread"
    NUMBER = "number"
    PLACE = "place"
    SYMBOL = "symbol"
    RECEIVERS = "receivers"
    ARCHIVE = "archive"
    NO_VALUE = "no value"
    MARKS = "marks"
    GIVEN = "given"
    LONG = "long"


@dataclass(frozen=True)
class Likely:
    """A reading of a value: what the item would be. ``keeps``: it is as it was typed."""

    value: str
    keeps: bool = False


@dataclass(frozen=True)
class Doubt:
    code: str  #: the item's
    typed: str
    why: Amiss
    detail: str = ""
    likely: tuple[Likely, ...] = ()


@dataclass(frozen=True)
class Looked:
    """``values``: what can be taken, by code; also of items that another one's value speaks of."""

    values: Mapping[str, str]
    doubts: tuple[Doubt, ...] = ()


def look_at(
    given: Mapping[str, str],
    known: Mapping[str, str],
    on: date,
    today: date,
    *,
    people: Sequence[Attendee] = (),
    last: Mapping[str, str] | None = None,
    believed: bool = False,
) -> Looked:
    """Look at the values that somebody typed.

    Args:
        given: by code; an empty value clears its item, and passes.
        known: what the meeting has already.
        on: the day on which the meeting was opened.
        today: when it was typed.
        people: whom the meeting knows.
        last: what the meeting before had.
        believed: a person has chosen these words among others: what may be true is true.
    """
    values: dict[str, str] = {}
    doubts: list[Doubt] = []
    for code, typed in given.items():
        look = _LOOKS.get(code)
        value = _WORDS_BEFORE.sub("", typed, count=1) if typed else ""
        value = ordinary(value) if code in _IN_FIGURES else value
        if not BY_CODE[code].rows:
            value = _DASH_BEFORE.sub("", value)
        if not value or clears(value):
            values[code] = ""
            continue
        every = {**known, **given, **values}
        asked = _Asked(code, value, every, known, on, today, believed, people)
        if len(value) > BY_CODE[code].most:
            found = asked.doubt(Amiss.LONG, f"{BY_CODE[code].most:,}".replace(",", "."))
        elif code not in _SAY_NONE and is_no_value(code, value, every) and not believed:
            before = known.get(code) or (last or {}).get(code, "")
            found = asked.doubt(Amiss.NO_VALUE, "", *([Likely(before)] if before else []))
        else:
            found = look(asked) if look else Looked({code: value})
        values |= found.values
        doubts += found.doubts
    return Looked(values, tuple(doubts))


_IN_FIGURES = ("thoi_gian", "ket_thuc", "so", "ky_hieu")
_SAY_NONE = ("thoi_gian", "ket_thuc", "so")  # these have readers of their own for that
_PERSONS = ("chu_tri", "thu_ky", "nguoi_ket_luan")
_TEXTS = (
    *("co_quan_chu_quan", "co_quan", "dia_danh", "ten", "can_cu", "dia_diem", "thanh_phan", "vang"),
    *("kinh_gui", "noi_nhan", "nguoi_ky"),
)


def is_unmarked(code: str, value: str) -> bool:
    """Whether an item's value was typed without the marks of Vietnamese, and stands so."""
    if code in _PERSONS:
        return read_who(value).doubt is names.Doubt.MARKS
    return code in _TEXTS and places.is_unmarked(value)


# «địa điểm là hội trường Sở»
_WORDS_BEFORE = re.compile(r"^(?:là|gồm|gồm có|:)\s+(?=\S)", re.IGNORECASE)
_DASH_BEFORE = re.compile(r"^[-–—]\s+(?=\S)")  # «địa điểm - Zoom»


@dataclass(frozen=True)
class _Asked:
    code: str
    value: str
    known: Mapping[str, str]  #: with all that is given now
    before: Mapping[str, str]  #: without
    on: date
    today: date
    believed: bool
    people: Sequence[Attendee]

    def doubt(self, why: Amiss, detail: str = "", *likely: Likely) -> Looked:
        return Looked({}, (Doubt(self.code, self.value, why, detail, likely),))


# --- times ----------------------------------------------------------------------------------------


def _doubted(asked: _Asked, when: When) -> Looked:
    assert when.wrong is not None
    likely = [Likely(one.spelled) for one in when.likely]
    if when.wrong is Wrong.FAR and when.begins and when.begins.date() < asked.on:
        likely.append(Likely(asked.value, keeps=True))
    return asked.doubt(Amiss(when.wrong.value), _as_typed(when.typed, asked.value), *likely)


def _as_typed(plain: str, value: str) -> str:
    """Words that were read without diacritics as they stand in the value."""
    at = fold(value).find(plain)
    return (
        value[at : at + len(plain)]
        if plain and at >= 0 and len(fold(value)) == len(value)
        else plain
    )


_SAYS_WHEN = re.compile(
    r"\d\s*[/.-]\s*\d|\d\s*(?:h|g|gio|:)|ngay (?:mung |mong )?\d|thang \d|\d{4}"
)


def _says_nothing(asked: _Asked, when: When) -> bool:
    """Whether the words are of no time that a report can print: «sáng thứ Sáu», «trưa»; what has
    figures stays as it was typed, but for days of the moon."""
    folded, written = fold(one_line(asked.value)), office_hour(one_line(asked.value), asked.on)
    free = not _SAYS_WHEN.search(folded) or "am lich" in folded or has_raw_figures(written)
    return free and when == When() and not asked.believed


_BEFORE_THE_PLACE = re.compile(r"\s*,?\s+(?:tại|tai|ở)\s+", re.IGNORECASE)


def _unread(asked: _Asked) -> Looked:
    hour = read_when(f"8h {asked.value}", asked.on, asked.today)
    days = [one.day or (one.begins and one.begins.date()) for one in hour.likely]
    likely = [Likely(spell_date(day)) for day in days if day and hour.wrong is Wrong.WHICH_DAY]
    for words in (*few_figures(asked.value), _BEFORE_THE_PLACE.split(asked.value)[0]):
        when = read_when(words, asked.on, asked.today)
        likely += [Likely(when.spelled)] if when.spelled and not when.wrong else []
    return asked.doubt(Amiss.UNREAD, "", *likely, Likely(asked.value, keeps=True))


def _begins(asked: _Asked) -> Looked:
    when = read_when(asked.value, asked.on, asked.today)
    before = read_when(asked.before.get("thoi_gian", ""), asked.on)
    if when.wrong is Wrong.DOTTED and before.day and not before.begins:  # the day is known
        when = read_when(f"{asked.value}, {before.spelled}", asked.on)
        return _doubted(asked, when) if when.wrong else Looked({asked.code: when.spelled})
    if when.wrong and not (asked.believed and when.wrong.may_be_true):
        return _doubted(asked, when)
    if _says_nothing(asked, when):
        return _unread(asked)
    if when.begins and when.ends:
        value = When(when.begins, None, when.day, True).spelled
        same = when.ends.date() == when.begins.date()
        end = f"{when.ends:%H} giờ {when.ends:%M}" if same else When(when.ends).spelled
        return Looked({asked.code: value, "ket_thuc": end})
    if when.begins and not when.has_day and before.day and not before.begins:
        when = read_when(f"{asked.value}, {before.spelled}", asked.on)
        return Looked({asked.code: when.spelled or asked.value})
    if when.day and not when.begins and before.begins and not before.has_day:
        hour = before.spelled.partition(",")[0]
        return Looked({asked.code: f"{hour}, {when.spelled}"})
    doubts = _end_now_early(asked, when.begins)
    return Looked({asked.code: asked.value}, doubts)


def _end_now_early(asked: _Asked, begins: datetime | None) -> tuple[Doubt, ...]:
    """The end that is known already, where it lies before the new beginning."""
    end = asked.known.get("ket_thuc", "")
    if begins is None or not end:
        return ()
    found = end_after(begins, read_when(end, begins.date(), asked.today))
    if found.wrong is not Wrong.ENDS_EARLY:
        return ()
    likely = tuple(Likely(one.spelled) for one in found.likely)
    return (Doubt("ket_thuc", end, Amiss.ENDS_EARLY, found.typed, likely),)


def _ends(asked: _Asked) -> Looked:
    start = read_when(asked.known.get("thoi_gian", ""), asked.on, asked.today)
    begins = start.begins
    day = begins.date() if begins else start.day or asked.on
    when = read_when(asked.value, day, asked.today)
    if when.wrong is Wrong.HALF and begins and when.begins and not asked.believed:
        if when.begins > begins:
            return Looked({asked.code: asked.value})
        return _doubted(asked, end_after(begins, When(when.begins, None, when.day, True)))
    if when.wrong in (Wrong.MIDNIGHT, Wrong.DOTTED):
        noon = time(12 if when.wrong is Wrong.MIDNIGHT else 0)  # it began by day, where none knows
        start_of = begins or datetime.combine(asked.on, noon)
        after = [x for x in when.likely if _last_moment(x) > start_of]
        if len(after) == 1:
            return Looked({asked.code: after[0].spelled})
    if when.wrong and not (asked.believed and when.wrong.may_be_true):
        return _doubted(asked, when)
    if _says_nothing(asked, when):
        return asked.doubt(Amiss.UNREAD, "", Likely(asked.value, keeps=True))
    if begins:
        late = end_after(begins, when)
        if late.wrong and late.wrong is not when.wrong:
            return _doubted(asked, late)
    return Looked({asked.code: asked.value})


def _last_moment(when: When) -> datetime:
    return when.begins or datetime.combine(when.day or date.min, time.max)


# --- the head of a document -----------------------------------------------------------------------

_AT = re.compile(r"^(?:ở|tại|ở tại)\s+", re.IGNORECASE)
_GENERAL = ("thành phố", "thị xã", "thị trấn", "tỉnh", "huyện", "quận", "phường", "xã", "đặc khu")
_DATE_BEHIND = re.compile(r"\s*,?\s*ng[àa]y\s.*$|\s*,\s*\d{1,2}/.*$", re.IGNORECASE | re.DOTALL)


def _place(asked: _Asked) -> Looked:
    value = _DATE_BEHIND.sub("", _AT.sub("", one_line(asked.value))).strip(" .;,")
    marked = places.with_marks(value)
    if marked and fold(marked) != marked.lower() and not asked.believed:
        return asked.doubt(Amiss.MARKS, "", Likely(_capitals(marked)), Likely(value, keeps=True))
    if not value or not any(char.isalpha() for char in value):
        return asked.doubt(Amiss.PLACE)
    if "," in value:
        parts = [_capitals(part.strip()) for part in value.split(",") if part.strip()]
        return asked.doubt(Amiss.PLACE, "", *(Likely(part) for part in parts[:3]))
    return Looked({asked.code: _capitals(value)})


def _capitals(name: str) -> str:
    """``đồng tháp``, ``ĐỒNG THÁP`` as ``Đồng Tháp``; ``tp cao lãnh`` as ``TP. Cao Lãnh``."""
    name = re.sub(r"^(tp|tx|tt)\b\.?\s*", lambda m: f"{m[1].upper()}. ", name, flags=re.IGNORECASE)
    head, rest = "", name
    for general in _GENERAL:
        if name.lower().startswith(f"{general} "):
            head, rest = name[: len(general)], name[len(general) :].strip()
            head = f"{head[:1].upper()}{head[1:].lower()} "
            break
    shouted = rest.isupper() and len(rest) > 3 and not rest.startswith(("TP.", "TX.", "TT."))
    words = (rest.lower() if shouted else rest).split(" ")
    return head + " ".join(word[:1].upper() + word[1:] for word in words)


_KINDS = "BC|BB|TB|KL|TBKL|QĐ|CV|TTR|NQ|KH|HD|CT|GM"
_SYMBOL = re.compile(
    rf"(?:SỐ\s*:?\s*)?(?P<no>\d+)?\s*(?P<slash>/)?\s*(?:(?P<kind>{_KINDS})\s*-\s*)?(?P<code>.+)"
)
_CODE = re.compile(r"[^\W\d_][^\W_&.]*(?:[&.][^\W_]+)*(?:-[^\W_]+(?:[&.][^\W_]+)*)*")


def _symbol(asked: _Asked) -> Looked:
    value = re.sub(r"\s*([-/&])\s*", r"\1", one_line(asked.value).upper()).strip(" .;,/-")
    value = re.sub(r"\.\s+", ".", value)
    read = _SYMBOL.fullmatch(value)
    code = read["code"].rpartition("/")[2] if read else ""
    whole = bool(read and (read["no"] or "/" in asked.value))
    if read and read["kind"] not in (None, "BC", "BB", "TB") and not whole:  # «KH-TC» is a unit
        code = f"{read['kind']}-{code}"
    code = re.sub(rf"^(?:{_KINDS})-", "", code) if whole else code
    if not _CODE.fullmatch(code) or not code.isupper():
        initials = _initials(asked.known.get("co_quan", "")) or _initials(asked.value)
        return asked.doubt(Amiss.SYMBOL, "", *([Likely(initials)] if initials else []))
    values = {asked.code: code}
    if read and read["no"] and not asked.known.get("so"):
        values["so"] = read["no"]
    return Looked(values)


_NO_NUMBER_YET = re.compile(r"(?:khong|chua)(?: co| cap| ro| lay)?(?: so)?|trong|[\W_]+")


def _number(asked: _Asked) -> Looked:
    """``45``; ``45/BB-UBND`` is a symbol too."""
    value = re.sub(r"^số\s*:?\s*", "", one_line(asked.value), flags=re.IGNORECASE).strip(" ;,")
    head, slash, rest = (part.strip(" .…_") for part in value.partition("/"))
    if _NO_NUMBER_YET.fullmatch(fold(value)):
        return Looked({asked.code: ""})
    if slash and head.isdecimal() and re.fullmatch(r"(?:19|20)\d\d", rest):  # «45/2026»
        return Looked({asked.code: head})
    if slash and (head.isdecimal() or not head):
        found = _symbol(replace(asked, code="ky_hieu", value=f"/{rest}"))
        return Looked({**found.values, **({asked.code: head} if head else {})}, found.doubts)
    if re.fullmatch(r"\d{1,6}[a-zA-Z]?", head) and not slash:
        return Looked({asked.code: head})
    figures = re.findall(r"\d+", value)
    return asked.doubt(Amiss.NUMBER, "", *map(Likely, figures[:3]))


def _initials(agency: str) -> str:
    """``Sở Khoa học và Công nghệ`` as ``SKHCN``; empty where it does not give one."""
    words = [word for word in re.findall(r"\w+", agency) if word.lower() not in ("và", "tỉnh")]
    initials = "".join(word if word.isupper() else word[0].upper() for word in words)
    return initials if 2 <= len(initials) <= 8 and initials.isalpha() else ""


def _venue(asked: _Asked) -> Looked:
    value = _AT.sub("", asked.value)
    return Looked({asked.code: value[:1].upper() + value[1:]})


_QUOTED = re.compile(r"[“\"«”]([^“”\"«»]+)[”\"»“]\.?")


def _title(asked: _Asked) -> Looked:
    """A paper has its own quotation marks."""
    quoted = _QUOTED.fullmatch(one_line(asked.value))
    return Looked({asked.code: quoted[1].strip() if quoted else asked.value})


# --- who led it -----------------------------------------------------------------------------------

_COMRADE = re.compile(r"^đồng\s+chí[\s:]+", re.IGNORECASE)
_SHORT_COMRADE = re.compile(r"^[đd]\s?/\s?c[\s.:]+|^đc[\s.:]+", re.IGNORECASE)


_THE_CHAIR = ("chu tri", "nguoi chu tri", "chu toa", "nhu chu tri", "chinh la chu tri")


def _person(asked: _Asked) -> Looked:
    """A name with its title, written out where it is short."""
    value = asked.value
    read = read_who(value)
    if read.doubt is names.Doubt.MARKS and not asked.believed:
        full = [x for x in likely(read, asked.people) if x != read.best]
        if full:
            kept = Likely(value, keeps=True)
            return asked.doubt(Amiss.MARKS, "", *(Likely(x.full) for x in full[:3]), kept)
    alone = read.doubt is names.Doubt.GIVEN and read.best and not read.best.office
    if alone and not asked.believed:
        kept = Likely(value, keeps=True)
        full = [x for x in likely(read, asked.people) if x != read.best]
        return asked.doubt(Amiss.GIVEN, "", *(Likely(x.full) for x in full[:3]), kept)
    chair = asked.known.get("chu_tri", "")
    if asked.code == "nguoi_ket_luan" and fold(value).strip(" .") in _THE_CHAIR and chair:
        return Looked({asked.code: chair})
    one = read.best if read.doubt in (names.Doubt.NONE, names.Doubt.MARKS) else None
    if one is None:
        return Looked({asked.code: written_out(value)})
    short = _SHORT_COMRADE.match(value) or fold(one.office) not in fold(one_line(value))
    if not short and read.doubt is names.Doubt.NONE:
        return Looked({asked.code: value})
    comrade = "Đồng chí " if _COMRADE.match(value) else ""
    return Looked({asked.code: comrade + one.full})


# --- who receives it ------------------------------------------------------------------------------


def _receivers(asked: _Asked) -> Looked:
    rows, certain = receivers_apart(asked.value)
    archive = archive_of(rows)
    if archive and not re.match(r"Lưu: VT(?:$|,)", archive):
        kept = re.sub(r"^l[ưu]u\s*[:.]?\s*", "", archive, flags=re.IGNORECASE)
        wanted = f"Lưu: VT, {kept}" if kept else "Lưu: VT"
        mended = "\n".join(f"- {row if row != archive else wanted}" for row in rows)
        return asked.doubt(Amiss.ARCHIVE, "", Likely(mended))
    if not certain and not asked.believed:
        apart = re.split(r",\s*(?![^()]*\))", one_line(asked.value))
        if archive:
            others = ", ".join(row for row in rows if row != archive)
            apart = [*re.split(r",\s*(?![^()]*\))", others), archive]
        each = "\n".join(f"- {row.strip()}" for row in apart if row.strip())
        whole = "\n".join(f"- {row}" for row in rows)
        return asked.doubt(Amiss.RECEIVERS, "", Likely(each), Likely(whole))
    if "\n" in asked.value or len(rows) < 2:
        return Looked({asked.code: asked.value})
    return Looked({asked.code: "\n".join(f"- {row}" for row in rows)})


_LOOKS = {
    **dict.fromkeys(_PERSONS, _person),
    "thoi_gian": _begins,
    "ket_thuc": _ends,
    "dia_danh": _place,
    "ten": _title,
    "dia_diem": _venue,
    "ky_hieu": _symbol,
    "so": _number,
    "noi_nhan": _receivers,
}
