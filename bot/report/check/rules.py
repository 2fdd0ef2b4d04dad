"""The rules C01–C32: what Nghị định 30/2020/NĐ-CP asks of each element.

A rule reads the elements of a ``Paper`` and yields what breaks it. What the file cannot tell is
None there, and the rule says nothing. Where a whole element is missing, only the rule that asks
for it speaks. A place that is still to be filled in is C31's alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.minutes.typed.words import fold
from bot.report.check import checks, decree
from bot.report.check import sentences as say
from bot.report.check.checks import Breach
from bot.report.check.figures import figured, roman_value
from bot.report.check.page import BLACK, PT_PER_MM, TIMES, Align, Block
from bot.report.check.parts import Appendix, Paper, is_blank, upper_share

_BULLETS = ("symbol", "wingdings", "opensymbol", "courier new")


# --- the page -----------------------------------------------------------------------------------


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


# --- the header ---------------------------------------------------------------------------------


def state_name(paper: Paper) -> Iterator[Breach]:
    """C04: Quốc hiệu, on one line."""
    block = paper.state_name
    wanted = say.EXACTLY.format(text=decree.STATE_NAME[0])
    if block is None:
        yield Breach(say.STATE_NAME, say.MISSING, wanted)
        return
    if block.text not in decree.STATE_NAME:
        yield Breach(say.STATE_NAME, say.quoted(block.text), wanted)
    yield from checks.style(paper, say.STATE_NAME, block, decree.SMALL, bold=True)
    yield from checks.on_one_line(say.STATE_NAME, block)


def motto(paper: Paper) -> Iterator[Breach]:
    """C05: Tiêu ngữ, centred right below Quốc hiệu."""
    block, above = paper.motto, paper.state_name
    wanted = say.MOTTO_WANTED.format(text=decree.MOTTO)
    if block is None:
        yield Breach(say.MOTTO, say.MISSING, wanted)
        return
    if block.text != decree.MOTTO:
        yield Breach(say.MOTTO, say.quoted(block.text), wanted)
    yield from checks.style(paper, say.MOTTO, block, decree.LARGE, bold=True)
    if above is not None:
        yield from checks.centred_under(say.MOTTO, block, above)
        yield from checks.right_below(say.MOTTO, block, above)


def motto_rule(paper: Paper) -> Iterator[Breach]:
    """C06: a drawn line under Tiêu ngữ, as long as its text."""
    if paper.motto is None:
        return
    line = paper.motto.last
    wanted = say.RULE_AS_LONG.format(length=checks.mm(line.width))
    stroke = paper.document.stroke_under(paper.motto)
    if stroke is None:
        found = say.UNDERLINE if paper.motto.underlined else say.RULE_MISSING
        yield Breach(say.MOTTO_RULE, found, wanted)
        return
    if abs(stroke.length - line.width) > checks.RULE * line.width + stroke.give:
        yield Breach(
            say.MOTTO_RULE, say.RULE_LENGTH.format(length=checks.mm(stroke.length)), wanted
        )
    yield from checks.rule_centred(say.MOTTO_RULE, stroke, paper.motto)


def agencies(paper: Paper) -> Iterator[Breach]:
    """C07: the parent body not bold, the issuing one bold; upper case, 12–13."""
    blocks = paper.agencies
    if not blocks:
        yield Breach(say.AGENCY, say.MISSING, f"{say.UPPER}, {say.BOLD}")
        return
    # the lines above the first bold one are the parent's
    first = next((at for at, b in enumerate(blocks) if b.bold), len(blocks) - 1)
    for at, block in enumerate(blocks):
        issues = at >= first
        where = say.AGENCY if issues else say.PARENT_AGENCY
        yield from checks.style(paper, where, block, decree.SMALL, bold=issues)
        if upper_share(block.text) < 1 and block.lettered and not is_blank(block.text):
            yield Breach(where, say.quoted(block.text), say.UPPER)
    if first == 0 and len(blocks) > 1 and blocks[0].bold:
        above, below = blocks[0].text.upper(), blocks[1].text.upper()
        if decree.PARENT.match(above) and decree.BELOW.match(below):
            yield Breach(say.PARENT_AGENCY, say.IS_BOLD, say.NO_BOLD)


def agency_rule(paper: Paper) -> Iterator[Breach]:
    """C08: a drawn line under the issuing body, 1/3 to 1/2 of its text."""
    yield from checks.short_rule(paper, say.AGENCY_RULE, paper.agencies)


def number(paper: Paper) -> Iterator[Breach]:
    """C09: Số, ký hiệu: 13, upright; the code is that of the kind."""
    block = paper.number
    wanted = say.NUMBER_WANTED.format(code=paper.kind.code)
    if block is None:
        yield Breach(say.NUMBER, say.MISSING, wanted)
        return
    yield from checks.style(paper, say.NUMBER, block, (13, 13), bold=False)
    match = decree.NUMBER.match(block.text)
    given = match is not None and bool(match["number"].strip(" .…"))
    if match is None or (given and not decree.SPACELESS_NUMBER.match(block.text)):
        yield Breach(say.NUMBER, say.quoted(block.text), wanted)
    elif match["code"] != paper.kind.code:
        code = say.CODE_WANTED.format(code=paper.kind.code, title=paper.kind.title)
        yield Breach(say.NUMBER, say.CODE_FOUND.format(code=match["code"]), code)


def place_date(paper: Paper) -> Iterator[Breach]:
    """C10: place and date, italic, on the line of the number. A minutes has none."""
    if not paper.kind.has_place_date:
        return
    block = paper.place_date
    if block is None:
        yield Breach(say.PLACE_DATE, say.MISSING, say.DATE_WANTED)
        return
    if not decree.DATE.match(block.text):
        yield Breach(say.PLACE_DATE, say.quoted(block.text), say.DATE_WANTED)
    yield from checks.style(paper, say.PLACE_DATE, block, decree.LARGE, bold=False, italic=True)
    yield from checks.on_one_line(say.PLACE_DATE, block)
    if paper.number is not None:
        yield from checks.level(paper, say.PLACE_DATE, block, paper.number, say.NUMBER)


def padded_dates(paper: Paper) -> Iterator[Breach]:
    """C11: 05 tháng 3, not 5 tháng 03. Wanted of the issue date, advised in the body."""
    if paper.place_date is not None and (match := decree.DATE.match(paper.place_date.text)):
        yield from _padding(say.PLACE_DATE, match, severity="")
    for block in paper.body:
        for match in decree.ANY_DATE.finditer(block.text):
            yield from _padding(say.at(block.text), match, severity="W")


def _padding(where: str, match: re.Match[str], severity: str) -> Iterator[Breach]:
    if not decree.DAY.match(match["day"]):
        yield Breach(where, say.DAY_FOUND.format(value=match["day"]), say.DAY_WANTED, severity)
    if not decree.MONTH.match(match["month"]):
        found = say.MONTH_FOUND.format(value=match["month"])
        yield Breach(where, found, say.MONTH_WANTED, severity)


# --- the title ----------------------------------------------------------------------------------


def title(paper: Paper) -> Iterator[Breach]:
    """C12: one of the three, alone on its line, centred."""
    if paper.title.text != paper.kind.title:
        wanted = say.ONE_OF_TITLES.format(title=paper.kind.title)
        yield Breach(say.TITLE, say.quoted(paper.title.text), wanted)
    yield from checks.style(paper, say.TITLE, paper.title, decree.LARGE, bold=True)
    yield from checks.centred_on_page(paper, say.TITLE, paper.title)


def subject(paper: Paper) -> Iterator[Breach]:
    """C13: trích yếu, right below the title, in sentence case."""
    if not paper.subject:
        yield Breach(say.SUBJECT, say.MISSING, f"{say.SENTENCE_CASE}, {say.BOLD}, {say.CENTRED}")
        return
    text = " ".join(block.text for block in paper.subject)
    if upper_share(text) >= 0.5:
        yield Breach(say.SUBJECT, say.SHOUTED, say.SENTENCE_CASE)
    for block in paper.subject:
        yield from checks.style(paper, say.SUBJECT, block, decree.LARGE, bold=True)
        yield from checks.centred_on_page(paper, say.SUBJECT, block)
    yield from checks.right_below(say.SUBJECT, paper.subject[0], paper.title)


def subject_rule(paper: Paper) -> Iterator[Breach]:
    """C14: a drawn line under trích yếu, 1/3 to 1/2 of its text."""
    yield from checks.short_rule(paper, say.SUBJECT_RULE, paper.subject)


def size_set(paper: Paper) -> Iterator[Breach]:
    """C15: sizes go together, 13 with 14 or 12 with 13: those of the set that most keep to."""
    small = [(say.STATE_NAME, paper.state_name)]
    small += [(say.AGENCY, block) for block in paper.agencies]
    large = [(say.MOTTO, paper.motto), (say.PLACE_DATE, paper.place_date)]
    large += [(say.TITLE, paper.title), *((say.SUBJECT, block) for block in paper.subject)]
    for signature in paper.signatures:
        large += [(say.SIGNER_TITLE, block) for block in signature.titles]
        large.append((say.SIGNER_NAME, signature.name))
    sized = [
        *((where, block.size, 0) for where, block in small if block is not None and block.lettered),
        *((where, block.size, 1) for where, block in large if block is not None and block.lettered),
    ]
    if (usual := _usual_size(paper.paragraphs)) is not None:
        sized.append((say.BODY, usual, 1))
    tolerance = paper.document.tolerance.size

    def strays(pair: tuple[int, int]) -> list[tuple[str, float, int]]:
        return [found for found in sized if abs(found[1] - pair[found[2]]) > tolerance]

    pair = min(decree.SIZE_SETS, key=lambda pair: len(strays(pair)))
    for where, size, column in strays(pair):
        low, high = (decree.SMALL, decree.LARGE)[column]
        if low - tolerance <= size <= high + tolerance:  # else the element's own rule says so
            wanted = say.SET_WANTED.format(
                size=say.size(pair[column]), small=pair[0], large=pair[1]
            )
            yield Breach(where, say.size(size), wanted)


def _usual_size(blocks: Sequence[Block]) -> float | None:
    counts: Counter[float] = Counter()
    for block in blocks:
        counts[block.size] += len(block.text)
    return counts.most_common(1)[0][0] if counts else None


# --- the body -----------------------------------------------------------------------------------


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


# --- signature and receivers --------------------------------------------------------------------


def signer_titles(paper: Paper) -> Iterator[Breach]:
    """C21: upper case, bold; TM. KT. TL. TUQ. Q. with their dot and a space."""
    if not any(signature.titles for signature in paper.signatures):
        yield Breach(say.SIGNER_TITLE, say.MISSING, f"{say.UPPER}, {say.BOLD}")
    for signature in paper.signatures:
        for block in signature.titles:
            if is_blank(block.text):
                continue
            yield from checks.style(paper, say.SIGNER_TITLE, block, decree.LARGE, bold=True)
            text = block.text
            if upper_share(text) < 1:
                yield Breach(say.SIGNER_TITLE, say.quoted(text), say.UPPER)
            elif decree.AUTHORITY_TYPED.match(text) and not decree.AUTHORITY.match(text):
                yield Breach(say.SIGNER_TITLE, say.quoted(text), say.AUTHORITY_WANTED)


def deputies(paper: Paper) -> Iterator[Breach]:
    """C22: below KT. stands the deputy of the same post, and a deputy stands below KT."""
    for signature in paper.signatures:
        titles = [block.text.upper() for block in signature.titles]
        for title, below in zip(titles, [*titles[1:], ""], strict=False):
            if match := re.match(r"KT\.\s*(.+)", title):
                post = match[1].strip()
                deputy = decree.DEPUTIES.get(post, f"PHÓ {post}")
                if not below.startswith(deputy):
                    found = say.quoted(below) if below else say.MISSING
                    wanted = say.DEPUTY_WANTED.format(deputy=deputy, text=title)
                    yield Breach(say.SIGNER_TITLE, found, wanted)
        if titles and titles[0].startswith("PHÓ "):
            yield Breach(say.SIGNER_TITLE, say.DEPUTY_ALONE, say.DEPUTY_ALONE_WANTED)


def signer_names(paper: Paper) -> Iterator[Breach]:
    """C23: the name, without academic titles, centred under the post."""
    if not any(signature.name for signature in paper.signatures):
        yield Breach(say.SIGNER_NAME, say.MISSING, f"{say.NAME_CASE}, {say.BOLD}")
    for signature in paper.signatures:
        block = signature.name
        if block is None or is_blank(block.text):
            continue
        yield from checks.style(paper, say.SIGNER_NAME, block, decree.LARGE, bold=True)
        name = decree.ACADEMIC.sub("", block.text)
        if name != block.text:
            yield Breach(say.SIGNER_NAME, say.quoted(block.text), say.ACADEMIC_WANTED)
        if upper_share(name) > 0.6 or any(word[0].islower() for word in name.split()):
            yield Breach(say.SIGNER_NAME, say.quoted(block.text), say.NAME_CASE)
        if signature.titles:
            off = abs(block.centre - signature.titles[0].centre) / PT_PER_MM
            if off > checks.CENTRE:
                found = say.OFF_CENTRE.format(off=say.millimetres(off))
                yield Breach(say.SIGNER_NAME, found, say.UNDER_TITLE)


def receivers_head(paper: Paper) -> Iterator[Breach]:
    """C24: ``Nơi nhận:`` 12, bold italic, at the left edge, level with the signature."""
    block = paper.receivers_head
    wanted = say.EXACTLY.format(text=decree.RECEIVERS_HEAD)
    if block is None:
        yield Breach(say.RECEIVERS_HEAD, say.MISSING, wanted)
        return
    if block.text != decree.RECEIVERS_HEAD:
        yield Breach(say.RECEIVERS_HEAD, say.quoted(block.text), wanted)
    yield from checks.style(paper, say.RECEIVERS_HEAD, block, (12, 12), bold=True, italic=True)
    yield from checks.flush_left(paper, say.RECEIVERS_HEAD, block)
    if paper.kind.code == "BB":
        secretary = paper.signatures[0].name if paper.signatures else None
        if secretary is not None and block.first.y < secretary.last.y:
            yield Breach(say.RECEIVERS_HEAD, say.NOT_BELOW, say.BELOW_SECRETARY)
    elif paper.signatures and paper.signatures[0].titles:
        first = paper.signatures[0].titles[0]
        yield from checks.level(paper, say.RECEIVERS_HEAD, block, first, say.SIGNER_TITLE)


def receivers(paper: Paper) -> Iterator[Breach]:
    """C25: 11, upright; ``- …;`` each, and ``- Lưu: VT, ….`` last."""
    if paper.receivers_head is None:
        return
    if not paper.receivers:
        yield Breach(say.RECEIVERS, say.MISSING, say.RECEIVER_WANTED)
    for at, (block, text) in enumerate(paper.receivers, 1):
        if is_blank(text):
            continue
        yield from checks.style(paper, say.RECEIVERS, block, (11, 11), bold=False)
        yield from checks.flush_left(paper, say.RECEIVERS, block)
        is_last = at == len(paper.receivers)
        form = decree.LAST_RECEIVER if is_last else decree.RECEIVER
        if not form.match(text) and not (is_last and decree.PLACEHOLDER.search(text)):
            wanted = say.LAST_RECEIVER_WANTED if is_last else say.RECEIVER_WANTED
            yield Breach(say.RECEIVERS, say.quoted(text), wanted)


def addressed(paper: Paper) -> Iterator[Breach]:
    """C26: Kính gửi and ``- Như trên;`` go together, in a report only."""
    as_above = bool(paper.receivers) and "nhu tren" in fold(paper.receivers[0][1])
    if paper.kind.code != "BC":
        if paper.addressed or as_above:
            found = say.quoted(paper.addressed[0].text if paper.addressed else decree.AS_ABOVE)
            yield Breach(say.ADDRESSED, found, say.ADDRESSED_NEVER.format(title=paper.kind.title))
        return
    if paper.addressed and paper.receivers and paper.receivers[0][1] != decree.AS_ABOVE:
        yield Breach(say.RECEIVERS, say.quoted(paper.receivers[0][1]), say.AS_ABOVE_WANTED)
    if as_above and not paper.addressed:
        yield Breach(say.ADDRESSED, say.MISSING, say.ADDRESSED_WANTED)
    yield from _addressed_form(paper.addressed)


def _addressed_form(blocks: Sequence[Block]) -> Iterator[Breach]:
    if len(blocks) == 1 and not decree.ADDRESSED_ONE.match(blocks[0].text):
        yield Breach(say.ADDRESSED, say.quoted(blocks[0].text), say.ADDRESSED_FORM)
    if len(blocks) > 1:
        ends = [";"] * (len(blocks) - 2) + ["."]
        for block, end in zip(blocks[1:], ends, strict=True):
            if not (decree.ADDRESSED_ITEM.match(block.text) and block.text.endswith(end)):
                yield Breach(say.ADDRESSED, say.quoted(block.text), say.ADDRESSED_FORM)


def minutes_parts(paper: Paper) -> Iterator[Breach]:
    """C27: a minutes has its seven parts in order, two signatures, and ends after it began."""
    if paper.kind.code != "BB":
        return
    texts = [fold(re.sub(r"^([IVX]+|\d+)\.\s+|^-\s+", "", b.text)) for b in paper.paragraphs]
    places: list[int | None] = []
    for _, pattern in decree.MINUTES_PARTS:
        found = [at for at, text in enumerate(texts) if re.match(pattern, text)]
        places.append(found[0] if found else None)
    high = -1
    above = ""
    for (label, _), place in zip(decree.MINUTES_PARTS, places, strict=True):
        where = say.MINUTES_PART.format(label=label)
        if place is None:
            yield Breach(where, say.MISSING, say.EXACTLY.format(text=label))
            continue
        if place < high:
            yield Breach(where, say.OUT_OF_ORDER.format(label=above), say.IN_ORDER)
        else:
            high, above = place, label
    titles = [s.titles[0].text.upper() if s.titles else "" for s in paper.signatures]
    wanted = decree.MINUTES_TITLES
    if len(titles) != 2 or any(a not in b for a, b in zip(titles, wanted, strict=True)):
        given = say.quoted(", ".join(filter(None, titles))) if any(titles) else say.MISSING
        yield Breach(say.SIGNATURE, given, say.MINUTES_TITLES)
    opening, closing = places[0], places[-1]
    if opening is not None and closing is not None:
        yield from _closing_time(paper.paragraphs[opening].text, paper.paragraphs[closing].text)


def _closing_time(opening: str, closing: str) -> Iterator[Breach]:
    opened, closed = (decree.MOMENT.search(text) for text in (opening, closing))
    if opened is None or closed is None:
        return
    began, ended = _moment(opened), _moment(closed)
    same_day = None in (began[0], ended[0])
    if ended[1] < began[1] if same_day or began[0] == ended[0] else ended < began:
        found = say.EARLIER.format(closed=closed[0].strip(), opened=opened[0].strip())
        yield Breach(say.CLOSING_TIME, found, say.LATER)


def _moment(match: re.Match[str]) -> tuple[tuple[int, ...] | None, tuple[int, int]]:
    """Day and hour; the day None where it is not told."""
    hour = (int(match["hour"]), int(match["minute"] or 0))
    if match["day"] is None:
        return None, hour
    return tuple(int(match[name]) for name in ("year", "month", "day")), hour


def signature_in_company(paper: Paper) -> Iterator[Breach]:
    """C28: the signature is on one page, with at least two lines of the body. A PDF tells."""
    for signature in paper.signatures:
        page = signature.titles[0].page if signature.titles else None
        if page is None:
            return
        if signature.name is not None and signature.name.page != page:
            found = say.SPLIT.format(one=page, two=signature.name.page)
            yield Breach(say.SIGNATURE, found, say.NOT_SPLIT)
        top = paper.document.page_tops[page - 1]
        lines = sum(line.y > top for block in paper.body for line in block.lines)
        if lines < 2:
            found = say.ALONE_ON_PAGE.format(page=page, lines=lines)
            yield Breach(say.SIGNATURE, found, say.NOT_ALONE)
            return


# --- appendices ---------------------------------------------------------------------------------


def appendices(paper: Paper) -> Iterator[Breach]:
    """C29: each on a page of its own, numbered from 1, labelled, titled, mentioned."""
    for appendix in paper.appendices:
        where = say.APPENDIX
        label = appendix.label
        yield from checks.style(paper, where, label, (14, 14), bold=True)
        yield from checks.centred_on_page(paper, where, label)
        named = decree.APPENDIX.match(label.text)
        if named is None or (len(paper.appendices) > 1 and named[1] is None):
            yield Breach(where, say.quoted(label.text), say.APPENDIX_LABEL_WANTED)
        if not label.starts_page:
            yield Breach(where, say.APPENDIX_PAGE_FOUND, say.APPENDIX_PAGE_WANTED)
        elif not _numbered_anew(paper, label):
            yield Breach(where, say.APPENDIX_NUMBERING_FOUND, say.APPENDIX_NUMBERING_WANTED)
        yield from _appendix_title(paper, appendix)
    if paper.appendices and not any("phu luc" in fold(block.text) for block in paper.body):
        yield Breach(say.APPENDIX, say.APPENDIX_UNMENTIONED, say.APPENDIX_MENTIONED)


def _appendix_title(paper: Paper, appendix: Appendix) -> Iterator[Breach]:
    if not appendix.title:
        yield Breach(say.APPENDIX_TITLE, say.MISSING, f"{say.UPPER}, {say.BOLD}")
    for block in appendix.title:
        yield from checks.style(paper, say.APPENDIX_TITLE, block, decree.LARGE, bold=True)
        yield from checks.centred_on_page(paper, say.APPENDIX_TITLE, block)
        if upper_share(block.text) < 1:
            yield Breach(say.APPENDIX_TITLE, say.quoted(block.text), say.UPPER)
    where = say.APPENDIX_REFERENCE
    text = " ".join(block.text for block in appendix.reference)
    if not decree.APPENDIX_REFERENCE.match(text):
        yield Breach(where, say.quoted(text) if text else say.MISSING, say.REFERENCE_WANTED)
    for block in appendix.reference:
        yield from checks.style(paper, where, block, decree.LARGE, bold=False, italic=True)
        yield from checks.centred_on_page(paper, where, block)


def _numbered_anew(paper: Paper, label: Block) -> bool:
    if label.page is None:
        return paper.document.sheets[label.sheet].starts_at == 1
    shown = {number.page: number.text for number in paper.document.numbers}
    begins = label.page
    return shown.get(begins, "1") == "1" and shown.get(begins + 1, "2") != str(begins + 1)


# --- the text -----------------------------------------------------------------------------------


def clean_text(paper: Paper) -> Iterator[Breach]:
    """C30: composed letters, none broken, single spaces, none before a mark."""
    blank = checks.lines_of(paper.number, paper.place_date)
    for block in paper.everything:
        raw, where = block.raw.strip(), say.at(block.text)
        if not unicodedata.is_normalized("NFC", raw):
            yield Breach(where, say.NOT_NFC, say.NFC)
        if "\ufffd" in raw:
            yield Breach(where, say.REPLACED, say.NOT_REPLACED)
        if block.first in blank:
            continue  # their blanks are made of spaces
        if re.search(r"[^\s.…_] {2,}[^\s.…_]", block.text):
            yield Breach(where, say.TWO_SPACES, say.ONE_SPACE)
        if match := re.search(r"[\w)”\"] +([,;:.])(?![.\d…])", block.text):
            yield Breach(where, say.SPACE_BEFORE.format(sign=match[1]), say.NO_SPACE_BEFORE)


def filled_in(paper: Paper) -> Iterator[Breach]:
    """C31: nothing is left to be filled in. Of a draft the clerk gives number and day."""
    severity = "E" if paper.final else "I"
    for block, where, form in (
        (paper.number, say.NUMBER, decree.NUMBER),
        (paper.place_date, say.PLACE_DATE, decree.DATE),
    ):
        match = form.match(block.text) if block is not None else None
        given = match.groupdict() if match is not None else {}
        blanks = {name for name in given if not given[name].strip(" .…")}
        if blanks - (set() if paper.final else decree.BY_CLERK):
            yield Breach(where, say.BLANK_FOUND, say.BLANK_WANTED, severity)
    told = checks.lines_of(paper.number, paper.place_date)
    told |= checks.lines_of(
        *(block for appendix in paper.appendices for block in appendix.reference)
    )
    for block in paper.everything:
        if block.first in told:
            continue
        if match := decree.PLACEHOLDER.search(block.text):
            found = say.PLACEHOLDER_FOUND.format(text=match[0])
            yield Breach(say.at(block.text), found, say.BLANK_WANTED, severity)


def full_citations(paper: Paper) -> Iterator[Breach]:
    """C32: a document's first citation says what it is, of when, whose and about what."""
    seen: set[str] = set()
    for block in paper.body:
        for match in decree.CITED.finditer(block.text):
            if match[0] in seen:
                continue
            seen.add(match[0])
            before = block.text[max(0, match.start() - 60) : match.start()]
            after = block.text[match.end() : match.end() + 400]
            there = {
                "type": decree.CITED_TYPE.search(before),
                "date": decree.CITED_DATE.match(after),
                "agency": decree.CITED_AGENCY.match(after),
                "subject": decree.CITED_SUBJECT.match(after),
            }
            lacks = [say.CITATION_PARTS[name] for name, found in there.items() if found is None]
            if lacks:
                found = say.CITATION_LACKS.format(what=", ".join(lacks))
                yield Breach(say.quoted(match[0]), found, say.CITATION_WANTED)


