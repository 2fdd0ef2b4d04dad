"""Out: what waits in the outbox is said, each chat in its order, at the platform's pace."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import itertools
import logging
import time
from collections.abc import Mapping

from bot import counts
from bot.conversation.context import House, alone_with
from bot.conversation.lines.card import gathered
from bot.doors.port import Ability, ChatKind, Door, Reply, Rewrite, Say
from bot.messages import places as about_places
from bot.messages.phrases import meeting_name
from bot.post import alarm, delivering
from bot.post.alarm import DiskAlarm
from bot.post.budget import Budget
from bot.post.choices import choices_of
from bot.post.delivering import Delivered, Delivery, GiveUp, RetryAfter, asked_alone, group_of
from bot.post.plain import Fitting, NotYet, needs_fitting
from bot.store import Store
from bot.store.post import Outgoing
from bot.store.thread import StoreThread
from foundation.logs import note
from foundation.pace import Pace

log = logging.getLogger(__name__)

LOOK_AGAIN = 1.0  #: seconds; an answer may come behind cards that wait
_LAST_WORDS = 5.0  # seconds that a message under way has at the stop
_MOST_GATHERED = 20  # cards in one message
_MOST_LOOKED_AT = 100  # of what waits in a chat
_FEW_LEFT = 5  # messages of the minute: from then on cards go together


class Saying:
    """Carries answers to the doors, a task for each chat: a slow one holds up no other.

    Args:
        doors: the open ones, by name; what is for another waits in the outbox.
        stuck: rings where the record takes nothing.
        pace: what has been said in each group lately.
        fitting: makes of what waits what a door can say that can less.
        budget: counts what a platform takes in a month.
    """

    def __init__(
        self,
        house: House,
        on_store: StoreThread,
        doors: Mapping[str, Door],
        stuck: DiskAlarm,
        pace: Pace,
        fitting: Fitting,
        budget: Budget,
    ) -> None:
        self._house = house
        self._store: Store = house.store
        self._on_store = on_store
        self._doors = doors
        self._stuck = stuck
        self._pace = pace
        self._fitting = fitting
        self._budget = budget
        self._delivery = Delivery(self._store, on_store, pace, budget)
        self._to_say = asyncio.Event()
        self._stopping = asyncio.Event()
        self._unmarked: dict[int, Delivered | GiveUp] = {}  # what the disk has not taken
        self._senders: dict[int, asyncio.Task[None]] = {}

    def wake(self) -> None:
        """There is something new in the outbox."""
        self._to_say.set()

    def works(self, door: str) -> None:
        """The platform behind a door has just brought something."""
        self._delivery.works(door)

    async def run(self) -> None:
        """Until cancelled. What is being said at that moment is said to its end, so that it is
        not said again."""
        try:
            await self._say_everything()
        finally:
            self._stopping.set()
            senders = set(self._senders.values())
            if senders:
                await asyncio.wait(senders, timeout=_LAST_WORDS)
            for sender in senders:
                sender.cancel()

    async def _say_everything(self) -> None:
        while True:
            self._to_say.clear()
            try:
                chats = await self._on_store(self._store.outbox.chats_waiting)
            except Exception:
                log.exception("the outbox cannot be read")
                counts.failed("disk")
                await asyncio.sleep(alarm.DISK_REST)
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
        """Say what waits in one chat, in order."""
        note(chat=chat_id)
        chat = await self._on_store(self._store.chats.get, chat_id)
        while not self._stopping.is_set():
            door = self._doors.get(chat.door)
            if door is None:
                await self._pause(delivering.LONGEST_WAIT)  # that door is closed today
                return
            try:
                if not await self._say_next(door, chat_id, group_of(chat)):
                    return
            except Exception as error:  # the disk is full or locked; what was said is remembered
                what = f"the outbox of chat {chat_id} cannot be read or marked"
                self._stuck.note_or_trace(error, log, what)
                await self._pause(alarm.DISK_REST)

    async def _say_next(self, door: Door, chat_id: int, group: tuple[str, str]) -> bool:
        """Say the next message, however often it must be tried; False where there is none."""
        out = await self._next(door, chat_id)
        if out is None:
            return False
        if isinstance(out, NotYet):
            await self._pause(min(out.seconds, LOOK_AGAIN))
            return True
        if door.most_a_minute and self._pace.wait(group, door.most_a_minute - _FEW_LEFT):
            wait = self._pace.wait(group, door.most_a_minute)
            chosen = await self._on_store(self._unhurried, chat_id, door.max_text, wait > 0)
            if chosen is None:  # nothing but cards, and they can wait for each other
                await self._pause(min(wait, LOOK_AGAIN))
                return True
            out = chosen
        note(answer=out.id, line=getattr(out.reply, "line_id", None))
        tries, began = 1, time.monotonic()
        while not self._stopping.is_set() and self._is_open(door):
            if await self._is_done_with(door, out, tries, began):
                break
            tries += 1
            # anew: the chat may have moved, newer words may have taken its place
            now = await self._on_store(self._store.outbox.waiting, out.id)
            if now is None:
                break
            out = now
        return True

    async def _next(self, door: Door, chat_id: int) -> Outgoing | NotYet | None:
        if needs_fitting(door):
            return await self._on_store.commit(self._fitting.next, chat_id, door)
        return await self._on_store(self._store.outbox.next, chat_id)

    def _is_open(self, door: Door) -> bool:
        return self._doors.get(door.name) is door

    async def _is_done_with(self, door: Door, out: Outgoing, tries: int, began: float) -> bool:
        """Say it once. Whether that is all: it is in the chat, or given up.

        Args:
            tries: this one included.
            began: when the first of them was (monotonic).
        """
        if out.id in self._unmarked:
            await self._mark(out, self._unmarked[out.id])
            return True
        outcome = await self._delivery.attempt(door, out, tries, began)
        if not isinstance(outcome, Delivered) and not self._is_open(door):
            return False  # the door was closed under it: it waits until that opens again
        match outcome:
            case RetryAfter(seconds, why):
                log.info("outgoing %s waits %.1f s: %s", out.id, seconds, why)
                counts.RETRIES.labels(out.reply.do).inc()
                await self._pause(seconds)
                return False
            case GiveUp(why=why, quiet=quiet):
                counts.GIVEN_UP.labels(out.reply.do).inc()
                level = logging.DEBUG if quiet else logging.WARNING
                log.log(level, "outgoing %s (%s) given up: %s", out.id, out.reply.do, why)
        await self._mark(out, outcome)
        return True

    async def _mark(self, out: Outgoing, outcome: Delivered | GiveUp) -> None:
        """Note what became of it; what the disk does not take now is not said again."""
        self._unmarked[out.id] = outcome
        await self._on_store.commit(self._write_down, out, outcome)
        del self._unmarked[out.id]

    def _write_down(self, out: Outgoing, outcome: Delivered | GiveUp) -> None:
        if isinstance(outcome, Delivered):
            self._note_said(out, outcome.message_id)
            self._bind(out, outcome.message_id)
            self._store.outbox.sent(out.id, "")
            return
        self._store.outbox.sent(out.id, outcome.why)
        if outcome.gone:
            self._tell_home_is_gone(out.chat_id)
        if outcome.instead:
            question = asked_alone(self._store.chats.get(out.chat_id), out.reply)
            meeting = self._store.meetings.get(question.meeting_id) if question else None
            chat_id = meeting.chat_id if meeting else out.chat_id
            self._store.outbox.put(chat_id, [Say(outcome.instead, ordered=True)])

    def _tell_home_is_gone(self, chat_id: int) -> None:
        """Where a meeting is open in a group that is no more: its secretaries are told alone, for
        who has joined it from elsewhere goes on."""
        meeting = self._store.meetings.open_in(chat_id)
        if meeting is None or self._store.chats.get(chat_id).kind is not ChatKind.GROUP:
            return
        told = Say(about_places.HOME_IS_GONE.format(**meeting_name(meeting)), ordered=True)
        for person_id in sorted(meeting.secretaries):
            alone = alone_with(self._house, person_id)
            if alone is not None:
                self._store.outbox.put(alone, [told])

    def _note_said(self, out: Outgoing, message_id: str | None) -> None:
        """Keep what a door needs to know that can less, or whose platform counts messages."""
        door, reply = self._doors.get(self._store.chats.get(out.chat_id).door), out.reply
        if door is None:
            return
        if message_id:
            self._budget.count(door)
        if isinstance(reply, Say | Rewrite) and Ability.BUTTONS not in door.abilities:
            under = message_id or self._rewritten(reply, out.chat_id)
            self._store.plain.shown(out.chat_id, under, choices_of(reply))
        if message_id and Ability.REPLIES not in door.abilities:
            asks = isinstance(reply, Say) and reply.question is not None
            self._store.plain.note_last(out.chat_id, message_id, asks=asks)

    def _rewritten(self, reply: Say | Rewrite, chat_id: int) -> str:
        """The message that has new words."""
        if isinstance(reply, Rewrite) and reply.message_id:
            return reply.message_id
        if not reply.line_id:
            return ""
        return self._store.lines.card_of(reply.line_id, chat_id) or ""

    def _bind(self, out: Outgoing, message_id: str | None) -> None:
        """Keep which message shows which line, or asks which question."""
        reply = out.reply
        if message_id and isinstance(reply, Say | Rewrite) and reply.line_id:
            role = "ask" if isinstance(reply, Say) and reply.asks else "card"
            self._store.lines.bind(reply.line_id, out.chat_id, message_id, role)
        if isinstance(reply, Say | Rewrite) and reply.question:
            asks = message_id or (reply.message_id if isinstance(reply, Rewrite) else None)
            if asks:
                self._store.questions.note(out.chat_id, asks, reply.question)

    # --- cards that go together ---------------------------------------------------------------

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
        if not new or new[0].id in self._unmarked:
            return outbox.next(chat_id)
        behind = next((out for out in waiting if not self._is_new_card(out)), None)
        if full and (behind is None or is_card(behind.reply)):
            return behind  # an edit is no message
        lines = {_line_id(out.reply) for out in new[:_MOST_GATHERED]}
        if len(lines) == 1:
            return new[0]
        with self._store.transaction():
            shown = sorted(map(self._store.lines.get, lines), key=lambda line: line.id)
            together, held = gathered(shown, self._house, max_text)
            ids = {line.id for line in held}
            taken = [out for out in new[:_MOST_GATHERED] if _line_id(out.reply) in ids]
            return outbox.instead_of(taken, together)

    def _is_new_card(self, out: Outgoing) -> bool:
        """Whether it shows a line in a message that is not there yet."""
        if not is_card(out.reply):
            return False
        line_id = _line_id(out.reply)
        return isinstance(out.reply, Say) or not self._store.lines.card_of(line_id, out.chat_id)

    async def _pause(self, seconds: float) -> None:
        """Sleep, but not into the stop."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopping.wait()


def is_card(reply: Reply) -> bool:
    """Whether it only shows how a line stands: several of these may go together."""
    if isinstance(reply, Say):
        return reply.line_id is not None and reply.asks is None
    return isinstance(reply, Rewrite) and reply.line_id is not None


def _line_id(reply: Reply) -> int:
    assert isinstance(reply, Say | Rewrite)
    assert reply.line_id is not None
    return reply.line_id
