"""Words around documents: what was asked for, who signs, who receives, which tasks are given."""

from __future__ import annotations

from bot.minutes.documents import Depth, DraftRequest, read_request
from bot.minutes.guesses.tasks import TaskGuess, read_tasks
from bot.minutes.typed.receivers import read_receivers
from bot.minutes.typed.signature import (
    bare_name,
    title_and_name,
)
from bot.minutes.typed.signing import Signature, read_signature, read_signer
from tests.tables import every_row


@every_row(
    ("typed", "wanted"),
    [
        ("", DraftRequest()),
        ("chi tiết", DraftRequest(Depth.FULL)),
        ("CHITIET", DraftRequest(Depth.FULL)),
        ("kết luận", DraftRequest(Depth.CONCLUSIONS)),
        ("diễn biến 4", DraftRequest(Depth.COURSE, meeting=4)),
        ("4 ketluan nguồn", DraftRequest(Depth.CONCLUSIONS, sources=True, meeting=4)),
        ("của cuộc họp số 12 nhé", DraftRequest(meeting=12)),
        ("tóm lược", DraftRequest(unknown="tóm")),
        ("kèm chú thích", DraftRequest(sources=True)),
    ],
)
def test_what_stands_behind_the_command(typed: str, wanted: DraftRequest) -> None:
    assert read_request(typed) == wanted


@every_row(
    ("typed", "titles", "name", "dropped"),
    [
        ("GIÁM ĐỐC / Lê A", ("GIÁM ĐỐC",), "Lê A", ""),
        ("Q.GIÁM ĐỐC / Lê A", ("Q. GIÁM ĐỐC",), "Lê A", ""),
        ("TUQ GIÁM ĐỐC / TRƯỞNG PHÒNG / Lê A", ("TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG"), "Lê A", ""),
        (
            "T/M ỦY BAN NHÂN DÂN / K/T CHỦ TỊCH / PHÓ CHỦ TỊCH / Lê A",
            ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
            "Lê A",
            "",
        ),
        ("TL. GIÁM ĐỐC\nCHÁNH VĂN PHÒNG\nLê A", ("TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"), "Lê A", ""),
        ("GIÁM ĐỐC / PGS. TS. Lê A", ("GIÁM ĐỐC",), "Lê A", "PGS. TS."),
        ("GIÁM ĐỐC / ThS Lê A", ("GIÁM ĐỐC",), "Lê A", "ThS"),
        ("GIÁM ĐỐC / Đ/c Lê A", ("GIÁM ĐỐC",), "Lê A", ""),
        ("GIÁM ĐỐC / Ông Lê A", ("GIÁM ĐỐC",), "Lê A", ""),
        ("KTV TRƯỞNG / Lê A", ("KTV TRƯỞNG",), "Lê A", ""),
        ("Lê Thị Thanh", (), "Lê Thị Thanh", ""),
        ("KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC", ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "", ""),
        ("GIÁM ĐỐC / TRẦN QUỐC BÌNH", ("GIÁM ĐỐC",), "Trần Quốc Bình", ""),
        ("KT/GIÁM ĐỐC / PHÓ GIÁM ĐỐC / Lê A", ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "Lê A", ""),
        ("K.T GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\nLê A", ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "Lê A", ""),
        ("T.M. Ủy ban nhân dân / Lê A", ("TM. ỦY BAN NHÂN DÂN",), "Lê A", ""),
        ("GIÁM ĐỐC / T.M. Nam", ("GIÁM ĐỐC",), "T.M. Nam", ""),
        ("GIÁM ĐỐC / Thạc sĩ Lê A", ("GIÁM ĐỐC",), "Lê A", "Thạc sĩ"),
        ("GIÁM ĐỐC / Cn. Lê A", ("GIÁM ĐỐC",), "Lê A", "Cn."),
        ("", (), "", ""),
    ],
)
def test_signatures(typed: str, titles: tuple[str, ...], name: str, dropped: str) -> None:
    assert read_signature(typed) == Signature(titles, name, dropped)


WHOLE = "KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC / Trần Quốc Bình"


