"""Which lines of a meeting's recordings have one voice, and whose it may be: from what was heard to
what a person is asked.

Nobody is told so, and nothing is attributed: what is found is shown, and confirmed by a person.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby

import numpy as np

from bot.store.voices import HeardVoice, SaidBy, Supposed
from transcribe.types import FloatArray, Segment, Voice
from transcribe.voices.clusters import clustered, whose
from transcribe.voices.ear import mean
from transcribe.voices.turns import LEAST_SECONDS, LONG_PAUSE, OTHER_VOICE

NOTES, NOTE_SECONDS = 3, 3.0
"""So many notes (or lines that somebody has confirmed), each so long, make a voice known."""

# What is too short for a voice follows whoever speaks so near to it, in seconds; further away it is
# somebody else's too often (benchmarks/README.md, "Who speaks")
_NEAR = LONG_PAUSE
# Longer than this a line is not what was too short: it was heard where voices are not known. (A
# stretch of a room is longer than the words in it.)
_SHORT = 2 * LEAST_SECONDS


def kept(voice: Voice | None) -> HeardVoice | None:
    """A voice as the record has it."""
    if voice is None:
        return None
    return HeardVoice(np.array(voice.vector, "<f4").tobytes(), voice.seconds)


def of_note(segments: Sequence[Segment]) -> Voice | None:
    """The voice of a note; None where too little was said, or two people speak in it."""
    known = [one.voice for one in segments if one.voice]
    if not known or any(one.turn for one in segments):
        return None
    seconds = [one.seconds for one in known]
    vectors = [np.array(one.vector, np.float32) for one in known]
    if any(float(one @ other) < OTHER_VOICE for one, other in combinations(vectors, 2)):
        return None
    centre = mean(vectors, seconds)
    return Voice(tuple(centre.tolist()), sum(seconds))


def vector_of(heard: HeardVoice) -> FloatArray:
    return np.frombuffer(heard.vector, "<f4")


def suppose(said: Sequence[SaidBy], last: int = 0) -> dict[int, Supposed]:
    """For each part of a recording its voice, and whose it may be; nothing of the parts of one of
    which no voice is kept (any more): what they have stays.

    A recording of one voice has no numbers, unless it is a room's, may be somebody's who has not
    sent it, or had them: where the other voice's lines are gone, nothing tells that the rest is the
    sender's. In one of several no line is without: it would be the sender's.

    Args:
        said: the lines of a meeting that are parts of recordings, in their order, and notes.
        last: the highest number that the meeting has given, to a line that was deleted too.
    """
    people = _people(said)
    parts = [one for one in said if one.recording is not None]
    last = max([last, *(one.voice or 0 for one in parts)])
    found: dict[int, Supposed] = {}
    for _, group in groupby(parts, lambda one: one.recording):
        recording = list(group)
        if not any(one.heard for one in recording):
            continue
        heard = _voices(recording)
        groups = [*heard.voices, *([heard.left] if heard.left else [])]
        numbers = _numbers(groups, last)
        asked = [_whose(lines, people) for lines in heard.voices]
        found |= {one.line_id: (None, None) for one in recording}
        alone = len(heard.voices) == 1 and not heard.as_before
        told = any(one.voice for one in recording)
        if alone and not told and not _says_something(recording[0], asked[0]):
            continue
        last = max([last, *numbers])
        maybe_of: dict[int | None, int | None] = dict(zip(numbers, asked, strict=False))
        for lines, number in zip(groups, numbers, strict=True):
            found |= {one.line_id: _supposed(one, number, maybe_of, None) for one in lines}
        for one in heard.as_before:
            found[one.line_id] = _supposed(one, one.voice, maybe_of, one.maybe)
    return found


def _supposed(
    one: SaidBy, number: int | None, maybe_of: Mapping[int | None, int | None], maybe: int | None
) -> Supposed:
    return number, None if one.whose_known else maybe_of.get(number, maybe)


def _says_something(recording: SaidBy, maybe: int | None) -> bool:
    """Whether it is worth a word that a recording has one voice."""
    return recording.room or maybe not in (None, recording.recorded_by)


def _people(said: Iterable[SaidBy]) -> dict[int, FloatArray]:
    """The voices that are known: of notes, and of what somebody has confirmed."""
    known: dict[int, list[SaidBy]] = {}
    for one in said:
        certain = one.whose_known or (one.recording is None and one.of_account)
        if one.heard and certain and one.length >= NOTE_SECONDS:
            known.setdefault(one.human, []).append(one)
    return {human: _centre(lines) for human, lines in known.items() if len(lines) >= NOTES}


def _centre(lines: Sequence[SaidBy]) -> FloatArray:
    heard = [one.heard for one in lines if one.heard]
    return mean([vector_of(one) for one in heard], [one.seconds for one in heard])


@dataclass(frozen=True)
class _Heard:
    """The lines of a recording by what is known of them; none is in two of these."""

    voices: list[list[SaidBy]]  #: in the order in which they first speak
    as_before: list[SaidBy]  #: they have a number, and nothing by which it could be another
    left: list[SaidBy]  #: nothing tells whose they are


def _voices(recording: Sequence[SaidBy]) -> _Heard:
    known = sorted((one for one in recording if one.heard), key=lambda one: one.starts)
    which = clustered([vector_of(one.heard) for one in known if one.heard])
    voice_of = {one.line_id: number for one, number in zip(known, which, strict=True)}
    starts = [one.starts for one in known]
    same_sound = {(one.starts, one.ends): one for one in reversed(known)}
    found = _Heard([[] for _ in range(max(which) + 1)], [], [])
    for one in recording:
        # both halves of a line that was cut have its sound
        with_it = one if one.heard else same_sound.get((one.starts, one.ends))
        if with_it is None and one.length < (LEAST_SECONDS if one.voice else _SHORT):
            at = bisect_right(starts, one.starts)
            with_it = min(known[max(at - 1, 0) : at + 1], key=lambda other: _apart(one, other))
            if _apart(one, with_it) > _NEAR:
                with_it = None
        if with_it is not None:
            found.voices[voice_of[with_it.line_id]].append(one)
        elif one.voice:
            found.as_before.append(one)
        elif not one.whose_known:
            found.left.append(one)
    return found


def _apart(one: SaidBy, other: SaidBy) -> float:
    """Seconds between two lines of a recording."""
    return max(one.starts - other.ends, other.starts - one.ends, 0.0)


def _numbers(voices: Sequence[Sequence[SaidBy]], last: int) -> list[int]:
    """What each voice is called: as most of its lines were, as long as no other one is; else the
    next number of the meeting.

    Args:
        last: the highest number so far.
    """
    before = [Counter(one.voice for one in lines if one.voice) for lines in voices]
    wanted = sorted(
        ((count, -n, number) for n, of in enumerate(before) for number, count in of.items()),
        reverse=True,
    )
    taken: dict[int, int] = {}
    for _, place, number in wanted:
        if -place not in taken and number not in taken.values():
            taken[-place] = number
    for n in range(len(voices)):
        if n not in taken:
            last = taken[n] = last + 1
    return [taken[n] for n in range(len(voices))]


def _whose(lines: Sequence[SaidBy], people: Mapping[int, FloatArray]) -> int | None:
    """Whose a voice may be: as a person has said of some of its lines, else as it sounds."""
    refused = {human for one in lines for human in one.refused}
    # what only follows its neighbour may be anybody's
    named = {one.human for one in lines if one.whose_known and one.heard}
    if named:
        (only,) = named if len(named) == 1 else (None,)
        return None if only in refused else only
    heard = [one.heard for one in lines if one.heard]
    found = whose([vector_of(one) for one in heard], [one.seconds for one in heard], people)
    return None if found in refused else found
