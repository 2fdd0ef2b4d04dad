"""Whose turn it is: clips of any chats, decoded together while the engine is busy.

    scheduler = Scheduler(decode, most=16)
    heard = scheduler.note(clip).result()

The first clip in an idle house starts at once; what arrives while the engine works waits, and
goes together with those of about its length. Notes and the parts of long recordings take
turns, and so do the recordings: a note never waits for more than the one turn of a recording
that is being decoded when it comes. An engine with several workers has a turn in each of them.
"""

import contextlib
import logging
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace

from foundation import memory
from transcribe.engines import Engine
from transcribe.sound.foreign import in_latin, is_foreign, without_foreign
from transcribe.sound.guards import (
    is_guess,
    is_loop,
    is_suspicious,
    once,
    stammers,
    surely_speaks,
)
from transcribe.types import Clip, Decoded, Waiting, Work

log = logging.getLogger(__name__)

WINDOW = 30.0
"""Seconds that Whisper was trained to hear at once."""

# Warmer each time, as Whisper does it, for what fails the check even with the full window
_TEMPERATURES = (0.2, 0.4, 0.6, 0.8, 1.0)

# While nobody sends notes, many parts of a recording go together, which is faster, as long as the
# turn takes no longer than this in seconds: a note that comes then waits for its end. From then on
# parts go one by one
_TURN = (2.0, 6.0)
_QUIET_AFTER = 60.0
_PARTS_AT_FIRST = 8

IDLE_AFTER = 5.0  # seconds without work, after which memory is given back

# A clip is heard with a context of so many seconds, or twice as many, and so on: what goes together
# has the same, so that its words do not depend on the company it is in
_STEP = 2.0


@dataclass(eq=False)
class _Job:
    clip: Clip
    is_part: bool
    future: "Future[Decoded]" = field(default_factory=Future)


