"""Servers that an office has set up by itself, or that somebody has changed while they ran."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from nats.aio.msg import Msg

from tests.ports import reserved_port
from tests.waiting import PATIENCE, eventually
from tests.workers.bare import asked, somebody, stream_info
from tests.workers.link import link_to
from tests.workers.machines import CALM, QUICK, Place, until, until_reached
from transcribe.remote import wire
from transcribe.remote.connection import Address
from transcribe.remote.holding import OFFICE
from transcribe.remote.jobs import Job
from transcribe.remote.keys import Keys
from transcribe.remote.serving import server_program
from transcribe.remote.stream import Stream, Trial
from transcribe.remote.wire import STREAM

#: of an office that soon hears by itself where nobody is there
SOON = replace(CALM, patience=1.0)


@contextmanager
def plain_server(folder: Path, settings: str) -> Iterator[str]:
    """Without TLS and keys. Its address, without `nats://`."""
    port = reserved_port()
    config = folder / "plain.conf"
    config.write_text(f'listen: "127.0.0.1:{port}"\n{settings}\n')
    process = subprocess.Popen([server_program(), "-c", str(config)], stderr=subprocess.DEVNULL)
    until_reached(port)
    try:
        yield f"127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def test_a_plain_server_on_this_machine_is_used_plainly_and_never_for_one_with_tls(
    place: Place, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Sound and keys do not go out in the clear where TLS was asked for."""
    small = f'max_payload: 64KB\njetstream {{ store_dir: "{tmp_path}/js" }}'
    with plain_server(tmp_path, small) as where:
        office, here = place.office(Address(f"nats://{where}"))
        ear = place.at(Address(f"nats://{where}"))
        place.with_workers(office)
        large = place.said("lời dài " * 30_000)  # more than the server takes in one message
        assert office.transcribe(large).text == hashlib.sha256(large.read_bytes()).hexdigest()
        assert ear.heard
        assert not here.heard
        other, at_home = place.office(Address(f"tls://{where}"), times=SOON)
        assert other.transcribe(place.said("một")).by == at_home.by
        assert not other.queue_state.connected
        until(lambda: "without TLS" in caplog.text)
        office.close()
        other.close()


def test_a_server_without_jetstream_is_as_good_as_none(place: Place, tmp_path: Path) -> None:
    """One that asks for a password, too: the address carries it."""
    settings = "authorization { user: bot, password: mot-mat-khau }"
    with plain_server(tmp_path, settings) as where:
        office, here = place.office(Address(f"nats://bot:mot-mat-khau@{where}"), times=SOON)
        assert office.transcribe(place.said("một")).by == here.by
        until(lambda: office.queue_state.trouble.startswith("the queue cannot be used"))
        office.close()


def test_a_queue_that_is_full_takes_no_more_and_later_again(own: Place) -> None:
    own.server.hold(4000)
    own.server.start()
    office, here = own.office(times=QUICK)
    own.worker("a")
    own.with_workers(office)
    notes = [own.hears(office, f"SLOW {number}") for number in range(60)]
    until(lambda: office.queue_state.trouble)
    until(lambda: here.heard)
    own.gate.touch()
    assert [one.result().text for one in notes] == [f"SLOW {number}" for number in range(60)]
    counts = office.queue_state.counts
    assert counts["answered"] + len(here.heard) == 60
    assert counts["lost"] == 0  # what a worker had it kept
    until(lambda: office.queue_state.hearing)
    assert own.hears(office, "sau đó").result().by.engine == "fake"  # type: ignore[union-attr]


async def test_a_queue_that_somebody_removes_is_there_again(own: Place) -> None:
    """The stream, and its readers alone."""
    admin = own.server.admin
    own.server.start()
    office, here = own.office(times=replace(CALM, ack=0.3))
    own.worker("a")
    await asyncio.to_thread(own.with_workers, office)
    for what in (
        f"$JS.API.STREAM.DELETE.{STREAM}",
        f"$JS.API.CONSUMER.DELETE.{STREAM}.{wire.consumer('note', 'base')}",
    ):
        async with somebody(admin) as one:
            assert (await asked(one, what))["success"]
        assert (await asyncio.wrap_future(own.hears(office, what))).text == what
    assert not here.heard


