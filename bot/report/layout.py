"""What a Word template cannot know: how long a rule is, where a name breaks, what stays together.

The pass runs over a rendered document and finds its elements by the names of their styles. An
element that an office has taken out of its template is left out here too.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from functools import cache

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from bot.minutes.typed.places import PROVINCES
from bot.minutes.typed.words import fold
from bot.report import metrics, styles

# The rules under an agency's name and under the subject have a third to a half of the text's
# length; the one under the state's motto is as long as it
_RULE_SHARE = 0.42
# A line that is almost as long as its column may still be broken by another program's metrics
_SAFETY = Pt(4)
_LEAST_LEFT_COLUMN = Pt(130)
# Conclusions that stay on one page with the signature
_KEPT_PARAGRAPHS = 2
_KEPT_ROWS = 5

# A line that begins with one of these reads well; another beginning costs as much as raggedness
_BREAK_BEFORE = frozenset(
    {"va", "&", "-", "tinh", "thanh", "huyen", "quan", "xa", "phuong", "khu", "thuoc", "truc"}
    | {"cua", "tai", "ve", "cho", "trong", "nam", "thang"}
)
_BAD_BREAK = 0.35
# Never broken inside: the provinces and cities (Nghị quyết 202/2025/QH15), the state
_NAMES = frozenset(
    tuple(fold(name).split())
    for name in (*(x for x in PROVINCES if " " in x), "Việt Nam", "Thanh Hoá")
)
_MOST_BALANCED = 80  # words

# Broken into lines of about one length where they are too long for one
_CENTRED = (styles.PARENT_AGENCY, styles.AGENCY, styles.SUBJECT, styles.SIGNER_TITLE)

_MARK = re.compile("\ue000([0-9,]*)\ue001")


def marked(text: str, lines: Sequence[int]) -> str:
    """A text that carries the numbers of its lines through any template, unseen.

    What people type has none of these characters (``words.clean``).
    """
    return f"\ue000{','.join(map(str, lines))}\ue001{text}" if lines else text


def arrange(document: Document, comments: Mapping[int, str] | None = None) -> None:
    """Lay a rendered document out, in place.

    Args:
        comments: what a comment says about the line of each number; None leaves the document
            without comments.
    """
    _Pass(document).run(comments)


class _Pass:
    """One document, with the names of its styles at hand: looking them up takes long."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._names = {look.style_id: look.name for look in document.styles}
        normal = document.styles.default(WD_STYLE_TYPE.PARAGRAPH)
        self._default = normal.name if normal is not None else ""

    def run(self, comments: Mapping[int, str] | None) -> None:
        for paragraph in list(self._everywhere()):
            lines = _take_marks(paragraph)
            if comments and lines and paragraph.runs:
                said = "\n".join(comments[no] for no in lines if no in comments)
                self._document.add_comment(paragraph.runs, said, author="Biên bản", initials="BB")
        for table in self._document.tables:
            self._widen_for_the_date(table)
        for paragraphs, width in self._containers():
            self._break_lines(paragraphs, width)
            self._draw_rules(paragraphs, width)
        self._keep_with_next()
        self._keep_with_signature()
        if self._document.element.body[-2].tag == qn("w:tbl"):
            # Word wants a paragraph behind a table
            behind = self._document.add_paragraph()
            behind.paragraph_format.line_spacing = Pt(1)

    # --- finding ------------------------------------------------------------------------------

    def _everywhere(self) -> Iterator[Paragraph]:
        """Every paragraph, also in tables in tables, in content controls, in headers."""
        parts = [self._document.element.body]
        for section in self._document.sections:
            for part in (section.header, section.first_page_header, section.footer):
                parts += [] if part.is_linked_to_previous else [part._element]
        for part in parts:
            for found in part.iter(qn("w:p")):
                yield Paragraph(found, self._document._body)

    def _containers(self) -> Iterator[tuple[list[Paragraph], Length]]:
        """The paragraphs of the body and of each cell, and how wide a line of them may be."""
        section = self._document.sections[0]
        paper, left, right = section.page_width, section.left_margin, section.right_margin
        page = paper - left - right if paper and left and right else Mm(165)
        yield self._document.paragraphs, Length(page)
        for table in self._document.tables:
            for cell in _cells(table):
                if cell.width:
                    yield cell.paragraphs, cell.width

    def _is(self, paragraph: Paragraph, *names: str) -> bool:
        look = paragraph._p.style
        return (self._names.get(look) if look else self._default) in names

    # --- lines --------------------------------------------------------------------------------

    def _break_lines(self, paragraphs: Sequence[Paragraph], width: Length) -> None:
        """Break what is longer than a line into lines of about one length."""
        for paragraph in paragraphs:
            if self._is(paragraph, *_CENTRED) and "\n" not in paragraph.text:
                lines = balanced(paragraph.text, width - _SAFETY, _measure(paragraph))
                if len(lines) > 1:
                    _set_lines(paragraph, lines)

    def _widen_for_the_date(self, table: Table) -> None:
        """A long place's name needs a wider right cell; the row above keeps its widths."""
        if len(table.columns) != 2:
            return
        for row in table.rows:
            left, right = row.cells
            for paragraph in right.paragraphs:
                if not (self._is(paragraph, styles.PLACE_AND_DATE) and left.width and right.width):
                    continue
                needed = _measure(paragraph)(paragraph.text) + _SAFETY
                both = left.width + right.width
                if right.width < needed <= both - _LEAST_LEFT_COLUMN:
                    _widen_right(table, row, Length(round(needed)))
                    return

    # --- rules --------------------------------------------------------------------------------

    def _draw_rules(self, paragraphs: Sequence[Paragraph], width: Length) -> None:
        """Give each rule the length that the text above it asks for, and centre it."""
        above: Paragraph | None = None
        for paragraph in paragraphs:
            if not self._is(paragraph, styles.RULE):
                above = paragraph if paragraph.text.strip() else above
                continue
            if above is None or not _has_border(paragraph):
                continue
            share = 1.0 if self._is(above, styles.MOTTO) else _RULE_SHARE
            length = share * min(_measure(above)(above.text.split("\n")[-1]), width)
            side = Length(round((width - length) / 2))
            paragraph.paragraph_format.left_indent = side
            paragraph.paragraph_format.right_indent = side

    # --- pages --------------------------------------------------------------------------------

    def _keep_with_next(self) -> None:
        """What ends with a colon is not the last line of a page."""
        for paragraph in self._document.paragraphs:
            if paragraph.text.rstrip().endswith(":"):
                paragraph.paragraph_format.keep_with_next = True

    def _keep_with_signature(self) -> None:
        """The signature is never alone on a page: the last sentences of the body go with it."""
        for table in self._document.tables:
            if not any(self._is(p, styles.SIGNER) for p in _paragraphs_of(table)):
                continue
            for row in table.rows[:-1]:
                for cell in row.cells:
                    for paragraph in cell.paragraphs:
                        paragraph.paragraph_format.keep_with_next = True
            before = table._tbl.getprevious()
            for _ in range(_KEPT_PARAGRAPHS):
                if before is None:
                    break
                rows = before.findall(qn("w:tr"))
                if len(rows) > _KEPT_ROWS:
                    break  # a long table breaks where the page ends
                for paragraph in before.iter(qn("w:p")):
                    Paragraph(paragraph, table._parent).paragraph_format.keep_with_next = True
                before = before.getprevious()


