"""Tells a meeting's chat in the morning which tasks will soon be due, where the meeting asks so."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta, tzinfo

from bot.conversation.paging import in_rows
from bot.conversation.tasks.reminding import MORNING, remind_at
from bot.daily import clock
from bot.doors.port import Button, Buttons, Say
from bot.messages import tasks as said
from bot.minutes.tasks import Task
from bot.post.fitting import split
from bot.post.post import Post
from bot.store import Store
from bot.store.tasks import Reminding
from bot.store.thread import StoreThread

log = logging.getLogger(__name__)

LOOK_AGAIN = 60.0  #: seconds
_CLOCK_BEHIND = timedelta(days=2)
_MOST_BUTTONS = 8
_BUTTONS_A_ROW = 4
_LONGEST = 4000  # UTF-16 units of a message


class Reminders:
    """Looks every minute: whatever the machine has slept through is made up for.

    Args:
        zone: of the days and of the morning.
        now: the clock, timezone-aware.
        told: what time it is by each chat platform; None: one has not told it yet.
    """

    def __init__(
        self,
        store: Store,
        on_store: StoreThread,
        post: Post,
        zone: tzinfo,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        told: Callable[[], Sequence[datetime | None]] = list,
    ) -> None:
        self._store = store
        self._on_store = on_store
        self._post = post
        self._zone = zone
        self._now = now
        self._told = told
        self._told_of_clock = False

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            try:
                await self.once()
            except Exception:  # the disk is full or locked; nothing is marked, it comes again
                log.exception("the chats could not be reminded")
            await asyncio.sleep(LOOK_AGAIN)

    async def once(self) -> int:
        """Remind of what is to be reminded of now; of how many tasks.

        What is said and that it was said are committed together.
        """
        count = await self._on_store.commit(self._remind)
        if count:
            log.info("reminded of %s tasks", count)
            self._post.wake()
        return count

    def _remind(self) -> int:
        now = self._now().astimezone(self._zone)
        if now.timetz().replace(tzinfo=None) < MORNING:  # nobody is woken for what is late
            return 0
        meetings = self._store.tasks.reminding(now.date())
        if not meetings or not self._may_remind(now):
            return 0
        return sum(self._remind_one(meeting, now) for meeting in meetings)

    def _remind_one(self, meeting: Reminding, now: datetime) -> int:
        due = [one for one in meeting.tasks if self._is_time(one, meeting.days, now)]
        if not due:
            return 0
        text = said.reminder(meeting.meeting_id, meeting.title, due, now.date())
        message = Say(text, _buttons(meeting.meeting_id, due))
        self._store.outbox.put(meeting.chat_id, split(message, _LONGEST))
        self._store.tasks.reminded(meeting.meeting_id, [one.no for one in due])
        return len(due)

    def _is_time(self, one: Task, days: int, now: datetime) -> bool:
        return one.deadline is not None and now >= remind_at(one.deadline.day, days, self._zone)

    def _may_remind(self, now: datetime) -> bool:
        ahead = clock.apart(now, self._told())
        if ahead is not None:
            if not self._told_of_clock:
                what = clock.in_words(ahead)
                log.error("no chat is reminded of its tasks: this machine's clock is %s", what)
            self._told_of_clock = True
            return False
        last_line = self._store.erasing.last_heard_of()
        right = clock.is_right(now, last_line, _CLOCK_BEHIND)
        if not right and not self._told_of_clock:
            log.error(
                "no chat is reminded of its tasks: by this machine's clock the last line is of %s. "
                "Set the clock",
                f"{last_line:%Y-%m-%d}",
            )
        self._told_of_clock = not right
        return right


def _buttons(meeting_id: int, due: list[Task]) -> Buttons:
    buttons = [
        Button(said.BUTTON_DONE_NO.format(no=one.no), f"taskdone:{meeting_id}:{one.no}:r")
        for one in due[:_MOST_BUTTONS]
    ]
    return in_rows(buttons, _BUTTONS_A_ROW)
