"""What waits is carried to the recognizer, each by a task of its own, with what may hinder it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from typing import Generic, TypeVar

from bot.errors import NoSpeechModel
from bot.messages import recordings as said
from bot.minutes import Line
from bot.post.alarm import DISK_REST
from bot.post.fetching import Rests
from bot.post.post import Post
from bot.speech.outcome import EngineFailed, Outcome
from bot.store.lines import LineGone
from foundation.logs import note
from transcribe.errors import ModelError, NoWorkers, TranscribeError
from transcribe.sentences import NO_WORKERS

log = logging.getLogger(__name__)
T = TypeVar("T")

MODEL_REST = 60.0  #: seconds between two looks whether there is a speech model
WORKERS_REST = 5.0  #: seconds between two looks whether another machine hears


class Carrier(Generic[T]):
    """Carries things of one kind, known by their numbers in the record.

    Args:
        rests: of what may not be tried yet.
        kind: what they are, for the log.
        hear: all that is done for one: until it has its words, or may rest.
        fail: has the record say that one has none; the reason's code with it.
    """

    def __init__(
        self,
        post: Post,
        outcome: Outcome,
        rests: Rests,
        kind: str,
        hear: Callable[[T], Awaitable[None]],
        fail: Callable[[T, str], Awaitable[None]],
    ) -> None:
        #: without a speech model they wait for one to be installed; else a task ends with that
        self.patient = True
        self._post = post
        self._outcome = outcome
        self._rests = rests
        self._kind = kind
        self._hear = hear
        self._fail = fail
        self._working: dict[int, asyncio.Task[None]] = {}
        self._without_model: set[int] = set()

    @property
    def working(self) -> list[int]:
        """What is in work."""
        return list(self._working)

    @property
    def busy(self) -> list[int]:
        """What is in work or rests."""
        return [*self._working, *self._rests.resting()]

    @property
    def without_model(self) -> int:
        """How many rest because nobody is there to hear them."""
        return len(self._without_model & self._rests.resting())

    def begin(self, tasks: asyncio.TaskGroup, number: int, line: Line, item: T) -> None:
        """
        Args:
            line: that it is, or is a part of.

        Raises, in the task:
            NoSpeechModel: there is none, and ``patient`` is off.
        """

        def ended(_: object) -> None:
            del self._working[number]
            self._post.recorded.set()

        task = self._working[number] = tasks.create_task(self._carry(number, line, item))
        task.add_done_callback(ended)  # a task cancelled before its first step runs no finally

    def leave(self, numbers: Collection[int]) -> None:
        """Nobody waits for these any more."""
        for number in numbers:
            if number in self._working:
                self._working[number].cancel()

    async def _carry(self, number: int, line: Line, item: T) -> None:
        note(line=line.id, meeting=line.meeting_id)
        what = f"{self._kind} {number}"
        try:
            await self._heard(number, line, item, what)
        except NoSpeechModel:
            raise
        except LineGone:
            log.info("%s was erased while it was in work", what)
        except Exception as error:  # the disk is full or locked; it waits
            self._post.stuck.note_or_trace(error, log, f"{what} cannot be worked on")
            self._rests.rest(number, DISK_REST)

    async def _heard(self, number: int, line: Line, item: T, what: str) -> None:
        try:
            await self._hear(item)
        except NoWorkers:
            self._rest_without_model(number, WORKERS_REST, NO_WORKERS)
            await self._outcome.wait_for_model(line, said.NO_WORKERS)
        except ModelError as error:
            self._rest_without_model(number, MODEL_REST, str(error))
            log.error("%s waits, the speech model cannot be loaded: %s", what, error)
            await self._outcome.wait_for_model(line)
        except TranscribeError as error:
            log.info("%s cannot be transcribed: %s", what, error)
            await self._fail(item, error.code)
        except EngineFailed:
            log.exception("%s: the engine failed", what)
            await self._fail(item, "engine_failed")

    def _rest_without_model(self, number: int, seconds: float, why: str) -> None:
        if not self.patient:
            raise NoSpeechModel(why)
        self._without_model.add(number)
        self._rests.rest(number, seconds)
