"""What each key may do at the server: as little as it needs, held by the server itself."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import nats
import nkeys
import pytest
from nats.aio.client import Client

from tests.waiting import PATIENCE, eventually
from tests.workers.machines import QUICK, Place, Server, until
from transcribe.errors import UnsupportedSetting
from transcribe.remote import wire
from transcribe.remote.connection import Address, identity
from transcribe.remote.keys import Keys
from transcribe.remote.wire import STREAM, frame, unframe
from transcribe.types import HeardWith

#: what is asked of the server of a queue: (subject, what)
API = f"$JS.API.STREAM.{{}}.{STREAM}"


class Somebody:
    """A bare connection with a key, which tells what the server refuses."""

    def __init__(self, client: Client, name: str, refused: list[str]) -> None:
        self.client = client
        self.name = name
        self.refused = refused
        self._marks = 0

    async def is_refused(self, subject: str, data: bytes = b"") -> bool:
        """Whether the server takes nothing from this key there."""
        before = len(self.refused)
        await self.client.publish(subject, data, reply=f"_INBOX.{self.name}.answer")
        return await self._refused_since(before)

    async def may_not_read(self, subject: str) -> bool:
        before = len(self.refused)
        await self.client.subscribe(subject)
        return await self._refused_since(before)

    async def _refused_since(self, before: int) -> bool:
        """The server refuses in order: what nobody may is refused after whatever was before it."""
        self._marks += 1
        mark = f"nobody.may.{self._marks}"
        await self.client.publish(mark, b"")
        await eventually(lambda: any(mark in one for one in self.refused[before:]))
        return len(self.refused) - before > 1

    async def asks(self, subject: str, values: dict[str, Any]) -> dict[str, Any]:
        answer = await self.client.request(
            f"{subject}.{self.name}", frame(values), timeout=PATIENCE
        )
        return unframe(answer.data)[0]


@asynccontextmanager
async def somebody(address: Address) -> AsyncIterator[Somebody]:
    who = identity(address)
    refused: list[str] = []

    async def trouble(error: Exception) -> None:
        refused.append(str(error))

    client = await nats.connect(
        address.url,
        nkeys_seed_str=who.seed,
        tls=ssl.create_default_context(cafile=address.ca),
        inbox_prefix=f"_INBOX.{who.name}",
        error_cb=trouble,
        allow_reconnect=False,
    )
    try:
        yield Somebody(client, who.name, refused)
    finally:
        await client.close()


async def test_a_workers_key_puts_no_job_deletes_nothing_and_reads_no_others(place: Place) -> None:
    office, _ = place.office()
    place.worker("b")
    await asyncio.to_thread(place.with_workers, office)
    other = identity(place.server.address("b")).name
    bot = identity(place.server.address()).name
    async with somebody(place.server.address("a")) as worker:
        for subject in (
            wire.work_subject("note", "base"),
            *(API.format(what) for what in ("DELETE", "PURGE", "UPDATE", "INFO", "MSG.DELETE")),
            *(API.format(what) for what in ("MSG.GET", "CREATE", "SNAPSHOT")),
            f"$JS.API.CONSUMER.CREATE.{STREAM}.mine",
            f"$JS.API.CONSUMER.DELETE.{STREAM}.note-base",
            f"$JS.API.CONSUMER.LIST.{STREAM}",
            "$JS.API.STREAM.CREATE.OTHER",
            "$JS.API.STREAM.LIST",
            "$JS.API.INFO",
            "$SYS.REQ.SERVER.PING",
            f"{wire.RESULT}.{other}",
            f"{wire.BEGIN}.{other}",
            f"{wire.ALIVE}.{other}",
            f"_INBOX.{other}.x",
            f"_INBOX.{bot}.x",
            "bienban.office",
        ):
            assert await worker.is_refused(subject, b"{}"), subject
        for subject in (
            f"_INBOX.{other}.>",
            f"_INBOX.{bot}.>",
            "_INBOX.>",
            ">",
            f"{wire.WORK}.>",
            f"{wire.BEGIN}.*",
            f"{wire.RESULT}.*",
            f"{wire.SOUND}.*",
            f"{wire.ALIVE}.*",
        ):
            assert await worker.may_not_read(subject), subject
        for subject in (f"{wire.ALIVE}.{worker.name}", f"$JS.ACK.{STREAM}.note-base.1.1.1.1.1"):
            assert not await worker.is_refused(subject, b"{}"), subject


async def test_the_bots_key_has_its_own_queue_only(place: Place) -> None:
    async with somebody(place.server.address()) as bot:
        for subject in (
            "$JS.API.STREAM.CREATE.OTHER",
            "$JS.API.STREAM.DELETE.OTHER",
            "$JS.API.STREAM.LIST",
            "$JS.API.STREAM.UPDATE.OTHER",
            "$SYS.REQ.SERVER.PING",
            f"$JS.API.CONSUMER.MSG.NEXT.{STREAM}.note-base",
            f"{wire.RESULT}.{bot.name}",
        ):
            assert await bot.is_refused(subject, b"{}"), subject
        assert await bot.may_not_read(">")


async def test_sound_and_answers_are_a_matter_of_the_worker_that_has_begun(place: Place) -> None:
    """Even with a job's number another worker neither hears nor answers it."""
    office, _ = place.office(when="never")
    async with (
        somebody(place.server.address("a")) as other,
        somebody(place.server.address("b")) as worker,
    ):
        alive = asyncio.create_task(_alive(worker))
        place.later(office.load)
        await asyncio.to_thread(until, lambda: office.queue_state.hearing)
        waiting = place.hears(office, "bí mật")
        number = await _next(worker)
        asked = {"job": number, "token": "t", "model": "base", "alone": False}
        assert (await worker.asks(wire.BEGIN, asked))["do"] == "go"
        sound = {"job": number, "try": 0, "from": 0}
        assert await other.asks(wire.SOUND, sound) == {"do": "drop"}
        assert await other.asks(wire.RESULT, _words(number, "giả")) == {"do": "late"}
        for odd in (b"", b"[]\n", b"{}\n", b'{"job": 1}\n', b"\xff\n", frame({"job": number})):
            await other.client.publish(f"{wire.RESULT}.{other.name}", odd, reply="_INBOX.x")
            await other.client.publish(f"{wire.BEGIN}.{other.name}", odd, reply="_INBOX.x")
            await other.client.publish(f"{wire.ALIVE}.{other.name}", odd)
        assert await worker.asks(wire.RESULT, _words(number, "bí mật")) == {"do": "on"}
        assert (await asyncio.wrap_future(waiting)).text == "bí mật"
        alive.cancel()
    assert office.queue_state.counts["answered"] == 1


