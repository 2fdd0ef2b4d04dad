"""How a paragraph or a run of a Word file looks in the end.

Word layers it: the document's defaults, the table's style, the paragraph's style and those it is
based on, the list's level, the character style, what is set on the spot. The later layer wins;
bold and italic of two styles cancel each other out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from docx.oxml import ns

from bot.report.check.figures import figured
from bot.report.check.page import BLACK, TIMES, Align, Run

Element = Any  # lxml's elements
qn = cache(ns.qn)  # asked for a few names, thousands of times a page

_ALIGNS = {
    "center": Align.CENTRE,
    "right": Align.RIGHT,
    "end": Align.RIGHT,
    "both": Align.JUSTIFY,
    "distribute": Align.JUSTIFY,
}
_UNITS = {"pt": 1.0, "mm": 72 / 25.4, "cm": 720 / 25.4, "in": 72.0, "pc": 12.0, "pi": 12.0}
_AUTO_SPACING = 14.0  # what Word takes for an HTML paragraph's own


def points(value: str | None, per_point: float = 20) -> float | None:
    """A measure in points. A bare number counts twentieths, or ``per_point`` to the point."""
    match = re.fullmatch(r"(-?[\d.]+)\s*([a-z]*)", (value or "").strip())
    if not match:
        return None
    try:
        number = float(match[1])
    except ValueError:
        return None
    if not match[2]:
        return number / per_point
    return number * _UNITS[match[2]] if match[2] in _UNITS else None


def is_on(element: Element | None) -> bool:
    """A property without a value is on."""
    return element is not None and element.get(qn("w:val"), "1") not in ("0", "false", "off")


@dataclass(frozen=True)
class ParagraphLook:
    """Measures in points."""

    layers: tuple[Element, ...]  #: the run properties below the run's own
    align: Align
    left: float
    right: float
    first: float  #: of the first line, from ``left``
    before: float
    after: float
    multiple: float | None  #: line spacing, or None where it is
    exact: float | None
    at_least: bool  #: ``exact`` is the least
    tabs: tuple[tuple[float, str], ...]
    starts_page: bool
    border_above: bool
    border_below: bool
    label: str  #: of an automatic list: "1.", "-"
    style: str
    contextual: bool  #: no space between paragraphs of one style


class Styles:
    """The styles, the theme and the lists of one Word file."""

    def __init__(
        self, styles: Element | None, theme: Element | None, numbering: Element | None
    ) -> None:
        self._styles: dict[str, Element] = {}
        self._defaults: dict[str, str] = {}
        self._default_layers: dict[str, list[Element]] = {"w:pPr": [], "w:rPr": []}
        self._theme_fonts = dict(_theme_fonts(theme))
        self._lists = _Lists(numbering)
        if styles is None:
            return
        for style in styles.iterchildren(qn("w:style")):
            name = style.get(qn("w:styleId"), "")
            self._styles[name] = style
            if style.get(qn("w:default")) in ("1", "true", "on"):
                self._defaults[style.get(qn("w:type"), "")] = name
        for tag, path in (
            ("w:pPr", ("w:docDefaults", "w:pPrDefault", "w:pPr")),
            ("w:rPr", ("w:docDefaults", "w:rPrDefault", "w:rPr")),
        ):
            if (found := child(styles, *path)) is not None:
                self._default_layers[tag].append(found)

    def chain(self, style: str | None, kind: str, tag: str) -> list[Element]:
        """A style's properties and those of what it is based on, the weakest first."""
        name = style if style in self._styles else self._defaults.get(kind)
        layers: list[Element] = []
        seen: set[str] = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            if (found := child(self._styles[name], tag)) is not None:
                layers.insert(0, found)
            based = child(self._styles[name], "w:basedOn")
            name = based.get(qn("w:val")) if based is not None else None
        return layers

    def paragraph(self, paragraph: Element, table_style: str | None = None) -> ParagraphLook:
        """The look of a paragraph. Counts its list on: ask once, in the order of the text."""
        own = child(paragraph, "w:pPr")
        given = _value([own] if own is not None else [], "w:pStyle")
        style = given if given in self._styles else self._defaults.get("paragraph", "")
        styled = self.chain(style, "paragraph", "w:pPr")
        table = self.chain(table_style, "table", "w:pPr") if table_style is not None else []
        direct = [own] if own is not None else []
        label, level = self._lists.next(_number(direct) or _number(styled))
        listed = [level] if level is not None else []
        # a list that the style brings along is weaker than what the style says itself
        middle = [*styled, *listed] if _number(direct) else [*listed, *styled]
        layers = [*self._default_layers["w:pPr"], *table, *middle, *direct]
        line = points(_attribute(layers, "w:spacing", "w:line"))
        rule = _attribute(layers, "w:spacing", "w:lineRule") or "auto"
        multiple = (line or 12.0) / 12 if rule == "auto" else None
        frame = None if own is None else child(own, "w:framePr")
        align = _ALIGNS.get(_value(layers, "w:jc") or "", Align.LEFT)
        if frame is not None and frame.get(qn("w:xAlign")) == "center":
            align = Align.CENTRE
        inside = table_style is not None
        tabled = self.chain(table_style, "table", "w:rPr") if inside else []
        return ParagraphLook(
            layers=(
                *self._default_layers["w:rPr"],
                *tabled,
                *self.chain(style, "paragraph", "w:rPr"),
            ),
            align=align,
            left=_indent(layers, "w:left", "w:start"),
            right=_indent(layers, "w:right", "w:end"),
            first=_first_line(layers),
            before=_space(layers, "before"),
            after=_space(layers, "after"),
            multiple=multiple,
            exact=line if multiple is None else None,
            at_least=rule == "atLeast",
            tabs=_tabs(layers),
            starts_page=is_on(_strongest(layers, "w:pageBreakBefore")),
            border_above=_bordered(layers, "w:top"),
            border_below=_bordered(layers, "w:bottom"),
            label=label,
            style=style,
            contextual=is_on(_strongest(layers, "w:contextualSpacing")),
        )

    def runs(self, text: str, own: Element | None, look: ParagraphLook) -> Iterator[Run]:
        """A run's text in one run for each of its fonts; hidden text is none."""
        direct = [own] if own is not None else []
        character = _value(direct, "w:rStyle")
        styled = self.chain(character, "character", "w:rPr") if character else []
        below = [*look.layers, *styled]
        layers = [*below, *direct]
        if is_on(_strongest(layers, "w:vanish")):
            return
        if is_on(_strongest(layers, "w:caps")):
            text = text.upper()
        size = points(_attribute(layers, "w:sz", "w:val"), per_point=2) or 10.0
        fonts = {slot: self._font(layers, slot) for slot in ("ascii", "hAnsi")}
        for font, letters in _by_font(text, fonts["ascii"], fonts["hAnsi"]):
            yield Run(
                text=letters,
                font=font,
                size=size,
                bold=_toggle(below, direct, "w:b"),
                italic=_toggle(below, direct, "w:i"),
                colour=_colour(layers),
                underlined=(_value(layers, "w:u") or "none") != "none",
            )

    def mark(self, paragraph: Element, look: ParagraphLook) -> Run:
        """The paragraph's own mark: how an empty one looks."""
        own = child(paragraph, "w:pPr", "w:rPr")
        return next(self.runs(" ", own, look), Run(" ", TIMES, 10.0))

    def cell_margin(self, table: Element, side: str) -> float:
        """The left or right margin of a table's cells."""
        properties = child(table, "w:tblPr")
        direct = [properties] if properties is not None else []
        layers = [*self.chain(_value(direct, "w:tblStyle"), "table", "w:tblPr"), *direct]
        for layer in reversed(layers):
            for name in (f"w:{side}", "w:start" if side == "left" else "w:end"):
                margin = child(layer, "w:tblCellMar", name)
                if margin is not None:
                    return points(margin.get(qn("w:w"))) or 0.0
        return 5.4

    def _font(self, layers: Sequence[Element], slot: str) -> str:
        for layer in reversed(layers):
            fonts = child(layer, "w:rFonts")
            if fonts is None:
                continue
            theme = fonts.get(qn(f"w:{slot}Theme"))
            if theme is not None:
                return self._theme_fonts.get(theme[:5], str(theme))
            if fonts.get(qn(f"w:{slot}")) is not None:
                return str(fonts.get(qn(f"w:{slot}")))
        return TIMES  # Word's own default, where nothing at all is said


