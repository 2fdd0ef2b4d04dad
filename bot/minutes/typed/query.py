"""What a person searches for, and words as they are compared: đ as d, «hoà» as «hòa»."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from bot.minutes.model import Tag
from bot.minutes.typed.spellings import spellings
from bot.minutes.typed.tags import tag_named
from bot.minutes.typed.words import clean, fold, one_line

_WORD = re.compile(r"[^\W_]+")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


class Word(NamedTuple):
    """A word of a text, and its place there."""

    start: int
    end: int
    folded: str  #: without diacritics
    exact: str  #: with them, in one form


@dataclass(frozen=True)
class Query:
    """What is searched for. All of it must hold of a line."""

    phrases: tuple[tuple[str, ...], ...] = ()  #: words as typed; those of a phrase in a row
    speaker: str = ""  #: words of a name, without diacritics
    tag: Tag | None = None
    since: date | None = None
    until: date | None = None  #: that day too

    @property
    def asks_nothing(self) -> bool:
        return self == Query()


class NotUnderstood(ValueError):
    """A filter says something that nobody understands.

    Args:
        name: ``nguoi``, ``tag``, ``tu`` or ``den``.
        value: what stands after it.
    """

    def __init__(self, name: str, value: str) -> None:
        super().__init__(f"{name}: {value}")
        self.name = name
        self.value = value


@lru_cache(maxsize=1 << 16)
def exact(word: str) -> str:
    """A word in small letters with its diacritics, the tone at the end wherever it was put.

    >>> exact("HOÀ") == exact("hòa"), exact("quý") == exact("qúy"), exact("hoà") == exact("hoá")
    (True, True, False)
    """
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFD", word.lower()):
        (tones if char in _TONES else letters).append(char)
    return unicodedata.normalize("NFC", "".join(letters)) + "".join(sorted(tones))


def words_in(text: str) -> list[str]:
    """The words of a text in their order, as they stand there."""
    return _WORD.findall(unicodedata.normalize("NFC", text))


_folded = lru_cache(maxsize=1 << 16)(fold)


def words_of(text: str) -> Iterator[Word]:
    """The words of a text; their places are those of the text in NFC.

    >>> [word.folded for word in words_of("Số 24/QĐ-UBND: «Thống nhất»")]
    ['so', '24', 'qd', 'ubnd', 'thong', 'nhat']
    """
    for match in _WORD.finditer(unicodedata.normalize("NFC", text)):
        yield Word(match.start(), match.end(), _folded(match[0]), exact(match[0]))


# --- the query ------------------------------------------------------------------------------------

_DAY = r"(?:ngay\s+)?(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?"
_MONTH = r"thang\s+(\d{1,2})(?:(?:\s*[/.-]\s*|\s+nam\s+)(\d{4}))?"
_NAMED = r"hom\s+(?:nay|qua|kia)|(?:tuan|thang|nam)\s+(?:nay|truoc)"
_WHEN = rf"(?:{_NAMED}|{_MONTH}|nam\s+\d{{4}}|{_DAY})(?![\w/.-])".replace("(\\d", "(?:\\d")
_PART = re.compile(
    rf'(?P<name>nguoi|tag|the|tu|den):\s*(?:"(?P<inner>[^"]*)"|'
    rf'(?P<value>{_WHEN}|(?:y kien|ket luan|noi dung)(?!\w)|[^\s"]*))'
    r'|"(?P<phrase>[^"]*)"|(?P<chunk>[^\s"]+)'
)
_QUOTES = str.maketrans("“”„«»", '"""""')


def read_query(text: str, today: date) -> Query:
    """The query that a person typed. No character of it is an operator, but for quotes in pairs
    and the filters ``nguoi:``, ``tag:``, ``tu:``, ``den:``.

    Args:
        today: gives the year that a date has not, and what «hôm qua» is.

    Raises:
        NotUnderstood: a filter has no value, or one that means nothing.

    >>> read_query('chanh "xoài cát" tu:24/7', date(2026, 8, 1)).phrases
    (('chanh',), ('xoài', 'cát'))
    """
    text = one_line(clean(text).translate(_QUOTES))
    phrases: list[tuple[str, ...]] = []
    speaker, tag = "", None
    since: date | None = None
    until = ""
    for part in _PART.finditer(fold(text)):  # which is as long as the text
        if not part["name"]:
            words = tuple(_WORD.findall(text[part.start() : part.end()]))
            phrases += [words] if words else []
            continue
        named = "inner" if part["inner"] is not None else "value"
        value, typed = part[named].strip(), text[part.start(named) : part.end(named)].strip()
        name = {"the": "tag"}.get(part["name"], part["name"])
        days = _days(value, today)
        if name == "nguoi":
            speaker = " ".join(_WORD.findall(value))
        elif name == "tag":
            tag = tag_named(value)
        elif name == "tu" and days:
            since = days[0]
        elif name == "den" and days:
            until = value
        understood = {"nguoi": speaker, "tag": tag}.get(name, days)
        if not understood:
            raise NotUnderstood(name, typed)
    last = None
    if until:
        # «tu:20/12 den:5/1»: the first such day that does not lie before the beginning
        _, last = _days(until, today, since) or (None, None)
    return Query(tuple(phrases), speaker, tag, since, last)


