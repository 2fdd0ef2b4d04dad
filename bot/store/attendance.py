"""Who takes part in each meeting: written into its list, or known from the chat."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlite_utils import Database

from bot.doors.port import Media
from bot.minutes.roll import Attendee, same_person
from bot.minutes.typed.people import Entry, Presence

_MEDIA = TypeAdapter(Media)
_NAMED = "named"  # the door of those whom a secretary has named, without an account
_NOBODY = 0  # in `maybe`: somebody has decided that they are nobody else
_LEAST_GAP = 1e-6  # between two places
_FIELDS = (
    *("name", "title", "unit", "called", "state", "note", "person_id", "listed", "maybe"),
    *("place", "removed"),
)
# How a meeting names an account counts more than how the list does, where the person has said it
_ROWS = (
    "SELECT a.*, s.name AS seat_name, s.title AS seat_title, p.name AS account, "
    "coalesce(p.said_name, '') AS said_name, coalesce(p.said_title, '') AS said_title "
    "FROM attendance a LEFT JOIN people p ON p.id = a.person_id "
    "LEFT JOIN speakers s ON s.meeting_id = a.meeting_id AND s.person_id = a.person_id "
)
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
    "WHERE s.meeting_id = ? AND (s.here OR p.door = ?) AND (? IS NULL OR s.person_id = ?) "
    "ORDER BY s.rowid"
)


@dataclass(frozen=True)
class SentList:
    """A file with a list, to be fetched and read."""

    id: int
    chat_id: int
    meeting_id: int
    person_id: int
    media: Media


@dataclass
class Added:
    """What became of the people of a list, by their numbers."""

    new: list[int] = field(default_factory=list)
    known: list[int] = field(default_factory=list)  #: were there; what the list says is added
    unsure: list[int] = field(default_factory=list)  #: new, and may be somebody who was there
    step: int | None = None  #: None: nothing has changed


@dataclass(frozen=True)
class Undone:
    back: tuple[int, ...]  #: numbers that are as they were
    left: tuple[int, ...]  #: changed since, and left alone


class Attendance:
    def __init__(self, db: Database, now: Callable[[], datetime], touched: set[int]) -> None:
        self._db = db
        self._now = now
        self._touched = touched  # meetings of which drafts would say something else now

    def of_meeting(self, meeting_id: int) -> list[Attendee]:
        """Those of the list, in its order. (Whom only the chat knows come in by ``settle``.)"""
        return self._attendees(meeting_id, "NOT a.removed")

    def _attendees(self, meeting_id: int, where: str, *values: object) -> list[Attendee]:
        rows = self._db.query(f"{_ROWS} WHERE a.meeting_id = ? AND {where}", [meeting_id, *values])
        return sorted((_attendee(row) for row in rows), key=lambda x: x.order)

    def begin(self, meeting_id: int) -> None:
        """Start with the list of the chat's meeting before: nobody of it is marked."""
        before = self._db.execute(
            "SELECT b.id FROM meetings m JOIN meetings b ON b.chat_id = m.chat_id AND b.id < m.id "
            "WHERE m.id = ? ORDER BY b.id DESC LIMIT 1",
            [meeting_id],
        ).fetchone()
        if before is None or self._last_no(meeting_id):
            return
        self.settle(before["id"])
        kept = self.of_meeting(before["id"])
        numbers = {one.no: no for no, one in enumerate(kept, start=1)}
        self._db.table("attendance").insert_all(
            {
                "meeting_id": meeting_id,
                "no": numbers[one.no],
                "name": one.name,
                "title": one.title,
                "unit": one.unit,
                "called": one.called,
                "person_id": one.person_id,
                "listed": int(one.listed),
                "maybe": numbers.get(one.maybe or 0),
            }
            for one in kept
        )

    # --- what the chat knows --------------------------------------------------------------------

    def spoke(self, meeting_id: int, person_id: int) -> Attendee | None:
        """Somebody with a seat is about to say something there: they are present.

        Returns:
            who they are, where the list had them absent until now; else None.
        """
        known = self._db.execute(
            # (the +: by the meeting's lines, not by all that somebody has said in years)
            "SELECT 1 FROM lines l WHERE l.meeting_id = ? AND +l.person_id = ? AND EXISTS "
            "(SELECT 1 FROM attendance WHERE meeting_id = l.meeting_id AND person_id = l.person_id)"
            " LIMIT 1",
            [meeting_id, person_id],
        ).fetchone()
        if known:  # what somebody has marked since counts
            return None
        self.came(meeting_id, person_id)
        mine = (x for x in self.of_meeting(meeting_id) if x.person_id == person_id)
        row = next(mine, None)
        if row is None or not row.is_absent:
            return None
        self.change(meeting_id, person_id, {row.no: {"state": Presence.PRESENT, "note": ""}})
        return row

    def came(self, meeting_id: int, person_id: int) -> None:
        """Somebody with a seat is there: they are present. (The others are settled when somebody
        looks at the list: a new line waits for nobody else.)"""
        self._settle(meeting_id, person_id)

    def settle(self, meeting_id: int) -> None:
        """Bring those into the list whom the chat knows: who has acted or spoken there is present,
        one row a human. Whom somebody has removed stays away."""
        self._settle(meeting_id, None)

    def _settle(self, meeting_id: int, came: int | None) -> None:
        """Args:
        came: the one who is there just now, and nobody else; None: all whom the chat knows.
        """
        free = [x for x in self.of_meeting(meeting_id) if x.person_id is None]
        for seat in list(self._db.query(_SEATS, [meeting_id, _NAMED, came, came])):
            row = self._row_of(meeting_id, seat, free)
            if row["removed"]:
                continue
            if row["state"] == "" and (seat["acted"] or came is not None):
                self._db.table("attendance").update(row["id"], {"state": Presence.PRESENT})
            self._name_speaker(meeting_id, seat, row)

    def _row_of(
        self, meeting_id: int, seat: Mapping[str, Any], free: list[Attendee]
    ) -> dict[str, Any]:
        """The row of somebody whom the chat knows; made where there is none.

        Args:
            free: those of the list who have no account; who gets one here leaves it.
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
            return self._linked(meeting_id, same[0].no, seat["person_id"], own)
        if own is None:
            own = self._insert(
                meeting_id,
                name=seat["name"],
                title=seat["title"],
                person_id=seat["person_id"],
                maybe=same[0].no if same else None,
            )
        elif same and not any(one.maybe == own["no"] for one in same):
            self._db.table("attendance").update(own["id"], {"maybe": same[0].no})
        return own

    def _linked(
        self, meeting_id: int, no: int, person_id: int, own: Mapping[str, Any] | None
    ) -> dict[str, Any]:
        """A written row gets its account; the account's own row makes way."""
        if own:
            away = {"removed": 1, "person_id": None}
            self._db.table("attendance").update(own["id"], away)
        row = self._by_no(meeting_id, no)
        state = row["state"] or (own["state"] if own else "")
        linked = {"person_id": person_id, "state": state}
        self._db.table("attendance").update(row["id"], linked)
        return {**row, **linked}

    def _name_speaker(
        self, meeting_id: int, seat: Mapping[str, Any], row: Mapping[str, Any]
    ) -> None:
        """The list names an account's lines too, where the person has not said so by ``/toi``."""
        if not row["listed"]:
            return
        office = Attendee(0, row["name"], row["title"], row["unit"]).office
        name, title = row["name"], office
        if seat["said_name"]:
            name, title = seat["name"], seat["title"] or office
        if (name, title) != (seat["name"], seat["title"]):
            self._rename(meeting_id, seat["person_id"], name, title)

    def _rename(self, meeting_id: int, person_id: int, name: str, title: str) -> None:
        self._db.execute(
            "UPDATE speakers SET name = ?, title = ? WHERE meeting_id = ? AND person_id = ?",
            [name, title, meeting_id, person_id],
        )

    def has_lines(self, meeting_id: int, person_id: int | None) -> bool:
        """Whether somebody's words stand in the meeting."""
        found = self._db.execute(
            "SELECT 1 FROM lines WHERE meeting_id = ? AND person_id = ? AND NOT deleted LIMIT 1",
            [meeting_id, person_id],
        )
        return found.fetchone() is not None

    # --- what people change ---------------------------------------------------------------------

    def add(self, meeting_id: int, by: int, entries: Iterable[Entry]) -> Added:
        """Take people into the list. Who is there already gets what is said of them; where it is
        not certain who is meant, they get a row of their own that says so."""
        added, changes = Added(), _Changes(self, meeting_id)
        people = {one.no: one for one in self.of_meeting(meeting_id)}
        gone = {one.no: one for one in self._attendees(meeting_id, "a.removed")}
        for entry in entries:
            same = _meant(entry, people.values())
            if len(same) == 1 and same[0].no not in added.new:
                number = same[0].no
                added.known.append(number)
                changes.set(number, _said(entry))
            elif not same and len(back := _meant(entry, gone.values())) == 1:
                number = back[0].no
                del gone[number]
                added.new.append(number)
                changes.set(number, {**_said(entry), "removed": 0, "state": entry.state})
            else:
                fields = {**_said(entry), "maybe": same[0].no if same else None}
                number = changes.insert(fields)
                added.new.append(number)
                added.unsure += [number] if same else []
            people[number] = self._attendees(meeting_id, "a.no = ?", number)[0]
        added.step = changes.keep(by)
        self.settle(meeting_id)
        return added

    def change(
        self, meeting_id: int, by: int, fields: Mapping[int, Mapping[str, Any]]
    ) -> int | None:
        """Set fields of rows, by their numbers, as one step.

        Returns:
            the step's id, by which it is undone; None where nothing has changed.
        """
        changes = _Changes(self, meeting_id)
        for no, values in fields.items():
            changes.set(no, values)
        step = changes.keep(by)
        self.settle(meeting_id)
        return step

    def differ(self, meeting_id: int, by: int, one: Attendee, other: Attendee) -> int | None:
        """Two rows are two humans: nobody is asked again."""
        fields = {other.no: {"maybe": _NOBODY}}
        if one.maybe in (None, other.no):
            fields[one.no] = {"maybe": _NOBODY}
        return self.change(meeting_id, by, fields)

    def unite(self, meeting_id: int, by: int, one: Attendee, other: Attendee) -> int | None:
        """Two rows are one human's: the first stays, with what only the second knows.

        Raises:
            ValueError: each has an account of its own.
        """
        if one.person_id and other.person_id and one.person_id != other.person_id:
            raise ValueError("two accounts")
        state = one if one.state is not Presence.UNMARKED else other
        fields: dict[str, Any] = {
            "title": one.title or other.title,
            "unit": one.unit or other.unit,
            "called": one.called or other.called,
            "state": state.state,
            "note": state.note,
            "person_id": one.person_id or other.person_id,
            "listed": int(one.listed or other.listed),
            "maybe": None if one.maybe == other.no else one.maybe,
        }
        if not one.listed and other.listed:
            fields |= {"name": other.name}
        away = {"removed": 1, "person_id": None, "maybe": None}
        return self.change(meeting_id, by, {other.no: away, one.no: fields})

    def move(
        self, meeting_id: int, by: int, one: Attendee, beside: Attendee, *, before: bool
    ) -> int | None:
        """Put somebody right behind another in the list (or before)."""
        others = [x for x in self.of_meeting(meeting_id) if x.no != one.no]
        at = next(n for n, x in enumerate(others) if x.no == beside.no) + (not before)
        low = others[at - 1].order[0] if at else others[0].order[0] - 1
        high = others[at].order[0] if at < len(others) else others[-1].order[0] + 1
        if high - low < _LEAST_GAP:
            order = [*others[:at], one, *others[at:]]
            places = {x.no: {"place": float(n)} for n, x in enumerate(order, start=1)}
            return self.change(meeting_id, by, places)
        return self.change(meeting_id, by, {one.no: {"place": (low + high) / 2}})

    def last_step(self, meeting_id: int, person_id: int) -> int | None:
        """What the person changed last in the list, and has not taken back."""
        row = self._db.execute(
            "SELECT max(id) AS id FROM attendance_steps WHERE meeting_id = ? AND person_id = ? "
            "AND undone_at IS NULL",
            [meeting_id, person_id],
        ).fetchone()
        return row["id"] if row else None

    def undo(self, meeting_id: int, step: int) -> Undone:
        """Set the rows back that are as the step left them; the others are left alone.

        Raises:
            LookupError: there is no such step in this meeting, or it is undone.
        """
        row = self._db.execute(
            "SELECT changes FROM attendance_steps WHERE id = ? AND meeting_id = ? "
            "AND undone_at IS NULL",
            [step, meeting_id],
        ).fetchone()
        if row is None:
            raise LookupError(f"no step {step}")
        back: list[int] = []
        left: list[int] = []
        for number, (before, after) in json.loads(row["changes"]).items():
            now = self._by_no(meeting_id, int(number))
            if {name: now[name] for name in _FIELDS} != after:
                left.append(int(number))
                continue
            back.append(int(number))
            self._db.table("attendance").update(now["id"], before or {"removed": 1})
            self._name_as_before(meeting_id, now, before)
        undone = {"undone_at": self._now().isoformat()}
        self._db.table("attendance_steps").update(step, undone)
        self._touched.add(meeting_id)
        self.settle(meeting_id)
        return Undone(tuple(back), tuple(left))

    def _name_as_before(
        self, meeting_id: int, now: Mapping[str, Any], before: Mapping[str, Any] | None
    ) -> None:
        """An account that the list named has its own name again."""
        person = now["person_id"]
        if person is None or (before and before["listed"] and before["person_id"] == person):
            return
        row = self._db.table("people").get(person)
        if not row["said_name"]:
            self._rename(meeting_id, person, row["name"], "")

    # --- rows -----------------------------------------------------------------------------------

    def _last_no(self, meeting_id: int) -> int:
        row = self._db.execute(
            "SELECT max(no) AS no FROM attendance WHERE meeting_id = ?", [meeting_id]
        ).fetchone()
        return row["no"] or 0

    def _by_no(self, meeting_id: int, no: int) -> dict[str, Any]:
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

    def _insert(self, meeting_id: int, **fields: Any) -> dict[str, Any]:
        no = self._last_no(meeting_id) + 1
        self._db.table("attendance").insert({"meeting_id": meeting_id, "no": no, **fields})
        return self._by_no(meeting_id, no)

    def _keep(self, meeting_id: int, by: int, changes: Mapping[int, Sequence[Any]]) -> int:
        row = {
            "meeting_id": meeting_id,
            "person_id": by,
            "at": self._now().isoformat(),
            "changes": json.dumps(changes, ensure_ascii=False),
        }
        step = self._db.table("attendance_steps").insert(row).last_rowid
        self._touched.add(meeting_id)
        assert step is not None
        return step

    # --- files ----------------------------------------------------------------------------------

    def want_read(self, chat_id: int, meeting_id: int, person_id: int, media: Media) -> None:
        """A file that was sent is to be fetched, and its people taken into the list."""
        row = {
            "chat_id": chat_id,
            "meeting_id": meeting_id,
            "person_id": person_id,
            "media": _MEDIA.dump_json(media).decode(),
            "at": self._now().isoformat(),
        }
        self._db.table("sent_lists").insert(row)

    def to_read(self) -> list[SentList]:
        """The files that are not read yet, in their order."""
        rows = self._db.query("SELECT * FROM sent_lists WHERE done_at IS NULL ORDER BY id")
        return [
            SentList(
                row["id"],
                row["chat_id"],
                row["meeting_id"],
                row["person_id"],
                _MEDIA.validate_json(row["media"]),
            )
            for row in rows
        ]

    def was_read(self, list_id: int, error: str = "") -> bool:
        """It is read, or cannot be with the reason. False: done already, or erased meanwhile."""
        done = self._db.execute(
            "UPDATE sent_lists SET done_at = ?, error = ? WHERE id = ? AND done_at IS NULL",
            [self._now().isoformat(), error, list_id],
        )
        return done.rowcount > 0


