"""Work that takes too long for those who wait behind it: done aside, and asked for once more.

    with workshop.in_hand("7"):       # what is done for this job may be sent aside
        found = aside(heavy, lines, weight=len(lines))

Where that is light, or nobody has a job in hand, it is done at once. Where it is heavy, ``NotYet``
is raised; whoever has the job in hand undoes what it did so far, has the workshop ``make`` it and
begins the job anew, and this time ``aside`` gives what was made.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import pickle
from collections import Counter
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, TypeVar

from foundation import apart
from foundation.threads import in_daemon

log = logging.getLogger(__name__)
T = TypeVar("T")

LIGHT = 40_000  #: what weighs no more is done at once: some 50 ms
SECONDS = 60.0  #: that a piece of work may take
MEGABYTES = 1500  #: of memory
_TOGETHER = 2  # pieces of work at a time
ROUNDS = 3  #: in which what was asked for is another each time; then the last that was made serves


class TooMuch(Exception):
    """A piece of work took more time or memory than it may."""


@dataclass(frozen=True)
class _Place:
    """Which piece of work of a job: the how-manieth of its name."""

    name: str
    number: int


class NotYet(Exception):
    """The work is to be done aside; then the job is to be begun anew."""

    def __init__(self, place: _Place, digest: bytes, call: Callable[[], Any]) -> None:
        super().__init__(f"{place.name} is done aside")
        self.place = place
        self.digest = digest
        self.call = call


@dataclass
class _Made:
    digest: bytes
    value: Any = None
    error: Exception | None = None


@dataclass
class _Job:
    made: dict[_Place, _Made] = field(default_factory=dict)
    rounds: Counter[_Place] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)


class Workshop:
    """Where work is done aside, two pieces at a time, first come first served."""

    def __init__(self) -> None:
        self._jobs: dict[str, _Job] = {}
        self._together = asyncio.Semaphore(_TOGETHER)

    @contextlib.contextmanager
    def in_hand(self, job: str) -> Iterator[None]:
        """What the block asks for ``aside`` is of this job. When it ends well, or with any other
        error than ``NotYet``, the job is done and what was made for it is forgotten."""
        mine = self._jobs.get(job) or _Job()
        mine.asked.clear()
        token = _IN_HAND.set(mine)
        try:
            yield
        except NotYet:
            self._jobs[job] = mine
            raise
        except BaseException:
            self._jobs.pop(job, None)
            raise
        else:
            self._jobs.pop(job, None)
        finally:
            _IN_HAND.reset(token)

    async def make(self, job: str, wanted: NotYet) -> None:
        """Do what was asked for; how it went is told when the job is begun anew."""
        made = _Made(wanted.digest)
        async with self._together:
            try:
                made.value = await in_daemon(wanted.call)
            except apart.WentTooFar as error:
                log.warning("%s went too far: %s", wanted.place.name, error)
                made.error = TooMuch(str(error))
            except Exception as error:  # it is the job's, not ours
                made.error = error
        mine = self._jobs.get(job)
        if mine:
            mine.made[wanted.place] = made
            mine.rounds[wanted.place] += 1


_IN_HAND: ContextVar[_Job | None] = ContextVar("in_hand", default=None)


def aside(call: Callable[..., T], *args: object, weight: float, here: bool = False) -> T:
    """``call(*args)``, at once where it is light, else aside.

    Args:
        call: gives the same for the same arguments, and changes nothing.
        args: picklable, as is what comes of it.
        weight: of the work, where ``LIGHT`` is what takes no time; letters of text to be read.
        here: it is done in a thread of this process instead of in a process of its own; it must
            wait more than compute, or others wait with it.

    Raises:
        NotYet, TooMuch, and whatever ``call`` raises.
    """
    mine = _IN_HAND.get()
    if mine is None or weight <= LIGHT:
        return call(*args)
    name = f"{call.__module__}.{call.__qualname__}"
    mine.asked[name] += 1
    place = _Place(name, mine.asked[name])
    digest = blake2b(pickle.dumps(args)).digest()
    made = mine.made.get(place)
    if made and (made.digest == digest or mine.rounds[place] >= ROUNDS):
        if made.error:
            raise made.error
        return made.value  # type: ignore[no-any-return]
    if here:
        raise NotYet(place, digest, lambda: call(*args))
    limits = {"seconds": SECONDS, "megabytes": MEGABYTES}
    raise NotYet(place, digest, lambda: apart.call(call, *args, **limits))  # type: ignore[arg-type]


def letters(*texts: Any) -> int:
    """How much there is to be read in things that have a ``text``."""
    return sum(len(one.text) + _A_LINE for several in texts for one in several)


_A_LINE = 40  # letters: what a line costs beside its words
