"""A meeting: begun, ended, named, and what its report knows."""

from __future__ import annotations

from collections.abc import Mapping

from bot.messages.phrases import cut

BUTTON_CHAIR = "Chủ trì là {name}"
BUTTON_REOPEN = "Mở lại"
USE_OPEN = "Hãy viết tên cuộc họp sau lệnh. Ví dụ: /batdau Hội nghị sơ kết 6 tháng đầu năm"
USE_ME = (
    "Hãy viết họ tên và chức vụ sau lệnh. Ví dụ: /toi Nguyễn Văn An - Trưởng phòng Kế hoạch\n"
    "Báo cáo đang ghi tên bạn là: {full}"
)
OPENED = """\
Đã mở cuộc họp số {no}: {title}
Thư ký: {secretary}. Từ bây giờ mỗi tin nhắn, mỗi ghi âm ở đây là một dòng của biên bản.
Mỗi người cho biết tên: /toi Họ tên - chức vụ
Thư ký điền: /thongtin · chọn người chủ trì: /chutri @ten · Hướng dẫn: /trogiup"""
RETITLED = "Đã đổi theo tin vừa sửa; cuộc họp số {no} nay tên là: {title}"
HOW_TO_OPEN = "Chưa mở cuộc họp nào. Nếu họp bắt đầu từ bây giờ thì gửi: /batdau {title}"
HEARS_COMMANDS_ONLY = (
    "⚠ Bot đang bật “privacy mode”: nếu bot chưa là quản trị viên của nhóm thì tin nhắn và ghi âm "
    "thường sẽ KHÔNG được ghi. Hãy đặt bot làm quản trị viên của nhóm rồi gửi thử một tin."
)
ALREADY_OPEN = (
    "Cuộc họp số {no} “{title}” đang mở từ {since}, đã có {lines} dòng. Cứ nhắn tiếp vào đây để "
    "ghi; muốn mở cuộc họp mới thì gửi /ketthuc trước."
)
NOT_OPEN = (
    "Không có cuộc họp nào đang mở. Cuộc họp gần nhất: số {no} “{title}” (xem: /xem {no}). "
    "Mở cuộc họp mới: /batdau Tên cuộc họp"
)
CLOSED = "Đã đóng cuộc họp số {no} “{title}”: {counts}."
CLOSED_FROM_DESK = (
    "{who} đã đóng cuộc họp số {no} “{title}”. Tin nhắn, ghi âm gửi sau tin này không thành dòng."
)
NOT_THE_LAST = (
    "Chưa mở lại cuộc họp số {no}: nhóm đã có cuộc họp sau nó (số {last}). Chỉ mở lại được cuộc "
    "họp gần nhất."
)
CLOSED_UNTAGGED = "Chưa gắn thẻ: {lines}. Dòng chưa gắn thẻ không vào báo cáo; xem: /dong"
CLOSED_FAILED = "Ghi âm chưa có chữ: {lines}. Bấm “Chép lại” dưới dòng, hoặc /sua số câu đúng"
CLOSED_WAITING = "Đang chép nốt {count} ghi âm: {lines}."
CLOSED_UNFINISHED = "Ghi âm chưa chép hết: {lines}. Cần phần còn lại thì bấm “Chép tiếp” dưới dòng"
CLOSED_NEXT = "Rà soát: /rasoat · Lấy dự thảo: /baocao · Đóng nhầm thì gửi: /molai"
REOPENED = "Đã mở lại cuộc họp số {no} “{title}”; các dòng cũ còn nguyên, cứ ghi tiếp."
NAMED = "Từ nay báo cáo ghi tên bạn là: {full}"
NAME_IS_SAMPLE = (
    "Hãy thay bằng họ tên và chức vụ của bạn. Ví dụ: /toi Nguyễn Văn An - Trưởng phòng Kế hoạch"
)
NAME_TOO_LONG = "Tên hoặc chức vụ dài quá 200 chữ. Hãy viết ngắn lại: /toi Họ tên - chức vụ"
TITLE_TOO_LONG = "Tên cuộc họp dài quá 500 chữ. Hãy viết ngắn lại: /batdau Tên cuộc họp"
INFO_HEAD = "Cuộc họp số {no}: {title}"
INFO_ROW = "• {label}: {value}"
INFO_FROM_OPENING = "{value} (theo lúc /batdau; hãy kiểm tra)"
INFO_HOW = """\
Điền: gửi /thongtin rồi mỗi dòng một mục, ví dụ:
/thongtin
địa điểm: Hội trường Sở
nơi nhận:
- UBND tỉnh (để biết)
- Lưu: VT, VP
Mục để trống là xoá mục đó."""
INFO_ITEMS = "Các mục: {labels}."
INFO_SET = "Đã ghi: {labels}."
INFO_CLEARED = "Đã xoá mục: {labels}."
INFO_BEFORE = "Trước đó: {items}. Cần lấy lại thì điền lại."
INFO_TIME = "thời gian ({value})"
INFO_END = "kết thúc ({value})"
INFO_STAYS_EMPTY = "Mục {labels} chưa có gì; hãy viết giá trị sau dấu hai chấm."
INFO_NO_VALUE = (
    "Sau “{name}” chưa có gì nên mục {label} giữ nguyên. Hãy viết đủ, ví dụ: "
    "/thongtin {label}: 8h30 ngày 30/11/2026"
)
INFO_NOW = "Ghi như sau:\n{rows}"
INFO_ASKED = "Đang chờ trả lời câu hỏi về: {labels}."
INFO_PRINTS_WRONG = (
    "⚠ Mục {label} in ra chưa đúng thể thức ({where}): {found}. Đúng: {wanted}. "
    "Hãy điền lại mục này."
)
INFO_UNMARKED = (
    "⚠ Mục {labels} gõ không dấu, văn bản sẽ in đúng như vậy. Cần có dấu thì điền lại mục đó."
)
INFO_FORM_HEAD = "Chép tin dưới đây, điền rồi gửi lại:"
INFO_UNKNOWN = "Không có mục “{name}” nên chưa ghi phần đó.{guess}"
INFO_GUESS = " Có phải “{label}” không?"
INFO_NOTHING = "Chưa đọc được mục nào. Hãy viết mỗi dòng “mục: giá trị”."


def info_before(items: Mapping[str, str]) -> str:
    """What stood in the items that have been filled in anew."""
    shown = (f"{label} “{cut(' '.join(old.split()), 200)}”" for label, old in items.items())
    return INFO_BEFORE.format(items="; ".join(shown))


def info_now(items: Mapping[str, str]) -> str:
    """What stands in the items now, for whoever filled them in to look at."""
    return INFO_NOW.format(
        rows="\n".join(
            INFO_ROW.format(label=label, value=cut(" · ".join(_rows(value)), 300))
            for label, value in items.items()
        )
    )


def _rows(value: str) -> list[str]:
    return [row.strip(" -") for row in value.split("\n") if row.strip(" -")]


GUESTS_OPEN_NONE = (
    "Cuộc họp trên trang này do thư ký mở, bằng liên kết bàn thư ký của bộ phận CNTT. Muốn dự một "
    "cuộc họp đang mở, hãy gửi mã thư ký cho: /vao 482915"
)
