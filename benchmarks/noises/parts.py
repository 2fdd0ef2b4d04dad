"""What the sounds are put together from."""

from collections.abc import Callable

import numpy as np

from benchmarks.sound import Random, times
from transcribe.types import SAMPLE_RATE, FloatArray

Maker = Callable[[float, Random], FloatArray]
"""Seconds and a random generator, to samples of any loudness."""


def fall(random: Random, seconds: float, decay: float) -> FloatArray:
    """White noise that falls to a third in `decay` seconds."""
    t = times(seconds)
    return random.standard_normal(len(t)) * np.exp(-t / decay)


def chime(random: Random, seconds: float, low: float, high: float) -> FloatArray:
    t = times(seconds * 4)
    pitches = random.uniform(low, high, 4)
    return sum(np.sin(2 * np.pi * f * t) for f in pitches) * np.exp(-t / seconds)


def saw(t: FloatArray, pitch: FloatArray | float) -> FloatArray:
    """A buzz, rich in overtones as a voice's source is."""
    return 2 * ((np.cumsum(np.broadcast_to(pitch, t.shape)) / SAMPLE_RATE) % 1) - 1


def add(whole: FloatArray, at: float, part: FloatArray) -> None:
    """Mixes a part in, from `at` seconds on; what would not fit is left out."""
    start = max(0, round(at * SAMPLE_RATE))
    part = part[: max(0, len(whole) - start)]
    whole[start : start + len(part)] += part


def sprinkled(
    seconds: float, random: Random, rate: float, part: Callable[[], FloatArray]
) -> FloatArray:
    """Parts at random moments, so many a second (one at least)."""
    whole = np.zeros(len(times(seconds)))
    for at in random.uniform(0, seconds, max(1, random.poisson(rate * seconds))):
        add(whole, at, part() * random.uniform(0.4, 1))
    return whole


def slow(random: Random, count: int, frequency: float) -> FloatArray:
    """A random curve of RMS 1 that changes so many times a second."""
    points = max(4, int(count / SAMPLE_RATE * frequency * 2))
    heights = random.standard_normal(points)
    return np.interp(np.linspace(0, points - 1, count), range(points), heights)


def smooth(gate: FloatArray, seconds: float) -> FloatArray:
    """A gate that opens and closes within so many seconds rather than at once."""
    width = max(1, int(seconds * SAMPLE_RATE))
    return np.convolve(gate, np.ones(width) / width, "same")


def bumps(t: FloatArray, first: float, length: float, every: float) -> FloatArray:
    """Rises and falls of so many seconds, from `first` on, every so many seconds."""
    within = ((t - first) % every) / length
    return np.where((within < 1) & (t >= first), np.sin(np.pi * within), 0.0)
