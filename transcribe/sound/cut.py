"""A long recording as clips that the model can take: cut at pauses, never through a word.

Works on a stream: some 30 s of samples are held at a time, however long the recording is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from transcribe.sound.guards import speech_spans
from transcribe.types import SAMPLE_RATE, FloatArray, Span

MOST_SECONDS = 28.0
"""The longest clip. The model hears 30 s; what it hears last needs some silence behind it."""

# A clip ends in a pause between these two, where there is one: shorter clips give the model less
# to go by; many of this length are decoded together sooner than a few long ones, and a note need
# not wait so long for its turn
_LEAST_SECONDS = 5.0
_GOOD_SECONDS = 12.0
# A pause this much longer is worth a clip that is a second shorter
_PAUSE_WORTH = 8.0
# Held before it is cut; where no pause is found in it, up to the longest clip is held
_LOOK_AHEAD = 16.0
# Kept before and behind speech, where silence is left out
_MARGIN = 0.4
# Silence at least this long is looked at again by itself: next to somebody loud, somebody far
# from the microphone is taken for silence
_LONG_SILENCE = 3.0
# Beside somebody so much louder (decibels) the model hears nobody; who speaks so long (seconds) is
# somebody, and has a clip of their own
_LOUDER = 12.0
_SOMEBODY = 1.0
# Where nobody pauses, the cut is at the quietest such stretch
_QUIET = 0.1


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a recording, `start` to `end` in seconds.

    `samples` begin at `heard_from` seconds and hold its speech; None where nobody speaks.
    `speech` are the spans in seconds from the beginning of `samples`.
    """

    start: float
    end: float
    heard_from: float
    samples: FloatArray | None
    speech: tuple[Span, ...] = ()


def stretches(blocks: Iterable[FloatArray], start: float = 0.0) -> Iterator[Stretch]:
    """Cut a stream of 16 kHz mono samples, whose first is at `start` seconds, without a gap."""
    held = np.empty(0, np.float32)
    at, enough = start, _LOOK_AHEAD
    for block in blocks:
        held = np.concatenate([held, block])
        while len(held) > enough * SAMPLE_RATE:
            stretch = _first(held, at, last=False)
            if stretch is None:
                enough = MOST_SECONDS + _MARGIN
                continue
            held = held[round((stretch.end - at) * SAMPLE_RATE) :]
            at, enough = stretch.end, _LOOK_AHEAD
            yield stretch
    while len(held):
        stretch = _first(held, at, last=True)
        assert stretch is not None
        held = held[round((stretch.end - at) * SAMPLE_RATE) :]
        at = stretch.end
        yield stretch


def speech_in(samples: FloatArray) -> list[Span]:
    """Where somebody speaks, also far behind somebody louder."""
    found = speech_spans(samples)
    if not found:
        return []
    edges = [0.0, *(edge for span in found for edge in span), len(samples) / SAMPLE_RATE]
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        if end - begin >= _LONG_SILENCE:
            inside = samples[round(begin * SAMPLE_RATE) : round(end * SAMPLE_RATE)]
            found.extend((begin + a, begin + b) for a, b in speech_spans(inside))
    return sorted(found)


def _first(held: FloatArray, at: float, *, last: bool) -> Stretch | None:
    """The first stretch of what is held; None where more must be held to find its end.

    Of the `last`, its end is the end of the recording.
    """
    seconds = len(held) / SAMPLE_RATE
    speech = speech_in(held)
    if not speech:
        # a word may have begun at the end of what is held
        return _stretch(held, at, seconds if last else seconds - 1.0, [])
    if speech[0][0] > _LONG_SILENCE:
        return _stretch(held, at, speech[0][0] - _MARGIN, [])
    pauses = [
        (end, start - end) for (_, end), (start, _) in pairwise([*speech, (seconds, seconds)])
    ]
    change = _change_of_voice(held, speech)
    if change is not None and pauses[change][0] <= _GOOD_SECONDS:
        begin, length = pauses[change]
        end: float | None = begin + min(length / 2, _MARGIN)
    else:
        end = _best_end(pauses, seconds, last=last)
    if end is None:
        if seconds < MOST_SECONDS:
            return None
        end = _quietest(held, MOST_SECONDS - 6.0, MOST_SECONDS)
    return _stretch(held, at, end, [span for span in speech if span[0] < end])


