"""Tones of telephones, vehicles and loudspeakers."""

import numpy as np

from benchmarks.noises.music import bell, played
from benchmarks.noises.parts import Maker, add, smooth
from benchmarks.sound import Random, times
from transcribe.types import SAMPLE_RATE, FloatArray


def beeps(frequency: float, length: float, every: float) -> Maker:
    def make(seconds: float, random: Random) -> FloatArray:
        t = times(seconds)
        return np.sin(2 * np.pi * frequency * t) * smooth((t % every < length) * 1.0, 0.004)

    return make


def ringing(seconds: float, random: Random) -> FloatArray:
    """An old telephone's bell."""
    t = times(seconds)
    bells = sum(np.sin(2 * np.pi * f * t) for f in (1050, 1270, 2630))
    struck = (t % 3 < 1.2) & (np.sin(2 * np.pi * 20 * t) > 0)
    return bells * smooth(struck * 1.0, 0.02)


def ringtone(seconds: float, random: Random) -> FloatArray:
    return played(seconds, random, bell, (0, 4, 7, 12, 7, 4, 9, 7), 880, 0.14)


def notification(seconds: float, random: Random) -> FloatArray:
    whole = np.zeros(len(times(seconds)))
    for start in np.arange(0.3, seconds, 2.5):
        for number, pitch in enumerate((1046, 1318, 1568)):
            add(whole, start + 0.12 * number, bell(pitch, 0.6, random))
    return whole


def dtmf(seconds: float, random: Random) -> FloatArray:
    """A number is dialled."""
    whole = np.zeros(len(times(seconds)))
    t = times(0.12)
    for at in np.arange(0.1, seconds, 0.25):
        low, high = random.choice((697, 770, 852, 941)), random.choice((1209, 1336, 1477))
        add(whole, at, np.sin(2 * np.pi * low * t) + np.sin(2 * np.pi * high * t))
    return whole


def sweep(seconds: float, random: Random) -> FloatArray:
    t = times(seconds)
    pitch = 100 * (60 ** (t / seconds))
    return np.sin(2 * np.pi * np.cumsum(pitch) / SAMPLE_RATE)


def feedback(seconds: float, random: Random) -> FloatArray:
    """A loudspeaker whistles back into the microphone."""
    t = times(seconds)
    grow = np.minimum(1, np.exp(4 * (t / seconds - 0.7)))
    return np.tanh(3 * grow * np.sin(2 * np.pi * (1870 + 8 * np.sin(2 * np.pi * 3 * t)) * t))
