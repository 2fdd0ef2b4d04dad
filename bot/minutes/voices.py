"""A voice of a recording of which nobody has said whose it is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.minutes.model import Line, Speaker


@dataclass(frozen=True)
class VoiceHeard:
    """A voice with no name, and who may have it."""

    number: int  #: "Người nói 2" of its meeting
    count: int  #: lines
    first_id: int  #: of them
    first_no: int
    maybe: Speaker | None = None  #: nobody has confirmed it


def for_paper(line: Line, nobody: str) -> Line:
    """A line as a document may have it: no name that nobody has confirmed. Each unknown voice is
    somebody else there.

    Args:
        nobody: what stands for whom nobody knows.
    """
    if line.unknown_voice is None:
        return line
    return replace(line, speaker=Speaker(-line.unknown_voice, nobody, certain=False))
