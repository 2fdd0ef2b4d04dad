"""The words of hours, days of the week and dates, which every reader of times has in common.

All are in text made ``plain``: small letters without diacritics.
"""

from __future__ import annotations

import re
from datetime import date, time

from bot.minutes.typed.periods import NEXT
from bot.minutes.typed.spoken_numbers import NUMBER, YEAR
from bot.minutes.typed.words import fold, one_line, ordinary

_TWO_SENSES = {"sáu": "six", "mốt": "mots", "kìa": "?", "bây": "?"}  # without their diacritics
_TOGETHER = re.compile(r"\s*\(([^()]*)\)")


def plain(words: str) -> str:
    """Words without diacritics, but for those that would then mean two things (``?``).

    >>> plain("Thứ Sáu (27/11)")
    'thu six, 27/11'
    """
    text = ordinary(one_line(words)).lower()
    bare = fold(text) == text
    text = re.sub(r"[.:;]+(?=\s|$)", "", text)
    text = re.sub(r"\btrc\b", "trước", text)  # as people type it
    text = re.sub(r"\w+", lambda word: _TWO_SENSES.get(word[0]) or fold(word[0]), text)
    if bare:  # «sau» is sau or sáu, «mot» is một or mốt
        text = re.sub(r"\b(thu|muoi|ham) sau\b", r"\1 six", text)
        text = re.sub(r"\b(thang|ngay) sau\b", r"\1 ?", text)
        text = re.sub(r"\bbay gio\b", "? gio", text)  # «bảy giờ», or now?
        text = re.sub(r"\bngay mot\b(?! thang)", "ngay ?", text)
        text = re.sub(r"\b(muoi|hai|ba) mot\b", r"\1 mots", text)
    text = _TOGETHER.sub(r", \1", text)
    return re.sub(r"\s*,[\s,]*", ", ", text).strip(" ,")


# --- hours ----------------------------------------------------------------------------------------

PART_OF_DAY = r"sang|trua|chieu|toi|dem|khuya"
# «8h 31/11», «8h 24-7» are hours and days
_NO_MINUTE = r"(?!\d|[/.]\d|-\d{1,2}(?![\d:]| ?(?:h|g|gio)(?![a-z])))"
_MINUTE = (
    rf"(?: ?(?P<min>\d{{2}}){_NO_MINUTE}(?: ?(?:phut|ph|p)(?!\w)| ?['’])?"
    r"| ?(?P<rest>ruoi|kem (?P<less>\d{1,2})(?: ?phut)?))"
)
HOUR = (
    rf"(?:(?P<h>\d{{1,2}}) ?(?:h|g|gio)(?![a-z]){_MINUTE}?"
    r"|(?P<h2>\d{1,2}):(?P<min2>\d{2}))"
    rf"(?: ?(?:gio )?(?P<half>{PART_OF_DAY})(?!\w))?"
)


NIGHT = ("dem", "khuya")


def clock_of(found: re.Match[str], half: str | None = None) -> tuple[int, int]:
    """The hour and the minutes of a match of ``HOUR``. Midnight, «24h» and «12h đêm», is the hour
    24: on paper a day ends with it.

    Args:
        half: the part of the day, where it stands elsewhere.

    Raises:
        ValueError: there is no such hour, or not in that part of the day.
    """
    hour, minute = int(found["h"] or found["h2"]), int(found["min"] or found["min2"] or 0)
    if found["rest"]:
        minute = 30 if found["rest"] == "ruoi" else -int(found["less"])
    half = found["half"] or half
    if half in ("chieu", "toi") and hour < 12:
        hour += 12
    if half == "trua" and hour < 4:
        hour += 12
    if half in NIGHT and 6 < hour <= 12:
        hour += 12
    if minute < 0:
        hour, minute = hour - 1, minute + 60
    wrong = (half == "sang" and hour > 12) or (half == "trua" and not 10 <= hour <= 15)
    wrong = wrong or (hour == 24 and minute > 0 and half not in NIGHT)
    if not 0 <= hour <= 24 or not 0 <= minute < 60 or wrong:
        raise ValueError("no such hour")
    return hour, minute


def hour_of(found: re.Match[str], half: str | None = None) -> time | None:
    """The same as a time; None for 24 giờ.

    Raises:
        ValueError
    """
    hour, minute = clock_of(found, half)
    return time(hour, minute) if hour != 24 else None


# --- days -----------------------------------------------------------------------------------------

_WEEKDAYS = ("2 hai", "3 ba", "4 tu", "5 nam", "6 six", "7 bay")
WEEKDAY = r"(?:thu (?P<weekday>[2-7]|hai|ba|tu|nam|six|bay)|(?P<sunday>chu nhat|cn))"
DIGITS = re.compile(
    r"(?:ngay )?(?P<d>\d{1,2})(?P<sep>[/.-])(?P<m>\d{1,2})(?:(?P=sep)(?P<y>\d{4}|\d{2}))?"
)
ISO = re.compile(r"(?:ngay )?(\d{4})-(\d{1,2})-(\d{1,2})")
SPELLED = re.compile(
    rf"(?:ngay |mung |mong |ngay mung |ngay mong )?(?P<d>{NUMBER}) "
    rf"thang (?:(?P<m>{NUMBER})(?:(?:/| nam | )(?P<y>{YEAR}))?|(?P<this>nay)|(?P<next>{NEXT}))"
    rf"(?: (?P<yword>nam nay|nam (?:{NEXT})))?"
)


def weekday_of(found: re.Match[str]) -> int:
    """0 for Monday, of a match of ``WEEKDAY``."""
    if found["sunday"]:
        return 6
    return next(n for n, names in enumerate(_WEEKDAYS) if found["weekday"] in names.split())


def year_of(digits: str) -> int:
    """``26`` is 2026."""
    return int(digits) + (2000 if len(digits) == 2 else 0)


def day_in_figures(text: str, in_year: int) -> date | None:
    """``30/11``, ``30.11.26``, ``2026-11-30``: None where it is none.

    Raises:
        ValueError: there is no such day.
    """
    if iso := ISO.fullmatch(text):
        return date(int(iso[1]), int(iso[2]), int(iso[3]))
    found = DIGITS.fullmatch(text)
    if not found:
        return None
    year = year_of(found["y"]) if found["y"] else in_year
    return date(year, int(found["m"]), int(found["d"]))
