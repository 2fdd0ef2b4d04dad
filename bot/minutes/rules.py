"""Which line stands where in a document, what a line's state allows, what a report still lacks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.minutes.info import ITEMS, Item, names_chair
from bot.minutes.model import Line, LineState, Meeting, Tag
from bot.minutes.typed.signing import read_signer
from bot.minutes.unheard import is_time


@dataclass(frozen=True)
class LinesByUse:
    """The lines of a meeting as a document needs them, each group in the meeting's order."""

    content: tuple[Line, ...]  #: tagged content or opinion, with text
    conclusions: tuple[Line, ...]
    untagged: tuple[Line, ...]  #: text that no one has tagged: stays out of the report
    waiting: tuple[Line, ...]  #: recordings not transcribed yet
    failed: tuple[Line, ...]  #: recordings that gave no words: not transcribed, or silent
    unfinished: tuple[Line, ...]  #: recordings of which the end is not transcribed

    @property
    def unsure(self) -> tuple[Line, ...]:
        """The lines of the document that have words to listen to again."""
        return tuple(x for x in (*self.content, *self.conclusions) if x.unsure)


_BY_SENTENCE = "openai_server"


def is_doubted_by_sentence(line: Line) -> bool:
    """Whether the engine that heard a line is only as sure of each word as of its whole sentence:
    which word of a doubt is wrong, nobody knows."""
    return _BY_SENTENCE in line.heard_by.split()


def sort_lines(lines: Iterable[Line]) -> LinesByUse:
    """Sort living lines for a document. A tag without words (still waiting) is not lost: it is
    counted under ``waiting`` or ``failed``."""
    alive: Sequence[Line] = sorted((x for x in lines if not x.deleted), key=lambda x: x.order)
    done = [x for x in alive if x.state is LineState.DONE]
    return LinesByUse(
        content=tuple(x for x in done if x.tag in (Tag.CONTENT, Tag.OPINION)),
        conclusions=tuple(x for x in done if x.tag is Tag.CONCLUSION),
        untagged=tuple(x for x in done if x.tag is None),
        waiting=tuple(x for x in alive if x.is_in_work),
        failed=tuple(x for x in alive if _is_wordless(x) and not is_unfinished(x)),
        unfinished=tuple(x for x in alive if is_unfinished(x)),
    )


def _is_wordless(line: Line) -> bool:
    return line.state in (LineState.FAILED, LineState.SILENT)


def is_unfinished(line: Line) -> bool:
    """A recording that was stopped, or of which only the beginning could be read."""
    return line.state is LineState.STOPPED or (line.state is LineState.FAILED and line.is_long)


def may_go_on(line: Line) -> bool:
    """A recording that a person may have transcribed (on); a part of one has none of its own."""
    wanting = _is_wordless(line) or line.state is LineState.STOPPED
    if line.room and line.state is LineState.SILENT:
        return False  # it is many recordings, each of which was heard
    return wanting and not line.part_of and not line.deleted and not line.recording_erased


def without(doubts: Iterable[str], text: str, mended: str) -> tuple[str, ...]:
    """The doubts that are left where a person has mended some words of a line.

    Args:
        text: the line as it is now.
        mended: the words that stood there before.

    >>> without(["ăn", "gỗ mít"], "Nguyễn Văn An nói về gỗ mít", "nguyễn văn ăn")
    ('gỗ mít',)
    """
    return tuple(x for x in doubts if is_time(x) or (_stands(x, text) and not _stands(x, mended)))


def _stands(words: str, text: str) -> bool:
    """Whether the words stand there as whole words, whatever their capitals."""
    return bool(re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE))


def toggled(current: Tag | None, tapped: Tag) -> Tag | None:
    """What an old button does, which does not say whether it sets its tag or takes it off."""
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
        and not (meeting.info.get(item.code) and _can_print(item, meeting.info[item.code]))
        and not (item.code == "chu_tri" and names_chair(meeting.info))
    ]


def _can_print(item: Item, value: str) -> bool:
    """Whether an item is whole as it was typed: who signs has a title and a name, without doubt."""
    if item.code != "nguoi_ky":
        return True
    read = read_signer(value)
    return read.sure and read.best.is_whole
