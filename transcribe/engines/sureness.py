"""How likely it is that a word was said: of what the model tells, what was found to tell it.

The probabilities of a word's tokens alone are too kind to long sentences that went astray and to
short words. What else tells: whether the search's other candidates have the word too, how sure the
model is of the words beside it and of the whole, how long the word is and takes, how fast it would
have been spoken. A logistic function of these, fitted to rough recordings, is held against those of
other people: python -m benchmarks.speech --only doubts.
"""

import difflib
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Fitted by `python -m benchmarks.speech --only doubts` to whisper-base: first the constant, then a
# weight for each of `features`
WEIGHTS = (
    *(-0.4948, 1.1291, -0.1747, 0.0522, -1.1355, 0.8239),
    *(0.9128, 0.0295, -0.0109, 0.2412, -3.9878, 6.1358),
)

# The first and the last word have nobody beside them
_NOBODY = 2.0
_LEAST = 1e-4
# Candidates count by their likelihood, flattened: it falls by orders of magnitude for one token
_FLAT = 3.0
_LONGEST = 1.0  # second
# The fit is of a search with five; with less, most words seem to have no rival
_CANDIDATES = 4


@dataclass(frozen=True, slots=True)
class HeardWord:
    """A word: its text, from when to when in seconds, and how likely each of its tokens is."""

    text: str
    start: float
    end: float
    tokens: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text of the search, with the log-probability of all of it."""

    text: str
    logprob: float


def chances(
    words: Sequence[HeardWord], candidates: Sequence[Candidate], logprob: float, seconds: float
) -> list[float]:
    """How likely each word was said, 0 to 1.

    Args:
        candidates: all texts that the search has kept, the best among them.
        logprob: the mean of the best's tokens.
        seconds: of the clip.
    """
    if not words or len(candidates) < _CANDIDATES:
        return as_told(words, candidates, logprob, seconds)
    values = WEIGHTS[0] + features(words, candidates, logprob, seconds) @ np.array(WEIGHTS[1:])
    return [float(chance) for chance in 1 / (1 + np.exp(-np.clip(values, -30, 30)))]


def as_told(
    words: Sequence[HeardWord], candidates: Sequence[Candidate], logprob: float, seconds: float
) -> list[float]:
    """How likely the model alone takes each word: of weights to which nothing was fitted."""
    return [sum(word.tokens) / len(word.tokens) for word in words]


def features(
    words: Sequence[HeardWord], candidates: Sequence[Candidate], logprob: float, seconds: float
) -> NDArray[np.float64]:
    """What is known of each word, shape (words, 11); `chances` says of what."""
    mean = [_odds(sum(word.tokens) / len(word.tokens)) for word in words]
    beside = [_NOBODY, *mean, _NOBODY]
    equal, weighted = _shares(words, candidates)
    rate = len(words) / max(seconds, 0.3)
    return np.array(
        [
            (
                mean[n],
                _odds(min(word.tokens)),
                len(_plain(word.text)),
                len(word.tokens),
                min(word.end - word.start, _LONGEST),
                logprob,
                rate,
                beside[n],
                beside[n + 2],
                equal[n],
                weighted[n],
            )
            for n, word in enumerate(words)
        ]
    )


def _shares(
    words: Sequence[HeardWord], candidates: Sequence[Candidate]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What share of the candidates has each word: each candidate counted alike, and by its
    likelihood."""
    heard = [_plain(word.text) for word in words]
    has = np.zeros((max(len(candidates), 1), len(words)))
    for row, candidate in zip(has, candidates, strict=False):
        others = [_plain(word) for word in candidate.text.split()]
        matcher = difflib.SequenceMatcher(None, others, heard, autojunk=False)
        for block in matcher.get_matching_blocks():
            row[block.b : block.b + block.size] = 1.0
    if not candidates:
        has[:] = 1.0
    logprobs = np.array([candidate.logprob for candidate in candidates] or [0.0])
    weights = np.exp((logprobs - logprobs.max()) / _FLAT)
    return has.mean(axis=0), weights @ has / weights.sum()


def _odds(chance: float) -> float:
    return math.log(max(chance, _LEAST) / max(1 - chance, _LEAST))


def _plain(word: str) -> str:
    return re.sub(r"[\W_]", "", word).lower()
