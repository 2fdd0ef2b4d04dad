"""Words that are not in Unicode: recorded as typed, warned of, offered in Unicode by a button."""

from __future__ import annotations

import unicodedata
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


SAYS = "Đề nghị Phòng Kế hoạch báo cáo trước ngày mười lăm; ở đây có ý kiến à, ừ ạ"


def broken(text: str, code: str) -> str:
    """UTF-8 that was read as a code of one byte a letter; as browsers do where it has no letter."""
    return "".join(
        bytes([byte]).decode(code, "ignore") or chr(byte) for byte in text.encode("utf-8")
    )


@pytest.mark.parametrize("code", ["cp1252", "latin-1"])
async def test_broken_letters_with_bytes_that_nobody_sees(talk: Talk, code: str) -> None:
    (said,) = await talk.text(broken(SAYS, code), AN)
    assert said.startswith("⚠ Dòng #1 có vẻ bị sai bảng mã (UTF-8)")
    assert f"“{SAYS}”" in said
    ((_, _, kept, _),) = talk.lines()
    assert not any(unicodedata.category(char) == "Cc" for char in kept)
    assert "⚠ bị sai bảng mã (UTF-8)" in (await talk.text("/dong"))[0]
    card = next(key for key, x in talk.door.shown.items() if x.text == said)
    await talk.tap(card, "Chuyển sang Unicode", AN)
    assert talk.lines() == [(1, "Nguyễn Văn An", SAYS, None)]


async def test_broken_letters_of_which_bytes_are_missing(talk: Talk) -> None:
    typed = broken("Đề nghị các phòng báo cáo tiến độ", "latin-1")
    lost = "".join(char for char in typed if not "\x80" <= char <= "\x9f")
    (said,) = await talk.text(lost, AN)
    assert said.startswith("⚠ Dòng #1 có vẻ bị sai bảng mã (UTF-8) và đã mất một số ký tự")
    assert talk.door.shown[last(talk)].labels == []
    assert "⚠ bị sai bảng mã (UTF-8)" in (await talk.text("/dong"))[0]
    await talk.text("/ketthuc")
    (said,) = await talk.text(f"/batdau {lost}")
    assert said.startswith("Lệnh này có vẻ bị sai bảng mã (UTF-8)")
    assert talk.store.meetings.get(2) is None


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
