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
from bot.store.voices import HeardVoice, keep_voice

MOST_OF_A_CHAT = 200
"""Recordings of one chat that are fetched and in line at a time. More of them wait as they are, and
come in as the first are done."""

NOTE_SECONDS = 120.0
"""The longest recording that is one line."""

_SAME_MOMENT = 0.01  # seconds
# A recording that is shorter than it should be by no more than this is whole: what a file or a
# platform says is rounded, and some guess
_ROUNDED = 1.5  # seconds
_GUESSED = 0.1  # of the whole
_A_NOTE = 10.0  # seconds, where the platform does not say
# the first so many of each chat that wait, in turns by chat; each behind the door by which it came
_IN_LINE = (
    "SELECT l.id, l.media, l.audio, m.chat_id, c.door, "
    "row_number() OVER (PARTITION BY m.chat_id ORDER BY l.id) AS turn "
    "FROM lines l JOIN meetings m ON m.id = l.meeting_id "
    "JOIN chats c ON c.id = coalesce(l.said_in, m.chat_id) WHERE l.state = 'waiting'"
)

_HURRIES = "audio IS NULL AND json_valid(media) AND json_extract(media, '$.expires')"


@dataclass(frozen=True)
class Waiting:
    """A voice note to be transcribed, with what that needs."""

    line: Line
    chat_id: int  #: the meeting's own
    door: str  #: by which it came, and is fetched
    media: Media


@dataclass(frozen=True)
class Ahead:
    """What will be heard before a note, if nothing more comes."""

    count: int  #: notes
    seconds: float  #: of sound
    of_chat: int  #: of them in its own chat


