"""What we make holds the rules of Nghị định 30/2020, as Word file and as PDF."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.minutes import Line, Speaker, Tag
from bot.minutes.documents import Depth, Kind
from bot.report.check import Finding, check
from tests.report.meetings import INFO, LINES, line, meeting, reports
from tests.report.office_files import convert
from tests.tables import every_row

MANY = "\n".join(f"- Ông Nguyễn Văn {chr(65 + n % 26)}, Phòng số {n}" for n in range(40))
LONG_TASK = "Giao Phòng Kế hoạch - Tài chính hoàn thành báo cáo tổng hợp " + "và rà soát hồ sơ " * 9
A_HUNDRED = tuple(
    line(
        no,
        f"Ý thứ {no}: đề nghị các phòng rà soát, bổ sung nhiệm vụ được giao trong năm.",
        Tag.CONCLUSION if no % 10 == 0 else Tag.OPINION,
        Speaker(no % 7 + 2, f"Nguyễn Văn {chr(65 + no % 7)}", "Trưởng phòng"),
    )
    for no in range(1, 101)
)

#: what a meeting is like, with its lines
CASES: dict[str, tuple[dict[str, str], tuple[Line, ...]]] = {
    "as it should be": ({}, LINES),
    "nothing is known": (dict.fromkeys(INFO, ""), ()),
    "long names": (
        {
            "co_quan_chu_quan": "Ủy ban nhân dân Thành phố Hồ Chí Minh",
            "co_quan": "Trung tâm Kiểm soát bệnh tật và Y tế dự phòng khu vực Đồng bằng sông Cửu"
            " Long thuộc Thành phố Hồ Chí Minh",
            "dia_danh": "Thành phố Hồ Chí Minh",
            "ky_hieu": "TTKSBT",
            "ten": "Kết quả tổ chức Hội nghị sơ kết công tác phòng, chống dịch bệnh truyền nhiễm 6 "
            "tháng đầu năm và triển khai nhiệm vụ trọng tâm 6 tháng cuối năm 2026",
            "nguoi_ky": "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH / Nguyễn Thị Minh Châu",
        },
        LINES,
    ),
    "many guests": ({"thanh_phan": MANY}, LINES),
    "several addressed": (
        {
            "kinh_gui": "Bộ Nội vụ; UBND tỉnh; Sở Tài chính",
            "can_cu": "- Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025\n"
            "- Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công "
            "tác văn thư",
            "nguoi_ky": "TL. GIÁM ĐỐC / CHÁNH VĂN PHÒNG / Lê Văn A",
            "noi_nhan": "UBND tỉnh,\nLưu VT,VP",
        },
        LINES,
    ),
    "a task that needs room": (
        {},
        (*LINES, line(9, LONG_TASK + "trước ngày 05 tháng 12 năm 2026.")),
    ),
    "one line": ({"kinh_gui": "", "vang": ""}, (line(1, "Thống nhất"),)),
    "100 lines": ({}, A_HUNDRED),
    "odd signs": (
        {"dia_diem": 'Phòng <A> & “B” "C" 😀', "thanh_phan": "Kinh tế & Hạ tầng"},
        (line(1, 'Giá < 5 & > 3 , đúng không ? "Có" 😀'), *LINES[1:4]),
    ),
}


def names() -> Iterator[tuple[str, Kind, Depth]]:
    for case in CASES:
        for kind in Kind:
            for depth in Depth:
                yield case, kind, depth


#: of each case every kind, in turn in one depth and in the other: printing takes half a second
PRINTED = [
    (case, kind, list(Depth)[(n + m) % len(Depth)])
    for n, case in enumerate(CASES)
    for m, kind in enumerate(Kind)
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, profile: Path) -> Path:
    """All of them as Word files and some, by one LibreOffice, as PDFs."""
    folder = tmp_path_factory.mktemp("documents")
    for case, kind, depth in names():
        info, lines = CASES[case]
        draft = reports(folder).draft(meeting(**info), lines, kind, depth)
        path(folder, case, kind, depth).write_bytes(draft.docx)
    convert([path(folder, *one) for one in PRINTED], folder, profile)
    return folder


def path(folder: Path, case: str, kind: Kind, depth: Depth) -> Path:
    return folder / f"{case.replace(' ', '-')}-{kind}-{depth}.docx"


def broken(found: list[Finding]) -> list[str]:
    """Errors and warnings, readable; a note is no fault."""
    return [f"{x.rule} {x.where}: {x.found}. {x.wanted}" for x in found if x.severity != "I"]


@every_row(("case", "kind", "depth"), names())
def test_each_of_them_holds_the_rules(case: str, kind: Kind, depth: Depth, made: Path) -> None:
    assert broken(check(path(made, case, kind, depth))) == []


@every_row(("case", "kind", "depth"), PRINTED)
def test_what_is_printed_of_them_holds_the_rules(
    case: str, kind: Kind, depth: Depth, made: Path
) -> None:
    found = broken(check(path(made, case, kind, depth).with_suffix(".pdf")))
    if case == "odd signs":
        # no Times New Roman has emoji, and what somebody typed is not taken out of
        # the record
        found = [one for one in found if not (one.startswith("C02") and "😀" in one)]
    assert found == []
