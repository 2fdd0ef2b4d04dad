"""The tasks of meetings: what their conclusions give, what people made of it, of what to remind."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

from sqlite_utils import Database

from bot.minutes.guesses.tasks import TaskGuess
from bot.minutes.tasks import Task, TaskState, TaskWords, follow
from bot.minutes.typed.deadlines import Deadline
from bot.store.values import read_day, read_hour, read_json, read_moment, read_one_of


@dataclass(frozen=True)
class TaskChange:
    """One field of a task: what it was and what it became, by whom."""

    field: str  #: who, what, due or state
    before: str
    after: str
    at: datetime
    person_id: int
    who: str  #: as the meeting names them


@dataclass(frozen=True)
class Reminding:
    """A meeting whose chat wants to be reminded, with its tasks that have a day to come."""

    meeting_id: int
    chat_id: int
    title: str
    days: int
    tasks: Sequence[Task]


class Tasks:
    def __init__(self, db: Database, now: Callable[[], datetime], touched: set[int]) -> None:
        self._db = db
        self._now = now
        self._touched = touched  # meetings of which drafts would say something else now

    def of_meeting(self, meeting_id: int) -> list[Task]:
        """All tasks by their numbers, whatever their state, as they were followed last."""
        rows = self._db.query("SELECT * FROM tasks WHERE meeting_id = ? ORDER BY no", [meeting_id])
        return [_task(row) for row in rows]

    def follow(self, meeting_id: int, found: Iterable[TaskGuess], on: date) -> list[Task]:
        """The same, brought in line with the conclusions as they are now. Twice is as once.

        Args:
            found: what the conclusions give today.
            on: the day of the meeting.
        """
        known = self.of_meeting(meeting_id)
        followed = follow(known, found, on)
        before = {one.no: one for one in known}
        for one in followed:
            if before.get(one.no) != one:
                self._keep(meeting_id, one)
        return followed

    def add(self, meeting_id: int, words: TaskWords, deadline: Deadline | None, by: int) -> Task:
        """A task that no line gives: the next number, confirmed by whoever adds it."""
        last = self._db.execute(
            "SELECT max(no) AS no FROM tasks WHERE meeting_id = ?", [meeting_id]
        ).fetchone()["no"]
        new = Task((last or 0) + 1, words, TaskState.CONFIRMED, deadline)
        self._keep(meeting_id, new)
        self._note(meeting_id, new.no, by, {"state": ("", new.state)})
        self._touched.add(meeting_id)
        return new

    def change(self, meeting_id: int, before: Task, after: Task, by: int) -> None:
        """A person has decided something about a task, or given it other words."""
        old, new = ({**asdict(x.words), "state": x.state} for x in (before, after))
        self._keep(meeting_id, after)
        fields = {name: (old[name], new[name]) for name in old if old[name] != new[name]}
        self._note(meeting_id, after.no, by, fields)
        if (before.stands, before.words) != (after.stands, after.words):  # done or not is no matter
            self._touched.add(meeting_id)

    def _keep(self, meeting_id: int, one: Task) -> None:
        due = one.deadline
        row = {
            **asdict(one.words),
            "line": one.line,
            "due_on": due.day.isoformat() if due else None,
            "due_at": f"{due.hour:%H:%M}" if due and due.hour else None,
            "state": one.state,
            "said": _json(one.said),
            "now": _json(one.now),
        }
        known = "meeting_id = ? AND no = ?"
        if self._db.table("tasks").count_where(known, [meeting_id, one.no]):
            names = ", ".join(f"{name} = :{name}" for name in row)
            self._db.execute(
                f"UPDATE tasks SET {names} WHERE meeting_id = :meeting AND no = :no",  # noqa: S608
                {**row, "meeting": meeting_id, "no": one.no},
            )
        else:
            self._db.table("tasks").insert({"meeting_id": meeting_id, "no": one.no, **row})

    def _note(self, meeting_id: int, no: int, by: int, fields: dict[str, tuple[str, str]]) -> None:
        at = self._now().isoformat()
        self._db.table("task_changes").insert_all(
            {
                "meeting_id": meeting_id,
                "no": no,
                "person_id": by,
                "at": at,
                "field": name,
                "before": before,
                "after": after,
            }
            for name, (before, after) in fields.items()
        )

    def last_change(self, meeting_id: int, no: int) -> list[TaskChange]:
        """What somebody changed in a task last, a field each; empty: nobody has."""
        rows = self._db.query(
            "SELECT c.*, coalesce(s.name, nullif(p.said_name, ''), p.name) AS name "
            "FROM task_changes c JOIN people p ON p.id = c.person_id "
            "LEFT JOIN speakers s ON s.meeting_id = c.meeting_id AND s.person_id = p.id "
            "WHERE c.meeting_id = :meeting AND c.no = :no AND c.at = (SELECT max(at) "
            "FROM task_changes WHERE meeting_id = :meeting AND no = :no) ORDER BY c.id",
            {"meeting": meeting_id, "no": no},
        )
        return [
            TaskChange(
                row["field"],
                row["before"],
                row["after"],
                read_moment(row["at"]),
                row["person_id"],
                row["name"],
            )
            for row in rows
        ]

    def just_changed(self, meeting_id: int, no: int, by: int, seconds: float) -> list[TaskChange]:
        """The same, if it was somebody else, so short a time ago."""
        since = self._now() - timedelta(seconds=seconds)
        changes = self.last_change(meeting_id, no)
        return [x for x in changes if x.person_id != by and x.at > since]

    # --- reminders ------------------------------------------------------------------------------

    def remind(self, meeting_id: int, days: int | None, by: int) -> None:
        """Have the chat reminded so many days before each day; None: not at all."""
        self._db.table("task_reminders").delete_where("meeting_id = ?", [meeting_id])
        if days is not None:
            row = {"meeting_id": meeting_id, "days": days, "person_id": by}
            self._db.table("task_reminders").insert(row)

    def days_before(self, meeting_id: int) -> int | None:
        """How many days before its day a task is reminded of; None: it is not."""
        row = self._db.execute(
            "SELECT days FROM task_reminders WHERE meeting_id = ?", [meeting_id]
        ).fetchone()
        return row["days"] if row else None

    def reminding(self, since: date) -> list[Reminding]:
        """The meetings that want to be reminded, each with its confirmed tasks of that day or
        later of which its chat has not been reminded."""
        meetings = self._db.query(
            "SELECT r.meeting_id, m.chat_id, m.title, r.days FROM task_reminders r "
            "JOIN meetings m ON m.id = r.meeting_id ORDER BY r.meeting_id"
        )
        found = (
            Reminding(**row, tasks=self._to_come(row["meeting_id"], since)) for row in meetings
        )
        return [one for one in found if one.tasks]

    def _to_come(self, meeting_id: int, since: date) -> list[Task]:
        rows = self._db.query(
            "SELECT * FROM tasks WHERE meeting_id = ? AND state = 'confirmed' AND due_on >= ? "
            "AND reminded IS NOT due_on ORDER BY due_on, no",
            [meeting_id, since.isoformat()],
        )
        return [_task(row) for row in rows]

    def reminded(self, meeting_id: int, numbers: Sequence[int]) -> None:
        """The chat is reminded of these, as they are due now; once they are due on another day, it
        will be reminded again."""
        self._db.execute(
            "UPDATE tasks SET reminded = due_on WHERE meeting_id = ? "
            "AND no IN (SELECT value FROM json_each(?))",
            [meeting_id, json.dumps(list(numbers))],
        )


def _json(words: TaskWords | None) -> str | None:
    return json.dumps(asdict(words), ensure_ascii=False) if words else None


def _words(text: str | None) -> TaskWords | None:
    if not text:
        return None
    raw = read_json(text, {})
    return TaskWords(*(str(raw.get(one.name, "")) for one in fields(TaskWords)))


def _task(row: dict[str, Any]) -> Task:
    deadline = None
    day = read_day(row["due_on"]) if row["due_on"] else None
    if day:
        deadline = Deadline(day, read_hour(row["due_at"]) if row["due_at"] else None)
    return Task(
        no=row["no"],
        words=TaskWords(row["who"], row["what"], row["due"]),
        state=read_one_of(TaskState, row["state"], TaskState.SUGGESTED),
        deadline=deadline,
        line=row["line"],
        said=_words(row["said"]),
        now=_words(row["now"]),
    )
