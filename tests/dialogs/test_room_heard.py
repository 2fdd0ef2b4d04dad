"""A room recorded in real voices, as a browser records it, heard by the real model."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.minutes import LineState
from bot.speech import rooms as room_jobs
from tests.dialogs.recording_the_room import Laptop
from tests.dialogs.talking import AN, talking
from tests.doors.sounds import of_a_browser, quiet, speech
from tests.transcribe.wer import wer
from transcribe import SpeechSettings, Transcriber
from transcribe.sound.audio import load

PEOPLE = ("Ly", "Bình", "Vĩnh")


async def test_real_voices_are_lines_in_their_order_and_their_sound_is_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room_jobs, "CALM", 0.0)
    sources = [speech(name) for name in PEOPLE]
    written = [source.with_suffix(".txt").read_text("utf-8") for source in sources]
    lengths = [len(load(x, max_seconds=60, max_bytes=10**8)) / 16_000 for x in sources]
    settings = SpeechSettings(_env_file=None, whisper_cache=tmp_path, whisper_device="cpu")
    async with talking(tmp_path / "data", ear=Transcriber(settings)) as talk:  # type: ignore[arg-type]
        await talk.text("/batdau Họp")
        laptop = Laptop(talk)
        told = {"seconds": None}  # the browser does not say how long a stretch is
        await laptop.sends(
            laptop.stretch(2, of_a_browser(sources[2]), starts=30, last=True, **told),  # type: ignore[arg-type]
            laptop.stretch(0, of_a_browser(sources[0]), starts=0, **told),  # type: ignore[arg-type]
            laptop.stretch(3, of_a_browser(quiet(tmp_path)), starts=40, **told),  # type: ignore[arg-type]
            laptop.stretch(1, of_a_browser(sources[1]), starts=10, **told),  # type: ignore[arg-type]
            laptop.stretch(4, None, starts=45, last=True),
        )
        room, *parts = talk.store.lines.of_meeting(1)
        assert room.state is LineState.PARTS
        assert [x.starts for x in parts] == [0, 10, 30]
        assert wer(written, [x.text for x in parts]) < 0.5
        assert [x.seconds for x in parts] == pytest.approx(lengths, abs=0.2)
        assert talk.rows("SELECT state FROM stretches WHERE number = 3") == [("silent",)]
        await talk.text(f"/nghe {parts[1].no}", AN)
        await talk.until(lambda: talk.door.files)
        sound = load(talk.door.files[-1], max_seconds=60, max_bytes=10**8)
        assert len(sound) / 16_000 == pytest.approx(lengths[1], abs=0.2)
