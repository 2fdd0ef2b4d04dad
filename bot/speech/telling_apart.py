"""Which lines of a meeting's recordings have one voice, and whose it may be: from what was heard to
what a person is asked.

Nobody is told so, and nothing is attributed: what is found is shown, and confirmed by a person.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby

import numpy as np

from bot.minutes import SenderDoubt
from bot.store.voices import HeardVoice, SaidBy, Supposed
from transcribe.types import FloatArray, Segment, Voice
from transcribe.voices.clusters import SAME_PERSON, clustered, whose
from transcribe.voices.ear import mean
from transcribe.voices.turns import LEAST_SECONDS, OTHER_VOICE

NOTES, NOTE_SECONDS = 3, 3.0
"""So many notes (or lines that somebody has confirmed), each so long, make a voice known."""

UNLIKE = 0.35
"""Less alike than this to what is known of somebody's voice, what they have sent surely is not said
by them: of the notes of three people, as they were and in a dozen rough forms (a telephone in the
street, a headset that is too loud, a far microphone), none was so unlike to the speaker's others,
and of other people's 95 of 100 were."""

# What is too short for a voice is the known one's that it is most like: so like it at least, and so
# much more like it than the next. Where that is not clear: a neighbour's that is nearly as like
_LIKE, _CLEARLY, _NEARLY = 0.4, 0.15, 0.1
_NEIGHBOUR = 1.2  # seconds
# What says nothing at all of its voice follows whoever speaks so near to it, in seconds; further
# away it is somebody else's more often than not (benchmarks/README.md, "Who speaks")
_NEAR = 0.3

SHORT = 2 * LEAST_SECONDS
"""Longer than this a line is not what was too short: it was heard where voices are not known. (A
stretch of a room is longer than the words in it.)"""


def kept(voice: Voice | None) -> HeardVoice | None:
    """A voice as the record has it."""
    if voice is None:
        return None
    return HeardVoice(np.array(voice.vector, "<f4").tobytes(), voice.seconds)


def of_note(segments: Sequence[Segment]) -> Voice | None:
    """The voice of a note; None where too little was said, or two people speak in it."""
    known = _known(segments)
    if not known or any(one.turn for one in segments):
        return None
    seconds = [one.seconds for one in known]
    vectors = [np.array(one.vector, np.float32) for one in known]
    if any(float(one @ other) < OTHER_VOICE for one, other in combinations(vectors, 2)):
        return None
    centre = mean(vectors, seconds)
    return Voice(tuple(centre.tolist()), sum(seconds))


def several_in(segments: Sequence[Segment]) -> bool:
    """Whether more than one person speaks in a note: the voice changes at a pause, and what is said
    up to there and from there on is not, as a whole, as alike as one person's."""
    turns: list[list[Voice]] = [[]]
    for n, one in enumerate(segments):
        if n and one.turn:
            turns.append([])
        turns[-1] += _known([one])
    if len(turns) < 2:
        return False
    if not all(turns):
        return True
    centres = [
        mean([np.array(x.vector, np.float32) for x in turn], [x.seconds for x in turn])
        for turn in turns
    ]
    return any(float(one @ other) < SAME_PERSON for one, other in combinations(centres, 2))


def _known(segments: Sequence[Segment]) -> list[Voice]:
    """The voices of those that are long enough to know one."""
    voices = [one.voice for one in segments if one.voice]
    return [one for one in voices if one.seconds >= LEAST_SECONDS]


def vector_of(heard: HeardVoice) -> FloatArray:
    return np.frombuffer(heard.vector, "<f4")


_Asked = tuple[int | None, SenderDoubt | None]
"""Whose a voice may be, and why that is asked."""


