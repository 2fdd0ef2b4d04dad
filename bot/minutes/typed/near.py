"""What in a text is nearly a name or a term that is known: misheard, misspelled.

The terms stand in a tree of their syllables, in which a syllable is found by how it sounds, or by
what is left of it without one of its letters: what a text costs depends on its own length and on
the terms that are near to it, not on how many there are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_lowercase
from typing import NamedTuple

from bot.minutes.typed.words import fold, spelled


@dataclass(frozen=True)
class NearMiss:
    """Words of a line that may be meant as a known term. A person decides."""

    found: str  #: as it stands in the line
    term: str


# What one syllable costs. Equal but for its marks: the machine's commonest mistake. Alike in
# some dialect: the speaker's. One letter: either's.
_MARKS, _SOUND, _LETTER, _OTHER = 1, 2, 3, 100

_VOWELS = frozenset("aeiouy")
_WORD = re.compile(r"[^\W_]+(?:[&/.-][^\W_]+)*")
_MOST_COST = {2: 2, 3: 4}  # by the term's syllables
_MOST_COST_OF_LONGER = 6
# A run of one syllable more or less is the term only where its letters are the same
_LEAST_LETTERS = 7
# What nobody writes as a name, and what only a text made for it reaches: an end to the work
_LONGEST_SYLLABLE = 40  # letters; a longer one is only found as it is
_MOST_STEPS = 3_000  # in the tree, from one place of a text
_MOST_REMEMBERED = 2_000  # syllables at one place of the tree


def near_misses(text: str, terms: Iterable[str]) -> list[NearMiss]:
    """What in ``text`` may be one of ``terms`` misheard, in the order of the text.

    Terms of one syllable are left alone: they are near to half of the language. What stands
    there exactly is no miss; a name of three syllables that lacks only its capitals is one.

    >>> near_misses("đồng chí nguyễn văn ăn báo cáo", ["Nguyễn Văn An"])
    [NearMiss(found='nguyễn văn ăn', term='Nguyễn Văn An')]
    >>> near_misses("Nguyễn Văn An báo cáo", ["Nguyễn Văn An"])
    []
    """
    return NearTerms(terms).misses(text)


class _Candidate(NamedTuple):
    cost: int
    first: int  #: word of the text
    last: int  #: the word after its last
    number: int  #: of the term


class _Node:
    """The syllables that go on from here."""

    __slots__ = ("_by_letters", "_by_sound", "_next", "_remembered", "terms")

    def __init__(self) -> None:
        self.terms: list[int] = []  #: those that end here
        self._next: dict[str, _Node] = {}
        self._by_sound: dict[str, list[str]] = {}
        self._by_letters: dict[str, list[str]] = {}
        self._remembered: dict[str, list[tuple[int, _Node]]] = {}

    def put(self, syllable: str) -> _Node:
        """The node behind a syllable in small letters; made where there is none."""
        if syllable in self._next:
            return self._next[syllable]
        node = self._next[syllable] = _Node()
        self._remembered.clear()
        if len(syllable) <= _LONGEST_SYLLABLE:
            plain = fold(syllable)
            self._by_sound.setdefault(_sound(plain), []).append(syllable)
            for part in _but_for_a_letter(plain):
                self._by_letters.setdefault(part, []).append(syllable)
        return node

    def near(self, heard: str) -> list[tuple[int, _Node]]:
        """The nodes behind the syllables that are near to the one heard, each with its cost."""
        if heard in self._remembered:
            return self._remembered[heard]
        if len(heard) > _LONGEST_SYLLABLE:
            return [(0, self._next[heard])] if heard in self._next else []
        plain = fold(heard)
        alike = dict.fromkeys(self._by_sound.get(_sound(plain), ()))
        for part in _but_for_a_letter(plain):
            alike.update(dict.fromkeys(self._by_letters.get(part, ())))
        found = [
            (cost, self._next[meant])
            for meant in alike
            if (cost := _syllables_apart(heard, meant)) < _OTHER
        ]
        if len(self._remembered) < _MOST_REMEMBERED:
            self._remembered[heard] = found
        return found


class _Drawn(NamedTuple):
    """A term whose syllables somebody may have drawn apart, or two of them together."""

    letters: str  #: without marks and spaces
    syllables: tuple[str, ...]  #: without marks
    number: int


class NearTerms:
    """Terms that texts are held against; more may come.

    Args:
        terms: the first of two equal ones counts.
    """

    def __init__(self, terms: Iterable[str] = ()) -> None:
        self._terms: dict[str, int] = {}
        self._spelled: list[str] = []
        self._tree = _Node()
        self._drawn: dict[str, list[_Drawn]] = {}  # by their first letters
        for term in terms:
            self.add(term)

    def add(self, term: str) -> None:
        if term in self._terms:
            return
        number = self._terms[term] = len(self._spelled)
        self._spelled.append(term)
        syllables = _WORD.findall(term.lower())
        if len(syllables) < 2:
            return
        node = self._tree
        for syllable in syllables:
            node = node.put(syllable)
        node.terms.append(number)
        plain = tuple(map(fold, syllables))
        letters = "".join(plain)
        if len(letters) >= _LEAST_LETTERS and len(plain) >= 3:
            same = self._drawn.setdefault(letters[:_LEAST_LETTERS], [])
            same.append(_Drawn(letters, plain, number))

    def misses(self, text: str) -> list[NearMiss]:
        """What in the text may be one of them misheard; see ``near_misses``."""
        text = unicodedata.normalize("NFC", text)
        words = list(_WORD.finditer(text))
        heard = [match[0].lower() for match in words]
        candidates = [
            one
            for one in self._candidates(heard, range(len(heard)))
            if _in_one_sentence(text, words[one.first : one.last])
        ]
        found = []
        for cost, first, last, number in _best(candidates):
            term = self._spelled[number]
            if cost or _lacks_capitals(words[first:last], term):
                found.append(NearMiss(text[words[first].start() : words[last - 1].end()], term))
        return found

    def nearest(self, name: str) -> str | None:
        """The term that a whole name may be misheard of; None: there is none, or it is spelled
        like one."""
        words = list(_WORD.finditer(name))
        if not words or (words[0].start(), words[-1].end()) != (0, len(name)):
            return None
        heard = [match[0].lower() for match in words]
        whole = [one for one in self._candidates(heard, range(1)) if one.last == len(heard)]
        best = min(whole, default=None)
        return self._spelled[best.number] if best and best.cost else None

    def _candidates(self, heard: Sequence[str], starts: Iterable[int]) -> Iterator[_Candidate]:
        """The runs of words that may be a term: a syllable at least is right but for its marks."""
        for first in starts:
            yield from self._of_as_many(heard, first)
        if self._drawn:
            yield from self._of_more_or_fewer(heard, starts)

    def _of_as_many(self, heard: Sequence[str], first: int) -> Iterator[_Candidate]:
        """The terms that may begin at a word, of as many syllables as are heard."""
        ways = [(self._tree, first, 0, False, False)]
        for _ in range(_MOST_STEPS):
            if not ways:
                return
            node, at, cost, right, exact = ways.pop()
            size = at - first
            near = cost <= _MOST_COST.get(size, _MOST_COST_OF_LONGER)
            # a run of which no syllable is right is a run of other words
            if near and right and (exact or cost <= size):
                for number in node.terms:
                    yield _Candidate(cost, first, at, number)
            if at < len(heard):
                for more, behind in node.near(heard[at]):
                    if cost + more <= _MOST_COST_OF_LONGER:
                        ways.append(
                            (
                                behind,
                                at + 1,
                                cost + more,
                                right or more <= _MARKS,
                                exact or not more,
                            )
                        )

    def _of_more_or_fewer(
        self, heard: Sequence[str], starts: Iterable[int]
    ) -> Iterator[_Candidate]:
        """The runs of one syllable more or fewer than the term, with its letters: ``hoa i`` for
        ``Hoài``. A syllable of it is right, and in its place from the front or from behind."""
        plain = [fold(word) for word in heard]
        letters = "".join(plain)
        begins = [0]
        for word in plain:
            begins.append(begins[-1] + len(word))
        word_at = {place: number for number, place in enumerate(begins)}
        for first in starts:
            at = begins[first]
            for term in self._drawn.get(letters[at : at + _LEAST_LETTERS], ()):
                last = word_at.get(at + len(term.letters))
                if last is None or not letters.startswith(term.letters, at):
                    continue
                size = len(term.syllables)
                if abs(last - first - size) == 1 and (
                    _has_one(plain, first, term.syllables)
                    or _has_one(plain, last - size, term.syllables)
                ):
                    yield _Candidate(_SOUND, first, last, term.number)


def _has_one(plain: Sequence[str], first: int, syllables: Sequence[str]) -> bool:
    """Whether one of the syllables stands in its place."""
    return any(
        0 <= first + place < len(plain) and plain[first + place] == syllable
        for place, syllable in enumerate(syllables)
    )


def _in_one_sentence(text: str, run: Sequence[re.Match[str]]) -> bool:
    between = text[run[0].start() : run[-1].end()]
    return not re.search(r"[.,;:?!\n]\s", between)


def _best(candidates: Iterable[_Candidate]) -> list[_Candidate]:
    """The longest and then the nearest term of each place; of two that are equally near both."""
    kept: list[_Candidate] = []
    taken: dict[int, tuple[int, int, int]] = {}  # word -> what stands there
    for one in sorted(candidates, key=lambda c: (c.first - c.last, *c)):
        run = range(one.first, one.last)
        rivals = {taken[word] for word in run if word in taken}
        if not rivals or (rivals == {one[:3]} and one.cost):
            kept.append(one)
            taken.update(dict.fromkeys(run, one[:3]))
    return sorted(kept, key=lambda c: c.first)


def _lacks_capitals(run: Sequence[re.Match[str]], term: str) -> bool:
    """A person's name in small letters. (Of two syllables it may be a word: thu hà.)"""
    wanted = _WORD.findall(term)
    is_name = len(wanted) >= 3 and all(word[0].isupper() for word in wanted)
    return is_name and all(match[0].islower() for match in run)


