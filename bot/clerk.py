"""Makes what a draft is carried away as: the PDF, and a picture of its first page."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from pathlib import Path

from bot import messages
from bot.chat.port import FileKind, Reply, Say, SendFile
from bot.post import Post, StoreThread
from bot.report.pdf import CannotPrint, Printer, first_page
from bot.store import Store
from bot.store.meetings import ToPrint
from bot.threads import in_daemon

log = logging.getLogger(__name__)

_DISK_REST = 5.0  # seconds


class Clerk:
    """Prints drafts one after the other; what a killed process left is printed after the start.

    Args:
        path_of: a draft's Word file, by its meeting's number and its name.
    """

    def __init__(
        self,
        store: Store,
        on_store: StoreThread,
        post: Post,
        printer: Printer | None,
        path_of: Callable[[int, str], Path],
    ) -> None:
        self._store = store
        self._on_store = on_store
        self._post = post
        self._printer = printer
        self._path_of = path_of

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            self._post.drafted.clear()
            try:
                waiting = await self._on_store(self._store.meetings.to_print)
                for draft in waiting:
                    await self._print(draft)
            except Exception:  # the disk is full or locked; the draft waits
                log.exception("the drafts cannot be printed")
                await asyncio.sleep(_DISK_REST)
                continue
            if not waiting:
                await self._post.drafted.wait()

    async def settle(self) -> None:
        """Wait until nothing is to be printed."""
        while await self._on_store(self._store.meetings.to_print):
            await asyncio.sleep(0.05)

    async def _print(self, draft: ToPrint) -> None:
        docx = self._path_of(draft.meeting_id, draft.path)
        started = time.monotonic()
        replies: list[Reply]
        try:
            replies = await in_daemon(lambda: self._printed(docx))
            log.info("%s: PDF in %.1f s", draft.path, time.monotonic() - started)
        except CannotPrint as error:
            log.error("%s has no PDF: %s", draft.path, error)
            replies = [Say(messages.NO_PDF.format(name=draft.path))]

        def commit() -> None:
            with self._store.transaction():
                self._store.meetings.printed(draft.id)
                self._store.outbox.put(draft.chat_id, replies)

        await self._on_store(commit)
        self._post.wake()

    def _printed(self, docx: Path) -> list[Reply]:
        """Make the files.

        Raises:
            CannotPrint
        """
        if self._printer is None:
            raise CannotPrint("LibreOffice is no longer there")
        pdf = self._printer.pdf(docx)
        picture = first_page(pdf)
        return [
            SendFile(str(pdf), pdf.name),
            SendFile(str(picture), picture.name, kind=FileKind.PICTURE),
        ]
