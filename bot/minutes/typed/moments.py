"""When a meeting was, in a person's words: «8h15 sáng 30/11 đến 9h50», «2 giờ chiều», «31/11».

One reader for all that is typed about a meeting's time. What cannot be is not mended but told, with
what is likely meant.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.minutes.typed.calendar_words import (
    HOUR,
    ISO,
    PART_OF_DAY,
    SPELLED,
    WEEKDAY,
    clock_of,
    plain,
    weekday_of,
    year_of,
)
from bot.minutes.typed.hour_forms import are_hours, as_hours, first_dotted, in_one_form
from bot.minutes.typed.periods import NEXT
from bot.minutes.typed.spelled import spell_date, spell_moment
from bot.minutes.typed.spoken_numbers import value_of

# Minutes are written up late; a slip of the keyboard is ten years off, or a hundred
_YEARS_BACK = 6
_LAST_YEAR = 9000  # what is later has no day behind it


class Wrong(StrEnum):
    """Why a time is not simply taken."""

    NO_SUCH_DAY = "no such day"  #: 31/11
    NO_SUCH_HOUR = "no such hour"  #: 25h, 14h sáng
    WEEKDAY = "weekday"  #: thứ Ba, 30/11/2026
    WHICH_DAY = "which day"  #: 8h sáng mai
    HALF = "half"  #: 2h: at night, or in the afternoon?
    ENDS_EARLY = "ends early"  #: 8h đến 7h30
    FAR = "far"  #: 30/11/2206
    MIDNIGHT = "midnight"  #: 24h, 12h đêm: with which the day begins, or ends?
    DOTTED = "dotted"  #: 8.30: an hour, or a day?

    @property
    def may_be_true(self) -> bool:
        """Whether a person may say that it is so all the same."""
        return self in (Wrong.HALF, Wrong.FAR, Wrong.MIDNIGHT)


@dataclass(frozen=True)
class When:
    """What a text says of a time. Nothing of it is there where the words are free ones."""

    begins: datetime | None = None
    ends: datetime | None = None
    day: date | None = None  #: where no hour is given
    has_day: bool = False  #: the day was typed, and not taken from ``on``
    wrong: Wrong | None = None
    typed: str = ""  #: of what is wrong, as it was understood
    likely: tuple[When, ...] = ()  #: what may be meant instead, the likeliest first

    @property
    def spelled(self) -> str:
        """As an office writes it, and as this reader reads it again; empty for free words.

        >>> read_when("8h15 sáng 30/11 đến 9h50", date(2026, 11, 30)).spelled
        '08 giờ 15 đến 09 giờ 50, ngày 30 tháng 11 năm 2026'
        """
        if self.begins is None:
            return spell_date(self.day) if self.day else ""
        if self.ends is None:
            return spell_moment(self.begins)
        if self.ends.date() == self.begins.date():
            return f"{_clock(self.begins)} đến {spell_moment(self.ends)}"
        return f"{spell_moment(self.begins)} đến {spell_moment(self.ends)}"


def _clock(at: datetime) -> str:
    return f"{at.hour:02} giờ {at.minute:02}"


@dataclass(frozen=True)
class _Hour:
    hour: int
    minute: int
    half: str
    exact: bool  #: «02h», «14:00»: nobody means the afternoon with it
    typed: str = ""


_DATE = re.compile(
    r"(?:ngay )?(?P<d>\d{1,2}) ?(?P<sep>[/.-]) ?(?P<m>\d{1,2})"
    r"(?: ?(?P=sep) ?(?P<y>\d{4}|\d{2})|,? nam (?P<y2>\d{4}))?"
    r"(?![/.-]?\d)(?! ?(?:h|g|gio)(?![a-z]))(?!:\d)"
)
_OTHER_YEAR = re.compile(r"(?:ngay )?\d{1,2}[/.-]\d{1,2}[/.-]\d+")
_HOUR = re.compile(rf"{HOUR}(?![\w])")
_BARE_HOUR = re.compile(r"(\d{1,2})(?= ?(?:-|–|den|toi) ?\d{1,2} ?(?:h|g|gio)(?![a-z]))")
_WEEKDAY = re.compile(
    rf"(?:ngay )?{WEEKDAY}(?:,? (?:(?P<this>tuan nay|nay)|(?P<next>tuan (?:{NEXT}))"
    r"|(?P<last>tuan (?:truoc|qua))))?(?!\w)"
)
_RELATIVE = re.compile(r"(?:(?:ngay |hom )?(?P<word>nay|mai|qua|kia|mots)(?!\w))")
_AWAY = {"nay": 0, "mai": 1, "qua": -1, "kia": 2, "mots": 2}
_HALF = re.compile(rf"(?:buoi )?({PART_OF_DAY})(?!\w)")
_FILLER = re.compile(
    r"(?:bat dau|ket thuc|khai mac|dien ra|cung ngay|trong ngay|ngay|vao|luc|hoi|tu|den|toi|gio"
    r"|khoang|va|nam|cua|hom|cho|het|h)(?!\w)|[-–—,;()'’.]"
)
_ALL = (
    *(("date", p) for p in (ISO, _DATE, re.compile(rf"{SPELLED.pattern}(?!\w)"))),
    ("hour", _HOUR),
    ("bare", _BARE_HOUR),
    ("day", re.compile(r"ngay (\d{1,2})(?![\w/.:-]| ?(?:h|g|gio)(?![a-z]))")),
    ("weekday", _WEEKDAY),
    ("no weekday", re.compile(r"thu (?:[0189]|\d\d+)(?!\w)")),
    ("relative", _RELATIVE),
    ("half", _HALF),
    ("filler", _FILLER),
)


@dataclass
class _Found:
    hours: list[_Hour]
    days: list[date]
    weekdays: list[re.Match[str]]
    away: list[int]
    no_hour: str = ""  #: an hour that there is not
    no_weekday: str = ""
    wrong: When | None = None
    unread: bool = False


def read_when(words: str, on: date, today: date | None = None) -> When:
    """Read the time of a meeting.

    Args:
        on: the day of the meeting, as far as it is known; gives the year, or the day, that was
            left out.
        today: what «mai» is counted from; None: ``on``.

    >>> read_when("2 giờ chiều 30/11", date(2026, 11, 30)).spelled
    '14 giờ 00, ngày 30 tháng 11 năm 2026'
    >>> [one.spelled for one in read_when("8h 31/11", date(2026, 11, 30)).likely][0]
    '08 giờ 00, ngày 30 tháng 11 năm 2026'
    >>> read_when("sáng thứ Sáu", date(2026, 11, 30)) == When()
    True
    """
    if len(words) > 200:
        return When()
    text = in_one_form(plain(words))
    try:
        read, with_hours = _read(text, on, today or on), as_hours(text)
        if with_hours == text or read.begins:
            return read
        return _dotted(text, read, _read(with_hours, on, today or on))
    except OverflowError:  # the last day of the year 9999
        return When()


def _read(text: str, on: date, today: date) -> When:
    found = _scanned(text, on)
    if found.unread:
        return When()
    if found.wrong:
        return found.wrong
    return _assembled(found, on, today) if found.hours or found.days or found.away else When()


def _dotted(text: str, as_day: When, as_hour: When) -> When:
    """«8.30»: the hour where it can be no day, or another day is named; else that is asked."""
    day_fits = as_day.has_day and not as_day.wrong
    on_its_weekday = day_fits and re.search(_WEEKDAY.pattern, text)
    if as_hour == When() or as_hour.wrong is Wrong.NO_SUCH_HOUR or on_its_weekday:
        return as_day
    days = (as_day,) if day_fits else as_day.likely
    names_day = as_hour.has_day or as_hour.wrong not in (None, Wrong.HALF, Wrong.ENDS_EARLY)
    if names_day or are_hours(text) or not (days or as_hour.ends):
        return as_hour
    hours = as_hour.likely if as_hour.wrong else (as_hour,)
    return When(wrong=Wrong.DOTTED, typed=first_dotted(text), likely=(*hours, *days)[:4])


def _scanned(text: str, on: date) -> _Found:
    found = _Found([], [], [], [])
    half, at = "", 0
    dated: list[tuple[re.Match[str], str]] = []
    while at < len(text):
        if text[at] == " ":
            at += 1
            continue
        kind, match = next(
            ((kind, m) for kind, pattern in _ALL if (m := pattern.match(text, at)) and m[0]),
            ("", None),
        )
        if match is None:
            word = re.compile(r"\w+|.").match(text, at)
            assert word is not None
            other = _OTHER_YEAR.match(text, at)
            if other and not found.wrong:  # 30/11/202
                found.wrong = When(wrong=Wrong.NO_SUCH_DAY, typed=other[0])
            found.unread = True
            at = (other or word).end()
            continue
        at = match.end()
        if kind == "hour" or kind == "bare":
            try:
                found.hours.append(_hour(match, half) if kind == "hour" else _bare(match, half))
            except ValueError:
                found.no_hour = found.no_hour or match[0]
                found.hours += _on_the_clock(match) if kind == "hour" else []
            half = ""
        elif kind == "half":
            half = match[1]
        elif kind == "no weekday":
            found.no_weekday = match[0]
        elif kind == "weekday":
            found.weekdays.append(match)
        elif kind == "relative":
            found.away.append(_AWAY[match["word"]])
        elif kind in ("date", "day"):
            dated.append((match, kind))
    _judge(found, dated, on)
    return found


def _judge(found: _Found, dated: list[tuple[re.Match[str], str]], on: date) -> None:
    """The days of what was scanned, and what of it cannot be."""
    for match, kind in dated:
        year, month, day = _parts(match, kind, on)
        try:
            found.days.append(_in_year(year, month, day, on))
        except ValueError:
            likely = _near(year or on.year, month, day)
            found.wrong = _with_hours(found, likely, on, Wrong.NO_SUCH_DAY, match[0])
    if found.no_hour and not found.wrong:
        days = found.days if len(set(found.days)) == 1 else [on]
        days = days[:1] if found.hours else []
        found.wrong = _with_hours(found, days, on, Wrong.NO_SUCH_HOUR, found.no_hour)
    if found.no_weekday and not found.wrong and found.days:
        found.wrong = _with_hours(found, found.days[:1], on, Wrong.WEEKDAY, found.no_weekday)
    found.unread = found.unread and not found.wrong


def _on_the_clock(match: re.Match[str]) -> list[_Hour]:
    """The hour of «14h sáng» by a clock of 24 hours."""
    hour, minute = int(match["h"] or match["h2"] or 99), int(match["min"] or match["min2"] or 0)
    fits = 12 < hour < 24 and minute < 60
    return [_Hour(hour, minute, "", exact=True)] if fits else []


def _hour(match: re.Match[str], half: str) -> _Hour:
    half = match["half"] or half
    hour, minute = clock_of(match, half or None)
    typed = match["h"] or match["h2"]
    exact = bool(half) or typed.startswith("0")
    return _Hour(hour, minute, half, exact, match[0])


def _bare(match: re.Match[str], half: str) -> _Hour:
    hour = int(match[1])
    if hour > 24:
        raise ValueError("no such hour")
    return _Hour(hour + 12 * (half in ("chieu", "toi") and hour < 12), 0, half, exact=bool(half))


def _parts(match: re.Match[str], kind: str, on: date) -> tuple[int, int, int]:
    """Year (0: not given), month and day, which may be none."""
    if kind == "day":
        return on.year, on.month, int(match[1])
    if match.re is ISO:
        return int(match[1]), int(match[2]), int(match[3])
    groups = match.groupdict()
    if "sep" in groups:
        year = groups["y"] or groups["y2"]
        return year_of(year) if year else 0, int(match["m"]), int(match["d"])
    month = value_of(match["m"]) if match["m"] else on.month
    return value_of(match["y"]) if match["y"] else 0, month, value_of(match["d"])


def _in_year(year: int, month: int, day: int, on: date) -> date:
    """A day; without its year the one of ``on``'s year, or where that is most of a year away the
    one next to it.

    Raises:
        ValueError: there is no such day.
    """
    if year:
        return date(year, month, day)
    this = date(on.year, month, day)
    if abs((this - on).days) > 300:
        return this.replace(year=on.year + (1 if this < on else -1))
    return this


def _near(year: int, month: int, day: int) -> list[date]:
    """The days that are probably meant by one that is not in the calendar."""
    if 12 < month <= 31 and 1 <= day <= 12:  # 11/30: the month first
        return [date(year, day, month)] if month <= calendar.monthrange(year, day)[1] else []
    if not 1 <= month <= 12 or not 1 <= day <= 31 or not 1 <= year < 9999:
        return []
    last = date(year, month, calendar.monthrange(year, month)[1])
    near = [last, last + timedelta(days=1)]
    for other in (month - 1, month + 1):  # a slip in the month
        if 1 <= other <= 12 and day <= calendar.monthrange(year, other)[1]:
            near.append(date(year, other, day))
    return near[:3]


def _with_hours(found: _Found, days: list[date], on: date, wrong: Wrong, typed: str) -> When:
    whole = [_on_day(found, day, on) for day in days]
    halves = (Wrong.HALF, Wrong.MIDNIGHT)  # each day with both
    likely = [x for one in whole for x in (one.likely if one.wrong in halves else (one,))]
    return When(wrong=wrong, typed=typed, likely=tuple(one for one in likely if not one.wrong))


def _on_day(found: _Found, day: date, on: date) -> When:
    return _assembled(_Found(found.hours, [day], [], []), on, on)


def _assembled(found: _Found, on: date, today: date) -> When:
    """Hours and days put together, as far as that is certain."""
    days = list(dict.fromkeys(found.days))
    if len(found.hours) > 2 or len(days) > 2 or (len(days) == 2 and len(found.hours) != 2):
        return When()
    if not days and (found.away or (found.weekdays and found.hours)):
        return _which_day(found, on, today)
    if found.weekdays and len(days) == 1:
        fits = {weekday_of(match) for match in found.weekdays} == {days[0].weekday()}
        if not fits:
            return _other_weekday(found, days[0], on)
    far = [day for day in days if not -_YEARS_BACK <= day.year - on.year <= 1]
    if far:
        here = [day for day in (_moved(far[0], on.year),) if day]
        when = _with_hours(found, here, on, Wrong.FAR, spell_date(far[0]))
        return replace(
            _timed(found.hours, days, on), wrong=when.wrong, typed=when.typed, likely=when.likely
        )
    return _timed(found.hours, days, on)


def _moved(day: date, year: int) -> date | None:
    try:
        return day.replace(year=year)
    except ValueError:  # 29/2
        return None


def _which_day(found: _Found, on: date, today: date) -> When:
    """«8h sáng mai», «8h thứ Sáu»: on paper nobody knows which day that was."""
    if found.away:
        named = today + timedelta(days=found.away[0])
        return _with_hours(found, list(dict.fromkeys((named, on))), on, Wrong.WHICH_DAY, "")
    match = found.weekdays[0]
    week = 7 * bool(match["next"]) - 7 * bool(match["last"])
    day = on + timedelta(days=weekday_of(match) - on.weekday() + week)
    near = [day] if week or match["this"] else [day + timedelta(days=n) for n in (-7, 0, 7)]
    days = sorted(near, key=lambda other: abs((other - on).days))[:2]
    return _with_hours(found, days, on, Wrong.WHICH_DAY, "")


def _other_weekday(found: _Found, day: date, on: date) -> When:
    """«thứ Ba, ngày 30/11», a Monday: that day, or the Tuesday next to it."""
    weekday = weekday_of(found.weekdays[0])
    after = day + timedelta(days=(weekday - day.weekday()) % 7)
    before = after - timedelta(days=7)
    near = sorted((before, after), key=lambda other: abs((other - day).days))
    return _with_hours(found, [day, *near], on, Wrong.WEEKDAY, spell_date(day))


def _timed(hours: list[_Hour], days: list[date], on: date) -> When:
    first = days[0] if days else on
    if not hours:
        return When(day=first, has_day=True) if days else When()
    last = days[-1] if days else on
    clocks = _halves(hours)
    begins = _at(first, *clocks[0])
    ends = _at(last, *clocks[1]) if len(clocks) > 1 else None
    when = When(begins, ends, first, bool(days))
    if ends is not None and ends <= begins:
        return _ends_early(begins, ends)
    if clocks[0][0] == 24:  # begun with the day's end, or with its beginning?
        before = replace(when, begins=begins - timedelta(days=1))
        typed = hours[0].typed
        return replace(when, wrong=Wrong.MIDNIGHT, typed=typed, likely=(when, before))
    small = not any(hour.exact for hour in hours) and 0 < clocks[0][0] < 6
    if small:
        later = [clock if clock[0] >= 12 else (clock[0] + 12, clock[1]) for clock in clocks]
        afternoon = When(
            _at(first, *later[0]), _at(last, *later[1]) if ends else None, first, bool(days)
        )
        return replace(when, wrong=Wrong.HALF, typed=_clock(begins), likely=(afternoon, when))
    return when


def _halves(hours: list[_Hour]) -> list[tuple[int, int]]:
    """The clock of each hour; «2h đến 4h chiều» is in the afternoon from its beginning."""
    clocks = [(hour.hour, hour.minute) for hour in hours]
    if len(hours) == 2:
        (first, second), (one, other) = hours, clocks
        if second.half in ("chieu", "toi") and not first.half:
            later = (one[0] + 12, one[1])
            if one[0] < 12 and later < other and one[0] < 6:
                clocks[0] = later
        if first.half in ("chieu", "toi", "trua") and not second.half and other < one:
            clocks[1] = (other[0] + 12, other[1]) if other[0] < 12 else other
    return clocks


def _at(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, time()) + timedelta(hours=hour, minutes=minute)


def _ends_early(begins: datetime, ends: datetime) -> When:
    half_a_day, day = timedelta(hours=12), timedelta(days=1)
    if ends.year > _LAST_YEAR:
        return When(wrong=Wrong.ENDS_EARLY, typed=spell_moment(ends))
    likely = [
        When(begins, end, begins.date(), True)
        for end in (ends + half_a_day, ends + day)
        if begins < end and (end.date() == begins.date() or ends.date() == begins.date())
    ]
    if ends.hour >= 12 and (ends - half_a_day) > begins:
        likely.append(When(begins, ends - half_a_day, begins.date(), True))
    return When(wrong=Wrong.ENDS_EARLY, typed=spell_moment(ends), likely=tuple(likely))


def end_after(begins: datetime, end: When) -> When:
    """An end that was typed alone, held against the beginning: as it is, or what is wrong with it,
    with ends that are likely."""
    if end.wrong or end.begins is None or end.begins > begins:
        return end
    early = _ends_early(begins, end.begins)
    likely = tuple(When(one.ends, None, None, True) for one in early.likely)
    return replace(early, likely=likely)
