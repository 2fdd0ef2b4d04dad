"""Lists of people as they are pasted, and as tables have them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.minutes.roll import Attendee, Presence, same_name, same_person
from bot.minutes.typed.people import Listed, Odd
from bot.minutes.typed.people_row import read_person
from bot.minutes.typed.people_table import read_pasted, read_table
from tests.tables import every_row


def told(listed: Listed) -> list[str]:
    """``Ông|Nguyễn Văn An|Giám đốc|Sở|absent|ốm`` each, without what is empty at the end."""
    rows = [
        f"{x.called}|{x.name}|{x.title}|{x.unit}|{x.state}|{x.note}".rstrip("|")
        for x in listed.entries
    ]
    return rows + [f"!{x.row} {x.text} {x.why}" for x in listed.asides]


AN = "|Nguyễn Văn An|Trưởng phòng|Sở Tài chính"

# what is pasted, and who is read: called | name | title | unit | state | note; ! what was not taken
PASTED: dict[str, tuple[str, list[str]]] = {
    "dashes": ("Nguyễn Văn An - Trưởng phòng - Sở Tài chính", [AN]),
    "commas": ("Nguyễn Văn An, Trưởng phòng, Sở Tài chính", [AN]),
    "long dashes": ("Nguyễn Văn An – Trưởng phòng — Sở Tài chính.", [AN]),
    "a number": ("1. Nguyễn Văn An - Trưởng phòng - Sở Tài chính;", [AN]),
    "numbers of all kinds": (
        "01. Lê An Na\n2) Lê An Nb\n3/ Lê An Nc\n(4) Lê An Nd\n5 - Lê An Ne\n6 Lê An Ng\n"
        "a) Lê An Nh",
        [f"|Lê An N{x}" for x in "abcdegh"],
    ),
    "bullets": (
        "- Lê An Na\n+ Lê An Nb\n• Lê An Nc\n* Lê An Nd\n–Lê An Ne",
        [f"|Lê An N{x}" for x in "abcde"],
    ),
    "called": (
        "Ông Lê An Na – Giám đốc Sở\nbà Lê An Nb\nĐ/c Lê An Nc\nđồng chí: Lê An Nd\n"
        "TS. Lê An Ne\nPGS.TS Lê An Ng\nÔng Ích Khiêm",
        [
            "Ông|Lê An Na|Giám đốc Sở",
            "bà|Lê An Nb",
            "Đ/c|Lê An Nc",
            "đồng chí|Lê An Nd",
            "TS.|Lê An Ne",
            "PGS.TS|Lê An Ng",
            "Ông|Ích Khiêm",
        ],
    ),
    "the unit in brackets": ("Nguyễn Văn An (Sở Tài chính)", ["|Nguyễn Văn An||Sở Tài chính"]),
    "the title in brackets": ("Nguyễn Văn An (Trưởng phòng)", ["|Nguyễn Văn An|Trưởng phòng"]),
    "a note in brackets": ("Nguyễn Văn An (dự trực tuyến)", ["|Nguyễn Văn An||||dự trực tuyến"]),
    "only the unit": ("Nguyễn Văn An - UBND tỉnh", ["|Nguyễn Văn An||UBND tỉnh"]),
    "an acronym": ("Nguyễn Văn An - VNPT", ["|Nguyễn Văn An||VNPT"]),
    "the unit first": ("Nguyễn Văn An - Sở Y tế - Giám đốc", ["|Nguyễn Văn An|Giám đốc|Sở Y tế"]),
    "a department with a dash": (
        "Nguyễn Văn An - Trưởng phòng Kế hoạch - Tài chính",
        ["|Nguyễn Văn An|Trưởng phòng Kế hoạch - Tài chính"],
    ),
    "a department with a dash, and a unit": (
        "Nguyễn Văn An - Trưởng phòng Kế hoạch - Tài chính - Sở Y tế",
        ["|Nguyễn Văn An|Trưởng phòng Kế hoạch - Tài chính|Sở Y tế"],
    ),
    "two titles": (
        "Nguyễn Văn An, Tỉnh ủy viên, Giám đốc Sở Y tế",
        ["|Nguyễn Văn An|Tỉnh ủy viên, Giám đốc Sở Y tế"],
    ),
    "the title first": (
        "Phó Giám đốc Sở Trần Quốc Bình\nTrưởng phòng ông Lê Văn Nam",
        ["|Trần Quốc Bình|Phó Giám đốc Sở", "ông|Lê Văn Nam|Trưởng phòng"],
    ),
    "no sign before the title": ("Lê Văn Nam Phó Giám đốc Sở", ["|Lê Văn Nam|Phó Giám đốc Sở"]),
    "a colon before the title": ("Lê Văn Nam: Kế toán", ["|Lê Văn Nam|Kế toán"]),
    "capitals and small letters": (
        "NGUYỄN VĂN AN\nnguyễn văn bình - chuyên viên",
        ["|Nguyễn Văn An", "|Nguyễn Văn Bình|chuyên viên"],
    ),
    "names that look like other words": (
        "Trương Văn Nam\nPhó Đức Phương\nVàng A Páo\nĐoàn Văn Hậu\nVu Van Ban\nTo Hoai Nam",
        [
            *("|Trương Văn Nam", "|Phó Đức Phương", "|Vàng A Páo", "|Đoàn Văn Hậu"),
            *("|Vu Van Ban", "|To Hoai Nam"),
        ],
    ),
    "names of other peoples": (
        "Y-Thông Niê - Trưởng thôn\nH'Hen Niê\nMr. John Smith - CEO - Intel",
        ["|Y-Thông Niê|Trưởng thôn", "|H'Hen Niê", "Mr.|John Smith|CEO|Intel"],
    ),
    "without marks": (
        "Nguyen Van An - Giam doc - So KHCN\nOng Le Van Binh, Truong phong",
        ["|Nguyen Van An|Giam doc|So KHCN", "Ong|Le Van Binh|Truong phong"],
    ),
    "several in a row": (
        "Nguyễn Văn An, Trần Bình, Lê Hà",
        ["|Nguyễn Văn An", "|Trần Bình", "|Lê Hà"],
    ),
    "several with titles": (
        "Nguyễn Văn An, Giám đốc, Trần Bình, Phó Giám đốc; bà Lê Hà",
        ["|Nguyễn Văn An|Giám đốc", "|Trần Bình|Phó Giám đốc", "bà|Lê Hà"],
    ),
    "two with và": ("Nguyễn Văn An và Trần Bình", ["|Nguyễn Văn An", "|Trần Bình"]),
    "a company with a person's name": (
        "Nguyễn Văn An, Giám đốc, Hoàng Anh Gia Lai",
        ["|Nguyễn Văn An|Giám đốc|Hoàng Anh Gia Lai"],
    ),
    "tabs": ("Nguyễn Văn An\tTrưởng phòng\tSở Tài chính", [AN]),
    "tabs with headings": (
        "STT\tHọ và tên\tChức vụ\tĐơn vị\n1\tNguyễn Văn An\tTrưởng phòng\tSở Tài chính",
        [AN],
    ),
    "semicolons with headings": (
        "Họ tên;Chức vụ;Đơn vị\nNguyễn Văn An;Trưởng phòng;Sở Tài chính",
        [AN],
    ),
    "bars": ("| Nguyễn Văn An | Trưởng phòng | Sở Tài chính |", [AN]),
    "headings without tabs": (
        "DANH SÁCH ĐẠI BIỂU THAM DỰ\nSTT Họ và tên Chức vụ Đơn vị\n"
        "1 Nguyễn Văn An - Trưởng phòng - Sở Tài chính",
        [AN],
    ),
    "our own example": ("Họ tên - chức vụ - đơn vị\nLê Hà", ["|Lê Hà"]),
    "groups": (
        "Sở Tài chính:\n- Nguyễn Văn An - Trưởng phòng\nUBND tỉnh:\n- Lê Hà\n- Lê Mai, Sở Y tế",
        [AN, "|Lê Hà||UBND tỉnh", "|Lê Mai||Sở Y tế"],
    ),
    "groups with Roman numbers": (
        "I. SỞ TÀI CHÍNH\n1. Nguyễn Văn An\nII. Công an tỉnh\n1. Lê Hà",
        ["|Nguyễn Văn An||SỞ TÀI CHÍNH", "|Lê Hà||Công an tỉnh"],
    ),
    "a group in one row": (
        "Sở Tài chính: Nguyễn Văn An, Lê Hà (ốm, vắng)",
        ["|Nguyễn Văn An||Sở Tài chính", "|Lê Hà||Sở Tài chính||ốm, vắng"],
    ),
    "a list with dashes has ended": (
        "Sở Tài chính:\n- Nguyễn Văn An\n\nLê Hà",
        ["|Nguyễn Văn An||Sở Tài chính", "|Lê Hà"],
    ),
    "absent": (
        "Vắng: Nguyễn Văn An (ốm), Lê Hà (đi công tác)",
        ["|Nguyễn Văn An|||absent|ốm", "|Lê Hà|||absent|đi công tác"],
    ),
    "absent with a reason for all": (
        "Vắng có lý do:\n- Nguyễn Văn An, Trưởng phòng\n- Lê Hà (ốm)",
        ["|Nguyễn Văn An|Trưởng phòng||absent|có lý do", "|Lê Hà|||absent|ốm"],
    ),
    "absent in all ways": (
        "Lê Na - vắng có lý do\nLê Nb vắng\nLê Nc (vắng)\nvắng Lê Nd\nLê Ne: vắng, ốm\n"
        "Lê Ng - xin vắng\nLê Nh, Kế toán (vắng: con ốm)\nLê Ni (không dự)",
        [
            "|Lê Na|||absent|có lý do",
            "|Lê Nb|||absent",
            "|Lê Nc|||absent",
            "|Lê Nd|||absent",
            "|Lê Ne|||absent|ốm",
            "|Lê Ng|||absent",
            "|Lê Nh|Kế toán||absent|con ốm",
            "|Lê Ni|||absent",
        ],
    ),
    "present": (
        "Có mặt (2):\n- Nguyễn Văn An\n- Lê Hà\nVắng (1):\n- Lê Mai",
        ["|Nguyễn Văn An|||present", "|Lê Hà|||present", "|Lê Mai|||absent"],
    ),
    "twice": ("Lê Hà\nLê Hà", ["|Lê Hà", "!0 Lê Hà twice"]),
    "two of one name": (
        "Lê Hà - Kế toán\nLê Hà - Giám đốc",
        ["|Lê Hà|Kế toán", "|Lê Hà|Giám đốc"],
    ),
    "guests without names, and no people": (
        "Trưởng, phó các phòng\nĐại diện Sở Tài chính\nTổng cộng: 12 người\nTất cả có mặt",
        [
            "|Trưởng, phó các phòng",
            "|Đại diện Sở Tài chính",
            "!3 Tổng cộng: 12 người no_name",
            "!4 Tất cả có mặt no_name",
        ],
    ),
    "prose": (
        "Nguyễn Văn An báo cáo kết quả",
        ["!1 Nguyễn Văn An báo cáo kết quả no_name"],
    ),
    "who presides": ("Chủ trì: Ông Lê Hà", ["Ông|Lê Hà", "!1 Chủ trì left"]),
    "a telephone number": ("Lê Hà - 0912 345 678", ["|Lê Hà", "!1 0912 345 678 left"]),
    "an office alone": ("- Sở Tài chính\n- Lê Hà", ["|Lê Hà", "!1 Sở Tài chính alone"]),
    "a font of before Unicode": ("NguyÔn V¨n An", ["!1 NguyÔn V¨n An letters"]),
    "too long": (f"Lê Hà - {'x' * 300}", ["!1 Lê Hà long"]),
}


@every_row("case", PASTED)
def test_a_pasted_list(case: str) -> None:
    text, wanted = PASTED[case]
    assert told(read_pasted(text)) == wanted


HEADS = ["STT", "Họ và tên", "Chức vụ", "Đơn vị"]
TABLES: dict[str, tuple[list[list[str]], list[str]]] = {
    "usual": ([HEADS, ["1", "Nguyễn Văn An", "Trưởng phòng", "Sở Tài chính"]], [AN]),
    "another order and spelling": (
        [
            ["Cơ quan / đơn vị", "CHỨC DANH", "Họ tên đại biểu", "TT"],
            ["Sở Tài chính", "Trưởng phòng", "Nguyễn Văn An", "1"],
        ],
        [AN],
    ),
    "an office's head above": (
        [["DANH SÁCH ĐẠI BIỂU"], ["", ""], HEADS, ["1", "Nguyễn Văn An", "Trưởng phòng"]],
        ["|Nguyễn Văn An|Trưởng phòng"],
    ),
    "what stands above and is no heading is told": (
        [["Hội trường A"], HEADS, ["1", "Lê Hà"]],
        ["|Lê Hà", "!1 Hội trường A no_name"],
    ),
    "family and given name apart": (
        [["Họ và tên đệm", "Tên", "Chức vụ"], ["Nguyễn Văn", "An", "Kế toán"]],
        ["|Nguyễn Văn An|Kế toán"],
    ),
    "title and unit in one column": (
        [["Họ tên", "Chức vụ, đơn vị công tác"], ["Nguyễn Văn An", "Trưởng phòng, Sở Tài chính"]],
        [AN],
    ),
    "called in a column": ([["Ông/Bà", "Họ tên"], ["Bà", "Lê Hà"]], ["Bà|Lê Hà"]),
    "came or not": (
        [
            ["Họ tên", "Có mặt/Vắng", "Lý do"],
            ["Lê Na", "có mặt", ""],
            ["Lê Nb", "Vắng", "ốm"],
            ["Lê Nc", "vắng có phép", ""],
            ["Lê Nd", "", ""],
            ["Lê Ne", "V", ""],
        ],
        [
            "|Lê Na|||present",
            "|Lê Nb|||absent|ốm",
            "|Lê Nc|||absent|có phép",
            "|Lê Nd",
            "|Lê Ne||||V",
            "!6 Lê Ne: V state",
        ],
    ),
    "signs": (
        [
            ["Họ tên", "Có mặt", "Vắng", "Ghi chú"],
            ["Lê Na", "x", "", ""],
            ["Lê Nb", "", "x", "ốm"],
            ["Lê Nc", "", "đi học", ""],
            ["Lê Nd", "x", "x", ""],
        ],
        [
            "|Lê Na|||present",
            "|Lê Nb|||absent|ốm",
            "|Lê Nc|||absent|đi học",
            "|Lê Nd||||x",
            "!5 Lê Nd: x state",
        ],
    ),
    "two rows of headings": (
        [["STT", "Họ tên", "Điểm danh", ""], ["", "", "Có mặt", "Vắng"], ["1", "Lê Na", "", "ốm"]],
        ["|Lê Na|||absent|ốm"],
    ),
    "offices in rows of their own": (
        [HEADS, ["I", "Sở Tài chính"], ["1", "Nguyễn Văn An", "Trưởng phòng"], ["", "SỞ Y TẾ"]],
        [AN, "!4 SỞ Y TẾ alone"],
    ),
    "rows without a name are told": (
        [HEADS, ["1", "Lê Hà"], ["2", "Các phòng"], ["", "", "Kế toán"], ["", ""]],
        ["|Lê Hà", "!3 2 · Các phòng no_name", "!4 Kế toán no_name"],
    ),
    "without headings": (
        [["1", "Nguyễn Văn An", "Trưởng phòng", "Sở Tài chính"], ["2", "Lê Hà", "Kế toán", ""]],
        [AN, "|Lê Hà|Kế toán"],
    ),
    "without headings, units only": (
        [["Lê Hà", "Sở Y tế", "vắng"], ["Lê Na", "Sở Tài chính", "có mặt"]],
        ["|Lê Hà||Sở Y tế|absent", "|Lê Na||Sở Tài chính|present"],
    ),
    "the headings again on the next page": (
        [HEADS, ["1", "Lê Na"], HEADS, ["2", "Lê Nb"]],
        ["|Lê Na", "|Lê Nb"],
    ),
    "one column": ([["Họ tên"], ["Lê Na"], ["Lê Nb - Kế toán"]], ["|Lê Na", "|Lê Nb|Kế toán"]),
}


@every_row("case", TABLES)
def test_a_table(case: str) -> None:
    rows, wanted = TABLES[case]
    assert told(read_table(rows)) == wanted


def test_columns_without_use_are_named() -> None:
    heads = ["Họ tên", "Điện thoại", "Chữ ký"]
    assert read_table([heads, ["Lê Hà", "09", ""]]).columns == ("Điện thoại", "Chữ ký")


_WORDS = st.sampled_from(
    [
        *(
            "Nguyễn",
            "Văn",
            "An",
            "Sở",
            "Vắng",
            ":",
            "-",
            ",",
            ";",
            "(",
            ")",
            "\t",
            "\n",
            "1.",
            "và",
        ),
        *("Ông", "Họ tên", "Chức vụ", "STT", "vắng", "ốm", "I.", "|", "UBND", "0912345678"),
    ]
)
_TEXTS = st.one_of(st.text(max_size=80), st.lists(_WORDS, max_size=25).map(" ".join))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(_TEXTS)
def test_reading_never_raises_and_drops_no_row(text: str) -> None:
    listed = read_pasted(text)
    assert all(one.name.strip() for one in listed.entries)
    read_person(text)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.lists(_TEXTS, max_size=6), max_size=8))
def test_reading_a_table_never_raises(rows: list[list[str]]) -> None:
    assert all(one.name.strip() for one in read_table(rows).entries)


def test_of_a_hundred_odd_rows_each_is_read_or_told() -> None:
    rows = [f"gì đó {n} không phải tên" for n in range(100)]
    listed = read_pasted("\n".join(rows))
    assert [aside.text for aside in listed.asides] == rows
    assert {aside.why for aside in listed.asides} == {Odd.NO_NAME}


# --- who is one human ---------------------------------------------------------------------------


@every_row(
    ("one", "other", "same"),
    [
        ("Nguyễn Văn An", "nguyễn văn an", True),
        ("Nguyễn Văn An", "Nguyen Van An", True),
        ("Trần Thị Hoà", "Trần Thị Hòa", True),
        ("Nguyễn Văn An", "Nguyễn Văn Ân", False),
        ("Đỗ Hà", "Do Ha", True),
        ("An Nguyễn", "Nguyễn An", False),
    ],
)
def test_when_two_names_are_one(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same
    assert same_name(other, one) is same


def test_of_two_with_one_name_the_title_decides_else_a_person() -> None:
    rows = [Attendee(1, "Lê Hà", "Kế toán"), Attendee(2, "Lê Hà", "Giám đốc")]
    assert same_person("Le Ha", "giám đốc", "", rows) == rows[1:]
    assert same_person("Lê Hà", "", "", rows) == rows
    assert same_person("Lê Hà", "Văn thư", "", rows) == rows
    assert same_person("Lê Hạ", "", "", rows) == []
    assert len(same_person("Lê Hà", "Văn thư", "", rows[:1])) == 2, "not certain"
    alone = [Attendee(1, "Lê Hà", state=Presence.PRESENT)]
    assert same_person("Lê Hà", "Văn thư", "Sở Y tế", alone) == alone


def test_the_papers_own_title_is_no_row_that_was_not_understood() -> None:
    rows = [
        ["UBND HUYỆN CAO LÃNH", "", ""],
        ["DANH SÁCH ĐẠI BIỂU DỰ HỌP", "", ""],
        ["Kính gửi các đồng chí có tên sau", "", ""],
        ["STT", "HỌ VÀ TÊN", "CHỨC VỤ"],
        ["1", "Lê Văn Tám", "Kế toán"],
    ]
    listed = read_table(rows)
    assert [one.name for one in listed.entries] == ["Lê Văn Tám"]
    assert [aside.row for aside in listed.asides] == [3]
