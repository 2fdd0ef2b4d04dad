"""The house with its Telegram door, run in the event loop of a test."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from bot.conversation import menus
from bot.doors.telegram import TelegramDoor
from bot.messages import phrases
from bot.office import DATABASE, Office
from bot.settings import load_settings
from tests.doors.bot_api import BotApi
from tests.doors.telegram_chats import Json, Room
from tests.records import begin
from tests.waiting import eventually
from transcribe import Transcriber

TOKEN = "7000:AAF-mot_ma_that-bi_mat"


@asynccontextmanager
async def running(
    api: BotApi, data: Path, transcriber: Transcriber | None = None, **given: object
) -> AsyncIterator[Office]:
    """The bot, as ``python -m bot`` puts it together, until the block ends.

    Args:
        transcriber: one that has loaded its model already; None: the house's own.
        given: settings.
    """
    begin(data)
    settings = load_settings(
        data_dir=data,
        telegram_bot_token=TOKEN,
        telegram_api_base=api.base,
        **{"soffice": "off", **given},
    )
    office = Office(settings, recognizer=transcriber)
    door = TelegramDoor(
        TOKEN,
        api.base,
        menus.MENUS["group"],
        menus=menus.MENUS,
        poll_timeout=timedelta(seconds=2),
    )
    task = asyncio.create_task(office.run(door))
    try:
        yield office
        assert not task.done(), "the bot ended by itself"
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def answer(api: BotApi, message: Json) -> Json:
    """The bot's first message that answers this one."""
    return (await eventually(lambda: api.replies_to(message)))[0]


async def opened(api: BotApi, room: Room, who: Json, topic: int | None = None) -> Json:
    """Open a meeting; the bot's answer."""
    said = await answer(api, api.text(room, who, "/batdau Họp giao ban tháng 11", topic=topic))
    assert "Họp giao ban tháng 11" in said["text"]
    return said


async def finished(api: BotApi, note: Json) -> Json:
    """The card of a voice note, once its recording is transcribed or given up."""
    card = await answer(api, note)
    await eventually(lambda: phrases.WAITING not in card["text"])
    return card


async def whole_text(api: BotApi, brief: Json, who: Json) -> str:
    """The text of a draft, by the button under what was said of it in a group."""
    before = len(api.replies_to(brief))
    api.tap(brief, "Toàn văn", who)
    found = await eventually(lambda: api.replies_to(brief)[before:])
    return str(found[0]["text"])


async def lines(api: BotApi, room: Room, who: Json, topic: int | None = None) -> str:
    """What /dong shows."""
    text = (await answer(api, api.text(room, who, "/dong", topic=topic)))["text"]
    assert isinstance(text, str)
    return text


def labels(message: Json) -> list[str]:
    """The buttons under a message."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


def on_disk(data: Path, update_id: int) -> bool:
    """Whether an update is in the inbox, seen from outside of the bot."""
    with contextlib.closing(sqlite3.connect(data / DATABASE)) as db:
        row = db.execute("SELECT 1 FROM inbox WHERE key = ?", [str(update_id)]).fetchone()
    return row is not None
