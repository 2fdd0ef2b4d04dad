"""The post office: what arrives goes to disk, to the app, and its answers back through a door.

An arrival and everything that follows from it (lines, answers) are committed together, so that
a process killed at any instant neither loses nor doubles what it did.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot import counts
from bot.conversation.app import App
from bot.doors.port import Door, Incoming
from bot.errors import is_record_stuck
from bot.messages import trouble as said
from bot.post import alarm
from bot.post.alarm import DiskAlarm
from bot.post.budget import Budget
from bot.post.cleaning import cleaned
from bot.post.in_hand import InHand
from bot.post.plain import Fitting, Links, no_links
from bot.post.saying import Saying
from bot.post.taking import Taking
from bot.store import Store
from bot.store.thread import StoreThread
from foundation.pace import Pace
from foundation.settling import settled

log = logging.getLogger(__name__)


class Post:
    """Carries arrivals to the app and answers to the doors.

    Args:
        doors: the open ones, by name; an answer goes out through the door of its chat.
        pace: counts what is said in each group; None: anew from now.
        in_hand: the file in which it is noted which arrival is handled; None: nowhere.
        budget: counts what a platform takes in a month; None: by this machine's clock.
        links: where a file can be had that a door cannot send.
    """

    def __init__(
        self,
        store: Store,
        on_store: StoreThread,
        app: App,
        doors: Mapping[str, Door],
        pace: Pace | None = None,
        in_hand: Path | None = None,
        budget: Budget | None = None,
        links: Links = no_links,
    ) -> None:
        self._store = store
        self._on_store = on_store
        self._app = app
        self._doors = doors
        self._arrived = asyncio.Event()
        #: rings where the record takes nothing
        self.stuck = DiskAlarm(
            doors, "lines", said.RECORD_STUCK, said.RECORD_GOES_ON, alarm.DISK_CALM
        )
        self._taking = Taking(
            store, on_store, app, doors, self.stuck, InHand(in_hand), self._arrived.set
        )
        self.budget = budget or Budget(store, doors, lambda: datetime.now(UTC), app.house.zone)
        fitting = Fitting(app.house, self.budget, links)
        self._saying = Saying(
            app.house, on_store, doors, self.stuck, pace or Pace(), fitting, self.budget
        )
        self.recorded = asyncio.Event()  #: set after each handled arrival; jobs wait for it
        self.drafted = asyncio.Event()  #: the same; the clerk waits for it

    async def receive(self, *incoming: Incoming) -> None:
        """Take arrivals, in their order; when this returns they are on disk."""
        for door in {one.chat.door for one in incoming}:
            self._saying.works(door)
        try:
            await self._on_store.commit(self._keep, list(map(_as_kept, incoming)))
        except Exception as error:
            if is_record_stuck(error):
                for chat in {one.chat.key: one.chat for one in incoming}.values():
                    await self.stuck.tell(chat, error)
            raise  # the door brings it again
        self._arrived.set()

    def _keep(self, arrivals: Sequence[tuple[Incoming, Exception | None]]) -> None:
        """Each by itself: what is the matter with one is no other's trouble."""
        for incoming, error in arrivals:
            try:
                if error:
                    raise error
                with self._store.transaction():
                    self._keep_one(incoming)
            except Exception as trouble:
                if is_record_stuck(trouble) or not self._store.in_transaction:
                    raise
                self._taking.cannot_keep(incoming, trouble)

    def _keep_one(self, incoming: Incoming) -> None:
        if self._store.inbox.has(incoming.chat.door, incoming.key):
            return  # brought a second time; it counts for no flood
        door = self._doors.get(incoming.chat.door)
        screened = incoming if door and door.is_local else self._app.screened(incoming)
        if screened is not None:
            self._store.inbox.put(screened)
        elif door and door.repeats:  # else it is turned away once more, or taken, a day later
            self._store.inbox.note(incoming)

    def wake(self) -> None:
        """There is something new in the outbox."""
        self._saying.wake()

    async def run(self) -> None:
        """Carry until cancelled; begins with what an earlier process left.

        What is being said at that moment is said to its end, so that it is not said again.
        """
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._handle_arrivals())
            tasks.create_task(self._saying.run())

    def close(self) -> None:
        """What was in hand is ended."""
        self._taking.close()

    async def settle(self, door: str | None = None) -> None:
        """Wait until everything that arrived is answered and every answer is said.

        Args:
            door: wait for the answers behind this one only; None: behind all that are open.
        """
        await settled(lambda: self._on_store(self._is_busy, door))

    def _is_busy(self, only: str | None) -> bool:
        doors = {self._store.chats.get(chat).door for chat in self._store.outbox.chats_waiting()}
        behind = doors & self._doors.keys()
        waited_for = behind if only is None else behind & {only}
        return bool(waited_for) or bool(self._store.inbox.waiting(1, self._taking.aside))

    async def _handle_arrivals(self) -> None:
        while True:
            self._arrived.clear()
            try:
                taken = await self._taking.some()
            except Exception:
                log.exception("the inbox cannot be read")
                counts.failed("disk")
                await asyncio.sleep(alarm.DISK_REST)
                continue
            if taken.any:
                self._saying.wake()
                self.recorded.set()
                self.drafted.set()
            elif taken.trouble:
                await asyncio.sleep(alarm.DISK_REST)  # full or locked; what arrived waits
            else:
                await self._rest(taken.again_in)

    async def _rest(self, again_in: float | None) -> None:
        """Until something arrives, or what is held back may be taken."""
        await self.stuck.over()
        rests = [alarm.DISK_CALM if self.stuck.is_on else None, again_in]
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(min((x for x in rests if x is not None), default=None)):
                await self._arrived.wait()


def _as_kept(incoming: Incoming) -> tuple[Incoming, Exception | None]:
    """An arrival as the house keeps it, or as it came and why it cannot be kept."""
    try:
        return cleaned(incoming), None
    except Exception as error:
        return incoming, error
