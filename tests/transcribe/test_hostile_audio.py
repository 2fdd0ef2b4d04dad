"""Files that strangers make to harm the decoder get an answer, within limits."""

import time
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation import apart
from tests.transcribe import hostile
from tests.transcribe.hostile import HONEST, KINDS, damaged
from transcribe.errors import (
    AudioError,
    AudioTooLong,
    EmptyAudio,
    NoAudio,
    UnreadableAudio,
)
from transcribe.sound import isolated
from transcribe.sound.audio import load
from transcribe.types import SAMPLE_RATE, FloatArray

MINUTE = {"max_seconds": 60.0, "max_bytes": 10**8}


def decoded(data: bytes) -> FloatArray:
    return np.concatenate(list(isolated.stream(data, **MINUTE)))


@pytest.mark.parametrize(
    ("data", "error"),
    [
        pytest.param(lambda: hostile.wav_header(0, 1), UnreadableAudio, id="no samples a second"),
        pytest.param(lambda: hostile.wav_header(1, 1), UnreadableAudio, id="one sample a second"),
        pytest.param(lambda: hostile.wav_header(4_000_000, 1), UnreadableAudio, id="four MHz"),
        pytest.param(lambda: hostile.wav_header(2**31 - 1, 1), UnreadableAudio, id="two GHz"),
        pytest.param(lambda: hostile.wav_header(16_000, 0), NoAudio, id="no channel"),
        pytest.param(lambda: hostile.wav_header(16_000, 500), UnreadableAudio, id="500 channels"),
        pytest.param(lambda: hostile.wav_header(16_000, 65_535), NoAudio, id="65 535 channels"),
        pytest.param(
            lambda: hostile.of_codec(0x9999), UnreadableAudio, id="a codec that nobody knows"
        ),
        pytest.param(
            lambda: hostile.of_codec(0x0270), UnreadableAudio, id="a codec of another time"
        ),
        pytest.param(lambda: hostile.matroska([bytes(9)], rate=1e9), UnreadableAudio, id="one GHz"),
        pytest.param(lambda: hostile.zip_bomb(2000), AudioTooLong, id="a day of silence, zipped"),
        pytest.param(
            lambda: hostile.silent_flac(100), AudioTooLong, id="much silence in few bytes"
        ),
        pytest.param(lambda: hostile.packed_header(20_000_000), NoAudio, id="a zipped header"),
        pytest.param(lambda: hostile.packed_header(2**32 - 1), UnreadableAudio, id="one of 4 GB"),
        pytest.param(
            lambda: hostile.picture_of(16_384), NoAudio, id="a picture of 268 million points"
        ),
        pytest.param(lambda: b"OggS" * 50_000, UnreadableAudio, id="beginnings only"),
    ],
)
def test_a_crafted_file_is_refused_at_once(
    data: Callable[[], bytes], error: type[AudioError]
) -> None:
    made = data()
    began = time.monotonic()
    with pytest.raises(error):
        decoded(made)
    # half of the time after which the decoding would be ended
    assert time.monotonic() - began < isolated.SECONDS / 2


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(lambda: hostile.with_cover(16_384), id="a cover of 268 million points"),
        pytest.param(
            lambda: hostile.tagged([(b"TIT2", b"\x03" + b"x" * 10**7)]), id="a title of 10 MB"
        ),
        pytest.param(lambda: hostile.many_tags(2000), id="2000 tags"),
        pytest.param(lambda: hostile.matroska([bytes(16_000)], streams=5000), id="5000 streams"),
    ],
)
def test_what_is_beside_the_sound_does_not_matter(
    data: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(isolated, "MEGABYTES", 100)
    assert len(decoded(data())) / SAMPLE_RATE == pytest.approx(2.0, abs=0.1)


def test_a_low_rate_is_no_attack_but_a_frame_of_minutes_is() -> None:
    assert len(load(hostile.wav_header(2000, 1), **MINUTE)) / SAMPLE_RATE == pytest.approx(25.0)
    with pytest.raises(UnreadableAudio, match="khung"):
        load(hostile.matroska([bytes(10**6)]), max_seconds=3600, max_bytes=10**8)


ONCE = {name: make() for name, make in HONEST.items()}
DAMAGE = st.tuples(
    st.sampled_from(KINDS),
    st.integers(0, 65_535) | st.integers(0, 3000),  # headers are where numbers do most harm
    st.integers(0, 65_535),
    st.integers(0, 255),
)


# the same examples each time: what a new version of libav does is found by `make fuzz`
@settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(ONCE)),
            st.sampled_from(sorted(ONCE)),
            st.lists(DAMAGE, min_size=1, max_size=8),
        ),
        min_size=10,
        max_size=10,
    )
)
def test_a_damaged_file_gives_samples_or_a_reason(
    accidents: list[tuple[str, str, list[hostile.Damage]]],
) -> None:
    """Ten in one process apart: a crash or a hang ends it, which is an error here."""
    files = [damaged(ONCE[name], ONCE[other], damages) for name, other, damages in accidents]
    apart.call(
        hostile.samples_or_reasons,
        files,
        seconds=isolated.SECONDS,
        megabytes=isolated.MEGABYTES,
    )


@pytest.mark.parametrize("name", sorted(ONCE))
def test_every_cut_of_a_note_gives_samples_or_a_reason(name: str) -> None:
    whole = ONCE[name]
    for part in range(20):
        try:
            samples = load(whole[: part * len(whole) // 20], **MINUTE)
        except (EmptyAudio, NoAudio, UnreadableAudio):
            continue
        assert len(samples) <= 3 * SAMPLE_RATE
