"""Numbers as people write them: of lines (``3 5-7``, ``dòng 3 đến 5 và 8``), of a meeting."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.minutes.typed.words import fold, one_line

# words around numbers that say nothing: dòng, số, từ, và, and the particles of polite speech
_FILLER = re.compile(r"\b(dong|cho|cac|so|tu|va|nhe|nha|nhen|a|oi|voi|di|gium|giup)\b|[#,;.]")
_LIKE_NUMBERS = re.compile(
    r"\s*([-+(\[#]*\s*\d|#|(cho\s+|cac\s+)*(dong|so|tu)\s+(#|\d|cuoi|dau|nay|tren|vua))"
    r"|\W*((cau|muc)\s+\d+|tat ca|het|toan bo)\W*$|[^a-z]*$"
)
_RANGE = re.compile(r"(?<!\d)(\d+)\s*(?:->|→|-|–|—|~|\.{2,}|…|\b(?:den|toi)\b)\s*#?(\d+)")
_GLUED = re.compile(r"\b(dong|so)(?=\d)")  # «dòng5»
Ranges = tuple[tuple[int, int], ...]
#: a meeting's number where little else is typed, in folded text on one line
MEETING = r"(?:cua )?(?:(?:cuoc ?hop|cuoc|hop) ?)?(?:so ?)?#?(\d{1,9})"
#: … between other words and numbers, in folded text
NAMED_MEETING = r"\b(?:cua\s+)?(?:cuoc ?hop|cuoc|hop)(?: so)? #?(\d{1,9})\b"


def read_numbers(text: str) -> Ranges | None:
    """The ranges named, in order, both ends included; None where the text is something else.

    >>> read_numbers("3 5-7")
    ((3, 3), (5, 7))
    >>> read_numbers("giao Phòng Kế hoạch") is None
    True
    """
    text = _RANGE.sub(lambda m: f"{m[1]}-{m[2]}", _GLUED.sub(r"\1 ", fold(text)))
    text = _FILLER.sub(" ", text)
    text = _RANGE.sub(lambda m: f"{m[1]}-{m[2]}", text)
    ranges = []
    for word in text.split():
        match = re.fullmatch(r"([0-9]{1,18})(?:-([0-9]{1,18}))?", word)
        if not match:
            return None
        first, last = int(match[1]), int(match[2] or match[1])
        ranges.append((min(first, last), max(first, last)))
    return tuple(ranges) or None


def read_meeting(text: str) -> int | None:
    """A meeting's number, where nothing else is typed.

    >>> read_meeting("4"), read_meeting("cuộc họp số 4"), read_meeting("4 5")
    (4, 4, None)
    """
    found = re.fullmatch(MEETING, fold(one_line(text)))
    return int(found[1]) if found else None


def starts_like_numbers(text: str) -> bool:
    """Whether a person probably meant line numbers, readable or not.

    >>> starts_like_numbers("3 phòng phối hợp"), starts_like_numbers("Giao 3 phòng")
    (True, False)
    """
    return bool(_LIKE_NUMBERS.match(fold(text)))


def pick(ranges: Ranges, existing: Iterable[int]) -> tuple[list[int], list[int]]:
    """Sort what was asked for into numbers that exist and numbers that do not.

    A range counts as missing only by its ends, so that ``1-999999`` stays readable.

    >>> pick(((2, 4), (9, 9)), [1, 2, 3])
    ([2, 3], [4, 9])
    """
    known = sorted(set(existing))
    found: dict[int, None] = {}
    missing: dict[int, None] = {}
    for first, last in ranges:
        inside = [n for n in known if first <= n <= last]
        found.update(dict.fromkeys(inside))
        for end in (first, last):
            if end not in inside:
                missing[end] = None
    return list(found), list(missing)


def spell(numbers: Iterable[int]) -> str:
    """Numbers for a sentence, runs drawn together.

    >>> spell([2, 5, 6, 7, 9])
    '#2, #5–#7, #9'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(
        f"#{a}" if a == b else f"#{a}, #{b}" if b == a + 1 else f"#{a}–#{b}" for a, b in runs
    )
