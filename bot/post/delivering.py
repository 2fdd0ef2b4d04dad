"""One try of one answer: through its door, or why not and what people are told instead."""

from __future__ import annotations

import contextlib
import logging
import time
from dataclasses import dataclass, replace

from bot import counts
from bot.doors.port import (
    Acknowledge,
    Chat,
    ChatKind,
    Door,
    Question,
    Reply,
    Rewrite,
    Say,
    SendFile,
    ShowPicture,
    ShowsPictures,
    Toast,
)
from bot.errors import ChatGone, DoorError, MessageGone, MonthIsFull, Moved, Refused, TryLater
from bot.messages import plain
from bot.messages import trouble as said
from bot.post.budget import Budget
from bot.store import Store
from bot.store.post import Outgoing
from bot.store.thread import StoreThread
from foundation.logs import told
from foundation.pace import Pace

log = logging.getLogger(__name__)

LONGEST_WAIT = 300.0  #: seconds between two tries of the same message
MOST_TRIES = 300  #: of one message: about a day of an unreachable platform
TRIES_OF_ONE = 12  #: of one message that fails while the platform works: about 20 minutes
A_WHILE = 60.0  #: seconds for which a platform works without this message
_TRIES_OF_TOAST = 4  # late is worse than never
_TRIES_OF_PICTURE = 1  # then its link is said: it may have been shown, or never can be
_QUIET = (Toast, Acknowledge)  # nobody misses one of these


@dataclass(frozen=True)
class Delivered:
    """It is in the chat."""

    message_id: str | None = None  #: of the message that was made, if one was


@dataclass(frozen=True)
class RetryAfter:
    """The platform is busy or away."""

    seconds: float
    why: str


@dataclass(frozen=True)
class GiveUp:
    """Nobody will get it."""

    why: str
    instead: str = ""  #: what is said in its place; empty: nothing
    quiet: bool = False  #: nobody need look after it
    gone: bool = False  #: its chat is no more, or does not take the bot, as is now seen


Outcome = Delivered | RetryAfter | GiveUp


