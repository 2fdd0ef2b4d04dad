"""A PDF as a ``Document``: what its characters and strokes tell by where they stand.

Lines are characters on one baseline, parted where a column ends. Lines become a paragraph where
the next one's first word would not have fitted on the one above.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.report.check import sentences as say
from bot.report.check.decree import INDENTS, MARGINS
from bot.report.check.errors import Unusable
from bot.report.check.page import (
    BLACK,
    PT_PER_MM,
    SINGLE,
    TIMES,
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

if TYPE_CHECKING:
    from pdfplumber.page import Page

_Char = dict[str, Any]  # of pdfplumber, and its baseline as "y"

# in a header of one row, lines of 13 and 14 pt side by side are 2.1 pt apart: nobody sees that
_TOLERANCE = Tolerance(size=0.3, level=2.5)
_STAND_INS = ("timesnewroman", "liberationserif", "tinos")
_ASCENT = 0.891  # of Times New Roman, above the baseline
_DESCENT = 0.216
_UNDERLINE = 0.17  # nearer to the baseline, in sizes, a stroke underlines
_FLAT = 2.0  # pt: what is no higher is a line
_COLUMN_GAP = 9.0  # pt between two texts without a space between them
_WIDE_GAP = 40.0  # pt after a space
_MOST_PAGES = 300
_EDGE = 25 * PT_PER_MM  # page numbers stand within this of the paper's edge
_NUMBER = re.compile(r"\W*(Trang\s*)?(\d{1,4}|[ivxlc]{1,7})(\s*(/|trên)\s*\d{1,4})?\W*", re.I)


@dataclass(frozen=True)
class _Text:
    """A line as it is found."""

    runs: tuple[Run, ...]
    line: Line
    size: float
    first_word: float  #: its width
    page: int
    ruled: bool  #: inside a table with lines
    beside: bool  #: another text stands on the same line


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
    except (Unusable, OSError):
        raise
    except Exception as error:  # pdfminer meets broken files with whatever comes
        raise Unusable(say.DAMAGED_PDF) from error


@dataclass(frozen=True)
class _Found:
    """What is on a page."""

    number: int
    top: float  #: below the tops of the pages before
    height: float
    texts: list[_Text]
    strokes: list[Stroke]


def _read(pages: Sequence[Page]) -> Document:
    found: list[_Found] = []
    top = 0.0
    for number, source in enumerate(pages, 1):
        lines, strokes = list(_lines(source, number, top)), list(_strokes(source, top))
        found.append(_Found(number, top, float(source.height), lines, strokes))
        top += float(source.height)
    everything = [text for page in found for text in page.texts]
    if not everything:
        raise Unusable(say.NO_TEXT)
    # pdfminer's sign for a letter whose meaning the file does not tell
    if sum("(cid:" in text.line.text for text in everything) > len(everything) / 2:
        raise Unusable(say.NO_LETTERS)
    left, right = _edges(everything, float(pages[0].width))

    numbers: list[PageNumber] = []
    kept: list[_Text] = []
    rules: list[Stroke] = []
    underlined: set[Line] = set()
    for page in found:
        texts = page.texts
        if (printed := _page_number(page, (left + right) / 2)) is not None:
            texts = [text for text in texts if text is not printed[0]]
            numbers.append(printed[1])
        texts = _without_address(texts, page, right - left)
        rules += [_typed_rule(text.line) for text in texts if is_underscores(text.line.text)]
        texts = [text for text in texts if not is_underscores(text.line.text)]
        for stroke in page.strokes:
            over = _underlines(stroke, texts)
            if over is None:
                rules.append(stroke)
            else:
                underlined.add(over)
        kept += texts
    sizes = (Sheet(float(p.width) / PT_PER_MM, float(p.height) / PT_PER_MM) for p in pages)
    first, *others = dict.fromkeys(sizes)
    return Document(
        blocks=tuple(_blocks(kept, left, right, underlined)),
        strokes=tuple(rules),
        sheets=(_with_margins(first, kept, left, right, found), *others),
        numbers=tuple(numbers),
        pages=len(found),
        left=left,
        right=right,
        tolerance=_TOLERANCE,
        page_tops=tuple(page.top for page in found),
    )


# --- from characters to lines -------------------------------------------------------------------


def _lines(page: Page, number: int, top: float) -> Iterator[_Text]:
    boxes = _tables(page)
    height = float(page.height)
    chars = [
        # the baseline from the top of the page; pdfplumber has the letters' boxes only
        {**char, "y": height - float(char["matrix"][5])}
        for char in page.chars
        if char.get("upright", True)
    ]
    for row in _rows(chars):
        columns = list(_columns(row))
        for column in columns:
            text = _text(column, top, number, boxes, beside=len(columns) > 1)
            if text is not None:
                yield text


def _rows(chars: list[_Char]) -> list[list[_Char]]:
    """Characters by baseline; raised ones go with the line that they are raised from."""
    rows: list[list[_Char]] = []
    at = -100.0
    for char in sorted(chars, key=lambda char: float(char["y"])):
        if char["y"] - at > 1.5:
            rows.append([])
            at = char["y"]
        rows[-1].append(char)
    rows = [row for row in rows if any(char["text"].strip() for char in row)]
    kept: list[list[_Char]] = []
    for before, row, after in zip([None, *rows], rows, [*rows[1:], None], strict=False):
        home = _raised_from(row, before, after)
        if home is None:
            kept.append(row)
        else:
            home += row
    return kept


def _raised_from(
    row: list[_Char],
    before: list[_Char] | None,
    after: list[_Char] | None,
) -> list[_Char] | None:
    """The line that a row of small characters belongs to, None where it is a line itself."""
    if {char["text"].strip() for char in row} <= {"_", ""}:
        return None
    small = max(char["size"] for char in row)
    for home in (after, before):
        if home is None:
            continue
        size = statistics.median(char["size"] for char in home)
        away = abs(row[0]["y"] - home[0]["y"])
        inside = (
            min(c["x0"] for c in home) - 1 <= min(c["x0"] for c in row)
            and max(c["x1"] for c in row) <= max(c["x1"] for c in home) + size
        )
        if small < 0.75 * size and away < 0.6 * size and inside:
            return home
    return None


def _columns(row: list[_Char]) -> Iterator[list[_Char]]:
    """A row parted where two texts stand side by side."""
    row = sorted(row, key=lambda char: round(float(char["x0"]), 1))
    start = 0
    for at, (one, two) in enumerate(pairwise(row), 1):
        gap = float(two["x0"]) - float(one["x1"])
        if gap > (_WIDE_GAP if one["text"].isspace() else _COLUMN_GAP):
            yield row[start:at]
            start = at
    yield row[start:]


def _text(
    chars: list[_Char],
    top: float,
    number: int,
    boxes: Iterable[tuple[float, float, float, float]],
    beside: bool,
) -> _Text | None:
    while chars and not chars[0]["text"].strip():
        chars = chars[1:]
    while chars and not chars[-1]["text"].strip():
        chars = chars[:-1]
    if not chars:
        return None
    size = statistics.median_high(round(float(char["size"]), 2) for char in chars)
    y = statistics.median(char["y"] for char in chars if abs(char["size"] - size) < 0.1)
    runs: list[Run] = []
    last = None
    first_word = 0.0
    for char in chars:
        text = char["text"]
        if last is not None and not (text.isspace() or last["text"].isspace()):
            # some programs leave the spaces out
            gap = float(char["x0"]) - float(last["x1"])
            text = f" {text}" if gap > 0.2 * size else text
        if not first_word and text[:1].isspace():
            first_word = float(char["x0"]) - float(chars[0]["x0"])
        family, bold, italic = _font(char["fontname"])
        own = round(float(char["size"]), 2)
        raised = own < 0.75 * size
        runs.append(
            Run(text, family, size if raised else own, bold, italic, _colour(char)),
        )
        last = char
    whole = "".join(run.text for run in runs)
    x0, x1 = float(chars[0]["x0"]), float(chars[-1]["x1"])
    middle = ((x0 + x1) / 2, y - size / 3)
    return _Text(
        runs=joined(runs),
        line=Line(whole.strip(), x0, x1, top + y),
        size=size,
        first_word=first_word or x1 - x0,
        page=number,
        ruled=any(b[0] < middle[0] < b[2] and b[1] < middle[1] < b[3] for b in boxes),
        beside=beside,
    )


def _font(name: object) -> tuple[str, bool, bool]:
    """``BAAAAA+LiberationSerif-BoldItalic`` -> family, bold, italic."""
    full = name.decode("latin-1") if isinstance(name, bytes) else str(name)
    full = full.split("+", 1)[-1]
    style = full.lower()
    plain = re.sub(r"[^a-z]", "", style)
    family = TIMES if plain.startswith(_STAND_INS) else re.split(r"[-,]", full)[0]
    return family, "bold" in style, "italic" in style or "oblique" in style


def _colour(char: _Char) -> str:
    """RRGGBB from grey, RGB or CMYK; an unknown colour space counts as black."""
    given = char.get("non_stroking_color")
    values = given if isinstance(given, (tuple, list)) else (given,)
    if not values or not all(isinstance(value, (int, float)) for value in values):
        return BLACK
    if len(values) == 4:
        c, m, y, k = (float(value) for value in values)
        values = tuple((1 - part) * (1 - k) for part in (c, m, y))
    parts = [min(max(round(float(value) * 255), 0), 255) for value in values]
    parts = parts * 3 if len(parts) == 1 else parts[:3]
    return "".join(f"{part:02X}" for part in parts)


def _tables(page: Page) -> list[tuple[float, float, float, float]]:
    """The boxes of tables with lines; looking for them takes time, so only where one can be."""
    upright = [o for o in (*page.lines, *page.rects) if o["width"] <= _FLAT < o["height"]]
    if not upright:
        return []
    return [tuple(float(side) for side in table.bbox) for table in page.find_tables()]  # type: ignore[misc]


def _strokes(page: Page, top: float) -> Iterator[Stroke]:
    """Horizontal lines; LibreOffice draws each twice, Word as a flat rectangle."""
    seen: set[tuple[int, int, int]] = set()
    for drawn in (*page.lines, *page.rects, *page.curves):
        x0, x1, y = float(drawn["x0"]), float(drawn["x1"]), float(drawn["top"])
        if float(drawn["height"]) > _FLAT or x1 - x0 < 5:
            continue
        y = (y + float(drawn["bottom"])) / 2
        place = (round(x0), round(x1), round(y))
        if place not in seen:
            seen.update(
                (place[0] + a, place[1] + b, place[2] + c)
                for a in (-1, 0, 1)
                for b in (-1, 0, 1)
                for c in (-1, 0, 1)
            )
            yield Stroke(x0, x1, top + y)


def _underlines(stroke: Stroke, texts: Iterable[_Text]) -> Line | None:
    """The line of text that a stroke underlines, None where it is a rule of its own."""
    for text in texts:
        near = -0.05 * text.size < stroke.y - text.line.y < _UNDERLINE * text.size
        if near and text.line.x0 - 1 < stroke.centre < text.line.x1 + 1:
            return text.line
    return None


# --- from lines to paragraphs -------------------------------------------------------------------


def _edges(texts: Sequence[_Text], width: float) -> tuple[float, float]:
    """Where the text begins and ends: what most of the long lines agree on.

    Args:
        width: of the paper.
    """
    longest = max(text.line.width for text in texts)
    lines = [text.line for text in texts if text.line.width > 0.75 * longest]
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    # the first line of a paragraph begins further in, the last ends earlier
    left = statistics.median(line.x0 for line in lines if line.x0 < left + 1.5)
    ends = [line.x1 for line in lines if line.x1 > right - 1.5]
    heads = [text.line.x0 for text in texts if text.line.text.startswith("Nơi nhận")]
    if heads and left - heads[-1] > 2 * PT_PER_MM:  # whole paragraphs stand in
        left = heads[-1]
    if len(ends) < 2:  # the text may go further: to the middle of what is allowed
        return left, max(right, width - statistics.mean(MARGINS["right"]) * PT_PER_MM)
    return left, statistics.median(ends)


def _blocks(
    texts: Sequence[_Text], left: float, right: float, underlined: set[Line]
) -> Iterator[Block]:
    pitch = _usual_pitch(texts, left, right)
    groups: list[list[_Text]] = []
    for text in texts:
        if groups and _goes_on(groups[-1], text, left, right, pitch):
            groups[-1].append(text)
        else:
            groups.append([text])
    above: list[_Text] | None = None
    for number, group in enumerate(groups):
        yield _block(group, above, number, left, right, pitch, underlined)
        above = group


def _usual_pitch(texts: Sequence[_Text], left: float, right: float) -> float:
    """From baseline to baseline inside paragraphs, in sizes."""
    steps = [
        (two.line.y - one.line.y) / one.size
        for one, two in pairwise(texts)
        if one.page == two.page and one.size == two.size and not (one.beside or two.beside)
        if _is_full(one, two, right) and abs(two.line.x0 - left) < 2
    ]
    likely = [step for step in steps if 1.0 < step < 2.2]
    return statistics.median(likely) if likely else SINGLE


def _is_full(above: _Text, text: _Text, right: float) -> bool:
    """Whether a line's first word had no room on the line above."""
    return above.line.x1 + 0.25 * text.size + text.first_word > right - 1


