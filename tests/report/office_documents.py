"""Office documents for tests: as the decree wants them, with a knob for everything.

    replace(REPORT, left=25)      # a report with a left margin of 25 mm

Measures are in mm for the page and indents, in points for text and rules.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from bot.report import metrics


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: str  #: ``**these words**`` are bold, ``\\n`` breaks the line
    size: float = 14  #: pt
    bold: bool = False
    italic: bool = False
    align: str = "center"
    font: str = ""
    colour: str = ""
    underline: bool = False
    before: float = 0
    line: float = 1.0
    first: float = 0
    left: float = 0
    page_break: bool = False
    style: str = ""


@dataclass(frozen=True)
class Rule:
    """A line under a text.

    how: ``border`` of an empty paragraph, ``drawing``, ``vml``, ``underscores``, ``cell`` border.
    """

    length: float
    how: str = "border"


@dataclass(frozen=True)
class Office:
    agencies: tuple[Text, ...]
    number: Text
    place_date: Text | None
    title: Text
    subject: tuple[Text, ...]
    body: tuple[Text, ...]
    receivers: tuple[Text, ...]
    titles: tuple[Text, ...]
    name: Text
    secretary: tuple[Text, ...] = ()  #: of a minutes: title and name
    state: Text = Text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, bold=True)
    motto: Text = Text("Độc lập - Tự do - Hạnh phúc", 14, bold=True)
    agency_rule: Rule | None = None
    motto_rule: Rule | None = None
    subject_rule: Rule | None = None
    addressed: tuple[Text, ...] = ()
    receivers_head: Text = Text("Nơi nhận:", 12, bold=True, italic=True, align="left")
    page_number: Text | None = Text("", 14)
    number_place: str = "header"  #: or footer
    number_before: str = ""  #: "Trang "
    first_page_too: bool = False
    address: Text | None = None  #: at the foot of page 1, under a line across the page
    width: float = 210
    height: float = 297
    top: float = 20
    bottom: float = 20
    left: float = 30
    right: float = 15
    space_for_signature: int = 4
    appendices: tuple[tuple[Text, ...], ...] = ()
    appendix_starts: int | None = 1
    one_row: bool = False  #: the header in a table of one row
    tabs: bool = False  #: the header without a table
    styled: bool = False  #: size, weight, alignment of the header in styles only
    foot_alone: bool = False  #: receivers and signature on a page of their own
    sign_before: float = 0  #: space above the signer's title, which shifts it
    after: Callable[[Any], None] | None = field(default=None, compare=False)


def short_rule(text: Text, share: float = 0.42) -> Rule:
    return Rule(share * width(text))


def width(text: Text) -> float:
    return metrics.width(text.text, text.size, bold=text.bold, italic=text.italic)


def body(text: str, bold: bool = False, **knobs: Any) -> Text:
    """A paragraph of the body."""
    given = {"align": "both", "before": 6, "first": 10, **knobs}
    return Text(text, bold=bold, **given)


def receiver(text: str, **knobs: Any) -> Text:
    return Text(text, **{"size": 11, "align": "left", **knobs})


_PARENT = Text("UBND TỈNH ĐỒNG THÁP", 13)
_AGENCY = (
    Text("SỞ KHOA HỌC", 13, bold=True),
    Text("VÀ CÔNG NGHỆ", 13, bold=True),
)
_HEADER: dict[str, Any] = {
    "agencies": (_PARENT, *_AGENCY),
    "agency_rule": short_rule(_AGENCY[-1]),
    "motto_rule": Rule(width(Office.motto)),
    "place_date": Text("Đồng Tháp, ngày 05 tháng 8 năm 2020", italic=True),
}
_OPINION = (
    "- Đại diện các phòng Kinh tế, phòng Kinh tế và Hạ tầng đưa ra các ý kiến và đề xuất xoay "
    "quanh các nhiệm vụ khoa học và công nghệ, công tác xây dựng, bảo hộ và phát triển nhãn hiệu, "
    "các ý kiến vướng mắc trong việc triển khai các đề tài tại địa phương."
)
_SUBJECT = (
    Text("Kết quả tổ chức Hội nghị sơ kết công tác 6 tháng đầu năm 2020", bold=True),
    Text("của Sở Khoa học và Công nghệ", bold=True),
)
REPORT = Office(
    **_HEADER,
    number=Text("Số: 15/BC-SKHCN", 13),
    title=Text("BÁO CÁO", bold=True, before=14),
    subject=_SUBJECT,
    subject_rule=short_rule(_SUBJECT[-1]),
    body=(
        body(
            "Thực hiện Kế hoạch số 793/KH-SKHCN ngày 22 tháng 6 năm 2020 của Sở Khoa học và Công "
            "nghệ về việc tổ chức Hội nghị sơ kết công tác 6 tháng đầu năm 2020, ngày 24 tháng 7 "
            "năm 2020, Hội nghị sơ kết đã diễn ra tại Hội trường Sở Khoa học và Công nghệ với kết "
            "quả như sau:"
        ),
        body("1. Thành phần tham dự:", bold=True),
        body("- Chủ trì: Lãnh đạo Sở Khoa học và Công nghệ (03 Phó Giám đốc Sở);"),
        body("- Đại biểu tham dự:"),
        body("+ Lãnh đạo các phòng, đơn vị thuộc Sở Khoa học và Công nghệ;"),
        body("+ Đại diện các phòng Kinh tế, phòng Kinh tế và Hạ tầng huyện, thị xã, thành phố."),
        body("2. Nội dung:", bold=True),
        body(
            "- Đại diện Sở Khoa học và Công nghệ trình bày báo cáo kết quả hoạt động khoa học và "
            "công nghệ những tháng đầu năm 2020 và phương hướng những tháng cuối năm 2020; báo cáo "
            "kết quả hỗ trợ doanh nghiệp và hoạt động sở hữu trí tuệ."
        ),
        *(body(_OPINION) for _ in range(5)),
        body("3. Kết luận:", bold=True),
        body("Qua các ý kiến, Phó Giám đốc Sở Huỳnh Văn Quản kết luận tại Hội nghị như sau:"),
        body("a) Sở Khoa học và Công nghệ đã bám sát Chương trình làm việc đề ra;"),
        body(
            "b) Đề nghị các phòng, đơn vị và địa phương tập trung thực hiện các nhiệm vụ còn lại "
            "trong năm 2020, tăng cường phối hợp giữa các phòng, địa phương, giải quyết những vấn "
            "đề còn khó khăn, vướng mắc trong quá trình thực hiện nhiệm vụ về chất lượng,…;"
        ),
        body(
            "c) Đề nghị các phòng, đơn vị và địa phương rà soát nhiệm vụ theo kế hoạch, phấn đấu "
            "thực hiện hoàn thành tốt các nội dung đề ra./."
        ),
    ),
    receivers=(
        receiver("- UBND tỉnh (để báo cáo);"),
        receiver("- Giám đốc và các Phó Giám đốc Sở;"),
        receiver("- Các phòng, đơn vị trực thuộc Sở, phòng Kinh tế, phòng Kinh tế và Hạ tầng;"),
        receiver("- Lưu: VT, VP."),
    ),
    titles=(Text("KT. GIÁM ĐỐC", bold=True), Text("PHÓ GIÁM ĐỐC", bold=True)),
    name=Text("Huỳnh Văn Quản", bold=True),
)
NOTICE = replace(
    REPORT,
    number=Text("Số: 07/TB-SKHCN", 13),
    title=Text("THÔNG BÁO", bold=True, before=14),
    subject=(
        Text("Kết luận của Phó Giám đốc Sở Huỳnh Văn Quản", bold=True),
        Text("tại Hội nghị sơ kết công tác 6 tháng đầu năm 2020", bold=True),
    ),
    subject_rule=Rule(120),
    body=(
        body(
            "Ngày 24 tháng 7 năm 2020, tại Hội trường Sở Khoa học và Công nghệ, Phó Giám đốc Sở "
            "Huỳnh Văn Quản đã chủ trì Hội nghị sơ kết công tác 6 tháng đầu năm 2020. Tham dự có "
            "lãnh đạo các phòng, đơn vị thuộc Sở."
        ),
        body(
            "Sau khi nghe báo cáo của Văn phòng Sở, ý kiến của các đại biểu, Phó Giám đốc Sở Huỳnh "
            "Văn Quản kết luận như sau:"
        ),
        body("1. Văn phòng Sở hoàn thiện báo cáo, trình trước ngày 05 tháng 8 năm 2020."),
        body("2. Phòng Kế hoạch - Tài chính:"),
        body("a) Rà soát kinh phí các nhiệm vụ;"),
        body("b) Đề xuất điều chỉnh."),
        body("3. Phòng Quản lý khoa học theo dõi, đôn đốc."),
        body("Sở Khoa học và Công nghệ thông báo để các phòng, đơn vị biết, thực hiện./."),
    ),
    receivers=(receiver("- Lãnh đạo Sở;"), receiver("- Lưu: VT, VP.")),
    titles=(Text("TL. GIÁM ĐỐC", bold=True), Text("CHÁNH VĂN PHÒNG", bold=True)),
    name=Text("Nguyễn Thị Ánh", bold=True),
)
MINUTES = replace(
    REPORT,
    number=Text("Số: 03/BB-SKHCN", 13),
    place_date=None,
    title=Text("BIÊN BẢN", bold=True, before=14),
    subject=(Text("Hội nghị sơ kết công tác 6 tháng đầu năm 2020", bold=True),),
    subject_rule=Rule(110),
    body=(
        body("Thời gian bắt đầu: 08 giờ 00, ngày 24 tháng 7 năm 2020."),
        body("Địa điểm: Hội trường Sở Khoa học và Công nghệ."),
        body("Thành phần tham dự: Lãnh đạo Sở và lãnh đạo các phòng, đơn vị thuộc Sở."),
        body("Chủ trì (chủ tọa): Ông Huỳnh Văn Quản, Phó Giám đốc Sở."),
        body("Thư ký (người ghi biên bản): Bà Lê Thị Hà, Chuyên viên Văn phòng Sở."),
        body("Nội dung (theo diễn biến hội nghị):"),
        *(body(_OPINION) for _ in range(3)),
        body("Hội nghị kết thúc vào 11 giờ 30, ngày 24 tháng 7 năm 2020./."),
    ),
    receivers=(receiver("- Các phòng, đơn vị thuộc Sở;"), receiver("- Lưu: VT, Hồ sơ.")),
    titles=(Text("CHỦ TỌA", bold=True),),
    secretary=(Text("THƯ KÝ", bold=True), Text("Lê Thị Hà", bold=True)),
)
GOOD = {"BC": REPORT, "TB": NOTICE, "BB": MINUTES}