class Delivery:
    """Tries answers, and remembers of doors and chats what decides about the next try.

    Args:
        pace: counts what is said in each group.
        budget: knows whether a platform takes more this month.
    """

    def __init__(self, store: Store, on_store: StoreThread, pace: Pace, budget: Budget) -> None:
        self._store = store
        self._on_store = on_store
        self._pace = pace
        self._budget = budget
        self._worked: dict[str, float] = {}  # door -> when it last did (monotonic)
        self._told_no_signs: set[int] = set()
        self._told_gone: set[int] = set()

    def works(self, door: str) -> None:
        """The platform behind a door has just brought or taken something."""
        self._worked[door] = time.monotonic()

    async def attempt(self, door: Door, out: Outgoing, tries: int, began: float) -> Outcome:
        """Say it once.

        Args:
            tries: this one included.
            began: when the first of them was (monotonic).
        """
        chat = await self._on_store(self._store.chats.get, out.chat_id)
        try:
            with counts.SENDING.labels(out.reply.do).time():
                message_id = await self._deliver(door, chat, out)
        except TryLater as later:
            if isinstance(later, Moved):
                await self._on_store.commit(self._store.chats.move, out.chat_id, later.key, None)
            if tries < self._most_tries(door, out, later, began):
                wait = min(2.0 ** (tries - 1), LONGEST_WAIT)
                return RetryAfter(wait if later.seconds is None else later.seconds, told(later))
            return self._given_up(out, later, self._instead(chat, out, later))
        except Refused as refused:
            counts.failed("refused")
            if isinstance(refused, MonthIsFull):
                self._budget.is_refused(door)
            given_up = self._given_up(out, refused, self._instead(chat, out, refused))
            if isinstance(refused, ChatGone) and out.chat_id not in self._told_gone:
                self._told_gone.add(out.chat_id)
                given_up = replace(given_up, gone=True)
            return given_up
        except Exception as bug:
            log.exception("outgoing %s cannot be said", out.id)
            counts.failed("bug")
            words = isinstance(out.reply, Say | SendFile) and not _is_not_said(out.reply)
            return self._given_up(out, bug, said.NOT_SAID if words else "")
        self.works(door.name)
        self._told_gone.discard(out.chat_id)
        return Delivered(message_id)

    def _given_up(self, out: Outgoing, error: Exception, instead: str) -> GiveUp:
        name = type(error).__name__
        why = (str(error) or name) if isinstance(error, DoorError) else name
        quiet = isinstance(out.reply, _QUIET) or out.chat_id in self._told_gone
        return GiveUp(why, instead, quiet)

    def _most_tries(self, door: Door, out: Outgoing, why: TryLater, began: float) -> int:
        """One message that fails alone does not hold up its chat for a day."""
        if isinstance(out.reply, Toast):
            return _TRIES_OF_TOAST
        if isinstance(out.reply, ShowPicture):
            return _TRIES_OF_PICTURE
        alone = self._worked.get(door.name, began) > began + A_WHILE
        return TRIES_OF_ONE if alone and why.seconds is None else MOST_TRIES

    def _instead(self, chat: Chat, out: Outgoing, why: DoorError) -> str:
        """What a platform does not show is told in words; signs only once a chat."""
        if asked_alone(chat, out.reply):  # told where the meeting is, once a person
            known = isinstance(why, ChatGone) and out.chat_id in self._told_gone
            return "" if known else said.NOT_REACHED.format(who=chat.title)
        if isinstance(why, ChatGone | MessageGone | MonthIsFull):
            return ""  # nobody is there to read it, or to miss it
        refused = isinstance(why, Refused)
        match out.reply:
            case reply if _is_not_said(reply):
                return ""
            case SendFile(name=name) if refused:
                return said.FILE_REFUSED.format(name=name)
            case ShowPicture(address=address, name=name, caption=caption):
                return "\n".join(filter(None, [caption, plain.files([(name, "", address)])]))
            case Acknowledge(no=no) if refused and out.chat_id not in self._told_no_signs:
                self._told_no_signs.add(out.chat_id)
                return said.NO_SIGNS.format(no=no)
            case Say():
                return said.NOT_SAID
            case SendFile() | Rewrite() if not refused:
                return said.NOT_SAID
        return ""

    async def _deliver(self, door: Door, chat: Chat, out: Outgoing) -> str | None:
        """Say it; the id of a new message, if one was made."""
        made = await self._call(door, chat, out)
        if made is not None and chat.kind is ChatKind.GROUP:
            self._pace.count(group_of(chat))
        return made

    async def _call(self, door: Door, chat: Chat, out: Outgoing) -> str | None:
        reply = out.reply
        match reply:
            case Say():
                return await door.say(chat, replace(reply, once=_name_of(out)))
            case Rewrite():
                return await self._rewrite(door, chat, reply, out.chat_id)
            case Acknowledge():
                await door.acknowledge(chat, reply.message_id, reply.no)
            case Toast():
                await door.toast(reply.tap_id, reply.text)
            case SendFile():
                return await door.send_file(chat, replace(reply, once=_name_of(out)))
            case ShowPicture():
                if not isinstance(door, ShowsPictures):
                    raise Refused("pictures are not shown there")
                return await door.show_picture(chat, reply)
        return None

    async def _rewrite(self, door: Door, chat: Chat, reply: Rewrite, chat_id: int) -> str | None:
        message_id = reply.message_id
        if reply.line_id:
            message_id = await self._on_store(self._store.lines.card_of, reply.line_id, chat_id)
        if message_id:
            with contextlib.suppress(Refused):
                await door.rewrite(chat, message_id, reply)
                return None
        if reply.line_id:  # its card is gone, or was never made: a new one
            return await door.say(chat, Say(reply.text, reply.buttons, line_id=reply.line_id))
        if reply.question:
            return await door.say(chat, Say(reply.text, reply.buttons, question=reply.question))
        raise Refused("the message to rewrite is gone")


def _name_of(out: Outgoing) -> str:
    """By which a door knows again what was said, but not marked so: the process was killed."""
    return f"ra{out.id}"  # the outbox gives no number twice


def asked_alone(chat: Chat, reply: Reply) -> Question | None:
    """What somebody is asked in their own chat about a meeting."""
    private = chat.kind is ChatKind.PRIVATE
    return reply.question if private and isinstance(reply, Say) else None


def group_of(chat: Chat) -> tuple[str, str]:
    """What a platform counts messages by: all topics of a group are one."""
    return chat.door, chat.group


def _is_not_said(reply: Reply) -> bool:
    """Whether it tells that something could not be said, which is told once."""
    return isinstance(reply, Say) and reply.text == said.NOT_SAID
