"""What one can do with drafts in the chat: kinds, depths, sources, versions, PDFs."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

from bot.clerk.prints import Prints
from bot.doors.port import Chat, FileKind, SendFile
from bot.messages import phrases
from bot.report.pdf import CannotPrint
from tests.dialogs.talking import AN, Talk, talking


async def told(talk: Talk) -> None:
    await talk.text("/batdau Họp giao ban")
    await talk.text("/toi Nguyễn Văn An - Trưởng phòng", AN)
    await talk.text("YK: Cần thêm thời gian.", AN)
    card = await talk.voice("tôi nhất trí", AN)
    await talk.tap(card, "Ý kiến")
    await talk.text("KL: Giao Phòng Kế hoạch rà soát hồ sơ trước ngày 30 tháng 11.")


@pytest.mark.parametrize(
    ("asked", "name", "starts"),
    [
        ("/baocao", "bao-cao-1-1.docx", "BÁO CÁO"),
        ("/bienban", "bien-ban-1-1.docx", "BIÊN BẢN"),
        ("/thongbao", "thong-bao-1-1.docx", "THÔNG BÁO"),
        ("/bien ban chi tiết", "bien-ban-1-1.docx", "BIÊN BẢN"),
        ("/baocao KẾT LUẬN nguồn", "bao-cao-1-1.docx", "BÁO CÁO"),
    ],
)
async def test_kinds_and_depths_are_asked_for_by_words(
    talk: Talk, asked: str, name: str, starts: str
) -> None:
    await told(talk)
    (said,) = await talk.draft(asked)
    assert said.startswith(starts)
    assert ("(ý kiến): Cần thêm thời gian." in said) == ("chi" in asked)
    assert ("Cần thêm thời gian" in said) == (starts != "THÔNG BÁO" and "LUẬN" not in asked)
    assert [file.name for file in talk.door.files] == [name]


async def test_a_word_that_means_nothing_is_told_and_nothing_is_made(talk: Talk) -> None:
    await told(talk)
    (said,) = await talk.text("/bienban ngắn gọn")
    assert said.startswith("Tôi không hiểu “ngắn”. Gửi: /bienban (theo diễn biến)")
    assert talk.door.files == []


async def test_a_paragraph_leads_back_to_its_lines_and_their_sound(talk: Talk) -> None:
    await told(talk)
    await talk.text("/baocao")
    listed = (await talk.text("/nguon"))[0].splitlines()
    assert listed[0].startswith("Các đoạn của bao-cao-1-1.docx")
    assert listed[1:] == [
        "2.1: #1 Cần thêm thời gian.",
        "2.2: #2 tôi nhất trí",
        "3.1: #3 Giao Phòng Kế hoạch rà soát hồ sơ trước ngày 30 tháng 11./.",
    ]
    files = len(talk.door.files)
    head, line = await talk.text("/nguon 2.2")
    assert head == "Đoạn 2.2: “tôi nhất trí” được làm từ:"
    assert line.startswith("#2 · Nguyễn Văn An, Trưởng phòng · 24/07/2026 08:")
    assert line.endswith("\ntôi nhất trí")
    (sound,) = talk.door.files[files:]
    assert sound.read_bytes() == "tôi nhất trí".encode()
    assert (await talk.text("/nguon 9.9"))[0].startswith("bao-cao-1-1.docx không có đoạn 9.9.")


async def test_a_tap_shows_the_sources_too(talk: Talk) -> None:
    await told(talk)
    await talk.text("/baocao")
    draft = next(k for k, s in talk.door.shown.items() if "Nguồn từng đoạn" in s.labels)
    assert talk.door.shown[draft].labels == ["Toàn văn", "Nguồn từng đoạn", "Làm việc riêng"]
    await talk.tap(draft, "Nguồn từng đoạn")
    listed = list(talk.door.shown)[-1]
    assert talk.door.shown[listed].labels == ["2.1", "2.2", "3.1"]
    await talk.text("/botag 1")
    await talk.text("/baocao")
    await talk.tap(listed, "2.1")
    assert list(talk.door.shown.values())[-1].text.endswith("Cần thêm thời gian.")
    other = Talk(talk.office, talk.door, "-200")
    assert "cũ" in await other.tap_data(listed, "source:1:2.1")


async def test_the_source_is_that_of_the_draft_and_not_of_what_was_tagged_since(talk: Talk) -> None:
    await told(talk)
    await talk.text("/baocao")
    await talk.text("/botag 1")
    assert "#1 ·" in (await talk.text("/nguon 2.1"))[1]


async def test_a_line_that_changed_since_the_draft_says_so(talk: Talk) -> None:
    await told(talk)
    await talk.text("/baocao")
    await talk.text("/sua 1 Không cần thêm thời gian nữa.", AN)
    assert "đã sửa sau dự thảo này" not in (await talk.text("/nguon 2.2"))[1]
    assert "đã sửa sau dự thảo này" in (await talk.text("/nguon 2,1"))[1]
    files = len(talk.door.files)
    await talk.text("/xoa 2")
    assert "nay đã xoá" in (await talk.text("/nguon 2.2"))[1]
    assert len(talk.door.files) == files


async def test_drafts_are_listed_given_again_and_compared(talk: Talk) -> None:
    await told(talk)
    assert (await talk.text("/duthao"))[0].startswith("Chưa có dự thảo nào.")
    await talk.text("/baocao")
    await talk.text("/sua 1 Cần thêm hai tuần.", AN)
    await talk.text("/baocao", AN, admin=True)
    await talk.text("/bienban ketluan")
    rows = (await talk.text("/duthao"))[0].splitlines()
    row = r"1\. Báo cáo · \d\d/\d\d/\d{4} \d\d:\d\d · Lê Thị Hà · bao-cao-1-1\.docx"
    assert re.fullmatch(row, rows[1])
    assert "Nguyễn Văn An" in rows[2]
    assert rows[3].startswith("3. Biên bản chỉ kết luận · ")
    assert (await talk.text("/duthao 1 2"))[0].splitlines() == [
        "Từ dự thảo 1 đến dự thảo 2 có 1 chỗ khác:",
        "− - Đ/c Nguyễn Văn An, Trưởng phòng: Cần thêm thời gian. [#1]",
        "+ - Đ/c Nguyễn Văn An, Trưởng phòng: Cần thêm hai tuần. [#1]",
    ]
    assert (await talk.text("/duthao 2 2"))[0].startswith("Dự thảo 2 và 2 giống hệt nhau")
    await talk.text("/duthao 1")
    assert talk.door.files[-1].name == "bao-cao-1-1.docx"
    for asked in ("/duthao 4", "/duthao abc", "/duthao 1 2 3"):
        assert (await talk.text(asked))[0].startswith("Có 3 dự thảo, đánh số từ 1.")


async def test_drafts_of_an_earlier_meeting_are_found(talk: Talk) -> None:
    await told(talk)
    await talk.text("/ketthuc")
    await talk.text("/batdau Họp khác")
    assert (await talk.text("/nguon 2.1"))[0].startswith("Chưa có dự thảo nào.")
    await talk.text("/baocao 1")
    assert (await talk.text("/nguon 2.1"))[0].startswith("Đoạn 2.1: “Cần thêm thời gian.”")
    assert "cuộc họp số 1 “Họp giao ban”" in (await talk.text("/duthao"))[0]
    await talk.text("KL: Nhất trí.")
    await talk.text("/thongbao")
    assert (await talk.text("/nguon"))[0].startswith("Các đoạn của thong-bao-2-1.docx")
    listed = (await talk.text("/duthao cuộc họp 1"))[0].splitlines()
    assert listed[1].startswith("1. Báo cáo · ")
    assert "/duthao cuộc họp 1 1 2 " in listed[2]
    await talk.text("/duthao cuộc họp 1 1")
    assert talk.door.files[-1].name == "bao-cao-1-1.docx"
    assert (await talk.text("/duthao cuộc họp 9"))[0].startswith("Ở đây không có cuộc họp số 9.")
    await talk.text("/xem 1")
    shown = list(talk.door.shown)[-1]
    await talk.tap(shown, "Các dự thảo")
    assert list(talk.door.shown.values())[-1].text.splitlines()[1] == listed[1]


async def test_a_degree_before_the_signers_name_is_left_out_and_told(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    await talk.text("/thongtin người ký: K/T GIÁM ĐỐC / PHÓ GIÁM ĐỐC / TS. Lê Văn Bình")
    (said,) = await talk.draft("/baocao")
    assert "\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\nLê Văn Bình\n" in said
    assert "Đã bỏ “TS.” trước tên người ký" in said


async def test_minutes_need_names_to_sign_with(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    await talk.text("/toi Lê Thị Hà - Chuyên viên")
    await talk.text("/thongtin chủ trì: Lãnh đạo Sở")
    (said,) = await talk.draft("/bienban")
    assert "\nTHƯ KÝ\nLê Thị Hà\n\nCHỦ TỌA\n……………\n" in said
    assert "Chưa rõ họ tên để ký dưới THƯ KÝ, CHỦ TỌA." in said
    await talk.text("/thongtin chủ trì: Ông Trần Quốc Bình - Giám đốc Sở")
    (said,) = await talk.draft("/bienban")
    assert "\nCHỦ TỌA\nTrần Quốc Bình\n" in said
    assert "Chưa rõ họ tên" not in said


class Press:
    """Stands for LibreOffice: a PDF is the Word file's name."""

    def __init__(self) -> None:
        self.broken = False
        self.made: list[str] = []

    def pdf(self, docx: Path) -> Path:
        if self.broken:
            raise CannotPrint("out of paper")
        self.made.append(docx.name)
        return docx.with_suffix(".pdf")

    def close(self) -> None:
        """There is nothing to end."""


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> Press:
    """What every house of this test prints with."""
    found = Press()
    monkeypatch.setattr("bot.office.find_soffice", lambda setting: "soffice")
    monkeypatch.setattr("bot.office.Printer", lambda soffice, **_: found)
    monkeypatch.setattr("bot.clerk.prints.first_page", lambda pdf: pdf.with_suffix(".png"))
    return found


