"""Networks that end or hold still, workers that are slow, engines without anything to hear with."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.waiting import PATIENCE, with_more_time
from tests.workers.link import link_to
from tests.workers.machines import CALM, QUICK, FakeEar, Place, until
from transcribe.errors import NoWorkers, ServerFails, WorkersLost
from transcribe.remote.jobs import Job, Try
from transcribe.remote.wire import Sign
from transcribe.types import HeardWith, Transcript

#: of an office that leaves all to its workers, and soon to another where one is lost
AGAIN = replace(CALM, ack=QUICK.ack)


@pytest.mark.parametrize("how", ["cut", "hold"])
def test_what_a_worker_had_that_is_cut_off_another_hears(place: Place, how: str) -> None:
    """What it says when it is back changes nothing."""
    office, here = place.office(times=replace(AGAIN, alive=QUICK.alive))
    with link_to(place.server.port) as link:
        place.process("a", url=link.url)
        place.with_workers(office)
        note, long = place.hears(office, "SLOW một"), place.hears_long(office, "hai\nSLOW ba\nbốn")
        until(lambda: office.queue_state.in_work == 2)
        getattr(link, how)()
        ear = place.worker("b")
        until(lambda: [one.sign.name for one in office.queue_state.hearing] == ["b"])
        place.gate.touch()
        assert note.result().text == "SLOW một"
        assert [piece.segments[0].text for piece in long.result()] == ["hai", "SLOW ba", "bốn"]
        assert ear.heard
        link.mend()
        until(lambda: len(office.queue_state.hearing) == 2)
        until(lambda: all(one.sign.busy == 0 for one in office.queue_state.hearing))
    assert office.queue_state.counts["answered"] == 2
    assert not here.heard


def test_a_slow_worker_keeps_what_it_has(place: Place) -> None:
    """For as long as it says that it is at work, longer than a message has for its answer."""
    with_more_time(lambda ack: keeps_what_it_has(place, ack), 0.3)


def keeps_what_it_has(place: Place, ack: float) -> None:
    """Of a worker that says three times in `ack` seconds that it is at work."""

    class Slow(FakeEar):
        def transcribe(self, source: bytes, *, hints: str = "", voices: bool = True) -> Transcript:
            time.sleep(5 * ack)
            return super().transcribe(source, hints=hints)

    office, _ = place.office(times=replace(AGAIN, ack=ack))
    ear = Slow()
    worker = place.inside("a", ear, replace(QUICK, ack=ack))
    try:
        place.with_workers(office)
        assert place.hears(office, "một").result().text == "một"
        counts = office.queue_state.counts
        assert ear.heard == ["một".encode()]
        assert (counts["redelivered"], counts["lost"]) == (0, 0)
    finally:
        place.leave(worker)
        office.close()


def test_an_engine_with_nothing_to_hear_with_costs_no_recording(place: Place) -> None:
    """Its server is away: the worker gives back what it has, and takes nothing for a while."""
    office, here = place.office()

    class Ill(FakeEar):
        well = False

        def transcribe(self, source: bytes, *, hints: str = "", voices: bool = True) -> Transcript:
            if not self.well:
                raise ServerFails("away")
            return super().transcribe(source, hints=hints)

    ear = Ill()
    place.inside("a", ear)
    place.with_workers(office)
    notes = [place.hears(office, f"lời {number}") for number in range(6)]
    until(lambda: not office.queue_state.hearing)  # nobody counts on it
    until(lambda: office.queue_state.hearing)  # it tries again
    until(lambda: not office.queue_state.hearing)
    ear.well = True
    assert [one.result().text for one in notes] == [f"lời {number}" for number in range(6)]
    counts = office.queue_state.counts
    assert (counts["failed"], counts["lost"], counts["given_up"]) == (0, 0, 0)
    assert not here.heard


def test_a_server_that_goes_away_again_and_again_is_not_held_against_what_was_in_hand(
    place: Place,
) -> None:
    """Though others were heard since that was taken; and nobody is there for a while then."""
    calm = replace(CALM, patience=1.0, lost_once=1.0, suspects=1.0)
    office, _ = place.office(when="never", times=calm)

    class Flapping(FakeEar):
        kept = taken = 0
        away, well = False, False
        goes = threading.Semaphore(0)

        def transcribe(self, source: bytes, *, hints: str = "", voices: bool = True) -> Transcript:
            if b"KEPT" in source and not self.well:
                self.taken += 1
                assert self.away or self.goes.acquire(timeout=PATIENCE)
                raise ServerFails("away")
            return super().transcribe(source, hints=hints)

    ear = Flapping()
    worker = place.inside("a", ear)
    place.with_workers(office)
    kept = place.said("KEPT")
    first = place.later(lambda: office.transcribe(kept))
    for number in (1, 2):
        until(lambda number=number: ear.taken == number)  # type: ignore[misc]
        assert place.hears(office, "lời").result().text == "lời"
        until(lambda number=number: office.queue_state.workers[0].sign.done == number)  # type: ignore[misc]
        ear.goes.release()
        until(lambda number=number: office.queue_state.counts["failed"] == number)  # type: ignore[misc]
    until(lambda: ear.taken == 3)
    ear.away = True
    ear.goes.release()
    place.leave(worker)
    assert isinstance(first.exception(), NoWorkers)
    counts = office.queue_state.counts
    assert (counts["failed"], counts["lost"], counts["given_up"]) == (2, 0, 0)
    ear.well = True
    place.inside("a", ear)
    until(lambda: office.queue_state.hearing)
    assert place.later(lambda: office.transcribe(kept)).result().text == "KEPT"


def test_a_refusal_counts_where_others_were_heard_since_and_what_was_refused_is_not_passed() -> (
    None
):
    job = Job("long", Path("a.ogg"), "", lambda _: None)

    def refused(heard: int) -> tuple[int, int]:
        job.begin(Try("worker", "token", alone=job.goes_alone))
        job.count_refused(heard)
        assert not job.open
        return job.past.refused, job.past.refused_alone

    assert [refused(heard) for heard in (0, 0, 5, 5, 5, 6)] == [
        *[(1, 0)] * 2,
        *[(2, 0)] * 3,
        (3, 1),
    ]
    assert job.goes_alone
    assert not job.is_suspected  # another machine, and the office's own, may hear it
    job.is_heard_to(30.0)
    assert not job.goes_alone
    assert [refused(heard)[1] for heard in range(7, 12)] == [0, 0, 1, 2, 3]
    assert job.is_given_up


def test_what_a_server_cannot_hear_alone_is_that_recordings_trouble(place: Place) -> None:
    """The others are heard, by the same engine: it ends as a failure, and takes nobody's time."""
    office, _ = place.office()

    class Picky(FakeEar):
        def transcribe(self, source: bytes, *, hints: str = "", voices: bool = True) -> Transcript:
            if b"POISON" in source:
                raise ServerFails("500")
            return super().transcribe(source, hints=hints)

    place.inside("a", Picky())
    place.with_workers(office)
    poison = place.hears(office, "POISON")
    number = 0
    while not poison.done():
        number += 1
        assert place.hears(office, f"lời {number}").result().text == f"lời {number}"
    assert isinstance(poison.exception(), WorkersLost)


