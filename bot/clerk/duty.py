"""What every duty of the clerk's is like, and what duties share."""

from __future__ import annotations

import asyncio
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Generic, TypeVar

from bot.doors.port import Door, Media, Reply
from bot.errors import MaybeGone, Refused
from bot.post.post import Post
from bot.store import Store
from bot.store.thread import StoreThread

T = TypeVar("T")

RESTS = (1.0, 2.0, 4.0)  #: seconds after each try to have a file that may be gone


class Duty(ABC, Generic[T]):
    """One kind of work. What waits for it is in the record, so a restart goes on with it."""

    @abstractmethod
    def waiting(self) -> Sequence[T]:
        """What is to be done now, in its order. Called in the store's thread."""

    @abstractmethod
    def about(self, one: T) -> dict[str, int]:
        """What the log says of each thing that happens meanwhile: names and numbers."""

    @abstractmethod
    async def do(self, one: T) -> None:
        """Do it, say so and mark it as done. Whatever it is like, the next is still served.

        Raises:
            what SQLite raises where the record takes nothing.
        """

    def next_in(self) -> float | None:
        """Seconds until something waits again without that anybody has written; None: nothing."""
        return None


class Answers:
    """Says that something is done, and marks it so."""

    def __init__(self, store: Store, on_store: StoreThread, post: Post) -> None:
        self._store = store
        self._on_store = on_store
        self._post = post

    async def give(
        self, chat_id: int, replies: Sequence[Reply], mark_done: Callable[[], bool]
    ) -> None:
        """Mark it and say so, both or neither.

        Args:
            mark_done: False where it was erased meanwhile; then nothing is said.
        """

        def commit() -> None:
            if mark_done():
                self._store.outbox.put(chat_id, replies)

        await self.commit(commit)

    async def commit(self, write: Callable[[], None]) -> None:
        """Write this, answers among it, in one transaction; what it puts out is then said."""

        def in_one() -> None:
            with self._store.transaction():
                write()

        await self._on_store(in_one)
        self._post.wake()


class SentFiles:
    """Small files that people sent, read at once from where they were sent to.

    Attributes:
        work: a folder for what is in work.
    """

    def __init__(
        self, store: Store, on_store: StoreThread, doors: Mapping[str, Door], work: Path
    ) -> None:
        self.work = work
        self._store = store
        self._on_store = on_store
        self._doors = doors

    async def read(self, chat_id: int, media: Media, most: int) -> bytes:
        """The bytes of a file.

        Args:
            most: bytes that it may have.

        Raises:
            DoorError
        """
        chat = await self._on_store(self._store.chats.get, chat_id)
        door = self._doors.get(chat.door)
        if door is None:
            raise Refused(f"no door {chat.door}")
        with tempfile.TemporaryDirectory(dir=self.work) as folder:
            file = Path(folder) / "file"
            for rest in RESTS:
                try:
                    await door.fetch(media, file, most)
                except MaybeGone:
                    await asyncio.sleep(rest)
                else:
                    return file.read_bytes()
            await door.fetch(media, file, most)
            return file.read_bytes()
