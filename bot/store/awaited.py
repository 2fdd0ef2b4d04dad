"""Who has a duty in a meeting from their first message on, named by ``@ten`` before they write."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlite_utils import Database


class Duty(StrEnum):
    """What somebody shall be; the value stands in buttons too."""

    CHAIR = "chair"
    SECRETARY = "secretary"  #: in place of those there are
    SHARE = "share"  #: a secretary beside the others


@dataclass(frozen=True)
class Awaited:
    duty: Duty
    username: str  #: without @
    newest: int  #: whoever has a higher number was not known by any name when this was ordered
    known: int  #: whose ``@ten`` it was by then; 0: nobody's that the bot knew

    def may_be(self, person_id: int) -> bool:
        """Whether an account that is called so now may have been meant: it was called so by then,
        or nobody knew it. Who was here by another name may have taken this one since."""
        return person_id == self.known or person_id > self.newest


class AwaitedRows:
    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, meeting_id: int, duty: Duty, username: str, by: int) -> None:
        """Wait for an account of that name, until ``over``. For the chair, and for who takes the
        secretary's place, one is awaited at a time.

        Args:
            username: without @.
            by: who has ordered it.
        """
        if duty is not Duty.SHARE:
            self.over(meeting_id, duty)
        known = self._db.execute(
            "SELECT id FROM people WHERE username = ? COLLATE NOCASE AND door = "
            "(SELECT c.door FROM meetings m JOIN chats c ON c.id = m.chat_id WHERE m.id = ?)",
            [username, meeting_id],
        ).fetchone()
        (newest,) = self._db.execute("SELECT coalesce(max(id), 0) FROM people").fetchone()
        self._db.table("awaited").insert(
            {
                "meeting_id": meeting_id,
                "duty": duty.value,
                "username": username,
                "person_id": by,
                "newest": newest,
                "known": known["id"] if known else 0,
            },
            replace=True,
        )

    def of_meeting(self, meeting_id: int) -> list[Awaited]:
        """For whom a meeting waits; who shall preside first."""
        rows = self._db.query(
            "SELECT * FROM awaited WHERE meeting_id = ? ORDER BY duty, rowid", [meeting_id]
        )
        return [
            Awaited(Duty(row["duty"]), row["username"], row["newest"], row["known"]) for row in rows
        ]

    def over(self, meeting_id: int, *duties: Duty, username: str = "", by: int = 0) -> bool:
        """Nobody is awaited any more for these duties; whether somebody was.

        Args:
            username: only who is called so.
            by: only whom this person has ordered.
        """
        gone = [
            self._db.execute(
                "DELETE FROM awaited WHERE meeting_id = ? AND duty = ? "
                "AND (? = '' OR username = ? COLLATE NOCASE) AND (? = 0 OR person_id = ?)",
                [meeting_id, duty.value, username, username, by, by],
            ).rowcount
            for duty in duties
        ]
        return any(gone)
