"""A recording that breaks the decoder breaks nothing else; one that is gone holds nothing up."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import pytest

from bot.report import export
from tests.dialogs.talking import AN, HA, Dictation, Talk, talking
from tests.transcribe import hostile
from tests.transcribe.test_isolated import crash, eat
from transcribe import SpeechSettings, Transcriber, Transcript
from transcribe.errors import DecodingFailed
from transcribe.sound import isolated
from transcribe.types import FloatArray

PROJECT = Path(__file__).resolve().parents[2]


class RealDecoder(Transcriber):
    """The real way of a recording up to the model, which is not needed."""

    def __init__(self, read: Callable[..., Iterable[FloatArray]] = isolated.read) -> None:
        super().__init__(SpeechSettings(_env_file=None), partial(isolated.stream, read=read))
        self.tries = 0

    def load(self) -> None: ...

    def transcribe(self, source: Path | str | bytes, *, hints: str = "") -> Transcript:
        self.tries += 1
        return super().transcribe(source, hints=hints)


@pytest.mark.parametrize("broken", [crash, eat])
async def test_a_note_that_breaks_the_decoder_is_told_and_not_tried_again_after_a_restart(
    tmp_path: Path, broken: Callable[..., Iterable[FloatArray]]
) -> None:
    ear = RealDecoder(broken)
    async with talking(tmp_path, ear=ear) as talk:  # type: ignore[arg-type]
        await talk.text("/batdau Họp")
        card = await talk.voice(hostile.HONEST["ogg"](), AN)
        assert "Không giải mã được ghi âm" in talk.door.shown[card].text
        assert "Chép lại" in talk.door.shown[card].labels
        await talk.text("Cuộc họp vẫn tiếp tục", HA)
        assert talk.lines()[1][2] == "Cuộc họp vẫn tiếp tục"
        assert ear.tries == 1
    heard = LengthDecoder()
    async with talking(tmp_path, ear=heard, door=talk.door) as again:  # type: ignore[arg-type]
        await again.office.settle()
        assert heard.tries == 0
        await again.tap(card, "Chép lại")
        assert again.lines()[0][2] == "2 giây"


class LengthDecoder(RealDecoder):
    """Says how long the recording is."""

    def transcribe(self, source: Path | str | bytes, *, hints: str = "") -> Transcript:
        self.tries += 1
        file = Path(source) if isinstance(source, str) else source
        blocks = isolated.stream(file, max_seconds=3600, max_bytes=10**9)
        seconds = sum(map(len, blocks)) / 16_000
        return Transcript(f"{seconds:.0f} giây", seconds, 0.9, ())


async def test_a_note_that_keeps_the_decoder_busy_holds_up_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(isolated, "SECONDS", 1.0)
    async with talking(tmp_path, ear=RealDecoder()) as talk:  # type: ignore[arg-type]
        await talk.text("/batdau Họp")
        card = await talk.voice(hostile.many_tags(60_000), AN)
        assert "Không giải mã được ghi âm" in talk.door.shown[card].text


async def test_a_long_recording_that_breaks_the_decoder_keeps_what_was_heard(
    tmp_path: Path,
) -> None:
    ear = Dictation()
    async with talking(tmp_path, ear=ear) as talk:
        await talk.text("/batdau Họp")
        ear.records("giao ban", "Câu một.", DecodingFailed("its process died"))
        ear.until("giao ban")
        card = await talk.recording("giao ban", 5)
        text = await talk.sees(card, "mã decoding_failed")
        assert "phần đã chép: dòng #2" in text
        assert [x[2] for x in talk.lines()] == ["", "Câu một."]


# --- a file that is gone ------------------------------------------------------------------------


async def with_a_lost_note(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    await talk.voice("Cần thêm thời gian.", AN, "#ykien")
    shutil.rmtree(talk.office.audio.root)


async def test_a_report_needs_no_recording(talk: Talk) -> None:
    await with_a_lost_note(talk)
    said = await talk.draft("/baocao")
    assert any("Cần thêm thời gian." in text for text in said)
    assert [file.suffix for file in talk.door.files] == [".docx"]


async def test_the_source_of_a_sentence_without_its_recording(talk: Talk) -> None:
    await with_a_lost_note(talk)
    await talk.text("/baocao")
    talk.door.files.clear()
    said = await talk.text("/nguon 2.1")
    assert "Cần thêm thời gian." in said[1]
    assert said[-1].startswith("Không còn tệp ghi âm của dòng #1 trên máy chủ")
    assert talk.door.files == []


async def test_the_source_of_a_part_of_a_recording_that_is_gone(tmp_path: Path) -> None:
    ear = Dictation()
    async with talking(tmp_path, ear=ear) as talk:
        await talk.text("/batdau Họp")
        ear.records("giao ban", "Câu một.", "Câu hai.", "Câu ba.")
        ear.until("giao ban")
        card = await talk.recording("giao ban", 3)
        await talk.sees(card, "#2")
        talk.settle = talk.office.settle
        await talk.text("/ykien 2")
        shutil.rmtree(talk.office.audio.root)
        await talk.text("/baocao")
        assert (await talk.text("/nguon 2.1"))[-1].startswith("Không còn tệp ghi âm của dòng #2")


async def test_an_export_names_the_recording_that_is_gone(tmp_path: Path) -> None:
    async with talking(tmp_path / "data") as talk:
        await with_a_lost_note(talk)
        meeting = talk.store.meetings.get(1)
        assert meeting
        exported = export.as_dict(meeting, talk.store.lines.of_meeting(1))
        missing = export.write(exported, tmp_path / "out", talk.office.audio.root, [])
        assert missing == [exported["lines"][0]["audio"]]
        kept = json.loads((tmp_path / "out" / "meeting.json").read_text("utf-8"))
        assert kept["lines"][0]["text"] == "Cần thêm thời gian."


def test_the_exporting_command_names_it_and_succeeds(tmp_path: Path) -> None:
    (tmp_path / "noi.wav").write_bytes(b"no sound")
    run = [sys.executable, "-m", "bot"]
    options = {"cwd": tmp_path, "capture_output": True, "text": True, "check": True}
    typed = f"/batdau Họp\n/gui {tmp_path / 'noi.wav'}\nXin chào\n"
    env = {"PYTHONPATH": str(PROJECT), "PATH": "", "TELEGRAM_BOT_TOKEN": "", "SOFFICE": "off"}
    subprocess.run([*run, "chat"], input=typed, env=env, **options)  # type: ignore[call-overload]
    shutil.rmtree(tmp_path / "data" / "audio")
    done = subprocess.run([*run, "export", "1", "--out", "di"], env=env, **options)  # type: ignore[call-overload]
    assert "thiếu trên đĩa: audio/" in done.stderr
    assert (tmp_path / "di" / "meeting.json").is_file()


async def test_a_note_whose_file_is_gone_is_fetched_again(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    card = await talk.voice(b"\xff", AN)  # the engine fails on it
    shutil.rmtree(talk.office.audio.root)
    talk.door.recordings = dict.fromkeys(talk.door.recordings, "nay nghe được".encode())
    await talk.tap(card, "Chép lại")
    assert talk.lines()[0][2] == "nay nghe được"
