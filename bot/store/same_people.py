"""Accounts of one human in a meeting: who types in its group, and speaks from elsewhere too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.store.audit import Audit
from bot.store.names import Names
from bot.store.same_accounts import accounts_of, further_accounts, human_of


@dataclass(frozen=True)
class Same:
    """A further account of somebody who is in a meeting by another one."""

    meeting_id: int
    person_id: int  #: the further account
    human: int  #: the account that stands for both: its name, its row of the list
    step: int | None  #: of the list of people, by which their rows became one


class SamePeople:
    """Args:
    touched: meetings of which drafts would say something else now.
    """

    def __init__(
        self,
        db: Database,
        now: Callable[[], datetime],
        audit: Audit,
        names: Names,
        touched: set[int],
    ) -> None:
        self._db = db
        self._now = now
        self._audit = audit
        self._names = names
        self._touched = touched

    def human(self, meeting_id: int, person_id: int) -> int:
        """The account that stands for somebody in a meeting; their own, as a rule."""
        return human_of(self._db, meeting_id, person_id)

    def accounts(self, meeting_id: int, person_id: int) -> list[int]:
        """All accounts of somebody in a meeting, the one that stands for them first."""
        return accounts_of(self._db, meeting_id, person_id)

    def further(self, meeting_id: int) -> dict[int, int]:
        """The further accounts of a meeting's people, each with the one that stands for both."""
        return further_accounts(self._db, meeting_id)

    def found(self, meeting_id: int, person_id: int) -> Same | None:
        """What makes an account a further one of somebody; None: it is not."""
        row = self._row(meeting_id, person_id)
        return Same(meeting_id, person_id, row["human"], row["step"]) if row else None

    def of_step(self, meeting_id: int, step: int) -> Same | None:
        """What was decided together with a change of the list of people."""
        row = self._db.execute(
            "SELECT person_id FROM same_people WHERE meeting_id = ? AND step = ?",
            [meeting_id, step],
        ).fetchone()
        return self.found(meeting_id, row["person_id"]) if row else None

    def unite(self, meeting_id: int, person_id: int, human: int, by: int) -> None:
        """Two accounts are one human's: the first is called as the second is, from now on and in
        what it has said. Each keeps the rights that it has.

        Args:
            human: stands for both; no further account itself.
        """
        seat = self._seat(meeting_id, person_id)
        row = {
            "meeting_id": meeting_id,
            "human": human,
            "by": by,
            "at": self._now().isoformat(),
            "step": None,
            "name": seat["name"] if seat else "",
            "title": seat["title"] if seat else "",
        }
        # who was a further account of this one is one of the other's
        self._db.execute(
            "UPDATE same_people SET human = ? WHERE meeting_id = ? AND human = ?",
            [human, meeting_id, person_id],
        )
        self._db.table("same_people").insert({**row, "person_id": person_id})
        self._names.call_as(meeting_id, human, by)
        self._note("same_person", meeting_id, person_id, human, by)

    def keep_step(self, meeting_id: int, person_id: int, step: int | None) -> None:
        """Keep by which step of the list of people their rows of it became one."""
        self._db.table("same_people").update((meeting_id, person_id), {"step": step})

    def part(self, same: Same, by: int) -> None:
        """They are two after all: the account is called what it was."""
        row = self._row(same.meeting_id, same.person_id)
        if row is None:
            return
        self._db.execute(
            "DELETE FROM same_people WHERE meeting_id = ? AND person_id = ?",
            [same.meeting_id, same.person_id],
        )
        was = (row["name"], row["title"])
        self._names.call_apart(same.meeting_id, same.person_id, by, *was)
        self._note("not_same_person", same.meeting_id, same.person_id, same.human, by)

    def begin(self, meeting_id: int) -> None:
        """What was decided in a chat's meeting before holds for its next one."""
        before = self._db.execute(
            "SELECT max(b.id) AS id FROM meetings m JOIN meetings b ON b.chat_id = m.chat_id "
            "AND b.id < m.id WHERE m.id = ?",
            [meeting_id],
        ).fetchone()["id"]
        for person_id, human in self.further(before).items():
            row = self._row(before, person_id)
            assert row is not None
            self._db.table("same_people").insert(
                {**row, "meeting_id": meeting_id, "human": human, "step": None, "name": ""}
            )

    def _row(self, meeting_id: int, person_id: int) -> dict[str, Any] | None:
        rows = self._db.query(
            "SELECT * FROM same_people WHERE meeting_id = ? AND person_id = ?",
            [meeting_id, person_id],
        )
        return next(iter(rows), None)

    def _seat(self, meeting_id: int, person_id: int) -> dict[str, Any] | None:
        rows = self._db.query(
            "SELECT name, title FROM speakers WHERE meeting_id = ? AND person_id = ?",
            [meeting_id, person_id],
        )
        return next(iter(rows), None)

    def _note(self, act: str, meeting_id: int, person_id: int, human: int, by: int) -> None:
        self._touched.add(meeting_id)
        meeting = self._db.table("meetings").get(meeting_id)
        self._audit.add(
            act,
            person_id=by,
            chat_id=meeting["chat_id"],
            meeting_id=meeting_id,
            about=f"{self._names.account(person_id)} = {self._names.account(human)}",
        )
