"""Changes to a whole sound."""

import numpy as np

from benchmarks import sound
from benchmarks.noises.parts import Maker
from benchmarks.sound import Random, times
from transcribe.types import FloatArray


def coded(make: Maker, kilobits: int) -> Maker:
    """The sound as a voice note of so few bits leaves it."""

    def changed(seconds: float, random: Random) -> FloatArray:
        return sound.through_opus(sound.with_peak(make(seconds, random), -6), kilobits)

    return changed


def in_room(make: Maker, rt60: float) -> Maker:
    def changed(seconds: float, random: Random) -> FloatArray:
        return sound.convolved(make(seconds, random), sound.room_response(random, rt60, -3))

    return changed


def late(make: Maker, part: float = 0.6) -> Maker:
    """Silence, then the sound, which the end of the recording cuts off."""

    def changed(seconds: float, random: Random) -> FloatArray:
        start = len(times(seconds * part))
        whole = make(seconds, random)
        whole[:start] = 0
        return whole

    return changed


def both(first: Maker, second: Maker, balance: float) -> Maker:
    """Two sounds at once, the second so many decibels quieter."""

    def changed(seconds: float, random: Random) -> FloatArray:
        one, two = first(seconds, random), second(seconds, random)
        factor = sound.decibels(-balance) / (np.abs(two).max() or 1.0)
        return one / (np.abs(one).max() or 1.0) + two * factor

    return changed
