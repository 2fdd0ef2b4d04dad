"""For chats without buttons and replies: typed choices, the last question, what they were told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from bot.store.values import read_moment

MOST = 99  #: the largest number that is typed; behind it they begin anew
_RECENT = timedelta(minutes=30)  # a choice of before may still be on its way


@dataclass(frozen=True)
class Choice:
    """A button that is typed."""

    message_id: str  #: the message under which it was shown
    data: str


class Plain:
    def __init__(self, db: Database, now: Callable[[], datetime]) -> None:
        self._db = db
        self._now = now

    # --- choices --------------------------------------------------------------------------------

    def numbers(self, chat_id: int, count: int) -> list[int]:
        """Numbers for the next choices of a chat.

        They go on from the last, so that one that was typed while others came means what its writer
        saw; after a while of silence they begin anew.
        """
        row = self._db.execute(
            "SELECT number, at FROM choices WHERE chat_id = ? ORDER BY julianday(at) DESC, "
            "rowid DESC LIMIT 1",
            [chat_id],
        ).fetchone()
        last = 0
        if row and self._now() - read_moment(row["at"]) < _RECENT:
            last = row["number"]
        if last + count > MOST:
            last = 0
        return list(range(last + 1, last + 1 + count))

    def reserve(self, chat_id: int, choices: Sequence[tuple[int, str]]) -> None:
        """These numbers mean these buttons from now on; nobody can type one until ``shown``."""
        at = self._now().isoformat()
        for number, data in choices:
            self._db.execute(
                "INSERT OR REPLACE INTO choices (chat_id, number, message_id, data, at) "
                "VALUES (?, ?, '', ?, ?)",
                [chat_id, number, data, at],
            )

    def shown(self, chat_id: int, message_id: str, choices: Sequence[tuple[int, str]]) -> None:
        """They stand under this message."""
        for number, data in choices:
            self._db.execute(
                "UPDATE choices SET message_id = ? WHERE chat_id = ? AND number = ? AND data = ?",
                [message_id, chat_id, number, data],
            )

    def choice(self, chat_id: int, number: int) -> Choice | None:
        """What a number means in a chat; None: nothing, or nothing any more."""
        row = self._db.execute(
            "SELECT message_id, data FROM choices "
            "WHERE chat_id = ? AND number = ? AND message_id != ''",
            [chat_id, number],
        ).fetchone()
        return Choice(row["message_id"], row["data"]) if row else None

    # --- told, asked ----------------------------------------------------------------------------

    def tell_once(self, chat_id: int, what: str) -> bool:
        """Whether a chat has not been told this yet; it counts as told now."""
        cursor = self._db.execute(
            "INSERT OR IGNORE INTO told_once (chat_id, what) VALUES (?, ?)", [chat_id, what]
        )
        return cursor.rowcount > 0

    def note_last(self, chat_id: int, message_id: str, *, asks: bool) -> None:
        """The last thing that was said in a chat."""
        self._db.execute("DELETE FROM asked_last WHERE chat_id = ?", [chat_id])
        if asks:
            self._db.execute(
                "INSERT INTO asked_last (chat_id, message_id) VALUES (?, ?)", [chat_id, message_id]
            )

    def take_question(self, chat_id: int) -> str | None:
        """The message that asks, where it is the last that was said there; asked once."""
        row = self._db.execute(
            "SELECT message_id FROM asked_last WHERE chat_id = ?", [chat_id]
        ).fetchone()
        self._db.execute("DELETE FROM asked_last WHERE chat_id = ?", [chat_id])
        return row["message_id"] if row else None


class Months:
    """How many messages went through a door in each month."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def count(self, door: str, month: str) -> int:
        """How many there were.

        Args:
            month: ``2026-11``.
        """
        row = self._db.execute(
            "SELECT count FROM said_in_month WHERE door = ? AND month = ?", [door, month]
        ).fetchone()
        return row["count"] if row else 0

    def add(self, door: str, month: str) -> None:
        """One more."""
        self._db.execute(
            "INSERT INTO said_in_month (door, month, count) VALUES (?, ?, 1) "
            "ON CONFLICT (door, month) DO UPDATE SET count = count + 1",
            [door, month],
        )

    def tell_once(self, door: str, month: str) -> bool:
        """Whether the office has not been told that few are left; it counts as told now."""
        cursor = self._db.execute(
            "UPDATE said_in_month SET told = 1 WHERE door = ? AND month = ? AND NOT told",
            [door, month],
        )
        return cursor.rowcount > 0
