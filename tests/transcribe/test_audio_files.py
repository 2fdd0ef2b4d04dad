"""Every container that a phone sends, and what is none."""

import logging
from pathlib import Path

import numpy as np
import pytest

from tests.transcribe.recordings import Recording, encode, film, picture, wav
from tests.transcribe.wer import wer
from transcribe import Transcriber
from transcribe.errors import (
    AudioError,
    AudioTooLarge,
    AudioTooLong,
    EmptyAudio,
    FileMissing,
    NoAudio,
    UnreadableAudio,
)
from transcribe.sound.audio import excerpt, load, probe_seconds
from transcribe.sound.tracks import why
from transcribe.types import SAMPLE_RATE, FloatArray

CONTAINERS = {
    "telegram.ogg": ("ogg", "libopus", 48_000),
    "zalo.aac": ("adts", "aac", 44_100),
    "recorder.mp3": ("mp3", "libmp3lame", 44_100),
    "iphone.m4a": ("ipod", "aac", 44_100),
    "browser.webm": ("webm", "libopus", 48_000),
    "plain.wav": ("wav", "pcm_s16le", 22_050),
    "lossless.flac": ("flac", "flac", 16_000),
    "old-phone.amr": ("amr", "libopencore_amrnb", 8_000),
    "old-phone.3gp": ("3gp", "libopencore_amrnb", 8_000),
}


def read(source: Path | bytes, seconds: float = 60) -> FloatArray:
    return load(source, max_seconds=seconds, max_bytes=10**7)


def likeness(left: FloatArray, right: FloatArray) -> float:
    """The highest correlation of two recordings over all shifts in time: 1.0 is the same."""
    size = 1 << (len(left) + len(right)).bit_length()
    product = np.fft.rfft(left, size) * np.conj(np.fft.rfft(right, size))
    return float(np.fft.irfft(product).max() / np.linalg.norm(left) / np.linalg.norm(right))


@pytest.mark.parametrize("name", CONTAINERS)
def test_a_container_gives_its_sound_whatever_it_is_called(
    name: str, voices: list[FloatArray], tmp_path: Path
) -> None:
    misnamed = tmp_path / "ghi âm cuộc họp.txt"
    misnamed.write_bytes(encode(voices[0], *CONTAINERS[name]))
    samples = read(misnamed)
    assert samples.dtype == np.float32
    assert samples.ndim == 1
    assert np.abs(samples).max() <= 1.0
    assert len(samples) / SAMPLE_RATE == pytest.approx(2.645, abs=0.1)
    # telephone codecs keep the voice, not the waveform
    assert likeness(samples, voices[0]) > (0.5 if "old-phone" in name else 0.98)


def test_the_sound_of_a_film(voices: list[FloatArray]) -> None:
    data = encode(voices[0], "mp4", "aac", 44_100, layout="stereo", with_picture=True)
    assert likeness(read(data), voices[0]) > 0.98


@pytest.mark.parametrize("name", ["telegram.ogg", "zalo.aac", "recorder.mp3"])
def test_the_text_survives_the_codec(
    name: str, six: list[Recording], voices: list[FloatArray], default: Transcriber
) -> None:
    data = encode(voices[5], *CONTAINERS[name])
    assert wer([six[5].words], [default.transcribe(data).text]) < 0.40


def test_loud_stereo_does_not_clip() -> None:
    tone = 0.9 * np.sin(np.arange(SAMPLE_RATE) * 0.1).astype(np.float32)
    data = encode(tone, "wav", "pcm_f32le", 16_000, layout="stereo")
    samples = read(data)
    assert likeness(samples, tone) > 0.9999
    assert np.abs(samples).max() < 0.95


def test_a_file_may_change_its_rate_on_the_way(voices: list[FloatArray]) -> None:
    first = encode(voices[0], "adts", "aac", 44_100)
    second = encode(voices[1], "adts", "aac", 24_000, layout="stereo")
    seconds = (len(voices[0]) + len(voices[1])) / SAMPLE_RATE
    assert len(read(first + second)) / SAMPLE_RATE == pytest.approx(seconds, abs=0.3)


def test_an_excerpt_is_what_is_heard_between_two_moments(
    voices: list[FloatArray], tmp_path: Path
) -> None:
    whole = np.concatenate(voices)
    (tmp_path / "long.mp3").write_bytes(encode(whole, "mp3", "libmp3lame", 44_100))
    excerpt(tmp_path / "long.mp3", tmp_path / "part.ogg", 6.0, 9.5)
    part = read(tmp_path / "part.ogg")
    assert len(part) / SAMPLE_RATE == pytest.approx(3.5, abs=0.1)
    assert likeness(whole[6 * SAMPLE_RATE :][: len(part)], part) > 0.9
    with pytest.raises(EmptyAudio):
        excerpt(tmp_path / "long.mp3", tmp_path / "none.ogg", 3600.0, 3610.0)


