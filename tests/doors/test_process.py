"""``python -m bot`` as IT starts and stops it: another process, at a Bot API server."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sqlite3
import sys
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from bot.office import DATABASE
from tests.doors.bot_api import BotApi, Fault
from tests.doors.sounds import THREE, said_in, three_minutes
from tests.doors.telegram_chats import Json, Room
from tests.doors.telegram_house import TOKEN, answer, opened
from tests.ports import reserved_port
from tests.waiting import PATIENCE, eventually

FOR_EVER = 3600.0  # seconds: longer than any test waits


@dataclass
class Run:
    process: asyncio.subprocess.Process
    mark: str  #: in the environment of the process and of all that it started
    written: Path  #: its stdout and stderr, each a file
    home: Path  #: and in the environment of what runs behind walls, which knows no mark

    @property
    def stdout(self) -> str:
        """What it has written so far."""
        return (self.written / "stdout").read_text(encoding="utf-8")

    @property
    def stderr(self) -> str:
        return (self.written / "stderr").read_text(encoding="utf-8")

    async def ended(self) -> int:
        """Its exit status."""
        return await asyncio.wait_for(self.process.wait(), PATIENCE)

    def others(self) -> list[str]:
        """The command lines of the processes that it started and that still live."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):  # it has ended meanwhile, or is not ours
                if int(folder.name) == self.process.pid:
                    continue
                environment = (folder / "environ").read_bytes()
                if self.mark.encode() in environment or bytes(self.home) in environment:
                    command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                    found.append(command)
        return found


@asynccontextmanager
async def process(folder: Path, **settings: str) -> AsyncIterator[Run]:
    """``python -m bot`` with these settings and no others; killed if it outlives the block."""
    kept = {"PATH", "LANG", "LD_LIBRARY_PATH", "WHISPER_CACHE"}
    environment = {name: value for name, value in os.environ.items() if name in kept}
    mark = uuid.uuid4().hex
    written = folder / "written" / mark
    written.mkdir(parents=True)
    with (written / "stdout").open("wb") as stdout, (written / "stderr").open("wb") as stderr:
        run = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot"),
            cwd=folder,
            env={**environment, "HOME": str(folder), "MARK": mark, "WEB_LISTEN": "", **settings},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
        )
    try:
        yield Run(run, mark, written, folder)
    finally:
        if run.returncode is None:
            run.kill()
            await run.wait()


def at(api: BotApi, folder: Path, **more: str) -> dict[str, str]:
    where = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE": api.base}
    return {**where, "DATA_DIR": str(folder / "data"), **more}


async def test_it_answers_what_came_before_its_start_and_ends_when_told_to(
    api: BotApi, tmp_path: Path, group: Room, an: Json
) -> None:
    asked = api.text(group, an, "/trogiup")
    async with process(tmp_path, **at(api, tmp_path)) as bot:
        await answer(api, asked)
        bot.process.send_signal(signal.SIGTERM)
        assert await bot.ended() == 0
    assert "Traceback" not in bot.stderr
    assert TOKEN not in bot.stderr


async def test_killed_with_work_in_hand_it_goes_on_at_the_next_start(
    api: BotApi, tmp_path: Path, group: Room, an: Json, note: bytes
) -> None:
    settings = at(api, tmp_path, WHISPER_THREADS="1")
    async with process(tmp_path, **settings) as bot:
        await opened(api, group, an)
        api.down.add("getFile")
        voiced = api.voice(group, an, note, 3)
        card = await answer(api, voiced)
        await eventually(lambda: api.called("getFile"))
        await eventually(lambda: cards(tmp_path))  # killed before, it would send another one
        bot.process.kill()
        await bot.ended()
    api.down.clear()
    late = api.text(group, an, "/trogiup")
    async with process(tmp_path, **settings) as bot:
        await eventually(lambda: said_in(card["text"]))
        assert await answer(api, late)
    assert len(api.replies_to(voiced)) == 1