@every_row(
    ("typed", "printed"),
    [
        ("KT.Giám đốc, PGĐ Trần Quốc Bình", WHOLE),
        ("KT. GIÁM ĐỐC - PHÓ GIÁM ĐỐC - Trần Quốc Bình", WHOLE),
        ("KT GIÁM ĐỐC PHÓ GIÁM ĐỐC TRẦN QUỐC BÌNH", WHOLE),
        ("kt. giám đốc phó giám đốc trần quốc bình", WHOLE),
        ("GĐ Lê Đăng Khoa", "GIÁM ĐỐC / Lê Đăng Khoa"),
        ("Giám đốc: Lê Đăng Khoa", "GIÁM ĐỐC / Lê Đăng Khoa"),
        ("GIÁM ĐỐC (đã ký) Lê Văn Ba", "GIÁM ĐỐC / Lê Văn Ba"),
        ("TM.UBND KT.CT PCT Lê Ba", "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH / Lê Ba"),
        ("TL.GĐ, CVP Lê Văn Ba", "TL. GIÁM ĐỐC / CHÁNH VĂN PHÒNG / Lê Văn Ba"),
        ("Chủ tịch HĐQT - Bà Lê Hoa", "CHỦ TỊCH HỘI ĐỒNG QUẢN TRỊ / Lê Hoa"),
        ("TRƯỞNG BAN ĐÀO TẠO LÊ AN", "TRƯỞNG BAN ĐÀO TẠO / Lê An"),
        ("HIỆU TRƯỞNG, ThS. Phạm Hoa", "HIỆU TRƯỞNG / Phạm Hoa"),
        ("Lê Văn Ba (đã ký)", "Lê Văn Ba"),
        ("GIÁM ĐỐC Đại tá Lê Văn Ba", "GIÁM ĐỐC / Đại tá Lê Văn Ba"),
        ("GIÁM ĐỐC ĐẠI TÁ LÊ VĂN BA", "GIÁM ĐỐC / Đại tá Lê Văn Ba"),
        ("Trưởng Công an xã Thiếu tá Lê Ba", "TRƯỞNG CÔNG AN XÃ / Thiếu tá Lê Ba"),
        (
            "TL. GIÁM ĐỐC, TRƯỞNG PHÒNG, Thượng úy Lê Ba",
            "TL. GIÁM ĐỐC / TRƯỞNG PHÒNG / Thượng úy Lê Ba",
        ),
        ("Chủ tịch UBND xã Lê Văn Ba", "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ / Lê Văn Ba"),
        ("Bí thư Đảng ủy xã Lê Thị Ba", "BÍ THƯ ĐẢNG ỦY XÃ / Lê Thị Ba"),
        (
            "Giám đốc Sở Khoa học và Công nghệ Lê Quốc Ba",
            "GIÁM ĐỐC SỞ KHOA HỌC VÀ CÔNG NGHỆ / Lê Quốc Ba",
        ),
    ],
)
def test_who_signs_in_other_forms(typed: str, printed: str) -> None:
    read = read_signer(typed)
    assert (read.sure, read.best.written) == (True, printed)


@every_row(
    ("typed", "offered"),
    [
        ("PGĐ Trần Quốc Bình", [WHOLE, "PHÓ GIÁM ĐỐC / Trần Quốc Bình"]),
        ("KT. GIÁM ĐỐC / Trần Quốc Bình", [WHOLE, "GIÁM ĐỐC / Trần Quốc Bình"]),
        (
            "TL. GIÁM ĐỐC / Lê Ba",
            ["GIÁM ĐỐC / Lê Ba", "TL. GIÁM ĐỐC / CHÁNH VĂN PHÒNG / Lê Ba"],
        ),
        ("Lê Ba, Giám đốc, Sở Y tế", ["GIÁM ĐỐC / Lê Ba"]),
        ("Giám đốc, Lê Ba, Phó Giám đốc Lê Tư", []),
        ("ai đó", []),
        ("Trưởng thôn Lê Quốc Ba", ["TRƯỞNG THÔN / Lê Quốc Ba"]),
        (
            "PHÓ GIÁM ĐỐC PHỤ TRÁCH Trần Quốc Bình",
            [WHOLE, "PHÓ GIÁM ĐỐC PHỤ TRÁCH / Trần Quốc Bình"],
        ),
    ],
)
def test_who_signs_is_asked(typed: str, offered: list[str]) -> None:
    read = read_signer(typed)
    assert not read.sure
    assert [one.written for one in read.readings] == offered


