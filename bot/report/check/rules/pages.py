"""C01–C03: the paper and its margins, font and colour, the page numbers."""

from __future__ import annotations

from collections.abc import Iterator

from bot.report.check import decree
from bot.report.check import sentences as say
from bot.report.check.page import BLACK, TIMES
from bot.report.check.parts import Paper
from bot.report.check.rules import checks
from bot.report.check.rules.checks import Breach

_BULLETS = ("symbol", "wingdings", "opensymbol", "courier new")


def paper_and_margins(paper: Paper) -> Iterator[Breach]:
    """C01: A4, upright; margins in their ranges."""
    for number, sheet in enumerate(paper.document.sheets, 1):
        where = say.PAPER if number == 1 else say.SECTION_PAPER.format(number=number)
        given = (sheet.width, sheet.height)
        # a wide table may turn the paper, the document's first page is upright
        turned = sheet.landscape and number > 1
        wanted = decree.A4[::-1] if turned else decree.A4
        if any(abs(a - b) > checks.LENGTH for a, b in zip(given, wanted, strict=True)):
            found = f"{say.decimal(sheet.width)} × {say.decimal(sheet.height)} mm"
            yield Breach(where, found, say.A4)
        if turned:
            continue
        for side, (low, high) in decree.MARGINS.items():
            margin: float | None = getattr(sheet, side)
            if margin is not None and not low - checks.LENGTH <= margin <= high + checks.LENGTH:
                wide = f"{say.range_of(low, high)} mm"
                yield Breach(say.MARGIN[side], say.millimetres(margin), wide)


def times_and_black(paper: Paper) -> Iterator[Breach]:
    """C02: Times New Roman everywhere, black. In a PDF another font is also a missing letter."""
    for block in paper.everything:
        for run in block.runs:
            letters = any(map(str.isalnum, run.text))
            bullet = not letters and run.font.lower().startswith(_BULLETS)
            if run.text.strip() and not bullet and run.font.lower() != TIMES.lower():
                found = say.FONT_FOUND.format(font=run.font)
                yield Breach(say.at(run.text.strip()), found, say.FONT_WANTED)
            if letters and run.colour != BLACK:
                found = say.COLOUR_FOUND.format(colour=run.colour)
                yield Breach(say.at(run.text.strip()), found, say.COLOUR_WANTED)


def page_numbers(paper: Paper) -> Iterator[Breach]:
    """C03: Arabic, centred in the top margin, 13–14, upright, from page 2 on."""
    document = paper.document
    tolerance = document.tolerance.size
    starts = [a.label.page for a in paper.appendices if a.label.page is not None]
    for number in document.numbers:
        where = say.PAGE_NUMBER_OF.format(page=number.page)
        if number.page == 1:
            yield Breach(where, say.PRESENT, say.PAGE_NUMBER_HIDDEN)
            continue
        begins = max((page for page in starts if page <= number.page), default=1)
        # an appendix has numbers of its own; that it has them is C29's
        right = {str(number.page), str(number.page - begins + 1)}
        if number.text not in right:
            found, text = say.quoted(number.text), str(number.page)
            yield Breach(where, found, say.EXACTLY.format(text=text))
        if not number.on_top:
            yield Breach(where, say.AT_BOTTOM, say.ON_TOP)
        if abs(number.off_centre) > checks.CENTRE:
            off = say.millimetres(abs(number.off_centre))
            yield Breach(where, say.OFF_CENTRE.format(off=off), say.CENTRED)
        low, high = decree.LARGE
        if not low - tolerance <= number.size <= high + tolerance:
            yield Breach(where, say.size(number.size), say.sizes(low, high))
        if number.bold:
            yield Breach(where, say.IS_BOLD, say.NO_BOLD)
        if number.italic:
            yield Breach(where, say.IS_ITALIC, say.UPRIGHT)
    shown = {number.page for number in document.numbers}
    for page in range(2, document.pages + 1):
        if page not in shown and page not in starts:
            where = say.PAGE_NUMBER_OF.format(page=page)
            yield Breach(where, say.NO_PAGE_NUMBER, say.PAGE_NUMBER_WANTED)