def _but_for_a_letter(plain: str) -> set[str]:
    """A syllable without marks, and what is left of it without one of its letters: two that are a
    letter apart have one of these in common."""
    return {plain, *(plain[:at] + plain[at + 1 :] for at in range(len(plain)))}


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


# --- a word alone ---------------------------------------------------------------------------------

# What is typed for one another: ways to write one sound, then those of dialects
_FIRST = (("ngh", "ng"), ("gh", "g"), ("k", "c", "q"))
_FIRST_HEARD = (("tr", "ch"), ("s", "x"), ("n", "l"), ("gi", "d", "r", "v"))
_LAST_HEARD = (("ng", "nh", "n"), ("ch", "c", "t"))
_SHORTEST_WITH_A_SLIP = 4  # letters; shorter words are a letter from half of the language


def meant_by(word: str) -> list[str]:
    """The words that somebody may have meant by one that was never said, the likeliest first: to
    be looked up, for most of them are none.

    Args:
        word: without diacritics, as they are.

    >>> meant_by("ngi")[0], meant_by("kach")[0], "thong" in meant_by("thogn"), meant_by("24")
    ('nghi', 'cach', True, [])
    """
    if len(word) < 2 or len(word) > _LONGEST_SYLLABLE or not word.isascii() or not word.isalpha():
        return []
    found = dict.fromkeys(_in_other_letters(word, _FIRST))
    found |= dict.fromkeys(_in_other_letters(word, (*_FIRST, *_FIRST_HEARD)))
    for way in (word, *found):
        for same in _LAST_HEARD:
            end = next((x for x in same if way.endswith(x)), None)
            found |= dict.fromkeys(way.removesuffix(end) + x for x in same) if end else {}
    if len(word) >= _SHORTEST_WITH_A_SLIP:
        found |= dict.fromkeys(_with_a_slip(word))
    return [other for other in found if other != word]


def _in_other_letters(word: str, alike: Iterable[Sequence[str]]) -> Iterator[str]:
    for same in alike:
        begins = next((x for x in same if word.startswith(x)), None)
        if begins:
            yield from (x + word.removeprefix(begins) for x in same)
            break
    yield word.replace("y", "i")
    yield word.replace("i", "y")


def _with_a_slip(word: str) -> Iterator[str]:
    """Two letters that have changed places; a letter too many, too few, or another one."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    yield from (a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1)
    yield from (a + b[1:] for a, b in cuts if b)
    yield from (a + letter + b for a, b in cuts for letter in ascii_lowercase)
    yield from (a + letter + b[1:] for a, b in cuts if b for letter in ascii_lowercase)
