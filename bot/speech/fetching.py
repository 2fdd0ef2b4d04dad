"""The recordings of lines are had on this disk; people are told when it has no room for them."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Collection, Hashable
from dataclasses import dataclass
from pathlib import Path

from bot.minutes import Line
from bot.post.alarm import DiskAlarm
from bot.post.fetching import Ending, Fetching, Full, GivenUp, OnDisk
from bot.store import Store
from bot.store.audio import AudioFolder
from bot.store.recordings import Waiting
from bot.store.thread import StoreThread
from foundation.logs import told
from foundation.threads import in_daemon
from foundation.turns import Turns
from transcribe.errors import TranscribeError
from transcribe.sound.isolated import probe_seconds

log = logging.getLogger(__name__)

_TOGETHER, _OF_A_CHAT = 20, 16
# Where neither the file nor the platform says how long it lasts: what a browser records in
_BYTES_A_SECOND = 8_000


@dataclass(frozen=True)
class Recording:
    """A line's recording on this disk."""

    line: Line
    chat_id: int
    path: Path
    seconds: float  #: about, where the file does not say
    claimed: float | None  #: seconds that it should have; None where nobody can be believed


class Recordings:
    """Fetches what is not here yet, several at a time.

    Args:
        alarm: tells the chats whose recordings wait for room.
        fail: has the record say that a line has no words; the reason's code with it.
    """

    def __init__(
        self,
        store: Store,
        on_store: StoreThread,
        audio: AudioFolder,
        fetching: Fetching,
        alarm: DiskAlarm,
        fail: Callable[[Waiting, str], Awaitable[None]],
    ) -> None:
        self._store = store
        self._on_store = on_store
        self._audio = audio
        self._fetching = fetching
        self._alarm = alarm
        self._fail = fail
        self._turns = Turns(_TOGETHER, _OF_A_CHAT)
        self._no_room: set[Hashable] = set()  # whose sound the disk did not take

    async def have(self, item: Waiting, *, wait_for_room: bool) -> Recording | None:
        """The recording of a line; None where it cannot be had, for now or for good.

        Args:
            wait_for_room: where the disk is full; else the line fails at once.

        Raises:
            LineGone: the line was erased.
            what SQLite raises where the record takes nothing.
        """
        async with self._turns.turn(item.chat_id):
            line = await self._on_store(self._store.lines.get, item.line.id)
            if not self._is_here(line):
                if not await self._fetch(line, item, wait_for_room):
                    return None
                line = await self._on_store(self._store.lines.get, item.line.id)
            assert line.audio is not None
            path = self._audio.path(line.audio)
            said = await in_daemon(lambda: _said_seconds(path))
            expected = item.media.seconds or path.stat().st_size / _BYTES_A_SECOND
            claimed = max(said, item.media.seconds or 0.0) if said else None
            return Recording(line, item.chat_id, path, said or expected, claimed)

    async def brought(
        self,
        whose: Hashable,
        chat_id: int,
        fetched: Awaitable[Ending],
        fail: Callable[[str], Awaitable[None]],
        *,
        wait_for_room: bool,
    ) -> bool:
        """Whether a try to have somebody's sound has it on this disk. Where the disk has no room
        for it, their chat is told, once.

        Args:
            whose: as ``wait_only_for`` knows it.
            chat_id: of their meeting.
            fail: has the record say that it can never be had; given the reason's code.
            wait_for_room: as for ``have``.
        """
        match await fetched:
            case OnDisk():
                self._no_room.discard(whose)
                await self._room_again()
                return True
            case GivenUp(code, error):
                log.warning("the sound of %s is given up: %s", whose, told(error))
                await fail(code)
            case Full(error) if wait_for_room:
                self._no_room.add(whose)
                await self._alarm.tell(await self._on_store(self._store.chats.get, chat_id), error)
            case Full(error):
                log.error("no room for the sound of %s: %s", whose, told(error))
                await fail("no_room")
        return False

    async def wait_only_for(self, lines: Collection[Hashable]) -> None:
        """Other lines are no longer wanted; where only they had no room, that trouble is over."""
        if self._no_room:
            self._no_room.intersection_update(lines)
            await self._room_again()

    def _is_here(self, line: Line) -> bool:
        return line.audio is not None and self._audio.path(line.audio).exists()

    async def _fetch(self, line: Line, item: Waiting, wait_for_room: bool) -> bool:
        def keep(file: Path, name: str) -> None:
            with self._store.transaction():
                self._store.recordings.keep_audio(line, name)
                self._audio.place(file, name)

        return await self.brought(
            line.id,
            item.chat_id,
            self._fetching.fetch(line.id, item.door, item.media, keep),
            lambda code: self._fail(item, code),
            wait_for_room=wait_for_room,
        )

    async def _room_again(self) -> None:
        if not self._no_room:
            await self._alarm.over()


def _said_seconds(path: Path) -> float | None:
    """How long a recording says it is."""
    try:
        return probe_seconds(path)
    except TranscribeError:  # told when it is transcribed
        return None