def balanced(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """As few lines as fit, of about one length, rather broken before "và", "tỉnh", "của" ….

    A word that is wider than a line has one of its own. A text of very many words is filled line
    by line instead.

    Args:
        width: of a line, in the unit of `measure`.
    """
    words = _whole_names(text.split(), width, measure)
    if measure(text) <= width or len(words) < 2:
        return [text]
    widths = [measure(word) for word in words]
    space = measure(" ")

    def line(first: int, end: int) -> float:
        return sum(widths[first:end]) + space * (end - first - 1)

    greedy: list[list[int]] = [[0]]  # the words of each line
    for n in range(1, len(words)):
        if line(greedy[-1][0], n + 1) <= width:
            greedy[-1].append(n)
        else:
            greedy.append([n])
    if len(words) > _MOST_BALANCED:
        return [" ".join(words[n] for n in row) for row in greedy]

    @cache
    def best(first: int, lines: int) -> tuple[float, tuple[int, ...]]:
        """The cost of the words from `first` on in so many lines, and where these begin."""
        if lines == 1:
            long = line(first, len(words))
            fits = long <= width or first == len(words) - 1
            return (long**2 if fits else math.inf), (first,)
        found: tuple[float, tuple[int, ...]] = (math.inf, ())
        for after in range(first + 1, len(words) - lines + 2):
            here = line(first, after)
            if here > width and after > first + 1:
                break
            rest, begins = best(after, lines - 1)
            bad = 0.0 if fold(words[after]) in _BREAK_BEFORE else (_BAD_BREAK * width) ** 2
            found = min(found, (here**2 + rest + bad, (first, *begins)))
        return found

    _, begins = best(0, len(greedy))
    ends = (*begins[1:], len(words))
    return [" ".join(words[first:end]) for first, end in zip(begins, ends, strict=True)]


def _whole_names(words: Sequence[str], width: float, measure: Callable[[str], float]) -> list[str]:
    """The words, names of places as one, where a line takes them."""
    found: list[str] = []
    at = 0
    while at < len(words):
        length = next(
            (n for n in (3, 2) if tuple(map(fold, words[at : at + n])) in _NAMES),
            1,
        )
        name = " ".join(words[at : at + length])
        if length > 1 and measure(name) > width:
            length, name = 1, words[at]
        found.append(name)
        at += length
    return found


def _set_lines(paragraph: Paragraph, lines: Sequence[str]) -> None:
    first, *others = [run for run in paragraph.runs if run.text]
    for run in others:
        run.text = ""
    first.text = lines[0]
    for line in lines[1:]:
        first.add_break(WD_BREAK.LINE)
        first.add_text(line)


def _measure(paragraph: Paragraph) -> Callable[[str], float]:
    """How wide a text would be in this paragraph, in EMU."""
    size, bold, italic = _font(paragraph)

    def measure(text: str) -> float:
        return Pt(1) * metrics.width(text, size, bold=bold, italic=italic)

    return measure


def _font(paragraph: Paragraph) -> tuple[float, bool, bool]:
    """Size in points, bold, italic: of the first run, else of the style and its bases."""
    run = next((run for run in paragraph.runs if run.text.strip()), None)
    fonts = [run.font] if run else []
    look: ParagraphStyle | None = paragraph.style
    while look is not None:
        fonts.append(look.font)
        look = look.base_style
    size = next((font.size for font in fonts if font.size), Pt(14))
    bold = next((font.bold for font in fonts if font.bold is not None), False)
    italic = next((font.italic for font in fonts if font.italic is not None), False)
    return size.pt, bold, italic


def _has_border(paragraph: Paragraph) -> bool:
    return bool(paragraph._p.findall(f".//{qn('w:pBdr')}"))


def _widen_right(table: Table, widened: _Row, needed: Length) -> None:
    """Give the right cell of one row of a table of two columns more room, and only that row.

    The grid has then three columns, and each row spans two of them.
    """
    left, right = widened.cells
    assert left.width is not None
    assert right.width is not None
    moved = Length(needed - right.width)
    grid = table._tbl.tblGrid
    first, _ = grid.findall(qn("w:gridCol"))
    between = deepcopy(first)
    first.w, between.w = Length(left.width - moved), moved
    first.addnext(between)
    for row in table.rows:
        cells = row._tr.tc_lst
        if row._tr is widened._tr:
            cells[1].grid_span = 2
            cells[0].width, cells[1].width = first.w, needed
        else:
            cells[0].grid_span = 2


def _paragraphs_of(table: Table) -> Iterator[Paragraph]:
    for cell in _cells(table):
        yield from cell.paragraphs


def _cells(table: Table) -> Iterator[_Cell]:
    for row in table.rows:
        yield from row.cells


def _take_marks(paragraph: Paragraph) -> list[int]:
    """The numbers of the lines that a paragraph carries; afterwards it carries none."""
    found: list[int] = []
    for text in paragraph._p.iter(qn("w:t")):  # also what is tracked as inserted
        if "\ue000" in (text.text or ""):
            found += [int(n) for m in _MARK.findall(text.text) for n in m.split(",") if n]
            text.text = _MARK.sub("", text.text)
    return list(dict.fromkeys(found))
