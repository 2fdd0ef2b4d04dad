"""Who speaks: long recordings made of many people, with known times and speakers.

Each person who has enough recordings is two people, as long as there are speeds: at another one a
voice is higher or lower, and no longer the same. Three recordings of each are their voice notes of
the meeting; with the others, and with all whom there is one recording of, conversations are made:
at a table, in a room, by telephone, and with people who do not let each other finish.
"""

import logging
import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import numpy as np

from bot.speech.telling_apart import NOTE_SECONDS, NOTES, kept, of_note, suppose
from bot.store.voices import SaidBy, Supposed
from transcribe import Segment, Transcriber
from transcribe.sound.guards import speech_spans
from transcribe.types import SAMPLE_RATE, FloatArray
from transcribe.voices.turns import LEAST_SECONDS

from . import sound
from .clips import Clip
from .contenders import Setup
from .roughen import roughen
from .sections import Found

log = logging.getLogger(__name__)

# Of one voice at two speeds the cosine is 0.2 to 0.3, as of two people; of two people at
# the same other speed it is 0.5, so each is used once
SPEEDS = (0.75, 1.33)
KINDS = {
    "at a table": "clean",
    "talking over each other": "clean",
    "room 0.6 s": "room 0.6 s",
    "telephone": "own microphone: telephone on the table",
}
_OVER = "talking over each other"
_FRAME = 0.01  # seconds
_MIXED = 1.0  # seconds of another person, from which on a line has the words of two


@dataclass(frozen=True)
class Person:
    name: str
    notes: tuple[FloatArray, ...]  #: voice notes, none where there are too few recordings
    said: tuple[FloatArray, ...]


@dataclass(frozen=True)
class Conversation:
    """A recording; `turns` say who speaks when: a person's number, start and end in seconds."""

    samples: FloatArray
    turns: tuple[tuple[int, float, float], ...]

    @property
    def seconds(self) -> float:
        return len(self.samples) / SAMPLE_RATE


@dataclass(frozen=True)
class Said:
    """A line: when, with which voice, and whose it may be (a person's number).

    `known`: enough is said in that voice to know it. What is nobody's has one number together.
    """

    start: float
    end: float
    voice: int | None
    maybe: int | None
    known: bool = True


def voices(setup: Setup, clips: Sequence[Clip], seed: int) -> Found:
    """The section of the results: errors of who speaks when, and of names that are asked."""
    everybody = people(clips)
    known = [one for one in everybody if one.notes]
    transcriber = Transcriber(setup.speech())
    transcriber.load()
    found: Found = {"people": len(everybody), "known": len(known), "rows": []}
    for size, some in (("those with notes", known), ("all", everybody)):
        notes = _notes(transcriber, some)
        for number, kind in enumerate(KINDS):
            talk = conversation(some, kind, seed + number)
            lines, took = heard(transcriber, talk, notes)
            row = {"who": size, "people": len(some), "kind": kind, **score(talk, lines)}
            found["rows"].append(row | {"seconds": talk.seconds, "took": took})
            log.info("%s", row)
    return found


# --- people ---------------------------------------------------------------------------------------


def people(clips: Sequence[Clip]) -> list[Person]:
    """Those who speak in the clips, and more that are made of them."""
    by_name: dict[str, list[FloatArray]] = {}
    for clip in clips:
        by_name.setdefault(re.sub(r"_\d+$", "", clip.source), []).append(clip.samples)
    found = []
    others = list(SPEEDS)
    for name, samples in by_name.items():
        long = [one for one in samples if _spoken(one) >= NOTE_SECONDS - 0.3]
        if len(long) <= NOTES:
            found.append(Person(name, (), tuple(samples)))
            continue
        notes = long[:NOTES]
        rest = [one for one in samples if not any(one is note for note in notes)]
        for speed in (1.0, *others[:1]):
            found.append(
                Person(
                    f"{name} at {speed:g}",
                    tuple(at_speed(one, speed) for one in notes),
                    tuple(at_speed(one, speed) for one in rest),
                )
            )
        others = others[1:]
    return found


def at_speed(samples: FloatArray, speed: float) -> FloatArray:
    """As a tape that runs at another speed: higher and quicker, or lower and slower."""
    if speed == 1.0:
        return samples
    at = np.arange(int(len(samples) / speed)) * speed
    return np.interp(at, np.arange(len(samples)), samples).astype(np.float32)


def _spoken(samples: FloatArray) -> float:
    return sum(end - start for start, end in speech_spans(samples))


