"""Lists of people that were sent as files: read, and taken into the meeting's list."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bot.clerk.duty import Answers, Duty, SentFiles
from bot.conversation.attendance.lists import take
from bot.conversation.attendance.shown import page_of
from bot.doors.port import Say
from bot.errors import DoorError, FileTooBig, is_record_stuck
from bot.messages import attendance as said
from bot.messages import templates as about_templates
from bot.minutes.typed.people import Listed
from bot.report import sheets
from bot.store import Store
from bot.store.attendance import SentList
from foundation import apart
from foundation.threads import in_daemon

log = logging.getLogger(__name__)

SECONDS_TO_READ = 15.0  #: of a list, with the start of the process
MEGABYTES_TO_READ = 500


class Lists(Duty[SentList]):
    def __init__(self, store: Store, files: SentFiles, answers: Answers) -> None:
        self._store = store
        self._files = files
        self._answers = answers

    def waiting(self) -> Sequence[SentList]:
        return self._store.attendance.to_read()

    def about(self, one: SentList) -> dict[str, int]:
        return {"chat": one.chat_id, "meeting": one.meeting_id}

    async def do(self, one: SentList) -> None:
        try:
            data = await self._files.read(one.chat_id, one.media, sheets.MAX_BYTES)
            listed = await in_daemon(lambda: read_apart(data, self._files.work))
            await self._answers.commit(lambda: self._take(one, listed))
        except FileTooBig:
            await self._refuse(one, "big")
        except DoorError as trouble:
            log.warning("a list cannot be fetched: %s", trouble)
            await self._refuse(one, "fetch")
        except sheets.ListBroken as trouble:
            log.info("a list cannot be read: %s", trouble.wrong)
            await self._refuse(one, trouble.wrong)
        except Exception as trouble:  # whatever a file is like
            if is_record_stuck(trouble):
                raise
            log.exception("a list cannot be read")
            await self._refuse(one, "other")

    async def _refuse(self, one: SentList, why: str) -> None:
        answer = said.FILE_AGAIN.format(what=said.FILE_WRONG[why])
        done = self._store.attendance.was_read
        await self._answers.give(one.chat_id, [Say(answer)], lambda: done(one.id, why))

    def _take(self, one: SentList, listed: Listed) -> None:
        """All in one transaction: a file is never taken twice."""
        meeting = self._store.meetings.get(one.meeting_id)
        if meeting is None or not self._store.attendance.was_read(one.id):
            return
        name = one.media.name or about_templates.NAMELESS
        text, buttons = take(self._store, meeting, one.person_id, listed, name)
        replies = [Say(text, buttons)]
        if buttons:
            replies.append(Say(*page_of(self._store, meeting, 1, may=True)))
        self._store.outbox.put(one.chat_id, replies)


def read_apart(data: bytes, work: Path | None = None, seconds: float = SECONDS_TO_READ) -> Listed:
    """The people of a file that anybody may have made, read in a process of its own.

    Args:
        work: a folder for what is in work.
        seconds: how long it may take.

    Raises:
        sheets.ListBroken
        OSError: there is no room for it.
    """
    with tempfile.TemporaryDirectory(dir=work) as folder:
        path = Path(folder) / "list"
        path.write_bytes(data)
        try:
            return apart.call(sheets.read_file, path, seconds=seconds, megabytes=MEGABYTES_TO_READ)
        except apart.WentTooFar as error:
            raise sheets.ListBroken(sheets.WrongList.HEAVY, str(error)) from error