async def test_the_same_answer_twice_is_one(place: Place) -> None:
    office, _ = place.office(when="never")
    async with somebody(place.server.address("a")) as worker:
        alive = asyncio.create_task(_alive(worker))
        place.later(office.load)
        await asyncio.to_thread(until, lambda: office.queue_state.hearing)
        waiting = place.hears(office, "một")
        number = await _next(worker)
        asked = {"job": number, "token": "t", "model": "base", "alone": False}
        assert (await worker.asks(wire.BEGIN, asked))["try"] == 0
        assert (await worker.asks(wire.BEGIN, asked))["try"] == 0  # its answer was lost
        words = _words(number, "một")
        assert await worker.asks(wire.RESULT, words) == {"do": "on"}
        assert await worker.asks(wire.RESULT, words) == {"do": "drop"}
        assert (await asyncio.wrap_future(waiting)).text == "một"
        alive.cancel()
    assert office.queue_state.counts["answered"] == 1


def test_a_key_that_is_taken_away_no_longer_works(server: Server, place: Place) -> None:
    office, here = place.office(times=QUICK)
    server.keys.worker("d")
    server.reload()
    worker = place.process("d")
    place.with_workers(office)
    assert server.keys.remove("d")
    server.reload()
    until(lambda: not office.queue_state.hearing)
    assert office.transcribe(place.said("một")).by == here.by
    assert not server.keys.remove("d")
    place.leave(worker)


@pytest.mark.parametrize("name", ["", "Máy", "../x", "a b", "-a"])
def test_a_machines_name_is_a_plain_word(name: str, tmp_path: Path) -> None:
    with pytest.raises(UnsupportedSetting):
        Keys(tmp_path).worker(name)


def test_keys_are_for_their_owner_alone_and_made_once(tmp_path: Path) -> None:
    keys = Keys(tmp_path / "q")
    keys.prepare("127.0.0.1", 4222, ["bot.so.local"])
    worker = keys.worker("may-1")
    before = {file: file.read_bytes() for file in keys.folder.rglob("*") if file.is_file()}
    keys.prepare("127.0.0.1", 4222, ["bot.so.local"])
    after = {file: file.read_bytes() for file in keys.folder.rglob("*") if file.is_file()}
    assert before == after
    for secret in (keys.office, worker, keys.folder / "ca.key", keys.folder / "server.key"):
        assert secret.stat().st_mode & 0o077 == 0
    assert keys.workers == ["may-1"]
    users = json.loads((keys.folder / "users.conf").read_text("utf-8").partition("=")[2])
    public = {nkeys.from_seed(bytearray(f.read_bytes())).public_key for f in (keys.office, worker)}
    assert {user["nkey"].encode() for user in users} == {bytes(one) for one in public}


def test_a_key_that_is_none_is_named(tmp_path: Path) -> None:
    odd = tmp_path / "odd.nk"
    odd.write_text("SUABC", "ascii")
    for key in (odd, tmp_path / "nowhere.nk"):
        with pytest.raises(UnsupportedSetting, match=key.name):
            identity(Address("tls://127.0.0.1:4222", key))


def _words(number: str, text: str) -> dict[str, Any]:
    """What a worker says that it has heard."""
    said = {"text": text, "seconds": 1.0, "confidence": 1.0, "segments": [], "by": None}
    return {"job": number, "try": 0, "what": "words", "said": said}


async def _alive(worker: Somebody) -> None:
    sign = wire.Sign("a", HeardWith("hand", "base"))
    while True:
        await worker.client.publish(f"{wire.ALIVE}.{worker.name}", sign.to_bytes())
        await asyncio.sleep(QUICK.sign)


async def _next(worker: Somebody) -> str:
    """The number of the next job, as the queue gives it."""
    inbox = worker.client.new_inbox()
    came = await worker.client.subscribe(inbox)
    subject = f"$JS.API.CONSUMER.MSG.NEXT.{STREAM}.{wire.consumer('note', 'base')}"
    await worker.client.publish(subject, b'{"batch": 1}', reply=inbox)
    return (await came.next_msg(PATIENCE)).data.decode()
