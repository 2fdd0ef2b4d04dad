"""C12–C15: the title, the subject under it, and the sizes that go together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from bot.report.check import decree
from bot.report.check import sentences as say
from bot.report.check.page import Block
from bot.report.check.parts import Paper, upper_share
from bot.report.check.rules import checks
from bot.report.check.rules.checks import Breach


def title(paper: Paper) -> Iterator[Breach]:
    """C12: one of the three, alone on its line, centred."""
    if paper.title.words != paper.kind.title:
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
