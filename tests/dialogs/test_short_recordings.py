"""A recording of which less can be read than it should have; one that does not say its length."""

from __future__ import annotations

import io
from pathlib import Path

import av
import numpy as np

from bot.errors import DoorError
from tests.dialogs.talking import AN, Dictation, Ear, Talk, talking
from transcribe import Segment, Transcript
from transcribe.errors import UnknownFormat


def recording(seconds: float, container: str = "ogg") -> bytes:
    """Silence of that length; a WebM as a browser makes it does not say how long it is."""
    out = io.BytesIO()
    with av.open(
        out, "w", format=container, options={"live": "1"} if container == "webm" else {}
    ) as made:
        stream = made.add_stream("libopus", rate=48_000, layout="mono")
        for _ in range(round(seconds)):
            frame = av.AudioFrame.from_ndarray(
                np.zeros((1, 48_000), np.int16), format="s16", layout="mono"
            )
            frame.sample_rate = 48_000
            made.mux(stream.encode(frame))
        made.mux(stream.encode(None))
    return out.getvalue()


class Reads(Ear):
    """Hears a sentence in so many seconds of whatever is sent."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def transcribe(self, source: Path, *, hints: str = "") -> Transcript:
        text = "Đề nghị mua máy"
        return Transcript(text, self.seconds, 0.9, (Segment(0.0, 2.0, text, 0.9, text),))


async def card_of(talk: Talk, sent: bytes | DoorError, **media: object) -> str:
    await talk.text("/batdau Họp")
    return talk.door.shown[await talk.voice(sent, AN, **media)].text


async def test_a_note_that_was_cut_off_says_how_much_of_it_could_be_read(tmp_path: Path) -> None:
    async with talking(tmp_path, ear=Reads(6.0)) as talk:
        card = await card_of(talk, recording(10), seconds=10.0)
        assert "Đề nghị mua máy" in card
        assert "⚠ chỉ đọc được 6 / 10 giây" in card
        assert "Hãy gửi lại ghi âm" in card


async def test_a_note_whose_platform_knows_that_it_was_longer_says_so_too(tmp_path: Path) -> None:
    async with talking(tmp_path, ear=Reads(6.0)) as talk:
        assert "chỉ đọc được 6 / 20 giây" in await card_of(talk, recording(6), seconds=20.0)


async def test_a_note_that_is_a_little_shorter_is_whole(tmp_path: Path) -> None:
    async with talking(tmp_path, ear=Reads(9.2)) as talk:
        assert "⚠" not in await card_of(talk, recording(10), seconds=10.0)


async def test_a_long_recording_that_was_cut_off_says_so(tmp_path: Path) -> None:
    ear = Dictation()
    async with talking(tmp_path, ear=ear) as talk:
        await talk.text("/batdau Họp")
        sent = recording(200)
        ear.records(sent.decode(errors="replace"), "Một", "Hai")
        ear.until(sent.decode(errors="replace"))
        talk.settle = talk.office.post.settle
        card = await talk.voice(sent, AN, seconds=240.0)
        shown = await talk.sees(card, "đã chép xong")
        assert "⚠ chỉ đọc được 2 / 4 phút" in shown


async def test_a_browsers_recording_of_over_two_minutes_becomes_lines(tmp_path: Path) -> None:
    """It does not say how long it is, and neither does the platform."""
    ear = Dictation()
    async with talking(tmp_path, ear=ear) as talk:
        await talk.text("/batdau Họp")
        sent = recording(136, "webm")
        ear.records(sent.decode(errors="replace"), "Một", "Hai", "Ba")
        ear.until(sent.decode(errors="replace"))
        talk.settle = talk.office.post.settle
        card = await talk.voice(sent, AN, seconds=None, name="ghi.webm")
        await talk.sees(card, "đã chép xong")
        assert [text for *_, text, _ in talk.lines()][1:] == ["Một", "Hai", "Ba"]


class CannotRead(Ear):
    def transcribe(self, source: Path, *, hints: str = "") -> Transcript:
        raise UnknownFormat("this is not one of the media formats that are read")


async def test_a_kind_that_is_not_read_is_named_with_those_that_are(tmp_path: Path) -> None:
    async with talking(tmp_path, ear=CannotRead()) as talk:
        card = await card_of(talk, b"x", name="ghi.tta")
        assert "Bot không đọc được loại tệp này (đọc được: mp3, m4a, ogg, wav" in card
        assert "/sua 1 nội dung" in card
