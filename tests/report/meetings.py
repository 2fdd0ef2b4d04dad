"""Meetings for the tests of documents."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.minutes import Line, LineKind, LineState, Meeting, Speaker, Tag
from bot.report import Reports
from bot.report.rendering import BUILT_IN

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
HA = Speaker(1, "Lê Thị Hà", "Chuyên viên Phòng Nghiệp vụ")
NGOC = Speaker(2, "Phạm Bích Ngọc", "Trưởng phòng Nghiệp vụ")
BINH = Speaker(3, "Trần Quốc Bình", "Phó Giám đốc Thư viện")

INFO = {
    "co_quan_chu_quan": "Sở Văn hóa, Thể thao và Du lịch tỉnh Đồng Tháp",
    "co_quan": "Thư viện tỉnh Đồng Tháp",
    "ky_hieu": "TVT",
    "dia_danh": "Đồng Tháp",
    "ten": "Kết quả tổ chức Hội nghị nghiệm thu bộ sách nói\ncủa Thư viện tỉnh",
    "can_cu": "Kế hoạch số 15/KH-TVT ngày 05 tháng 01 năm 2026 của Thư viện tỉnh",
    "dia_diem": "Phòng họp Thư viện tỉnh",
    "chu_tri": "Đồng chí Trần Quốc Bình, Phó Giám đốc Thư viện",
    "thanh_phan": "+ Lãnh đạo các phòng;\n+ Phòng Kinh tế & Hạ tầng.",
    "vang": "Bà Nguyễn Thị Lan (đi công tác)",
    "nguoi_ket_luan": "Phó Giám đốc Thư viện Trần Quốc Bình",
    "kinh_gui": "Sở Văn hóa, Thể thao và Du lịch",
    "noi_nhan": "- Các phòng\n- Lưu: VT, NV",
    "nguoi_ky": "KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC / Trần Quốc Bình",
    "thoi_gian": "8h ngày 20/11/2026",
    "ket_thuc": "11h30",
}


def meeting(title: str = "Hội nghị nghiệm thu bộ sách nói", **info: str) -> Meeting:
    """The meeting of ``INFO`` but for what is given; an item given as "" is missing."""
    known = {code: value for code, value in {**INFO, **info}.items() if value}
    return Meeting(4, 7, title, NOW - timedelta(days=3), HA, info=known)


def line(
    no: int,
    text: str,
    tag: Tag | None = Tag.CONCLUSION,
    speaker: Speaker = BINH,
    kind: LineKind = LineKind.VOICE,
) -> Line:
    at = NOW - timedelta(days=3) + timedelta(minutes=7 * no)
    return Line(no, 4, no, at, speaker, kind, LineState.DONE, text, tag)


LINES = (
    line(
        1,
        "Phòng Nghiệp vụ báo cáo tiến độ thu âm 06 đầu sách & phát thử.",
        Tag.CONTENT,
        HA,
        LineKind.TEXT,
    ),
    line(2, "Phần một nghe rõ , phần hai còn ồn.", Tag.OPINION, NGOC),
    line(3, "Cần thêm hai tuần cho phần hai.", Tag.OPINION, NGOC),
    line(4, "Tôi nhất trí.", Tag.OPINION, BINH),
    line(5, "Câu này chưa ai gắn thẻ.", None, NGOC),
    line(6, "Hội đồng thống nhất nghiệm thu 06 đầu sách nói."),
    line(7, "Giao Phòng Nghiệp vụ hoàn thiện phần thu âm trước ngày 30 tháng 11."),
    line(8, "Yêu cầu các phòng:\n- rà soát hồ sơ;\n- báo cáo kết quả./."),
)


def reports(folder: Path) -> Reports:
    return Reports(BUILT_IN, folder, lambda: NOW, ZONE)
