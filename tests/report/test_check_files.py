"""The checker on files that other people made, by hand, with other programs, or broken."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.report.check import Finding, Unusable, check
from bot.report.check import sentences as say
from bot.report.check.__main__ import main
from bot.settings import PROJECT
from tests.report.office_documents import (
    GOOD,
    NOTICE,
    REPORT,
    Rule,
    Text,
    body,
    width,
)
from tests.report.office_files import convert, paragraphs, write
from tests.tables import every_row, examples


def rules(findings: list[Finding]) -> set[str]:
    return {finding.rule for finding in findings}


# --- Word files made in other ways ----------------------------------------------------------------


def test_what_libreoffice_writes(tmp_path: Path, profile: Path) -> None:
    """Its Word files have other styles, table measures and shapes than those of python-docx."""
    made = {
        **GOOD,
        "drawn": replace(REPORT, motto_rule=Rule(width(REPORT.motto), "drawing")),
        "vml": replace(REPORT, motto_rule=Rule(width(REPORT.motto), "vml")),
        "cell": replace(REPORT, motto_rule=Rule(width(REPORT.motto), "cell")),
    }
    paths = [write(office, tmp_path / f"{name}.docx") for name, office in made.items()]
    again = tmp_path / "again"
    convert(paths, again, profile, "docx:MS Word 2007 XML")
    assert {name: check(again / f"{name}.docx") for name in made} == {name: [] for name in made}


def test_looks_that_come_from_styles_only(tmp_path: Path) -> None:
    """Size, weight and layout in styles, one based on another; nothing on the spot."""

    def styled(document: Any) -> None:
        make = document.styles.add_style
        base = make("Thân bài gốc", WD_STYLE_TYPE.PARAGRAPH)
        base.base_style = document.styles["Normal"]
        base.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        base.paragraph_format.first_line_indent = Mm(10)
        base.paragraph_format.space_before = Pt(3)
        base.font.size = Pt(13)
        derived = make("Thân bài", WD_STYLE_TYPE.PARAGRAPH)
        derived.base_style = base
        derived.paragraph_format.space_before = Pt(6)
        derived.font.size = Pt(14)
        for paragraph in document.paragraphs:
            if paragraph.text.startswith("- "):
                for element in list(paragraph._p.pPr):
                    paragraph._p.pPr.remove(element)
                for run in paragraph.runs:
                    run._r.remove(run._r.rPr)
                paragraph.style = "Thân bài"

    path = write(replace(REPORT, after=styled), tmp_path / "styles.docx")
    assert check(path) == []


def test_bold_of_two_styles_cancels_out(tmp_path: Path) -> None:
    def styled(document: Any) -> None:
        bold = document.styles.add_style("Đậm đoạn", WD_STYLE_TYPE.PARAGRAPH)
        bold.base_style = document.styles["Normal"]
        bold.font.bold = True
        strong = document.styles.add_style("Đậm chữ", WD_STYLE_TYPE.CHARACTER)
        strong.font.bold = True
        (title,) = [p for p in document.paragraphs if p.text == "BÁO CÁO"]
        title.style = "Đậm đoạn"
        title.runs[0].bold = None
        title.runs[0].style = "Đậm chữ"

    path = write(replace(REPORT, after=styled), tmp_path / "toggle.docx")
    assert [(f.rule, f.found) for f in check(path)] == [("C12", "chữ không đậm")]


def test_words_own_defaults(tmp_path: Path) -> None:
    """What Word gives who sets nothing: the theme's font, its size, its spacing, its paper."""
    document = docx.Document()
    for text in ("BÁO CÁO", "Kết quả hội nghị", "Hội nghị đã diễn ra.", "Nơi nhận:", "- Lưu: VT."):
        paragraph = document.add_paragraph(text)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if text == "BÁO CÁO" else None
    document.save(str(tmp_path / "word.docx"))
    found = check(tmp_path / "word.docx")
    assert {"C01", "C02", "C04", "C05", "C07", "C09", "C10", "C12"} <= rules(found)
    assert {f.found for f in found if f.rule == "C02"} == {"phông Cambria"}


