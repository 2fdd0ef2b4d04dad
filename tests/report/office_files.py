"""Office documents of tests as files: written with python-docx, converted by LibreOffice.

write(replace(REPORT, left=25), path)      # a report with a left margin of 25 mm
convert([path], folder, profile)           # and its PDF
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from bot.report import metrics
from bot.report.check.page import TIMES
from tests.report.office_documents import Office, Rule, Text

_DRAWING = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def write(office: Office, path: Path) -> Path:
    """Write a document as a Word file."""
    document = docx.Document()
    _page(document, office)
    if office.tabs:
        _tabbed_header(document, office)
    else:
        _header(document, office)
    paragraphs(document, (office.title, *office.subject))
    _rule(document, office.subject_rule, office.width - office.left - office.right)
    paragraphs(document, (*office.addressed, *office.body))
    _bottom(document, office)
    for appendix in office.appendices:
        section = document.add_section()
        # page 1 of an appendix has no number either; one that counts on shows it
        section.different_first_page_header_footer = office.appendix_starts is not None
        if office.appendix_starts is not None:
            numbers = OxmlElement("w:pgNumType")
            numbers.set(qn("w:start"), str(office.appendix_starts))
            section._sectPr.append(numbers)
        paragraphs(document, appendix)
    if office.after is not None:
        office.after(document)
    document.save(str(path))
    return path


def convert(files: Iterable[Path], out: Path, profile: Path, to: str = "pdf") -> None:
    """Convert Word files, all in one run of LibreOffice; each keeps its name.

    Args:
        profile: LibreOffice's folder of its own settings.
    """
    subprocess.run(
        [
            "soffice",
            "--headless",
            f"-env:UserInstallation={profile.as_uri()}",
            "--convert-to",
            to,
            "--outdir",
            str(out),
            *map(str, files),
        ],
        check=True,
        capture_output=True,
    )


def paragraphs(where: Any, texts: Iterable[Text]) -> None:
    for text in texts:
        _write(where, text)


def _page(document: Any, office: Office) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(office.width), Mm(office.height)
    section.top_margin, section.bottom_margin = Mm(office.top), Mm(office.bottom)
    section.left_margin, section.right_margin = Mm(office.left), Mm(office.right)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = not office.first_page_too
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = TIMES, Pt(14)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for slot in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{slot}"), TIMES)
    if office.page_number is not None:
        if office.address is not None:
            foot = section.first_page_footer.paragraphs[0]
            _shape(foot, office.address)
            _look(foot.add_run(office.address.text), office.address)
            _border(foot)
        place = section.header if office.number_place == "header" else section.footer
        paragraph = place.paragraphs[0]
        _shape(paragraph, office.page_number)
        for kind, text in (
            ("", office.number_before),
            ("begin", ""),
            ("code", "PAGE"),
            ("end", ""),
        ):
            run = paragraph.add_run(text if not kind else "")
            _look(run, office.page_number)
            if kind == "code":
                run._r.append(parse_xml(f"<w:instrText {nsdecls('w')}>PAGE</w:instrText>"))
            elif kind:
                run._r.append(parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>'))


def _header(document: Any, office: Office) -> None:
    text = office.width - office.left - office.right
    left_wide, right_wide = text - 98, 98.0
    table = _table(document, 1 if office.one_row else 2, (left_wide, right_wide))
    (left, right), *others = ([*row.cells] for row in table.rows)
    paragraphs(left, office.agencies)
    _rule(left, office.agency_rule, left_wide)
    paragraphs(right, (office.state, office.motto))
    _rule(right, office.motto_rule, right_wide)
    left, right = others[0] if others else (left, right)
    paragraphs(left, (office.number,))
    if office.place_date is not None:
        paragraphs(right, (office.place_date,))


def _tabbed_header(document: Any, office: Office) -> None:
    """Two centred tab stops, as people do who do not use tables; rules are drawn."""
    assert office.place_date
    rows = [
        (office.agencies[0], office.state),
        (office.agencies[1], office.motto),
        (office.number, office.place_date),
    ]
    for at, (left, right) in enumerate(rows):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        stops = parse_xml(
            f"<w:tabs {nsdecls('w')}><w:tab w:val='center' w:pos='1900'/>"
            f"<w:tab w:val='center' w:pos='6577'/></w:tabs>"
        )
        paragraph._p.get_or_add_pPr().append(stops)
        for text in (left, right):
            paragraph.add_run("\t")
            _look(paragraph.add_run(text.text), text)
        if at == 1:
            for centre, rule in ((1900, office.agency_rule), (6577, office.motto_rule)):
                assert rule
                line = _drawn(rule.length, centre / 20 - rule.length / 2, 19)
                paragraph.add_run()._r.append(line)


def _bottom(document: Any, office: Office) -> None:
    paragraphs(document, (Text("", 4, page_break=office.foot_alone),))
    if office.secretary:
        _minutes_bottom(document, office)
        return
    table = _table(document, 1, (80, office.width - office.left - office.right - 80))
    left, right = table.rows[0].cells
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    paragraphs(left, (office.receivers_head, *office.receivers))
    first, *titles = office.titles
    paragraphs(right, (replace(first, before=office.sign_before), *titles))
    paragraphs(right, (Text(""),) * office.space_for_signature)
    paragraphs(right, (office.name,))


def _minutes_bottom(document: Any, office: Office) -> None:
    table = _table(document, 4, (67.5, office.width - office.left - office.right - 67.5))
    rows = [row.cells for row in table.rows]
    for cells, secretary, chair in (
        (rows[0], office.secretary[0], office.titles[0]),
        (rows[1], Text("(Chữ ký)", italic=True), Text("(Chữ ký)", italic=True)),
        (rows[2], office.secretary[1], office.name),
    ):
        paragraphs(cells[0], (secretary,))
        paragraphs(cells[1], (chair,))
        if cells is rows[1]:
            paragraphs(cells[0], (Text(""),) * 3)
    paragraphs(rows[3][0], (Text("", 6), office.receivers_head, *office.receivers))


def _table(where: Any, rows: int, widths: tuple[float, ...]) -> Any:
    table = where.add_table(rows=rows, cols=len(widths))
    table.autofit = False
    for row in table.rows:
        for cell, wide in zip(row.cells, widths, strict=True):
            cell.width = Mm(wide)
    for column, wide in zip(table.columns, widths, strict=True):
        column.width = Mm(wide)
    table._tbl.tblPr.append(
        parse_xml(
            f"<w:tblCellMar {nsdecls('w')}><w:left w:w='0' w:type='dxa'/>"
            f"<w:right w:w='0' w:type='dxa'/></w:tblCellMar>"
        )
    )
    return table


_written: dict[Text, list[Any]] = {}  # what is in such a paragraph


def _write(where: Any, text: Text) -> Any:
    """A paragraph; a cell's first, empty one is used up first."""
    first = where.paragraphs[0] if hasattr(where, "merge") else None
    used = (
        first is None or first.runs or len(where.paragraphs) > 1 or first.paragraph_format.alignment
    )
    paragraph = where.add_paragraph() if used else first
    is_new = not len(paragraph._p)
    if is_new and text in _written:  # the documents have most of their paragraphs in common
        paragraph._p.extend(deepcopy(_written[text]))
        return paragraph
    _shape(paragraph, text)
    for number, row in enumerate(text.text.split("\n")):
        if number:
            paragraph.add_run().add_break()
        for strong, piece in enumerate(row.split("**")):
            run = paragraph.add_run(piece)
            _look(run, replace(text, bold=text.bold or strong % 2 == 1))
    if is_new and not text.style:  # a style is the document's own
        _written[text] = deepcopy(list(paragraph._p))
    return paragraph


