"""Lines put together and cut apart, as a person wants them. No word is added or lost."""

from __future__ import annotations

import re

from bot.minutes.typed.words import fold

_END = re.compile(r"[.!?…:;,][\"”»)]*$")
_BORDER = re.compile(r"(?<=[.!?…])[\"”»)]*\s+(?=\S)|\s*\n\s*(?=\S)")
# "TS. An", "TP. Cao Lãnh", and the number before a row ("1. Giao"; not "đến tháng 11. Về"): no
# sentence ends there
# what is left of a row whose words are cut away: its mark, its number
_END_MARK = re.compile(
    r"(?:(?:^|\s+)[-–—+*•▪·]|(?:^|\n|(?<=[.:;!?])\s)\s*\(?(?:\d{1,2}[.)/]|[a-zđ][.)]))?\s*$"
)
_LEADING = re.compile(r"^[\s\-–—+*•▪·,;:|]+(?=\S)")
_SHORT = re.compile(r"(?:^|\s)(?:ts|ths|gs|pgs|bs|ks|tp|tx|tt|q|p|h|d/c)\.\s+$|^\s*\d{1,2}\.\s+$")


def joined(first: str, second: str) -> str:
    """The words of two lines as one.

    Rows stay rows. A sentence that goes on (in small letters) goes on; one that nobody ended gets
    its full stop.

    >>> joined("Đề nghị gia hạn", "nhiệm vụ 3."), joined("Đồng ý", "Tôi bổ sung."), joined("", "A")
    ('Đề nghị gia hạn nhiệm vụ 3.', 'Đồng ý. Tôi bổ sung.', 'A')
    """
    first, second = first.rstrip(), second.lstrip()
    if not first or not second:
        return first or second
    if "\n" in first or "\n" in second:
        return f"{first}\n{second}"
    goes_on = second[0].islower() or not second[0].isalnum() or _END.search(first)
    return f"{first} {second}" if goes_on else f"{first}. {second}"


def sentences(text: str) -> list[str]:
    """The sentences of a line, each with its end mark.

    >>> sentences("1. Tôi đồng ý đến tháng 11. TS. An thì chưa! Hết")
    ['1. Tôi đồng ý đến tháng 11.', 'TS. An thì chưa!', 'Hết']
    """
    begins = _begins(text)
    ends = [*begins[1:], len(text)]
    return [text[a:b].strip() for a, b in zip(begins, ends, strict=True)]


def _begins(text: str) -> list[int]:
    """Where the sentences begin: indexes of ``text``."""
    found = [0]
    for border in _BORDER.finditer(text):
        if border.end() and not _SHORT.search(fold(text[found[-1] : border.end()])):
            found.append(border.end())
    return found


def sentence_begins(text: str, number: int) -> int | None:
    """Where a sentence begins; they count from 1. None: there are not so many."""
    begins = _begins(text)
    return begins[number - 1] if 1 <= number <= len(begins) else None


def without_end_mark(text: str) -> str:
    """Words without a row's mark that stands alone behind them.

    >>> without_end_mark("Giao Phòng A:\\n- "), without_end_mark("- "), without_end_mark("Năm 2. ")
    ('Giao Phòng A:', '', 'Năm 2.')
    """
    return _END_MARK.sub("", text).rstrip()


def parted(text: str, place: int) -> tuple[str, str]:
    """The words before a place and from there on: neither with a mark that belongs to no words.

    >>> parted("- Soạn dự thảo\\n- Tổng hợp", 17)
    ('- Soạn dự thảo', 'Tổng hợp')
    """
    first, second = without_end_mark(text[:place]), _LEADING.sub("", text[place:]).rstrip()
    return first or text[:place].rstrip(), second or text[place:].strip()


def words_begin(text: str, words: str) -> list[int]:
    """Where these words stand: as typed, else whatever their capitals and diacritics.

    >>> words_begin("Một là vốn. Hai là đất.", "hai la")
    [12]
    """
    for form in (str, str.lower, fold):
        pattern = rf"(?<!\w){re.escape(form(words))}(?!\w)"
        found = [match.start() for match in re.finditer(pattern, form(text))]
        if found:
            return found
    return []
