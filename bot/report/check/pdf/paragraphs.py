"""Lines of a PDF become paragraphs: one goes on where the next one's first word had no room."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from bot.report.check.decree import INDENTS, MARGINS
from bot.report.check.page import PT_PER_MM, SINGLE, Align, Block, Line, Run, joined
from bot.report.check.pdf.lines import FoundLine


def edges_of(texts: Sequence[FoundLine], width: float) -> tuple[float, float]:
    """Where the text begins and ends: what most of the long lines agree on.

    Args:
        width: of the paper.
    """
    longest = max(text.line.width for text in texts)
    lines = [text.line for text in texts if text.line.width > 0.75 * longest]
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    # the first line of a paragraph begins further in, the last ends earlier
    left = statistics.median(line.x0 for line in lines if line.x0 < left + 1.5)
    ends = [line.x1 for line in lines if line.x1 > right - 1.5]
    heads = [text.line.x0 for text in texts if text.line.text.startswith("Nơi nhận")]
    if heads and left - heads[-1] > 2 * PT_PER_MM:  # whole paragraphs stand in
        left = heads[-1]
    if len(ends) < 2:  # the text may go further: to the middle of what is allowed
        return left, max(right, width - statistics.mean(MARGINS["right"]) * PT_PER_MM)
    return left, statistics.median(ends)


def blocks_of(
    texts: Sequence[FoundLine], left: float, right: float, underlined: set[Line]
) -> Iterator[Block]:
    pitch = _usual_pitch(texts, left, right)
    groups: list[list[FoundLine]] = []
    for text in texts:
        if groups and _goes_on(groups[-1], text, left, right, pitch):
            groups[-1].append(text)
        else:
            groups.append([text])
    above: list[FoundLine] | None = None
    for number, group in enumerate(groups):
        yield _block(group, above, number, left, right, pitch, underlined)
        above = group


def _usual_pitch(texts: Sequence[FoundLine], left: float, right: float) -> float:
    """From baseline to baseline inside paragraphs, in sizes."""
    steps = [
        (two.line.y - one.line.y) / one.size
        for one, two in pairwise(texts)
        if one.page == two.page and one.size == two.size and not (one.beside or two.beside)
        if _is_full(one, two, right) and abs(two.line.x0 - left) < 2
    ]
    likely = [step for step in steps if 1.0 < step < 2.2]
    return statistics.median(likely) if likely else SINGLE


def _is_full(above: FoundLine, text: FoundLine, right: float) -> bool:
    """Whether a line's first word had no room on the line above."""
    return above.line.x1 + 0.25 * text.size + text.first_word > right - 1


def _goes_on(
    group: Sequence[FoundLine], text: FoundLine, left: float, right: float, pitch: float
) -> bool:
    """Whether a line belongs to the paragraph of the lines above it."""
    last = group[-1]
    if last.beside or text.beside or last.ruled or text.ruled or abs(last.size - text.size) > 0.6:
        return False
    at_edge = abs(text.line.x0 - left) < 2
    under = len(group) > 1 and abs(text.line.x0 - last.line.x0) < 2
    block_indented = len(group) == 1 and abs(text.line.x0 - last.line.x0) < 2
    hanging = len(group) == 1 and 2 <= text.line.x0 - last.line.x0 < 60
    if not (at_edge or under or block_indented or hanging):
        return False
    if not _is_full(last, text, right):
        return False
    if last.page != text.page:
        return at_edge or under
    # with a first line that stands in, the left edge is enough; without, spacing must tell
    stands_in = at_edge and group[0].line.x0 > left + 2
    return (text.line.y - last.line.y) / text.size < (3.5 if stands_in else pitch + 0.25)


def _block(
    group: Sequence[FoundLine],
    above: Sequence[FoundLine] | None,
    number: int,
    left: float,
    right: float,
    pitch: float,
    underlined: set[Line],
) -> Block:
    lines = tuple(text.line for text in group)
    first = group[0]
    runs: list[Run] = []
    for text in group:
        marked = text.line in underlined
        runs += [replace(run, underlined=marked) for run in text.runs]
        runs.append(replace(text.runs[-1], text=" ", underlined=marked))
    steps = [
        (two.line.y - one.line.y) / one.size for one, two in pairwise(group) if one.page == two.page
    ]
    own = statistics.median(steps) if steps else None
    gap = None
    if above is not None and above[-1].page == first.page and not first.beside:
        gap = first.line.y - above[-1].line.y - (own or pitch) * first.size
    return Block(
        runs=joined(runs[:-1]),
        lines=lines,
        align=_align(lines, left, right),
        indent=(lines[0].x0 - left) / PT_PER_MM,
        gap=gap,
        spacing=own / SINGLE if own is not None else None,
        page=first.page,
        cell=(first.page, number, 0) if first.ruled or first.beside else None,
        starts_page=above is None or above[-1].page != first.page,
    )


def _align(lines: Sequence[Line], left: float, right: float) -> Align | None:
    """None where one line cannot tell."""
    if len(lines) > 1:
        ends = [right - line.x1 for line in lines[:-1]]
        if all(end < 2 for end in ends):
            return Align.JUSTIFY
        starts = [line.x0 - left for line in lines]
        if all(abs(a - b) < 4 for a, b in zip([*ends, right - lines[-1].x1], starts, strict=True)):
            return Align.CENTRE
        return Align.LEFT
    (line,) = lines
    central = abs(line.centre - (left + right) / 2) < PT_PER_MM and line.x0 > left + 15
    # a short paragraph of the body may stand in the middle by chance
    indents = (left + indent * PT_PER_MM for indent in INDENTS)
    indented = any(abs(line.x0 - indent) < PT_PER_MM for indent in indents)
    return Align.CENTRE if central and not indented else None
