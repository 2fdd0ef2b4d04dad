"""C04–C11: state name and motto, agencies, number, place and date; the lines drawn under them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.report.check import decree, words
from bot.report.check import sentences as say
from bot.report.check.parts import Paper, is_blank, upper_share
from bot.report.check.rules import checks
from bot.report.check.rules.checks import Breach


def state_name(paper: Paper) -> Iterator[Breach]:
    """C04: Quốc hiệu, on one line."""
    block = paper.state_name
    wanted = say.EXACTLY.format(text=decree.STATE_NAME[0])
    if block is None:
        yield Breach(say.STATE_NAME, say.MISSING, wanted)
        return
    if block.words not in decree.STATE_NAME:
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
    if block.words != decree.MOTTO:
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
    yield from words.number(block.text, paper.kind.code, paper.kind.title)


def place_date(paper: Paper) -> Iterator[Breach]:
    """C10: place and date, italic, on the line of the number. A minutes has none."""
    if not paper.kind.has_place_date:
        return
    block = paper.place_date
    if block is None:
        yield Breach(say.PLACE_DATE, say.MISSING, say.DATE_WANTED)
        return
    yield from words.place_date(block.text)
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
