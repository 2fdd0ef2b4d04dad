"""A disk without room: one warning, lines go on, and nothing is lost when there is room again."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.doors.local.door import LocalDoor
from bot.doors.local.screen import Screen
from bot.doors.port import Incoming, Media, MediaKind
from bot.errors import NoRoom, TryLater
from bot.messages import recordings as about_recordings
from bot.messages import trouble as about_trouble
from bot.store.audio import AudioFolder
from tests.dialogs.talking import AN, HA, Ear, Talk, talking
from tests.records import connections
from transcribe import Segment, Transcript

MB = 1_000_000


class Disk:
    """A small file system of its own that can be filled."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._ballast = root / "ballast"

    def leave(self, room: int) -> None:
        """Fill it but for so many bytes."""
        with contextlib.suppress(OSError), self._ballast.open("ab", buffering=0) as ballast:
            while (free := os.statvfs(self.root).f_bavail * os.statvfs(self.root).f_bsize) > room:
                ballast.write(bytes(min(free - room, MB)))

    def clear(self) -> None:
        self._ballast.unlink()


class NoDisk:
    """Where nothing may be mounted: recordings go to /dev/full, the database has a last page."""

    def __init__(self, root: Path, patch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.talk: Talk | None = None
        self._patch = patch
        self._connections = connections(patch)

    def leave(self, room: int) -> None:
        @contextlib.contextmanager
        def full(folder: AudioFolder, size: int | None = None) -> Iterator[Path]:
            (self.root / "full").unlink(missing_ok=True)
            (self.root / "full").symlink_to("/dev/full")
            yield self.root / "full"

        self._patch.setattr(AudioFolder, "incoming", full)
        if room == 0:
            self._pages(1)

    def clear(self) -> None:
        self._patch.undo()
        for name in (
            "bot.post.fetching.ROOM_REST",
            "bot.post.alarm.DISK_REST",
            "bot.post.alarm.DISK_CALM",
        ):
            self._patch.setattr(name, 0.1)
        self._pages(2**30)

    def _pages(self, most: int) -> None:
        assert self.talk
        self.talk.at_once(self._connections[-1].execute, f"PRAGMA max_page_count = {most}")


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk | NoDisk]:
    monkeypatch.setattr("bot.post.fetching.ROOM_REST", 0.1)
    for room in ("queue", "carrying"):
        monkeypatch.setattr(f"bot.speech.{room}.DISK_REST", 0.1)
    monkeypatch.setattr("bot.post.alarm.DISK_REST", 0.1)
    monkeypatch.setattr("bot.post.alarm.DISK_CALM", 0.4)
    root = tmp_path / "disk"
    root.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(root)]
    if subprocess.run(mount, capture_output=True).returncode:
        yield NoDisk(root, monkeypatch)
        return
    try:
        yield Disk(root)
    finally:
        subprocess.run(["umount", "-l", str(root)], check=True)


@pytest.fixture
async def talk(disk: Disk | NoDisk) -> AsyncIterator[Talk]:
    async with talking(disk.root, ear=Short()) as talk:
        talk.office.audio.left_free = 0  # the disk itself says when it is full
        talk.settle = talk.office.post.settle  # recordings may wait for ever
        if isinstance(disk, NoDisk):
            disk.talk = talk
        await talk.text("/batdau Họp")
        yield talk


class Short(Ear):
    """Hears the beginning of a large recording."""

    def transcribe(self, source: Path, *, hints: str = "") -> Transcript:
        text = source.read_bytes()[:20].decode().strip()
        return Transcript(text, 8.0, 0.9, (Segment(0.0, 8.0, text, 0.9, text),))


def large(words: str) -> bytes:
    return words.encode().ljust(6 * MB)


def said(talk: Talk, sentence: str) -> int:
    """How often the bot has said it."""
    return sum(shown.text == sentence for shown in talk.door.shown.values())


def looks_for_room(talk: Talk) -> list[int | None]:
    """Grows with each try to have a recording, from now on."""
    audio, looks = talk.office.audio, []

    def incoming(size: int | None = None) -> contextlib.AbstractContextManager[Path]:
        looks.append(size)
        return type(audio).incoming(audio, size)

    audio.incoming = incoming  # type: ignore[method-assign]
    return looks


