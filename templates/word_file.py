"""What a Word template is made of: the page, the styles, tables, paragraphs with tags, rules.

    document = blank("Báo cáo")
    write(document, "{{ r.agency }}", style.AGENCY)

Sizes and layouts are in ``LOOKS``, by the names of the styles in ``bot/report/styles.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from bot.report import styles as style

LEFT, CENTER, JUSTIFY = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)


@dataclass(frozen=True)
class Look:
    """Sizes in points, lengths in millimetres."""

    size: float = 14
    bold: bool = False
    italic: bool = False
    align: WD_ALIGN_PARAGRAPH = CENTER
    before: float = 0
    indent: float = 0  #: of the first line
    left: float = 0
    keep_with_next: bool = False


LOOKS = {
    style.NATION: Look(13, bold=True),
    style.MOTTO: Look(14, bold=True),
    style.PARENT_AGENCY: Look(13),
    style.AGENCY: Look(13, bold=True),
    style.RULE: Look(4, before=2),
    style.NUMBER: Look(13),
    style.PLACE_AND_DATE: Look(14, italic=True),
    style.TYPE: Look(bold=True, before=16, keep_with_next=True),
    style.SUBJECT: Look(bold=True, keep_with_next=True),
    style.TO: Look(before=12),
    style.TO_ROW: Look(align=LEFT, left=60),
    style.GROUND: Look(italic=True, align=JUSTIFY, before=6, indent=10),
    style.BODY: Look(align=JUSTIFY, before=6, indent=10),
    style.HEADING: Look(bold=True, align=JUSTIFY, before=6, indent=10, keep_with_next=True),
    # the first line of either side stands on one height
    style.RECEIVERS: Look(12, bold=True, italic=True, align=LEFT, before=14),
    style.RECEIVER: Look(11, align=LEFT),
    style.SIGNER_TITLE: Look(bold=True),
    # room for a signature of at least 25 mm
    style.SIGNER: Look(bold=True, before=72),
    style.TABLE_HEAD: Look(13, bold=True, before=2),
    style.TABLE_CELL: Look(13, align=LEFT, before=2),
    style.ANNEX: Look(bold=True),
    style.ANNEX_TITLE: Look(bold=True),
    style.ANNEX_REFERENCE: Look(italic=True),
}


def blank(name: str) -> DocumentType:
    """A4, margins, Times New Roman 14, the styles, the page number from page 2 on."""
    document = Document()
    document.core_properties.author = ""
    document.core_properties.title = name
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    normal = document.styles["Normal"]
    normal.font.size = Pt(14)
    properties = normal.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), "Times New Roman")
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    properties.append(language)
    form = normal.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing = 1.0
    for look in LOOKS.items():
        add_style(document, *look)
    number = section.header.paragraphs[0]
    number.style = document.styles["Normal"]
    number.alignment = CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        field(number, kind, text)
    return document


def add_style(document: DocumentType, name: str, look: Look) -> None:
    made = cast(ParagraphStyle, document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH))
    made.base_style = document.styles["Normal"]
    made.quick_style = True
    made.font.size, made.font.bold, made.font.italic = Pt(look.size), look.bold, look.italic
    form = made.paragraph_format
    form.alignment = look.align
    form.space_before = Pt(look.before)
    form.first_line_indent, form.left_indent = Mm(look.indent), Mm(look.left)
    form.keep_with_next = look.keep_with_next
    form.widow_control = True


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


def columns(document: DocumentType, rows: int, *widths: Mm, borders: bool = False) -> Table:
    """A table; without borders it has no cell margins either. No row is split over two pages."""
    table = document.add_table(rows=rows, cols=len(widths))
    table.autofit = False
    if borders:
        table.style = "Table Grid"
    else:
        margins = OxmlElement("w:tblCellMar")
        for side in ("left", "right"):
            margin = OxmlElement(f"w:{side}")
            margin.set(qn("w:w"), "0")
            margin.set(qn("w:type"), "dxa")
            margins.append(margin)
        table._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    return table


def write(
    where: DocumentType | _Cell, text: str, look: str, *, before: float | None = None
) -> Paragraph:
    """A paragraph of a style; a cell's first, empty one is used up first."""
    first = where.paragraphs[0] if isinstance(where, _Cell) else None
    unused = first is not None and len(where.paragraphs) == 1 and not first.runs
    paragraph = first if unused and first is not None else where.add_paragraph()
    paragraph.style = look
    paragraph.add_run(text)
    if before is not None:
        paragraph.paragraph_format.space_before = Pt(before)
    return paragraph


def when(document: DocumentType, condition: str, words: str) -> None:
    """A paragraph that is there under a condition."""
    write(document, "{%p if " + condition + " %}", style.BODY)
    write(document, words, style.BODY)
    write(document, "{%p endif %}", style.BODY)


def each(document: DocumentType, many: str, words: str) -> None:
    """A paragraph ``p`` for each."""
    write(document, "{%p for p in " + many + " %}", style.BODY)
    write(document, words, style.BODY)
    write(document, "{%p endfor %}", style.BODY)


def rule(where: DocumentType | _Cell) -> None:
    """A drawn line: an almost flat paragraph with a top border. Its length comes later."""
    paragraph = write(where, "", style.RULE)
    paragraph.paragraph_format.line_spacing = Pt(4)
    border = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    border.append(top)
    paragraph._p.get_or_add_pPr().insert_element_before(
        border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc"
    )
