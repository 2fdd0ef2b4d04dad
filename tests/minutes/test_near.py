"""The index of near terms finds what holding everything against everything finds."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from bot.minutes.guesses.review import MOST_NAMES, two_spellings
from bot.minutes.typed.near import NearTerms, near_misses
from tests.minutes import near_by_all_runs
from tests.minutes.test_review_guesses import line

# of names and terms: with marks and without, alike in dialects, a letter apart, drawn apart
SYLLABLES = (
    "Nguyễn Nguyên Trần Chần Lê Nê Văn Vân Thị An Ăn Ân Anh Am Hoài Hoa i Hòa Hoà Nam Lam Quốc "
    "Cuốc Dũng Vũng Đức Đưc KH&CN Sở Xở 06 07 x hà Thu đề án"
)
syllables = st.sampled_from(SYLLABLES.split())
terms = st.lists(syllables, min_size=1, max_size=5).map(" ".join)
words = st.one_of(syllables, syllables.map(str.lower), terms, st.sampled_from([",", ". ", "?\n"]))
texts = st.lists(words, max_size=25).map(" ".join)


@given(texts, st.lists(terms, max_size=8))
def test_the_same_is_found_as_by_looking_at_every_run(text: str, known: Sequence[str]) -> None:
    assert near_misses(text, known) == near_by_all_runs.near_misses(text, known)


@given(terms, st.lists(terms, max_size=8))
def test_a_whole_name_is_nearest_to_the_same(name: str, known: Sequence[str]) -> None:
    whole = [x.term for x in near_by_all_runs.near_misses(name, known) if x.found == name]
    assert NearTerms(known).nearest(name) == (whole[0] if whole else None)


@given(texts, st.lists(terms, max_size=6))
def test_terms_that_come_one_by_one_are_found_too(text: str, known: Sequence[str]) -> None:
    growing = NearTerms()
    for count, term in enumerate(known, start=1):
        growing.add(term)
        assert growing.misses(text) == near_misses(text, known[:count])


@given(st.text(max_size=300), st.lists(st.text(max_size=30), max_size=4))
def test_no_text_is_too_odd(text: str, known: Sequence[str]) -> None:
    near_misses(text, known)


def test_of_more_names_than_a_meeting_has_the_more_frequent_are_looked_at() -> None:
    onsets, rimes = "BCDGHKLMNPQRSTVX", ("an", "ong", "uy", "inh", "êu")
    given = ["".join(x) for x in itertools.product(onsets, "aeiou", ("n", "m", "p", "c"))]
    every = [f"Lê {a}{b} {c}" for a, b, c in itertools.product(onsets, rimes, given)]
    assert len(every) > MOST_NAMES
    said = [line(1, "; ".join(every)), line(2, "Lê Hữu Toàn, Lê Hữu Toản"), line(3, "Lê Hữu Toàn")]
    assert all(x.rarer != "Lê Hữu Toản" for x in two_spellings(said, []))
    assert two_spellings(said[1:], [])[0].rarer == "Lê Hữu Toản"
