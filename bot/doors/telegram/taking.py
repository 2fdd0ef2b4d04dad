"""Updates, as they come, made into what people did; the rest of the house reads no update."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
from datetime import UTC, datetime
from typing import Any

import telegram as tg
from telegram.ext import ExtBot

from bot.doors.port import Chat, Incoming, Person, Receive
from bot.doors.raw import whole
from bot.doors.telegram.administrators import Administrators
from bot.doors.telegram.incoming import to_incoming
from bot.doors.telegram.salvage import salvaged

log = logging.getLogger(__name__)


class Taker:
    """Hands updates over; done when they are on disk."""

    def __init__(self, receive: Receive, bot: ExtBot[None]) -> None:
        self._receive = receive
        self._bot = bot
        self._admins = Administrators(bot, self.moved)

    async def __call__(self, *raw: Any) -> None:
        arrived = [one for one in map(self._read, raw) if one is not None]
        if arrived:
            # the groups' administrators are asked for at once, not one group after the other
            await self._receive(*await asyncio.gather(*map(self._told_of, arrived)))

    def _read(self, raw: Any) -> Incoming | None:
        """What somebody did; of an update that cannot be read whole, what can be read of it."""
        raw = whole(raw)
        try:
            return self._read_whole(raw)
        except Exception:  # of a kind that comes next year: it must not stop the others
            return self._read_in_part(raw)

    def _read_whole(self, raw: Any) -> Incoming | None:
        update = tg.Update.de_json(raw, self._bot)
        return to_incoming(update, self._bot.username)

    def _read_in_part(self, raw: Any) -> Incoming | None:
        try:
            found, lost = salvaged(raw, self._read_whole)
        except Exception as error:
            log.error("update %s cannot be read (%s)", number_of(raw), type(error).__name__)
            return None
        log.warning("of update %s this cannot be read: %s", number_of(raw), ", ".join(lost))
        return found

    async def moved(self, old: str, new: str) -> None:
        """A group has a new number, which only an error has told; its record moves along."""
        chat = Chat("telegram", old)
        moved = Incoming(
            f"moved:{old}:{new}",
            chat,
            Person(old, ""),
            datetime.now(UTC),
            moved_to=new,
            moved_surely=True,
        )
        await self._receive(moved)

    async def _told_of(self, incoming: Incoming) -> Incoming:
        """With what only Telegram knows of the person and the group."""
        return dataclasses.replace(
            incoming,
            hears_all=self._bot.can_read_all_group_messages is not False,
            admin=incoming.admin or await self._admins.has(incoming),
        )


def number_of(raw: Any) -> int | None:
    """An update's number; None for what is no update."""
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return number if isinstance(number, int) else None
