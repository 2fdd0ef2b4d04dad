"""Recordings of a whole room: each stretch is fetched and heard as soon as it has come.

Stretches are heard with the notes, in fair turns with them; what has been said is a line seconds
later. How far a recording is stands on its card.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from bot.conversation.context import House
from bot.conversation.lines.rooms import take_what_was_held
from bot.doors.port import Door
from bot.minutes import Line
from bot.minutes.typed.terms import Vocabulary
from bot.post.fetching import Fetching, Rests
from bot.post.post import Post
from bot.speech.carrying import Carrier
from bot.speech.fetching import Recordings
from bot.speech.long import TELL_EVERY, heard_parts
from bot.speech.notes import Notes, heard_note
from bot.speech.outcome import Outcome
from bot.store.audio import AudioFolder
from bot.store.recordings import HeardText
from bot.store.stretches import WaitingStretch
from bot.store.thread import StoreThread
from foundation.logs import told
from foundation.threads import in_daemon
from transcribe import Piece, Transcript

log = logging.getLogger(__name__)

LOOK_EVERY = 30.0  #: seconds between two looks whether something still comes
#: seconds after what was heard last, before a recording ends: many stretches may come late, one by
#: one, and each time all of the meeting is looked through for what to ask
CALM = 2.0
_MOST = 100  # stretches in work at a time
_ONE_LINE = 20.0  # seconds: what was said longer without a pause is a line a sentence


class RoomRecordings:
    """Carries the stretches that wait to the recognizer, and their words to the record.

    Args:
        recordings: tells the chats whose sound the disk does not take.
    """

    def __init__(
        self,
        house: House,
        on_store: StoreThread,
        post: Post,
        doors: Mapping[str, Door],
        audio: AudioFolder,
        max_bytes: int,
        notes: Notes,
        outcome: Outcome,
        recordings: Recordings,
    ) -> None:
        self._house = house
        self._store = house.store
        self._on_store = on_store
        self._post = post
        self._doors = doors
        self._audio = audio
        self._notes = notes
        self._outcome = outcome
        self._recordings = recordings
        self._rests = Rests()  # of stretches
        self._fetching = Fetching(doors, on_store, audio, max_bytes, self._rests, "stretch")
        self._carrier: Carrier[WaitingStretch] = Carrier(
            post, outcome, self._rests, "stretch", self._hear, self._fail
        )
        self._told: dict[int, float] = {}  # line -> when its card was rewritten (monotonic)
        self._heard: dict[int, float] = {}  # line -> when something of it was heard (monotonic)
        self._quiet: set[int] = set()  # lines whose cards say that nothing comes

    @property
    def patient(self) -> bool:
        """See ``Jobs.patient``."""
        return self._carrier.patient

    @patient.setter
    def patient(self, patient: bool) -> None:
        self._carrier.patient = patient

    @property
    def in_work(self) -> set[tuple[str, int]]:
        """What is in work or rests, as ``Recordings`` knows it."""
        return {_key(number) for number in self._carrier.busy}

    def next_in(self) -> float | None:
        """Seconds until a look is needed though nothing new has come; None: it is not."""
        calm = [max(at + CALM - time.monotonic(), 0.05) for at in self._heard.values()]
        rest = self._rests.next_in()
        return min([*calm, *([] if rest is None else [rest])], default=None)

    def is_busy(self) -> bool:
        """Whether a stretch is in work or waits, but for those that rest without a model. Called
        in the store's thread."""
        waiting = self._store.stretches.count_waiting(list(self._doors))
        if self._carrier.working or waiting > self._carrier.without_model:
            return True
        return bool(self._store.rooms.ended())

    def something(self) -> Callable[[], bool]:
        """What tells, in the store's thread, whether ``look`` has something to do."""
        working, busy, heard = self._carrier.working, self._carrier.busy, bool(self._heard)
        stretches, rooms = self._store.stretches, self._store.rooms
        return lambda: bool(
            heard
            or (working and stretches.unwanted_among(working))
            or stretches.waiting(busy, 1)
            or rooms.ended()
        )

    async def look(self, tasks: asyncio.TaskGroup) -> None:
        """Begin what waits, leave what nobody waits for, end what has ended."""
        stretches = self._store.stretches
        if working := self._carrier.working:
            self._carrier.leave(await self._on_store(stretches.unwanted_among, working))
        room = _MOST - len(working)
        if room > 0:
            for item in await self._on_store(stretches.waiting, self._carrier.busy, room):
                self._carrier.begin(tasks, item.id, item.line, item)
        if await self._on_store(self._end):
            self._post.wake()

    async def look_after(self) -> None:
        """Until cancelled: tell of recordings of which nothing comes any more."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            try:
                if await self._on_store(self._tell_quiet):
                    self._post.wake()
                    self._post.recorded.set()
            except Exception as error:  # the disk is full or locked: next time
                log.warning("quiet recordings of rooms cannot be told of: %s", told(error))

    async def _hear(self, item: WaitingStretch) -> None:
        path = await self._have(item)
        if path is None:
            return
        whose = ("room", item.room_id)
        async with self._notes.hearing(whose, item.line, path) as (whole, words):
            voices = self._outcome.keeps_voices
            parts = await in_daemon(lambda: _parts(whole, words, item.starts, voices=voices))
            await self._on_store(self._commit, item, parts, whole)
        self._post.wake()

    async def _have(self, item: WaitingStretch) -> Path | None:
        """The stretch's sound on this disk; None where it cannot be had, for now or for good."""
        name = await self._on_store(self._store.stretches.audio_of, item.id)
        if name and self._audio.path(name).exists():
            return self._audio.path(name)

        def keep(file: Path, name: str) -> None:
            with self._store.transaction():
                self._store.stretches.keep_audio(item.id, name)
                self._audio.place(file, name)

        if not await self._recordings.brought(
            _key(item.id),
            item.chat_id,
            self._fetching.fetch(item.id, item.door, item.media, keep),
            lambda code: self._fail(item, code),
            wait_for_room=self.patient,
        ):
            return None
        name = await self._on_store(self._store.stretches.audio_of, item.id)
        return self._audio.path(name) if name else None

    # --- in the store's thread ------------------------------------------------------------------

    def _commit(self, item: WaitingStretch, parts: Sequence[HeardText], whole: Transcript) -> None:
        with self._store.transaction():
            line = self._store.stretches.heard(item.id, parts, whole.seconds, item.media.seconds)
            if line:
                self._heard[line.id] = time.monotonic()
                self._show(line)

    async def _fail(self, item: WaitingStretch, code: str) -> None:
        def commit() -> None:
            with self._store.transaction():
                line = self._store.stretches.failed(item.id, code)
                if line:
                    self._show(line)

        await self._on_store(commit)
        self._post.wake()

    def _show(self, line: Line) -> None:
        """Rewrite its card, if that is old enough."""
        now = time.monotonic()
        if now - self._told.get(line.id, -TELL_EVERY) >= TELL_EVERY:
            self._told[line.id] = now
            self._outcome.show(line)

    def _end(self) -> bool:
        """End the recordings of which nothing more is waited for; whether there were any."""
        with self._store.transaction():
            now = time.monotonic()
            self._heard = {line: at for line, at in self._heard.items() if now - at < CALM}
            found = [x for x in self._store.rooms.ended() if x.id not in self._heard]
            for line in found:
                ended = self._store.rooms.end(line)
                self._told.pop(line.id, None)
                self._outcome.show(ended)
                self._outcome.ask_speakers(ended)
        return bool(found)

    def _tell_quiet(self) -> bool:
        """Have the cards say of which recordings nothing comes; whether one says something else."""
        with self._store.transaction():
            taken = take_what_was_held(self._house)
            self._store.rooms.give_up_old()
            running = self._store.rooms.running()
            quiet = {x.id for x in running if self._store.rooms.standing(x).is_quiet}
            changed = [x for x in running if (x.id in quiet) != (x.id in self._quiet)]
            for line in changed:
                self._outcome.show(line)
            self._quiet = quiet
        return taken or bool(changed) or bool(self._store.rooms.ended())


def _key(number: int) -> tuple[str, int]:
    return "stretch", number


def _parts(whole: Transcript, words: Vocabulary, since: float, *, voices: bool) -> list[HeardText]:
    """The lines that a stretch becomes: one, unless somebody has spoken for long, or two people.

    Args:
        since: the second of the recording at which it begins.
        voices: with whose voice each line is.
    """
    if whole.seconds > _ONE_LINE or any(one.turn for one in whole.segments[1:]):
        piece = Piece(0.0, whole.seconds, whole.segments, whole.unheard, whole.by)
        return heard_parts(piece, words, since, voices=voices)
    if not whole.text.strip() and not whole.unheard:
        return []
    return [heard_note(whole, words, since, voices=voices)]
