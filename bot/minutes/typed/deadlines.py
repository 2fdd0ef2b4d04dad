"""A deadline in a person's words -> a day: «trước thứ Sáu», «cuối tháng 11», «30/11».

Rather no day than a wrong one: all of the words must be understood, and mean one day only. Lunar
days («tháng giêng», «rằm», «trước Tết») and what depends on something else have none.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from bot.minutes.typed.words import fold, one_line


@dataclass(frozen=True)
class Deadline:
    """The last day, or the day before which something is to be done, as the words name it."""

    day: date
    hour: time | None = None


# A day of last month is a slip, or a year that nobody can guess; one of last spring is next spring
_FORGOTTEN = timedelta(days=92)
_MOST_YEARS = 30  # ahead
_FRIDAY = 4

# --- words to numbers -----------------------------------------------------------------------------

_UNITS = {
    **dict.fromkeys(("mot", "mots"), 1),
    **dict.fromkeys(("bon", "tu"), 4),
    **dict.fromkeys(("nam", "lam", "nham"), 5),
    **dict(
        zip(("hai", "ba", "six", "bay", "tam", "chin", "muoi"), (2, 3, 6, 7, 8, 9, 10), strict=True)
    ),
}
_UNIT = "mots?|hai|ba|bon|tu|nam|six|bay|tam|chin"
_LAST = "mots?|hai|ba|bon|tu|lam|nham|six|bay|tam|chin"  # behind tens: «mười lăm», not «mười năm»
_SPOKEN = (
    rf"(?:hai|ba|bon|nam|six|bay|tam|chin) muoi(?: (?:{_LAST}))?|(?:hai|ba) (?:mots|lam|nham|tu)"
    rf"|ham (?:{_LAST})|muoi(?: (?:{_LAST}))?|(?:{_UNIT})"
)
_NUMBER = rf"(?:\d{{1,2}}|{_SPOKEN})"
_YEAR = rf"(?:\d{{4}}|hai (?:nghin|ngan)(?: khong tram)?(?: (?:le|linh))?(?: (?:{_SPOKEN}))?)"


def _value(words: str) -> int:
    """A number of ``_NUMBER`` or ``_YEAR``.

    >>> _value("30"), _value("hai muoi mots"), _value("ba mots"), _value("muoi lam")
    (30, 21, 31, 15)
    """
    if words.isdigit():
        return int(words)
    thousands = re.match(r"hai (?:nghin|ngan)(?: khong tram)?(?: (?:le|linh))? ?", words)
    if thousands:
        rest = words[thousands.end() :]
        return 2000 + (_value(rest) if rest else 0)
    first, *rest_words = words.replace("ham ", "hai muoi ").split()
    value = _UNITS[first]
    if rest_words and first != "muoi":
        value *= 10
        rest_words = rest_words[1:] if rest_words[0] == "muoi" else rest_words
    return value + sum(_UNITS[word] for word in rest_words)


# --- the grammar, in words without diacritics -----------------------------------------------------

_NEXT = "sau|toi|ke tiep|tiep theo"
_WEEKDAYS = ("2 hai", "3 ba", "4 tu", "5 nam", "6 six", "7 bay")
_WEEKDAY = r"(?:thu (?P<weekday>[2-7]|hai|ba|tu|nam|six|bay)|(?P<sunday>chu nhat|cn))"
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4}
_HOUR = (
    r"(?:(?P<h>\d{1,2}) ?(?:h|g|gio)(?: ?(?P<min>\d{2})(?: ?phut)?)?"
    r"|(?P<h2>\d{1,2}):(?P<min2>\d{2}))"
    r"(?: (?:gio )?(?P<half>sang|trua|chieu|toi)(?!\w))?"
)
_OF_DAY = (
    r"(?:(?:(?:cuoi|dau) )?(?:buoi |gio )?(?:sang|trua|chieu|toi)"
    r"|(?:het|cuoi) (?:gio (?:hanh chinh|lam viec)|ngay lam viec|buoi)"
    r"|(?:cuoi|trong|het) (?=ngay |hom ))(?: cua)?"
)
# What may stand before a time without changing which day is meant
_LEADS = (
    "truoc khi het|truoc luc|truoc|xong|hoan thanh|cham nhat la|cham nhat|muon nhat la|muon nhat"
    "|tre nhat|han chot|thoi han|han cuoi|han|den het|den|cho den|toi|het|trong vong|trong|vao|luc"
    "|la|khong qua|khong muon hon|khong cham hon|tu nay den|tu nay|noi trong|sau"
)
_LEAD = re.compile(rf"(?:(?P<lead>{_LEADS})(?: |$))(?!nay\b)")
_TAIL = re.compile(
    r"(?: (?:ke )?tu (?:hom nay|bay gio|ngay hop|ngay hom nay)| nhe| nha| a| nhen| duong lich)+$"
)
_TOGETHER = re.compile(r"\s*\(([^()]*)\)")


def read_deadline(words: str, on: date) -> Deadline | None:
    """The day that a deadline means; None where that is not certain.

    «đầu» is the first day of a month, «giữa» the 15th, «cuối» the last; a week ends on Friday, as
    offices do.

    Args:
        words: such as «chậm nhất là ngày 30 tháng 11», with diacritics or without.
        on: the day on which they were said.

    >>> read_deadline("trước thứ Sáu", date(2026, 11, 23))
    Deadline(day=datetime.date(2026, 11, 27), hour=None)
    >>> read_deadline("cuối tháng 1", date(2026, 12, 20)).day
    datetime.date(2027, 1, 31)
    >>> read_deadline("thời gian tới", date(2026, 11, 23)) is None
    True
    """
    if len(words) > 200:
        return None
    text = _TAIL.sub("", _plain(words))
    try:
        text, hour = _without_hour(text)
        leads, rest = _without_leads(text)
        day = _named(rest, leads, on)
    except (ValueError, OverflowError):  # 31/11, 25 giờ, năm 0
        return None
    if day is None or abs(day.year - on.year) > _MOST_YEARS:
        return None
    return Deadline(day, hour)


_TWO_SENSES = {"sáu": "six", "mốt": "mots", "kìa": "?"}  # without their diacritics


def _plain(words: str) -> str:
    """Words without diacritics, but for those that would then mean two things (``?``)."""
    text = one_line(words).lower()
    bare = fold(text) == text
    text = re.sub(r"[.:;]+(?=\s|$)", "", text)
    text = re.sub(r"\btrc\b", "trước", text)  # as people type it
    text = re.sub(r"\w+", lambda word: _TWO_SENSES.get(word[0]) or fold(word[0]), text)
    if bare:  # «sau» is sau or sáu, «mot» is một or mốt
        text = re.sub(r"\b(thu|muoi|ham) sau\b", r"\1 six", text)
        text = re.sub(r"\b(thang|ngay) sau\b", r"\1 ?", text)
        text = re.sub(r"\bngay mot\b(?! thang)", "ngay ?", text)
        text = re.sub(r"\b(muoi|hai|ba) mot\b", r"\1 mots", text)
    text = _TOGETHER.sub(r", \1", text)
    return re.sub(r"\s*,[\s,]*", ", ", text).strip(" ,")


def _without_hour(text: str) -> tuple[str, time | None]:
    """The rest of a text, and the hour in it.

    Raises:
        ValueError: there is no such hour.
    """
    found = re.search(rf"(?<![\w/.-]){_HOUR}(?![\w/.-])", text)
    if not found:
        return text, None
    hour, minute = int(found["h"] or found["h2"]), int(found["min"] or found["min2"] or 0)
    if found["half"] in ("chieu", "toi") and hour < 12:
        hour += 12
    before = re.sub(r"\b(?:vao )?(?:luc|hoi)? ?$", "", text[: found.start()])
    behind = text[found.end() :].strip(" ,")
    rest = f"{before.strip(' ,')} {behind}".strip()
    if found["half"] and re.fullmatch(r"(?:nay|mai|qua)\b.*", behind):  # «5 giờ chiều mai»
        rest = f"{before.strip(' ,')} ngay {behind}".strip().replace("ngay nay", "hom nay")
    return rest, (time(hour, minute) if hour != 24 else None)


def _without_leads(text: str) -> tuple[list[str], str]:
    """What stands before the time, and the time."""
    leads = []
    while lead := _LEAD.match(text):
        leads.append(lead["lead"])
        text = text[lead.end() :].lstrip(" ,:")
    return leads, text


def _named(text: str, leads: list[str], on: date) -> date | None:
    """The day that is named; of a period its last one, or with «trước» its first."""
    if not text:
        return None
    before = bool(leads) and leads[0].startswith("truoc") and "het" not in leads
    if found := _span(text, leads, on):
        return found
    if "sau" in leads:  # «sau ngày 30»: until when?
        return None
    if {"trong", "het"} & set(leads):
        if text == "ngay":
            return on
        text = re.sub(r"^(?=(?:tuan|thang|quy|nam)$)", "cuoi ", text)
    parts = [part for part in text.split(", ") if part]
    days = {_one(part, on, before=before) for part in parts}
    # «thứ Sáu, ngày 27/11»: both must be the same day
    if len(days) == 1:
        return days.pop()
    return _year_apart(parts, on)


def _year_apart(parts: list[str], on: date) -> date | None:
    """«ngày 30 tháng 11, năm 2026»"""
    if len(parts) == 2 and re.fullmatch(rf"nam {_YEAR}", parts[1]):
        return _one(" ".join(parts), on, before=False)
    return None


_COUNT = re.compile(
    rf"(?P<count>{_NUMBER}) (?P<unit>ngay lam viec|ngay|tuan le|tuan|thang)(?: nua| toi| sap toi)?"
)


def _span(text: str, leads: list[str], on: date) -> date | None:
    """``trong vòng 10 ngày``: so long from that day on."""
    found = _COUNT.fullmatch(text)
    goes_on = {"trong", "trong vong", "sau", "khong qua", "noi trong"}
    if not found or not (goes_on & set(leads) or text.endswith(" nua")):
        return None
    if set(leads) & {"truoc"}:  # «trước 10 ngày»: before what?
        return None
    count, unit = _value(found["count"]), found["unit"]
    if count == 0:
        return None
    if unit == "ngay lam viec":
        return _working_day(on, count)
    if unit == "ngay":
        return on + timedelta(days=count)
    if unit.startswith("tuan"):
        return on + timedelta(weeks=count)
    year, month = _month_after(on, count)
    return date(year, month, min(on.day, calendar.monthrange(year, month)[1]))


def _working_day(on: date, count: int) -> date | None:
    """So many working days later; None where a public holiday may lie between."""
    day = on
    while count:
        day += timedelta(days=1)
        if _may_be_holiday(day):
            return None
        count -= day.weekday() < 5
    return day


def _may_be_holiday(day: date) -> bool:
    fixed = {(1, 1), (4, 30), (5, 1), (9, 1), (9, 2), (9, 3)}
    lunar = date(day.year, 1, 17) <= day <= date(day.year, 2, 28)  # Tết, with its days before
    ancestors = date(day.year, 3, 30) <= day <= date(day.year, 4, 30)  # the 10th of the 3rd moon
    return (day.month, day.day) in fixed or lunar or ancestors


# --- one time -------------------------------------------------------------------------------------

_RELATIVE = {
    **dict.fromkeys(("hom nay", "nay", "ngay hom nay", "ngay nay"), 0),
    **dict.fromkeys(("mai", "ngay mai"), 1),
    **dict.fromkeys(("ngay kia", "mots", "ngay mots"), 2),
}
_DIGITS = re.compile(
    r"(?:ngay )?(?P<d>\d{1,2})(?P<sep>[/.-])(?P<m>\d{1,2})(?:(?P=sep)(?P<y>\d{4}|\d{2}))?"
)
_ISO = re.compile(r"(?:ngay )?(\d{4})-(\d{1,2})-(\d{1,2})")
_SPELLED = re.compile(
    rf"(?:ngay |mung |mong |ngay mung |ngay mong )?(?P<d>{_NUMBER}) "
    rf"thang (?:(?P<m>{_NUMBER})(?:(?:/| nam | )(?P<y>{_YEAR}))?|(?P<this>nay)|(?P<next>{_NEXT}))"
    rf"(?: (?P<yword>nam nay|nam (?:{_NEXT})))?"
)
_DAY_ALONE = re.compile(rf"(?:ngay |mung |mong |ngay mung |ngay mong )(?P<d>{_NUMBER})")
_WEEKDAY_TIME = re.compile(
    rf"(?:ngay )?{_WEEKDAY}(?: (?:cua )?(?:(?P<this>tuan nay|nay)|(?P<next>tuan (?:{_NEXT}))"
    r"|toi|sap toi))?"
)
_PERIOD = re.compile(
    rf"(?:(?P<part>dau|giua|cuoi|het|trong) )?(?P<what>tuan|thang|quy|nam)"
    rf"(?: (?:(?P<this>nay)|(?P<next>{_NEXT})|(?P<no>iv|iii|ii|i|\d{{4}}|{_NUMBER})))?"
    rf"(?:(?:/| nam | )(?P<y>{_YEAR})| (?P<ythis>nam nay)| (?P<ynext>nam (?:{_NEXT})))?"
)


def _one(text: str, on: date, *, before: bool) -> date | None:
    """The day of one expression, without what stands around it.

    Raises:
        ValueError: there is no such day.
    """
    of_day = re.match(rf"{_OF_DAY} ?", text)
    if of_day and of_day.end() < len(text):
        text = text[of_day.end() :]
    text = re.sub(r"(?<=\w) (?:buoi )?(?:sang|trua|chieu|toi)$", _keep_next_week, text)
    if text in _RELATIVE:
        return on + timedelta(days=_RELATIVE[text])
    for reader in (_digits, _spelled, _day_alone, _weekday):
        if (found := reader(text, on)) is not None:
            return found
    period = _PERIOD.fullmatch(text)
    return _of_period(period, on, before=before) if period else _two_in_one(text, on)


def _keep_next_week(found: re.Match[str]) -> str:
    """«tuần tới» is no evening."""
    head = found.string[: found.start()]
    is_next = found[0].strip() == "toi" and re.search(r"(?:tuan|thang|nam|quy|\w)$", head)
    return found[0] if is_next else ""


def _two_in_one(text: str, on: date) -> date | None:
    """«thứ Sáu ngày 27/11»: both must be the same day."""
    both = re.fullmatch(rf"{_WEEKDAY}(?P<rest> .+)", text)
    if not both:
        return None
    rest = both["rest"].strip()
    for reader in (_digits, _spelled, _day_alone):
        day = reader(rest, on)
        if day is not None:
            return day if day.weekday() == _weekday_of(both) else None
    return None


def _digits(text: str, on: date) -> date | None:
    if iso := _ISO.fullmatch(text):
        return date(int(iso[1]), int(iso[2]), int(iso[3]))
    found = _DIGITS.fullmatch(text)
    if not found:
        return None
    day, month, year = int(found["d"]), int(found["m"]), found["y"]
    if year is None:
        return _in_some_year(day, month, on)
    return date(int(year) + (2000 if len(year) == 2 else 0), month, day)


def _spelled(text: str, on: date) -> date | None:
    found = _SPELLED.fullmatch(text)
    if not found:
        return None
    day = _value(found["d"])
    if found["this"] or found["next"]:
        if found["yword"]:
            return None
        year, month = (on.year, on.month) if found["this"] else _month_after(on, 1)
        named = date(year, month, day)
        return named if named >= on else None
    month = _value(found["m"])
    if found["y"]:
        return date(_value(found["y"]), month, day) if not found["yword"] else None
    if found["yword"]:
        return date(on.year + (found["yword"] != "nam nay"), month, day)
    return _in_some_year(day, month, on)


def _in_some_year(day: int, month: int, on: date) -> date | None:
    """A day without its year: this year's, or next year's where that is long past.

    Raises:
        ValueError: there is no such day in this year, or in the next.
    """
    if (month, day) == (2, 29) and not calendar.isleap(on.year) and on > date(on.year, 3, 1):
        return date(on.year + 1, 2, 29)
    this = date(on.year, month, day)
    if this >= on:
        return this
    return date(on.year + 1, month, day) if on - this > _FORGOTTEN else None


def _day_alone(text: str, on: date) -> date | None:
    """``ngày 30``: the next one."""
    found = _DAY_ALONE.fullmatch(text)
    if not found:
        return None
    day = _value(found["d"])
    year, month = (on.year, on.month) if day >= on.day else _month_after(on, 1)
    return date(year, month, day)


def _weekday_of(found: re.Match[str]) -> int:
    if found["sunday"]:
        return 6
    return next(n for n, names in enumerate(_WEEKDAYS) if found["weekday"] in names.split())


def _weekday(text: str, on: date) -> date | None:
    found = _WEEKDAY_TIME.fullmatch(text)
    if not found:
        return None
    monday = on - timedelta(days=on.weekday())
    of_week = monday + timedelta(days=_weekday_of(found))
    if found["next"]:
        return of_week + timedelta(days=7)
    if found["this"]:
        return of_week if of_week >= on else None
    return of_week if of_week > on else of_week + timedelta(days=7)


def _of_period(found: re.Match[str], on: date, *, before: bool) -> date | None:
    """The day of a week, month, quarter or year.

    Raises:
        ValueError: there is no such month.
    """
    bounds = _bounds(found, on)
    if bounds is None:
        return None
    first, last = bounds
    part = found["part"]
    if found["what"] == "tuan":
        day = _in_week(first, part, on, before=before)
    elif part == "dau" or (before and part is None):
        day = first
    elif part == "giua":
        day = _middle(first, last)
    else:
        day = last
    return day if day >= on or found["y"] else None


def _in_week(monday: date, part: str | None, on: date, *, before: bool) -> date:
    if part == "dau" or (before and part is None):
        return monday
    if part == "giua":
        return monday + timedelta(days=2)
    friday = monday + timedelta(days=_FRIDAY)
    return friday if friday >= on else monday + timedelta(days=6)


def _middle(first: date, last: date) -> date:
    """The 15th of a month, or of a quarter's second one; the last of June."""
    months = {m for _, m in _months(first, last)}
    if len(months) == 12:
        return date(first.year, 6, 30)
    return date(first.year, sorted(months)[len(months) // 2], 15)


def _months(first: date, last: date) -> Iterator[tuple[int, int]]:
    for month in range(first.month, last.month + 1):
        yield first.year, month


def _bounds(found: re.Match[str], on: date) -> tuple[date, date] | None:
    """The first and last day of a period; the present one where nothing says which."""
    what, no = found["what"], found["no"]
    step = 1 if found["next"] else 0
    year = _value(found["y"]) if found["y"] else None
    if found["ythis"] or found["ynext"]:
        year = on.year + bool(found["ynext"])
    if no is None and year is not None and what != "nam":
        return None  # «cuối tháng năm 2026»: which month?
    if what == "tuan":
        monday = on - timedelta(days=on.weekday()) + timedelta(days=7 * step)
        return None if no or year else (monday, monday + timedelta(days=6))
    if no is None and not (found["part"] or found["this"] or found["next"]):
        return None  # «trước năm»
    if what == "nam":
        return _year(found, on, step, year)
    if what == "thang":
        return _month(no, step, year, on)
    return _quarter(no, step, year, on)


def _year(found: re.Match[str], on: date, step: int, year: int | None) -> tuple[date, date] | None:
    if found["no"] and not re.fullmatch(r"\d{4}", found["no"]):
        return None
    if found["no"] and year is not None:
        return None
    number = int(found["no"]) if found["no"] else (year or on.year + step)
    return date(number, 1, 1), date(number, 12, 31)


def _month(no: str | None, step: int, year: int | None, on: date) -> tuple[date, date] | None:
    if no is None:
        number_year, month = _month_after(on, step)
    elif no in ("i", "ii", "iii", "iv") or (len(no) == 4 and no.isdigit()):
        return None
    else:
        month = _value(no)
        if not 1 <= month <= 12:
            return None
        number_year = year or _year_of(month, on)
        if not number_year:
            return None
    return _ends(number_year, month, month)


def _year_of(month: int, on: date) -> int:
    """The year of a month, or quarter's last month, that was named without one; 0: not certain."""
    if month >= on.month:
        return on.year
    return on.year + 1 if on.month - month > 3 else 0


def _quarter(no: str | None, step: int, year: int | None, on: date) -> tuple[date, date] | None:
    now = (on.month - 1) // 3
    if no is None:
        quarter = now + step
        return _ends(on.year + quarter // 4, quarter % 4 * 3 + 1, quarter % 4 * 3 + 3)
    number = _QUARTERS.get(no) or (
        int(no) if no in ("1", "2", "3", "4", "01", "02", "03", "04") else 0
    )
    if not number:
        return None
    in_year = year or _year_of(number * 3, on)
    return _ends(in_year, number * 3 - 2, number * 3) if in_year else None


def _ends(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def _month_after(on: date, count: int) -> tuple[int, int]:
    months = on.year * 12 + on.month - 1 + count
    return months // 12, months % 12 + 1


# --- the day of a meeting -------------------------------------------------------------------------

_A_DATE = re.compile(
    r"(?<![\d/.-])(\d{1,2})(?:/|-|\.| thang )(\d{1,2})(?:(?:/|-|\.| nam )(\d{4}))?(?!\d)"
)


def meeting_day(given: str, opened: date) -> date:
    """The day on which deadlines were said.

    Args:
        given: when the meeting was, as ``/thongtin`` has it; may be empty.
        opened: when it was opened in the chat.

    >>> meeting_day("8h ngày 20/11/2026", date(2026, 11, 23))
    datetime.date(2026, 11, 20)
    """
    found = _A_DATE.search(fold(one_line(given)))
    if not found:
        return opened
    try:
        return date(int(found[3] or opened.year), int(found[2]), int(found[1]))
    except ValueError:
        return opened
