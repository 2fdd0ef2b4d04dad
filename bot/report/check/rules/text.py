"""C30–C33: the letters, what is still to be filled in, what is cited, what reviewers left."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from bot.report.check import decree
from bot.report.check import sentences as say
from bot.report.check.parts import Paper
from bot.report.check.rules import checks
from bot.report.check.rules.checks import Breach


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


def revised(paper: Paper) -> Iterator[Breach]:
    """C33: tracked changes are accepted or refused, remarks gone. Drafts may have both."""
    left = dict(paper.document.revisions)
    changes = [say.CHANGES[kind].format(count=left[kind]) for kind in say.CHANGES if left.get(kind)]
    if changes:
        found = say.CHANGES_FOUND.format(changes=", ".join(changes))
        yield Breach(say.REVISIONS, found, say.CHANGES_WANTED, "E" if paper.final else "W")
    if left.get("comments"):
        found = say.REMARKS_FOUND.format(count=left["comments"])
        yield Breach(say.REVISIONS, found, say.REMARKS_WANTED, "E" if paper.final else "I")
