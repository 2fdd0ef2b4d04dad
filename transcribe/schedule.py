"""Whose turn it is: clips of any chats, decoded together while the engine is busy.

    scheduler = Scheduler(decode, most=16)
    heard = scheduler.note(clip).result()

The first clip in an idle house starts at once; what arrives while the engine works waits, and
goes together with those of about its length. Notes and the parts of long recordings take
turns, and so do the recordings: a note never waits for more than the one turn of a recording
that is being decoded when it comes.
"""

import logging
import math
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace

from .engines import Engine
from .guards import is_guess, is_loop, is_suspicious
from .types import Clip, Decoded

log = logging.getLogger(__name__)

WINDOW = 30.0
"""Seconds that Whisper was trained to hear at once."""

# Warmer each time, as Whisper does it, for what fails the check even with the full window
_TEMPERATURES = (0.2, 0.4, 0.6, 0.8, 1.0)

# While nobody sends notes, many parts of a recording go together, which is faster, as long as the
# turn takes no longer than this in seconds: a note that comes then waits for its end. From then on
# no more parts go together than take as long as one
_TURN = (6.0, 12.0)
_QUIET_AFTER = 60.0

# A clip is heard with a context of so many seconds, or twice as many, and so on: what goes together
# has the same, so that its words do not depend on the company it is in
_STEP = 2.0


@dataclass(eq=False)
class _Job:
    clip: Clip
    is_part: bool
    future: "Future[Decoded]" = field(default_factory=Future)


class Scheduler:
    """Hands clips to `decode`, from one thread of its own; may be called from any thread."""

    def __init__(
        self, decode: Callable[[Sequence[Clip]], list[Decoded]], *, most: int, at_once: int = 1
    ) -> None:
        """`most` clips are decoded in one turn; `at_once` take no longer than one."""
        self._decode = decode
        self._most = most
        self._at_once = at_once
        self._notes: list[_Job] = []
        self._parts: OrderedDict[Hashable, deque[_Job]] = OrderedDict()
        self._parts_are_next = False
        self._last_note = -math.inf
        self._parts_a_turn = 8
        self._something = threading.Condition()
        self._thread: threading.Thread | None = None

    def note(self, clip: Clip) -> "Future[Decoded]":
        """A clip that somebody waits for."""
        job = _Job(clip, is_part=False)
        with self._something:
            self._notes.append(job)
            self._last_note = time.monotonic()
            self._wake()
        return job.future

    def part(self, clip: Clip, recording: Hashable) -> "Future[Decoded]":
        """The next part of a long recording. Cancelling the future takes it out of the queue."""
        job = _Job(clip, is_part=True)
        with self._something:
            self._parts.setdefault(recording, deque()).append(job)
            self._wake()
        return job.future

    def _wake(self) -> None:
        if self._thread is None:
            # a daemon: a model that computes must not keep a process that wants to end
            self._thread = threading.Thread(target=self._run, name="engine", daemon=True)
            self._thread.start()
        self._something.notify()

    def _run(self) -> None:
        while True:
            with self._something:
                while not (self._notes or self._parts):
                    self._something.wait()
                try:
                    turn = self._take()
                except Exception as error:
                    self._give_up(error)
                    continue
            turn = [job for job in turn if job.future.set_running_or_notify_cancel()]
            if turn:
                started = time.monotonic()
                self._work(turn)
                self._measure(turn, time.monotonic() - started)

    def _give_up(self, error: Exception) -> None:
        """Tells all who wait: this thread is the only one that could answer them."""
        log.error("the queue is lost", exc_info=error)
        waiting = [*self._notes, *(job for jobs in self._parts.values() for job in jobs)]
        self._notes, self._parts = [], OrderedDict()
        for job in waiting:
            if job.future.set_running_or_notify_cancel():
                job.future.set_exception(error)

    def _measure(self, turn: list[_Job], seconds: float) -> None:
        """More parts in the next turn where this one was short, fewer where it was long."""
        shortest, longest = _TURN
        if turn[0].is_part and seconds > longest:
            self._parts_a_turn = max(len(turn) // 2, self._at_once)
        elif turn[0].is_part and len(turn) == self._parts_a_turn and seconds < shortest:
            self._parts_a_turn = min(2 * self._parts_a_turn, self._most)

    def _take(self) -> list[_Job]:
        """The jobs of the next turn, taken out of the queues."""
        if self._notes and not (self._parts and self._parts_are_next):
            self._parts_are_next = True
            turn = together(self._notes, self._most)
            self._notes = [job for job in self._notes if job not in turn]
            return turn
        self._parts_are_next = False
        quiet = not self._notes and time.monotonic() - self._last_note > _QUIET_AFTER
        most = min(self._parts_a_turn, self._most) if quiet else self._at_once
        recording, jobs = self._parts.popitem(last=False)
        turn = [jobs.popleft() for _ in range(min(most, len(jobs)))]
        if jobs:
            self._parts[recording] = jobs  # behind the others
        return turn

    def _work(self, turn: list[_Job]) -> None:
        try:
            found = list(zip(turn, self._decode([job.clip for job in turn]), strict=True))
        except BaseException as error:  # whatever it is, somebody waits for an answer
            if len(turn) == 1:
                turn[0].future.set_exception(error)
                return
            # one clip must not take the others with it
            log.warning("a batch of %d failed (%r): one at a time", len(turn), error)
            for job in turn:
                self._work([job])
            return
        for job, decoded in found:
            job.future.set_result(decoded)


def together(waiting: Sequence[_Job], most: int) -> list[_Job]:
    """The first of those that wait, and those that are heard as it is."""
    first = waiting[0].clip
    alike = [
        job
        for job in waiting
        if job.clip.hints == first.hints and _steps(job.clip) == _steps(first)
    ]
    return alike[:most]


def _steps(clip: Clip) -> int:
    return math.ceil(clip.seconds / _STEP)


def recognise(engine: Engine, clips: Sequence[Clip], padding: float) -> list[Decoded]:
    """The words of some clips with the same hints: fast, checked, and slowly where that fails.

    Where the model bears it, the engine hears only the longest clip and at least `padding`
    seconds of silence instead of 30 s. What looks like a loop or a guess is heard again with
    the full window; what still can only be a loop again, warmer each time, and of several loops
    the likeliest stays. Of what is still a guess nothing stays.
    """
    longest = max(map(_steps, clips)) * _STEP
    short = min(longest + padding, WINDOW) if engine.short_context else WINDOW
    best = engine.decode(clips, seconds=short)

    def again(numbers: list[int], temperature: float) -> None:
        chosen = [clips[n] for n in numbers]
        log.debug("again at temperature %g: %d of %d", temperature, len(chosen), len(clips))
        found = engine.decode(chosen, seconds=WINDOW, temperature=temperature)
        for n, decoded in zip(numbers, found, strict=True):
            if not is_loop(decoded, clips[n].seconds) or decoded.logprob > best[n].logprob:
                best[n] = decoded

    if short < WINDOW:
        doubtful = [
            n
            for n, clip in enumerate(clips)
            if is_guess(best[n]) or is_suspicious(best[n], clip.seconds)
        ]
        if doubtful:
            again(doubtful, 0.0)
    for temperature in _TEMPERATURES:
        loops = [
            n
            for n, clip in enumerate(clips)
            if is_loop(best[n], clip.seconds) and not is_guess(best[n])
        ]
        if not loops:
            break
        again(loops, temperature)
    return [replace(heard, words=()) if is_guess(heard) else heard for heard in best]
