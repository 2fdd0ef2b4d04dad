"""Horizontal lines on a page of a PDF, drawn or typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.report.check.page import Line, Stroke
from bot.report.check.pdf.items import Drawn

FLAT = 2.0  #: pt: what is no higher is a line


def strokes_on(drawn: Iterable[Drawn], top: float) -> Iterator[Stroke]:
    """Horizontal lines; LibreOffice draws each twice, Word as a flat rectangle."""
    seen: set[tuple[int, int, int]] = set()
    for one in drawn:
        x0, x1, y = one.x0, one.x1, (one.top + one.bottom) / 2
        if one.height > FLAT or one.width < 5:
            continue
        place = (round(x0), round(x1), round(y))
        if place not in seen:
            seen.update(
                (place[0] + a, place[1] + b, place[2] + c)
                for a in (-1, 0, 1)
                for b in (-1, 0, 1)
                for c in (-1, 0, 1)
            )
            yield Stroke(x0, x1, top + y)


def typed_rule(line: Line) -> Stroke:
    """A line of underscores as the stroke that it stands for."""
    return Stroke(line.x0, line.x1, line.y, give=line.width / line.text.count("_"))
