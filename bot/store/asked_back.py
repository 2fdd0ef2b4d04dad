"""What was asked back of what somebody typed: the words, the readings that were offered."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlite_utils import Database

from bot.minutes.asked_back import Alone, AskedBack, Reading
from bot.store.values import read_pairs, read_words


class AskedBackRows:
    """Questions that wait for a reading; a new one about the same ends the earlier."""

    def __init__(self, db: Database, now: Callable[[], datetime]) -> None:
        self._db = db
        self._now = now

    def ask(
        self,
        meeting_id: int | None,
        what: str,
        about: str,
        typed: str,
        sentence: str,
        readings: Sequence[Reading],
        alone: Alone | None = None,
    ) -> int:
        """Keep a question. Returns its number, which with its topic stands in buttons.

        Args:
            meeting_id: None: there is none; then it is for one person.
            alone: whom it is for; None: for whoever has the right, and those before it about the
                same are over.
        """
        if alone is None and meeting_id is not None:
            self.over(meeting_id, what, about)
        row = {
            "meeting_id": meeting_id,
            "chat_id": alone.chat_id if alone else None,
            "person_id": alone.person_id if alone else None,
            "at": self._now().isoformat(),
            "what": what,
            "about": about,
            "typed": typed,
            "sentence": sentence,
            "readings": json.dumps([[x.label, x.value] for x in readings], ensure_ascii=False),
        }
        number = self._db.table("asked_back").insert(row).last_rowid
        assert number is not None
        self._db.table("asked_back").update(number, {"number": number})
        return number

    def get(self, what: str, number: int) -> AskedBack | None:
        """A question of a topic by its number."""
        rows = self._rows("what = ? AND number = ?", [what, number])
        return rows[0] if rows else None

    def open_of(self, meeting_id: int, what: str) -> list[AskedBack]:
        """The questions of a topic that nobody has answered."""
        return self._rows("meeting_id = ? AND what = ? AND answer IS NULL", [meeting_id, what])

    def close(self, one: AskedBack, answer: str) -> None:
        """It has been answered so. What one person was asked alone is forgotten with that: a name
        that was none stands nowhere any more."""
        if one.alone:
            self._db.table("asked_back").delete(one.id)
        else:
            self._db.table("asked_back").update(one.id, {"answer": answer})

    def over(self, meeting_id: int, what: str, about: str) -> None:
        """What was asked about this needs no answer any more."""
        self._db.execute(
            "UPDATE asked_back SET answer = '' "
            "WHERE meeting_id = ? AND what = ? AND about = ? AND answer IS NULL",
            [meeting_id, what, about],
        )

    def forget(self, before: datetime) -> None:
        """What one person was asked before then, and has not answered."""
        self._db.execute(
            "DELETE FROM asked_back WHERE person_id IS NOT NULL AND julianday(at) < julianday(?)",
            [before.isoformat()],
        )

    def _rows(self, where: str, values: list[object]) -> list[AskedBack]:
        rows = self._db.query(f"SELECT * FROM asked_back WHERE {where} ORDER BY id", values)  # noqa: S608
        return [
            AskedBack(
                row["id"],
                row["number"],
                row["meeting_id"],
                row["what"],
                read_words(row["about"]),
                read_words(row["typed"]),
                read_words(row["sentence"]),
                tuple(Reading(*pair) for pair in read_pairs(row["readings"])),
                row["answer"],
                Alone(row["chat_id"], row["person_id"]) if row["person_id"] else None,
            )
            for row in rows
        ]
