"""What stands on a page of a PDF: letters, lines and boxes, from pdfminer.

pdfplumber's own dictionaries of the same cost as much again as reading the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pdfplumber.page import Page


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it is printed; points from the left and from the top of the page."""

    text: str
    x0: float
    x1: float
    y: float  #: its baseline
    size: float
    font: str  #: ``BAAAAA+LiberationSerif-BoldItalic``
    colour: Any  #: the numbers of its colour, as many as its colour space has


@dataclass(frozen=True, slots=True)
class Drawn:
    """The box of a line, a rectangle or a curve; points from the left and from the top."""

    x0: float
    x1: float
    top: float
    bottom: float
    is_curve: bool

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.bottom - self.top


def items_on(page: Page) -> tuple[list[Letter], list[Drawn]]:
    """The upright letters of a page, and what is drawn on it."""
    from pdfminer.layout import LTChar, LTCurve, LTLine, LTRect

    left, above = (float(side) for side in page.mediabox[:2])
    height = float(page.height)
    letters: list[Letter] = []
    drawn: list[Drawn] = []
    for item in _inside(page.layout):
        if isinstance(item, LTChar):
            if item.upright:
                letters.append(
                    Letter(
                        text=item.get_text(),
                        x0=item.x0 + left,
                        x1=item.x1 + left,
                        y=height - item.matrix[5],
                        size=item.size,
                        font=_name(item.fontname),
                        colour=item.graphicstate.ncolor,
                    )
                )
        elif isinstance(item, LTCurve):  # lines and rectangles are curves too
            drawn.append(
                Drawn(
                    x0=item.x0 + left,
                    x1=item.x1 + left,
                    top=height - item.y1 + above,
                    bottom=height - item.y0 + above,
                    is_curve=not isinstance(item, (LTLine, LTRect)),
                )
            )
    return letters, drawn


def _inside(items: Iterable[Any]) -> Iterator[Any]:
    """All that is in a page, also in what is in it."""
    from pdfminer.layout import LTContainer

    for item in items:
        if isinstance(item, LTContainer):
            yield from _inside(item)
        else:
            yield item


def _name(font: object) -> str:
    return font.decode("latin-1") if isinstance(font, bytes) else str(font)
