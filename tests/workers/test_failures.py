"""Workers and servers are killed, frozen, cut off: each recording is heard once, and none is lost.

With real processes. What the office counts on is what it knows itself: a worker that says that it
begins, and the signs of life.
"""

from __future__ import annotations

import shutil
import signal
import threading
from concurrent.futures import Future
from dataclasses import replace

from tests.workers.machines import CALM, QUICK, FakeEar, Place, Process, until
from transcribe.errors import WorkersLost
from transcribe.remote.client import RemoteRecognizer
from transcribe.types import Transcript

#: of an office that leaves all to its workers, and soon to another where one is lost
AGAIN = replace(CALM, ack=QUICK.ack)


def engines(answers: list[Future[Transcript]]) -> set[str]:
    return {one.result().by.engine for one in answers}  # type: ignore[union-attr]


def busy(office: RemoteRecognizer, count: int = 1) -> None:
    until(lambda: office.queue_state.in_work >= count)


def test_what_a_killed_worker_had_another_hears(place: Place) -> None:
    office, here = place.office(times=AGAIN)
    worker = place.process("a", most=4)
    place.with_workers(office)
    notes = [place.hears(office, f"SLOW {number}") for number in range(6)]
    busy(office, 4)
    place.process("b")
    place.with_workers(office, 2)
    worker.signal(signal.SIGKILL)
    place.gate.touch()
    assert [one.result().text for one in notes] == [f"SLOW {number}" for number in range(6)]
    assert engines(notes) == {"fake"}
    counts = office.queue_state.counts
    assert counts["answered"] == 6
    assert min(counts["lost"], counts["redelivered"]) >= 4
    assert not here.heard


def test_what_a_frozen_worker_says_late_changes_nothing(place: Place) -> None:
    office, _ = place.office(times=replace(AGAIN, alive=QUICK.alive))
    worker = place.process("a")
    place.with_workers(office)
    note, long = place.hears(office, "SLOW một"), place.hears_long(office, "hai\nSLOW ba\nbốn")
    busy(office, 2)
    worker.signal(signal.SIGSTOP)
    place.worker("b")
    until(lambda: [one.sign.name for one in office.queue_state.hearing] == ["b"])
    place.gate.touch()
    assert note.result().text == "SLOW một"
    assert [piece.segments[0].text for piece in long.result()] == ["hai", "SLOW ba", "bốn"]
    worker.signal(signal.SIGCONT)
    until(lambda: len(office.queue_state.hearing) == 2)
    until(lambda: all(one.sign.busy == 0 for one in office.queue_state.hearing))
    assert office.queue_state.counts["answered"] == 2


def test_a_worker_that_is_stopped_gives_back_what_it_does_not_end(place: Place) -> None:
    office, _ = place.office()
    worker = place.process("a")
    place.with_workers(office)
    note = place.hears(office, "SLOW một")
    busy(office)
    worker.signal(signal.SIGTERM)
    place.gate.touch()
    assert note.result().by is not None
    until(lambda: worker.has_ended)
    assert worker.process.returncode == 0
    assert office.queue_state.counts.get("lost", 0) == 0


def test_neither_worker_nor_bot_waits_at_its_end_for_a_server_that_says_nothing(
    own: Place,
) -> None:
    """Frozen, with each connection open. Of one answer after the other none would come."""
    own.server.start()
    office, _ = own.office()
    never = replace(QUICK, asking=600.0, stop=0.0)
    worker = own.inside("a", FakeEar(gate=own.gate), never)
    own.with_workers(office)
    notes = [own.hears(office, f"SLOW {number}") for number in range(4)]
    busy(office, 4)
    own.server.signal(signal.SIGSTOP)
    own.leave(worker)
    office.close()
    assert len(notes) == 4


def test_a_worker_that_is_stopped_before_it_has_a_server_or_a_model_ends(own: Place) -> None:
    own.leave(own.inside("a", FakeEar()))
    loads = threading.Event()

    class Loading(FakeEar):
        def load(self) -> None:
            loads.set()
            until(own.gate.exists)

    worker = own.inside("b", Loading())
    until(loads.is_set)
    own.leave(worker)