def test_automatic_numbers_are_read_as_text(tmp_path: Path) -> None:
    def listed(document: Any) -> None:
        numbering = document.part.numbering_part.element
        numbering.insert(
            0,
            parse_xml(
                f"<w:abstractNum {nsdecls('w')} w:abstractNumId='77'>"
                "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/>"
                "<w:lvlText w:val='%1.'/></w:lvl></w:abstractNum>"
            ),
        )
        numbering.append(
            parse_xml(f"<w:num {nsdecls('w')} w:numId='77'><w:abstractNumId w:val='77'/></w:num>")
        )
        number = "<w:ilvl w:val='0'/><w:numId w:val='77'/>"
        for paragraph in document.paragraphs:
            if paragraph.text[:3] in ("1. ", "2. ", "3. "):
                paragraph.runs[0].text = paragraph.runs[0].text[3:]
                paragraph._p.get_or_add_pPr().insert_element_before(
                    parse_xml(f"<w:numPr {nsdecls('w')}>{number}</w:numPr>"),
                    "w:pBdr",
                    "w:spacing",
                    "w:ind",
                    "w:jc",
                )

    assert check(write(replace(REPORT, after=listed), tmp_path / "listed.docx")) == []


def test_a_page_number_as_a_simple_field_in_a_content_control(tmp_path: Path) -> None:
    def simple(document: Any) -> None:
        header = document.sections[0].header._element
        for paragraph in list(header):
            header.remove(paragraph)
        header.append(
            parse_xml(
                f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:pPr><w:jc w:val='center'/></w:pPr>"
                "<w:fldSimple w:instr=' PAGE \\* MERGEFORMAT '><w:r><w:rPr><w:sz w:val='28'/>"
                "</w:rPr><w:t>7</w:t></w:r></w:fldSimple></w:p></w:sdtContent></w:sdt>"
            )
        )

    assert check(write(replace(REPORT, after=simple), tmp_path / "field.docx")) == []


def test_deleted_hidden_and_broken_lines(tmp_path: Path) -> None:
    """Tracked deletions and hidden text are not there; a line break ends a line."""

    def tracked(document: Any) -> None:
        (paragraph,) = [p for p in document.paragraphs if p.text.startswith("1. ")]
        paragraph._p.append(
            parse_xml(
                f"<w:del {nsdecls('w')} w:id='1' w:author='x'><w:r><w:delText>[bỏ]</w:delText>"
                "</w:r></w:del>"
            )
        )
        run = paragraph.add_run("[ẩn]")
        run.font.hidden = True

    state = replace(REPORT.state, text=f"{REPORT.state.text}")
    office = replace(REPORT, after=tracked, state=state)
    (told,) = check(write(office, tmp_path / "tracked.docx"))
    assert (told.rule, told.found) == ("C33", "còn 1 chỗ xoá đang theo dõi (Track Changes)")
    both = Text("BÁO CÁO\nKết quả tổ chức Hội nghị sơ kết", bold=True, before=14)
    office = replace(REPORT, title=both, subject=(), subject_rule=Rule(90))
    assert check(write(office, tmp_path / "break.docx")) == []


def test_colours_of_the_theme_and_of_links(tmp_path: Path) -> None:
    def coloured(document: Any) -> None:
        run = document.paragraphs[0].runs[0]
        run._r.get_or_add_rPr().append(
            parse_xml(f"<w:color {nsdecls('w')} w:val='000000' w:themeColor='text1'/>")
        )
        other = next(p for p in document.paragraphs if p.text.startswith("- Chủ trì")).runs[0]
        other.font.color.rgb = RGBColor(0x05, 0x63, 0xC1)

    found = check(write(replace(REPORT, after=coloured), tmp_path / "colours.docx"))
    assert [(f.rule, f.found) for f in found] == [("C02", "màu #0563C1")]


def test_a_table_in_the_body_is_not_body_text(tmp_path: Path, profile: Path) -> None:
    def tabled(document: Any) -> None:
        at = next(p for p in document.paragraphs if p.text.startswith("2. "))
        table = document.add_table(rows=3, cols=3)
        table.style = "Table Grid"
        for row in table.rows:
            for number, cell in enumerate(row.cells):
                paragraphs(cell, (Text(f"Chỉ tiêu {number}", 12, align="left"),))
        at._p.addprevious(table._tbl)

    path = write(replace(REPORT, after=tabled), tmp_path / "table.docx")
    assert check(path) == []
    convert([path], tmp_path, profile)
    assert check(path.with_suffix(".pdf")) == []


