"""The post office: what arrives goes to disk, to the app, and its answers back through a door.

An arrival and everything that follows from it (lines, answers) are committed together, so that
a process killed at any instant neither loses nor doubles what it did.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import functools
import itertools
import logging
import time
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from bot import counts
from bot.conversation.app import App
from bot.conversation.lines.card import gathered
from bot.doors.port import (
    Acknowledge,
    Chat,
    ChatKind,
    Door,
    Incoming,
    Person,
    Question,
    Reply,
    Rewrite,
    Say,
    SendFile,
    Toast,
)
from bot.errors import (
    ChatGone,
    DoorError,
    MessageGone,
    Moved,
    Refused,
    TryLater,
    is_full,
    is_record_stuck,
)
from bot.messages import trouble as said
from bot.minutes.typed.words import clean, one_line, units
from bot.post.alarm import DiskAlarm
from bot.store import Store
from bot.store.post import Arrived, Outgoing
from bot.store.thread import LONGEST_COMMIT, StoreThread
from foundation.logs import about, note, told
from foundation.pace import Pace

log = logging.getLogger(__name__)

_LONGEST_WAIT = 300.0  # seconds between two tries of the same message
_MOST_TRIES = 300  # of one message: about a day of an unreachable platform
_TRIES_OF_ONE = 12  # of one message that fails while the platform works: about 20 minutes
_A_WHILE = 60.0  # seconds
_DISK_REST = 5.0  # seconds
_DISK_CALM = 40.0  # seconds; a door tries at least so often
_LAST_WORDS = 5.0  # seconds that a message under way has at the stop
_LOOK_AGAIN = 1.0  # seconds; an answer may come behind cards that wait
_MOST_GATHERED = 20  # cards in one message
_MOST_LOOKED_AT = 100  # of what waits in a chat
_FEW_LEFT = 5  # messages of the minute: from then on cards go together
_TRIES_OF_TOAST = 4  # late is worse than never
_QUIET = (Toast, Acknowledge)  # nobody misses one of these


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
        self._told_gone: set[int] = set()
        self._worked: dict[str, float] = {}  # door -> when it last did (monotonic)
        self._said_unmarked: dict[int, tuple[str | None, str, str]] = {}
        self._senders: dict[int, asyncio.Task[None]] = {}
        self._pace = Pace()
        #: rings where the record takes nothing
        self.stuck = DiskAlarm(doors, "lines", said.RECORD_STUCK, said.RECORD_GOES_ON, _DISK_CALM)
        self.recorded = asyncio.Event()  #: set after each handled arrival; jobs wait for it
        self.drafted = asyncio.Event()  #: the same; the clerk waits for it

    async def receive(self, *incoming: Incoming) -> None:
        """Take arrivals, in their order; when this returns they are on disk."""
        for door in {one.chat.door for one in incoming}:
            self._worked[door] = time.monotonic()
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
                counts.failed("disk")
                await asyncio.sleep(_DISK_REST)
                continue
            if not batch:
                await self.stuck.over()
                with contextlib.suppress(TimeoutError):
                    timeout = _DISK_CALM if self.stuck.is_on else None
                    await asyncio.wait_for(self._arrived.wait(), timeout)
                continue
            try:
                handled = await self._on_store.commit(self._take_in_order, batch)
            except Exception as error:
                handled = 0
                await self._tell_stuck(batch[0], error)
            self._to_say.set()
            self.recorded.set()
            self.drafted.set()
            if not handled:
                await asyncio.sleep(_DISK_REST)  # the disk is full or locked; what arrived waits

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
            if is_record_stuck(error) or not self._store.in_transaction:
                raise  # the disk, or a database that has given up all of this; it comes again
            return self._apologise(arrived.id, arrived.incoming, error)
        return True

    def _apologise(self, arrived_id: int, incoming: Incoming, error: Exception) -> bool:
        code = uuid.uuid4().hex[:6]
        log.exception("arrival %s could not be handled (code %s)", arrived_id, code)
        counts.failed("bug")
        tap: list[Reply] = [Toast(incoming.tap.id)] if incoming.tap else []
        try:
            with self._store.transaction():
                chat = self._store.chats.know(incoming.chat)
                sorry = said.NO_ROOM_FOR_THAT if is_full(error) else said.BUG
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

    # --- out ----------------------------------------------------------------------------------

    async def _say_everything(self) -> None:
        while True:
            self._to_say.clear()
            try:
                chats = await self._on_store(self._store.outbox.chats_waiting)
            except Exception:
                log.exception("the outbox cannot be read")
                counts.failed("disk")
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
        note(chat=chat_id)
        chat = await self._on_store(self._store.chats.get, chat_id)
        door = self._doors.get(chat.door)
        if door is None:
            await self._pause(_LONGEST_WAIT)  # that door is closed today
            return
        while not self._stopping.is_set():
            try:
                if not await self._say_next(door, chat_id, _group(chat)):
                    return
            except Exception as error:  # the disk is full or locked; what was said is remembered
                what = f"the outbox of chat {chat_id} cannot be read or marked"
                self.stuck.note_or_trace(error, log, what)
                await self._pause(_DISK_REST)

    async def _say_next(self, door: Door, chat_id: int, group: tuple[str, str]) -> bool:
        """Say the next message, however often it must be tried; False where there is none."""
        out = await self._on_store(self._store.outbox.next, chat_id)
        if out is None:
            return False
        if door.most_a_minute and self._pace.wait(group, door.most_a_minute - _FEW_LEFT):
            wait = self._pace.wait(group, door.most_a_minute)
            chosen = await self._on_store(self._unhurried, chat_id, door.max_text, wait > 0)
            if chosen is None:  # nothing but cards, and they can wait for each other
                await self._pause(min(wait, _LOOK_AGAIN))
                return True
            out = chosen
        note(answer=out.id, line=getattr(out.reply, "line_id", None))
        tries, began = 1, time.monotonic()
        while not self._stopping.is_set() and not await self._said(door, out, tries, began):
            tries += 1
            # anew: the chat may have moved, newer words may have taken its place
            now = await self._on_store(self._store.outbox.waiting, out.id)
            if now is None:
                break
            out = now
        return True

    def _unhurried(self, chat_id: int, max_text: int, full: bool) -> Outgoing | None:
        """What to say next in a chat that has been told much in the last minute.

        Cards of lines that would be messages of their own go together.

        Args:
            full: the chat has taken all that it takes in a minute.

        Returns:
            None: what waits may wait until the chat takes more.
        """
        outbox = self._store.outbox
        waiting = outbox.head(chat_id, _MOST_LOOKED_AT)
        new = list(itertools.takewhile(self._is_new_card, waiting))
        if not new or new[0].id in self._said_unmarked:
            return outbox.next(chat_id)
        behind = next((out for out in waiting if not self._is_new_card(out)), None)
        if full and (behind is None or is_card(behind.reply)):
            return behind  # an edit is no message
        lines = {_line_id(out.reply) for out in new[:_MOST_GATHERED]}
        if len(lines) == 1:
            return new[0]
        with self._store.transaction():
            shown = sorted(map(self._store.lines.get, lines), key=lambda line: line.id)
            together, held = gathered(shown, self._app.house, max_text)
            ids = {line.id for line in held}
            taken = [out for out in new[:_MOST_GATHERED] if _line_id(out.reply) in ids]
            return outbox.instead_of(taken, together)

    def _is_new_card(self, out: Outgoing) -> bool:
        """Whether it shows a line in a message that is not there yet."""
        if not is_card(out.reply):
            return False
        return isinstance(out.reply, Say) or not self._store.lines.card_of(_line_id(out.reply))

    async def _pause(self, seconds: float) -> None:
        """Sleep, but not into the stop."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)

    async def _said(self, door: Door, out: Outgoing, tries: int, began: float) -> bool:
        """Whether it is done with, said or given up.

        Args:
            tries: this one included.
            began: when the first of them was (monotonic).
        """
        if out.id in self._said_unmarked:
            await self._mark(out, *self._said_unmarked[out.id])
            return True
        chat = await self._on_store(self._store.chats.get, out.chat_id)
        error, instead = "", ""
        gone = False
        message_id: str | None = None
        try:
            with counts.SENDING.labels(out.reply.do).time():
                message_id = await self._deliver(door, chat, out.reply)
            self._worked[door.name] = time.monotonic()
            self._told_gone.discard(out.chat_id)
        except TryLater as later:
            if isinstance(later, Moved):
                await self._on_store.commit(self._store.chats.move, out.chat_id, later.key, _now())
            if tries < self._most_tries(door, out, later, began):
                wait = min(2.0 ** (tries - 1), _LONGEST_WAIT)
                wait = wait if later.seconds is None else later.seconds
                log.info("outgoing %s waits %.1f s: %s", out.id, wait, told(later))
                counts.RETRIES.labels(out.reply.do).inc()
                await self._pause(wait)
                return False
            error = str(later)
            instead = self._instead(chat, out, later)
        except Refused as refused:
            error = str(refused)
            counts.failed("refused")
            instead = self._instead(chat, out, refused)
            gone = isinstance(refused, ChatGone)
        except Exception as bug:
            log.exception("outgoing %s cannot be said", out.id)
            counts.failed("bug")
            error = type(bug).__name__
            if isinstance(out.reply, Say | SendFile) and out.reply != Say(said.NOT_SAID):
                instead = said.NOT_SAID
        if error:
            counts.GIVEN_UP.labels(out.reply.do).inc()
            quiet = isinstance(out.reply, _QUIET) or out.chat_id in self._told_gone
            level = logging.DEBUG if quiet else logging.WARNING
            log.log(level, "outgoing %s (%s) given up: %s", out.id, out.reply.do, error)
        if gone:
            self._told_gone.add(out.chat_id)
        await self._mark(out, message_id, error, instead)
        return True

    def _most_tries(self, door: Door, out: Outgoing, why: TryLater, began: float) -> int:
        """One message that fails alone does not hold up its chat for a day."""
        if isinstance(out.reply, Toast):
            return _TRIES_OF_TOAST
        alone = self._worked.get(door.name, began) > began + _A_WHILE
        return _TRIES_OF_ONE if alone and why.seconds is None else _MOST_TRIES

    def _instead(self, chat: Chat, out: Outgoing, why: DoorError) -> str:
        """What a platform does not show is told in words; signs only once a chat."""
        if _asked_alone(chat, out.reply):  # told where the meeting is, once a person
            known = isinstance(why, ChatGone) and out.chat_id in self._told_gone
            return "" if known else said.NOT_REACHED.format(who=chat.title)
        if isinstance(why, ChatGone | MessageGone):
            return ""  # nobody is there to read it, or to miss it
        refused = isinstance(why, Refused)
        match out.reply:
            case Say(text=said.NOT_SAID):
                return ""
            case SendFile(name=name) if refused:
                return said.FILE_REFUSED.format(name=name)
            case Acknowledge(no=no) if refused and out.chat_id not in self._told_no_signs:
                self._told_no_signs.add(out.chat_id)
                return said.NO_SIGNS.format(no=no)
            case Say():
                return said.NOT_SAID
            case SendFile() | Rewrite() if not refused:
                return said.NOT_SAID
        return ""

    async def _mark(
        self, out: Outgoing, message_id: str | None, error: str, instead: str = ""
    ) -> None:
        """Note that it was said; what the disk does not take now is not said again."""
        self._said_unmarked[out.id] = (message_id, error, instead)
        await self._on_store.commit(self._done, out, message_id, error, instead)
        del self._said_unmarked[out.id]

    def _done(self, out: Outgoing, message_id: str | None, error: str, instead: str) -> None:
        reply = out.reply
        if message_id and isinstance(reply, Say | Rewrite) and reply.line_id:
            role = "ask" if isinstance(reply, Say) and reply.asks else "card"
            self._store.lines.bind(reply.line_id, out.chat_id, message_id, role)
        if message_id and isinstance(reply, Say) and reply.question:
            self._store.questions.asked(out.chat_id, message_id, reply.question)
        self._store.outbox.sent(out.id, error)
        if instead:
            question = _asked_alone(self._store.chats.get(out.chat_id), reply)
            meeting = self._store.meetings.get(question.meeting_id) if question else None
            self._store.outbox.put(meeting.chat_id if meeting else out.chat_id, [Say(instead)])

    async def _deliver(self, door: Door, chat: Chat, reply: Reply) -> str | None:
        """Say it; the id of a new message, if one was made."""
        made = await self._delivered(door, chat, reply)
        if made is not None and chat.kind is ChatKind.GROUP:
            self._pace.count(_group(chat))
        return made

    async def _delivered(self, door: Door, chat: Chat, reply: Reply) -> str | None:
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


