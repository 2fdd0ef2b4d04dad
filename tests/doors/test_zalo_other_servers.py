"""A Zalo Bot API server that answers otherwise than the one that the door was made by."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.doors.zalo import api as zalo_api
from bot.doors.zalo import door as zalo_door
from bot.doors.zalo import fetching
from bot.doors.zalo.addresses import Allowed
from bot.doors.zalo.api import Api, Unreachable
from bot.doors.zalo.fetching import download
from bot.errors import TryLater
from foundation.trust import trusted
from tests.doors.test_zalo import opened
from tests.doors.test_zalo_webhook import hooked
from tests.doors.zalo_house import TOKEN, URL, an, hears, lines, running, zalo
from tests.doors.zalo_server import Human, Odd, Sound, ZaloServer
from tests.waiting import eventually

__all__ = ["an", "zalo"]  # fixtures

WRONG = {"ok": False, "description": "Request timeout"}


async def test_that_there_is_nothing_is_said_in_many_ways(
    zalo: ZaloServer, an: Human, data: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """None of them is a trouble: the next poll comes soon."""
    caplog.set_level(logging.WARNING)
    idle = [
        Odd(status=408),
        Odd(b"<html>Request Timeout</html>", 408),
        Odd(WRONG),
        Odd({**WRONG, "error_code": 408}),
        Odd({**WRONG, "error_code": "408"}),
        Odd({**WRONG, "error_code": 400}, 400),
        Odd({"ok": True}),
        Odd({"ok": True, "result": None}),
        Odd({"ok": True, "result": []}),
        Odd({"ok": True, "result": {}}),
    ]
    zalo.odd["getUpdates"].extend(idle)
    async with running(zalo, data):
        await eventually(lambda: not zalo.odd["getUpdates"])
        await opened(zalo, an)
    assert [r.getMessage() for r in caplog.records if "polling" in r.getMessage()] == []


@pytest.mark.parametrize(
    "odd",
    [
        Odd(leads_to="https://example.vn/dang-nhap"),
        Odd(b"<html>Welcome to the hotel</html>"),
        Odd(b"\xff\xfe not JSON"),
        Odd([1, 2]),
        Odd({"ok": 1, "result": {}}),
        Odd(b"[" * 100_000),
    ],
)
async def test_what_is_no_answer_is_asked_again(
    zalo: ZaloServer, an: Human, data: Path, odd: Odd
) -> None:
    for method in ("getMe", "deleteWebhook", "getUpdates", "sendMessage"):
        zalo.odd[method].append(odd)
    async with running(zalo, data) as office:
        await opened(zalo, an)
        assert office.doors["zalo"].trouble == ""
        assert len(zalo.said) == 1


@pytest.mark.parametrize(
    "result", [None, True, "m1", {}, {"message_id": 17}, [{"message_id": "x"}]]
)
async def test_what_was_said_is_said_once_whatever_comes_back(
    zalo: ZaloServer, an: Human, data: Path, result: Any
) -> None:
    zalo.odd["sendMessage"].append(Odd({"ok": True, "result": result}, done=True))
    async with running(zalo, data) as office:
        await opened(zalo, an)
        zalo.text(an, "/trogiup")
        await hears(zalo, an, "Tôi ghi biên bản")
        await office.settle()
        assert len(zalo.said) == 2


@pytest.mark.parametrize(
    "busy",
    [
        {"error_code": "429"},
        {"error_code": 400, "description": "Too Many Requests: retry later"},
        {"error_code": -20, "description": "Rate limit exceeded"},
        {"error_code": None, "description": "too many requests"},
    ],
)
async def test_that_it_is_busy_is_no_refusal(
    zalo: ZaloServer, an: Human, data: Path, busy: dict[str, Any]
) -> None:
    zalo.odd["sendMessage"].extend([Odd({"ok": False, **busy})] * 2)
    async with running(zalo, data):
        await opened(zalo, an)
        assert [len(zalo.called("sendMessage")), len(zalo.said)] == [3, 1]


async def test_an_answer_that_trickles_or_never_ends_holds_nobody_up(
    zalo: ZaloServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zalo_api, "MOST_BYTES", 1000)
    zalo.odd["getMe"].extend([Odd(b" ", again=10_000, pause=0.02), Odd(b" " * 2000)])
    async with httpx.AsyncClient(verify=trusted()) as client:
        api = Api(client, zalo.base, TOKEN)
        for _ in range(2):
            with pytest.raises(Unreachable):
                await api.call("getMe", patience=0.5)
        assert (await api.call("getMe"))["account_name"] == "Bot Biên bản"


async def test_a_recording_that_trickles_makes_room_for_others(
    zalo: ZaloServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "LONGEST", 0.3)
    address = zalo.address(Sound(b"x", again=10_000, pause=0.02))
    async with httpx.AsyncClient(verify=trusted()) as client:
        with pytest.raises(TryLater):
            await download(client, address, Allowed(zalo.base), tmp_path / "x.aac", 10**6)


async def test_a_chat_of_which_nobody_says_what_it_is_is_private_for_its_owner_alone(
    zalo: ZaloServer, an: Human, data: Path
) -> None:
    async with running(zalo, data) as office:
        for kind in ("", "SUPERGROUP"):
            event = zalo.event(an, "text", group="g0g0", text="/batdau Họp của nhóm")
            event["message"]["chat"]["chat_type"] = kind
            zalo.bring(event)
        event = zalo.event(an, "text", text="/batdau Họp giao ban")
        del event["message"]["chat"]["chat_type"]
        zalo.bring(event)
        await hears(zalo, an, "Đã mở cuộc họp số 1: Họp giao ban")
        await office.settle()
        assert "Ở nhóm này bot không nghe được" in str(zalo.said)
        assert "Họp của nhóm" not in str(zalo.said)


async def test_what_nobody_knows_yet_is_not_taken_for_recorded(
    zalo: ZaloServer, an: Human, data: Path
) -> None:
    async with running(zalo, data) as office:
        await opened(zalo, an)
        zalo.bring(zalo.event(an, "reaction", emoji="👍"))
        zalo.bring(zalo.event(an, "video", video_url="https://x.zdn.vn/1.mp4"))
        await hears(zalo, an, "nội dung của tin vừa gửi")
        zalo.bring(zalo.event(an, "link", text="https://vi.example.vn/bai-bao"))
        await hears(zalo, an, "✓ #1")
        assert await lines(office) == [(1, "Nguyễn Văn An", "https://vi.example.vn/bai-bao")]


async def test_a_webhook_that_zalo_does_not_take_is_told_until_it_does(
    zalo: ZaloServer, data: Path, caplog: pytest.LogCaptureFixture
) -> None:
    refused = Odd({"ok": False, "error_code": 400, "description": "Bad Request: url is local"})
    zalo.odd["setWebhook"].extend([refused] * 2)
    async with hooked(zalo, data) as hook:
        door = hook.office.doors["zalo"]
        await eventually(lambda: door.connected and not door.trouble)
        assert len(zalo.called("setWebhook")) == 3
    told = [r.getMessage() for r in caplog.records if "ZALO_WEBHOOK_URL" in r.getMessage()]
    assert len(told) == 1, "once, however often it is tried"
    assert "url is local" in told[0]


@pytest.mark.parametrize(
    ("found", "is_set_again"),
    [
        ({"url": URL}, False),
        ({"url": f"{URL}/"}, False),
        ({"webhook_url": URL}, False),
        ({"pending_update_count": 0}, False),  # of its address it says nothing
        (True, False),
        ({"url": "https://another.example.vn/x"}, True),
        ({"url": ""}, True),
        (None, True),
    ],
)
async def test_whether_the_webhook_is_still_ours(
    zalo: ZaloServer,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    found: Any,
    is_set_again: bool,
) -> None:
    monkeypatch.setattr(zalo_door, "LOOK_AT_WEBHOOK", 0.01)
    zalo.odd["getWebhookInfo"].append(Odd({"ok": True, "result": found}))
    async with hooked(zalo, data):
        await eventually(lambda: len(zalo.called("getWebhookInfo")) > 2)
        assert len(zalo.called("setWebhook")) == 1 + is_set_again
