"""From four fifths of a month's messages on: what somebody has asked for is said, and who must be
told is told."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.doors.port import Ability, Person
from bot.post import plain
from tests.dialogs.talking import AN, BINH, HA, ListDoor, Talk, Unsure, talking

MOST = 1000
STRANGER = Person("99", "Người Lạ")


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain, "PAUSE", 0.0)


@pytest.fixture
async def few(tmp_path: Path) -> AsyncIterator[Talk]:
    """Lê Thị Hà's meeting, at a door like Zalo's, of whose month four fifths are said."""
    door = ListDoor(abilities=frozenset({Ability.ACCOUNTS}), max_text=2000, most_a_month=MOST)
    async with talking(tmp_path, door=door, ear=Unsure("Phòng"), allowed_users="1,2,3") as talk:
        home = talk.alone(HA)
        await home.text("/batdau Họp giao ban")
        code = (await home.text("/moi"))[0].partition("bằng mã: ")[2][:7]
        for who in (AN, BINH):
            there = talk.alone(who)
            await there.text(f"/vao {code}", who)
            await there.text("Tôi có mặt", who)
        with talk.beside() as db:
            db.execute("UPDATE said_in_month SET count = ?", [int(0.8 * MOST) - 1])
        await home.text("/dong")
        yield talk


def told(talk: Talk, who: Person, words: str) -> list[str]:
    return [x.text for x in talk.alone(who).here() if words in x.text]


async def test_the_office_is_told_there_where_it_has_no_other_door(few: Talk) -> None:
    (said,) = told(few, HA, "tin của tháng này")
    assert said.startswith(f"Bot đã gửi {int(0.8 * MOST)}/{MOST} tin")
    await few.alone(HA).text("/dong")
    assert len(told(few, HA, "tin của tháng này")) == 1
    assert not told(few, AN, "tin của tháng này")


async def test_a_stranger_is_told_once(few: Talk) -> None:
    there = few.alone(STRANGER)
    for _ in range(3):
        await there.text("Xin chào", STRANGER)
    assert len(told(few, STRANGER, "chỉ phục vụ cuộc họp của một cơ quan")) == 1


async def test_the_chair_is_asked_and_who_has_spoken_too_where_the_desk_wants_it(
    few: Talk,
) -> None:
    home = few.alone(HA)
    await home.text("/chutri Trần Bình")
    spoken = few.alone(AN)
    await spoken.voice_quickly("Phòng A đề nghị", AN)
    await few.hears(3)
    await few.settle()
    assert not told(few, AN, "Phòng A đề nghị"), "no line is told of"
    await home.text("/ketluan 3")
    await home.text("/hoilai")
    assert told(few, AN, "Máy chép lời bạn")
    await home.draft("/baocao")
    asked = "\n".join(await home.text("/trinh"))
    still = re.search(r"chon \d+(?=: Vẫn trình)", asked)  # there is a doubt in it
    assert still, asked
    await home.text(still[0])
    assert told(few, BINH, "TRÌNH DUYỆT")


async def test_who_is_shown_out_is_told(few: Talk) -> None:
    home = few.alone(HA)
    (came,) = [x for x in home.here() if x.text.startswith("Mới vào: Nguyễn Văn An")]
    data = next(b.data for row in came.buttons for b in row if b.data.startswith("joined:out"))
    number = next(b.label for row in came.buttons for b in row if b.data == data)
    await home.text(f"chon {number}")
    assert told(few, AN, "Thư ký đã mời bạn ra khỏi cuộc họp số 1")


async def test_who_asks_is_answered_though_the_platform_names_no_message(few: Talk) -> None:
    before = len(few.alone(HA).here())
    await few.alone(HA).arrive(HA, "", text="/dong")
    assert any("Tôi có mặt" in x.text for x in few.alone(HA).here()[before:])