def test_a_queue_whose_folder_is_removed_while_it_runs_loses_nothing(own: Place) -> None:
    own.server.start()
    office, here = own.office(times=QUICK)
    own.worker("a")
    own.with_workers(office)
    notes = [own.hears(office, f"SLOW {number}") for number in range(12)]
    until(lambda: office.queue_state.in_work == 4)
    shutil.rmtree(own.server.keys.folder / "queue")
    notes += [own.hears(office, f"sau {number}") for number in range(6)]
    own.gate.touch()
    assert [one.result().text[-2:] for one in notes] == [
        *(f" {number}"[-2:] for number in range(12)),
        *(f" {number}" for number in range(6)),
    ]
    assert office.queue_state.counts["answered"] + len(here.heard) == 18


class Watched:
    """What an office does with its queue, whose first put is late, as on a slow disk.

    Args:
        tried: what the first trials come to; those after them are real.
    """

    def __init__(self, patch: pytest.MonkeyPatch, tried: list[Trial]) -> None:
        self.done: list[str] = []
        self._late = True
        put, trial, remove = Stream.put, Stream.tried, Stream.remove

        async def late(stream: Stream, job: Job) -> int:
            if self._late:
                self._late = False
                raise TimeoutError
            return await put(stream, job)

        async def listed(stream: Stream) -> Trial:
            found = tried.pop(0) if tried else await trial(stream)
            self.done.append(found)
            return found

        async def removed(stream: Stream) -> None:
            self.done.append("removed")
            await remove(stream)

        patch.setattr(Stream, "put", late)
        patch.setattr(Stream, "tried", listed)
        patch.setattr(Stream, "remove", removed)


