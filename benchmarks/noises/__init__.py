"""Sounds without speech, on which nothing may be written: noises() gives them all.

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
    return [(name, _made(name, seconds, peak, make, seed)) for name, seconds, peak, make in SOUNDS]


def _made(name: str, seconds: float, peak: float, make: Maker, seed: int) -> FloatArray:
    random = np.random.default_rng([seed, zlib.crc32(name.encode())])
    return sound.as_16_bit(sound.with_peak(make(seconds, random), peak))
