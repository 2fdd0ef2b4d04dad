"""About which lines their speakers were asked, and what they said that is no line's text yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.store.values import read_moment


@dataclass(frozen=True)
class SpeakerQuestion:
    """A speaker was asked about a line."""

    line_id: int
    person_id: int
    at: datetime
    doubts: str  #: a key of what was in doubt
    words: str  #: a key of the line, as the speaker knows it
    privately: bool
    shown: bool  #: the question was put; else it waits until they want to see more
    answer: str  #: their words, where somebody is to decide between those and the line's


class Asking:
    def __init__(self, db: Database, now: Callable[[], datetime]) -> None:
        self._db = db
        self._now = now

    def ask(
        self,
        line_id: int,
        person_id: int,
        doubts: str,
        words: str,
        *,
        privately: bool,
        shown: bool = True,
    ) -> None:
        """The speaker of a line is asked about it; what was asked before is over."""
        row = {
            "line_id": line_id,
            "person_id": person_id,
            "at": self._now().isoformat(),
            "doubts": doubts,
            "words": words,
            "privately": int(privately),
            "shown": int(shown),
            "answer": "",
        }
        self._db.table("asked").insert(row, replace=True)

    def of(self, line_id: int) -> SpeakerQuestion | None:
        found = self._asked("a.line_id = ?", line_id)
        return found[0] if found else None

    def of_meeting(self, meeting_id: int) -> dict[int, SpeakerQuestion]:
        """Line id -> what its speaker was asked."""
        return {one.line_id: one for one in self._asked("l.meeting_id = ?", meeting_id)}

    def show(self, line_id: int, words: str) -> None:
        """The question is put, with the line as it is now."""
        self._db.table("asked").update(line_id, {"shown": 1, "words": words})

    def close(self, line_id: int, words: str) -> None:
        """The speaker knows the line as it is now; no answer waits any more."""
        self._db.table("asked").update(line_id, {"words": words, "answer": ""})

    def offer(self, line_id: int, answer: str) -> None:
        """Keep the speaker's words until somebody decides; empty: they have."""
        self._db.table("asked").update(line_id, {"answer": answer})

    def _asked(self, where: str, value: int) -> list[SpeakerQuestion]:
        rows = self._db.query(
            f"SELECT a.* FROM asked a JOIN lines l ON l.id = a.line_id WHERE {where}",  # noqa: S608
            [value],
        )
        return [
            SpeakerQuestion(
                row["line_id"],
                row["person_id"],
                read_moment(row["at"]),
                row["doubts"],
                row["words"],
                bool(row["privately"]),
                bool(row["shown"]),
                row["answer"],
            )
            for row in rows
        ]
