"""Orders as typed where there are no buttons: ``yk 12``, ``sua 12 câu đúng``, ``chon 1``."""

from __future__ import annotations

import re

from bot.minutes.typed.numbers import Ranges, read_numbers
from bot.minutes.typed.vocabulary import Order, Vocabulary
from bot.minutes.typed.words import fold

_MEND = re.compile(r"\s*/?\s*sua(?:\s+(?:dong|cau|so))?\s*#?\s*(\d{1,9})\b[\s:.,–-]*")
_CHOOSE = re.compile(r"\s*/?\s*chon\s*(?:so\s*)?([#\d].*)")
# folded alike, and other words: «dừng 12» stops a recording
_OTHER_WORDS = {"dung": (("dừng", "huy"), ("dựng", ""), ("dũng", ""), ("đứng", ""), ("dụng", ""))}


def plain_order(text: str, known: Vocabulary) -> Order | None:
    """A command in the words that are shown where there are no buttons: ``yk 12, 15-17``,
    ``đúng 3``, ``Sửa 12 Giao Phòng A chủ trì.``; None: it is none."""
    folded = fold(text)
    found = known.typed_plainly(folded)
    if found:
        name, words, numbers = found
        typed = text.strip().lstrip("/ ").lower()
        for word, other in _OTHER_WORDS.get(words, ()):
            if typed.startswith(word):
                name = other
        return (name, numbers) if name else None
    mend = _MEND.match(folded)
    if mend and text[mend.end() :].strip():
        return "sua", f"{mend[1]} {text[mend.end() :].strip()}"
    return None


def read_choice(text: str) -> Ranges | None:
    """The numbers of typed choices: ``chon 1``; None: it is no choice.

    >>> read_choice("Chọn 2"), read_choice("chọn số 2 nhé"), read_choice("Chọn 2 phương án")
    (((2, 2),), ((2, 2),), None)
    """
    chosen = _CHOOSE.fullmatch(fold(text))
    return read_numbers(chosen[1]) if chosen else None
