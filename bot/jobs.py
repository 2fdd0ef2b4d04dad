"""Carries waiting voice notes to the speech engine and their text back to the record."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
import time
from collections.abc import Mapping

from bot import messages
from bot.chat.port import Door, Reply, Rewrite
from bot.commands.cards import redraw
from bot.commands.context import House
from bot.errors import FileTooBig, NoSpeechModel, Refused, SettingsError
from bot.post import Post, StoreThread
from bot.store.audio import AudioFolder
from bot.store.lines import Waiting
from bot.threads import in_daemon
from transcribe import Transcriber, Transcript
from transcribe.errors import (
    EngineMissing,
    ModelError,
    TranscribeError,
    UnknownModel,
    UnsupportedSetting,
)

log = logging.getLogger(__name__)

_AHEAD = 4  # recordings fetched while one is transcribed
_FETCH_TRIES = 60  # about an hour of an unreachable platform
_LONGEST_REST = 60.0  # seconds
_DISK_REST = 5.0  # seconds


class Jobs:
    """Takes voice notes in the order they came; one at a time reaches the engine."""

    def __init__(
        self,
        house: House,
        on_store: StoreThread,
        post: Post,
        doors: Mapping[str, Door],
        audio: AudioFolder,
        transcriber: Transcriber,
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
        self._transcriber = transcriber
        self._max_bytes = max_bytes
        self._fetches: dict[int, asyncio.Task[bool]] = {}
        self._tries: dict[int, int] = {}
        self._rests: dict[int, float] = {}  # line -> not before this moment (monotonic)
        self._told_no_model: set[int] = set()

    async def run(self) -> None:
        """Work until cancelled. The model loads meanwhile, so that the first note finds it.

        Raises:
            SettingsError: this machine cannot do what a speech setting asks for.
            NoSpeechModel: there is no model, and ``patient`` is off.
        """
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._load())
            tasks.create_task(self._work_on())

    async def _work_on(self) -> None:
        try:
            while True:
                self._post.recorded.clear()
                try:
                    worked = await self._work()
                except NoSpeechModel:
                    raise
                except Exception:  # the disk is full or locked; the notes wait
                    log.exception("the waiting recordings cannot be worked on")
                    await asyncio.sleep(_DISK_REST)
                    continue
                if not worked:
                    await self._rest()
        finally:
            for fetch in self._fetches.values():
                fetch.cancel()

    async def settle(self) -> None:
        """Wait until no recording waits any more, but for those without a model."""
        doors = list(self._doors)
        while await self._on_store(self._store.lines.count_waiting, doors) > len(
            self._told_no_model
        ):
            await asyncio.sleep(0.05)

    async def _load(self) -> None:
        started = time.monotonic()
        try:
            await in_daemon(self._transcriber.load)
        except (UnsupportedSetting, EngineMissing, UnknownModel) as error:
            raise SettingsError(str(error)) from error
        except ModelError as error:
            if self.patient:
                log.error("the speech model cannot be loaded: %s", error)
        else:
            log.info("speech model ready after %.1f s", time.monotonic() - started)

    async def _rest(self) -> None:
        """Until something new was recorded, or a resting line may be tried again."""
        soonest = min(self._rests.values(), default=None)
        timeout = None if soonest is None else max(soonest - time.monotonic(), 0.05)
        try:
            await asyncio.wait_for(self._post.recorded.wait(), timeout)
        except TimeoutError:
            return

    async def _work(self) -> bool:
        """Transcribe one recording; False where none is ready."""
        now = time.monotonic()
        self._rests = {line: moment for line, moment in self._rests.items() if moment > now}
        waiting = await self._on_store(self._store.lines.waiting, 100)
        todo = [w for w in waiting if w.line.id not in self._rests][:_AHEAD]
        if not todo:
            return False
        for item in todo:
            if item.line.id not in self._fetches:
                self._fetches[item.line.id] = asyncio.create_task(self._fetch(item))
        fetches = [self._fetches[item.line.id] for item in todo]
        await asyncio.wait(fetches, return_when=asyncio.FIRST_COMPLETED)
        for item in todo:  # the earliest of those that are here
            if self._fetches[item.line.id].done():
                if await self._fetches.pop(item.line.id):
                    await self._transcribe(item)
                break
        return True

    async def _fetch(self, item: Waiting) -> bool:
        """Have the recording on disk; False where that failed, for now or for good."""
        line = await self._on_store(self._store.lines.get, item.line.id)
        if line.audio and self._audio.path(line.audio).exists():
            return True
        door = self._doors.get(item.door)
        if door is None:
            self._rests[line.id] = time.monotonic() + _LONGEST_REST
            return False
        try:
            with self._audio.incoming() as file:
                await door.fetch(item.media, file, self._max_bytes)
                name = await asyncio.to_thread(self._audio.keep, file, item.media.name)
            await self._on_store(self._store.lines.keep_audio, line, name)
        except FileTooBig as error:
            await self._fail(item, error.code)
        except Refused as error:
            log.warning("recording of line %s refused: %s", line.id, error)
            await self._fail(item, error.code)
        except Exception as error:  # the network, the disk, or what a door did not foresee
            await self._try_later(item, error)
        else:
            return True
        return False

    async def _try_later(self, item: Waiting, error: Exception) -> None:
        tries = self._tries[item.line.id] = self._tries.get(item.line.id, 0) + 1
        log.warning("recording of line %s: try %s failed: %s", item.line.id, tries, error)
        if tries >= _FETCH_TRIES:
            self._tries.pop(item.line.id)
            await self._fail(item, "fetch_failed")
            return
        asked = getattr(error, "seconds", None)
        rest = asked if asked is not None else min(2.0**tries, _LONGEST_REST)
        self._rests[item.line.id] = time.monotonic() + rest

    async def _transcribe(self, item: Waiting) -> None:
        line = await self._on_store(self._store.lines.get, item.line.id)
        assert line.audio is not None
        path = self._audio.path(line.audio)
        started = time.monotonic()
        try:
            heard = await in_daemon(lambda: self._transcriber.transcribe(path))
        except ModelError as error:
            if not self.patient:
                raise NoSpeechModel(str(error)) from error
            log.error("line %s waits, the speech model cannot be loaded: %s", line.id, error)
            await self._no_model(item)
        except TranscribeError as error:
            log.info("line %s cannot be transcribed: %s", line.id, error)
            await self._fail(item, error.code)
        except Exception:
            log.exception("line %s: the engine failed", line.id)
            await self._fail(item, "engine_failed")
        else:
            self._told_no_model.discard(line.id)
            took = time.monotonic() - started
            log.info("line %s: %.1f s of sound in %.1f s", line.id, heard.seconds, took)
            await self._on_store(self._commit, item, heard)
            self._post.wake()

    def _commit(self, item: Waiting, heard: Transcript) -> None:
        with self._store.transaction():
            line = self._store.lines.transcribed(
                item.line,
                text=heard.text,
                segments=[dataclasses.asdict(segment) for segment in heard.segments],
                seconds=heard.seconds,
                confidence=heard.confidence,
            )
            replies: list[Reply] = list(redraw(line, self._house))
            self._store.outbox.put(item.chat_id, replies)

    async def _fail(self, item: Waiting, code: str) -> None:
        def commit() -> None:
            with self._store.transaction():
                line = self._store.lines.failed(item.line, code)
                self._store.outbox.put(item.chat_id, list(redraw(line, self._house)))

        await self._on_store(commit)
        self._post.wake()

    async def _no_model(self, item: Waiting) -> None:
        """The note keeps waiting; its card says so, once."""
        self._rests[item.line.id] = time.monotonic() + _LONGEST_REST
        if item.line.id in self._told_no_model:
            return
        self._told_no_model.add(item.line.id)
        head = messages.line_head(item.line)
        text = f"{head}\n⚠ {messages.MODEL_MISSING.format(no=item.line.no)}"
        await self._on_store(
            self._store.outbox.put, item.chat_id, [Rewrite(text, line_id=item.line.id)]
        )
        self._post.wake()
