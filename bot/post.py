"""The post office: what arrives goes to disk, to the app, and its answers back through a door.

An arrival and everything that follows from it (lines, answers) are committed together, so that
a process killed at any instant neither loses nor doubles what it did.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import functools
import logging
import uuid
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from bot import messages
from bot.app import App
from bot.chat.port import (
    Acknowledge,
    Chat,
    Door,
    Incoming,
    Person,
    Reply,
    Rewrite,
    Say,
    SendFile,
    Toast,
)
from bot.disk import DiskAlarm, is_full, is_record_stuck
from bot.errors import Refused, TryLater
from bot.minutes.words import clean, one_line
from bot.store import Store
from bot.store.post import Arrived, Outgoing

log = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")

_LONGEST_WAIT = 300.0  # seconds between two tries of the same message
_MOST_TRIES = 300  # of one message: about a day of an unreachable platform
_DISK_REST = 5.0  # seconds
_DISK_CALM = 40.0  # seconds; a door tries at least so often
_LAST_WORDS = 10.0  # seconds that a message under way has at the stop
_PASSING = (Toast, Acknowledge)  # late is worse than never


class StoreThread:
    """The one thread that touches the store: ``await on_store(store.lines.get, 5)``."""

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="store")

    async def __call__(self, call: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, lambda: call(*args, **named))

    def close(self) -> None:
        self._executor.shutdown(wait=True)


class Post:
    """Carries arrivals to the app and answers to the doors.

    Args:
        doors: by name; an answer goes out through the door of its chat.
    """

    def __init__(
        self, store: Store, on_store: StoreThread, app: App, doors: Mapping[str, Door]
    ) -> None:
        self._store = store
        self._on_store = on_store
        self._app = app
        self._doors = doors
        self._arrived = asyncio.Event()
        self._to_say = asyncio.Event()
        self._stopping = asyncio.Event()
        self._told_no_signs: set[int] = set()
        self._said_unmarked: dict[int, tuple[str | None, str]] = {}
        self._senders: dict[int, asyncio.Task[None]] = {}
        #: rings where the record takes nothing
        self.stuck = DiskAlarm(
            doors, "lines", messages.RECORD_STUCK, messages.RECORD_GOES_ON, _DISK_CALM
        )
        self.recorded = asyncio.Event()  #: set after each handled arrival; jobs wait for it
        self.drafted = asyncio.Event()  #: the same; the clerk waits for it

    async def receive(self, incoming: Incoming) -> None:
        """Take an arrival; when this returns it is on disk."""
        try:
            await self._on_store(self._store.inbox.put, cleaned(incoming))
        except Exception as error:
            if is_record_stuck(error):
                await self.stuck.tell(incoming.chat, error)
            raise  # the door brings it again
        self._arrived.set()

    def wake(self) -> None:
        """There is something new in the outbox."""
        self._to_say.set()

    async def run(self) -> None:
        """Carry until cancelled; begins with what an earlier process left.

        What is being said at that moment is said to its end, so that it is not said again.
        """
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._handle_arrivals())
                tasks.create_task(self._say_everything())
        finally:
            self._stopping.set()
            senders = set(self._senders.values())
            if senders:
                await asyncio.wait(senders, timeout=_LAST_WORDS)
            for sender in senders:
                sender.cancel()

    async def settle(self) -> None:
        """Wait until everything that arrived is answered and every answer is said."""
        while await self._on_store(self._busy):
            await asyncio.sleep(0.02)

    def _busy(self) -> bool:
        chats = self._store.outbox.chats_waiting()
        ours = any(self._store.chats.get(chat).door in self._doors for chat in chats)
        return ours or bool(self._store.inbox.waiting(1))

    # --- in -----------------------------------------------------------------------------------

    async def _handle_arrivals(self) -> None:
        while True:
            self._arrived.clear()
            try:
                batch = await self._on_store(self._store.inbox.waiting, 50)
            except Exception:
                log.exception("the inbox cannot be read")
                await asyncio.sleep(_DISK_REST)
                continue
            for arrived in batch:
                while not await self._handled(arrived):
                    await asyncio.sleep(_DISK_REST)  # the disk is full or locked; the arrival waits
                self._to_say.set()
                self.recorded.set()
                self.drafted.set()
            if not batch:
                await self.stuck.over()
                with contextlib.suppress(TimeoutError):
                    timeout = _DISK_CALM if self.stuck.is_on else None
                    await asyncio.wait_for(self._arrived.wait(), timeout)

    async def _handled(self, arrived: Arrived) -> bool:
        try:
            return await self._on_store(self._handle, arrived)
        except Exception as error:
            if not is_record_stuck(error):
                raise
            self.stuck.note(error)
            if arrived.incoming:
                await self.stuck.tell(arrived.incoming.chat, error)
            return False

    def _handle(self, arrived: Arrived) -> bool:
        """One arrival, in one transaction. False, or an error of the database: not now."""
        if arrived.incoming is None:
            log.error("arrival %s cannot be read; it stays in the inbox table", arrived.id)
            self._store.inbox.handled(arrived.id, "unreadable")
            return True
        try:
            with self._store.transaction():
                chat_id, replies = self._app.handle(arrived.incoming)
                self._put(chat_id, replies)
                self._store.inbox.handled(arrived.id)
        except Exception as error:  # whatever one message causes, the next is still served
            if is_record_stuck(error):
                raise
            return self._apologise(arrived.id, arrived.incoming, error)
        return True

    def _apologise(self, arrived_id: int, incoming: Incoming, error: Exception) -> bool:
        code = uuid.uuid4().hex[:6]
        log.exception("arrival %s could not be handled (code %s)", arrived_id, code)
        tap: list[Reply] = [Toast(incoming.tap.id)] if incoming.tap else []
        try:
            with self._store.transaction():
                chat = self._store.chats.know(incoming.chat)
                sorry = messages.NO_ROOM_FOR_THAT if is_full(error) else messages.BUG
                self._put(chat.id, [*tap, Say(sorry.format(id=code))])
                self._store.inbox.handled(arrived_id, f"{code} {type(error).__name__}")
        except Exception:
            log.exception("and the store does not take it either")
            return False
        return True

    def _put(self, chat_id: int, replies: list[Reply]) -> None:
        door = self._doors.get(self._store.chats.get(chat_id).door)
        limit = door.max_text if door else 4096
        self._store.outbox.put(chat_id, [part for reply in replies for part in split(reply, limit)])

    # --- out ----------------------------------------------------------------------------------

    async def _say_everything(self) -> None:
        while True:
            self._to_say.clear()
            try:
                chats = await self._on_store(self._store.outbox.chats_waiting)
            except Exception:
                log.exception("the outbox cannot be read")
                await asyncio.sleep(_DISK_REST)
                continue
            for chat_id in chats:
                if chat_id not in self._senders:
                    sender = asyncio.create_task(self._say_in(chat_id))
                    self._senders[chat_id] = sender
                    sender.add_done_callback(functools.partial(self._sent_all, chat_id))
            await self._to_say.wait()

    def _sent_all(self, chat_id: int, _done: object) -> None:
        del self._senders[chat_id]
        self._to_say.set()  # something may have come between the last look and now

    async def _say_in(self, chat_id: int) -> None:
        """Say what waits in one chat, in order. One slow chat holds up no other."""
        chat = await self._on_store(self._store.chats.get, chat_id)
        door = self._doors.get(chat.door)
        if door is None:
            await self._pause(_LONGEST_WAIT)  # that door is closed today
            return
        while not self._stopping.is_set():
            try:
                if not await self._say_next(door, chat_id):
                    return
            except Exception as error:  # the disk is full or locked; what was said is remembered
                if is_record_stuck(error):
                    self.stuck.note(error)
                else:
                    log.exception("the outbox of chat %s cannot be read or marked", chat_id)
                await self._pause(_DISK_REST)

    async def _say_next(self, door: Door, chat_id: int) -> bool:
        """Say the next message, however often it must be tried; False where there is none."""
        out = await self._on_store(self._store.outbox.next, chat_id)
        if out is None:
            return False
        tries = 0
        while not self._stopping.is_set() and not await self._said(door, out, tries):
            tries += 1
        return True

    async def _pause(self, seconds: float) -> None:
        """Sleep, but not into the stop."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)

    async def _said(self, door: Door, out: Outgoing, tries: int) -> bool:
        if out.id in self._said_unmarked:
            await self._mark(out, *self._said_unmarked[out.id])
            return True
        chat = await self._on_store(self._store.chats.get, out.chat_id)
        error = ""
        message_id: str | None = None
        try:
            message_id = await self._deliver(door, chat, out.reply)
        except TryLater as later:
            if tries < (3 if isinstance(out.reply, _PASSING) else _MOST_TRIES):
                wait = (
                    later.seconds if later.seconds is not None else min(2.0**tries, _LONGEST_WAIT)
                )
                log.info("outgoing %s waits %.1f s: %s", out.id, wait, later)
                await self._pause(wait)
                return False
            error = str(later)
        except Refused as refused:
            error = str(refused)
            await self._on_store(self._say_instead, out)
        except Exception as bug:
            log.exception("outgoing %s cannot be said", out.id)
            error = type(bug).__name__
        if error:
            level = logging.DEBUG if isinstance(out.reply, _PASSING) else logging.WARNING
            log.log(level, "outgoing %s (%s) given up: %s", out.id, out.reply.do, error)
        await self._mark(out, message_id, error)
        return True

    def _say_instead(self, out: Outgoing) -> None:
        """What a platform refuses to show is told in words; signs only once a chat."""
        sentence = ""
        if isinstance(out.reply, SendFile):
            sentence = messages.FILE_REFUSED.format(name=out.reply.name)
        if isinstance(out.reply, Acknowledge) and out.chat_id not in self._told_no_signs:
            self._told_no_signs.add(out.chat_id)
            sentence = messages.NO_SIGNS.format(no=out.reply.no)
        if sentence:
            self._store.outbox.put(out.chat_id, [Say(sentence)])

    async def _mark(self, out: Outgoing, message_id: str | None, error: str) -> None:
        """Note that it was said; what the disk does not take now is not said again."""
        self._said_unmarked[out.id] = (message_id, error)
        await self._on_store(self._done, out, message_id, error)
        del self._said_unmarked[out.id]

    def _done(self, out: Outgoing, message_id: str | None, error: str) -> None:
        with self._store.transaction():
            reply = out.reply
            if message_id and isinstance(reply, Say | Rewrite) and reply.line_id:
                role = "ask" if isinstance(reply, Say) and reply.asks else "card"
                self._store.lines.bind(reply.line_id, out.chat_id, message_id, role)
            self._store.outbox.sent(out.id, error)

    async def _deliver(self, door: Door, chat: Chat, reply: Reply) -> str | None:
        """Say it; the id of a new message, if one was made."""
        match reply:
            case Say():
                return await door.say(chat, reply)
            case Rewrite():
                return await self._rewrite(door, chat, reply)
            case Acknowledge():
                await door.acknowledge(chat, reply.message_id, reply.no)
            case Toast():
                await door.toast(reply.tap_id, reply.text)
            case SendFile():
                return await door.send_file(chat, reply)
        return None

    async def _rewrite(self, door: Door, chat: Chat, reply: Rewrite) -> str | None:
        message_id = reply.message_id
        if reply.line_id:
            message_id = await self._on_store(self._store.lines.card_of, reply.line_id)
        if message_id:
            with contextlib.suppress(Refused):
                await door.rewrite(chat, message_id, reply)
                return None
        if reply.line_id:  # its card is gone, or was never made: a new one
            return await door.say(chat, Say(reply.text, reply.buttons, line_id=reply.line_id))
        raise Refused("the message to rewrite is gone")


