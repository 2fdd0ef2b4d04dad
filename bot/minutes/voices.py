"""Voices of recordings of which nobody has said whose they are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.minutes.model import Line, SenderDoubt, Speaker


@dataclass(frozen=True)
class VoiceHeard:
    """A voice with no name, or a note whose sender's it may not be, and who may have it."""

    number: int  #: "Người nói 2" of its meeting; 0: nothing tells which voice it is
    count: int  #: lines
    first_id: int  #: of them
    first_no: int
    maybe: Speaker | None = None  #: nobody has confirmed it
    doubted: SenderDoubt | None = None  #: why that is asked, where they have sent it
    note: bool = False  #: one line of its own, and no part of a recording


# Behind all numbers that voices have: what nothing tells whose it is, is each time somebody else's
_NOBODY = 1_000_000_000


def for_paper(line: Line, nobody: str) -> Line:
    """A line as a document may have it: no name that nobody has confirmed. Each unknown voice is
    somebody else there, and so is each line of which nothing tells which voice it is.

    Args:
        nobody: what stands for whom nobody knows.
    """
    if line.unknown_voice is None:
        return line
    who = line.unknown_voice or _NOBODY + line.id
    return replace(line, speaker=Speaker(-who, nobody, certain=False))


def nobodys_yet(lines: Sequence[Line], unlooked: Collection[int]) -> list[Line]:
    """The lines, with nobody's name on what would be its sender's and is a part of a recording that
    is in work, or that nobody has looked at: how many speak there is not known yet.

    Args:
        unlooked: ids of the recordings in which it has not been looked at who speaks.
    """
    not_known = {line.id for line in lines if line.is_in_work}.union(unlooked)
    return [
        replace(line, voice=0)
        if line.part_of in not_known and line.voice is None and not line.whose_known
        else line
        for line in lines
    ]


def for_figures(line: Line, voice: str, nobody: str) -> Line:
    """A line as it is counted: each unknown voice by itself, and together whatever nothing tells
    of which voice it is.

    Args:
        voice: what an unknown voice is called, with ``{no}``.
        nobody: what all the others are called.
    """
    if line.unknown_voice is None:
        return line
    name = voice.format(no=line.unknown_voice) if line.unknown_voice else nobody
    return replace(line, speaker=Speaker(-line.unknown_voice, name, certain=False))