async def test_the_pdf_and_its_first_page_follow_the_word_file(
    tmp_path: Path, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with talking(tmp_path) as talk:
        sent: list[SendFile] = []

        async def noted(chat: Chat, file: SendFile) -> str:
            sent.append(file)
            return str(len(sent))

        monkeypatch.setattr(talk.door, "send_file", noted)
        await told(talk)
        await talk.text("/bienban")
        assert [(file.name, file.kind) for file in sent] == [
            ("bien-ban-1-1.docx", FileKind.DOCUMENT),
            ("bien-ban-1-1.pdf", FileKind.DOCUMENT),
            ("bien-ban-1-1.png", FileKind.PICTURE),
        ]


async def test_a_pdf_that_cannot_be_made_is_told_once(tmp_path: Path, press: Press) -> None:
    press.broken = True
    async with talking(tmp_path) as talk:
        await told(talk)
        said = await talk.text("/baocao")
        assert said[-1].startswith("Chưa làm được bản PDF của bao-cao-1-1.docx; tệp Word")
        assert len(talk.door.files) == 1
        assert len(await talk.text("/duthao")) == 1


async def test_a_draft_that_was_not_printed_before_the_stop_is_after_the_start(
    tmp_path: Path, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with talking(tmp_path) as talk:
        await told(talk)
        real = Prints.do
        monkeypatch.setattr(Prints, "do", lambda *_: asyncio.Event().wait())
        talk.settle = talk.office.post.settle
        await talk.text("/baocao")
        assert [file.name for file in talk.door.files] == ["bao-cao-1-1.docx"]
    assert press.made == []
    monkeypatch.setattr(Prints, "do", real)
    async with talking(tmp_path, door=talk.door) as again:
        await again.office.settle()
        assert press.made == ["bao-cao-1-1.docx"]
        names = [file.name for file in again.door.files]
        assert names == ["bao-cao-1-1.docx", "bao-cao-1-1.pdf", "bao-cao-1-1.png"]


async def test_the_help_says_which_package_is_missing(
    tmp_path: Path, talk: Talk, press: Press
) -> None:
    assert "apt install libreoffice-writer-nogui" in (await talk.text("/trogiup"))[0]
    async with talking(tmp_path / "other") as printing:
        assert "LibreOffice" not in (await printing.text("/trogiup"))[0]


async def test_the_hour_of_the_end_is_of_the_day_of_the_meeting(talk: Talk) -> None:
    await talk.text("/batdau Họp giao ban")  # on 24/07/2026, to write down what was the day before
    await talk.text("KL: Thống nhất.")
    await talk.text("/thongtin\nthời gian: 14h, 23/7/2026\nkết thúc: 16h\nchủ trì: Trần Bình")
    (said,) = await talk.draft("/bienban")
    assert "Cuộc họp kết thúc vào 16 giờ 00, ngày 23 tháng 7 năm 2026./." in said
    assert "Qua các ý kiến, Trần Bình kết luận" in said, "no dots that nothing tells of"
    assert "trước giờ bắt đầu" not in said
    (said,) = await talk.text("/thongtin kết thúc: 11h")
    assert said.startswith("Chưa ghi mục kết thúc “11h”: giờ kết thúc (11 giờ 00, ngày 23 tháng 7")
    # as it may stand in a folder of before
    talk.rows("UPDATE meeting_info SET value = '11h' WHERE code = 'ket_thuc'")
    (said,) = await talk.draft("/bienban")
    early = "⚠ Giờ kết thúc trước giờ bắt đầu. Sửa mục kết thúc, ghi cả ngày: /thongtin 1"
    assert early in said
    await talk.text("/thongtin\nthời gian: sáng thứ Năm")  # no day that a report can print: asked
    await talk.tap(next(reversed(talk.door.shown)), "Giữ như đã gõ: sáng thứ Năm")
    (said,) = await talk.draft("/bienban")
    assert "Cuộc họp kết thúc vào 11 giờ 00./." in said


async def test_an_empty_draft_is_asked_about_first(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    await talk.text("Đề nghị gia hạn nhiệm vụ số hoá", AN)
    for _ in range(3):  # and three times is three short answers
        (said,) = await talk.text("/baocao chitiet nguon")
        assert said.startswith("Chưa dòng nào được gắn thẻ ý kiến, kết luận hay nội dung nên")
        assert "Có 1 gợi ý thẻ; xem và nhận: /goiy" in said
    assert not talk.door.files
    asked = list(talk.door.shown)[-1]
    assert await talk.tap(asked, "Vẫn lấy dự thảo", AN) == phrases.TOAST_NOT_ALLOWED
    assert not talk.door.files
    await talk.tap(asked, "Vẫn lấy dự thảo")
    (document,) = talk.store.meetings.documents(1)
    assert (document.kind, document.depth) == ("baocao", "chitiet")
    await talk.text("/ykien 1")
    assert "Đề nghị gia hạn" in (await talk.draft("/baocao"))[0]
    (said,) = await talk.text("/thongbao")
    assert said.startswith("Chưa dòng nào được gắn thẻ kết luận")
    assert len(talk.store.meetings.documents(1)) == 2


async def test_who_may_have_no_draft_made_sees_what_there_is(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    await talk.text("KL: Thống nhất")
    (said,) = await talk.text("/bienban", AN)
    assert "chưa có bản nào. Nhờ thư ký gửi: /bienban" in said
    await talk.text("/bienban")
    said, listed = await talk.text("/baocao", AN)
    assert said.startswith("Dự thảo mới do thư ký (Lê Thị Hà), chủ trì")
    assert "1. Biên bản ·" in listed
    await talk.tap(list(talk.door.shown)[-1], "Tệp 1", AN)
    assert len(talk.door.files) == 2
    assert len(talk.store.meetings.documents(1)) == 1