async def test_stopped_and_killed_in_the_middle_of_a_long_recording_it_doubles_and_loses_nothing(
    api: BotApi, tmp_path: Path, group: Room, an: Json, binh: Json, note: bytes
) -> None:
    settings = at(api, tmp_path, WHISPER_THREADS="1")
    async with process(tmp_path, **settings) as bot:
        await opened(api, group, an)
        forwarded = api.voice(group, an, three_minutes(tmp_path), 177)
        card = await answer(api, forwarded)
        await eventually(lambda: parts(tmp_path))
        bot.process.send_signal(signal.SIGTERM)
        assert await bot.ended() == 0
        await eventually(lambda: bot.others() == [])
    stopped = parts(tmp_path)
    with contextlib.closing(sqlite3.connect(tmp_path / "data" / DATABASE)) as db:
        waits = db.execute("SELECT count(*) FROM lines WHERE state = 'waiting'").fetchone()
    assert waits == (1,)
    async with process(tmp_path, **settings) as bot:
        await eventually(lambda: len(parts(tmp_path)) > len(stopped))
        bot.process.kill()
        await bot.ended()
    begun = parts(tmp_path)
    assert begun[: len(stopped)] == stopped
    async with process(tmp_path, **settings) as bot:
        short = api.voice(group, binh, note, 3)
        said = await answer(api, short)
        await eventually(lambda: said_in(said["text"]))
        await eventually(lambda: "đã chép xong 3 phút" in card["text"])
    heard = parts(tmp_path)
    assert 0 < len(stopped) < len(begun) < len(heard)
    assert heard[: len(begun)] == begun
    ends = [0.0, *(end for _, end, _ in heard)]
    assert all(before <= start < end for before, (start, end, _) in zip(ends, heard, strict=False))
    whole = " ".join(text for *_, text in heard)
    assert [said_in(whole, name) for name in THREE] == [3, 3, 3], whole
    assert len(api.replies_to(forwarded)) == 1


def cards(folder: Path) -> list[tuple[str]]:
    """The messages that the bot knows as its cards, seen from outside of the bot."""
    with contextlib.closing(sqlite3.connect(folder / "data" / DATABASE)) as db:
        return db.execute("SELECT message_id FROM messages WHERE role = 'card'").fetchall()


def parts(folder: Path) -> list[tuple[float, float, str]]:
    """Start, end and text of the lines of a long recording, seen from outside of the bot."""
    with contextlib.closing(sqlite3.connect(folder / "data" / DATABASE)) as db:
        return db.execute(
            "SELECT starts, ends, text FROM lines WHERE part_of IS NOT NULL ORDER BY starts"
        ).fetchall()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_ends_soon_also_while_telegram_makes_it_wait(
    api: BotApi, tmp_path: Path, group: Room, an: Json, number: signal.Signals
) -> None:
    async with process(tmp_path, **at(api, tmp_path)) as bot:
        asked = api.text(group, an, "/trogiup")
        await answer(api, asked)
        api.faults["getUpdates"].append(Fault(429, retry_after=int(FOR_EVER)))
        api.text(group, an, "/dong")
        await eventually(lambda: [c for c in api.called("getUpdates") if c.refused])
        bot.process.send_signal(number)
        assert await bot.ended() == 0


async def test_it_ends_soon_also_where_telegram_cannot_be_reached(
    api: BotApi, tmp_path: Path
) -> None:
    api.down.add("getMe")
    async with process(tmp_path, **at(api, tmp_path)) as bot:
        await eventually(lambda: len(api.called("getMe")) >= 2)
        bot.process.send_signal(signal.SIGTERM)
        assert await bot.ended() == 0
    assert TOKEN not in bot.stderr


async def test_the_log_never_shows_the_token(
    api: BotApi, tmp_path: Path, group: Room, an: Json
) -> None:
    api.faults["sendMessage"].extend([Fault(500), Fault(), Fault(429, retry_after=0)])
    api.faults["getUpdates"].extend([Fault(), Fault(500)])
    async with process(tmp_path, **at(api, tmp_path, LOG_LEVEL="DEBUG")) as bot:
        await answer(api, api.text(group, an, "/trogiup"))
        bot.process.send_signal(signal.SIGTERM)
        assert await bot.ended() == 0
    assert bot.stderr.count("\n") > 5
    assert TOKEN not in bot.stderr
    assert TOKEN.partition(":")[2] not in bot.stderr


SAID = ("Zyxho", "Zyxten", "Zyxnhom", "Zyxcuochop", "Zyxloinoi", "Zyxchuthich", "Zyxtep")


