"""The other ways in which the same words are written: kĩ thuật, 1 000, 05, covid19, wi-fi."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from bot.minutes.typed.words import fold

_LARGE = re.compile(r"(?<!\S)[1-9][0-9]{3,14}(?!\S)")
_GROUPED = re.compile(r"(?<!\S)[1-9][0-9]{0,2}(?: [0-9]{3}){1,4}(?!\S)")
_I_OR_Y = re.compile(r"(?:[bcdghklmnprstvx]|qu|th|ph|kh|nh|ch|gh|ng|tr|gi)[iy]")
_LETTERS_AND_FIGURES = re.compile(r"[a-z]{2,}\d{1,4}|\d{1,4}[a-z]{2,}")
_LONGEST = 10  # letters of a word that may be two: wifi, email, hoabinh
_MOST = 24  # spellings of one phrase


def spellings(phrase: Sequence[str]) -> list[tuple[str, ...]]:
    """A phrase, and the same as others write it: large numbers apart and together, i for y, 05
    for 5, one word for two and two for one.

    >>> spellings(["1000", "hộ"]), spellings(["1", "000", "000"])[:2]
    ([('1000', 'hộ'), ('1', '000', 'hộ')], [('1', '000', '000'), ('1000000',)])
    >>> spellings(["kĩ", "thuật"]), spellings(["covid19"])[1]
    ([('kĩ', 'thuật'), ('kỹ', 'thuật')], ('covid', '19'))
    """
    words = " ".join(phrase)
    apart = _LARGE.sub(lambda number: f"{int(number[0]):,}".replace(",", " "), words)
    together = _GROUPED.sub(lambda number: number[0].replace(" ", ""), words)
    first = [tuple(phrase), tuple(apart.split()), tuple(together.split())]
    rest = itertools.chain(_word_by_word(phrase), _joined(phrase), _parted(phrase))
    return list(dict.fromkeys((*first, *itertools.islice(rest, _MOST))))


def _word_by_word(phrase: Sequence[str]) -> Iterator[tuple[str, ...]]:
    forms = [(word, *_other_forms(word)) for word in phrase]
    if any(len(of_word) > 1 for of_word in forms):
        yield from itertools.islice(itertools.product(*forms), 1, _MOST)


def _other_forms(word: str) -> Iterator[str]:
    """``kỹ`` for ``kĩ``, ``05`` for ``5``."""
    if _I_OR_Y.fullmatch(fold(word)):
        yield word[:-1] + word[-1].translate(_SWAPPED)
    if re.fullmatch(r"[1-9]", word):
        yield f"0{word}"
    elif re.fullmatch(r"0[1-9]", word):
        yield word[1]


_SWAPPED = str.maketrans("iíìỉĩịyýỳỷỹỵIÍÌỈĨỊYÝỲỶỸỴ", "yýỳỷỹỵiíìỉĩịYÝỲỶỸỴIÍÌỈĨỊ")


def _joined(phrase: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """``wi-fi`` as ``wifi``, ``covid-19`` as ``covid19``."""
    whole = "".join(phrase)
    short = len(whole) <= _LONGEST and fold(whole) == whole.lower()
    if len(phrase) == 2 and short and not all(word.isdigit() for word in phrase):
        yield (whole,)


def _parted(phrase: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """``wifi`` as ``wi-fi``, ``covid19`` as ``covid-19``; only of a word without diacritics."""
    if len(phrase) != 1:
        return
    word = phrase[0]
    if _LETTERS_AND_FIGURES.fullmatch(word.lower()):
        parts = re.findall(r"\d+|\D+", word)
        yield (parts[0], parts[1])
    elif word.isalpha() and 4 <= len(word) <= _LONGEST and fold(word) == word.lower():
        for at in range(1, len(word) - 1):
            yield (word[:at], word[at:])
