"""Recordings of a whole room: they come stretch by stretch, and each with words becomes lines.

Whatever is done for one stretch touches a few rows, however many there are behind it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from bot.doors.port import LivePart, Media, MediaKind
from bot.minutes import Line, LineState
from bot.minutes.room import GIVEN_UP, LEAST_GAP, Gap, Room, Standing
from bot.store.line_rows import select_lines
from bot.store.lines import Lines
from bot.store.stretches import StretchState, brought_up_to_date
from bot.store.values import read_moment

_ROOM = "SELECT r.*, coalesce(r.given_up OR r.arrived = r.last + 1, 0) AS is_over FROM rooms r "


class Rooms:
    def __init__(self, db: Database, now: Callable[[], datetime], lines: Lines) -> None:
        self._db = db
        self._now = now
        self._lines = lines

    # --- who records ----------------------------------------------------------------------------

    def named(self, chat_id: int, recording: str) -> Room | None:
        """A recording that comes from a chat, by its name there."""
        found = self._rooms("WHERE r.chat_id = ? AND r.recording = ?", chat_id, recording)
        return found[0] if found else None

    def begin(
        self,
        meeting_id: int,
        chat_id: int,
        person_id: int,
        speaker_id: int,
        live: LivePart,
        at: datetime,
    ) -> Room:
        """Somebody records the room of a meeting. It is no line before ``show_as``.

        Args:
            speaker_id: stands for whoever speaks.
            at: when this stretch began.
        """
        row = {
            "meeting_id": meeting_id,
            "chat_id": chat_id,
            "person_id": person_id,
            "speaker_id": speaker_id,
            "recording": live.recording,
            "begun_at": (at - timedelta(seconds=live.starts)).isoformat(),
            "heard_at": self._now().isoformat(),
        }
        made = self._db.table("rooms").insert(row).last_rowid
        return self._rooms("WHERE r.id = ?", made)[0]

    def others(self, room: Room) -> list[Room]:
        """The meeting's other recordings of which something was taken, and that are not deleted."""
        return self._rooms(
            "JOIN lines l ON l.id = r.line_id WHERE r.meeting_id = ? AND r.id != ? "
            "AND NOT l.deleted ORDER BY r.id",
            room.meeting_id,
            room.id,
        )

    def give_up(self, rooms: Sequence[Room]) -> None:
        """Nothing more of these is waited for."""
        for room in rooms:
            self._db.execute("UPDATE rooms SET given_up = 1 WHERE id = ?", [room.id])

    def give_up_old(self) -> None:
        """The same of those of which nothing has come for many hours."""
        for room in self._rooms(
            "JOIN lines l ON l.id = r.line_id WHERE l.state = 'running' AND NOT r.given_up"
        ):
            if self._now() - room.heard_at > GIVEN_UP:
                self.give_up([room])

    def show_as(self, room: Room, line: Line) -> Line:
        """This new line is the recording."""
        media = json.dumps(asdict(Media(MediaKind.SOUND, "")))  # its stretches have the sound
        self._db.execute(
            "UPDATE lines SET state = ?, room = 1, done_until = 0, media = ? WHERE id = ?",
            [LineState.RUNNING, media, line.id],
        )
        self._db.execute("UPDATE rooms SET line_id = ? WHERE id = ?", [line.id, room.id])
        return self._lines.get(line.id)

    def now(self) -> datetime:
        """By the office's clock."""
        return self._now()

    # --- stretches that come --------------------------------------------------------------------

    def has(self, room: Room, number: int) -> bool:
        """Whether a stretch has come before."""
        row = self._db.execute(
            "SELECT 1 FROM stretches WHERE room_id = ? AND number = ?", [room.id, number]
        )
        return row.fetchone() is not None

    def refuse(self, room: Room, live: LivePart, at: datetime) -> None:
        """A stretch has come that is not taken; nothing of its sound is kept."""
        self._came(room, live, at, None, StretchState.REFUSED)

    def hold(
        self, room: Room, live: LivePart, at: datetime, media: Media | None, other: Room
    ) -> None:
        """A stretch has come while another recording has the turn; it waits until that has come so
        far, and is refused then, or until it is its own turn."""
        self._came(room, live, at, media, StretchState.HELD if media else StretchState.REFUSED)
        self._db.execute(
            "UPDATE stretches SET state = 'refused', media = NULL WHERE room_id = ? "
            "AND state = 'held' AND julianday(at) < julianday(?)",
            [room.id, other.until_at.isoformat()],
        )

    def keep(self, room: Room, live: LivePart, at: datetime, media: Media | None) -> None:
        """A stretch has come that was said after the end of its meeting. It waits as long as
        ``Outside`` keeps that recording, for somebody who wants it in a meeting (``want``)."""
        self._came(room, live, at, media, StretchState.AFTER if media else StretchState.REFUSED)

    def has_kept(self, room: Room) -> bool:
        """Whether anything is kept so."""
        row = self._db.execute(
            "SELECT 1 FROM stretches WHERE room_id = ? AND state = 'after' LIMIT 1", [room.id]
        )
        return row.fetchone() is not None

    def want(self, room: Room) -> None:
        """What was kept so is to be taken into the recording's meeting, which is open again: it is
        held back until it is its turn."""
        self._db.execute(
            "UPDATE stretches SET state = 'held' WHERE room_id = ? AND state = 'after'", [room.id]
        )
        self._refuse_covered(room)

    def want_as(self, room: Room, other: Room) -> None:
        """The same, as this other recording, of another meeting: all that there is of it."""
        self._db.execute(
            "UPDATE stretches SET state = 'held', room_id = ?, meeting_id = ? "
            "WHERE room_id = ? AND state = 'after'",
            [other.id, other.meeting_id, room.id],
        )
        self._db.execute(
            "UPDATE stretches SET gap = 0, missing = 0 WHERE room_id = ? AND number = "
            "(SELECT min(number) FROM stretches WHERE room_id = ?)",
            [other.id, other.id],
        )
        self._db.execute(
            "UPDATE rooms SET (last, arrived) = (SELECT max(number), coalesce(max(number) + 1, 0) "
            "FROM stretches WHERE room_id = rooms.id) WHERE id = ?",
            [other.id],
        )
        self._refuse_covered(other)

    def let_go(self) -> None:
        """What was kept of recordings, and is offered no longer, is not kept any more."""
        self._db.execute(
            "UPDATE stretches SET state = 'refused', media = NULL WHERE state = 'after' "
            "AND room_id IN (SELECT id FROM rooms r WHERE NOT EXISTS (SELECT 1 FROM outside o "
            "WHERE o.meeting_id = r.meeting_id AND json_valid(o.payload) "
            "AND json_extract(o.payload, '$.live.recording') = r.recording))"
        )

    def take(self, room: Room, live: LivePart, at: datetime, media: Media | None) -> Line:
        """A stretch has come; it waits to be heard, if it has sound. One that comes after the
        recording has ended makes it go on.

        Returns:
            the recording's line.
        """
        state = StretchState.WAITING if media else StretchState.EMPTY
        self._came(room, live, at, media, state)
        ends = live.starts + (media.seconds or 0.0 if media else 0.0)
        return self._taken(room, self._take_held(room, live.starts), ends)

    def _taken(self, room: Room, since: float, ends: float) -> Line:
        self._db.execute(
            "UPDATE rooms SET since = min(coalesce(since, ?), ?), until = max(until, ?), "
            "given_up = given_up AND until >= ? WHERE id = ?",
            [since, since, ends, ends, room.id],
        )
        self._db.execute(
            "UPDATE lines SET state = ? WHERE state IN ('parts', 'silent', 'failed') "
            "AND id = (SELECT line_id FROM rooms WHERE id = ?)",
            [LineState.RUNNING, room.id],
        )
        return brought_up_to_date(self._db, room.id)

    def with_held(self) -> list[tuple[Room, datetime]]:
        """The recordings of which something is held back, and when the last of that was said."""
        rows = list(
            self._db.query(
                "SELECT room_id, max(number) AS number, at FROM stretches WHERE state = 'held' "
                "GROUP BY room_id ORDER BY room_id"
            )
        )
        return [
            (self._rooms("WHERE r.id = ?", row["room_id"])[0], read_moment(row["at"]))
            for row in rows
        ]

    def take_held(self, room: Room) -> Line:
        """Take what was held back of a recording that is a line by now; its line."""
        ends = self._db.execute(
            "SELECT max(starts + seconds) AS ends FROM stretches "
            "WHERE room_id = ? AND state = 'held'",
            [room.id],
        ).fetchone()["ends"]
        since = self._take_held(room, float(ends))
        return self._taken(room, since, float(ends))

    def _take_held(self, room: Room, starts: float) -> float:
        """Take what was held back of a recording whose turn has come; from where on it is taken,
        seconds."""
        self._refuse_covered(room)
        held = self._db.execute(
            "SELECT min(starts) AS first FROM stretches WHERE room_id = ? AND state = 'held'",
            [room.id],
        ).fetchone()["first"]
        if held is None:
            return starts
        self._db.execute(
            "UPDATE stretches SET state = 'waiting' WHERE room_id = ? AND state = 'held'", [room.id]
        )
        return min(starts, float(held))

    def _refuse_covered(self, room: Room) -> None:
        """Of what is held back, what another recording has."""
        for other in self.others(room):
            self._db.execute(
                "UPDATE stretches SET state = 'refused', media = NULL WHERE room_id = ? "
                "AND state = 'held' AND julianday(at) >= julianday(?) "
                "AND julianday(at) < julianday(?)",
                [room.id, other.since_at.isoformat(), other.until_at.isoformat()],
            )

    def _came(
        self, room: Room, live: LivePart, at: datetime, media: Media | None, state: StretchState
    ) -> None:
        """Note it, and which numbers around it are missing."""
        before = self._db.execute(
            "SELECT coalesce(max(number), -1) AS number FROM stretches "
            "WHERE room_id = ? AND number < ?",
            [room.id, live.number],
        ).fetchone()["number"]
        row = {
            "room_id": room.id,
            "meeting_id": room.meeting_id,
            "number": live.number,
            "at": at.isoformat(),
            "starts": live.starts,
            "seconds": (media.seconds or 0.0) if media else 0.0,
            "gap": live.gap if live.gap > LEAST_GAP else 0.0,
            "missing": live.number - before - 1,
            "state": state,
            "media": json.dumps(asdict(media)) if media else None,
        }
        self._db.table("stretches").insert(row)
        self._db.execute(
            "UPDATE stretches SET missing = number - ? - 1 WHERE room_id = ? AND number = "
            "(SELECT min(number) FROM stretches WHERE room_id = ? AND number > ?)",
            [live.number, room.id, room.id, live.number],
        )
        # one that goes on behind its last stretch has no last stretch yet
        last = live.number if live.last else None
        self._db.execute(
            "UPDATE rooms SET arrived = arrived + 1, heard_at = ?, "
            "last = iif(? IS NOT NULL, max(?, coalesce(last, 0)), iif(last < ?, NULL, last)) "
            "WHERE id = ?",
            [self._now().isoformat(), last, last, live.number, room.id],
        )

    # --- the end --------------------------------------------------------------------------------

    def ended(self) -> list[Line]:
        """Recordings that end now: nothing more of them is waited for, or their meeting was closed,
        and all that came is heard."""
        return select_lines(
            self._db,
            "JOIN rooms r ON r.line_id = l.id JOIN meetings m ON m.id = r.meeting_id "
            "WHERE l.state = 'running' AND NOT l.deleted "
            "AND (r.given_up OR r.arrived = r.last + 1 OR m.closed_at IS NOT NULL) "
            "AND NOT EXISTS (SELECT 1 FROM stretches WHERE room_id = r.id AND state = 'waiting')",
            [],
        )

    def end(self, line: Line) -> Line:
        """It is heard to its end, as far as it came."""
        failed = self._db.execute(
            "SELECT error FROM stretches WHERE state = 'failed' AND room_id = "
            "(SELECT id FROM rooms WHERE line_id = ?) ORDER BY starts LIMIT 1",
            [line.id],
        ).fetchone()
        has_parts = self._db.execute(
            "SELECT 1 FROM lines WHERE part_of = ? LIMIT 1", [line.id]
        ).fetchone()
        state = LineState.PARTS if has_parts else LineState.SILENT
        if failed:
            state = LineState.FAILED
        self._db.execute(
            "UPDATE lines SET state = ?, error = ?, done_until = seconds WHERE id = ?",
            [state, failed["error"] if failed else "", line.id],
        )
        return self._lines.get(line.id)

    # --- how it stands --------------------------------------------------------------------------

    def running(self) -> list[Line]:
        """The recordings that go on, or are still to be heard."""
        return select_lines(self._db, "WHERE l.state = 'running' AND NOT l.deleted", [])

    def of_meeting(self, meeting_id: int) -> list[Line]:
        """The living lines that are recordings of the room."""
        return select_lines(
            self._db,
            "JOIN rooms r ON r.line_id = l.id WHERE r.meeting_id = ? AND NOT l.deleted "
            "ORDER BY l.id",
            [meeting_id],
        )

    def standing(self, line: Line) -> Standing:
        """Where a recording stands."""
        room = self._rooms("WHERE r.line_id = ?", line.id)[0]
        failed = self._db.query(
            "SELECT starts, seconds FROM stretches WHERE room_id = ? AND state = 'failed' "
            "ORDER BY starts",
            [room.id],
        )
        return Standing(
            until=room.until,
            done=line.done_until or 0.0,
            gaps=tuple(self._gaps(room)),
            failed=tuple(Gap(row["starts"], row["seconds"]) for row in failed),
            is_quiet=room.is_quiet(self._now()),
        )

    def _gaps(self, room: Room) -> list[Gap]:
        """What was not recorded, or has not come."""
        rows = self._db.query(
            "SELECT s.starts, s.gap, s.missing, (SELECT b.starts + b.seconds FROM stretches b "
            "WHERE b.room_id = s.room_id AND b.number < s.number ORDER BY b.number DESC LIMIT 1) "
            "AS before FROM stretches s WHERE s.room_id = ? AND (s.gap > 0 OR s.missing > 0) "
            "AND s.state NOT IN ('refused', 'after') ORDER BY s.starts",
            [room.id],
        )
        found = []
        for row in rows:
            seconds = row["gap"]
            if row["missing"]:
                seconds = max(seconds, row["starts"] - (row["before"] or 0.0))
            if seconds > LEAST_GAP:
                found.append(Gap(max(row["starts"] - seconds, 0.0), seconds))
        return found

    def exported(self, meeting_id: int) -> list[dict[str, Any]]:
        """Every recording of a meeting's room as plain values, its stretches with those in which
        nobody speaks; ``line`` is the number of its line."""
        rooms = self._db.query(
            "SELECT r.*, l.no FROM rooms r JOIN lines l ON l.id = r.line_id "
            "WHERE r.meeting_id = ? ORDER BY r.id",
            [meeting_id],
        )
        return [
            {
                "line": row["no"],
                "begun_at": row["begun_at"],
                "seconds": row["until"],
                "gaps": [
                    asdict(gap) for gap in self._gaps(self._rooms("WHERE r.id = ?", row["id"])[0])
                ],
                "stretches": self._stretches(row["id"]),
            }
            for row in rooms
        ]

    def _stretches(self, room_id: int) -> list[dict[str, Any]]:
        rows = self._db.query(
            "SELECT number, at, starts, seconds, state, error, audio FROM stretches "
            "WHERE room_id = ? ORDER BY number",
            [room_id],
        )
        return [{**row, "audio": f"audio/{row['audio']}" if row["audio"] else None} for row in rows]

    def _rooms(self, rest: str, *values: object) -> list[Room]:
        return [
            Room(
                id=row["id"],
                meeting_id=row["meeting_id"],
                chat_id=row["chat_id"],
                person_id=row["person_id"],
                speaker_id=row["speaker_id"],
                line_id=row["line_id"],
                begun_at=read_moment(row["begun_at"]),
                since=row["since"] or 0.0,
                until=row["until"],
                arrived=row["arrived"],
                is_over=bool(row["is_over"]),
                heard_at=read_moment(row["heard_at"]),
            )
            for row in self._db.query(_ROOM + rest, list(values))
        ]
