"""The house put together from its settings, and run."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bot.bootstrap import recognizer_of
from bot.clerk.clerk import Clerk
from bot.conversation.app import App
from bot.conversation.context import House
from bot.conversation.lines.card import show_voices
from bot.daily.reminders import Reminders
from bot.daily.upkeep import Upkeep
from bot.doors.opened import OpenDoors
from bot.doors.port import Ability, Chat, Door
from bot.post.budget import Budget
from bot.post.plain import Links, no_links
from bot.post.post import Post
from bot.report import Reports
from bot.report.pdf import PACKAGES, Printer, find_soffice
from bot.settings import Settings
from bot.speech.queue import Jobs
from bot.speech.recognizer import Recognizer
from bot.store import Store
from bot.store.audio import AudioFolder
from bot.store.folder import (
    AUDIO,
    DATABASE,
    DOCUMENTS,
    IN_HAND,
    TEMPLATES,
    hold,
    remove_work,
    work_folder,
)
from bot.store.thread import StoreThread
from bot.watch import Watch, watching
from bot.webpage.page import WebPage
from foundation import apart
from foundation.pace import Pace
from transcribe import TranscribeError
from transcribe.sound import isolated

log = logging.getLogger(__name__)

_ENOUGH_HEARD = 60.0  # seconds of sound, by which the speed is known
WORKED_WITH_APART = (
    "docxtpl",
    "bot.__main__",
    "bot.report.rendering",
    "bot.report.sheets",
    "bot.report.view",
    "bot.minutes.guesses.review",
    "bot.minutes.guesses.tags",
    "bot.minutes.guesses.tasks",
    "bot.minutes.statistics",
    "openpyxl",
    "pypdfium2",
    "PIL.PngImagePlugin",
    "transcribe.sound.isolated",
    "av",
)


class Office:
    """One bot on one data folder, which it holds from now until ``run`` ends.

        office = Office(settings)
        await office.run(TelegramDoor(...))

    Args:
        recognizer: turns speech into text; if not given, the one that the settings name.
        now: the clock of the record, of papers and of what is done daily, timezone-aware.
        pace: counts what is said in each group; if not given, anew from now.
        links: where a file can be had behind a door that sends none; if not given, nowhere.

    Raises:
        SettingsError: another bot holds the data folder.
        RecordUnusable: the database cannot be opened.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        recognizer: Recognizer | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        pace: Pace | None = None,
        links: Links | None = None,
    ) -> None:
        apart.prepare(WORKED_WITH_APART)
        data = settings.data_dir
        self._held = hold(data)  # before the database is looked at
        self._data = data
        self.store = Store(data / DATABASE, now)
        self.reports = Reports(
            settings.templates_dir,
            data / DOCUMENTS,
            now,
            settings.zone,
            data / TEMPLATES,
        )
        self.audio = AudioFolder(data / AUDIO)
        self._printer = _printer_of(settings, work_folder(data))
        self.doors = OpenDoors()
        self.house = self._house(settings, settings.small_model if recognizer is None else "")
        self.on_store = StoreThread(self.store)
        self.page = WebPage(self.house, self.on_store, now)
        self.app = App(self.house)
        budget = Budget(self.store, self.doors, now, settings.zone)
        self.post = self._post(pace, budget, links or no_links)
        self.jobs = Jobs(
            self.house,
            self.on_store,
            self.post,
            self.doors,
            self.audio,
            recognizer or recognizer_of(settings),
            int(settings.max_audio_mb * 1_000_000),
        )
        self.clerk = Clerk(
            self.house,
            self.on_store,
            self.post,
            self.doors,
            self.audio,
            data,
            isolated.excerpt,
            self._printer,
        )
        self.upkeep = self._upkeep(settings, now)
        self.reminders = Reminders(
            self.store, self.on_store, self.post, settings.zone, now=now, told=self.doors.times
        )
        self.watch = Watch(
            self.store, self.on_store, self.doors, self.jobs, data, now, self.post.budget
        )
        self._listen = settings.watch

    async def run(self, *doors: Door) -> None:
        """Until every door has ended, or cancelled. One that ends or fails ends no other.

        Raises:
            BotError: no door can work at all (or a room cannot: ``Jobs.run``).
        """
        with self._held:
            async with contextlib.AsyncExitStack() as port:
                if self._listen:
                    await port.enter_async_context(watching(self.watch, self._listen))
                await self._run(*doors)

    def _house(self, settings: Settings, small_model: str) -> House:
        return House(
            store=self.store,
            reports=self.reports,
            zone=settings.zone,
            audio=settings.data_dir / AUDIO,
            prints=self._printer is not None,
            max_audio_minutes=settings.max_audio_minutes,
            max_audio_mb=settings.max_audio_mb,
            chats=settings.chats,
            users=settings.users,
            most_messages=settings.max_messages_a_minute,
            small_model=small_model,
            voices=settings.voices,
            look_at_voices=self._look_at_voices,
            link=self._link,
            start_link=self._start_link,
            ways_in=self._ways_in,
            abilities=self._abilities,
            repeats=self._repeats,
            speed=self._speed,
        )

    def _post(self, pace: Pace | None, budget: Budget, links: Links) -> Post:
        return Post(
            self.store,
            self.on_store,
            self.app,
            self.doors,
            pace,
            self._data / IN_HAND,
            budget,
            links,
        )

    def _upkeep(self, settings: Settings, now: Callable[[], datetime]) -> Upkeep:
        return Upkeep(
            self.store,
            self.on_store,
            self.post,
            keep_audio_days=settings.keep_audio_days,
            keep_meetings_days=settings.keep_meetings_days,
            now=now,
            told=self.doors.times,
            show_voices=partial(show_voices, self.house),
        )

    def _speed(self) -> float | None:
        work = self.jobs.work
        return work.took / work.sound if work.sound > _ENOUGH_HEARD else None

    def _look_at_voices(self, meeting_id: int) -> None:
        self.jobs.look_at_voices(meeting_id)

    def _link(self, chat: Chat, message_id: str) -> str:
        door = self.doors.get(chat.door)
        return door.link(chat, message_id) if door else ""

    def _start_link(self, chat: Chat, words: str) -> str:
        door = self.doors.get(chat.door)
        return door.start_link(words) if door else ""

    def _ways_in(self, words: str) -> list[tuple[str, str]]:
        return [(name, door.start_link(words)) for name, door in self.doors.items()]

    def _abilities(self, door: str) -> frozenset[Ability]:
        opened = self.doors.get(door)
        if opened is not None:
            return opened.abilities
        # of one that is closed nobody knows: a code that is renewed in vain harms nobody
        return frozenset(Ability) - {Ability.WRITE_FIRST, Ability.ACCOUNTS}

    def _repeats(self, door: str) -> bool:
        opened = self.doors.get(door)
        return opened is not None and opened.repeats

    async def _run(self, *doors: Door) -> None:
        self.audio.sweep()
        self.doors.open(*doors)
        rooms = (self.post, self.jobs, self.clerk, self.upkeep, self.reminders)
        inside = [asyncio.create_task(room.run()) for room in rooms]
        outside = asyncio.create_task(self.doors.serve(self.post.receive))
        try:
            while not outside.done():
                done, _ = await asyncio.wait(
                    [outside, *inside], return_when=asyncio.FIRST_COMPLETED
                )
                for task in done:
                    _raise_first(task)
            await self.settle()
        finally:
            for tasks in (inside, [outside]):  # the doors stay open for the last words
                for task in tasks:
                    task.cancel()
                if self._printer:
                    self._printer.close()  # the PDF is made at the next start
                await asyncio.gather(*tasks, return_exceptions=True)
            self.on_store.close()  # an arrival in hand is finished
            self.post.close()
            self.store.close()
            apart.end_all()
            remove_work(self._data)

    def end_children(self) -> None:
        """End the processes that work for this one, at once. Any thread may call it."""
        if self._printer:
            self._printer.close()
        apart.end_all()
        remove_work(self._data)

    async def table(self, chat: Chat) -> tuple[str, tuple[str, ...]]:
        """The name of the chat's open meeting, empty where there is none, and the names of those
        who are on its list or have taken part in this chat's meetings."""
        return await self.on_store(self._table, chat)

    def _table(self, chat: Chat) -> tuple[str, tuple[str, ...]]:
        chat_id = self.store.chats.find(chat.door, chat.key)
        if chat_id is None:
            return "", ()
        meeting = self.store.meetings.open_in(chat_id)
        listed = self.store.attendance.of_meeting(meeting.id) if meeting else []
        names = [one.name for one in listed]
        names += [one.speaker.name for one in self.store.chats.people_of(chat_id)]
        return meeting.title if meeting else "", tuple(dict.fromkeys(names))

    @staticmethod
    def seconds_of(recording: Path) -> float | None:
        """How long a recording on disk says it is."""
        try:
            return isolated.probe_seconds(recording)
        except TranscribeError:
            return None

    async def settle(self) -> None:
        """Wait until all is answered, transcribed, printed and said."""
        await self.post.settle()
        await self.jobs.settle()
        await self.clerk.settle()
        await self.post.settle()


def _printer_of(settings: Settings, work: Path) -> Printer | None:
    soffice = find_soffice(settings.soffice)
    if soffice is None and settings.soffice != "off":
        log.warning("no LibreOffice: drafts have no PDF (apt install %s)", PACKAGES)
    return Printer(soffice, work=work) if soffice else None


def _raise_first(task: asyncio.Task[None]) -> None:
    """What a task ended with; of a group of errors the first."""
    error = task.exception()
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    if error is not None:
        raise error
