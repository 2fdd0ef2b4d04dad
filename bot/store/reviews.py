"""What somebody has looked at in ``/rasoat`` and left as it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlite_utils import Database

from bot.minutes.guesses.review import Topic


class Reviews:
    def __init__(self, db: Database, now: Callable[[], datetime]) -> None:
        self._db = db
        self._now = now

    def settle(self, meeting_id: int, topic: Topic, key: str, by: int) -> None:
        """A person says that this need not be looked at again."""
        self._db.execute(
            "INSERT OR IGNORE INTO settled (meeting_id, topic, key, person_id, at) "
            "VALUES (?, ?, ?, ?, ?)",
            [meeting_id, topic, key, by, self._now().isoformat()],
        )

    def settled(self, meeting_id: int, topic: Topic) -> set[str]:
        """The keys of what need not be looked at again."""
        rows = self._db.query(
            "SELECT key FROM settled WHERE meeting_id = ? AND topic = ?", [meeting_id, topic]
        )
        return {row["key"] for row in rows}
