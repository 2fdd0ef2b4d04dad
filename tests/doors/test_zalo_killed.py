"""``python -m bot`` at Zalo, killed with what it has recorded not acknowledged yet."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from bot.store.folder import DATABASE
from tests.doors.test_process import process
from tests.doors.zalo_house import TOKEN, hears
from tests.doors.zalo_server import Fault, ZaloServer
from tests.waiting import PATIENCE, eventually


def recorded(folder: Path) -> int:
    with contextlib.closing(sqlite3.connect(folder / "data" / DATABASE, timeout=PATIENCE)) as db:
        return int(db.execute("SELECT count(*) FROM lines").fetchone()[0])


async def test_signs_survive_a_kill(tmp_path: Path) -> None:
    async with ZaloServer(TOKEN) as zalo:
        an = zalo.person("Nguyễn Văn An")
        settings = {
            "ZALO_BOT_TOKEN": TOKEN,
            "ZALO_API_BASE": zalo.base,
            "DATA_DIR": str(tmp_path / "data"),
            "SOFFICE": "off",
        }
        zalo.text(an, "/batdau Họp giao ban")
        async with process(tmp_path, **settings) as bot:
            await hears(zalo, an, "Đã mở cuộc họp số 1")
            for words in ("Câu một", "Câu hai", "Câu ba"):
                zalo.text(an, words)
            await eventually(lambda: recorded(tmp_path) == 3)
            bot.process.kill()
            await bot.ended()
        assert "✓" not in str(zalo.said)
        zalo.faults["sendMessage"].append(Fault(done=True))  # said, and then it is killed again
        async with process(tmp_path, **settings) as bot:
            await hears(zalo, an, "✓ #1–#3")
            bot.process.kill()
            await bot.ended()
        zalo.text(an, "Câu bốn")
        async with process(tmp_path, **settings):
            await hears(zalo, an, "✓ #4")
        signs = [text for text in zalo.said_to(an) if text.startswith("✓")]
        assert signs in (["✓ #1–#3", "✓ #1–#3", "✓ #4"], ["✓ #1–#3", "✓ #4"]), signs
        assert recorded(tmp_path) == 4
