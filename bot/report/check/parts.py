"""What stands where in an office document: the decree's elements, found by text and place."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from bot.minutes.typed.words import fold
from bot.report.check import sentences as say
from bot.report.check.decree import DATE, DRAFTER, KINDS, MOTTO, PLACEHOLDER, STATE_NAME, Kind
from bot.report.check.errors import Unusable
from bot.report.check.page import Align, Block, Document

_LONGEST = 300  # characters of a line of the header
_HEAD = 40  # the title stands among so many paragraphs at the most
_ALIKE = 0.75  # how much of a phrase must be there to be taken for it
_OPENINGS = re.compile(r"(kinh gui|can cu|thuc hien|thoi gian|ngay \d|\d+\.|[ivx]+\.|[-+] )")
_MINUTES_SIGN = ("thu ky", "chu toa", "chu tri", "nguoi ghi bien ban", "nguoi chu tri")
_DATE_LIKE = re.compile(r"ngay.*thang.*nam")
_NUMBER_LIKE = re.compile(r"so\s*([:./…]|\d)")


@dataclass(frozen=True)
class Signature:
    titles: tuple[Block, ...]
    name: Block | None


@dataclass(frozen=True)
class Appendix:
    label: Block
    title: tuple[Block, ...]
    reference: tuple[Block, ...]


@dataclass(frozen=True)
class Paper:
    """A document with its elements; None or nothing where it has them not."""

    document: Document
    kind: Kind
    final: bool  #: it is to be issued: nothing may be blank
    state_name: Block | None  #: E01
    motto: Block | None  #: E02
    agencies: tuple[Block, ...]  #: E04, E05: a line each, or wrapped
    number: Block | None  #: E07
    place_date: Block | None  #: E08
    title: Block  #: E09
    subject: tuple[Block, ...]  #: E10
    addressed: tuple[Block, ...]  #: E12
    body: tuple[Block, ...]  #: with the texts of its tables
    receivers_head: Block | None  #: E27
    receivers: tuple[tuple[Block, str], ...]  #: E28, E29: where each begins, and its text
    signatures: tuple[Signature, ...]  #: E24, E26: one, of a minutes two
    appendices: tuple[Appendix, ...]

    @property
    def paragraphs(self) -> tuple[Block, ...]:
        """The body without its tables."""
        return tuple(block for block in self.body if block.cell is None)

    @property
    def everything(self) -> tuple[Block, ...]:
        return tuple(block for block in self.document.blocks if block.text)


def find(document: Document, *, final: bool = False) -> Paper:
    """Find the elements.

    Raises:
        Unusable: it is none of the three kinds of document, or empty.
    """
    blocks = [block for block in document.blocks if block.text]
    if not blocks:
        raise Unusable(say.EMPTY)
    at, kind = _title(blocks)
    head = [block for block in blocks[:at] if len(block.text) < _LONGEST]
    rest = blocks[at + 1 :]
    state_name = _completed(
        _most_like(head, STATE_NAME[0]), head, lambda text: fold(text) == fold(STATE_NAME[0])
    )
    motto = _most_like(head, MOTTO)
    left = _left_of(state_name, document, head)
    number = next((b for b in left or head if _NUMBER_LIKE.match(fold(b.text))), None)
    agencies = tuple(
        takewhile(
            lambda b: b is not number,
            (b for b in left if b not in (state_name, motto) and not b.text.startswith("(")),
        )
    )
    place_date = next((b for b in head if _DATE_LIKE.search(fold(b.text))), None)
    place_date = _completed(place_date, head, lambda text: DATE.match(text) is not None)

    end = next((i for i, b in enumerate(rest) if _is_appendix(b)), len(rest))
    main, annexed = rest[:end], rest[end:]
    foot = _foot(main, kind, document)
    above, below = main[:foot], main[foot:]
    subject = tuple(takewhile(lambda block: _can_be_subject(block, blocks[at]), above))
    above = above[len(subject) :]
    addressed = _addressed(above)
    body = above[len(addressed) :]
    receivers_head, receivers, signatures = _bottom(below, kind, document)
    return Paper(
        document=document,
        kind=kind,
        final=final,
        state_name=state_name,
        motto=motto,
        agencies=agencies,
        number=number,
        place_date=place_date,
        title=blocks[at],
        subject=subject,
        addressed=addressed,
        body=tuple(body),
        receivers_head=receivers_head,
        receivers=receivers,
        signatures=signatures,
        appendices=tuple(_appendices(annexed)),
    )


def is_blank(text: str) -> bool:
    """Nothing but a place to be filled in, its number aside."""
    rest = re.sub(r"^(\d+|[IVX]+|\w)[.)]\s", "", text)
    return PLACEHOLDER.search(rest) is not None and not any(map(str.isalnum, rest))


def upper_share(text: str) -> float:
    """How much of the letters is upper case."""
    letters = [char for char in text if char.isalpha()]
    return sum(map(str.isupper, letters)) / len(letters) if letters else 0.0


def _title(blocks: Sequence[Block]) -> tuple[int, Kind]:
    """The title alone on its line, else the first line that begins with one and looks like it."""
    names = {fold(kind.title): kind for kind in KINDS}
    start = list(enumerate(blocks[:_HEAD]))
    for at, block in start:
        if (kind := names.get(fold(block.words).strip(" .:"))) is not None:
            return at, kind
    for at, block in start:
        for name, kind in names.items():
            looks = block.bold or block.align is Align.CENTRE or upper_share(block.text) > 0.9
            if re.match(rf"{name}\b", fold(block.text)) and looks and len(block.text) < 200:
                return at, kind
    raise Unusable(say.NO_KIND)


def _most_like(blocks: Iterable[Block], phrase: str) -> Block | None:
    """The block whose text is, or nearly is, a phrase."""

    def likeness(block: Block) -> float:
        if not 0.5 * len(phrase) < len(block.words) < 2 * len(phrase):
            return 0.0
        return difflib.SequenceMatcher(None, fold(block.words), fold(phrase)).ratio()

    best = max(blocks, key=likeness, default=None)
    return best if best is not None and likeness(best) >= _ALIKE else None


def _completed(
    block: Block | None, blocks: Sequence[Block], is_whole: Callable[[str], bool]
) -> Block | None:
    """With the line below it, where only both are whole: in a PDF it may have wrapped."""
    if block is None or is_whole(block.text):
        return block
    for below in blocks:
        if is_whole(f"{block.text} {below.text}"):
            space = replace(block.runs[-1], text=" ")
            runs = (*block.runs, space, *below.runs)
            return replace(block, runs=runs, lines=block.lines + below.lines)
    return block


def _left_of(state_name: Block | None, document: Document, head: Sequence[Block]) -> list[Block]:
    if state_name is None:
        return [
            b for b in head if b.centre < document.middle and not _DATE_LIKE.search(fold(b.text))
        ]
    return [b for b in head if b.centre < state_name.first.x0]


def _can_be_subject(block: Block, title: Block) -> bool:
    looks = block.bold or block.align is Align.CENTRE
    inside = block.cell is None or title.cell is not None  # some put the title into the header
    return looks and inside and not _OPENINGS.match(fold(block.text))


def _addressed(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """``Kính gửi: …`` on one line, or with a line for each of several."""
    if not blocks or not fold(blocks[0].text).startswith("kinh gui"):
        return ()
    if not blocks[0].text.endswith(":"):
        return (blocks[0],)
    items = []
    for block in blocks[1:]:
        if not block.text.startswith("-"):
            break
        items.append(block)
        if block.text.endswith("."):
            break
    return (blocks[0], *items)


def _is_appendix(block: Block) -> bool:
    named = re.fullmatch(r"phu luc( (so )?\w{1,5})?", fold(block.text))
    looks = block.bold or block.align is Align.CENTRE or bool(block.starts_page)
    return named is not None and looks


# --- receivers and signatures -------------------------------------------------------------------


def _foot(blocks: Sequence[Block], kind: Kind, document: Document) -> int:
    """Where receivers and signatures begin."""
    heads = [at for at, b in enumerate(blocks) if re.match(r"noi nhan\b", fold(b.text))]
    if kind.code == "BB":
        # of the rows that are no receivers, in the second half
        half = (heads[-1] if heads else len(blocks)) // 2
        signs = [
            at
            for at, block in enumerate(blocks)
            if fold(block.text).strip(" .:") in _MINUTES_SIGN and at >= half
        ]
        if signs:
            return signs[0] if len(signs) < 3 else signs[-2]
    if heads:
        # a signature typed before the receivers
        start = heads[-1]
        while start > 0 and _signs(blocks[start - 1], document):
            start -= 1
        return start
    start = len(blocks)
    while start > 0 and (_signs(blocks[start - 1], document) or _is_receiver(blocks[start - 1])):
        start -= 1
    return start


def _signs(block: Block, document: Document) -> bool:
    """Whether a block stands where signatures do."""
    return block.centre > document.middle + 28 and len(block.text) < 100


def _is_receiver(block: Block) -> bool:
    return block.size < (12.5 if block.text.startswith("-") else 11.5)


def _bottom(
    blocks: Sequence[Block], kind: Kind, document: Document
) -> tuple[Block | None, tuple[tuple[Block, str], ...], tuple[Signature, ...]]:
    left: list[Block] = []
    right: list[Block] = []
    for block in blocks:
        on_left = block.text.startswith("-") or block.centre < document.middle
        (left if on_left else right).append(block)
    at = next((i for i, b in enumerate(left) if re.match(r"noi nhan\b", fold(b.text))), None)
    signed_left = left if at is None else left[:at]
    head = None if at is None else left[at]
    listed = [] if at is None else left[at + 1 :]
    if kind.code == "BB":
        signatures = [_signature(side) for side in (signed_left, right) if side]
    else:
        signatures = [_signature(right)] if right else []
    return head, _receivers(listed), tuple(signatures)


def _receivers(blocks: Iterable[Block]) -> tuple[tuple[Block, str], ...]:
    """The receivers; one that is too long for the column goes on without a dash."""
    items: list[tuple[Block, str]] = []
    for block in blocks:
        if DRAFTER.match(block.text):
            continue
        if items and not block.text.startswith("-") and items[-1][1][-1] not in ";.":
            first, text = items[-1]
            items[-1] = (first, f"{text} {block.text}")
        else:
            items.append((block, block.text))
    return tuple(items)


def _signature(blocks: Sequence[Block]) -> Signature:
    """Titles above, the name below the space for the signature."""
    texts = [block for block in blocks if not block.text.startswith("(")]
    if len(texts) == 1:
        alone = texts[0]
        return Signature((alone,), None) if upper_share(alone.text) > 0.8 else Signature((), alone)
    if not texts:
        return Signature((), None)
    *titles, name = texts
    # what follows the gap is another post of the signer's, or the stamp of a digital signature
    near = titles[:1]
    for block in titles[1:]:
        if block.first.y - near[-1].last.y > 2.5 * block.size:
            break
        near.append(block)
    right_below = name.first.y - near[-1].last.y < 1.8 * name.size
    if right_below and upper_share(name.text) > 0.8:  # one title more, and no name
        return Signature((*near, name), None)
    return Signature(tuple(near), name)


def _appendices(blocks: Sequence[Block]) -> Iterable[Appendix]:
    starts = [at for at, block in enumerate(blocks) if _is_appendix(block)]
    for start, stop in pairwise([*starts, len(blocks)]):
        after = blocks[start + 1 : stop]
        opens = next((at for at, b in enumerate(after[:6]) if b.text.startswith("(")), None)
        title = tuple(after[: min(1, len(after)) if opens is None else opens])
        yield Appendix(blocks[start], title, _bracketed(after[len(title) :]))


def _bracketed(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """A text in brackets, which may be on several lines."""
    if not blocks or not blocks[0].text.startswith("("):
        return ()
    end = next((at for at, block in enumerate(blocks[:4]) if block.text.endswith(")")), 0)
    return tuple(blocks[: end + 1])