def test_what_ends_its_only_worker_is_known_again_though_nobody_came_back_meanwhile(
    place: Place,
) -> None:
    """Where this machine never hears, a recording is handed out again and again."""
    quick = replace(QUICK, ack=0.5)
    office, _ = place.office(when="never", times=replace(quick, lost_once=0.5))
    worker = place.process("a", times=quick)
    place.with_workers(office)
    deadly = place.said("DEADLY")
    first = place.later(lambda: office.transcribe(deadly))
    assert isinstance(first.exception(), NoWorkers)
    worker.again()
    until(lambda: office.queue_state.hearing)
    second = place.later(lambda: office.transcribe(deadly))
    until(lambda: second.done() or (worker.has_ended and worker.again()))
    assert isinstance(second.exception(), WorkersLost)
    assert office.queue_state.counts["lost"] == 4  # of five: the first counts


def test_a_worker_of_a_later_version_is_counted_on() -> None:
    told: dict[str, Any] = json.loads(Sign("a", HeardWith("fake", "base", "d1")).to_bytes())
    told["colour"] = "blue"
    told["model"]["licence"] = "MIT"
    assert Sign.from_bytes(json.dumps(told).encode()).model == HeardWith("fake", "base", "d1")


def test_a_short_note_does_not_wait_for_long_recordings_nor_they_for_it(place: Place) -> None:
    office, _ = place.office()
    place.worker()
    place.with_workers(office)
    long = [place.hears_long(office, f"một {number}\nSLOW hai\nba") for number in range(3)]
    until(lambda: office.queue_state.in_work == 2)  # the third waits
    for number in range(20):
        assert place.hears(office, f"lời {number}").result().text == f"lời {number}"
    waiting = place.hears(office, "SLOW bốn")
    place.gate.touch()
    assert [len(one.result()) for one in long] == [3, 3, 3]
    assert waiting.result().text == "SLOW bốn"