class _Lists:
    """Automatic numbers, as text."""

    def __init__(self, numbering: Element | None) -> None:
        self._levels: dict[str, dict[int, Element]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if numbering is None:
            return
        abstracts = {
            abstract.get(qn("w:abstractNumId")): {
                int(level.get(qn("w:ilvl"), "0")): level
                for level in abstract.iterchildren(qn("w:lvl"))
            }
            for abstract in numbering.iterchildren(qn("w:abstractNum"))
        }
        for num in numbering.iterchildren(qn("w:num")):
            name, abstract = num.get(qn("w:numId")), _value([num], "w:abstractNumId") or ""
            self._levels[name] = abstracts.get(abstract, {})
            # lists made from one pattern count on, unless one is told to start anew
            own = num.find(qn("w:lvlOverride")) is not None
            self._abstract[name] = f"num {name}" if own else abstract

    def next(self, number: tuple[str, int] | None) -> tuple[str, Element | None]:
        """The label of the next paragraph and its level's paragraph properties."""
        if number is None or number[1] not in self._levels.get(number[0], {}):
            return "", None
        levels, at = self._levels[number[0]], number[1]
        counts = self._counts.setdefault(self._abstract[number[0]], {})
        counts[at] = counts.get(at, _start(levels[at]) - 1) + 1
        for deeper in [level for level in counts if level > at]:
            del counts[deeper]

        def figure(match: re.Match[str]) -> str:
            level = int(match[1]) - 1
            if level not in levels:
                return ""
            form = _value([levels[level]], "w:numFmt") or "decimal"
            return figured(counts.get(level, _start(levels[level])), form)

        text = _value([levels[at]], "w:lvlText") or ""
        if _value([levels[at]], "w:numFmt") == "bullet":
            # symbol fonts keep their signs in the private area
            label = "".join("•" if "\ue000" <= sign <= "\uf8ff" else sign for sign in text)
        else:
            label = re.sub(r"%(\d)", figure, text)
        return label, child(levels[at], "w:pPr")


def child(element: Element, *path: str) -> Element | None:
    """The first element at the end of a path of names, None without one."""
    found: Element | None = element
    for name in path:
        if found is None:
            return None
        found = next(found.iterchildren(qn(name)), None)
    return found


def _strongest(layers: Iterable[Element], tag: str) -> Element | None:
    found = [element for layer in layers if (element := child(layer, tag)) is not None]
    return found[-1] if found else None


def _value(layers: Iterable[Element], tag: str) -> str | None:
    element = _strongest(layers, tag)
    return None if element is None else element.get(qn("w:val"))


def _attribute(layers: Sequence[Element], tag: str, name: str) -> str | None:
    """An attribute may come from a weaker layer than its neighbours."""
    for layer in reversed(layers):
        element = child(layer, tag)
        if element is not None and element.get(qn(name)) is not None:
            return str(element.get(qn(name)))
    return None


def _number(layers: Sequence[Element]) -> tuple[str, int] | None:
    number = _strongest(layers, "w:numPr")
    if number is None:
        return None
    name = _value([number], "w:numId")
    level = _value([number], "w:ilvl") or "0"
    return (name, int(level)) if name not in (None, "0") and level.isdecimal() else None


def _start(level: Element) -> int:
    start = _value([level], "w:start") or "1"
    return int(start) if start.isdecimal() else 1


def _indent(layers: Sequence[Element], *names: str) -> float:
    found = (points(_attribute(layers, "w:ind", name)) for name in names)
    return next((value for value in found if value is not None), 0.0)


def _first_line(layers: Sequence[Element]) -> float:
    for layer in reversed(layers):
        indent = child(layer, "w:ind")
        if indent is None:
            continue
        hanging, first = (points(indent.get(qn(f"w:{name}"))) for name in ("hanging", "firstLine"))
        if hanging is not None:
            return -hanging
        if first is not None:
            return first
    return 0.0


def _space(layers: Sequence[Element], side: str) -> float:
    if _attribute(layers, "w:spacing", f"w:{side}Autospacing") in ("1", "true", "on"):
        return _AUTO_SPACING
    return points(_attribute(layers, "w:spacing", f"w:{side}")) or 0.0


def _tabs(layers: Iterable[Element]) -> tuple[tuple[float, str], ...]:
    stops: dict[float, str] = {}
    for layer in layers:
        for tab in layer.iterfind(f"{qn('w:tabs')}/{qn('w:tab')}"):
            at = points(tab.get(qn("w:pos")))
            if at is not None:
                stops[at] = tab.get(qn("w:val"), "left")
    return tuple(sorted((at, kind) for at, kind in stops.items() if kind not in ("clear", "bar")))


def _bordered(layers: Sequence[Element], side: str) -> bool:
    for layer in reversed(layers):
        border = child(layer, "w:pBdr", side)
        if border is not None:
            return border.get(qn("w:val")) not in ("nil", "none")
    return False


def _toggle(below: Iterable[Element], direct: Sequence[Element], tag: str) -> bool:
    """Set on the spot it is so; each style that has it turns it over.

    A chain of styles is one style here: Word takes the last word of each chain.
    """
    own = _strongest(direct, tag)
    if own is not None:
        return is_on(own)
    # paragraph and character style are two chains, told apart by where their layers hang
    chains: dict[str, bool] = {}
    for layer in below:
        element = child(layer, tag)
        if element is not None:
            owner = layer.getparent()
            kind = owner.get(qn("w:type"), "defaults") if owner is not None else "defaults"
            chains[kind] = is_on(element)
    if chains.pop("defaults", False):
        return True
    return sum(chains.values()) % 2 == 1


def _colour(layers: Sequence[Element]) -> str:
    """RRGGBB; automatic and the theme's text colours are black."""
    colour = _strongest(layers, "w:color")
    if colour is None or colour.get(qn("w:themeColor")) in ("text1", "dark1"):
        return BLACK
    value = str(colour.get(qn("w:val"), "auto")).upper()
    return BLACK if value == "AUTO" else value


def _by_font(text: str, ascii_font: str, other_font: str) -> Iterator[tuple[str, str]]:
    """Word keeps one font for ASCII and one for the letters beyond; mostly they are one."""
    if ascii_font == other_font:
        yield ascii_font, text
        return
    for match in re.finditer(r"[\x00-\x7f]+|[^\x00-\x7f]+", text):
        yield ascii_font if match[0].isascii() else other_font, match[0]


def _theme_fonts(theme: Element | None) -> Iterator[tuple[str, str]]:
    """``minorHAnsi`` and its like begin with ``minor`` or ``major``."""
    if theme is None:
        return
    space = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    for name in ("major", "minor"):
        for latin in theme.iterfind(f".//{space}{name}Font/{space}latin"):
            yield name, latin.get("typeface", "")