def test_raised_text_is_part_of_its_line(tmp_path: Path, profile: Path) -> None:
    def raised(document: Any) -> None:
        paragraph = next(p for p in document.paragraphs if p.text.startswith("2. Nội"))
        paragraph = Paragraph(paragraph._p.getnext(), paragraph._parent)
        for text, up in ((" Diện tích 15 m", False), ("2", True), ("; mục tiêu", False)):
            run = paragraph.add_run(text)
            run.font.size, run.font.superscript = Pt(14), up or None

    path = write(replace(REPORT, after=raised), tmp_path / "raised.docx")
    convert([path], tmp_path, profile)
    assert check(path) == []
    assert check(path.with_suffix(".pdf")) == []


def test_what_is_wrong_alike_in_many_places_is_said_once(tmp_path: Path) -> None:
    office = replace(REPORT, body=tuple(replace(text, font="Arial") for text in REPORT.body))
    (found,) = check(write(office, tmp_path / "arial.docx"))
    assert found.where.endswith(" chỗ khác)")
    assert found.wanted == "phông Times New Roman"


def test_a_huge_paragraph(tmp_path: Path) -> None:
    office = replace(NOTICE, body=(body("một ý dài " * 60_000 + "./."), *NOTICE.body[1:]))
    found = check(write(office, tmp_path / "huge.docx"))
    assert rules(found) == {"C20", "C30"}
    assert all(len(f.where) < 100 for f in found)


# --- files that cannot be checked -----------------------------------------------------------------


def _bytes(document: Any) -> bytes:
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _zip(**parts: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return written.getvalue()


def _without_kind() -> bytes:
    document = docx.Document()
    document.add_paragraph("QUYẾT ĐỊNH")
    return _bytes(document)


def _scan() -> bytes:
    written = io.BytesIO()
    Image.new("L", (1240, 1754), 255).save(written, "PDF")
    return written.getvalue()


OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600


@every_row(
    ("name", "content", "sentence"),
    (
        ("empty", b"", say.NOT_A_DOCUMENT),
        ("text", b"xin ch\xc3\xa0o", say.NOT_A_DOCUMENT),
        ("rtf", b"{\\rtf1 BAO CAO}", say.NOT_A_DOCUMENT),
        ("half-zip", b"PK\x03\x04 half a file", say.DAMAGED_DOCX),
        ("workbook", _zip(**{"xl/workbook.xml": "<x/>"}), say.NOT_WORD),
        ("bad-xml", _zip(**{"word/document.xml": "<x"}), say.DAMAGED_DOCX),
        ("doc", OLE, say.OLD_WORD),
        ("locked", OLE + "EncryptedPackage".encode("utf-16-le"), say.LOCKED),
        ("no-text", _bytes(docx.Document()), say.EMPTY),
        ("other-kind", _without_kind(), say.NO_KIND),
        ("scan", _scan(), say.NO_TEXT),
        ("bad-pdf", b"%PDF-1.7\nrubbish", say.DAMAGED_PDF),
    ),
)
def test_a_file_that_cannot_be_checked_is_told_in_one_line(
    name: str, content: bytes, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "vanban.docx"
    path.write_bytes(content)
    with pytest.raises(Unusable, match=r"^[^\n]+$"):
        check(path)
    assert main([str(path)]) == 2
    assert capsys.readouterr() == ("", sentence + "\n")


def test_an_old_word_file_with_a_new_name(tmp_path: Path, profile: Path) -> None:
    path = write(NOTICE, tmp_path / "notice.docx")
    convert([path], tmp_path, profile, "doc")
    path.write_bytes(path.with_suffix(".doc").read_bytes())
    assert refusal(path) == say.OLD_WORD


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "không-có.docx")]) == 2
    assert "Không có tệp này" in capsys.readouterr().err
    assert main([str(tmp_path)]) == 2


def test_a_locked_a_mute_and_a_cut_pdf(tmp_path: Path, profile: Path) -> None:
    path = write(NOTICE, tmp_path / "notice.docx")
    locked = {"EncryptFile": ("boolean", "true"), "DocumentOpenPassword": ("string", "mat-khau")}
    options = json.dumps({key: {"type": a, "value": b} for key, (a, b) in locked.items()})
    convert([path], tmp_path, profile, f"pdf:writer_pdf_Export:{options}")
    with pytest.raises(Unusable) as told:
        check(path.with_suffix(".pdf"))
    assert str(told.value) == say.LOCKED
    convert([path], tmp_path, profile)
    mute = tmp_path / "mute.pdf"
    mute.write_bytes(path.with_suffix(".pdf").read_bytes().replace(b"/ToUnicode", b"/ToNothing"))
    assert refusal(mute) == say.NO_LETTERS
    cut = tmp_path / "cut.pdf"
    cut.write_bytes(b"%PDF-1.7\n" + path.with_suffix(".pdf").read_bytes()[9:4000])
    with pytest.raises(Unusable):
        check(cut)


