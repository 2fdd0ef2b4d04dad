"""Voices of what was recorded, and what is supposed from them."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlite_utils import Database

from bot.doors.port import is_account
from bot.minutes import Line, LineState, SenderDoubt
from bot.minutes.voices import VoiceHeard
from bot.store.line_rows import select_lines
from bot.store.same_accounts import further_accounts
from bot.store.values import read_media

_OF_VOICE = (
    "WHERE (l.id = ? OR (l.part_of = ? AND l.voice = ?)) AND NOT l.deleted AND NOT l.whose "
    "ORDER BY l.id"
)
_SAID = (
    "SELECT l.id, l.meeting_id, l.part_of, l.person_id, l.whose, l.starts, l.ends, "
    "l.seconds AS length, l.voice, l.maybe, l.doubted, v.vector, v.seconds, v.several, r.room, "
    "l.heard = '' AND l.confidence = 0 AS wordless, l.brought_by, l.media, "
    "r.person_id AS recorded_by, p.key, (SELECT json_group_array(person_id) FROM voices_refused "
    "WHERE line_id = l.id) AS refused FROM {begin} JOIN people p ON p.id = l.person_id "
    "LEFT JOIN lines r ON r.id = l.part_of WHERE NOT l.deleted AND "
)
_LINES = "lines l LEFT JOIN voices v ON v.line_id = l.id"
NEWEST, OF_EACH = 5000, 10
"""Of other meetings so many of the newest lines with a voice are looked at, and of each person's
notes among them so many taken: what a look costs does not grow with the record."""

# CROSS: not all lines of the office. What the newest are is found without their vectors
_OF_OFFICE = (
    "(SELECT line_id FROM (SELECT n.line_id, row_number() OVER "  # noqa: S608
    "(PARTITION BY l.person_id ORDER BY n.line_id DESC) AS place FROM "
    f"(SELECT line_id, several FROM voices ORDER BY line_id DESC LIMIT {NEWEST}) n "
    "CROSS JOIN lines l ON l.id = n.line_id WHERE l.meeting_id != ? AND l.part_of IS NULL "
    f"AND NOT l.deleted AND NOT n.several AND l.seconds >= ?) WHERE place <= {OF_EACH}) f "
    "CROSS JOIN voices v ON v.line_id = f.line_id CROSS JOIN lines l ON l.id = v.line_id"
)


@dataclass(frozen=True)
class HeardVoice:
    """A voice as it is kept: 192 float32, little-endian, and the seconds of speech in it. The
    vector is empty where several speak."""

    vector: bytes
    seconds: float
    several: bool = False


@dataclass(frozen=True)
class SaidBy:
    """A line of a recording, or a note, with what is known of its voice."""

    line_id: int
    recording: int | None  #: the line of the long recording that it is a part of; None: a note
    room: bool  #: that is a recording of the whole room
    human: int  #: whose line it is
    of_account: bool  #: that is an account of one human
    recorded_by: int | None  #: the human who has recorded, or sent, the long recording
    whose_known: bool  #: a person has said that it is
    starts: float  #: seconds of the recording
    ends: float
    length: float  #: seconds of the line
    heard: HeardVoice | None
    voice: int | None  #: as it is now
    maybe: int | None
    refused: frozenset[int]  #: people whose it is not
    listened: bool = False  #: for voices, whether or not one is known by it now
    several: bool = False  #: of a note: more than one person speaks
    own: bool = True  #: of a note: its speaker has recorded it for its message
    wordless: bool = False  #: somebody speaks, and the machine has found no words
    doubted: SenderDoubt | None = None  #: as it is now


class Supposed(NamedTuple):
    """What is supposed of a line: see the fields of ``Line``."""

    voice: int | None = None
    maybe: int | None = None  #: a person's id
    doubted: SenderDoubt | None = None


def keep_voice(db: Database, line_id: int | None, heard: HeardVoice | None) -> None:
    """A line has this voice, until it is heard anew."""
    if heard is None:
        return
    db.execute(
        "INSERT OR REPLACE INTO voices (line_id, seconds, vector, several) VALUES (?, ?, ?, ?)",
        [line_id, heard.seconds, heard.vector, heard.several],
    )


class Voices:
    def __init__(self, db: Database) -> None:
        self._db = db

    def fresh(self) -> list[int]:
        """The meetings in which something was heard, or said of who speaks, since they were looked
        at last: that of the oldest line first."""
        rows = self._db.query(
            # CROSS: of what is fresh the lines are read, not of all lines what is fresh
            "SELECT l.meeting_id AS id FROM voices v CROSS JOIN lines l ON l.id = v.line_id "
            "WHERE v.fresh GROUP BY l.meeting_id ORDER BY min(v.line_id)"
        )
        return [row["id"] for row in rows]

    def unlooked(self, meeting_id: int) -> frozenset[int]:
        """The ids of a meeting's long recordings in which nobody has looked at who speaks since
        more was heard."""
        rows = self._db.query(
            "SELECT DISTINCT l.part_of AS id FROM lines l JOIN voices v ON v.line_id = l.id "
            "WHERE l.meeting_id = ? AND l.part_of IS NOT NULL AND NOT l.deleted AND v.fresh",
            [meeting_id],
        )
        return frozenset(row["id"] for row in rows)

    def look_at(self, meeting_id: int) -> None:
        """What is fresh in a meeting is being looked at; what becomes so meanwhile stays it."""
        self._mark(meeting_id, "fresh", 2)

    def looked_at(self, meeting_id: int) -> None:
        """It has been."""
        self._mark(meeting_id, "fresh = 2", 0)

    def _mark(self, meeting_id: int, which: str, fresh: int) -> None:
        self._db.execute(
            f"UPDATE voices SET fresh = ? WHERE {which} "  # noqa: S608
            "AND line_id IN (SELECT id FROM lines WHERE meeting_id = ?)",
            [fresh, meeting_id],
        )

    def last_number(self, meeting_id: int) -> int:
        """The highest number that a meeting has given a voice, of a deleted line too; 0: none."""
        which = "SELECT max(voice) FROM lines WHERE meeting_id = ?"
        (last,) = self._db.execute(which, [meeting_id]).fetchone()
        return last or 0

    def said_in(self, meeting_id: int, *, of_office: float | None = None) -> list[SaidBy]:
        """All lines that are parts of recordings, in their order, and the notes whose voice is
        known.

        Args:
            of_office: with everybody's newest notes in other meetings that last so many seconds
                (see ``NEWEST``); None: without any.
        """
        which = "l.meeting_id = ? AND (l.part_of IS NOT NULL OR v.line_id IS NOT NULL)"
        rows = list(
            self._db.query(
                f"{_SAID.format(begin=_LINES)} {which} ORDER BY l.part_of, l.starts, l.id",
                [meeting_id],
            )
        )
        if of_office is not None:
            values = [meeting_id, of_office]
            rows += self._db.query(f"{_SAID.format(begin=_OF_OFFICE)} TRUE", values)
        further = further_accounts(self._db, meeting_id)
        return [_said_by(row, further) for row in rows]

    def settle(self, meeting_id: int, supposed: Mapping[int, Supposed]) -> list[int]:
        """The lines have these voices now, and may be these people's. What a person has said
        meanwhile stays.

        Returns:
            the ids of the lines that changed.
        """
        changed = []
        for line_id, (voice, maybe, doubted) in supposed.items():
            now = [voice, maybe, doubted or ""]
            done = self._db.execute(
                "UPDATE lines SET voice = ?, maybe = ?, doubted = ? WHERE id = ? "
                "AND meeting_id = ? AND (voice IS NOT ? OR maybe IS NOT ? OR doubted IS NOT ?)",
                [*now, line_id, meeting_id, *now],
            )
            if done.rowcount:
                changed.append(line_id)
        return changed

    def recordings_of(self, parts: Collection[int]) -> list[int]:
        """The ids of the recordings that these lines are parts of."""
        rows = self._db.query(
            "SELECT DISTINCT part_of AS id FROM lines WHERE part_of IS NOT NULL "
            "AND id IN (SELECT value FROM json_each(?))",
            [json.dumps(list(parts))],
        )
        return [row["id"] for row in rows]

    def same_voice(self, line: Line) -> list[Line]:
        """This line, and the living lines of its recording that the same voice says, of which
        nobody has said whose they are; of a note, itself."""
        return select_lines(self._db, _OF_VOICE, [line.id, line.part_of, line.voice])

    def too_short(self, recording_id: int, least: float) -> None:
        """A recording is heard to its end: where nothing in it was long enough to know a voice, it
        is to be looked at who speaks there.

        Args:
            least: seconds; where a line lasts as long, and has no voice, nobody listened for one.
        """
        self._db.execute(
            "INSERT INTO voices (line_id, seconds, vector) SELECT id, 0, x'' FROM lines "
            "WHERE part_of = :of AND NOT deleted AND state = :done AND NOT EXISTS (SELECT 1 "
            "FROM lines p LEFT JOIN voices v ON v.line_id = p.id WHERE p.part_of = :of "
            "AND (v.line_id IS NOT NULL OR (p.state = :done AND p.seconds >= :least)))",
            {"of": recording_id, "done": LineState.DONE, "least": least},
        )

    def of_recording(self, line_id: int) -> list[VoiceHeard]:
        """The voices of a recording of which nobody has said whose they are, in their order."""
        return self._voices("part_of = ? AND voice IS NOT NULL", line_id)

    def waiting(self, meeting_id: int) -> list[VoiceHeard]:
        """The voices of a meeting, notes among them, that may be somebody's, and that nobody has
        confirmed."""
        return self._voices("meeting_id = ? AND maybe IS NOT NULL", meeting_id)

    def wordless_of(self, recording_id: int) -> list[Line]:
        """The living lines of a recording in which somebody speaks and the machine has found no
        words."""
        which = (
            "WHERE l.part_of = ? AND l.state = ? AND NOT l.deleted AND l.doubts != '[]' "
            "ORDER BY l.starts, l.id"
        )
        return select_lines(self._db, which, [recording_id, LineState.SILENT])

    def _voices(self, where: str, value: int) -> list[VoiceHeard]:
        rows = self._db.query(
            "SELECT voice, count(*) AS n, min(id) AS first FROM lines "  # noqa: S608
            f"WHERE {where} AND NOT whose AND NOT deleted AND state != 'silent' "
            "GROUP BY coalesce(part_of, -id), voice",
            [value],
        )
        counts = {row["first"]: row["n"] for row in rows}
        # those without a number behind the others
        which = (
            "WHERE l.id IN (SELECT value FROM json_each(?)) "
            "ORDER BY coalesce(l.voice, 0) = 0, l.voice, l.id"
        )
        return [
            VoiceHeard(
                number=line.voice or 0,
                count=counts[line.id],
                first_id=line.id,
                first_no=line.no,
                maybe=line.maybe,
                doubted=line.doubted,
                note=line.part_of is None,
            )
            for line in select_lines(self._db, which, [json.dumps(list(counts))])
        ]

    def refuse(self, lines: Sequence[Line], person_id: int) -> None:
        """These lines are not that person's: nobody is asked that again. Where they were to be
        theirs because they have sent them, nothing tells whose they are."""
        ids, those = json.dumps([line.id for line in lines]), "(SELECT value FROM json_each(?))"
        self._db.execute(
            "INSERT OR IGNORE INTO voices_refused (line_id, person_id) "
            "SELECT value, ? FROM json_each(?)",
            [person_id, ids],
        )
        self._db.execute(
            "UPDATE lines SET maybe = NULL, doubted = '', "  # noqa: S608
            f"voice = coalesce(voice, 0) WHERE id IN {those}",
            [ids],
        )
        self._db.execute(f"UPDATE voices SET fresh = 1 WHERE line_id IN {those}", [ids])  # noqa: S608

    def forget(self) -> int:
        """Nobody wants voices to be known: none is kept, nothing is supposed from them, and what
        was refused is forgotten.

        Returns:
            how many were kept.
        """
        with self._db.atomic():
            self._db.execute("UPDATE lines SET maybe = NULL, doubted = '' WHERE maybe IS NOT NULL")
            self._db.execute("DELETE FROM voices_refused")
            return self._db.execute("DELETE FROM voices").rowcount


def _said_by(row: dict[str, Any], further: Mapping[int, int]) -> SaidBy:
    def human(person_id: int) -> int:
        return further.get(person_id, person_id)

    recorded_by = row["recorded_by"]
    heard = HeardVoice(bytes(row["vector"]), row["seconds"]) if row["vector"] else None
    return SaidBy(
        line_id=row["id"],
        recording=row["part_of"],
        room=bool(row["room"]),
        human=human(row["person_id"]),
        of_account=is_account(row["key"]),
        recorded_by=None if recorded_by is None else human(recorded_by),
        whose_known=bool(row["whose"]),
        starts=row["starts"] or 0.0,
        ends=row["ends"] or 0.0,
        length=row["length"] or 0.0,
        heard=heard,
        voice=row["voice"],
        maybe=row["maybe"],
        refused=frozenset(json.loads(row["refused"])),
        listened=row["vector"] is not None,
        several=bool(row["several"]),
        own=row["part_of"] is None and not row["brought_by"] and _is_note(row["media"]),
        wordless=bool(row["wordless"]),
        doubted=SenderDoubt(row["doubted"]) if row["doubted"] else None,
    )


def _is_note(media: str | None) -> bool:
    return media is None or read_media(media).is_note