def conversation(some: Sequence[Person], kind: str, seed: int) -> Conversation:
    """All that some people say, in turns of one or two clips; nobody follows themselves."""
    random = np.random.default_rng(seed)
    left = {n: list(random.permutation(len(one.said))) for n, one in enumerate(some)}
    spans: list[tuple[int, float, FloatArray]] = []
    turns: list[tuple[int, float, float]] = []
    at, last = 0.5, -1
    while left:
        possible = [n for n in left if n != last] or list(left)
        weights = np.array([len(left[n]) for n in possible], float)
        who = int(random.choice(possible, p=weights / weights.sum()))
        for _ in range(int(random.integers(1, 3))):
            if left[who]:
                clip = some[who].said[left[who].pop()]
                rough = roughen(clip, KINDS[kind], int(random.integers(1 << 30)))
                rough = rough * sound.decibels(float(random.uniform(-4, 4)))
                if kind == _OVER and spans and who != last:
                    at -= float(random.uniform(0.3, 1.2))
                spans.append((who, at, rough))
                # of the clean clip: what is done to it moves none of it
                turns += [(who, at + begin, at + end) for begin, end in speech_spans(clip)]
                at += len(rough) / SAMPLE_RATE + float(random.uniform(0.15, 0.8))
                last = who
        left = {n: one for n, one in left.items() if one}
    whole = np.zeros(round((at + 1.0) * SAMPLE_RATE), np.float32)
    for _, start, samples in spans:
        first = round(start * SAMPLE_RATE)
        whole[first : first + len(samples)] += samples
    noise = sound.coloured(random, len(whole), 1.5) * sound.decibels(-60)
    return Conversation(sound.as_samples(whole + noise), tuple(turns))


# --- heard ----------------------------------------------------------------------------------------


def _notes(transcriber: Transcriber, some: Sequence[Person]) -> list[SaidBy]:
    heard_notes = []
    for number, person in enumerate(some):
        for samples in person.notes:
            whole = transcriber.transcribe(sound.wav(samples))
            voice = of_note(whole.segments)
            note = said_by(-1 - len(heard_notes), None, number, whole.segments)
            heard_notes.append(replace(note, length=whole.seconds, heard=kept(voice)))
    return heard_notes


def heard(
    transcriber: Transcriber, talk: Conversation, notes: Sequence[SaidBy]
) -> tuple[list[Said], float]:
    """The lines of a recording, as the bot has them, and the seconds that it took."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "hop.ogg"
        with file.open("wb") as target:
            sound.write_ogg(target, [talk.samples], kilobits=32)
        started = time.perf_counter()
        segments = [one for piece in transcriber.pieces(file) for one in piece.segments]
        took = time.perf_counter() - started
    return lines_of(segments, notes), took


def lines_of(segments: Sequence[Segment], notes: Sequence[SaidBy]) -> list[Said]:
    """What is supposed of the lines of a recording, beside some notes."""
    parts = [said_by(n, 0, -1, [one]) for n, one in enumerate(segments)]
    supposed = suppose([*notes, *parts])
    of = [supposed.get(part.line_id, Supposed())[:2] for part in parts]
    known = {
        voice
        for part, (voice, _) in zip(parts, of, strict=True)
        if part.heard and part.heard.seconds >= LEAST_SECONDS
    }
    return [
        Said(part.starts, part.ends, voice, maybe, voice in known)
        for part, (voice, maybe) in zip(parts, of, strict=True)
    ]


def said_by(number: int, recording: int | None, who: int, segments: Sequence[Segment]) -> SaidBy:
    """A line as the record has it."""
    start, end = segments[0].start, segments[-1].end
    voice = kept(segments[0].voice) if len(segments) == 1 else None
    return SaidBy(
        number, recording, True, who, True, None, False, start, end, end - start, voice, None,
        None, frozenset(),
    )  # fmt: skip


# --- scored ---------------------------------------------------------------------------------------

_Flags: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.bool_]]"

COLLAR = 0.25
"""Seconds on each side of the edges of what is said, that do not count: nobody can say to the tenth
where a voice begins. It is the field's usual collar; figures without one stand beside."""


@dataclass(frozen=True)
class Wrong:
    """Shares of what is said: nobody is told to speak; told to speak, and nobody does; another."""

    missed: float
    false: float
    confused: float

    @property
    def rate(self) -> float:
        """The diarization error rate."""
        return self.missed + self.false + self.confused


@dataclass(frozen=True)
class Shares:
    """Shares of the lines: in the voice of who says them; in another one that is theirs alone; in
    somebody else's; in none, for too little is said."""

    right: float
    second: float
    wrong: float
    none: float


def score(talk: Conversation, lines: Sequence[Said]) -> Found:
    """How much of the speech has the wrong voice, or none, and what the names are worth."""
    said = [_mostly(talk, line) for line in lines]
    asked = [
        (line, who) for line, (who, _) in zip(lines, said, strict=True) if line.maybe is not None
    ]
    wrong, strictly = error_rate(talk, lines, COLLAR), error_rate(talk, lines, 0.0)
    speech = sum(end - start for _, start, end in talk.turns)
    return {
        "speech": speech,
        "speakers": len({who for who, _, _ in talk.turns}),
        "voices": len({line.voice for line in lines}),
        "der": wrong.rate,
        **asdict(wrong),
        "der_without_collar": strictly.rate,
        "lines": len(lines),
        "mixed": sum(other >= _MIXED for _, other in said),
        **asdict(line_shares(lines, [who for who, _ in said])),
        "asked": len(asked),
        "asked_right": sum(line.maybe == who for line, who in asked),
    }


