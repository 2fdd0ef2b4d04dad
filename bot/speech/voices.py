"""Who speaks in a meeting's recordings is looked at anew when something was heard, or said of it.

Vectors are read in the store's thread, held against each other in another, and what is supposed is
written down: a number a voice, and whose it may be. See ``telling_apart``.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping

from bot.minutes import Line
from bot.post.alarm import DISK_REST
from bot.post.post import Post
from bot.speech.outcome import Outcome
from bot.speech.telling_apart import NOTE_SECONDS, suppose
from bot.store import Store
from bot.store.thread import StoreThread
from bot.store.voices import SaidBy, Supposed
from foundation.logs import told
from foundation.threads import in_daemon
from transcribe.settings import Voices as Wanted

log = logging.getLogger(__name__)

_SHARE = 20.0  # of the time that one meeting has taken, between it and the next
LEAST_REST = 1.0  #: seconds between two


class Voices:
    """Looks at the meetings in which something is fresh, one at a time.

    Args:
        wanted: whether voices are known at all, and held against whose.
    """

    def __init__(
        self,
        store: Store,
        on_store: StoreThread,
        post: Post,
        outcome: Outcome,
        wanted: Wanted,
    ) -> None:
        self._store = store
        self._on_store = on_store
        self._post = post
        self._outcome = outcome
        self._wanted = wanted
        self._working: asyncio.Task[None] | None = None
        self._not_before = 0.0  # monotonic
        self._looks = 0  # that were written down
        self._failed: set[int] = set()  # meetings that wait until the others were looked at

    async def begin(self) -> None:
        """What an office that wants no voices has kept before goes now."""
        if self._wanted != "off":
            return
        try:
            count = await self._on_store(self._store.voices.forget)
        except Exception as error:  # the disk is full or locked: at the next start
            log.warning("VOICES=off: what was kept before cannot go: %s", told(error))
        else:
            if count:
                log.info("VOICES=off: %s voices were forgotten", count)

    def is_busy(self) -> bool:
        """Whether a meeting waits to be looked at. Called in the store's thread."""
        return self._wanted != "off" and bool(self._working or self._store.voices.fresh())

    def next_in(self) -> float | None:
        """Seconds until a look is needed though nothing new has come; None: it is not."""
        rest = self._not_before - time.monotonic()
        return max(rest, 0.05) if self._not_before and not self._working else None

    def something(self) -> Callable[[], bool]:
        """What tells, in the store's thread, whether ``look`` has something to do."""
        if not self._may_look():
            return lambda: False
        return lambda: bool(self._store.voices.fresh())

    def _may_look(self) -> bool:
        if self._wanted == "off" or self._working or time.monotonic() < self._not_before:
            return False
        self._not_before = 0.0
        return True

    async def look(self, tasks: asyncio.TaskGroup) -> None:
        """Begin what is fresh."""
        if not self._may_look():
            return
        found = await self._on_store(self._store.voices.fresh)
        if found:
            self._working = tasks.create_task(self._settle(self._first_of(found)))
            self._working.add_done_callback(self._ended)

    def _first_of(self, found: list[int]) -> int:
        """The first that has not failed; where all have, they are tried again."""
        left = [one for one in found if one not in self._failed]
        if not left:
            self._failed.clear()
        return (left or found)[0]

    def _ended(self, _: object) -> None:
        self._working = None
        self._post.recorded.set()

    async def _settle(self, meeting_id: int) -> None:
        started = time.monotonic()
        rest = LEAST_REST
        try:
            looks, said, last = await self._on_store(self._read, meeting_id)
            supposed = await in_daemon(lambda: suppose(said, last))
            await self._on_store(self._write, meeting_id, supposed, looks)
            self._post.wake()
        except Exception as error:  # the disk is full or locked; it stays fresh
            what = f"the voices of meeting {meeting_id} cannot be told apart"
            self._post.stuck.note_or_trace(error, log, what)
            self._failed.add(meeting_id)
            rest = DISK_REST
        took = time.monotonic() - started
        self._not_before = time.monotonic() + max(_SHARE * took, rest)

    # --- in the store's thread ------------------------------------------------------------------

    def look_now(self, meeting_id: int) -> None:
        """Look at a meeting before somebody is shown what nobody may take back, such as a paper.
        Where nothing is fresh there, it was looked at. (A meeting of a thousand lines takes 50 ms.)
        """
        if self._wanted == "off" or meeting_id not in self._store.voices.fresh():
            return
        looks, said, last = self._read(meeting_id)
        try:
            supposed = suppose(said, last)
        except Exception:  # it stays fresh, and nobody's
            log.exception("the voices of meeting %s cannot be told apart", meeting_id)
            return
        self._write(meeting_id, supposed, looks)

    def _read(self, meeting_id: int) -> tuple[int, list[SaidBy], int]:
        """How many looks were written down, what was heard, and the highest number so far."""
        with self._store.transaction():
            self._store.voices.look_at(meeting_id)
            of_office = NOTE_SECONDS if self._wanted == "office" else None
            said = self._store.voices.said_in(meeting_id, of_office=of_office)
            return self._looks, said, self._store.voices.last_number(meeting_id)

    def _write(self, meeting_id: int, supposed: Mapping[int, Supposed], looks: int) -> None:
        if looks != self._looks:
            return  # somebody could not wait, and has written down what was there later
        with self._store.transaction():
            changed = self._store.voices.settle(meeting_id, supposed)
            for line in self._shown(changed):
                self._outcome.show(line)
            self._store.voices.looked_at(meeting_id)
            self._looks += 1

    def _shown(self, parts: list[int]) -> list[Line]:
        """Of these parts those that somebody looks at, and their recordings, but those in work:
        their cards tell how far they are."""
        lines = self._store.lines
        numbers = [*self._store.voices.recordings_of(parts), *lines.with_cards(parts)]
        return [x for x in lines.of_ids(numbers) if not x.is_in_work]
