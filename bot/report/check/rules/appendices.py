"""C29: appendices."""

from __future__ import annotations

from collections.abc import Iterator

from bot.minutes.typed.words import fold
from bot.report.check import decree
from bot.report.check import sentences as say
from bot.report.check.page import Block
from bot.report.check.parts import Appendix, Paper, upper_share
from bot.report.check.rules import checks
from bot.report.check.rules.checks import Breach


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
