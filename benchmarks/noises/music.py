"""Instruments, and what they play."""

from collections.abc import Callable, Sequence

import numpy as np

from benchmarks.noises.parts import Maker, add, fall
from benchmarks.sound import Random, band, coloured, times
from transcribe.types import SAMPLE_RATE, FloatArray

_SCALE = (0, 2, 4, 7, 9, 12, 14, 16)
"""A pentatonic scale in semitones."""


def melody(instrument: str, *, low: float = 196, step: float = 0.3) -> Maker:
    """A tune of one of _INSTRUMENTS, from `low` Hz up, a note every `step` seconds."""

    def make(seconds: float, random: Random) -> FloatArray:
        tune = random.choice(_SCALE, 16)
        return played(seconds, random, _INSTRUMENTS[instrument], tune, low, step)

    return make


def organ(seconds: float, random: Random) -> FloatArray:
    """Chords, one every two seconds."""
    whole = np.zeros(len(times(seconds)))
    t = times(2.0)
    shape = np.minimum(1, np.minimum(t, 2.0 - t) / 0.1)
    for number, at in enumerate(np.arange(0, seconds, 2.0)):
        root = 130.8 * 2 ** ((0, 5, 7, 0)[number % 4] / 12)
        chord = sum(
            np.sin(2 * np.pi * root * ratio * n * t) / n
            for ratio in (1, 5 / 4, 3 / 2, 2)
            for n in (1, 2, 3, 4)
        )
        add(whole, at, chord * shape)
    return whole


def drums(seconds: float, random: Random) -> FloatArray:
    """A loop at 110 beats a minute: bass drum, snare, hi-hat."""
    whole = np.zeros(len(times(seconds)))
    t = times(0.25)
    pitch = 50 + 100 * np.exp(-t / 0.03)
    kick = np.sin(2 * np.pi * np.cumsum(pitch) / SAMPLE_RATE) * np.exp(-t / 0.1)
    for number, at in enumerate(np.arange(0, seconds, 60 / 110 / 2)):
        if number % 4 == 0:
            add(whole, at, kick)
        if number % 4 == 2:
            add(whole, at, band(fall(random, 0.25, 0.06), 180, 6000) * 0.5)
        add(whole, at, band(fall(random, 0.06, 0.015), 5000, 7800) * 0.4)
    return whole


def song_backing(seconds: float, random: Random) -> FloatArray:
    """Drums, bass and plucked strings: a song before anybody sings."""
    return (
        drums(seconds, random)
        + 0.7 * played(seconds, random, _string, (0, 0, 5, 7), 65.4, 60 / 110)
        + 0.5 * melody("string", low=261.6, step=60 / 110)(seconds, random)
    )


def played(
    seconds: float,
    random: Random,
    instrument: Callable[[float, float, Random], FloatArray],
    tune: Sequence[int],
    low: float,
    step: float,
) -> FloatArray:
    whole = np.zeros(len(times(seconds)))
    for number, at in enumerate(np.arange(0, seconds, step)):
        pitch = low * 2 ** (tune[number % len(tune)] / 12)
        add(whole, at, instrument(pitch, step * 2.5, random))
    return whole


def _string(pitch: float, seconds: float, random: Random) -> FloatArray:
    """A plucked string, by Karplus and Strong: noise that a delay line smooths each turn."""
    length = round(SAMPLE_RATE / pitch)
    turn = random.uniform(-1, 1, length)
    last = turn[-1]
    turns = []
    for _ in range(int(seconds * pitch) + 1):
        turns.append(turn)
        before = np.concatenate(([last], turn[:-1]))
        last = turn[-1]
        turn = 0.498 * (turn + before)
    return np.concatenate(turns)


def _piano(pitch: float, seconds: float, random: Random) -> FloatArray:
    t = times(seconds)
    # a stiff string's overtones lie a little high, and the high ones fade first
    partials = ((n, pitch * n * np.sqrt(1 + 0.0004 * n * n)) for n in range(1, 9))
    return sum(
        np.sin(2 * np.pi * f * t) * np.exp(-t * n / 0.7) / n for n, f in partials if f < 7500
    )


def bell(pitch: float, seconds: float, random: Random) -> FloatArray:
    t = times(seconds)
    return sum(
        np.sin(2 * np.pi * pitch * ratio * t) * np.exp(-t * ratio / 0.3) / ratio
        for ratio in (1, 2.76, 5.4)
        if pitch * ratio < 7500
    )


def _whistle(pitch: float, seconds: float, random: Random) -> FloatArray:
    t = times(seconds * 0.42)
    bend = pitch * (1 + 0.012 * np.sin(2 * np.pi * 6 * t) - 0.1 * np.exp(-t / 0.03))
    tone = np.sin(2 * np.pi * np.cumsum(bend) / SAMPLE_RATE)
    return (tone + 0.03 * coloured(random, len(t), 0)) * np.sin(np.pi * t / t[-1]) ** 0.4


def _flute(pitch: float, seconds: float, random: Random) -> FloatArray:
    t = times(seconds * 0.42)
    tone = sum(np.sin(2 * np.pi * pitch * n * t) / n**2 for n in (1, 2, 3))
    air = 0.1 * band(coloured(random, len(t), 0), pitch, 6000)
    return (tone + air) * np.sin(np.pi * t / t[-1]) ** 0.3


_INSTRUMENTS = {
    "string": _string,
    "piano": _piano,
    "bell": bell,
    "whistle": _whistle,
    "flute": _flute,
}