def _goes_on(group: Sequence[_Text], text: _Text, left: float, right: float, pitch: float) -> bool:
    """Whether a line belongs to the paragraph of the lines above it."""
    last = group[-1]
    if last.beside or text.beside or last.ruled or text.ruled or abs(last.size - text.size) > 0.6:
        return False
    at_edge = abs(text.line.x0 - left) < 2
    under = len(group) > 1 and abs(text.line.x0 - last.line.x0) < 2
    block_indented = len(group) == 1 and abs(text.line.x0 - last.line.x0) < 2
    hanging = len(group) == 1 and 2 <= text.line.x0 - last.line.x0 < 60
    if not (at_edge or under or block_indented or hanging):
        return False
    if not _is_full(last, text, right):
        return False
    if last.page != text.page:
        return at_edge or under
    # with a first line that stands in, the left edge is enough; without, spacing must tell
    stands_in = at_edge and group[0].line.x0 > left + 2
    return (text.line.y - last.line.y) / text.size < (3.5 if stands_in else pitch + 0.25)


def _block(
    group: Sequence[_Text],
    above: Sequence[_Text] | None,
    number: int,
    left: float,
    right: float,
    pitch: float,
    underlined: set[Line],
) -> Block:
    lines = tuple(text.line for text in group)
    first = group[0]
    runs: list[Run] = []
    for text in group:
        marked = text.line in underlined
        runs += [replace(run, underlined=marked) for run in text.runs]
        runs.append(replace(text.runs[-1], text=" ", underlined=marked))
    steps = [
        (two.line.y - one.line.y) / one.size for one, two in pairwise(group) if one.page == two.page
    ]
    own = statistics.median(steps) if steps else None
    gap = None
    if above is not None and above[-1].page == first.page and not first.beside:
        gap = first.line.y - above[-1].line.y - (own or pitch) * first.size
    return Block(
        runs=joined(runs[:-1]),
        lines=lines,
        align=_align(lines, left, right),
        indent=(lines[0].x0 - left) / PT_PER_MM,
        gap=gap,
        spacing=own / SINGLE if own is not None else None,
        page=first.page,
        cell=(first.page, number, 0) if first.ruled or first.beside else None,
        starts_page=above is None or above[-1].page != first.page,
    )


