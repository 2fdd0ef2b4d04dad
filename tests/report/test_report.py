"""A meeting becomes its report: the real one of 2020 comes back as it was typed."""

from __future__ import annotations

import re
import runpy
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import docx

from bot.minutes import Line, LineKind, LineState, Meeting, Speaker, Tag
from bot.report import Reports
from bot.report.view import BLANK, Report, view
from bot.settings import PROJECT
from tests.dialogs.talking import AN, HA, Talk
from tests.tables import every_row

EXAMPLE = (Path(__file__).parent / "example.txt").read_text(encoding="utf-8").splitlines()
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 7, 24, 1, 2, tzinfo=UTC)
SECRETARY = Speaker(1, "Lê Thị Hà", "Chuyên viên")


def section(rows: list[str], start: str, end: str) -> list[str]:
    """The rows between two headings."""
    return rows[rows.index(start) + 1 : rows.index(end)]


def without_marks(row: str) -> str:
    """A row of a draft in the chat without the lines that it is made of."""
    return re.sub(r" \[#\d+(, #\d+)*\]$", "", row)


async def replay_example(talk: Talk) -> None:
    """The secretary types what the example says."""
    content = section(EXAMPLE, "2. Nội dung:", "3. Kết luận:")
    conclusions = section(EXAMPLE, "3. Kết luận:", "Nơi nhận:")[1:]
    receivers = section(EXAMPLE, "Nơi nhận:", "KT. GIÁM ĐỐC")
    await talk.text("/batdau Hội nghị sơ kết")
    await talk.text(f"/thongtin\ntên:\n{EXAMPLE[1]}\n{EXAMPLE[2]}\ncăn cứ: {EXAMPLE[3]}")
    await talk.text(
        "/thongtin\nTHỜI GIAN: 24/7/2020\ndia diem: Hội trường Sở Khoa học và Công nghệ\n"
        "thành phần:\n" + "\n".join(section(EXAMPLE, "1. Thành phần tham dự:", "2. Nội dung:"))
    )
    await talk.text(
        "/thongtin\nngười kết luận: Phó Giám đốc Sở Huỳnh Văn Quản\n"
        "nơi nhận:\n" + "\n".join(receivers).replace(";", "") + "\n"
        "người ký: KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC / Huỳnh Văn Quản"
    )
    for row in content:
        await talk.text(f"{row} #noidung")
    for row in conclusions:
        await talk.text(f"KL: {row.removesuffix('./.')}")


async def test_the_example_comes_back_section_by_section(talk: Talk) -> None:
    await replay_example(talk)
    said = await talk.draft("/baocao")
    rows = [row for row in "\n".join(said).splitlines() if row]
    report = rows[: len(EXAMPLE)]
    assert [without_marks(row) for row in report] == EXAMPLE
    assert [row.rpartition(" [")[2] for row in report if row.endswith("]")] == [
        f"#{no}]" for no in range(1, 7)
    ]
    assert rows[len(EXAMPLE) :] == [
        f"Đầu văn bản trong tệp Word: {BLANK} · Số: {BLANK}/BC-{BLANK} · {BLANK}.",
        "Còn thiếu: cơ quan, ký hiệu, địa danh. Điền bằng /thongtin hoặc gắn thẻ dòng.",
        "2 nhiệm vụ gợi ý chưa xác nhận nên không vào bảng phân công: 1, 2. Xem: /nhiemvu",
    ]


async def test_the_word_file_has_the_same_text_as_the_chat(talk: Talk) -> None:
    await replay_example(talk)
    await talk.text("/baocao")
    document = docx.Document(str(talk.door.files[0]))
    body = [p.text for p in document.paragraphs if p.text]
    cells = [
        p.text for t in document.tables[1:] for r in t.rows for c in r.cells for p in c.paragraphs
    ]
    assert body + [text for text in cells if text] == EXAMPLE