@pytest.mark.parametrize("level", ["INFO", "DEBUG"])
async def test_neither_secrets_nor_words_come_out_whatever_goes_wrong(
    api: BotApi, tmp_path: Path, note: bytes, level: str
) -> None:
    room, who = api.room("group", "Zyxnhom"), api.person("Zyxho", "Zyxten")
    api.faults["getMe"].append(Fault(502))
    api.faults["setMyCommands"].append(Fault(400))
    api.faults["getUpdates"].append(Fault())
    api.faults["sendMessage"].extend([Fault(500), Fault(429, retry_after=0), Fault(400)])
    api.faults["getFile"].append(Fault())
    api.faults["file"].append(Fault(500))
    base = api.base.replace("http://", "http://an:Zyxmatkhau@")
    settings = at(api, tmp_path, LOG_LEVEL=level, LOG_FORMAT="json", TELEGRAM_API_BASE=base)
    async with process(tmp_path, **settings, SOFFICE="off") as bot:
        api.text(room, who, "/batdau Zyxcuochop")
        api.text(room, who, "KL: Zyxloinoi")
        api.voice(room, who, note, 3)
        api.photo(room, who, b"x", "Zyxchuthich")
        api.document(room, who, "Zyxtep.zyx", "audio/ogg", b"Zyxloinoi")
        api.post({"message": {"message_id": 5, "text": "Zyxloinoi"}})
        asked = api.text(room, who, "/baocao")
        last = api.text(room, who, "/dong")
        await eventually(lambda: api.replies_to(last) and api.replies_to(asked))
        bot.process.send_signal(signal.SIGTERM)
        assert await bot.ended() == 0
    rows = [json.loads(row) for row in bot.stderr.splitlines()]
    assert any(row.get("update") == str(api.updates[1]["update_id"]) for row in rows)
    secrets = [TOKEN, quote(TOKEN, safe=""), TOKEN.partition(":")[2], "Zyxmatkhau"]
    everything = bot.stdout + bot.stderr
    for file in (tmp_path / "data").rglob("*"):
        everything += file.read_bytes().decode(errors="ignore") if file.is_file() else file.name
    assert [secret for secret in secrets if secret in everything] == []
    if level == "INFO":
        assert [word for word in SAID if word.lower() in bot.stderr.lower()] == []


async def test_what_it_starts_does_not_know_the_token(
    api: BotApi, tmp_path: Path, group: Room, an: Json
) -> None:
    program = office_program(tmp_path, 'env > "$HOME/seen"; sleep 600')
    async with process(tmp_path, **at(api, tmp_path), SOFFICE=str(program)) as bot:
        await drafted(api, group, an)
        seen = await eventually(lambda: environment_in(tmp_path))
        children = [path.read_bytes() for path in children_environments(bot)]
        bot.process.send_signal(signal.SIGTERM)
        assert await bot.ended() == 0
    assert "TELEGRAM" not in seen
    assert all(b"TELEGRAM" not in environment for environment in children)
    assert TOKEN not in bot.stderr


def environment_in(folder: Path) -> str:
    """What the program has written of its environment, in its own folder; empty: not yet."""
    for file in folder.rglob("seen"):
        if "HOME=" in (found := file.read_text()):
            return found
    return ""


def children_environments(bot: Run) -> list[Path]:
    own = bot.process.pid
    found = Path(f"/proc/{own}/task/{own}/children").read_text().split()
    return [Path(f"/proc/{pid}/environ") for pid in found]


