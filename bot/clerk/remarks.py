"""Fetches what was said of drafts as voice notes, keeps it, and hands it on."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping
from pathlib import Path

from bot import counts
from bot.conversation.context import House
from bot.doors.port import Door, FileKind, Reply, Say, SendFile
from bot.errors import FileTooBig, Refused, is_full, is_record_stuck
from bot.messages import phrases
from bot.messages import signoff as said
from bot.post.post import Post
from bot.store.audio import AudioFolder
from bot.store.signoff import Remark
from bot.store.thread import StoreThread
from foundation.logs import about, told

log = logging.getLogger(__name__)

_TRIES = 60  # about an hour of an unreachable platform
_LONGEST_REST = 60.0  # seconds
_ROOM_REST = 30.0  # seconds between two looks whether a full disk has room


class RemarkSounds:
    """What waits is in the record, so a restart goes on with it."""

    def __init__(
        self,
        house: House,
        on_store: StoreThread,
        post: Post,
        doors: Mapping[str, Door],
        audio: AudioFolder,
    ) -> None:
        self._house = house
        self._store = house.store
        self._on_store = on_store
        self._post = post
        self._doors = doors
        self._audio = audio
        self._max_bytes = int(house.max_audio_mb * 1_000_000)
        self._tries: dict[int, int] = {}
        self._rests: dict[int, float] = {}  # remark -> not before this moment (monotonic)

    async def fetch(self) -> bool:
        """Fetch what waits, one after the other; whether there was anything.

        Raises:
            what SQLite raises where the record takes nothing.
        """
        now = time.monotonic()
        self._rests = {remark: moment for remark, moment in self._rests.items() if moment > now}
        waiting = await self._on_store(self.waiting)
        for remark in waiting:
            with about(meeting=remark.meeting_id):
                await self._fetch(remark)
        return bool(waiting)

    def waiting(self) -> list[Remark]:
        """Whose recordings are to be fetched now. Any thread may ask."""
        rests, now = dict(self._rests), time.monotonic()
        return [x for x in self._store.signoff.to_fetch() if rests.get(x.id, now) <= now]

    @property
    def rest(self) -> float | None:
        """Seconds until one may be tried again; None: none rests."""
        soonest = min(self._rests.values(), default=None)
        return None if soonest is None else max(soonest - time.monotonic(), 0.05)

    async def _fetch(self, remark: Remark) -> None:
        door = self._doors.get(remark.door)
        if door is None or remark.media is None:
            self._rests[remark.id] = time.monotonic() + _LONGEST_REST
            return
        try:
            expected = min(remark.media.size or 0, self._max_bytes)
            with self._audio.incoming(expected) as file:
                await door.fetch(remark.media, file, self._max_bytes)
                name = await asyncio.to_thread(self._audio.name_of, file, remark.media.name)
                await self._on_store(self._keep, remark, file, name)
        except (FileTooBig, Refused) as error:
            await self._give_up(remark, error.code)
        except Exception as error:  # the network, the disk, or what a door did not foresee
            if is_record_stuck(error):
                raise
            await self._try_later(remark, error)
        else:
            self._tries.pop(remark.id, None)
            self._post.wake()

    def _keep(self, remark: Remark, file: Path, name: str) -> None:
        """Have the recording on disk, in the record and on its way to the secretary, all or
        nothing; nothing where the meeting was erased."""
        with self._store.transaction():
            if not self._store.signoff.keep_audio(remark.id, name):
                return
            self._audio.place(file, name)
            at = phrases.moment(remark.at, self._house.zone)
            caption = said.SOUND_OF.format(who=remark.who, at=at)
            path = self._audio.path(name)
            self._tell(remark, SendFile(str(path), path.name, caption, FileKind.SOUND))

    def _tell(self, remark: Remark, reply: Reply) -> None:
        """The chair's words go to the meeting's chat, the readers' to its secretaries alone."""
        meeting = self._store.meetings.get(remark.meeting_id)
        if meeting is None:
            return
        alone = [self._store.chats.private_of(x) for x in sorted(meeting.secretaries)]
        chats = {chat_id for chat_id in alone if chat_id is not None}
        if remark.submission_id is not None or not chats:
            chats.add(meeting.chat_id)
        for chat_id in sorted(chats):
            self._store.outbox.put(chat_id, [reply])

    async def _give_up(self, remark: Remark, code: str) -> None:
        log.warning("the recording of a remark cannot be fetched: %s", code)
        counts.failed(code)

        def commit() -> None:
            with self._store.transaction():
                if self._store.signoff.not_fetched(remark.id, code):
                    at = phrases.moment(remark.at, self._house.zone)
                    self._tell(remark, Say(said.SOUND_NOT_FETCHED.format(who=remark.who, at=at)))

        await self._on_store(commit)
        self._post.wake()

    async def _try_later(self, remark: Remark, error: Exception) -> None:
        if is_full(error):
            self._rests[remark.id] = time.monotonic() + _ROOM_REST
            log.error("no room for the recording of a remark: %s", told(error))
            return
        tries = self._tries[remark.id] = self._tries.get(remark.id, 0) + 1
        log.warning("recording of a remark: try %s failed: %s", tries, told(error))
        counts.RETRIES.labels("fetch").inc()
        if tries >= _TRIES:
            self._tries.pop(remark.id)
            await self._give_up(remark, "fetch_failed")
            return
        asked = getattr(error, "seconds", None)
        rest = asked if asked is not None else min(2.0**tries, _LONGEST_REST)
        self._rests[remark.id] = time.monotonic() + rest
