"""Dates and hours as an office writes them (Nghị định 30/2020: ngày 05 tháng 3, 08 giờ 00)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from bot.minutes.typed.words import fold, one_line

_DATE = re.compile(
    r"\b(?<!\d:)(?:ngay\s+)?(\d{1,2})\s*[/.-]\s*(\d{1,2})"
    r"(?:\s*[/.-]\s*(\d{4})\b|(?!\s*[/.-]?\s*\d))"
    r"(?!:\d|\s*(?:h|g|gio)(?![a-z]))"  # 07:30-11:00, 7 giờ 30 - 11 giờ
)
_HOUR = re.compile(r"\b(\d{1,2})(?:\s*(?:h|g|gio)\s*(\d{2})?(?:\s*(?:phut|p)\b)?|:(\d{2}))(?!\w)")

_HOUR_ALONE = re.compile(r"\d{2} gio \d{2}")


def spell_date(day: date) -> str:
    """Days below 10 and the months 1 and 2 are padded, the months 3 to 9 are not.

    >>> spell_date(date(2020, 3, 5))
    'ngày 05 tháng 3 năm 2020'
    """
    month = f"{day.month:02}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def spell_moment(at: datetime) -> str:
    """An hour and a day.

    >>> spell_moment(datetime(2020, 7, 24, 8, 0))
    '08 giờ 00, ngày 24 tháng 7 năm 2020'
    """
    return f"{at.hour:02} giờ {at.minute:02}, {spell_date(at.date())}"


def office_time(text: str, on: date) -> str:
    """Digits of a date or an hour that a person typed, spelled as an office writes them.

    Words that are no date stay as typed; an impossible date stays too.

    Args:
        on: the day of the meeting; gives the year, or the whole day, that was left out.

    >>> office_time("8h30, 24/7", on=date(2020, 7, 24))
    '08 giờ 30, ngày 24 tháng 7 năm 2020'
    >>> office_time("sáng thứ Sáu", on=date(2020, 7, 24))
    'sáng thứ Sáu'
    """
    text = office_hour(text, on)
    return f"{text}, {spell_date(on)}" if _HOUR_ALONE.fullmatch(fold(text)) else text


def office_hour(text: str, on: date) -> str:
    """The same for an hour that may stand without its day.

    >>> office_hour("11h", on=date(2020, 7, 24))
    '11 giờ 00'
    """
    text = _each(_DATE, one_line(text), lambda match: _spelled_date(match, on.year))
    return _each(_HOUR, text, _spelled_hour)


_SPELLED_HOUR = re.compile(r"\b(\d{2}) gio (\d{2})(?:\s*(?:phut\s*)?(sang|trua|chieu|toi))?")
_SPELLED_DAY = re.compile(r"\bngay (\d{1,2}) thang (\d{1,2})(?: nam (\d{4}))?")


def moments_in(text: str, on: date) -> list[datetime]:
    """The hours that a person typed, each with its day; none where that is not certain.

    Args:
        on: the day, or the year, where it was left out.

    >>> moments_in("8h đến 11 giờ 30, ngày 24/7", on=date(2020, 7, 1))[1]
    datetime.datetime(2020, 7, 24, 11, 30)
    """
    spelled = fold(office_time(text, on))
    rest = _SPELLED_DAY.sub("", _SPELLED_HOUR.sub("", spelled))
    if re.search(r"(?<!thu )\d", rest):  # a date that was not understood
        return []
    hours = _SPELLED_HOUR.findall(spelled)
    try:
        days = [
            date(int(year or on.year), int(month), int(day))
            for day, month, year in _SPELLED_DAY.findall(spelled)
        ] or [on]
        if len(set(days)) == 1:
            days = days[:1] * len(hours)
        if len(days) != len(hours):
            return []
        return [_moment(day, *hour) for day, hour in zip(days, hours, strict=True)]
    except ValueError:  # 31/2
        return []


def _moment(day: date, hour: str, minute: str, part: str) -> datetime:
    afternoon = part in ("chieu", "toi") and int(hour) < 12
    hours = timedelta(hours=int(hour) + 12 * afternoon, minutes=int(minute))
    return datetime.combine(day, time()) + hours


def _each(
    pattern: re.Pattern[str], text: str, spelled: Callable[[re.Match[str]], str | None]
) -> str:
    # found in the folded text (same length), replaced in the original
    for match in reversed(list(pattern.finditer(fold(text)))):
        new = spelled(match)
        if new is not None:
            text = text[: match.start()] + new + text[match.end() :]
    return text


def _spelled_date(match: re.Match[str], year: int) -> str | None:
    try:
        return spell_date(date(int(match[3] or year), int(match[2]), int(match[1])))
    except ValueError:
        return None


def _spelled_hour(match: re.Match[str]) -> str | None:
    hour, minute = int(match[1]), int(match[2] or match[3] or 0)
    if hour > 24 or minute > 59:
        return None
    return f"{hour:02} giờ {minute:02}"