# --- the command line -----------------------------------------------------------------------------


def test_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = write(REPORT, tmp_path / "good.docx")
    assert main([str(good)]) == 0
    assert capsys.readouterr().out == "Không thấy chỗ nào sai.\n"
    bad = write(replace(REPORT, left=25), tmp_path / "bad.docx")
    assert main([str(bad)]) == 1
    assert capsys.readouterr().out == (
        "C01  LỖI       Lề trái: 25 mm. Đúng: 30–35 mm.\n1 lỗi, 0 cảnh báo, 0 ghi chú.\n"
    )
    assert main([str(bad), "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == [
        {
            "rule": "C01",
            "severity": "E",
            "where": "Lề trái",
            "found": "25 mm",
            "wanted": "30–35 mm",
        }
    ]


def test_a_draft_with_notes_only_is_no_failure(tmp_path: Path) -> None:
    texts = (*REPORT.body[:2], body("- Chủ trì: ……………;"), *REPORT.body[3:])
    path = write(replace(REPORT, body=texts), tmp_path / "draft.docx")
    assert main([str(path)]) == 0
    assert main([str(path), "--final"]) == 1


def test_it_runs_as_a_module_without_reading_pdf_code(tmp_path: Path) -> None:
    path = write(REPORT, tmp_path / "good.docx")
    code = (
        "import sys; from bot.report.check.__main__ import main; status = main(sys.argv[1:]);"
        "sys.exit(status or 'pdfplumber' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code, path], cwd=PROJECT, capture_output=True)
    assert done.returncode == 0, done.stderr


# --- whatever it is -------------------------------------------------------------------------------

PIECES = [
    "BÁO CÁO", "BIÊN BẢN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
    "Số:", "Số: …/BC-…", "Hà Nội, ngày 01 tháng 02 năm 2026", "ngày tháng năm", "Kính gửi:", "- A.",
    "Nơi nhận:", "- ", "- Lưu: VT.", "KT.", "KT. GIÁM ĐỐC", "THƯ KÝ", "CHỦ TỌA", "Phụ lục", "(a)",
    "Thời gian bắt đầu: 9 giờ", "Họp kết thúc vào 8 giờ", "1.", "1. A", "I. B", "C. D", "a) e",
    "w) f", "Điều 1. G", "Phần I", "____", "…", "./.", "\t", "\t\tx", "\n", " ", "12/KH-A",
    "e\u0302\u0301", "\ufffd", "🙂", "x" * 3000,
]  # fmt: skip


@settings(max_examples=examples(50), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    texts=st.lists(
        st.tuples(
            st.lists(st.sampled_from(PIECES), max_size=3).map(" ".join),
            st.booleans(),
            st.sampled_from([None, 0, 1, 2, 3]),
            st.booleans(),
        ),
        max_size=25,
    ),
    final=st.booleans(),
)
def test_any_paragraphs_in_any_order(
    tmp_path_factory: pytest.TempPathFactory,
    texts: list[tuple[str, bool, int | None, bool]],
    final: bool,
) -> None:
    document = docx.Document()
    cells = iter([c for row in document.add_table(rows=5, cols=2).rows for c in row.cells])
    for text, bold, align, in_cell in texts:
        cell = next(cells, None) if in_cell else None
        paragraph = (cell or document).add_paragraph()
        paragraph.add_run(text).bold = bold
        paragraph.alignment = None if align is None else WD_ALIGN_PARAGRAPH(align)
    path = tmp_path_factory.mktemp("any") / "any.docx"
    document.save(str(path))
    assert refusal(path, (final,)) in (None, say.EMPTY, say.NO_KIND)


def test_a_signature_that_is_to_be_filled_in_alone(tmp_path: Path) -> None:
    document = docx.Document()
    for text in ("BIÊN BẢN", "…"):
        document.add_paragraph(text)
    document.save(str(tmp_path / "blank.docx"))
    assert refusal(tmp_path / "blank.docx") is None


def refusal(path: Path, finals: tuple[bool, ...] = (False, True)) -> str | None:
    """Why a file cannot be checked, as a draft and as a final document; None where it can."""
    try:
        for final in finals:
            check(path, final=final)
    except Unusable as told:
        return str(told)
    return None
