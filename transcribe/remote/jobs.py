"""A recording that is handed out, and what is known of those who took it."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from transcribe.remote.wire import Kind, Sign
from transcribe.types import Piece, Transcript

#: lost tries, after which a job goes alone: its next worker has nothing else in hand
TOGETHER = 2
#: lost tries alone, after which it is not tried any more
ALONE = 3

#: what befalls jobs, and is counted
COUNTED = ("handed", "answered", "redelivered", "lost", "failed", "given_up", "withdrawn")

#: words, a failure, or None: a long recording has ended
Answer = Transcript | Piece | Exception | None


@dataclass(frozen=True, slots=True)
class Try:
    """One time that a worker took a job."""

    worker: str
    token: str  #: the worker's word for it, so that asking twice is one try
    alone: bool


@dataclass(slots=True)
class Past:
    """How tries of a recording have failed."""

    lost: int = 0  #: with their workers, or over the engine
    lost_alone: int = 0
    refused: int = 0  #: without anything to hear with, while others were heard
    refused_alone: int = 0
    heard: int = -1  #: how many others were, when it was refused the last time


@dataclass(eq=False)
class Job:
    """One recording in the hands of the workers.

    Args:
        receive: takes each answer, in the thread of the queue; never blocks.
        at: seconds of the recording that are heard.
        voices: whether it is to be heard whose voice it is.
    """

    kind: Kind
    path: Path
    hints: str
    receive: Callable[[Answer], None]
    at: float = 0.0
    voices: bool = True
    number: str = field(default_factory=lambda: secrets.token_hex(16))
    tries: list[Try] = field(default_factory=list)
    open: bool = False  #: the last try has neither ended nor been given back
    past: Past = field(default_factory=Past)
    seq: int | None = None  #: of its message in the queue; None: it is not there
    queue: str = ""  #: in which it has that place: when that queue was made
    round: int = 0  #: how often it was put there
    since: float = field(default_factory=time.monotonic)
    news: float = field(default_factory=time.monotonic)  #: when something was heard of it

    @property
    def goes_alone(self) -> bool:
        """Whether it may be what ends its workers, or what they hear with."""
        return self.is_suspected or self.past.refused >= TOGETHER

    @property
    def is_suspected(self) -> bool:
        """Whether it was lost so often that it may be what ends its workers."""
        return self.past.lost >= TOGETHER

    @property
    def is_given_up(self) -> bool:
        return max(self.past.lost_alone, self.past.refused_alone) >= ALONE

    def count_lost(self) -> None:
        """The open try, if there is one, has ended without an answer."""
        if not self.open:
            return
        self.open = False
        self.past.lost += 1
        self.past.lost_alone += self.tries[-1].alone

    def count_refused(self, heard: int) -> None:
        """The open try has ended: there was nothing to hear with.

        Args:
            heard: other recordings so far. Where none was since it was refused before, this says
                nothing new.
        """
        self.open = False
        if heard == self.past.heard:
            return
        self.past.heard = heard
        self.past.refused += 1
        self.past.refused_alone += self.tries[-1].alone

    def is_heard_to(self, end: float) -> None:
        """What was refused is passed: an engine that goes away now and then is no sign against a
        recording of hours."""
        self.at = end
        self.past.refused = self.past.refused_alone = 0

    def begin(self, one: Try) -> int:
        """A worker begins. The number of its try."""
        self.tries.append(one)
        self.open = True
        self.news = time.monotonic()
        return len(self.tries) - 1

    def is_of(self, worker: str, number: object) -> bool:
        """Whether this worker has had this try."""
        return (
            isinstance(number, int)
            and 0 <= number < len(self.tries)
            and self.tries[number].worker == worker
        )

    def is_current(self, number: object) -> bool:
        return self.open and number == len(self.tries) - 1


@dataclass(frozen=True, slots=True)
class Worker:
    """A worker as the office knows it."""

    id: str
    sign: Sign
    seen: float  #: seconds ago


@dataclass(frozen=True, slots=True)
class State:
    """What is so at this moment."""

    connected: bool
    waiting: dict[str, tuple[int, float]]  #: jobs that nobody has begun, and the oldest's seconds
    in_work: int
    workers: tuple[Worker, ...]
    hearing: tuple[Worker, ...]  #: of them, those that have the model
    counts: dict[str, int]  #: by COUNTED
    trouble: str = ""  #: why jobs are not handed out though the server is reached
