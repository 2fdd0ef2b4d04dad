"""A week, a month, a quarter, a year, or a part of one -> a day: «cuối tháng 11», «quý 4»."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta

from bot.minutes.typed.spoken_numbers import NUMBER, YEAR, value_of

NEXT = "sau|toi|ke tiep|tiep theo"
_FRIDAY = 4
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4}
PERIOD = re.compile(
    rf"(?:(?P<part>dau|giua|cuoi|het|trong) )?(?P<what>tuan|thang|quy|nam)"
    rf"(?: (?:(?P<this>nay)|(?P<next>{NEXT})|(?P<no>iv|iii|ii|i|\d{{4}}|{NUMBER})(?: nay)?))?"
    rf"(?:(?: ?[/-] ?| nam | )(?P<y>{YEAR})|/(?P<short>\d\d)"
    rf"| (?P<ythis>nam nay)| (?P<ynext>nam (?:{NEXT})))?"
)


def day_of_period(found: re.Match[str], on: date, *, before: bool) -> date | None:
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
    return day if day >= on or found["y"] or found["short"] else None


_PART_OF_YEAR = re.compile(
    rf"(?:(?P<count>{NUMBER}|cac|nhung) thang|(?P<half>nua)) (?:dau tien|(?P<part>dau|cuoi))"
    r"(?: cua)? (?P<year>nam(?: .+)?)"
)
_TWO = re.compile(
    r"(?:trong )?(?P<what>thang|quy) (?P<one>\w+)(?: va |, ?| ?- ?)(?:(?P=what) )?(?P<two>\w+)"
    r"(?P<year>(?: ?/| nam).*)?"
)


def months_of_year(text: str, on: date) -> date | None:
    """«6 tháng đầu năm 2027», «nửa đầu năm», «các tháng cuối năm»: the last day of them."""
    found = _PART_OF_YEAR.fullmatch(text)
    named = PERIOD.fullmatch(f"cuoi {found['year']}") if found else None
    last = day_of_period(named, on, before=False) if named else None
    if not found or last is None or found["part"] == "cuoi":
        return last
    if found["count"] in ("cac", "nhung"):
        return None  # «các tháng đầu năm»: which?
    count = 6 if found["half"] else value_of(found["count"])
    if not 1 <= count <= 12:
        return None
    day = _ends(last.year, count, count)[1]
    return day if day >= on else None


def last_of_two(text: str, on: date) -> date | None:
    """«tháng 11 và tháng 12», «quý III và IV/2026»: the last day of the second."""
    found = _TWO.fullmatch(text)
    if not found:
        return None
    year = found["year"] or ""
    ends = [PERIOD.fullmatch(f"{found['what']} {found[x]}{year}") for x in ("one", "two")]
    first, last = (_bounds(one, on) if one and one["no"] else None for one in ends)
    if not last or not (first and first[1] < last[0]):
        return None
    return last[1] if last[1] >= on else None


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
    year = value_of(found["y"]) if found["y"] else None
    if found["short"]:
        year = 2000 + int(found["short"])  # «quý IV/26»
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
        number_year, month = month_after(on, step)
    elif no in ("i", "ii", "iii", "iv") or (len(no) == 4 and no.isdigit()):
        return None
    else:
        month = value_of(no)
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


def month_after(on: date, count: int) -> tuple[int, int]:
    months = on.year * 12 + on.month - 1 + count
    return months // 12, months % 12 + 1
