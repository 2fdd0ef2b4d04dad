"""A document on paper, whichever file it came from.

Both readers make this model, the rules see nothing else. Places are in points from the left edge
of the paper and, downwards, from the top of the first page, pages one under another. What a file
cannot tell is None; what a Word file tells only through its layout (places, wrapped lines) is
estimated from the widths of Times New Roman.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache

PT_PER_MM = 72 / 25.4
TIMES = "Times New Roman"
SINGLE = 1.149  #: single spacing of Times New Roman, in sizes of the font
BLACK = "000000"


class Align(Enum):
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    JUSTIFY = "justify"


@dataclass(frozen=True)
class Run:
    """Characters that look alike."""

    text: str
    font: str  #: the family; in a PDF what stands in for Times New Roman has its name
    size: float  #: pt; of raised or lowered text, that of the text around it
    bold: bool = False
    italic: bool = False
    colour: str = BLACK  #: RRGGBB
    underlined: bool = False


@dataclass(frozen=True)
class Line:
    """A line of a paragraph as it stands on the paper."""

    text: str
    x0: float
    x1: float
    y: float  #: the baseline

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True)
class Block:
    """A paragraph, or the part of one beside a tab or after a line break."""

    runs: tuple[Run, ...]
    lines: tuple[Line, ...]  #: at least one
    align: Align | None = None
    indent: float | None = None  #: mm from the text's left edge to the first line
    gap: float | None = None  #: pt between this paragraph and the one above
    spacing: float | None = None  #: 1.0 is single
    page: int | None = None  #: from 1
    cell: tuple[int, int, int] | None = None  #: table, row, column
    sheet: int = 0  #: which of the document's sheets it stands on
    starts_page: bool | None = None  #: a page begins with it
    part: bool = False  #: goes on in the paragraph of the block before
    holds_drawing: bool = False

    @cached_property
    def raw(self) -> str:
        """The text as it was typed."""
        return "".join(run.text for run in self.runs)

    @cached_property
    def text(self) -> str:
        """The text for comparing: NFC, every space an ordinary one, none around it, and nothing
        that is not seen."""
        return seen(self.raw).strip()

    @cached_property
    def words(self) -> str:
        """The text with one space between words, for holding against a phrase."""
        return " ".join(self.text.split())

    @cached_property
    def lettered(self) -> tuple[Run, ...]:
        """The runs that have a letter or a digit."""
        return tuple(run for run in self.runs if any(map(str.isalnum, run.text)))

    @property
    def sizes(self) -> list[float]:
        return sorted({run.size for run in self.lettered})

    @property
    def size(self) -> float:
        """The size of most of its text."""
        runs = self.lettered or self.runs
        return max(runs, key=lambda run: len(run.text)).size if runs else 0.0

    @property
    def bold(self) -> bool:
        """All of it."""
        return bool(self.lettered) and all(run.bold for run in self.lettered)

    @property
    def partly_bold(self) -> bool:
        return any(run.bold for run in self.lettered)

    @property
    def italic(self) -> bool:
        return bool(self.lettered) and all(run.italic for run in self.lettered)

    @property
    def partly_italic(self) -> bool:
        return any(run.italic for run in self.lettered)

    @property
    def underlined(self) -> bool:
        return any(run.underlined for run in self.lettered)

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def last(self) -> Line:
        return self.lines[-1]

    @property
    def x0(self) -> float:
        return min(line.x0 for line in self.lines)

    @property
    def x1(self) -> float:
        return max(line.x1 for line in self.lines)

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True)
class Stroke:
    """A drawn horizontal line: a border, a shape, a row of underscores."""

    x0: float
    x1: float
    y: float
    give: float = 0.0  #: pt by which the length may be off: an underscore, where it is made of them

    @property
    def length(self) -> float:
        return self.x1 - self.x0

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True)
class Sheet:
    """Paper and margins in mm. One for each section of a Word file, one size each of a PDF."""

    width: float
    height: float
    left: float | None = None
    right: float | None = None
    top: float | None = None
    bottom: float | None = None
    starts_at: int | None = None  #: the page number that it starts with, where it is told to

    @property
    def landscape(self) -> bool:
        return self.width > self.height


@dataclass(frozen=True)
class PageNumber:
    """A page number as it is printed. A Word file shows what page 2 would have."""

    page: int
    text: str  #: with what stands beside it: "2", "Trang 2/5"
    off_centre: float  #: mm from the middle of the text
    on_top: bool
    size: float
    bold: bool
    italic: bool


@dataclass(frozen=True)
class Tolerance:
    """How exactly a kind of file tells."""

    size: float  #: pt
    level: float  #: pt between the baselines of texts that are on one line


@dataclass(frozen=True)
class Document:
    blocks: tuple[Block, ...]  #: in the order of reading; empty paragraphs of a Word file too
    strokes: tuple[Stroke, ...]
    sheets: tuple[Sheet, ...]
    numbers: tuple[PageNumber, ...]
    pages: int  #: of a Word file, about: 2 stands for any number
    left: float  #: the edges of the text
    right: float
    tolerance: Tolerance
    page_tops: tuple[float, ...] = ()  #: where each page begins; of a Word file unknown
    revisions: tuple[tuple[str, int], ...] = ()  #: how many of each kind are left in it

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @cached_property
    def _owners(self) -> dict[Line, list[Stroke]]:
        """The strokes under each line: a stroke belongs to the nearest text above it."""
        lines = [(line, block.size) for block in self.blocks if block.text for line in block.lines]
        owners: dict[Line, list[Stroke]] = {}
        for stroke in self.strokes:
            near = [
                line
                for line, size in lines
                if -0.3 * size <= stroke.y - line.y <= 2.5 * size
                and line.x0 - size < stroke.centre < line.x1 + size
            ]
            if near:
                owner = max(near, key=lambda line: line.y)
                owners.setdefault(owner, []).append(stroke)
        return owners

    def stroke_under(self, block: Block) -> Stroke | None:
        """The nearest stroke under a block's last line, None without one."""
        return min(self._owners.get(block.last, ()), key=lambda stroke: stroke.y, default=None)


def seen(text: str) -> str:
    """A text as it is seen: composed letters, every space an ordinary one, no hyphen that stands
    only where a line may break, no joiner or mark without a shape."""
    return "".join(map(_as_seen, unicodedata.normalize("NFC", text)))


@lru_cache(maxsize=4096)
def _as_seen(char: str) -> str:
    category = unicodedata.category(char)
    return {"Zs": " ", "Cf": ""}.get(category, char)


def is_underscores(text: str) -> bool:
    """Whether a text is a line drawn with the keyboard."""
    return text.count("_") >= 3 and not text.strip("_ \t\xa0")


def joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Neighbours that look alike become one."""
    return tuple(_joined(runs))


def _joined(runs: Iterable[Run]) -> Iterator[Run]:
    def look(run: Run) -> tuple[object, ...]:
        return (run.font, run.size, run.bold, run.italic, run.colour, run.underlined)

    for _, alike in itertools.groupby((run for run in runs if run.text), look):
        first, *rest = alike
        text = first.text + "".join(run.text for run in rest)
        yield Run(
            text, first.font, first.size, first.bold, first.italic, first.colour, first.underlined
        )