@every_row(
    ("typed", "rows"),
    [
        ("", ()),
        ("- Các phòng\n- Lưu: VT", ("- Các phòng;", "- Lưu: VT.")),
        ("- Lưu: VT,VP (2)\n- Các phòng;", ("- Các phòng;", "- Lưu: VT, VP (2).")),
        ("- Lưu VT, KH.\n- Các phòng", ("- Các phòng;", "- Lưu: VT, KH.")),
        ("- Lưu: VT\n- Lưu: P.KH\n- Các phòng", ("- Các phòng;", "- Lưu: VT, P.KH.")),
        ("Các phòng; UBND tỉnh", ("- Các phòng;", "- UBND tỉnh;", "- Lưu: VT.")),
    ],
)
def test_receivers(typed: str, rows: tuple[str, ...]) -> None:
    assert read_receivers(typed, as_above=False, last="Lưu: VT") == rows


def test_who_is_addressed_comes_first_and_once() -> None:
    assert read_receivers("A", as_above=True, last="Lưu: VT")[0] == "- Như trên;"
    given = read_receivers("- Như trên\n- A", as_above=True, last="Lưu: VT")
    assert given == ("- Như trên;", "- A;", "- Lưu: VT.")


@every_row(
    ("typed", "name"),
    [
        ("Nguyễn Văn An", "Nguyễn Văn An"),
        ("Đồng chí Nguyễn Văn An - Giám đốc", "Nguyễn Văn An"),
        ("Bà Võ Thị Ánh Xuân, Phó Chủ tịch", "Võ Thị Ánh Xuân"),
        ("Ông TS. Lê A (Giám đốc)", "Lê A"),
        ("Ông Văn Tùng", ""),
        ("Bà H'Hen Niê - Phó Chủ tịch", "H'Hen Niê"),
        ("Giám đốc Sở Nội vụ Trần Bình", "Trần Bình"),
        ("Phó Giám đốc Sở Huỳnh Văn Quản", "Huỳnh Văn Quản"),
        ("Chủ tịch UBND tỉnh Phạm Thiện Nghĩa", "Phạm Thiện Nghĩa"),
        ("Lãnh đạo Sở", ""),
        ("Phó Hiệu trưởng Trường Lê Quý Đôn", ""),
        ("Giám đốc Công ty Hà Giang Trần Bình", ""),
        ("Giám đốc Trần Quốc Bình.", "Trần Quốc Bình"),
        ("Sở Tài Chính", ""),
        ("Trưởng phòng Tổ chức Cán bộ", ""),
        ("Giám đốc", ""),
        ("", ""),
    ],
)
def test_the_name_alone_where_it_is_certain(typed: str, name: str) -> None:
    assert bare_name(typed) == name


@every_row(
    ("typed", "inside"),
    [
        ("Ông Trần Bình, Giám đốc Sở", "Giám đốc Sở Trần Bình"),
        ("Trần Bình - Giám đốc Sở", "Giám đốc Sở Trần Bình"),
        ("Giám đốc Sở Trần Bình", "Giám đốc Sở Trần Bình"),
        ("Trần Bình", "Trần Bình"),
        ("Lãnh đạo Sở, Văn phòng", "Lãnh đạo Sở, Văn phòng"),
        ("", ""),
    ],
)
def test_a_person_inside_a_sentence(typed: str, inside: str) -> None:
    assert title_and_name(typed) == inside


