"""Lists of people as they are pasted, and as tables have them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.minutes.roll import Attendee, Presence, same_name, same_person
from bot.minutes.typed.absences import each_absent, is_why
from bot.minutes.typed.people import Listed, Odd
from bot.minutes.typed.people_row import read_person
from bot.minutes.typed.people_table import read_pasted, read_table
from tests.tables import every_row, examples


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
    "several in a row, each with an office": (
        "Nguyễn Văn An - Trưởng phòng - Sở Tài chính, Nguyễn Thị Hoa - Kế toán, Lê Văn Ba - TP",
        [AN, "|Nguyễn Thị Hoa|Kế toán", "|Lê Văn Ba|Trưởng phòng"],
    ),
    "an office with a comma": (
        "Nguyễn Văn An - Trưởng phòng, Chủ tịch Công đoàn - Sở Tài chính",
        ["|Nguyễn Văn An|Trưởng phòng, Chủ tịch Công đoàn|Sở Tài chính"],
    ),
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
    "two with a plus": ("Nguyễn Văn An + Trần Bình", ["|Nguyễn Văn An", "|Trần Bình"]),
    "numbers in a circle, of double width, on a key": (
        "① Nguyễn Văn An\n２．Trần Bình\n3️⃣ Lê Hà\nd. Lê Mai",
        ["|Nguyễn Văn An", "|Trần Bình", "|Lê Hà", "|Lê Mai"],
    ),
    "numbers of two keys": (
        "9️⃣ Nguyễn Văn An\n🔟 Trần Bình\n1️⃣1️⃣ Lê Hà\n1️⃣2️⃣ Lê Mai\n㉑ Lê Nam",
        ["|Nguyễn Văn An", "|Trần Bình", "|Lê Hà", "|Lê Mai", "|Lê Nam"],
    ),
    "an office above those below, and none of the one above": (
        "Đơn vị: Sở Y tế\n1. Lê Hà\n2. Nguyễn Văn An - Trưởng phòng\nĐơn vị: Sở Nội vụ\n"
        "3. Lê Mai - Kế toán\n4. Lê Nam",
        [
            *("|Lê Hà||Sở Y tế", "|Nguyễn Văn An|Trưởng phòng|Sở Y tế"),
            *("|Lê Mai|Kế toán|Sở Nội vụ", "|Lê Nam||Sở Nội vụ"),
        ],
    ),
    "an office behind the first of several": (
        "1. Nguyễn Văn An - Trưởng phòng\nĐơn vị: Sở Nội vụ\n2. Lê Mai\n3. Lê Nam",
        ["|Nguyễn Văn An|Trưởng phòng", "|Lê Mai||Sở Nội vụ", "|Lê Nam||Sở Nội vụ"],
    ),
    "a post that may be anybody's": (
        "1. Lê Hà\nChức vụ: Kế toán\n2. Lê Mai",
        ["|Lê Hà", "|Lê Mai", "!2 Chức vụ: Kế toán no_name"],
    ),
    "a form with numbers": (
        "1. Lê Hà\nĐơn vị: Sở Y tế\n2. Lê Mai\nĐơn vị: Sở Nội vụ",
        ["|Lê Hà||Sở Y tế", "|Lê Mai||Sở Nội vụ"],
    ),
    "a form whose names have numbers": (
        "1. Họ tên: Lê Hà\nĐơn vị: Sở Y tế\n2. Họ tên: Lê Mai\n3. Họ tên: Lê Nam",
        ["|Lê Hà||Sở Y tế", "|Lê Mai", "|Lê Nam"],
    ),
    "a form with dashes": (
        "1. Lê Hà\n- Chức vụ: TP\n- Đơn vị: Sở Y tế\n2. Lê Mai - Kế toán",
        ["|Lê Hà|Trưởng phòng|Sở Y tế", "|Lê Mai|Kế toán"],
    ),
    "a form with a row for each thing": (
        "Họ và tên: Nguyễn Văn An\nChức vụ: TP\nĐơn vị: Sở Tài chính\n\nHọ và tên: Lê Hà",
        [AN, "|Lê Hà"],
    ),
    "how they are invited is no office": (
        "Kính mời: Nguyễn Văn An; Trần Bình\nKính gửi các đồng chí: Lê Hà",
        ["|Nguyễn Văn An", "|Trần Bình", "|Lê Hà"],
    ),
    "vắng typed without its mark, and a family": (
        "vang nguyen van an\nvang seo phu\nVang Pao\nvang lien",
        ["|Nguyen Van An|||absent", "|Vang Seo Phu", "|Vang Pao", "!4 vang lien no_name"],
    ),
    "who is away, counted, or nobody": (
        "Vắng có lý do: 02 đ/c (Lê Văn An - công tác; Lê Hà - ốm)\nVắng không lý do: không",
        ["|Lê Văn An|||absent|công tác", "|Lê Hà|||absent|ốm"],
    ),
    "who is away, counted, each with a reason": (
        "Vắng: 01 đ/c: Lê Văn An (ốm)\nVắng: 01 đ/c (Lê Hà (ốm))\nVắng: 2 (Lê Ba; Lê Tư",
        [
            *("|Lê Văn An|||absent|ốm", "|Lê Hà|||absent|ốm"),
            *("|Lê Ba|||absent", "|Lê Tư|||absent"),
        ],
    ),
    "nobody is away": ("Lê Hà\nVắng: 0", ["|Lê Hà"]),
    "a tick behind a name": (
        "Lê Văn An x\nLê Văn Ba - v\nLê Văn Tư kp",
        [
            *("|Lê Văn An", "|Lê Văn Ba", "|Lê Văn Tư|||absent|không phép"),
            *("!1 Lê Văn An: x state", "!2 Lê Văn Ba: v state"),
        ],
    ),
    "what a paper does not name": (
        "Lê Hà - CCCD 079085000123 - Kế toán\nLê An, số tài khoản 1234, về sớm lúc 10h",
        [
            *("|Lê Hà|Kế toán", "|Lê An||||về sớm lúc 10h"),
            *("!1 CCCD 079085000123 left", "!2 số tài khoản 1234 left"),
        ],
    ),
    "who has made a pasted list": (
        "1. Lê Hà\nNGƯỜI LẬP\nLê Thị Mai",
        ["|Lê Hà", "!2 NGƯỜI LẬP left", "!3 Lê Thị Mai left"],
    ),
    "place and day above a list": (
        "Đồng Tháp, ngày 24 tháng 7 năm 2026\nDANH SÁCH THAM DỰ\n1. Lê Hà\n2. Lê Mai",
        ["|Lê Hà", "|Lê Mai", "!1 Đồng Tháp, ngày 24 tháng 7 năm 2026 left"],
    ),
    "a day above a list": (
        "Ngày 24 tháng 7 năm 2026\nLê Hà\nLê Mai",
        ["|Lê Hà", "|Lê Mai", "!1 Ngày 24 tháng 7 năm 2026 left"],
    ),
    "who confirms to come": ("Xác nhận tham dự:\n1. Lê Hà\n2. Lê Mai", ["|Lê Hà", "|Lê Mai"]),
    "whom somebody stands for": (
        "TM. Đoàn thanh niên: Lê Hà\n2. Lê Mai",
        ["|Lê Hà||TM. Đoàn thanh niên", "|Lê Mai"],
    ),
    "what may stand below a list stands within": (
        "Sở Y tế:\n1. Lê Hà\nNgày 24 tháng 7 năm 2026\n2. Lê Mai\nTM. UBND XÃ\n3. Lê Nam\n"
        "Xác nhận của UBND xã:\nLê Ba",
        [
            *("|Lê Hà||Sở Y tế", "|Lê Mai||Sở Y tế", "|Lê Nam"),
            *("!3 Ngày 24 tháng 7 năm 2026 left", "!5 TM. UBND XÃ left"),
            *("!7 Xác nhận của UBND xã: left", "!8 Lê Ba left"),
        ],
    ),
    "those who sign below dashes": (
        "- Lê Hà\nTM. UBND XÃ\n- Lê Mai, Kế toán\nKT. CHỦ TỊCH\nLê Ba\nNơi nhận:\n- Lưu: VT",
        [
            *("|Lê Hà", "|Lê Mai|Kế toán", "!2 TM. UBND XÃ left", "!4 KT. CHỦ TỊCH left"),
            *("!5 Lê Ba left", "!6 Nơi nhận: left", "!7 - Lưu: VT left"),
        ],
    ),
    "how many of an office": ("03 đ/c Công an xã", ["|03 đ/c Công an xã"]),
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
    "guests, by what they stand for": (
        "01 đại diện Phòng Tài chính\nLãnh đạo VP UBND tỉnh\nĐại diện UBND xã Tân Hội Đông\n"
        "Đại diện Sở A, Đại diện Sở B\nĐại diện Sở Y tế (vắng)\nCác phòng chuyên môn thuộc Sở\n"
        "Lãnh đạo các phòng: Kế hoạch, Tài chính",
        [
            *("|01 đại diện Phòng Tài chính", "|Lãnh đạo VP UBND tỉnh"),
            *("|Đại diện UBND xã Tân Hội Đông", "|Đại diện Sở A", "|Đại diện Sở B"),
            *("|Đại diện Sở Y tế|||absent", "|Các phòng chuyên môn thuộc Sở"),
            "|Lãnh đạo các phòng: Kế hoạch, Tài chính",
        ],
    ),
    "guests above a row whose number is not its first": (
        "10 Đại diện Phòng Kinh tế TP Cao Lãnh\n01 đại diện Phòng Tài chính\n"
        "Lãnh đạo VP UBND tỉnh\n5/ Võ Văn Oanh / Trưởng phòng / Phòng Nội vụ",
        [
            *("|10 Đại diện Phòng Kinh tế TP Cao Lãnh", "|01 đại diện Phòng Tài chính"),
            *("|Lãnh đạo VP UBND tỉnh", "|Võ Văn Oanh|Trưởng phòng|Phòng Nội vụ"),
        ],
    ),
    "guests above rows of other offices": (
        "1. Lê Hà - Giám đốc - Sở A\nLãnh đạo Phòng B\n2. Lê Mai - Kế toán - Sở C",
        ["|Lê Hà|Giám đốc|Sở A", "|Lãnh đạo Phòng B", "|Lê Mai|Kế toán|Sở C"],
    ),
    "a heading above numbers that go on": (
        "Lãnh đạo Sở A\n1. Lê Hà - Giám đốc\nLãnh đạo Phòng B\n2. Lê Mai - Kế toán",
        ["|Lê Hà|Giám đốc|Sở A", "|Lê Mai|Kế toán|Phòng B"],
    ),
    "guests who are counted in their title": ("Trưởng 12 ấp", ["|Trưởng 12 ấp"]),
    "ticks of a chat": (
        "✅ Nguyễn Văn An - IT\n✔️ Lê Hà\n❌ Lê Mai\n👉 Lê Nam\n1. ✅ Lê Ba",
        [
            *("|Nguyễn Văn An||IT|present", "|Lê Hà|||present", "|Lê Mai|||absent"),
            *("|Lê Nam", "|Lê Ba|||present"),
        ],
    ),
    "copied from a chat": (
        "[8:05, 24/7/2026] Lê Hà: có mặt\n[08:06 24/07/2026] Lê Mai: dạ em có mặt",
        ["|Lê Hà|||present", "|Lê Mai|||present"],
    ),
    "what somebody said is in no list": (
        "1. Bà Lê Xuân - Chủ tịch HĐQT: YK: Đề nghị gia hạn\n2. Lê Hà: KL: đồng ý",
        [
            *("Bà|Lê Xuân|Chủ tịch HĐQT", "|Lê Hà"),
            *("!1 YK: Đề nghị gia hạn left", "!2 KL: đồng ý left"),
        ],
    ),
    "called as in a form": (
        "Ông/bà Lê Hà\nÔng (bà): Lê Mai\n(Bà) Lê Na\nĐC Lê Ba\nCụ Lê Tư\nThs Lê Văn Năm_Kế toán",
        ["|Lê Hà", "|Lê Mai", "Bà|Lê Na", "Đ/c|Lê Ba", "Cụ|Lê Tư", "Ths|Lê Văn Năm|Kế toán"],
    ),
    "a number that is the row's": (
        "9. Lê Hà\n10 Đại diện Phòng Kinh tế TP Cao Lãnh",
        ["|Lê Hà", "|Đại diện Phòng Kinh tế TP Cao Lãnh"],
    ),
    "a number that is how many": (
        "10 Đại diện Phòng Kinh tế TP Cao Lãnh\n02 cán bộ Phòng Nội vụ\n20 đại biểu nông dân",
        [
            "|10 Đại diện Phòng Kinh tế TP Cao Lãnh",
            *("|02 cán bộ Phòng Nội vụ", "|20 đại biểu nông dân"),
        ],
    ),
    "who stands for an office has it": (
        "Đại diện Sở Tài chính: bà Lê Hà - Phó Giám đốc\nĐại diện Sở Y tế - ông Lê Văn Nam",
        ["bà|Lê Hà|Phó Giám đốc|Sở Tài chính", "ông|Lê Văn Nam||Sở Y tế"],
    ),
    "an office's place is nobody": (
        "Chủ tịch UBND thành phố Cao Lãnh\nPhó Hiệu trưởng Trường Lê Quý Đôn",
        [
            "!1 Chủ tịch UBND thành phố Cao Lãnh no_name",
            "!2 Phó Hiệu trưởng Trường Lê Quý Đôn no_name",
        ],
    ),
    "a heading without a colon": (
        "Khách mời\n- Lê Văn Ba\n- Đại diện Sở Y tế",
        ["|Lê Văn Ba||Khách mời", "|Đại diện Sở Y tế||Khách mời"],
    ),
    "strokes": (
        "5/ Võ Văn Oanh / Trưởng phòng / Phòng Nội vụ\nLê Hà/Kế toán/Sở Y tế",
        ["|Võ Văn Oanh|Trưởng phòng|Phòng Nội vụ", "|Lê Hà|Kế toán|Sở Y tế"],
    ),
    "ranks before the name": (
        "Thượng tá Lê Hà - Phó Giám đốc Công an tỉnh\nThiếu tướng, TS. Lê An\n"
        "Linh mục Giuse Lê Văn Bình - Quản hạt\nHòa thượng Thích Nhật Từ\nNi sư Thích nữ Diệu Tâm\n"
        "Nhà báo Lê Thanh Phong - Báo Đồng Tháp\nBác sĩ CKII Lê Mai\nThầy giáo Lê Nam\n"
        "Già làng Y Bhăm\nMục sư Lê Cơ\nĐại úy QNCN Lê Ba\nLuật sư Lê Tư\nNGƯT. Lê Sáu",
        [
            *("Thượng tá|Lê Hà|Phó Giám đốc Công an tỉnh", "Thiếu tướng TS.|Lê An"),
            *("Linh mục|Giuse Lê Văn Bình|Quản hạt", "Hòa thượng|Thích Nhật Từ"),
            *("Ni sư|Thích Nữ Diệu Tâm", "Nhà báo|Lê Thanh Phong||Báo Đồng Tháp"),
            *("Bác sĩ CKII|Lê Mai", "Thầy giáo|Lê Nam", "Già làng|Y Bhăm", "Mục sư|Lê Cơ"),
            *("Đại úy QNCN|Lê Ba", "Luật sư|Lê Tư", "NGƯT.|Lê Sáu"),
        ],
    ),
    "ranks behind the name": (
        "Lê Hà, Thượng tá, Phó Trưởng phòng PC06\nLê An (Đại tá)",
        ["|Lê Hà|Thượng tá, Phó Trưởng phòng PC06", "|Lê An|Đại tá"],
    ),
    "one form of address": (
        "Đ/c Bà Lê Hà\nđ/c Thượng tá Lê An\nanh Lê Nam",
        ["Bà|Lê Hà", "Thượng tá|Lê An", "|Lê Nam"],
    ),
    "short titles": (
        "Lê Hà - PGĐ Sở Y tế\nLÊ ĐĂNG KHOA - GĐ TRUNG TÂM\nPCT UBND xã: Lê Văn An",
        [
            *("|Lê Hà|Phó Giám đốc Sở Y tế", "|Lê Đăng Khoa|Giám đốc Trung tâm"),
            "|Lê Văn An|Phó Chủ tịch UBND xã",
        ],
    ),
    "P and KP": (
        "Lê Na (KP)\nLê Nb (P)\nVắng: Lê Nc (P), Lê Nd (KP), Lê Ne (CP)",
        [
            *("|Lê Na|||absent|không phép", "|Lê Nb", "|Lê Nc|||absent|có phép"),
            *("|Lê Nd|||absent|không phép", "|Lê Ne|||absent|có phép", "!2 Lê Nb: P state"),
        ],
    ),
    "present and absent": (
        "Có mặt:\n- Lê Hà\nVắng:\n- Lê Hà",
        ["|Lê Hà|||present", "|Lê Hà|||absent"],
    ),
    "a given name alone": ("Liên\nbà Hoa", ["|Liên", "bà|Hoa"]),
    "who presides": ("Chủ trì: Ông Lê Hà", ["Ông|Lê Hà", "!1 Chủ trì left"]),
    "what a form asks": (
        "Lê Hà, nữ, 45 tuổi, Kế toán\nLê An (sinh năm 1975) - Trưởng phòng\nNam, Hoa",
        [
            *("|Lê Hà|Kế toán", "|Lê An|Trưởng phòng", "|Nam", "|Hoa"),
            *("!1 nữ left", "!1 45 tuổi left", "!2 sinh năm 1975 left"),
        ],
    ),
    "how somebody takes part": (
        "Lê Hà - trực tuyến\nLê An (Zoom)\nLê Ba - Kế toán - muộn 10p",
        ["|Lê Hà||||trực tuyến", "|Lê An||||Zoom", "|Lê Ba|Kế toán|||muộn 10p"],
    ),
    "why somebody may be away": (
        "Lê Hà - đi công tác\nLê An - nghỉ phép\nVắng: Lê Ba - đi công tác",
        [
            *("|Lê Hà", "|Lê An", "|Lê Ba|||absent|đi công tác"),
            *("!1 Lê Hà: đi công tác state", "!2 Lê An: nghỉ phép state"),
        ],
    ),
    "boxes": (
        "[x] Lê Hà - Kế toán\n[ ] Lê An\n[] Lê Ba",
        ["|Lê Hà|Kế toán||present", "|Lê An", "|Lê Ba"],
    ),
    "how all are called": ("Các đ/c: Lê Hà, Lê An", ["|Lê Hà", "|Lê An"]),
    "a city": ("Lê Hà - TP.HCM\nTP.HCM: Lê An", ["|Lê Hà||TP.HCM", "|Lê An||TP.HCM"]),
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
    "a heading over family and given name": (
        [
            ["STT", "Họ và tên", "", "Chức vụ"],
            ["1", "Nguyễn Văn", "Bảy", "Trưởng phòng"],
            ["2", "TRẦN THỊ MỸ", "LỆ", ""],
        ],
        ["|Nguyễn Văn Bảy|Trưởng phòng", "|Trần Thị Mỹ Lệ"],
    ),
    "a heading over three": (
        [["STT", "Họ và tên", "", "", "Chức vụ"], ["1", "Lê", "Văn", "Bảy", "Kế toán"]],
        ["|Lê Văn Bảy|Kế toán"],
    ),
    "a heading over two, with their own below": (
        [["STT", "Họ và tên", ""], ["STT", "Họ đệm", "Tên"], ["1", "Lê Văn", "Bảy"]],
        ["|Lê Văn Bảy"],
    ),
    "headings that were pasted with a cell less": (
        [
            ["STT", "Họ và tên", "Chức vụ", "Đơn vị"],
            ["1", "Nguyễn Văn", "Bảy", "Trưởng phòng", "Phòng Kế hoạch"],
            ["2", "Trần Thị Mỹ", "Lệ", "Chuyên viên", "Phòng Kế hoạch"],
        ],
        [
            "|Nguyễn Văn Bảy|Trưởng phòng|Phòng Kế hoạch",
            "|Trần Thị Mỹ Lệ|Chuyên viên|Phòng Kế hoạch",
        ],
    ),
    "signs beside the name are no names": (
        [["Họ và tên", "", "Chức vụ"], ["Lê Hà", "x", "Kế toán"], ["Lê Na", "", "Văn thư"]],
        ["|Lê Hà|Kế toán", "|Lê Na|Văn thư"],
    ),
    "title and unit under one heading": (
        [["Họ tên", "Chức vụ, đơn vị", ""], ["Lê Hà", "Giám đốc", "Sở Y tế"]],
        ["|Lê Hà|Giám đốc|Sở Y tế"],
    ),
    "who has made the list is none of them": (
        [
            ["DANH SÁCH ĐẠI BIỂU", "", ""],
            ["STT", "Họ và tên", "CV"],
            *(["1", "Lê Hà", "TP"], ["", "Đồng Tháp, ngày 30 tháng 11 năm 2026", ""]),
            *(["", "NGƯỜI LẬP BIỂU", ""], ["", "Lê Thị Mai", ""]),
        ],
        [
            "|Lê Hà|Trưởng phòng",
            "!4 Đồng Tháp, ngày 30 tháng 11 năm 2026 left",
            *("!5 NGƯỜI LẬP BIỂU left", "!6 Lê Thị Mai left"),
        ],
    ),
    "what may stand below a table stands within": (
        [
            ["STT", "Họ và tên", "Chức vụ"],
            *(["I", "SỞ Y TẾ"], ["1", "Lê Hà", "TP"], ["", "Ngày 24 tháng 7 năm 2026"]),
            *(["2", "Lê Mai", ""], ["TM. UBND XÃ"], ["3", "Lê Nam", "CV"]),
            *(["", "NGƯỜI LẬP", ""], ["", "Lê Ba", "Lê Tư"]),
        ],
        [
            *("|Lê Hà|Trưởng phòng|SỞ Y TẾ", "|Lê Mai||SỞ Y TẾ", "|Lê Nam|Chuyên viên"),
            *("!4 Ngày 24 tháng 7 năm 2026 left", "!6 TM. UBND XÃ left"),
            *("!8 NGƯỜI LẬP left", "!9 Lê Ba · Lê Tư left"),
        ],
    ),
    "place and day above a table without headings": (
        [
            ["Đồng Tháp, ngày 24 tháng 7 năm 2026", "", ""],
            *(["Lê Hà", "TP", "Sở Y tế"], ["NGƯỜI LẬP"], ["Lê Mai", "PTP", "Sở Y tế"]),
        ],
        [
            *("|Lê Hà|Trưởng phòng|Sở Y tế", "|Lê Mai|Phó Trưởng phòng|Sở Y tế"),
            *("!1 Đồng Tháp, ngày 24 tháng 7 năm 2026 left", "!3 NGƯỜI LẬP left"),
        ],
    ),
    "a row of one office over all columns": (
        [["STT", "Họ tên", "Chức vụ"], ["Sở Y tế"] * 3, ["1", "Lê Hà", "GĐ"]],
        ["|Lê Hà|Giám đốc|Sở Y tế"],
    ),
    "a row that has the words of headings is a person's": (
        [["Vai trò", "Họ tên", "Chức vụ"], ["Thành viên", "Lê Hà", "CV"]],
        ["|Lê Hà|Chuyên viên"],
    ),
    "posts written short are no offices": (
        [["1", "Lê Hà", "TP", "Sở Y tế"], ["2", "Lê Na", "PTP", "Sở Y tế"]],
        ["|Lê Hà|Trưởng phòng|Sở Y tế", "|Lê Na|Phó Trưởng phòng|Sở Y tế"],
    ),
    "headings in English": (
        [
            ["#", "Name", "Title", "Organization", "Attended"],
            *(["1", "Lê Hà", "Manager", "ABC", "Yes"], ["2", "Lê Na", "", "", "No"]),
        ],
        ["|Lê Hà|Manager|ABC|present", "|Lê Na|||absent"],
    ),
    "ticks of a roll call": (
        [["Họ và tên", "Điểm danh"], ["Lê Hà", "✓"], ["Lê Na", "✗"], ["Lê Nb", "P"]],
        ["|Lê Hà|||present", "|Lê Na", "|Lê Nb|||absent|có phép", "!3 Lê Na: ✗ state"],
    ),
    "guests and how many": (
        [["STT", "Thành phần", "Số lượng"], ["1", "Lãnh đạo UBND xã", "2"]],
        ["|Lãnh đạo UBND xã"],
    ),
    "P and KP in the column of the absent": (
        [
            ["Họ tên", "Vắng"],
            *(["Lê Na", "P"], ["Lê Nb", "KP"], ["Lê Nc", "K"], ["Lê Nd", "x"], ["Lê Ne", "ốm"]),
        ],
        [
            *("|Lê Na|||absent|có phép", "|Lê Nb|||absent|không phép", "|Lê Nc||||K"),
            *("|Lê Nd|||absent", "|Lê Ne|||absent|ốm", "!4 Lê Nc: K state"),
        ],
    ),
    "P and KP as columns": (
        [["Họ tên", "P", "KP"], ["Lê Na", "x", ""], ["Lê Nb", "", "x"], ["Lê Nc", "", ""]],
        ["|Lê Na|||absent|có phép", "|Lê Nb|||absent|không phép", "|Lê Nc"],
    ),
    "P and KP under the heading of the absent": (
        [["Họ tên", "Vắng", ""], ["Họ tên", "P", "KP"], ["Lê Na", "x", ""], ["Lê Nb", "", "1"]],
        ["|Lê Na|||absent|có phép", "|Lê Nb|||absent|không phép"],
    ),
    "with and without leave, in words": (
        [["Họ tên", "Có phép", "Không phép"], ["Lê Na", "x", ""], ["Lê Nb", "", "không báo"]],
        ["|Lê Na|||absent|có phép", "|Lê Nb|||absent|không phép; không báo"],
    ),
    "P and KP among those who came": (
        [["Họ tên", "Có mặt"], ["Lê Na", "x"], ["Lê Nb", "P"], ["Lê Nc", "KP"]],
        ["|Lê Na|||present", "|Lê Nb|||absent|có phép", "|Lê Nc|||absent|không phép"],
    ),
    "V among other ticks may be absent": (
        [["Họ tên", "Có mặt"], ["Lê Na", "x"], ["Lê Nb", "V"], ["Lê Nc", "x"]],
        ["|Lê Na|||present", "|Lê Nb||||V", "|Lê Nc|||present", "!3 Lê Nb: V state"],
    ),
    "V beside nothing may be either": (
        [["Họ tên", "Có mặt"], ["Lê Na", "V"], ["Lê Nb", ""], ["Lê Nc", "V"]],
        ["|Lê Na||||V", "|Lê Nb", "|Lê Nc||||V", "!2 Lê Na: V state", "!4 Lê Nc: V state"],
    ),
    "v among x": (
        [["Họ tên", "Tham dự"], ["Lê Na", "x"], ["Lê Nb", "v"]],
        ["|Lê Na|||present", "|Lê Nb||||v", "!3 Lê Nb: v state"],
    ),
    "v is a tick where people type nothing else": (
        [["Họ tên", "Có mặt"], ["Lê Na", "v"], ["Lê Nb", ""]],
        ["|Lê Na|||present", "|Lê Nb"],
    ),
    "V of everybody": (
        [["Họ tên", "Có mặt"], ["Lê Na", "V"], ["Lê Nb", "V"]],
        ["|Lê Na|||present", "|Lê Nb|||present"],
    ),
    "V where the absent have their own column": (
        [["Họ tên", "Có mặt", "Vắng"], ["Lê Na", "V", ""], ["Lê Nb", "", "V"], ["Lê Nc", "x", ""]],
        ["|Lê Na|||present", "|Lê Nb|||absent", "|Lê Nc|||present"],
    ),
    "P alone may be present": (
        [["Họ tên", "Có mặt"], ["Lê Na", "P"]],
        ["|Lê Na||||P", "!2 Lê Na: P state"],
    ),
    "P and KP as the reason, and as a note": (
        [["Họ tên", "Lý do vắng", "Ghi chú"], ["Lê Na", "P", ""], ["Lê Nb", "", "KP"]],
        ["|Lê Na|||absent|có phép", "|Lê Nb|||absent|không phép"],
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


@settings(max_examples=examples(150), deadline=None, derandomize=True)
@given(_TEXTS)
def test_reading_never_raises_and_drops_no_row(text: str) -> None:
    listed = read_pasted(text)
    assert all(one.name.strip() for one in listed.entries)
    read_person(text)


@settings(max_examples=examples(150), deadline=None, derandomize=True)
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


# --- who is away, by number ---------------------------------------------------------------------


@every_row(
    ("typed", "read"),
    [
        ("3", "3:"),
        ("3 5-7 ốm", "3 5-7: ốm"),
        ("3: ốm", "3: ốm"),
        ("số 4 đi công tác 2 ngày", "4: đi công tác 2 ngày"),
        ("ốm", ": ốm"),
        # each with their own
        ("2 ốm, 3 đi học, 2 ngày", "2: ốm | 3: đi học, 2 ngày"),
        ("2 om, 3 di hoc, 2 ngay", "2: om | 3: di hoc, 2 ngay"),
        ("số 2 ốm; số 3 bận họp", "2: ốm | 3: bận họp"),
        ("#2 có phép, #3 không phép", "#2: có phép | #3: không phép"),
        ("2, 3 ốm, 5, 6 xin nghỉ", "2, 3: ốm | 5, 6: xin nghỉ"),
        ("2 ốm, 99 bận", "2: ốm | 99: bận"),
        ("2 dẫn đoàn, 3 có việc riêng", "2: dẫn đoàn | 3: có việc riêng"),
        # one reason with a number in it
        ("2, 3 ốm", "2, 3: ốm"),
        ("5 om, 3 ngay", "5: om, 3 ngay"),
        ("5 ốm, 3 ngày", "5: ốm, 3 ngày"),
        ("2 nghỉ phép, 3 đêm", "2: nghỉ phép, 3 đêm"),
        ("5 có tang, 2 con nhỏ ốm", "5: có tang, 2 con nhỏ ốm"),
        ("3 họp Sở, 5 đồng chí đi cùng", "3: họp Sở, 5 đồng chí đi cùng"),
        ("3 hop So, 5 dong chi di cung", "3: hop So, 5 dong chi di cung"),
        ("3 họp Sở, 5 đi cùng", "3: họp Sở, 5 đi cùng"),
        ("3 đi tập huấn, 5 xã dự", "3: đi tập huấn, 5 xã dự"),
        ("3 bận, 2 hợp đồng phải ký", "3: bận, 2 hợp đồng phải ký"),
        ("3 ban, 2 hop dong phai ky", "3: ban, 2 hop dong phai ky"),
        ("3 đi họp, 2 học viên, 4 báo cáo", "3: đi họp, 2 học viên, 4 báo cáo"),
        ("3 đi họp, 2 ban ngành dự", "3: đi họp, 2 ban ngành dự"),
        ("2 ốm, 2 đi viện", "2: ốm, 2 đi viện"),
        ("2 bận, 3 việc phải xong", "2: bận, 3 việc phải xong"),
    ],
)
def test_who_is_away_and_why(typed: str, read: str) -> None:
    found = [f"{numbers}: {reason}".strip() for numbers, reason in each_absent(typed)]
    assert " | ".join(found) == read.strip()


@every_row(
    ("words", "certain"),
    [
        *((x, True) for x in ("ốm", "om", "bị sốt", "đi học", "Nghỉ phép", "đang đi công tác")),
        *((x, True) for x in ("có tang", "đưa con đi viện", "về quê", "họp Sở", "hop So")),
        *((x, False) for x in ("", "tra tinh", "tra tỉnh", "Son", "- Trưởng phòng", "ngày")),
        *((x, False) for x in ("hợp đồng", "học viên", "nghi quyet", "ban nganh", "có mặt")),
    ],
)
def test_why_somebody_is_away_is_known_by_its_first_words(words: str, certain: bool) -> None:
    assert is_why(words) is certain
