"""What people changed in lines, step by step: taken back, done again, told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from bot.minutes import Line
from bot.store.values import read_moment

_CHANGE = (
    "SELECT c.*, l.no, l.meeting_id, s.what, "
    "coalesce(w.name, nullif(p.said_name, ''), p.name) AS who "
    "FROM line_changes c JOIN lines l ON l.id = c.line_id "
    "LEFT JOIN steps s ON s.id = c.step LEFT JOIN people p ON p.id = c.person_id "
    "LEFT JOIN speakers w ON w.meeting_id = l.meeting_id AND w.person_id = c.person_id "
)


@dataclass(frozen=True)
class Change:
    """One field of a line: what it was and what it became, as text."""

    id: int
    line_id: int
    no: int
    at: datetime
    person_id: int | None  #: None: the bot itself
    who: str  #: as the meeting names them; empty: the bot itself
    field: str
    before: str | None
    after: str | None
    what: str  #: the command, or what the button does; empty where nobody knows
    undoing: bool  #: by /hoantac or /lamlai of a step


@dataclass(frozen=True)
class Step:
    """What one command, or one tap, of a person changed: net, a field of a line each."""

    id: int
    what: str
    changes: tuple[Change, ...]

    @property
    def line_ids(self) -> list[int]:
        return list(dict.fromkeys(change.line_id for change in self.changes))


@dataclass(frozen=True)
class Obstacle:
    """Why a step is neither taken back nor done again."""

    change: Change  #: of the step
    since: Change | None = None  #: who has changed the line since, where that is known


class Steps:
    def __init__(self, db: Database, now: Callable[[], datetime]) -> None:
        self._db = db
        self._now = now
        self._what = ""
        self._open: dict[tuple[int, int], int] | None = None
        self.touched: set[int] = set()  #: meetings that people have changed; clear it

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """What a person changes inside belongs together. Inside another step: to that."""
        if self._open is not None:
            yield
            return
        self._what, self._open = what, {}
        try:
            yield
        finally:
            self._open = None

    def note(self, line: Line, by: int | None, fields: Mapping[str, tuple[Any, Any]]) -> None:
        """Keep what fields of a line were and are, by whom (None: the bot itself)."""
        if by is not None:
            self.touched.add(line.meeting_id)
        at, step = self._now().isoformat(), self._current(line.meeting_id, by, self._now())
        self._insert(line.id, by, at, step, fields, undoing=0)

    def _insert(
        self,
        line_id: int,
        by: int | None,
        at: str,
        step: int | None,
        fields: Mapping[str, tuple[Any, Any]],
        undoing: int,
    ) -> None:
        self._db.table("line_changes").insert_all(
            {
                "line_id": line_id,
                "person_id": by,
                "at": at,
                "field": name,
                "before": before,
                "after": after,
                "step": step,
                "undoing": undoing,
            }
            for name, (before, after) in fields.items()
        )

    def _current(self, meeting_id: int, by: int | None, at: datetime) -> int | None:
        """The open step's id, made with its first change; a meeting and a person each."""
        if by is None or self._open is None:
            return None
        if (meeting_id, by) not in self._open:
            row = {
                "meeting_id": meeting_id,
                "person_id": by,
                "at": at.isoformat(),
                "what": self._what,
            }
            made = self._db.table("steps").insert(row).last_rowid
            assert made is not None
            self._open[meeting_id, by] = made
        return self._open[meeting_id, by]

    # --- back and forth -------------------------------------------------------------------------

    def last(self, meeting_id: int, person_id: int, no: int | None = None) -> Step | None:
        """The person's last step in a meeting that stands; with ``no`` the last at that line."""
        return self._step(
            "s.undone_at IS NULL AND (:no IS NULL OR EXISTS (SELECT 1 FROM line_changes c "
            "JOIN lines l ON l.id = c.line_id WHERE c.step = s.id AND l.no = :no)) "
            "ORDER BY s.id DESC LIMIT 1",
            {"meeting": meeting_id, "person": person_id, "no": no},
        )

    def last_undone(self, meeting_id: int, person_id: int) -> Step | None:
        """The step that the person may do again: taken back, and nothing new done since."""
        return self._step(
            "s.undone_at IS NOT NULL AND s.undone_after = "
            "(SELECT max(id) FROM steps WHERE meeting_id = :meeting AND person_id = :person) "
            "ORDER BY s.id LIMIT 1",
            {"meeting": meeting_id, "person": person_id},
        )

    def _step(self, where: str, values: dict[str, object]) -> Step | None:
        row = self._db.execute(
            "SELECT s.id, s.what FROM steps s "  # noqa: S608
            f"WHERE s.meeting_id = :meeting AND s.person_id = :person AND {where}",
            values,
        ).fetchone()
        return Step(row["id"], row["what"], self._net(row["id"])) if row else None

    def _net(self, step: int) -> tuple[Change, ...]:
        found: dict[tuple[int, str], Change] = {}
        for new in self._changes("c.step = ? AND NOT c.undoing ORDER BY c.id", [step]):
            first = found.get((new.line_id, new.field), new)
            found[new.line_id, new.field] = Change(**{**vars(new), "before": first.before})
        return tuple(found.values())

    def obstacle(self, step: Step, person_id: int, *, again: bool = False) -> Obstacle | None:
        """What stands in the way of taking a step back, or with ``again`` of doing it again.

        A field must be as the step left it, and nobody else may have changed it since; where the
        line would be hidden, nobody else may have changed anything of it. A line that has been
        hidden since does not change under its cover.
        """
        own = {(change.line_id, change.field) for change in step.changes}
        for change in step.changes:
            here, there = (change.before, change.after) if again else (change.after, change.before)
            row = self._row(change)
            theirs = self._since(change, person_id, None if _hides(change, there) else change.field)
            if theirs or row["now"] != here:
                return Obstacle(change, theirs or self._since(change, None, change.field))
            if row["deleted"] and (change.line_id, "deleted") not in own:
                return Obstacle(change, self._since(change, None, "deleted"))
            lost = row["kind"] == "voice" and not (row["media"] or row["audio"])
            if change.field == "state" and there == "waiting" and lost:
                return Obstacle(change)
        return None

    def _row(self, change: Change) -> Any:
        """The line of a change; ``now``: the field, as text."""
        return self._db.execute(
            f"SELECT cast({change.field} AS TEXT) AS now, deleted, kind, media, audio "  # noqa: S608
            "FROM lines WHERE id = ?",
            [change.line_id],
        ).fetchone()

    def _since(self, change: Change, but: int | None, field: str | None) -> Change | None:
        """The last change of a line's field (or of any), by somebody else than ``but``, that
        stands."""
        found = self._changes(
            "c.line_id = ? AND c.id > ? AND (? IS NULL OR c.field = ?) AND NOT c.undoing "
            "AND c.step IS NOT (SELECT step FROM line_changes WHERE id = ?) "
            "AND (? IS NULL OR c.person_id IS NOT ?) AND s.undone_at IS NULL "
            "ORDER BY c.id DESC LIMIT 1",
            [change.line_id, change.id, field, field, change.id, but, but],
        )
        return found[0] if found else None

    def take_back(self, step: Step, person_id: int) -> None:
        """Set everything back. The caller has asked for an ``obstacle``."""
        self._set(
            step, person_id, {(c.line_id, c.field): (c.after, c.before) for c in step.changes}
        )
        last = self._db.execute(
            "SELECT max(o.id) AS id FROM steps s JOIN steps o ON o.meeting_id = s.meeting_id "
            "AND o.person_id = s.person_id WHERE s.id = ?",
            [step.id],
        ).fetchone()["id"]
        undone = {"undone_at": self._now().isoformat(), "undone_after": last}
        self._db.table("steps").update(step.id, undone)

    def do_again(self, step: Step, person_id: int) -> None:
        """Set everything as the step had it. The caller has asked for an ``obstacle``."""
        self._set(
            step, person_id, {(c.line_id, c.field): (c.before, c.after) for c in step.changes}
        )
        self._db.table("steps").update(step.id, {"undone_at": None, "undone_after": None})

    def _set(
        self, step: Step, by: int, fields: Mapping[tuple[int, str], tuple[str | None, str | None]]
    ) -> None:
        at = self._now().isoformat()
        self.touched.add(self._db.table("steps").get(step.id)["meeting_id"])
        for (line_id, name), (before, after) in fields.items():
            self._db.table("lines").update(line_id, {name: after})
            self._insert(line_id, by, at, step.id, {name: (before, after)}, undoing=1)

    # --- told -----------------------------------------------------------------------------------

    def of_line(self, line_id: int) -> list[Change]:
        """All that changed in a line, in its order."""
        return self._changes("c.line_id = ? ORDER BY c.id", [line_id])

    def just_changed(self, line_id: int, field: str, by: int, seconds: float) -> Change | None:
        """The last change of a field, if somebody else made it so short a time ago."""
        found = self._changes(
            "c.line_id = ? AND c.field = ? ORDER BY c.id DESC LIMIT 1", [line_id, field]
        )
        if not found or found[0].person_id in (None, by):
            return None
        return found[0] if self._now() - found[0].at < timedelta(seconds=seconds) else None

    def just_tagged(self, meeting_id: int, by: int, seconds: float) -> list[Change]:
        """The tags that others have changed in a meeting so short a time ago, in their order."""
        since = self._now() - timedelta(seconds=seconds)
        found = self._changes(
            "l.meeting_id = ? AND c.field = 'tag' AND c.person_id IS NOT NULL "
            "AND c.person_id IS NOT ? AND NOT c.undoing AND s.undone_at IS NULL ORDER BY c.id",
            [meeting_id, by],
        )
        return [change for change in found if change.at > since]

    def by_speakers(self, meeting_id: int) -> dict[int, str]:
        """Recorded lines whose speaker has looked at the words that they have now: line id ->
        ``text`` (has mended them) or ``doubts`` (has said that they are right)."""
        rows = self._db.query(
            "SELECT c.line_id, c.field, c.person_id = l.person_id AS own FROM line_changes c "
            "JOIN lines l ON l.id = c.line_id LEFT JOIN steps s ON s.id = c.step "
            "WHERE l.meeting_id = ? AND l.kind = 'voice' "
            "AND c.field IN ('text', 'doubts', 'offers') "
            "AND NOT c.undoing AND s.undone_at IS NULL AND c.person_id IS NOT NULL ORDER BY c.id",
            [meeting_id],
        )
        found: dict[int, str] = {}
        for row in rows:
            if not row["own"]:
                if row["field"] == "text":
                    found.pop(row["line_id"], None)
            elif row["field"] == "text":
                found[row["line_id"]] = "text"
            else:
                found.setdefault(row["line_id"], "doubts")
        return found

    def _changes(self, where: str, values: list[Any]) -> list[Change]:
        return [
            Change(
                row["id"],
                row["line_id"],
                row["no"],
                read_moment(row["at"]),
                row["person_id"],
                row["who"] or "",
                row["field"],
                row["before"],
                row["after"],
                row["what"] or "",
                bool(row["undoing"]),
            )
            for row in self._db.query(f"{_CHANGE} WHERE {where}", values)
        ]


def _hides(change: Change, becomes: str | None) -> bool:
    return change.field == "deleted" and becomes == "1"
