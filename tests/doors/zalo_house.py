"""The house with its Zalo door, run in the event loop of a test."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.doors.port import Door
from bot.doors.zalo import ZaloDoor
from bot.office import Office
from bot.post import plain
from bot.post.plain import Links
from bot.settings import load_settings
from tests.dialogs.talking import Ear
from tests.doors.zalo_server import Human, ZaloServer
from tests.records import begin
from tests.waiting import eventually
from transcribe import Transcriber

TOKEN = "4500:AAzalo-mot_ma_that-bi_mat"
URL = "https://bienban.example.vn/zalo/cua-sau"
SECRET = "mot-bi-mat_123"


def door_at(zalo: ZaloServer, token: str = TOKEN, **given: object) -> ZaloDoor:
    about = {"poll_timeout": timedelta(seconds=2), "rest": 0.01, **given}
    return ZaloDoor(token, zalo.base, **about)  # type: ignore[arg-type]


@asynccontextmanager
async def running(
    zalo: ZaloServer,
    data: Path,
    *others: Door,
    ear: Ear | Transcriber | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    door: ZaloDoor | None = None,
    links: Links = plain.no_links,
    soffice: str = "off",
    **given: object,
) -> AsyncIterator[Office]:
    """The bot with its Zalo door until the block ends.

    Args:
        others: doors that are open too.
        links: where a file can be had that Zalo takes from nobody.
        soffice: as the setting.
        given: what else the Zalo door is made with.
    """
    begin(data)
    settings = load_settings(data_dir=data, soffice=soffice)
    hearing = ear or Ear()
    office = Office(settings, recognizer=hearing, now=now, links=links)  # type: ignore[arg-type]
    task = asyncio.create_task(office.run(door or door_at(zalo, **given), *others))
    try:
        yield office
        assert not task.done(), "the bot ended by itself"
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


@pytest.fixture
async def zalo(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ZaloServer]:
    """A Zalo server, at which what was recorded is acknowledged after a moment of silence."""
    monkeypatch.setattr(plain, "PAUSE", 0.05)
    async with ZaloServer(TOKEN) as server:
        yield server


@pytest.fixture
def an(zalo: ZaloServer) -> Human:
    return zalo.person("Nguyễn Văn An")


async def hears(zalo: ZaloServer, who: Human, words: str, count: int = 1) -> list[str]:
    """What was said to somebody, once so many messages of it have these words."""

    def found() -> list[str]:
        said = zalo.said_to(who)
        return said if sum(words in text for text in said) >= count else []

    return await eventually(found)


async def lines(office: Office, meeting: int = 1) -> list[tuple[int, str, str]]:
    """Number, speaker, text of the living lines."""
    found = await office.on_store(office.store.lines.of_meeting, meeting)
    return [(line.no, line.speaker.name, line.text) for line in found if not line.deleted]