@every_row(
    ("said", "who", "what", "due"),
    [
        (
            "Giao Phòng Kế hoạch chủ trì, phối hợp Văn phòng rà soát hồ sơ trước ngày 05 tháng 12.",
            "Phòng Kế hoạch",
            "Chủ trì, phối hợp Văn phòng rà soát hồ sơ",
            "Trước ngày 05 tháng 12",
        ),
        (
            "Đề nghị các phòng báo cáo kết quả trong tháng 11",
            "Các phòng",
            "Báo cáo kết quả",
            "Trong tháng 11",
        ),
        (
            "Yêu cầu Văn phòng Sở hoàn thành việc số hóa, chậm nhất là ngày 30/11/2026.",
            "Văn phòng Sở",
            "Hoàn thành việc số hóa",
            "Chậm nhất là ngày 30/11/2026",
        ),
        (
            "Giao Phòng Nghiệp vụ hoàn thiện phần thu âm trước ngày 30/11.",
            "Phòng Nghiệp vụ",
            "Hoàn thiện phần thu âm",
            "Trước ngày 30/11",
        ),
        ("Giao Phòng A xây dựng kế hoạch.", "Phòng A", "Xây dựng kế hoạch", ""),
        ("Giao Phòng Tổ chức gửi giấy mời.", "Phòng Tổ chức", "Gửi giấy mời", ""),
        (
            "Giao đồng chí Hoàng Thị Mua báo cáo kết quả.",
            "Đồng chí Hoàng Thị Mua",
            "Báo cáo kết quả",
            "",
        ),
    ],
)
def test_a_task_is_read_where_the_words_are_plain(said: str, who: str, what: str, due: str) -> None:
    assert read_tasks(said, 3) == (TaskGuess(what, who, due, 3),)


@every_row(
    "said",
    [
        "Hội nghị thống nhất giao Phòng A xây dựng kế hoạch.",
        "Giao Phòng A. Phòng B phối hợp.",
        "Giao Phòng A việc này.",
        "Ghi nhận kết quả trước ngày 30 tháng 11.",
        "Đề nghị các phòng không gửi báo cáo giấy.",
        "Đề nghị các phòng không tổ chức hội thảo trước ngày 30 tháng 11.",
        "Yêu cầu chưa thanh toán đợt 2.",
        "Giao Phòng Kế hoạch tạm dừng triển khai phần mềm.",
        "Đề nghị dừng triển khai phần mềm cũ.",
        "Đề nghị xem xét bổ sung kinh phí.",
        "Giao lưu văn nghệ tổ chức vào tối nay.",
        "Giao ban tuần tới báo cáo tiến độ.",
        "",
    ],
)
def test_what_is_not_plainly_a_task_is_none(said: str) -> None:
    assert read_tasks(said) == ()


A, B = "Phòng A", "Phòng B"


