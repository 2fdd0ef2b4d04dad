"""Pictures of meetings in figures: drawn in a process of their own, and sent."""

from __future__ import annotations

import logging
import tempfile
import time
from collections.abc import Sequence
from datetime import tzinfo
from pathlib import Path

from bot import counts
from bot.clerk.duty import Answers, Duty
from bot.conversation.meetings.statistics import chart_of
from bot.doors.port import FileKind, Reply, Say, SendFile
from bot.errors import is_record_stuck
from bot.messages import statistics as said
from bot.messages.phrases import UNKNOWN_SPEAKER, VOICE
from bot.minutes.statistics import figures_of
from bot.report import Reports
from bot.report.charts import Chart, draw
from bot.store import Store
from bot.store.pictures import WantedPicture
from bot.store.thread import StoreThread
from foundation import apart
from foundation.files import make_folder, write_durably
from foundation.logs import told
from foundation.threads import in_daemon

log = logging.getLogger(__name__)

SECONDS_TO_DRAW = 60.0  #: a picture takes one on an idle machine
MEGABYTES_TO_DRAW = 1000
_PICTURE = "thong-ke"  # its file's name


class Pictures(Duty[WantedPicture]):
    """One a meeting is kept, always the last.

    Args:
        zone: of the hours in it.
        work: a folder for what is in work.
    """

    def __init__(
        self,
        store: Store,
        on_store: StoreThread,
        reports: Reports,
        zone: tzinfo,
        answers: Answers,
        work: Path,
    ) -> None:
        self._work = work
        self._store = store
        self._on_store = on_store
        self._reports = reports
        self._zone = zone
        self._answers = answers

    def waiting(self) -> Sequence[WantedPicture]:
        return self._store.pictures.waiting()

    def about(self, one: WantedPicture) -> dict[str, int]:
        return {"chat": one.chat_id, "meeting": one.meeting_id}

    async def do(self, one: WantedPicture) -> None:
        started = time.monotonic()
        reply: Reply
        try:
            chart = await self._on_store(self._chart, one.meeting_id)
            if chart is None:
                return  # its meeting was erased, and the wish with it
            path = await in_daemon(lambda: self._draw(one.meeting_id, chart))
            caption = said.PICTURE_CAPTION.format(no=one.meeting_id)
            reply = SendFile(str(path), path.name, caption, FileKind.PICTURE)
            log.info("%s: picture in %.1f s", path.name, time.monotonic() - started)
        except Exception as error:
            if is_record_stuck(error):
                raise
            log.error("meeting %s has no picture: %s", one.meeting_id, told(error))
            counts.failed("no_picture")
            reply = Say(said.NO_PICTURE.format(no=one.meeting_id))

        done = self._store.pictures.done
        await self._answers.give(one.chat_id, [reply], lambda: done(one.id))

    def _chart(self, meeting_id: int) -> Chart | None:
        meeting = self._store.meetings.get(meeting_id)
        if meeting is None:
            return None
        lines = self._store.lines.of_meeting(meeting_id)
        figures = figures_of(meeting, lines, self._zone, VOICE, UNKNOWN_SPEAKER)
        return chart_of(meeting, figures, self._zone)

    def _draw(self, meeting_id: int, chart: Chart) -> Path:
        with tempfile.TemporaryDirectory(dir=self._work) as folder:
            png = apart.call(
                draw,
                chart,
                seconds=SECONDS_TO_DRAW,
                megabytes=MEGABYTES_TO_DRAW,
                writes=[Path(folder)],
            )
        path = self._reports.path_of(meeting_id, f"{_PICTURE}-{meeting_id}.png")
        make_folder(path.parent)
        write_durably(path, png)
        return path