async def test_recordings_wait_for_room_lines_go_on_and_one_warning_says_so(
    disk: Disk | NoDisk, talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    disk.leave(5 * MB)
    await talk.voice(large("first"), AN)
    await talk.until(lambda: said(talk, about_recordings.RECORDING_NO_ROOM))
    await talk.voice(large("second"), HA)
    await talk.text("Câu gõ trong lúc đĩa đầy")
    looks = looks_for_room(talk)
    await talk.until(lambda: len(looks) > 3)
    assert said(talk, about_recordings.RECORDING_NO_ROOM) == 1
    assert caplog.text.count("takes no recordings") == 1
    assert "Traceback" not in caplog.text
    assert [text for _, _, text, _ in talk.lines()] == [
        "",
        "",
        "Câu gõ trong lúc đĩa đầy",
    ]
    disk.clear()
    await talk.hears(3)
    assert [text for _, _, text, _ in talk.lines()][:2] == ["first", "second"]
    await talk.until(lambda: said(talk, about_recordings.RECORDING_ROOM_AGAIN))
    await talk.voice("third", AN)
    await talk.hears(4)
    assert said(talk, about_recordings.RECORDING_ROOM_AGAIN) == 1
    assert not list(talk.office.audio.root.glob(".incoming-*"))


async def test_each_chat_that_waits_is_told(disk: Disk | NoDisk, talk: Talk) -> None:
    disk.leave(5 * MB)
    other = Talk(talk.office, talk.door, "-200")
    other.settle = talk.settle
    await other.text("/batdau Họp khác")
    await talk.voice(large("here"), AN)
    await other.voice(large("there"), AN)
    await talk.until(lambda: said(talk, about_recordings.RECORDING_NO_ROOM) == 2)
    disk.clear()
    await talk.until(lambda: said(talk, about_recordings.RECORDING_ROOM_AGAIN) == 2)


async def test_after_a_restart_the_recordings_still_wait(
    disk: Disk | NoDisk, talk: Talk, tmp_path: Path
) -> None:
    disk.leave(5 * MB)
    await talk.voice(large("waits"), AN)
    await talk.until(lambda: said(talk, about_recordings.RECORDING_NO_ROOM))
    await stopped(talk)
    async with talking(disk.root, ear=Short(), door=talk.door) as again:
        again.office.audio.left_free = 0
        if isinstance(disk, NoDisk):
            disk.talk = again
        await again.until(lambda: said(again, about_recordings.RECORDING_NO_ROOM) == 2)
        disk.clear()
        await again.hears(1)


async def stopped(talk: Talk) -> None:
    """The bot of this talk is stopped, as at a shutdown."""
    (running,) = [t for t in asyncio.all_tasks() if t.get_coro().__qualname__ == "Office.run"]  # type: ignore[union-attr]
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_lines_that_the_disk_does_not_take_are_recorded_when_it_does(
    disk: Disk | NoDisk, talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    disk.leave(0)
    texts = [f"Câu {number} " + "x" * 3000 for number in range(300)]

    tries = [0]

    async def bring() -> None:
        """As a door does: what was not taken comes again."""
        for number, text in enumerate(texts):
            key = f"k{number}"
            who = (AN, HA)[number % 2]  # more than one person may send in a minute
            incoming = Incoming(key, talk.chat, who, talk.now, key, text)
            while True:
                tries[0] += 1
                with contextlib.suppress(sqlite3.OperationalError):
                    await talk.office.post.receive(incoming)
                    break
                await asyncio.sleep(0.05)

    bringing = asyncio.create_task(bring())
    await talk.until(lambda: said(talk, about_trouble.RECORD_STUCK))
    before = tries[0]
    await talk.until(lambda: tries[0] > before + 5)
    assert not bringing.done()
    assert said(talk, about_trouble.RECORD_STUCK) == 1
    assert caplog.text.count("takes no lines") == 1
    assert "Traceback" not in caplog.text
    disk.clear()
    await bringing
    await talk.settle()
    assert [text for _, _, text, _ in talk.lines()] == texts
    await talk.until(lambda: said(talk, about_trouble.RECORD_GOES_ON) == 1)


async def test_a_line_is_not_given_up_for_an_apology_that_fits(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    handle, tries = talk.office.app.handle, [0]

    def full(incoming: Incoming) -> object:
        tries[0] += 1
        if tries[0] < 3:
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorname = "SQLITE_FULL"
            raise error
        return handle(incoming)

    monkeypatch.setattr(talk.office.app, "handle", full)
    await talk.text("Câu quan trọng")
    assert [text for _, _, text, _ in talk.lines()] == ["Câu quan trọng"]
    assert not any("Có lỗi khi xử lý" in shown.text for shown in talk.door.shown.values())


async def test_a_command_that_finds_no_room_says_so(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> object:
        raise OSError(28, "No space left on device")

    await talk.text("KL: Giao Phòng A tổng hợp")
    monkeypatch.setattr(talk.office.reports, "draft", full)
    assert (await talk.text("/baocao"))[-1] == about_trouble.NO_ROOM_FOR_THAT


async def test_a_chat_that_cannot_be_reached_is_told_later(
    disk: Disk | NoDisk, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    say, refusals = talk.door.say, [TryLater("away"), TryLater("away")]

    async def away(chat: object, given: object) -> str:
        if given.text == about_recordings.RECORDING_NO_ROOM and refusals:  # type: ignore[attr-defined]
            raise refusals.pop()
        return await say(chat, given)  # type: ignore[arg-type]

    monkeypatch.setattr(talk.door, "say", away)
    disk.leave(5 * MB)
    await talk.voice(large("waits"), AN)
    await talk.until(lambda: said(talk, about_recordings.RECORDING_NO_ROOM) == 1)
    assert not refusals


# --- what recordings leave to the lines ----------------------------------------------------------


async def test_the_last_room_is_for_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.post.fetching.ROOM_REST", 0.1)
    async with talking(tmp_path) as talk:
        talk.settle = talk.office.post.settle
        assert talk.office.audio.left_free == 50 * MB
        talk.office.audio.left_free = 10**18
        fetched: list[object] = []
        fetch = talk.door.fetch

        async def count(media: Media, target: Path, most: int) -> None:
            fetched.append(media)
            await fetch(media, target, most)

        monkeypatch.setattr(talk.door, "fetch", count)
        await talk.text("/batdau Họp")
        await talk.voice("chờ có chỗ", AN)
        await talk.until(lambda: said(talk, about_recordings.RECORDING_NO_ROOM))
        looks = looks_for_room(talk)
        await talk.until(lambda: len(looks) > 3)
        assert not fetched  # nothing is downloaded for nothing
        talk.office.audio.left_free = 0
        await talk.hears(1)
        assert len(fetched) == 1


async def test_a_recording_deleted_while_it_waits_does_not_keep_the_warning_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.post.fetching.ROOM_REST", 0.1)
    async with talking(tmp_path) as talk:
        talk.settle = talk.office.post.settle
        await talk.text("/batdau Họp")
        talk.office.audio.left_free = 10**18
        await talk.voice("một", AN)
        await talk.until(lambda: said(talk, about_recordings.RECORDING_NO_ROOM))
        await talk.text("/sua 1 Người gõ thay")
        await talk.until(lambda: said(talk, about_recordings.RECORDING_ROOM_AGAIN))


async def test_a_script_does_not_wait_for_room(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        talk.office.jobs.patient = False
        talk.office.audio.left_free = 10**18
        await talk.text("/batdau Họp")
        card = await talk.voice("lời")
        assert "Máy chủ không còn chỗ trên đĩa" in talk.door.shown[card].text


# --- the folder ----------------------------------------------------------------------------------


def test_a_kept_recording_and_its_name_are_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    fsync, replace = os.fsync, os.replace

    def synced(handle: int) -> None:
        fsync(handle)
        done.append(Path(os.readlink(f"/proc/self/fd/{handle}")).name)

    def replaced(source: Path, target: Path) -> None:
        replace(source, target)
        done.append("replace")

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", replaced)
    audio = AudioFolder(tmp_path / "audio")
    with audio.incoming() as file:
        file.write_bytes(b"words")
        kept = audio.keep(file, "ghi-am.ogg")
    assert done == [file.name, "audio", "replace", kept.split("/")[0]]
    assert audio.path(kept).read_bytes() == b"words"


@pytest.mark.parametrize("call", ["mkstemp", "replace"])
def test_a_folder_that_may_not_be_written_is_no_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(
        f"bot.store.audio.{'tempfile' if call == 'mkstemp' else 'os'}.{call}", refused
    )
    audio = AudioFolder(tmp_path / "audio")
    with pytest.raises(NoRoom, match="Permission denied"), audio.incoming() as file:
        audio.keep(file)


async def test_a_local_file_that_finds_no_room_is_not_refused(tmp_path: Path) -> None:
    async def settle() -> None: ...

    (tmp_path / "noi.ogg").write_bytes(b"words" * 10_000)
    door = LocalDoor(Screen(), settle)
    media = Media(MediaKind.SOUND, str(tmp_path / "noi.ogg"))
    with pytest.raises(OSError, match="No space left"):
        await door.fetch(media, Path("/dev/full"), MB)
