"""Updates that Telegram brings to the webhook: who may call it, and what 200 promises."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from bot.doors.port import Incoming
from bot.doors.telegram import TelegramDoor
from bot.doors.telegram.door import HEADER
from bot.messages import help as about_help
from bot.office import Office
from bot.settings import load_settings
from foundation.trust import trusted
from tests.doors.bot_api import BROKEN, BotApi
from tests.doors.telegram_chats import Json, Room
from tests.doors.telegram_house import TOKEN, answer, on_disk
from tests.ports import reserved_port
from tests.waiting import eventually
from transcribe import Transcriber

URL = "https://bienban.example.vn/telegram/cua-sau"
SECRET = "mot-bi-mat_123"


@dataclass
class Hook:
    """The bot's webhook, called as Telegram's servers do (behind the office's TLS proxy)."""

    port: int
    secret: str
    client: httpx.AsyncClient

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/telegram/cua-sau"

    async def bring(self, update: Json) -> int:
        """Post an update; the status of the answer."""
        return (await self.post(json.dumps(update), {HEADER: self.secret})).status_code

    async def post(self, body: str, headers: dict[str, str]) -> httpx.Response:
        return await self.client.post(self.address, content=body, headers=headers)


def door_at(api: BotApi, port: int, secret: str | None = SECRET) -> TelegramDoor:
    return TelegramDoor(
        TOKEN,
        api.base,
        about_help.MENU,
        webhook_url=URL,
        webhook_secret=secret,
        listen=("127.0.0.1", port),
    )


@asynccontextmanager
async def served(
    api: BotApi, run: Callable[[TelegramDoor], Awaitable[None]], secret: str | None = SECRET
) -> AsyncIterator[Hook]:
    """``run`` with a door whose webhook is set, until the block ends."""
    port = reserved_port()
    task = asyncio.ensure_future(run(door_at(api, port, secret)))
    try:
        await eventually(lambda: api.webhook.url)
        async with httpx.AsyncClient(verify=trusted()) as client:
            yield Hook(port, api.webhook.secret, client)
        assert not task.done(), "the bot ended by itself"
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
def office(api: BotApi, data: Path, transcriber: Transcriber) -> Office:
    settings = load_settings(data_dir=data, telegram_api_base=api.base)
    return Office(settings, recognizer=transcriber)


def update(api: BotApi, room: Room, who: Json, text: str) -> Json:
    """What a person typed, as an update that polling has not taken."""
    api.text(room, who, text)
    return api.waiting.pop()


async def test_what_arrives_is_answered_and_on_disk_before_the_200(
    api: BotApi, office: Office, data: Path, group: Room, an: Json
) -> None:
    async with served(api, office.run) as hook:
        asked = api.text(group, an, "/trogiup")
        arrived = api.waiting.pop()
        assert await hook.bring(arrived) == 200
        assert on_disk(data, arrived["update_id"])
        assert "/batdau" in (await answer(api, asked))["text"]
        assert await hook.bring(arrived) == 200  # Telegram did not hear the first 200
        await office.settle()
    assert len(api.replies_to(asked)) == 1
    assert api.called("getUpdates") == []


async def test_200_waits_for_the_disk(api: BotApi, group: Room, an: Json) -> None:
    kept = asyncio.Event()
    arrived: list[Incoming] = []

    async def receive(incoming: Incoming) -> None:
        arrived.append(incoming)
        await kept.wait()

    async with served(api, lambda door: door.run(receive)) as hook:
        calling = asyncio.create_task(hook.bring(update(api, group, an, "Thống nhất")))
        await eventually(lambda: arrived)
        assert await hook.bring({"update_id": 1}) == 200, "others are served meanwhile"
        assert not calling.done()
        kept.set()
        assert await calling == 200


async def test_what_could_not_be_kept_is_asked_for_again(
    api: BotApi, group: Room, an: Json
) -> None:
    tries: list[str] = []

    async def receive(incoming: Incoming) -> None:
        tries.append(incoming.text)
        if len(tries) == 1:
            raise OSError("no space left on device")

    async with served(api, lambda door: door.run(receive)) as hook:
        arrived = update(api, group, an, "Thống nhất")
        assert await hook.bring(arrived) == 500
        assert await hook.bring(arrived) == 200
    assert tries == ["Thống nhất", "Thống nhất"]


@pytest.mark.parametrize(
    "headers",
    [{}, {HEADER: ""}, {HEADER: "mot-bi-mat_124"}, {HEADER: SECRET + "x"}, {HEADER: "bí mật"}],
    ids=["missing", "empty", "wrong", "longer", "not ASCII"],
)
async def test_a_caller_without_the_secret_is_turned_away(
    api: BotApi, group: Room, an: Json, headers: dict[str, str]
) -> None:
    arrived: list[Incoming] = []

    async def receive(incoming: Incoming) -> None:
        arrived.append(incoming)

    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    async with served(api, lambda door: door.run(receive)) as hook:
        body = json.dumps(update(api, group, an, "Thống nhất"))
        answered = await hook.client.post(hook.address, content=body, headers=raw)
        assert answered.status_code == 403
        assert SECRET not in answered.text
    assert arrived == []


async def test_what_is_no_update_is_refused_and_stops_nothing(
    api: BotApi, group: Room, an: Json
) -> None:
    arrived: list[Incoming] = []

    async def receive(incoming: Incoming) -> None:
        arrived.append(incoming)

    async with served(api, lambda door: door.run(receive)) as hook:
        right = {HEADER: SECRET}
        assert (await hook.post('{"update_id": 1, ', right)).status_code == 400
        assert (await hook.post("\xff\xfe", right)).status_code == 400
        assert (await hook.client.get(hook.address, headers=right)).status_code == 405
        assert (await hook.client.put(hook.address, headers=right)).status_code == 405
        elsewhere = f"http://127.0.0.1:{hook.port}/"
        assert (await hook.client.post(elsewhere, headers=right)).status_code == 404
        assert await hook.bring(update(api, group, an, "Thống nhất")) == 200
    assert [incoming.text for incoming in arrived] == ["Thống nhất"]


async def test_the_webhook_is_set_with_its_secret_even_at_the_second_try(api: BotApi) -> None:
    api.faults["setWebhook"].append(BROKEN)

    async def receive(incoming: Incoming) -> None: ...

    async with served(api, lambda door: door.run(receive)):
        call = api.called("setWebhook")[-1]
    assert call.params["url"] == URL
    assert call.params["secret_token"] == SECRET
    assert set(call.params["allowed_updates"]) == {
        *("message", "edited_message", "callback_query"),
        "chat_member",
    }


async def test_a_secret_that_is_not_given_is_made(api: BotApi) -> None:
    async def receive(incoming: Incoming) -> None: ...

    async with served(api, lambda door: door.run(receive), secret=None) as hook:
        assert len(hook.secret) >= 32
        assert await hook.bring({"update_id": 1}) == 200
        assert (await hook.post("{}", {HEADER: "None"})).status_code == 403
