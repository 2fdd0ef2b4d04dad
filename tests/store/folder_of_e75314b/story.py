"""What is done in the folder: two meetings, their papers, and the last minute."""

from __future__ import annotations

import asyncio
from pathlib import Path

from people import People, handled, kept
from sound import clip, long_clip
from tests.chat.telegram_chats import Json
from tests.chat.telegram_house import answer, eventually, labels

OFFICE_ITEMS = """/thongtin
cơ quan chủ quản: UBND huyện Cao Lãnh
cơ quan: UBND xã Tân Phước
ký hiệu: UBND
địa danh: Tân Phước
căn cứ: Chương trình công tác tháng 11 năm 2026
thời gian: 7h30, 23/11/2026
địa điểm: Hội trường UBND xã
chủ trì: Trần Văn Bình
người ký: CHỦ TỊCH / Trần Văn Bình"""


async def small_meetings(p: People) -> None:
    """Eleven in a topic of a forum: a page of /lichsu, and the next."""
    topic = p.api.topic(p.forum, p.ha, "Giao ban")
    for number in range(1, 12):
        await p.types(f"/batdau Giao ban ngày {number}", room=p.forum, topic=topic)
        await p.types(f"KL: Giao Tổ {number} dọn kho.", room=p.forum, topic=topic)
        await p.types("/ketthuc", room=p.forum, topic=topic)
    await p.types("/lichsu", room=p.forum, topic=topic)
    await p.types("/lichsu tháng 11", room=p.forum, topic=topic)


async def first_meeting(p: People) -> None:
    for who in (p.ha, p.an, p.binh):
        await p.types("/start", who, p.alone[who["id"]])
    await p.types("/batdau Họp giao ban UBND xã tuần 47")
    await p.types("/toi Lê Thị Hà - Công chức Văn phòng")
    await p.types("/tudien Nguyễn Văn An, đề án 06, Ấp Mỹ Đông, Vàm Nhơn")
    await p.types("ấp 3 còn 45 hộ, đề nghị xã hỗ trợ thêm 1 máy", p.an)
    await p.types("Thống nhất hỗ trợ ấp 3 thêm 1 máy.", p.binh)
    await p.types(f"/chutri {p.binh['first_name']} {p.binh['last_name']}")
    real = clip("Ly", 0.0, 6.0)
    await p.sends(real, p.an)  # what whisper-base hears
    for place in range(7):
        words = f"câu {place + 1}: bảy phỗng ông làm bằng gỗ mít để ở nhà văn hoá ấp"
        await p.sends(clip("Bình", place * 0.4), p.an, words, "gỗ mít", "phỗng ông")
    await p.sends(clip("Đoan"), p.chi, "đình làng có gỗ mít", "gỗ mít")
    await p.sends(clip("Vĩnh"), p.an, "đồng chí nguyễn văn ăn ở vàm nhờn", "văn ăn", "vàm nhờn")
    await p.sends(clip("Vĩnh", 1.0), p.an, "vàm nhờn đã đắp xong bờ bao", "vàm nhờn")
    await p.card(p.api.voice(p.here, p.an, b"no sound at all", 2))  # cannot be read
    await p.types("KL: Giao Văn phòng gửi giấy mời họp dân trc 24/11", p.binh)
    await p.types("KL: Giao Phòng Kinh tế rà soát danh sách hộ trước ngày 30/11.", p.binh)
    for place in range(6):
        await p.types(f"KL: Giao Tổ {place + 1} lập kế hoạch {place + 1}, báo cáo trong tháng 12.")
    await p.types("Ý kiến: Đường vào ấp 5 bị sạt lở, cần rọ đá.", p.chi)
    for place in range(14):
        who = (p.an, p.chi)[place % 2]
        await p.types(f"Đề nghị xã xem xét hỗ trợ khoản {place + 1} cho bà con.", who)
    await p.types("Bà Trần Thị Lựu ở ấp 2 xin vay vốn.", p.an)
    await p.types("Bà Trần Thị Lụu đã nộp đơn.", p.chi)
    typed = await p.types("Nhà văn hoá dột mái.", p.an)
    p.api.edit(typed, "Nhà văn hoá ấp 2 dột mái.")
    await eventually(lambda: handled(p.api.updates[-1]["update_id"]))
    await p.done()
    long = p.api.voice(p.here, p.an, long_clip("Ngọc"), 181)
    await p.card(long)  # its parts are lines
    p.ear.held.clear()
    stopped = p.api.voice(p.here, p.an, long_clip("Tuyên"), 181)
    shown = await answer(p.api, stopped)
    await eventually(lambda: "Dừng" in labels(shown))
    await asyncio.sleep(0.7)  # the first minute is written down
    await p.office.post.settle()
    p.note_buttons()
    p.api.tap(shown, "Dừng", p.ha)
    await eventually(lambda: "Chép tiếp" in labels(shown))
    p.ear.held.set()
    await p.done()