def office_program(folder: Path, script: str) -> Path:
    """A program that stands for LibreOffice."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return program


async def drafted(api: BotApi, room: Room, who: Json) -> None:
    """Have a draft made, whose PDF is wanted then."""
    await opened(api, room, who)
    api.text(room, who, "KL: Thống nhất.")
    await answer(api, api.text(room, who, "/baocao"))


@pytest.mark.parametrize("numbers", [[signal.SIGTERM], [signal.SIGTERM, signal.SIGTERM]])
async def test_libre_office_and_its_children_end_with_the_bot(
    api: BotApi, tmp_path: Path, group: Room, an: Json, numbers: list[signal.Signals]
) -> None:
    program = office_program(tmp_path, "sleep 600 & sleep 600")
    async with process(tmp_path, **at(api, tmp_path), SOFFICE=str(program)) as bot:
        await drafted(api, group, an)
        await eventually(lambda: sum("sleep 600" in other for other in bot.others()) >= 2)
        for number in numbers:
            bot.process.send_signal(number)
        assert await bot.ended() in (0, 128 + signal.SIGTERM)
        await eventually(lambda: bot.others() == [])
    with contextlib.closing(sqlite3.connect(tmp_path / "data" / DATABASE)) as db:
        assert db.execute("SELECT to_print FROM documents").fetchall() == [(1,)]


async def test_what_is_being_said_is_said_to_its_end_and_the_rest_waits(
    api: BotApi, tmp_path: Path, group: Room, an: Json
) -> None:
    async with process(tmp_path, **at(api, tmp_path)) as bot:
        await opened(api, group, an)
        api.slow["sendMessage"] = 1.0
        asked = [api.text(group, an, "/trogiup") for _ in range(3)]
        await eventually(lambda: len(api.called("sendMessage")) == 2 and waiting(tmp_path) == 3)
        bot.process.send_signal(signal.SIGTERM)
        assert await bot.ended() == 0
        assert [len(api.replies_to(one)) for one in asked] == [1, 0, 0]
    api.slow.clear()
    async with process(tmp_path, **at(api, tmp_path)):
        await eventually(lambda: api.replies_to(asked[2]))
    assert [len(api.replies_to(one)) for one in asked] == [1, 1, 1]


def waiting(folder: Path) -> int:
    """How many answers wait."""
    with contextlib.closing(sqlite3.connect(folder / "data" / DATABASE)) as db:
        found = db.execute("SELECT count(*) FROM outbox WHERE sent_at IS NULL").fetchone()
        return int(found[0])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_second_signal_ends_it_at_once(
    api: BotApi, tmp_path: Path, group: Room, an: Json, number: signal.Signals
) -> None:
    async with process(tmp_path, **at(api, tmp_path)) as bot:
        await opened(api, group, an)
        api.slow["sendMessage"] = FOR_EVER
        api.text(group, an, "/trogiup")
        await eventually(lambda: len(api.called("sendMessage")) == 2)
        bot.process.send_signal(number)
        await eventually(lambda: "stopping" in bot.stderr)
        assert bot.process.returncode is None, "it did not wait for the message under way"
        bot.process.send_signal(number)
        assert await bot.ended() == 128 + number
    assert waiting(tmp_path) == 1


async def test_it_is_seen_from_outside(api: BotApi, tmp_path: Path, group: Room, an: Json) -> None:
    where = f"127.0.0.1:{reserved_port()}"
    api.down.add("getMe")
    async with process(tmp_path, **at(api, tmp_path, WATCH_LISTEN=where)) as bot:

        def status(path: str) -> int:
            with contextlib.suppress(httpx.TransportError):
                return httpx.get(f"http://{where}/healthz/{path}").status_code
            return 0

        while not await asyncio.to_thread(status, "live"):
            await asyncio.sleep(0.02)
        await eventually(lambda: api.called("getMe"))
        assert await asyncio.to_thread(status, "live") == 200
        assert await asyncio.to_thread(status, "ready") == 503
        api.down.clear()
        await answer(api, api.text(group, an, "/trogiup"))
        assert await asyncio.to_thread(status, "ready") == 200
        figures = await asyncio.to_thread(lambda: httpx.get(f"http://{where}/metrics").text)
        bot.process.send_signal(signal.SIGTERM)
        assert await bot.ended() == 0
    assert 'bienban_arrivals_total{kind="command"} 1.0' in figures
    assert "process_resident_memory_bytes" in figures
    assert "other machines" not in bot.stderr


async def test_a_wrong_token_is_named_in_one_line(api: BotApi, tmp_path: Path) -> None:
    wrong = "7000:AAF-sai_mat_roi"
    settings = {**at(api, tmp_path), "TELEGRAM_BOT_TOKEN": wrong}
    async with process(tmp_path, **settings) as bot:
        assert await bot.ended() == 2
    last = bot.stderr.strip().splitlines()[-1]
    assert last.startswith("TELEGRAM_BOT_TOKEN: ")
    assert "@BotFather" in last
    assert "Traceback" not in bot.stderr
    assert wrong not in bot.stderr


WRONG = [
    ("TELEGRAM_BOT_TOKEN", "7000:AAF mat khau"),
    ("TELEGRAM_API_BASE", "api.telegram.org"),
    ("TELEGRAM_WEBHOOK_URL", "bienban.example.vn"),
    ("TELEGRAM_WEBHOOK_LISTEN", "8443"),
    ("TEMPLATES_DIR", "khong-co"),
    ("TIMEZONE", "Hà Nội"),
    ("LOG_LEVEL", "LOUD"),
    ("DATA_DIR", "/proc/khong-ghi-duoc"),
    ("WHISPER_ENGINE", "siri"),
    ("WHISPER_MODEL", "./khong-co"),
    ("MAX_AUDIO_MINUTES", "-1"),
]


async def test_a_wrong_setting_is_named_in_one_line(api: BotApi, tmp_path: Path) -> None:
    found = await asyncio.gather(*(started_with(api, tmp_path, *one) for one in WRONG))
    assert [row for row in found if row] == []
    assert api.calls == []


async def started_with(api: BotApi, folder: Path, name: str, value: str) -> tuple[str, ...]:
    """What is not as it should be where a bot is started with a setting that is wrong."""
    async with process(folder, **{**at(api, folder), name: value}) as bot:
        status = await bot.ended()
        told = bot.stderr
    right = status == 2 and told.startswith(f"{name}: ") and told.count("\n") == 1
    return () if right and "mat khau" not in told else (name, value, str(status), told)
