"""A PDF opened: its pages, their numbers, the margins that the text keeps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.report.check import sentences as say
from bot.report.check.decree import MARGINS
from bot.report.check.errors import Unusable
from bot.report.check.page import (
    PT_PER_MM,
    Document,
    Line,
    PageNumber,
    Sheet,
    Stroke,
    Tolerance,
    is_underscores,
)
from bot.report.check.pdf.items import items_on
from bot.report.check.pdf.lines import FoundLine, lines_on, underlined_line
from bot.report.check.pdf.paragraphs import blocks_of, edges_of
from bot.report.check.pdf.strokes import strokes_on, typed_rule

if TYPE_CHECKING:
    from pdfplumber.page import Page

# in a header of one row, lines of 13 and 14 pt side by side are 2.1 pt apart: nobody sees that
_TOLERANCE = Tolerance(size=0.3, level=2.5)
_ASCENT = 0.891  # of Times New Roman, above the baseline
_DESCENT = 0.216
_MOST_PAGES = 300
_REMARKS = frozenset(
    {"Text", "FreeText", "Highlight", "Underline", "StrikeOut", "Squiggly", "Caret", "Ink"}
)
_MOST_ON_A_PAGE = 5_000_000  # bytes of what is drawn; a full page of text has 50 000
_MOST_IN_ALL = 30_000_000
_EDGE = 25 * PT_PER_MM  # page numbers stand within this of the paper's edge
_NUMBER = re.compile(r"\W*(Trang\s*)?(\d{1,4}|[ivxlc]{1,7})(\s*(/|trên)\s*\d{1,4})?\W*", re.I)


def read(path: Path) -> Document:
    """Read a PDF.

    Raises:
        Unusable: it is damaged, locked, or has no text.
        OSError: it cannot be read.
    """
    # a second of imports that a Word file need not wait for
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(path) as pdf:
            if len(pdf.pages) > _MOST_PAGES:
                raise Unusable(say.TOO_BIG)
            return _read(pdf.pages)
    except PdfminerException as error:
        locked = bool(error.args) and isinstance(error.args[0], PDFPasswordIncorrect)
        raise Unusable(say.LOCKED if locked else say.DAMAGED_PDF) from error
    except (Unusable, OSError, MemoryError):
        raise
    except Exception as error:  # pdfminer meets broken files with whatever comes
        raise Unusable(say.DAMAGED_PDF) from error


@dataclass(frozen=True)
class _FoundPage:
    """What is on a page."""

    number: int
    top: float  #: below the tops of the pages before
    height: float
    texts: list[FoundLine]
    strokes: list[Stroke]


def _read(pages: Sequence[Page]) -> Document:
    found: list[_FoundPage] = []
    top, bytes_drawn, remarks = 0.0, 0, 0
    for number, source in enumerate(pages, 1):
        bytes_drawn += (here := _bytes_drawn(source))
        if here > _MOST_ON_A_PAGE or bytes_drawn > _MOST_IN_ALL:
            raise Unusable(say.TOO_BIG)
        letters, drawn = items_on(source)
        lines = list(lines_on(source, letters, drawn, number, top))
        strokes = list(strokes_on(drawn, top))
        found.append(_FoundPage(number, top, float(source.height), lines, strokes))
        remarks += sum(_is_remark(one) for one in source.annots)
        top += float(source.height)
        source.close()  # what it keeps of a page is several megabytes
    everything = [text for page in found for text in page.texts]
    if not everything:
        raise Unusable(say.NO_TEXT)
    # pdfminer's sign for a letter whose meaning the file does not tell
    if sum("(cid:" in text.line.text for text in everything) > len(everything) / 2:
        raise Unusable(say.NO_LETTERS)
    left, right = edges_of(everything, float(pages[0].width))
    return replace(
        _document(pages, found, left, right),
        revisions=(("comments", remarks),) if remarks else (),
    )


def _is_remark(annotation: dict[str, Any]) -> bool:
    """Whether somebody wrote or marked it; links and fields belong to the document."""
    kind = annotation.get("data", {}).get("Subtype")
    return str(getattr(kind, "name", kind)).strip("/'") in _REMARKS


def _bytes_drawn(page: Page) -> int:
    """How many bytes of what is drawn a page unpacks to."""
    from pdfminer.pdftypes import PDFStream, resolve1

    parts = (resolve1(part) for part in page.page_obj.contents)
    return sum(len(part.get_data()) for part in parts if isinstance(part, PDFStream))


def _document(
    pages: Sequence[Page], found: Sequence[_FoundPage], left: float, right: float
) -> Document:
    """Args:
    left, right: the edges of the text.
    """
    numbers: list[PageNumber] = []
    kept: list[FoundLine] = []
    rules: list[Stroke] = []
    underlined: set[Line] = set()
    for page in found:
        texts = page.texts
        if (printed := _page_number(page, (left + right) / 2)) is not None:
            texts = [text for text in texts if text is not printed[0]]
            numbers.append(printed[1])
        texts = _without_address(texts, page, right - left)
        rules += [typed_rule(text.line) for text in texts if is_underscores(text.line.text)]
        texts = [text for text in texts if not is_underscores(text.line.text)]
        for stroke in page.strokes:
            over = underlined_line(stroke, texts)
            if over is None:
                rules.append(stroke)
            else:
                underlined.add(over)
        kept += texts
    sizes = (Sheet(float(p.width) / PT_PER_MM, float(p.height) / PT_PER_MM) for p in pages)
    first, *others = dict.fromkeys(sizes)
    return Document(
        blocks=tuple(blocks_of(kept, left, right, underlined)),
        strokes=tuple(rules),
        sheets=(_with_margins(first, kept, left, right, found), *others),
        numbers=tuple(numbers),
        pages=len(found),
        left=left,
        right=right,
        tolerance=_TOLERANCE,
        page_tops=tuple(page.top for page in found),
    )


def _page_number(page: _FoundPage, middle: float) -> tuple[FoundLine, PageNumber] | None:
    """The page number among a page's lines: alone on the first or the last of them."""
    for text in (*page.texts[:1], *page.texts[-1:]):
        on_top = text.line.y - page.top < _EDGE
        at_bottom = page.top + page.height - text.line.y < _EDGE
        if (on_top or at_bottom) and _NUMBER.fullmatch(text.line.text):
            run = text.runs[0]
            return text, PageNumber(
                page=page.number,
                text=text.line.text,
                off_centre=(text.line.centre - middle) / PT_PER_MM,
                on_top=on_top,
                size=text.size,
                bold=run.bold,
                italic=run.italic,
            )
    return None