def test_probing_does_not_decode(six: list[Recording]) -> None:
    assert probe_seconds(six[0].path) == pytest.approx(2.645, abs=0.01)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        pytest.param(b"", EmptyAudio, id="no bytes"),
        pytest.param(wav(np.zeros(0, np.float32)), EmptyAudio, id="no samples"),
        pytest.param(picture(), NoAudio, id="a picture"),
        pytest.param(film(), NoAudio, id="a film without sound"),
        pytest.param("Biên bản họp".encode() * 99, UnreadableAudio, id="text"),
        pytest.param(np.random.default_rng(0).bytes(20_000), UnreadableAudio, id="random bytes"),
    ],
)
def test_what_cannot_be_used_says_why(data: bytes, error: type[AudioError]) -> None:
    with pytest.raises(error):
        read(data)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileMissing, match=r"không có\.ogg"):
        read(tmp_path / "không có.ogg")


def test_a_truncated_file_gives_its_beginning(voices: list[FloatArray]) -> None:
    whole = encode(voices[5], "ogg", "libopus", 48_000)
    part = read(whole[: len(whole) // 2])
    assert 1.0 < len(part) / SAMPLE_RATE < 5.0
    assert likeness(part, voices[5][: len(part)]) > 0.95


def test_a_damaged_file_gives_what_decodes_and_warns(
    voices: list[FloatArray], caplog: pytest.LogCaptureFixture
) -> None:
    data = bytearray(encode(voices[5], *CONTAINERS["iphone.m4a"]))
    middle = len(data) // 2
    data[middle : middle + 1000] = b"\xff" * 1000
    with caplog.at_level(logging.WARNING):
        samples = read(bytes(data))
    half = len(voices[5]) // 2 - 8000
    assert likeness(samples[:half], voices[5][:half]) > 0.98
    assert len(samples) > 0.9 * len(voices[5])
    assert "ghi âm bị hỏng" in caplog.text


def test_a_file_of_which_nothing_decodes_is_unreadable(voices: list[FloatArray]) -> None:
    data = bytearray(encode(voices[5], *CONTAINERS["iphone.m4a"]))
    start, end = data.index(b"mdat") + 4, data.index(b"moov") - 4
    data[start:end] = b"\xff" * (end - start)
    with pytest.raises(UnreadableAudio, match="bị hỏng"):
        read(bytes(data))


def test_an_mp4_that_lost_its_end_is_unreadable(voices: list[FloatArray]) -> None:
    whole = encode(voices[0], "mp4", "aac", 44_100)
    with pytest.raises(UnreadableAudio):
        read(whole[: len(whole) // 2])


@pytest.mark.parametrize("name", CONTAINERS)
def test_too_long_is_refused(name: str, voices: list[FloatArray]) -> None:
    with pytest.raises(AudioTooLong) as caught:
        read(encode(voices[5], *CONTAINERS[name]), seconds=2)
    assert caught.value.seconds > 2
    assert caught.value.limit == 2


def test_too_large_is_refused(six: list[Recording]) -> None:
    with pytest.raises(AudioTooLarge) as caught:
        load(six[0].path, max_seconds=60, max_bytes=1000)
    assert caught.value.bytes == six[0].path.stat().st_size


def with_claimed_samples(flac: bytes, samples: int) -> bytes:
    """A FLAC file whose header tells another length: 36 bits, after marker and block header."""
    data = bytearray(flac)
    at = 4 + 4 + 13
    data[at] = data[at] & 0xF0 | samples >> 32
    data[at + 1 : at + 5] = (samples & 0xFFFFFFFF).to_bytes(4, "big")
    return bytes(data)


def test_a_header_that_claims_less_does_not_pass_the_limit(
    voices: list[FloatArray], tmp_path: Path
) -> None:
    lying = with_claimed_samples(encode(voices[5], "flac", "flac", 16_000), SAMPLE_RATE)
    path = tmp_path / "lying.flac"
    path.write_bytes(lying)
    assert probe_seconds(path) == pytest.approx(1.0)
    with pytest.raises(AudioTooLong):
        read(path, seconds=3)


def test_a_header_that_claims_hours_is_not_believed(voices: list[FloatArray]) -> None:
    flac = encode(voices[5], "flac", "flac", 16_000)
    lying = with_claimed_samples(flac, 100 * 3600 * SAMPLE_RATE)
    assert likeness(read(lying), voices[5]) > 0.999


PLAYLISTS = {
    "list.m3u8": "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:2.6,\nsecret.aac\n#EXT-X-ENDLIST\n",
    "list.ffconcat": "ffconcat version 1.0\nfile secret.aac\n",
    "list.sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\n"
    "m=audio 5004 RTP/AVP 0\n",
}


@pytest.mark.parametrize("name", PLAYLISTS)
def test_a_playlist_is_never_followed(
    name: str, voices: list[FloatArray], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret.aac").write_bytes(encode(voices[0], "adts", "aac", 44_100))
    (tmp_path / name).write_text(PLAYLISTS[name])
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnreadableAudio):
        read(Path(name))


def test_why_a_file_cannot_be_read_is_said_in_vietnamese() -> None:
    with pytest.raises(UnreadableAudio) as raised:
        read(b"OggS" + bytes(2000))
    assert str(raised.value).startswith("đây không phải tệp âm thanh đọc được (")
    assert "; nguyên văn: " in str(raised.value)
    assert "dữ liệu không đúng dạng" in why(ValueError("Invalid data found."))
    assert why(ValueError("odd thing")) == "bộ giải mã báo lỗi; nguyên văn: odd thing"
