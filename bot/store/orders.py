"""Which message of a person's was which command: for a while, in which it may be edited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

_EDITABLE = timedelta(days=3)  # Telegram lets people edit for two


@dataclass(frozen=True)
class Order:
    name: str  #: the command's; empty: it was not understood
    meeting_id: int | None  #: the meeting that it opened


class Orders:
    def __init__(self, db: Database) -> None:
        self._db = db

    def remember(
        self, chat_id: int, message_id: str, name: str, meeting_id: int | None, at: datetime
    ) -> None:
        """Keep what a message was; what is too old to be edited is forgotten."""
        self._db.execute(
            "DELETE FROM orders WHERE at < ? OR at > ?",
            [(at - _EDITABLE).timestamp(), (at + _EDITABLE).timestamp()],
        )
        self._db.execute(
            "INSERT INTO orders (chat_id, message_id, name, meeting_id, at) "
            "VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET name = excluded.name, "
            "meeting_id = ifnull(excluded.meeting_id, meeting_id)",
            [chat_id, message_id, name, meeting_id, at.timestamp()],
        )

    def of_message(self, chat_id: int, message_id: str) -> Order | None:
        """What a message was; None: no command, or long ago."""
        row = self._db.execute(
            "SELECT name, meeting_id FROM orders WHERE chat_id = ? AND message_id = ?",
            [chat_id, message_id],
        ).fetchone()
        return Order(row["name"], row["meeting_id"]) if row else None