def suppose(said: Sequence[SaidBy], last: int = 0) -> dict[int, Supposed]:
    """For each part of a recording its voice, and whose it may be; nothing of the parts of one of
    which no voice is kept (any more): what they have stays. Of notes those of which something else
    is supposed than before.

    A recording of one voice has no numbers, unless it is a room's, may be somebody's who has not
    sent it, surely is not its sender's, or had them: where the other voice's lines are gone,
    nothing tells that the rest is the sender's. In one of several no line is without: it would be
    the sender's; what nothing tells the voice of has 0.

    What somebody has sent is theirs, unless there is reason to doubt that (``SenderDoubt``): then
    they are asked for. A note that they have recorded themselves stays theirs even where it sounds
    unlike them: that may be a cold.

    Args:
        said: the lines of a meeting that are parts of recordings, in their order, and notes.
        last: the highest number that the meeting has given, to a line that was deleted too.
    """
    people, unlike = _people(said)
    parts = [one for one in said if one.recording is not None]
    last = max([last, *(one.voice or 0 for one in parts)])
    found = _notes(said, unlike)
    for _, group in groupby(parts, lambda one: one.recording):
        recording = list(group)
        if not any(map(_is_known, recording)):
            found |= _too_short(recording)
            continue
        heard = _voices(recording)
        numbers = _numbers(heard.voices, last)
        asked: list[_Asked] = [(_whose(lines, people), None) for lines in heard.voices]
        found |= {one.line_id: Supposed() for one in recording}
        alone = len(heard.voices) == 1 and not heard.as_before
        told = any(one.voice is not None for one in recording)
        if alone and _is_unlike_sender(recording, people, asked[0][0]):
            asked = [(recording[0].recorded_by, SenderDoubt.UNLIKE)]
        elif alone and not told and not _says_something(recording[0], asked[0][0]):
            continue
        last = max([last, *numbers])
        maybe_of: dict[int | None, _Asked] = dict(zip(numbers, asked, strict=True))
        for lines, number in zip(heard.voices, numbers, strict=True):
            found |= {one.line_id: _supposed(one, number, maybe_of[number]) for one in lines}
        for one in heard.as_before:
            before = maybe_of.get(one.voice, (one.maybe, one.doubted))
            found[one.line_id] = _supposed(one, one.voice, before)
        found |= {one.line_id: _supposed(one, 0, (None, None)) for one in heard.left}
    return found


def _supposed(one: SaidBy, number: int | None, asked: _Asked) -> Supposed:
    return Supposed(number) if one.whose_known else Supposed(number, *asked)


def _says_something(recording: SaidBy, maybe: int | None) -> bool:
    """Whether it is worth a word that a recording has one voice."""
    return recording.room or maybe not in (None, recording.recorded_by)


def _is_unlike_sender(
    recording: Sequence[SaidBy], people: Mapping[int, FloatArray], maybe: int | None
) -> bool:
    """Whether a recording of one voice surely is not its sender's, or was not before, and nobody
    has said anything of it."""
    sender = recording[0].recorded_by
    said = any(one.whose_known or sender in one.refused for one in recording)
    if recording[0].room or sender is None or maybe is not None or said:
        return False
    if any(one.doubted is SenderDoubt.UNLIKE for one in recording):
        return True
    known = people.get(sender)
    return known is not None and float(_centre(recording) @ known) < UNLIKE


def _too_short(recording: Sequence[SaidBy]) -> dict[int, Supposed]:
    """Of a recording in which nothing is long enough to know a voice: where nobody speaks for long,
    there may be several who do."""
    if recording[0].room or not any(one.listened for one in recording):
        return {}
    sender = recording[0].recorded_by
    if sender is None or any(sender in one.refused for one in recording):
        return {one.line_id: _supposed(one, one.voice or 0, (None, None)) for one in recording}
    asked = (sender, SenderDoubt.SHORT)
    return {one.line_id: _supposed(one, one.voice or 0, asked) for one in recording}


def _notes(said: Iterable[SaidBy], unlike: Collection[int]) -> dict[int, Supposed]:
    """What is supposed of the notes, where that is something else than before.

    Args:
        unlike: the lines that do not sound like what else their speakers have said.
    """
    notes = [one for one in said if one.recording is None and not one.whose_known]
    found = {one.line_id: _note(one, one.line_id in unlike) for one in notes}
    before = {one.line_id: Supposed(one.voice, one.maybe, one.doubted) for one in notes}
    return {line_id: now for line_id, now in found.items() if now != before[line_id]}


def _note(one: SaidBy, unlike: bool) -> Supposed:
    if one.human in one.refused:
        return Supposed(one.voice or 0)
    if one.several:
        return Supposed(one.voice or 0, one.human, SenderDoubt.SEVERAL)
    if unlike or (one.voice is not None and one.doubted is SenderDoubt.UNLIKE):
        voice = None if one.own else 0
        return Supposed(voice, one.human, SenderDoubt.UNLIKE)
    return Supposed(one.voice)


def _people(said: Iterable[SaidBy]) -> tuple[dict[int, FloatArray], set[int]]:
    """The voices that are known: of notes, and of what somebody has confirmed; and the notes that
    do not sound like the others of their speakers."""
    known: dict[int, list[SaidBy]] = {}
    for one in said:
        note = one.recording is None and one.of_account and one.human not in one.refused
        if _is_known(one) and (one.whose_known or note) and one.length >= NOTE_SECONDS:
            known.setdefault(one.human, []).append(one)
    people: dict[int, FloatArray] = {}
    unlike: set[int] = set()
    for human, lines in known.items():
        if len(lines) < NOTES:
            continue
        odd = _unlike_others(lines)
        unlike |= odd
        people[human] = _centre([one for one in lines if one.line_id not in odd])
    return people, unlike


