"""Who administers a group, remembered for some minutes."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from telegram import error as tg_error
from telegram.ext import ExtBot

from bot.doors.port import ChatKind, Incoming

log = logging.getLogger(__name__)

FRESH = 300.0  #: seconds; who was an administrator may be none any more
_SOON = 30.0  # seconds until it is asked again, where there was no answer
_PATIENCE = 2.0  # seconds that an order waits for the answer; other arrivals do not wait
_MOST_GROUPS = 1000


@dataclass
class _Known:
    keys: frozenset[str]
    until: float  #: on the monotonic clock


class Administrators:
    """Asks Telegram at the first sight of a group, and again when the answer is old. Meanwhile the
    old one holds; orders, and what comes before the first answer, wait a moment.

    Where Telegram does not answer, those stay who were it before; else nobody is.

    Args:
        moved: is told of a group that has a new number: the old one, the new one.
    """

    def __init__(self, bot: ExtBot[None], moved: Callable[[str, str], Awaitable[None]]) -> None:
        self._bot = bot
        self._moved = moved
        self._known: dict[str, _Known] = {}
        self._asking: dict[str, asyncio.Task[None]] = {}

    async def has(self, incoming: Incoming) -> bool:
        """Whether the person administers the group; of an order, waits a moment to know it."""
        if incoming.chat.kind is not ChatKind.GROUP:
            return False
        group = incoming.chat.group
        known = self._known.get(group)
        if known is None or known.until < time.monotonic():
            if group not in self._asking:
                self._asking[group] = asyncio.create_task(self._ask(group))
            if known is None or incoming.tap or incoming.text.startswith("/"):
                await asyncio.wait([self._asking[group]], timeout=_PATIENCE)
            known = self._known.get(group)
        return known is not None and incoming.person.key in known.keys

    async def _ask(self, group: str) -> None:
        before = self._known.get(group)
        known = _Known(before.keys if before else frozenset(), time.monotonic() + _SOON)
        try:
            found = await self._bot.get_chat_administrators(int(group))
            people = frozenset(str(member.user.id) for member in found if not member.user.is_bot)
            known = _Known(people, time.monotonic() + FRESH)
        except tg_error.ChatMigrated as error:
            await self._moved(group, str(error.new_chat_id))
        except tg_error.TelegramError as error:
            log.info("the administrators of a group are not known: %s", type(error).__name__)
        finally:
            self._known.pop(group, None)
            if len(self._known) >= _MOST_GROUPS:
                self._known.pop(next(iter(self._known)))
            self._known[group] = known
            del self._asking[group]
