"""What arrived is handled, in its order; what cannot be is set aside, and holds nobody up.

An arrival and all that follows from it are one transaction. Where the record takes nothing now, all
wait. Anything else is the trouble of that one arrival: it is undone, marked, told in its chat once,
with a code that the log has too, and the next is taken.
"""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot import counts
from bot.conversation.app import App
from bot.doors.port import Chat, Door, Incoming, Reply, Say, Toast
from bot.errors import (
    BotError,
    DoorError,
    is_full,
    is_record_damaged,
    is_record_stuck,
    takes_nothing,
)
from bot.messages import trouble as said
from bot.post.alarm import DiskAlarm
from bot.post.cleaning import kind_of
from bot.post.fitting import split
from bot.post.in_hand import MOST_BEGINNINGS, InHand
from bot.post.joining import Joining, Turn
from bot.post.plain import needs_fitting
from bot.store import Store
from bot.store.thread import LONGEST_COMMIT, StoreThread
from foundation.aside import NotYet, Workshop
from foundation.logs import about, told

log = logging.getLogger(__name__)

_MOST_AT_ONCE = 50  # arrivals taken in one go
_MOST_TRIES = 3  # of an arrival that needs what the disk does not read


class BegunInVain(BotError):
    """The process has ended over this arrival each time that it was begun."""


class OfAnotherVersion(BotError):
    """It is of a form that this version cannot read."""


@dataclass(frozen=True)
class Taken:
    """What became of a look into the inbox."""

    any: bool  #: something was handled, or set aside
    trouble: bool = False  #: something waits for the disk
    again_in: float | None = None  #: seconds until what is held back may be taken


