"""Makes clean speech sound as people record it: noise, rooms, bad levels, cuts, codecs.

roughen(samples, "pink noise, 10 dB", seed=1)      # one recording made rough
rough_set([("a", samples, "what is said"), …])     # every clip clean and in five rough forms

A kind is a chain of steps; the same seed gives the same samples.
"""

import zlib
from collections.abc import Callable, Sequence

import numpy as np

from transcribe.types import SAMPLE_RATE, FloatArray

from . import sound
from .sound import Random

Clip = tuple[str, FloatArray, str]
"""A name, 16 kHz mono samples, and what is said."""

Step = Callable[[FloatArray, Random, Sequence[FloatArray]], FloatArray]
"""Samples, a random generator and the other speakers' clips, to rougher samples."""

Noise = Callable[[Random, int, Sequence[FloatArray]], FloatArray]
"""So many samples of a noise, of any loudness."""


def roughen(
    samples: FloatArray, kind: str, seed: int, others: Sequence[FloatArray] = ()
) -> FloatArray:
    """16 kHz mono samples as that kind of recording (a key of KINDS) gives them.

    `others` are clips of other people, for the kinds with babble. Cuts make the result
    shorter; every other kind keeps the length.
    """
    random = np.random.default_rng([seed, zlib.crc32(kind.encode())])
    for step in KINDS[kind]:
        samples = step(samples, random, others)
    return sound.as_samples(samples)


def rough_set(clips: Sequence[Clip], seed: int = 2026) -> list[Clip]:
    """Each clip clean and in five rough forms; the names are "clip | kind".

    Two of the five are a person's own microphone (a third of the whole set); the kinds
    take turns.
    """
    own = [kind for kind in KINDS if kind.startswith(OWN)]
    other = [kind for kind in KINDS if kind != CLEAN and kind not in own]
    # three of a kind for one clip would tell little
    np.random.default_rng(seed).shuffle(other)
    found = []
    for number, (name, samples, text) in enumerate(clips):
        kinds = [CLEAN, *_turn(own, 2, number), *_turn(other, 3, number)]
        others = [clip[1] for clip in clips if clip[0] != name]
        found += [
            (f"{name} | {kind}", roughen(samples, kind, seed + number, others), text)
            for kind in kinds
        ]
    return found


def kind_of(name: str) -> str:
    """The kind in a name of `rough_set`."""
    return name.rpartition(" | ")[2]


def _turn(kinds: list[str], count: int, number: int) -> list[str]:
    return [kinds[(number * count + step) % len(kinds)] for step in range(count)]


# --- noises ---------------------------------------------------------------------------------


def _coloured(slope: float) -> Noise:
    return lambda random, count, others: sound.coloured(random, count, slope)


def _fan(random: Random, count: int, others: Sequence[FloatArray]) -> FloatArray:
    """Air through a grille, the hum of the motor, and the blades passing."""
    t = np.arange(count) / SAMPLE_RATE
    blades = 1 + 0.2 * np.sin(2 * np.pi * random.uniform(8, 15) * t)
    air = sound.band(sound.coloured(random, count, 1.2), 60, 3000, order=1) * blades
    hum = sum(np.sin(2 * np.pi * 100 * n * t + n) / n for n in (1, 2, 3))
    return air / sound.rms(air) + 0.4 * hum


def _babble(random: Random, count: int, others: Sequence[FloatArray]) -> FloatArray:
    """Six other voices at once, each backwards, so that no word of theirs can be heard."""
    if not others:
        raise ValueError("babble is made of other clips: pass them in `others`")
    whole = np.zeros(count)
    for index in random.choice(len(others), 6, replace=len(others) < 6):
        voice = np.resize(others[index][::-1], count)
        whole += np.roll(voice, int(random.integers(count))) / (sound.rms(voice) or 1.0)
    return whole