def _asked_alone(chat: Chat, reply: Reply) -> Question | None:
    """What somebody is asked in their own chat about a meeting."""
    private = chat.kind is ChatKind.PRIVATE
    return reply.question if private and isinstance(reply, Say) else None


def kind_of(incoming: Incoming) -> str:
    """What sort of arrival it is, in one word, for log and figures."""
    if incoming.tap:
        return "tap"
    if incoming.moved_to:
        return "move"
    if incoming.edited:
        return "edit"
    if incoming.media:
        return str(incoming.media.kind)
    return "command" if incoming.text.startswith("/") else "text"


def cleaned(incoming: Incoming) -> Incoming:
    """The same arrival with text as the house keeps it (NFC, nothing invisible)."""

    def person(who: Person) -> Person:
        return Person(who.key, one_line(who.name) or who.key, one_line(who.username))

    chat = dataclasses.replace(incoming.chat, title=one_line(incoming.chat.title))
    media = incoming.media
    return dataclasses.replace(
        incoming,
        chat=chat,
        person=person(incoming.person),
        speaker=person(incoming.speaker) if incoming.speaker else None,
        answers=person(incoming.answers) if incoming.answers else None,
        mentions=tuple(map(person, incoming.mentions)),
        text=clean(incoming.text),
        media=dataclasses.replace(media, name=one_line(media.name)) if media else None,
    )