def test_a_queue_is_made_anew_after_several_refusals_and_for_no_slow_disk(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = Watched(monkeypatch, [*["unanswered"] * 4, *["refused"] * 3])
    office, here = place.office(times=replace(CALM, full=QUICK.full))
    place.worker()
    place.with_workers(office)
    assert watched.done.pop() == "removed"  # what was there before this office
    assert place.hears(office, "một").result().text == "một"
    assert watched.done == [*["unanswered"] * 4, *["refused"] * 3, "removed", "taken"]
    assert not here.heard


async def test_a_queue_that_takes_nothing_is_not_tried_at_each_look(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = Watched(monkeypatch, ["refused"] * 100)
    office, _ = place.office(times=replace(CALM, full=10 * PATIENCE))
    place.worker()
    await asyncio.to_thread(place.with_workers, office)
    watched.done.clear()
    waiting = place.hears(office, "một")
    await eventually(lambda: watched.done)
    looks: list[Msg] = []

    async def looked(msg: Msg) -> None:
        looks.append(msg)

    async with somebody(place.server.address()) as one:
        await one.client.subscribe(OFFICE, cb=looked)  # it says at its looks whose the queue is
        await eventually(lambda: len(looks) >= 4)
    assert watched.done == ["refused"]
    assert not waiting.done()


async def test_what_is_withdrawn_from_a_queue_before_takes_nothing_from_the_one_after(
    own: Place,
) -> None:
    """A message's place is another job's there."""
    admin = own.server.admin
    own.server.start()
    office, here = own.office(times=replace(CALM, full=QUICK.full))
    ear = own.worker("a")
    await asyncio.to_thread(own.with_workers, office)
    paths = [own.said(f"SLOW {number}") for number in range(6)]
    notes = {path: own.later(lambda path=path: office.transcribe(path)) for path in paths}  # type: ignore[misc]
    await eventually(lambda: office.queue_state.in_work == 4)
    await eventually(lambda: len(ear.heard) == 4)
    in_hand = [path for path in paths if path.read_bytes() in ear.heard]
    deleted: list[Msg] = []

    async def delete(msg: Msg) -> None:
        deleted.append(msg)

    async with somebody(admin) as one:
        assert (await asked(one, f"$JS.API.STREAM.DELETE.{STREAM}"))["success"]
        late = own.hears(office, "sau đó")  # it cannot be put there: the queue is made anew
        while "state" not in (told := await asked(one, f"$JS.API.STREAM.INFO.{STREAM}")) or (
            told["state"]["messages"] != 3
        ):
            await asyncio.sleep(0.02)
        await one.client.subscribe(f"$JS.API.STREAM.MSG.DELETE.{STREAM}", cb=delete)
        await one.client.flush()
        for path in in_hand:
            office.leave(path)
        await eventually(lambda: office.queue_state.counts["withdrawn"] == 4)
        own.gate.touch()
        for path in set(paths) - set(in_hand):
            assert (await asyncio.wrap_future(notes[path])).text == path.read_text("utf-8")
        assert (await asyncio.wrap_future(late)).text == "sau đó"
        await one.client.flush()
        assert not deleted
    assert not here.heard


async def test_nothing_stays_in_the_queue_and_in_any_case_no_longer_than_a_day(
    place: Place,
) -> None:
    office, _ = place.office()
    ear = place.worker()
    await asyncio.to_thread(place.with_workers, office)
    path = place.said("SLOW bí mật")
    left = place.later(lambda: office.transcribe(path))
    kept = [place.hears(office, f"SLOW {number}") for number in range(8)]
    await asyncio.to_thread(until, lambda: len(ear.heard) == 4)
    told = await stream_info(place.server.address())
    assert told["config"]["max_age"] == 86_400 * 10**9
    assert told["state"]["messages"] == 9
    office.leave(path)  # its meeting was erased
    assert await asyncio.to_thread(left.exception) is not None
    place.gate.touch()
    for one in kept:
        assert (await asyncio.wrap_future(one)).text
    while (await stream_info(place.server.address()))["state"]["messages"]:
        await asyncio.sleep(0.02)


# --- two bots -------------------------------------------------------------------------------------


def test_two_bots_do_not_share_a_queue(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    office, _ = place.office()
    place.worker()
    place.with_workers(office)
    second, here = place.office(times=SOON)
    assert second.transcribe(place.said("một")).by == here.by
    until(lambda: "another bot has this queue" in caplog.text)
    assert "keys --office" in caplog.text
    assert second.queue_state.trouble == "another bot has this queue"
    assert office.transcribe(place.said("hai")).text == "hai"


@pytest.mark.parametrize("how", ["cut", "hold"])
def test_of_two_bots_that_did_not_see_each_other_the_later_lets_go(place: Place, how: str) -> None:
    """One took the queue while the other was cut off, or its machine without power."""
    with link_to(place.server.port) as link:
        quick = replace(CALM, sign=QUICK.sign, patience=1.0, lost_once=1.0)
        first, _ = place.office(replace(place.server.address(), url=link.url), times=quick)
        ear = place.worker()
        place.with_workers(first)
        getattr(link, how)()
        until(lambda: how == "hold" or not first.queue_state.connected)
        second, here = place.office(times=quick)
        place.with_workers(second)
        slow = [place.hears(second, f"SLOW {number}") for number in range(3)]
        until(lambda: second.queue_state.in_work == 3)
        link.mend()
        until(lambda: second.queue_state.trouble)
        until(lambda: first.queue_state.hearing)
        place.gate.touch()
        assert first.transcribe(place.said("một")).by == ear.by
        assert [one.result().text for one in slow] == [f"SLOW {number}" for number in range(3)]
        assert second.transcribe(place.said("hai")).by == here.by
        first.close()
        until(lambda: second.queue_state.hearing)
        assert second.transcribe(place.said("ba")).by == ear.by


def test_each_bot_with_a_key_of_its_own_has_its_own_queue_and_workers(place: Place) -> None:
    """On one server: neither knows of the other."""
    folder = place.server.keys.folder
    theirs = Keys(folder, "so-y-te")
    theirs.make_office()
    key = theirs.worker("a")
    place.server.reload()
    office, _ = place.office()
    other, _ = place.office(Address(place.server.url, theirs.office, theirs.ca))
    ear = place.worker("a")
    their_ear = place.at(Address(place.server.url, key, theirs.ca))
    place.with_workers(office)
    place.with_workers(other)
    notes = [place.hears(office, f"ta {number}") for number in range(20)]
    their_notes = [place.hears(other, f"họ {number}") for number in range(20)]
    assert [one.result().text for one in notes] == [f"ta {number}" for number in range(20)]
    assert [one.result().text for one in their_notes] == [f"họ {number}" for number in range(20)]
    assert {words.decode()[:2] for words in ear.heard} == {"ta"}
    assert {words.decode()[:2] for words in their_ear.heard} == {"họ"}
    assert len(office.queue_state.workers) == len(other.queue_state.workers) == 1
