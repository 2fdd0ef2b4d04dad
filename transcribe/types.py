"""What goes in and out: plain values that know no engine."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 16_000
"""Samples a second of every array in this package; the rate that Whisper was trained on."""

VOICE_SIZE = 192
"""Numbers of a voice."""

FloatArray: TypeAlias = NDArray[np.float32]
"""Mono audio at `SAMPLE_RATE`, shape (n,), values in [-1, 1]."""

Span: TypeAlias = tuple[float, float]
"""Start and end, in seconds."""


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """What a model hears at once: at most 30 s of samples, and `hints`, words that may be said.

    The hints are names and terms, separated by commas, the most important first.
    """

    samples: FloatArray
    hints: str = ""

    @property
    def seconds(self) -> float:
        return len(self.samples) / SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its punctuation: `start` and `end` in seconds, `probability` from 0 to 1."""

    text: str
    start: float
    end: float
    probability: float


@dataclass(frozen=True, slots=True)
class Decoded:
    """What an engine heard in one clip.

    `logprob` is the mean log-probability of the tokens, `vietnamese` how likely the model takes
    what it hears for Vietnamese, 0 to 1. `guessed`: the words are what the model writes where it
    understands nothing, but somebody surely speaks.
    """

    words: tuple[Word, ...]
    logprob: float
    vietnamese: float = 1.0
    guessed: bool = False

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class HeardWith:
    """Which engine heard something, with which model; `digest` is the SHA-256 of its weights in
    hexadecimal, empty where nobody can say."""

    engine: str
    model: str
    digest: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, [self.model, self.engine, self.digest[:12]]))


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose voice it is, as numbers: two of one person's point the same way.

    `vector` has `VOICE_SIZE` numbers and the length 1, `seconds` is how much speech it was made of:
    of less than `LEAST_SECONDS` it tells which of known voices it is most like, and no more.
    """

    vector: tuple[float, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of speech: `start` and `end` in seconds from the beginning of the recording.

    `text` is written as an office writes it, `heard` are the words as they were heard.
    `confidence`, 0 to 1, is exp(mean log-probability of the tokens). `doubts` are the runs of
    words, as they stand in `text`, that a person should listen to again. `voice` is None where
    nobody asked for it, or too little was said; `turn`: somebody else has said what stands before.
    `words` are those of `heard` with their times, which count from the beginning of the recording
    and lie within the segment; () where nobody can say.
    """

    start: float
    end: float
    text: str
    confidence: float
    heard: str = ""
    doubts: tuple[str, ...] = ()
    voice: Voice | None = None
    turn: bool = False
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Transcript:
    """The words of one recording of `seconds` seconds; `text` is "" where no speech was heard.

    `confidence` is the mean of the segments', weighted by their length; 0.0 without segments.
    `unheard` are where somebody speaks and no word was understood: start and end in seconds.
    """

    text: str
    seconds: float
    confidence: float
    segments: tuple[Segment, ...]
    unheard: tuple[Span, ...] = ()
    by: HeardWith | None = None

    @property
    def heard(self) -> str:
        """The words as they were heard, before they were written as an office writes them."""
        return " ".join(segment.heard for segment in self.segments)

    @property
    def doubts(self) -> tuple[str, ...]:
        """The runs of words that a person should listen to again, in their order."""
        return tuple(doubt for segment in self.segments for doubt in segment.doubts)


@dataclass(frozen=True, slots=True)
class Piece:
    """What was said between `start` and `end` (seconds) of a long recording.

    The pieces of a recording follow each other without a gap; one in which nobody speaks has
    no segments. `unheard` are where somebody speaks and no word was understood, in seconds from
    the beginning of the recording.
    """

    start: float
    end: float
    segments: tuple[Segment, ...]
    unheard: tuple[Span, ...] = ()
    by: HeardWith | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Clips whose turn has not come: `notes`, and `parts` of long recordings."""

    notes: int
    parts: int


@dataclass(frozen=True, slots=True)
class Work:
    """`sound` seconds of speech were decoded in `took` seconds, those of all workers together."""

    sound: float
    took: float
