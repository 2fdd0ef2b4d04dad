"""Meetings, their items, and how each names its people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.doors.port import ChatKind
from bot.minutes import Concluding, Meeting, Speaker
from bot.store.accounts import seats_of
from bot.store.names import Names
from bot.store.values import read_moment, read_moment_or_none, read_one_of

_MEETING = (
    "SELECT m.*, s.name, s.title AS job, s.provisional FROM meetings m "
    "JOIN speakers s ON s.meeting_id = m.id AND s.person_id = m.secretary_id"
)
_DOCUMENT = (
    "SELECT d.*, COALESCE(NULLIF(p.said_name, ''), p.name, '') AS who FROM documents d "
    "LEFT JOIN people p ON p.id = d.person_id"
)


_OPENED = (
    "(? IS NULL OR (julianday(m.opened_at) >= julianday(?) "
    "AND julianday(m.opened_at) < julianday(?)))"
)
#: of a seat (``s``): nobody has shown the person out of the meeting
NOT_SHOWN_OUT = (
    "NOT EXISTS (SELECT 1 FROM shown_out o "
    "WHERE o.meeting_id = s.meeting_id AND o.person_id = s.person_id)"
)
_SEATED = (
    "SELECT s.meeting_id FROM speakers s "  # noqa: S608 — our own words
    f"WHERE s.person_id = ? AND s.here AND {NOT_SHOWN_OUT}"
)
_OF_CHAT = f"FROM meetings m WHERE m.chat_id = ? AND {_OPENED}"
_OF_PERSON = (
    "FROM speakers s CROSS JOIN meetings m ON m.id = s.meeting_id "
    f"WHERE s.person_id = ? AND s.here AND {NOT_SHOWN_OUT} AND {_OPENED}"
)


@dataclass(frozen=True)
class Opened:
    """When a meeting was opened: from a moment on, and before another."""

    since: datetime | None = None
    before: datetime | None = None

    @property
    def values(self) -> list[str | None]:
        since = self.since.isoformat() if self.since else None
        return [since, since, self.before.isoformat() if self.before else None]


ANY_TIME = Opened()


@dataclass(frozen=True)
class Document:
    id: int
    meeting_id: int
    kind: str
    path: str  #: its file name
    at: datetime
    depth: str  #: a value of ``minutes.documents.Depth``
    who: str  #: the name of the person that asked for it


@dataclass(frozen=True)
class ToPrint:
    """A draft that shall have a PDF."""

    id: int
    meeting_id: int
    path: str  #: the Word file's name
    chat_id: int  #: that gets it


@dataclass(frozen=True)
class Counts:
    """How many living lines a meeting has, in all and by tag."""

    lines: int
    opinions: int
    conclusions: int


class Meetings:
    def __init__(self, db: Database, now: Callable[[], datetime], names: Names) -> None:
        self._db = db
        self._now = now
        self._names = names

    def open(
        self, chat_id: int, title: str, secretary_id: int, at: datetime, info: Mapping[str, str]
    ) -> Meeting:
        """Open a meeting. The caller has made sure that the chat has none open.

        Raises:
            sqlite3.IntegrityError: the chat has an open meeting.
        """
        row = {
            "chat_id": chat_id,
            "title": title,
            "secretary_id": secretary_id,
            "opened_at": at.isoformat(),
        }
        meeting_id = self._db.table("meetings").insert(row).last_rowid
        assert meeting_id is not None
        for code, value in info.items():
            self.set_info(meeting_id, code, value)
        self.seat(meeting_id, secretary_id)
        found = self._find("m.id = ?", [meeting_id])
        assert found is not None
        return found

    def close(self, meeting_id: int, at: datetime) -> None:
        self._db.table("meetings").update(meeting_id, {"closed_at": at.isoformat()})
        self._db.execute("DELETE FROM codes WHERE meeting_id = ?", [meeting_id])

    def reopen(self, meeting_id: int) -> None:
        """Raises:
        sqlite3.IntegrityError: the chat has another open meeting.
        """
        self._db.table("meetings").update(meeting_id, {"closed_at": None})

    def retitle(self, meeting_id: int, title: str) -> None:
        """Another name for a meeting."""
        self._db.table("meetings").update(meeting_id, {"title": title})

    def seat(self, meeting_id: int, person_id: int, *, here: bool = True) -> None:
        """The meeting knows the person: see ``Names.seat``."""
        self._names.seat(meeting_id, person_id, here=here)

    def open_seats(self, person_id: int) -> list[int]:
        """The open meetings, of any chat, that know the person."""
        rows = self._db.query(
            "SELECT m.id FROM meetings m JOIN speakers s ON s.meeting_id = m.id "
            "WHERE s.person_id = ? AND m.closed_at IS NULL",
            [person_id],
        )
        return [row["id"] for row in rows]

    def people(self, meeting_id: int) -> list[tuple[str, str]]:
        """Name and title of those who have said them with ``/toi``, in the order of their seats.
        (An account's name may be anything.)"""
        rows = self._db.query(
            "SELECT s.name, s.title FROM speakers s JOIN people p ON p.id = s.person_id "
            "WHERE s.meeting_id = ? AND p.said_name != '' ORDER BY s.rowid",
            [meeting_id],
        )
        return [(row["name"], row["title"]) for row in rows]

    def current(self, chat_id: int) -> Meeting | None:
        """The open meeting of a chat, else its last one."""
        return self._find(
            "m.chat_id = ? ORDER BY m.closed_at IS NOT NULL, m.id DESC LIMIT 1", [chat_id]
        )

    def at(self, chat_id: int, moment: datetime) -> Meeting | None:
        """The last meeting of a chat that was opened by then."""
        return self._find(
            "m.chat_id = ? AND julianday(m.opened_at) <= julianday(?) ORDER BY m.id DESC LIMIT 1",
            [chat_id, moment.isoformat()],
        )

    def open_in(self, chat_id: int) -> Meeting | None:
        return self._find("m.chat_id = ? AND m.closed_at IS NULL", [chat_id])

    def desks_of_open(self) -> list[int]:
        """The private chats of those who are secretaries of an open meeting now."""
        rows = self._db.query(
            "SELECT DISTINCT c.id FROM meetings m "
            "JOIN people p ON p.id = m.secretary_id OR p.id IN "
            "(SELECT person_id FROM secretaries WHERE meeting_id = m.id AND until IS NULL) "
            "JOIN chats c ON c.door = p.door AND c.key = p.key AND c.kind = ? "
            "WHERE m.closed_at IS NULL ORDER BY c.id",
            [ChatKind.PRIVATE],
        )
        return [row["id"] for row in rows]

    def get(self, meeting_id: int, chat_id: int | None = None) -> Meeting | None:
        """A meeting by its number; with ``chat_id`` only if it is that chat's."""
        if chat_id is None:
            return self._find("m.id = ?", [meeting_id])
        return self._find("m.id = ? AND m.chat_id = ?", [meeting_id, chat_id])

    def before(self, meeting: Meeting) -> Meeting | None:
        """The one that the same chat has held before."""
        return self._find(
            "m.chat_id = ? AND m.id < ? ORDER BY m.id DESC LIMIT 1", [meeting.chat_id, meeting.id]
        )

    def seen_by(self, meeting_id: int, person_id: int) -> Meeting | None:
        """A meeting by its number, if the person took part in it."""
        return self._find(
            f"m.id = ? AND m.id IN ({_SEATED})",
            [meeting_id, person_id],
        )

    # --- who may do what ------------------------------------------------------------------------

    def hand_over(self, meeting: Meeting, person_id: int) -> None:
        """The person is the meeting's secretary from now on, and the ones before are not."""
        self.seat(meeting.id, person_id)
        at = self._now().isoformat()
        for former in meeting.secretaries - {person_id}:
            self._db.table("secretaries").upsert(
                {"meeting_id": meeting.id, "person_id": former, "until": at},
                pk=("meeting_id", "person_id"),
            )
        self._db.table("secretaries").delete_where(
            "meeting_id = ? AND person_id = ?", [meeting.id, person_id]
        )
        self._db.table("meetings").update(meeting.id, {"secretary_id": person_id})

    def share(self, meeting_id: int, person_id: int) -> None:
        """The person is a secretary beside the others."""
        self.seat(meeting_id, person_id)
        self._db.table("secretaries").upsert(
            {"meeting_id": meeting_id, "person_id": person_id, "until": None},
            pk=("meeting_id", "person_id"),
        )

    def unshare(self, meeting_id: int, person_id: int) -> None:
        """The person is no longer a secretary beside the others."""
        self._db.table("secretaries").update(
            (meeting_id, person_id), {"until": self._now().isoformat()}
        )

    def name_chair(self, meeting_id: int, person_id: int | None) -> None:
        if person_id is not None:
            self.seat(meeting_id, person_id)
        self._db.table("meetings").update(meeting_id, {"chair_id": person_id})

    def set_concluding(self, meeting_id: int, who: Concluding) -> None:
        self._db.table("meetings").update(meeting_id, {"concluding": who.value})

    def seats(self, meeting_id: int) -> list[Speaker]:
        """All whom the meeting knows, in the order they came."""
        return seats_of(self._db, meeting_id)

    # --- lists ----------------------------------------------------------------------------------

    def page_of_person(
        self, person_id: int, size: int, skip: int = 0, opened: Opened = ANY_TIME
    ) -> list[Meeting]:
        """The meetings that a person took part in, whatever the chat, the newest first."""
        return self._page(f"SELECT s.meeting_id AS id {_OF_PERSON}", person_id, size, skip, opened)

    def count_of_person(self, person_id: int, opened: Opened = ANY_TIME) -> int:
        return self._count(_OF_PERSON, person_id, opened)

    def page(
        self, chat_id: int, size: int, skip: int = 0, opened: Opened = ANY_TIME
    ) -> list[Meeting]:
        """A chat's meetings, the newest first."""
        return self._page(f"SELECT m.id {_OF_CHAT}", chat_id, size, skip, opened)

    def count(self, chat_id: int, opened: Opened = ANY_TIME) -> int:
        return self._count(_OF_CHAT, chat_id, opened)

    def _page(self, select: str, whose: int, size: int, skip: int, opened: Opened) -> list[Meeting]:
        ids = self._db.execute(
            f"{select} ORDER BY 1 DESC LIMIT ? OFFSET ?", [whose, *opened.values, size, skip]
        ).fetchall()
        found = (self._find("m.id = ?", [row["id"]]) for row in ids)
        return [meeting for meeting in found if meeting]

    def _count(self, of: str, whose: int, opened: Opened) -> int:
        (count,) = self._db.execute(f"SELECT count(*) {of}", [whose, *opened.values]).fetchone()
        return int(count)

    def counts(self, meeting_id: int) -> Counts:
        row = self._db.execute(
            "SELECT count(*) AS n, "
            "sum(tag = 'ykien') AS opinions, sum(tag = 'ketluan') AS conclusions "
            "FROM lines WHERE meeting_id = ? AND NOT deleted",
            [meeting_id],
        ).fetchone()
        return Counts(row["n"], row["opinions"] or 0, row["conclusions"] or 0)

    def set_info(self, meeting_id: int, code: str, value: str) -> None:
        """An item of ``/thongtin``; an empty value takes it away."""
        if value:
            self._db.table("meeting_info").upsert(
                {"meeting_id": meeting_id, "code": code, "value": value},
                pk=("meeting_id", "code"),
            )
        else:
            self._db.table("meeting_info").delete_where(
                "meeting_id = ? AND code = ?", [meeting_id, code]
            )

    def add_document(
        self,
        meeting_id: int,
        kind: str,
        path: str,
        person_id: int,
        depth: str,
        *,
        print_it: bool = False,
        asked_in: int | None = None,
    ) -> int:
        """Note a draft that was made, and return its id.

        Args:
            print_it: it shall have a PDF.
            asked_in: the chat that gets it, where that is not the meeting's own.
        """
        made = self._db.table("documents").insert(
            {
                "meeting_id": meeting_id,
                "kind": kind,
                "path": path,
                "depth": depth,
                "to_print": int(print_it),
                "asked_in": asked_in,
                "person_id": person_id,
                "at": self._now().isoformat(),
            }
        )
        assert made.last_rowid is not None
        return made.last_rowid

    def last_drafted(self, chat_id: int, person_id: int | None = None) -> Meeting | None:
        """The meeting of which the last draft was made: of this chat, or that the person took part
        in."""
        return self._find(
            f"(m.chat_id = ? OR m.id IN ({_SEATED})) "  # noqa: S608 — our own words
            "AND m.id IN (SELECT meeting_id FROM documents) "
            "ORDER BY (SELECT max(d.id) FROM documents d WHERE d.meeting_id = m.id) DESC LIMIT 1",
            [chat_id, person_id],
        )

    def documents(self, meeting_id: int) -> list[Document]:
        """The drafts of a meeting, in the order they were made."""
        return self._documents("d.meeting_id = ? ORDER BY d.id", [meeting_id])

    def document(self, document_id: int) -> Document | None:
        """A draft by its id."""
        found = self._documents("d.id = ?", [document_id])
        return found[0] if found else None

    def _documents(self, where: str, values: list[Any]) -> list[Document]:
        rows = self._db.query(f"{_DOCUMENT} WHERE {where}", values)
        return [
            Document(
                r["id"],
                r["meeting_id"],
                r["kind"],
                r["path"],
                read_moment(r["at"]),
                r["depth"],
                r["who"],
            )
            for r in rows
        ]

    def to_print(self) -> list[ToPrint]:
        """The drafts that shall have a PDF and have none, in their order."""
        rows = self._db.query(
            "SELECT d.id, d.meeting_id, d.path, coalesce(d.asked_in, m.chat_id) AS chat_id "
            "FROM documents d "
            "JOIN meetings m ON m.id = d.meeting_id WHERE d.to_print = 1 ORDER BY d.id"
        )
        return [ToPrint(**row) for row in rows]

    def send_home(self, document_id: int) -> bool:
        """Note that a draft goes to the meeting's own chat. False: it went there before."""
        done = self._db.execute(
            "UPDATE documents SET sent_home = ? WHERE id = ? AND sent_home IS NULL",
            [self._now().isoformat(), document_id],
        )
        return done.rowcount > 0

    def sent_home(self, document_id: int) -> int | None:
        """The meeting's own chat, where a draft that was asked for elsewhere has been sent there;
        else None."""
        row = self._db.execute(
            "SELECT m.chat_id FROM documents d JOIN meetings m ON m.id = d.meeting_id "
            "WHERE d.id = ? AND d.sent_home IS NOT NULL AND d.asked_in != m.chat_id",
            [document_id],
        ).fetchone()
        return row["chat_id"] if row else None

    def printed(self, document_id: int) -> bool:
        """It has its PDF, or will have none. False: it was erased meanwhile."""
        done = self._db.execute("UPDATE documents SET to_print = 0 WHERE id = ?", [document_id])
        return done.rowcount > 0

    def _find(self, where: str, values: list[Any]) -> Meeting | None:
        row = self._db.execute(f"{_MEETING} WHERE {where}", values).fetchone()
        if row is None:
            return None
        info = self._db.query(
            "SELECT code, value FROM meeting_info WHERE meeting_id = ?", [row["id"]]
        )
        others = list(
            self._db.query(
                "SELECT person_id, until FROM secretaries WHERE meeting_id = ?", [row["id"]]
            )
        )
        return Meeting(
            id=row["id"],
            chat_id=row["chat_id"],
            title=row["title"],
            opened_at=read_moment(row["opened_at"]),
            closed_at=read_moment_or_none(row["closed_at"]),
            secretary=Speaker(
                row["secretary_id"], row["name"], row["job"], certain=not row["provisional"]
            ),
            info={r["code"]: r["value"] for r in info},
            shared=frozenset(r["person_id"] for r in others if r["until"] is None),
            former=frozenset(r["person_id"] for r in others if r["until"] is not None),
            chair_id=row["chair_id"],
            concluding=read_one_of(
                Concluding, row["concluding"] or Concluding.DESK, Concluding.DESK
            ),
        )
