"""The house put together from its settings, and run."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from bot import apart, decoding
from bot.app import App
from bot.chat.port import Door
from bot.clerk import Clerk
from bot.commands import House
from bot.errors import SettingsError
from bot.jobs import Jobs
from bot.post import Post, StoreThread
from bot.report import Reports
from bot.report.pdf import PACKAGES, Printer, find_soffice
from bot.settings import Settings
from bot.store import Store
from bot.store.audio import AudioFolder
from transcribe import TranscribeError, Transcriber

log = logging.getLogger(__name__)

DATABASE = "bienban.sqlite"
WORKED_WITH_APART = ("docxtpl", "bot.__main__", "bot.report.rendering", "bot.decoding", "av")


class Office:
    """One bot on one data folder.

        office = Office(settings)
        await office.run(TelegramDoor(...))

    Raises:
        RecordUnusable: the database cannot be opened.
    """

    def __init__(self, settings: Settings) -> None:
        apart.prepare(WORKED_WITH_APART)
        data = self._data = settings.data_dir
        self.store = Store(data / DATABASE)
        self.reports = Reports(
            settings.templates_dir,
            data / "documents",
            lambda: datetime.now(UTC),
            settings.zone,
            data / "templates",
        )
        self.audio = AudioFolder(data / "audio")
        soffice = find_soffice(settings.soffice)
        if soffice is None and settings.soffice != "off":
            log.warning("no LibreOffice: drafts have no PDF (apt install %s)", PACKAGES)
        house = House(
            store=self.store,
            reports=self.reports,
            zone=settings.zone,
            audio=data / "audio",
            prints=soffice is not None,
            max_audio_minutes=settings.max_audio_minutes,
            max_audio_mb=settings.max_audio_mb,
        )
        self._doors: dict[str, Door] = {}
        self._on_store = StoreThread()
        self.post = Post(self.store, self._on_store, App(house), self._doors)
        self.jobs = Jobs(
            house,
            self._on_store,
            self.post,
            self._doors,
            self.audio,
            Transcriber(settings, decoding.stream),
            int(settings.max_audio_mb * 1_000_000),
        )

        printer = Printer(soffice) if soffice else None
        self.clerk = Clerk(
            house, self._on_store, self.post, self._doors, self.audio, decoding.excerpt, printer
        )

    async def run(self, *doors: Door) -> None:
        """Until every door has ended, or cancelled.

        Raises:
            BotError: a door cannot work at all.
        """
        with _alone(self._data):
            await self._run(*doors)

    async def _run(self, *doors: Door) -> None:
        self.audio.sweep()
        self._doors.update({door.name: door for door in doors})
        inside = [asyncio.create_task(room.run()) for room in (self.post, self.jobs, self.clerk)]
        outside = [asyncio.create_task(door.run(self.post.receive)) for door in doors]
        try:
            waiting: set[asyncio.Task[None]] = set(outside)
            while waiting:
                done, _ = await asyncio.wait(
                    [*waiting, *inside], return_when=asyncio.FIRST_COMPLETED
                )
                for task in done:
                    _raise_first(task)
                waiting -= done
            await self.settle()
        finally:
            for tasks in (inside, outside):  # the doors stay open for the last words
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
            self._on_store.close()
            self.store.close()

    @staticmethod
    def seconds_of(recording: Path) -> float | None:
        """How long a recording on disk says it is."""
        try:
            return decoding.probe_seconds(recording)
        except TranscribeError:
            return None

    async def settle(self) -> None:
        """Wait until all is answered, transcribed, printed and said."""
        await self.post.settle()
        await self.jobs.settle()
        await self.clerk.settle()
        await self.post.settle()


def _raise_first(task: asyncio.Task[None]) -> None:
    """What a task ended with; of a group of errors the first."""
    error = task.exception()
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    if error is not None:
        raise error


@contextlib.contextmanager
def _alone(data: Path) -> Iterator[None]:
    """Hold the data folder: two bots on one record would say everything twice.

    Raises:
        SettingsError: another bot holds it.
    """
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    with (data / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SettingsError(
                f"DATA_DIR: another bot is running on {data.resolve()}; stop it first, or name "
                "another folder"
            ) from None
        yield
