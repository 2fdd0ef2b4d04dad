"""Names that were typed and not believed: what they may mean, until the person has said it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.minutes.typed.people import Entry, Presence
from bot.store.values import note, read_json, read_words


@dataclass(frozen=True)
class AskedName:
    """A question about a name, with what was to be done with it."""

    id: int
    meeting_id: int | None
    person_id: int  #: who typed it, and answers
    words: str  #: what the command needs beside the name
    readings: tuple[Entry, ...]


class NamesAsked:
    def __init__(self, db: Database, now: Callable[[], datetime]) -> None:
        self._db = db
        self._now = now

    def ask(
        self,
        chat_id: int,
        meeting_id: int | None,
        person_id: int,
        words: str,
        readings: Sequence[Entry],
    ) -> int:
        """Keep what was typed. Returns the question's id, for its buttons."""
        row = {
            "chat_id": chat_id,
            "meeting_id": meeting_id,
            "person_id": person_id,
            "at": self._now().isoformat(),
            "words": words,
            "readings": json.dumps([asdict(one) for one in readings], ensure_ascii=False),
        }
        asked = self._db.table("names_asked").insert(row).last_rowid
        assert asked is not None
        return asked

    def asked(self, question: int, chat_id: int) -> AskedName | None:
        """A question of a chat; None: there is none such, it is answered, or it cannot be read."""
        row = self._db.execute(
            "SELECT * FROM names_asked WHERE id = ? AND chat_id = ?", [question, chat_id]
        ).fetchone()
        if row is None:
            return None
        try:
            readings = tuple(
                Entry(**{**one, "state": Presence(one["state"])})
                for one in read_json(row["readings"], [])
            )
        except (ValueError, TypeError, KeyError):
            note("names")
            return None
        words = read_words(row["words"])
        return AskedName(row["id"], row["meeting_id"], row["person_id"], words, readings)

    def answered(self, question: int) -> None:
        self._db.execute("DELETE FROM names_asked WHERE id = ?", [question])

    def forget(self, before: datetime) -> None:
        """Those that nobody has answered since then."""
        self._db.execute(
            "DELETE FROM names_asked WHERE julianday(at) < julianday(?)", [before.isoformat()]
        )
