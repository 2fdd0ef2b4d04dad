"""``/lichsu``, ``/xem`` and the files of drafts: what was is found again, on a phone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.doors.port import Chat, ChatKind, Person
from bot.messages import phrases
from tests.dialogs.talking import AN, BINH, HA, Talk, talking

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with talking(tmp_path) as one:
        yield one


def private(talk: Talk, who: Person) -> Talk:
    alone = Talk(talk.office, talk.door, who.key)
    alone.chat = Chat(talk.door.name, who.key, who.name, ChatKind.PRIVATE)
    alone.now = talk.now
    return alone


def last(talk: Talk) -> str:
    return list(talk.door.shown)[-1]


def held(talk: Talk, count: int) -> None:
    """Meetings of a year and a half, nine days apart, the last of them on 24/07/2026."""
    store = talk.store
    with store.transaction():
        chat = store.chats.know(talk.chat).id
        ha = store.chats.know_person(talk.chat.door, HA).id
        end = datetime(2026, 7, 24, 23, 30, tzinfo=ZONE)
        for number in range(count):
            at = end - timedelta(days=9 * (count - 1 - number))
            title = f"Hội nghị thứ {number + 1} " + "rất dài " * 60
            meeting = store.meetings.open(chat, title.strip(), ha, at, {})
            store.lines.add(meeting.id, ha, at, text=f"Câu {number + 1}")
            store.meetings.close(meeting.id, at + timedelta(hours=1))


async def test_sixty_meetings_come_by_pages_that_fit_a_phone(talk: Talk) -> None:
    await talk.in_store(held, talk, 60)
    (said,) = await talk.text("/lichsu", BINH)
    rows = said.split("\n")
    assert rows[0] == "Các cuộc họp ở đây (60) · trang 1/6. Xem một cuộc: /xem số"
    assert len(rows) == 11
    assert rows[1].startswith("60. 24/07/2026 · Hội nghị thứ 60 rất dài")
    assert rows[1].endswith("… · 1 dòng, 0 ý kiến, 0 kết luận")
    assert max(map(len, rows)) < 150
    shown = talk.door.shown[last(talk)]
    assert shown.labels == [phrases.BUTTON_NEXT]
    for _ in range(5):
        await talk.tap(last(talk), phrases.BUTTON_NEXT, AN)
    shown = talk.door.shown[last(talk)]
    assert shown.labels == [phrases.BUTTON_BEFORE]
    assert [row.split(".")[0] for row in shown.text.split("\n")[1:]] == list(
        map(str, range(10, 0, -1))
    )
    for typed in ("/lichsu 6", "/lịch sử trang 6", "/lichsu 999"):
        assert (await talk.text(typed, HA))[0] == shown.text


async def test_the_meetings_of_a_year_or_a_month(talk: Talk) -> None:
    await talk.in_store(held, talk, 60)
    (said,) = await talk.text("/lichsu 2025", HA)
    head, *rows = said.split("\n")
    assert head == (
        "Các cuộc họp ở đây từ 01/01/2025 đến 31/12/2025 (37) · trang 1/4. Xem một cuộc: /xem số"
    )
    assert all("/2025 · " in row for row in rows)
    await talk.tap(last(talk), phrases.BUTTON_NEXT, HA)
    turned = talk.door.shown[last(talk)].text
    assert "(37) · trang 2/4." in turned
    assert all("/2025 · " in row for row in turned.split("\n")[1:])
    assert (await talk.text("/lichsu 2025 trang 2", HA))[0] == turned
    (said,) = await talk.text("/lichsu tháng 7", HA)
    assert [row[:14] for row in said.split("\n")[1:]] == [
        "60. 24/07/2026", "59. 15/07/2026", "58. 06/07/2026",
    ]  # fmt: skip
    (said,) = await talk.text("/lichsu 24/7", HA)
    assert said.startswith("Các cuộc họp ở đây ngày 24/07/2026 (1).")
    assert len(said.split("\n")) == 2, "half an hour before midnight here, another day in London"
    (said,) = await talk.text("/lichsu 2019", HA)
    assert said == "Không có cuộc họp nào từ 01/01/2019 đến 31/12/2019. Xem tất cả: /lichsu"
    (said,) = await talk.text("/lichsu giao ban", HA)
    assert said.startswith("Xem các cuộc họp: /lichsu, /lichsu trang 2;")
    alone = private(talk, HA)
    (said,) = await alone.text("/lichsu 2024", HA)
    assert said.startswith("Không có cuộc họp nào từ 01/01/2024")
    (said,) = await alone.text("/lichsu 2025", HA)
    assert said.startswith("Các cuộc họp bạn đã dự từ 01/01/2025 đến 31/12/2025 (37)")
    (said,) = await private(talk, AN).text("/lichsu 2025", AN)
    assert said.startswith("Không có cuộc họp nào từ 01/01/2025"), "An was in none of them"


async def test_one_meeting_with_all_that_there_is_of_it(talk: Talk) -> None:
    await talk.text("/batdau Họp giao ban", HA)
    await talk.text("/toi Lê Thị Hà - Chuyên viên", HA)
    await talk.text("YK: Đề nghị gia hạn.", AN)
    await talk.text("Tôi có mặt", BINH)
    await talk.text("/thuky them Nguyễn Văn An", HA)
    await talk.text("/chutri Trần Bình", HA)
    (said,) = await talk.text("/xem 1", BINH)
    assert said.split("\n")[:3] == [
        "1. 24/07/2026 · Họp giao ban · 2 dòng, 1 ý kiến, 0 kết luận · đang mở",
        "Thư ký: Lê Thị Hà, Chuyên viên; Nguyễn Văn An · Chủ trì: Trần Bình",
        "",
    ]
    assert talk.door.shown[last(talk)].labels == ["Báo cáo", "Số liệu"]
    await talk.text("/baocao", HA)
    (said,) = await talk.text("/xem cuộc họp số 1", BINH)
    assert " · Chủ trì: Trần Bình · 1 dự thảo\n" in said
    assert talk.door.shown[last(talk)].labels == [
        "Báo cáo", "Các dự thảo", "Nguồn từng đoạn", "Số liệu",
    ]  # fmt: skip
    await talk.tap(last(talk), "Nguồn từng đoạn", BINH)
    assert "bao-cao-1-1.docx" in talk.door.shown[last(talk)].text


async def test_a_page_of_a_meeting_keeps_its_head_and_its_buttons(talk: Talk) -> None:
    talk.settle = talk.office.post.settle
    await talk.text("/batdau Họp", HA)
    for number in range(1, 26):
        await talk.text(f"Câu {number}", AN)
    await talk.text("/xem 1", HA)
    card = last(talk)
    before = talk.door.shown[card]
    await talk.tap(card, phrases.BUTTON_NEXT, BINH)
    shown = talk.door.shown[card]
    assert shown.text.split("\n")[:2] == before.text.split("\n")[:2]
    assert "· trang 2/3" in shown.text
    assert "Câu 11" in shown.text
    assert shown.labels == ["‹ Trước", "Sau ›", "Báo cáo", "Số liệu"]
    await talk.tap(card, "Số liệu", BINH)
    assert talk.door.shown[last(talk)].text.startswith("Số liệu cuộc họp số 1")


async def test_the_files_of_every_draft_are_had_again(talk: Talk, tmp_path: Path) -> None:
    await talk.text("/batdau Họp", HA)
    await talk.text("YK: Đề nghị gia hạn.", AN)
    for command in ("/baocao", "/bienban", "/baocao chitiet"):
        await talk.text(command, HA)
    (tmp_path / "documents" / "1" / "bien-ban-1-1.pdf").write_bytes(b"%PDF")  # by the clerk
    talk.door.files.clear()
    await talk.text("/xem 1", BINH)
    await talk.tap(last(talk), "Các dự thảo", BINH)
    listed = last(talk)
    assert talk.door.shown[listed].labels == ["Tệp 1", "Tệp 2", "Tệp 3"]
    await talk.tap(listed, "Tệp 2", BINH)
    assert [file.name for file in talk.door.files] == ["bien-ban-1-1.docx", "bien-ban-1-1.pdf"]
    talk.door.files.clear()
    await talk.text("/duthao 2", BINH)
    assert [file.name for file in talk.door.files] == ["bien-ban-1-1.docx", "bien-ban-1-1.pdf"]
    talk.door.files.clear()
    await talk.text("/duthao", BINH)
    assert talk.door.shown[last(talk)].labels == ["Tệp 1", "Tệp 2", "Tệp 3"]

    alone = private(talk, AN)  # who took part
    await alone.text("/xem 1", AN)
    await alone.tap(last(talk), "Các dự thảo", AN)
    await alone.tap(last(talk), "Tệp 3", AN)
    assert [file.name for file in talk.door.files] == ["bao-cao-1-2.docx"]
    stranger = private(talk, Person("9", "Người Lạ"))
    toast = await stranger.tap_data(listed, "file:1", Person("9", "Người Lạ"))
    assert (toast, len(talk.door.files)) == (phrases.TOAST_OLD, 1)

    (tmp_path / "documents" / "1" / "bao-cao-1-1.docx").unlink()
    await talk.tap(listed, "Tệp 1", BINH)
    assert talk.door.shown[last(talk)].text.startswith("Tệp của dự thảo này không còn")
    await talk.in_store(talk.office.store.erasing.meeting, 1)
    assert await talk.tap(listed, "Tệp 2", BINH) == phrases.TOAST_OLD
