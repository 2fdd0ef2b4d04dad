"""C16–C20: layout, numbering, headings of the body, and its end mark."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.report.check import decree
from bot.report.check import sentences as say
from bot.report.check.figures import figured, roman_value
from bot.report.check.page import Align, Block
from bot.report.check.parts import Paper, is_blank, upper_share
from bot.report.check.rules import checks
from bot.report.check.rules.checks import Breach


def body_format(paper: Paper) -> Iterator[Breach]:
    """C16: 13–14, justified, first line in by 10 or 12.7 mm, 6 pt between, spacing 1 to 1.5."""
    tolerance = paper.document.tolerance
    low, high = decree.LARGE
    above: Block | None = None
    for block, before in zip(paper.body, [None, *paper.body], strict=False):
        if block.cell is not None or is_blank(block.text) or _is_heading_above(block, above):
            above = block if block.cell is None else None
            continue
        where = say.at(block.text)
        for size in block.sizes:
            if not low - tolerance.size <= size <= high + tolerance.size:
                yield Breach(where, say.size(size), say.sizes(low, high))
        placed_freely = decree.ROMAN.match(block.text) is not None
        if not block.part and not placed_freely:
            yield from _justified(where, block)
            indents = [abs((block.indent or 0) - wanted) for wanted in decree.INDENTS]
            if block.indent is not None and min(indents) > checks.LENGTH:
                found = say.INDENT_FOUND.format(indent=say.millimetres(block.indent))
                yield Breach(where, found, say.INDENT_WANTED)
        # nothing is asked of what stands under a table
        follows = before is not None and before.cell is None and not block.part
        if follows and block.gap is not None and block.gap < decree.GAP - 0.5:
            found = say.GAP_FOUND.format(gap=say.points(max(block.gap, 0.0)))
            yield Breach(where, found, say.GAP_WANTED)
        least, most = decree.SPACING
        if block.spacing is not None and not least - 0.03 <= block.spacing <= most + 0.03:
            found = say.SPACING_FOUND.format(spacing=say.decimal(block.spacing, 2))
            yield Breach(where, found, say.SPACING_WANTED)
        above = block


def _justified(where: str, block: Block) -> Iterator[Breach]:
    # on one line, left and justified are the same
    short = len(block.lines) == 1 and block.align is Align.LEFT
    if block.align not in (None, Align.JUSTIFY) and not short:
        yield Breach(where, say.ALIGNS[block.align.value], say.JUSTIFIED)


def _is_heading_above(block: Block, above: Block | None) -> bool:
    """``Phần I`` and ``Mục 1`` are centred, and so is the title on the line below."""
    if block.align is not Align.CENTRE:
        return False
    named = decree.PART.match(block.text) or decree.SECTION.match(block.text)
    titled = above is not None and above.align is Align.CENTRE and upper_share(block.text) > 0.9
    return named is not None or titled


def no_empty_paragraphs(paper: Paper) -> Iterator[Breach]:
    """C17: space is set, not typed. Only a Word file tells."""
    if not paper.paragraphs:
        return
    blocks = paper.document.blocks
    start = blocks.index(paper.paragraphs[0])
    for above, block in pairwise(blocks[start : blocks.index(paper.paragraphs[-1])]):
        high = (block.spacing or 1.0) * block.size
        if not block.text and block.cell is None and not block.holds_drawing and high > 7:
            where = say.at(above.text) if above.text else say.BODY
            yield Breach(where, say.EMPTY_PARAGRAPH, say.EMPTY_PARAGRAPH_WANTED)


def numbering(paper: Paper) -> Iterator[Breach]:
    """C18: I. 1. a) without gaps, in the order of the Vietnamese alphabet."""
    roman = clause = article = 0
    last_clause = 0  # khoản may count on through the mục
    letter = ""
    for block in paper.paragraphs:
        text, where = block.text, say.at(block.text)
        if decree.DECIMAL.match(text):
            found = say.DECIMAL_FOUND.format(text=text.split()[0])
            yield Breach(where, found, say.DECIMAL_WANTED)
        elif decree.PART.match(text):
            roman, clause, letter = 0, 0, ""
        elif match := decree.ARTICLE.match(text):
            if int(match[1]) != article + 1:
                yield Breach(where, match[0].strip(), f"Điều {article + 1}.")
            article, clause, letter = int(match[1]), 0, ""
        elif (match := decree.ROMAN.match(text)) and _is_roman(match[1], roman):
            value = roman_value(match[1])
            if value != roman + 1:
                wanted = say.NEXT_NUMBER.format(text=f"{figured(roman + 1, 'upperRoman')}.")
                yield Breach(where, f"{match[1]}.", wanted)
            roman, clause, letter = value, 0, ""
        elif match := decree.CLAUSE.match(text):
            value = int(match[1])
            if value != clause + 1 and not (clause == 0 and value == last_clause + 1):
                yield Breach(where, f"{value}.", f"{clause + 1}.")
            clause = last_clause = value
            letter = ""
        elif match := decree.POINT.match(text):
            yield from _lettering(where, match[1], letter)
            letter = match[1]


def _lettering(where: str, letter: str, above: str) -> Iterator[Breach]:
    if letter not in decree.LETTERS:
        yield Breach(where, say.LETTER_FOUND.format(letter=letter), say.LETTER_WANTED)
        return
    if above and above not in decree.LETTERS:
        return
    at = decree.LETTERS.index(above) + 1 if above else 0
    if decree.LETTERS[at : at + 1] != letter:
        wanted = f"{decree.LETTERS[at]})" if at < len(decree.LETTERS) else say.LETTER_WANTED
        yield Breach(where, f"{letter})", wanted)


def _is_roman(text: str, above: int) -> bool:
    """``C.`` and ``L.`` are letters unless they count on."""
    return text not in ("C", "L") or roman_value(text) == above + 1


def headings(paper: Paper) -> Iterator[Breach]:
    """C19: a khoản's title alone on its line, bold; a mục's upper case and bold."""
    blocks = paper.paragraphs
    titled = _titled_clauses(blocks)
    for block in blocks:
        if is_blank(block.text):
            continue
        where = say.at(block.text)
        if decree.ROMAN.match(block.text) and len(block.text) < 150 and block.text[-1] not in ".;,":
            if not block.bold or upper_share(block.text) < 0.9:
                yield Breach(where, say.quoted(block.text), say.SECTION_TITLE_WANTED)
        elif decree.ARTICLE.match(block.text) and not block.partly_bold:
            yield Breach(where, say.NOT_BOLD, say.BOLD)
        elif decree.CLAUSE.match(block.text) and not block.bold:
            if block in titled:
                yield Breach(where, say.NOT_BOLD, say.CLAUSE_TITLE_WANTED)
            elif _bold_words(block) > 1:
                yield Breach(where, say.RUN_IN_TITLE, say.CLAUSE_TITLE_WANTED)


def _titled_clauses(blocks: Sequence[Block]) -> list[Block]:
    """The khoản that are titles: where all beside them are, short, with something below."""
    titled: list[Block] = []
    beside: list[tuple[Block, bool]] = []
    for block, below in zip(blocks, [*blocks[1:], None], strict=False):
        if decree.ROMAN.match(block.text) or decree.ARTICLE.match(block.text):
            beside = []
        if not decree.CLAUSE.match(block.text):
            continue
        short = len(block.lines) == 1 and block.text[-1] not in ".;,"
        heads = below is not None and not decree.CLAUSE.match(below.text)
        beside.append((block, short and heads))
        if all(is_title for _, is_title in beside):
            titled.append(block)
        else:
            titled = [block for block in titled if block not in [other for other, _ in beside]]
    return titled


def _bold_words(block: Block) -> int:
    """How many words in bold a paragraph begins with, its number aside."""
    words = 0
    for run in block.runs:
        if any(map(str.isalnum, run.text)) and not run.bold:
            break
        words += len(re.findall(r"[^\W\d]\w*", run.text))
    return words


def end_mark(paper: Paper) -> Iterator[Breach]:
    """C20: ``./.`` after the last sentence, and only there."""
    if not paper.body or paper.body[-1].cell is not None:
        return
    *others, last = paper.body
    if not last.text.endswith(decree.END):
        found = say.END_FOUND.format(text=say.ending(last.text))
        yield Breach(say.at(last.text), found, say.END_WANTED)
    for block in others:
        if decree.END in block.text:
            found = say.END_FOUND.format(text=say.ending(block.text))
            yield Breach(say.at(block.text), found, say.END_ONLY_LAST)
