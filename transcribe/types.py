"""What goes in and out: plain values that know no engine."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 16_000
"""Samples a second of every array in this package; the rate that Whisper was trained on."""

FloatArray: TypeAlias = NDArray[np.float32]
"""Mono audio at `SAMPLE_RATE`, shape (n,), values in [-1, 1]."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of speech: `start` and `end` in seconds, `confidence` from 0 to 1.

    The confidence is exp(mean log-probability of the tokens) of the window that the
    segment was decoded in.
    """

    start: float
    end: float
    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Transcript:
    """The words of one recording of `seconds` seconds; `text` is "" where no speech was heard.

    `confidence` is the mean of the segments', weighted by their length; 0.0 without segments.
    """

    text: str
    seconds: float
    confidence: float
    segments: tuple[Segment, ...]
