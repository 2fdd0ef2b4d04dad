"""Rows of the lists of people, and the values that they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database

from bot.minutes.roll import Attendee
from bot.minutes.typed.people import Entry, Presence
from bot.store.names import Names
from bot.store.values import read_one_of

FIELDS = (
    *("name", "title", "unit", "called", "state", "note", "person_id", "listed", "maybe"),
    *("place", "removed", "named"),
)
# How a meeting names an account counts more than how the list does, where the person has said it
# and the desk has not said otherwise
_ROWS = (
    "SELECT a.*, s.name AS seat_name, s.title AS seat_title, "
    "iif(a.named, '', coalesce(p.said_name, '')) AS said_name, "
    "iif(a.named, '', coalesce(p.said_title, '')) AS said_title "
    "FROM attendance a LEFT JOIN people p ON p.id = a.person_id "
    "LEFT JOIN speakers s ON s.meeting_id = a.meeting_id AND s.person_id = a.person_id "
)


class AttendanceRows:
    """The table, by the numbers that people have in their meeting's list."""

    def __init__(self, db: Database, names: Names) -> None:
        self._db = db
        self._names = names

    def attendees(self, meeting_id: int, where: str, *values: object) -> list[Attendee]:
        rows = self._db.query(f"{_ROWS} WHERE a.meeting_id = ? AND {where}", [meeting_id, *values])
        return sorted((_attendee(row) for row in rows), key=lambda x: x.order)

    def last_no(self, meeting_id: int) -> int:
        row = self._db.execute(
            "SELECT max(no) AS no FROM attendance WHERE meeting_id = ?", [meeting_id]
        ).fetchone()
        return row["no"] or 0

    def by_no(self, meeting_id: int, no: int) -> dict[str, Any]:
        """Raises:
        LookupError: there is no such number.
        """
        found = list(
            self._db.query(
                "SELECT * FROM attendance WHERE meeting_id = ? AND no = ?", [meeting_id, no]
            )
        )
        if not found:
            raise LookupError(f"nobody has the number {no}")
        return found[0]

    def insert(self, meeting_id: int, **fields: Any) -> dict[str, Any]:
        no = self.last_no(meeting_id) + 1
        self._db.table("attendance").insert({"meeting_id": meeting_id, "no": no, **fields})
        return self.by_no(meeting_id, no)

    def update(self, row: Mapping[str, Any], fields: Mapping[str, Any]) -> None:
        self._db.table("attendance").update(row["id"], dict(fields))

    def rename(
        self, meeting_id: int, person_id: int, name: str, title: str, by: int | None
    ) -> None:
        """How a meeting names the lines of an account."""
        self._names.rename(meeting_id, person_id, name, title, by)


class Changes:
    """What one command does to a list, kept so that it can be taken back."""

    def __init__(self, rows: AttendanceRows, meeting_id: int) -> None:
        self._rows = rows
        self._meeting_id = meeting_id
        self._before: dict[int, dict[str, Any] | None] = {}

    def set(self, no: int, values: Mapping[str, Any]) -> None:
        row = self._rows.by_no(self._meeting_id, no)
        self._before.setdefault(no, {name: row[name] for name in FIELDS})
        self._rows.update(row, values)

    def insert(self, values: Mapping[str, Any]) -> int:
        no = int(self._rows.insert(self._meeting_id, **values)["no"])
        self._before[no] = None
        return no

    def made(self) -> dict[int, tuple[dict[str, Any] | None, dict[str, Any]]]:
        """Number -> the row's fields before (None: it was not there) and now, where they differ."""
        made = {}
        for no, before in self._before.items():
            row = self._rows.by_no(self._meeting_id, no)
            after = {name: row[name] for name in FIELDS}
            if before != after:
                made[no] = (before, after)
        return made


def _attendee(row: Mapping[str, Any]) -> Attendee:
    name, title = row["name"], row["title"]
    if row["seat_name"] is not None and (row["said_name"] or not row["listed"]):
        name = row["seat_name"]
        title = row["seat_title"] if row["said_title"] or not row["listed"] else title
    return Attendee(
        row["no"],
        name,
        title,
        row["unit"],
        row["called"],
        read_one_of(Presence, row["state"], Presence.UNMARKED),
        row["note"],
        row["person_id"],
        bool(row["listed"]) or bool(row["said_name"]),
        row["maybe"] or None,
        row["place"],
        bool(row["named"]),
    )


def fields_of(entry: Entry) -> dict[str, Any]:
    """The fields of a row of which a list says something."""
    said: dict[str, Any] = {"name": entry.name, "listed": 1}
    for name in ("title", "unit", "called"):
        if getattr(entry, name):
            said[name] = getattr(entry, name)
    if entry.state is not Presence.UNMARKED:
        said |= {"state": entry.state, "note": entry.note}
    elif entry.note:
        said["note"] = entry.note
    return said
