"""What becomes of each utterance of a long recording: lost, told as unheard, a loop; and when its
line begins.

The recording is made of clips of many people at known times, one after the other or into each
other's words, over a telephone, in a room.
"""

import difflib
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from transcribe import Transcriber
from transcribe.sound import guards
from transcribe.types import SAMPLE_RATE, Decoded, FloatArray, Segment, Word

from . import sound
from .clips import Clip
from .contenders import Setup
from .roughen import roughen, speech_ends
from .scoring import errors, words

log = logging.getLogger(__name__)

# How the recordings are made: what is done to each clip, and the seconds between two of them
MANNERS = {
    "one after the other": ("clean", (0.3, 1.5)),
    "into each other's words": ("clean", (-1.0, 0.3)),
    "over a telephone": ("telephone", (0.3, 1.5)),
    "across a room": ("room 0.6 s, far", (0.3, 1.5)),
}
# A line's words belong to an utterance not further away than this, in seconds
_NEAR = 3.0
# So many of the first words of a line, and of an utterance, may be misheard
_FIRST = 2


@dataclass(frozen=True)
class Utterance:
    """What is said from `start` to `end`, in seconds of the recording."""

    start: float
    end: float
    said: str


def lines(setup: Setup, clips: Sequence[Clip], minutes: float, seed: int) -> dict[str, Any]:
    """The figures for each manner; `minutes` is the length of each recording."""
    plain = [clip for clip in clips if not clip.is_rough]
    transcriber = Transcriber(setup.speech())
    rows = {}
    for manner in MANNERS:
        samples, said = recording(plain, minutes, manner, seed)
        rows[manner] = _judged(transcriber, samples, said)
        log.info("%s: %s", manner, rows[manner])
    return {"minutes": minutes, "rows": rows}


def recording(
    clips: Sequence[Clip], minutes: float, manner: str, seed: int
) -> tuple[FloatArray, list[Utterance]]:
    """Samples of about so many minutes, with what is said in them, in order."""
    kind, (least, most) = MANNERS[manner]
    random = np.random.default_rng(seed)
    whole = np.zeros(round((minutes * 60 + 60) * SAMPLE_RATE), np.float32)
    said, at = [], 0.5
    while at < minutes * 60:
        for index in random.permutation(len(clips)):
            clip = clips[index]
            samples = roughen(clip.samples, kind, seed + int(index))
            first = round(at * SAMPLE_RATE)
            whole[first : first + len(samples)] += samples[: len(whole) - first]
            begins, ends = speech_ends(clip.samples)
            said.append(Utterance(at + begins, at + ends, clip.said))
            at += ends + random.uniform(least, most)
            if at >= minutes * 60:
                break
    whole = whole[: round((at + 1.0) * SAMPLE_RATE)]
    room = sound.coloured(random, len(whole), 1.5) * sound.decibels(-58)
    return sound.as_samples(whole + room), said


def _judged(
    transcriber: Transcriber, samples: FloatArray, said: Sequence[Utterance]
) -> dict[str, Any]:
    pieces = list(transcriber.pieces(sound.wav(samples)))
    heard = [segment for piece in pieces for segment in piece.segments]
    unheard = [span for piece in pieces for span in piece.unheard]
    total = errors(" ".join(one.said for one in said), " ".join(one.heard for one in heard))
    starts = np.array(list(_starts(heard, said)))
    return {
        "utterances": len(said),
        "wer": total.rate,
        "lost": sum(is_lost(one, heard) for one in said),
        "unheard": len(unheard),
        "unheard_seconds": sum(end - begin for begin, end in unheard),
        "loops": sum(is_loop(one.heard) for one in heard),
        "lines": len(heard),
        "starts": len(starts),
        "start_median": float(np.median(starts)) if len(starts) else 0.0,
        "early": float(np.mean(starts < -1.0)) if len(starts) else 0.0,
        "late": float(np.mean(starts > 1.0)) if len(starts) else 0.0,
    }


def is_lost(one: Utterance, heard: Sequence[Segment]) -> bool:
    """Whether not one of its words stands in a line of its time."""
    near = [line for line in heard if line.start < one.end + 1 and line.end > one.start - 1]
    return no_word_right(one.said, " ".join(line.heard for line in near))


def no_word_right(said: str, text: str) -> bool:
    """Whether none of the words that were said stands in the text, in their order."""
    matcher = difflib.SequenceMatcher(None, words(said), words(text), autojunk=False)
    return not any(block.size for block in matcher.get_matching_blocks())


def is_loop(text: str) -> bool:
    """Whether something stands in a text so often, one behind the other, that it looks like one."""
    heard = Decoded(tuple(Word(word, 0.0, 0.0, 1.0) for word in text.split()), 0.0)
    return guards.stammers(heard)


def _starts(heard: Sequence[Segment], said: Sequence[Utterance]) -> Iterator[float]:
    """How late each line begins (seconds; early is negative) whose beginning is an utterance's."""
    for line in heard:
        near = [u for u in said if line.start < u.end + _NEAR and line.end > u.start - _NEAR]
        firsts = {}
        flat: list[str] = []
        for one in near:
            firsts |= dict.fromkeys(range(len(flat), len(flat) + _FIRST), one)
            flat += words(one.said)
        matcher = difflib.SequenceMatcher(None, flat, words(line.heard), autojunk=False)
        block = matcher.get_matching_blocks()[0]
        if block.size and block.a in firsts and block.b < _FIRST:
            yield line.start - firsts[block.a].start


def of_clips(found: Sequence[tuple[str, str]]) -> dict[str, int]:
    """How many clips are wholly lost, and how many loop; each is what was said and what written."""
    return {
        "lost": sum(no_word_right(said, text) for said, text in found),
        "loops": sum(is_loop(text) and not is_loop(said) for said, text in found),
    }
