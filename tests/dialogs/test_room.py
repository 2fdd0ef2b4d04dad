"""A laptop in the middle of the table records the meeting: lines come while people speak."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.messages import rooms as said
from bot.minutes import LineState
from bot.speech import rooms as room_jobs
from tests.dialogs.recording_the_room import Laptop, heard
from tests.dialogs.talking import AN, HA, Ear, Talk, talking


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every stretch is told at once, unless a test says otherwise."""
    monkeypatch.setattr(room_jobs, "TELL_EVERY", 0.0)


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with talking(tmp_path) as talk:
        talk.clock = lambda: talk.now
        await talk.text("/batdau Họp giao ban")
        yield talk


@pytest.fixture
def laptop(talk: Talk) -> Laptop:
    return Laptop(talk)


async def test_lines_stand_there_while_the_room_is_recorded(talk: Talk, laptop: Laptop) -> None:
    await laptop.says(0, "Xin bắt đầu.")
    await laptop.says(1, "Phòng Kế hoạch báo cáo.")
    assert heard(talk) == ["Xin bắt đầu.", "Phòng Kế hoạch báo cáo."]
    room, *parts = talk.store.lines.of_meeting(1)
    assert (room.room, room.state, room.speaker.name) == (True, LineState.RUNNING, "Lê Thị Hà")
    assert [x.part_of for x in parts] == [room.id] * 2
    assert [x.at for x in parts] == [laptop.at(0), laptop.at(8)]
    assert [(x.starts, x.ends, x.cut) for x in parts] == [(0, 8, (0, 8)), (8, 16, (0, 8))]
    assert "đang ghi 00:00:16, đã ghi ra chữ đến 00:00:16" in laptop.card().text
    assert laptop.card().labels == ["Dừng", "Xoá"]


async def test_nobody_is_said_to_have_spoken(talk: Talk, laptop: Laptop) -> None:
    await laptop.says(0, "Tôi đề nghị giao Phòng A.")
    _, part = talk.store.lines.of_meeting(1)
    assert part.speaker.name == said.UNKNOWN_SPEAKER
    assert not part.speaker.certain
    assert [x.name for x in talk.store.attendance.of_meeting(1)] == ["Lê Thị Hà"]
    await talk.text("/ykien 2")
    assert "Chưa rõ là lời của ai: #2." in "\n".join(await talk.draft())
    await talk.text("/nguoinoi 2 Nguyễn Văn An - Trưởng phòng Kế hoạch")
    assert talk.lines()[1][1] == "Nguyễn Văn An"
    assert "Chưa rõ là lời của ai" not in "\n".join(await talk.draft())


async def test_twice_late_and_out_of_order(talk: Talk, laptop: Laptop) -> None:
    words = [f"Câu {n}." for n in range(6)]
    for number in (0, 3, 1, 5, 4, 2):
        await laptop.says(number, words[number])
        await laptop.says(number, words[number], again="-lần hai")
    assert heard(talk) == words
    assert "Thiếu" not in laptop.card().text


async def test_notes_find_their_place_by_time(talk: Talk, laptop: Laptop) -> None:
    laptop.begun = talk.now
    await laptop.says(0, "Câu một.")  # at 0
    await talk.text("Ghi chú ở giây thứ mười.", AN)  # at 10, 20, …
    await laptop.says(1, "Câu hai.")  # at 8, heard after the note
    await laptop.says(2, "Câu ba.", starts=16)
    await talk.voice("Ghi âm ở giây hai mươi.")
    await laptop.says(3, "Câu bốn.", starts=19)
    assert heard(talk) == [
        "Câu một.",
        "Câu hai.",
        "Ghi chú ở giây thứ mười.",
        "Câu ba.",
        "Câu bốn.",
        "Ghi âm ở giây hai mươi.",
    ]


async def test_silence_gives_no_line_and_keeps_its_sound(talk: Talk, laptop: Laptop) -> None:
    for number, words in enumerate(["Xin bắt đầu.", " ", "Hết."]):
        await laptop.says(number, words)
    assert heard(talk) == ["Xin bắt đầu.", "Hết."]
    kept = talk.rows("SELECT state, audio FROM stretches ORDER BY number")
    assert [state for state, _ in kept] == ["done", "silent", "done"]
    assert all((talk.office.audio.root / audio).exists() for _, audio in kept)


async def test_the_end(talk: Talk, laptop: Laptop) -> None:
    await laptop.says(0, "Xin bắt đầu.")
    await laptop.says(2, None, starts=16, last=True)
    assert "đang ghi" in laptop.card().text  # one is on its way
    await laptop.says(1, "Hết.")
    whole = "#1 · Lê Thị Hà · 0:16 · đã ghi cả phòng 00:00:16: dòng #2, #3."
    assert laptop.card().text.startswith(whole)
    assert "/nguoinoi 2 Họ tên" in laptop.card().text
    assert "Thiếu" not in laptop.card().text


async def test_a_gap_is_shown(talk: Talk, laptop: Laptop) -> None:
    await laptop.says(0, "Một.")
    await laptop.says(1, "Hai.", starts=138, gap=130)
    await laptop.says(2, "Ba.", starts=147, gap=1)
    await laptop.says(5, "Sáu.", starts=171, last=True)
    assert "⚠ Thiếu 2 phút 10 giây từ 00:00:08; 16 giây từ 00:02:35." in laptop.card().text
    assert "2 phút 10 giây từ 00:00:08" in "\n".join(await talk.text("/dong"))
    await laptop.says(4, "Năm.", starts=163)
    await laptop.says(3, "Bốn.", starts=155)
    assert "⚠ Thiếu 2 phút 10 giây từ 00:00:08." in laptop.card().text
    assert "đã ghi cả phòng 00:02:59" in laptop.card().text
    assert heard(talk) == ["Một.", "Hai.", "Ba.", "Bốn.", "Năm.", "Sáu."]
