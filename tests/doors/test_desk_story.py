"""The secretary's desk as one story, through the Telegram door: from the last word of a meeting to
the paper that its chair has approved."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from docx import Document

from tests.doors.bot_api import BotApi
from tests.doors.sounds import said_in
from tests.doors.telegram_chats import Json, Room
from tests.doors.telegram_house import answer, labels, running, whole_text
from tests.waiting import eventually
from transcribe import Transcriber

Words = str | Callable[[str], object]  # what stands in a message, or whether it does
OFFICE = """/thongtin
cơ quan chủ quản: UBND huyện Cao Lãnh
cơ quan: UBND xã Tân Phước
ký hiệu: UBND
địa danh: Tân Phước
căn cứ: Chương trình công tác tháng 11 năm 2026
thời gian: 7h30, 23/11/2026
kết thúc: 9h
người kết luận: Chủ tịch UBND xã Trần Văn Bình
nơi nhận:
- Các ấp
- Lưu: VT
người ký: CHỦ TỊCH / Trần Văn Bình"""


@dataclass
class Desk:
    """A room, and what people do and see in it; ``here`` is the group, ``alone`` the chair's."""

    api: BotApi
    here: Room
    alone: Room
    ha: Json
    binh: Json

    async def types(self, text: str, reply_to: Json | None = None) -> str:
        """The secretary types; what the bot answers."""
        said = await answer(self.api, self.api.text(self.here, self.ha, text, reply_to=reply_to))
        return str(said["text"])

    async def says(self, who: Json, text: str) -> None:
        """Somebody types what is to stand in the record."""
        message = self.api.text(self.here, who, text)
        await eventually(lambda: self.api.reaction(message))

    async def sees(self, words: Words, room: Room | None = None) -> Json:
        """The bot's last message with these words, once it is there."""

        def found() -> list[Json]:
            sent = [
                (m, m.get("text", m.get("caption", ""))) for m in self.api.sent(room or self.here)
            ]
            return [m for m, text in sent if (words(text) if callable(words) else words in text)]

        return (await eventually(found))[-1]

    async def taps(self, label: str, words: Words, then: str) -> Json:
        """The secretary taps under the message with ``words``; it, once it says ``then``."""
        message = await self.sees(words)
        self.api.tap(message, label, self.ha)
        return await self.sees(then)

    async def button(self, label: str, room: Room) -> Json:
        """The bot's last message that shows this button."""
        shown = await eventually(lambda: [m for m in self.api.sent(room) if label in labels(m)])
        return shown[-1]


@pytest.fixture
def desk(api: BotApi, group: Room) -> Desk:
    ha, binh = api.person("Lê Thị", "Hà"), api.person("Trần Văn", "Bình")
    alone = api.rooms[binh["id"]] = Room(binh["id"], "private", "Trần Văn Bình")
    return Desk(api, group, alone, ha, binh)


def words_of(path: Path) -> str:
    """A Word file's paragraphs, then the cells of its tables."""
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


async def meeting(desk: Desk, an: Json, spoken: bytes) -> None:
    """What is said until the last word."""
    await answer(desk.api, desk.api.text(desk.alone, desk.binh, "/lichsu"))
    await desk.types("/batdau Họp giao ban UBND xã tuần 47")
    await desk.types("/toi Lê Thị Hà - Công chức Văn phòng")
    await desk.says(an, "ấp 3 còn 45 hộ, đề nghị xã hỗ trợ thêm 1 máy")
    await desk.says(desk.binh, "Thống nhất hỗ trợ ấp 3 thêm 1 máy.")
    card = await answer(desk.api, desk.api.voice(desk.here, an, spoken, 4))
    await eventually(lambda: said_in(card["text"]))
    assert "Chủ trì của cuộc họp là Trần Văn Bình" in await desk.types("/chutri Trần Văn Bình")
    await desk.says(desk.binh, "KL: Giao Văn phòng gửi giấy mời họp dân trc 30/11")
    assert "Đã đóng cuộc họp số 1" in await desk.types("/kết thúc")


