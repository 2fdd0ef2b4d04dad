"""The office's own page: who sits there, in which browsers, and what was said to them."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from bot.store.values import read_json, read_moment, read_number, read_words

DOOR = "web"
_FORM = timedelta(hours=1)  # for which a form that is sent again is the same
_LINK_DAYS = timedelta(days=7)  # that a link to the desk waits for its tap


@dataclass(frozen=True)
class Seat:
    """Somebody on the page: one person, in one browser or several."""

    key: str  #: of the person and of their chat, behind the door ``web``
    name: str
    title: str
    desk: bool  #: came by a link of the desk's: may open meetings
    clock: float | None = None  #: seconds that ours is ahead of their browser's; None: not known


@dataclass(frozen=True)
class SaidHere:
    """Something that stands in a seat's chat and is no line."""

    id: int
    seq: int
    seat: str
    message_id: str
    at: datetime
    payload: Mapping[str, Any]


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """What nobody guesses: 256 bits, in letters that an address takes."""
    return secrets.token_urlsafe(32)


class Web:
    def __init__(self, db: Database, now: Callable[[], datetime]) -> None:
        self._db = db
        self._now = now

    # --- who sits there ---------------------------------------------------------------------------

    def take_seat(self, name: str, title: str, *, desk: bool, once: str = "") -> Seat:
        """Somebody new on the page.

        Args:
            once: what the form carried that they have sent, nobody else's: sent again soon, because
                no answer came, it is the same seat. Empty: it carried nothing.
        """
        if once and (before := self._of_form(once, desk)):
            self.rename(before, name, title)
            return Seat(before, name, title, desk)
        seat = Seat(self._new_key(), name, title, desk)
        self._db.table("web_seats").insert(
            {
                "key": seat.key,
                "name": name,
                "title": title,
                "desk": int(desk),
                "once": _hash(once) if once and not self._was_sent(once) else None,
                "at": self._now().isoformat(),
            }
        )
        return seat

    def _of_form(self, once: str, desk: bool) -> str | None:
        since = (self._now() - _FORM).isoformat()
        row = self._db.execute(
            "SELECT key FROM web_seats WHERE once = ? AND desk = ? AND julianday(at) > "
            "julianday(?)",
            [_hash(once), int(desk), since],
        ).fetchone()
        return row["key"] if row else None

    def _was_sent(self, once: str) -> bool:
        row = self._db.execute("SELECT 1 FROM web_seats WHERE once = ?", [_hash(once)]).fetchone()
        return row is not None

    def _new_key(self) -> str:
        """No secret, and short: the desk tells namesakes by it."""
        taken = (
            "SELECT 1 FROM web_seats WHERE key = :key UNION SELECT 1 FROM people "
            "WHERE door = :door AND key = :key UNION SELECT 1 FROM chats "
            "WHERE door = :door AND key = :key"
        )
        while True:
            key = f"{secrets.randbelow(10**7):07}"
            if not self._db.execute(taken, {"key": key, "door": DOOR}).fetchone():
                return key

    def rename(self, key: str, name: str, title: str) -> None:
        self._db.table("web_seats").update(key, {"name": name, "title": title})

    def keep_clock(self, key: str, seconds: float) -> None:
        """Our clock is so far ahead of the browser's of a seat."""
        self._db.execute("UPDATE web_seats SET clock = ? WHERE key = ?", [seconds, key])

    def seat(self, key: str) -> Seat | None:
        row = self._db.execute("SELECT * FROM web_seats WHERE key = ?", [key]).fetchone()
        return _seat(row) if row else None

    def open_session(self, key: str, before: str = "") -> str:
        """Let a browser in, as this seat; what its cookie is to say. Only its hash is kept.

        Args:
            before: what its cookie says now, by which it is known to be the same browser; empty:
                it shows none.
        """
        token = new_token()
        known = self._db.execute(
            "SELECT coalesce(browser, hash) AS browser FROM web_sessions WHERE hash = ?",
            [_hash(before)],
        ).fetchone()
        self._db.table("web_sessions").insert(
            {
                "hash": _hash(token),
                "seat": key,
                "at": self._now().isoformat(),
                "browser": known["browser"] if known else _hash(token),
            }
        )
        return token

    def of_session(self, token: str) -> Seat | None:
        """Whose browser this is; None: nobody's, or nobody's any more."""
        row = self._db.execute(
            "SELECT s.* FROM web_sessions b JOIN web_seats s ON s.key = b.seat WHERE b.hash = ?",
            [_hash(token)],
        ).fetchone()
        return _seat(row) if row else None

    def shares_desk(self, token: str) -> bool:
        """Whether this browser's seat is a desk's that another browser had before."""
        row = self._db.execute(
            "SELECT 1 FROM web_sessions b JOIN web_seats s ON s.key = b.seat "
            "JOIN web_sessions o ON o.seat = b.seat AND o.at < b.at "
            "AND coalesce(o.browser, o.hash) != coalesce(b.browser, b.hash) "
            "WHERE b.hash = ? AND s.desk AND NOT EXISTS (SELECT 1 FROM web_sessions f "
            "WHERE f.seat = b.seat AND f.at <= o.at "
            "AND coalesce(f.browser, f.hash) = coalesce(b.browser, b.hash))",
            [_hash(token)],
        ).fetchone()
        return row is not None

    # --- links to the desk ------------------------------------------------------------------------

    def make_link(self) -> str:
        """The secret of a new link to the desk. Only its hash is kept."""
        token = new_token()
        self._db.table("web_links").insert({"hash": _hash(token), "at": self._now().isoformat()})
        return token

    def is_link(self, token: str) -> bool:
        """Whether a link may still be used up."""
        since = (self._now() - _LINK_DAYS).isoformat()
        row = self._db.execute(
            "SELECT 1 FROM web_links WHERE hash = ? AND used_at IS NULL "
            "AND julianday(at) > julianday(?)",
            [_hash(token), since],
        ).fetchone()
        return row is not None

    def use_link(self, token: str) -> bool:
        """Use a link up; False: it was before, or there is none."""
        if not self.is_link(token):
            return False
        cursor = self._db.execute(
            "UPDATE web_links SET used_at = ? WHERE hash = ? AND used_at IS NULL",
            [self._now().isoformat(), _hash(token)],
        )
        return cursor.rowcount > 0

    def open_meetings(self) -> list[tuple[int, str, Seat]]:
        """The open meetings whose home is the page, the newest first: number, title, opener."""
        rows = self._db.query(
            "SELECT m.id AS number, m.title AS called, s.* FROM meetings m "
            "JOIN chats c ON c.id = m.chat_id JOIN web_seats s ON s.key = c.key "
            "WHERE c.door = ? AND s.desk AND m.closed_at IS NULL ORDER BY m.id DESC",
            [DOOR],
        )
        return [(row["number"], read_words(row["called"]), _seat(row)) for row in rows]

    # --- what is said there -----------------------------------------------------------------------

    def say(
        self, key: str, message_id: str, payload: Mapping[str, Any], meeting_id: int | None
    ) -> None:
        """Have this stand in a seat's chat. The same message again: in its new words, where it is.

        Args:
            meeting_id: what it speaks of, as far as that is known; it goes with the meeting.
        """
        words = json.dumps(payload, ensure_ascii=False)
        self._db.execute(
            "INSERT INTO web_said (seat, message_id, meeting_id, at, payload) "
            "VALUES (?, ?, ?, ?, ?) ON CONFLICT (seat, message_id) DO UPDATE SET "
            "payload = excluded.payload",
            [key, message_id, meeting_id, self._now().isoformat(), words],
        )

    def said(self, key: str, message_id: str) -> SaidHere | None:
        found = self._select("WHERE s.seat = ? AND s.message_id = ?", [key, message_id])
        return found[0] if found else None

    def last_said(self, key: str, most: int, meeting_id: int | None = None) -> list[SaidHere]:
        """The newest of what stands in a seat's chat, in its order.

        Args:
            meeting_id: with what was said before any meeting, only this one's.
        """
        found = self._select(
            "WHERE s.seat = ? AND (? IS NULL OR coalesce(s.meeting_id, ?) = ?) "
            "ORDER BY s.id DESC LIMIT ?",
            [key, meeting_id, meeting_id, meeting_id, most],
        )
        return found[::-1]

    def said_numbered(self, numbers: Collection[int]) -> list[SaidHere]:
        """Of these, what stands in anybody's chat."""
        which = "WHERE s.id IN (SELECT value FROM json_each(?)) ORDER BY s.id"
        return self._select(which, [json.dumps(list(numbers))])

    def _select(self, rest: str, values: list[Any]) -> list[SaidHere]:
        query = (
            "SELECT s.*, coalesce(c.seq, 0) AS seq FROM web_said s "  # noqa: S608
            f"LEFT JOIN web_changes c ON c.said_id = s.id {rest}"
        )
        rows = self._db.query(query, values)
        return [
            SaidHere(
                row["id"],
                row["seq"],
                row["seat"],
                read_words(row["message_id"]),
                read_moment(row["at"]),
                read_json(row["payload"], {}),
            )
            for row in rows
        ]

    # --- what has changed -------------------------------------------------------------------------

    def last_change(self) -> int:
        """The number of the last change; each later one has a higher number, for good."""
        row = self._db.execute(
            "SELECT seq FROM sqlite_sequence WHERE name = 'web_changes'"
        ).fetchone()
        return row["seq"] if row else 0

    def seen_otherwise(self, after: int) -> list[str]:
        """Seats of which what they see may be another since a change."""
        rows = self._db.query("SELECT seat FROM web_sees WHERE seq > ?", [after])
        return [row["seat"] for row in rows]

    def last_of_none(self) -> int:
        """The number of the last change that is of no line and of no seat alone: who sees what may
        be another since, of all."""
        row = self._db.execute(
            "SELECT max(seq) AS seq FROM web_changes WHERE line_id IS NULL AND said_id IS NULL"
        ).fetchone()
        return row["seq"] or 0

    def changed(self, after: int, most: int) -> tuple[dict[int, int], dict[int, int]]:
        """What has changed behind a change, the first so many: lines by their ids, things said by
        theirs, each with the number of its last change. Each once, however often it has."""
        lines: dict[int, int] = {}
        said: dict[int, int] = {}
        for row in self._db.query(
            "SELECT seq, line_id, said_id FROM web_changes WHERE seq > ? ORDER BY seq LIMIT ?",
            [after, most],
        ):
            if row["line_id"] is not None:
                lines[row["line_id"]] = row["seq"]
            elif row["said_id"] is not None:
                said[row["said_id"]] = row["seq"]
        return lines, said

    def files_wanted(self) -> set[str]:
        """The references of files that something in the record is still to be fetched for."""
        where = {
            "lines": ("media", "audio IS NULL"),
            "remarks": ("media", "audio IS NULL"),
            "stretches": ("media", "audio IS NULL"),
            "sent_lists": ("media", "done_at IS NULL"),
            "sent_templates": ("media", "done_at IS NULL"),
            "outside": ("json_extract(payload, '$.media')", "json_valid(payload)"),
            "inbox": (
                "json_extract(payload, '$.media')",
                "(handled_at IS NULL OR error != '') AND json_valid(payload)",
            ),
        }
        wanted: set[str] = set()
        for table, (media, rows) in where.items():
            found = self._db.query(
                f"SELECT json_extract({media}, '$.ref') AS ref FROM {table} "  # noqa: S608
                f"WHERE {rows} AND json_valid({media})"
            )
            wanted |= {row["ref"] for row in found if isinstance(row["ref"], str)}
        return wanted

    # --- what is kept no longer -------------------------------------------------------------------

    def forget(self, before: datetime) -> None:
        """Let no browser in any more whose seat has had no open meeting since then, and forget what
        was said to it; and links that nobody has used."""
        moment = before.isoformat()
        open_now = (
            "SELECT c.key FROM chats c JOIN meetings m ON m.chat_id = c.id OR m.id = "
            "(SELECT meeting_id FROM places WHERE chat_id = c.id) "
            "WHERE c.door = ? AND (m.closed_at IS NULL OR julianday(m.closed_at) > julianday(?))"
        )
        self._db.execute(
            "DELETE FROM web_sessions WHERE julianday(at) < julianday(?) "  # noqa: S608
            f"AND seat NOT IN ({open_now})",
            [moment, DOOR, moment],
        )
        gone = (
            "SELECT key FROM web_seats WHERE julianday(at) < julianday(?) "
            "AND key NOT IN (SELECT seat FROM web_sessions)"
        )
        self._db.execute(f"DELETE FROM web_said WHERE seat IN ({gone})", [moment])  # noqa: S608
        self._db.execute(f"DELETE FROM web_seats WHERE key IN ({gone})", [moment])  # noqa: S608
        self._db.execute("DELETE FROM web_links WHERE julianday(at) < julianday(?)", [moment])


def _seat(row: Any) -> Seat:
    return Seat(
        read_words(row["key"]),
        read_words(row["name"]),
        read_words(row["title"]),
        row["desk"] == 1,
        read_number(row["clock"], None),
    )