def _now() -> datetime:
    return datetime.now(UTC)


def _group(chat: Chat) -> tuple[str, str]:
    """What a platform counts messages by: all topics of a group are one."""
    return chat.door, chat.group


def is_card(reply: Reply) -> bool:
    """Whether it only shows how a line stands: several of these may go together."""
    if isinstance(reply, Say):
        return reply.line_id is not None and reply.asks is None
    return isinstance(reply, Rewrite) and reply.line_id is not None


def _line_id(reply: Reply) -> int:
    assert isinstance(reply, Say | Rewrite)
    assert reply.line_id is not None
    return reply.line_id


def split(reply: Reply, limit: int) -> list[Reply]:
    """A text that is too long for one message, at its line borders; buttons go to the last."""
    if not isinstance(reply, Say | Rewrite) or units(reply.text) <= limit:
        return [reply]
    if isinstance(reply, Rewrite):  # one message stays one
        return [dataclasses.replace(reply, text=_parts(reply.text, limit - 2)[0] + "\n…")]
    parts = list(_parts(reply.text, limit))
    first = dataclasses.replace(reply, text=parts[0], buttons=(), line_id=None, question=None)
    rest = [dataclasses.replace(first, text=part, reply_to=None) for part in parts[1:]]
    rest[-1] = dataclasses.replace(
        rest[-1], buttons=reply.buttons, line_id=reply.line_id, question=reply.question
    )
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
