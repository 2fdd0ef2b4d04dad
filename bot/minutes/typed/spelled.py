"""A day and a moment as an office writes them (Nghị định 30/2020: ngày 05 tháng 3, 08 giờ 00)."""

from __future__ import annotations

from datetime import date, datetime


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
