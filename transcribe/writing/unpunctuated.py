"""Words of a model that writes small letters and no punctuation, as sentences with names."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from transcribe.types import Word
from transcribe.writing.numerals import DIGITS, HALF, LAST_DIGITS, ODD, POINT, SCALES, VAGUE
from transcribe.writing.text import tone_marks

# Silence (seconds) behind which a sentence has ended. Breath within one is shorter; a comma would
# be a guess at what was meant, so there is none
_STOP = 0.8
_STOPS = ".?!…,;:"
_OF_NUMBERS = {*DIGITS, *SCALES, *HALF, *LAST_DIGITS, *ODD, *POINT, *VAGUE, "mười", "mươi", "trăm"}


def in_sentences(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words with a full stop where their speaker is silent for long, and behind the last.

    None stands within a number: who reads out a long one pauses in it.
    """
    found = []
    for word, after in pairwise(words):
        number = word.text in _OF_NUMBERS and after.text in _OF_NUMBERS
        ends = after.start - word.end >= _STOP and not number
        found.append(_stopped(word) if ends else word)
    return (*found, *map(_stopped, words[-1:]))


def spelled(words: Sequence[Word], names: str) -> tuple[Word, ...]:
    """The words with names written as they stand in `names`, which are separated by commas.

    >>> words = [Word(text, 0.0, 0.0, 1.0) for text in "chị nguyễn thị hoà".split()]
    >>> " ".join(word.text for word in spelled(words, "Sở Y tế, Nguyễn Thị Hòa"))
    'chị Nguyễn Thị Hòa'
    """
    known = [name.split() for name in names.split(",") if name != name.lower()]
    known.sort(key=len, reverse=True)
    heard = [_plain(word.text) for word in words]
    found, at = [], 0
    while at < len(words):
        name = next(
            (n for n in known if n and list(map(_plain, n)) == heard[at : at + len(n)]), None
        )
        texts = name or [words[at].text]
        found += [replace(words[at + n], text=text) for n, text in enumerate(texts)]
        at += len(texts)
    return tuple(found)


def _stopped(word: Word) -> Word:
    return word if word.text.endswith(tuple(_STOPS)) else replace(word, text=f"{word.text}.")


def _plain(word: str) -> str:
    return tone_marks(word).lower()
