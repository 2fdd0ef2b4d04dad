"""Which message of the bot's asks what."""

from __future__ import annotations

from sqlite_utils import Database

from bot.doors.port import Question, is_before_move


class Questions:
    def __init__(self, db: Database) -> None:
        self._db = db

    def note(self, chat_id: int, message_id: str, question: Question) -> None:
        """A message of the chat asks this, if its meeting is still there."""
        self._db.execute(
            "INSERT OR REPLACE INTO questions (chat_id, message_id, meeting_id, what, about) "
            "SELECT ?, ?, id, ?, ? FROM meetings WHERE id = ?",
            [chat_id, message_id, question.what, question.about, question.meeting_id],
        )

    def messages(self, question: Question) -> list[tuple[int, str]]:
        """The messages that ask this: chat and message id, the oldest first. Without those of
        before a group moved, which nobody can rewrite."""
        rows = self._db.query(
            "SELECT chat_id, message_id FROM questions "
            "WHERE meeting_id = ? AND what = ? AND about = ? ORDER BY rowid",
            [question.meeting_id, question.what, question.about],
        )
        found = [(row["chat_id"], row["message_id"]) for row in rows]
        return [one for one in found if not is_before_move(one[1])]

    def of_message(self, chat_id: int, message_id: str) -> Question | None:
        """What a message asks."""
        row = self._db.execute(
            "SELECT what, meeting_id, about FROM questions WHERE chat_id = ? AND message_id = ?",
            [chat_id, message_id],
        ).fetchone()
        return Question(**row) if row else None
