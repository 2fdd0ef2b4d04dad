"""Wind, rain, thunder."""

import numpy as np

from benchmarks.noises.parts import slow, sprinkled
from benchmarks.sound import Random, band, coloured, times
from transcribe.types import FloatArray


def wind(seconds: float, random: Random) -> FloatArray:
    """Wind on the microphone: low, in gusts, so strong that it clips."""
    count = len(times(seconds))
    gusts = np.exp(1.2 * slow(random, count, 1.5))
    return np.tanh(band(coloured(random, count, 2), 15, 400, order=1) * gusts)


def rain(seconds: float, random: Random) -> FloatArray:
    drops = sprinkled(seconds, random, 150, lambda: _drop(random))
    return drops + 0.3 * band(coloured(random, len(drops), 0.5), 500, 7500, order=1)


def _drop(random: Random) -> FloatArray:
    t = times(0.02)
    pitch = random.uniform(1500, 6000)
    return np.sin(2 * np.pi * pitch * t) * np.exp(-t / 0.003) * random.exponential(1)


def thunder(seconds: float, random: Random) -> FloatArray:
    t = times(seconds)
    rolls = np.exp(0.8 * slow(random, len(t), 3)) * np.exp(-t / (seconds / 3))
    return band(coloured(random, len(t), 2), 20, 250, order=1) * rolls
