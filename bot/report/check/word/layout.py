"""Where a Word file puts things: paragraphs one under another, tables cell by cell.

    layout = Layout(styles, settings)
    layout.body(body, sections, sheets)     -> layout.blocks, layout.strokes

Lines are broken by the widths of Times New Roman. Text boxes and footnotes stay out.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bot.report import metrics
from bot.report.check.page import (
    PT_PER_MM,
    SINGLE,
    Block,
    Line,
    Run,
    Sheet,
    Stroke,
    is_underscores,
    joined,
)
from bot.report.check.word import strokes
from bot.report.check.word.lines import Column, Spot, has_text, segments, split, unwrapped, wrapped
from bot.report.check.word.styles import Element, ParagraphLook, Styles, child, qn
from bot.report.check.word.styles import points as pt
from bot.report.check.word.text import cell_width, cells, content, runs_of, text_of

_DESCENT = 0.216  # of Times New Roman, below the baseline


@dataclass(frozen=True)
class Settings:
    tab: float  #: pt between the stops that nobody has set
    tables_overhang: bool  #: text of a table's cells stands at the margin, its edge outside


def edges_of(sheet: Sheet) -> tuple[float, float]:
    """Where the text begins and ends, in points from the paper's left edge."""
    return (sheet.left or 0) * PT_PER_MM, (sheet.width - (sheet.right or 0)) * PT_PER_MM


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
class Layout:
    """One file in work; asked for a body once, and for any headers and footers."""

    styles: Styles
    settings: Settings
    blocks: list[Block] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    page: int = 0  #: pages that have been ended on purpose
    page_top: float = 0.0  #: where the text of the present page began
    bottom: float = 0.0
    tables: int = 0

    def body(self, body: Element, sections: list[Element], sheets: list[Sheet]) -> None:
        """Args:
        sections: their properties, in order; `sheets` are theirs.
        """
        left, right = edges_of(sheets[0])
        top = (sheets[0].top or 0) * PT_PER_MM
        self.page_top = top
        frame = _Frame(left, right, top, sheets[0])
        for element in content(body):
            self._element(element, frame)
            end = child(element, "w:pPr", "w:sectPr")
            if end is not None and frame.number + 1 < len(sheets):
                frame.number = sections.index(end) + 1
                frame.sheet = sheets[frame.number]
                frame.left, frame.right = edges_of(frame.sheet)
                kind = child(sections[frame.number], "w:type")
                if kind is None or kind.get(qn("w:val")) != "continuous":
                    self._break(frame)
        self.bottom = frame.y

    def story(self, story: Element, sheet: Sheet) -> list[Block]:
        """A header or a footer: what it adds."""
        left, right = edges_of(sheet)
        frame, before = _Frame(left, right, 0, sheet), len(self.blocks)
        for element in content(story):
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
        columns = table.iterfind(f"{qn('w:tblGrid')}/{qn('w:gridCol')}")
        grid = [pt(column.get(qn("w:w"))) or 0.0 for column in columns]
        margins = [self.styles.cell_margin(table, side) for side in ("left", "right")]
        left = self._table_left(table, frame, sum(grid), margins[0])
        style = child(table, "w:tblPr", "w:tblStyle")
        name = style.get(qn("w:val")) if style is not None else ""
        frame.y += frame.after
        frame.after = 0.0
        for row_number, row in enumerate(table.iterchildren(qn("w:tr"))):
            x, at, low = left, 0, frame.y
            for column, cell in enumerate(cells(row)):
                span = child(cell, "w:tcPr", "w:gridSpan")
                over = int(span.get(qn("w:val"), "1")) if span is not None else 1
                wide = cell_width(cell) or sum(grid[at : at + over])
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
                    for element in content(cell):
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

    def _table_left(self, table: Element, frame: _Frame, wide: float, margin: float) -> float:
        """Where a table's left edge is.

        Args:
            wide: all its columns together.
            margin: the left one of its cells.
        """
        ind, jc = child(table, "w:tblPr", "w:tblInd"), child(table, "w:tblPr", "w:jc")
        if jc is not None and jc.get(qn("w:val")) in ("center", "right"):
            spare = frame.right - frame.left - wide
            return frame.left + (spare / 2 if jc.get(qn("w:val")) == "center" else spare)
        left = frame.left + (pt(ind.get(qn("w:w"))) or 0.0 if ind is not None else 0.0)
        return left - margin if self.settings.tables_overhang else left

    def _paragraph(self, paragraph: Element, frame: _Frame) -> None:
        look = self.styles.paragraph(paragraph, frame.table_style)
        alike = look.contextual and frame.style == look.style
        gap = 0.0 if alike else frame.after + look.before
        if look.starts_page:
            self._break(frame)
        frame.y += gap
        frame.style = look.style if look.contextual else ""
        top = frame.y
        place = strokes.Place(
            frame.left,
            frame.right,
            top,
            (frame.sheet.left or 0) * PT_PER_MM,
            frame.sheet.width * PT_PER_MM,
            (frame.sheet.top or 0) * PT_PER_MM,
        )
        shapes = [shape for run in runs_of(paragraph) for shape in strokes.shapes(run)]
        for shape in shapes:
            self.strokes += strokes.strokes(shape, place)
        mark = self.styles.mark(paragraph, look)
        runs = list(text_of(paragraph, look, self.styles))
        if look.label:
            like = next((run for run in runs if run.text.strip()), mark)
            runs.insert(0, replace(like, text=f"{look.label} "))
        rows = split(runs, "\n\f")
        for number, (broken_by, row) in enumerate(rows):
            if broken_by == "\f":
                self._break(frame)
            if len(rows) > 1 and not has_text(row) and broken_by == "\f":
                continue  # nothing follows the page break
            self._row(row, look, mark, frame, gap, number > 0, bool(shapes))
        for shape in shapes:
            frame.y += strokes.height(shape)
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
        stops = tuple((frame.left + at, kind) for at, kind in look.tabs)
        column = Column(frame.left, frame.right, stops, self.settings.tab)
        start, parts = segments(runs, left + (0 if part else look.first), column)
        lines: list[Line] = []
        for number, (segment, x0) in enumerate(parts):
            alone = len(parts) == 1
            spot = Spot(
                start if alone else x0, left if alone else x0, right, first, pitch, look.align
            )
            lines = wrapped(segment, spot) if alone else [unwrapped(segment, spot)]
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
