"""What one command may do at once has an end, which is said, with the way to go on."""

from __future__ import annotations

import pytest

from tests.dialogs.talking import Talk

LINES = 7


@pytest.fixture
async def said(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> Talk:
    monkeypatch.setattr("bot.conversation.lines.choosing.MOST_AT_ONCE", 5)
    monkeypatch.setattr("bot.conversation.lines.choosing.MOST_MERGED", 3)
    await talk.text("/batdau Họp")
    for number in range(LINES):
        await talk.text(f"Câu số {number} của cuộc họp")
    return talk


@pytest.mark.parametrize(
    ("command", "most", "first"),
    [
        ("/ketluan 1-7", 5, "/ketluan 1-5"),
        ("/ykien 1-3, 5, 6, 7", 5, "/ykien 1-3 5 6"),
        ("/xoa 1-6", 5, "/xoa 1-5"),
        ("/gop 1-4", 3, "/gop 1-3"),
        ("/nguoinoi 1-7 Lê Thị Hà", 5, "/nguoinoi 1-5"),
    ],
)
async def test_more_lines_than_at_once_are_left_as_they_are(
    said: Talk, command: str, most: int, first: str
) -> None:
    before = said.lines()
    (answer,) = await said.text(command)
    assert f"Mỗi lần làm được nhiều nhất {most} dòng" in answer
    assert answer.endswith(first)
    assert said.lines() == before


async def test_as_many_as_may_be_are_done(said: Talk) -> None:
    await said.text("/ketluan 1-5")
    assert [row[3] for row in said.lines()].count("ketluan") == 5


async def test_all_suggestions_are_taken_in_parts(
    said: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.conversation.review.suggestions.MOST_AT_ONCE", 2)
    for subject in ("kinh phí", "nhân lực", "máy móc"):
        await said.text(f"Tôi đề nghị bổ sung {subject} cho phòng.")
    await said.text("/goiy")
    card, shown = list(said.door.shown.items())[-1]
    every = [x.data for row in shown.buttons for x in row if x.data.startswith("sugall")]
    await said.tap_data(card, every[-1])
    assert [row[3] for row in said.lines()].count("ykien") == 2
    assert "máy móc" in said.door.shown[card].text


async def test_a_list_has_an_end(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.conversation.attendance.lists.MOST_PEOPLE", 4)
    await talk.text("/batdau Họp")
    await talk.text("/thanhphan\n1. Nguyễn Văn An\n2. Trần Thị Bình\n3. Phạm Văn Chi")
    answer = (await talk.text("/thanhphan\n1. Lê Văn Dũng\n2. Vũ Thị Giang"))[0]
    assert answer.startswith("Danh sách một cuộc họp có nhiều nhất 4 người; đã có 4")
    assert "Dũng" not in (await talk.text("/thanhphan"))[0]