async def line_work(p: People) -> None:
    """Lines looked at, mended, undone; people; what is suggested."""
    await p.types("/dong")
    await p.types("/dong nghelai")
    await p.types("/dong 4")
    await p.types("/sua 1 Ấp 3 còn 45 hộ, đề nghị xã hỗ trợ thêm 2 máy.")
    await p.types("/hoantac")
    await p.types("/lamlai")
    await p.types("/hoantac")
    await p.types("/gop 25 26")
    await p.types("/xoa 27")
    await p.types("/them Phạm Thị Chi: Xin nhắc lại việc rọ đá.")
    await p.types("/doi 28 sau 29")
    await p.types("/tach 29 | cho bà con")
    await p.types("/nguoinoi 30 Lý Văn Khách - Giám đốc")
    await p.types("/lichsudong 1")
    await p.taps("Xoá")  # the last card with it
    await p.types("/tim đề nghị")
    await p.types("/thanhphan\n" + "\n".join(
        f"{n}\t{name}\tCán bộ ấp {n}" for n, name in enumerate(
            ("Võ An", "Lý Ba", "Đỗ Cúc", "Hồ Dậu", "Ngô Én", "Bùi Gấm", "Tạ Hoa", "Vũ Ích",
             "Mai Khế", "Lê Lan", "Cao Mận", "Phan Na", "Tô Oanh", "Kha Phú", "Ông Quế", "La Sen",
             "Ân Tý", "Từ Út", "Âu Vy", "Ma Xuân"), 1)))  # fmt: skip
    await p.types("/thanhphan Phạm Thị Chi - Trưởng ấp 5")
    await p.types("/toi Nguyễn Văn An - Trưởng ấp 3", p.an)
    await p.types("/thanhphan Nguyễn Văn An - Kế toán")
    await p.types("/thanhphan Phạm Thị Chi - Thủ quỹ")
    await p.types("/thanhphan vắng 6 ốm")
    await p.types("/thongtin\nthành phần: Các ấp; các ngành")
    await p.types("/thanhphan trang 2")
    await p.types("/thanhphan")
    await p.types("/goiy")
    await p.types("/rasoat")
    await p.types("/nhiemvu")
    await p.types("/nhiemvu 1")
    await p.taps("Xác nhận")
    await p.types("/nhiemvu 2")
    await p.types("/nhiemvu xacnhan 3")
    await p.types("/nhiemvu xong 3")
    await p.types("/nhiemvu 3")
    await p.types("/nhiemvu nhac 1 ngày")


async def desk(p: People) -> None:
    """The next morning: closed, asked, drafted, read, submitted, approved, returned."""
    await p.types("/ketthuc")
    alone = p.alone[p.an["id"]]
    await p.taps("Sửa", p.an, alone)
    questions = [m for m in p.api.sent(alone) if "Đúng rồi" in labels(m)]
    await p.types("Bảy pho tượng làm bằng gỗ mít để ở nhà văn hoá ấp.", p.an, alone,
                  reply_to=questions[0])  # fmt: skip
    await p.types("gỗ mít", p.an, alone, reply_to=questions[1])
    no = questions[2]["text"].split("dòng #")[1].split(",")[0]
    await p.types(f"/sua {no} Câu của thư ký.")
    await p.types("Câu của người nói, khác hẳn.", p.an, alone, reply_to=questions[2])
    no = questions[3]["text"].split("dòng #")[1].split(",")[0]
    await p.types(f"/sua {no} Câu khác của thư ký.")
    await p.types("Người nói vẫn nói khác.", p.an, alone, reply_to=questions[3])
    await p.types("/sua 15 Giao Văn phòng gửi giấy mời họp dân trước 26/11.")
    await p.types("/nhiemvu 1")
    await p.types("/rasoat")
    review = p.last("Rà soát")
    for label in labels(review):
        data = next(
            b.get("callback_data")
            for row in review["reply_markup"]["inline_keyboard"]
            for b in row
            if b["text"] == label
        )
        if data.startswith("rv:") and not data.endswith("goiy"):
            p.api.tap(review, label, p.ha)
            await eventually(lambda: handled(p.api.updates[-1]["update_id"]))
            await p.done()
            await p.types("/rasoat")
            review = p.last("Rà soát")
    await p.types("/goiy")
    shown = p.last("gợi ý thẻ")
    first = next(x for x in labels(shown) if x.startswith("✓") or "Ý kiến" in x)
    p.api.tap(shown, first, p.ha)
    await eventually(lambda: handled(p.api.updates[-1]["update_id"]))
    await p.done()
    await p.types(OFFICE_ITEMS)


