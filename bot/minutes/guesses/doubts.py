"""What a speaker is asked about their own words, and what they answer."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.minutes.model import Line, LineKind, LineState
from bot.minutes.typed.words import digest, fold

_MARKED = re.compile(r"\[([^\[\]\n]*?)\?\]")
_RIGHT = re.compile(
    r"(?:da |vang |vay la |the la )*(?:dung|dung roi|chuan|chuan roi|ok|oke|okay|chinh xac|vang|"
    r"dong y|nhat tri|dung vay|dung het|dung ca)(?: (?:a|roi|het|ca|nhe|em|anh|chi))*"
)
_SHORT = 0.4  # of a line: so much shorter, it is likely a part of it that somebody means
_LEAST = 40  # letters of a line of which a part may be meant


def may_be_asked(line: Line) -> bool:
    """Whether somebody should look at a line's words: heard by the machine, and in doubt."""
    heard = line.kind is LineKind.VOICE and line.state is LineState.DONE and not line.is_long
    return heard and line.unsure and not line.deleted


def first_of_all(line: Line) -> tuple[bool, tuple[float, int]]:
    """What the lines that people are asked about are sorted by: those of the report first."""
    return line.tag is None, line.order


def key_of_words(line: Line) -> str:
    """Names a line's words without telling them."""
    return digest(line.text)


def key_of_doubts(line: Line) -> str:
    """Names what is in doubt about a line without telling it."""
    return digest("\0".join([*line.doubts, "", *(f"{x.found}={x.term}" for x in line.offers)]))


def key_of_answer(line: Line, answer: str) -> str:
    """Names a line's words together with other words for it."""
    return digest(f"{line.text}\0{answer}")


def marked(text: str, doubts: Iterable[str]) -> str:
    """A line with the words in doubt marked.

    >>> marked("bảy phỗng ông bằng gỗ mít", ["gỗ mít", "phỗng ông"])
    'bảy [phỗng ông?] bằng [gỗ mít?]'
    """
    several = sorted(set(doubts), key=len, reverse=True)
    if not several or text in several:
        return text
    words = "|".join(map(re.escape, several))
    return re.sub(rf"(?<!\w)(?:{words})(?!\w)", lambda found: f"[{found[0]}?]", text)


def unmarked(text: str) -> str:
    """A person's words, where they have copied the marked ones and mended those.

    >>> unmarked("bảy [phỗng đá?] bằng [gỗ mít?]")
    'bảy phỗng đá bằng gỗ mít'
    """
    return _MARKED.sub(r"\1", text)


def says_right(answer: str) -> bool:
    """Whether an answer says that a line is right, instead of what it should be.

    >>> says_right("Dạ đúng rồi ạ!"), says_right("Đúng là gỗ mít")
    (True, False)
    """
    return bool(_RIGHT.fullmatch(" ".join(re.sub(r"[^\w\s]", " ", fold(answer)).split())))


def may_be_a_part(answer: str, line: Line) -> bool:
    """Whether an answer is so short that likely only some words of the line are meant."""
    return len(line.text) >= _LEAST and len(answer) < _SHORT * len(line.text)