def _without_address(texts: list[FoundLine], page: _FoundPage, width: float) -> list[FoundLine]:
    """Without the office's address, which stands under a line across the foot of the page."""
    foot = page.top + page.height - 2 * _EDGE
    across = [s.y for s in page.strokes if s.length > 0.9 * width and s.y > foot]
    if not across:
        return texts
    return [t for t in texts if t.line.y < min(across) or t.ruled or t.size > 12.5]


def _with_margins(
    sheet: Sheet,
    texts: Sequence[FoundLine],
    left: float,
    right: float,
    pages: Sequence[_FoundPage],
) -> Sheet:
    """The margins that the text keeps, where it tells them.

    Space before a first paragraph looks like margin, the foot is reached by full pages only, and
    the right edge is sure where several lines end at it.
    """
    tops, bottoms = [], []
    for page in pages:
        own = [text for text in texts if text.page == page.number]
        if own and abs(page.height / PT_PER_MM - sheet.height) < 1:
            end = page.top + page.height
            tops.append(min(t.line.y - _ASCENT * t.size for t in own) - page.top)
            bottoms.append(end - max(t.line.y + _DESCENT * t.size for t in own))
    top, bottom = (min(given, default=0.0) / PT_PER_MM for given in (tops, bottoms))
    beyond = sheet.width - right / PT_PER_MM
    sure = beyond < MARGINS["right"][0] or sum(abs(t.line.x1 - right) < 0.5 for t in texts) > 1
    return replace(
        sheet,
        left=left / PT_PER_MM,
        right=beyond if sure else None,
        top=None if MARGINS["top"][1] < top < MARGINS["top"][1] + 4 else top,
        bottom=bottom if bottom < MARGINS["bottom"][0] else None,
    )
