"""What is nearly a term, by holding every run of words against every term: what the index of
``bot.minutes.typed.near`` must find too."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from bot.minutes.typed.near import NearMiss
from bot.minutes.typed.words import fold, spelled

# What one syllable costs. Equal but for its marks: the machine's commonest mistake. Alike in
# some dialect: the speaker's. One letter: either's.
_MARKS, _SOUND, _LETTER, _OTHER = 1, 2, 3, 100

_VOWELS = frozenset("aeiouy")
_WORD = re.compile(r"[^\W_]+(?:[&/.-][^\W_]+)*")
_MOST_COST = {2: 2, 3: 4}  # by the term's syllables
_MOST_COST_OF_LONGER = 6
# A run of one syllable more or less is the term only where its letters are the same
_LEAST_LETTERS = 7


def near_misses(text: str, terms: Iterable[str]) -> list[NearMiss]:
    """What in ``text`` may be one of ``terms`` misheard, in the order of the text."""
    text = unicodedata.normalize("NFC", text)
    words = list(_WORD.finditer(text))
    heard = [match[0].lower() for match in words]
    candidates: list[_Candidate] = []
    for term, places in _places(heard, terms):
        wanted = _WORD.findall(term.lower())
        for first, last in places:
            cost = _cost(heard[first:last], wanted)
            if cost is not None and _in_one_sentence(text, words[first:last]):
                candidates.append((cost, first, last, term))
    return [
        NearMiss(text[words[first].start() : words[last - 1].end()], term)
        for cost, first, last, term in _best(candidates)
        if cost or _lacks_capitals(words[first:last], term)
    ]


_Candidate = tuple[int, int, int, str]  # cost, first word, word after the last, term


def _places(
    heard: Sequence[str], terms: Iterable[str]
) -> Iterator[tuple[str, set[tuple[int, int]]]]:
    """Each term with the runs that may be it: one syllable at least is right but for its marks.

    (An hour of talk against two hundred terms is much; these are few.)
    """
    where: dict[str, list[int]] = {}
    plain = [fold(word) for word in heard]
    for place, word in enumerate(plain):
        where.setdefault(word, []).append(place)
    letters = "".join(plain)
    for term in dict.fromkeys(terms):
        wanted = [fold(word) for word in _WORD.findall(term)]
        size, runs = len(wanted), set()
        if size < 2:
            continue
        is_drawn = "".join(wanted) in letters  # else no run of more or fewer syllables is the term
        for offset, word in enumerate(wanted):
            for place in where.get(word, ()):
                first = place - offset
                runs.add((first, first + size))
                if is_drawn:
                    runs |= {(first, first + size + more) for more in (-1, 1)}
                    runs |= {(first - more, first + size) for more in (-1, 1)}
        yield term, {(a, b) for a, b in runs if a >= 0 and b <= len(heard)}


def _in_one_sentence(text: str, run: Sequence[re.Match[str]]) -> bool:
    between = text[run[0].start() : run[-1].end()]
    return not re.search(r"[.,;:?!\n]\s", between)


def _best(candidates: list[_Candidate]) -> list[_Candidate]:
    """The longest and then the nearest term of each place; of two that are equally near both."""
    kept: list[_Candidate] = []
    for one in sorted(candidates, key=lambda c: (c[1] - c[2], *c[:3])):
        cost, first, last, _ = one
        rivals = [k for k in kept if k[1] < last and first < k[2]]
        if all(k[:3] == (cost, first, last) and cost for k in rivals):
            kept.append(one)
    return sorted(kept, key=lambda c: c[1])


def _lacks_capitals(run: Sequence[re.Match[str]], term: str) -> bool:
    """A person's name in small letters. (Of two syllables it may be a word: thu hà.)"""
    wanted = _WORD.findall(term)
    is_name = len(wanted) >= 3 and all(word[0].isupper() for word in wanted)
    return is_name and all(match[0].islower() for match in run)


def _cost(run: Sequence[str], wanted: Sequence[str]) -> int | None:
    """How far the run is from the term, both in small letters; None: it is something else."""
    if len(run) != len(wanted):
        return _cost_of_letters("".join(run), "".join(wanted), len(wanted))
    most = _MOST_COST.get(len(wanted), _MOST_COST_OF_LONGER)
    cost, exact = 0, 0
    for heard, meant in zip(run, wanted, strict=True):
        one = _syllables_apart(heard, meant)
        cost += one
        exact += one == 0
        if cost > most:
            return None
    # a run of which no syllable is right is a run of other words
    return cost if exact or cost <= len(wanted) else None


def _cost_of_letters(run: str, wanted: str, syllables: int) -> int | None:
    """For a syllable that was drawn apart or two that became one: ``hoa i`` for ``Hoài``."""
    same = len(wanted) >= _LEAST_LETTERS and syllables >= 3 and fold(run) == fold(wanted)
    return _SOUND if same else None


@lru_cache(maxsize=50_000)
def _syllables_apart(heard: str, meant: str) -> int:
    if heard == meant or spelled(heard) == spelled(meant):
        return 0
    if any(char.isdigit() for char in heard + meant):
        return _OTHER  # another number is another thing
    plain, plain_meant = fold(heard), fold(meant)
    if plain == plain_meant:
        return _MARKS
    if _sound(plain) == _sound(plain_meant):
        return _SOUND
    return _LETTER if _one_letter_apart(plain, plain_meant) else _OTHER


# What dialects and Whisper take for each other, in syllables without marks
_BEGINNINGS = (
    (re.compile(r"^(?:tr|ch)"), "ch"),
    (re.compile(r"^(?:s|x)"), "x"),
    (re.compile(r"^(?:n|l)(?![gh])"), "l"),
    (re.compile(r"^(?:gi(?=[aeiouy])|d|r|v)"), "d"),
    (re.compile(r"^gi$"), "di"),
    (re.compile(r"^(?:k(?!h)|c(?!h)|q)"), "k"),
)
_ENDINGS = (
    (re.compile(r"(?<=.)(?:ng|nh|n)$"), "n"),
    (re.compile(r"(?<=.)(?:ch|c|t|k)$"), "t"),
)


@lru_cache(maxsize=50_000)
def _sound(plain: str) -> str:
    for pattern, sound in (*_BEGINNINGS, *_ENDINGS):
        plain = pattern.sub(sound, plain)
    return plain.replace("y", "i")


def _one_letter_apart(one: str, other: str) -> bool:
    """One letter added, lost or changed; of two letters only a last consonant: ``an`` and ``am``,
    but not ``sơ`` and ``đỗ`` or ``sĩ``."""
    short, long = sorted((one, other), key=len)
    if len(short) < 2 or len(long) - len(short) > 1:
        return False
    place = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), None)
    if place is None:
        return len(long) > len(short)
    if len(long) == 2 and (place == 0 or not _VOWELS.isdisjoint(short[1] + long[1])):
        return False
    return short[place + (len(short) == len(long)) :] == long[place + 1 :]
