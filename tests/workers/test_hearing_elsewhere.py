"""What another machine hears is what this one would have, wherever it is heard."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import pytest

from tests.transcribe.openai_api import says, serving
from tests.workers.machines import CALM, QUICK, Place, until
from transcribe import SpeechSettings, Transcriber
from transcribe.errors import (
    AudioTooLarge,
    AudioTooLong,
    FileMissing,
    NoAudio,
    NoWorkers,
    WorkersLost,
)
from transcribe.types import FloatArray, HeardWith

from tests.transcribe.conftest import six, voices  # noqa: F401  isort: skip

#: of an office that soon hears by itself where nobody is there
SOON = replace(CALM, patience=1.0)


def test_a_note_and_a_long_recording_are_heard_by_a_worker(place: Place) -> None:
    office, here = place.office()
    ear = place.worker()
    place.with_workers(office)
    note = office.transcribe(place.said("Xin chào"), hints="Lê Hà, Sở Y tế")
    assert (note.text, note.seconds, note.confidence) == ("Xin chào", 8.0, 0.9)
    assert (note.heard, note.doubts) == ("xin chào", ("Lê Hà, Sở Y tế",))
    assert note.by == HeardWith("fake", "base", "d1")
    long = list(office.pieces(place.said("một\nhai\nba"), start=30.0))
    assert [(p.start, p.end, p.segments[0].text) for p in long] == [
        (30.0, 60.0, "hai"),
        (60.0, 90.0, "ba"),
    ]
    assert ear.heard
    assert not here.heard
    assert office.work.sound == 8.0 + 60.0
    assert office.queue_state.counts["answered"] == 2


@pytest.mark.parametrize("wanted", [True, False])
def test_an_office_that_wants_no_voices_has_none_computed(place: Place, wanted: bool) -> None:
    office, _ = place.office(voices=wanted)
    ear = place.worker()
    place.with_workers(office)
    office.transcribe(place.said("Xin chào"))
    list(office.pieces(place.said("một\nhai")))
    assert ear.with_voices == [wanted, wanted]


def test_a_large_recording_comes_whole(place: Place) -> None:
    office, _ = place.office()
    place.worker()
    place.with_workers(office)
    path = place.said("lời dài " * 200_000)
    assert office.transcribe(path).text == hashlib.sha256(path.read_bytes()).hexdigest()


def test_what_cannot_be_used_is_said_as_here(place: Place) -> None:
    office, _ = place.office(max_seconds=31.0, max_bytes=100)
    place.worker()
    place.with_workers(office)
    with pytest.raises(NoAudio, match="no sound"):
        office.transcribe(place.said("ODD"))
    with pytest.raises(AudioTooLarge):
        office.transcribe(place.said("x" * 101))
    with pytest.raises(FileMissing):
        office.transcribe(place.said("x").with_name("nowhere.ogg"))
    heard = []
    with pytest.raises(AudioTooLong):
        heard.extend(office.pieces(place.said("một\nhai\nba")))
    with pytest.raises(NoAudio):
        list(office.pieces(place.said("ODD")))


def test_neither_sound_nor_words_stand_on_the_servers_disk(place: Place) -> None:
    office, _ = place.office()
    place.worker()
    place.with_workers(office)
    waiting = place.later(lambda: office.transcribe(place.said("SLOW bí mật"), hints="ông Tuyệt"))
    until(lambda: office.queue_state.in_work)
    kept = place.server.kept
    place.gate.touch()
    assert waiting.result().text == "SLOW bí mật"
    for stored in (kept, place.server.kept):
        assert "bí mật".encode() not in stored
        assert "ông Tuyệt".encode() not in stored


def test_a_worker_with_another_model_takes_nothing(place: Place) -> None:
    office, here = place.office(model="vinai/PhoWhisper-small", times=SOON)
    other = place.worker("a", model="base")
    place.later(office.load)
    until(lambda: office.queue_state.workers)
    assert office.transcribe(place.said("một")).by == HeardWith("here", "base", "d1")
    right = place.worker("b", model="/models/PhoWhisper-small")
    until(lambda: office.queue_state.hearing)
    assert office.transcribe(place.said("hai")).text == "hai"
    assert (other.heard, right.heard, here.heard) == ([], [b"hai"], [b"m\xe1\xbb\x99t"])


# --- nobody is there ------------------------------------------------------------------------------


def test_without_a_worker_this_machine_hears_and_goes_back_when_one_comes(place: Place) -> None:
    office, here = place.office(times=SOON)
    office.load()
    assert here.loaded
    assert office.transcribe(place.said("một")).by == here.by
    ear = place.worker()
    place.with_workers(office)
    assert office.transcribe(place.said("hai")).by == ear.by


def test_a_long_recording_that_this_machine_began_goes_on_at_a_worker(place: Place) -> None:
    office, _ = place.office(times=SOON)
    pieces = office.pieces(place.said("một\nhai\nba"))
    first = next(pieces)
    place.worker()
    place.with_workers(office)
    by = [piece.by.engine if piece.by else "" for piece in (first, *pieces)]
    assert by == ["here", "fake", "fake"]


def test_a_long_recording_whose_worker_goes_is_heard_on_here(place: Place) -> None:
    office, _ = place.office(times=QUICK)
    worker = place.process()
    place.with_workers(office)
    pieces = office.pieces(place.said("một\nSLOW hai\nba"))
    heard = [next(pieces)]
    worker.signal(9)
    place.gate.touch()
    heard += pieces
    assert [piece.segments[0].text for piece in heard] == ["một", "SLOW hai", "ba"]
    assert [piece.by.engine if piece.by else "" for piece in heard] == ["fake", "here", "here"]


def test_where_this_machine_never_hears_it_says_that_nobody_does(place: Place) -> None:
    office, here = place.office(when="never", times=SOON)
    with pytest.raises(NoWorkers):
        office.load()
    with pytest.raises(NoWorkers):
        office.transcribe(place.said("một"))
    with pytest.raises(NoWorkers):
        list(office.pieces(place.said("một")))
    assert not office.loaded
    place.worker()
    place.with_workers(office)
    assert office.loaded
    assert office.transcribe(place.said("hai")).text == "hai"
    assert not here.heard


def test_where_this_machine_always_hears_it_helps_those_that_are_full(place: Place) -> None:
    office, here = place.office(when="always")
    place.worker()
    place.with_workers(office)
    places = office.queue_state.hearing[0].sign.places
    slow = [place.hears(office, f"SLOW {n}") for n in range(places)]
    until(lambda: office.queue_state.in_work == places)
    assert office.transcribe(place.said("thêm")).by == here.by
    place.gate.touch()
    assert {one.result().by for one in slow} != {here.by}


# --- an engine that fails -------------------------------------------------------------------------


def test_what_fails_at_every_try_is_given_up_and_leaves_the_queue(place: Place) -> None:
    office, here = place.office()
    ear = place.worker()
    place.with_workers(office)
    good = [place.hears(office, f"lời {n}") for n in range(3)]
    with pytest.raises(WorkersLost):
        office.transcribe(place.said("BROKEN"))
    assert [one.result().text for one in good] == ["lời 0", "lời 1", "lời 2"]
    assert ear.heard.count(b"BROKEN") == 5  # twice with others, three times alone
    assert not here.heard
    assert office.queue_state.waiting == {"note": (0, 0.0), "long": (0, 0.0)}


# --- nobody waits any more ------------------------------------------------------------------------


def test_what_is_left_is_gone_from_the_queue_and_no_answer_counts(place: Place) -> None:
    office, _ = place.office()
    ear = place.worker()
    place.with_workers(office)
    path = place.said("SLOW một")
    waits = place.later(lambda: office.transcribe(path))
    until(lambda: ear.heard)
    office.leave(path)
    assert waits.exception() is not None
    until(lambda: office.queue_state.in_work == 0)
    place.gate.touch()
    assert office.transcribe(place.said("hai")).text == "hai"
    assert office.queue_state.counts["withdrawn"] == 1
    assert office.queue_state.counts["answered"] == 1


def test_a_recording_of_two_lines_is_heard_for_the_other(place: Place) -> None:
    office, _ = place.office()
    place.worker()
    place.with_workers(office)
    path = place.said("SLOW hai dòng")
    both = [place.later(lambda: office.transcribe(path)) for _ in range(2)]
    until(lambda: office.queue_state.in_work == 2)
    office.leave(path)
    place.gate.touch()
    assert [one.result().text for one in both] == ["SLOW hai dòng"] * 2


def test_a_long_recording_that_is_left_stops_at_its_worker(place: Place) -> None:
    office, _ = place.office()
    place.worker()
    place.with_workers(office)
    path = place.said("một\nSLOW hai\nba")
    pieces = office.pieces(path)
    assert next(pieces).end == 30.0
    stuck = place.later(lambda: next(pieces, None))
    until(lambda: any(one.sign.busy for one in office.queue_state.workers))
    office.leave(path)
    assert stuck.exception() is not None
    place.gate.touch()
    until(lambda: all(one.sign.busy == 0 for one in office.queue_state.workers))
    assert office.queue_state.counts.get("answered", 0) == 0


# --- many notes -----------------------------------------------------------------------------------


def test_many_notes_are_heard_once_each(place: Place) -> None:
    office, here = place.office()
    ears = [place.worker(name) for name in "ab"]
    place.with_workers(office, 2)
    answers = [place.hears(office, f"lời {number}") for number in range(200)]
    assert [one.result().text for one in answers] == [f"lời {n}" for n in range(200)]
    heard = [words for ear in ears for words in ear.heard]
    assert len(heard) == len(set(heard)) == 200
    assert not here.heard


def test_a_queue_that_is_never_there_costs_one_wait_only(place: Place) -> None:
    """The first recording waits for a worker, the others do not."""
    address = place.server.address()
    nowhere = replace(address, url="tls://127.0.0.1:9")
    office, _ = place.office(nowhere, times=SOON)
    assert [office.transcribe(place.said(f"{n}")).text for n in range(20)] == [
        str(n) for n in range(20)
    ]
    assert not office.queue_state.connected


def test_a_worker_may_hear_by_a_server_of_its_own(
    place: Place,
    voices: list[FloatArray],  # noqa: F811
) -> None:
    """Of OpenAI's kind: the office asks for the model's name there."""

    def decoder(source: Any, **given: Any) -> Any:
        yield voices[0]

    segment = {"text": "xin chào các đồng chí", "avg_logprob": -0.5}
    with serving(lambda asked: says({"text": segment["text"], "segments": [segment]})) as api:
        settings = SpeechSettings(whisper_engine="openai_server", openai_server_url=api.url)
        office, here = place.office(model="whisper-1")
        place.inside("a", Transcriber(settings, decoder))
        place.with_workers(office)
        heard = office.transcribe(place.said("tiếng"))
    assert heard.by == HeardWith("openai_server", "whisper-1")
    assert "ào các đồng chí" in heard.text
    assert heard.doubts  # of the sentence as a whole
    assert not here.heard
