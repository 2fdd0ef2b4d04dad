"""Dates and hours as an office writes them (Nghị định 30/2020: ngày 05 tháng 3, 08 giờ 00)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

from bot.minutes.typed.calendar_words import PART_OF_DAY
from bot.minutes.typed.moments import When, read_when
from bot.minutes.typed.spelled import spell_date
from bot.minutes.typed.words import fold, one_line

_DATE = re.compile(
    r"\b(?<!\d:)(?:ngay\s+)?(\d{1,2})\s*[/.-]\s*(\d{1,2})"
    r"(?:\s*[/.-]\s*(\d{4})\b|(?!\s*[/.-]?\s*\d))"
    r"(?!:\d|\s*(?:h|g|gio)(?![a-z]))"  # 07:30-11:00, 7 giờ 30 - 11 giờ
)
_HOUR = re.compile(
    r"\b(?<!\d[.,])(\d{1,2})(?:\s*(?:h|g|gio)\s*(\d{2})?(?:\s*(?:phut|p)\b)?|:(\d{2}))(?!\w)"
)

_HOUR_ALONE = re.compile(r"\d{2} gio \d{2}")


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
    when, written = read_when(text, on), _in_figures(text, on)
    if _is_read_otherwise(when, text, written):
        return when.spelled
    return f"{written}, {spell_date(on)}" if _HOUR_ALONE.fullmatch(fold(written)) else written


def office_hour(text: str, on: date) -> str:
    """The same for an hour that may stand without its day.

    >>> office_hour("11h", on=date(2020, 7, 24))
    '11 giờ 00'
    """
    when, written = read_when(text, on), _in_figures(text, on)
    if _is_read_otherwise(when, text, written):
        return when.spelled if when.has_day else when.spelled.partition(",")[0]
    return written


def _is_read_otherwise(when: When, text: str, written: str) -> bool:
    """Whether a moment was read which the figures alone, each written out, do not say."""
    if when.begins is None or when.ends is not None or when.wrong:
        return False
    says = [f"{when.begins:%H} giờ {when.begins:%M}"]
    says += [spell_date(when.begins.date()).partition(" năm")[0]] if when.has_day else []
    return (
        bool(_BY_MOUTH.search(fold(text)))
        or any(words not in written for words in says)
        or has_raw_figures(written)
    )


def has_raw_figures(written: str) -> bool:
    """Whether figures are left that are no hour and no day as an office writes them."""
    return bool(re.search(r"\d", _AS_AN_OFFICE_WRITES.sub("", written)))


_AS_AN_OFFICE_WRITES = re.compile(
    r"\d{2} giờ \d{2}|ngày \d{2}(?: tháng \d{1,2}(?: năm \d{4})?)?", re.IGNORECASE
)


def _in_figures(text: str, on: date) -> str:
    text = _each(_DATE, one_line(text), lambda match: _spelled_date(match, on.year))
    return _each(_HOUR, text, _spelled_hour)


def moments_in(text: str, on: date) -> list[datetime]:
    """The hours that a person typed, each with its day; none where that is not certain.

    Args:
        on: the day, or the year, where it was left out.

    >>> moments_in("8h đến 11 giờ 30, ngày 24/7", on=date(2020, 7, 1))[1]
    datetime.datetime(2020, 7, 24, 11, 30)
    """
    when = read_when(text, on)
    if when.begins is None or (when.wrong and not when.wrong.may_be_true):
        return []
    return [when.begins, *([when.ends] if when.ends else [])]


# What the clerk's figures alone would leave as it was typed: «2 giờ chiều», «14h30'», «30/11 8h»
_BY_MOUTH = re.compile(
    rf"(?:gio|\d|h|g)(?: ?phut)? ?(?:{PART_OF_DAY})\b|\b(?:{PART_OF_DAY}) (?:luc )?\d|['’\x22”]"
    r"|\bruoi\b|\bkem\b|\d(?:h|g)\d+p|[/.-]\d+ (?:luc )?\d{1,2} ?(?:h|g|gio|:)"
    r"|[/.-]\d+[/.-]\d\d(?!\d)|\d ?[ap]m\b|\d\.\d\d(?![\d.])"
)


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