def test_what_ends_every_worker_ends_as_a_failure_and_takes_no_other_with_it(place: Place) -> None:
    """The good ones that were in hand at the same time are heard, by workers alone."""
    office, here = place.office(times=AGAIN)
    workers = [place.process(name) for name in "ab"]
    place.with_workers(office, 2)
    deadly = place.hears(office, "DEADLY")
    good = [place.hears(office, f"lời {number}") for number in range(10)]

    def all_ended() -> bool:
        for worker in workers:
            if worker.has_ended:
                worker.again()
        return all(one.done() for one in [deadly, *good])

    until(all_ended)
    assert isinstance(deadly.exception(), WorkersLost)
    assert [one.result().text for one in good] == [f"lời {number}" for number in range(10)]
    assert engines(good) == {"fake"}
    assert not here.heard
    assert office.queue_state.counts["lost"] >= 5
    # it has left the queue: a worker has nothing to die of
    survivor: list[Process] = workers
    until(lambda: not any(one.has_ended and one.again() is None for one in survivor))
    assert office.transcribe(place.said("sau đó")).text == "sau đó"


def test_a_server_that_is_killed_and_comes_back_loses_nothing(own: Place) -> None:
    own.server.start()
    office, here = own.office(times=QUICK)
    own.worker("a")
    own.with_workers(office)
    notes = [own.hears(office, f"SLOW {number}") for number in range(12)]
    busy(office, 4)
    own.server.kill()
    own.gate.touch()
    own.server.start()
    assert [one.result().text for one in notes] == [f"SLOW {number}" for number in range(12)]
    assert office.queue_state.counts["answered"] + len(here.heard) == 12


def test_a_server_that_comes_back_without_its_disk_is_given_the_jobs_again(own: Place) -> None:
    own.server.start()
    office, here = own.office()
    own.worker("a")
    own.with_workers(office)
    notes = [own.hears(office, f"SLOW {number}") for number in range(12)]
    busy(office, 4)
    own.server.kill()
    shutil.rmtree(own.server.keys.folder / "queue")
    own.gate.touch()
    own.server.start()
    assert [one.result().text for one in notes] == [f"SLOW {number}" for number in range(12)]
    assert not here.heard


def test_without_a_server_this_machine_hears_and_goes_back_when_one_comes(own: Place) -> None:
    office, _ = own.office(times=replace(CALM, patience=1.0, lost_once=1.0))
    office.load()
    assert own.hears(office, "một").result().by.engine == "here"  # type: ignore[union-attr]
    own.server.start()
    own.worker("a")
    own.with_workers(office)
    assert own.hears(office, "hai").result().by.engine == "fake"  # type: ignore[union-attr]
    own.server.kill()
    assert own.hears(office, "ba").result().by.engine == "here"  # type: ignore[union-attr]


def test_a_server_whose_disk_is_full_is_as_good_as_none(own: Place) -> None:
    own.server.hold(300)
    own.server.start()
    office, _ = own.office(times=QUICK)
    own.worker("a")
    words = [own.hears(office, f"lời {number}") for number in range(8)]
    assert [one.result().text for one in words] == [f"lời {number}" for number in range(8)]


def test_an_office_that_begins_anew_finds_nothing_of_the_one_before(place: Place) -> None:
    """A bot that was killed: what it had handed out is not heard for nobody."""
    before, _ = place.office()
    ear = place.worker()
    place.with_workers(before)
    waiting = [place.hears(before, f"SLOW {number}") for number in range(9)]
    busy(before, 4)
    before.close()
    del waiting
    after, _ = place.office()
    place.with_workers(after)
    place.gate.touch()
    assert after.transcribe(place.said("mới")).text == "mới"
    until(lambda: after.queue_state.hearing[0].sign.busy == 0)
    assert after.queue_state.counts["answered"] == 1
    assert sum(words.startswith(b"SLOW") for words in ear.heard) <= 8
