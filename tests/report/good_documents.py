"""Office documents that keep to the decree in less usual ways."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt

from tests.report.changed_documents import (
    APPENDIX,
    AS_ABOVE,
    DATE,
    MOTTO,
    NUMBER,
    STATE,
    UP,
    WITH_APPENDIX,
    but,
    each,
)
from tests.report.office_documents import (
    MINUTES,
    REPORT,
    Rule,
    Text,
    body,
    receiver,
    short_rule,
    width,
)


def foot_with_tabs(document: Any) -> None:
    """Receivers and signature without a table."""
    table = document.tables[-1]._tbl
    table.getparent().remove(table)
    for left, look, right in (
        ("Nơi nhận:", REPORT.receivers_head, "KT. GIÁM ĐỐC"),
        ("- UBND tỉnh (để báo cáo);", REPORT.receivers[0], "PHÓ GIÁM ĐỐC"),
        ("- Lưu: VT, VP.", REPORT.receivers[0], ""),
        ("", REPORT.titles[0], ""),
        ("", REPORT.titles[0], ""),
        ("", REPORT.titles[0], "Huỳnh Văn Quản"),
    ):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(122), WD_TAB_ALIGNMENT.CENTER)
        for text, of in ((left, look), (f"\t{right}" if right else "", REPORT.titles[0])):
            run = paragraph.add_run(text)
            run.font.size, run.bold, run.italic = Pt(of.size), of.bold, of.italic


SET_13 = but(
    state=replace(STATE, size=12),
    agencies=each(REPORT.agencies, size=12),
    motto=replace(MOTTO, size=13),
    motto_rule=Rule(width(replace(MOTTO, size=13))),
    place_date=replace(DATE, size=13),
    title=replace(REPORT.title, size=13),
    subject=each(REPORT.subject, size=13),
    body=each(REPORT.body, size=13),
    titles=each(REPORT.titles, size=13),
    name=replace(REPORT.name, size=13),
    page_number=Text("", 13),
)
TITLES = {
    "head": ("GIÁM ĐỐC",),
    "acting": ("Q. GIÁM ĐỐC",),
    "collective": ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    "by-order": ("TL. GIÁM ĐỐC", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"),
    "authorised": ("TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG KẾ HOẠCH"),
    "minister": ("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG"),
}
GOOD_TOO = {
    "rule-one-third": but(agency_rule=short_rule(REPORT.agencies[-1], 1 / 3)),
    "rule-one-half": but(subject_rule=short_rule(REPORT.subject[-1], 1 / 2)),
    "other-spelling": but(state=replace(STATE, text=STATE.text.replace("HÒA", "HOÀ"))),
    "blank-number-and-day": but(
        number=replace(NUMBER, text="Số:      /BC-SKHCN"),
        place_date=replace(DATE, text="Đồng Tháp, ngày      tháng 8 năm 2020"),
    ),
    "dotted-number-and-day": but(
        number=replace(NUMBER, text="Số: …/BC-SKHCN"),
        place_date=replace(DATE, text="Đồng Tháp, ngày … tháng … năm 2020"),
    ),
    "long-symbol": but(number=replace(NUMBER, text="Số: 114/BC-UBND-VP.KT2")),
    "underscores": but(motto_rule=Rule(168, "underscores")),
    "drawing": but(motto_rule=Rule(width(MOTTO), "drawing")),
    "vml": but(agency_rule=Rule(45, "vml"), motto_rule=Rule(width(MOTTO), "vml")),
    "cell-border": but(motto_rule=Rule(width(MOTTO), "cell"), agency_rule=Rule(45, "cell")),
    "february": but(place_date=replace(DATE, text="Đồng Tháp, ngày 29 tháng 02 năm 2020")),
    "october": but(place_date=replace(DATE, text="Đồng Tháp, ngày 31 tháng 10 năm 2020")),
    "set-13": SET_13,
    "addressed-to-one": but(addressed=UP, receivers=AS_ABOVE),
    "addressed-to-several": but(
        addressed=(
            Text("Kính gửi:", before=12),
            Text("- Ủy ban nhân dân tỉnh Đồng Tháp;"),
            Text("- Bộ Khoa học và Công nghệ."),
        ),
        receivers=AS_ABOVE,
    ),
    "header-of-one-row": but(
        one_row=True,
        agencies=(REPORT.agencies[0], Text("SỞ Y TẾ", 13, bold=True)),
        agency_rule=Rule(22),
    ),
    "header-with-tabs": but(
        SET_13,
        tabs=True,
        agencies=(Text("UBND TỈNH ĐỒNG THÁP", 12), Text("SỞ KHOA HỌC VÀ CÔNG NGHỆ", 12, bold=True)),
        agency_rule=Rule(80),
    ),
    "address-at-the-foot": but(
        address=Text("Địa chỉ: 562 Quốc lộ 30, Đồng Tháp; điện thoại: 0277 385 1111", 11)
    ),
    "drafters-sign": but(receivers=(*REPORT.receivers, receiver("PL.(300)"))),
    "secret": but(number=replace(NUMBER, text="Số: 15/BC-SKHCN\nMẬT")),
    "short-lines-only": but(
        MINUTES,
        right=20,
        body=(
            *MINUTES.body[:2],
            body("Thành phần tham dự: Lãnh đạo các phòng."),
            body("Chủ trì (chủ tọa): Ông Huỳnh Văn Quản."),
            body("Thư ký (người ghi biên bản): Bà Lê Thị Hà."),
            body("Nội dung (theo diễn biến hội nghị): Sơ kết."),
            MINUTES.body[-1],
        ),
    ),
    "first-lines-by-tab": but(
        body=tuple(replace(text, text=f"\t{text.text}", first=0) for text in REPORT.body)
    ),
    "no-break-spaces": but(
        number=replace(NUMBER, text="Số:\xa0\xa0\xa0/BC-SKHCN"),
        place_date=replace(DATE, text="Đồng Tháp, ngày\xa0\xa0\xa0 tháng 3 năm 2020"),
    ),
    "agency-with-a-line-break": but(
        agencies=(REPORT.agencies[0], Text("SỞ KHOA HỌC\nVÀ CÔNG NGHỆ", 13, bold=True))
    ),
    "grounds": but(
        body=(
            body(
                "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công "
                "tác văn thư;",
                italic=True,
            ),
            body("Theo đề nghị của Chánh Văn phòng.", italic=True),
            *REPORT.body,
        )
    ),
    "parts": but(
        body=(
            REPORT.body[0],
            Text("Phần I", bold=True, before=6),
            Text("KẾT QUẢ THỰC HIỆN", bold=True, before=6),
            *REPORT.body[1:13],
            Text("Phần II", bold=True, before=6),
            Text("KẾT LUẬN", bold=True, before=6),
            body("1. Kết luận:", bold=True),
            *REPORT.body[14:],
        )
    ),
    "articles": but(
        body=(
            REPORT.body[0],
            body("Điều 1. Phạm vi", bold=True),
            body("1. Các phòng thuộc Sở;"),
            body("2. Các đơn vị trực thuộc Sở."),
            body("Điều 2. Hiệu lực", bold=True),
            body("1. Có hiệu lực từ ngày ký;"),
            body("2. Thay các quy định trước./."),
        )
    ),
    "foot-with-tabs": but(after=foot_with_tabs),
    "hanging-lines": but(body=each(REPORT.body, first=-5, left=15)),
    "paragraphs-that-stand-in": but(body=each(REPORT.body, first=0, left=10)),
    "indent-12.7": but(body=each(REPORT.body, first=12.7)),
    "spacing-1.5": but(body=each(REPORT.body, line=1.5)),
    "roman-sections": but(
        body=(
            REPORT.body[0],
            body("I. THÀNH PHẦN THAM DỰ", bold=True),
            body("Lãnh đạo Sở và lãnh đạo các phòng, đơn vị thuộc Sở."),
            body("II. NỘI DUNG", bold=True),
            body("1. Ý kiến của các phòng", bold=True),
            *REPORT.body[7:10],
            body("2. Ý kiến của các đơn vị", bold=True),
            *REPORT.body[8:11],
            body("III. KẾT LUẬN", bold=True),
            *(body(f"{letter}) Rà soát nhiệm vụ được giao;") for letter in "abcdđeghik"),
            body("l) Báo cáo kết quả trước ngày 05 tháng 02 năm 2021./."),
        )
    ),
    "two-appendices": but(
        WITH_APPENDIX,
        appendices=(
            (replace(APPENDIX[0], text="Phụ lục I"), *APPENDIX[1:]),
            (replace(APPENDIX[0], text="Phụ lục II"), *APPENDIX[1:]),
        ),
    ),
    "margins-of-the-decree": but(top=25, left=35, right=20),
    "long-agency": but(
        agencies=(
            Text("SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", 13),
            Text("CHI CỤC QUẢN LÝ CHẤT LƯỢNG NÔNG LÂM SẢN VÀ THỦY SẢN", 13, bold=True),
        ),
        agency_rule=Rule(70),
    ),
    **{
        f"signs-{name}": but(titles=tuple(Text(title, bold=True) for title in titles))
        for name, titles in TITLES.items()
    },
}
