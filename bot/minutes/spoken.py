"""When the words of a line were said: from what was heard to the text as it stands now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from bot.minutes.typed.words import fold

_WORD = re.compile(r"\S*\w\S*")
_MARKS = re.compile(r"^\W+|\W+$")
_MOST = 1000  # words; to hold more against each other takes too long


@dataclass(frozen=True)
class SpokenWord:
    """A word of a text."""

    begins: int  #: its place in the text, in letters
    ends: int
    seconds: float  #: when it was said, from the line's beginning


def words_of_heard(heard: str) -> list[str]:
    """The words that have a time; marks that stand alone have none.

    >>> words_of_heard("vâng - tôi nhất trí .")
    ['vâng', 'tôi', 'nhất', 'trí']
    """
    return _WORD.findall(heard)


def spoken_words(text: str, heard: str, times: Sequence[float]) -> list[SpokenWord]:
    """The words of a line that were said, in their order. A figure is where its words were said;
    what a person has added was said nowhere.

    Args:
        text: the line as it stands now.
        heard: its words as they were heard.
        times: when each of ``words_of_heard`` begins, in seconds from the line's beginning.

    >>> [word.seconds for word in spoken_words("Lúc 8 giờ 30.", "lúc tám giờ ba mươi", range(5))]
    [0, 1, 2, 3]
    """
    before = [_key(word) for word in words_of_heard(heard)]
    places = list(_WORD.finditer(text))
    if len(before) != len(times) or max(len(before), len(places)) > _MOST:
        return []
    now = [_key(place[0]) for place in places]
    return [SpokenWord(*places[n].span(), times[k]) for k, n in _pairs(before, now)]


def _pairs(before: list[str], now: list[str]) -> Iterator[tuple[int, int]]:
    """A word that was heard, and the word of the text that stands for it."""
    for how, a, until_a, b, until_b in SequenceMatcher(None, before, now, False).get_opcodes():
        if how in ("equal", "replace"):
            for n in range(b, until_b):
                yield a + (n - b) * (until_a - a) // (until_b - b), n


def _key(word: str) -> str:
    return fold(_MARKS.sub("", word))
