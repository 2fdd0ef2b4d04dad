"""The whole document as plain values, and what of it is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.messages.phrases import UNKNOWN_SPEAKER
from bot.minutes import Line, Meeting
from bot.minutes.documents import Depth, Kind
from bot.minutes.guesses.tasks import TaskGuess, tasks_of
from bot.minutes.info import BY_CODE, Item
from bot.minutes.rules import missing_items, sort_lines
from bot.minutes.voices import for_paper
from bot.report.view.body import Body, body
from bot.report.view.event import Event, event
from bot.report.view.facts import Facts
from bot.report.view.foot import Foot, foot
from bot.report.view.letterhead import Letterhead, letterhead
from bot.report.view.paragraphs import Paragraph
from bot.report.view.people import People, concluder, knows_chair, people


@dataclass(frozen=True)
class Report(Letterhead, Event, People, Body, Foot):
    """A document, ready for any layout. What nobody has given is ``BLANK``.

    Its parts are fields side by side, because templates, an office's own too, say ``r.agency``.
    """

    kind: Kind
    depth: Depth
    meeting_no: int
    missing: tuple[Item, ...]

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Those that are made of lines."""
        content = self.content if self.sections.content else ()
        return tuple(p for p in (*content, *self.conclusions) if p.lines)


def view(
    meeting: Meeting,
    lines: Iterable[Line],
    now: datetime,
    zone: tzinfo,
    kind: Kind = Kind.REPORT,
    depth: Depth = Depth.COURSE,
    tasks: Sequence[TaskGuess] | None = None,
) -> Report:
    """Read a meeting as a document.

    Args:
        now: when the draft is made.
        zone: for dates that people read.
        tasks: those of its table; None: what is certain, where a document says so by itself.
    """
    lines = [for_paper(line, UNKNOWN_SPEAKER) for line in lines]
    if tasks is None:
        tasks = tasks_of(lines) if shows_suggested(kind, depth) else ()
    facts = Facts.of(meeting, zone)
    said = body(meeting, sort_lines(lines), kind, depth, tasks, zone)
    with_list = bool(said.sections.attendance)
    return Report(
        kind=kind,
        depth=depth,
        meeting_no=meeting.id,
        missing=_missing(meeting, facts, kind),
        **vars(letterhead(meeting, facts, kind, now.astimezone(zone), concluder(facts, kind))),
        **vars(event(meeting, facts)),
        **vars(people(meeting, facts, kind, with_list=with_list)),
        **vars(said),
        **vars(foot(facts, kind)),
    )


def shows_suggested(kind: Kind, depth: Depth) -> bool:
    """Whether a document has the tasks that are certain also where nobody has confirmed them."""
    return depth is Depth.CONCLUSIONS or kind is Kind.NOTICE


def _missing(meeting: Meeting, facts: Facts, kind: Kind) -> tuple[Item, ...]:
    left_out = set(kind.not_needed)
    if kind is Kind.NOTICE and knows_chair(facts):
        left_out.add("nguoi_ket_luan")
    needed = [item for item in missing_items(meeting) if item.code not in left_out]
    if kind is Kind.MINUTES and not (facts.text("ket_thuc") or meeting.closed_at):
        needed.append(BY_CODE["ket_thuc"])
    return tuple(needed)
