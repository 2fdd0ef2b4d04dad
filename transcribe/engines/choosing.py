"""What the model is least sure of is heard a second time, louder or quieter; of all texts that both
searches have kept the one is written that differs least from the others.

The likeliest text wins by a token; what many likely ones have in common was said more often. The
figures, and what else was tried, are in benchmarks/README.md.
"""

import re
from collections.abc import Sequence

import numpy as np

from transcribe.engines.sureness import Candidate
from transcribe.types import SAMPLE_RATE, FloatArray

LEAST_SURE = -0.63
"""Mean log-probability of the tokens below which a clip is heard a second time: a third of rough
clips, few of clean ones."""
SPEECH_LEVEL = -20.0
"""Decibels of full scale to which a clip is brought for its second hearing."""
# With less difference (decibels) the second hearing would be the first
_SAME = 1.0
_MOST_GAIN = 60.0
# Speech are the frames of 20 ms that are not so many decibels under the loudest
_FRAME = SAMPLE_RATE // 50
_UNDER = 30.0
# Likelihoods fall by orders of magnitude for one token: flattened, the others count too
_FLAT = 3.0


def steadiest(candidates: Sequence[Candidate]) -> int:
    """The number of the text with the fewest expected edits to what may have been said."""
    texts = [_plain(candidate.text) for candidate in candidates]
    logprobs = np.array([candidate.logprob for candidate in candidates])
    weights = np.exp((logprobs - logprobs.max()) / _FLAT)
    edits = np.zeros((len(texts), len(texts)))
    for one in range(len(texts)):
        for other in range(one):
            edits[one, other] = edits[other, one] = _edits(texts[one], texts[other])
    return int(np.argmin(edits @ weights))


def levelled(samples: FloatArray) -> FloatArray | None:
    """The samples with their speech at SPEECH_LEVEL; None where it is there already."""
    frames = samples[: len(samples) // _FRAME * _FRAME].reshape(-1, _FRAME)
    levels = np.sqrt(np.mean(np.square(frames, dtype=np.float64), axis=1))
    loudest = levels.max(initial=0.0)
    if loudest == 0.0:
        return None
    speech = levels[levels >= loudest * 10 ** (-_UNDER / 20)]
    gain = SPEECH_LEVEL - 20 * float(np.log10(np.sqrt(np.mean(speech**2))))
    if abs(gain) < _SAME:
        return None
    louder: FloatArray = samples * np.float32(10 ** (min(gain, _MOST_GAIN) / 20))
    return np.clip(louder, -1.0, 1.0, out=louder)


def _plain(text: str) -> list[str]:
    return re.sub(r"[^\w\s]", " ", text).lower().split()


def _edits(one: list[str], other: list[str]) -> int:
    """The fewest words to change, leave out or put in, so that one text is the other."""
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    row = list(range(len(other) + 1))
    for number, word in enumerate(one, start=1):
        before, row[0] = row[0], number
        for place, its in enumerate(other, start=1):
            cost = min(row[place] + 1, row[place - 1] + 1, before + (word != its))
            before, row[place] = row[place], cost
    return row[-1]
