"""Words that are not in Unicode: recorded as typed, warned of, offered in Unicode by a button."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.messages import phrases
from tests.dialogs.talking import AN, HA, Talk, talking
from tests.minutes.test_legacy import RIGHT, TCVN3


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with talking(tmp_path) as talk:
        await talk.text("/batdau Họp")
        yield talk


def last(talk: Talk) -> str:
    return list(talk.door.shown)[-1]


@pytest.mark.parametrize("how", ["KL: {}", "/ketluan {}", "#ketluan {}", "Kết luận: {}"])
async def test_a_conclusion_in_an_old_code(talk: Talk, how: str) -> None:
    said = (await talk.text(how.format(TCVN3)))[-1 if how[0] != "/" else 0]
    assert said.startswith("⚠ Dòng #1 có vẻ gõ theo bảng mã cũ (TCVN3)")
    assert f"“{RIGHT}”" in said
    assert talk.lines() == [(1, "Lê Thị Hà", TCVN3, "ketluan")]
    assert "⚠ gõ theo bảng mã cũ (TCVN3)" in (await talk.text("/dong"))[0]
    card = next(key for key, x in talk.door.shown.items() if x.text == said)
    assert talk.door.shown[card].labels == ["Chuyển sang Unicode", "Giữ nguyên"]
    assert await talk.tap(card, "Chuyển sang Unicode", AN) in phrases.REFUSED.values()
    await talk.tap(card, "Chuyển sang Unicode")
    assert talk.lines() == [(1, "Lê Thị Hà", RIGHT, "ketluan")]
    assert await talk.tap_data(card, "unicode:1:yes") == phrases.TOAST_OLD
    assert "⚠" not in (await talk.text("/dong"))[0]
    await talk.text("/hoantac")
    assert talk.lines() == [(1, "Lê Thị Hà", TCVN3, "ketluan")]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("Ddeef nghij", "Đề nghị"),
        ("Ñeà nghò caùc phoøng", "Đề nghị các phòng"),
        ("D9e62 nghi5 ca1c pho2ng", "Đề nghị các phòng"),
        ("Tiáº¿ng Viá»‡t", "Tiếng Việt"),
    ],
)
async def test_other_codes_and_keys(talk: Talk, typed: str, says: str) -> None:
    (said,) = await talk.text(typed, AN)
    assert f"“{says}”" in said
    card = last(talk)
    await talk.tap(card, "Giữ nguyên", AN)
    assert talk.lines() == [(1, "Nguyễn Văn An", typed, None)]
    await talk.text(f"/sua 1 {typed}")
    await talk.tap(last(talk), "Chuyển sang Unicode", AN)
    assert talk.lines() == [(1, "Nguyễn Văn An", says, None)]


async def test_an_edit_into_an_old_code_is_warned_of(talk: Talk) -> None:
    await talk.text("Câu đúng", edit=None)
    await talk.arrive(HA, "e1", text="Câu đúng")
    (said,) = await talk.text(TCVN3, edit="e1")
    assert RIGHT in said


async def test_a_command_in_an_old_code_is_not_done(talk: Talk) -> None:
    await talk.text("/ketthuc")
    (said,) = await talk.text("/batdau Häp giao ban th¸ng 11")
    assert said.endswith("gửi: /batdau Họp giao ban tháng 11")
    (said,) = await talk.text("/toi NguyÔn V¨n An - Tr\xadëng phßng")
    assert said.endswith("gửi: /toi Nguyễn Văn An - Trưởng phòng")
    assert talk.store.meetings.get(2) is None


async def test_what_is_right_is_not_warned_of(talk: Talk) -> None:
    assert await talk.text(RIGHT) == []
    assert await talk.text("de nghi cac phong bao cao") == []
