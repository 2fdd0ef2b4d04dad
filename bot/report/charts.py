"""A meeting's figures as one picture for a phone: bars of people above, bars of time below."""

from __future__ import annotations

import io
import os
import tempfile
import warnings
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

_DPI = 100
_WIDTH = 1200  # pixels
_MARGIN = 60
_ROOM = _WIDTH - 2 * _MARGIN
_ROW = 76  # of a person: the name, and the bar below it
_LINE, _TITLE_LINE = 34, 46  # from one row of words to the next
_COLUMNS = 480  # the height of the tallest column, where there is room
_OF_ONE = 110  # the height of a line in a column, where few lines are in it
_LEAST, _MOST = 600, 1720  # the picture's height
_ABOVE_COLUMNS, _BELOW_COLUMNS = 110, 105
_TITLE, _HEAD, _TEXT, _SMALL = 25, 21, 17.5, 15.5  # points
_INK, _QUIET = "#1a1a1a", "#555555"
# told apart by the colour-blind, and on paper by how dark they are and by the lines across
_DARK, _LIGHT = "#0b3c6f", "#9fd0f0"
_GATHERED = {"facecolor": "white", "edgecolor": _DARK, "hatch": "..", "linewidth": 1}
_LEAST_COLUMNS = 6  # places on the axis: two columns alone would be walls
_READABLE = 26  # pixels of a part of a column, to have its figure inside


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
    """The picture as a PNG of 1200 x 600 to 1720 pixels; takes about a second and 100 MB.

    Letters that no font of the machine has show as boxes.
    """
    with tempfile.TemporaryDirectory() as folder:
        # what it keeps about the machine's fonts: nothing of it stays, and no home is needed
        os.environ["MPLCONFIGDIR"] = folder
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of letters without a shape
            return _Drawing(chart).png()