def _keyboard(random: Random, count: int, others: Sequence[FloatArray]) -> FloatArray:
    """Key strokes: each a press and a release, some six a second."""
    whole = np.zeros(count)
    at = 0.0
    while (at := at + random.gamma(2, 0.08)) < count / SAMPLE_RATE:
        for delay, strength in ((0.0, 1.0), (random.uniform(0.06, 0.11), 0.5)):
            start = int((at + delay) * SAMPLE_RATE)
            length = min(400, count - start)
            if length > 0:
                fall = np.exp(-np.arange(length) / random.uniform(25, 80))
                whole[start : start + length] += random.standard_normal(length) * fall * strength
    return sound.band(whole, 400, 6000, order=1)


# --- steps ----------------------------------------------------------------------------------


def _with(noise: Noise, signal_to_noise: float) -> Step:
    """Adds a noise so many decibels under the speech."""

    def step(samples: FloatArray, random: Random, others: Sequence[FloatArray]) -> FloatArray:
        extra = noise(random, len(samples), others)
        level = speech_level(samples) * sound.decibels(-signal_to_noise)
        mixed = samples + extra * (level / (sound.rms(extra) or 1.0))
        # a microphone that clips is a kind of its own
        return mixed / max(1.0, float(np.abs(mixed).max()))

    return step


def _room(rt60: float, direct_to_reverberant: float) -> Step:
    def step(samples: FloatArray, random: Random, others: Sequence[FloatArray]) -> FloatArray:
        response = sound.room_response(random, rt60, direct_to_reverberant)
        wet = sound.convolved(samples, response)
        return wet * (sound.rms(samples) / (sound.rms(wet) or 1.0))

    return step


def _band(low: float, high: float) -> Step:
    return lambda samples, random, others: sound.band(samples, low, high)


def _peak(level: float) -> Step:
    """Records so quietly that the loudest sample is at `level` dB of full scale, in 16 bits."""
    return lambda samples, random, others: sound.as_16_bit(sound.with_peak(samples, level))


def _clipped(gain: float) -> Step:
    """Records so many decibels too loud."""
    return lambda samples, random, others: sound.as_samples(
        sound.with_peak(samples, 0.0) * sound.decibels(gain)
    )


def _opus(kilobits: int) -> Step:
    return lambda samples, random, others: sound.through_opus(samples, kilobits)


def _start_cut(seconds: float) -> Step:
    """Pressed the button late: so much of the speech itself is gone."""
    return lambda samples, random, others: samples[
        _speech(samples)[0] + int(seconds * SAMPLE_RATE) :
    ]


def _end_cut(seconds: float) -> Step:
    """Let go of the button early."""
    return lambda samples, random, others: samples[
        : _speech(samples)[1] - int(seconds * SAMPLE_RATE)
    ]


# --- where the speech is, and how loud ------------------------------------------------------

_FRAME = SAMPLE_RATE // 50


def speech_level(samples: FloatArray) -> float:
    """The RMS of the speech alone: of the frames less than 30 dB under the loudest."""
    frames = _frame_levels(samples)
    return float(np.sqrt(np.mean(frames[_loud(frames)] ** 2)))


def speech_ends(samples: FloatArray) -> tuple[float, float]:
    """Where the speech begins and ends, in seconds."""
    begins, ends = _speech(samples)
    return begins / SAMPLE_RATE, ends / SAMPLE_RATE


def _speech(samples: FloatArray) -> tuple[int, int]:
    """The samples where the speech begins and ends."""
    (loud,) = np.nonzero(_loud(_frame_levels(samples)))
    return int(loud[0]) * _FRAME, int(loud[-1] + 1) * _FRAME


