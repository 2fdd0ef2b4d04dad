"""The decree's patterns: what each takes, and what it does not."""

from __future__ import annotations

import re

from bot.report.check import decree
from tests.tables import every_row

PATTERNS = (
    (
        decree.NUMBER,
        ["Số: 05/BC-SKHCN", "Số: 15/BB-UBND", "Số: 114/TB-VPCP", "Số:      /BC-SKHCN",
         "Số: …/TB-UBND-VP", "Số: 07/BC-KH&CN"],
        ["Số: 5/BC-SKHCN", "Số 15/BC-SKHCN", "Số: 15/BC - SKHCN", "Số: 15-BC/SKHCN",
         "Số: 15/QĐ-SKHCN", "Số: 15/BC-skhcn", "Số: 00/BC-SKHCN", "Số: 15/BC–SKHCN"],
    ),
    (
        decree.DATE,
        ["Đồng Tháp, ngày 05 tháng 01 năm 2020", "Thành phố Hồ Chí Minh, ngày 29 tháng 12 năm "
         "2026", "Đồng Tháp, ngày      tháng 7 năm 2020", "Hà Nội, ngày … tháng … năm …"],
        ["Đồng Tháp ngày 05 tháng 01 năm 2020", "Đồng Tháp, 05/01/2020",
         "đồng tháp, ngày 05 tháng 01 năm 2020", "Đồng Tháp, ngày 05 tháng 01 năm 20"],
    ),
    (decree.DAY, ["05", "29", "30", "31", "", "…"], ["5", "32", "00"]),
    (decree.MONTH, ["01", "02", "3", "9", "10", "12", ""], ["1", "2", "03", "09", "13", "0"]),
    (decree.RECEIVER, ["- UBND tỉnh (để b/c);"], ["UBND tỉnh;", "-UBND tỉnh;", "- UBND tỉnh"]),
    (
        decree.LAST_RECEIVER,
        ["- Lưu: VT.", "- Lưu: VT, VP.", "- Lưu: VT, KH (2).", "- Lưu: VT, Hồ sơ."],
        ["- Lưu VT.", "- Lưu: VP.", "- Lưu: VT, VP;", "- Lưu: VT, VP", "- Lưu: VT VP."],
    ),
    (
        decree.AUTHORITY,
        ["KT. GIÁM ĐỐC", "TM. ỦY BAN NHÂN DÂN", "TL. CHỦ TỊCH", "TUQ. BỘ TRƯỞNG",
         "Q. GIÁM ĐỐC"],
        ["KT.GIÁM ĐỐC", "K/T GIÁM ĐỐC", "KT GIÁM ĐỐC", "T/M ĐẢNG ỦY", "KT. Giám đốc",
         "PT. GIÁM ĐỐC"],
    ),
    (decree.ADDRESSED_ONE, ["Kính gửi: Bộ Nội vụ"], ["Kính gửi Bộ Nội vụ", "Kính gửi: A; B"]),
    (decree.ADDRESSED_ITEM, ["- Bộ Nội vụ;", "- Bộ Nội vụ."], ["Bộ Nội vụ;", "- Bộ Nội vụ"]),
    (decree.POINT, ["a) Một", "đ) Năm"], ["A) Một", "a. Một", "ă) Một"]),
    (decree.APPENDIX, ["Phụ lục", "Phụ lục IV"], ["PHỤ LỤC", "Phụ lục 1", "Phụ Lục"]),
    (
        decree.CITED,
        ["793/KH-SKHCN", "30/2020/NĐ-CP", "47/2019/QH14", "114/TB-VPCP"],
        ["24/7/2020", "KT/HT", "793", "6 tháng"],
    ),
)  # fmt: skip
TO_BE_FILLED_IN = (
    "số …/KH-SKHCN",
    "Chủ trì: ……",
    "[tên]",
    "{{ r.so }}",
    "______",
    "ngày … tháng … năm …",
    "Ông .....",
)
COMPLETE = ("chất lượng,…", "chất lượng…", "đo lường, …", "xem [1]", "v.v...", "kế hoạch./.")


@every_row(("pattern", "good", "bad"), PATTERNS)
def test_patterns(pattern: re.Pattern[str], good: list[str], bad: list[str]) -> None:
    assert [text for text in good if not pattern.search(text)] == []
    assert [text for text in bad if pattern.search(text)] == []


def test_what_is_to_be_filled_in() -> None:
    assert [text for text in TO_BE_FILLED_IN if not decree.PLACEHOLDER.search(text)] == []


def test_what_is_not() -> None:
    assert [text for text in COMPLETE if decree.PLACEHOLDER.search(text)] == []
