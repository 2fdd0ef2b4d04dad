"""A Word file as a ``Document``: effective formatting, and where it puts things.

Places are those of a simple layout: paragraphs one under another, tables cell by cell, lines
broken by the widths of Times New Roman. Text boxes and footnotes stay out.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.section import Section
from lxml import etree

from bot.report import metrics
from bot.report.check import sentences as say
from bot.report.check import word_strokes
from bot.report.check.decree import A4
from bot.report.check.errors import Unusable
from bot.report.check.figures import figured
from bot.report.check.page import (
    PT_PER_MM,
    SINGLE,
    Align,
    Block,
    Document,
    Line,
    PageNumber,
    Run,
    Sheet,
    Stroke,
    Tolerance,
    is_underscores,
    joined,
)
from bot.report.check.word_styles import Element, ParagraphLook, Styles, child, is_on
from bot.report.check.word_styles import points as pt

_TOLERANCE = Tolerance(size=0.1, level=5.0)
_DESCENT = 0.216  # of Times New Roman, below the baseline
_DEFAULT_TAB = 36.0
_MOST = 200_000_000  # bytes of XML that a file may unpack to
_RAISED = 0.6  # the size of raised text, of its font's
_PAGE = "\ue000"  # stands for a page number until it is known
_THROUGH = frozenset(
    qn(f"w:{name}")
    for name in ("hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "customXml")
)


def read(path: Path) -> Document:
    """Read a Word file.

    Raises:
        Unusable: it is damaged, or no Word document.
        OSError: it cannot be read.
    """
    try:
        _refuse_bombs(path)
        return _read(docx.Document(str(path)))
    except (Unusable, OSError):
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


def _read(word: WordDocument) -> Document:
    body = word.element.body
    # what a section was before a tracked change is kept inside it
    sections = [s for s in body.iter(qn("w:sectPr")) if s.getparent().tag != qn("w:sectPrChange")]
    sheets = [_sheet(section) for section in sections] or [Sheet(*A4)]
    first = sheets[0]
    styles, settings = _styles(word), _settings(word)
    layout = _Layout(styles, settings)
    layout.body(body, sections, sheets)
    left, right = _edges(first)
    even = is_on(child(word.settings.element, "w:evenAndOddHeaders"))
    headers = _Layout(styles, settings)
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


@dataclass(frozen=True)
class _Settings:
    tab: float  #: pt between the stops that nobody has set
    tables_overhang: bool  #: text of a table's cells stands at the margin, its edge outside


def _settings(word: WordDocument) -> _Settings:
    settings = word.settings.element
    tab = child(settings, "w:defaultTabStop")
    version = 12
    for setting in settings.iterfind(f"{qn('w:compat')}/{qn('w:compatSetting')}"):
        if setting.get(qn("w:name")) == "compatibilityMode":
            version = int(setting.get(qn("w:val"), "12"))
    given = pt(tab.get(qn("w:val"))) if tab is not None else None
    return _Settings(given or _DEFAULT_TAB, version < 15)


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


def _edges(sheet: Sheet) -> tuple[float, float]:
    """Where the text begins and ends, in points from the paper's left edge."""
    return (sheet.left or 0) * PT_PER_MM, (sheet.width - (sheet.right or 0)) * PT_PER_MM


# --- page numbers -------------------------------------------------------------------------------


