"""Those whom a chat knows, brought into its meeting's list: one row a human."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database

from bot.minutes.roll import Attendee, same_person
from bot.minutes.typed.people import Presence
from bot.store.accounts import NAMED
from bot.store.attendance_rows import AttendanceRows
from bot.store.same_accounts import accounts_of, further_accounts

# Those whom the chat knows, and whether they have acted or spoken there while the meeting was open
_SEATS = (
    "SELECT s.person_id, s.name, s.title, p.said_name, p.said_title, "
    "(EXISTS (SELECT 1 FROM lines l WHERE l.meeting_id = m.id AND +l.person_id = p.id "
    "AND NOT l.deleted) "
    "OR EXISTS (SELECT 1 FROM steps t WHERE t.meeting_id = m.id AND t.person_id = p.id "
    "AND (m.closed_at IS NULL OR julianday(t.at) <= julianday(m.closed_at))) "
    "OR (m.secretary_id = p.id AND NOT EXISTS "  # nobody has handed over: they opened it
    "(SELECT 1 FROM secretaries x WHERE x.meeting_id = m.id))) AS acted "
    "FROM speakers s JOIN people p ON p.id = s.person_id JOIN meetings m ON m.id = s.meeting_id "
    "WHERE s.meeting_id = ? AND (s.here OR p.door = ?) "
    "AND (? IS NULL OR s.person_id IN (SELECT value FROM json_each(?))) "
    "ORDER BY s.rowid"
)


class Seating:
    def __init__(self, db: Database, rows: AttendanceRows) -> None:
        self._db = db
        self._rows = rows

    def settle(self, meeting_id: int, came: int | None, by: int | None = None) -> None:
        """Who has acted or spoken there is present. Whom somebody has removed stays away.

        Args:
            by: whose change of the list brings this about.
            came: the one who is there just now, and nobody else; None: all whom the chat knows.
        """
        free = [x for x in self._rows.attendees(meeting_id, "NOT a.removed") if x.person_id is None]
        for seat in self._seats(meeting_id, came):
            row = self._row_of(meeting_id, seat, free, came=came is not None)
            if row["removed"]:
                continue
            if row["state"] == "" and (seat["acted"] or came is not None):
                self._rows.update(row, {"state": Presence.PRESENT})
            self._name_speaker(meeting_id, seat, row, by)

    def _seats(self, meeting_id: int, came: int | None) -> list[dict[str, Any]]:
        """Those whom the chat knows, one a human: by whichever account they acted."""
        who = None if came is None else json.dumps(accounts_of(self._db, meeting_id, came))
        rows = list(self._db.query(_SEATS, [meeting_id, NAMED, who, who]))
        further = further_accounts(self._db, meeting_id)
        if not further:
            return rows
        humans: dict[int, dict[str, Any]] = {}
        for row in sorted(rows, key=lambda x: x["person_id"] in further):  # their own seat first
            human = further.get(row["person_id"], row["person_id"])
            first = humans.setdefault(human, {**row, "person_id": human, "acted": 0})
            first["acted"] = first["acted"] or row["acted"]
        return list(humans.values())

    def _row_of(
        self, meeting_id: int, seat: Mapping[str, Any], free: list[Attendee], *, came: bool
    ) -> dict[str, Any]:
        """The row of somebody whom the chat knows; made where there is none.

        Args:
            free: those of the list who have no account; who gets one here leaves it.
            came: they are there just now.
        """
        rows = list(
            self._db.query(
                "SELECT * FROM attendance WHERE meeting_id = ? AND person_id = ? "
                "ORDER BY removed LIMIT 1",
                [meeting_id, seat["person_id"]],
            )
        )
        own = rows[0] if rows else None
        if own and (own["listed"] or own["removed"] or own["maybe"] is not None):
            return own
        same = same_person(seat["name"], seat["title"], "", free)
        if len(same) == 1:
            free.remove(same[0])
            there = seat["acted"] or came
            return self._linked(meeting_id, same[0].no, seat["person_id"], own, there=there)
        if own is None:
            own = self._rows.insert(
                meeting_id,
                name=seat["name"],
                title=seat["title"],
                person_id=seat["person_id"],
                maybe=same[0].no if same else None,
            )
        elif same and not any(one.maybe == own["no"] for one in same):
            self._rows.update(own, {"maybe": same[0].no})
        return own

    def _linked(
        self,
        meeting_id: int,
        no: int,
        person_id: int,
        own: Mapping[str, Any] | None,
        *,
        there: bool,
    ) -> dict[str, Any]:
        """A written row gets its account; the account's own row makes way. Who acts there is there,
        whatever was written before it was known who they are."""
        if own:
            away = {"removed": 1, "person_id": None}
            self._rows.update(own, away)
        row = self._rows.by_no(meeting_id, no)
        state = row["state"] or (own["state"] if own else "")
        linked = {"person_id": person_id, "state": state}
        if there and state == Presence.ABSENT:
            linked |= {"state": Presence.PRESENT, "note": ""}
        self._rows.update(row, linked)
        return {**row, **linked}

    def _name_speaker(
        self, meeting_id: int, seat: Mapping[str, Any], row: Mapping[str, Any], by: int | None
    ) -> None:
        """The list names an account's lines too, where the person has not said so by ``/toi``, or
        the desk has mended that."""
        if not row["listed"]:
            return
        office = Attendee(0, row["name"], row["title"], row["unit"]).office
        name, title = row["name"], office
        if seat["said_name"] and not row["named"]:
            name, title = seat["name"], seat["title"] or office
        if (name, title) != (seat["name"], seat["title"]):
            self._rows.rename(meeting_id, seat["person_id"], name, title, by)
