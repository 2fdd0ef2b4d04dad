"""What a database file speaks of: counts, and the files that belong to it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.store.database import reading


@dataclass(frozen=True)
class Contents:
    meetings: int
    lines: int
    recordings: list[str]  #: names within the audio folder
    documents: list[str]  #: the Word files' paths within the documents folder


def contents(path: Path) -> Contents:
    """Read them, whatever the version of the database.

    Raises:
        RecordUnusable: it cannot be read.
    """
    with reading(path) as db:
        return Contents(
            meetings=db.execute("SELECT count(*) FROM meetings").fetchone()[0],
            lines=db.execute("SELECT count(*) FROM lines").fetchone()[0],
            recordings=[
                name
                for (name,) in db.execute(
                    "SELECT DISTINCT audio FROM lines WHERE audio IS NOT NULL ORDER BY audio"
                )
            ],
            documents=[
                f"{meeting}/{name}"
                for meeting, name in db.execute("SELECT meeting_id, path FROM documents")
            ],
        )
