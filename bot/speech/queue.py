"""Carries waiting recordings to the recognizer and their text back to the record."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Mapping
from typing import Literal

from bot import counts
from bot.conversation.context import House
from bot.doors.port import Door
from bot.errors import SettingsError
from bot.messages import recordings as said
from bot.post.alarm import DISK_REST, DiskAlarm
from bot.post.fetching import Fetching, Rests
from bot.post.post import Post
from bot.speech.carrying import Carrier
from bot.speech.fetching import Recordings
from bot.speech.long import LongRecordings
from bot.speech.notes import Notes
from bot.speech.outcome import Outcome
from bot.speech.recognizer import QueueState, Recognizer
from bot.speech.rooms import RoomRecordings
from bot.speech.voices import Voices
from bot.speech.waiting import WaitingTime
from bot.store.audio import AudioFolder
from bot.store.recordings import NOTE_SECONDS, Waiting
from bot.store.thread import StoreThread
from foundation.settling import settled
from foundation.threads import in_daemon
from transcribe import Work
from transcribe.errors import (
    EngineMissing,
    ModelError,
    UnknownModel,
    UnsupportedSetting,
)

log = logging.getLogger(__name__)

# Whatever is longer becomes lines of its own: longer than anybody speaks into a telephone in one
# go, shorter than what anybody would correct as one paragraph
_LONG = NOTE_SECONDS
_MANY = 100  # recordings: from then on a look is worth a rest
_SHARE, _LONGEST_REST = 3.0, 1.0  # of the time that a look has taken; seconds


class Jobs:
    """Takes recordings in fair turns by chat: many notes and two long recordings at a time.

    Each recording has its task; none waits for another's download or trouble.
    """

    def __init__(
        self,
        house: House,
        on_store: StoreThread,
        post: Post,
        doors: Mapping[str, Door],
        audio: AudioFolder,
        recognizer: Recognizer,
        max_bytes: int,
    ) -> None:
        #: without a speech model notes wait for one to be installed; else ``run`` ends
        self.patient = True
        self._store = house.store
        self._on_store = on_store
        self._post = post
        self._doors = doors
        self._recognizer = recognizer
        self._rests = Rests()  # of lines
        self._cannot_load = False
        alarm = DiskAlarm(doors, "recordings", said.RECORDING_NO_ROOM, said.RECORDING_ROOM_AGAIN)
        fetching = Fetching(doors, on_store, audio, max_bytes, self._rests, "line")
        self._outcome = Outcome(house, on_store, post)
        self._recordings = Recordings(house.store, on_store, audio, fetching, alarm, self._fail)
        self._carrier: Carrier[Waiting] = Carrier(
            post, self._outcome, self._rests, "line", self._hear, self._fail
        )
        self._notes = Notes(house.store, on_store, post, recognizer, self._outcome)
        self._long = LongRecordings(house.store, on_store, post, recognizer, self._outcome)
        self._rooms = RoomRecordings(
            house,
            on_store,
            post,
            doors,
            audio,
            max_bytes,
            self._notes,
            self._outcome,
            self._recordings,
        )
        self._waiting_time = WaitingTime(house, on_store, post, self._outcome)
        self._voices = Voices(house.store, on_store, post, self._outcome, house.voices)

    async def run(self) -> None:
        """Work until cancelled. The model loads meanwhile, so that the first note finds it.

        Raises:
            SettingsError: this machine cannot do what a speech setting asks for.
            NoSpeechModel: there is no model, and ``patient`` is off.
        """
        self._carrier.patient = self._rooms.patient = self.patient
        await self._voices.begin()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._load())
            tasks.create_task(self._look_out(tasks))
            tasks.create_task(self._waiting_time.run())
            tasks.create_task(self._rooms.look_after())

    @property
    def model(self) -> Literal["ready", "loading", "missing"]:
        """What there is to hear with."""
        if self._recognizer.loaded:
            return "ready"
        return "missing" if self._cannot_load else "loading"

    @property
    def work(self) -> Work:
        """How much has been heard so far."""
        return self._recognizer.work

    @property
    def queue(self) -> QueueState | None:
        """What other machines do; None where none are asked for."""
        return getattr(self._recognizer, "queue_state", None)

    def look_at_voices(self, meeting_id: int) -> None:
        """Look now at who speaks in a meeting's recordings. Called in the store's thread."""
        self._voices.look_now(meeting_id)

    async def settle(self) -> None:
        """Wait until no recording waits or is in work, but for those that rest without a model."""
        await settled(lambda: self._on_store(self._is_busy))

    def _is_busy(self) -> bool:
        waiting = self._store.recordings.count_waiting(list(self._doors))
        if self._carrier.working or waiting > self._carrier.without_model:
            return True
        return self._rooms.is_busy() or self._voices.is_busy()

    async def _load(self) -> None:
        started = time.monotonic()
        try:
            await in_daemon(self._recognizer.load)
        except (UnsupportedSetting, EngineMissing, UnknownModel) as error:
            raise SettingsError(str(error)) from error
        except ModelError as error:
            if self.patient:
                self._cannot_load = True
                counts.failed(error.code)
                log.error("the speech model cannot be loaded: %s", error)
        else:
            log.info("speech model ready after %.1f s", time.monotonic() - started)

    async def _look_out(self, tasks: asyncio.TaskGroup) -> None:
        """Begin what waits and leave what was stopped, whenever something happens."""
        while True:
            self._post.recorded.clear()
            started = time.monotonic()
            try:
                await self._look(tasks)
            except Exception as error:  # the disk is full or locked; the recordings wait
                what = "the waiting recordings cannot be worked on"
                self._post.stuck.note_or_trace(error, log, what)
                await asyncio.sleep(DISK_REST)
                continue
            # among thousands that wait a look takes its time; it must not be most of the store's
            if len(self._carrier.working) > _MANY:
                await asyncio.sleep(min(_SHARE * (time.monotonic() - started), _LONGEST_REST))
            await self._rest()

    async def _look(self, tasks: asyncio.TaskGroup) -> None:
        if await self._on_store(self._something(self._carrier.working, self._carrier.busy)):
            await self._begin_and_leave(tasks)
        await self._recordings.wait_only_for({*self._carrier.busy, *self._rooms.in_work})

    def _something(self, working: list[int], busy: list[int]) -> Callable[[], bool]:
        """What tells, in one turn of the store's thread, whether there is something to begin or
        to leave: after most messages there is not."""
        recordings = self._store.recordings
        rooms, voices = self._rooms.something(), self._voices.something()
        return lambda: bool(
            (working and recordings.stopped_among(working))
            or recordings.waiting(busy, 1)
            or rooms()
            or voices()
        )

    async def _begin_and_leave(self, tasks: asyncio.TaskGroup) -> None:
        recordings = self._store.recordings
        working = self._carrier.working
        self._carrier.leave(await self._on_store(recordings.stopped_among, working))
        busy = self._carrier.busy
        while found := await self._on_store(recordings.waiting, busy):
            for item in found:
                self._carrier.begin(tasks, item.line.id, item.line, item)
            busy += [item.line.id for item in found]
        await self._rooms.look(tasks)
        await self._voices.look(tasks)

    async def _rest(self) -> None:
        """Until something new was recorded, or what rests may be tried again."""
        parts = (self._rests, self._rooms, self._voices)
        rests = [x for one in parts if (x := one.next_in()) is not None]
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(min(rests, default=None)):
                await self._post.recorded.wait()

    async def _hear(self, item: Waiting) -> None:
        recording = await self._recordings.have(item, wait_for_room=self.patient)
        if recording is None:
            return
        if recording.seconds > _LONG:
            await self._long.transcribe(recording)
        else:
            await self._notes.transcribe(recording)

    async def _fail(self, item: Waiting, code: str) -> None:
        line = await self._on_store(self._store.lines.get, item.line.id)
        await self._outcome.fail(line, code)
