"""What strangers send is decoded elsewhere, and gives the same."""

from __future__ import annotations

import ctypes
import multiprocessing
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from foundation import apart
from tests.transcribe import hostile
from tests.waiting import PATIENCE, with_more_time
from transcribe.errors import (
    AudioTooLarge,
    AudioTooLong,
    DecodingFailed,
    EmptyAudio,
    FileMissing,
)
from transcribe.sound import audio, isolated
from transcribe.types import FloatArray

Read = Callable[..., Iterator[FloatArray]]

LIMITS = {"max_seconds": 60.0, "max_bytes": 10**8}


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.ogg"
    path.write_bytes(hostile.HONEST["ogg"]())
    return path


def crash(*_: object) -> Iterator[FloatArray]:
    yield np.zeros(16_000, np.float32)
    ctypes.string_at(0)  # reads where nothing is: what a broken decoder does


def spin(*_: object) -> Iterator[FloatArray]:
    while True:
        pass


def hang(*_: object) -> Iterator[FloatArray]:
    time.sleep(60)
    yield np.zeros(1, np.float32)


def eat(*_: object) -> Iterator[FloatArray]:
    yield np.ones(10**9, np.float32)


def test_the_samples_are_those_of_the_decoder(note: Path) -> None:
    here = np.concatenate(list(audio.stream(note, **LIMITS)))
    for source in (note, note.read_bytes()):
        assert np.array_equal(np.concatenate(list(isolated.stream(source, **LIMITS))), here)
    later = np.concatenate(list(isolated.stream(note, **LIMITS, start=0.5)))
    assert np.array_equal(later, here[8000:])
    assert isolated.probe_seconds(note) == audio.probe_seconds(note)
    isolated.excerpt(note, note.with_suffix(".part"), 0.5, 1.0)
    part = np.concatenate(list(audio.stream(note.with_suffix(".part"), **LIMITS)))
    assert len(part) == pytest.approx(8000, abs=400)
    isolated.playable(note, note.with_suffix(".m4a"), 0.5, 1.0)
    part = np.concatenate(list(audio.stream(note.with_suffix(".m4a"), **LIMITS)))
    assert len(part) == pytest.approx(8000, abs=2200)


def test_errors_come_with_what_they_know(note: Path) -> None:
    with pytest.raises(AudioTooLong) as long:
        list(isolated.stream(note, max_seconds=1.0, max_bytes=10**8))
    assert (round(long.value.seconds), long.value.limit) == (2, 1.0)
    with pytest.raises(AudioTooLarge) as large:
        list(isolated.stream(note, max_seconds=60, max_bytes=100))
    assert (large.value.bytes, large.value.limit) == (note.stat().st_size, 100)
    with pytest.raises(FileMissing):
        list(isolated.stream(note.with_name("none.ogg"), **LIMITS))
    with pytest.raises(FileMissing):
        isolated.probe_seconds(note.with_name("none.ogg"))
    with pytest.raises(EmptyAudio, match="kết thúc trước"):
        isolated.excerpt(note, note.with_suffix(".part"), 50.0, 51.0)


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (crash, "its process died"),
        (spin, "nothing after 1 s|its process died"),
        (hang, "nothing after 1 s"),
        (eat, "more than 512 MB"),
    ],
)
def test_a_crash_a_loop_a_wait_and_hunger_are_errors_of_this_recording(
    note: Path, monkeypatch: pytest.MonkeyPatch, broken: Read, says: str
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(isolated, "SECONDS", 1.0 if broken in (spin, hang) else PATIENCE)
        with pytest.raises(DecodingFailed, match=says):
            list(isolated.stream(note, **LIMITS, read=broken))
    assert list(isolated.stream(note, **LIMITS))


def test_a_file_that_keeps_libav_busy_ends_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "tags.mp3"
    path.write_bytes(hostile.many_tags(60_000))  # 1 MB; half a minute of libav's time
    monkeypatch.setattr(isolated, "SECONDS", 1.0)
    ended = r"nothing after 1(\.05)? s|its process died"  # and not because libav was done with it
    with pytest.raises(DecodingFailed, match=ended):
        list(isolated.stream(path, **LIMITS))
    with pytest.raises(DecodingFailed, match=ended):
        isolated.probe_seconds(path)
    with pytest.raises(DecodingFailed, match=ended):
        isolated.excerpt(path, tmp_path / "part.ogg", 0.0, 1.0)
    assert not multiprocessing.active_children(), "libav goes on"


def test_who_takes_long_between_two_seconds_of_sound_is_waited_for(
    note: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def heard_slowly(seconds: float) -> None:
        monkeypatch.setattr(isolated, "SECONDS", seconds)
        blocks = isolated.stream(note, **LIMITS)
        first = next(blocks)
        time.sleep(1.2 * seconds)
        assert len(first) + sum(map(len, blocks)) == pytest.approx(32_000, abs=2000)

    with_more_time(heard_slowly, 0.5)


def test_a_note_that_nobody_wants_any_more_ends_its_process(note: Path) -> None:
    blocks = isolated.stream(note, **LIMITS)
    next(blocks)
    assert multiprocessing.active_children()
    blocks.close()
    assert not multiprocessing.active_children()


def test_a_small_file_is_not_given_the_time_of_a_long_one(
    note: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[dict[str, float]] = []
    monkeypatch.setattr(apart, "iterate", lambda *_, **limits: given.append(limits) or iter(()))
    list(isolated.stream(note, max_seconds=14_400, max_bytes=10**8))
    list(isolated.stream(bytes(10**7), max_seconds=14_400, max_bytes=10**8, start=7200))
    assert given[0]["computing"] < 45
    assert given[1]["computing"] == 30 + 14_400 / 20
    assert given[1]["seconds"] == 30 + 7200 / 20  # the first two hours are decoded in vain
