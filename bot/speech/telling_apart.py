"""Which lines of a meeting's recordings have one voice, and whose it may be: from what was heard to
what a person is asked.

Nobody is told so, and nothing is attributed: what is found is shown, and confirmed by a person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

import numpy as np

from bot.store.voices import HeardVoice, SaidBy, Supposed
from transcribe.types import FloatArray, Segment, Voice
from transcribe.voices.clusters import clustered, whose
from transcribe.voices.ear import mean

NOTES, NOTE_SECONDS = 3, 3.0
"""So many notes (or lines that somebody has confirmed), each so long, make a voice known."""

_NEAR = 10.0  # seconds: what is too short for a voice follows whoever speaks so near to it


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
    centre = mean([np.array(one.vector, np.float32) for one in known], seconds)
    return Voice(tuple(centre.tolist()), sum(seconds))


def vector_of(heard: HeardVoice) -> FloatArray:
    return np.frombuffer(heard.vector, "<f4")


def suppose(said: Sequence[SaidBy]) -> dict[int, Supposed]:
    """For each part of a recording its voice, and whose it may be.

    A recording of one voice has no numbers, unless it is a room's, or may be somebody's who has not
    sent it.

    Args:
        said: the lines of a meeting that are parts of recordings, in their order, and notes.
    """
    people = _people(said)
    parts = [one for one in said if one.recording is not None]
    last = max((one.voice or 0 for one in parts), default=0)
    found: dict[int, Supposed] = {}
    for _, group in groupby(parts, lambda one: one.recording):
        recording = list(group)
        voices = _voices(recording)
        numbers = _numbers(voices, last)
        last = max([last, *numbers])
        asked = [_whose(lines, people) for lines in voices]
        if len(voices) == 1 and not _says_something(recording[0], asked[0]):
            voices = []
        found |= {one.line_id: (None, None) for one in recording}
        for lines, number, maybe in zip(voices, numbers, asked, strict=False):
            found |= {one.line_id: (number, None if one.whose_known else maybe) for one in lines}
    return found


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


def _voices(recording: Sequence[SaidBy]) -> list[list[SaidBy]]:
    """The lines of a recording by their voices, in the order in which they first speak."""
    known = [one for one in recording if one.heard]
    which = clustered([vector_of(one.heard) for one in known if one.heard])
    voice_of = {one.line_id: number for one, number in zip(known, which, strict=True)}
    voices: list[list[SaidBy]] = [[] for _ in range(max(which, default=-1) + 1)]
    for one in recording:
        number = voice_of.get(one.line_id)
        if number is None:
            near = min(known, key=lambda other: _apart(one, other), default=None)
            if near is None or _apart(one, near) > _NEAR:
                continue
            number = voice_of[near.line_id]
        voices[number].append(one)
    return voices


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
    named = {one.human for one in lines if one.whose_known}
    if named:
        (only,) = named if len(named) == 1 else (None,)
        return None if only in refused else only
    heard = [one.heard for one in lines if one.heard]
    found = whose([vector_of(one) for one in heard], [one.seconds for one in heard], people)
    return None if found in refused else found
