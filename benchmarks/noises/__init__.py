"""Sounds without speech, on which nothing may be written: all of them, or one by its name.

They are synthetic and the same on every machine that computes alike; ``table`` lists them, and
the other files, one a kind of sound, make them.
"""

import zlib

import numpy as np

from benchmarks import sound
from benchmarks.noises.parts import Maker
from benchmarks.noises.table import SOUNDS
from transcribe.types import FloatArray

SEED = 2026


def noises(seed: int = SEED) -> list[tuple[str, FloatArray]]:
    """Every sound: its name, and 16 kHz mono float32 samples."""
    return [(row[0], _made(*row, seed)) for row in SOUNDS]


def names() -> list[str]:
    """The name of every sound."""
    return [name for name, *_ in SOUNDS]


def noise_of(name: str, seed: int = SEED) -> FloatArray:
    """One of the sounds, as `noises` gives it."""
    (row,) = (row for row in SOUNDS if row[0] == name)
    return _made(*row, seed)


def _made(name: str, seconds: float, peak: float, make: Maker, seed: int) -> FloatArray:
    random = np.random.default_rng([seed, zlib.crc32(name.encode())])
    return sound.as_16_bit(sound.with_peak(make(seconds, random), peak))