def _page_numbers(
    section: Section, layout: _Layout, sheet: Sheet, even: bool
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
    left, right = _edges(sheet)
    for page, places in pages:
        for on_top, place in zip((True, False), places, strict=True):
            if place.is_linked_to_previous:
                continue
            for block in layout.story(place._element, sheet):
                if _PAGE in block.text:
                    run = next(run for run in block.runs if _PAGE in run.text)
                    yield PageNumber(
                        page=page,
                        text=block.text.replace(_PAGE, figured(start + page - 1, fmt)),
                        off_centre=(block.centre - (left + right) / 2) / PT_PER_MM,
                        on_top=on_top,
                        size=run.size,
                        bold=run.bold,
                        italic=run.italic,
                    )


# --- layout -------------------------------------------------------------------------------------


@dataclass
class _Frame:
    """A column that paragraphs are put into, downwards."""

    left: float
    right: float
    y: float
    sheet: Sheet
    number: int = 0  #: of the sheet
    cell: tuple[int, int, int] | None = None
    table_style: str | None = None
    after: float = 0.0  #: the space that the last paragraph leaves
    style: str = ""  #: of the last paragraph, where it wants no space to its like
    starts_page: bool = False


@dataclass
class _Layout:
    styles: Styles
    settings: _Settings
    blocks: list[Block] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    page: int = 0  #: pages that have been ended on purpose
    page_top: float = 0.0  #: where the text of the present page began
    bottom: float = 0.0
    tables: int = 0

    def body(self, body: Element, sections: list[Element], sheets: list[Sheet]) -> None:
        left, right = _edges(sheets[0])
        top = (sheets[0].top or 0) * PT_PER_MM
        self.page_top = top
        frame = _Frame(left, right, top, sheets[0])
        for element in _content(body):
            self._element(element, frame)
            end = child(element, "w:pPr", "w:sectPr")
            if end is not None and frame.number + 1 < len(sheets):
                frame.number = sections.index(end) + 1
                frame.sheet = sheets[frame.number]
                frame.left, frame.right = _edges(frame.sheet)
                kind = child(sections[frame.number], "w:type")
                if kind is None or kind.get(qn("w:val")) != "continuous":
                    self._break(frame)
        self.bottom = frame.y

    def story(self, story: Element, sheet: Sheet) -> list[Block]:
        """A header or a footer: what it adds."""
        left, right = _edges(sheet)
        frame, before = _Frame(left, right, 0, sheet), len(self.blocks)
        for element in _content(story):
            self._element(element, frame)
        return self.blocks[before:]

    def _break(self, frame: _Frame) -> None:
        height = frame.sheet.height * PT_PER_MM
        self.page += 1
        frame.y = (frame.y // height + 1) * height + (frame.sheet.top or 0) * PT_PER_MM
        self.page_top = frame.y
        frame.after, frame.starts_page = 0.0, True

    def _element(self, element: Element, frame: _Frame) -> None:
        if element.tag == qn("w:p"):
            self._paragraph(element, frame)
        elif element.tag == qn("w:tbl"):
            self._table(element, frame)

    def _table(self, table: Element, frame: _Frame) -> None:
        self.tables += 1
        number = self.tables
        properties = child(table, "w:tblPr")
        columns = table.iterfind(f"{qn('w:tblGrid')}/{qn('w:gridCol')}")
        grid = [pt(column.get(qn("w:w"))) or 0.0 for column in columns]
        margins = [self.styles.cell_margin(table, side) for side in ("left", "right")]
        ind, jc, style = (
            child(properties, tag) if properties is not None else None
            for tag in ("w:tblInd", "w:jc", "w:tblStyle")
        )
        left = frame.left + (pt(ind.get(qn("w:w"))) or 0.0 if ind is not None else 0.0)
        if self.settings.tables_overhang:
            left -= margins[0]
        if jc is not None and jc.get(qn("w:val")) in ("center", "right"):
            spare = frame.right - frame.left - sum(grid)
            left = frame.left + (spare / 2 if jc.get(qn("w:val")) == "center" else spare)
        name = style.get(qn("w:val")) if style is not None else ""
        frame.y += frame.after
        frame.after = 0.0
        for row_number, row in enumerate(table.iterchildren(qn("w:tr"))):
            x, at, low = left, 0, frame.y
            for column, cell in enumerate(_cells(row)):
                span = child(cell, "w:tcPr", "w:gridSpan")
                over = int(span.get(qn("w:val"), "1")) if span is not None else 1
                wide = _cell_width(cell) or sum(grid[at : at + over])
                at += over
                inner = _Frame(
                    x + margins[0],
                    max(x + wide - margins[1], x + margins[0] + 1),
                    frame.y,
                    frame.sheet,
                    frame.number,
                    frame.cell or (number, row_number, column),
                    name,
                )
                merge = child(cell, "w:tcPr", "w:vMerge")
                if merge is None or merge.get(qn("w:val")) == "restart":
                    for element in _content(cell):
                        self._element(element, inner)
                for side, y in (("w:top", frame.y), ("w:bottom", inner.y + inner.after)):
                    border = child(cell, "w:tcPr", "w:tcBorders", side)
                    if border is not None and border.get(qn("w:val")) not in ("nil", "none"):
                        self.strokes.append(Stroke(x, x + wide, y))
                low = max(low, inner.y + inner.after)
                x += wide
            asked = child(row, "w:trPr", "w:trHeight")
            high = pt(asked.get(qn("w:val"))) or 0.0 if asked is not None else 0.0
            frame.y = max(low, frame.y + high)

    def _paragraph(self, paragraph: Element, frame: _Frame) -> None:
        look = self.styles.paragraph(paragraph, frame.table_style)
        alike = look.contextual and frame.style == look.style
        gap = 0.0 if alike else frame.after + look.before
        if look.starts_page:
            self._break(frame)
        frame.y += gap
        frame.style = look.style if look.contextual else ""
        top = frame.y
        place = word_strokes.Place(
            frame.left,
            frame.right,
            top,
            (frame.sheet.left or 0) * PT_PER_MM,
            frame.sheet.width * PT_PER_MM,
            (frame.sheet.top or 0) * PT_PER_MM,
        )
        shapes = [shape for run in _runs(paragraph) for shape in word_strokes.shapes(run)]
        for shape in shapes:
            self.strokes += word_strokes.strokes(shape, place)
        mark = self.styles.mark(paragraph, look)
        runs = list(self._text(paragraph, look))
        if look.label:
            like = next((run for run in runs if run.text.strip()), mark)
            runs.insert(0, replace(like, text=f"{look.label} "))
        rows = _split(runs, "\n\f")
        for number, (broken_by, row) in enumerate(rows):
            if broken_by == "\f":
                self._break(frame)
            if len(rows) > 1 and not _has_text(row) and broken_by == "\f":
                continue  # nothing follows the page break
            self._row(row, look, mark, frame, gap, number > 0, bool(shapes))
        for shape in shapes:
            frame.y += word_strokes.height(shape)
        edges = (frame.left + look.left, frame.right - look.right)
        if look.border_above:
            self.strokes.append(Stroke(*edges, top))
        if look.border_below:
            self.strokes.append(Stroke(*edges, frame.y))
        frame.after = look.after

    def _row(
        self,
        runs: list[Run],
        look: ParagraphLook,
        mark: Run,
        frame: _Frame,
        gap: float,
        part: bool,
        holds_drawing: bool,
    ) -> None:
        """A paragraph, or what stands between its line breaks."""
        size = max((run.size for run in runs if run.text.strip()), default=mark.size)
        pitch = size * SINGLE * (look.multiple or 1.0)
        if look.exact is not None:
            pitch = max(look.exact, pitch) if look.at_least else look.exact
        first = frame.y + pitch - (_DESCENT + (SINGLE - 1) / 4) * size
        left, right = frame.left + look.left, frame.right - look.right
        stops = [(frame.left + at, kind) for at, kind in look.tabs]
        start, segments = _segments(runs, left + (0 if part else look.first), stops, self, frame)
        lines: list[Line] = []
        for number, (segment, x0) in enumerate(segments):
            alone = len(segments) == 1
            spot = _Spot(
                start if alone else x0, left if alone else x0, right, first, pitch, look.align
            )
            lines = _wrapped(segment, spot) if alone else [_at(segment, spot)]
            text = "".join(run.text for run in segment)
            if is_underscores(text):
                unit = metrics.width("_", segment[0].size)
                self.strokes.append(Stroke(lines[0].x0, lines[0].x1, lines[0].y, give=unit))
                continue
            self.blocks.append(
                Block(
                    runs=joined(segment) or (mark,),
                    lines=tuple(lines),
                    align=look.align,
                    indent=(start - frame.left) / PT_PER_MM,
                    gap=0.0 if part else gap,
                    spacing=pitch / (size * SINGLE),
                    page=None,
                    cell=frame.cell,
                    sheet=frame.number,
                    starts_page=frame.starts_page,
                    part=part or number > 0,
                    holds_drawing=holds_drawing or look.border_above or look.border_below,
                )
            )
            frame.starts_page = frame.starts_page and not text.strip()
        frame.y += pitch * max(1, len(lines))

    def _text(self, paragraph: Element, look: ParagraphLook) -> Iterator[Run]:
        """The runs, with ``\\t``, ``\\n`` for a line break and ``\\f`` for a page break."""
        seen_before = False  # inside a PAGE field: the number that Word last saw there
        for run in _runs(paragraph):
            own = child(run, "w:rPr")
            raised = child(own, "w:vertAlign") if own is not None else None
            text = ""
            for element in run.iterchildren():
                if element.tag == qn("w:instrText") and re.match(r"\s*PAGE\b", element.text or ""):
                    text, seen_before = text + _PAGE, True
                elif element.tag == qn("w:fldChar"):
                    seen_before = seen_before and element.get(qn("w:fldCharType")) != "end"
                elif not seen_before:
                    text += _plain(element)
            for made in self.styles.runs(text, own, look):
                if raised is not None and set(made.text.strip()) == {"_"}:
                    # raised underscores are a rule, as in the decree's own files
                    yield replace(made, size=made.size * _RAISED)
                else:
                    yield made


def _content(parent: Element) -> Iterator[Element]:
    """Paragraphs and tables, also those inside content controls."""
    for element in parent.iterchildren():
        if element.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins")):
            yield from _content(element)
        elif element.tag in (qn("w:p"), qn("w:tbl")):
            yield element


def _cells(row: Element) -> Iterator[Element]:
    for element in row.iterchildren():
        if element.tag == qn("w:tc"):
            yield element
        elif element.tag in (qn("w:sdt"), qn("w:sdtContent")):
            yield from _cells(element)


def _cell_width(cell: Element) -> float | None:
    width = child(cell, "w:tcPr", "w:tcW")
    if width is None or width.get(qn("w:type"), "dxa") != "dxa":
        return None
    return pt(width.get(qn("w:w"))) or None


def _runs(parent: Element) -> Iterator[Element]:
    """The runs of a paragraph; deleted ones are gone."""
    for element in parent.iterchildren():
        if element.tag == qn("w:r"):
            yield element
        elif element.tag == qn("w:fldSimple"):
            instruction = element.get(qn("w:instr"), "")
            if re.match(r"\s*PAGE\b", instruction):
                yield _page_run(element)
            else:
                yield from _runs(element)
        elif element.tag in _THROUGH:
            yield from _runs(element)


def _page_run(field_element: Element) -> Element:
    """A simple PAGE field as a run that shows it, with the look of the run inside."""
    run = etree.Element(qn("w:r"))
    inside = field_element.find(f"{qn('w:r')}/{qn('w:rPr')}")
    if inside is not None:
        run.append(etree.fromstring(etree.tostring(inside)))
    text = etree.SubElement(run, qn("w:t"))
    text.text = _PAGE
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
        qn("w:pgNum"): _PAGE,
    }.get(element.tag, "")


def _split(runs: Iterable[Run], separators: str) -> list[tuple[str, list[Run]]]:
    """Runs between separators, each with the separator before it."""
    rows: list[tuple[str, list[Run]]] = [("", [])]
    for run in runs:
        for piece in re.split(f"([{separators}])", run.text):
            if piece and piece in separators:
                rows.append((piece, []))
            elif piece:
                rows[-1][1].append(replace(run, text=piece))
    return rows


def _has_text(runs: Iterable[Run]) -> bool:
    return any(run.text.strip() for run in runs)


def _segments(
    runs: list[Run], start: float, stops: list[tuple[float, str]], layout: _Layout, frame: _Frame
) -> tuple[float, list[tuple[list[Run], float]]]:
    """Where the text starts after its leading tabs, and its parts with their left edges.

    A tab parts a line only where it leads from the left half of the text to the right half: a
    header without a table. Anywhere else it is a space.
    """
    middle = (frame.left + frame.right) / 2
    pieces = _split(runs, "\t")
    while len(pieces) > 1 and not _has_text(pieces[0][1]):
        start, kind = _stop(start, stops, layout.settings.tab, frame)
        pieces = pieces[1:]
        if kind in ("center", "right", "end"):
            wide = _width(_up_to_text(pieces))
            start -= wide / 2 if kind == "center" else wide
    segments: list[tuple[list[Run], float]] = [(pieces[0][1], start)]
    x = start + _width(pieces[0][1])
    for _, piece in pieces[1:]:
        wide = _width(piece)
        stop, kind = _stop(x, stops, layout.settings.tab, frame)
        begin = stop - (wide / 2 if kind == "center" else wide if kind in ("right", "end") else 0)
        last, last_x = segments[-1]
        last_centre = last_x + _width(last) / 2
        if _has_text(piece) and _has_text(last) and begin + wide / 2 > middle > last_centre:
            segments.append((piece, begin))
        elif piece:
            segments[-1] = ([*last, replace(piece[0], text=" "), *piece], last_x)
        x = max(stop, begin + wide)
    return start, segments


def _up_to_text(pieces: list[tuple[str, list[Run]]]) -> list[Run]:
    return next((piece for _, piece in pieces if _has_text(piece)), [])


def _stop(
    x: float, stops: list[tuple[float, str]], default: float, frame: _Frame
) -> tuple[float, str]:
    """The next tab stop after a place."""
    for at, kind in stops:
        if at > x + 0.1:
            return at, kind
    return frame.left + ((x - frame.left + 0.1) // default + 1) * default, "left"


@dataclass(frozen=True)
class _Spot:
    """Where a text goes."""

    start: float  #: of the first line
    left: float
    right: float
    y: float
    pitch: float
    align: Align


def _at(runs: list[Run], spot: _Spot) -> Line:
    """A text that is not wrapped."""
    return Line(_string(runs), spot.start, spot.start + _width(runs), spot.y)


def _wrapped(runs: list[Run], spot: _Spot) -> list[Line]:
    """A text broken into lines at spaces, and where each stands."""
    rows: list[tuple[str, float]] = []
    text, wide, spaces = "", 0.0, 0.0
    for word, width in _words(runs):
        if word.isspace():
            text += word
            spaces += width
            continue
        room = spot.right - (spot.left if rows else spot.start)
        if text.strip() and wide + spaces + width > room + 0.5:
            rows.append((text, wide))
            text, wide, spaces = "", 0.0, 0.0
        text, wide, spaces = text + word, wide + spaces + width, 0.0
    rows.append((text, wide))
    lines = []
    for number, (text, wide) in enumerate(rows):
        x0 = spot.left if number else spot.start
        full = spot.align is Align.JUSTIFY and number < len(rows) - 1
        spare = max(spot.right - x0 - wide, 0.0)
        if spot.align is Align.CENTRE:
            x0 += spare / 2
        elif spot.align is Align.RIGHT:
            x0 += spare
        x1 = spot.right if full else x0 + wide
        lines.append(Line(text.strip(), x0, x1, spot.y + number * spot.pitch))
    return lines


def _words(runs: Iterable[Run]) -> Iterator[tuple[str, float]]:
    """Words and the spaces between them with their widths; a word may have several runs."""
    word, wide = "", 0.0
    for run in runs:
        for piece in re.findall(r"\s+|\S+", run.text):
            if word and word.isspace() != piece.isspace():
                yield word, wide
                word, wide = "", 0.0
            word += piece
            wide += _piece_width(piece, run.size, run.bold, run.italic)
    if word:
        yield word, wide


def _string(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs).strip()


def _width(runs: Iterable[Run]) -> float:
    return sum(width for _, width in _words(runs))


@lru_cache(maxsize=4096)
def _piece_width(text: str, size: float, bold: bool, italic: bool) -> float:
    return metrics.width(text, size, bold=bold, italic=italic)