@every_row(
    ("said", "tasks"),
    [
        (
            "giao Phòng Kế hoạch hoàn thành trước 30/11",
            [("Phòng Kế hoạch", "Hoàn thành", "Trước 30/11")],
        ),
        ("Phòng A hoàn thành báo cáo trước 30/11.", [(A, "Hoàn thành báo cáo", "Trước 30/11")]),
        (
            "Trước ngày 30/11, Phòng A hoàn thành báo cáo.",
            [(A, "Hoàn thành báo cáo", "Trước ngày 30/11")],
        ),
        (
            "Chậm nhất thứ Sáu tuần sau, giao Phòng A gửi báo cáo.",
            [(A, "Gửi báo cáo", "Chậm nhất thứ Sáu tuần sau")],
        ),
        (
            "Giao Phòng A lập kế hoạch trước thứ Sáu; giao Phòng B bố trí kinh phí cuối tháng 11.",
            [(A, "Lập kế hoạch", "Trước thứ Sáu"), (B, "Bố trí kinh phí", "Cuối tháng 11")],
        ),
        (
            "Giao Phòng A lập kế hoạch, giao Phòng B báo cáo kết quả.",
            [(A, "Lập kế hoạch", ""), (B, "Báo cáo kết quả", "")],
        ),
        (
            "Giao Phòng A rà soát hồ sơ; tổng hợp báo cáo trước 30/11.",
            [(A, "Rà soát hồ sơ; tổng hợp báo cáo", "Trước 30/11")],
        ),
        (
            "Giao Phòng A rà soát hồ sơ trước 25/11; báo cáo Sở trước 30/11.",
            [(A, "Rà soát hồ sơ", "Trước 25/11"), (A, "Báo cáo Sở", "Trước 30/11")],
        ),
        (
            "Giao Phòng A chủ trì, phối hợp Phòng B xây dựng đề án trước 15/12.",
            [(A, "Chủ trì, phối hợp Phòng B xây dựng đề án", "Trước 15/12")],
        ),
        (
            "Giao Phòng A chủ trì báo cáo; Phòng B phối hợp.",
            [(A, "Chủ trì báo cáo; Phòng B phối hợp", "")],
        ),
        (
            "Giao Phòng A: \n+ Rà soát hồ sơ;\n+ Báo cáo Sở trước ngày 05 tháng 12./.",
            [(A, "Rà soát hồ sơ", ""), (A, "Báo cáo Sở", "Trước ngày 05 tháng 12")],
        ),
        (
            "Phân công nhiệm vụ:\n- Phòng A: báo cáo tài chính, hạn 30/11\n- Đ/c An: mua vé.",
            [(A, "Báo cáo tài chính", "Hạn 30/11"), ("Đ/c An", "Mua vé", "")],
        ),
        (
            "1. Giao Phòng A lập kế hoạch.\n2. Giao Văn phòng gửi giấy mời trước thứ Sáu.",
            [(A, "Lập kế hoạch", ""), ("Văn phòng", "Gửi giấy mời", "Trước thứ Sáu")],
        ),
        (
            "Giao Phòng A hoàn thành báo cáo. Thời hạn: 30/11.",
            [(A, "Hoàn thành báo cáo", "30/11")],
        ),
        (
            "Giao anh Nguyễn Văn An chuẩn bị tài liệu (trước 30/11).",
            [("Anh Nguyễn Văn An", "Chuẩn bị tài liệu", "Trước 30/11")],
        ),
        (
            "Giao Đỗ Thị Ánh chuẩn bị tài liệu trước Tết.",
            [("Đỗ Thị Ánh", "Chuẩn bị tài liệu", "Trước Tết")],
        ),
        (
            "Giao Phòng Tổ chức - Hành chính có trách nhiệm lập danh sách.",
            [("Phòng Tổ chức - Hành chính", "Lập danh sách", "")],
        ),
        ("Giao Phòng A tổ chức họp tổng kết cuối năm.", [(A, "Tổ chức họp tổng kết cuối năm", "")]),
        ("Yêu cầu các phòng:\n- rà soát hồ sơ", [("Các phòng", "Rà soát hồ sơ", "")]),
    ],
)
def test_the_tasks_of_a_conclusion(said: str, tasks: list[tuple[str, str, str]]) -> None:
    assert read_tasks(said, 3) == tuple(TaskGuess(what, who, due, 3) for who, what, due in tasks)


@every_row(
    "said",
    [
        "Phòng A đã hoàn thành báo cáo trước 30/11.",
        "Phòng A báo cáo kết quả công tác trong tháng 11.",
        "Phòng A báo cáo nhiệm vụ còn chậm trước 30/11.",
        "Không giao Phòng A lập kế hoạch trước 30/11.",
        "Giao Phòng A hoàn thành trước 30/11?",
        "Giao Phòng A hoàn thành báo cáo. Nếu không có kinh phí thì dừng.",
        "Giao Phòng A nếu đủ điều kiện thì triển khai trước 30/11.",
        "Đề nghị ban hành kế hoạch triển khai trước 30/11.",
        "Yêu cầu phòng, chống dịch thực hiện nghiêm trước 30/11.",
        "Ban hành quy chế làm việc trước 30/11.",
        "Giao Phòng A hoàn thành báo cáo, Phòng B bố trí kinh phí trước 30/11.",
        "Trước ngày 30/11, Phòng A không gửi báo cáo giấy.",
        "Ghi nhận Phòng A hoàn thành kế hoạch trước 30/11.",
        "Các ý kiến:\n- rà soát hồ sơ",
    ],
)
def test_what_is_no_certain_task_gives_none(said: str) -> None:
    assert read_tasks(said) == ()


