"""A deadline in a person's words -> a day: «trước thứ Sáu», «cuối tháng 11», «30/11».

Rather no day than a wrong one: all of the words must be understood, and mean one day only. Lunar
days («tháng giêng», «rằm», «trước Tết») and what depends on something else have none.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, time, timedelta

from bot.minutes.typed.periods import NEXT, PERIOD, day_of_period, month_after
from bot.minutes.typed.spoken_numbers import NUMBER, YEAR, value_of
from bot.minutes.typed.words import fold, one_line


@dataclass(frozen=True)
class Deadline:
    """The last day, or the day before which something is to be done, as the words name it."""

    day: date
    hour: time | None = None


# A day of last month is a slip, or a year that nobody can guess; one of last spring is next spring
_FORGOTTEN = timedelta(days=92)
_MOST_YEARS = 30  # ahead

# --- the grammar, in words without diacritics -----------------------------------------------------

_WEEKDAYS = ("2 hai", "3 ba", "4 tu", "5 nam", "6 six", "7 bay")
_WEEKDAY = r"(?:thu (?P<weekday>[2-7]|hai|ba|tu|nam|six|bay)|(?P<sunday>chu nhat|cn))"
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
    if len(parts) == 2 and re.fullmatch(rf"nam {YEAR}", parts[1]):
        return _one(" ".join(parts), on, before=False)
    return None


_COUNT = re.compile(
    rf"(?P<count>{NUMBER}) (?P<unit>ngay lam viec|ngay|tuan le|tuan|thang)(?: nua| toi| sap toi)?"
)


def _span(text: str, leads: list[str], on: date) -> date | None:
    """``trong vòng 10 ngày``: so long from that day on."""
    found = _COUNT.fullmatch(text)
    goes_on = {"trong", "trong vong", "sau", "khong qua", "noi trong"}
    if not found or not (goes_on & set(leads) or text.endswith(" nua")):
        return None
    if set(leads) & {"truoc"}:  # «trước 10 ngày»: before what?
        return None
    count, unit = value_of(found["count"]), found["unit"]
    if count == 0:
        return None
    if unit == "ngay lam viec":
        return _working_day(on, count)
    if unit == "ngay":
        return on + timedelta(days=count)
    if unit.startswith("tuan"):
        return on + timedelta(weeks=count)
    year, month = month_after(on, count)
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
    rf"(?:ngay |mung |mong |ngay mung |ngay mong )?(?P<d>{NUMBER}) "
    rf"thang (?:(?P<m>{NUMBER})(?:(?:/| nam | )(?P<y>{YEAR}))?|(?P<this>nay)|(?P<next>{NEXT}))"
    rf"(?: (?P<yword>nam nay|nam (?:{NEXT})))?"
)
_DAY_ALONE = re.compile(rf"(?:ngay |mung |mong |ngay mung |ngay mong )(?P<d>{NUMBER})")
_WEEKDAY_TIME = re.compile(
    rf"(?:ngay )?{_WEEKDAY}(?: (?:cua )?(?:(?P<this>tuan nay|nay)|(?P<next>tuan (?:{NEXT}))"
    r"|toi|sap toi))?"
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
    period = PERIOD.fullmatch(text)
    return day_of_period(period, on, before=before) if period else _two_in_one(text, on)


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
    day = value_of(found["d"])
    if found["this"] or found["next"]:
        if found["yword"]:
            return None
        year, month = (on.year, on.month) if found["this"] else month_after(on, 1)
        named = date(year, month, day)
        return named if named >= on else None
    month = value_of(found["m"])
    if found["y"]:
        return date(value_of(found["y"]), month, day) if not found["yword"] else None
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
    day = value_of(found["d"])
    year, month = (on.year, on.month) if day >= on.day else month_after(on, 1)
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
