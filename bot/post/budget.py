"""Messages that a platform counts by the month: how many are left, and what they are kept for."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo

from bot import counts
from bot.doors.port import Acknowledge, Door, Reply, Rewrite, Say
from bot.messages import plain as said
from bot.minutes import LineState
from bot.store import Store
from bot.store.lines import LineGone

log = logging.getLogger(__name__)

FEW = 0.8  #: of a month's messages; from then on only what was asked for is said
ASK_AGAIN = 3600.0  #: seconds after which a platform that has refused is asked once more
_MUST_BE_KNOWN = (LineState.FAILED, LineState.SILENT)  # somebody has to say it again


class Budget:
    """Counts what doors have said this month, on disk. In the store's thread.

    Args:
        now: the office's clock, timezone-aware.
        zone: the office's, in which its months begin.
    """

    def __init__(
        self,
        store: Store,
        doors: Mapping[str, Door],
        now: Callable[[], datetime],
        zone: tzinfo,
    ) -> None:
        self._store = store
        self._doors = doors
        self._now = now
        self._zone = zone
        self._refused: dict[str, float] = {}  # door -> when its platform said so (monotonic)

    def count(self, door: Door) -> None:
        """One more message went out. In a transaction."""
        if door.most_a_month is None:
            return
        month = self._month()
        self._store.months.add(door.name, month)
        count = self._store.months.count(door.name, month)
        if count >= FEW * door.most_a_month and self._store.months.tell_once(door.name, month):
            self._tell(door, count)

    def used(self, door: Door) -> int:
        """How many messages went out this month."""
        return self._store.months.count(door.name, self._month())

    def is_refused(self, door: Door) -> None:
        """The platform takes no more this month."""
        if not self._is_over(door):
            log.error("door %s: the platform takes no more messages this month", door.name)
        self._refused[door.name] = time.monotonic()

    def allows(self, door: Door, reply: Reply) -> bool:
        """Whether a message is worth one of those that are left."""
        if door.most_a_month is None:
            return True
        count = self.used(door)
        if count >= door.most_a_month or self._is_over(door):
            counts.failed("month_is_full")
            log.error("door %s: a message is not said, this month's are used up", door.name)
            return False
        return count < FEW * door.most_a_month or self._is_asked_for(reply)

    def _is_asked_for(self, reply: Reply) -> bool:
        if isinstance(reply, Acknowledge):
            return False
        if isinstance(reply, Say | Rewrite) and reply.line_id is not None:
            if isinstance(reply, Say) and reply.reply_to is not None:
                return True
            with contextlib.suppress(LineGone):
                return self._store.lines.get(reply.line_id).state in _MUST_BE_KNOWN
            return False
        return not isinstance(reply, Say) or reply.ordered or reply.reply_to is not None

    def _is_over(self, door: Door) -> bool:
        refused = self._refused.get(door.name)
        return refused is not None and time.monotonic() - refused < ASK_AGAIN

    def _month(self) -> str:
        return f"{self._now().astimezone(self._zone):%Y-%m}"

    def _tell(self, door: Door, count: int) -> None:
        """The office is told, once a month: its log, and the secretaries of what is open; behind
        another door, and only where none of them has one, by one of those that are left."""
        most = door.most_a_month
        log.warning("door %s: %s of this month's %s messages are said", door.name, count, most)
        words = said.FEW_LEFT.format(count=count, most=most, door=door.name.capitalize())
        free: list[int] = []
        counted: list[int] = []
        for chat_id in self._store.meetings.desks_of_open():
            through = self._doors.get(self._store.chats.get(chat_id).door)
            if through is not None:
                (free if through.most_a_month is None else counted).append(chat_id)
        for chat_id in free or counted:
            self._store.outbox.put(chat_id, [Say(words, ordered=True)])
