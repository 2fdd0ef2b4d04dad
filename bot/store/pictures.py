"""Which chats shall get a picture of which meeting."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database


@dataclass(frozen=True)
class WantedPicture:
    id: int
    chat_id: int
    meeting_id: int


class Pictures:
    def __init__(self, db: Database) -> None:
        self._db = db

    def want(self, meeting_id: int, chat_id: int) -> None:
        """Have a meeting's picture sent to a chat; asked for twice meanwhile, it is one."""
        self._db.execute(
            "INSERT OR IGNORE INTO pictures (chat_id, meeting_id) VALUES (?, ?)",
            [chat_id, meeting_id],
        )

    def waiting(self) -> list[WantedPicture]:
        """The pictures that are to be sent, in their order."""
        rows = self._db.query("SELECT id, chat_id, meeting_id FROM pictures ORDER BY id")
        return [WantedPicture(**row) for row in rows]

    def done(self, picture_id: int) -> bool:
        """It is sent, or cannot be. False: its meeting was erased meanwhile."""
        gone = self._db.execute("DELETE FROM pictures WHERE id = ?", [picture_id])
        return gone.rowcount > 0