async def papers(p: People) -> None:
    template = Path("templates/thong_bao.docx").read_bytes()
    mime = "application/octet-stream"
    p.api.document(p.here, p.ha, "thong_bao.docx", mime, template, caption="/mau thông báo")
    await eventually(lambda: handled(p.api.updates[-1]["update_id"]))
    await p.done()
    await p.types("/baocao")
    await p.types("/nguon")
    await p.types("/nguon 2.1")
    await p.types("/layykien")
    await p.taps("Góp ý", p.chi)
    await p.types("Đoạn 2 chưa đủ.", p.chi, reply_to=p.last("Góp ý"))
    reading = [m for m in p.api.sent(p.here) if "Góp ý" in labels(m)][-1]
    p.api.voice(p.here, p.chi, clip("Đoan", 1.0), 1, reply_to=reading)
    await eventually(lambda: handled(p.api.updates[-1]["update_id"]))
    await p.done()
    await p.types("/layykien")
    await p.types("/bienban")
    await submit(p, "biên bản")
    await p.taps("Duyệt", p.binh, p.alone[p.binh["id"]])


async def submit(p: People, kind: str) -> None:
    """Submits the last draft of a kind, whatever is still in doubt."""
    await p.types(f"/trinh {kind}")
    if "Vẫn trình bản này" in labels(p.api.sent(p.here)[-1]):
        await p.taps("Vẫn trình bản này")


async def sign_off(p: People) -> None:
    alone = p.alone[p.binh["id"]]
    await p.types("/thongbao")
    await submit(p, "thông báo")
    await p.taps("Trả lại", p.binh, alone)
    asked = p.last("Ý kiến của bạn", alone)
    p.api.voice(alone, p.binh, clip("Tuyên"), 1, reply_to=asked)
    await eventually(lambda: handled(p.api.updates[-1]["update_id"]))
    await p.done()
    await p.types("/trinh thông báo")
    await p.types("/baocao chitiet")
    await p.types("/sua 2 Thống nhất hỗ trợ ấp 3 thêm 1 máy, giao Tổ 1 theo dõi.")
    await submit(p, "báo cáo")
    await p.types("/baocao")
    await submit(p, "báo cáo")
    await p.taps("Trả lại", p.binh, alone)  # and says nothing yet
    await p.types("/thongbao")
    await p.types("/layykien thông báo")
    await p.types("/duthao")
    await p.types("/lichsu")
    await p.types("/xem 12")
    await p.types("/xem 12", p.an, p.alone[p.an["id"]])
    await p.types("/tim máy")
    await p.types("/thongke")
    await p.types("/xoacuochop 12")
    await p.types("/nhiemvu nhac tat")


async def second_meeting(p: People) -> tuple[Json, Json]:
    """Open still. A recording whose transcription somebody may stop, and one to be tagged."""
    await p.types("/batdau Họp bàn phòng chống hạn mặn")
    await p.types("Độ mặn ở cống Năm đã tới 2 phần nghìn.", p.chi)
    card = await p.sends(clip("Vĩnh", 2.0), p.an, "đề nghị đắp đập tạm ở cống Năm")
    await p.types("KL: Giao Tổ thuỷ lợi đóng cống Năm trước 10/12.", p.binh)
    await p.types("/thongtin\nchủ trì: Trần Văn Bình")
    p.ear.held.clear()
    waiting = await answer(p.api, p.api.voice(p.here, p.an, long_clip("Ly"), 181))
    await eventually(lambda: "Dừng" in labels(waiting))
    await asyncio.sleep(0.7)
    await p.office.post.settle()
    p.api.down |= {"getFile"}
    p.note_buttons()
    return card, waiting


SAYING = (
    "sendMessage editMessageText sendDocument sendPhoto sendVoice sendAudio answerCallbackQuery "
    "setMessageReaction"
)


async def last_minute(p: People, card: Json, waiting: Json) -> None:
    """The network is gone, then the house: what came is on disk, what is to be said too."""
    api = p.api
    api.down |= set(SAYING.split())
    api.text(p.here, p.ha, "/dong")
    api.voice(p.here, p.chi, clip("Đoan", 2.0), 1)
    api.text(p.here, p.an, "Cống Ba cũng cần sửa.")
    api.tap(card, "Ý kiến?" if "Ý kiến?" in labels(card) else "Ý kiến", p.ha)
    api.text(p.here, p.ha, "/sua 2 Đề nghị đắp đập tạm ở cống Năm và cống Ba.")
    api.text(p.here, p.ha, "/nghe 2")
    api.text(p.alone[p.an["id"]], p.an, "/lichsu")
    await eventually(lambda: handled(api.updates[-1]["update_id"]))
    p.office.store.inbox.waiting = lambda most: []  # type: ignore[method-assign,assignment]
    typed = api.text(p.here, p.chi, "Xin thêm hai máy bơm.")
    api.voice(p.here, p.an, clip("Vĩnh", 3.0), 1)
    api.tap(waiting, "Dừng", p.ha)
    api.tap(card, "Kết luận", p.ha)
    api.edit(typed, "Xin thêm ba máy bơm.")
    api.text(p.here, p.binh, "KL: Giao Văn phòng mua ba máy bơm.")
    api.text(p.here, p.ha, "/ykien 1")
    api.text(p.alone[p.an["id"]], p.an, "/xem 13")
    await eventually(lambda: kept(api.updates[-1]["update_id"]))
    await asyncio.sleep(1.0)  # a stop in the same moment as an arrival may be lost (Python 3.11)