def _align(lines: Sequence[Line], left: float, right: float) -> Align | None:
    """None where one line cannot tell."""
    if len(lines) > 1:
        ends = [right - line.x1 for line in lines[:-1]]
        if all(end < 2 for end in ends):
            return Align.JUSTIFY
        starts = [line.x0 - left for line in lines]
        if all(abs(a - b) < 4 for a, b in zip([*ends, right - lines[-1].x1], starts, strict=True)):
            return Align.CENTRE
        return Align.LEFT
    (line,) = lines
    central = abs(line.centre - (left + right) / 2) < PT_PER_MM and line.x0 > left + 15
    # a short paragraph of the body may stand in the middle by chance
    indents = (left + indent * PT_PER_MM for indent in INDENTS)
    indented = any(abs(line.x0 - indent) < PT_PER_MM for indent in indents)
    return Align.CENTRE if central and not indented else None


# --- pages --------------------------------------------------------------------------------------


def _typed_rule(line: Line) -> Stroke:
    """A line of underscores as the stroke that it stands for."""
    return Stroke(line.x0, line.x1, line.y, give=line.width / line.text.count("_"))


def _page_number(page: _Found, middle: float) -> tuple[_Text, PageNumber] | None:
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


def _without_address(texts: list[_Text], page: _Found, width: float) -> list[_Text]:
    """Without the office's address, which stands under a line across the foot of the page."""
    foot = page.top + page.height - 2 * _EDGE
    across = [s.y for s in page.strokes if s.length > 0.9 * width and s.y > foot]
    if not across:
        return texts
    return [t for t in texts if t.line.y < min(across) or t.ruled or t.size > 12.5]


def _with_margins(
    sheet: Sheet,
    texts: Sequence[_Text],
    left: float,
    right: float,
    pages: Sequence[_Found],
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
