"""Who is to do what by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, tzinfo

from bot.minutes import Meeting
from bot.minutes.guesses.tasks import tasks_of
from bot.minutes.rules import sort_lines
from bot.minutes.tasks import Task, TaskState
from bot.minutes.typed.deadlines import meeting_day
from bot.store import Store
from foundation.aside import aside, letters

LISTED = frozenset({TaskState.SUGGESTED, TaskState.CONFIRMED, TaskState.DONE})


@dataclass(frozen=True)
class TaskList:
    """The tasks of a meeting, in line with its conclusions when it was brought up to date last."""

    every: tuple[Task, ...]  #: in every state, by their numbers
    days_before: int | None  #: the chat is reminded so many days before each is due; None: it isn't

    @property
    def listed(self) -> list[Task]:
        """Those that may be tasks: neither removed nor withdrawn."""
        return [one for one in self.every if one.state in LISTED]

    @property
    def suggested(self) -> list[Task]:
        """Those that nobody has looked at."""
        return self.in_state(TaskState.SUGGESTED)

    @property
    def removed(self) -> list[Task]:
        return self.in_state(TaskState.REMOVED)

    def in_state(self, state: TaskState) -> list[Task]:
        return [one for one in self.every if one.state is state]

    def numbered(self, no: int) -> Task | None:
        return next((one for one in self.every if one.no == no), None)


def task_list(store: Store, meeting: Meeting) -> TaskList:
    tasks = store.tasks
    return TaskList(tuple(tasks.of_meeting(meeting.id)), tasks.days_before(meeting.id))


def bring_up_to_date(store: Store, meeting: Meeting, zone: tzinfo) -> None:
    """Write down the tasks that the conclusions give now. Twice is as once.

    Every conclusion is read anew, which takes far longer than to read what is written.

    Args:
        zone: of the day on which the meeting was opened.
    """
    lines = store.lines.of_meeting(meeting.id)
    found = aside(tasks_of, lines, weight=letters(sort_lines(lines).conclusions))
    store.tasks.follow(meeting.id, found, day_of(meeting, zone))


def day_of(meeting: Meeting, zone: tzinfo) -> date:
    """The day that a deadline is counted from: as the meeting's time says, else its opening."""
    opened = meeting.opened_at.astimezone(zone).date()
    return meeting_day(meeting.info.get("thoi_gian", ""), opened)
