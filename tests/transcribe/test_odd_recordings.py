"""Recordings as people send them that are not one voice on one track from beginning to end."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from tests.transcribe.recordings import Recording, encode, wav
from tests.transcribe.wer import wer
from transcribe import Transcriber
from transcribe.errors import AudioTooLong, UnknownFormat
from transcribe.settings import SpeechSettings
from transcribe.sound.audio import load, probe_seconds
from transcribe.sound.guards import speech_spans
from transcribe.types import SAMPLE_RATE, FloatArray


def read(data: bytes) -> FloatArray:
    return load(data, max_seconds=600, max_bytes=10**8)


def silence(seconds: float) -> FloatArray:
    return np.zeros(round(seconds * SAMPLE_RATE), np.float32)


def is_heard(samples: FloatArray, voice: FloatArray) -> bool:
    """Whether the detector finds about as much speech in it as in the voice alone."""

    def spoken(of: FloatArray) -> float:
        return sum(end - begin for begin, end in speech_spans(of))

    return abs(spoken(samples) - spoken(voice)) < 0.25 * spoken(voice)


def muxed(
    container: str,
    tracks: Sequence[tuple[str, str, FloatArray]],
    *,
    rate: int = 48_000,
    options: dict[str, str] | None = None,
) -> bytes:
    """A file with several tracks: the codec, the layout and the samples, (n,) or (channels, n)."""
    out = io.BytesIO()
    with av.open(out, "w", format=container, options=options or {}) as made:
        streams = []
        for codec, layout, samples in tracks:
            stream = made.add_stream(codec, rate=rate, layout=layout)
            streams.append((stream, samples))
        for stream, samples in streams:
            planes = np.atleast_2d(samples).astype(np.float32)
            resampler = av.AudioResampler(
                stream.codec_context.format, stream.codec_context.layout, rate, frame_size(stream)
            )
            frame = av.AudioFrame.from_ndarray(
                planes, format="fltp", layout=stream.codec_context.layout.name
            )
            frame.sample_rate = SAMPLE_RATE
            for ready in (*resampler.resample(frame), *resampler.resample(None)):
                made.mux(stream.encode(ready))
            made.mux(stream.encode(None))
    return out.getvalue()


def frame_size(stream: av.AudioStream) -> int:
    return stream.codec_context.frame_size or 1024


# --- loud and quiet people ----------------------------------------------------------------------


@pytest.mark.parametrize("order", ["loud first", "quiet first"])
def test_somebody_much_quieter_right_behind_somebody_is_heard(
    order: str, voices: list[FloatArray], six: list[Recording], default: Transcriber
) -> None:
    quiet = voices[5] * np.float32(0.1)  # 20 dB
    pair = [(voices[1], six[1]), (quiet, six[5])]
    if order == "quiet first":
        pair.reverse()
    whole = np.concatenate([pair[0][0], silence(1.0), pair[1][0]])
    heard = default.transcribe(wav(whole)).text
    assert wer([f"{pair[0][1].words} {pair[1][1].words}"], [heard]) < 0.5, heard


# --- channels and tracks ------------------------------------------------------------------------

BESIDE = {
    "upside down": lambda voice: -voice,
    "nearly upside down": lambda voice: -0.9 * voice,
    "silent": lambda voice: 0 * voice,
    "the same": lambda voice: voice,
    "half as loud, upside down": lambda voice: -0.5 * voice,
}


@pytest.mark.parametrize("other", BESIDE)
def test_a_second_channel_never_takes_the_first_away(other: str, voices: list[FloatArray]) -> None:
    both = np.stack([voices[0], BESIDE[other](voices[0])])
    found = read(muxed("matroska", [("libopus", "stereo", both)]))
    assert is_heard(found, voices[0])
    assert float(np.abs(found).max()) > 0.3 * float(np.abs(voices[0]).max())


def test_each_of_several_tracks_is_heard(voices: list[FloatArray]) -> None:
    """A screen recorder's: the speakers' own sound, silent, and the microphone; or both speak."""
    for first in (silence(len(voices[0]) / SAMPLE_RATE), voices[1]):
        found = read(
            muxed("matroska", [("libopus", "mono", first), ("libopus", "mono", voices[0])])
        )
        longest = max(len(first), len(voices[0])) / SAMPLE_RATE
        assert len(found) / SAMPLE_RATE == pytest.approx(longest, abs=0.2)
        assert is_heard(found[: len(voices[0])], voices[0])


def test_a_track_that_ends_early_holds_nobody_up(voices: list[FloatArray]) -> None:
    long = np.concatenate([silence(90), voices[0]])
    found = read(muxed("matroska", [("libopus", "mono", voices[1]), ("libopus", "mono", long)]))
    assert len(found) == pytest.approx(len(long), abs=SAMPLE_RATE // 5)
    assert is_heard(found[-len(voices[0]) :], voices[0])


# --- pauses, parts, ends ------------------------------------------------------------------------


def test_pauses_that_a_telephone_leaves_out_keep_their_time(voices: list[FloatArray]) -> None:
    """AMR with silence descriptors and frames without data between two sentences."""
    data = bytearray(b"#!AMR\n")
    speech = encode(voices[0], "amr", "libopencore_amrnb", 8_000)[len(b"#!AMR\n") :]
    pause = (bytes([8 << 3 | 4, 0, 0, 0, 0, 0]) + bytes([15 << 3 | 4]) * 7) * 75  # 12 s
    data += pause + speech + pause + speech
    found = read(bytes(data))
    sentence = len(voices[0]) / SAMPLE_RATE
    assert len(found) / SAMPLE_RATE == pytest.approx(2 * (12 + sentence), abs=0.3)
    spans = speech_spans(found)
    assert spans[0][0] == pytest.approx(12 + speech_spans(voices[0])[0][0], abs=0.5)
    assert spans[-1][1] == pytest.approx(24 + sentence + speech_spans(voices[0])[-1][1], abs=0.5)


def test_ogg_files_that_were_joined_are_heard_to_the_end(
    voices: list[FloatArray], tmp_path: Path
) -> None:
    stereo = np.stack([voices[1], voices[1]])
    joined = (
        encode(voices[0], "ogg", "libopus", 48_000)
        + muxed("ogg", [("libopus", "stereo", stereo)])
        + encode(voices[2], "ogg", "libopus", 48_000)
    )
    found = read(joined)
    expected = sum(map(len, voices[:3]))
    assert len(found) == pytest.approx(expected, abs=SAMPLE_RATE // 4)
    assert is_heard(found[len(voices[0]) :][: len(voices[1])], voices[1])
    assert is_heard(found[-len(voices[2]) :], voices[2])
    path = tmp_path / "noi.ogg"
    path.write_bytes(joined)
    said = probe_seconds(path)
    assert said == pytest.approx(expected / SAMPLE_RATE, abs=0.5)
    with pytest.raises(AudioTooLong):
        load(joined, max_seconds=expected / SAMPLE_RATE - 1, max_bytes=10**8)
    broken = joined[: len(joined) - 2000]
    assert len(read(broken)) > sum(map(len, voices[:2]))


def test_the_end_of_what_is_a_little_longer_than_the_limit_is_not_left_out() -> None:
    a_minute = encode(silence(60.2), "flac", "flac", 16_000)
    most = SpeechSettings(max_audio_minutes=1).longest
    assert len(load(a_minute, max_seconds=most, max_bytes=10**8)) > 60 * SAMPLE_RATE


def without_duration(samples: FloatArray) -> bytes:
    """As a browser records: packets as they come, and at the end nobody writes how long it was."""
    out = io.BytesIO()
    unseekable = Unseekable(out)
    with av.open(unseekable, "w", format="webm", options={"live": "1"}) as made:
        stream = made.add_stream("libopus", rate=48_000, layout="mono")
        frame = av.AudioFrame.from_ndarray(
            np.round(samples * 32767).astype(np.int16)[None], format="s16", layout="mono"
        )
        frame.sample_rate = SAMPLE_RATE
        frame.time_base = Fraction(1, SAMPLE_RATE)
        resampler = av.AudioResampler("s16", "mono", 48_000, 960)
        for ready in (*resampler.resample(frame), *resampler.resample(None)):
            made.mux(stream.encode(ready))
        made.mux(stream.encode(None))
    return out.getvalue()


class Unseekable:
    """A file that can only be written on."""

    def __init__(self, file: io.BytesIO) -> None:
        self._file = file

    def write(self, data: bytes) -> int:
        return self._file.write(data)


def test_a_browsers_recording_says_how_long_it_is_though_it_does_not_say_so(
    voices: list[FloatArray], tmp_path: Path
) -> None:
    whole = np.concatenate([part for voice in voices * 6 for part in (voice, silence(0.5))])
    path = tmp_path / "ghi.webm"
    path.write_bytes(without_duration(whole))
    with av.open(str(path)) as opened:
        assert opened.duration is None
    assert probe_seconds(path) == pytest.approx(len(whole) / SAMPLE_RATE, abs=0.5)


# --- kinds of files -----------------------------------------------------------------------------

KINDS: dict[str, Callable[[FloatArray], bytes]] = {
    "a camcorder's stream, AC-3": lambda v: muxed("mpegts", [("ac3", "mono", v)]),
    "a camcorder's stream, MP2": lambda v: muxed("mpegts", [("mp2", "mono", v)]),
    "a disc's program stream": lambda v: muxed("vob", [("mp2", "mono", v)]),
    "an old player's": lambda v: muxed("flv", [("aac", "mono", v)], rate=44_100),
    "WavPack": lambda v: muxed("wv", [("wavpack", "mono", v)]),
    "Sun audio": lambda v: muxed("au", [("pcm_s16be", "mono", v)]),
    "Creative voice": lambda v: muxed("voc", [("pcm_s16le", "mono", v)]),
}


@pytest.mark.parametrize("kind", KINDS)
def test_other_kinds_of_files_are_read(kind: str, voices: list[FloatArray]) -> None:
    assert is_heard(read(KINDS[kind](voices[0])), voices[0])


def test_a_kind_that_is_not_read_is_told_apart_from_damage(voices: list[FloatArray]) -> None:
    with pytest.raises(UnknownFormat):
        read(muxed("tta", [("tta", "mono", voices[0])]))
