"""The post office: what arrives goes to disk, to the app, and its answers back through a door.

An arrival and everything that follows from it (lines, answers) are committed together, so that
a process killed at any instant neither loses nor doubles what it did.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
import uuid
from collections.abc import Mapping, Sequence

from bot import counts
from bot.conversation.app import App
from bot.doors.port import Door, Incoming, Reply, Say, Toast
from bot.errors import is_full, is_record_damaged, is_record_stuck
from bot.messages import trouble as said
from bot.post import alarm
from bot.post.alarm import DiskAlarm
from bot.post.cleaning import cleaned, kind_of
from bot.post.fitting import split
from bot.post.saying import Saying
from bot.store import Store
from bot.store.post import Arrived
from bot.store.thread import LONGEST_COMMIT, StoreThread
from foundation.logs import about
from foundation.pace import Pace

log = logging.getLogger(__name__)

_MOST_AT_ONCE = 50  # arrivals taken in one go


class Post:
    """Carries arrivals to the app and answers to the doors.

    Args:
        doors: the open ones, by name; an answer goes out through the door of its chat.
        pace: counts what is said in each group; None: anew from now.
    """

    def __init__(
        self,
        store: Store,
        on_store: StoreThread,
        app: App,
        doors: Mapping[str, Door],
        pace: Pace | None = None,
    ) -> None:
        self._store = store
        self._on_store = on_store
        self._app = app
        self._doors = doors
        self._arrived = asyncio.Event()
        self._at_once = _MOST_AT_ONCE  # one, where one of them has ended the transaction of all
        #: rings where the record takes nothing
        self.stuck = DiskAlarm(
            doors, "lines", said.RECORD_STUCK, said.RECORD_GOES_ON, alarm.DISK_CALM
        )
        self._saying = Saying(app.house, on_store, doors, self.stuck, pace or Pace())
        self.recorded = asyncio.Event()  #: set after each handled arrival; jobs wait for it
        self.drafted = asyncio.Event()  #: the same; the clerk waits for it

    async def receive(self, *incoming: Incoming) -> None:
        """Take arrivals, in their order; when this returns they are on disk."""
        for door in {one.chat.door for one in incoming}:
            self._saying.works(door)
        try:
            await self._on_store.commit(self._keep, [cleaned(one) for one in incoming])
        except Exception as error:
            if is_record_stuck(error):
                for chat in {one.chat.key: one.chat for one in incoming}.values():
                    await self.stuck.tell(chat, error)
            raise  # the door brings it again
        self._arrived.set()

    def _keep(self, arrivals: Sequence[Incoming]) -> None:
        for incoming in arrivals:
            if self._store.inbox.has(incoming.chat.door, incoming.key):
                continue  # brought a second time; it counts for no flood
            door = self._doors.get(incoming.chat.door)
            screened = incoming if door and door.is_local else self._app.screened(incoming)
            if screened is None:
                continue
            try:
                self._store.inbox.put(screened)
            except ValueError as error:  # what no text can hold; it would come for ever
                log.error("an arrival cannot be kept (%s)", type(error).__name__)
                counts.failed("unreadable")

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

    async def settle(self, door: str | None = None) -> None:
        """Wait until everything that arrived is answered and every answer is said.

        Args:
            door: wait for the answers behind this one only; None: behind all that are open.
        """
        while await self._on_store(self._is_busy, door):
            await asyncio.sleep(0.02)

    def _is_busy(self, only: str | None) -> bool:
        doors = {self._store.chats.get(chat).door for chat in self._store.outbox.chats_waiting()}
        behind = doors & self._doors.keys()
        waited_for = behind if only is None else behind & {only}
        return bool(waited_for) or bool(self._store.inbox.waiting(1))

    async def _handle_arrivals(self) -> None:
        while True:
            self._arrived.clear()
            try:
                batch = await self._on_store(self._store.inbox.waiting, self._at_once)
            except Exception:
                log.exception("the inbox cannot be read")
                counts.failed("disk")
                await asyncio.sleep(alarm.DISK_REST)
                continue
            if not batch:
                self._at_once = _MOST_AT_ONCE
                await self.stuck.over()
                with contextlib.suppress(TimeoutError):
                    timeout = alarm.DISK_CALM if self.stuck.is_on else None
                    async with asyncio.timeout(timeout):
                        await self._arrived.wait()
                continue
            try:
                handled = await self._on_store.commit(self._take_in_order, batch)
            except Exception as error:
                handled = await self._without(batch, error)
            self._saying.wake()
            self.recorded.set()
            self.drafted.set()
            if not handled:
                await asyncio.sleep(alarm.DISK_REST)  # full or locked; what arrived waits

    async def _without(self, batch: Sequence[Arrived], error: Exception) -> int:
        """Go on without an arrival that nothing can be done with, whoever else waits; how many are
        done with. Where the disk takes nothing at all, all of them wait."""
        if is_record_stuck(error) and not is_record_damaged(error):
            await self._tell_stuck(batch[0], error)
            return 0
        self._at_once = 1
        if len(batch) > 1:  # which of them it was is seen as they come one by one
            return 1
        incoming = batch[0].incoming
        try:
            done = await self._on_store.commit(self._apologise, batch[0].id, incoming, error)
        except Exception:
            done = False
        if not done:
            await self._tell_stuck(batch[0], error)
        return int(done)

    async def _tell_stuck(self, arrived: Arrived, error: Exception) -> None:
        self.stuck.note_or_trace(error, log, "what arrived cannot be written")
        if is_record_stuck(error) and arrived.incoming:
            await self.stuck.tell(arrived.incoming.chat, error)

    def _take_in_order(self, batch: Sequence[Arrived]) -> int:
        """As many as a moment allows; how many were handled. One that cannot be stops it."""
        end = time.perf_counter() + LONGEST_COMMIT
        for count, arrived in enumerate(batch):
            if (count and time.perf_counter() > end) or not self._take(arrived):
                return count
        return len(batch)

    def _take(self, arrived: Arrived) -> bool:
        """``_handle``, seen from outside."""
        incoming = arrived.incoming
        with about(update=incoming.key if incoming else None, arrival=arrived.id):
            started = time.perf_counter()
            done = self._handle(arrived)
            took = time.perf_counter() - started
            counts.HANDLING.observe(took)
            if done and incoming:
                counts.ARRIVALS.labels(kind_of(incoming)).inc()
                log.info("%s handled in %.3f s", kind_of(incoming), took)
            return done

    def _handle(self, arrived: Arrived) -> bool:
        """One arrival, in one transaction. False, or an error of the database: not now."""
        if arrived.incoming is None:
            log.error("arrival %s cannot be read; it stays in the inbox table", arrived.id)
            counts.failed("unreadable")
            self._store.inbox.handled(arrived.id, "unreadable")
            return True
        try:
            with self._store.transaction():
                chat_id, replies = self._app.handle(arrived.incoming)
                self._put(chat_id, replies)
                self._store.inbox.handled(arrived.id)
        except Exception as error:  # whatever one message causes, the next is still served
            if (
                is_record_stuck(error)
                or not self._store.in_transaction
                or self._store.may_mend(error)
            ):
                raise  # the disk, a database that has given up all of this, or its index
            return self._apologise(arrived.id, arrived.incoming, error)
        return True

    def _apologise(self, arrived_id: int, incoming: Incoming | None, error: Exception) -> bool:
        code = uuid.uuid4().hex[:6]
        log.error("arrival %s could not be handled (code %s)", arrived_id, code, exc_info=error)
        if incoming is None:
            return False
        counts.failed("bug")
        tap: list[Reply] = [Toast(incoming.tap.id)] if incoming.tap else []
        try:
            with self._store.transaction():
                chat = self._store.chats.know(incoming.chat)
                sorry = said.NO_ROOM_FOR_THAT if is_full(error) else said.BUG
                if is_record_damaged(error):
                    sorry = said.RECORD_DAMAGED
                self._put(chat.id, [*tap, Say(sorry.format(id=code))])
                self._store.inbox.handled(arrived_id, f"{code} {type(error).__name__}")
        except Exception:
            log.exception("and the store does not take it either")
            counts.failed("disk")
            return False
        return True

    def _put(self, chat_id: int, replies: list[Reply]) -> None:
        door = self._doors.get(self._store.chats.get(chat_id).door)
        limit = door.max_text if door else 4096
        self._store.outbox.put(chat_id, [part for reply in replies for part in split(reply, limit)])
