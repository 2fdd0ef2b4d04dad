"""Drafts become PDFs, with a picture of the first page."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Sequence
from pathlib import Path

from bot import counts
from bot.clerk.duty import Answers, Duty
from bot.doors.port import FileKind, Reply, Say, SendFile
from bot.errors import is_record_stuck
from bot.messages import drafts as said
from bot.report import Reports
from bot.report.pdf import CannotPrint, Printer, first_page
from bot.store import Store
from bot.store.meetings import ToPrint
from bot.store.signoff import State
from foundation.files import sha256_of
from foundation.threads import in_daemon

log = logging.getLogger(__name__)


class Prints(Duty[ToPrint]):
    """Prints each draft once.

    Args:
        printer: None where there is no LibreOffice.
    """

    def __init__(
        self, store: Store, reports: Reports, printer: Printer | None, answers: Answers
    ) -> None:
        self._store = store
        self._reports = reports
        self._printer = printer
        self._answers = answers

    def waiting(self) -> Sequence[ToPrint]:
        return self._store.meetings.to_print()

    def about(self, one: ToPrint) -> dict[str, int]:
        return {"meeting": one.meeting_id, "document": one.id}

    async def do(self, one: ToPrint) -> None:
        docx = self._reports.path_of(one.meeting_id, one.path)
        started = time.monotonic()
        replies: list[Reply]
        digest = ""
        try:
            with counts.PRINTING.time():
                replies = await in_daemon(lambda: self._print(docx))
            with contextlib.suppress(OSError):
                digest = await in_daemon(lambda: sha256_of(docx.with_suffix(".pdf")))
            log.info("%s: PDF in %.1f s", one.path, time.monotonic() - started)
        except CannotPrint as error:
            log.error("%s has no PDF: %s", one.path, error)
            counts.failed("no_pdf")
            replies = [Say(said.NO_PDF.format(name=one.path))]
        except Exception as error:
            if is_record_stuck(error):
                raise
            log.exception("%s cannot be printed", one.path)
            counts.failed("no_pdf")
            replies = [Say(said.NO_PDF.format(name=one.path))]

        def done() -> bool:
            if digest:  # it may have been submitted without its PDF
                self._send_to_chair(one, digest, replies)
                home = self._store.meetings.sent_home(one.id)
                if home is not None:  # it was sent there from the desk before it was printed
                    self._store.outbox.put(home, replies)
            return self._store.meetings.printed(one.id)

        await self._answers.give(one.chat_id, replies, done)

    def _send_to_chair(self, draft: ToPrint, digest: str, files: Sequence[Reply]) -> None:
        """A draft that waits for the chair has its PDF only now: it goes to them alone too."""
        self._store.signoff.pdf_made(draft.id, digest)
        submission = self._store.signoff.of_document(draft.id)
        if submission is None or submission.state is not State.WAITING:
            return
        alone = self._store.chats.private_of(submission.chair_id)
        if alone not in (None, draft.chat_id):
            assert alone is not None
            self._store.outbox.put(alone, files[:1])

    def _print(self, docx: Path) -> list[Reply]:
        """Make the files.

        Raises:
            CannotPrint
        """
        if self._printer is None:
            raise CannotPrint("LibreOffice is no longer there")
        pdf = self._printer.pdf(docx)
        files: list[Reply] = [SendFile(str(pdf), pdf.name)]
        try:
            picture = first_page(pdf)
        except CannotPrint as error:
            log.error("%s has no picture: %s", pdf.name, error)
            counts.failed("no_picture")
        else:
            files.append(SendFile(str(picture), picture.name, kind=FileKind.PICTURE))
        return files