async def tidied(desk: Desk) -> None:
    """The desk: a line mended, tags taken, a task confirmed, people marked, nothing left."""
    api = desk.api
    asked = await desk.taps("Sửa", said_in, "Sửa dòng #3: hãy trả lời tin này")
    said = await desk.types("Đề nghị lùi hạn đến hết tháng 12.", reply_to=asked)
    assert "Đã sửa #3: Đề nghị lùi hạn đến hết tháng 12." in said

    assert "3 gợi ý thẻ" in await desk.types("/gợi ý")
    done = await desk.taps("Nhận cả 3 gợi ý", "3 gợi ý thẻ", "✓ Đã gắn thẻ")
    assert "Ý kiến cho #1, #3; Kết luận cho #2" in done["text"]

    assert "Văn phòng: Gửi giấy mời họp dân" in await desk.types("/nhiem vu")
    await desk.taps("Xác nhận gợi ý 1", "Nhiệm vụ · cuộc họp số 1", "✓ đã xác nhận")

    await desk.types("/thanhphan\n1\tNguyễn Thị Tư\tTrưởng ấp 3\tẤp 3\n2\tLê Văn Năm\tTrưởng ấp 5")
    marked = await desk.taps("Có mặt cả 2 người", "Chưa đánh dấu (2)", "Có mặt (5)")
    assert "Chưa đánh dấu" not in marked["text"]
    assert "Vắng: 5. Lê Văn Năm (ốm)" in await desk.types("/thanh phan vắng 5 ốm")

    await desk.types(OFFICE)
    assert "Thiếu 1 mục: địa điểm" in await desk.types("/rà soát")
    await desk.taps("Mục còn thiếu (1)", "Rà soát cuộc họp số 1", "Bấm một mục")
    api.tap(await desk.sees("Bấm một mục"), "Điền địa điểm", desk.ha)
    await desk.types("Hội trường UBND xã", reply_to=await desk.sees("của mục “địa điểm”"))
    left = await desk.types("/rasoat")
    assert "ý kiến chưa thấy kết luận nào nhắc tới: #3" in left
    await desk.taps("Ý kiến còn để ngỏ (1)", left, "Máy chỉ so chữ")
    api.tap(await desk.sees("Máy chỉ so chữ"), "#3 Đã có kết luận", desk.ha)
    await eventually(lambda: "#3" not in desk.api.sent(desk.here)[-1]["text"])
    assert "Không còn gì phải xem" in await desk.types("/rasoat")


async def test_from_the_last_word_to_the_approved_paper(
    api: BotApi, data: Path, desk: Desk, an: Json, note: bytes, transcriber: Transcriber
) -> None:
    async with running(api, data, transcriber):
        await meeting(desk, an, note)
        await tidied(desk)
        await returned(desk, note)
        await approved(desk, data / "documents" / "1")


async def returned(desk: Desk, note: bytes) -> None:
    """The people read it, the chair hears it read and sends it back by voice."""
    api = desk.api
    brief = await answer(api, api.text(desk.here, desk.ha, "/báo cáo"))
    assert "BÁO CÁO" in await whole_text(api, brief, desk.ha)
    api.text(desk.here, desk.ha, "/lấy ý kiến")
    api.tap(await desk.button("Đồng ý", desk.here), "Đồng ý", api.person("Khách", "Lạ"))
    await eventually(lambda: "Chỉ người đã dự cuộc họp này cho ý kiến được" in api.toasts)

    api.text(desk.here, desk.ha, "/trình")
    request = await desk.button("Duyệt", desk.alone)
    assert "Tin này chưa phải là duyệt" in await chair_types(desk, "ok duyệt nha em")
    api.tap(request, "Trả lại", desk.binh)
    asked = await desk.sees("Ý kiến của bạn về dự thảo 1", desk.alone)
    api.voice(desk.alone, desk.binh, note, 12, reply_to=asked)
    await desk.sees("Trần Văn Bình (chủ trì) trả lại dự thảo 1")
    shown = await desk.button("Cho cả nhóm xem", desk.alone)  # nobody can be told alone
    api.tap(shown, "Cho cả nhóm xem", desk.binh)
    await desk.sees("Ý kiến của Trần Văn Bình")  # the recording
    await eventually(lambda: "ĐÃ TRẢ LẠI" in request["text"])


async def chair_types(desk: Desk, text: str) -> str:
    said = await answer(desk.api, desk.api.text(desk.alone, desk.binh, text))
    return str(said["text"])


async def approved(desk: Desk, documents: Path) -> None:
    """A new draft; the chair approves it alone, and no later change touches it."""
    api = desk.api
    await desk.types("/sua 1 Ấp 3 còn 45 hộ, đề nghị hỗ trợ thêm 2 máy.")
    await desk.types("/báo cáo")
    api.text(desk.here, desk.ha, "/trình")
    await desk.sees("TRÌNH DUYỆT: dự thảo 2", desk.alone)
    api.tap(await desk.button("Duyệt", desk.alone), "Duyệt", desk.binh)
    paper = documents / "bao-cao-1-2.docx"
    told = await desk.sees("Trần Văn Bình (chủ trì) đã duyệt dự thảo 2")
    sum_of_paper = hashlib.sha256(paper.read_bytes()).hexdigest()
    assert sum_of_paper in told["text"]

    words = words_of(paper)
    for sentence in (
        "Nguyễn Thị Tư, Trưởng ấp 3",
        "Vắng: Lê Văn Năm, Trưởng ấp 5 (ốm)",
        "Ấp 3 còn 45 hộ, đề nghị hỗ trợ thêm 2 máy.",
        "Đề nghị lùi hạn đến hết tháng 12.",
        "Thống nhất hỗ trợ ấp 3 thêm 1 máy.",
        "Gửi giấy mời họp dân\nVăn phòng\nTrc 30/11",
        "Hội trường UBND xã",
    ):
        assert sentence in words
    assert "……" not in words

    api.text(desk.here, desk.ha, "/sua 1 Câu khác hẳn.")
    await desk.sees("Bản đã duyệt giữ nguyên: dự thảo 2 (bao-cao-1-2.docx)")
    assert "bao-cao-1-2.docx · đã duyệt" in await desk.types("/dự thảo")
    assert hashlib.sha256(paper.read_bytes()).hexdigest() == sum_of_paper
    assert "ok duyệt" not in await desk.types("/dong")
