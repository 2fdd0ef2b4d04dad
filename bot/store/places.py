"""Private chats that speak of another chat's meeting: from its desk, or having joined it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlite_utils import Database

from bot.store.values import read_moment

#: who administers a group is told with what they do there; so long it is believed elsewhere
ADMINISTERS_FOR = timedelta(hours=12)

_DIGITS = 6


def _new_code() -> str:
    return f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"


class How(StrEnum):
    """What a private chat is to the meeting that it speaks of."""

    DESK = "desk"  #: its secretary, chair or administrator works on it here
    JOINED = "joined"  #: somebody takes part in it from here


@dataclass(frozen=True)
class Place:
    """The meeting that a private chat speaks of."""

    meeting_id: int
    home: int  #: the meeting's own chat
    how: How


class Places:
    def __init__(self, db: Database, now: Callable[[], datetime]) -> None:
        self._db = db
        self._now = now

    def of(self, chat_id: int) -> Place | None:
        """The meeting that a chat speaks of, where that is not one of its own."""
        row = self._db.execute(
            "SELECT p.meeting_id, p.how, m.chat_id FROM places p "
            "JOIN meetings m ON m.id = p.meeting_id WHERE p.chat_id = ?",
            [chat_id],
        ).fetchone()
        return Place(row["meeting_id"], row["chat_id"], How(row["how"])) if row else None

    def since(self, chat_id: int) -> datetime | None:
        """Since when a chat speaks of that meeting."""
        row = self._db.execute("SELECT at FROM places WHERE chat_id = ?", [chat_id]).fetchone()
        return read_moment(row["at"]) if row else None

    def take(self, chat_id: int, meeting_id: int, how: How) -> None:
        """A chat speaks of this meeting from now on, and of no other."""
        self._db.table("places").upsert(
            {
                "chat_id": chat_id,
                "meeting_id": meeting_id,
                "how": how.value,
                "at": self._now().isoformat(),
            },
            pk="chat_id",
        )

    def leave(self, chat_id: int) -> None:
        """A chat speaks of its own meetings again."""
        self._db.execute("DELETE FROM places WHERE chat_id = ?", [chat_id])

    def chats_of(self, meeting_id: int, how: How) -> list[int]:
        """The chats that speak of a meeting in this way, in the order in which they began to."""
        rows = self._db.query(
            "SELECT chat_id FROM places WHERE meeting_id = ? AND how = ? ORDER BY at, chat_id",
            [meeting_id, how.value],
        )
        return [row["chat_id"] for row in rows]

    def elsewhere(self, meeting_id: int) -> list[int]:
        """All other chats than a meeting's own that have some of its words: it is spoken of there,
        or was spoken into from there."""
        rows = self._db.query(
            "SELECT chat_id AS id FROM places WHERE meeting_id = ? UNION SELECT l.said_in "
            "FROM lines l JOIN meetings m ON m.id = l.meeting_id "
            "WHERE l.meeting_id = ? AND l.said_in IS NOT NULL AND l.said_in != m.chat_id "
            "ORDER BY 1",
            [meeting_id, meeting_id],
        )
        return [row["id"] for row in rows]

    def desk_of(self, person_id: int, chat_id: int, meeting_id: int | None = None) -> int | None:
        """The last meeting of another chat whose secretary, chair or administrator somebody is, and
        of which, or of whose group, nobody has shown them out.

        Args:
            chat_id: where they would work on it.
            meeting_id: this one, and no other.
        """
        rows = self._db.execute(
            "SELECT m.id, m.chat_id FROM meetings m "
            "WHERE m.chat_id != ? AND (? IS NULL OR m.id = ?) "
            "AND (? IN (m.secretary_id, m.chair_id) "
            "OR EXISTS (SELECT 1 FROM secretaries s WHERE s.meeting_id = m.id "
            "AND s.person_id = ? AND s.until IS NULL) "
            "OR EXISTS (SELECT 1 FROM administrators a WHERE a.chat_id = m.chat_id "
            "AND a.person_id = ? AND julianday(a.at) > julianday(?))) "
            "ORDER BY m.id DESC",
            [
                chat_id,
                meeting_id,
                meeting_id,
                *[person_id] * 3,
                (self._now() - ADMINISTERS_FOR).isoformat(),
            ],
        )
        theirs = (x["id"] for x in rows if self.may_join(x["id"], person_id))
        return next(theirs, None)

    # --- joining ------------------------------------------------------------------------------

    def code_of(self, meeting_id: int, *, anew: bool = False) -> str:
        """The code by which people join an open meeting; made where it has none.

        Args:
            anew: another one; the one before leads nowhere any more.
        """
        row = self._db.execute(
            "SELECT code FROM codes WHERE meeting_id = ?", [meeting_id]
        ).fetchone()
        if row and not anew:
            return str(row["code"])
        taken = {row["code"] for row in self._db.query("SELECT code FROM codes")}
        code = next(x for x in iter(_new_code, "") if x not in taken)
        self._db.table("codes").upsert(
            {"meeting_id": meeting_id, "code": code, "at": self._now().isoformat()},
            pk="meeting_id",
        )
        return code

    def meeting_of_code(self, code: str) -> int | None:
        """The open meeting that a code leads to."""
        row = self._db.execute(
            "SELECT m.id FROM codes c JOIN meetings m ON m.id = c.meeting_id "
            "WHERE c.code = ? AND m.closed_at IS NULL",
            [code],
        ).fetchone()
        return row["id"] if row else None

    def has_codes(self) -> bool:
        """Whether any meeting can be joined now."""
        row = self._db.execute(
            "SELECT 1 FROM codes c JOIN meetings m ON m.id = c.meeting_id "
            "WHERE m.closed_at IS NULL LIMIT 1"
        ).fetchone()
        return row is not None

    def may_join(self, meeting_id: int, person_id: int) -> bool:
        """Whether somebody may take part in a meeting from elsewhere: nobody has shown them out,
        of it or of its group."""
        row = self._db.execute(
            "SELECT m.chat_id FROM meetings m WHERE m.id = ? AND NOT EXISTS (SELECT 1 FROM "
            "shown_out s WHERE s.meeting_id = m.id AND s.person_id = ?)",
            [meeting_id, person_id],
        ).fetchone()
        return row is not None and not self.is_removed(row["chat_id"], person_id)

    def show_out(self, meeting_id: int, person_id: int, by: int) -> None:
        """Somebody takes no part in a meeting from elsewhere any more."""
        self._db.table("shown_out").upsert(
            {
                "meeting_id": meeting_id,
                "person_id": person_id,
                "by": by,
                "at": self._now().isoformat(),
            },
            pk=("meeting_id", "person_id"),
        )

    def let_in(self, meeting_id: int, person_id: int) -> None:
        """Somebody who was shown out may join again."""
        self._db.execute(
            "DELETE FROM shown_out WHERE meeting_id = ? AND person_id = ?", [meeting_id, person_id]
        )

    # --- who is in the home chat --------------------------------------------------------------

    def seen(self, chat_id: int, person_id: int, *, admin: bool) -> None:
        """Somebody has just done something in a group.

        Args:
            admin: the platform says that they administer it.
        """
        here = [chat_id, person_id]
        if self.is_removed(chat_id, person_id):
            for same in self._topics(chat_id):
                self._db.execute(
                    "DELETE FROM removed WHERE chat_id = ? AND person_id = ?", [same, person_id]
                )
        if admin:
            self._db.table("administrators").upsert(
                {"chat_id": chat_id, "person_id": person_id, "at": self._now().isoformat()},
                pk=("chat_id", "person_id"),
            )
        else:
            self._db.execute("DELETE FROM administrators WHERE chat_id = ? AND person_id = ?", here)

    def administers(self, chat_id: int, person_id: int) -> bool:
        """Whether somebody was an administrator when they last did something in the group, and that
        is not long ago: see ``ADMINISTERS_FOR``."""
        row = self._db.execute(
            "SELECT at FROM administrators WHERE chat_id = ? AND person_id = ?",
            [chat_id, person_id],
        ).fetchone()
        return row is not None and self._now() - read_moment(row["at"]) < ADMINISTERS_FOR

    def remove(self, chat_id: int, person_id: int) -> None:
        """Somebody is no longer in a group, in whichever of its topics that is told: from elsewhere
        they have no part in its meetings."""
        self._db.table("removed").upsert(
            {"chat_id": chat_id, "person_id": person_id}, pk=("chat_id", "person_id")
        )
        for same in self._topics(chat_id):
            self._db.execute(
                "DELETE FROM administrators WHERE chat_id = ? AND person_id = ?", [same, person_id]
            )

    def is_removed(self, chat_id: int, person_id: int) -> bool:
        """Whether somebody was in a group and is there no longer."""
        rows = self._db.query("SELECT chat_id FROM removed WHERE person_id = ?", [person_id])
        left = {row["chat_id"] for row in rows}
        return bool(left) and not left.isdisjoint(self._topics(chat_id))

    def _topics(self, chat_id: int) -> set[int]:
        """The chats that are one group: itself, and each of its topics."""
        row = self._db.execute("SELECT door, key FROM chats WHERE id = ?", [chat_id]).fetchone()
        group = row["key"].partition("/")[0]
        rows = self._db.query(
            "SELECT id FROM chats WHERE door = ? "
            "AND (key = ? OR key > ? || '/' AND key < ? || '0')",  # '0' follows '/'
            [row["door"], group, group, group],
        )
        return {one["id"] for one in rows}