def _frame_levels(samples: FloatArray) -> FloatArray:
    whole = samples[: max(1, len(samples) // _FRAME) * _FRAME]
    frames = np.split(whole, range(_FRAME, len(whole), _FRAME))
    return np.array([sound.rms(frame) for frame in frames])


def _loud(frames: FloatArray) -> FloatArray:
    return frames >= frames.max() * sound.decibels(-30)


# --- the kinds ------------------------------------------------------------------------------

CLEAN = "clean"
OWN = "own microphone"

_WHITE, _PINK, _BROWN = _coloured(0), _coloured(1), _coloured(2)
_OPUS = _opus(16)

KINDS: dict[str, tuple[Step, ...]] = {
    CLEAN: (),
    "white noise, 20 dB": (_with(_WHITE, 20),),
    "white noise, 10 dB": (_with(_WHITE, 10),),
    "white noise, 5 dB": (_with(_WHITE, 5),),
    "white noise, 0 dB": (_with(_WHITE, 0),),
    "pink noise, 20 dB": (_with(_PINK, 20),),
    "pink noise, 10 dB": (_with(_PINK, 10),),
    "pink noise, 5 dB": (_with(_PINK, 5),),
    "pink noise, 0 dB": (_with(_PINK, 0),),
    "fan, 20 dB": (_with(_fan, 20),),
    "fan, 10 dB": (_with(_fan, 10),),
    "fan, 5 dB": (_with(_fan, 5),),
    "fan, 0 dB": (_with(_fan, 0),),
    "babble, 20 dB": (_with(_babble, 20),),
    "babble, 10 dB": (_with(_babble, 10),),
    "babble, 5 dB": (_with(_babble, 5),),
    "babble, 0 dB": (_with(_babble, 0),),
    "keyboard, 20 dB": (_with(_keyboard, 20),),
    "keyboard, 10 dB": (_with(_keyboard, 10),),
    "keyboard, 5 dB": (_with(_keyboard, 5),),
    "room 0.3 s, near": (_room(0.3, 3),),
    "room 0.6 s": (_room(0.6, 0),),
    "room 0.6 s, far": (_room(0.6, -6),),
    "room 1.0 s": (_room(1.0, 0),),
    "room 1.0 s, far": (_room(1.0, -6),),
    "quiet, -30 dB": (_peak(-30),),
    "quiet, -45 dB": (_peak(-45),),
    "start cut, 0.15 s": (_start_cut(0.15),),
    "start cut, 0.3 s": (_start_cut(0.3),),
    "end cut, 0.2 s": (_end_cut(0.2),),
    "telephone": (_band(300, 3400),),
    "low-pass 4 kHz": (_band(50, 4000),),
    "clipped, 12 dB": (_clipped(12),),
    "clipped, 24 dB": (_clipped(24),),
    "Opus 12 kbit/s": (_opus(12),),
    "Opus 6 kbit/s": (_opus(6),),
    # a person alone with a cheap microphone: where most real recordings come from
    f"{OWN}: laptop, quiet, noisy room": (
        _room(0.4, 3),
        _with(_PINK, 10),
        _band(120, 7000),
        _peak(-30),
        _OPUS,
    ),
    f"{OWN}: laptop with its fan": (_room(0.3, 4), _with(_fan, 18), _band(120, 7000), _OPUS),
    f"{OWN}: laptop, typing": (
        _room(0.3, 5),
        _with(_keyboard, 18),
        _with(_PINK, 25),
        _band(120, 7000),
        _peak(-20),
        _OPUS,
    ),
    f"{OWN}: laptop across a hall": (_room(0.6, 0), _with(_PINK, 22), _band(120, 7000), _OPUS),
    f"{OWN}: telephone, street": (_with(_BROWN, 8), _with(_PINK, 18), _band(300, 3400), _OPUS),
    f"{OWN}: telephone, café": (_room(0.3, 5), _with(_babble, 16), _band(200, 4000), _OPUS),
    f"{OWN}: telephone on the table": (
        _room(0.4, 2),
        _with(_fan, 20),
        _band(200, 4000),
        _peak(-36),
        _OPUS,
    ),
    f"{OWN}: headset, too loud": (_with(_WHITE, 28), _band(200, 6000), _clipped(12), _OPUS),
    f"{OWN}: headset, late button": (
        _start_cut(0.1),
        _with(_WHITE, 22),
        _band(200, 6000),
        _peak(-24),
        _OPUS,
    ),
}
