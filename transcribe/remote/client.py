"""A recognizer that lets other machines hear, and this one where they cannot."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import queue
import threading
import time
from collections import Counter
from collections.abc import Coroutine, Generator
from concurrent.futures import Future
from contextlib import closing
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar, cast

from foundation import endings
from foundation.logs import told
from transcribe import sentences as said
from transcribe.errors import AudioTooLarge, AudioTooLong, FileMissing, NoWorkers, TranscribeError
from transcribe.remote.connection import Address
from transcribe.remote.jobs import Answer, Job, Past, State
from transcribe.remote.queue import WorkQueue
from transcribe.remote.wire import NobodyHears, Times
from transcribe.types import Piece, Transcript, Work

log = logging.getLogger(__name__)
T = TypeVar("T")

When = Literal["when_needed", "never", "always"]

_LOOK = 0.05  # seconds between two looks whether a worker has come
_AHEAD = 1.5  # notes in the queue for one that workers take at once: nobody waits for the office
_ENDS = 5.0  # seconds for the end of a connection
_HELPS = 4  # notes that this machine takes while the others are full


class _Left(TranscribeError):
    """Nobody waits for this any more."""

    code = "left"


class Local(Protocol):
    """What this machine hears with."""

    @property
    def loaded(self) -> bool: ...
    @property
    def work(self) -> Work: ...
    @property
    def places(self) -> int: ...
    def load(self) -> None: ...
    def transcribe(self, source: Path, *, hints: str = "") -> Transcript: ...
    def pieces(
        self, source: Path, *, start: float = 0.0, hints: str = ""
    ) -> Generator[Piece, None, None]: ...


class RemoteRecognizer:
    """Hands recordings to workers; where none is there for some seconds, hears by itself.

    Args:
        model: the name of the model that the office asks for.
        local: this machine's recognizer; loaded when it is needed.
        when: `when_needed`, `never` (recordings wait), or `always`: it helps.
        max_seconds: a longer recording is refused.
        max_bytes: a larger one too.
        voices: whether workers are to tell whose voice it is.

    Raises:
        UnsupportedSetting: the key cannot be used.
    """

    def __init__(
        self,
        address: Address,
        model: str,
        local: Local,
        *,
        when: When = "when_needed",
        max_seconds: float = 4 * 3600.0,
        max_bytes: int = 500_000_000,
        voices: bool = True,
        times: Times | None = None,
    ) -> None:
        self._times = times or Times()
        self._queue = WorkQueue(address, model, self._times)
        self._local = local
        self._when = when
        self._max_seconds = max_seconds
        self._max_bytes = max_bytes
        self._voices = voices
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._closed = False
        self._helping = 0  # notes that this machine hears now
        self._in_hand: dict[Path, set[Job]] = {}  # the same recording may be that of several lines
        self._left: Counter[Path] = Counter()  # of those who waited for them, how many have gone
        self._past: dict[Path, Past] = {}  # of what waits here

    # --- what the bot asks ----------------------------------------------------------------------

    @property
    def loaded(self) -> bool:
        """Whether somebody can hear: a worker, or this machine."""
        return bool(self._queue.hearing) or (self._when != "never" and self._local.loaded)

    @property
    def work(self) -> Work:
        """What was heard here and elsewhere; the time in which there was something to hear."""
        here = self._local.work
        return Work(self._queue.sound + here.sound, self._queue.took + here.took)

    @property
    def places(self) -> int:
        """Notes that are worth handing over at once."""
        there = sum(one.sign.places for one in self._queue.hearing)
        return max(self._local.places, round(_AHEAD * there) + _HELPS)

    @property
    def queue_state(self) -> State:
        return self._queue.state()

    def load(self) -> None:
        """Reach for the queue; where nobody is there, have this machine ready.

        Raises:
            NoWorkers: nobody is there, and this machine is not to hear.
            ModelError: nor can this machine.
        """
        self._begin()
        if not self._wait_for_somebody():
            if self._when == "never":
                raise NoWorkers(said.NO_WORKERS)
            self._local.load()

    def transcribe(self, source: Path, *, hints: str = "") -> Transcript:
        """The text of a recording.

        Raises:
            AudioError: this recording cannot be used.
            NoWorkers: nobody is there, and this machine is not to hear.
            ModelError
        """
        self._check(source)
        self._begin()
        if not self._helps() and self._somebody():
            answer: Future[Transcript] = Future()
            job = self._known(
                Job(
                    "note", source, hints, lambda heard: _settle(answer, heard), voices=self._voices
                )
            )
            try:
                transcript = self._heard(job, answer)
            except NobodyHears:
                self._remember(job)
                log.info("nobody hears a note: %s", self._what_follows)
            else:
                if transcript.seconds > self._max_seconds:
                    raise AudioTooLong(transcript.seconds, self._max_seconds)
                return transcript
        return self._here(source, hints)

    def pieces(
        self, source: Path, *, start: float = 0.0, hints: str = ""
    ) -> Generator[Piece, None, None]:
        """A long recording from ``start`` seconds on. Closing it stops the work, wherever it is
        done. Whoever hears it goes on where the one before has ended.

        Raises:
            AudioError: after the pieces before the damage.
            NoWorkers: nobody is there, and this machine is not to hear.
            ModelError
        """
        self._check(source)
        self._begin()
        at = start
        while True:
            there = self._somebody()
            one = self._pieces_there if there else self._pieces_here
            with closing(one(source, at, hints)) as found:
                try:
                    for piece in found:
                        yield piece
                        at = piece.end
                        if at > self._max_seconds:
                            raise AudioTooLong(at, self._max_seconds)
                        if not there and self._queue.hearing:
                            break  # goes on there
                    else:
                        return
                except NobodyHears:
                    log.info("nobody hears a long recording any more: %s", self._what_follows)

    def leave(self, source: Path) -> None:
        """One of those who wait for this recording does so no longer. When nobody does, nothing of
        it stays in the queue, and its worker stops. Returns at once."""
        with self._lock:
            jobs = self._in_hand.get(source, set())
            self._left[source] += 1
            wanted = self._left[source] < len(jobs)
            gone = [] if wanted else list(jobs)
            if not jobs:
                del self._left[source]
                self._past.pop(source, None)
        for job in gone:
            self._send(self._queue.withdraw(job))
            job.receive(_Left())

    def close(self) -> None:
        """End the connection. Whoever waits for an answer is told that there will be none."""
        self._closed = True
        if self._loop is None or self._thread is None or self._loop.is_closed():
            return
        with self._lock:
            jobs = [job for jobs in self._in_hand.values() for job in jobs]
        for job in jobs:
            job.receive(_Left())
        with contextlib.suppress(RuntimeError):  # it has ended meanwhile
            self._loop.call_soon_threadsafe(self._closing.set)
        self._thread.join(2 * _ENDS)

    # --- there ----------------------------------------------------------------------------------

    @property
    def _what_follows(self) -> str:
        return "it waits" if self._when == "never" else "this machine does"

    def _known(self, job: Job) -> Job:
        """What has ended workers before, when nobody came back to hear it, is still suspected."""
        job.past = self._past.pop(job.path, job.past)
        return job

    def _remember(self, job: Job) -> None:
        if self._when == "never" and (job.past.lost or job.past.refused):
            self._past[job.path] = job.past

    def _heard(self, job: Job, answer: Future[T]) -> T:
        with self._lock:
            self._in_hand.setdefault(job.path, set()).add(job)
        try:
            self._send(self._queue.hand_out(job))
            return answer.result()
        finally:
            self._forget(job)

    def _pieces_there(self, source: Path, start: float, hints: str) -> Generator[Piece, None, None]:
        answers: queue.SimpleQueue[Answer] = queue.SimpleQueue()
        job = self._known(Job("long", source, hints, answers.put, start, self._voices))
        with self._lock:
            self._in_hand.setdefault(source, set()).add(job)
        try:
            self._send(self._queue.hand_out(job))
            while (answer := answers.get()) is not None:
                if isinstance(answer, NobodyHears):
                    self._remember(job)
                if isinstance(answer, Exception):
                    raise answer
                yield cast(Piece, answer)
        finally:
            self._forget(job)
            self._send(self._queue.withdraw(job))

    def _forget(self, job: Job) -> None:
        with self._lock:
            jobs = self._in_hand[job.path]
            jobs.discard(job)
            if not jobs:
                del self._in_hand[job.path]
                del self._left[job.path]

    def _somebody(self) -> bool:
        """Whether there is a worker. At the start, and where one was there a moment ago, it is
        waited for."""
        if self._queue.hearing:
            return True
        return self._wait_for_somebody()

    def _wait_for_somebody(self) -> bool:
        while not self._queue.hearing:
            if self._closed:
                raise _Left
            if self._queue.alone_for > self._times.patience:
                return False
            time.sleep(_LOOK)
        return True

    # --- here -----------------------------------------------------------------------------------

    def _helps(self) -> bool:
        """Whether this machine hears beside the others: they are full, and it is not."""
        if self._when != "always":
            return False
        places = sum(one.sign.places for one in self._queue.hearing)
        return self._queue.handed_out >= places and self._helping < _HELPS

    def _here(self, source: Path, hints: str) -> Transcript:
        if self._when == "never":
            raise NoWorkers(said.NO_WORKERS)
        with self._lock:
            self._helping += 1
        try:
            return self._local.transcribe(source, hints=hints)
        finally:
            with self._lock:
                self._helping -= 1

    def _pieces_here(self, source: Path, start: float, hints: str) -> Generator[Piece, None, None]:
        if self._when == "never":
            raise NoWorkers(said.NO_WORKERS)
        with closing(self._local.pieces(source, start=start, hints=hints)) as found:
            yield from found

    def _check(self, source: Path) -> None:
        try:
            size = source.stat().st_size
        except OSError:
            raise FileMissing(said.NO_FILE.format(file=source.name)) from None
        if size > self._max_bytes:
            raise AudioTooLarge(size, self._max_bytes)

    # --- the queue's own thread -----------------------------------------------------------------

    def _begin(self) -> None:
        with self._lock:
            if self._loop is not None:
                return
            self._loop = asyncio.new_event_loop()
            self._closing = asyncio.Event()
            self._running = self._loop.create_task(self._queue.run())
            self._running.add_done_callback(_told)
            # a daemon: what waits for a server must not keep a process that wants to end
            self._thread = threading.Thread(target=self._run, name="queue", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        assert self._loop is not None
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._until_closed())
        endings.finish(self._loop, _ENDS)

    async def _until_closed(self) -> None:
        closing = asyncio.create_task(self._closing.wait())
        await asyncio.wait([self._running, closing], return_when=asyncio.FIRST_COMPLETED)
        closing.cancel()
        await self._queue.close()

    def _send(self, work: Coroutine[Any, Any, None]) -> None:
        assert self._loop is not None
        if self._loop.is_closed():
            work.close()
            return
        asyncio.run_coroutine_threadsafe(work, self._loop).add_done_callback(_told)


def _settle(answer: Future[Transcript], heard: Answer) -> None:
    if answer.done():
        return
    if isinstance(heard, Exception):
        answer.set_exception(heard)
    else:
        answer.set_result(cast(Transcript, heard))


def _told(ended: Future[None] | asyncio.Task[None]) -> None:
    if not ended.cancelled() and (error := ended.exception()):
        log.error("the queue has failed: %s", told(error))
