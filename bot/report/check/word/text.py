"""What stands in a Word file, in its order: paragraphs and tables, runs, their characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from bot.report.check.page import Run
from bot.report.check.word.styles import Element, ParagraphLook, Styles, child, points, qn

PAGE = "\ue000"  #: stands for a page number until it is known
_RAISED = 0.6  # the size of raised text, of its font's
_THROUGH = frozenset(
    qn(f"w:{name}")
    for name in ("hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "customXml")
)


def content(parent: Element) -> Iterator[Element]:
    """Paragraphs and tables, also those inside content controls."""
    for element in parent.iterchildren():
        if element.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins")):
            yield from content(element)
        elif element.tag in (qn("w:p"), qn("w:tbl")):
            yield element


def cells(row: Element) -> Iterator[Element]:
    for element in row.iterchildren():
        if element.tag == qn("w:tc"):
            yield element
        elif element.tag in (qn("w:sdt"), qn("w:sdtContent")):
            yield from cells(element)


def cell_width(cell: Element) -> float | None:
    width = child(cell, "w:tcPr", "w:tcW")
    if width is None or width.get(qn("w:type"), "dxa") != "dxa":
        return None
    return points(width.get(qn("w:w"))) or None


def text_of(paragraph: Element, look: ParagraphLook, styles: Styles) -> Iterator[Run]:
    """The runs, with ``\\t``, ``\\n`` for a line break and ``\\f`` for a page break."""
    seen_before = False  # inside a PAGE field: the number that Word last saw there
    for run in runs_of(paragraph):
        own = child(run, "w:rPr")
        raised = child(own, "w:vertAlign") if own is not None else None
        text = ""
        for element in run.iterchildren():
            if element.tag == qn("w:instrText") and re.match(r"\s*PAGE\b", element.text or ""):
                text, seen_before = text + PAGE, True
            elif element.tag == qn("w:fldChar"):
                seen_before = seen_before and element.get(qn("w:fldCharType")) != "end"
            elif not seen_before:
                text += _plain(element)
        for made in styles.runs(text, own, look):
            if raised is not None and set(made.text.strip()) == {"_"}:
                # raised underscores are a rule, as in the decree's own files
                yield replace(made, size=made.size * _RAISED)
            else:
                yield made


def runs_of(parent: Element) -> Iterator[Element]:
    """The runs of a paragraph; deleted ones are gone."""
    for element in parent.iterchildren():
        if element.tag == qn("w:r"):
            yield element
        elif element.tag == qn("w:fldSimple"):
            instruction = element.get(qn("w:instr"), "")
            if re.match(r"\s*PAGE\b", instruction):
                yield _page_run(element)
            else:
                yield from runs_of(element)
        elif element.tag in _THROUGH:
            yield from runs_of(element)


def _page_run(field_element: Element) -> Element:
    """A simple PAGE field as a run that shows it, with the look of the run inside."""
    run = etree.Element(qn("w:r"))
    inside = field_element.find(f"{qn('w:r')}/{qn('w:rPr')}")
    if inside is not None:
        run.append(etree.fromstring(etree.tostring(inside)))
    text = etree.SubElement(run, qn("w:t"))
    text.text = PAGE
    return run


def _plain(element: Element) -> str:
    if element.tag == qn("w:t"):
        return re.sub(r"[\t\n\r\f]", " ", element.text or "")
    if element.tag == qn("w:br"):
        return "\f" if element.get(qn("w:type")) == "page" else "\n"
    return {
        qn("w:tab"): "\t",
        qn("w:ptab"): "\t",
        qn("w:cr"): "\n",
        qn("w:noBreakHyphen"): "-",
        qn("w:sym"): "•",
        qn("w:pgNum"): PAGE,
    }.get(element.tag, "")
