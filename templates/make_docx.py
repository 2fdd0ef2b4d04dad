"""Makes ``bao_cao.docx``, the Word template of the report: run it after a change, commit both.

    python templates/make_docx.py

The text between {{ }} and {% %} is Jinja2 (docxtpl: ``{%p`` is a paragraph that goes away).
Names after ``r.`` are the fields of ``bot/report/view.py:Report``. Sizes follow Nghị định
30/2020/NĐ-CP, set 14.
"""

from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

CENTER, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
LEFT_COLUMN, RIGHT_COLUMN = Mm(67), Mm(98)
SIGN_LEFT, SIGN_RIGHT = Mm(80), Mm(85)


def make(path: Path) -> None:
    document = Document()
    page(document)
    header(document)
    title(document)
    body(document)
    bottom(document)
    document.core_properties.author = ""
    document.core_properties.title = "Báo cáo"
    document.save(str(path))


def page(document: DocumentType) -> None:
    """A4, margins, Times New Roman 14, the page number from page 2 on."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(14)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), "Times New Roman")
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    style.element.get_or_add_rPr().append(language)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = 1.0
    number = section.header.paragraphs[0]
    number.alignment = CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        field(number, kind, text)


def field(paragraph: Paragraph, kind: str, text: str) -> None:
    run = paragraph.add_run()
    run.font.size = Pt(14)
    if kind:
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
    else:
        mark = OxmlElement("w:instrText")
        mark.text = text
    run._r.append(mark)


def header(document: DocumentType) -> None:
    """Agency | state name; number | place and date. Two rows, so that each pair is level."""
    table = columns(document, 2, LEFT_COLUMN, RIGHT_COLUMN)
    left, right = table.rows[0].cells
    write(left, "{%p if r.parent_agency %}")
    write(left, "{{ r.parent_agency }}", size=13)
    write(left, "{%p endif %}")
    write(left, "{{ r.agency }}", size=13, bold=True)
    rule(left, LEFT_COLUMN, Pt(70))
    write(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=13, bold=True)
    write(right, "Độc lập - Tự do - Hạnh phúc", bold=True)
    rule(right, RIGHT_COLUMN, Pt(171.4))
    left, right = table.rows[1].cells
    write(left, "Số: {{ r.number or '      ' }}/BC-{{ r.symbol }}", size=13)
    write(
        right,
        "{{ r.place }}, ngày      tháng {{ '%02d' % r.drafted.month if r.drafted.month < 3 "
        "else r.drafted.month }} năm {{ r.drafted.year }}",
        italic=True,
    )


def title(document: DocumentType) -> None:
    write(document, "BÁO CÁO", bold=True, before=14)
    write(document, "{%p for row in r.subject %}")
    write(document, "{{ row }}", bold=True)
    write(document, "{%p endfor %}")
    rule(document, Mm(165), Pt(100))
    write(document, "{%p if r.to %}")
    write(document, "Kính gửi: {{ r.to | join('; ') }}", before=12)
    write(document, "{%p endif %}")


def body(document: DocumentType) -> None:
    def text(words: str, bold: bool = False) -> Paragraph:
        paragraph = write(document, words, bold=bold, before=6)
        paragraph.alignment = JUSTIFY
        paragraph.paragraph_format.first_line_indent = Mm(10)
        return paragraph

    text("{{ 'Thực hiện ' if r.ground_is_document }}{{ r.ground }}")
    text(
        "{% if r.ended %}Từ {{ r.time_inside }} đến {{ r.ended }}{% else %}{{ r.time }}{% endif %}"
        ", {{ r.meeting_title }} đã diễn ra tại {{ r.venue }} "
        "với kết quả đạt được như sau:"
    )
    text("1. Thành phần tham dự:", bold=True)
    for condition, words in (
        ("r.chair", "- Chủ trì: {{ r.chair }}"),
        ("r.secretary", "- Thư ký: {{ r.secretary }}"),
        ("r.guests_need_head", "- Đại biểu tham dự:"),
    ):
        text("{%p if " + condition + " %}")
        text(words)
        text("{%p endif %}")
    text("{%p for p in r.attendance %}")
    text("{{ p.dash }} {{ p.text }}")
    text("{%p endfor %}")
    text("{%p if r.absent %}")
    text("- Vắng: {{ r.absent }}")
    text("{%p endif %}")
    text("2. Nội dung:", bold=True)
    text("{%p for p in r.content %}")
    text("{{ p.dash }} {% if p.speaker %}Đ/c {{ p.speaker }}: {% endif %}{{ p.text }}")
    text("{%p endfor %}")
    text("3. Kết luận:", bold=True)
    text("Qua các ý kiến, {{ r.concluder }} kết luận tại {{ r.meeting_word }} như sau:")
    text("{%p for p in r.conclusions %}")
    # the last paragraphs stay with the signature
    text("{{ p.dash }} {{ p.text }}").paragraph_format.keep_with_next = True
    text("{%p endfor %}")


def bottom(document: DocumentType) -> None:
    """Receivers on the left, the signature on the right, on one page."""
    spacer = write(document, "", size=6)
    spacer.paragraph_format.keep_with_next = True
    table = columns(document, 1, SIGN_LEFT, SIGN_RIGHT)
    row = table.rows[0]
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    left, right = row.cells
    write(left, "Nơi nhận:", size=12, bold=True, italic=True).alignment = None
    write(left, "{%p for row in r.receivers %}").alignment = None
    write(left, "{{ row }}", size=11).alignment = None
    write(left, "{%p endfor %}").alignment = None
    write(right, "{%p for row in r.signer_titles %}")
    write(right, "{{ row }}", bold=True)
    write(right, "{%p endfor %}")
    for _ in range(4):
        write(right, "")
    write(right, "{{ r.signer }}", bold=True)


def columns(document: DocumentType, rows: int, left: Mm, right: Mm) -> Table:
    """A table without borders or cell margins."""
    table = document.add_table(rows=rows, cols=2)
    table.autofit = False
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)
    for row in table.rows:
        row.cells[0].width, row.cells[1].width = left, right
    table.columns[0].width, table.columns[1].width = left, right
    return table


def write(
    where: DocumentType | _Cell,
    text: str,
    *,
    size: float = 14,
    bold: bool = False,
    italic: bool = False,
    before: float = 0,
) -> Paragraph:
    """A centred paragraph; a cell's first, empty one is used up first."""
    first = where.paragraphs[0] if isinstance(where, _Cell) else None
    unused = first is not None and len(where.paragraphs) == 1 and not first.runs
    paragraph = first if unused and first is not None else where.add_paragraph()
    paragraph.alignment = CENTER
    paragraph.paragraph_format.space_before = Pt(before)
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    return paragraph


def rule(where: DocumentType | _Cell, width: int, length: int) -> None:
    """A drawn line of a given length, centred: an almost flat paragraph with a top border."""
    paragraph = write(where, "", size=4)
    form = paragraph.paragraph_format
    form.line_spacing = Pt(4)
    form.left_indent = form.right_indent = int((width - length) / 2)
    border = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    border.append(top)
    paragraph._p.get_or_add_pPr().insert_element_before(
        border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc"
    )


if __name__ == "__main__":
    make(Path(__file__).with_name("bao_cao.docx"))