async def test_a_long_draft_is_split_at_its_lines(talk: Talk) -> None:
    await replay_example(talk)
    more = [f"Câu thứ {number}: " + "một ý dài 🙂 " * 60 for number in range(20)]
    for text in more:
        await talk.text(f"ND: {text}")
    await talk.text("/baocao")
    brief = next(key for key, one in talk.door.shown.items() if "Toàn văn" in one.labels)
    before = set(talk.door.shown)
    await talk.tap(brief, "Toàn văn")
    parts = [one.text for key, one in talk.door.shown.items() if key not in before]
    assert len(parts) > 3
    assert all(len(part.encode("utf-16-le")) // 2 <= 4096 for part in parts)
    rows = [without_marks(row) for part in parts for row in part.splitlines() if row]
    at = EXAMPLE.index("3. Kết luận:")
    expected = EXAMPLE[:at] + [f"- {text.strip()}" for text in more] + EXAMPLE[at:]
    assert rows[: len(expected)] == expected


async def test_what_is_missing_is_blank_and_listed(talk: Talk) -> None:
    await talk.text("/batdau Họp giao ban")
    await talk.text("Chưa gắn thẻ", AN)
    (said,) = await talk.draft("/baocao")
    assert (
        f"{BLANK},\n08 giờ 00, ngày 24 tháng 7 năm 2026, Họp giao ban đã diễn ra tại {BLANK}"
        in said
    )
    assert "+ Lê Thị Hà;\n+ Nguyễn Văn An.\n" in said  # who took part, as far as the chat knows
    assert "Thành phần chỉ gồm 2 người đã nói, đã làm gì trong khung chat này" in said
    for label in ("căn cứ", "địa điểm", "chủ trì", "người kết luận", "nơi nhận"):
        assert label in said.split("Còn thiếu: ")[1]
    assert "nội dung (chưa có dòng nào" in said
    assert "kết luận (chưa có dòng nào" in said
    assert "1 dòng chưa gắn thẻ nên không vào dự thảo: #1." in said
    assert "Chưa gắn thẻ" not in said.split("Còn thiếu")[0]
    assert "hãy kiểm tra, sửa bằng /thongtin" in said


async def test_who_said_it_stands_before_it_but_not_before_what_the_secretary_typed(
    talk: Talk,
) -> None:
    await talk.text("/batdau Họp")
    await talk.text("/toi Nguyễn Văn An - Trưởng phòng Kế hoạch", AN)
    await talk.text("YK: Cần thêm thời gian.", AN)
    await talk.text("ND: Đại diện các phòng trình bày báo cáo.", HA)
    card = await talk.voice("tôi nói bằng giọng", HA)
    await talk.tap(card, "Ý kiến")
    (said,) = await talk.draft("/baocao")
    content = said.split("2. Nội dung:\n")[1].split("\n\n")[0].splitlines()
    assert content == [
        "- Đ/c Nguyễn Văn An, Trưởng phòng Kế hoạch: Cần thêm thời gian. [#1]",
        "- Đại diện các phòng trình bày báo cáo. [#2]",
        "- Đ/c Lê Thị Hà: tôi nói bằng giọng [#3]",
    ]


async def test_an_earlier_meeting_can_be_drafted_again(talk: Talk) -> None:
    await talk.text("/batdau Họp một")
    await talk.text("KL: kết luận một")
    await talk.text("/ketthuc")
    await talk.text("/batdau Họp hai")
    assert "- Kết luận một./. [#1]" in (await talk.draft("/baocao 1"))[0]
    assert [f.name for f in talk.door.files] == ["bao-cao-1-1.docx"]
    await talk.text("/baocao 1")
    assert [f.name for f in talk.door.files][-1] == "bao-cao-1-2.docx"


async def test_an_earlier_meetings_items_can_be_mended(talk: Talk) -> None:
    await talk.text("/batdau Họp một")
    await talk.text("/ketthuc")
    await talk.text("/batdau Họp hai")
    said = (await talk.draft("/baocao 1"))[0]
    assert "Điền bằng /thongtin 1 hoặc" in said
    await talk.text("/thongtin 1\nđịa điểm: Phòng của họp một")
    await talk.text("/thongtin 1 vắng: Ông B")
    assert "tại Phòng của họp một" in (await talk.draft("/baocao 1"))[0]
    assert "Phòng của họp một" not in (await talk.draft("/baocao"))[0]
    assert (await talk.text("/thongtin 9"))[0].startswith("Ở đây không có cuộc họp số 9")
    assert (await talk.text("/thongtin 1"))[1].startswith("/thongtin 1\ncơ quan: ")


async def test_the_time_is_told_as_it_was_read_and_an_item_can_be_cleared(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    (said,) = await talk.text("/thongtin thời gian: 8h30\nđịa điểm: P1")
    assert "Đã ghi: thời gian (08 giờ 30, ngày 24 tháng 7 năm 2026), địa điểm." in said
    (said,) = await talk.text("/thongtin địa điểm:")
    assert "Đã xoá mục: địa điểm." in said


async def test_an_offices_constants_are_remembered_for_the_chat(talk: Talk) -> None:
    await talk.text("/batdau Họp một")
    await talk.text("/thongtin\ncơ quan: Sở KH&CN\nđịa điểm: Phòng 1\nngười ký: GIÁM ĐỐC / Lê A")
    await talk.text("/ketthuc")
    await talk.text("/batdau Họp hai")
    said, form = await talk.text("/thongtin")
    assert form.startswith("/thongtin\nký hiệu: \nđịa danh: \n")
    assert "cơ quan: Sở KH&CN" in said
    assert "người ký: GIÁM ĐỐC / Lê A" in said
    assert "Phòng 1" not in said


# --- the view, with no chat around it -----------------------------------------------------------


def meeting(title: str = "Họp giao ban", **info: str) -> Meeting:
    return Meeting(1, 1, title, NOW, SECRETARY, info=info)


def line(no: int, text: str, tag: Tag | None = Tag.CONCLUSION, **fields: object) -> Line:
    given = {"kind": LineKind.TEXT, "state": LineState.DONE, "speaker": SECRETARY, **fields}
    return Line(id=no, meeting_id=1, no=no, at=NOW, text=text, tag=tag, **given)  # type: ignore[arg-type]


def seen(*lines: Line, title: str = "Họp giao ban", **info: str) -> Report:
    return view(meeting(title, **info), lines, NOW, ZONE)


@every_row(
    ("text", "ends"),
    (
        ("Xong.", "Xong./."),
        ("Xong", "Xong./."),
        ("Xong./.", "Xong./."),
        ("A,…", "A,…./."),
    ),
)
def test_the_end_mark_is_there_once(text: str, ends: str) -> None:
    report = seen(line(1, "Trước."), line(2, text))
    assert [p.text for p in report.conclusions] == ["Trước.", ends]


def test_rows_of_one_message_are_paragraphs_that_know_their_line() -> None:
    report = seen(line(4, "Giao việc:\n- Phòng A\n+ phần một"))
    assert [(p.dash, p.text, p.lines) for p in report.conclusions] == [
        ("-", "Giao việc:", (4,)),
        ("+", "Phòng A", (4,)),
        ("+", "phần một./.", (4,)),
    ]


SIGNATURES = (
    ("KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC / Lê A", ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "Lê A"),
    ("KT. GIÁM ĐỐC/PHÓ GIÁM ĐỐC/Lê A", ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "Lê A"),
    ("Giám đốc/ Lê A", ("GIÁM ĐỐC",), "Lê A"),
    ("- TL. CHỦ TỊCH\n- CHÁNH VĂN PHÒNG\n- Lê A", ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"), "Lê A"),
    ("Lê A", (BLANK,), "Lê A"),
    ("GIÁM ĐỐC", ("GIÁM ĐỐC",), BLANK),
    ("", (BLANK,), BLANK),
)


@every_row(("given", "titles", "name"), SIGNATURES)
def test_signature(given: str, titles: tuple[str, ...], name: str) -> None:
    report = seen(nguoi_ky=given)
    assert (report.signer_titles, report.signer) == (titles, name)


RECEIVERS = (
    ("UBND tỉnh; Lưu: VT", ("- UBND tỉnh;", "- Lưu: VT.")),
    ("UBND tỉnh", ("- UBND tỉnh;", "- Lưu: VT.")),
    ("Lưu VT,VP\nUBND tỉnh,", ("- UBND tỉnh;", "- Lưu: VT, VP.")),
    ("- UBND tỉnh (để b/c).\n- Lưu: VT, VP.", ("- UBND tỉnh (để b/c);", "- Lưu: VT, VP.")),
    ("", (f"- {BLANK}",)),
)


@every_row(("given", "rows"), RECEIVERS)
def test_receivers(given: str, rows: tuple[str, ...]) -> None:
    assert seen(noi_nhan=given).receivers == rows


def test_guests_as_a_plain_list_as_two_levels_and_on_one_row() -> None:
    plain = seen(thanh_phan="- Lãnh đạo các phòng;\n- Đại diện xã.")
    assert plain.guests_need_head
    assert [(p.dash, p.text) for p in plain.attendance] == [
        ("+", "Lãnh đạo các phòng;"),
        ("+", "Đại diện xã."),
    ]
    one = seen(thanh_phan="Lãnh đạo các phòng")
    assert [(p.dash, p.text) for p in one.attendance] == [("+", "Lãnh đạo các phòng")]
    row = seen(thanh_phan="Phòng A; Phòng B; Phòng C")
    assert [p.text for p in row.attendance] == ["Phòng A;", "Phòng B;", "Phòng C."]
    own = seen(thanh_phan="- Chủ trì: Ông A\n- Khách mời: Bà B", chu_tri="Ông A")
    assert not own.guests_need_head
    assert own.chair == ""  # named in the list already
    assert "chu_tri" not in {item.code for item in own.missing}


def test_the_end_of_the_meeting_is_printed_where_it_is_known() -> None:
    reports = Reports(PROJECT / "templates", Path(), lambda: NOW, ZONE)
    text = reports.draft(meeting(thoi_gian="8h", ket_thuc="11h30"), []).text
    assert "Từ 08 giờ 00, ngày 24 tháng 7 năm 2026 đến 11 giờ 30, Họp giao ban đã diễn ra" in text


def test_waiting_failed_and_deleted_lines_stay_out_and_are_counted() -> None:
    lines = [
        line(1, "", Tag.OPINION, state=LineState.WAITING),
        line(2, "", Tag.OPINION, state=LineState.FAILED),
        line(3, "xoá rồi", deleted=True),
        line(4, "", Tag.OPINION, state=LineState.SILENT),
    ]
    draft = Reports(PROJECT / "templates", Path(), lambda: NOW, ZONE).draft(meeting(), lines)
    assert [x.no for x in draft.left.waiting] == [1]
    assert [x.no for x in draft.left.failed] == [2, 4]
    assert "xoá rồi" not in draft.text
    assert draft.left.conclusions == ()


def test_nothing_breaks_the_word_file() -> None:
    """Ampersands, tags, quotes, template marks, emoji, long words, and what XML cannot hold is
    gone before it comes here (``words.clean``)."""
    nasty = "A & B <w:p> \"x\" 'y' {{ 7*7 }} {% if %} 👨‍👩‍👧 ]]> " + "dài" * 500
    report = Reports(PROJECT / "templates", Path(), lambda: NOW, ZONE)
    draft = report.draft(meeting(nasty, dia_diem=nasty, nguoi_ky=f"GĐ / {nasty}"), [line(1, nasty)])
    text = "\n".join(p.text for p in docx.Document(BytesIO(draft.docx)).paragraphs)
    assert nasty.replace("  ", " ") in text
    assert zipfile.ZipFile(BytesIO(draft.docx)).testzip() is None


def test_the_word_templates_are_what_their_script_makes(tmp_path: Path) -> None:
    """Somebody who changes make_docx.py must run it."""
    runpy.run_path(str(PROJECT / "templates" / "make_docx.py"))["make"](tmp_path)
    assert len(list(tmp_path.glob("*.docx"))) == 3
    for made in tmp_path.glob("*.docx"):
        assert _parts(made) == _parts(PROJECT / "templates" / made.name)


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in ("word/document.xml", "word/styles.xml")}