def error_rate(talk: Conversation, lines: Sequence[Said], collar: float) -> Wrong:
    """Lines speak where the detector hears somebody in them; where several people speak at once,
    each of them counts."""
    heard = _frames(talk, speech_spans(talk.samples))
    counts = np.ones(len(heard), bool)
    for _, *edges in talk.turns if collar else ():
        counts &= ~_frames(talk, [(edge - collar, edge + collar) for edge in edges])
    truth = [
        _frames(talk, [(a, b) for n, a, b in talk.turns if n == who]) & counts
        for who in sorted({who for who, _, _ in talk.turns})
    ]
    given = [
        _frames(talk, [(x.start, x.end) for x in lines if x.voice == voice]) & heard & counts
        for voice in {x.voice for x in lines}
    ]
    together = np.array([[float((a & b).sum()) for b in given] for a in truth])
    right = sum(float(together[pair]) for pair in best_pairs(together))
    anybody, named = np.sum(truth, axis=0), np.sum(given, axis=0)
    speech = float(anybody.sum())
    return Wrong(
        float(np.maximum(anybody - named, 0).sum()) / speech,
        float(np.maximum(named - anybody, 0).sum()) / speech,
        (float(np.minimum(anybody, named).sum()) - right) / speech,
    )


def best_pairs(worth: FloatArray) -> list[tuple[int, int]]:
    """Rows and columns in pairs, none in two, so that they are worth most together."""
    rows, columns = worth.shape
    size = max(rows, columns)
    cost = np.zeros((size + 1, size + 1))
    cost[1 : rows + 1, 1 : columns + 1] = -worth
    by_row, by_column = np.zeros(size + 1), np.zeros(size + 1)
    row_of = np.zeros(size + 1, int)  # of each column; 0: none yet
    for row in range(1, size + 1):
        row_of[0], column = row, 0
        least, way = np.full(size + 1, np.inf), np.zeros(size + 1, int)
        seen = np.zeros(size + 1, bool)
        while row_of[column]:
            seen[column] = True
            left = cost[row_of[column]] - by_row[row_of[column]] - by_column
            nearer = ~seen & (left < least)
            nearer[0] = False
            least[nearer], way[nearer] = left[nearer], column
            open_ones = np.where(seen, np.inf, least)
            open_ones[0] = np.inf
            following = int(np.argmin(open_ones))
            step = open_ones[following]
            by_row[row_of[seen]] += step
            by_column[seen] -= step
            least[~seen] -= step
            column = following
        while column:
            row_of[column] = row_of[way[column]]
            column = int(way[column])
    pairs = [(int(row_of[c]) - 1, c - 1) for c in range(1, columns + 1)]
    return [(row, column) for row, column in pairs if 0 <= row < rows]


def line_shares(lines: Sequence[Said], who: Sequence[int]) -> Shares:
    """What became of the lines in which somebody speaks.

    Args:
        who: for each line the person who says most of it; -1: nobody speaks in it.
    """
    said = [(line, one) for line, one in zip(lines, who, strict=True) if one >= 0]
    known = [(line.voice, one) for line, one in said if line.known]
    voices, people = list(dict.fromkeys(v for v, _ in known)), sorted({one for _, one in known})
    count = np.zeros((len(people), len(voices)))
    for voice, one in known:
        count[people.index(one), voices.index(voice)] += 1
    right = sum(float(count[pair]) for pair in best_pairs(count)) if known else 0.0
    mostly = float(count.max(axis=0).sum()) if known else 0.0
    total = max(1, len(said))
    return Shares(
        right / total,
        (mostly - right) / total,
        (len(known) - mostly) / total,
        (len(said) - len(known)) / total,
    )


def _frames(talk: Conversation, spans: Iterable[tuple[float, float]]) -> _Flags:
    found = np.zeros(round(talk.seconds / _FRAME) + 1, bool)
    for start, end in spans:
        found[max(round(start / _FRAME), 0) : max(round(end / _FRAME), 0)] = True
    return found


def _mostly(talk: Conversation, line: Said) -> tuple[int, float]:
    """Who says most of a line, and how many seconds somebody else says of it."""
    spoken: dict[int, float] = {}
    for who, start, end in talk.turns:
        part = min(end, line.end) - max(start, line.start)
        if part > 0:
            spoken[who] = spoken.get(who, 0.0) + part
    if not spoken:
        return -1, 0.0
    first = max(spoken, key=lambda who: spoken[who])
    return first, sum(spoken.values()) - spoken[first]
