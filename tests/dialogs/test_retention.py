"""What the office does not keep longer, seen from the chat."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.conversation.lines.card import show_voices
from bot.daily.upkeep import Upkeep
from bot.minutes import Line
from bot.store.folder import AUDIO, DOCUMENTS
from tests.dialogs.talking import AN, HA, Dictation, Talk, talking
from tests.waiting import PATIENCE

CLOSED = datetime(2026, 7, 24, 2, tzinfo=UTC)  # about when a talk's first meeting ends


def upkeep(talk: Talk, days: float, *, audio: int = 0, meetings: int = 0) -> Upkeep:
    """The office's upkeep, so many days after the meeting."""
    office = talk.office
    return Upkeep(
        office.store,
        office.on_store,
        office.post,
        keep_audio_days=audio,
        keep_meetings_days=meetings,
        now=lambda: CLOSED + timedelta(days=days),
        show_voices=partial(show_voices, office.house),
    )


def recordings(folder: Path) -> list[Path]:
    return list((folder / AUDIO).glob("??/*"))


async def held(talk: Talk) -> None:
    """A meeting with a note, a note in which nobody speaks, and a draft; closed."""
    await talk.text("/batdau Họp giao ban")
    await talk.voice("giao Phòng A làm báo cáo", AN)
    await talk.voice("", AN)
    await talk.text("/ketluan 1")
    await talk.text("/bienban")
    await talk.text("/ketthuc")


async def test_recordings_go_by_the_rule_and_the_words_stay(talk: Talk, tmp_path: Path) -> None:
    await held(talk)
    await upkeep(talk, 29, audio=30).once()
    assert len(recordings(tmp_path)) == 2
    await upkeep(talk, 31, audio=30).once()
    await talk.until(lambda: not recordings(tmp_path))
    assert talk.lines()[0][2] == "giao Phòng A làm báo cáo"
    (entry,) = await talk.in_store(talk.office.store.audit.entries)
    assert (entry.act, entry.person_id) == ("erase_recordings", None)
    assert entry.about == "recordings=2 KEEP_AUDIO_DAYS=30"

    before = len(talk.door.files)
    (listed,) = await talk.text("/nguon")
    address = listed.splitlines()[-1].partition(":")[0]
    said = await talk.text(f"/nguon {address}")
    assert "giao Phòng A làm báo cáo" in said[1]
    assert said[2].startswith("Ghi âm của dòng #1 đã được xoá theo thời hạn lưu")
    assert len(talk.door.files) == before


async def test_a_recording_that_went_is_not_transcribed_again(talk: Talk, tmp_path: Path) -> None:
    await held(talk)
    await upkeep(talk, 31, audio=30).once()
    await talk.until(lambda: not recordings(tmp_path))
    (said,) = await talk.text("/cheptiep 2")
    assert "không phải là ghi âm đã dừng hay chưa chép được" in said
    line = talk.line(2)
    assert isinstance(line, Line)
    assert (line.state, line.error, line.recording_erased) == ("silent", "", True)
    assert recordings(tmp_path) == []


async def test_meetings_go_by_the_rule_but_never_an_open_one(talk: Talk, tmp_path: Path) -> None:
    await held(talk)
    await talk.text("/batdau Họp đang mở")
    await talk.voice("vẫn đang nói", AN)
    await upkeep(talk, 400, meetings=30).once()
    assert len(talk.lines()) == 2, "by that clock nobody has said anything for a year"
    await upkeep(talk, 300, meetings=30).once()
    await talk.until(lambda: not (tmp_path / DOCUMENTS / "1").exists())
    await talk.until(lambda: len(recordings(tmp_path)) == 1)
    (said,) = await talk.text("/lichsu")
    assert "Họp đang mở" in said
    assert "Họp giao ban" not in said
    (said,) = await talk.text("/xem 1")
    assert "không có cuộc họp số 1" in said.lower()
    (entry,) = await talk.in_store(talk.office.store.audit.entries)
    assert (entry.act, entry.meeting_id) == ("erase_meeting", 1)


async def test_without_a_rule_nothing_goes(talk: Talk, tmp_path: Path) -> None:
    await held(talk)
    await upkeep(talk, 300).once()
    assert len(recordings(tmp_path)) == 2
    assert await talk.in_store(talk.office.store.audit.entries) == []


async def test_the_upkeep_is_done_at_the_start_and_again_and_again(
    talk: Talk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.daily.upkeep.DAY", 0.02)
    monkeypatch.setattr("bot.daily.upkeep.TROUBLE_REST", 0.02)
    task = asyncio.create_task(upkeep(talk, 31, audio=30).run())
    await held(talk)
    await talk.until(lambda: not recordings(tmp_path))
    troubles = [0]

    def locked(_before: datetime) -> None:
        troubles[0] += 1
        raise sqlite3.OperationalError("database is locked")

    monkeypatch.setattr(talk.office.store.inbox, "forget", locked)
    await talk.until(lambda: troubles[0] > 2)
    assert not task.done()
    task.cancel()


async def test_with_a_clock_that_is_years_ahead_nothing_goes(
    talk: Talk, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await held(talk)
    with caplog.at_level(logging.ERROR, "bot.daily.upkeep"):
        await upkeep(talk, 4000, audio=30, meetings=30).once()
    assert "Set the clock" in caplog.text
    assert len(recordings(tmp_path)) == len(talk.lines()) == 2


# --- erased while somebody works on it ------------------------------------------------------------


@pytest.fixture
def ear() -> Dictation:
    return Dictation()


@pytest.fixture
async def busy(tmp_path: Path, ear: Dictation) -> AsyncIterator[Talk]:
    async with talking(tmp_path, ear=ear) as talk:
        yield talk


async def test_a_recording_in_work_is_let_go_when_its_meeting_is_erased(
    busy: Talk, ear: Dictation, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ear.records("dài", "phút một", "phút hai", "phút ba")
    await busy.text("/batdau Họp")
    await busy.recording("dài", 3)
    ear.until("dài", 1)
    await busy.hears(1)

    def erase() -> None:
        with busy.store.transaction():
            busy.store.erasing.meeting(1)

    with caplog.at_level(logging.WARNING):
        await busy.in_store(erase)
        await busy.text("/trogiup")  # as with /xoacuochop: something was handled
        ear.until("dài")
        await busy.until(lambda: ear.left == ["dài"])
        await busy.until(lambda: not recordings(tmp_path))
        await asyncio.wait_for(busy.office.jobs.settle(), PATIENCE)
    assert "Traceback" not in caplog.text
    await busy.text("/batdau Họp sau")
    await busy.text("câu của họp sau", HA)
    assert [text for _, _, text, _ in busy.lines(2)] == ["câu của họp sau"]