def days_called(text: str, today: date) -> tuple[date, date] | None:
    """The first and the last day of what a person calls a time; None where it is none.

    >>> days_called("tháng 7", date(2026, 8, 1))
    (datetime.date(2026, 7, 1), datetime.date(2026, 7, 31))
    """
    return _days(fold(one_line(text)), today)


_LAST_YEAR = 9000  # what is later has no day behind it that a clock knows


def _days(text: str, today: date, since: date | None = None) -> tuple[date, date] | None:
    """The first and the last day of what a person calls a time; None where it is none.

    Without a year the latest such time that has begun, or with ``since`` the first that does not
    end before it.
    """
    text = " ".join(text.split())
    back = {"hom nay": 0, "hom qua": 1, "hom kia": 2}.get(text)
    if back is not None:
        day = today - timedelta(days=back)
        return day, day
    monday = today - timedelta(days=today.weekday())
    if text in ("tuan nay", "tuan truoc"):
        first = monday - timedelta(days=7 if text == "tuan truoc" else 0)
        return first, first + timedelta(days=6)
    if text == "thang nay":
        return _month(today.year, today.month)
    if text == "thang truoc":
        last = today.replace(day=1) - timedelta(days=1)
        return last.replace(day=1), last
    if text in ("nam nay", "nam truoc"):
        return _year(today.year - (text == "nam truoc"))
    try:
        if whole := re.fullmatch(r"(?:nam )?(\d{4})", text):
            return _year(int(whole[1]))
        if iso := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
            return _day(int(iso[1]), int(iso[2]), int(iso[3]))
        named = re.fullmatch(_MONTH, text) or re.fullmatch(r"(\d{1,2})[/.-](\d{4})", text)
        if named:
            month = int(named[1])
            if named[2]:
                return _month(int(named[2]), month)
            return _without_year(lambda year: _month(year, month), today, since)
        if typed := re.fullmatch(_DAY, text):
            of_month, number = int(typed[1]), int(typed[2])
            if typed[3]:
                year = int(typed[3]) + (2000 if len(typed[3]) == 2 else 0)
                return _day(year, number, of_month)
            return _without_year(lambda year: (date(year, number, of_month),) * 2, today, since)
    except ValueError:  # 31/2
        pass
    return None


def _without_year(
    in_year: Callable[[int], tuple[date, date]], today: date, since: date | None
) -> tuple[date, date]:
    """Raises:
    ValueError: there is no such day in any of the years about.
    """
    years = range(since.year, since.year + 9) if since else range(today.year, today.year - 9, -1)
    for year in years:
        try:
            first, last = in_year(year)
        except ValueError:  # 29/2
            continue
        if last >= since if since else first <= today:
            return first, last
    raise ValueError("no such day")


def _day(year: int, month: int, of_month: int) -> tuple[date, date]:
    if year > _LAST_YEAR:
        raise ValueError("no such year")
    return (date(year, month, of_month),) * 2


def _month(year: int, month: int) -> tuple[date, date]:
    if not 1 <= month <= 12 or year > _LAST_YEAR:
        raise ValueError("no such month")
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _year(year: int) -> tuple[date, date]:
    if year > _LAST_YEAR:
        raise ValueError("no such year")
    return date(year, 1, 1), date(year, 12, 31)


# --- the hit --------------------------------------------------------------------------------------


def excerpt(text: str, phrases: Sequence[Sequence[str]], marked: str, width: int = 160) -> str:
    """The words around the first hit on one line, about ``width`` characters, cut at words.

    Args:
        marked: how a word that was found is shown, such as ``[{}]``.

    >>> excerpt("Đề nghị trồng xoài.", [["xoai"]], "[{}]")
    'Đề nghị trồng [xoài].'
    """
    text = one_line(text)
    found = places(text, phrases)
    first = found[0][0] if found else 0
    start = max(0, min(first - width // 2, len(text) - width))
    end = min(len(text), start + width)
    if start:
        space = text.find(" ", start, first)
        start = space + 1 if space >= 0 else start
    if end < len(text):
        space = text.rfind(" ", first + 1, end)
        end = space if space > start else end
    shown, at = "", start
    for begins, ends in sorted(found):
        if at <= begins and ends <= end:
            shown += text[at:begins] + marked.format(text[begins:ends])
            at = ends
    shown += text[at:end]
    return f"{'… ' if start else ''}{shown.strip()}{' …' if end < len(text) else ''}"


def places(text: str, phrases: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """Where each phrase stands first, start and end: with its own diacritics if it does anywhere.
    Those with their diacritics come first."""
    words = list(words_of(text))
    same: list[tuple[int, int]] = []
    other: list[tuple[int, int]] = []
    for phrase in phrases:
        exactly: list[list[Word]] = []
        hits: list[list[Word]] = []
        for spelled in spellings(phrase):
            wanted = [word for typed in spelled for word in words_of(typed)]
            size = len(wanted)
            found = [
                words[at : at + size]
                for at in range(len(words) - size + 1)
                if size and all(words[at + n].folded == wanted[n].folded for n in range(size))
            ]
            with_theirs = [word.exact for word in wanted]
            exactly += [hit for hit in found if [word.exact for word in hit] == with_theirs]
            hits += found
        for hit in (exactly or hits)[:1]:
            (same if exactly else other).append((hit[0].start, hit[-1].end))
    return sorted(same) + sorted(other)
