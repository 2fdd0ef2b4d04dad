"""The house put together from its settings, and run."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from bot.app import App
from bot.chat.port import Door
from bot.commands import House
from bot.jobs import Jobs
from bot.post import Post, StoreThread
from bot.report import Reports
from bot.settings import PUBLIC_TELEGRAM, Settings
from bot.store import Store
from bot.store.audio import AudioFolder
from transcribe import TranscribeError, Transcriber
from transcribe.audio import probe_seconds

DATABASE = "bienban.sqlite"


class Office:
    """One bot on one data folder.

        office = Office(settings)
        await office.run(TelegramDoor(...))

    Raises:
        RecordUnusable: the database cannot be opened.
    """

    def __init__(self, settings: Settings) -> None:
        data = settings.data_dir
        self.store = Store(data / DATABASE)
        self.reports = Reports(
            settings.templates_dir, data / "documents", lambda: datetime.now(UTC), settings.zone
        )
        self.audio = AudioFolder(data / "audio")
        house = House(
            store=self.store,
            reports=self.reports,
            zone=settings.zone,
            max_audio_minutes=settings.max_audio_minutes,
            public_server=settings.telegram_api_base == PUBLIC_TELEGRAM,
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
            Transcriber(settings),
            int(settings.max_audio_mb * 1_000_000),
        )

    async def run(self, *doors: Door) -> None:
        """Until every door has ended, or cancelled.

        Raises:
            BotError: a door cannot work at all.
        """
        self._doors.update({door.name: door for door in doors})
        inside = [asyncio.create_task(self.post.run()), asyncio.create_task(self.jobs.run())]
        outside = [asyncio.create_task(door.run(self.post.receive)) for door in doors]
        try:
            waiting: set[asyncio.Task[None]] = set(outside)
            while waiting:
                done, _ = await asyncio.wait(
                    [*waiting, *inside], return_when=asyncio.FIRST_COMPLETED
                )
                for task in done:
                    task.result()
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
            return probe_seconds(recording)
        except TranscribeError:
            return None

    async def settle(self) -> None:
        """Wait until all is answered, transcribed and said."""
        await self.post.settle()
        await self.jobs.settle()
        await self.post.settle()