def _shape(paragraph: Any, text: Text) -> None:
    if text.style:
        paragraph.style = text.style
        return
    form = paragraph.paragraph_format
    properties = paragraph._p.get_or_add_pPr()
    form.space_before, form.space_after = Pt(text.before), Pt(0)
    form.line_spacing = text.line
    if text.first or text.left:
        form.first_line_indent, form.left_indent = Mm(text.first), Mm(text.left)
    form.page_break_before = text.page_break or None
    jc = OxmlElement("w:jc")
    jc.set(qn("w:val"), text.align)
    properties.append(jc)
    if not text.text:  # an empty paragraph is as high as its mark
        size = f"<w:sz w:val='{round(2 * text.size)}'/>"
        properties.append(parse_xml(f"<w:rPr {nsdecls('w')}>{size}</w:rPr>"))


def _look(run: Any, text: Text) -> None:
    if text.style:
        return
    run.font.size, run.bold, run.italic = Pt(text.size), text.bold, text.italic
    run.underline = text.underline or None
    if text.font:
        run.font.name = text.font
    if text.colour:
        colour = parse_xml(f"<w:color {nsdecls('w')} w:val='{text.colour}'/>")
        run._r.get_or_add_rPr().append(colour)


# --- rules --------------------------------------------------------------------------------------