def _unlike_others(lines: Sequence[SaidBy]) -> set[int]:
    """Those of somebody's lines that surely are not said by who has said the others, the least
    alike first, as long as enough are left to know a voice by. None that somebody has confirmed."""
    vectors = np.stack([vector_of(one.heard) for one in lines if one.heard])
    sure = np.array([one.whose_known for one in lines])
    left = np.ones(len(lines), bool)
    while np.count_nonzero(left) > NOTES:
        others = vectors[left].sum(axis=0) - vectors
        alike = (others * vectors).sum(axis=1) / np.maximum(np.linalg.norm(others, axis=1), 1e-9)
        alike[sure | ~left] = np.inf
        least = int(np.argmin(alike))
        if not alike[least] < UNLIKE:
            break
        left[least] = False
    return {one.line_id for one, alive in zip(lines, left, strict=True) if not alive}


def _centre(lines: Sequence[SaidBy]) -> FloatArray:
    """What those of the lines have in common that are long enough to know a voice, at least one."""
    heard = [one.heard for one in lines if one.heard and _is_known(one)]
    return mean([vector_of(one) for one in heard], [one.seconds for one in heard])


@dataclass(frozen=True)
class _Heard:
    """The lines of a recording by what is known of them; none is in two of these."""

    voices: list[list[SaidBy]]  #: in the order in which they first speak
    as_before: list[SaidBy]  #: they have a number, and nothing by which it could be another
    left: list[SaidBy]  #: nothing tells whose they are, or what is said there


def _voices(recording: Sequence[SaidBy]) -> _Heard:
    known = _Known(sorted(filter(_is_known, recording), key=lambda one: one.starts))
    same_sound = {(one.starts, one.ends): one for one in reversed(recording) if one.heard}
    found = _Heard([[] for _ in known.centres], [], [])
    for one in recording:
        if one.wordless and not one.whose_known:
            found.left.append(one)
            continue
        # both halves of a line that was cut have its sound
        sound = one if one.heard else same_sound.get((one.starts, one.ends))
        which: int | None = None
        if sound is not None:
            which = known.most_like(sound)
        elif one.length < (LEAST_SECONDS if one.voice else SHORT):
            which = next((which for _, which in known.beside(one, _NEAR)), None)
        if which is not None:
            found.voices[which].append(one)
        elif one.voice:
            found.as_before.append(one)
        elif not one.whose_known:
            found.left.append(one)
    return found


class _Known:
    """The voices of a recording.

    Args:
        lines: those by which they are known, by their beginnings; at least one.
    """

    def __init__(self, lines: Sequence[SaidBy]) -> None:
        self._lines = lines
        self._starts = [one.starts for one in lines]
        which = clustered([vector_of(one.heard) for one in lines if one.heard])
        self._which = {one.line_id: number for one, number in zip(lines, which, strict=True)}
        voices: list[list[SaidBy]] = [[] for _ in range(max(which) + 1)]
        for one, number in zip(lines, which, strict=True):
            voices[number].append(one)
        self.centres = np.stack([_centre(of) for of in voices])

    def most_like(self, one: SaidBy) -> int | None:
        """Whose a line with a vector is; None where too little was said to tell."""
        assert one.heard is not None
        if one.line_id in self._which:
            return self._which[one.line_id]
        like = self.centres @ vector_of(one.heard)
        first, *others = np.argsort(-like)
        if like[first] < _LIKE - _NEARLY:
            return None
        if like[first] >= _LIKE and all(like[first] - like[n] >= _CLEARLY for n in others[:1]):
            return int(first)
        near = {n for _, n in self.beside(one, _NEIGHBOUR)}
        possible = [n for n in near if like[n] >= max(like[first], _LIKE) - _NEARLY]
        return max(possible, key=lambda n: like[n], default=None)

    def beside(self, one: SaidBy, most: float) -> list[tuple[float, int]]:
        """Who speaks before and behind a line at most so many seconds away, the nearest first."""
        at = bisect_right(self._starts, one.starts)
        around = self._lines[max(at - 1, 0) : at + 1]
        near = [(_apart(one, x), self._which[x.line_id]) for x in around]
        return sorted((x for x in near if x[0] <= most), key=lambda x: x[0])


def _is_known(one: SaidBy) -> bool:
    """Whether enough was said in a line to make a voice known."""
    return one.heard is not None and one.heard.seconds >= LEAST_SECONDS


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
    # what is too short to be known may be anybody's
    named = {one.human for one in lines if one.whose_known and _is_known(one)}
    if named:
        (only,) = named if len(named) == 1 else (None,)
        return None if only in refused else only
    heard = [one.heard for one in lines if one.heard and _is_known(one)]
    found = whose([vector_of(one) for one in heard], [one.seconds for one in heard], people)
    return None if found in refused else found