class Taking:
    """Takes arrivals from the inbox to the app.

    Args:
        stuck: rings where the record takes nothing.
        in_hand: knows what earlier processes ended over.
        ready: called when something that was done aside is to be taken once more.
    """

    def __init__(
        self,
        store: Store,
        on_store: StoreThread,
        app: App,
        doors: Mapping[str, Door],
        stuck: DiskAlarm,
        in_hand: InHand,
        ready: Callable[[], None],
    ) -> None:
        self._store = store
        self._on_store = on_store
        self._app = app
        self._doors = doors
        self._stuck = stuck
        self._in_hand = in_hand
        self._ready = ready
        self._workshop = Workshop()
        self._sent_aside: list[tuple[Turn, NotYet]] = []  # by the transaction that is open
        self._busy: dict[tuple[str, str], asyncio.Task[None]] = {}  # chat -> what is done for it
        self._joining = Joining(doors)
        self._held = 0  # arrivals that were held back at the last look
        self._tries: dict[int, int] = {}
        self.aside: set[int] = set()  #: set aside where even the inbox cannot be marked

    def close(self) -> None:
        """Nothing is in hand any more."""
        for task in self._busy.values():
            task.cancel()
        self._in_hand.close()

    async def some(self) -> Taken:
        """Handle what waits, as much as a moment allows.

        Raises:
            what SQLite raises where the inbox cannot be read.
        """
        turns, again_in = await self._turns()
        if not turns:
            return Taken(any=False, again_in=again_in)
        try:
            taken = await self._on_store.commit(self._in_order, turns)
            self._begin_aside()
        except Exception as error:
            if takes_nothing(error):
                await self._tell_stuck(turns[0], error)
                return Taken(any=False, trouble=True)
            taken = await self._one_by_one(turns)
        return Taken(any=taken > 0, trouble=not taken)

    async def _turns(self) -> tuple[list[Turn], float | None]:
        """What may be handled now; behind what is held back or done aside, its chat waits."""
        while True:
            most = _MOST_AT_ONCE + self._held
            waiting = await self._on_store(self._store.inbox.waiting, most, self.aside)
            found, again_in = self._joining.turns(waiting)
            turns = [turn for turn in found if _chat_of(turn) not in self._busy]
            self._held = len(waiting) - sum(len(turn.arrivals) for turn in turns)
            if len(waiting) < most:
                self._in_hand.only_of({arrived.id for arrived in waiting})
            if turns or len(waiting) < most:
                return turns, again_in

    def _begin_aside(self) -> None:
        """What takes long is done elsewhere; its chat waits for it, and no other."""
        for turn, wanted in self._sent_aside:
            chat = _chat_of(turn)
            self._busy[chat] = asyncio.create_task(self._aside(chat, turn, wanted))
        self._sent_aside.clear()

    async def _aside(self, chat: tuple[str, str], turn: Turn, wanted: NotYet) -> None:
        started = time.perf_counter()
        try:
            with about(arrival=turn.arrivals[0].id):
                await self._workshop.make(_job(turn), wanted)
                log.info("%s in %.1f s", wanted, time.perf_counter() - started)
        finally:
            del self._busy[chat]
            self._ready()

    def _in_order(self, turns: Sequence[Turn]) -> int:
        """As many as a moment allows; how many were handled."""
        end = time.perf_counter() + LONGEST_COMMIT
        taken = 0
        self._sent_aside.clear()  # by a transaction that failed; it may be begun anew
        try:
            for turn in turns:
                if taken and time.perf_counter() > end:
                    break
                if any(_chat_of(turn) == _chat_of(sent) for sent, _ in self._sent_aside):
                    continue
                self._take(turn)
                taken += 1
        finally:
            self._in_hand.rest()  # the commit, which may take long, is nobody's fault
        return taken

    def _take(self, turn: Turn) -> None:
        """``_handle``, seen from outside."""
        incoming = turn.incoming
        with about(update=incoming.key if incoming else None, arrival=turn.arrivals[0].id):
            started = time.perf_counter()
            done = self._handle(turn, incoming)
            took = time.perf_counter() - started
            counts.HANDLING.observe(took)
            if done and incoming:
                counts.ARRIVALS.labels(kind_of(incoming)).inc()
                log.info("%s handled in %.3f s", kind_of(incoming), took)

    def _handle(self, turn: Turn, incoming: Incoming | None) -> bool:
        """In one transaction. False: something is to be done for it first, and nothing is changed.

        Raises what is the trouble of more than this arrival, or may be.
        """
        if incoming is None:
            self._put_aside(turn, OfAnotherVersion("an arrival cannot be read"))
            return True
        times = self._in_hand.in_vain(turn.arrivals)
        if times >= MOST_BEGINNINGS:
            self._put_aside(turn, BegunInVain(f"begun {times} times and never ended"))
            return True
        try:
            with self._workshop.in_hand(_job(turn)), self._store.transaction():
                self._in_hand.begin(turn.arrivals)
                chat_id, replies = self._app.handle(incoming)
                self._put(chat_id, replies)
                for arrived in turn.arrivals:
                    self._store.inbox.handled(arrived.id)
        except NotYet as wanted:
            self._sent_aside.append((turn, wanted))
            return False
        except Exception as error:  # whatever one message causes, the next is still served
            if is_record_stuck(error) or not self._store.in_transaction:
                raise  # the disk, or a database that has given up all of this
            if self._store.may_mend(error):
                raise  # once its index is made anew, this may be handled
            self._put_aside(turn, error)
        return True

    # --- set aside ------------------------------------------------------------------------------

    def _put_aside(self, turn: Turn, error: Exception) -> None:
        """Mark it as one that was not handled, and tell its chat."""
        code = uuid.uuid4().hex[:6]
        log.error(
            "arrival %s is set aside (code %s): %s",
            turn.arrivals[0].id,
            code,
            told(error),
            exc_info=None if isinstance(error, BotError) else error,
        )
        counts.failed("unreadable" if isinstance(error, OfAnotherVersion) else "bug")
        with self._store.transaction():
            self._tell(turn, error, code)
            for arrived in turn.arrivals:
                self._store.inbox.handled(arrived.id, f"{code} {type(error).__name__}")

    def _tell(self, turn: Turn, error: Exception, code: str) -> None:
        incoming = turn.incoming
        chat = incoming.chat if incoming else turn.arrivals[0].chat
        if chat is None or (incoming and incoming.moved_to):
            return
        known = self._store.chats.know(chat)
        has_moved = known.chat.key != chat.key  # there its messages are not numbered so
        replies: list[Reply] = [_sorry(None if has_moved else incoming, error, code)]
        if incoming and incoming.tap:
            replies.insert(0, Toast(incoming.tap.id))
        self._put(known.id, replies)

    def cannot_keep(self, incoming: Incoming, error: Exception) -> None:
        """An arrival cannot even be put into the inbox: it would come for ever. Its chat is told.
        Called in the store's thread, within a transaction."""
        code = uuid.uuid4().hex[:6]
        log.error("an arrival cannot be kept (code %s): %s", code, type(error).__name__)
        counts.failed("unreadable")
        try:
            with self._store.transaction():
                chat = Chat(incoming.chat.door, incoming.chat.key, "", incoming.chat.kind)
                known = self._store.chats.find(chat.door, chat.key)
                chat_id = self._store.chats.know(chat).id if known is None else known
                self._put(chat_id, [Say(said.NOT_KEPT.format(id=code))])
        except Exception as worse:
            if is_record_stuck(worse) or not self._store.in_transaction:
                raise
            log.error("nor can its chat be told: %s", type(worse).__name__)

    async def _one_by_one(self, turns: Sequence[Turn]) -> int:
        """Each in a transaction of its own, so that it is seen which one it is that fails; what
        comes behind it in its chat rests with it, the others go on.

        Returns:
            how many were handled, or set aside.
        """
        taken = 0
        resting: set[tuple[str, str]] = set()
        for turn in turns:
            name = _chat_of(turn)
            if name in resting or name in self._busy:
                continue
            try:
                taken += await self._on_store.commit(self._in_order, [turn])
                self._begin_aside()
            except Exception as error:
                if takes_nothing(error):
                    await self._tell_stuck(turn, error)
                    break
                if not self._may_pass(turn, error) and await self._set_aside(turn, error):
                    taken += 1
                    continue
                log.warning("arrival %s rests: %s", turn.arrivals[0].id, told(error))
                resting.add(name)
        return taken

    def _may_pass(self, turn: Turn, error: Exception) -> bool:
        """Whether to try once more: what a disk does not read now it may read in a moment."""
        if not getattr(error, "sqlite_errorname", "").startswith("SQLITE_IOERR"):
            return False
        first = turn.arrivals[0].id
        self._tries[first] = self._tries.get(first, 0) + 1
        return self._tries[first] < _MOST_TRIES

    async def _set_aside(self, turn: Turn, error: Exception) -> bool:
        """``_put_aside``; False where the record takes nothing. Where it cannot take just that,
        the arrival is left where it is until the next start, and told through the door."""
        self._tries.pop(turn.arrivals[0].id, None)
        try:
            await self._on_store.commit(self._put_aside, turn, error)
        except Exception as worse:
            if takes_nothing(worse):
                return False
            code = uuid.uuid4().hex[:6]
            log.exception("and the record does not take that either (code %s)", code)
            counts.failed("disk")
            self.aside.update(arrived.id for arrived in turn.arrivals)
            await self._say_at_once(turn, error, code)
        return True

    async def _say_at_once(self, turn: Turn, error: Exception, code: str) -> None:
        chat = turn.arrivals[0].chat
        door = self._doors.get(chat.door) if chat else None
        if chat is None or door is None:
            return
        try:
            await door.say(chat, _sorry(turn.incoming, error, code))
        except DoorError as trouble:
            log.info("a chat cannot be told: %s", told(trouble))

    async def _tell_stuck(self, turn: Turn, error: Exception) -> None:
        self._stuck.note_or_trace(error, log, "what arrived cannot be written")
        if is_record_stuck(error) and turn.incoming:
            await self._stuck.tell(turn.incoming.chat, error)

    def _put(self, chat_id: int, replies: Sequence[Reply]) -> None:
        door = self._doors.get(self._store.chats.get(chat_id).door)
        if door and needs_fitting(door):  # what it can say is seen to when it is said
            self._store.outbox.put(chat_id, [_as_asked_for(reply) for reply in replies])
            return
        limit = door.max_text if door else 4096
        self._store.outbox.put(chat_id, [part for reply in replies for part in split(reply, limit)])


def _as_asked_for(reply: Reply) -> Reply:
    """An answer to what somebody has done there; a card of a line is none."""
    return replace(reply, ordered=True) if isinstance(reply, Say) and not reply.line_id else reply


def _chat_of(turn: Turn) -> tuple[str, str]:
    chat = turn.arrivals[0].chat
    return (chat.door, chat.key) if chat else ("", "")


def _job(turn: Turn) -> str:
    """Names the work that is done aside for it."""
    return str(turn.arrivals[0].id)


def _sorry(incoming: Incoming | None, error: Exception, code: str) -> Say:
    sentence = said.BUG
    if isinstance(error, OfAnotherVersion):
        sentence = said.NOT_KEPT
    elif isinstance(error, BegunInVain):
        sentence = said.BEGUN_IN_VAIN
    elif is_full(error):
        sentence = said.NO_ROOM_FOR_THAT
    elif is_record_damaged(error):
        sentence = said.RECORD_DAMAGED
    answers = incoming.message_id if incoming and not incoming.tap else ""
    return Say(sentence.format(id=code), reply_to=answers or None)
