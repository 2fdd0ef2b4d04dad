"""Who takes part in each meeting: written into its list, or known from the chat."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlite_utils import Database

from bot.doors.port import Media
from bot.minutes.roll import Attendee, is_given_alone
from bot.minutes.typed.people import Entry, Presence
from bot.minutes.typed.words import is_without_its_marks
from bot.store.attendance_added import (
    LEAST_GAP,
    Added,
    is_told_twice,
    likely_meant,
    meant,
    put_in_order,
)
from bot.store.attendance_rows import FIELDS, AttendanceRows, Changes, fields_of
from bot.store.names import Names
from bot.store.same_accounts import accounts_of, human_of
from bot.store.seating import Seating
from bot.store.values import read_media

_MEDIA = TypeAdapter(Media)
_NOBODY = 0  # in `maybe`: somebody has decided that they are nobody else


@dataclass(frozen=True)
class SentList:
    """A file with a list, to be fetched and read."""

    id: int
    chat_id: int
    meeting_id: int
    person_id: int
    media: Media


@dataclass(frozen=True)
class Undone:
    back: tuple[int, ...]  #: numbers that are as they were
    left: tuple[int, ...]  #: changed since, and left alone


class Attendance:
    def __init__(
        self, db: Database, now: Callable[[], datetime], touched: set[int], names: Names
    ) -> None:
        self._db = db
        self._now = now
        self._names = names
        self._rows = AttendanceRows(db, names)
        self._seating = Seating(db, self._rows)
        self._touched = touched  # meetings of which drafts would say something else now

    def of_meeting(self, meeting_id: int) -> list[Attendee]:
        """Those of the list, in its order. (Whom only the chat knows come in by ``settle``.)"""
        return self._rows.attendees(meeting_id, "NOT a.removed")

    def begin(self, meeting_id: int) -> None:
        """Start with the list of the chat's meeting before: nobody of it is marked."""
        before = self._db.execute(
            "SELECT b.id FROM meetings m JOIN meetings b ON b.chat_id = m.chat_id AND b.id < m.id "
            "WHERE m.id = ? ORDER BY b.id DESC LIMIT 1",
            [meeting_id],
        ).fetchone()
        if before is None or self._rows.last_no(meeting_id):
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
                "named": int(one.named),
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
        person_id = human_of(self._db, meeting_id, person_id)
        known = self._db.execute(
            # (the +: by the meeting's lines, not by all that somebody has said in years)
            "SELECT 1 FROM lines l WHERE l.meeting_id = ? AND +l.person_id = ? AND EXISTS "
            "(SELECT 1 FROM attendance WHERE meeting_id = l.meeting_id AND person_id = l.person_id)"
            " LIMIT 1",
            [meeting_id, person_id],
        ).fetchone()
        if known:  # what somebody has marked since counts
            return None
        absent = {one.no: one for one in self.of_meeting(meeting_id) if one.is_absent}
        self.came(meeting_id, person_id)
        mine = (x for x in self.of_meeting(meeting_id) if x.person_id == person_id)
        row = next(mine, None)
        if row is None or row.no not in absent:
            return None
        if row.is_present:  # a written row that nobody knew to be theirs
            return absent[row.no]
        self.change(meeting_id, person_id, {row.no: {"state": Presence.PRESENT, "note": ""}})
        return row

    def came(self, meeting_id: int, person_id: int) -> None:
        """Somebody with a seat is there: they are present. (The others are settled when somebody
        looks at the list: a new line waits for nobody else.)"""
        self._seating.settle(meeting_id, person_id)

    def settle(self, meeting_id: int) -> None:
        """Bring those into the list whom the chat knows: who has acted or spoken there is present,
        one row a human. Whom somebody has removed stays away."""
        self._seating.settle(meeting_id, None)

    def call(self, meeting_id: int, person_id: int, called: str, *, anew: bool = False) -> None:
        """How somebody with a seat is called: ``Bà``, ``Đại tá``; the list keeps it, where it does
        not call them otherwise.

        Args:
            anew: they have said who they are: what they were called before is gone, but for what
                the desk's list says.
        """
        person_id = human_of(self._db, meeting_id, person_id)
        if called:
            self._seating.settle(meeting_id, None)
        if called or anew:
            self._db.execute(
                "UPDATE attendance SET called = ? WHERE meeting_id = ? AND person_id = ? "
                "AND NOT removed AND ((? AND NOT listed) OR (called = '' AND ? != ''))",
                [called, meeting_id, person_id, anew, called],
            )

    def has_lines(self, meeting_id: int, person_id: int | None) -> bool:
        """Whether somebody's words stand in the meeting, said by whichever account of theirs."""
        if person_id is None:
            return False
        found = self._db.execute(
            "SELECT 1 FROM lines WHERE meeting_id = ? AND NOT deleted "
            "AND person_id IN (SELECT value FROM json_each(?)) LIMIT 1",
            [meeting_id, json.dumps(accounts_of(self._db, meeting_id, person_id))],
        )
        return found.fetchone() is not None

    # --- what people change ---------------------------------------------------------------------

    def add(self, meeting_id: int, by: int, entries: Iterable[Entry]) -> Added:
        """Take people into the list. Who is there already gets what is said of them; where it is
        not certain who is meant, they get a row of their own that says so."""
        added, changes = Added(), Changes(self._rows, meeting_id)
        people = {one.no: one for one in self.of_meeting(meeting_id)}
        gone = {one.no: one for one in self._rows.attendees(meeting_id, "a.removed")}
        numbers = []
        for entry in entries:
            same = meant(entry, people.values())
            likely = [] if same else likely_meant(entry, people.values())
            if len(same) == 1 and not is_told_twice(same[0], entry, added):
                number = same[0].no
                added.known.append(number)
                self._take_known(meeting_id, same[0], entry, added, changes)
            elif not same and not likely and len(back := meant(entry, gone.values())) == 1:
                number = back[0].no
                del gone[number]
                added.new.append(number)
                changes.set(number, {**fields_of(entry), "removed": 0, "state": entry.state})
            else:
                maybe = same[:1] or (likely if len(likely) == 1 else [])
                fields = {**fields_of(entry), "maybe": maybe[0].no if maybe else None}
                number = changes.insert(fields)
                added.new.append(number)
                added.unsure += [number] if same or likely else []
                if is_given_alone(entry.name):
                    added.given[number] = [one.no for one in likely]
            people[number] = self._rows.attendees(meeting_id, "a.no = ?", number)[0]
            numbers.append(number)
        put_in_order(list(dict.fromkeys(numbers)), people, changes)
        added.step = self._keep(meeting_id, by, changes)
        self.settle(meeting_id)
        return added

    def _take_known(
        self, meeting_id: int, one: Attendee, entry: Entry, added: Added, changes: Changes
    ) -> None:
        """What a list says of somebody who is there. Nobody whose words stand in the meeting
        becomes absent by a list; who becomes another thing than they were marked is noted."""
        said = fields_of(entry)
        for name in ("name", "title", "unit"):  # typed in haste: the list knows it better
            if is_without_its_marks(said.get(name, ""), getattr(one, name)):
                del said[name]
        if one.is_present and entry.state is Presence.ABSENT:
            if self.has_lines(meeting_id, one.person_id):
                said = {name: said[name] for name in said if name not in ("state", "note")}
                added.kept_present[one.no] = entry.note
            else:
                added.turned_absent.append(one.no)
        elif one.is_absent and entry.state is Presence.PRESENT:
            added.turned_present.append(one.no)
            said.setdefault("note", "")
        changes.set(one.no, said)

    def change(
        self, meeting_id: int, by: int, fields: Mapping[int, Mapping[str, Any]]
    ) -> int | None:
        """Set fields of rows, by their numbers, as one step.

        Returns:
            the step's id, by which it is undone; None where nothing has changed.
        """
        changes = Changes(self._rows, meeting_id)
        for no, values in fields.items():
            changes.set(no, values)
        step = self._keep(meeting_id, by, changes)
        self._seating.settle(meeting_id, None, by)
        return step

    def name_by_desk(
        self, meeting_id: int, by: int, person_id: int, name: str, title: str, called: str = ""
    ) -> int:
        """The desk says how an account is called, in this meeting and those to come; that counts
        more than what the person has said. It is taken back like any change of the list.

        Returns:
            the person's number in the list.
        """
        self.settle(meeting_id)
        person_id = human_of(self._db, meeting_id, person_id)
        row = self._rows.attendees(meeting_id, "a.person_id = ?", person_id)
        no = (
            row[0].no
            if row
            else self._rows.insert(meeting_id, name=name, person_id=person_id)["no"]
        )
        fields = {"name": name, "listed": 1, "named": 1, "removed": 0}
        fields |= {"title": title, "unit": ""} if title else {}
        fields |= {"called": called} if called else {}
        self.change(meeting_id, by, {no: fields})
        return int(no)

    def differ(self, meeting_id: int, by: int, one: Attendee, other: Attendee) -> int | None:
        """Two rows are two humans: nobody is asked again."""
        fields = {other.no: {"maybe": _NOBODY}}
        if one.maybe in (None, other.no):
            fields[one.no] = {"maybe": _NOBODY}
        return self.change(meeting_id, by, fields)

    def unite(
        self,
        meeting_id: int,
        by: int,
        one: Attendee,
        other: Attendee,
        came: Presence | None = None,
        *,
        accounts: bool = False,
    ) -> int | None:
        """Two rows are one human's: the first stays, with what only the second knows.

        Args:
            came: which of the two counts, where they say different things of that.
            accounts: each has an account, and both are theirs.

        Raises:
            ValueError: each has an account of its own.
        """
        if not accounts and one.person_id and other.person_id not in (None, one.person_id):
            raise ValueError("two accounts")
        state = one if one.state is not Presence.UNMARKED else other
        if came is not None:
            state = one if one.state is came else other
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
        if high - low < LEAST_GAP:
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
            now = self._rows.by_no(meeting_id, int(number))
            if {name: now[name] for name in FIELDS if name in after} != after:  # of older versions
                left.append(int(number))
                continue
            back.append(int(number))
            self._rows.update(now, before or {"removed": 1})
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
        earlier = self._names.own_name(meeting_id, person) if person is not None else None
        if earlier and now["named"] and not (before and before.get("named")):
            self._rows.rename(meeting_id, person, *earlier, None)
            return
        if person is None or (before and before["listed"] and before["person_id"] == person):
            return
        row = self._db.table("people").get(person)
        if not row["said_name"]:
            self._rows.rename(meeting_id, person, row["name"], "", None)

    def _keep(self, meeting_id: int, by: int, changes: Changes) -> int | None:
        """Note it all as one step; None where nothing has changed."""
        made = changes.made()
        if not made:
            return None
        row = {
            "meeting_id": meeting_id,
            "person_id": by,
            "at": self._now().isoformat(),
            "changes": json.dumps(made, ensure_ascii=False),
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
                read_media(row["media"]),
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