class _Changes:
    """What one command does to a list, kept so that it can be taken back."""

    def __init__(self, store: Attendance, meeting_id: int) -> None:
        self._store = store
        self._meeting_id = meeting_id
        self._before: dict[int, dict[str, Any] | None] = {}

    def set(self, no: int, values: Mapping[str, Any]) -> None:
        row = self._store._by_no(self._meeting_id, no)
        self._before.setdefault(no, {name: row[name] for name in _FIELDS})
        self._store._db.table("attendance").update(row["id"], dict(values))

    def insert(self, values: Mapping[str, Any]) -> int:
        no = int(self._store._insert(self._meeting_id, **values)["no"])
        self._before[no] = None
        return no

    def keep(self, by: int) -> int | None:
        """Note it all; None where nothing has changed."""
        changes: dict[int, Sequence[Any]] = {}
        for no, before in self._before.items():
            row = self._store._by_no(self._meeting_id, no)
            after = {name: row[name] for name in _FIELDS}
            if before != after:
                changes[no] = [before, after]
        return self._store._keep(self._meeting_id, by, changes) if changes else None


def _meant(entry: Entry, people: Iterable[Attendee]) -> list[Attendee]:
    return same_person(entry.name, entry.title, entry.unit, people)


def _said(entry: Entry) -> dict[str, Any]:
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


def _attendee(row: Mapping[str, Any]) -> Attendee:
    name, title = row["name"], row["title"]
    if row["seat_name"] is not None and (row["said_name"] or not row["listed"]):
        name = row["seat_name"]
        title = row["seat_title"] if row["said_title"] or not row["listed"] else title
    elif row["person_id"] is not None and (row["said_name"] or not row["listed"]):
        name = row["said_name"] or row["account"]
        title = row["said_title"] or title
    return Attendee(
        row["no"],
        name,
        title,
        row["unit"],
        row["called"],
        Presence(row["state"]),
        row["note"],
        row["person_id"],
        bool(row["listed"]) or bool(row["said_name"]),
        row["maybe"] or None,
        row["place"],
    )
