"""The house with its page, run in the event loop of a test, and browsers that have no window."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from bot.doors.port import Door
from bot.doors.web import WebDoor
from bot.doors.web.links import FileLinks
from bot.doors.web.sound import Sounds
from bot.doors.web.transport import transport_of
from bot.office import Office
from bot.settings import load_settings
from foundation.trust import trusted
from tests.dialogs.talking import Ear
from tests.records import begin
from tests.waiting import PATIENCE, eventually
from transcribe import Transcriber
from transcribe.sound import isolated

Json = dict[str, Any]
_numbers = itertools.count(1)


def name() -> str:
    """What a browser calls something that it sends."""
    return f"ten-cua-trinh-duyet-{next(_numbers):06}"


@dataclass
class Browser:
    """Somebody's browser, as far as the server sees it."""

    base: str
    client: httpx.AsyncClient
    shown: list[Json] = field(default_factory=list)  #: events of the stream

    async def get(self, path: str) -> httpx.Response:
        return await self.client.get(path)

    async def post(self, path: str, **form: str) -> httpx.Response:
        return await self.client.post(path, data=form)

    async def send(self, path: str, **asked: Any) -> httpx.Response:
        return await self.client.post(path, json=asked)

    async def join(self, code: str, called: str, title: str = "") -> httpx.Response:
        return await self.post("/vao", code=code, name=called, title=title)

    async def open(self, link: str, called: str, title: str) -> None:
        """By a desk's link, to a meeting."""
        answer = await self.post(link.removeprefix(self.base))
        assert answer.headers["location"] == "/mo"
        answer = await self.post("/mo", name=called, title=title)
        assert answer.headers["location"] == "/hop", answer.text

    async def code(self) -> str:
        """Of the meeting, from the page of the invitation."""
        page = await self.get("/moi")
        found = re.search(r"/vao/(\d{6})", page.text)
        assert found, page.text
        return found[1]

    async def type(self, text: str, **more: Any) -> str:
        """Type into the box; the name that it was sent under."""
        sent = more.pop("id", name())
        answer = await self.send("/api/tin", id=sent, text=text, **more)
        assert answer.status_code == 200, answer.text
        return str(sent)

    async def press(self, data: str, message: str = "") -> str:
        """Press a button; the words that pass."""
        answer = await self.send("/api/bam", id=name(), data=data, message=message)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["toast"])

    async def upload(self, data: bytes, *, size: int = 4000, **about: Any) -> str:
        """Send a recording part by part."""
        sent = about.pop("id", name())
        parts = [data[at : at + size] for at in range(0, len(data), size)]
        for number, part in enumerate(parts):
            answer = await self.client.put(f"/api/phan/{sent}/{number}", content=part)
            assert answer.status_code == 200, answer.text
        given = {"kind": "note", "type": "audio/webm", "parts": len(parts), **about}
        answer = await self.send(f"/api/phan/{sent}/xong", **given)
        assert answer.status_code == 200, answer.text
        return str(sent)

    async def meeting(self) -> Json:
        answer = await self.get("/api/hop")
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    async def record_room(self, sound: bytes, stretches: int) -> None:
        """Send stretches of a recording of the whole room, ten seconds each."""
        whole, begun = name(), datetime.now(UTC)
        for number in range(stretches):
            starts = 10.0 * number
            last = number == stretches - 1
            room = {"recording": whole, "number": number, "starts": starts, "last": last}
            at = (begun + timedelta(seconds=starts)).isoformat()
            late = (begun + timedelta(seconds=40)).isoformat()
            await self.upload(sound, size=50_000, kind="room", room=room, at=at, now=late)

    async def in_order(self) -> list[str]:
        """The words of all lines, in the order in which everybody sees them."""
        lines = (await self.meeting())["lines"]
        return [x["text"] for x in sorted(lines, key=lambda x: (x["place"], x["no"]))]

    async def line(self, words: str) -> Json:
        """The line that has these words, once there is one."""
        return await self.until(
            lambda at: [one for one in at["lines"] if words in one["text"] and not one["deleted"]]
        )

    async def said(self, words: str) -> Json:
        """What the bot says with these words, once it does."""
        return await self.until(lambda at: [one for one in at["said"] if words in one["text"]])

    async def until(self, found: Callable[[Json], list[Json]]) -> Json:
        end = time.monotonic() + PATIENCE
        while not (there := found(at := await self.meeting())):
            seen = [one["text"] for one in [*at["lines"], *at["said"]]]
            assert time.monotonic() < end, f"not within {PATIENCE:g} s; there is {seen}"
            await asyncio.sleep(0.02)
        return there[-1]

    @asynccontextmanager
    async def watching(self, after: int | None = None) -> AsyncIterator[list[Json]]:
        """What the stream brings, as it comes: ``{event, id, data}``."""
        query = "" if after is None else f"?sau={after}"
        came: list[Json] = []
        begun = asyncio.Event()

        async def read() -> None:
            async with self.client.stream("GET", f"/api/su-kien{query}", timeout=None) as stream:
                assert stream.status_code == 200
                block: Json = {}
                async for row in stream.aiter_lines():
                    begun.set()
                    key, _, value = row.partition(": ")
                    if row:
                        block[key] = json.loads(value) if key == "data" else value
                    elif "event" in block:
                        came.append(block)
                        block = {}

        task = asyncio.create_task(read())
        try:
            async with asyncio.timeout(PATIENCE):
                await begun.wait()
            yield came
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError, httpx.HTTPError):
                await task


