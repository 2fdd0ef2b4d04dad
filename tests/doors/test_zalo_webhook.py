"""Events that Zalo brings to the webhook: who may call it, and what 200 promises."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from bot.doors.zalo.door import HEADER
from bot.office import Office
from foundation.trust import trusted
from tests.doors.zalo_house import SECRET, URL, an, hears, lines, running, zalo
from tests.doors.zalo_server import BROKEN, Human, Json, ZaloServer
from tests.ports import reserved_port
from tests.waiting import eventually

__all__ = ["an", "zalo"]  # fixtures


@dataclass
class Hook:
    """The bot's webhook, called as Zalo does (behind the office's TLS proxy)."""

    office: Office
    port: int
    secret: str
    client: httpx.AsyncClient

    async def post(self, body: str, headers: dict[str, str] | None = None) -> int:
        address = f"http://127.0.0.1:{self.port}/zalo/cua-sau"
        given = {HEADER: self.secret} if headers is None else headers
        return (await self.client.post(address, content=body, headers=given)).status_code

    async def bring(self, event: Json, *, bare: bool = False) -> int:
        return await self.post(json.dumps(event if bare else {"ok": True, "result": event}))


@asynccontextmanager
async def hooked(zalo: ZaloServer, data: Path, secret: str | None = SECRET) -> AsyncIterator[Hook]:
    port = reserved_port()
    about = {"webhook_url": URL, "webhook_secret": secret, "listen": ("127.0.0.1", port)}
    async with (
        running(zalo, data, **about) as office,
        httpx.AsyncClient(verify=trusted()) as client,
    ):
        await eventually(lambda: zalo.webhook.url)
        yield Hook(office, port, zalo.webhook.secret, client)


async def test_a_meeting_in_both_envelopes_each_event_fifty_times(
    zalo: ZaloServer, an: Human, data: Path
) -> None:
    zalo.faults["setWebhook"].append(BROKEN)
    async with hooked(zalo, data) as hook:
        begun = zalo.event(an, "text", text="/batdau Họp giao ban")
        said = zalo.event(an, "text", text="Nhất trí")
        for event in (begun, said):
            brought = [hook.bring(event, bare=bool(number % 2)) for number in range(50)]
            assert set(await asyncio.gather(*brought)) == {200}
        await hears(zalo, an, "✓ #1")
        await hook.office.settle()
        assert await lines(hook.office) == [(1, "Nguyễn Văn An", "Nhất trí")]
    assert len(zalo.said) == 2
    assert zalo.called("getUpdates") == []
    assert zalo.called("setWebhook")[-1] == {"url": URL, "secret_token": SECRET}


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        (None, "", 200),
        ({}, "", 200),  # a probe, with nothing in its hands
        (None, "  ", 200),
        (None, "{}", 200),
        (None, "[]", 200),
        (None, "7", 200),
        (None, '{"event_name": "of.next.year"}', 200),
        (None, '{"ok": true, "result": null}', 200),
        (None, '{"ok": true, ', 400),
        (None, "\xff\xfe", 400),
        ({}, "{}", 403),
        ({HEADER: ""}, "{}", 403),
        ({HEADER: SECRET + "x"}, "{}", 403),
        ({HEADER: SECRET[:-1]}, "{}", 403),
        ({"X-Telegram-Bot-Api-Secret-Token": SECRET}, "{}", 403),
    ],
)
async def test_who_may_call_and_with_what(
    zalo: ZaloServer, data: Path, headers: dict[str, str] | None, body: str, status: int
) -> None:
    async with hooked(zalo, data) as hook:
        assert await hook.post(body, headers) == status


async def test_a_secret_that_is_not_given_is_made(zalo: ZaloServer, an: Human, data: Path) -> None:
    async with hooked(zalo, data, secret=None) as hook:
        assert len(hook.secret) >= 32
        assert await hook.bring(zalo.event(an, "text", text="/trogiup")) == 200
        await hears(zalo, an, "Tôi ghi biên bản")


async def test_polling_takes_an_earlier_webhook_away(
    zalo: ZaloServer, an: Human, data: Path
) -> None:
    async with hooked(zalo, data):
        assert zalo.webhook.url
    async with running(zalo, data):
        zalo.text(an, "/trogiup")
        await hears(zalo, an, "Tôi ghi biên bản")
    assert zalo.webhook.url == ""
