"""The benchmark of voices: conversations at known times, and what it counts as wrong."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from benchmarks import voices as bench
from benchmarks.voices import Conversation, Said
from transcribe.types import SAMPLE_RATE, FloatArray


def test_pairs_are_worth_most_together() -> None:
    random = np.random.default_rng(5)
    for _ in range(30):
        worth = random.integers(0, 50, (int(random.integers(1, 5)), 4)).astype(float)
        most = max(
            sum(worth[row, column] for row, column in enumerate(columns))
            for columns in permutations(range(4), len(worth))
        )
        for one in (worth, worth.T):
            assert sum(one[pair] for pair in bench.best_pairs(one)) == most


@pytest.fixture
def talk(voices: list[FloatArray]) -> Conversation:
    """Two people, one after the other, a second apart."""
    pause = np.zeros(SAMPLE_RATE, np.float32)
    samples = np.concatenate([pause, voices[0], pause, voices[1], pause])
    first = 1.0 + len(voices[0]) / SAMPLE_RATE
    spans = bench.speech_spans(samples)
    turns = tuple((int(begin > first), begin, end) for begin, end in spans)
    return Conversation(samples, turns)


def test_what_is_said_by_whom_is_right_and_an_edge_is_nobodys_fault(talk: Conversation) -> None:
    right = [Said(start, end, who + 7, None) for who, start, end in talk.turns]
    assert bench.error_rate(talk, right, 0.0).rate == 0.0
    late = [Said(x.start + 0.2, x.end, x.voice, None) for x in right]
    assert bench.error_rate(talk, late, bench.COLLAR).rate == 0.0
    assert bench.error_rate(talk, late, 0.0).missed > 0.0
    # a line goes on in a pause, in which nobody speaks
    whole = [Said(talk.turns[0][1], talk.turns[-1][2], 1, None)]
    one = bench.error_rate(talk, whole, 0.0)
    assert (one.missed, one.false) == (0.0, 0.0)
    assert 0.1 < one.confused < 0.9


def test_what_nobody_is_told_to_say_is_missed(talk: Conversation) -> None:
    some = [Said(start, end, 1, None) for who, start, end in talk.turns if who == 0]
    found = bench.score(talk, some)
    assert found["missed"] > 0.1
    assert found["confused"] == 0.0
    assert (found["speakers"], found["voices"], found["right"]) == (2, 1, 1.0)


def test_a_line_in_no_voice_is_not_one_in_a_wrong_voice() -> None:
    def said(voice: int, *, known: bool = True) -> Said:
        return Said(0.0, 1.0, voice, None, known)

    # the first has two voices; of the second a line stands among the first's
    lines = [said(n) for n in (1, 1, 1, 2, 1, 3, 3, 3)]
    none = [said(9, known=False)] * 2
    shares = bench.line_shares([*lines, *none], [0, 0, 0, 0, 1, 1, 1, -1, 0, 1])
    assert shares == bench.Shares(5 / 9, 1 / 9, 1 / 9, 2 / 9)
    assert bench.line_shares([], []) == bench.Shares(0.0, 0.0, 0.0, 0.0)
