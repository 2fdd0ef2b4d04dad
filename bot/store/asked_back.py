"""What was asked back of what somebody typed: the words, the readings that were offered."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlite_utils import Database

from bot.minutes.asked_back import AskedBack, Reading


class AskedBackRows:
    """Questions that wait for a reading; a new one about the same ends the earlier."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def ask(
        self,
        meeting_id: int,
        what: str,
        about: str,
        typed: str,
        sentence: str,
        readings: Sequence[Reading],
    ) -> int:
        """Keep a question; those before it about the same are over. Returns its number."""
        self.over(meeting_id, what, about)
        row = {
            "meeting_id": meeting_id,
            "what": what,
            "about": about,
            "typed": typed,
            "sentence": sentence,
            "readings": json.dumps([[x.label, x.value] for x in readings], ensure_ascii=False),
        }
        added = self._db.table("asked_back").insert(row)
        assert added.last_pk is not None
        return int(added.last_pk)

    def get(self, number: int) -> AskedBack | None:
        rows = self._rows("id = ?", [number])
        return rows[0] if rows else None

    def open_of(self, meeting_id: int, what: str) -> list[AskedBack]:
        """The questions of a topic that nobody has answered."""
        return self._rows("meeting_id = ? AND what = ? AND answer IS NULL", [meeting_id, what])

    def answered(self, number: int, answer: str) -> None:
        self._db.table("asked_back").update(number, {"answer": answer})

    def over(self, meeting_id: int, what: str, about: str) -> None:
        """What was asked about this needs no answer any more."""
        self._db.execute(
            "UPDATE asked_back SET answer = '' "
            "WHERE meeting_id = ? AND what = ? AND about = ? AND answer IS NULL",
            [meeting_id, what, about],
        )

    def _rows(self, where: str, values: list[object]) -> list[AskedBack]:
        rows = self._db.query(f"SELECT * FROM asked_back WHERE {where} ORDER BY id", values)  # noqa: S608
        return [
            AskedBack(
                row["id"],
                row["meeting_id"],
                row["what"],
                row["about"],
                row["typed"],
                row["sentence"],
                tuple(Reading(*pair) for pair in json.loads(row["readings"])),
                row["answer"],
            )
            for row in rows
        ]
