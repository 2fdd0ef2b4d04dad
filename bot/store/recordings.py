"""Recordings: what waits to be transcribed, what they were heard to say, piece by piece if long."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from bot.doors.port import Media
from bot.minutes import Line, LineKind, LineState
from bot.minutes.typed.terms import NearMiss
from bot.store.line_rows import as_json, next_no, select_lines
from bot.store.lines import LineGone, Lines
from bot.store.values import read_media

_SAME_MOMENT = 0.01  # seconds


@dataclass(frozen=True)
class Waiting:
    """A voice note to be transcribed, with what that needs."""

    line: Line
    door: str
    media: Media


@dataclass(frozen=True)
class HeardText:
    """What a recording, or a part of it, was heard to say."""

    text: str  #: as an office writes it; empty: nobody speaks
    heard: str  #: the words as heard
    confidence: float  #: 0..1
    starts: float = 0.0  #: seconds from the recording's beginning
    ends: float = 0.0
    doubts: Sequence[str] = ()
    offers: Sequence[NearMiss] = ()

    @property
    def fields(self) -> dict[str, Any]:
        """The columns that are of the words themselves."""
        return {
            "text": self.text,
            "doubts": as_json(self.doubts),
            "offers": as_json([(near.found, near.term) for near in self.offers]),
        }


class Recordings:
    def __init__(self, db: Database, lines: Lines) -> None:
        self._db = db
        self._lines = lines

    # --- what waits -----------------------------------------------------------------------------

    def keep_audio(self, line: Line, name: str) -> None:
        """Note where a line's recording is.

        Raises:
            LineGone
        """
        if not self._db.execute(
            "UPDATE lines SET audio = ? WHERE id = ?", [name, line.id]
        ).rowcount:
            raise LineGone(f"no line {line.id}")

    def wait_again(self, line: Line) -> Line:
        """A failed, silent or stopped recording is to be tried once more, or to go on."""
        self._db.table("lines").update(line.id, {"state": LineState.WAITING, "error": ""})
        return self._lines.get(line.id)

    def waiting(self, but: Collection[int] = (), limit: int = 100) -> list[Waiting]:
        """Recordings to transcribe, in the order they came, without those named."""
        rows = self._db.query(
            "SELECT l.id, l.media, c.door FROM lines l "
            "JOIN meetings m ON m.id = l.meeting_id JOIN chats c ON c.id = m.chat_id "
            "WHERE l.state = 'waiting' AND l.id NOT IN (SELECT value FROM json_each(?)) "
            "ORDER BY l.id LIMIT ?",
            [json.dumps(list(but)), limit],
        )
        return [
            Waiting(self._lines.get(row["id"]), row["door"], read_media(row["media"]))
            for row in rows
        ]

    def waiting_in(self, chat_id: int) -> list[Line]:
        """The recordings of a chat, in all its meetings, that wait or are in work."""
        return select_lines(
            self._db,
            "JOIN meetings m ON m.id = l.meeting_id "
            "WHERE m.chat_id = ? AND l.state = 'waiting' AND NOT l.deleted ORDER BY l.id",
            [chat_id],
        )

    def stopped_among(self, line_ids: Collection[int]) -> set[int]:
        """Which of these recordings a person has stopped, or erased."""
        rows = self._db.query(
            "SELECT value AS id FROM json_each(?) WHERE NOT EXISTS "
            "(SELECT 1 FROM lines WHERE lines.id = value AND state != 'stopped')",
            [json.dumps(list(line_ids))],
        )
        return {row["id"] for row in rows}

    def count_waiting(self, doors: Sequence[str]) -> int:
        """How many recordings of these doors' chats wait."""
        row = self._db.execute(
            "SELECT count(*) AS n FROM lines l JOIN meetings m ON m.id = l.meeting_id "
            "JOIN chats c ON c.id = m.chat_id "
            "WHERE l.state = 'waiting' AND c.door IN (SELECT value FROM json_each(?))",
            [json.dumps(list(doors))],
        ).fetchone()
        return int(row["n"])

    # --- what was heard -------------------------------------------------------------------------

    def transcribed(
        self, line: Line, said: HeardText, *, segments: list[dict[str, Any]], seconds: float
    ) -> Line:
        """The recording's text. Words that a person has put there meanwhile stay."""
        fields: dict[str, Any] = {
            "heard": said.heard,
            "segments": as_json(segments),
            "seconds": seconds,
            "confidence": said.confidence,
            "error": "",
        }
        if self._lines.get(line.id).state is LineState.WAITING:
            state = LineState.DONE if said.text else LineState.SILENT
            fields |= {"state": state, **said.fields}
        self._db.table("lines").update(line.id, fields)
        return self._lines.get(line.id)

    def failed(self, line: Line, error: str) -> Line:
        """The recording gave no (more) text; ``error`` is the reason's code.

        Where a person has typed its words meanwhile, or stopped it, it has not failed.
        """
        now = self._lines.get(line.id)
        if now.state is not LineState.WAITING:
            return now
        fields: dict[str, Any] = {
            "error": error,
            "state": LineState.FAILED,
            "done_until": now.done_until or None,  # nothing of it: like any other
        }
        self._db.table("lines").update(line.id, fields)
        return self._lines.get(line.id)

    # --- long recordings ------------------------------------------------------------------------

    def begin_long(self, line: Line, seconds: float) -> Line | None:
        """The recording's words will be lines of their own: it has no tag itself.

        Returns:
            None where nobody wants it any more: stopped, mended or deleted meanwhile.
        """
        now = self._lines.get(line.id)
        if now.deleted and now.state is LineState.WAITING:
            self._db.table("lines").update(line.id, {"state": LineState.STOPPED})
        if not _is_wanted(now):
            return None
        fields = {"seconds": seconds, "tag": None, "done_until": now.done_until or 0.0}
        self._db.table("lines").update(line.id, fields)
        return self._lines.get(line.id)

    def add_parts(
        self, recording: Line, start: float, until: float, parts: Sequence[HeardText]
    ) -> Line | None:
        """What was said from ``start`` to ``until`` (seconds of the recording), each part a line.

        Returns:
            None, and nothing is added, where the recording is no longer wanted, or where
            another stretch than this is the next.
        """
        now = self._lines.get(recording.id)
        if not _is_wanted(now) or abs((now.done_until or 0.0) - start) > _SAME_MOMENT:
            return None
        first = next_no(self._db, recording.meeting_id)
        rows = [
            {
                "meeting_id": recording.meeting_id,
                "no": first + count,
                "person_id": recording.speaker.person_id,
                "at": recording.at.isoformat(),
                "kind": LineKind.VOICE,
                "state": LineState.DONE,
                "heard": part.heard,
                "seconds": part.ends - part.starts,
                "confidence": part.confidence,
                "audio": recording.audio,
                "part_of": recording.id,
                "starts": part.starts,
                "ends": part.ends,
                **part.fields,
            }
            for count, part in enumerate(parts)
        ]
        self._db.table("lines").insert_all(rows)
        self._db.table("lines").update(recording.id, {"done_until": until})
        return self._lines.get(recording.id)

    def end_long(self, recording: Line) -> Line | None:
        """The recording is transcribed to its end; None where it is no longer wanted."""
        now = self._lines.get(recording.id)
        if not _is_wanted(now):
            return None
        fields: dict[str, Any] = {"error": "", "seconds": now.done_until or now.seconds}
        if self._lines.parts_of(recording.id):
            fields["state"] = LineState.PARTS
        else:  # like any recording in which nobody speaks
            fields |= {"state": LineState.SILENT, "done_until": None}
        self._db.table("lines").update(recording.id, fields)
        return self._lines.get(recording.id)


def _is_wanted(recording: Line) -> bool:
    return recording.state is LineState.WAITING and not recording.deleted
