"""Which lines no tag is suggested for any more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlite_utils import Database

# Who takes a tag off again has said no too; who takes back having set it has not
_NO = (
    "SELECT line_id, person_id, at FROM suggestions_refused WHERE line_id {which} UNION ALL "
    "SELECT c.line_id, c.person_id, c.at FROM line_changes c LEFT JOIN steps s ON s.id = c.step "
    "WHERE c.line_id {which} AND c.field = 'tag' AND c.after IS NULL "
    "AND c.person_id IS NOT NULL AND NOT c.undoing AND s.undone_at IS NULL"
)
_OF_ONE = _NO.format(which="= :id")
_OF_MEETING = _NO.format(which="IN (SELECT id FROM lines WHERE meeting_id = :id)")


class Suggestions:
    def __init__(self, db: Database, now: Callable[[], datetime]) -> None:
        self._db = db
        self._now = now

    def refuse(self, line_id: int, person_id: int) -> None:
        """Somebody does not want a tag for this line; nobody is asked again."""
        self._db.execute(
            "INSERT OR IGNORE INTO suggestions_refused (line_id, person_id, at) VALUES (?, ?, ?)",
            [line_id, person_id, self._now().isoformat()],
        )

    def hand_on(self, line_id: int, other_id: int) -> None:
        """A no to a line is one to what is cut off from it."""
        self._db.execute(
            "INSERT OR IGNORE INTO suggestions_refused (line_id, person_id, at) "  # noqa: S608
            f"SELECT :other, person_id, at FROM ({_OF_ONE})",
            {"id": line_id, "other": other_id},
        )

    def is_refused(self, line_id: int) -> bool:
        return self._db.execute(_OF_ONE, {"id": line_id}).fetchone() is not None

    def refused(self, meeting_id: int) -> set[int]:
        """The ids of the lines of a meeting for which somebody has said no."""
        return {row["line_id"] for row in self._db.query(_OF_MEETING, {"id": meeting_id})}