@dataclass
class House:
    """The running house, and what it has said at its start."""

    office: Office
    rows: list[str]
    _clients: list[httpx.AsyncClient] = field(default_factory=list)

    @property
    def base(self) -> str:
        return self._address("Trang họp: ").rstrip("/")

    @property
    def link(self) -> str:
        """The desk's."""
        return self._address("Bàn thư ký: ")

    def _address(self, head: str) -> str:
        return next(row for row in self.rows if row.startswith(head)).removeprefix(head)

    def browser(self, cookies: httpx.Cookies | None = None, **headers: str) -> Browser:
        client = httpx.AsyncClient(
            base_url=self.base,
            cookies=cookies,
            headers=headers,
            timeout=PATIENCE,
            verify=trusted(),
        )
        self._clients.append(client)
        return Browser(self.base, client)

    async def meeting(self, called: str = "Trần Thị Hà", title: str = "Họp giao ban") -> Browser:
        """A secretary's browser, in a meeting that was opened by the desk's link."""
        ha = self.browser()
        await ha.open(self.link, called, title)
        return ha

    async def guest(self, ha: Browser, called: str, title: str = "") -> Browser:
        """Somebody who has joined by her code."""
        came = self.browser()
        answer = await came.join(await ha.code(), called, title)
        assert answer.headers.get("location") == "/hop", answer.text
        return came

    async def close(self) -> None:
        for client in self._clients:
            await client.aclose()


@asynccontextmanager
async def page(
    data: Path,
    *others: Door,
    ear: Ear | Transcriber | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    listen: tuple[str, int] = ("127.0.0.1", 0),
    **settings: Any,
) -> AsyncIterator[House]:
    """The bot with its page until the block ends."""
    begin(data)
    given = load_settings(data_dir=data, soffice="off", **settings)
    links = FileLinks(data, now)
    office = Office(
        given,
        recognizer=ear or Ear(),  # type: ignore[arg-type]
        now=now,
        links=links,
    )
    rows: list[str] = []
    audio = office.audio
    door = WebDoor(
        office.page,
        listen,
        data,
        transport=transport_of(given, listen, now),
        sounds=Sounds(isolated.playable, audio.playable_path, audio.trim_playable),
        links=links,
        largest=int(given.max_audio_mb * 1_000_000),
        announce=rows.append,
        now=now,
    )
    task = asyncio.create_task(office.run(door, *others))
    house = House(office, rows)
    try:
        await eventually(lambda: len(rows) >= 2 or task.done())
        assert not task.done(), "the bot ended by itself"
        yield house
        assert not task.done(), "the bot ended by itself"
    finally:
        await house.close()
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