class _Drawing:
    """One picture in work. Places are pixels from its upper left corner."""

    def __init__(self, chart: Chart) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        self._chart = chart
        self._figure = Figure(dpi=_DPI, facecolor="white")
        self._canvas = FigureCanvasAgg(self._figure)
        self._title = self._fitted(chart.title, _TITLE, 2, weight="bold")
        self._below = self._fitted(chart.below_title, _TEXT, 2)
        self._bars_at = 78 + _TITLE_LINE * len(self._title) + _LINE * len(self._below)
        self._columns_at = self._bars_at + bool(chart.bars) * (70 + _ROW * len(chart.bars))
        self._most = max((x.dark + x.light for x in chart.columns), default=0)
        tall = min(_OF_ONE * self._most, _COLUMNS)
        needed = self._columns_at + _ABOVE_COLUMNS + tall + _BELOW_COLUMNS
        if not chart.columns:
            needed = self._columns_at + 150
        self._height = min(max(needed, _LEAST), _MOST)
        self._figure.set_size_inches(_WIDTH / _DPI, self._height / _DPI)

    def png(self) -> bytes:
        y = 75
        for row in self._title:
            self._write(_MARGIN, y, row, _TITLE, weight="bold")
            y += _TITLE_LINE
        for row in self._below:
            self._write(_MARGIN, y - 4, row, _TEXT, color=_QUIET)
            y += _LINE
        if self._chart.bars:
            self._draw_bars(self._bars_at)
        self._draw_columns(self._columns_at)
        made = io.BytesIO()
        self._canvas.print_png(made)  # type: ignore[no-untyped-call]
        return made.getvalue()

    def _write(self, x: float, y: float, text: str, size: float, **more: Any) -> None:
        given = {"color": _INK, "va": "baseline", "parse_math": False, **more}
        self._figure.text(x / _WIDTH, 1 - y / self._height, text, fontsize=size, **given)

    def _fitted(self, text: str, size: float, rows: int = 1, **font: Any) -> list[str]:
        """The words on at most so many rows; what is left out shows as an ellipsis."""
        from matplotlib.font_manager import FontProperties

        properties = FontProperties(size=size, **font)
        renderer = self._canvas.get_renderer()  # type: ignore[no-untyped-call]

        def fits(row: str) -> bool:
            wide, _, _ = renderer.get_text_width_height_descent(row, properties, ismath=False)
            return bool(wide <= _ROOM)

        words, found = text.split(), [""]
        while words:
            longer = f"{found[-1]} {words[0]}".strip()
            last = len(found) == rows
            if fits(f"{longer} …" if last and len(words) > 1 else longer):
                found[-1] = longer
                del words[0]
            elif last or not found[-1]:  # no room for another row, or a word as long as a row
                found[-1] = self._ending(found[-1] or words.pop(0), fits)
                return found
            else:
                found.append("")
        return found

    @staticmethod
    def _ending(row: str, fits: Callable[[str], bool]) -> str:
        """The longest beginning of a row that has room with an ellipsis behind it."""
        too_long = bisect_left(range(len(row) + 1), True, key=lambda n: not fits(f"{row[:n]} …"))
        return f"{row[: max(too_long - 1, 0)].rstrip(' ,-')} …"

    # --- people ---------------------------------------------------------------------------------

    def _draw_bars(self, y: float) -> None:
        bars = self._chart.bars
        self._write(_MARGIN, y + 25, self._chart.bars_title, _HEAD, weight="bold")
        y += 50
        axes = self._figure.add_axes((0, 0, 1, 1), frameon=False)
        axes.set(xlim=(0, _WIDTH), ylim=(self._height, 0))
        axes.axis("off")
        most = max(bar.amount for bar in bars) or 1
        longest = _ROOM - 400  # behind it the words must have room
        for bar in bars:
            self._write(_MARGIN, y + 24, self._fitted(bar.name, _TEXT)[0], _TEXT)
            length = max(bar.amount / most * longest, 3) if bar.amount > 0 else 0.0
            if length:
                look: dict[str, Any] = {"color": _DARK} if bar.of_one else _GATHERED
                axes.barh(y + 48, length, 24, left=_MARGIN, **look)
            beside = _MARGIN + (length + 14 if length else 0)
            self._write(beside, y + 54, bar.note, _SMALL, color=_QUIET)
            y += _ROW

    # --- time -----------------------------------------------------------------------------------

    def _draw_columns(self, y: float) -> None:
        chart = self._chart
        (title,) = self._fitted(chart.columns_title, _HEAD, weight="bold")
        self._write(_MARGIN, y + 25, title, _HEAD, weight="bold")
        if not chart.columns:
            self._write(_MARGIN, y + 75, self._fitted(chart.nothing, _TEXT)[0], _TEXT, color=_QUIET)
            return
        height = min(
            self._height - y - _ABOVE_COLUMNS - _BELOW_COLUMNS, _COLUMNS, _OF_ONE * self._most
        )
        under = self._height - y - _ABOVE_COLUMNS - height
        axes = self._figure.add_axes(
            (
                _MARGIN / _WIDTH,
                under / self._height,
                _ROOM / _WIDTH,
                height / self._height,
            )
        )
        self._fill(axes, height)
        axes.set_yticks([])
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.tick_params(axis="x", length=0, colors=_INK)
        parts, names = axes.get_legend_handles_labels()
        self._figure.legend(
            parts[::-1],
            names[::-1],
            loc="upper left",
            bbox_to_anchor=((_MARGIN - 12) / _WIDTH, 1 - (y + 42) / self._height),
            ncols=2,
            frameon=False,
            fontsize=_TEXT,
            handlelength=1.6,
        )

    def _fill(self, axes: Any, height: float) -> None:
        columns = self._chart.columns
        places = range(len(columns))
        dark, light = [x.dark for x in columns], [x.light for x in columns]
        style: dict[str, Any] = {"width": 0.78, "edgecolor": _DARK, "linewidth": 1}
        axes.bar(places, dark, color=_DARK, label=self._chart.dark, **style)
        axes.bar(
            places, light, bottom=dark, color=_LIGHT, hatch="//", label=self._chart.light, **style
        )
        for place, column in zip(places, columns, strict=True):
            middle = column.dark + column.light / 2
            for count, at, ink, plate in (
                (column.dark, column.dark / 2, "white", None),
                (column.light, middle, _INK, {"fc": _LIGHT, "ec": "none", "pad": 1.5}),
            ):
                if count / self._most * height >= _READABLE:
                    words: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": _SMALL}
                    axes.text(place, at, str(count), color=ink, bbox=plate, **words)
        axes.set_xlim(-0.6, max(len(columns), _LEAST_COLUMNS) - 0.4)
        axes.set_ylim(0, self._most * 1.02)
        axes.set_xticks(list(places), [column.name for column in columns], fontsize=_SMALL)
