"""A disk that takes nothing more is told to people once; and when it takes things again."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Mapping

from bot import counts
from bot.doors.port import Chat, Door, Say
from bot.errors import DoorError, is_record_stuck
from foundation.logs import told

log = logging.getLogger(__name__)

DISK_REST = 5.0  #: seconds until a disk that took nothing is tried again
DISK_CALM = 40.0  #: seconds without trouble after which it is over; a door tries at least so often


class DiskAlarm:
    """Says that the disk takes nothing: once in each chat that waits for it, once in the log; and
    when that is over.

    It speaks through the doors: the outbox is on the disk.

    Args:
        what: what cannot be kept, for the log.
        full: the sentence for a chat.
        again: the one for the end.
        calm: seconds without trouble after which it is over.
    """

    def __init__(
        self, doors: Mapping[str, Door], what: str, full: str, again: str, calm: float = 0.0
    ) -> None:
        self._doors = doors
        self._what = what
        self._full = full
        self._again = again
        self._calm = calm
        self.is_on = False
        self._last = -math.inf  # trouble (monotonic)
        self._told: dict[tuple[str, str], Chat] = {}

    def note(self, error: BaseException) -> None:
        """Tell the log, if it has not been told."""
        if not self.is_on:
            log.error("DATA_DIR takes no %s now: %s. They wait; make room", self._what, told(error))
        self.is_on = True
        self._last = time.monotonic()

    def note_or_trace(self, error: BaseException, to: logging.Logger, what: str) -> None:
        """Tell the log of an error of the store: a stuck disk, or a fault in full with ``what``."""
        counts.failed("disk")
        if is_record_stuck(error):
            self.note(error)
        else:
            to.error("%s", what, exc_info=error)

    async def tell(self, chat: Chat, error: BaseException) -> None:
        """Tell the log and this chat, if they have not been told."""
        self.note(error)
        key = (chat.door, chat.key)
        if key not in self._told:
            self._told[key] = chat
            if not await self._say(chat, self._full):
                self._told.pop(key, None)  # the next try tells

    async def over(self) -> None:
        """The disk seems to take it again: tell whoever was told otherwise."""
        if not self.is_on or time.monotonic() - self._last < self._calm:
            return
        self.is_on = False
        chats, self._told = self._told, {}
        log.warning("DATA_DIR takes %s again", self._what)
        for chat in chats.values():
            await self._say(chat, self._again)

    async def _say(self, chat: Chat, text: str) -> bool:
        door = self._doors.get(chat.door)
        try:
            if door:
                await door.say(chat, Say(text))
        except DoorError as error:
            log.info("a chat cannot be told about the disk: %s", told(error))
            return False
        return True
