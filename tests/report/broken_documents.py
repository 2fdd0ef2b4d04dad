"""Office documents with one breach each, and what the checker says of it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import Any

from tests.report.changed_documents import (
    APPENDIX,
    AS_ABOVE,
    DATE,
    MOTTO,
    NUMBER,
    PAGE_NO,
    STATE,
    UP,
    WITH_APPENDIX,
    but,
    each,
    in_body,
    last,
    swapped,
)
from tests.report.office_documents import (
    MINUTES,
    NOTICE,
    REPORT,
    Office,
    Rule,
    Text,
    receiver,
    short_rule,
)


@dataclass(frozen=True)
class Broken:
    """A document with one breach.

    Args:
        found: a pattern of what the finding says.
        pdf: the same for the PDF; None where a PDF does not show it.
        also: rules that such a breach breaks too.
    """

    rule: str
    name: str
    office: Office
    found: str
    pdf: str | None = ""
    also: frozenset[str] = frozenset()
    docx: bool = True

    @property
    def id(self) -> str:
        return f"{self.rule}-{self.name}"


SHOUTED = Text("KẾT QUẢ TỔ CHỨC HỘI NGHỊ", bold=True)
LOWER_AGENCY = Text("Sở Khoa học và Công nghệ", 13, bold=True)
CENTRE_AGENCY = Text("CHI CỤC TIÊU CHUẨN", 13, bold=True)


def remarked(document: Any) -> None:
    document.add_comment(document.paragraphs[-1].runs, "Xem lại", author="An")


BROKEN = [
    Broken("C01", "left-margin", but(left=25), "^25 mm"),
    Broken("C01", "right-margin", but(right=25), "^25 mm", r"^25(,\d)? mm"),
    Broken("C01", "top-margin", but(top=15), "^15 mm", "^1[45].* mm"),
    Broken("C01", "bottom-margin", but(bottom=5), "^5 mm", r"^1?\d(,\d)? mm"),
    Broken("C01", "letter-paper", but(width=215.9, height=279.4), "^215,9 × 279,4 mm"),
    Broken("C02", "font", in_body(2, font="Arial"), "phông Arial", "phông LiberationSans"),
    Broken("C02", "colour", in_body(2, colour="FF0000"), "màu #FF0000"),
    Broken("C03", "none", but(page_number=None), "không có số trang"),
    Broken("C03", "footer", but(number_place="footer"), "ở lề dưới"),
    Broken("C03", "left", but(page_number=replace(PAGE_NO, align="left")), "lệch .* so với giữa"),
    Broken("C03", "size", but(page_number=replace(PAGE_NO, size=11)), "cỡ 11"),
    Broken("C03", "bold", but(page_number=replace(PAGE_NO, bold=True)), "chữ đậm"),
    Broken("C03", "words", but(number_before="Trang "), "“Trang 2”"),
    Broken("C03", "first-page", but(first_page_too=True), "^có"),
    Broken(
        "C04", "typo", but(state=replace(STATE, text=STATE.text.replace("Ủ", "U"))), "CHU NGHĨA"
    ),
    Broken("C04", "size", but(state=replace(STATE, size=11)), "cỡ 11"),
    Broken("C04", "too-wide", but(state=replace(STATE, size=15)), "trên 2 dòng"),
    Broken("C04", "not-bold", but(state=replace(STATE, bold=False)), "chữ không đậm"),
    Broken("C04", "missing", but(state=replace(STATE, text="")), "không thấy"),
    Broken("C05", "dashes", but(motto=replace(MOTTO, text=MOTTO.text.replace("-", "–"))), "–"),
    Broken(
        "C05", "italic", but(motto=replace(MOTTO, italic=True), motto_rule=Rule(168)), "nghiêng"
    ),
    Broken("C05", "size", but(motto=replace(MOTTO, size=12), motto_rule=Rule(147)), "cỡ 12"),
    Broken("C05", "gap", but(motto=replace(MOTTO, before=18)), r"cách dòng trên 3\d"),
    Broken(
        "C05",
        "left",
        but(motto=replace(MOTTO, align="left")),
        "lệch .* so với giữa",
        also=frozenset({"C06"}),
    ),
    Broken("C06", "none", but(motto_rule=None), "không có đường kẻ"),
    Broken("C06", "short", but(motto_rule=Rule(100)), "dài 35,3 mm"),
    Broken("C06", "long", but(motto_rule=Rule(185)), "dài 65,3 mm"),
    Broken(
        "C06", "underline", but(motto=replace(MOTTO, underline=True), motto_rule=None), "gạch chân"
    ),
    Broken(
        "C07",
        "parent-bold",
        but(agencies=(replace(REPORT.agencies[0], bold=True), CENTRE_AGENCY), agency_rule=Rule(60)),
        "chữ đậm",
    ),
    Broken("C07", "not-bold", but(agencies=each(REPORT.agencies, bold=False)), "chữ không đậm"),
    Broken(
        "C07",
        "lower-case",
        but(agencies=(REPORT.agencies[0], LOWER_AGENCY), agency_rule=short_rule(LOWER_AGENCY)),
        "Sở Khoa học",
    ),
    Broken("C07", "size", but(agencies=each(REPORT.agencies, size=11)), "cỡ 11"),
    Broken("C07", "missing", but(agencies=(), agency_rule=None), "không thấy"),
    Broken("C08", "none", but(agency_rule=None), "không có đường kẻ"),
    Broken("C08", "long", but(agency_rule=Rule(102)), r"bằng (1|0,99|1,01) dòng"),
    Broken("C08", "short", but(agency_rule=Rule(28)), r"bằng 0,2\d dòng chữ"),
    Broken(
        "C08",
        "underline",
        but(agencies=last(REPORT.agencies, underline=True), agency_rule=None),
        "gạch chân",
    ),
    Broken("C09", "one-digit", but(number=replace(NUMBER, text="Số: 5/BC-SKHCN")), "Số: 5/BC"),
    Broken("C09", "spaces", but(number=replace(NUMBER, text="Số: 15 / BC-SKHCN")), "15 / BC"),
    Broken("C09", "dash", but(number=replace(NUMBER, text="Số: 15/BC–SKHCN")), "BC–SKHCN"),
    Broken("C09", "other-code", but(number=replace(NUMBER, text="Số: 15/TB-SKHCN")), "mã loại TB"),
    Broken("C09", "size", but(number=replace(NUMBER, size=14)), "cỡ 14"),
    Broken("C09", "bold", but(number=replace(NUMBER, bold=True)), "chữ đậm"),
    Broken("C09", "missing", but(number=replace(NUMBER, text="")), "không thấy"),
    Broken("C10", "upright", but(place_date=replace(DATE, italic=False)), "chữ không nghiêng"),
    Broken("C10", "bold", but(place_date=replace(DATE, bold=True)), "chữ đậm"),
    Broken("C10", "size", but(place_date=replace(DATE, size=12)), "cỡ 12"),
    Broken(
        "C10",
        "no-comma",
        but(place_date=replace(DATE, text=DATE.text.replace(",", ""))),
        "Đồng Tháp ngày",
    ),
    Broken(
        "C10",
        "two-lines",
        but(place_date=replace(DATE, text=DATE.text.replace("Đồng Tháp", "Thành phố Hồ Chí Minh"))),
        "trên 2 dòng",
    ),
    Broken("C10", "missing", but(place_date=None), "không thấy"),
    Broken("C10", "other-line", but(one_row=True), r"lệch dòng 1\d"),
    Broken(
        "C11",
        "month",
        but(place_date=replace(DATE, text="Đồng Tháp, ngày 05 tháng 08 năm 2020")),
        "tháng 08",
    ),
    Broken(
        "C11",
        "january",
        but(place_date=replace(DATE, text="Đồng Tháp, ngày 05 tháng 1 năm 2020")),
        "tháng 1",
    ),
    Broken(
        "C11",
        "day",
        but(place_date=replace(DATE, text="Đồng Tháp, ngày 5 tháng 8 năm 2020")),
        "ngày 5",
    ),
    Broken(
        "C11",
        "in-the-body",
        in_body(2, NOTICE, text="1. Văn phòng Sở trình trước ngày 5 tháng 8 năm 2020."),
        "ngày 5",
    ),
    Broken("C12", "lower-case", but(title=replace(REPORT.title, text="Báo cáo")), "“Báo cáo”"),
    Broken(
        "C12",
        "with-more",
        but(title=replace(REPORT.title, text="BÁO CÁO KẾT QUẢ")),
        "KẾT QUẢ",
    ),
    Broken("C12", "size", but(title=replace(REPORT.title, size=16)), "cỡ 16"),
    Broken("C12", "not-bold", but(title=replace(REPORT.title, bold=False)), "chữ không đậm"),
    Broken("C12", "left", but(title=replace(REPORT.title, align="left")), "lệch .* so với giữa"),
    Broken(
        "C13",
        "upper-case",
        but(subject=(SHOUTED,), subject_rule=short_rule(SHOUTED)),
        "viết in hoa",
    ),
    Broken("C13", "not-bold", but(subject=each(REPORT.subject, bold=False)), "chữ không đậm"),
    Broken("C13", "size", but(subject=each(REPORT.subject, size=15)), "cỡ 15"),
    Broken(
        "C13",
        "gap",
        but(subject=(replace(REPORT.subject[0], before=20), REPORT.subject[1])),
        "cách dòng trên 3",
    ),
    Broken("C13", "missing", but(subject=(), subject_rule=None), "không thấy"),
    Broken("C14", "none", but(subject_rule=None), "không có đường kẻ"),
    Broken("C14", "long", but(subject_rule=Rule(300)), "dài 105,[89] mm"),
    Broken("C14", "short", but(subject_rule=Rule(40)), "dài 14,1 mm"),
    Broken(
        "C15",
        "motto",
        but(motto=replace(MOTTO, size=13), motto_rule=Rule(159)),
        "cỡ 13",
    ),
    Broken("C15", "state", but(state=replace(STATE, size=12)), "cỡ 12"),
    Broken("C15", "body", but(body=each(REPORT.body, size=13)), "cỡ 13"),
    Broken("C16", "size", in_body(7, size=12), "cỡ 12"),
    Broken("C16", "left", in_body(7, align="left"), "căn trái"),
    Broken("C16", "no-indent", in_body(7, first=0), "lùi đầu dòng 0 mm"),
    Broken("C16", "indent", in_body(7, first=15), "lùi đầu dòng 15 mm"),
    Broken(
        "C16", "gap", in_body(7, before=2), "cách đoạn trên 2 pt", r"cách đoạn trên [12](,\d)? pt"
    ),
    Broken("C16", "spacing", in_body(7, line=2.0), "giãn dòng 2"),
    Broken(
        "C17", "empty", but(body=(*REPORT.body[:4], Text(""), *REPORT.body[4:])), "dòng trống", None
    ),
    Broken("C18", "gap", in_body(13, text="4. Kết luận:"), "^4\\."),
    Broken("C18", "letter", in_body(17, text="d) Rà soát nhiệm vụ theo kế hoạch./."), "^d\\)"),
    Broken("C18", "foreign-letter", in_body(17, text="f) Rà soát theo kế hoạch./."), "điểm “f\\)”"),
    Broken("C18", "decimal", in_body(3, text="1.1. Đại biểu tham dự:"), "1.1."),
    Broken("C19", "not-bold", in_body(6, bold=False), "chữ không đậm"),
    Broken(
        "C19",
        "run-in",
        in_body(2, NOTICE, text="**1. Văn phòng Sở** hoàn thiện báo cáo."),
        "cùng một dòng",
    ),
    Broken("C20", "none", in_body(17, text="c) Rà soát nhiệm vụ theo kế hoạch."), "kế hoạch\\.”"),
    Broken("C20", "twice", in_body(2, text="- Chủ trì: Lãnh đạo Sở./."), "Lãnh đạo Sở\\./\\.”"),
    Broken("C21", "lower-case", but(titles=(Text("Giám đốc", bold=True),)), "“Giám đốc”"),
    Broken("C21", "not-bold", but(titles=each(REPORT.titles, bold=False)), "chữ không đậm"),
    Broken("C21", "size", but(titles=each(REPORT.titles, size=12)), "cỡ 12"),
    Broken(
        "C21",
        "no-space",
        but(titles=(Text("KT.GIÁM ĐỐC", bold=True), REPORT.titles[1])),
        "KT.GIÁM ĐỐC",
    ),
    Broken("C21", "slash", but(titles=(Text("T/M ĐẢNG ỦY", bold=True),)), "T/M"),
    Broken("C21", "missing", but(titles=(Text(""),)), "không thấy"),
    Broken(
        "C22",
        "other-post",
        but(titles=(REPORT.titles[0], Text("PHÓ CHỦ TỊCH", bold=True))),
        "PHÓ CHỦ TỊCH",
    ),
    Broken("C22", "no-deputy", but(titles=(REPORT.titles[0],)), "không thấy"),
    Broken("C22", "no-kt", but(titles=(REPORT.titles[1],)), "không có dòng KT"),
    Broken("C23", "academic", but(name=Text("TS. Huỳnh Văn Quản", bold=True)), "TS. Huỳnh"),
    Broken("C23", "upper-case", but(name=Text("HUỲNH VĂN QUẢN", bold=True)), "HUỲNH VĂN QUẢN"),
    Broken("C23", "not-bold", but(name=Text("Huỳnh Văn Quản")), "chữ không đậm"),
    Broken("C23", "right", but(name=replace(REPORT.name, align="right")), "lệch"),
    Broken("C23", "missing", but(name=Text("")), "không thấy"),
    Broken(
        "C24",
        "upright",
        but(receivers_head=replace(REPORT.receivers_head, italic=False)),
        "chữ không nghiêng",
    ),
    Broken(
        "C24",
        "no-colon",
        but(receivers_head=replace(REPORT.receivers_head, text="Nơi nhận")),
        "“Nơi nhận”",
    ),
    Broken("C24", "size", but(receivers_head=replace(REPORT.receivers_head, size=13)), "cỡ 13"),
    Broken(
        "C24",
        "centred",
        but(receivers_head=replace(REPORT.receivers_head, align="center")),
        "cách lề trái",
    ),
    Broken("C24", "other-line", but(sign_before=20), "lệch dòng 2"),
    Broken("C24", "missing", but(receivers_head=Text("", 12)), "không thấy"),
    Broken(
        "C25",
        "stop",
        but(receivers=(receiver("- UBND tỉnh."), *REPORT.receivers[1:])),
        "- UBND tỉnh\\.",
    ),
    Broken("C25", "archive", but(receivers=last(REPORT.receivers, text="- Lưu VT.")), "- Lưu VT"),
    Broken("C25", "size", but(receivers=each(REPORT.receivers, size=12)), "cỡ 12"),
    Broken("C25", "italic", but(receivers=each(REPORT.receivers, italic=True)), "chữ nghiêng"),
    Broken("C25", "none", but(receivers=()), "không thấy"),
    Broken("C26", "no-as-above", but(addressed=UP), "UBND tỉnh"),
    Broken("C26", "as-above-alone", but(receivers=AS_ABOVE), "không thấy"),
    Broken("C26", "in-a-notice", but(NOTICE, addressed=UP), "Kính gửi"),
    Broken(
        "C27", "part-missing", but(MINUTES, body=(MINUTES.body[0], *MINUTES.body[2:])), "không thấy"
    ),
    Broken("C27", "order", but(MINUTES, body=swapped(MINUTES.body, 3, 4)), "đứng trước mục"),
    Broken(
        "C27",
        "closes-before-it-begins",
        in_body(-1, MINUTES, text="Hội nghị kết thúc vào 07 giờ 30, ngày 24 tháng 7 năm 2020./."),
        "07 giờ 30.*08 giờ 00",
    ),
    Broken("C27", "titles", but(MINUTES, titles=(Text("CHỦ TRÌ", bold=True),)), "CHỦ TRÌ"),
    Broken("C28", "alone", but(NOTICE, foot_alone=True), "0 dòng", docx=False),
    Broken(
        "C29",
        "label",
        but(WITH_APPENDIX, appendices=((replace(APPENDIX[0], bold=False), *APPENDIX[1:]),)),
        "chữ không đậm",
    ),
    Broken(
        "C29",
        "title",
        but(
            WITH_APPENDIX,
            appendices=((APPENDIX[0], replace(APPENDIX[1], text="Danh sách"), *APPENDIX[2:]),),
        ),
        "Danh sách",
    ),
    Broken(
        "C29",
        "reference",
        but(
            WITH_APPENDIX,
            appendices=((*APPENDIX[:2], replace(APPENDIX[2], italic=False), APPENDIX[3]),),
        ),
        "không nghiêng",
    ),
    Broken("C29", "numbers-go-on", but(WITH_APPENDIX, appendix_starts=None), "số trang nối tiếp"),
    Broken("C29", "unmentioned", but(appendices=(APPENDIX,)), "không được nhắc"),
    Broken(
        "C29",
        "two-without-numbers",
        but(WITH_APPENDIX, appendices=(APPENDIX, APPENDIX)),
        "“Phụ lục”",
    ),
    Broken(
        "C30",
        "decomposed",
        in_body(2, text=unicodedata.normalize("NFD", REPORT.body[2].text)),
        "dấu rời",
        None,
    ),
    Broken("C30", "two-spaces", in_body(2, text="- Chủ trì:  Lãnh đạo  Sở;"), "hai dấu cách"),
    Broken("C30", "space-before", in_body(2, text="- Chủ trì : Lãnh đạo Sở ;"), "trước “:”"),
    Broken("C31", "brackets", in_body(2, text="- Chủ trì: [họ tên];"), r"\[họ tên\]"),
    Broken("C31", "dots", in_body(2, text="- Chủ trì: ……………;"), "……"),
    Broken("C31", "template", in_body(2, text="- Chủ trì: {{ r.chair }};"), "r.chair"),
    Broken(
        "C32",
        "bare",
        in_body(0, text="Thực hiện Kế hoạch số 793/KH-SKHCN, Hội nghị đã diễn ra như sau:"),
        "thiếu ngày ban hành, cơ quan ban hành, trích yếu",
    ),
    Broken("C33", "remark", but(after=remarked), "còn 1 ghi chú bên lề", None),
]
