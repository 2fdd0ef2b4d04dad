"""Lines: added once, changed with a trace, never removed."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.chat.port import Media, MediaKind
from bot.minutes import Line, LineKind, LineState, Speaker, Tag

_LINE = (
    "SELECT l.*, s.name AS speaker, s.title AS job FROM lines l "
    "JOIN speakers s ON s.meeting_id = l.meeting_id AND s.person_id = l.person_id "
)


@dataclass(frozen=True)
class Waiting:
    """A voice note to be transcribed, with what that needs."""

    line: Line
    chat_id: int
    door: str
    media: Media


class Lines:
    def __init__(self, db: Database, now: Callable[[], datetime]) -> None:
        self._db = db
        self._now = now

    def add(
        self,
        meeting_id: int,
        person_id: int,
        at: datetime,
        *,
        text: str = "",
        tag: Tag | None = None,
        media: Media | None = None,
        message_id: str | None = None,
    ) -> Line:
        """The next line of a meeting: typed, or with ``media`` a recording that waits.

        The person must have a seat in the meeting (``Meetings.seat``).
        """
        kind, state = LineKind.TEXT, LineState.DONE
        if media:
            kind, state = LineKind.VOICE, LineState.WAITING
        last = self._db.execute(
            "SELECT max(no) AS no FROM lines WHERE meeting_id = ?", [meeting_id]
        ).fetchone()["no"]
        row = {
            "meeting_id": meeting_id,
            "no": (last or 0) + 1,
            "person_id": person_id,
            "at": at.isoformat(),
            "kind": kind,
            "state": state,
            "text": text,
            "tag": tag,
            "seconds": media.seconds if media else None,
            "media": json.dumps(asdict(media)) if media else None,
            "message_id": message_id,
        }
        line_id = self._db.table("lines").insert(row).last_rowid
        assert line_id is not None
        return self.get(line_id)

    def get(self, line_id: int) -> Line:
        """Raises:
        LookupError: there is no such line.
        """
        found = self._select("WHERE l.id = ?", [line_id])
        if not found:
            raise LookupError(f"no line {line_id}")
        return found[0]

    def in_chat(self, line_id: int, chat_id: int) -> Line | None:
        """The line, if it belongs to a meeting of this chat."""
        found = self._select(
            "JOIN meetings m ON m.id = l.meeting_id WHERE l.id = ? AND m.chat_id = ?",
            [line_id, chat_id],
        )
        return found[0] if found else None

    def of_meeting(self, meeting_id: int) -> list[Line]:
        """All lines in their order, deleted ones too."""
        return self._select("WHERE l.meeting_id = ? ORDER BY l.no", [meeting_id])

    def of_message(
        self, chat_id: int, message_id: str, roles: Sequence[str] = ("said", "card", "ask")
    ) -> tuple[Line, str] | None:
        """The line that a chat message belongs to, and as what."""
        row = self._db.execute(
            "SELECT line_id, role FROM messages WHERE chat_id = ? AND message_id = ?",
            [chat_id, message_id],
        ).fetchone()
        if row is None or row["role"] not in roles:
            return None
        return self.get(row["line_id"]), row["role"]

    def bind(self, line_id: int, chat_id: int, message_id: str, role: str) -> None:
        """A chat message belongs to a line. role: ``said``, ``card`` or ``ask``."""
        row = {"chat_id": chat_id, "message_id": message_id, "line_id": line_id, "role": role}
        self._db.table("messages").insert(row, pk=("chat_id", "message_id"), replace=True)

    def card_of(self, line_id: int) -> str | None:
        """The message in which the bot shows the line."""
        row = self._db.execute(
            "SELECT message_id FROM messages WHERE line_id = ? AND role = 'card' "
            "ORDER BY rowid DESC LIMIT 1",
            [line_id],
        ).fetchone()
        return row["message_id"] if row else None

    def change(self, line: Line, by: int | None, **fields: Any) -> Line:
        """Set fields of a line and keep what they were, by whom (None: the bot itself)."""
        at = self._now().isoformat()
        before = self._db.table("lines").get(line.id)
        changed = {name: value for name, value in fields.items() if before[name] != value}
        if changed:
            self._db.table("lines").update(line.id, changed)
            self._db.table("line_changes").insert_all(
                {
                    "line_id": line.id,
                    "person_id": by,
                    "at": at,
                    "field": name,
                    "before": before[name],
                    "after": value,
                }
                for name, value in changed.items()
            )
        return self.get(line.id)

    def changed_by(self, line_id: int) -> dict[str, int | None]:
        """Field -> who changed it last (None: the bot itself)."""
        rows = self._db.query(
            "SELECT field, person_id FROM line_changes WHERE line_id = ? ORDER BY id", [line_id]
        )
        return {row["field"]: row["person_id"] for row in rows}

    def transcribed(
        self,
        line: Line,
        *,
        text: str,
        segments: list[dict[str, Any]],
        seconds: float,
        confidence: float,
    ) -> Line:
        """The recording's text. Words that a person has put there meanwhile stay."""
        fields: dict[str, Any] = {
            "heard": text,
            "segments": json.dumps(segments, ensure_ascii=False),
            "seconds": seconds,
            "confidence": confidence,
            "error": "",
        }
        if self.get(line.id).state is LineState.WAITING:
            state = LineState.DONE if text else LineState.SILENT
            fields |= {"state": state, "text": text}
        self._db.table("lines").update(line.id, fields)
        return self.get(line.id)

    def failed(self, line: Line, error: str) -> Line:
        """The recording gave no text; ``error`` is the reason's code."""
        fields: dict[str, Any] = {"error": error}
        if self.get(line.id).state is LineState.WAITING:
            fields["state"] = LineState.FAILED
        self._db.table("lines").update(line.id, fields)
        return self.get(line.id)

    def keep_audio(self, line: Line, name: str) -> None:
        self._db.table("lines").update(line.id, {"audio": name})

    def wait_again(self, line: Line) -> Line:
        """A failed or silent recording is to be tried once more."""
        self._db.table("lines").update(line.id, {"state": LineState.WAITING, "error": ""})
        return self.get(line.id)

    def waiting(self, limit: int) -> list[Waiting]:
        """Recordings to transcribe, in the order they came."""
        rows = self._db.query(
            "SELECT l.id, l.media, c.id AS chat_id, c.door FROM lines l "
            "JOIN meetings m ON m.id = l.meeting_id JOIN chats c ON c.id = m.chat_id "
            "WHERE l.state = 'waiting' ORDER BY l.id LIMIT ?",
            [limit],
        )
        return [
            Waiting(self.get(row["id"]), row["chat_id"], row["door"], _media(row["media"]))
            for row in rows
        ]

    def count_waiting(self, doors: Sequence[str]) -> int:
        """How many recordings of these doors' chats wait."""
        row = self._db.execute(
            "SELECT count(*) AS n FROM lines l JOIN meetings m ON m.id = l.meeting_id "
            "JOIN chats c ON c.id = m.chat_id "
            "WHERE l.state = 'waiting' AND c.door IN (SELECT value FROM json_each(?))",
            [json.dumps(list(doors))],
        ).fetchone()
        return int(row["n"])

    def _select(self, rest: str, values: list[Any]) -> list[Line]:
        return [_line(row) for row in self._db.query(_LINE + rest, values)]


def _media(text: str) -> Media:
    raw = json.loads(text)
    return Media(**{**raw, "kind": MediaKind(raw["kind"])})


def _line(row: dict[str, Any]) -> Line:
    return Line(
        id=row["id"],
        meeting_id=row["meeting_id"],
        no=row["no"],
        at=datetime.fromisoformat(row["at"]),
        speaker=Speaker(row["person_id"], row["speaker"], row["job"]),
        kind=LineKind(row["kind"]),
        state=LineState(row["state"]),
        text=row["text"],
        tag=Tag(row["tag"]) if row["tag"] else None,
        seconds=row["seconds"],
        confidence=row["confidence"],
        message_id=row["message_id"],
        audio=row["audio"],
        error=row["error"],
        deleted=bool(row["deleted"]),
    )
