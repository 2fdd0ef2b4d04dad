"""The rules C01–C33: what Nghị định 30/2020/NĐ-CP asks of each element.

    pages.py        C01–C03  paper, font, page numbers
    header.py       C04–C11  state name, agencies, number, place and date
    title.py        C12–C15  title and subject, sizes that go together
    body.py         C16–C20  paragraphs, numbering, headings, end mark
    foot.py         C21–C26, C28  signature and receivers
    minutes.py      C27      the parts of a minutes
    appendices.py   C29
    text.py         C30–C33  letters, blanks, citations, marks of who revised it
    checks.py        what several of them ask of a block

A rule reads the elements of a ``Paper`` and yields what breaks it. What the file cannot tell is
None there, and the rule says nothing. Where a whole element is missing, only the rule that asks
for it speaks. A place that is still to be filled in is C31's alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.report.check.parts import Paper
from bot.report.check.rules import appendices, body, foot, header, minutes, pages, text, title
from bot.report.check.rules.checks import Breach


@dataclass(frozen=True)
class Rule:
    id: str
    severity: str  #: E breaks the decree, W a pairing or the decree's samples, I is a note
    check: Callable[[Paper], Iterator[Breach]]


RULES = (
    Rule("C01", "E", pages.paper_and_margins),
    Rule("C02", "E", pages.times_and_black),
    Rule("C03", "E", pages.page_numbers),
    Rule("C04", "E", header.state_name),
    Rule("C05", "E", header.motto),
    Rule("C06", "E", header.motto_rule),
    Rule("C07", "E", header.agencies),
    Rule("C08", "E", header.agency_rule),
    Rule("C09", "E", header.number),
    Rule("C10", "E", header.place_date),
    Rule("C11", "E", header.padded_dates),
    Rule("C12", "E", title.title),
    Rule("C13", "E", title.subject),
    Rule("C14", "E", title.subject_rule),
    Rule("C15", "W", title.size_set),
    Rule("C16", "E", body.body_format),
    Rule("C17", "W", body.no_empty_paragraphs),
    Rule("C18", "W", body.numbering),
    Rule("C19", "W", body.headings),
    Rule("C20", "W", body.end_mark),
    Rule("C21", "E", foot.signer_titles),
    Rule("C22", "W", foot.deputies),
    Rule("C23", "E", foot.signer_names),
    Rule("C24", "E", foot.receivers_head),
    Rule("C25", "E", foot.receivers),
    Rule("C26", "W", foot.addressed),
    Rule("C27", "E", minutes.minutes_parts),
    Rule("C28", "W", foot.signature_in_company),
    Rule("C29", "E", appendices.appendices),
    Rule("C30", "W", text.clean_text),
    Rule("C31", "I", text.filled_in),
    Rule("C32", "I", text.full_citations),
    Rule("C33", "W", text.revised),
)