@dataclass(frozen=True)
class HeardText:
    """What a recording, or a part of it, was heard to say."""

    text: str  #: as an office writes it; empty: nobody speaks, or nobody is understood
    heard: str  #: the words as heard
    confidence: float  #: 0..1
    starts: float = 0.0  #: seconds from the recording's beginning
    ends: float = 0.0
    doubts: Sequence[str] = ()
    offers: Sequence[NearMiss] = ()
    by: str = ""  #: the model, its engine and the beginning of its weights' digest
    voice: HeardVoice | None = None  #: None: not known, or not to be kept
    #: seconds, as ``starts``: when each of ``words_of_heard`` begins; empty: nobody can say
    times: Sequence[float] = ()

    @property
    def as_heard(self) -> dict[str, Any]:
        """The columns of what was heard, whatever the text becomes."""
        times = [round((each - self.starts) * 100) for each in self.times]
        return {"heard": self.heard, "word_times": as_json(times) if times else ""}

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
        state = LineState.WAITING
        if line.room:
            state = LineState.RUNNING
            self._db.execute(
                "UPDATE stretches SET state = 'waiting', error = '' WHERE state = 'failed' "
                "AND room_id IN (SELECT id FROM rooms WHERE line_id = ?)",
                [line.id],
            )
        self._db.table("lines").update(line.id, {"state": state, "error": ""})
        return self._lines.get(line.id)

    def waiting(self, but: Collection[int] = (), limit: int = 100) -> list[Waiting]:
        """Recordings to transcribe, without those named: the first of each chat, the second of
        each, and so on, as many of each chat as may be in line; and what the platform has for a
        while only."""
        rows = self._db.query(
            f"SELECT * FROM ({_IN_LINE}) WHERE (turn <= ? OR {_HURRIES}) "  # noqa: S608
            "AND id NOT IN (SELECT value FROM json_each(?)) ORDER BY turn, id LIMIT ?",
            [MOST_OF_A_CHAT, json.dumps(list(but)), limit],
        )
        return [
            Waiting(
                self._lines.get(row["id"]), row["chat_id"], row["door"], read_media(row["media"])
            )
            for row in rows
        ]

    def ahead(self, line: Line) -> Ahead:
        """What will be heard before a note that waits: those of its chat that came before it, and
        of each other chat one for each of these and of its own."""
        chat_id = self._lines.chat_of(line.id)
        found = {
            row["chat_id"]: (row["n"], row["seconds"])
            for row in self._db.query(
                "SELECT m.chat_id, count(*) AS n, sum(coalesce(l.seconds, ?)) AS seconds "
                "FROM lines l JOIN meetings m ON m.id = l.meeting_id "
                "WHERE l.state = 'waiting' AND NOT l.deleted AND coalesce(l.seconds, 0) <= ? "
                "AND (m.chat_id != ? OR l.id < ?) GROUP BY m.chat_id",
                [_A_NOTE, NOTE_SECONDS, chat_id, line.id],
            )
        }
        own, seconds = found.pop(chat_id, (0, 0.0))
        count = own
        for others, their_seconds in found.values():
            before = min(others, own + 1)
            count += before
            seconds += their_seconds * before / others
        return Ahead(count, seconds, own)

    def last_waiting(self) -> list[Line]:
        """The last note of each chat that waits."""
        return select_lines(
            self._db,
            "WHERE l.id IN (SELECT max(w.id) FROM lines w JOIN meetings m ON m.id = w.meeting_id "
            "WHERE w.state = 'waiting' AND NOT w.deleted AND coalesce(w.seconds, 0) <= ? "
            "GROUP BY m.chat_id)",
            [NOTE_SECONDS],
        )

    def waiting_in(self, chat_id: int) -> list[Line]:
        """The recordings of a chat, in all its meetings, that wait or are in work."""
        return select_lines(
            self._db,
            "JOIN meetings m ON m.id = l.meeting_id "
            "WHERE m.chat_id = ? AND l.state IN ('waiting', 'running') AND NOT l.deleted "
            "ORDER BY l.id",
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
        """How many recordings of these doors' chats are in line."""
        row = self._db.execute(
            f"SELECT count(*) AS n FROM ({_IN_LINE}) WHERE turn <= ? "  # noqa: S608
            "AND door IN (SELECT value FROM json_each(?))",
            [MOST_OF_A_CHAT, json.dumps(list(doors))],
        ).fetchone()
        return int(row["n"])

    def heard_by(self, meeting_id: int) -> dict[str, int]:
        """What heard the recordings of a meeting, and how many lines each; the most first."""
        rows = self._db.query(
            "SELECT heard_by, count(*) AS n FROM lines WHERE meeting_id = ? AND NOT deleted "
            "AND heard_by IS NOT NULL GROUP BY heard_by ORDER BY n DESC, heard_by",
            [meeting_id],
        )
        return {row["heard_by"]: row["n"] for row in rows}

    # --- what was heard -------------------------------------------------------------------------

    def transcribed(
        self,
        line: Line,
        said: HeardText,
        *,
        segments: list[dict[str, Any]],
        seconds: float,
        claimed: float | None = None,
    ) -> Line:
        """The recording's text. Words that a person has put there meanwhile stay.

        Args:
            seconds: that could be read.
            claimed: that it should have.
        """
        fields: dict[str, Any] = {
            **said.as_heard,
            "heard_by": said.by or None,
            "segments": as_json(segments),
            "seconds": seconds,
            "claimed": missing_of(seconds, claimed),
            "confidence": said.confidence,
            "error": "",
        }
        if self._lines.get(line.id).state is LineState.WAITING:
            state = LineState.DONE if said.text else LineState.SILENT
            fields |= {"state": state, **said.fields}
        self._db.table("lines").update(line.id, fields)
        keep_voice(self._db, line.id, said.voice)
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
                "brought_by": recording.brought_by.person_id if recording.brought_by else None,
                "at": recording.at.isoformat(),
                "kind": LineKind.VOICE,
                "state": LineState.DONE if part.text else LineState.SILENT,
                **part.as_heard,
                "heard_by": part.by or None,
                "seconds": part.ends - part.starts,
                "confidence": part.confidence,
                "audio": recording.audio,
                "part_of": recording.id,
                "said_in": recording.said_in,
                "starts": part.starts,
                "ends": part.ends,
                **part.fields,
            }
            for count, part in enumerate(parts)
        ]
        for row, part in zip(rows, parts, strict=True):
            keep_voice(self._db, self._db.table("lines").insert(row).last_rowid, part.voice)
        self._db.table("lines").update(recording.id, {"done_until": until})
        return self._lines.get(recording.id)

    def end_long(self, recording: Line, claimed: float | None = None) -> Line | None:
        """The recording is transcribed to its end; None where it is no longer wanted.

        Args:
            claimed: seconds that it should have.
        """
        now = self._lines.get(recording.id)
        if not _is_wanted(now):
            return None
        seconds = now.done_until or now.seconds
        fields: dict[str, Any] = {"error": "", "seconds": seconds}
        fields["claimed"] = missing_of(seconds or 0.0, claimed)
        if self._lines.parts_of(recording.id):
            fields["state"] = LineState.PARTS
        else:  # like any recording in which nobody speaks
            fields |= {"state": LineState.SILENT, "done_until": None}
        self._db.table("lines").update(recording.id, fields)
        return self._lines.get(recording.id)


def missing_of(seconds: float, claimed: float | None) -> float | None:
    """What a recording should have, where that is more than could be read of it."""
    if claimed is None or claimed - seconds <= max(_ROUNDED, _GUESSED * claimed):
        return None
    return claimed


def _is_wanted(recording: Line) -> bool:
    return recording.state is LineState.WAITING and not recording.deleted