@dataclass(frozen=True)
class Rule:
    id: str
    severity: str  #: E breaks the decree, W a pairing or the decree's samples, I is a note
    check: Callable[[Paper], Iterator[Breach]]


RULES = (
    Rule("C01", "E", paper_and_margins),
    Rule("C02", "E", times_and_black),
    Rule("C03", "E", page_numbers),
    Rule("C04", "E", state_name),
    Rule("C05", "E", motto),
    Rule("C06", "E", motto_rule),
    Rule("C07", "E", agencies),
    Rule("C08", "E", agency_rule),
    Rule("C09", "E", number),
    Rule("C10", "E", place_date),
    Rule("C11", "E", padded_dates),
    Rule("C12", "E", title),
    Rule("C13", "E", subject),
    Rule("C14", "E", subject_rule),
    Rule("C15", "W", size_set),
    Rule("C16", "E", body_format),
    Rule("C17", "W", no_empty_paragraphs),
    Rule("C18", "W", numbering),
    Rule("C19", "W", headings),
    Rule("C20", "W", end_mark),
    Rule("C21", "E", signer_titles),
    Rule("C22", "W", deputies),
    Rule("C23", "E", signer_names),
    Rule("C24", "E", receivers_head),
    Rule("C25", "E", receivers),
    Rule("C26", "W", addressed),
    Rule("C27", "E", minutes_parts),
    Rule("C28", "W", signature_in_company),
    Rule("C29", "E", appendices),
    Rule("C30", "W", clean_text),
    Rule("C31", "I", filled_in),
    Rule("C32", "I", full_citations),
)
