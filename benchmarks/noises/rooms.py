"""Rooms, and the machines in and around them."""

import numpy as np

from benchmarks.noises.parts import Maker, add, fall, saw, smooth
from benchmarks.sound import Random, band, coloured, formants, times
from transcribe.types import SAMPLE_RATE, FloatArray


def silence(seconds: float, random: Random) -> FloatArray:
    return np.zeros(len(times(seconds)))


def noise(slope: float, low: float = 20, high: float = 7800) -> Maker:
    """A room: noise (0 white, 1 pink, 2 brown) that slowly swells and falls."""

    def make(seconds: float, random: Random) -> FloatArray:
        t = times(seconds)
        swell = 1 + 0.3 * np.sin(2 * np.pi * random.uniform(0.05, 0.3) * t + random.uniform(0, 6))
        return band(coloured(random, len(t), slope), low, high, order=2) * swell

    return make


def hum(frequency: float, *, switched: bool = False) -> Maker:
    """Mains hum with its harmonics; `switched` on and off in the middle, with the clicks."""

    def make(seconds: float, random: Random) -> FloatArray:
        t = times(seconds)
        whole = sum(
            random.uniform(0.2, 1) / n * np.sin(2 * np.pi * frequency * n * t + n)
            for n in range(1, 9)
        )
        if switched:
            on, off = seconds * 0.25, seconds * 0.75
            whole *= (t > on) & (t < off)
            for at in (on, off):
                add(whole, at, fall(random, 0.02, 0.003) * 2)
        return whole + 0.01 * coloured(random, len(t), 1)

    return make


def fan(seconds: float, random: Random) -> FloatArray:
    t = times(seconds)
    blades = 1 + 0.25 * np.sin(2 * np.pi * random.uniform(10, 25) * t)
    air = band(coloured(random, len(t), 1.3), 50, 3500, order=1) * blades
    return air + 0.15 * hum(100)(seconds, random)


def engine(seconds: float, random: Random) -> FloatArray:
    """A motorbike: explosions whose rate rises and falls, through its exhaust."""
    t = times(seconds)
    rate = 38 + 22 * np.sin(2 * np.pi * t / max(3.0, seconds / 2)) + coloured(random, len(t), 2)
    phase = np.cumsum(rate) / SAMPLE_RATE
    bangs = (1 - phase % 1) ** 6 * (1 + 0.3 * np.sin(np.pi * phase))
    exhaust = formants(bangs - bangs.mean(), (120, 60), (310, 90), (900, 300))
    return exhaust + 0.05 * coloured(random, len(t), 1) * (rate / 60)


def drill(seconds: float, random: Random) -> FloatArray:
    t = times(seconds)
    speed = 90 * np.minimum(1, t / 0.4) * (1 + 0.02 * coloured(random, len(t), 2))
    buzz = 2 * ((np.cumsum(speed) / SAMPLE_RATE) % 1) - 1
    bit = band(coloured(random, len(t), 0), 1500, 6000)
    return formants(buzz, (900, 400), (2600, 800)) + 0.5 * bit


def siren(seconds: float, random: Random) -> FloatArray:
    t = times(seconds)
    pitch = 900 + 400 * np.sin(2 * np.pi * t / 3)
    wail = np.sin(2 * np.pi * np.cumsum(pitch) / SAMPLE_RATE)
    return np.tanh(2 * wail) + 0.05 * coloured(random, len(t), 1)


def horn(seconds: float, random: Random) -> FloatArray:
    """A car's horn, twice."""
    t = times(seconds)
    blown = ((t % (seconds / 2)) < seconds / 4) * 1.0
    tones = sum(saw(t, f) for f in (415, 523))
    return formants(tones, (1500, 600), (2800, 600)) * smooth(blown, 0.02)
