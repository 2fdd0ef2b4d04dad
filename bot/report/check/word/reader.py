"""A Word file opened: its parts, its sheets, its page numbers; where things stand is layout."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.section import Section

from bot.report import revisions
from bot.report.check import sentences as say
from bot.report.check.decree import A4
from bot.report.check.errors import Unusable
from bot.report.check.figures import figured
from bot.report.check.page import PT_PER_MM, Document, PageNumber, Sheet, Tolerance
from bot.report.check.word.layout import Layout, Settings, edges_of
from bot.report.check.word.styles import Element, Styles, child, is_on, qn
from bot.report.check.word.styles import points as pt
from bot.report.check.word.text import PAGE

_TOLERANCE = Tolerance(size=0.1, level=5.0)
_DEFAULT_TAB = 36.0
_MOST = 30_000_000  # bytes of XML that a file may unpack to: a report of 50 pages has 0.3 million


def read(path: Path) -> Document:
    """Read a Word file.

    Raises:
        Unusable: it is damaged, or no Word document.
        OSError: it cannot be read.
    """
    try:
        _refuse_bombs(path)
        word = docx.Document(str(path))
        left = _without_revisions(word)
        return replace(_read(word), revisions=left)
    except (Unusable, OSError, MemoryError):
        raise
    except Exception as error:  # python-docx and lxml meet broken files with whatever comes
        raise Unusable(say.DAMAGED_DOCX) from error


def _refuse_bombs(path: Path) -> None:
    with zipfile.ZipFile(path) as file:
        parts = file.infolist()
        if not any(part.filename == "word/document.xml" for part in parts):
            raise Unusable(say.NOT_WORD)
        if sum(part.file_size for part in parts if part.filename.endswith(".xml")) > _MOST:
            raise Unusable(say.TOO_BIG)


def _without_revisions(word: WordDocument) -> tuple[tuple[str, int], ...]:
    """Take the text as if all changes in it were accepted. Returns how many there were."""
    left: Counter[str] = Counter()
    for part in word.part.package.iter_parts():
        root = getattr(part, "element", None)
        if root is not None:
            left += revisions.counted(root)
            revisions.accept(root)
    return tuple(sorted(left.items()))


def _read(word: WordDocument) -> Document:
    body = word.element.body
    # what a section was before a tracked change is kept inside it
    sections = [s for s in body.iter(qn("w:sectPr")) if s.getparent().tag != qn("w:sectPrChange")]
    sheets = [_sheet(section) for section in sections] or [Sheet(*A4)]
    first = sheets[0]
    styles, settings = _styles(word), _settings(word)
    layout = Layout(styles, settings)
    layout.body(body, sections, sheets)
    left, right = edges_of(first)
    even = is_on(child(word.settings.element, "w:evenAndOddHeaders"))
    headers = Layout(styles, settings)
    numbers = _page_numbers(word.sections[0], headers, first, even=even) if sections else ()
    height = ((first.height - (first.top or 0) - (first.bottom or 0)) or 1.0) * PT_PER_MM
    # a page that is just full may be one or two: two only where it is sure
    fills = layout.page + (layout.bottom - layout.page_top) / height > 1.1
    return Document(
        blocks=tuple(layout.blocks),
        strokes=tuple(layout.strokes),
        sheets=tuple(sheets),
        numbers=tuple(numbers),
        pages=(3 if even else 2) if fills else 1,
        left=left,
        right=right,
        tolerance=_TOLERANCE,
    )


def _styles(word: WordDocument) -> Styles:
    def part(kind: str) -> Element | None:
        for relation in word.part.rels.values():
            if relation.reltype == kind and not relation.is_external:
                return parse_xml(relation.target_part.blob)
        return None

    return Styles(
        word.styles.element, part(RELATIONSHIP_TYPE.THEME), part(RELATIONSHIP_TYPE.NUMBERING)
    )


def _settings(word: WordDocument) -> Settings:
    settings = word.settings.element
    tab = child(settings, "w:defaultTabStop")
    version = 12
    for setting in settings.iterfind(f"{qn('w:compat')}/{qn('w:compatSetting')}"):
        if setting.get(qn("w:name")) == "compatibilityMode":
            version = int(setting.get(qn("w:val"), "12"))
    given = pt(tab.get(qn("w:val"))) if tab is not None else None
    return Settings(given or _DEFAULT_TAB, version < 15)


def _sheet(section: Element) -> Sheet:
    def millimetres(tag: str, name: str) -> float | None:
        element = child(section, tag)
        value = pt(element.get(qn(name))) if element is not None else None
        # a negative margin is one that text does not push away
        return None if value is None else abs(value) / PT_PER_MM

    numbers = child(section, "w:pgNumType")
    start = numbers.get(qn("w:start")) if numbers is not None else None
    return Sheet(
        width=millimetres("w:pgSz", "w:w") or 215.9,
        height=millimetres("w:pgSz", "w:h") or 279.4,
        left=millimetres("w:pgMar", "w:left"),
        right=millimetres("w:pgMar", "w:right"),
        top=millimetres("w:pgMar", "w:top"),
        bottom=millimetres("w:pgMar", "w:bottom"),
        starts_at=int(start) if start is not None and start.isdecimal() else None,
    )


def _page_numbers(
    section: Section, layout: Layout, sheet: Sheet, even: bool
) -> Iterator[PageNumber]:
    """The numbers that a section's headers and footers print on pages 1, 2 and 3."""
    form = child(section._sectPr, "w:pgNumType")
    fmt = form.get(qn("w:fmt"), "decimal") if form is not None else "decimal"
    start = 1 if sheet.starts_at is None else sheet.starts_at
    if section.different_first_page_header_footer:
        first = (section.first_page_header, section.first_page_footer)
    else:
        first = (section.header, section.footer)
    pages = [(1, first)]
    if even:
        pages += [(2, (section.even_page_header, section.even_page_footer))]
        pages += [(3, (section.header, section.footer))]
    else:
        pages += [(2, (section.header, section.footer))]
    left, right = edges_of(sheet)
    for page, places in pages:
        for on_top, place in zip((True, False), places, strict=True):
            if place.is_linked_to_previous:
                continue
            for block in layout.story(place._element, sheet):
                if PAGE in block.text:
                    run = next(run for run in block.runs if PAGE in run.text)
                    yield PageNumber(
                        page=page,
                        text=block.text.replace(PAGE, figured(start + page - 1, fmt)),
                        off_centre=(block.centre - (left + right) / 2) / PT_PER_MM,
                        on_top=on_top,
                        size=run.size,
                        bold=run.bold,
                        italic=run.italic,
                    )
