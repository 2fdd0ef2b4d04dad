"""What the bot needs of speech recognition; who gives it is said in ``bot/bootstrap.py``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from transcribe.types import HeardWith, Piece, Transcript, Work


class WorkerSign(Protocol):
    """A machine that hears: its name, what it hears with, its speed (seconds of work for one of
    sound; None: not known yet), how much it has done, and where its engine failed."""

    @property
    def name(self) -> str: ...
    @property
    def model(self) -> HeardWith: ...
    @property
    def speed(self) -> float | None: ...
    @property
    def done(self) -> int: ...
    @property
    def failed(self) -> int: ...


class Worker(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def sign(self) -> WorkerSign: ...


class QueueState(Protocol):
    """What other machines do now, where a recognizer has such (as its ``queue_state``).

    ``waiting``: by kind, how many jobs nobody has begun, and the seconds of the oldest;
    ``hearing``: the workers that have the model; ``trouble``: why nothing is handed out though the
    server is reached.
    """

    @property
    def connected(self) -> bool: ...
    @property
    def waiting(self) -> Mapping[str, tuple[int, float]]: ...
    @property
    def in_work(self) -> int: ...
    @property
    def workers(self) -> Sequence[Worker]: ...
    @property
    def hearing(self) -> Sequence[Worker]: ...
    @property
    def counts(self) -> Mapping[str, int]: ...
    @property
    def trouble(self) -> str: ...


class Recognizer(Protocol):
    """Vietnamese speech to text, for any number of threads.

    The ``Transcriber`` of this machine is one. Every method but the properties may block, and
    raises only what ``transcribe.errors`` knows.
    """

    @property
    def loaded(self) -> bool:
        """Whether there is something to hear with."""

    @property
    def work(self) -> Work:
        """How much has been heard so far."""

    @property
    def places(self) -> int:
        """Notes that are worth handing over at once; more of them only wait."""

    def load(self) -> None:
        """Get ready, if that is not done.

        Raises:
            ModelError: nothing can be transcribed.
        """

    def transcribe(self, source: Path, *, hints: str = "") -> Transcript:
        """The text of a recording; without speech a transcript whose text is empty.

        Args:
            hints: words that may be said, separated by commas, the most important first.

        Raises:
            AudioError: this recording cannot be used.
            ModelError: none can.
        """

    def pieces(self, source: Path, *, start: float = 0.0, hints: str = "") -> Iterator[Piece]:
        """A long recording from ``start`` seconds on, piece by piece. Closing it stops the work.

        Raises:
            AudioError: after the pieces before the damage.
            ModelError
        """

    def leave(self, source: Path) -> None:
        """One of those who wait for this recording does so no longer: when nobody does, nothing of
        it may stay anywhere else. Returns at once."""
