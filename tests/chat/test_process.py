"""``python -m bot`` as IT starts and stops it: another process, at a Bot API server."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sqlite3
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.office import DATABASE
from tests.chat.bot_api import BotApi, Fault
from tests.chat.sounds import three_minutes
from tests.chat.telegram_chats import Json, Room
from tests.chat.telegram_house import TOKEN, answer, eventually, opened

STARTED = 2.0  # seconds from the start of the process to its first answer
STOPPED = 5.0  # seconds that it may take to end


@dataclass
class Run:
    process: asyncio.subprocess.Process
    started: float
    stderr: str = ""

    async def ended(self, within: float = 20) -> int:
        """Its exit status; what it wrote to stderr is in ``stderr`` then."""
        _, said = await asyncio.wait_for(self.process.communicate(), within)
        self.stderr = said.decode()
        assert self.process.returncode is not None
        return self.process.returncode


@asynccontextmanager
async def process(folder: Path, **settings: str) -> AsyncIterator[Run]:
    """``python -m bot`` with these settings and no others; killed if it outlives the block."""
    kept = {"PATH", "LANG", "LD_LIBRARY_PATH", "WHISPER_CACHE"}
    environment = {name: value for name, value in os.environ.items() if name in kept}
    started = time.monotonic()
    run = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot"),
        cwd=folder,
        env={**environment, "HOME": str(folder), **settings},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield Run(run, started)
    finally:
        if run.returncode is None:
            run.kill()
            await run.communicate()


def at(api: BotApi, folder: Path, **more: str) -> dict[str, str]:
    where = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE": api.base}
    return {**where, "DATA_DIR": str(folder / "data"), **more}


async def test_it_answers_within_two_seconds_of_its_start_and_ends_when_told_to(
    api: BotApi, tmp_path: Path, group: Room, an: Json
) -> None:
    asked = api.text(group, an, "/trogiup")
    async with process(tmp_path, **at(api, tmp_path)) as bot:
        await answer(api, asked)
        took = time.monotonic() - bot.started
        bot.process.send_signal(signal.SIGTERM)
        assert await bot.ended(within=STOPPED) == 0
    assert "Traceback" not in bot.stderr
    assert TOKEN not in bot.stderr
    assert took < STARTED, f"the answer came {took:.2f} s after the start"


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
        bot.process.kill()
        await bot.ended()
    api.down.clear()
    late = api.text(group, an, "/trogiup")
    async with process(tmp_path, **settings) as bot:
        await eventually(lambda: "tương tự với người khác" in card["text"], within=60)
        assert await answer(api, late)
    assert len(api.replies_to(voiced)) == 1


async def test_killed_in_the_middle_of_a_long_recording_it_doubles_and_loses_nothing(
    api: BotApi, tmp_path: Path, group: Room, an: Json, binh: Json, note: bytes
) -> None:
    settings = at(api, tmp_path, WHISPER_THREADS="1")
    async with process(tmp_path, **settings) as bot:
        await opened(api, group, an)
        forwarded = api.voice(group, an, three_minutes(tmp_path), 177)
        card = await answer(api, forwarded)
        await eventually(lambda: parts(tmp_path), within=90)
        bot.process.kill()
        await bot.ended()
    begun = parts(tmp_path)
    async with process(tmp_path, **settings) as bot:
        short = api.voice(group, binh, note, 3)
        said = await answer(api, short)
        await eventually(lambda: "tương tự với người khác" in said["text"], within=90)
        await eventually(lambda: "đã chép xong 3 phút" in card["text"], within=180)
    heard = parts(tmp_path)
    assert 0 < len(begun) < len(heard)
    assert heard[: len(begun)] == begun
    ends = [0.0, *(end for _, end, _ in heard)]
    assert all(before <= start < end for before, (start, end, _) in zip(ends, heard, strict=False))
    whole = " ".join(text for *_, text in heard)
    assert whole.count("áp dụng") == 5, whole
    assert whole.count("thương mại") == 5, whole
    assert len(api.replies_to(forwarded)) == 1


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
        api.faults["getUpdates"].append(Fault(429, retry_after=60))
        api.text(group, an, "/dong")
        await eventually(lambda: [c for c in api.called("getUpdates") if c.refused])
        bot.process.send_signal(number)
        assert await bot.ended(within=STOPPED) == 0


async def test_it_ends_soon_also_where_telegram_cannot_be_reached(
    api: BotApi, tmp_path: Path
) -> None:
    api.down.add("getMe")
    async with process(tmp_path, **at(api, tmp_path)) as bot:
        await eventually(lambda: len(api.called("getMe")) >= 2)
        bot.process.send_signal(signal.SIGTERM)
        assert await bot.ended(within=STOPPED) == 0
    assert TOKEN not in bot.stderr


async def test_the_log_never_shows_the_token(
    api: BotApi, tmp_path: Path, group: Room, an: Json
) -> None:
    api.faults["sendMessage"].extend([Fault(500), Fault(429, retry_after=1), Fault()])
    api.faults["getUpdates"].extend([Fault(), Fault(500)])
    async with process(tmp_path, **at(api, tmp_path, LOG_LEVEL="DEBUG")) as bot:
        await answer(api, api.text(group, an, "/trogiup"))
        bot.process.send_signal(signal.SIGTERM)
        assert await bot.ended() == 0
    assert bot.stderr.count("\n") > 5
    assert TOKEN not in bot.stderr
    assert TOKEN.partition(":")[2] not in bot.stderr


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


@pytest.mark.parametrize(
    ("name", "value"),
    [
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
    ],
)
async def test_a_wrong_setting_is_named_in_one_line(
    api: BotApi, tmp_path: Path, name: str, value: str
) -> None:
    async with process(tmp_path, **{**at(api, tmp_path), name: value}) as bot:
        assert await bot.ended() == 2
    assert bot.stderr.startswith(f"{name}: ")
    assert bot.stderr.count("\n") == 1
    assert "mat khau" not in bot.stderr
    assert api.calls == []
