"""Lines of text on a page of a PDF: characters on one baseline, parted where a column ends."""

from __future__ import annotations

import functools
import re
import statistics
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.report.check.page import BLACK, TIMES, Line, Run, Stroke, joined
from bot.report.check.pdf.items import Drawn, Letter
from bot.report.check.pdf.strokes import FLAT

if TYPE_CHECKING:
    from pdfplumber.page import Page

_STAND_INS = ("timesnewroman", "liberationserif", "tinos")
_COLUMN_GAP = 9.0  # pt between two texts without a space between them
_WIDE_GAP = 40.0  # pt after a space
_UNDERLINE = 0.17  # nearer to the baseline, in sizes, a stroke underlines


@dataclass(frozen=True)
class FoundLine:
    """A line as it is found."""

    runs: tuple[Run, ...]
    line: Line
    size: float
    first_word: float  #: its width
    page: int
    ruled: bool  #: inside a table with lines
    beside: bool  #: another text stands on the same line


def lines_on(
    page: Page, letters: Iterable[Letter], drawn: Iterable[Drawn], number: int, top: float
) -> Iterator[FoundLine]:
    """Args:
    letters, drawn: what is on the page.
    top: of the page, below the tops of the pages before.
    """
    boxes = _tables(page, drawn)
    for row in _rows(letters):
        columns = list(_columns(row))
        for column in columns:
            text = _line_of(column, top, number, boxes, beside=len(columns) > 1)
            if text is not None:
                yield text


def _rows(chars: Iterable[Letter]) -> list[list[Letter]]:
    """Characters by baseline; raised ones go with the line that they are raised from."""
    rows: list[list[Letter]] = []
    at = -100.0
    for char in sorted(chars, key=lambda char: char.y):
        if char.y - at > 1.5:
            rows.append([])
            at = char.y
        rows[-1].append(char)
    rows = [row for row in rows if any(char.text.strip() for char in row)]
    kept: list[list[Letter]] = []
    for before, row, after in zip([None, *rows], rows, [*rows[1:], None], strict=False):
        home = _raised_from(row, before, after)
        if home is None:
            kept.append(row)
        else:
            home += row
    return kept


def _raised_from(
    row: list[Letter],
    before: list[Letter] | None,
    after: list[Letter] | None,
) -> list[Letter] | None:
    """The line that a row of small characters belongs to, None where it is a line itself."""
    if {char.text.strip() for char in row} <= {"_", ""}:
        return None
    small = max(char.size for char in row)
    for home in (after, before):
        if home is None:
            continue
        size = statistics.median(char.size for char in home)
        away = abs(row[0].y - home[0].y)
        inside = (
            min(c.x0 for c in home) - 1 <= min(c.x0 for c in row)
            and max(c.x1 for c in row) <= max(c.x1 for c in home) + size
        )
        if small < 0.75 * size and away < 0.6 * size and inside:
            return home
    return None


def _columns(row: list[Letter]) -> Iterator[list[Letter]]:
    """A row parted where two texts stand side by side."""
    row = sorted(row, key=lambda char: round(char.x0, 1))
    start = 0
    for at, (one, two) in enumerate(pairwise(row), 1):
        gap = two.x0 - one.x1
        if gap > (_WIDE_GAP if one.text.isspace() else _COLUMN_GAP):
            yield row[start:at]
            start = at
    yield row[start:]


def _line_of(
    chars: list[Letter],
    top: float,
    number: int,
    boxes: Iterable[tuple[float, float, float, float]],
    beside: bool,
) -> FoundLine | None:
    while chars and not chars[0].text.strip():
        chars = chars[1:]
    while chars and not chars[-1].text.strip():
        chars = chars[:-1]
    if not chars:
        return None
    size = statistics.median_high(round(char.size, 2) for char in chars)
    y = statistics.median(char.y for char in chars if abs(char.size - size) < 0.1)
    runs: list[Run] = []
    last = None
    first_word = 0.0
    for char in chars:
        text = char.text
        if last is not None and not (text.isspace() or last.text.isspace()):
            # some programs leave the spaces out
            gap = char.x0 - last.x1
            text = f" {text}" if gap > 0.2 * size else text
        if not first_word and text[:1].isspace():
            first_word = char.x0 - chars[0].x0
        family, bold, italic = _font(char.font)
        own = round(char.size, 2)
        raised = own < 0.75 * size
        runs.append(
            Run(text, family, size if raised else own, bold, italic, _colour(char)),
        )
        last = char
    whole = "".join(run.text for run in runs)
    x0, x1 = chars[0].x0, chars[-1].x1
    middle = ((x0 + x1) / 2, y - size / 3)
    return FoundLine(
        runs=joined(runs),
        line=Line(whole.strip(), x0, x1, top + y),
        size=size,
        first_word=first_word or x1 - x0,
        page=number,
        ruled=any(b[0] < middle[0] < b[2] and b[1] < middle[1] < b[3] for b in boxes),
        beside=beside,
    )


@functools.cache
def _font(name: str) -> tuple[str, bool, bool]:
    """``BAAAAA+LiberationSerif-BoldItalic`` -> family, bold, italic."""
    full = name.split("+", 1)[-1]
    style = full.lower()
    plain = re.sub(r"[^a-z]", "", style)
    family = TIMES if plain.startswith(_STAND_INS) else re.split(r"[-,]", full)[0]
    return family, "bold" in style, "italic" in style or "oblique" in style


def _colour(char: Letter) -> str:
    """RRGGBB from grey, RGB or CMYK; an unknown colour space counts as black."""
    given = char.colour
    values = given if isinstance(given, (tuple, list)) else (given,)
    if not values or not all(isinstance(value, (int, float)) for value in values):
        return BLACK
    if len(values) == 4:
        c, m, y, k = (float(value) for value in values)
        values = tuple((1 - part) * (1 - k) for part in (c, m, y))
    parts = [min(max(round(float(value) * 255), 0), 255) for value in values]
    parts = parts * 3 if len(parts) == 1 else parts[:3]
    return "".join(f"{part:02X}" for part in parts)


def _tables(page: Page, drawn: Iterable[Drawn]) -> list[tuple[float, float, float, float]]:
    """The boxes of tables with lines; looking for them takes time, so only where one can be."""
    if not any(one.width <= FLAT < one.height for one in drawn if not one.is_curve):
        return []
    return [tuple(float(side) for side in table.bbox) for table in page.find_tables()]  # type: ignore[misc]


def underlined_line(stroke: Stroke, texts: Iterable[FoundLine]) -> Line | None:
    """The line of text that a stroke underlines, None where it is a rule of its own."""
    for text in texts:
        near = -0.05 * text.size < stroke.y - text.line.y < _UNDERLINE * text.size
        if near and text.line.x0 - 1 < stroke.centre < text.line.x1 + 1:
            return text.line
    return None