class Scheduler:
    """Hands clips to `decode`, from threads of its own; may be called from any thread."""

    def __init__(
        self, decode: Callable[[Sequence[Clip]], list[Decoded]], *, most: int, workers: int = 1
    ) -> None:
        """`decode` is called by as many threads as there are `workers`.

        Together they have at most `most` clips, if they are not more themselves.
        """
        self._decode = decode
        self._workers = workers
        self._most = max(most // workers, 1)
        self._notes: list[_Job] = []
        self._parts: OrderedDict[Hashable, list[_Job]] = OrderedDict()
        self._parts_are_next = False
        self._last_note = -math.inf
        self._parts_a_turn = min(max(_PARTS_AT_FIRST // workers, 1), self._most)
        self._busy = 0  # workers
        self._holds_memory = False  # since the last turn
        self._something = threading.Condition()
        self._threads: list[threading.Thread] = []
        self.work = Work(0.0, 0.0)

    @property
    def waiting(self) -> Waiting:
        """What waits for its turn; without what was cancelled."""
        with self._something:
            parts = [job for jobs in self._parts.values() for job in jobs]
            return Waiting(_left(self._notes), _left(parts))

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
            self._parts.setdefault(recording, []).append(job)
            self._wake()
        return job.future

    def _wake(self) -> None:
        if not self._threads:
            # daemons: a model that computes must not keep a process that wants to end
            self._threads = [
                threading.Thread(target=self._run, name=f"engine {number}", daemon=True)
                for number in range(self._workers)
            ]
            for thread in self._threads:
                thread.start()
        self._something.notify()

    def _run(self) -> None:
        while True:
            with self._something:
                while not (self._notes or self._parts):
                    self._wait()
                try:
                    turn = self._take()
                except Exception as error:
                    self._give_up(error)
                    continue
            turn = [job for job in turn if job.future.set_running_or_notify_cancel()]
            if turn:
                started = time.monotonic()
                with self._at_work():
                    self._work(turn)
                self._measure(turn, time.monotonic() - started)

    @contextlib.contextmanager
    def _at_work(self) -> Iterator[None]:
        with self._something:
            self._busy += 1
        try:
            yield
        finally:
            with self._something:
                self._busy -= 1
                self._holds_memory = True

    def _wait(self) -> None:
        """For work. Of a backlog nothing is kept: what the engine freed goes back to the machine
        once nobody has needed it for a while."""
        if self._something.wait(IDLE_AFTER if self._holds_memory else None):
            return
        if self._holds_memory and not self._busy:
            self._holds_memory = False
            memory.give_back()

    def _give_up(self, error: Exception) -> None:
        """Tells all who wait: nobody else would answer them."""
        log.error("the queue is lost", exc_info=error)
        waiting = [*self._notes, *(job for jobs in self._parts.values() for job in jobs)]
        self._notes, self._parts = [], OrderedDict()
        for job in waiting:
            if job.future.set_running_or_notify_cancel():
                job.future.set_exception(error)

    def _measure(self, turn: list[_Job], seconds: float) -> None:
        """Counts; and more parts in the next turn where this one was short, fewer where long."""
        with self._something:
            sound = sum(job.clip.seconds for job in turn)
            self.work = Work(self.work.sound + sound, self.work.took + seconds)
        if not turn[0].is_part:
            return
        shortest, longest = _TURN
        with self._something:
            if seconds > longest:
                self._parts_a_turn = max(len(turn) // 2, 1)
            elif len(turn) == self._parts_a_turn and seconds < shortest:
                self._parts_a_turn = min(2 * self._parts_a_turn, self._most)

    def _take(self) -> list[_Job]:
        """The jobs of the next turn, taken out of the queues."""
        if self._notes and not (self._parts and self._parts_are_next):
            self._parts_are_next = True
            turn, self._notes = self._divide(self._notes, self._most)
            return turn
        self._parts_are_next = False
        quiet = not self._notes and time.monotonic() - self._last_note > _QUIET_AFTER
        recording = next(iter(self._parts))
        most = self._parts_a_turn if quiet else 1
        turn, left = self._divide(self._parts[recording], most)
        del self._parts[recording]
        if left:
            self._parts[recording] = left  # behind the others
        return turn

    def _divide(self, waiting: list[_Job], most: int) -> tuple[list[_Job], list[_Job]]:
        """One worker's share of those that go together, and all the others, in their order."""
        alike = together(waiting)
        turn = alike[: min(math.ceil(len(alike) / self._workers), most)]
        taken = set(turn)
        return turn, [job for job in waiting if job not in taken]

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


def _left(jobs: Sequence[_Job]) -> int:
    return sum(not job.future.cancelled() for job in jobs)


def together(waiting: Sequence[_Job]) -> list[_Job]:
    """The first of those that wait, and those that are heard as it is."""
    first = waiting[0].clip
    return [
        job
        for job in waiting
        if job.clip.hints == first.hints and _steps(job.clip) == _steps(first)
    ]


def _steps(clip: Clip) -> int:
    return math.ceil(clip.seconds / _STEP)


def recognise(engine: Engine, clips: Sequence[Clip], padding: float) -> list[Decoded]:
    """The words of some clips with the same hints: fast, checked, and slowly where that fails.

    Where the model bears it, the engine hears only the longest clip and at least `padding`
    seconds of silence instead of 30 s. What looks like a loop or a guess is heard again with
    the full window; what still looks like a loop again without turns, so that what is said behind
    it is heard; what still can only be a loop again, warmer each time, and of several loops the
    likeliest stays, its words once. What is still a guess stays, as one, where somebody surely
    speaks; of what is surely a sentence of another language, and of signs, nothing stays. An engine
    that hears a clip the same each time is asked once.
    """
    longest = max(map(_steps, clips)) * _STEP
    short = min(longest + padding, WINDOW) if engine.short_context else WINDOW
    best = engine.decode(clips, seconds=short)
    if engine.another_hearing:
        _hear_again(engine, clips, best, short)
    return [_kept(heard, clip) for heard, clip in zip(best, clips, strict=True)]


def _hear_again(engine: Engine, clips: Sequence[Clip], best: list[Decoded], short: float) -> None:
    """Put what was heard better into `best`, which was heard with `short` seconds of context."""

    def again(numbers: list[int], temperature: float, *, no_turns: bool = False) -> None:
        chosen = [clips[n] for n in numbers]
        log.debug("again at temperature %g: %d of %d", temperature, len(chosen), len(clips))
        found = engine.decode(chosen, seconds=WINDOW, temperature=temperature, no_turns=no_turns)
        for n, decoded in zip(numbers, found, strict=True):
            if not is_loop(decoded, clips[n].seconds) or decoded.logprob > best[n].logprob:
                best[n] = decoded

    if short < WINDOW:
        doubtful = [
            n
            for n, clip in enumerate(clips)
            if is_guess(best[n]) or is_foreign(best[n]) or is_suspicious(best[n], clip.seconds)
        ]
        if doubtful:
            again(doubtful, 0.0)
    turning = [
        n
        for n, clip in enumerate(clips)
        if (stammers(best[n]) or is_loop(best[n], clip.seconds)) and not is_guess(best[n])
    ]
    if turning:
        again(turning, 0.0, no_turns=True)
    for temperature in _TEMPERATURES:
        loops = [
            n
            for n, clip in enumerate(clips)
            if is_loop(best[n], clip.seconds) and not is_guess(best[n])
        ]
        if not loops:
            break
        again(loops, temperature)


def _kept(heard: Decoded, clip: Clip) -> Decoded:
    """What stays of what was heard in a clip, when it was heard as often as it is worth."""
    heard = without_foreign(in_latin(heard))
    if is_guess(heard):
        if not surely_speaks(clip.samples):
            return replace(heard, words=())
        heard = replace(heard, guessed=True)
    return once(heard, clip.seconds) if is_loop(heard, clip.seconds) else heard
