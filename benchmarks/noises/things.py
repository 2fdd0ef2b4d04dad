"""Things that people handle, and what they do with hands and feet."""

import numpy as np

from benchmarks.noises.parts import add, chime, fall, slow, sprinkled
from benchmarks.sound import Random, band, coloured, formants, times
from transcribe.types import FloatArray


def clicks(seconds: float, random: Random) -> FloatArray:
    return sprinkled(seconds, random, 3, lambda: fall(random, 0.01, 0.0008))


def crackle(seconds: float, random: Random) -> FloatArray:
    """A bad plug: very many clicks of very different strength."""
    return sprinkled(seconds, random, 60, lambda: fall(random, 0.004, 0.0004) * random.pareto(1.5))


def typing(seconds: float, random: Random) -> FloatArray:
    """Bursts of key strokes with pauses between; each a press and a release."""
    whole = 0.002 * coloured(random, len(times(seconds)), 1)
    at = 0.2
    while at < seconds:
        for _ in range(int(random.integers(3, 12))):
            case = (random.uniform(250, 500), 120), (random.uniform(1800, 3500), 900)
            for delay, strength in ((0, 1.0), (random.uniform(0.06, 0.1), 0.4)):
                stroke = formants(fall(random, 0.05, 0.006), *case)
                add(whole, at + delay, stroke * strength * random.uniform(0.6, 1))
            at += random.gamma(4, 0.04)
        at += random.uniform(0.4, 1.5)
    return whole


def knocks(seconds: float, random: Random) -> FloatArray:
    """Somebody knocks at the door, three times each."""
    whole = 0.003 * coloured(random, len(times(seconds)), 1)
    for start in np.arange(0.3, seconds, 2.0):
        for number in range(3):
            wood = (random.uniform(150, 220), 30), (random.uniform(500, 700), 80)
            add(whole, start + 0.22 * number, formants(fall(random, 0.2, 0.015), *wood))
    return whole


def thump(seconds: float, random: Random) -> FloatArray:
    """The telephone is put on the table."""
    t = times(0.4)
    whole = 0.002 * coloured(random, len(times(seconds)), 1)
    body = np.sin(2 * np.pi * 70 * t) * np.exp(-t / 0.06) + 0.4 * fall(random, 0.4, 0.01)
    for at in np.arange(0.4, seconds, random.uniform(1.2, 2.5)):
        add(whole, at, body * random.uniform(0.4, 1))
    return whole


def paper(seconds: float, random: Random) -> FloatArray:
    """Sheets are turned and crumpled."""
    crumples = sprinkled(seconds, random, 250, lambda: fall(random, 0.006, 0.001))
    sweeps = np.maximum(0, slow(random, len(crumples), 1.5))
    return band(crumples + 0.2 * coloured(random, len(crumples), 0), 1200, 7500) * sweeps


def handling(seconds: float, random: Random) -> FloatArray:
    """The telephone is rubbed and moved in the hand or the pocket."""
    count = len(times(seconds))
    rub = band(coloured(random, count, 1.5), 40, 1500, order=1)
    whole = rub * np.maximum(0, slow(random, count, 4))
    return whole + sprinkled(seconds, random, 2, lambda: 3 * fall(random, 0.03, 0.004))


def glass(seconds: float, random: Random) -> FloatArray:
    """Cups and spoons."""
    return sprinkled(seconds, random, 1.5, lambda: chime(random, 0.15, 1800, 6500))


def clock(seconds: float, random: Random) -> FloatArray:
    whole = 0.01 * coloured(random, len(times(seconds)), 1)
    for number, at in enumerate(np.arange(0.1, seconds, 0.5)):
        tick = formants(fall(random, 0.02, 0.002), (2500 + 500 * (number % 2), 300))
        add(whole, at, tick)
    return whole


def steps(seconds: float, random: Random) -> FloatArray:
    whole = 0.003 * coloured(random, len(times(seconds)), 1)
    for at in np.arange(0.2, seconds, 0.55):
        heel = formants(fall(random, 0.15, 0.012), (110, 40), (700, 300))
        add(whole, at + random.normal(0, 0.02), heel * random.uniform(0.6, 1))
    return whole


def clapping(seconds: float, random: Random) -> FloatArray:
    """Applause."""
    return sprinkled(seconds, random, 60, lambda: formants(fall(random, 0.03, 0.004), (1200, 500)))