@every_row(
    ("said", "who", "what", "due"),
    [
        (
            "Giao Văn phòng chuẩn bị giấy mời họp dân, gửi trước 30/11.",
            "Văn phòng",
            "Chuẩn bị giấy mời họp dân, gửi",
            "Trước 30/11",
        ),
        ("giao VP gửi giấy mời trc 30/11", "VP", "Gửi giấy mời", "Trc 30/11"),
        (
            "Giao Phòng Kế hoạch viết báo cáo, gửi trước 30/11.",
            "Phòng Kế hoạch",
            "Viết báo cáo, gửi",
            "Trước 30/11",
        ),
        (
            "Giao công chức Địa chính khảo sát cầu ấp 5, báo cáo trước 15h chiều mai.",
            "Công chức Địa chính",
            "Khảo sát cầu ấp 5, báo cáo",
            "Trước 15h chiều mai",
        ),
        ("Giao Công an xã xác minh trong tuần này", "Công an xã", "Xác minh", "Trong tuần này"),
    ],
)
def test_a_commune_gives_its_tasks(said: str, who: str, what: str, due: str) -> None:
    assert read_tasks(said) == (TaskGuess(what, who, due),)


@every_row(
    "said",
    [
        "Giao Ban Quản lý chợ di dời các hộ, báo cáo trước 30/11",
        "Giao Phòng Kế hoạch sao y văn bản và gửi các xã trước 30/11",
        "Giao Trạm Y tế phun thuốc, báo cáo trước 30/11",
    ],
)
def test_words_that_are_not_known_are_no_part_of_a_name(said: str) -> None:
    assert read_tasks(said) == ()


@every_row(
    ("said", "what", "due"),
    [
        ("tổng hợp dự toán các phòng, hoàn thành trước 15/12",
         "Tổng hợp dự toán các phòng", "Hoàn thành trước 15/12"),
        ("lập dự toán hoàn thành trước 15/12", "Lập dự toán", "Hoàn thành trước 15/12"),
        ("lập dự toán, phấn đấu hoàn thành trước 15/12",
         "Lập dự toán", "Phấn đấu hoàn thành trước 15/12"),
        ("lập dự toán, hoàn tất trước 15/12", "Lập dự toán", "Hoàn tất trước 15/12"),
        # who reports or sends it has done something more
        ("lập dự toán, báo cáo trước 15/12", "Lập dự toán, báo cáo", "Trước 15/12"),
        ("lập dự toán, hoàn thành trong tháng 12", "Lập dự toán", "Hoàn thành trong tháng 12"),
        ("lập dự toán, xong trong tuần thứ hai tháng 12",
         "Lập dự toán", "Xong trong tuần thứ hai tháng 12"),
        ("lập dự toán; hoàn thành trước 15/12", "Lập dự toán", "Hoàn thành trước 15/12"),
        # what has something of its own to do stays
        ("lập dự toán, gửi Văn phòng trước 15/12", "Lập dự toán, gửi Văn phòng", "Trước 15/12"),
        ("hoàn thành dự toán trước 15/12", "Hoàn thành dự toán", "Trước 15/12"),
        ("báo cáo trước 15/12", "Báo cáo", "Trước 15/12"),
        # the phrase of the time is whole
        ("chuẩn bị hội nghị trong 10 ngày đầu tháng 12",
         "Chuẩn bị hội nghị", "Trong 10 ngày đầu tháng 12"),
        ("chuẩn bị hội nghị trong tuần đầu tháng 12",
         "Chuẩn bị hội nghị", "Trong tuần đầu tháng 12"),
        ("chuẩn bị hội nghị từ ngày 01/12 đến ngày 15/12",
         "Chuẩn bị hội nghị", "Từ ngày 01/12 đến ngày 15/12"),
        ("chuẩn bị hội nghị trước ngày 15/12 (thứ Ba)",
         "Chuẩn bị hội nghị", "Trước ngày 15/12 (thứ Ba)"),
    ],
)  # fmt: skip
def test_a_task_ends_with_what_is_done_and_its_time_is_whole(
    said: str, what: str, due: str
) -> None:
    (task,) = read_tasks(f"Giao Phòng A {said}.")
    assert (task.what, task.due) == (what, due)
