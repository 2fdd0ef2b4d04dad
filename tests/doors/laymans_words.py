"""The table of a layman's words: what is typed or done, and what must come of it.

A step is a message of the secretary's, or behind “Bình: ” of a participant's. “↩ ” replies to the
message before, “✎ ” edits it, “🎤 words | caption” is a voice note.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SIGN = "✍"  #: nothing but the sign under the message
NOTHING = ""  #: no answer at all
Lines = list[tuple[str, str | None]]


@dataclass(frozen=True)
class Row:
    """One thing that somebody does, in a group of its own.

    Args:
        answer: words of the bot's answer; ``SIGN``, or ``NOTHING``.
        lines: what is recorded by it, text and tag; or all lines there are. None: nothing changes.
        when: in a meeting, without one, or after one.
    """

    steps: tuple[str, ...]
    answer: str
    lines: Lines | None = None
    when: Literal["open", "none", "closed"] = "open"


def _line(text: str, tag: str | None = None) -> Lines:
    return [(text, tag)]


def _rows(*rows: tuple[str, str], when: Literal["open", "none", "closed"] = "open") -> list[Row]:
    return [Row((typed,), answer, None, when) for typed, answer in rows]


def _recorded(*rows: tuple[str, str, str | None]) -> list[Row]:
    return [Row((typed,), SIGN, _line(text, tag)) for typed, text, tag in rows]


BEFORE: Lines = [
    ("Phòng Kế hoạch đề nghị gia hạn nhiệm vụ", None),
    ("Giao Phòng A: - Tổng hợp", "ketluan"),
]

COMMANDS = _rows(
    ("/đồng ý", "lấy ý kiến"),
    ("/dong y", "lấy ý kiến"),
    ("/Đồng ý với dự thảo", "lấy ý kiến"),
    ("/góp ý sửa chữ CĐS", "lấy ý kiến"),
    ("/gop y sửa chữ CĐS", "lấy ý kiến"),
    ("/đóng góp ý kiến sửa chữ CĐS", "lấy ý kiến"),
    ("/xoá cuộc họp 999999", "không có cuộc họp số 999999"),
    ("/xóa cuộc họp 999999", "không có cuộc họp số 999999"),
    ("/xoa_cuoc_hop 999999", "không có cuộc họp số 999999"),
    ("/xoá cuộc họp", "Xoá hẳn cuộc họp số"),
    ("/danh sách", "Thành phần"),
    ("/danh sách người dự", "Thành phần"),
    ("/danhsach", "Thành phần"),
    ("/điểm danh", "Thành phần"),
    ("/danh sách cuộc họp", "Các cuộc họp ở đây (1)"),
    ("/các cuộc họp", "Các cuộc họp ở đây (1)"),
    ("/danh sách dòng", "Phòng Kế hoạch đề nghị"),
    ("/các dòng", "Phòng Kế hoạch đề nghị"),
    ("/dòng ý kiến", "chưa có dòng nào thuộc loại này"),
    ("/dong y kien", "chưa có dòng nào thuộc loại này"),
    ("/dòng kết luận", "Tổng hợp"),
    ("/danh sách nhiệm vụ", "hiệm vụ"),
    ("/việc", "hiệm vụ"),
    ("/tóm tắt", "/BC-"),
    ("/tóm tắt cuộc họp", "/BC-"),
    ("/lấy báo cáo", "/BC-"),
    ("/xem biên bản", "/BB-"),
    ("/làm biên bản", "/BB-"),
    ("/giúp", "/batdau"),
    ("/giúp đỡ", "/batdau"),
    ("/hướng dẫn", "/batdau"),
    ("/trợ giúp", "/batdau"),
    ("/menu", "/batdau"),
    ("/lệnh", "/batdau"),
    ("/help", "/batdau"),
    ("/đóng cuộc họp", "Đã đóng cuộc họp"),
    ("/đóng", "Đã đóng cuộc họp"),
    ("/kết thúc họp", "Đã đóng cuộc họp"),
    ("/Kết Thúc", "Đã đóng cuộc họp"),
    ("/Kết Thúc!", "Đã đóng cuộc họp"),
    ("/kết thúc cuộc họp.", "Đã đóng cuộc họp"),
    ("/dừng họp", "Đã đóng cuộc họp"),
    ("/đồng ý!", "lấy ý kiến"),
    ("/danh sách.", "Thành phần"),
    ("/huỷ cuộc họp 999999", "không có cuộc họp số 999999"),
    ("/xuất pdf", "/BC-"),
    ("/tải file word", "/BC-"),
    ("/gửi biên bản", "/BB-"),
    ("/thêm người Trần Văn Năm", "Đã đọc 1 người"),
    ("/1", "Hãy viết tên lệnh"),
    ("/end", "Đã đóng cuộc họp"),
    ("/nghe lại", "chưa có dòng nào thuộc loại này"),
    ("/nghe lại 1", "Dòng #1 không có ghi âm"),
    ("/rà soát", "Rà soát"),
    ("/kiểm tra", "Rà soát"),
    ("/gợi ý", "gợi ý"),
    ("/số liệu", "Số liệu cuộc họp số"),
    ("/tìm kiếm gia hạn", "Tìm thấy 1 dòng"),
    ("/quyền hạn", "Thư ký"),
    ("/chủ toạ", "hủ trì"),
    ("/undo", "oàn tác"),
    ("/lịch sử dòng 1", "#1"),
    ("/xem lại", "Các cuộc họp ở đây (1)"),
    ("/trình ký", "dự thảo"),
    ("/phê duyệt", "trình"),
    ("/xin chào", "Không có lệnh /xin"),
    ("/ketlaun 1", "Có phải /ketluan không?"),
    ("/batdau Họp khác", "đang mở"),
    ("/sua", "Hãy viết số của một dòng"),
    ("/sửa 9 câu", "Không có dòng #9"),
    ("/tach 2 | Giao Phòng A", "chỉ có một câu nên giữ nguyên"),
    ("/mở họp tổ dân phố", "đang mở"),
    ("/tên tôi Nguyễn Văn An - Trưởng phòng", "Nguyễn Văn An, Trưởng phòng"),
)

RENAMED = _rows(
    ("/đổi tên cuộc họp thành Họp giao ban tháng 11", "• tên: Họp giao ban tháng 11"),
    ("/doi ten cuoc hop thanh Họp giao ban tháng 11", "• tên: Họp giao ban tháng 11"),
    ("/đổi tên cuộc họp: Họp giao ban tháng 11", "• tên: Họp giao ban tháng 11"),
    ("/Đổi tên cuộc họp lại là “Họp giao ban tháng 11”", "• tên: Họp giao ban tháng 11"),
    ("/đổi_tên_cuộc_họp Họp giao ban tháng 11", "• tên: Họp giao ban tháng 11"),
    ("/doitencuochop Thành lập Hội", "• tên: Thành lập Hội"),
    ("/sửa tên hội nghị thành Hội nghị sơ kết", "• tên: Hội nghị sơ kết"),
    ("/đặt lại tên buổi họp thành Họp tổ", "• tên: Họp tổ"),
    ("/đổi tên cuộc họp", "Cuộc họp số"),
    ("/đổi tên cuộc họp thành lập Hội", "• tên: thành lập Hội"),
)

IN_OTHER_WORDS = [
    *_rows(
        ("/ketthucc", "gõ dấu / rồi ketthuc"),
        ("/két thúcc", "gõ dấu / rồi ketthuc"),
        ("/rà xoát", "Có phải /rasoat không?"),
        ("/địa điểm Phòng họp số 1", "• địa điểm: Phòng họp số 1"),
        ("/dia diem: Phòng họp số 1", "• địa điểm: Phòng họp số 1"),
        ("/thời gian 8h30, 30/11/2026", "thời gian (08 giờ 30, ngày 30 tháng 11 năm 2026)"),
        ("/giờ họp 8.30", "“8.30” là giờ hay là ngày"),
        ("/người ký: GIÁM ĐỐC Đại tá Lê Văn Ba", "GIÁM ĐỐC / Đại tá Lê Văn Ba"),
        ("/nơi nhận", "Cuộc họp số"),
        ("/chủ trì Trần Quốc Bình", "/thongtin chủ trì: Họ tên - chức vụ"),
        ("/vắng Lê Văn Tám", "Vắng (1)"),
        ("/người ký Giám đốc", "chưa đủ cả chức vụ và họ tên"),
        ("/thongtin chủ trì: tôi", "văn bản cần ghi rõ nội dung"),
        ("/thongtin thời gian: bây giờ", "Chưa ghi mục thời gian “bây giờ”"),
        ("/thông tin cuộc họp", "Còn thiếu"),
        ("/có mặt 1", "Có mặt: 1."),
        ("/vắng 1 ốm", "Vắng: 1."),
        ("/thanhphan vang abc", "không thấy họ tên"),
        ("/thêm nhiệm vụ Phòng A: lập kế hoạch", "Đã thêm nhiệm vụ"),
        ("/giao việc Phòng A: lập kế hoạch, trước 30/12", "Đã thêm nhiệm vụ"),
        ("/nhắc việc", "hắc"),
        ("/báo cáo giúp em với", "/BC-"),
        ("/gửi báo cáo cho tôi nhé", "/BC-"),
        ("/pdf", "/BC-"),
        ("/trình giúp em", "dự thảo"),
        ("/không duyệt", "rình"),
        ("/không đồng ý", "lấy ý kiến"),
        ("/so sánh dự thảo", "dự thảo"),
        ("/phát lại 1", "Dòng #1 không có ghi âm"),
        ("/thoát", "mã"),
        ("/họ tên Nguyễn Văn An - Trưởng phòng", "Nguyễn Văn An, Trưởng phòng"),
        ("/thongtin địa điểm: " + "Hội trường " * 290, "nội dung dài quá 500 chữ"),
        ("／ｄｏｎｇ", "Phòng Kế hoạch đề nghị"),
        ("/dong １", "Phòng Kế hoạch đề nghị"),
    ),
    Row(
        ("/kết luận cho dòng 1",),
        "Đã gắn thẻ Kết luận cho #1",
        [(BEFORE[0][0], "ketluan"), BEFORE[1]],
    ),
    Row(
        ("／ketluan １",),
        "Đã gắn thẻ Kết luận cho #1",
        [(BEFORE[0][0], "ketluan"), BEFORE[1]],
    ),
    Row(("/sua １ Năm １２",), "Đã sửa #1: Năm １２", [("Năm １２", None), BEFORE[1]]),
    *(
        Row((typed,), "Đã gắn thẻ Kết luận cho #1, #2", [(BEFORE[0][0], "ketluan"), BEFORE[1]])
        for typed in ("/ketluan 1->2", "/ketluan từ 1 tới 2", "/ketluan 1..2", "/ketluan dòng1-2")
    ),
    *_rows(
        ("/sua 1 thành", "Hãy viết số của một dòng"),
        ("/sua 1 thành:", "Hãy viết số của một dòng"),
        ("@tenbot /dong", "Phòng Kế hoạch đề nghị"),
        ("@tenbot ketthuc", "Đã đóng cuộc họp"),
        ("bot xem các dòng", "Phòng Kế hoạch đề nghị"),
        ("/nhiemvu them Phòng A: lập kế hoạch, trước thứ 8", "Ý là ngày nào?"),
        ("/molai 99", "không có cuộc họp số 99"),
    ),
    Row(("🎤 giao phòng A | KL", "/dong 3"), "giao phòng A", _line("giao phòng A", "ketluan")),
    Row(("🎤 đồng ý thôi | ý kiến", "/dong 3"), "đồng ý thôi", _line("đồng ý thôi", "ykien")),
    Row(("/bỏ kết luận 2",), "#2", [BEFORE[0], (BEFORE[1][0], None)]),
    Row(("/thêm ý kiến Lê Thị Hoa: nhất trí",), "“Lê Thị Hoa” là người nói"),
    Row(("/thêm kết luận Giao Phòng A",), "Đã thêm #3", _line("Giao Phòng A", "ketluan")),
    Row(("/đổi người nói dòng 1 thành Trần Thị Bình",), "Người nói #1 là: Trần Thị Bình"),
    *_recorded(
        ("có mặt", "có mặt", None),
        ("Vắng mặt", "Vắng mặt", None),
        ("không đồng ý", "không đồng ý", None),
        ("vang", "vang", None),
        ("file", "file", None),
        ("Địa điểm: Phòng họp số 1", "Địa điểm: Phòng họp số 1", None),
        ("KL (1): Giao Phòng A", "Giao Phòng A", "ketluan"),
        ("*KL:* Giao Phòng A", "Giao Phòng A", "ketluan"),
        ("K/L: Giao Phòng A", "Giao Phòng A", "ketluan"),
        ("ＫＬ： Giao １ việc", "Giao １ việc", "ketluan"),
    ),
]

ADD_TASK = "/nhiemvu them Phòng A: lập kế hoạch, trước 30/12"
TASKS_DONE = [
    Row((ADD_TASK, "/nhiemvu 1 xong"), "Đã ghi là xong"),
    Row((ADD_TASK, "/nhiệm vụ 1 đã xong"), "Đã ghi là xong"),
    Row((ADD_TASK, "/nhiệm vụ số 1 hoàn thành."), "Đã ghi là xong"),
    Row((ADD_TASK, "/nhiemvu xong 1"), "Đã ghi là xong"),
    Row((ADD_TASK, "/xong nhiệm vụ 1"), "Đã ghi là xong"),
    Row((ADD_TASK, "/hoàn thành nhiệm vụ số 1"), "Đã ghi là xong"),
    Row((ADD_TASK, "/xong việc 1"), "Đã ghi là xong"),
    Row((ADD_TASK, "/xong 1"), "Đã ghi là xong"),
    Row((ADD_TASK, "bot ơi xong nhiệm vụ 1"), "Đã ghi là xong"),
    Row((ADD_TASK, "/nhiemvu 1 bỏ"), "Đã bỏ"),
    Row((ADD_TASK, "/nhiemvu 9 xong"), "9"),
    Row(("Bình: /nhiemvu 1 xong",), "Chỉ thư ký"),
    Row(("xong nhiệm vụ 1",), "gửi lệnh: /nhiemvu xong 1", _line("xong nhiệm vụ 1")),
    *_recorded(
        ("Xong", "Xong", None),
        ("Xong 5 việc", "Xong 5 việc", None),
        ("Nhiệm vụ 5 đã hoàn thành", "Nhiệm vụ 5 đã hoàn thành", None),
    ),
    Row(("/xong họp",), "Đã đóng cuộc họp"),
]

CLOSING_AND_OPENING = [
    *_rows(
        ("/mở cuộc họp tổ dân phố", "Đã mở cuộc họp số"),
        ("/batdau", "Hãy viết tên cuộc họp"),
        ("/bắt đầu họp", "Hãy viết tên cuộc họp"),
        ("/bắt đầu cuộc họp!", "Hãy viết tên cuộc họp"),
        ("batdau họp tổ dân phố", "Đã mở cuộc họp số"),
        ("Batdau họp tổ dân phố", "Đã mở cuộc họp số"),
        ("/bắt đầu họp tổ dân phố", "Đã mở cuộc họp số"),
        ("bắt đầu họp tổ dân phố", "gửi: /batdau họp tổ dân phố"),
        ("Bắt đầu họp tổ dân phố nhé", "gửi: /batdau họp tổ dân phố"),
        ("Xin khai mạc hội nghị sơ kết", "gửi: /batdau hội nghị sơ kết"),
        ("Chào cả nhà", "Chưa có cuộc họp nào đang mở"),
        ("KL: Thống nhất", "Chưa có cuộc họp nào đang mở"),
        ("kết thúc cuộc họp", "gửi lệnh: /ketthuc"),
        ("/ketthuc", "chưa có cuộc họp nào"),
        ("/giúp", "/batdau"),
        ("trogiup", "/batdau"),
        ("Hướng dẫn sử dụng", "/batdau"),
        ("bot ơi giúp đỡ", "/batdau"),
        ("/danh sách", "chưa có cuộc họp nào"),
        ("/dong", "chưa có cuộc họp nào"),
        when="none",
    ),
    *_rows(
        ("/baocao", "Đầu văn bản trong tệp Word: "),
        ("/mở lại", "Đã mở lại cuộc họp"),
        ("/ketthuc", "Không có cuộc họp nào đang mở"),
        ("/đóng cuộc họp", "Không có cuộc họp nào đang mở"),
        ("/ketluan Giao Phòng A", "đã đóng nên câu này chưa được ghi"),
        ("molai", "Đã mở lại cuộc họp"),
        ("/tiếp tục họp", "Đã mở lại cuộc họp"),
        when="closed",
    ),
    Row(("batdau họp lần hai",), "Đã mở cuộc họp số", [], "closed"),
]

WITHOUT_A_STROKE = [
    *_rows(
        ("ketthuc", "Đã đóng cuộc họp"),
        ("trogiup", "/batdau"),
        ("rasoat", "Rà soát"),
        ("thanhphan", "Thành phần"),
        ("Baocao", "/BC-"),
        ("bot ơi kết thúc họp đi", "Đã đóng cuộc họp"),
        ("bot ơi cho xem danh sách người dự", "Thành phần"),
        ("Bot ơi, giúp đỡ với", "/batdau"),
        ("@tenbot rà soát", "Rà soát"),
    ),
    Row(("ketluan 1",), "Đã gắn thẻ Kết luận cho #1", [(BEFORE[0][0], "ketluan"), BEFORE[1]]),
    Row(("yk 1",), "Đã gắn thẻ Ý kiến cho #1", [(BEFORE[0][0], "ykien"), BEFORE[1]]),
    Row(("ketluan Thống nhất",), "Đã ghi dòng #3", _line("Thống nhất", "ketluan")),
    Row(("kết thúc cuộc họp",), "gửi lệnh: /ketthuc", _line("kết thúc cuộc họp")),
    Row(("Lấy báo cáo nhé",), "gửi lệnh: /baocao", _line("Lấy báo cáo nhé")),
    Row(("Rà soát",), "gửi lệnh: /rasoat", _line("Rà soát")),
]

SAID_TO_THE_BOT = _recorded(
    ("bot ơi ghi giúp: Phòng A đề nghị gia hạn", "Phòng A đề nghị gia hạn", None),
    ("Bot ơi, ghi giúp em: Phòng A đề nghị", "Phòng A đề nghị", None),
    ("bot ơi ghi lại giúp: KL: Giao Phòng A", "Giao Phòng A", "ketluan"),
    ("Bot ơi ghi ý kiến: Phòng A đề nghị", "Phòng A đề nghị", "ykien"),
    ("@tenbot ghi giúp câu này: Phòng A đề nghị", "Phòng A đề nghị", None),
    ("Trợ lý ơi ghi vào biên bản: Phòng A đề nghị", "Phòng A đề nghị", None),
    ("ghi giúp: Phòng A đề nghị", "Phòng A đề nghị", None),
    ("Ghi vào biên bản: Phòng A đề nghị", "Phòng A đề nghị", None),
    ("em bot ghi nhận KL: Giao Phòng A", "Giao Phòng A", "ketluan"),
    ("bot ơi ghi giúp: KL Giao Phòng A", "Giao Phòng A", "ketluan"),
    ("em bot ghi nhận kết luận: Giao Phòng A", "Giao Phòng A", "ketluan"),
    ("Nhờ em bot ghi giúp anh KL: Giao Phòng A", "Giao Phòng A", "ketluan"),
    ("bot: KL: Giao Phòng A", "Giao Phòng A", "ketluan"),
    ("@tenbot YK: Đề nghị gia hạn", "Đề nghị gia hạn", "ykien"),
    ("bot ơi KL: Giao Phòng A", "Giao Phòng A", "ketluan"),
    ("ghi nhận KL: Giao Phòng A", "Giao Phòng A", "ketluan"),
    ("em bot ghi nhận\nKL: Giao Phòng A", "Giao Phòng A", "ketluan"),
    ("Bot ghi KL: chưa đúng", "Bot ghi KL: chưa đúng", None),
    ("Ghi nhận kết luận: Giao Phòng A", "Ghi nhận kết luận: Giao Phòng A", None),
    ("Em bot ghi nhận ý kiến của anh An", "Em bot ghi nhận ý kiến của anh An", None),
    ("Trợ lý Giám đốc: KL: Giao A", "Trợ lý Giám đốc: KL: Giao A", None),
    ("Bot này hay ghi sai chữ", "Bot này hay ghi sai chữ", None),
    ("Ghi nhận ý kiến của Phòng A", "Ghi nhận ý kiến của Phòng A", None),
    ("Ghi: 40 triệu", "Ghi: 40 triệu", None),
    ("Robot ơi ghi giúp", "Robot ơi ghi giúp", None),
    ("bot ghi sai rồi", "bot ghi sai rồi", None),
)

LABELS = _recorded(
    ("YK: Đề nghị gia hạn", "Đề nghị gia hạn", "ykien"),
    ("yk đề nghị gia hạn", "đề nghị gia hạn", "ykien"),
    ("YK Đề nghị gia hạn", "Đề nghị gia hạn", "ykien"),
    ("#Ý kiến: Phòng A đề nghị", "Phòng A đề nghị", "ykien"),
    ("#ykien Phòng A đề nghị", "Phòng A đề nghị", "ykien"),
    ("Phòng A đề nghị #ykien", "Phòng A đề nghị", "ykien"),
    ("#Kết luận: Thống nhất", "Thống nhất", "ketluan"),
    ("- KL: Giao Phòng A", "Giao Phòng A", "ketluan"),
    ("+ KL: Giao Phòng A", "Giao Phòng A", "ketluan"),
    ("1. KL: Giao Phòng A", "Giao Phòng A", "ketluan"),
    ("2) KL: Giao Phòng A", "Giao Phòng A", "ketluan"),
    ("a. Kết luận: Giao Phòng A", "Giao Phòng A", "ketluan"),
    ("KL 1: Giao Phòng A", "Giao Phòng A", "ketluan"),
    ("KL1: Giao Phòng A", "Giao Phòng A", "ketluan"),
    ("Kết luận 2: Giao Phòng A", "Giao Phòng A", "ketluan"),
    ("KL - Giao Phòng A", "Giao Phòng A", "ketluan"),
    ("KL. Giao Phòng A", "Giao Phòng A", "ketluan"),
    ("KL Thống nhất phương án 1", "Thống nhất phương án 1", "ketluan"),
    ("kl giao Phòng A", "giao Phòng A", "ketluan"),
    ("KẾT LUẬN: Giao Phòng A", "Giao Phòng A", "ketluan"),
    ("ket luan: Giao Phòng A", "Giao Phòng A", "ketluan"),
    ("ND: Phòng A báo cáo", "Phòng A báo cáo", "noidung"),
    ("ND Phòng A báo cáo", "Phòng A báo cáo", "noidung"),
    ("Nội dung: Phòng A báo cáo", "Phòng A báo cáo", "noidung"),
    ("NĐ 30: quy định thể thức", "NĐ 30: quy định thể thức", None),
    ("KL thực hiện đạt 80%", "KL thực hiện đạt 80%", None),
    ("Kết luận của Sở: chưa có", "Kết luận của Sở: chưa có", None),
    ("Tôi đồng ý", "Tôi đồng ý", None),
    ("thongbao cho các phòng nộp báo cáo", "thongbao cho các phòng nộp báo cáo", None),
    ("Đóng góp quỹ 50 nghìn một hộ", "Đóng góp quỹ 50 nghìn một hộ", None),
)

SPLIT = [
    Row(
        ("/tach 2 | Tổng hợp",),
        "Đã tách #2 làm hai",
        [BEFORE[0], ("Giao Phòng A:", "ketluan"), ("Tổng hợp", "ketluan")],
    ),
    Row(("- Tổng hợp", "/tach 3 | Tổng hợp"), "chỉ có một câu nên giữ nguyên", _line("- Tổng hợp")),
]

BY_OTHERS = [
    Row(("Bình: KL: Giao Phòng A",), "chưa gắn thẻ kết luận", _line("Giao Phòng A")),
    Row(("Bình: /baocao",), "cuộc họp này chưa có bản nào. Nhờ thư ký gửi: /baocao"),
    Row(("Bình: /tóm tắt",), "Dự thảo do thư ký"),
    Row(("/baocao", "Bình: /baocao"), "Dự thảo mới do thư ký"),
    Row(("Bình: /kết thúc",), "Chỉ thư ký"),
    Row(("Bình: /sua 2 Khác hẳn",), "giữ nguyên"),
    Row(("Bình: /xoá cuộc họp",), "Chỉ thư ký"),
    Row(("Bình: bot ơi kết thúc họp",), "Chỉ thư ký"),
]

RIGHT_WORDS = [
    Row(
        ("/kết luận là: Giao Phòng A",), "Kết luận: Giao Phòng A", _line("Giao Phòng A", "ketluan")
    ),
    Row(
        ("/ý kiến của anh An: đồng ý",),
        "Ý kiến của anh An: đồng ý",
        _line("Ý kiến của anh An: đồng ý", "ykien"),
    ),
    Row(("/sửa dòng 1 thành: Câu đúng",), "Đã sửa #1: Câu đúng", [("Câu đúng", None), BEFORE[1]]),
    Row(("/sua 1 thành Câu đúng",), "Đã sửa #1: Câu đúng", [("Câu đúng", None), BEFORE[1]]),
    Row(("/sua 1 Thành lập tổ",), "Đã sửa #1: Thành lập tổ", [("Thành lập tổ", None), BEFORE[1]]),
    Row(
        ("🎤 đề nghị gia hạn nhiện vụ", "↩ Chép sai, phải là: Đề nghị gia hạn nhiệm vụ"),
        "Đã sửa #3: Đề nghị gia hạn nhiệm vụ",
        _line("Đề nghị gia hạn nhiệm vụ"),
    ),
]

EDITED = [
    Row(("Chào cả nhà", "✎ /batdau Họp"), "Hãy gửi lệnh thành tin mới", None, "none"),
    Row(("Chào cả nhà", "✎ /molai"), "Hãy gửi lệnh thành tin mới", None, "closed"),
    Row(("Bình: YK: 40k", "✎ KL: 45k"), "thẻ giữ nguyên (Ý kiến)", _line("45k", "ykien")),
    Row(("Bình: 40k", "✎ KL: 45k"), "thẻ giữ nguyên (chưa có)", _line("45k")),
    Row(("YK: 40k", "✎ KL: 45k"), SIGN, _line("45k", "ketluan")),
    Row(("YK: 40k", "✎ YK: 45k"), SIGN, _line("45k", "ykien")),
    Row(("YK: 40k", "✎ 45k"), SIGN, _line("45k")),
    Row(("Bốn mươi", "✎ bot ơi ghi giúp: Bốn lăm"), SIGN, _line("Bốn lăm")),
    Row(("Bốn mươi", "✎ em bot ghi nhận KL: Bốn lăm"), SIGN, _line("Bốn lăm", "ketluan")),
    Row(("Bốn mươi", "✎ /ketluan 1"), "không làm như lệnh", _line("Bốn mươi")),
    Row(
        ("/ketlaun Giao Phòng A", "✎ /ketluan Giao Phòng A"),
        "Đã ghi dòng #3",
        _line("Giao Phòng A", "ketluan"),
    ),
    Row(
        ("/ketlaun 1", "✎ /ketluan 1"),
        "Đã gắn thẻ Kết luận cho #1",
        [(BEFORE[0][0], "ketluan"), BEFORE[1]],
    ),
    Row(
        ("/ketlaun Giao", "✎ KL: Giao Phòng A"),
        "Không có lệnh /ketlaun",
        _line("Giao Phòng A", "ketluan"),
    ),
    Row(
        ("/ketluan Giao", "✎ /ketluan Giao Phòng A"),
        "Đã ghi dòng #3",
        _line("Giao Phòng A", "ketluan"),
    ),
    Row(
        ("/batdau Hopj giao ban", "✎ /batdau Họp giao ban"),
        "nay tên là: Họp giao ban",
        None,
        "none",
    ),
    Row(("/batdua Họp giao ban", "✎ /batdau Họp giao ban"), "Đã mở cuộc họp số", None, "none"),
    Row(("/batdau", "✎ /batdau Họp giao ban"), "Đã mở cuộc họp số", None, "none"),
    Row(("/sua 1", "✎ /sua 1 Câu đúng"), "Đã sửa #1: Câu đúng", [("Câu đúng", None), BEFORE[1]]),
    Row(("/xoa 1", "✎ /xoa 2"), "Lệnh /xoa đã làm trước khi tin được sửa", [BEFORE[1]]),
    Row(("/dong", "✎ /ketthuc"), "Lệnh /dong đã làm"),
    Row(("Chào cả nhà", "✎ /Kết thúc!"), "Hãy gửi lệnh thành tin mới", None, "none"),
    Row(("/Kêt thcú!", "✎ /Kết thúc!"), "Đã đóng cuộc họp"),
    Row(("/ket@tenbot", "✎ /Kết thúc."), "Đã đóng cuộc họp"),
    Row(("/xoa 1", "✎ /xoá: 2"), "Lệnh /xoa đã làm trước khi tin được sửa", [BEFORE[1]]),
    Row(("/dòngg", "✎ /dòng!"), "Tổng hợp"),
    Row(("/rà soatt", "✎ /rà soát."), "Rà soát"),
    Row(("/1", "✎ /đồng ý!"), "lấy ý kiến"),
    Row(
        ("/ketlaun#1", "✎ /ketluan#1"),
        "Đã gắn thẻ Kết luận cho #1",
        [(BEFORE[0][0], "ketluan"), BEFORE[1]],
    ),
    Row(("/dong", "✎ /đóng!"), "Lệnh /dong đã làm"),
    Row(("/dong", "✎ /Đóng."), "Lệnh /dong đã làm"),
    Row(
        ("/batdau Hopj giao ban", "✎ /batdau! Họp giao ban"),
        "nay tên là: Họp giao ban",
        None,
        "none",
    ),
    Row(
        ("/batdau: Hopj giao ban", "✎ /batdau: Họp giao ban"),
        "nay tên là: Họp giao ban",
        None,
        "none",
    ),
    Row(("🎤 tổ ba | tổ 3", "✎ tổ 5"), "đã vào dòng #4: tổ 5", [("tổ ba", None), ("tổ 5", None)]),
    Row(("🎤 tổ ba", "✎ #ykien"), "Đã gắn thẻ Ý kiến cho #3", _line("tổ ba", "ykien")),
    Row(
        ("🎤 tổ ba | tổ 3", "✎ tổ 3 #ykien"),
        "Đã gắn thẻ Ý kiến cho #3",
        [("tổ ba", "ykien"), ("tổ 3", None)],
    ),
    Row(
        ("🎤 tổ ba", "✎ tổ 5"),
        "Lời chú thích đã ghi thành dòng #4",
        [("tổ ba", None), ("tổ 5", None)],
    ),
    Row(("Bình: 🎤 tổ ba", "✎ #ketluan"), "dòng #3 giữ nguyên", _line("tổ ba")),
]

REPLIES = [
    Row(
        ("Bình: 🎤 đề nghị gia hạn nhiện vụ", "Bình: ↩ Đề nghị gia hạn nhiệm vụ"),
        "Đã sửa #3: Đề nghị gia hạn nhiệm vụ",
        _line("Đề nghị gia hạn nhiệm vụ"),
    ),
    Row(
        ("Bình: 🎤 đề nghị gia hạn nhiện vụ", "↩ Đề nghị gia hạn nhiệm vụ"),
        "Đã sửa #3",
        _line("Đề nghị gia hạn nhiệm vụ"),
    ),  # the secretary may
    Row(
        ("🎤 đề nghị gia hạn nhiện vụ", "Bình: ↩ Đề nghị gia hạn nhiệm vụ"),
        "#3",
        [("đề nghị gia hạn nhiện vụ", None), ("Đề nghị gia hạn nhiệm vụ", None)],
    ),
    Row(
        ("Bình: 🎤 một câu khác", "Bình: ↩ Ý tôi là đề nghị gia hạn"),
        "Nếu đó là câu đúng của dòng #3 thì bấm nút dưới",
        [("một câu khác", None), ("Ý tôi là đề nghị gia hạn", None)],
    ),
    Row(
        ("Bình: 🎤 một câu khác", "Bình: ↩ 🎤 ý tôi là gia hạn"),
        "Nếu đó là câu đúng của dòng #3 thì bấm nút dưới",
        [("một câu khác", None), ("ý tôi là gia hạn", None)],
    ),
    Row(
        ("Bình: 🎤 một câu khác", "↩ Tôi nhất trí với ý này"),
        "#3",
        [("một câu khác", None), ("Tôi nhất trí với ý này", None)],
    ),
    Row(
        ("Bình: 🎤 một câu khác", "↩ #ykien"),
        "Đã gắn thẻ Ý kiến cho #3",
        _line("một câu khác", "ykien"),
    ),
    Row(
        ("Bình: 🎤 một câu khác", "↩ kết luận"),
        "Đã gắn thẻ Kết luận cho #3",
        _line("một câu khác", "ketluan"),
    ),
    Row(("Bình: Bốn mươi", "↩ /xoa"), "Đã xoá #3", []),
    Row(("Bình: Bốn mươi", "↩ /sua Bốn lăm"), "Đã sửa #3: Bốn lăm", _line("Bốn lăm")),
]

ROWS = [
    *COMMANDS, *CLOSING_AND_OPENING, *WITHOUT_A_STROKE, *SAID_TO_THE_BOT, *LABELS, *SPLIT,
    *BY_OTHERS, *RIGHT_WORDS, *RENAMED, *IN_OTHER_WORDS, *TASKS_DONE, *EDITED, *REPLIES,
]  # fmt: skip
