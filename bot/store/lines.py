"""Lines: added once, changed with a trace, never removed."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.doors.port import Media, MediaKind
from bot.minutes import Line, LineKind, LineState, Speaker, Tag
from bot.minutes.typed.terms import NearMiss
from bot.store.steps import Steps
from bot.store.suggestions import Suggestions

_LINE = (
    "SELECT l.*, s.name AS speaker, s.title AS job, "
    "(SELECT no FROM lines WHERE id = l.merged_into) AS merged_no FROM lines l "
    "JOIN speakers s ON s.meeting_id = l.meeting_id AND s.person_id = l.person_id "
)

_SAME_MOMENT = 0.01  # seconds
_LEAST_GAP = 1e-6  # between two places; a change keeps 15 digits of them
_SAME_OF_SPLIT = (
    *("meeting_id", "person_id", "at", "kind", "state", "tag", "confidence"),
    *("media", "audio", "seconds", "part_of", "starts", "ends"),
)
_ADDED = {"deleted": (1, 0)}  # what a line that was not there "was"


class LineGone(LookupError):
    """There is no such line: its meeting was erased."""


@dataclass(frozen=True)
class Waiting:
    """A voice note to be transcribed, with what that needs."""

    line: Line
    door: str
    media: Media


@dataclass(frozen=True)
class Heard:
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
            "doubts": _json(self.doubts),
            "offers": _json([(near.found, near.term) for near in self.offers]),
        }


@dataclass(frozen=True)
class Excerpt:
    """A part of a recording that somebody wants to hear."""

    id: int
    chat_id: int
    line: Line


class Lines:
    def __init__(
        self, db: Database, now: Callable[[], datetime], steps: Steps, suggestions: Suggestions
    ) -> None:
        self._db = db
        self._now = now
        self._steps = steps
        self._suggestions = suggestions

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
        row = {
            "meeting_id": meeting_id,
            "no": self._next_no(meeting_id),
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

    def _next_no(self, meeting_id: int) -> int:
        last = self._db.execute(
            "SELECT max(no) AS no FROM lines WHERE meeting_id = ?", [meeting_id]
        ).fetchone()["no"]
        return (last or 0) + 1

    def get(self, line_id: int) -> Line:
        """Raises:
        LineGone
        """
        found = self._select("WHERE l.id = ?", [line_id])
        if not found:
            raise LineGone(f"no line {line_id}")
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
        order = "ORDER BY coalesce(l.place, l.no), l.no"
        return self._select(f"WHERE l.meeting_id = ? {order}", [meeting_id])

    def around(self, line: Line, count: int) -> list[Line]:
        """The line with so many living lines before and after it, in their order."""
        every = self.of_meeting(line.meeting_id)
        near = [other for other in every if other.id == line.id or not other.deleted]
        at = next(place for place, other in enumerate(near) if other.id == line.id)
        return near[max(at - count, 0) : at + count + 1]

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
        """A chat message belongs to a line, if that is still there.

        Args:
            role: ``said``, ``card`` or ``ask``.
        """
        self._db.execute(
            "INSERT OR REPLACE INTO messages (chat_id, message_id, line_id, role) "
            "SELECT ?, ?, id, ? FROM lines WHERE id = ?",
            [chat_id, message_id, role, line_id],
        )

    def said_in(self, line: Line) -> str | None:
        """The message in which the line, or the recording that it is a part of, was said, as the
        chat numbers its messages now."""
        row = self._db.execute(
            "SELECT message_id FROM messages WHERE line_id = ? AND role = 'said' "
            "ORDER BY rowid LIMIT 1",
            [line.part_of or line.id],
        ).fetchone()
        return row["message_id"] if row else None

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
        if "doubts" in fields:
            fields["doubts"] = _json(fields["doubts"])
        if "offers" in fields:
            fields["offers"] = _json([(near.found, near.term) for near in fields["offers"]])
        before = self._db.table("lines").get(line.id)
        changed = {name: value for name, value in fields.items() if before[name] != value}
        if changed:
            self._db.table("lines").update(line.id, changed)
            self._steps.note(
                line, by, {name: (before[name], value) for name, value in changed.items()}
            )
        return self.get(line.id)

    # --- mending --------------------------------------------------------------------------------

    def insert(
        self, meeting_id: int, person_id: int, at: datetime, text: str, tag: Tag | None, by: int
    ) -> Line:
        """A typed line that nobody sent. It is taken back like any change."""
        line = self.add(meeting_id, person_id, at, text=text, tag=tag)
        self._steps.note(line, by, _ADDED)
        return line

    def merge(self, line: Line, others: Sequence[Line], text: str, by: int) -> Line:
        """The words of some lines become one line's; the others are deleted and say where to.

        Args:
            text: the words of all.
        """
        doubts, offers = list(line.doubts), list(line.offers)
        for other in others:
            doubts += other.doubts
            offers += other.offers
            self.change(other, by, deleted=1, merged_into=line.id)
        return self.change(line, by, text=text, doubts=doubts, offers=offers)

    def split(self, line: Line, first: str, second: str, by: int) -> tuple[Line, Line]:
        """The second words become a line of their own behind it: the next number, the same
        speaker, time, tag and recording."""
        row = self._db.table("lines").get(line.id)
        added = self._db.table("lines").insert(
            {
                **{name: row[name] for name in _SAME_OF_SPLIT},
                "no": self._next_no(line.meeting_id),
                "text": second,
                "doubts": _json(_doubts(line, second, first)),
                "offers": _json([(x.found, x.term) for x in line.offers if x.found in second]),
            }
        )
        assert added.last_rowid is not None
        new = self.get(added.last_rowid)
        self._steps.note(new, by, _ADDED)
        self._suggestions.hand_on(line.id, new.id)
        offers = [x for x in line.offers if x.found in first]
        line = self.change(line, by, text=first, doubts=_doubts(line, first, second), offers=offers)
        return line, self.move(new, line, by)

    def move(self, line: Line, beside: Line, by: int, *, before: bool = False) -> Line:
        """Put a line right behind another (or before it) in lists and documents."""
        others = [x for x in self.of_meeting(line.meeting_id) if x.id != line.id]
        at = next(n for n, x in enumerate(others) if x.id == beside.id) + (not before)
        low = others[at - 1].order[0] if at else 0.0
        high = others[at].order[0] if at < len(others) else self._next_no(line.meeting_id)
        if high - low < _LEAST_GAP:  # moved here thirty times: everybody gets a new place
            for place, each in enumerate([*others[:at], line, *others[at:]], start=1):
                if each.order[0] != place:
                    self.change(each, by, place=float(place))
            return self.get(line.id)
        return self.change(line, by, place=(low + high) / 2)

    def changed_by(self, line_id: int) -> dict[str, int | None]:
        """Field -> who changed it last (None: the bot itself)."""
        rows = self._db.query(
            "SELECT field, person_id FROM line_changes WHERE line_id = ? ORDER BY id", [line_id]
        )
        return {row["field"]: row["person_id"] for row in rows}

    def transcribed(
        self, line: Line, said: Heard, *, segments: list[dict[str, Any]], seconds: float
    ) -> Line:
        """The recording's text. Words that a person has put there meanwhile stay."""
        fields: dict[str, Any] = {
            "heard": said.heard,
            "segments": _json(segments),
            "seconds": seconds,
            "confidence": said.confidence,
            "error": "",
        }
        if self.get(line.id).state is LineState.WAITING:
            state = LineState.DONE if said.text else LineState.SILENT
            fields |= {"state": state, **said.fields}
        self._db.table("lines").update(line.id, fields)
        return self.get(line.id)

    # --- long recordings ------------------------------------------------------------------------

    def begin_long(self, line: Line, seconds: float) -> Line | None:
        """The recording's words will be lines of their own: it has no tag itself.

        Returns:
            None where nobody wants it any more: stopped, mended or deleted meanwhile.
        """
        now = self.get(line.id)
        if now.deleted and now.state is LineState.WAITING:
            self._db.table("lines").update(line.id, {"state": LineState.STOPPED})
        if not _is_wanted(now):
            return None
        fields = {"seconds": seconds, "tag": None, "done_until": now.done_until or 0.0}
        self._db.table("lines").update(line.id, fields)
        return self.get(line.id)

    def add_parts(
        self, recording: Line, start: float, until: float, parts: Sequence[Heard]
    ) -> Line | None:
        """What was said from ``start`` to ``until`` (seconds of the recording), each part a line.

        Returns:
            None, and nothing is added, where the recording is no longer wanted, or where
            another stretch than this is the next.
        """
        now = self.get(recording.id)
        if not _is_wanted(now) or abs((now.done_until or 0.0) - start) > _SAME_MOMENT:
            return None
        first = self._next_no(recording.meeting_id)
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
        return self.get(recording.id)

    def end_long(self, recording: Line) -> Line | None:
        """The recording is transcribed to its end; None where it is no longer wanted."""
        now = self.get(recording.id)
        if not _is_wanted(now):
            return None
        fields: dict[str, Any] = {"error": "", "seconds": now.done_until or now.seconds}
        if self.parts_of(recording.id):
            fields["state"] = LineState.PARTS
        else:  # like any recording in which nobody speaks
            fields |= {"state": LineState.SILENT, "done_until": None}
        self._db.table("lines").update(recording.id, fields)
        return self.get(recording.id)

    def parts_of(self, line_id: int) -> list[int]:
        """The numbers of the living lines that a long recording has become."""
        rows = self._db.query(
            "SELECT no FROM lines WHERE part_of = ? AND NOT deleted ORDER BY no", [line_id]
        )
        return [row["no"] for row in rows]

    def failed(self, line: Line, error: str) -> Line:
        """The recording gave no (more) text; ``error`` is the reason's code.

        Where a person has typed its words meanwhile, or stopped it, it has not failed.
        """
        now = self.get(line.id)
        if now.state is not LineState.WAITING:
            return now
        fields: dict[str, Any] = {
            "error": error,
            "state": LineState.FAILED,
            "done_until": now.done_until or None,  # nothing of it: like any other
        }
        self._db.table("lines").update(line.id, fields)
        return self.get(line.id)

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
        return self.get(line.id)

    def waiting(self, but: Collection[int] = (), limit: int = 100) -> list[Waiting]:
        """Recordings to transcribe, in the order they came, without those named."""
        rows = self._db.query(
            "SELECT l.id, l.media, c.door FROM lines l "
            "JOIN meetings m ON m.id = l.meeting_id JOIN chats c ON c.id = m.chat_id "
            "WHERE l.state = 'waiting' AND l.id NOT IN (SELECT value FROM json_each(?)) "
            "ORDER BY l.id LIMIT ?",
            [json.dumps(list(but)), limit],
        )
        return [Waiting(self.get(row["id"]), row["door"], _media(row["media"])) for row in rows]

    def waiting_in(self, chat_id: int) -> list[Line]:
        """The recordings of a chat, in all its meetings, that wait or are in work."""
        return self._select(
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

    def want_excerpt(self, line: Line, chat_id: int) -> None:
        """Have the sound of a line that is a part of a recording sent to a chat."""
        self._db.table("excerpts").insert({"chat_id": chat_id, "line_id": line.id})

    def excerpts(self) -> list[Excerpt]:
        """The parts that are to be sent, in their order."""
        rows = self._db.query("SELECT * FROM excerpts WHERE done_at IS NULL ORDER BY id")
        return [Excerpt(r["id"], r["chat_id"], self.get(r["line_id"])) for r in rows]

    def excerpt_done(self, excerpt_id: int) -> bool:
        """It is sent, or cannot be. False: it was erased meanwhile."""
        at = self._now().isoformat()
        done = self._db.execute("UPDATE excerpts SET done_at = ? WHERE id = ?", [at, excerpt_id])
        return done.rowcount > 0

    def forget_excerpts(self, before: datetime) -> None:
        """Remove what is known of excerpts that were sent before then."""
        self._db.execute("DELETE FROM excerpts WHERE done_at < ?", [before.isoformat()])

    def chat_of(self, line_id: int) -> int:
        """The chat's id; it may change while a recording is in work.

        Raises:
            LineGone
        """
        row = self._db.execute(
            "SELECT m.chat_id FROM lines l JOIN meetings m ON m.id = l.meeting_id WHERE l.id = ?",
            [line_id],
        ).fetchone()
        if row is None:
            raise LineGone(f"no line {line_id}")
        return int(row["chat_id"])

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


def _is_wanted(recording: Line) -> bool:
    return recording.state is LineState.WAITING and not recording.deleted


def _doubts(line: Line, words: str, others: str) -> list[str]:
    """The doubts of a line about these words of it; all of them, where it is cut through one."""
    cut = [x for x in line.doubts if x not in words and x not in others]
    return [words] if cut else [x for x in line.doubts if x in words]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


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
        doubts=tuple(json.loads(row["doubts"])),
        offers=tuple(NearMiss(found, term) for found, term in json.loads(row["offers"])),
        part_of=row["part_of"],
        starts=row["starts"],
        ends=row["ends"],
        done_until=row["done_until"],
        message_id=row["message_id"],
        audio=row["audio"],
        recording_erased=row["kind"] == LineKind.VOICE and not (row["audio"] or row["media"]),
        error=row["error"],
        deleted=bool(row["deleted"]),
        merged_into=row["merged_no"],
        place=row["place"],
    )
