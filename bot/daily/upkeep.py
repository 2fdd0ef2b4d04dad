"""What is done once a day without being asked: what the office does not keep longer is erased."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from bot.daily import clock
from bot.post.post import Post
from bot.store import Store
from bot.store.outside import HOURS
from bot.store.thread import StoreThread

log = logging.getLogger(__name__)

DAY = 24 * 3600.0  #: seconds
TROUBLE_REST = 3600.0  #: seconds
AGAIN = 30.0  #: seconds until the clock is looked at again
#: Platforms bring an arrival again: Telegram within a day or two, Zalo for a week and nobody knows
#: how much longer; its key is what it is known by
KEPT_POST = timedelta(days=30)


class Upkeep:
    """At the start, and once a day.

    Args:
        keep_audio_days: recordings go this many days after their meeting's end; 0: never.
        keep_meetings_days: meetings go; 0: never.
        now: the clock, timezone-aware.
        told: what time it is by each chat platform; None: one has not told it yet.
        show_voices: has the cards of these lines of other meetings say whose they may be now.
    """

    def __init__(
        self,
        store: Store,
        on_store: StoreThread,
        post: Post,
        *,
        keep_audio_days: int,
        keep_meetings_days: int,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        told: Callable[[], Sequence[datetime | None]] = list,
        show_voices: Callable[[Sequence[int]], None] = lambda _: None,
    ) -> None:
        self._store = store
        self._on_store = on_store
        self._post = post
        self._keep_audio_days = keep_audio_days
        self._keep_meetings_days = keep_meetings_days
        self._now = now
        self._told = told
        self._show_voices = show_voices
        self._said_wrong = False

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            try:
                if not await self.once():
                    await asyncio.sleep(AGAIN)
                    continue
            except Exception:  # the disk is full or locked
                log.exception("the daily upkeep could not be finished")
                await asyncio.sleep(TROUBLE_REST)
                continue
            await asyncio.sleep(DAY)
            await self.look_at_index()

    async def look_at_index(self) -> None:
        """Once a day: an index that has lost words says nothing of it, it only finds less. (At the
        start the store has looked.)"""
        try:
            if not await asyncio.to_thread(self._store.index_is_exact):
                await self._on_store(self._store.make_index_anew)
        except Exception:  # locked, or the disk is full
            log.exception("the search index could not be looked at")

    async def once(self) -> bool:
        """Erase what is older than the office keeps, a meeting at a time.

        Returns:
            False: not now, for the clock is not known to be right.
        """
        told = list(self._told())
        if None in told or not self._is_right(told):
            return False
        await self._on_store(self._forget_post)
        if not (self._keep_audio_days or self._keep_meetings_days):
            return True
        if not await self._on_store(self._may_erase):
            return True
        erased = 0
        for meeting in await self._on_store(self._older, self._keep_meetings_days, False):
            erased += await self._on_store(self._erase_meeting, meeting)
        for meeting in await self._on_store(self._older, self._keep_audio_days, True):
            erased += await self._on_store(self._erase_recordings, meeting)
        if erased:
            self._post.recorded.set()  # jobs let go of what they may have in work
            self._post.drafted.set()  # the clerk removes the files
            self._post.wake()
        return True

    def _is_right(self, told: Sequence[datetime | None]) -> bool:
        """Whether this machine's clock is that of the chat platforms, as far as they tell."""
        ahead = clock.apart(self._now(), told)
        if ahead is None:
            self._said_wrong = False
        elif not self._said_wrong:
            self._said_wrong = True
            log.error(
                "nothing is erased by KEEP_…_DAYS: this machine's clock is %s. Set the clock",
                clock.in_words(ahead),
            )
        return ahead is None

    def _forget_post(self) -> None:
        before = self._now() - KEPT_POST
        self._store.inbox.forget(before)
        self._store.outbox.forget(before)
        self._store.lines.forget_excerpts(before)
        self._store.asked_back.forget(before)
        self._store.web.forget(before)
        self._store.outside.forget(self._now() - timedelta(hours=HOURS))
        self._store.rooms.let_go()

    def _may_erase(self) -> bool:
        last_line = self._store.erasing.last_heard_of()
        if clock.is_right(self._now(), last_line):
            return True
        log.error(
            "nothing is erased by KEEP_…_DAYS: by this machine's clock the last line is of %s. "
            "Set the clock; if it is right, erase by hand: python -m bot purge --before DATE",
            f"{last_line:%Y-%m-%d}",
        )
        return False

    def _older(self, days: int, with_recordings: bool) -> list[int]:
        if not days:
            return []
        moment = self._days_ago(days)
        return self._store.erasing.closed_before(moment, with_recordings=with_recordings)

    def _days_ago(self, days: int) -> datetime:
        return self._now() - timedelta(days=days)

    def _erase_meeting(self, meeting_id: int) -> int:
        meeting = self._store.meetings.get(meeting_id)
        if meeting is None or meeting.is_open:  # changed since it was looked up
            return 0
        why = f"KEEP_MEETINGS_DAYS={self._keep_meetings_days}"
        log.info("meeting %s is erased: %s", meeting_id, why)
        with self._store.transaction():
            erased = self._store.erasing.meeting(meeting_id, why=why)
            self._show_voices(erased.supposed)
        return 1

    def _erase_recordings(self, meeting_id: int) -> int:
        meeting = self._store.meetings.get(meeting_id)
        if meeting is None or meeting.is_open:
            return 0
        why = f"KEEP_AUDIO_DAYS={self._keep_audio_days}"
        before = self._days_ago(self._keep_audio_days)
        count = self._store.erasing.recordings(meeting_id, why=why, before=before)
        if count:
            log.info("%s recordings of meeting %s are erased: %s", count, meeting_id, why)
        return count
