"""A deadline in a person's words -> a day: «trước thứ Sáu», «cuối tháng 11», «30/11».

Rather no day than a wrong one: all of the words must be understood, and mean one day only. Lunar
days («tháng giêng», «rằm», «trước Tết») and what depends on something else have none.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, time, timedelta

from bot.minutes.typed.calendar_words import (
    DIGITS,
    HOUR,
    SPELLED,
    WEEKDAY,
    day_in_figures,
    hour_of,
    plain,
    weekday_of,
)
from bot.minutes.typed.moments import read_when
from bot.minutes.typed.periods import (
    NEXT,
    PERIOD,
    day_of_period,
    last_of_two,
    month_after,
    months_of_year,
)
from bot.minutes.typed.spoken_numbers import NUMBER, YEAR, value_of


@dataclass(frozen=True)
class Deadline:
    """The last day, or the day before which something is to be done, as the words name it."""

    day: date
    hour: time | None = None


# A day of last month is a slip, or a year that nobody can guess; one of last spring is next spring
_FORGOTTEN = timedelta(days=92)
_MOST_YEARS = 30  # ahead
_HALF_A_YEAR = 183  # days

# --- the grammar, in words without diacritics -----------------------------------------------------

_OF_DAY = (
    r"(?:(?:(?:cuoi|dau) )?(?:buoi |gio )?(?:sang|trua|chieu|toi)"
    r"|(?:het|cuoi) (?:gio (?:hanh chinh|lam viec)|ngay lam viec|buoi)"
    r"|(?:cuoi|trong|het) (?=ngay |hom ))(?: cua)?"
)
# What may stand before a time without changing which day is meant
_LEADS = (
    "truoc khi het|truoc luc|truoc|cham nhat la|cham nhat|muon nhat la|muon nhat"
    "|tre nhat|han chot|thoi han|han cuoi|han|den het|den|cho den|toi|het|trong vong|trong|vao|luc"
    "|la|khong qua|khong muon hon|khong cham hon|tu nay den|tu nay|noi trong|sau|ngay(?= trong )"
    "|ca(?= nam)|suot"
)
# «hoàn thành trước 15/12»: the verb may belong to the time
_DONE = (
    r"(?:(?:va|roi|de|phai|can|phan dau|tap trung|khan truong|bao dam|dam bao|co ban|som) )*"
    r"(?:xong|hoan thanh|hoan tat|ket thuc)(?: (?:dut diem|xong))?"
)
_LEAD = re.compile(rf"(?:(?:(?P<done>{_DONE})|(?P<lead>{_LEADS}))(?: |$))(?!nay\b)")
_TAIL = re.compile(
    r"(?: (?:ke )?tu (?:hom nay|bay gio|ngay hop|ngay hom nay)| nhe| nha| a| nhen| duong lich)+$"
)


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
    text = _DOTTED_HOUR.sub(lambda m: f"{m[1]}h{m[2] or m[3]}", _TAIL.sub("", plain(words)))
    try:
        text, hour = _without_hour(text)
        leads, rest = _without_leads(text)
        day = _named(rest, leads, on)
    except (ValueError, OverflowError):  # 31/11, 25 giờ, năm 0
        return None
    if day is None or abs(day.year - on.year) > _MOST_YEARS:
        return None
    return Deadline(day, hour)


# «8.30 ngày 15/12»: behind it stands the day. Elsewhere it may be a day itself, «15.12, thứ Ba»,
# but for figures that are no month: «8.30 thứ Ba»
_DOTTED_HOUR = re.compile(
    r"(?<![\d/.])(?<!ngay )([01]?\d|2[0-3])\.(?:"
    r"([0-5]\d)(?=,? ngay (?!(?:mai|kia|mots|nay|hom|thu|chu nhat|cn|\?)(?!\w)))"
    r"|(00|1[3-9]|[2-5]\d)(?=,? (?:ngay|sang|trua|chieu|toi|thu|hom|cn)(?!\w)))"
)


def _without_hour(text: str) -> tuple[str, time | None]:
    """The rest of a text, and the hour in it.

    Raises:
        ValueError: there is no such hour.
    """
    found = re.search(rf"(?<![\w/.-]){HOUR}(?![\w/.-])", text)
    if not found:
        return text, None
    around = re.search(r"\b(sang|trua|chieu)\b", text)  # «chiều thứ Sáu, 2 giờ»
    hour = hour_of(found, around[1] if around else None)
    before = re.sub(r"\b(?:vao )?(?:luc|hoi)? ?$", "", text[: found.start()])
    behind = text[found.end() :].strip(" ,")
    rest = f"{before.strip(' ,')} {behind}".strip()
    if found["half"] and re.fullmatch(r"(?:nay|mai|qua)\b.*", behind):  # «5 giờ chiều mai»
        rest = f"{before.strip(' ,')} ngay {behind}".strip().replace("ngay nay", "hom nay")
    return rest, hour


def _without_leads(text: str) -> tuple[list[str], str]:
    """What stands before the time, and the time."""
    leads: list[str] = []
    verb = ""
    while (lead := _LEAD.match(text)) and not (lead["done"] and verb):
        verb = verb or lead["done"] or ""
        leads += [lead["lead"]] if lead["lead"] else []
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
    for reader in (_from_to, _first_or_last_days, months_of_year, last_of_two):
        if found := reader(text, on):
            return found
    parts = [part for part in text.split(", ") if part]
    days = {_one(part, on, before=before) for part in parts}
    # «thứ Sáu, ngày 27/11»: both must be the same day
    if len(days) == 1:
        return days.pop()
    return _year_apart(parts, on) or _with_weekday(parts, on)


def _year_apart(parts: list[str], on: date) -> date | None:
    """«ngày 30 tháng 11, năm 2026»"""
    if len(parts) == 2 and re.fullmatch(rf"nam {YEAR}", parts[1]):
        return _one(" ".join(parts), on, before=False)
    return None


def _with_weekday(parts: list[str], on: date) -> date | None:
    """«ngày 15/12, thứ Ba», weeks away: it must be a Tuesday."""
    named = [re.fullmatch(rf"(?:ngay )?{WEEKDAY}", part) for part in parts]
    others = [part for part, weekday in zip(parts, named, strict=True) if not weekday]
    day = _one(others[0], on, before=False) if len(others) == 1 else None
    fits = day and all(weekday_of(x) == day.weekday() for x in named if x)
    return day if fits else None


def _from_to(text: str, on: date) -> date | None:
    """«từ ngày 01/12 đến ngày 15/12», «01/12 - 15/12»: the last day."""
    found = re.fullmatch(
        r"(?:tu |khoang )+(?P<first>.+?),? (?:cho )?(?:den|toi)(?: het)? (?P<last>.+)", text
    ) or re.fullmatch(r"(?P<first>[^-]*\d/\d{1,2})\s*[-–]\s*(?P<last>(?:ngay )?\d+/.*)", text)
    if not found:
        return None
    first, last = re.sub(r"^tu ", "", found["first"]), _named(found["last"], [], on)
    if last is None:
        return None
    if _first_of(first, on, last) is None:
        return None
    return last


def _first_of(text: str, on: date, last: date) -> date | None:
    """The day on which a stretch begins, which may be over; None where that is not certain."""
    alone = re.fullmatch(rf"ngay ({NUMBER})", text)
    if alone:  # «từ ngày 01 đến 15/12»
        first = last.replace(day=value_of(alone[1]))
        return first if first <= last else None
    digits = DIGITS.fullmatch(text)
    day = day_in_figures(text, last.year) if digits else _named(text, [], on)
    if day and day > last and digits and not digits["y"]:
        day = day.replace(year=day.year - 1)
    return day if day and timedelta() <= last - day < timedelta(days=_HALF_A_YEAR) else None


def _first_or_last_days(text: str, on: date) -> date | None:
    """«10 ngày đầu tháng 12», «5 ngày cuối tháng», «nửa đầu tháng 12»."""
    found = re.fullmatch(
        rf"(?:(?P<count>{NUMBER}) ngay|(?P<half>nua)) (?:dau tien|(?P<part>dau|cuoi))"
        r"(?: cua)? (?P<what>(?:thang|quy|nam).*)",
        text,
    )
    period = PERIOD.fullmatch(f"cuoi {found['what']}") if found else None
    last = day_of_period(period, on, before=False) if period else None
    if not found or last is None:
        return None
    if found["part"] == "cuoi":
        return last
    if found["half"] and not found["what"].startswith("thang"):
        return None
    months = {"thang": 1, "quy": 3}.get(found["what"].split()[0], 12)
    year, month = month_after(last, 1 - months)
    count = 15 if found["half"] else value_of(found["count"])
    day = date(year, month, 1) + timedelta(days=count - 1)
    return day if on <= day <= last else None


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
_DAY_ALONE = re.compile(rf"(?:ngay |mung |mong |ngay mung |ngay mong )(?P<d>{NUMBER})")
_WEEKDAY_TIME = re.compile(
    rf"(?:ngay )?{WEEKDAY}(?: (?:cua )?(?:(?P<this>tuan nay|nay)|(?P<next>tuan (?:{NEXT}))"
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
    both = re.fullmatch(rf"{WEEKDAY}(?P<rest> .+)", text)
    if not both:
        return None
    rest = both["rest"].strip()
    for reader in (_digits, _spelled, _day_alone):
        day = reader(rest, on)
        if day is not None:
            return day if day.weekday() == weekday_of(both) else None
    return None


def _digits(text: str, on: date) -> date | None:
    found = DIGITS.fullmatch(text)
    if found and found["y"] is None:
        return _in_some_year(int(found["d"]), int(found["m"]), on)
    return day_in_figures(text, on.year)


def _spelled(text: str, on: date) -> date | None:
    found = SPELLED.fullmatch(text)
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


def _weekday(text: str, on: date) -> date | None:
    found = _WEEKDAY_TIME.fullmatch(text)
    if not found:
        return None
    monday = on - timedelta(days=on.weekday())
    of_week = monday + timedelta(days=weekday_of(found))
    if found["next"]:
        return of_week + timedelta(days=7)
    if found["this"]:
        return of_week if of_week >= on else None
    return of_week if of_week > on else of_week + timedelta(days=7)


# --- the day of a meeting -------------------------------------------------------------------------


def meeting_day(given: str, opened: date) -> date:
    """The day on which deadlines were said.

    Args:
        given: when the meeting was, as ``/thongtin`` has it; may be empty.
        opened: when it was opened in the chat.

    >>> meeting_day("8h ngày 20/11/2026", date(2026, 11, 23))
    datetime.date(2026, 11, 20)
    """
    when = read_when(given, opened)
    named = when.begins.date() if when.begins else when.day
    if named and not (when.wrong and not when.wrong.may_be_true):
        return named
    return opened
