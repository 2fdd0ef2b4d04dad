"""Carries waiting recordings to the speech engine and their text back to the record."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import logging
import math
import threading
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal, cast

from bot import counts
from bot.conversation.context import House
from bot.conversation.lines.card import redraw
from bot.conversation.review.asking import after_closing
from bot.doors.port import Door, Reply, Rewrite
from bot.errors import (
    FileTooBig,
    NoRoom,
    NoSpeechModel,
    Refused,
    SettingsError,
    is_full,
    is_record_stuck,
)
from bot.messages import phrases
from bot.messages import recordings as said
from bot.minutes import Line
from bot.minutes.roll import to_hear
from bot.minutes.typed.terms import Vocabulary, near_misses, vocabulary
from bot.post.alarm import DiskAlarm
from bot.post.post import Post
from bot.speech.recognizer import Recognizer
from bot.store.audio import AudioFolder
from bot.store.lines import LineGone
from bot.store.recordings import Heard, Waiting
from bot.store.thread import StoreThread
from foundation.logs import note, told
from foundation.threads import in_daemon
from transcribe import Piece, Segment, Transcript, Work
from transcribe.errors import (
    EngineMissing,
    ModelError,
    TranscribeError,
    UnknownModel,
    UnsupportedSetting,
)
from transcribe.sound.isolated import probe_seconds

log = logging.getLogger(__name__)

# Whatever is longer becomes lines of its own: longer than anybody speaks into a telephone in one
# go, shorter than what anybody would correct as one paragraph
_LONG = 120.0  # seconds
_NOTES_TOGETHER = 16  # handed to the transcriber at a time; it decodes them together
_LONG_TOGETHER = 2  # at a time: each takes the machine for many minutes
_FETCHES_TOGETHER = 16
_TELL_EVERY = 10.0  # seconds between two edits of a card: platforms allow about 20 a minute
_FETCH_TRIES = 60  # about an hour of an unreachable platform
_LONGEST_REST = 60.0  # seconds
_DISK_REST = 5.0  # seconds
_ROOM_REST = 30.0  # seconds between two looks whether a full disk has room
# Where neither the file nor the platform says how long it lasts: what a browser records in
_BYTES_A_SECOND = 8_000


class Jobs:
    """Takes recordings in the order they came: many notes and two long recordings at a time.

    Each recording has its task; none waits for another's download or trouble.
    """

    def __init__(
        self,
        house: House,
        on_store: StoreThread,
        post: Post,
        doors: Mapping[str, Door],
        audio: AudioFolder,
        recognizer: Recognizer,
        max_bytes: int,
    ) -> None:
        #: without a speech model notes wait for one to be installed; else ``run`` ends
        self.patient = True
        self._house = house
        self._store = house.store
        self._on_store = on_store
        self._post = post
        self._doors = doors
        self._audio = audio
        self._recognizer = recognizer
        self._max_bytes = max_bytes
        self._working: dict[int, asyncio.Task[None]] = {}  # line -> what is done for it
        self._fetching = asyncio.Semaphore(_FETCHES_TOGETHER)
        self._notes = asyncio.Semaphore(_NOTES_TOGETHER)
        self._long = asyncio.Semaphore(_LONG_TOGETHER)
        self._tries: dict[int, int] = {}
        self._rests: dict[int, float] = {}  # line -> not before this moment (monotonic)
        self._told_no_model: set[int] = set()
        self._cannot_load = False
        self._no_room: set[int] = set()  # lines whose recordings the disk did not take
        self._look_again = -math.inf  # whether it has room: not before this moment (monotonic)
        self._full = DiskAlarm(
            doors, "recordings", said.RECORDING_NO_ROOM, said.RECORDING_ROOM_AGAIN
        )

    async def run(self) -> None:
        """Work until cancelled. The model loads meanwhile, so that the first note finds it.

        Raises:
            SettingsError: this machine cannot do what a speech setting asks for.
            NoSpeechModel: there is no model, and ``patient`` is off.
        """
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._load())
            tasks.create_task(self._look_out(tasks))

    @property
    def model(self) -> Literal["ready", "loading", "missing"]:
        """What there is to hear with."""
        if self._recognizer.loaded:
            return "ready"
        return "missing" if self._cannot_load else "loading"

    @property
    def work(self) -> Work:
        """How much has been heard so far."""
        return self._recognizer.work

    async def settle(self) -> None:
        """Wait until no recording waits any more, but for those that rest without a model."""
        doors = list(self._doors)
        while await self._on_store(self._store.recordings.count_waiting, doors) > len(
            self._told_no_model & self._rests.keys()
        ):
            await asyncio.sleep(0.05)

    async def _load(self) -> None:
        started = time.monotonic()
        try:
            await in_daemon(self._recognizer.load)
        except (UnsupportedSetting, EngineMissing, UnknownModel) as error:
            raise SettingsError(str(error)) from error
        except ModelError as error:
            if self.patient:
                self._cannot_load = True
                counts.failed(error.code)
                log.error("the speech model cannot be loaded: %s", error)
        else:
            log.info("speech model ready after %.1f s", time.monotonic() - started)

    # --- which recording when -------------------------------------------------------------------

    async def _look_out(self, tasks: asyncio.TaskGroup) -> None:
        """Begin what waits and leave what was stopped, whenever something happens."""
        while True:
            self._post.recorded.clear()
            try:
                await self._look(tasks)
            except Exception as error:  # the disk is full or locked; the recordings wait
                what = "the waiting recordings cannot be worked on"
                self._post.stuck.note_or_trace(error, log, what)
                await asyncio.sleep(_DISK_REST)
                continue
            await self._rest()

    async def _look(self, tasks: asyncio.TaskGroup) -> None:
        recordings = self._store.recordings
        for stopped in await self._on_store(recordings.stopped_among, list(self._working)):
            if stopped in self._working:
                self._working[stopped].cancel()
        now = time.monotonic()
        self._rests = {line: moment for line, moment in self._rests.items() if moment > now}
        busy = [*self._working, *self._rests]
        while found := await self._on_store(recordings.waiting, busy):
            for item in found:
                self._begin_task(tasks, item)
            busy += [item.line.id for item in found]
        if self._no_room:
            self._no_room &= {*self._working, *self._rests}  # the others are no longer wanted
            await self._room_again()

    def _begin_task(self, tasks: asyncio.TaskGroup, item: Waiting) -> None:
        def ended(_: object) -> None:
            del self._working[item.line.id]
            self._post.recorded.set()

        task = self._working[item.line.id] = tasks.create_task(self._carry(item))
        task.add_done_callback(ended)  # a task cancelled before its first step runs no finally

    async def _rest(self) -> None:
        """Until something new was recorded, or a resting line may be tried again."""
        soonest = min(self._rests.values(), default=None)
        timeout = None if soonest is None else max(soonest - time.monotonic(), 0.05)
        try:
            await asyncio.wait_for(self._post.recorded.wait(), timeout)
        except TimeoutError:
            return

    async def _carry(self, item: Waiting) -> None:
        """All that is done for one recording: until it has its text, or may rest."""
        note(line=item.line.id, meeting=item.line.meeting_id)
        try:
            await self._do(item)
        except NoSpeechModel:
            raise
        except LineGone:
            log.info("line %s was erased while its recording was in work", item.line.id)
        except Exception as error:  # the disk is full or locked; the recording waits
            what = f"line {item.line.id} cannot be worked on"
            self._post.stuck.note_or_trace(error, log, what)
            self._rests[item.line.id] = time.monotonic() + _DISK_REST

    async def _do(self, item: Waiting) -> None:
        async with self._fetching:
            if not await self._fetch(item):
                return
            line = await self._on_store(self._store.lines.get, item.line.id)
            assert line.audio is not None
            path = self._audio.path(line.audio)
            seconds = await in_daemon(lambda: _seconds_of(path, item))
        try:
            if seconds > _LONG:
                await self._listen(line, path, seconds)
            else:
                async with self._notes:
                    await self._transcribe(line, path)
        except ModelError as error:
            if not self.patient:
                raise NoSpeechModel(str(error)) from error
            log.error("line %s waits, the speech model cannot be loaded: %s", line.id, error)
            await self._no_model(line)
        except TranscribeError as error:
            log.info("line %s cannot be transcribed: %s", line.id, error)
            await self._fail(line, error.code)
        except _EngineFailed:
            log.exception("line %s: the engine failed", line.id)
            await self._fail(line, "engine_failed")

    async def _fetch(self, item: Waiting) -> bool:
        """Have the recording on disk; False where that failed, for now or for good."""
        line = await self._on_store(self._store.lines.get, item.line.id)
        if line.audio and self._audio.path(line.audio).exists():
            return True
        door = self._doors.get(item.door)
        if door is None:
            self._rests[line.id] = time.monotonic() + _LONGEST_REST
            return False
        if time.monotonic() < self._look_again:  # one look for all
            await self._wait_for_room(line, NoRoom("as before"))
            return False
        try:
            expected = min(item.media.size or 0, self._max_bytes)  # people may claim anything
            with self._audio.incoming(expected) as file:
                await door.fetch(item.media, file, self._max_bytes)
                name = await asyncio.to_thread(self._audio.name_of, file, item.media.name)
                await self._on_store(self._keep, line, file, name)
        except LineGone:
            raise
        except FileTooBig as error:
            await self._fail(line, error.code)
        except Refused as error:
            log.warning("recording of line %s refused: %s", line.id, error)
            await self._fail(line, error.code)
        except Exception as error:  # the network, the disk, or what a door did not foresee
            if is_record_stuck(error):
                raise
            if is_full(error):
                self._look_again = time.monotonic() + _ROOM_REST
                await self._wait_for_room(line, error)
            else:
                await self._try_later(line, error)
        else:
            self._no_room.discard(line.id)
            await self._room_again()
            return True
        return False

    def _keep(self, line: Line, file: Path, name: str) -> None:
        """Have a recording in the folder and in the record, both or neither.

        Raises:
            LineGone: the meeting was erased; so is the recording.
        """
        with self._store.transaction():
            self._store.recordings.keep_audio(line, name)
            self._audio.place(file, name)

    async def _wait_for_room(self, line: Line, error: Exception) -> None:
        if not self.patient:
            log.error("no room for the recording of line %s: %s", line.id, error)
            await self._fail(line, "no_room")
            return
        self._rests[line.id] = self._look_again
        self._no_room.add(line.id)
        chat_id = await self._on_store(self._store.lines.chat_of, line.id)
        await self._full.tell(await self._on_store(self._store.chats.get, chat_id), error)

    async def _room_again(self) -> None:
        if not self._no_room:
            await self._full.over()

    async def _try_later(self, line: Line, error: Exception) -> None:
        tries = self._tries[line.id] = self._tries.get(line.id, 0) + 1
        log.warning("recording of line %s: try %s failed: %s", line.id, tries, told(error))
        counts.RETRIES.labels("fetch").inc()
        if tries >= _FETCH_TRIES:
            self._tries.pop(line.id)
            await self._fail(line, "fetch_failed")
            return
        asked = getattr(error, "seconds", None)
        rest = asked if asked is not None else min(2.0**tries, _LONGEST_REST)
        self._rests[line.id] = time.monotonic() + rest

    # --- notes ------------------------------------------------------------------------------------

    async def _transcribe(self, line: Line, path: Path) -> None:
        """One note: one line.

        Raises:
            TranscribeError, _EngineFailed: there is no text.
        """
        started = time.monotonic()
        words = await self._on_store(self._vocabulary, line)
        with _engine_trouble():
            heard = await in_daemon(lambda: self._recognizer.transcribe(path, hints=words.hints))
        took = time.monotonic() - started
        log.info("line %s: %.1f s of sound in %.1f s", line.id, heard.seconds, took)
        answer = await in_daemon(lambda: _heard(heard, words))
        await self._on_store(self._commit, line, answer, heard)
        self._post.wake()

    def _vocabulary(self, line: Line) -> Vocabulary:
        meeting = self._store.meetings.get(line.meeting_id)
        if meeting is None:
            raise LineGone(f"no meeting {line.meeting_id}")
        return vocabulary(
            self._store.glossary.terms(meeting.chat_id),
            self._store.meetings.people(meeting.id),
            meeting.info,
            meeting.title,
            to_hear(self._store.attendance.of_meeting(meeting.id)),
        )

    def _commit(self, line: Line, answer: Heard, heard: Transcript) -> None:
        segments = [dataclasses.asdict(segment) for segment in heard.segments]
        self._told_no_model.discard(line.id)
        with self._store.transaction():
            done = self._store.recordings.transcribed(
                line, answer, segments=segments, seconds=heard.seconds
            )
            self._show(done)
            self._ask_speakers(done)

    def _ask_speakers(self, line: Line) -> None:
        """Where a meeting was closed before its last recording was transcribed."""
        answer = after_closing(self._house, line.meeting_id)
        if answer:
            self._store.outbox.put(self._store.lines.chat_of(line.id), answer)

    def _show(self, line: Line, status: str = "") -> None:
        """Have the line's card rewritten; inside the transaction that changed the line."""
        replies: list[Reply] = list(redraw(line, self._house, status))
        self._store.outbox.put(self._store.lines.chat_of(line.id), replies)

    async def _fail(self, line: Line, code: str) -> None:
        counts.failed(code)

        def commit() -> None:
            with self._store.transaction():
                self._show(self._store.recordings.failed(line, code))
                self._ask_speakers(line)

        self._told_no_model.discard(line.id)
        await self._on_store(commit)
        self._post.wake()

    async def _no_model(self, line: Line) -> None:
        """The note keeps waiting; its card says so, once."""
        self._rests[line.id] = time.monotonic() + _LONGEST_REST
        if line.id in self._told_no_model:
            return
        self._told_no_model.add(line.id)
        text = f"{phrases.line_head(line)}\n⚠ {said.MODEL_MISSING.format(no=line.no)}"

        def commit() -> None:
            chat_id = self._store.lines.chat_of(line.id)
            self._store.outbox.put(chat_id, [Rewrite(text, line_id=line.id)])

        await self._on_store(commit)
        self._post.wake()

    # --- long recordings --------------------------------------------------------------------------

    async def _listen(self, line: Line, path: Path, seconds: float) -> None:
        """A long recording, piece by piece: each piece is lines, committed when it is there.

        Raises:
            TranscribeError, _EngineFailed: it gives no more text.
        """
        if self._long.locked():
            await self._on_store(self._begin, line, seconds, said.QUEUED.format(no=line.no))
            self._post.wake()
        async with self._long:
            wanted = await self._on_store(self._begin, line, seconds)
            if wanted is None:
                return
            self._told_no_model.discard(line.id)
            self._post.wake()
            assert wanted.done_until is not None
            words = await self._on_store(self._vocabulary, line)
            progress = _Progress(wanted.done_until)
            reading = _Reading(
                self._recognizer.pieces(path, start=wanted.done_until, hints=words.hints)
            )
            try:
                await self._write_down(wanted, reading, progress)
            finally:
                reading.leave()

    async def _write_down(self, line: Line, reading: _Reading, progress: _Progress) -> None:
        while True:
            with _engine_trouble():
                piece = await in_daemon(reading.next)
            if piece is None:
                break
            words = await self._on_store(self._vocabulary, line)  # they may have grown
            parts = await in_daemon(lambda p=piece, w=words: _parts(p, w))  # type: ignore[misc]
            if not await self._on_store(self._commit_piece, line, parts, piece.end, progress):
                return
            self._post.wake()
        await self._on_store(self._end, line)
        self._post.wake()

    def _begin(self, line: Line, seconds: float, status: str = "") -> Line | None:
        """None where the recording is no longer wanted."""
        with self._store.transaction():
            begun = self._store.recordings.begin_long(line, seconds)
            if begun:
                self._show(begun, status)
            return begun

    def _commit_piece(
        self, line: Line, parts: Sequence[Heard], until: float, progress: _Progress
    ) -> bool:
        """False where the recording is no longer wanted."""
        with self._store.transaction():
            now = self._store.recordings.add_parts(line, progress.at, until, parts)
            if now is None:
                return False
            progress.reached(until)
            if progress.to_be_told():
                self._show(now, said.progress(now, progress.left(now.seconds or 0.0)))
            return True

    def _end(self, line: Line) -> None:
        with self._store.transaction():
            ended = self._store.recordings.end_long(line)
            if ended:
                self._show(ended)
                self._ask_speakers(ended)


