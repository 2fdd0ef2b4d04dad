"""What was said and what was concluded, as paragraphs under the numbers of their sections."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from itertools import groupby

from bot.messages.phrases import UNKNOWN_SPEAKER
from bot.minutes import Line, Meeting, Speaker, Tag
from bot.minutes.documents import Depth, Kind
from bot.minutes.guesses.tasks import TaskGuess
from bot.minutes.rules import LinesByUse
from bot.minutes.typed.calling import is_comrade, is_kin, without_call
from bot.report.view.paragraphs import (
    BLANK,
    Paragraph,
    addressed,
    conclusion_of,
    dashed,
    end_marked,
    paragraphs_of,
)

# Điểm a), b), c), d), đ) … (Nghị định 30/2020, Phụ lục I). The checker has its own: it is held
# against the decree, not against us
LETTERS = "abcdđeghiklmnopqrstuvxy"


@dataclass(frozen=True)
class Sections:
    """The numbers that the document's sections have; 0 for one that it does not have."""

    attendance: int = 0
    content: int = 0
    conclusions: int = 0
    tasks: int = 0


@dataclass(frozen=True)
class Body:
    content: tuple[Paragraph, ...]  #: never empty: a blank stands for nothing
    conclusions: tuple[Paragraph, ...]
    tasks: tuple[TaskGuess, ...]
    sections: Sections


def sections_of(kind: Kind, depth: Depth, *, with_tasks: bool) -> Sections:
    """Which sections there are, counted from 1 in their order."""
    has = {
        "attendance": kind is Kind.REPORT and depth is not Depth.CONCLUSIONS,
        "content": depth is Depth.FULL or (depth is Depth.COURSE and kind is not Kind.NOTICE),
        "conclusions": True,
        "tasks": with_tasks,
    }
    names = [name for name, there in has.items() if there]
    return Sections(**{name: number for number, name in enumerate(names, start=1)})


def body(
    meeting: Meeting,
    lines: LinesByUse,
    kind: Kind,
    depth: Depth,
    tasks: Sequence[TaskGuess],
    zone: tzinfo,
) -> Body:
    """Args:
    zone: for the hours that a document in full has.
    """
    sections = sections_of(kind, depth, with_tasks=bool(tasks))
    if depth is Depth.FULL:
        said = sorted((*lines.content, *lines.conclusions), key=lambda line: line.order)
        found = [p for line in said for p in _in_detail(meeting, line, zone)]
    else:
        found = [p for turn in _turns(meeting, lines.content) for p in _said(meeting, turn)]
    return Body(
        content=addressed(found, sections.content) or (Paragraph(BLANK, "-"),),
        conclusions=_conclusions(kind, lines.conclusions, sections),
        tasks=tuple(tasks),
        sections=sections,
    )


# --- what was said ----------------------------------------------------------------------------


def _turns(meeting: Meeting, lines: Iterable[Line]) -> Iterable[Sequence[Line]]:
    """What one person says without anybody between; each line that the secretary types alone."""

    def who(line: Line) -> tuple[int, int]:
        return (0, line.no) if meeting.typed_by_secretary(line) else (1, line.speaker.human)

    return [list(turn) for _, turn in groupby(lines, who)]


def _said(meeting: Meeting, turn: Sequence[Line]) -> list[Paragraph]:
    """A turn as paragraphs of the content: the first with who said it, the others below it."""
    first, *rest = (p for line in turn for p in paragraphs_of(line))
    if meeting.typed_by_secretary(turn[0]):
        return [first, *rest]
    if len(turn) > 1:
        rest = [p if p.is_numbered else dataclasses.replace(p, dash="+") for p in rest]
    return [_said_by(meeting, turn[0].speaker, dashed(first)), *rest]


def _said_by(meeting: Meeting, speaker: Speaker, paragraph: Paragraph) -> Paragraph:
    """With who said it, and one form of address: the list's, or that which stands in the name.
    Nobody is called anything: that nobody knows stands there by itself."""
    if speaker.name == UNKNOWN_SPEAKER:
        # layouts, an office's own too, have what a speaker is called before their name
        first, _, rest = UNKNOWN_SPEAKER.partition(" ")
        return dataclasses.replace(paragraph, speaker=rest, called=first)
    in_name, name = without_call(speaker.name)
    if is_kin(in_name):
        in_name, name = "", speaker.name
    said = f"{name}, {speaker.title}" if speaker.title else name
    called = meeting.called.get(speaker.human) or in_name
    if not called or is_comrade(called):
        return dataclasses.replace(paragraph, speaker=said)
    return dataclasses.replace(paragraph, speaker=said, called=called[0].upper() + called[1:])


def _in_detail(meeting: Meeting, line: Line, zone: tzinfo) -> list[Paragraph]:
    """A line with when and by whom; what the secretary typed has no speaker."""
    first, *rest = paragraphs_of(line)
    if line.tag is Tag.CONCLUSION:
        below = [dataclasses.replace(p, dash="+") for p, _ in conclusion_of(line)]
        first, rest = dataclasses.replace(below[0], dash="-"), below[1:]
    at = line.at.astimezone(zone)
    when = f"{at.hour:02} giờ {at.minute:02}"
    detailed = dataclasses.replace(dashed(first), when=when, tag=line.tag)
    typed = meeting.typed_by_secretary(line)
    return [detailed if typed else _said_by(meeting, line.speaker, detailed), *rest]


# --- what was concluded -----------------------------------------------------------------------


def _conclusions(kind: Kind, lines: Sequence[Line], sections: Sections) -> tuple[Paragraph, ...]:
    if kind is Kind.NOTICE:
        return _counted(lines) or (Paragraph(f"{BLANK}.", "1."),)
    rows = [
        dataclasses.replace(p, dash="-" if is_own else "+")
        for line in lines
        for p, is_own in conclusion_of(line)
    ]
    found = addressed(rows, sections.conclusions) or (Paragraph(BLANK, "-"),)
    if kind is Kind.REPORT and not sections.tasks:  # nothing comes after them
        *before, last = found
        return (*before, end_marked(last))
    return found


def _counted(lines: Iterable[Line]) -> tuple[Paragraph, ...]:
    """``1.`` each, its further rows ``a)``, ``b)``; sentences, so that none looks like a title."""
    found: list[Paragraph] = []
    number, letters = 0, iter(LETTERS)
    for line in lines:
        for p, is_own in conclusion_of(line):
            if is_own:
                number, letters = number + 1, iter(LETTERS)
                p = dataclasses.replace(p, dash=f"{number}.")
            else:
                p = dataclasses.replace(p, dash=next((f"{x})" for x in letters), "-"))
            found.append(dataclasses.replace(p, address=str(number)))
    return tuple(found)
