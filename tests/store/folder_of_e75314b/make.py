"""How `folder.tar.xz`, `buttons.json` and `said.tar.xz` were made: with commit e75314b's house.

    git worktree add ../old e75314b && cd ../old
    PYTHONPATH=. python …/tests/store/folder_of_e75314b/make.py /tmp/made

Runs in a checkout of that commit and nowhere else: it imports that house, its Telegram door and
its Bot API server. The clock of the house stands on Monday, 23 November 2026, where the meetings
are made, and is the machine's own where the buttons are tapped.
"""

from __future__ import annotations

import asyncio
import io
import json
import shutil
import sys
import tarfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import clock
import replay
from bot.chat.telegram import TelegramDoor
from people import DATA, People, house
from recording import answers, kept_chats
from story import (
    desk,
    first_meeting,
    last_minute,
    line_work,
    papers,
    second_meeting,
    sign_off,
    small_meetings,
)
from tests.chat.bot_api import BotApi
from tests.chat.telegram_chats import Json
from tests.chat.telegram_house import TOKEN, eventually, labels

BEGAN = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 8 o'clock in Việt Nam


async def make(api: BotApi) -> People:
    clock.stand_at(BEGAN)
    TelegramDoor.most_a_minute = None  # nobody waits for a group to take more
    p = People(api)
    async with house(p):
        await small_meetings(p)
        await first_meeting(p)
        await line_work(p)
    clock.stand_at(BEGAN + timedelta(days=1, hours=1))
    async with house(p):
        await eventually(lambda: [m for m in api.sent(p.here) if "Xong 1" in labels(m)])
        await desk(p)
    async with house(p, soffice="auto"):
        await papers(p)
    async with house(p):
        await sign_off(p)
        card, waiting = await second_meeting(p)
        p.note_buttons()
        await last_minute(p, card, waiting)
    clock.stand_at(None)
    TelegramDoor.most_a_minute = 20
    return p


def shrink(data: Path) -> None:
    """Leave out what makes most of the bytes and is made again where it is asked for: pictures."""
    (data / ".lock").unlink(missing_ok=True)
    for picture in data.glob("documents/*/*.png"):
        picture.unlink()


async def main(out: Path) -> None:
    clock.put_in_place()
    shutil.rmtree(DATA.parent, ignore_errors=True)
    DATA.mkdir(parents=True)
    out.mkdir(parents=True, exist_ok=True)
    async with BotApi(TOKEN) as api:
        p = await make(api)
        shrink(DATA)
        chats = json.loads(json.dumps(kept_chats(p), default=str))
        with tarfile.open(out / "folder.tar.xz", "w:xz") as packed:
            packed.add(DATA, "data")
            put(packed, "chats.json", chats)
        caught_up, rows = await answers(p, chats, DATA)
    said = {row["no"]: row.pop("answer") for row in rows if "answer" in row}
    with tarfile.open(out / "said.tar.xz", "w:xz") as packed:
        put(packed, "said.json", {"caught_up": caught_up, "taps": said})
    for row in rows:
        row["toast"] = said[row["no"]]["toast"] if row["no"] in said else None
    text = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (out / "buttons.json").write_text(f"[\n{text}\n]\n", "utf-8")
    kinds: dict[str, list[bool]] = {}
    for row in rows:
        if row["toast"] is not None:
            old = row["toast"].startswith(replay.OLD_BUTTON)
            kinds.setdefault(row["data"].split(":")[0], []).append(not old)
    for kind, good in sorted(kinds.items()):
        print(f"{kind:12} {len(good):4} {sum(good):4}")


def put(packed: tarfile.TarFile, name: str, what: Json) -> None:
    data = json.dumps(what, ensure_ascii=False, indent=1).encode()
    entry = tarfile.TarInfo(name)
    entry.size = len(data)
    packed.addfile(entry, io.BytesIO(data))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