def _rule(where: Any, rule: Rule | None, column: float) -> None:
    """A centred line of a given length.

    Args:
        column: how wide it is there, in mm.
    """
    if rule is None:
        return
    wide = column * 72 / 25.4
    if rule.how == "border":
        paragraph = _write(where, Text("", 4))
        form = paragraph.paragraph_format
        form.line_spacing = Pt(4)
        form.left_indent = form.right_indent = Pt((wide - rule.length) / 2)
        _border(paragraph)
    elif rule.how == "underscores":
        count = round(rule.length / metrics.width("_", 14))
        _write(where, Text("_" * count))
    elif rule.how == "cell":
        side = (column - rule.length * 25.4 / 72) / 2
        table = _table(where, 1, (side, column - 2 * side, side))
        for cell in table.rows[0].cells:
            _write(cell, Text("", 2))
        border = "<w:bottom w:val='single' w:sz='6' w:space='0' w:color='000000'/>"
        middle = table.rows[0].cells[1]._tc.get_or_add_tcPr()
        middle.append(parse_xml(f"<w:tcBorders {nsdecls('w')}>{border}</w:tcBorders>"))
        _write(where, Text("", 2))
    else:
        paragraph = _write(where, Text("", 6))
        make = {"drawing": _drawn, "vml": _vml}[rule.how]
        paragraph.add_run()._r.append(make(rule.length, (wide - rule.length) / 2, 2))


def _border(paragraph: Any) -> None:
    border = "<w:top w:val='single' w:sz='6' w:space='1' w:color='000000'/>"
    paragraph._p.get_or_add_pPr().insert_element_before(
        parse_xml(f"<w:pBdr {nsdecls('w')}>{border}</w:pBdr>"), "w:spacing", "w:ind", "w:jc"
    )


def _drawn(length: float, x: float, y: float) -> Any:
    """A line as Word 2010 and later write it, with the older form beside it."""
    across, down, wide = (round(value * 12700) for value in (x, y, length))
    return parse_xml(
        f"<mc:AlternateContent {nsdecls('w')} {_DRAWING}><mc:Choice Requires='wps'><w:drawing>"
        f"<wp:anchor distT='0' distB='0' distL='0' distR='0' simplePos='0' relativeHeight='2' "
        f"behindDoc='0' locked='0' layoutInCell='1' allowOverlap='1'><wp:simplePos x='0' y='0'/>"
        f"<wp:positionH relativeFrom='column'><wp:posOffset>{across}</wp:posOffset></wp:positionH>"
        f"<wp:positionV relativeFrom='paragraph'><wp:posOffset>{down}</wp:posOffset></wp:positionV>"
        f"<wp:extent cx='{wide}' cy='0'/><wp:wrapNone/><wp:docPr id='7' name='Line 7'/>"
        f"<wp:cNvGraphicFramePr/><a:graphic>"
        f"<a:graphicData uri='http://schemas.microsoft.com/office/word/2010/wordprocessingShape'>"
        f"<wps:wsp><wps:cNvCnPr/><wps:spPr><a:xfrm><a:off x='0' y='0'/><a:ext cx='{wide}' cy='0'/>"
        f"</a:xfrm><a:prstGeom prst='line'><a:avLst/></a:prstGeom><a:ln w='9525'><a:solidFill>"
        f"<a:srgbClr val='000000'/></a:solidFill></a:ln></wps:spPr><wps:bodyPr/></wps:wsp>"
        f"</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback>"
        f"<w:pict><v:line from='{x:.2f}pt,{y}pt' to='{x + length:.2f}pt,{y}pt'/></w:pict>"
        f"</mc:Fallback></mc:AlternateContent>"
    )


def _vml(length: float, x: float, y: float) -> Any:
    """A line as Word 2007 and earlier write it."""
    return parse_xml(
        f"<w:pict {nsdecls('w')} {_DRAWING}><v:line style='position:absolute;z-index:1' "
        f"from='{x:.2f}pt,{y}pt' to='{x + length:.2f}pt,{y}pt' strokecolor='black' "
        f"strokeweight='.75pt'/></w:pict>"
    )
