"""The tasks of a meeting as they are kept: they follow their conclusions until a person decides."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.minutes.guesses.tasks import TaskGuess
from bot.minutes.model import Line
from bot.minutes.rules import sort_lines
from bot.minutes.typed.deadlines import Deadline, read_deadline
from bot.minutes.typed.words import fold


class TaskState(StrEnum):
    """Where a task stands. The first two are the machine's, the others a person's word."""

    SUGGESTED = "suggested"  #: read in a conclusion; nobody has looked at it
    WITHDRAWN = "withdrawn"  #: was that, and the conclusion does not say so any more
    CONFIRMED = "confirmed"
    DONE = "done"
    REMOVED = "removed"  #: is no task


@dataclass(frozen=True)
class TaskWords:
    who: str
    what: str
    due: str = ""


@dataclass(frozen=True)
class Task:
    """A task of a meeting. ``no`` counts from 1 within the meeting and is never given again."""

    no: int
    words: TaskWords
    state: TaskState
    deadline: Deadline | None = None  #: what ``words.due`` was understood to mean
    line: int | None = None  #: the number of the conclusion; None: a person has added it
    said: TaskWords | None = None  #: what the line said when somebody looked at it last
    now: TaskWords | None = None  #: what the line says today; None: nothing of this any more

    @property
    def touched(self) -> bool:
        """Whether a person has decided about it: then it no longer follows its line."""
        return self.state not in (TaskState.SUGGESTED, TaskState.WITHDRAWN)

    @property
    def stands(self) -> bool:
        """Whether a person has said that it is a task."""
        return self.state in (TaskState.CONFIRMED, TaskState.DONE)

    @property
    def line_changed(self) -> bool:
        """Whether the line says something else than when a person decided."""
        return self.touched and self.line is not None and self.said != self.now

    def decided(self, state: TaskState) -> Task:
        """A person has looked at it, and at its line as it is."""
        return dataclasses.replace(self, state=state, said=self.now)


def words_of(task: TaskGuess) -> TaskWords:
    return TaskWords(task.who, task.what, task.due)


def follow(known: Sequence[Task], found: Iterable[TaskGuess], on: date) -> list[Task]:
    """All tasks of a meeting, as they follow from its conclusions today. Twice is as once.

    What nobody has touched takes the words of its conclusion, or is withdrawn with it; what a
    person has touched stays, and knows what its line says now. What is new gets the next numbers.

    Args:
        known: all tasks that are kept, whatever their state.
        found: what the conclusions give, in their order.
        on: the day of the meeting.
    """
    left = list(found)
    pairs: dict[int, TaskGuess] = {}
    same: tuple[Callable[[Task, TaskGuess], bool], ...] = (
        lambda one, task: one.line == task.line and one.said == words_of(task),
        lambda one, task: one.line == task.line and one.now == words_of(task),
        lambda one, task: one.said == words_of(task),  # its words are in another line: /gop, /tach
        lambda one, task: one.line == task.line and one.words.who == task.who,
        lambda one, task: one.line == task.line,
    )
    for is_same in same:
        for one in known:
            if one.line is None or one.no in pairs:
                continue
            task = next((task for task in left if is_same(one, task)), None)
            if task:
                pairs[one.no] = task
                left.remove(task)
    followed = [_following(one, pairs.get(one.no), on) for one in known]
    first = max((one.no for one in known), default=0) + 1
    return [*followed, *(_suggested(no, task, on) for no, task in enumerate(left, start=first))]


def _following(one: Task, task: TaskGuess | None, on: date) -> Task:
    if one.line is None:
        return one
    if one.touched:
        line = task.line if task else one.line
        return dataclasses.replace(one, line=line, now=words_of(task) if task else None)
    if task is None:
        return dataclasses.replace(one, state=TaskState.WITHDRAWN, now=None)
    return _suggested(one.no, task, on)


def _suggested(no: int, task: TaskGuess, on: date) -> Task:
    words = words_of(task)
    deadline = read_deadline(words.due, on)
    return Task(no, words, TaskState.SUGGESTED, deadline, task.line, words, words)


def in_order(tasks: Iterable[Task], lines: Iterable[Line]) -> list[Task]:
    """As their conclusions stand in the meeting; those that were added come last."""
    places = {line.no: n for n, line in enumerate(sort_lines(lines).conclusions)}
    last = len(places)

    def place(one: Task) -> tuple[int, int, int]:
        known = one.line is not None
        return (0, places.get(one.line or 0, last), one.no) if known else (1, 0, one.no)

    return sorted(tasks, key=place)


def for_document(tasks: Iterable[Task], *, suggested: bool) -> tuple[TaskGuess, ...]:
    """The tasks that stand in a document.

    Args:
        suggested: also those that nobody has looked at.
    """
    return tuple(
        TaskGuess(one.words.what, one.words.who, _due(one), one.line or 0)
        for one in tasks
        if one.stands or (suggested and one.state is TaskState.SUGGESTED)
    )


# Words that name a day, a month, a quarter or a year of the calendar need no date beside them
_OF_THE_CALENDAR = re.compile(r"\d\s*[/.-]\s*\d|\b(?:thang|quy|nam)\s+(?!nay|sau|toi|truoc)\w")


def _due(one: Task) -> str:
    """The words, as they were said. "Trước thứ Sáu" means nothing a month later: the day that a
    person has seen when confirming stands behind it."""
    due, deadline = one.words.due, one.deadline
    if not (due and deadline and one.stands) or _OF_THE_CALENDAR.search(fold(due)):
        return due
    return f"{due} ({deadline.day:%d/%m/%Y})"
