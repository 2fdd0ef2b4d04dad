"""What a database file speaks of: counts, and the files that belong to it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from bot.store.database import reading


@dataclass(frozen=True)
class Contents:
    meetings: int
    lines: int
    recordings: list[str]  #: names within the audio folder
    documents: list[str]  #: the Word files' paths within the documents folder
    #: of each file of an approved draft, by its path there, the SHA-256 it was approved with
    approved: dict[str, str]


def contents(path: Path) -> Contents:
    """Read them, whatever the version of the database.

    Raises:
        RecordUnusable: it cannot be read.
    """
    with reading(path) as db:
        tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
        sounds = "sounds" if "sounds" in tables else "lines"
        return Contents(
            meetings=db.execute("SELECT count(*) FROM meetings").fetchone()[0],
            lines=db.execute("SELECT count(*) FROM lines").fetchone()[0],
            recordings=[
                name
                for (name,) in db.execute(
                    f"SELECT DISTINCT audio FROM {sounds} "  # noqa: S608
                    "WHERE audio IS NOT NULL ORDER BY audio"
                )
            ],
            documents=[
                f"{meeting}/{name}"
                for meeting, name in db.execute("SELECT meeting_id, path FROM documents")
            ],
            approved=_approved(db) if "submissions" in tables else {},
        )


def _approved(db: sqlite3.Connection) -> dict[str, str]:
    found: dict[str, str] = {}
    for meeting, name, word, pdf in db.execute(
        "SELECT d.meeting_id, d.path, s.word, s.pdf FROM submissions s "
        "JOIN documents d ON d.id = s.document_id WHERE s.state = 'approved'"
    ):
        file = PurePosixPath(str(meeting), name)
        found[str(file)] = word
        if pdf:
            found[str(file.with_suffix(".pdf"))] = pdf
    return found
