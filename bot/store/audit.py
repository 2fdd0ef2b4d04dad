"""What was done to rights and to whole meetings, by whom. Rows are only added."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.store.values import read_moment


@dataclass(frozen=True)
class Entry:
    at: datetime
    act: str
    person_id: int | None  #: None: the bot itself, or the command line
    chat_id: int | None
    meeting_id: int | None  #: it may be gone
    about: str


class Audit:
    def __init__(self, db: Database, now: Callable[[], datetime]) -> None:
        self._db = db
        self._now = now

    def add(
        self,
        act: str,
        *,
        person_id: int | None = None,
        chat_id: int | None = None,
        meeting_id: int | None = None,
        about: str = "",
    ) -> None:
        """Note an act.

        Args:
            about: numbers and names of accounts; never what somebody said.
        """
        self._db.table("audit").insert(
            {
                "at": self._now().isoformat(),
                "act": act,
                "person_id": person_id,
                "chat_id": chat_id,
                "meeting_id": meeting_id,
                "about": about,
            }
        )

    def entries(self) -> list[Entry]:
        """All of them, the oldest first."""
        rows = self._db.query("SELECT * FROM audit ORDER BY id")
        return [
            Entry(
                read_moment(row["at"]),
                row["act"],
                row["person_id"],
                row["chat_id"],
                row["meeting_id"],
                row["about"],
            )
            for row in rows
        ]
