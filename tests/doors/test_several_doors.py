"""Several doors of one house at once: none waits for another, none goes down with another."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from bot import counts
from bot.doors.local.screen import Screen
from bot.doors.local.terminal import TerminalDoor
from bot.doors.port import Chat, Door, Say
from bot.doors.telegram import TelegramDoor
from bot.errors import SettingsError, TryLater
from bot.messages import help as about_help
from bot.office import Office
from bot.settings import load_settings
from bot.watch import watching
from foundation.trust import trusted
from tests.dialogs.talking import AN, Ear, ListDoor, Talk
from tests.doors.bot_api import BotApi
from tests.doors.telegram_chats import Json, Room
from tests.doors.telegram_house import TOKEN, answer, eventually, opened
from tests.reading import record_of
from tests.waiting import PATIENCE

UNKNOWN = "7000:AAF-khong_ai_biet_ma_nay"


@pytest.fixture(autouse=True)
def _all_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "bot")


class Breaks(ListDoor):
    """A door with a mistake of ours in it."""

    def __init__(self, name: str = "list", error: Exception | None = None) -> None:
        super().__init__(name)
        self.now = asyncio.Event()
        self.error = error or ZeroDivisionError("một lời đã nói")

    async def run(self, receive: object) -> None:
        await self.now.wait()
        raise self.error


class Ends(ListDoor):
    """A door at which nobody comes any more."""

    def __init__(self, name: str = "list") -> None:
        super().__init__(name)
        self.now = asyncio.Event()

    async def run(self, receive: object) -> None:
        await self.now.wait()


def telegram(api: BotApi, token: str = TOKEN) -> TelegramDoor:
    return TelegramDoor(token, api.base, about_help.MENU, poll_timeout=timedelta(seconds=2))


def house(data: Path) -> Office:
    settings = load_settings(data_dir=data, soffice="off")
    return Office(settings, recognizer=Ear())  # type: ignore[arg-type]


@asynccontextmanager
async def serving(office: Office, *doors: Door) -> AsyncIterator[Office]:
    running = asyncio.create_task(office.run(*doors))
    try:
        await eventually(lambda: len(office.doors) + len(office.doors.ended) == len(doors))
        yield office
        assert not running.done(), "the bot ended by itself"
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def health(office: Office) -> tuple[int, Json]:
    """What /healthz/ready says of the doors."""
    async with (
        watching(office.watch, ("127.0.0.1", 0)) as port,
        httpx.AsyncClient(verify=trusted()) as client,
    ):
        answered = await client.get(f"http://127.0.0.1:{port}/healthz/ready")
        checks = answered.json()["checks"]
        return answered.status_code, {k: v for k, v in checks.items() if k.startswith("door ")}


def failures() -> float:
    return counts.REGISTRY.get_sample_value("bienban_errors_total", {"kind": "door"}) or 0.0


async def test_a_door_that_fails_at_the_start_ends_no_other(
    api: BotApi, data: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = failures()
    door = ListDoor()
    async with serving(house(data), telegram(api, UNKNOWN), door) as office:
        talk = Talk(office, door)
        assert (await talk.text("/batdau Họp giao ban"))[0].startswith("Đã mở cuộc họp")
        await eventually(lambda: office.doors.ended)
        assert list(office.doors) == ["list"]
        await talk.text("Vẫn ghi được")
        assert [text for _, _, text, _ in talk.lines()] == ["Vẫn ghi được"]
        status, doors = await health(office)
    assert status == 503
    assert doors["door list"] == {"ok": True, "says": "open"}
    assert doors["door telegram"]["ok"] is False
    assert doors["door telegram"]["says"].startswith(
        "has failed (SettingsError: TELEGRAM_BOT_TOKEN:"
    )
    (told,) = [r for r in caplog.records if r.name == "bot.doors.opened"]
    assert told.levelno == logging.ERROR
    assert told.getMessage().startswith("door telegram has failed: SettingsError: TELEGRAM_BOT")
    assert UNKNOWN not in told.getMessage() + doors["door telegram"]["says"]
    assert failures() == before + 1


async def test_a_terminal_whose_input_ends_leaves_the_others_open(
    api: BotApi, data: Path, group: Room, an: Json
) -> None:
    out, before = io.StringIO(), failures()
    office = house(data)
    typed = io.StringIO("/batdau Họp trong phòng\nXin chào\n")
    terminal = TerminalDoor(Screen(out), office.settle, lines=typed)
    async with serving(office, terminal, telegram(api)):
        await eventually(lambda: office.doors.ended)
        assert "Đã mở cuộc họp số 1: Họp trong phòng" in out.getvalue()
        await opened(api, group, an)
        assert await answer(api, api.text(group, an, "/trogiup"))
        status, doors = await health(office)
        assert (status, doors) == (
            200,
            {
                "door telegram": {"ok": True, "says": "open"},
                "door terminal": {"ok": True, "says": "has ended"},
            },
        )
        shown = out.getvalue()
        await office.on_store.commit(office.store.outbox.put, 1, [Say("Để lần sau")])
        office.post.wake()
        assert await answer(api, api.text(group, an, "/trogiup"))
        await office.settle()  # what waits behind a closed door is not waited for
        assert out.getvalue() == shown
    assert failures() == before
    office = house(data)
    again = TerminalDoor(Screen(out), office.settle, lines=io.StringIO("/trogiup\n"))
    await asyncio.wait_for(office.run(again), PATIENCE)
    assert "Để lần sau" in out.getvalue()


async def test_a_bug_in_one_door_ends_no_other_and_loses_no_answer(
    api: BotApi, data: Path, group: Room, an: Json, caplog: pytest.LogCaptureFixture
) -> None:
    door, before = Breaks(), failures()

    async def away(chat: Chat, say: Say) -> str:
        raise TryLater("away", 0.05)

    async with serving(house(data), door, telegram(api)) as office:
        talk = Talk(office, door)
        await talk.text("/batdau Họp")
        door.say = away  # type: ignore[method-assign,assignment]
        talk.settle = _nothing
        await talk.text("/trogiup")  # its answer is being tried when the door breaks
        await eventually(lambda: _retried(caplog))
        door.now.set()
        await eventually(lambda: office.doors.ended)
        await opened(api, group, an)
        assert await answer(api, api.text(group, an, "/trogiup"))
        status, doors = await health(office)
        await office.settle()
    assert (status, doors["door list"]) == (
        503,
        {"ok": False, "says": "has failed (ZeroDivisionError)"},
    )
    assert doors["door telegram"]["ok"] is True
    (told,) = [r for r in caplog.records if r.name == "bot.doors.opened"]
    assert told.getMessage() == "door list has failed: ZeroDivisionError"
    assert told.exc_info, "a mistake of ours has its places in the log"
    assert failures() == before + 1
    mended = ListDoor()
    async with serving(house(data), mended) as office:
        await office.settle()
    (said,) = mended.shown.values()
    assert said.text.startswith("Tôi ghi biên bản")


def _retried(caplog: pytest.LogCaptureFixture) -> bool:
    return any("waits 0.1 s: TryLater" in r.getMessage() for r in caplog.records)


async def _nothing() -> None: ...


async def test_where_all_doors_fail_the_first_error_ends_the_house(data: Path) -> None:
    office = house(data)
    first, second = Breaks("one", SettingsError("ONE: is wrong")), Breaks("two")
    running = asyncio.create_task(office.run(first, second))
    first.now.set()
    await eventually(lambda: list(office.doors) == ["two"])
    assert await Talk(office, second).text("/trogiup"), "the house goes on"
    second.now.set()
    with pytest.raises(SettingsError, match=r"^ONE: is wrong$"):
        await asyncio.wait_for(running, PATIENCE)


async def test_it_ends_when_nobody_is_left_at_any_door(data: Path) -> None:
    office, first, second = house(data), Ends("one"), Ends("two")
    running = asyncio.create_task(office.run(first, second))
    first.now.set()
    await eventually(lambda: list(office.doors) == ["two"])
    assert await Talk(office, second).text("/trogiup"), "the house goes on"
    second.now.set()
    await asyncio.wait_for(running, PATIENCE)


@pytest.mark.parametrize("failed_last", [True, False])
async def test_the_last_door_decides_how_it_ends(data: Path, failed_last: bool) -> None:
    office, ends, breaks = house(data), Ends("ends"), Breaks("breaks", SettingsError("X: y"))
    order = [ends, breaks] if failed_last else [breaks, ends]
    running = asyncio.create_task(office.run(ends, breaks))
    for door in order:
        door.now.set()
        await eventually(lambda name=door.name: name in office.doors.ended)  # type: ignore[misc]
    async with asyncio.timeout(PATIENCE):
        await asyncio.wait({running})
    error = running.exception()
    assert str(error) == "X: y" if failed_last else error is None


async def test_two_doors_of_one_name_are_a_mistake(data: Path) -> None:
    with pytest.raises(ValueError, match="two doors are called list"):
        await house(data).run(ListDoor(), ListDoor())


async def test_two_doors_are_served_at_the_same_time(
    api: BotApi, data: Path, group: Room, an: Json
) -> None:
    """The same meeting is held behind both, a line here and a line there, and none goes astray."""
    door, count = ListDoor(), 40
    async with serving(house(data), door, telegram(api)) as office:
        talk = Talk(office, door)
        await asyncio.gather(opened(api, group, an), talk.text("/batdau Họp giao ban"))
        talk.settle = _nothing

        async def here() -> None:
            for number in range(count):
                await talk.text(f"Ở đây, ý thứ {number}", AN)

        async def there() -> None:
            for number in range(count):
                api.text(group, an, f"Ở kia, ý thứ {number}")
                await asyncio.sleep(0)

        await asyncio.gather(here(), there())
        await eventually(lambda: len(door.acknowledged) == count)
        await eventually(lambda: len(api.reactions) == count)
        await office.settle()
        record = record_of(office)
        meetings = [record.meetings.get(number) for number in (1, 2)]
        by_door = {
            record.chats.get(meeting.chat_id).door: [
                line.text for line in record.lines.of_meeting(meeting.id)
            ]
            for meeting in meetings
            if meeting
        }
        assert by_door == {
            "list": [f"Ở đây, ý thứ {number}" for number in range(count)],
            "telegram": [f"Ở kia, ý thứ {number}" for number in range(count)],
        }
        assert sorted(door.acknowledged.values()) == list(range(1, count + 1))
        (only,) = door.shown.values()
        assert only.text.startswith("Đã mở cuộc họp")
        assert await answer(api, api.text(group, an, "/trogiup"))
