"""``/thongke``: a meeting in figures, and one picture."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from bot.clerk import pictures
from bot.doors.port import Chat, ChatKind, Person
from bot.report import charts
from bot.store.folder import DOCUMENTS
from foundation import apart
from tests.dialogs.talking import AN, BINH, HA, Dictation, Talk, Unsure, talking


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with talking(tmp_path) as one:
        yield one


def private(talk: Talk, who: Person) -> Talk:
    alone = Talk(talk.office, talk.door, who.key)
    alone.chat = Chat(talk.door.name, who.key, who.name, ChatKind.PRIVATE)
    alone.now = talk.now
    return alone


async def test_the_secretary_sees_a_meeting_in_figures(talk: Talk) -> None:
    await talk.text("/batdau Họp giao ban", HA)
    await talk.text("/toi Nguyễn Văn An - Trưởng phòng", AN)
    await talk.voice("Đề nghị gia hạn đến tháng 11", AN, text="#ykien")
    await talk.voice("Tôi nhất trí", AN)
    await talk.voice("Kinh phí còn thiếu", BINH)
    await talk.text("KL: Thống nhất gia hạn.", HA)
    talk.between = timedelta(minutes=90)
    await talk.text("/ketthuc", HA)
    (said,) = await talk.text("/thongke", BINH)
    assert said.split("\n") == [
        "Số liệu cuộc họp số 1 “Họp giao ban”",
        "Thời gian: 08:00–09:31, 24/07/2026 (1,5 giờ), theo lúc /batdau và lúc /ketthuc. "
        "Dòng cuối lúc 08:01.",
        "Dòng: 4 (1 ý kiến, 1 kết luận, 0 nội dung).",
        "Ghi âm: 3, dài 24 giây. Gõ: 1 dòng, 4 chữ.",
        "Chưa gắn thẻ: 2 dòng (50% số dòng có chữ), không vào dự thảo. Xem: /dong chuathe",
        "",
        "Ai nói bao lâu (theo ghi âm đã chép), gõ bao nhiêu:",
        "1. Nguyễn Văn An, Trưởng phòng: nói 16 giây, 1 ý kiến",
        "2. Trần Bình: nói 8 giây",
        "3. Lê Thị Hà: gõ 4 chữ, 1 kết luận",
    ]
    (picture,) = talk.door.files
    assert picture.name == "thong-ke-1.png"
    with Image.open(picture) as shown:
        assert shown.format == "PNG"
        assert shown.width == 1200
        assert 600 <= shown.height <= 1720
    assert [*talk.store.pictures.waiting()] == []


async def test_an_earlier_meeting_also_in_private(talk: Talk) -> None:
    await talk.text("/batdau Họp một", HA)
    await talk.text("Một câu", AN)
    await talk.text("/ketthuc", HA)
    await talk.text("/batdau Họp hai", HA)
    for typed in ("/thongke 1", "/thống kê cuộc họp số 1", "/solieu 1"):
        (said,) = await talk.text(typed, HA)
        assert said.startswith("Số liệu cuộc họp số 1 “Họp một”")
        assert "/dong chuathe" not in said, "that would show the other meeting's lines"
    assert (await talk.text("/thongke 9", HA))[0].startswith("Ở đây không có cuộc họp số 9.")
    assert (await talk.text("/thongke gì đó", HA))[0].startswith("Số liệu của cuộc họp đang mở")
    assert (await talk.text("/thongke", HA))[0].startswith("Cuộc họp số 2 “Họp hai” chưa có dòng")
    alone = private(talk, AN)
    for typed in ("/thongke 1", "/thongke"):
        (said,) = await alone.text(typed, AN)
        assert said.startswith("Số liệu cuộc họp số 1 “Họp một”")
    stranger = Person("9", "Người Lạ")
    alone = private(talk, stranger)
    (said,) = await alone.text("/thongke 1", stranger)
    assert said.startswith("Ở đây không có cuộc họp số 1.")
    (said,) = await alone.text("/thongke", stranger)
    assert said.startswith("Ở đây chưa có cuộc họp nào.")


async def test_what_has_no_words_yet_is_told(tmp_path: Path) -> None:
    ear = Dictation()
    ear.records("dai.m4a", "Một câu dài", "Hai câu dài", "Ba")
    async with talking(tmp_path, ear=ear) as talk:
        await talk.text("/batdau Họp", HA)
        await talk.recording("dai.m4a", 3)
        (said,) = await talk.text("/thongke", HA)
        assert "⚠ Đang chép 1 ghi âm: #1; chép xong thì hỏi lại số liệu." in said
        assert "Phần chưa có chữ không tính vào phần ai nói bao lâu." in said
        assert "Chưa ai có dòng nào có chữ." in said
        assert talk.door.files == [], "there is nothing to draw"
        ear.until("dai.m4a")
        await talk.office.settle()
        (said,) = await talk.text("/thongke", HA)
        assert "Ghi âm: 1, dài 3 phút." in said
        assert "1. Nguyễn Văn An: nói 45 giây" in said, "three sentences of 15 s"


async def test_doubtful_lines_are_told(tmp_path: Path) -> None:
    async with talking(tmp_path, ear=Unsure("gỗ mít")) as talk:
        await talk.text("/batdau Họp", HA)
        await talk.voice("Trồng gỗ mít")
        await talk.voice("Trồng xoài")
        await talk.voice("Trồng cam")
        (said,) = await talk.text("/thongke", HA)
        assert "⚠ Cần nghe lại: 1 dòng (33% số dòng có chữ). Xem: /dong nghelai" in said


async def test_lines_cut_put_together_and_given_to_others_count_once(talk: Talk) -> None:
    await talk.text("/batdau Họp", HA)
    await talk.voice("Một việc. Hai việc.", AN)
    await talk.voice("Ba việc.", AN)
    await talk.voice("Bốn việc.", BINH)
    await talk.text("/tach 1 | câu 2", HA)
    await talk.text("/gop 1 2", HA)
    (said,) = await talk.text("/thongke", HA)
    assert "1. Nguyễn Văn An: nói 16 giây" in said
    assert "Ghi âm: 3, dài 24 giây." in said
    await talk.text("/nguoinoi 4 Trần Bình", HA)  # the second half of the first
    (said,) = await talk.text("/thongke", HA)
    assert "Nguyễn Văn An: nói 8 giây" in said
    assert "Ghi âm có lời của nhiều người, không chia được: 8 giây" in said
    await talk.text("/xoa 3", HA)
    (said,) = await talk.text("/thongke", HA)
    assert "Trần Bình: chưa có chữ" not in said
    assert "Ghi âm: 2, dài 16 giây." in said


async def test_twenty_people_fit_a_phone(talk: Talk) -> None:
    talk.settle = talk.office.post.settle
    await talk.text(f"/batdau {'Hội nghị ' * 50}", HA)
    title = "Phó Chủ tịch Ủy ban nhân dân huyện kiêm Trưởng ban Chỉ đạo " * 3
    for number in range(20):
        who = Person(f"1{number}", "x")
        await talk.text(f"/toi Công Tằng Tôn Nữ Hoàng Diệu Linh {number} - {title}", who)
        await talk.text("chữ " * (20 - number), who)
    (said,) = await talk.text("/thongke", HA)
    assert len(said) < 2500
    assert "5 người khác: gõ 15 chữ" in said
    assert all(len(row) < 200 for row in said.split("\n"))


async def test_the_picture_is_drawn_after_a_restart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with talking(tmp_path) as talk:
        monkeypatch.setattr(pictures.Pictures, "do", _never)
        talk.settle = talk.office.post.settle
        await talk.text("/batdau Họp", HA)
        await talk.text("Một câu", AN)
        await talk.text("/thongke", HA)
        await talk.text("/thongke", HA)
        assert len(talk.store.pictures.waiting()) == 1
        door = talk.door
    monkeypatch.undo()
    async with talking(tmp_path, door=door) as talk:
        await talk.office.settle()
        assert [file.name for file in door.files] == ["thong-ke-1.png"]


async def _never(*_: object) -> None:
    raise OSError("killed here")


async def test_a_picture_that_cannot_be_drawn_is_told(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def died(*_: object, **__: object) -> bytes:
        raise apart.WentTooFar("its process died")

    monkeypatch.setattr(pictures.apart, "call", died)
    await talk.text("/batdau Họp", HA)
    await talk.text("Một câu", AN)
    said = await talk.text("/thongke", HA)
    assert said[1].startswith("Chưa vẽ được hình số liệu của cuộc họp số 1;")
    assert talk.store.pictures.waiting() == []


async def test_no_picture_of_an_erased_meeting_is_sent_or_left(talk: Talk, tmp_path: Path) -> None:
    await talk.text("/batdau Họp", HA)
    await talk.text("Một câu", AN)
    await talk.text("/thongke", HA)
    folder = tmp_path / DOCUMENTS / "1"
    assert [file.name for file in folder.iterdir()] == ["thong-ke-1.png"]

    def erased_meanwhile(chart: charts.Chart) -> bytes:
        talk.store.erasing.meeting(1)
        return b"png"

    (await talk.in_store(talk.office.store.pictures.want, 1, 1))
    monkey = pytest.MonkeyPatch()
    monkey.setattr(pictures.apart, "call", lambda work, chart, **_: erased_meanwhile(chart))
    try:
        talk.office.post.drafted.set()
        await talk.until(lambda: not folder.exists())
    finally:
        monkey.undo()
    assert len(talk.door.files) == 1
    assert (await talk.text("/thongke 1", HA))[0].startswith("Ở đây không có cuộc họp số 1.")


async def test_the_button_under_a_meeting(talk: Talk) -> None:
    await talk.text("/batdau Họp", HA)
    await talk.text("Một câu", AN)
    await talk.text("/xem 1", HA)
    card = list(talk.door.shown)[-1]
    await talk.tap(card, "Số liệu", BINH)
    assert list(talk.door.shown.values())[-1].text.startswith("Số liệu cuộc họp số 1 “Họp”")
    assert len(talk.door.files) == 1
    for data in ("stats:", "stats:x", "stats:99", "stats:1:1"):
        assert await talk.tap_data(card, data, HA) == "Nút này đã cũ. Xem các dòng: /dong"