class _EngineFailed(Exception):
    """The engine raised what it never should."""


@contextlib.contextmanager
def _engine_trouble() -> Iterator[None]:
    """What an engine raises that is none of its own errors is told apart from a full disk."""
    try:
        yield
    except TranscribeError:
        raise
    except Exception as error:
        raise _EngineFailed from error


class _Reading:
    """A recording's pieces, taken one at a time, each in whatever thread; may be left at any
    moment."""

    def __init__(self, pieces: Iterator[Piece]) -> None:
        self._pieces = cast("Generator[Piece, None, None]", pieces)  # the only ones to be closed
        self._one_at_a_time = threading.Lock()

    def next(self) -> Piece | None:
        """The next piece; None at the end, or where the reading was left. Blocks."""
        with self._one_at_a_time:
            return next(self._pieces, None)

    def leave(self) -> None:
        """Stop the work. Returns at once; a piece that is being decoded is the last."""
        threading.Thread(target=self._close, daemon=True).start()

    def _close(self) -> None:
        with self._one_at_a_time:
            self._pieces.close()


class _Progress:
    """How far a recording is, and how fast.

    Args:
        at: seconds of the recording that were done before.
    """

    def __init__(self, at: float) -> None:
        self.at = at
        self._first = at
        self._started = self._told = time.monotonic()

    def reached(self, at: float) -> None:
        self.at = at

    def to_be_told(self) -> bool:
        """Whether the card is old enough to be rewritten; True starts it anew."""
        now = time.monotonic()
        if now - self._told < _TELL_EVERY:
            return False
        self._told = now
        return True

    def left(self, whole: float) -> float | None:
        """Seconds of work that remain, at the speed so far; None where that is not known."""
        if self.at <= self._first:
            return None
        took = time.monotonic() - self._started
        return max(whole - self.at, 0.0) * took / (self.at - self._first)


def _seconds_of(path: Path, item: Waiting) -> float:
    """How long a recording says it is, else the platform says, else its size lets expect."""
    try:
        answer = probe_seconds(path)
    except TranscribeError:  # told when it is transcribed
        answer = None
    return answer or item.media.seconds or path.stat().st_size / _BYTES_A_SECOND


def _heard(whole: Transcript, words: Vocabulary) -> Heard:
    return Heard(
        text=whole.text,
        heard=whole.heard,
        confidence=whole.confidence,
        ends=whole.seconds,
        doubts=list(dict.fromkeys(whole.doubts)),
        offers=near_misses(whole.text, words.terms),
    )


def _parts(piece: Piece, words: Vocabulary) -> list[Heard]:
    return [_part(segment, words) for segment in piece.segments if segment.text.strip()]


def _part(segment: Segment, words: Vocabulary) -> Heard:
    return Heard(
        text=segment.text,
        heard=segment.heard,
        confidence=segment.confidence,
        starts=segment.start,
        ends=segment.end,
        doubts=segment.doubts,
        offers=near_misses(segment.text, words.terms),
    )