def cleaned(incoming: Incoming) -> Incoming:
    """The same arrival with text as the house keeps it (NFC, nothing invisible)."""

    def person(who: Person) -> Person:
        return Person(who.key, one_line(who.name) or who.key)

    chat = dataclasses.replace(incoming.chat, title=one_line(incoming.chat.title))
    media = incoming.media
    return dataclasses.replace(
        incoming,
        chat=chat,
        person=person(incoming.person),
        speaker=person(incoming.speaker) if incoming.speaker else None,
        text=clean(incoming.text),
        media=dataclasses.replace(media, name=one_line(media.name)) if media else None,
    )


def units(text: str) -> int:
    """Length in UTF-16 code units, as chat platforms count."""
    return len(text.encode("utf-16-le")) // 2


def split(reply: Reply, limit: int) -> list[Reply]:
    """A text that is too long for one message, at its line borders; buttons go to the last."""
    if not isinstance(reply, Say | Rewrite) or units(reply.text) <= limit:
        return [reply]
    if isinstance(reply, Rewrite):  # one message stays one
        return [dataclasses.replace(reply, text=_parts(reply.text, limit - 2)[0] + "\n…")]
    parts = list(_parts(reply.text, limit))
    first = dataclasses.replace(reply, text=parts[0], buttons=(), line_id=None)
    rest = [dataclasses.replace(first, text=part, reply_to=None) for part in parts[1:]]
    rest[-1] = dataclasses.replace(rest[-1], buttons=reply.buttons, line_id=reply.line_id)
    return [first, *rest]


def _parts(text: str, limit: int) -> list[str]:
    parts: list[str] = []
    current = ""
    for row in text.split("\n"):
        for piece in _pieces(row, limit):
            joined = f"{current}\n{piece}" if current else piece
            if units(joined) <= limit:
                current = joined
            else:
                parts.append(current)
                current = piece
    return [part for part in (*parts, current) if part.strip()]


def _pieces(row: str, limit: int) -> list[str]:
    """A row that is itself too long, at its spaces, else anywhere."""
    pieces = []
    while units(row) > limit:
        cut = limit // 2  # characters; each has at most two units
        space = row.rfind(" ", 1, cut)
        cut = space if space > 0 else cut
        pieces.append(row[:cut])
        row = row[cut:].lstrip(" ")
    return [*pieces, row]
