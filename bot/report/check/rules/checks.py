"""What several rules ask of a block: its look, its place, the line drawn under it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.report.check import decree
from bot.report.check import sentences as say
from bot.report.check.page import PT_PER_MM, Block, Line, Stroke
from bot.report.check.parts import Paper, is_blank

LENGTH = 0.5  # mm that a length may be off
RULE = 0.03  # of a rule's length
CENTRE = 2.0  # mm
CLOSE = 1.9  # sizes from baseline to baseline where no empty line is between


@dataclass(frozen=True)
class Breach:
    """Where, what is found there, and what is wanted; each a part of a sentence."""

    where: str
    found: str
    wanted: str
    severity: str = ""  #: where it is not the rule's own


def style(
    paper: Paper,
    where: str,
    block: Block,
    sizes: tuple[int, int],
    *,
    bold: bool,
    italic: bool = False,
) -> Iterator[Breach]:
    if not block.lettered:
        return  # dots to be filled in look like anything
    tolerance, (low, high) = paper.document.tolerance.size, sizes
    for size in block.sizes:
        if not low - tolerance <= size <= high + tolerance:
            yield Breach(where, say.size(size), say.sizes(low, high))
    if bold and not block.bold:
        yield Breach(where, say.NOT_BOLD, say.BOLD)
    if not bold and block.partly_bold:
        yield Breach(where, say.IS_BOLD, say.NO_BOLD)
    if italic and not block.italic:
        yield Breach(where, say.NOT_ITALIC, say.ITALIC)
    if not italic and block.partly_italic:
        yield Breach(where, say.IS_ITALIC, say.UPRIGHT)


def lines_of(*blocks: Block | None) -> set[Line]:
    return {line for block in blocks if block is not None for line in block.lines}


def on_one_line(where: str, block: Block) -> Iterator[Breach]:
    if len(block.lines) > 1:
        yield Breach(where, say.LINES.format(lines=len(block.lines)), say.ONE_LINE)


def centred_under(where: str, block: Block, above: Block) -> Iterator[Breach]:
    off = abs(block.centre - above.centre) / PT_PER_MM
    if off > CENTRE:
        yield Breach(where, say.OFF_CENTRE.format(off=say.millimetres(off)), say.CENTRED)


def centred_on_page(paper: Paper, where: str, block: Block) -> Iterator[Breach]:
    off = abs(block.centre - paper.document.middle) / PT_PER_MM
    if off > CENTRE and not is_blank(block.text):
        yield Breach(where, say.OFF_CENTRE.format(off=say.millimetres(off)), say.CENTRED)


def right_below(where: str, block: Block, above: Block) -> Iterator[Breach]:
    step = block.first.y - above.last.y
    if step > CLOSE * block.size:
        found = say.STARTS_AFTER.format(gap=say.points(step))
        yield Breach(where, found, say.NOTHING_BETWEEN)


def level(paper: Paper, where: str, block: Block, other: Block, name: str) -> Iterator[Breach]:
    off = abs(block.first.y - other.first.y)
    if off > paper.document.tolerance.level:
        found = say.OFF_LINE.format(off=say.points(off), other=name)
        yield Breach(where, found, say.SAME_LINE.format(other=name))


def flush_left(paper: Paper, where: str, block: Block) -> Iterator[Breach]:
    off = (block.first.x0 - paper.document.left) / PT_PER_MM
    if off > CENTRE + LENGTH:
        yield Breach(where, say.INDENTED.format(off=say.millimetres(off)), say.FLUSH_LEFT)


def short_rule(paper: Paper, where: str, blocks: Sequence[Block]) -> Iterator[Breach]:
    if not blocks or is_blank(blocks[-1].text):
        return
    text = blocks[-1].last
    low, high = decree.SHORT_RULE
    wanted = say.RULE_SHORT.format(
        least=say.decimal(low * text.width / PT_PER_MM), most=mm(high * text.width)
    )
    stroke = paper.document.stroke_under(blocks[-1])
    if stroke is None:
        yield Breach(where, say.UNDERLINE if blocks[-1].underlined else say.RULE_MISSING, wanted)
        return
    # where the text wraps, the decree does not say which line is meant
    widths = [line.width for block in blocks for line in block.lines]
    slack = RULE * stroke.length + stroke.give
    if not any(low * wide - slack <= stroke.length <= high * wide + slack for wide in widths):
        share = say.decimal(stroke.length / text.width, 2)
        found = say.RULE_SHARE.format(length=mm(stroke.length), share=share)
        yield Breach(where, found, wanted)
    yield from rule_centred(where, stroke, blocks[-1])


def rule_centred(where: str, stroke: Stroke, block: Block) -> Iterator[Breach]:
    off = abs(stroke.centre - block.last.centre) / PT_PER_MM
    if off > CENTRE:
        found = say.OFF_CENTRE.format(off=say.millimetres(off))
        yield Breach(where, found, say.UNDER_TEXT_CENTRED)


def mm(points: float) -> str:
    return say.millimetres(points / PT_PER_MM)
