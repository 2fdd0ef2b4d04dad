"""Lines of text as a simple layout puts them: parted at tabs, broken by the widths of the letters.

Places and widths are in points.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.report import metrics
from bot.report.check.page import Align, Line, Run

_TIED = "\xa0\u2007\u202f"  # spaces at which no line breaks


@dataclass(frozen=True)
class Column:
    """What a paragraph stands in, and where its tabs lead."""

    left: float
    right: float
    stops: tuple[tuple[float, str], ...]  #: the paragraph's own: where, and of which kind
    tab: float  #: between the stops that nobody has set

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    def stop_after(self, x: float) -> tuple[float, str]:
        """The next tab stop after a place."""
        for at, kind in self.stops:
            if at > x + 0.1:
                return at, kind
        return self.left + ((x - self.left + 0.1) // self.tab + 1) * self.tab, "left"


@dataclass(frozen=True)
class Spot:
    """Where a text goes."""

    start: float  #: of the first line
    left: float
    right: float
    y: float
    pitch: float
    align: Align


def split(runs: Iterable[Run], separators: str) -> list[tuple[str, list[Run]]]:
    """Runs between separators, each with the separator before it."""
    rows: list[tuple[str, list[Run]]] = [("", [])]
    for run in runs:
        for piece in re.split(f"([{separators}])", run.text):
            if piece and piece in separators:
                rows.append((piece, []))
            elif piece:
                rows[-1][1].append(replace(run, text=piece))
    return rows


def has_text(runs: Iterable[Run]) -> bool:
    return any(run.text.strip() for run in runs)


def segments(
    runs: list[Run], start: float, column: Column
) -> tuple[float, list[tuple[list[Run], float]]]:
    """Where the text starts after its leading tabs, and its parts with their left edges.

    A tab parts a line only where it leads from the left half of the text to the right half: a
    header without a table. Anywhere else it is a space.
    """
    pieces = split(runs, "\t")
    while len(pieces) > 1 and not has_text(pieces[0][1]):
        start, kind = column.stop_after(start)
        pieces = pieces[1:]
        if kind in ("center", "right", "end"):
            wide = _width(_up_to_text(pieces))
            start -= wide / 2 if kind == "center" else wide
    found: list[tuple[list[Run], float]] = [(pieces[0][1], start)]
    x = start + _width(pieces[0][1])
    for _, piece in pieces[1:]:
        wide = _width(piece)
        stop, kind = column.stop_after(x)
        begin = stop - (wide / 2 if kind == "center" else wide if kind in ("right", "end") else 0)
        last, last_x = found[-1]
        last_centre = last_x + _width(last) / 2
        if has_text(piece) and has_text(last) and begin + wide / 2 > column.middle > last_centre:
            found.append((piece, begin))
        elif piece:
            found[-1] = ([*last, replace(piece[0], text=" "), *piece], last_x)
        x = max(stop, begin + wide)
    return start, found


def _up_to_text(pieces: list[tuple[str, list[Run]]]) -> list[Run]:
    return next((piece for _, piece in pieces if has_text(piece)), [])


def unwrapped(runs: list[Run], spot: Spot) -> Line:
    """A text that is not wrapped."""
    return Line(_string(runs), spot.start, spot.start + _width(runs), spot.y)


def wrapped(runs: list[Run], spot: Spot) -> list[Line]:
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
        for piece in re.findall(rf"[^\S{_TIED}]+|[\S{_TIED}]+", run.text):
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
