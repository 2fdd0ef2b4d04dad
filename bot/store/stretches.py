"""Stretches of recordings of a room: what waits to be heard, and what they were heard to say."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlite_utils import Database

from bot.doors.port import Media
from bot.minutes import Line, LineKind, LineState
from bot.store.line_rows import next_no, select_lines
from bot.store.lines import LineGone, Lines
from bot.store.recordings import HeardText, missing_of
from bot.store.values import read_media, read_moment
from bot.store.voices import keep_voice

MOST_OF_A_ROOM = 40
"""Stretches of one recording that are fetched and in line at a time."""

# a recording that a person has stopped, or deleted, waits as it is
STRETCHES_IN_LINE = (
    "FROM stretches s JOIN rooms r ON r.id = s.room_id JOIN lines l ON l.id = r.line_id "
    "JOIN meetings m ON m.id = r.meeting_id JOIN chats c ON c.id = r.chat_id "
    "WHERE s.state = 'waiting' AND l.state = 'running' AND NOT l.deleted"
)


class StretchState(StrEnum):
    WAITING = "waiting"  #: to be fetched and heard
    DONE = "done"  #: its words are lines
    SILENT = "silent"  #: heard, and nobody speaks
    FAILED = "failed"  #: it cannot be heard
    EMPTY = "empty"  #: it came without sound: it only ends the recording
    HELD = "held"  #: another machine records; if that does not come so far, it is taken
    AFTER = "after"  #: said after the end; it waits as long as it is offered to be recorded
    REFUSED = "refused"  #: not taken, and its sound is not kept
    ERASED = "erased"  #: its sound was erased before it was heard


@dataclass(frozen=True)
class WaitingStretch:
    """A stretch to be heard, with what that needs."""

    id: int
    room_id: int
    line: Line  #: of the whole recording
    chat_id: int  #: the meeting's own
    door: str  #: by which it came, and is fetched
    media: Media
    audio: str | None  #: its file, once that is here
    at: datetime
    starts: float  #: seconds from the recording's beginning


class Stretches:
    def __init__(self, db: Database, lines: Lines) -> None:
        self._db = db
        self._lines = lines

    def waiting(self, but: Collection[int] = (), limit: int = 100) -> list[WaitingStretch]:
        """Stretches to be heard, without those named: the first of each recording, the second of
        each, and so on."""
        rows = self._db.query(
            "SELECT * FROM (SELECT s.*, r.line_id, m.chat_id AS home, c.door, row_number() OVER "  # noqa: S608
            f"(PARTITION BY s.room_id ORDER BY s.id) AS turn {STRETCHES_IN_LINE}) "
            "WHERE turn <= ? AND id NOT IN (SELECT value FROM json_each(?)) "
            "ORDER BY turn, id LIMIT ?",
            [MOST_OF_A_ROOM, json.dumps(list(but)), limit],
        )
        return [
            WaitingStretch(
                row["id"],
                row["room_id"],
                self._lines.get(row["line_id"]),
                row["home"],
                row["door"],
                read_media(row["media"]),
                row["audio"],
                read_moment(row["at"]),
                row["starts"],
            )
            for row in rows
        ]

    def unwanted_among(self, stretches: Collection[int]) -> set[int]:
        """Which of these wait no longer: stopped, heard or erased."""
        rows = self._db.query(
            "SELECT value AS id FROM json_each(?) "  # noqa: S608
            f"WHERE value NOT IN (SELECT s.id {STRETCHES_IN_LINE})",
            [json.dumps(list(stretches))],
        )
        return {row["id"] for row in rows}

    def count_waiting(self, doors: Sequence[str]) -> int:
        """How many stretches wait that came by these doors."""
        row = self._db.execute(
            f"SELECT count(*) AS n {STRETCHES_IN_LINE} AND c.door IN "  # noqa: S608
            "(SELECT value FROM json_each(?))",
            [json.dumps(list(doors))],
        ).fetchone()
        return int(row["n"])

    def audio_of(self, stretch_id: int) -> str | None:
        """The file of a stretch, once that is here.

        Raises:
            LineGone: it was erased.
        """
        row = self._db.execute("SELECT audio FROM stretches WHERE id = ?", [stretch_id]).fetchone()
        if row is None:
            raise LineGone(f"no stretch {stretch_id}")
        return row["audio"]  # type: ignore[no-any-return]

    def keep_audio(self, stretch_id: int, name: str) -> None:
        """Note where a stretch's sound is.

        Raises:
            LineGone: it was erased.
        """
        changed = self._db.execute(
            "UPDATE stretches SET audio = ? WHERE id = ?", [name, stretch_id]
        )
        if not changed.rowcount:
            raise LineGone(f"no stretch {stretch_id}")

    def heard(
        self,
        stretch_id: int,
        parts: Sequence[HeardText],
        seconds: float,
        claimed: float | None,
    ) -> Line | None:
        """What was said in a stretch, each part a line in the place of its time.

        Args:
            parts: their times are seconds of the stretch.
            seconds: that could be read.
            claimed: that it should have.

        Returns:
            the recording's line; None, and nothing is added, where nobody waits for it any more.
        """
        row = self._wanted(stretch_id)
        if row is None:
            return None
        short = missing_of(seconds, claimed)
        for part in parts:
            self._add_part(row, part, short if part is parts[-1] else None)
        state = StretchState.DONE if parts else StretchState.SILENT
        if short is not None and not parts:  # what could not be read may have been said
            state = StretchState.FAILED
        self._db.execute(
            "UPDATE stretches SET state = ?, seconds = ?, error = ? WHERE id = ?",
            [
                state,
                max(seconds, row["seconds"]) if short else seconds,
                "unreadable_audio" if state is StretchState.FAILED else "",
                stretch_id,
            ],
        )
        self._db.execute(
            "UPDATE rooms SET until = max(until, ?) WHERE id = ?",
            [row["starts"] + seconds, row["room_id"]],
        )
        return brought_up_to_date(self._db, row["room_id"])

    def _add_part(self, row: dict[str, Any], part: HeardText, claimed: float | None) -> None:
        at = read_moment(row["at"]) + timedelta(seconds=part.starts)
        made = self._db.table("lines").insert(
            {
                "meeting_id": row["meeting_id"],
                "no": next_no(self._db, row["meeting_id"]),
                "person_id": row["speaker_id"],
                "at": at.isoformat(),
                "kind": LineKind.VOICE,
                "state": LineState.DONE if part.text else LineState.SILENT,
                **part.as_heard,
                "seconds": part.ends - part.starts,
                "claimed": claimed,
                "confidence": part.confidence,
                "audio": row["audio"],
                "part_of": row["line_id"],
                "starts": row["starts"] + part.starts,
                "ends": row["starts"] + part.ends,
                "sound_from": row["starts"],
                **part.fields,
            }
        )
        assert made.last_rowid is not None
        keep_voice(self._db, made.last_rowid, part.voice)
        self._lines.put_in_time(self._lines.get(made.last_rowid))

    def failed(self, stretch_id: int, code: str) -> Line | None:
        """A stretch gives no words; ``code`` is the reason's. None: nobody waits for it."""
        row = self._wanted(stretch_id)
        if row is None:
            return None
        self._db.execute(
            "UPDATE stretches SET state = ?, error = ? WHERE id = ?",
            [StretchState.FAILED, code, stretch_id],
        )
        return brought_up_to_date(self._db, row["room_id"])

    def _wanted(self, stretch_id: int) -> dict[str, Any] | None:
        rows = self._db.query(
            f"SELECT s.*, r.line_id, r.speaker_id {STRETCHES_IN_LINE} AND s.id = ?",
            [stretch_id],
        )
        return next(iter(rows), None)


def brought_up_to_date(db: Database, room_id: int) -> Line:
    """A recording's line, with how far it has come and how far it is heard."""
    row = db.execute(
        "SELECT line_id, until, coalesce((SELECT min(starts) FROM stretches "
        "WHERE room_id = r.id AND state = 'waiting'), until) AS done FROM rooms r WHERE id = ?",
        [room_id],
    ).fetchone()
    db.execute(
        "UPDATE lines SET seconds = ?, done_until = min(?, ?) WHERE id = ?",
        [row["until"], row["done"], row["until"], row["line_id"]],
    )
    return select_lines(db, "WHERE l.id = ?", [row["line_id"]])[0]
