"""What each key may do at the server: as little as it needs, held by the server itself."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import nkeys
import pytest

from tests.waiting import PATIENCE
from tests.workers.bare import Somebody, somebody
from tests.workers.machines import CALM, QUICK, Place, Server, until
from transcribe.errors import UnsupportedSetting
from transcribe.remote import wire
from transcribe.remote.client import RemoteRecognizer
from transcribe.remote.connection import Address, identity
from transcribe.remote.keys import Keys
from transcribe.remote.wire import STREAM, frame
from transcribe.types import HeardWith

#: what is asked of the server of a queue: (subject, what)
API = f"$JS.API.STREAM.{{}}.{STREAM}"


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
            f"$JS.API.DIRECT.GET.{STREAM}",
            f"$JS.API.CONSUMER.INFO.{STREAM}.note-base",
            f"$JS.API.CONSUMER.NAMES.{STREAM}",
            "$JS.API.CONSUMER.MSG.NEXT.OTHER.note-base",
            "$JS.ACK.OTHER.note-base.1.1.1.1.1",
            "$JS.API.STREAM.NAMES",
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
        _seen(place, office, worker),
    ):
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
    assert office.queue_state.counts["answered"] == 1


async def test_what_a_worker_throws_away_another_hears(place: Place) -> None:
    """It may end a message, its own or by a forged number; the office looks after its jobs."""
    office, here = place.office(times=replace(CALM, ack=0.3))
    async with (
        somebody(place.server.address("a")) as worker,
        _seen(place, office, worker),
    ):
        waiting = place.hears(office, "một")
        inbox = worker.client.new_inbox()
        came = await worker.client.subscribe(inbox)
        subject = f"$JS.API.CONSUMER.MSG.NEXT.{STREAM}.{wire.consumer('note', 'base')}"
        await worker.client.publish(subject, b'{"batch": 1}', reply=inbox)
        await worker.client.publish((await came.next_msg(PATIENCE)).reply, b"+TERM")
        place.worker("b")
        assert (await asyncio.wrap_future(waiting)).text == "một"
    assert not here.heard


async def test_the_same_answer_twice_is_one(place: Place) -> None:
    office, _ = place.office(when="never")
    async with (
        somebody(place.server.address("a")) as worker,
        _seen(place, office, worker),
    ):
        waiting = place.hears(office, "một")
        number = await _next(worker)
        asked = {"job": number, "token": "t", "model": "base", "alone": False}
        assert (await worker.asks(wire.BEGIN, asked))["try"] == 0
        assert (await worker.asks(wire.BEGIN, asked))["try"] == 0  # its answer was lost
        words = _words(number, "một")
        assert await worker.asks(wire.RESULT, words) == {"do": "on"}
        assert await worker.asks(wire.RESULT, words) == {"do": "drop"}
        assert (await asyncio.wrap_future(waiting)).text == "một"
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


def test_a_bot_whose_key_is_taken_away_is_let_in_no_more_and_no_other_with_it(
    server: Server, place: Place
) -> None:
    theirs = Keys(server.keys.folder, "so-cu")
    theirs.make_office()
    theirs.worker("a")
    server.reload()
    office, _ = place.office()
    ear = place.worker()
    place.with_workers(office)
    other, _ = place.office(Address(server.url, theirs.office, theirs.ca), times=QUICK)
    place.later(other.load)
    until(lambda: other.queue_state.connected)
    assert theirs.remove_office()
    server.reload()
    until(lambda: not other.queue_state.connected)
    assert not theirs.remove_office()
    assert "so-cu" not in server.keys.offices
    assert office.transcribe(place.said("một")).by == ear.by


def test_what_cannot_be_told_to_the_server_is_still_a_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its disk is full: who tries again takes it away."""
    keys = Keys(tmp_path / "q")
    keys.prepare("127.0.0.1", 4222, [])
    keys.worker("may-1")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            keys.remove("may-1")
    assert keys.workers == ["may-1"]
    assert keys.remove("may-1")


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
    assert {oct(file.stat().st_mode & 0o777) for file in after} == {oct(0o600)}
    worker.chmod(0o644)  # as a copy has it
    keys.prepare("127.0.0.1", 4222, ["bot.so.local"])
    assert worker.stat().st_mode & 0o777 == 0o600
    assert keys.workers == ["may-1"]
    told = json.loads((keys.folder / "users.conf").read_text("utf-8").partition("=")[2])
    public = {nkeys.from_seed(bytearray(f.read_bytes())).public_key for f in (keys.office, worker)}
    assert {user["nkey"].encode() for user in told["bien-ban"]["users"]} == {
        bytes(one) for one in public
    }


def test_what_root_makes_is_the_servers_before_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server may read the keys in the moment in which they have their name."""
    keys = Keys(tmp_path / "q")
    keys.prepare("127.0.0.1", 4222, [])
    if os.geteuid() == 0:
        os.chown(keys.folder, 12_345, 12_345)
    owner = keys.folder.stat().st_uid
    given: list[int] = []
    renamed: dict[str, tuple[list[int], int]] = {}
    fchown, replace_ = os.fchown, os.replace

    def hand_over(handle: int, user: int, group: int) -> None:
        given.append(user)
        fchown(handle, user, group)

    def rename(half: Path, file: Path) -> None:
        renamed[file.name] = list(given), half.stat().st_uid
        given.clear()
        replace_(half, file)

    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(os, "fchown", hand_over)
    monkeypatch.setattr(os, "replace", rename)
    keys.write_users()
    assert renamed == {"users.conf": ([owner], owner)}


def test_whatever_becomes_of_what_the_server_is_told_is_another_version(tmp_path: Path) -> None:
    keys = Keys(tmp_path / "q")
    keys.prepare("127.0.0.1", 4222, [])
    before, users = keys.version, keys.folder / "users.conf"
    until(lambda: users.chmod(0o600) is None and keys.version != before)


def test_a_strangers_file_among_the_keys_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = Keys(tmp_path / "q")
    keys.prepare("127.0.0.1", 4222, [])
    worker, stranger = keys.worker("may-1"), keys.folder / "ghi-chu.txt"
    stranger.write_text("x", "ascii")
    stranger.chmod(0o644)
    chmod = Path.chmod

    def refused(path: Path, mode: int) -> None:
        if path == worker:
            raise PermissionError(1, "Operation not permitted")
        chmod(path, mode)

    monkeypatch.setattr(Path, "chmod", refused)
    chmod(keys.ca, 0o644)
    keys.prepare("127.0.0.1", 4222, [])
    assert stranger.stat().st_mode & 0o777 == 0o644
    assert keys.ca.stat().st_mode & 0o777 == 0o600


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


@asynccontextmanager
async def _seen(place: Place, office: RemoteRecognizer, worker: Somebody) -> AsyncIterator[None]:
    """The office knows that the worker is there."""
    alive = asyncio.create_task(_alive(worker))
    try:
        await asyncio.to_thread(place.with_workers, office)
        yield
    finally:
        alive.cancel()


async def _next(worker: Somebody) -> str:
    """The number of the next job, as the queue gives it."""
    inbox = worker.client.new_inbox()
    came = await worker.client.subscribe(inbox)
    subject = f"$JS.API.CONSUMER.MSG.NEXT.{STREAM}.{wire.consumer('note', 'base')}"
    await worker.client.publish(subject, b'{"batch": 1}', reply=inbox)
    return (await came.next_msg(PATIENCE)).data.decode()
