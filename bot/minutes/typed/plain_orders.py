"""Orders as typed where there are no buttons: ``yk 12``, ``sua 12 câu đúng``, ``chon 1``."""

from __future__ import annotations

import re

from bot.minutes.typed.numbers import Ranges, read_numbers
from bot.minutes.typed.orders import Order
from bot.minutes.typed.words import fold

# of line numbers alone; with words behind them they are sentences: «đúng 12 người dự họp»
_OF_NUMBERS = {
    "yk": "ykien",
    "ykien": "ykien",
    "y kien": "ykien",
    "kl": "ketluan",
    "ketluan": "ketluan",
    "ket luan": "ketluan",
    "nd": "noidung",
    "noi dung": "noidung",
    "dung roi": "dungroi",
    "dungroi": "dungroi",
    "dung": "dungroi",
    "xoa": "xoa",
    "bo the": "botag",
    "botag": "botag",
    "khoi phuc": "khoiphuc",
    "khoiphuc": "khoiphuc",
    "nghe": "nghe",
    "dong": "dong",
    "chep tiep": "cheptiep",
    "cheptiep": "cheptiep",
}
_LONGEST_FIRST = "|".join(sorted(_OF_NUMBERS, key=len, reverse=True))
_NUMBERED = re.compile(rf"\s*/?\s*({_LONGEST_FIRST})\s*([#\d].*)")
_MEND = re.compile(r"\s*/?\s*sua(?:\s+(?:dong|cau|so))?\s*#?\s*(\d{1,9})\b[\s:.,–-]*")
_CHOOSE = re.compile(r"\s*/?\s*chon\s*(?:so\s*)?([#\d].*)")
# folded alike, and other words: «dừng 12» stops a recording
_OTHER_WORDS = {"dung": (("dừng", "huy"), ("dựng", ""), ("dũng", ""), ("đứng", ""), ("dụng", ""))}


def plain_order(text: str) -> Order | None:
    """A command in the words that are shown where there are no buttons; None: it is none.

    >>> plain_order("Yk 12, 15-17"), plain_order("đúng 3"), plain_order("Đúng 12 người dự họp")
    (('ykien', '12, 15-17'), ('dungroi', '3'), None)
    >>> plain_order("Sửa 12 Giao Phòng A chủ trì.")
    ('sua', '12 Giao Phòng A chủ trì.')
    """
    folded = fold(text)
    numbered = _NUMBERED.fullmatch(folded)
    if numbered and read_numbers(numbered[2]):
        name = _OF_NUMBERS[numbered[1]]
        typed = text.strip().lstrip("/ ").lower()
        for word, other in _OTHER_WORDS.get(numbered[1], ()):
            if typed.startswith(word):
                name = other
        return (name, numbered[2].strip()) if name else None
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
