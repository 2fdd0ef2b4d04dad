"""C21–C26, C28: who signs, who receives it, and that both are in company."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.minutes.typed.words import fold
from bot.report.check import decree, words
from bot.report.check import sentences as say
from bot.report.check.page import PT_PER_MM, Block
from bot.report.check.parts import Paper, is_blank
from bot.report.check.rules import checks
from bot.report.check.rules.checks import Breach


def signer_titles(paper: Paper) -> Iterator[Breach]:
    """C21: upper case, bold; TM. KT. TL. TUQ. Q. with their dot and a space."""
    if not any(signature.titles for signature in paper.signatures):
        yield Breach(say.SIGNER_TITLE, say.MISSING, f"{say.UPPER}, {say.BOLD}")
    for signature in paper.signatures:
        for block in signature.titles:
            if is_blank(block.text):
                continue
            yield from checks.style(paper, say.SIGNER_TITLE, block, decree.LARGE, bold=True)
            yield from words.signer_title(block.text)


def deputies(paper: Paper) -> Iterator[Breach]:
    """C22: below KT. stands the deputy of the same post, and a deputy stands below KT."""
    for signature in paper.signatures:
        yield from words.deputies([block.text.upper() for block in signature.titles])


def signer_names(paper: Paper) -> Iterator[Breach]:
    """C23: the name, without academic titles, centred under the post."""
    if not any(signature.name for signature in paper.signatures):
        yield Breach(say.SIGNER_NAME, say.MISSING, f"{say.NAME_CASE}, {say.BOLD}")
    for signature in paper.signatures:
        block = signature.name
        if block is None or is_blank(block.text):
            continue
        yield from checks.style(paper, say.SIGNER_NAME, block, decree.LARGE, bold=True)
        yield from words.signer_name(block.text)
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
    if block.words != decree.RECEIVERS_HEAD:
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
        yield from words.receiver(text, is_last=at == len(paper.receivers))


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
