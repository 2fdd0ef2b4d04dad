"""A meeting's figures as one picture for a phone: bars of people above, bars of time below."""

from __future__ import annotations

import io
import os
import tempfile
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_DPI = 100
_WIDTH, _HEIGHT = 1200, 1600  # pixels
_MARGIN = 60
_ROW = 76  # of a person: the name, and the bar below it
_LETTERS_A_ROW = 62  # of the text size below
_TITLE, _HEAD, _TEXT, _SMALL = 25, 21, 17.5, 15.5  # points
_INK, _QUIET = "#1a1a1a", "#555555"
# told apart by the colour-blind, and on paper by how dark they are and by the lines across
_DARK, _LIGHT = "#0b3c6f", "#9fd0f0"
_GATHERED = {"facecolor": "white", "edgecolor": _DARK, "hatch": "..", "linewidth": 1}


@dataclass(frozen=True)
class Bar:
    """A person: how much, and the words behind the bar."""

    name: str
    amount: float  #: of whatever the chart shows; the longest bar is the largest
    note: str
    of_one: bool = True  #: False: several people are gathered in it


@dataclass(frozen=True)
class Column:
    """A stretch of time: what it is called, and how many of each kind lie in it."""

    name: str  #: may be of two rows
    light: int
    dark: int


@dataclass(frozen=True)
class Chart:
    """All words and figures of a picture. Nothing is added to them."""

    title: str
    below_title: str
    bars_title: str
    bars: Sequence[Bar]  #: at most 14 have room
    columns_title: str
    columns: Sequence[Column]
    light: str  #: what the light part of a column is
    dark: str
    nothing: str  #: stands where there are no columns


def draw(chart: Chart) -> bytes:
    """The picture as a PNG of 1200 x 1600 pixels; takes about a second and 90 MB.

    Names in letters that no font has show as boxes.
    """
    with tempfile.TemporaryDirectory() as folder:
        # what it keeps about the machine's fonts: nothing of it stays, and no home is needed
        os.environ["MPLCONFIGDIR"] = folder
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        figure = Figure(figsize=(_WIDTH / _DPI, _HEIGHT / _DPI), dpi=_DPI, facecolor="white")
        canvas = FigureCanvasAgg(figure)
        top = _head(figure, chart)
        bottom = _bars(figure, chart, top)
        _columns(figure, chart, bottom)
        made = io.BytesIO()
        canvas.print_png(made)  # type: ignore[no-untyped-call]
        return made.getvalue()


def _write(figure: Figure, x: float, y: float, text: str, size: float, **more: Any) -> None:
    """Words at a place in pixels from the upper left corner."""
    given = {"color": _INK, "va": "top", "parse_math": False, **more}
    figure.text(x / _WIDTH, 1 - y / _HEIGHT, text, fontsize=size, **given)


def _fitted(text: str, letters: int, rows: int = 1) -> str:
    """At most so many rows of so many letters; what is left out shows as an ellipsis."""
    found = textwrap.wrap(text, letters, max_lines=rows, placeholder=" …", break_on_hyphens=False)
    return "\n".join(found)


def _head(figure: Figure, chart: Chart) -> float:
    title = _fitted(chart.title, 44, 2)
    _write(figure, _MARGIN, 45, title, _TITLE, weight="bold", linespacing=1.25)
    y = 45 + 47 * (title.count("\n") + 1)
    below = _fitted(chart.below_title, _LETTERS_A_ROW, 2)
    _write(figure, _MARGIN, y, below, _TEXT, color=_QUIET, linespacing=1.3)
    return y + 34 * (below.count("\n") + 1) + 28


def _bars(figure: Figure, chart: Chart, y: float) -> float:
    if not chart.bars:
        return y
    _write(figure, _MARGIN, y, chart.bars_title, _HEAD, weight="bold")
    y += 50
    axes = figure.add_axes((0, 0, 1, 1), frameon=False)
    axes.set(xlim=(0, _WIDTH), ylim=(_HEIGHT, 0))
    axes.axis("off")
    most = max(bar.amount for bar in chart.bars) or 1
    longest = _WIDTH - 2 * _MARGIN - 470  # behind it the words must have room
    for bar in chart.bars:
        _write(figure, _MARGIN, y, _fitted(bar.name, _LETTERS_A_ROW), _TEXT)
        length = bar.amount / most * longest
        if bar.amount > 0:
            look = {"color": _DARK} if bar.of_one else _GATHERED
            axes.barh(y + 48, max(length, 3), 24, left=_MARGIN, **look)
        beside = _MARGIN + (length + 14 if bar.amount > 0 else 0)
        _write(figure, beside, y + 48, bar.note, _SMALL, color=_QUIET, va="center")
        y += _ROW
    return y + 22


def _columns(figure: Figure, chart: Chart, y: float) -> None:
    _write(figure, _MARGIN, y, chart.columns_title, _HEAD, weight="bold")
    if not chart.columns:
        _write(figure, _MARGIN, y + 50, _fitted(chart.nothing, 60, 2), _TEXT, color=_QUIET)
        return
    above, under = y + 105, 100
    height = min(_HEIGHT - above - under, 620)
    axes = figure.add_axes(
        (
            (_MARGIN + 45) / _WIDTH,
            1 - (above + height) / _HEIGHT,
            (_WIDTH - 2 * _MARGIN - 45) / _WIDTH,
            height / _HEIGHT,
        )
    )
    places = range(len(chart.columns))
    dark = [column.dark for column in chart.columns]
    light = [column.light for column in chart.columns]
    style: dict[str, Any] = {"width": 0.78, "edgecolor": _DARK, "linewidth": 1}
    axes.bar(places, dark, color=_DARK, label=chart.dark, **style)
    axes.bar(places, light, bottom=dark, color=_LIGHT, hatch="//", label=chart.light, **style)
    most = max(a + b for a, b in zip(dark, light, strict=True))
    for place, low, high in zip(places, dark, light, strict=True):
        _count(axes, place, low / 2, low, most, "white")
        _count(axes, place, low + high / 2, high, most, _INK)
    axes.set_xlim(-0.6, max(len(chart.columns), 6) - 0.4)
    axes.set_ylim(0, most * 1.08)
    axes.set_xticks(list(places), [column.name for column in chart.columns], fontsize=_SMALL)
    _thin_out(axes, chart.columns)
    axes.set_yticks([])
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(axis="x", length=0, colors=_INK)
    figure.legend(
        *(list(reversed(part)) for part in axes.get_legend_handles_labels()),
        loc="upper left",
        bbox_to_anchor=((_MARGIN - 12) / _WIDTH, 1 - (y + 42) / _HEIGHT),
        ncols=2,
        frameon=False,
        fontsize=_TEXT,
        handlelength=1.6,
    )


def _count(axes: Any, x: float, y: float, count: int, most: int, ink: str) -> None:
    """How many, inside its part of the column where that is high enough to be read."""
    if count and count / most > 0.045:
        plate = {"facecolor": _LIGHT, "edgecolor": "none", "pad": 1.5} if ink == _INK else None
        axes.text(
            x, y, str(count), ha="center", va="center", color=ink, fontsize=_SMALL, bbox=plate
        )


def _thin_out(axes: Any, columns: Sequence[Column]) -> None:
    """Every second name goes where they would stand in each other."""
    if len(columns) <= 10:
        return
    for place, label in enumerate(axes.get_xticklabels()):
        if place % 2:
            label.set_text("")
    axes.set_xticklabels([label.get_text() for label in axes.get_xticklabels()])
