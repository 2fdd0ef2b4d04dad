"""Doubts: which words are marked to be heard again, and how many of those are wrong.

The chances are fitted to half of the people and held against the other half, and the other way
round; what the product has built in is fitted to all of them, and printed to be put there.
"""

import difflib
import logging
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transcribe import types
from transcribe.engines import load_engine, sureness
from transcribe.schedule import recognise
from transcribe.writing.segments import DOUBT, DOUBT_ALL

from .clips import Clip
from .contenders import Setup
from .scoring import words

log = logging.getLogger(__name__)

THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7)
_PULL = 1.0
"""How strongly a weight is drawn to zero."""

Values = NDArray[np.float64]
Flags = NDArray[np.bool_]


class _Recorder:
    """Keeps what the model tells of the words that it heard last."""

    def __init__(self) -> None:
        self.told: dict[tuple[str, ...], tuple[Values, list[float]]] = {}

    def __call__(
        self,
        heard: Sequence[sureness.HeardWord],
        candidates: Sequence[sureness.Candidate],
        logprob: float,
        seconds: float,
    ) -> list[float]:
        given = (heard, candidates, logprob, seconds)
        key = tuple(word.text for word in heard)
        self.told[key] = sureness.features(*given), sureness.as_told(*given)
        return sureness.chances(*given)


def doubts(setup: Setup, clips: Sequence[Clip]) -> dict[str, object]:
    """How many words are doubted at each threshold, and how many of those are wrong."""
    engine: Any = load_engine(setup.speech())
    known, plain, built_in, right, in_one, whole = [], [], [], [], [], []
    halves = one_half(clips)
    for number, clip in enumerate(clips):
        engine.chances = recorder = _Recorder()
        heard = recognise(engine, [types.Clip(clip.samples)], setup.speech().whisper_padding)[0]
        told = recorder.told.get(tuple(word.text for word in heard.words))
        if told is None:  # a part of a loop
            continue
        for at, is_right in _judged(heard, words(clip.said)):
            known.append(told[0][at])
            plain.append(told[1][at])
            built_in.append(heard.words[at].probability)
            right.append(is_right)
            in_one.append(speaker(clip) in halves)
            whole.append(heard.guessed or heard.logprob < np.log(DOUBT_ALL))
        if number % 20 == 0:
            log.info("doubts: %d of %d", number, len(clips))
    values, was_right, half = np.array(known), np.array(right), np.array(in_one)
    crossed = np.zeros(len(was_right))
    for side in (half, ~half):
        crossed[~side] = chances(fitted(values[side], was_right[side]), values[~side])
    found = {
        "the model's own probability": np.array(plain),
        "fitted to the other half of the people": crossed,
        "as built in, fitted to all": np.array(built_in),
    }
    shown = np.array(built_in) < DOUBT
    return {
        "clips": len(clips),
        "people": len({speaker(clip) for clip in clips}),
        "words": len(was_right),
        "wrong": float(1 - was_right.mean()),
        "curves": {name: _curve(chance, was_right) for name, chance in found.items()},
        "halves": [_row(crossed[side] < DOUBT, was_right[side]) for side in (half, ~half)],
        "with whole lines": _row(shown | np.array(whole), was_right),
        "weights": [round(float(weight), 4) for weight in fitted(values, was_right)],
    }


def fitted(values: Values, right: Flags) -> Values:
    """The constant and the weights of the logistic function that tells best what was right."""
    mean, spread = values.mean(axis=0), values.std(axis=0) + 1e-6
    rows = np.column_stack([np.ones(len(values)), (values - mean) / spread])
    pull = _PULL * np.eye(rows.shape[1])
    pull[0, 0] = 0.0
    weights = np.zeros(rows.shape[1])
    for _ in range(30):  # Newton's steps
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (right - chance) - pull @ weights
        bend = (rows.T * (chance * (1 - chance) + 1e-6)) @ rows + pull
        weights += np.linalg.solve(bend, slope)
    unscaled = weights[1:] / spread
    return np.concatenate([[weights[0] - mean @ unscaled], unscaled])


def chances(weights: Values, values: Values) -> Values:
    """How likely each word was said, by such weights."""
    found: Values = 1 / (1 + np.exp(-(weights[0] + values @ weights[1:])))
    return found


def _curve(chance: Values, right: Flags) -> dict[str, dict[str, float]]:
    return {f"{threshold:g}": _row(chance < threshold, right) for threshold in THRESHOLDS}


def _row(marked: Flags, right: Flags) -> dict[str, float]:
    return {
        "marked": float(marked.mean()),
        "wrong_of_marked": float((~right[marked]).mean()) if marked.any() else 0.0,
        "marked_of_wrong": float(marked[~right].mean()) if not right.all() else 0.0,
    }


def speaker(clip: Clip) -> str:
    """Whose voice a recording is: "VIVOSSPK01_03" is one of several of a person."""
    name, _, number = clip.source.rpartition("_")
    return name if number.isdigit() else clip.source


def one_half(clips: Sequence[Clip]) -> set[str]:
    """Half of the people, so that both halves have about as many clips."""
    counts: dict[str, int] = {}
    for clip in clips:
        counts[speaker(clip)] = counts.get(speaker(clip), 0) + 1
    one: set[str] = set()
    balance = 0
    for name in sorted(counts, key=lambda name: (-counts[name], name)):
        if balance <= 0:
            one.add(name)
        balance += counts[name] if name in one else -counts[name]
    return one


def _judged(heard: types.Decoded, said: Sequence[str]) -> Iterator[tuple[int, bool]]:
    """The number of each word that is one, and whether it was said there."""
    parts = [words(word.text) for word in heard.words]
    flat = [part for group in parts for part in group]
    matcher = difflib.SequenceMatcher(None, said, flat, autojunk=False)
    right = {
        index
        for block in matcher.get_matching_blocks()
        for index in range(block.b, block.b + block.size)
    }
    at = 0
    for number, group in enumerate(parts):
        if group:
            yield number, all(index in right for index in range(at, at + len(group)))
        at += len(group)
