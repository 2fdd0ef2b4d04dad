"""The people of the story, and the old house that answers them."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sound import Ear
from tests.chat.bot_api import BotApi
from tests.chat.telegram_chats import Json, Room
from tests.chat.telegram_house import answer, eventually, labels, running

from bot.office import DATABASE, Office

DATA = Path("/tmp/bien-ban-e75314b/data")  # where the folder lay when it was made


class People:
    """Who is there, and what they do; every button that the bot shows is noted."""

    def __init__(self, api: BotApi) -> None:
        self.api = api
        self.ear = Ear()
        self.office: Office
        self.buttons: dict[tuple[int, int, str], Json] = {}
        self.here = api.room("supergroup", "UBND xã Tân Phước")
        self.forum = api.room("supergroup", "Ban Quản lý dự án", is_forum=True)
        self.ha, self.an = api.person("Lê Thị", "Hà"), api.person("Nguyễn Văn", "An")
        self.binh, self.chi = api.person("Trần Văn", "Bình"), api.person("Phạm Thị", "Chi")
        self.alone = {who["id"]: self._private(who) for who in (self.ha, self.an, self.binh)}

    def _private(self, who: Json) -> Room:
        title = f"{who['first_name']} {who['last_name']}"
        room = self.api.rooms[who["id"]] = Room(who["id"], "private", title)
        return room

    def note_buttons(self) -> None:
        for room, messages in self.api.messages.items():
            for number, message in messages.items():
                for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                    for button in row:
                        key = (room, number, button.get("callback_data", ""))
                        text = message.get("text", message.get("caption", ""))
                        self.buttons.setdefault(
                            key, {"label": button["text"], "about": text.split("\n")[0][:80]}
                        )

    async def done(self) -> None:
        await self.office.settle()
        self.note_buttons()

    async def types(
        self, text: str, who: Json | None = None, room: Room | None = None, **more: Any
    ) -> Json:
        """What is typed; the message."""
        message = self.api.text(room or self.here, who or self.ha, text, **more)
        key = self.api.updates[-1]["update_id"]
        await eventually(lambda: handled(key))
        await self.done()
        return message

    async def sends(self, data: bytes, who: Json, words: str = "", *doubts: str) -> Json:
        """A voice note; its card. words: what the engine hears in it; empty: the real one's."""
        if words:
            self.ear.script[data] = words, doubts
        return await self.card(self.api.voice(self.here, who, data, 2))

    async def card(self, sent: Json) -> Json:
        shown = await answer(self.api, sent)
        await self.done()
        return shown

    async def taps(self, label: str, who: Json | None = None, room: Room | None = None) -> Json:
        """Taps the last button of that name; its message."""
        room = room or self.here
        found = [m for m in self.api.sent(room) if any(x.endswith(label) for x in labels(m))]
        assert found, (
            f"no button {label}: {self.api.sent(room)[-1]}, {self.api.sent(self.here)[-2:]}"
        )
        whole = next(x for x in labels(found[-1]) if x.endswith(label))
        self.api.tap(found[-1], whole, who or self.ha)
        key = self.api.updates[-1]["update_id"]
        await eventually(lambda: handled(key))
        await self.done()
        return found[-1]

    def last(self, words: str, room: Room | None = None) -> Json:
        return [m for m in self.api.sent(room or self.here) if words in m.get("text", "")][-1]


def handled(key: int) -> bool:
    with contextlib.closing(sqlite3.connect(DATA / DATABASE)) as db:
        row = db.execute("SELECT handled_at FROM inbox WHERE key = ?", [str(key)]).fetchone()
    return row is not None and row[0] is not None


def kept(key: int) -> bool:
    with contextlib.closing(sqlite3.connect(DATA / DATABASE)) as db:
        return db.execute("SELECT 1 FROM inbox WHERE key = ?", [str(key)]).fetchone() is not None


@asynccontextmanager
async def house(people: People, data: Path = DATA, **given: Any) -> AsyncIterator[Office]:
    settings = {"max_messages_a_minute": 10_000, "_env_file": None, **given}
    async with running(people.api, data, people.ear, **settings) as office:  # type: ignore[arg-type]
        people.office = office
        yield office