def _change_of_voice(held: FloatArray, speech: list[Span]) -> int | None:
    """The first span behind which somebody much louder or much quieter speaks; None if nobody."""
    levels = [_level(held, begin, end) for begin, end in speech]
    somebody = [n for n, (begin, end) in enumerate(speech) if end - begin >= _SOMEBODY]
    for one, other in pairwise(somebody):
        if abs(levels[other] - levels[one]) >= _LOUDER:
            # a short word between them belongs to whom it is as loud as
            middle = (levels[one] + levels[other]) / 2
            quieter = levels[other] < levels[one]
            return next(n for n in range(one, other) if (levels[n + 1] < middle) is quieter)
    return None


def _level(samples: FloatArray, begin: float, end: float) -> float:
    """How loud the louder half of a stretch is, in decibels of full scale."""
    part = samples[round(begin * SAMPLE_RATE) : round(end * SAMPLE_RATE)]
    width = round(_QUIET * SAMPLE_RATE)
    frames = part[: len(part) // width * width].reshape(-1, width)
    energy = float(np.median(np.square(frames).mean(axis=1))) if len(frames) else 0.0
    return 10 * float(np.log10(energy + 1e-12))


def _best_end(pauses: list[Span], seconds: float, *, last: bool) -> float | None:
    """Where a clip that begins at 0 ends best: behind a pause, given as its begin and length."""
    # the middle of a short pause; of a longer one just enough stays with the words before it
    cuts = [(begin + min(length / 2, _MARGIN), length) for begin, length in pauses]
    silence = next((cut for cut, length in cuts if length >= _LONG_SILENCE), None)
    if silence is not None and silence <= _GOOD_SECONDS:
        return silence
    if last and seconds <= _GOOD_SECONDS:
        return seconds
    possible = [cut for cut in cuts if _LEAST_SECONDS <= cut[0] <= MOST_SECONDS and cut[1] > 0]
    good = [cut for cut in possible if cut[0] <= _GOOD_SECONDS]
    if good:
        return max(good, key=lambda cut: cut[0] + min(cut[1], 2.0) * _PAUSE_WORTH)[0]
    if possible:
        return possible[0][0]
    if last and seconds <= MOST_SECONDS:
        return seconds
    # rather a short clip than a cut through a word
    early = [cut for cut, length in cuts if cut < _LEAST_SECONDS and length > 0]
    return early[-1] if early and seconds >= MOST_SECONDS else None


def _quietest(held: FloatArray, begin: float, end: float) -> float:
    first, width = round(begin * SAMPLE_RATE), round(_QUIET * SAMPLE_RATE)
    part = held[first : round(end * SAMPLE_RATE)]
    frames = part[: len(part) // width * width].reshape(-1, width)
    quietest = int(np.argmin(np.square(frames).mean(axis=1)))
    return (first + (quietest + 0.5) * width) / SAMPLE_RATE


def _stretch(held: FloatArray, at: float, end: float, speech: list[Span]) -> Stretch:
    end = round(end * SAMPLE_RATE) / SAMPLE_RATE  # the next one begins on a sample
    if not speech:
        return Stretch(at, at + end, at, None)
    # a short silence stays: what is taken for it may be a quiet syllable
    begin = speech[0][0] - _MARGIN if speech[0][0] > _LONG_SILENCE else 0.0
    final = speech[-1][1] + _MARGIN if end - speech[-1][1] > _LONG_SILENCE else end
    samples = held[round(begin * SAMPLE_RATE) : round(final * SAMPLE_RATE)]
    spans = tuple((first - begin, min(after, final) - begin) for first, after in speech)
    return Stretch(at, at + end, at + begin, samples.copy(), spans)
