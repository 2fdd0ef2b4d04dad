"""What browsers hear of a line: AAC in an MP4, in parts, once made and gone with its recording."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import numpy as np
import pytest

from bot.doors.web import sound
from bot.doors.web.house import Spoken
from bot.doors.web.sound import Sounds
from bot.messages import web_files as said
from bot.store.audio import AudioFolder
from foundation import http
from tests.doors.sounds import speech, voice_note
from tests.waiting import PATIENCE, eventually
from transcribe.sound import audio as decoder
from transcribe.sound import isolated


@dataclass(frozen=True)
class HeardSound:
    recording: Path
    start: float | None = None
    end: float | None = None


@dataclass
class House:
    """Lines and who may hear them, by number; counts what is encoded."""

    audio: AudioFolder
    lines: dict[int, HeardSound] = field(default_factory=dict)
    encoded: list[Path] = field(default_factory=list)
    goes_on: threading.Event = field(default_factory=threading.Event)
    most_waiting: int = sound.MOST_WAITING

    def __post_init__(self) -> None:
        self.goes_on.set()

    def keep(self, data: bytes) -> Path:
        with self.audio.incoming() as file:
            file.write_bytes(data)
            return self.audio.path(self.audio.keep(file, "a.ogg"))

    def encode(self, source: Path, target: Path, start: float | None, end: float | None) -> None:
        self.encoded.append(source)
        assert self.goes_on.wait(PATIENCE)
        isolated.playable(source, target, start, end)

    async def find(self, seat: str, line: int) -> HeardSound | None:
        return self.lines.get(line) if seat == "an" else None

    async def spoken(self, seat: str, line: int) -> Spoken | None:
        return None

    @contextlib.asynccontextmanager
    async def served(self) -> AsyncIterator[httpx.AsyncClient]:
        async def seat(handler: http.Handler) -> str | None:
            return handler.get_cookie("seat")

        kept = self.audio.playable_path, self.audio.trim_playable
        made = Sounds(self.encode, *kept, self.most_waiting)
        routes = sound.routes(made, self.find, self.spoken, seat, {"Cache-Control": "no-store"})
        async with http.serving(("127.0.0.1", 0), routes) as port:
            base = f"http://127.0.0.1:{port}"
            given = {"timeout": PATIENCE, "trust_env": False, "cookies": {"seat": "an"}}
            async with httpx.AsyncClient(base_url=base, **given) as client:  # type: ignore[arg-type]
                yield client


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(AudioFolder(tmp_path / "audio", 0))


@pytest.fixture(scope="module")
def spoken() -> bytes:
    return voice_note(speech("Ly"))


def samples(data: bytes) -> np.ndarray:
    return decoder.load(data, max_seconds=600, max_bytes=10**8)


async def test_a_line_is_heard_whole_and_in_part(house: House, spoken: bytes) -> None:
    recording = house.keep(spoken)
    house.lines = {
        1: HeardSound(recording),
        2: HeardSound(recording, 1.0, 2.0),
        3: HeardSound(recording, 0.2, 9),
    }
    said_in_all = len(samples(spoken)) / 16_000
    async with house.served() as client:
        for line, seconds in ((1, said_in_all), (2, 2.0), (3, said_in_all)):
            answer = await client.get(f"/nghe/{line}")
            assert (answer.status_code, answer.headers["Content-Type"]) == (200, "audio/mp4")
            assert answer.headers["Cache-Control"] == "no-store"
            assert len(samples(answer.content)) / 16_000 == pytest.approx(seconds, abs=0.15)
            boxes = answer.content.index(b"moov"), answer.content.index(b"mdat")
            assert boxes == tuple(sorted(boxes)), "it begins before all of it is there"
        assert len(house.encoded) == 3
        await client.get("/nghe/1")
        assert len(house.encoded) == 3, "made once"


async def test_parts_are_given_as_players_ask_for_them(house: House, spoken: bytes) -> None:
    house.lines = {1: HeardSound(house.keep(spoken))}
    async with house.served() as client:
        whole = (await client.get("/nghe/1")).content
        size = len(whole)
        rows = [
            ("bytes=0-1", 206, 0, 2),
            ("bytes=0-", 206, 0, size),
            (f"bytes=0-{size - 1}", 206, 0, size),
            ("bytes=100-199", 206, 100, 200),
            (f"bytes=100-{size + 99}", 206, 100, size),
            ("bytes=-50", 206, size - 50, size),
            (f"bytes=-{size + 5}", 206, 0, size),
            ("bytes=5-1", 416, 0, 0),
            (f"bytes={size}-", 416, 0, 0),
            ("bytes=-0", 416, 0, 0),
            ("bytes=0-1,4-5", 200, 0, size),
            ("bytes=-", 200, 0, size),
            ("lines=1-2", 200, 0, size),
        ]
        for asked, status, begin, end in rows:
            answer = await client.get("/nghe/1", headers={"Range": asked})
            assert answer.status_code == status, asked
            told = {206: f"bytes {begin}-{end - 1}/{size}", 416: f"bytes */{size}"}.get(status)
            assert answer.headers.get("Content-Range") == told, asked
            assert answer.content == whole[begin:end], asked
            assert answer.headers["Accept-Ranges"] == "bytes"
        tag = answer.headers["Etag"]
        for given, status in ((tag, 206), ('"another"', 200)):
            of = {"Range": "bytes=0-1", "If-Range": given}
            assert (await client.get("/nghe/1", headers=of)).status_code == status
        head = await client.head("/nghe/1")
        assert (head.status_code, head.headers["Content-Length"]) == (200, str(size))


async def test_erased_it_is_gone_also_while_it_is_made(house: House, spoken: bytes) -> None:
    recording = house.keep(spoken)
    house.lines = {1: HeardSound(recording), 2: HeardSound(recording, 0.0, 1.0)}
    name = str(recording.relative_to(house.audio.root))
    async with house.served() as client:
        assert (await client.get("/nghe/1")).status_code == 200
        house.goes_on.clear()
        asking = asyncio.create_task(client.get("/nghe/2"))
        await eventually(lambda: len(house.encoded) == 2)
        house.audio.remove(name)
        house.goes_on.set()
        assert (await asking).status_code >= 400
        for line in (1, 2):
            gone = await client.get(f"/nghe/{line}")
            assert (gone.status_code, gone.text) == (404, said.NO_SOUND)
        assert not list((house.audio.root / "excerpts").iterdir())


async def test_who_may_not_hear_it_hears_nothing(house: House, spoken: bytes) -> None:
    house.lines = {1: HeardSound(house.keep(spoken))}
    async with house.served() as client:
        assert (await client.get("/nghe/7")).text == said.NO_SOUND
        client.cookies.set("seat", "binh")
        assert (await client.get("/nghe/1")).status_code == 404
        client.cookies.clear()
        nobody = await client.get("/nghe/1")
        assert (nobody.status_code, nobody.text) == (401, said.NO_SEAT)
        assert not house.encoded


async def test_many_who_ask_at_once_wait_for_one_that_is_made(house: House, spoken: bytes) -> None:
    house.lines = {1: HeardSound(house.keep(spoken))}
    house.goes_on.clear()
    async with house.served() as client:
        asking = [asyncio.create_task(client.get("/nghe/1")) for _ in range(20)]
        await eventually(lambda: house.encoded)
        asking[0].cancel()  # who asked first has gone
        house.goes_on.set()
        answers = await asyncio.gather(*asking[1:])
        assert {answer.status_code for answer in answers} == {200}
        assert len({answer.content for answer in answers}) == len(house.encoded) == 1


async def test_too_many_sounds_at_once_are_asked_to_come_again(house: House, spoken: bytes) -> None:
    house.most_waiting = 2
    recording = house.keep(spoken)
    house.lines = {line: HeardSound(recording, 0.0, 0.1 * line) for line in range(1, 5)}
    house.goes_on.clear()
    async with house.served() as client:
        asking = [asyncio.create_task(client.get(f"/nghe/{line}")) for line in (1, 2)]
        await eventually(lambda: len(house.encoded) == 2)
        busy = await client.get("/nghe/3")
        assert (busy.status_code, busy.text) == (503, said.SOUND_LATER)
        house.goes_on.set()
        await asyncio.gather(*asking)
        assert (await client.get("/nghe/3")).status_code == 200


async def test_what_cannot_be_read_is_said_so(house: House) -> None:
    house.lines = {1: HeardSound(house.keep(b"no sound at all"))}
    async with house.served() as client:
        answer = await client.get("/nghe/1")
        assert (answer.status_code, answer.text) == (500, said.SOUND_UNREADABLE)
    assert not list((house.audio.root / "excerpts").iterdir())


async def test_what_is_kept_is_bounded(house: House, spoken: bytes) -> None:
    recording = house.keep(spoken)
    house.lines = {line: HeardSound(recording, 0.0, 0.1 * line) for line in range(1, 5)}
    async with house.served() as client:
        sizes = [len((await client.get(f"/nghe/{line}")).content) for line in (1, 2, 3, 4)]
        house.audio.trim_playable(sum(sizes[2:]))
        kept = list((house.audio.root / "excerpts").iterdir())
        assert len(kept) == 2
        assert sum(file.stat().st_size for file in kept) <= sum(sizes[2:])
        assert (await client.get("/nghe/1")).status_code == 200
