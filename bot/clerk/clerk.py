"""What takes long about files: PDFs, templates that were sent, parts of recordings, recordings of
remarks, pictures of meetings in figures, menus of commands, and the files of what was erased."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from bot import counts
from bot.clerk.duty import Answers, Duty, SentFiles
from bot.clerk.excerpts import Excerpts
from bot.clerk.kept import KeptRecordings
from bot.clerk.lists import Lists
from bot.clerk.menus import Menus
from bot.clerk.pictures import Pictures
from bot.clerk.prints import Prints
from bot.clerk.remarks import Remarks
from bot.clerk.templates import Templates
from bot.conversation.context import House
from bot.doors.port import Door
from bot.post.fetching import Fetching, Rests
from bot.post.post import Post
from bot.report.pdf import Printer
from bot.store.audio import AudioFolder
from bot.store.folder import work_folder
from bot.store.thread import StoreThread
from foundation import apart
from foundation.logs import about
from foundation.settling import settled
from foundation.threads import in_daemon

log = logging.getLogger(__name__)

_DISK_REST = 5.0  # seconds
_ERASE_REST = 60.0  # seconds until a file that could not be removed is tried again


class Clerk:
    """Does one thing after the other; what a killed process left is done after the start.

    Args:
        audio: the recordings.
        data: the data folder.
        cut: writes a part of a recording: source, target, start and end in seconds.
        printer: None where there is no LibreOffice.
    """

    def __init__(
        self,
        house: House,
        on_store: StoreThread,
        post: Post,
        doors: Mapping[str, Door],
        audio: AudioFolder,
        data: Path,
        cut: Callable[[Path, Path, float, float], None],
        printer: Printer | None,
    ) -> None:
        self._data = data
        self._erasing = house.store.erasing
        self._on_store = on_store
        self._post = post
        store, reports = house.store, house.reports
        answers = Answers(store, on_store, post)
        files = SentFiles(store, on_store, doors, work_folder(data))
        rests, most = Rests(), int(house.max_audio_mb * 1_000_000)
        fetching = Fetching(doors, on_store, audio, most, rests, "remark")
        kept_rests = Rests()
        kept = Fetching(doors, on_store, audio, most, kept_rests, "outside")
        self._duties: list[Duty[Any]] = [
            Templates(store, reports, files, answers, printer),
            Remarks(house, post, audio, fetching, rests, answers),
            KeptRecordings(store, on_store, audio, kept, kept_rests),
            Lists(store, files, answers),
            Excerpts(store, audio, cut, answers),
            Pictures(store, on_store, reports, house.zone, answers, files.work),
            Prints(store, reports, printer, answers),
            Menus(store, on_store, doors),
        ]

    async def run(self) -> None:
        """Work until cancelled."""
        try:
            await in_daemon(apart.try_out)  # whatever holds what is read here is in the log
        except Exception:
            log.exception("no process can be started for what strangers send")
        while True:
            self._post.drafted.clear()
            try:
                worked = await self._do_all()
                # last, and by whoever makes files: nothing is made of an erased meeting after this
                erased, left = await self._on_store(self._remove_files)
            except Exception:  # the disk is full or locked; all of it waits
                log.exception("the documents cannot be worked on")
                counts.failed("disk")
                await asyncio.sleep(_DISK_REST)
                continue
            if not (worked or erased):
                rests = [_ERASE_REST if left else None, *(duty.next_in() for duty in self._duties)]
                rest = min((x for x in rests if x is not None), default=None)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(rest):
                        await self._post.drafted.wait()

    async def settle(self) -> None:
        """Wait until nothing is left to do."""
        await settled(lambda: self._on_store(self._due))

    def _due(self) -> list[Duty[Any]]:
        """The duties that have something to do: mostly none, after a message, so all are asked in
        one turn of the store's thread."""
        return [duty for duty in self._duties if duty.waiting()]

    async def _do_all(self) -> bool:
        """Each duty in its turn; whether there was anything to do."""
        due = await self._on_store(self._due)
        for duty in due:
            for one in await self._on_store(duty.waiting):
                with about(**duty.about(one)):
                    await duty.do(one)
        return bool(due)

    def _remove_files(self) -> tuple[bool, int]:
        """Whether some of what was erased is removed now, and how many files are left."""
        before = self._erasing.waiting()
        left = self._erasing.finish(self._data) if before or self._erasing.is_forgetting() else 0
        return left < before or self._erasing.is_forgetting(), left
