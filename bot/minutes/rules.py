"""What follows from what: which line stands where in a document, what counts as left over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.minutes.info import ITEMS, Item, names_chair
from bot.minutes.model import Line, LineState, Meeting, Tag


@dataclass(frozen=True)
class Sorted:
    """The lines of a meeting as a document needs them, each group in the order spoken."""

    content: tuple[Line, ...]  #: tagged content or opinion, with text
    conclusions: tuple[Line, ...]
    untagged: tuple[Line, ...]  #: text that no one has tagged: stays out of the report
    waiting: tuple[Line, ...]  #: recordings not transcribed yet
    failed: tuple[Line, ...]  #: recordings that gave no words: not transcribed, or silent


def sort_lines(lines: Iterable[Line]) -> Sorted:
    """Sort living lines for a document. A tag without words (still waiting) is not lost: it is
    counted under ``waiting`` or ``failed``."""
    alive: Sequence[Line] = sorted((x for x in lines if not x.deleted), key=lambda x: x.no)
    done = [x for x in alive if x.state is LineState.DONE]
    return Sorted(
        content=tuple(x for x in done if x.tag in (Tag.CONTENT, Tag.OPINION)),
        conclusions=tuple(x for x in done if x.tag is Tag.CONCLUSION),
        untagged=tuple(x for x in done if x.tag is None),
        waiting=tuple(x for x in alive if x.state is LineState.WAITING),
        failed=tuple(x for x in alive if x.state in (LineState.FAILED, LineState.SILENT)),
    )


def toggled(current: Tag | None, tapped: Tag) -> Tag | None:
    """A tap on a tag's button sets it; a second tap takes it off."""
    return None if current is tapped else tapped


# What a report takes from elsewhere where nobody has given it: the meeting's title gives the
# subject, its opening gives the time.
_HAS_FALLBACK = frozenset({"ten", "thoi_gian"})


def missing_items(meeting: Meeting) -> list[Item]:
    """The items that a report of this meeting needs and does not have."""
    return [
        item
        for item in ITEMS
        if item.needed
        and item.code not in _HAS_FALLBACK
        and not meeting.info.get(item.code)
        and not (item.code == "chu_tri" and names_chair(meeting.info))
    ]
