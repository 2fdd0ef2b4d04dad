"""Tasks in conclusions: who does what by when, where the words say so plainly."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.minutes.words import fold, one_line


@dataclass(frozen=True)
class Task:
    """``who`` and ``due`` are words of the line, never read into it; ``due`` may be empty."""

    what: str
    who: str
    due: str = ""
    line: int = 0  #: the number of the line that says so


# "Giao Phòng Kế hoạch | chủ trì, …": the words with which what they shall do begins. In small
# letters only: "Phòng Tổ chức" is a name
_DOING = (
    "chủ trì|phối hợp|hoàn thiện|hoàn thành|xây dựng|rà soát|tổng hợp|tham mưu|triển khai|báo cáo"
    "|chuẩn bị|thực hiện|tổ chức|đề xuất|trình|soạn thảo|dự thảo|kiểm tra|theo dõi|đôn đốc"
    "|hướng dẫn|cập nhật|đăng tải|gửi|lập|bố trí|liên hệ|làm việc|thông báo|tiếp tục|khẩn trương"
    "|tập trung|nghiên cứu|bổ sung|chỉnh sửa|sửa|khắc phục|giải quyết|xử lý|tuyên truyền"
    "|tăng cường|cung cấp|mua|thanh toán|quyết toán|nghiệm thu|bàn giao|khảo sát|đánh giá"
    "|thống kê|kê khai|làm đầu mối"
)
# Who can be given a task: a unit or a person by title, and at least one word more
_UNIT = (
    "Phòng|Ban|Sở|Văn phòng|Chi cục|Trung tâm|Thanh tra|Tổ|Đội|Công ty|Chi nhánh|Ủy ban|UBND|Hội"
    "|Đoàn|Trường|Bệnh viện|Thư viện|Bảo tàng|Vụ|Cục|Viện|Xã|Phường|đồng chí|đ/c|ông|bà"
    "|các|lãnh đạo|bộ phận|thủ trưởng|đơn vị|cơ quan|chuyên viên"
)
_GIVEN = re.compile(
    rf"(?i:đề nghị|yêu cầu|giao|phân công)\s+(?:cho\s+)?((?i:{_UNIT})\s+\S.{{0,80}}?)"
    rf"\s+(?=(?:{_DOING})\b)"
)
# What turns a task into its opposite, or leaves open who is meant
_NOT_SO = re.compile(
    r"(?<!\w)(không|chưa|đừng|chớ|dừng|ngừng|thôi|hạn chế|hoãn|hủy|huỷ|bỏ|miễn|nếu|nên|cần|phải|sẽ"
    r"|đã|nghiêm túc|xem xét|tuần|tháng|năm|ngày|quý)(?!\w)",
    re.IGNORECASE,
)
_MOST_WORDS = 12
_DUE = re.compile(
    r"[\s,]*\b((?:truoc|cham nhat(?: la| vao| den)?|xong truoc|den het|het|trong)\s+"
    r"(?:(?:ngay|thang|quy|tuan|nam|thu|cuoi|dau|giua|hom nay)\b[^,;.]*|\d[^,;.]*))\s*[.;]?\s*$"
)
_NOT_ONE_SENTENCE = re.compile(r"[.;!?]\s+\S")


def read_task(text: str, line: int = 0) -> Task | None:
    """The task that a conclusion gives; None where that is not certain.

    >>> read_task("Giao Phòng Nghiệp vụ hoàn thiện phần thu âm trước ngày 30 tháng 11.", 9)
    Task(what='Hoàn thiện phần thu âm', who='Phòng Nghiệp vụ', due='Trước ngày 30 tháng 11', line=9)
    >>> read_task("Đề nghị các phòng không tổ chức hội thảo trước ngày 30 tháng 11.") is None
    True
    """
    if "\n" in text.strip():
        return None
    text = one_line(text)
    given = _GIVEN.match(text)
    if not given or _NOT_ONE_SENTENCE.search(text):
        return None
    who = given[1].strip(" ,")
    if _NOT_SO.search(who) or len(who.split()) > _MOST_WORDS:
        return None
    due = _DUE.search(fold(text), given.end())
    what = text[given.end() : due.start() if due else len(text)].strip(" ,;.")
    when = text[due.start(1) : due.end(1)].strip() if due else ""
    return Task(_capital(what), _capital(who), _capital(when), line) if what else None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
