"""Lists of people as CSV and Excel files, from anybody."""

from __future__ import annotations

import io
import zipfile
from itertools import product
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from bot.clerk.lists import read_apart
from bot.conversation.attendance.lists import FORM
from bot.messages.attendance import SHEET_HEADINGS
from bot.minutes.roll import Attendee
from bot.minutes.typed.people import Listed, Presence
from bot.report.sheets import ListBroken, WrongList, read_file, write_list
from tests.tables import every_row

TEXT = "Họ và tên;Chức vụ;Đơn vị\nNguyễn Văn An;Trưởng phòng;Sở Tài chính\nLê Thị Hoà;;\n"
AN = ("Nguyễn Văn An", "Trưởng phòng", "Sở Tài chính")


def names(listed: Listed) -> list[tuple[str, str, str]]:
    return [(one.name, one.title, one.unit) for one in listed.entries]


def put(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "list"
    path.write_bytes(data)
    return path


ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")


@every_row(("encoding", "sign", "end"), product(ENCODINGS, (";", ",", "\t"), ("\n", "\r\n")))
def test_a_csv_file_as_programs_write_it(
    encoding: str, sign: str, end: str, tmp_path: Path
) -> None:
    text = TEXT.replace(";", sign).replace("\n", end)
    listed = read_file(put(tmp_path, text.encode(encoding)))
    assert names(listed) == [AN, ("Lê Thị Hoà", "", "")]


def test_windows_1258_becomes_whole_letters(tmp_path: Path) -> None:
    # a base letter, and its tone as a letter of its own
    text = (
        "Ho\u0323 va\u0300 tên;Chư\u0301c vu\u0323\nNguyê\u0303n Văn An;Trươ\u0309ng pho\u0300ng\n"
    )
    listed = read_file(put(tmp_path, text.encode("cp1258")))
    assert names(listed) == [("Nguyễn Văn An", "Trưởng phòng", "")]


def test_excels_own_hint_and_quotes_are_understood(tmp_path: Path) -> None:
    text = 'sep=;\nHọ tên;Chức vụ\n"Lê Hà";"Kế toán; thủ quỹ, ""tạm"""\n'
    (one,) = read_file(put(tmp_path, text.encode())).entries
    assert (one.name, one.title) == ("Lê Hà", 'Kế toán; thủ quỹ, "tạm"')


def excel(*rows: tuple[object, ...], **more: object) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for merged in more.get("merged", ()):  # type: ignore[attr-defined]
        book.active.merge_cells(merged)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_an_excel_file(tmp_path: Path) -> None:
    data = excel(("STT", "Họ và tên", "Chức vụ", "Đơn vị"), (1, *AN), (2.0, "Các phòng"))
    listed = read_file(put(tmp_path, data))
    assert names(listed) == [AN]
    assert [(x.row, x.text) for x in listed.asides] == [(3, "2 · Các phòng")]


def test_a_unit_that_stands_once_for_merged_cells(tmp_path: Path) -> None:
    data = excel(("Họ tên", "Đơn vị"), ("Lê Na", "Sở A"), ("Lê Nb",), ("Lê Nc",), merged=["B2:B3"])
    listed = read_file(put(tmp_path, data))
    assert [one.unit for one in listed.entries] == ["Sở A", "Sở A", ""]


def test_the_first_sheet_that_has_something_is_read(tmp_path: Path) -> None:
    book = Workbook()
    book.create_sheet("Danh sách").append(["Lê Hà", "Kế toán"])
    out = io.BytesIO()
    book.save(out)
    assert names(read_file(put(tmp_path, out.getvalue()))) == [("Lê Hà", "Kế toán", "")]


def test_a_formula_is_not_worked_out(tmp_path: Path) -> None:
    data = excel(("Họ tên", "Chức vụ"), ("Lê Hà", '=HYPERLINK("http://x", "Kế toán")'))
    assert names(read_file(put(tmp_path, data))) == [("Lê Hà", "", "")], "Excel has kept no value"


def with_parts(data: bytes, **parts: bytes) -> bytes:
    """An Excel file with parts put in, or in the place of others."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


GOOD = excel(("Họ tên",), ("Lê Hà",))
ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><sst>&b;</sst>'
HOSTILE: dict[str, tuple[bytes, WrongList]] = {
    "nothing": (b"", WrongList.EMPTY),
    "spaces": (b" \r\n \n", WrongList.EMPTY),
    "only signs": (b";;;\n;;;\n", WrongList.EMPTY),
    "an empty sheet": (excel(), WrongList.EMPTY),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", WrongList.KIND),
    "a PDF": (b"%PDF-1.7\n1 0 obj", WrongList.KIND),
    "a page": (b"<html><table><tr><td>A</td></tr></table></html>", WrongList.KIND),
    "an old Excel file, or a locked one": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", WrongList.OLD),
    "a zip that is something else": (
        with_parts(b"PK\x05\x06" + bytes(18), **{"a.txt": b"x"}),
        WrongList.KIND,
    ),
    "half a file": (GOOD[: len(GOOD) // 2], WrongList.BROKEN),
    "no zip": (b"PK\x03\x04 and then something else", WrongList.BROKEN),
    "macros": (with_parts(GOOD, **{"xl/vbaProject.bin": b"x"}), WrongList.MACROS),
    "a bomb": (
        with_parts(GOOD, **{"xl/worksheets/sheet1.xml": b"<a>" + b" " * 40_000_000}),
        WrongList.HEAVY,
    ),
    "a thousand parts": (
        with_parts(GOOD, **{f"xl/x{n}.xml": b"x" for n in range(1001)}),
        WrongList.HEAVY,
    ),
    "entities": (with_parts(GOOD, **{"xl/sharedStrings.xml": ENTITY}), WrongList.BROKEN),
    "no XML": (with_parts(GOOD, **{"xl/worksheets/sheet1.xml": b"\0\1\2"}), WrongList.BROKEN),
    "1001 people": (
        "\n".join(["Họ tên", *(f"Lê Văn {chr(97 + n % 26) * (n // 26 + 1)}" for n in range(1001))])
        .title()
        .encode(),
        WrongList.ROWS,
    ),
    "a row at the end of the sheet": (
        with_parts(
            GOOD,
            **{
                "xl/worksheets/sheet1.xml": (
                    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
                    b'<sheetData><row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is>'
                    b"</c></row></sheetData></worksheet>"
                )
            },
        ),
        WrongList.ROWS,
    ),
    "letters of nobody": (b"Nguy\x8an V\x8d An;\x90", WrongList.LETTERS),
    "half of UTF-16": (b"\xff\xfeA", WrongList.LETTERS),
}


@every_row("case", HOSTILE)
def test_a_file_that_is_no_list_says_why(case: str, tmp_path: Path) -> None:
    data, wrong = HOSTILE[case]
    with pytest.raises(ListBroken) as caught:
        read_file(put(tmp_path, data))
    assert caught.value.wrong is wrong


def test_a_file_is_read_in_a_process_of_its_own() -> None:
    assert names(read_apart(GOOD)) == [("Lê Hà", "", "")]
    with pytest.raises(ListBroken) as caught:
        read_apart(HOSTILE["macros"][0])
    assert caught.value.wrong is WrongList.MACROS


@pytest.fixture(scope="module")
def thousand(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A file with as many people as are taken."""
    folder = tmp_path_factory.mktemp("thousand")
    families = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Võ", "Bùi", "Đỗ", "Ngô", "Lý"]
    given = ["An", "Bình", "Chi", "Dung", "Giang", "Hà", "Khoa", "Lan", "Mai", "Nam"]
    people = [
        Attendee(n + 1, f"{families[n % 10]} {given[n // 10 % 10]} {given[n // 100]}", "Kế toán")
        for n in range(1000)
    ]
    write_list(people, folder / "x.xlsx")
    return (folder / "x.xlsx").read_bytes()


def test_what_takes_too_long_is_ended(thousand: bytes) -> None:
    with pytest.raises(ListBroken) as caught:
        read_apart(thousand, seconds=0.01)
    assert caught.value.wrong is WrongList.HEAVY


def test_a_thousand_people_are_read_in_their_time(thousand: bytes) -> None:
    assert len(read_apart(thousand).entries) == 1000


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    people = [
        Attendee(1, "Nguyễn Văn An", "Trưởng phòng", "Sở Y tế", "Ông", Presence.PRESENT),
        Attendee(2, "Lê Hà", state=Presence.ABSENT, note="ốm"),
        Attendee(3, "Lê Mai", note="dự trực tuyến"),
    ]
    write_list(people, tmp_path / "ds.xlsx")
    listed = read_file(tmp_path / "ds.xlsx")
    assert listed.asides == listed.columns == ()
    assert [(x.name, x.title, x.unit, x.called, x.state, x.note) for x in listed.entries] == [
        (x.name, x.title, x.unit, x.called, x.state, x.note) for x in people
    ]


def test_nobody_is_called_a_formula(tmp_path: Path) -> None:
    people = [Attendee(1, '=HYPERLINK("http://x")', "+1", "-2+3", "@SUM")]
    write_list(people, tmp_path / "ds.xlsx")
    sheet = load_workbook(tmp_path / "ds.xlsx").active
    assert {cell.data_type for cell in sheet[2] if cell.value} == {"s"}
    assert sheet["C2"].value == '=HYPERLINK("http://x")'


def test_the_form_that_is_handed_out_is_an_empty_list(tmp_path: Path) -> None:
    sheet = load_workbook(FORM).active
    assert tuple(cell.value for cell in sheet[1]) == SHEET_HEADINGS
    assert read_file(FORM) == Listed()
    book = load_workbook(FORM)
    book.active["C2"], book.active["F2"] = "Lê Hà", "vắng"
    book.save(tmp_path / "filled.xlsx")
    (one,) = read_file(tmp_path / "filled.xlsx").entries
    assert (one.name, one.state) == ("Lê Hà", Presence.ABSENT)


def test_a_heading_that_reaches_over_family_and_given_name(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["STT", "Họ và tên", None, "Chức vụ", "Vắng", None])
    sheet.append([None, None, None, None, "P", "KP"])
    sheet.append([1, "Nguyễn Văn", "Bảy", "Trưởng phòng", "x", None])
    sheet.append([2, "Trần Thị Mỹ", "Lệ", "Chuyên viên", None, "x"])
    for cells in ("A1:A2", "B1:C2", "D1:D2", "E1:F1"):
        sheet.merge_cells(cells)
    book.save(tmp_path / "list.xlsx")
    listed = read_file(tmp_path / "list.xlsx")
    assert [(one.name, one.title, one.note) for one in listed.entries] == [
        ("Nguyễn Văn Bảy", "Trưởng phòng", "có phép"),
        ("Trần Thị Mỹ Lệ", "Chuyên viên", "không phép"),
    ]
    assert all(one.state is Presence.ABSENT for one in listed.entries)
    assert not listed.asides
