"""What takes long about files: PDFs, templates that were sent, parts of recordings, recordings of
remarks, pictures of meetings in figures, and the files of what was erased."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from bot import counts
from bot.clerk.remarks import RemarkSounds
from bot.conversation.attendance.lists import take
from bot.conversation.attendance.shown import page_of
from bot.conversation.context import House
from bot.conversation.drafts.templates import template_trouble
from bot.conversation.meetings.statistics import chart_of
from bot.doors.port import Door, FileKind, Media, Reply, Say, SendFile
from bot.errors import DoorError, FileTooBig, Refused, is_record_stuck
from bot.messages import attendance as about_lists
from bot.messages import drafts as about_drafts
from bot.messages import templates as said
from bot.messages.statistics import NO_PICTURE, PICTURE_CAPTION
from bot.minutes import Line
from bot.minutes.statistics import figures_of
from bot.minutes.typed.people_list import Listed
from bot.post.post import Post
from bot.report import TemplateBroken, sheets
from bot.report.charts import Chart, draw
from bot.report.pdf import CannotPrint, Printer, first_page
from bot.store.attendance import SentList
from bot.store.audio import AudioFolder
from bot.store.lines import Excerpt
from bot.store.meetings import ToPrint
from bot.store.pictures import WantedPicture
from bot.store.signoff import State
from bot.store.templates import SentTemplate
from bot.store.thread import StoreThread
from foundation import apart
from foundation.files import finish_durably, make_folder, sha256_of, write_durably
from foundation.logs import about
from foundation.logs import told as told_to_log
from foundation.threads import in_daemon

log = logging.getLogger(__name__)

_MARGIN = 0.5  # seconds around a part of a recording, so that no word is cut
_DISK_REST = 5.0  # seconds
_ERASE_REST = 60.0  # seconds until a file that could not be removed is tried again
_SECONDS_TO_DRAW = 60.0  # a picture takes one on an idle machine
_MEGABYTES_TO_DRAW = 1000
_PICTURE = "thong-ke"  # its file's name
_MOST_BYTES = 10_000_000  # of a template; a letterhead with a seal has some hundred kB
_SECONDS_TO_READ = 15.0  # of a list, with the start of the process
_MEGABYTES_TO_READ = 500


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
        self._audio = audio
        self._data = data
        self._cut = cut
        self._reports = house.reports
        self._zone = house.zone
        self._store = house.store
        self._on_store = on_store
        self._post = post
        self._doors = doors
        self._printer = printer
        self._remarks = RemarkSounds(house, on_store, post, doors, audio)

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            self._post.drafted.clear()
            try:
                sent = await self._on_store(self._store.templates.waiting)
                for template in sent:
                    with about(chat=template.chat_id, template=template.id):
                        await self._try(template)
                remarks = await self._remarks.fetch()
                lists = await self._on_store(self._store.attendance.to_read)
                for one in lists:
                    with about(chat=one.chat_id, meeting=one.meeting_id):
                        await self._read_list(one)
                wanted = await self._on_store(self._store.lines.excerpts)
                for excerpt in wanted:
                    with about(chat=excerpt.chat_id, line=excerpt.line.id):
                        await self._excerpt(excerpt)
                pictures = await self._on_store(self._store.pictures.waiting)
                for picture in pictures:
                    with about(chat=picture.chat_id, meeting=picture.meeting_id):
                        await self._draw(picture)
                drafts = await self._on_store(self._store.meetings.to_print)
                for draft in drafts:
                    with about(meeting=draft.meeting_id, document=draft.id):
                        await self._print(draft)
                # last, and by whoever makes files: nothing is made of an erased meeting after this
                erased, left = await self._on_store(self._remove_files)
            except Exception:  # the disk is full or locked; all of it waits
                log.exception("the documents cannot be worked on")
                counts.failed("disk")
                await asyncio.sleep(_DISK_REST)
                continue
            if not (sent or remarks or lists or wanted or pictures or drafts or erased):
                with contextlib.suppress(TimeoutError):
                    rests = [_ERASE_REST if left else None, self._remarks.rest]
                    rest = min((x for x in rests if x is not None), default=None)
                    await asyncio.wait_for(self._post.drafted.wait(), rest)

    async def settle(self) -> None:
        """Wait until nothing is left to do."""
        while await self._on_store(self._waits):
            await asyncio.sleep(0.05)

    def _waits(self) -> bool:
        store = self._store
        return bool(
            store.templates.waiting()
            or self._remarks.waiting()
            or store.attendance.to_read()
            or store.lines.excerpts()
            or store.pictures.waiting()
            or store.meetings.to_print()
        )

    def _remove_files(self) -> tuple[bool, int]:
        """Whether some of what was erased is removed now, and how many files are left."""
        erasing = self._store.erasing
        before = erasing.waiting()
        left = erasing.finish(self._data) if before or erasing.is_forgetting() else 0
        return left < before or erasing.is_forgetting(), left

    async def _answer(
        self, chat_id: int, replies: list[Reply], mark_done: Callable[[], bool]
    ) -> None:
        """Mark something as done and say so, both or neither; neither where it was erased."""

        def commit() -> None:
            with self._store.transaction():
                if mark_done():
                    self._store.outbox.put(chat_id, replies)

        await self._on_store(commit)
        self._post.wake()

    # --- templates ------------------------------------------------------------------------------

    async def _try(self, template: SentTemplate) -> None:
        error = ""
        try:
            data = await self._fetched(template.chat_id, template.media, _MOST_BYTES)
            take = self._reports.take_template
            await in_daemon(lambda: take(template.chat_id, template.kind, data))
            answer = said.TEMPLATE_TAKEN.format(
                title=template.kind.heading.lower(), command=template.kind
            )
        except TemplateBroken as trouble:
            error, answer = str(trouble), template_trouble(said.TEMPLATE_REFUSED, trouble)
        except DoorError as trouble:
            log.warning("a template cannot be fetched: %s", trouble)
            error = str(trouble)
            answer = said.TEMPLATE_NOT_FETCHED.format(command=template.kind)
        except OSError as trouble:
            log.exception("a template cannot be kept")
            counts.failed("disk")
            error, answer = str(trouble), said.TEMPLATE_NOT_KEPT
        except Exception as trouble:  # whatever a file is like, the next is still served
            if is_record_stuck(trouble):
                raise
            log.exception("a template cannot be tried")
            error, answer = type(trouble).__name__, said.TEMPLATE_NOT_KEPT

        done = self._store.templates.done
        await self._answer(template.chat_id, [Say(answer)], lambda: done(template.id, error))

    async def _fetched(self, chat_id: int, media: Media, most: int) -> bytes:
        """The bytes of a file that was sent.

        Raises:
            DoorError
        """
        chat = await self._on_store(self._store.chats.get, chat_id)
        door = self._doors.get(chat.door)
        if door is None:
            raise Refused(f"no door {chat.door}")
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "file"
            await door.fetch(media, file, most)
            return file.read_bytes()

    # --- lists of people ------------------------------------------------------------------------

    async def _read_list(self, sent: SentList) -> None:
        """Take the people of a file into the meeting's list, and say so."""
        try:
            data = await self._fetched(sent.chat_id, sent.media, sheets.MAX_BYTES)
            listed = await in_daemon(lambda: read_apart(data))
            await self._on_store(self._take_list, sent, listed)
        except FileTooBig:
            await self._no_list(sent, "big")
        except DoorError as trouble:
            log.warning("a list cannot be fetched: %s", trouble)
            await self._no_list(sent, "fetch")
        except sheets.ListBroken as trouble:
            log.info("a list cannot be read: %s", trouble.wrong)
            await self._no_list(sent, trouble.wrong)
        except Exception as trouble:  # whatever a file is like, the next is still served
            if is_record_stuck(trouble):
                raise
            log.exception("a list cannot be read")
            await self._no_list(sent, "other")
        else:
            self._post.wake()

    async def _no_list(self, sent: SentList, why: str) -> None:
        answer = about_lists.FILE_AGAIN.format(what=about_lists.FILE_WRONG[why])
        done = self._store.attendance.was_read
        await self._answer(sent.chat_id, [Say(answer)], lambda: done(sent.id, why))

    def _take_list(self, sent: SentList, listed: Listed) -> None:
        """All in one transaction: a file is never taken twice."""
        with self._store.transaction():
            meeting = self._store.meetings.get(sent.meeting_id)
            if meeting is None or not self._store.attendance.was_read(sent.id):
                return
            name = sent.media.name or said.THIS_FILE
            text, buttons = take(self._store, meeting, sent.person_id, listed, name)
            replies = [Say(text, buttons)]
            if buttons:
                replies.append(Say(*page_of(self._store, meeting, 1, may=True)))
            self._store.outbox.put(sent.chat_id, replies)

    # --- sound ----------------------------------------------------------------------------------

    async def _excerpt(self, wanted: Excerpt) -> None:
        line = wanted.line
        reply: Reply
        try:
            path = await in_daemon(lambda: self._excerpted(line))
            caption = about_drafts.SOURCE_AUDIO.format(no=line.no)
            reply = SendFile(str(path), path.name, caption, FileKind.SOUND)
        except Exception as error:  # whatever a recording is like, the next is still served
            log.warning("no excerpt of line %s: %s", line.id, told_to_log(error))
            counts.failed("no_excerpt")
            reply = Say(about_drafts.NO_EXCERPT.format(no=line.no))

        done = self._store.lines.excerpt_done
        await self._answer(wanted.chat_id, [reply], lambda: done(wanted.id))

    def _excerpted(self, line: Line) -> Path:
        assert line.audio is not None
        assert line.starts is not None
        assert line.ends is not None
        path = self._audio.excerpt_path(line.audio, line.starts, line.ends)
        if not path.exists():
            half = path.with_suffix(".part")
            begin = max(line.starts - _MARGIN, 0.0)
            try:
                self._cut(self._audio.path(line.audio), half, begin, line.ends + _MARGIN)
                finish_durably(half, path)
            finally:
                half.unlink(missing_ok=True)
        return path

    # --- pictures -------------------------------------------------------------------------------

    async def _draw(self, wanted: WantedPicture) -> None:
        started = time.monotonic()
        reply: Reply
        try:
            chart = await self._on_store(self._chart, wanted.meeting_id)
            if chart is None:
                return  # its meeting was erased, and the wish with it
            path = await in_daemon(lambda: self._drawn(wanted.meeting_id, chart))
            caption = PICTURE_CAPTION.format(no=wanted.meeting_id)
            reply = SendFile(str(path), path.name, caption, FileKind.PICTURE)
            log.info("%s: picture in %.1f s", path.name, time.monotonic() - started)
        except Exception as error:
            if is_record_stuck(error):
                raise
            log.error("meeting %s has no picture: %s", wanted.meeting_id, told_to_log(error))
            counts.failed("no_picture")
            reply = Say(NO_PICTURE.format(no=wanted.meeting_id))

        done = self._store.pictures.done
        await self._answer(wanted.chat_id, [reply], lambda: done(wanted.id))

    def _chart(self, meeting_id: int) -> Chart | None:
        meeting = self._store.meetings.get(meeting_id)
        if meeting is None:
            return None
        figures = figures_of(meeting, self._store.lines.of_meeting(meeting_id), self._zone)
        return chart_of(meeting, figures, self._zone)

    def _drawn(self, meeting_id: int, chart: Chart) -> Path:
        """The picture's file: one a meeting, always the last."""
        png = apart.call(draw, chart, seconds=_SECONDS_TO_DRAW, megabytes=_MEGABYTES_TO_DRAW)
        path = self._reports.path_of(meeting_id, f"{_PICTURE}-{meeting_id}.png")
        make_folder(path.parent)
        write_durably(path, png)
        return path

    # --- PDFs -----------------------------------------------------------------------------------

    async def _print(self, draft: ToPrint) -> None:
        docx = self._reports.path_of(draft.meeting_id, draft.path)
        started = time.monotonic()
        replies: list[Reply]
        digest = ""
        try:
            with counts.PRINTING.time():
                replies = await in_daemon(lambda: self._printed(docx))
            with contextlib.suppress(OSError):
                digest = await in_daemon(lambda: sha256_of(docx.with_suffix(".pdf")))
            log.info("%s: PDF in %.1f s", draft.path, time.monotonic() - started)
        except CannotPrint as error:
            log.error("%s has no PDF: %s", draft.path, error)
            counts.failed("no_pdf")
            replies = [Say(about_drafts.NO_PDF.format(name=draft.path))]
        except Exception as error:
            if is_record_stuck(error):
                raise
            log.exception("%s cannot be printed", draft.path)
            counts.failed("no_pdf")
            replies = [Say(about_drafts.NO_PDF.format(name=draft.path))]

        def done() -> bool:
            if digest:  # it may have been submitted without its PDF
                self._submitted_before(draft, digest, replies)
            return self._store.meetings.printed(draft.id)

        await self._answer(draft.chat_id, replies, done)

    def _submitted_before(self, draft: ToPrint, digest: str, files: Sequence[Reply]) -> None:
        """A draft that waits for the chair has its PDF only now: it goes to them alone too."""
        self._store.signing.pdf_made(draft.id, digest)
        submission = self._store.signing.of_document(draft.id)
        if submission is None or submission.state is not State.WAITING:
            return
        alone = self._store.chats.private_of(submission.chair_id)
        if alone not in (None, draft.chat_id):
            assert alone is not None
            self._store.outbox.put(alone, files[:1])

    def _printed(self, docx: Path) -> list[Reply]:
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


def read_apart(data: bytes) -> Listed:
    """The people of a file that anybody may have made, read in a process of its own.

    Raises:
        sheets.ListBroken
        OSError: there is no room for it.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list"
        path.write_bytes(data)
        try:
            return apart.call(
                sheets.read_file, path, seconds=_SECONDS_TO_READ, megabytes=_MEGABYTES_TO_READ
            )
        except apart.WentTooFar as error:
            raise sheets.ListBroken(sheets.WrongList.HEAVY, str(error)) from error
