"""Lines drawn in a Word file: DrawingML and VML, alone or in a group. Lengths in points."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.report.check.page import Stroke
from bot.report.check.word.styles import Element, points

_EMU = 12700  # to the point
_FLAT = 2.0  # what is no higher is a line
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_WPG = "{http://schemas.microsoft.com/office/word/2010/wordprocessingGroup}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"


@dataclass(frozen=True)
class Place:
    """Where the paragraph stands that a shape is anchored in."""

    left: float  #: the column, or the cell
    right: float
    y: float
    margin_left: float
    page_width: float
    margin_top: float


def shapes(element: Element) -> Iterator[Element]:
    """The shapes of a run. Word writes most twice, for itself and for older programs."""
    for found in element.iterchildren():
        if found.tag == f"{_MC}AlternateContent":
            choice, fallback = found.find(f"{_MC}Choice"), found.find(f"{_MC}Fallback")
            both = [branch for branch in (choice, fallback) if branch is not None]
            yield from shapes(both[0]) if both else ()
        elif found.tag in (f"{_W}drawing", f"{_W}pict", f"{_W}object"):
            yield found


def strokes(shape: Element, place: Place) -> Iterator[Stroke]:
    """The horizontal lines of a shape."""
    if shape.tag == f"{_W}drawing":
        for frame in shape.iterchildren(f"{_WP}anchor", f"{_WP}inline"):
            yield from _drawing(frame, place)
    else:
        for element in shape.iter(f"{_V}line", f"{_V}shape", f"{_V}rect"):
            yield from _vml(element, place)


def height(shape: Element) -> float:
    """How high a picture in the line is, 0 for what floats."""
    for frame in shape.iterchildren(f"{_WP}inline"):
        extent = frame.find(f"{_WP}extent")
        if extent is not None:
            return points(extent.get("cy"), _EMU) or 0.0
    return 0.0


def _drawing(frame: Element, place: Place) -> Iterator[Stroke]:
    extent = frame.find(f"{_WP}extent")
    if extent is None:
        return
    wide, high = (points(extent.get(name), _EMU) or 0.0 for name in ("cx", "cy"))
    x, y = _anchor(frame, place, wide)
    lines = [shape for shape in frame.iter(f"{_WPS}wsp") if _is_line(shape)]
    group = next(frame.iter(f"{_WPG}grpSpPr"), None)
    if group is None:
        if lines and high <= _FLAT:
            yield Stroke(x, x + wide, y)
        return
    # in a group each shape has a place in the group's own units
    own = group.find(f"{_A}xfrm")
    if own is None:
        return
    origin, size = own.find(f"{_A}chOff"), own.find(f"{_A}chExt")
    if origin is None or size is None:
        return
    scale = wide / (float(size.get("cx", "0")) or 1.0)
    for line in lines:
        offset, length = line.find(f".//{_A}off"), line.find(f".//{_A}ext[@cx]")
        if offset is None or length is None or float(length.get("cy", "0")) * scale > _FLAT:
            continue
        left = x + (float(offset.get("x", "0")) - float(origin.get("x", "0"))) * scale
        down = y + (float(offset.get("y", "0")) - float(origin.get("y", "0"))) * scale
        yield Stroke(left, left + float(length.get("cx", "0")) * scale, down)


def _is_line(shape: Element) -> bool:
    form = shape.find(f".//{_A}prstGeom")
    return form is not None and form.get("prst") in ("line", "straightConnector1", "rect")


def _anchor(frame: Element, place: Place, wide: float) -> tuple[float, float]:
    across, down = frame.find(f"{_WP}positionH"), frame.find(f"{_WP}positionV")
    if across is None or down is None:  # it stands in the line like a letter
        return place.left, place.y
    to_page = across.get("relativeFrom") == "page"
    to_margin = across.get("relativeFrom") == "margin"
    left = 0.0 if to_page else place.margin_left if to_margin else place.left
    right = place.page_width if to_page else place.right
    align = across.findtext(f"{_WP}align") or ""
    x = left + (points(across.findtext(f"{_WP}posOffset"), _EMU) or 0.0)
    if align:
        x = _aligned(align, left, right, wide)
    y = place.y
    offset = points(down.findtext(f"{_WP}posOffset"), _EMU) or 0.0
    if down.get("relativeFrom") in ("paragraph", "line"):
        y += offset
    elif down.get("relativeFrom") == "page":
        y = offset
    elif down.get("relativeFrom") == "margin":
        y = place.margin_top + offset
    return x, y


def _aligned(align: str, left: float, right: float, wide: float) -> float:
    if align == "center":
        return (left + right - wide) / 2
    return right - wide if align == "right" else left


def _vml(element: Element, place: Place) -> Iterator[Stroke]:
    style = {
        name.strip().lower(): value.strip()
        for name, _, value in (
            part.partition(":") for part in (element.get("style") or "").split(";")
        )
    }
    if element.tag == f"{_V}line":
        x0, y0, x1, y1 = (
            points(value, 1) or 0.0
            for end in ("from", "to")
            for value in re.split(r"\s*,\s*", element.get(end, "0,0") + ",0")[:2]
        )
    else:
        wide, high = (points(style.get(name), 1) for name in ("width", "height"))
        if not wide or high is None:
            return
        x0, y0 = (points(style.get(f"margin-{name}"), 1) or 0.0 for name in ("left", "top"))
        x1, y1 = x0 + wide, y0 + high
    if abs(y1 - y0) > _FLAT or x0 == x1:
        return
    align = style.get("mso-position-horizontal", "absolute")
    left = place.left + min(x0, x1)
    if align in ("center", "left", "right"):
        left = _aligned(align, place.left, place.right, abs(x1 - x0))
    yield Stroke(left, left + abs(x1 - x0), place.y + min(y0, y1))
