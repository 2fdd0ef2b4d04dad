"""Who in a group has been shown another menu of commands than the group's."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass

from sqlite_utils import Database

from bot.doors.port import Chat, ChatKind


@dataclass(frozen=True)
class StaleMenus:
    """A group in which somebody has become a secretary, or is none any more."""

    id: int  #: of one of its chats
    chat: Chat  #: that one; a forum has one for each topic
    changes: int  #: so many at this look: what comes meanwhile is looked at again


class Menus:
    def __init__(self, db: Database) -> None:
        self._db = db

    def stale(
        self, doors: Collection[str], most: int, but: Collection[int] = ()
    ) -> list[StaleMenus]:
        """Groups behind these doors whose menus are to be looked at, without those whose chats are
        named."""
        rows = self._db.query(
            "SELECT c.id, c.door, c.key, c.title, s.changes FROM menus_stale s "
            "JOIN chats c ON c.id = s.chat_id WHERE c.kind = ? "
            "AND c.door IN (SELECT value FROM json_each(?)) "
            "AND c.id NOT IN (SELECT value FROM json_each(?)) ORDER BY s.rowid LIMIT ?",
            [ChatKind.GROUP, json.dumps(list(doors)), json.dumps(list(but)), most],
        )
        return [
            StaleMenus(
                row["id"],
                Chat(row["door"], row["key"], row["title"], ChatKind.GROUP),
                row["changes"],
            )
            for row in rows
        ]

    def looked_at(self, one: StaleMenus) -> None:
        """All is as it shall be, but for what has changed since."""
        self._db.execute(
            "DELETE FROM menus_stale WHERE chat_id = ? AND changes = ?", [one.id, one.changes]
        )

    def chats_of(self, group: Chat) -> list[int]:
        """The group and its topics."""
        rows = self._db.query(
            "SELECT id, key FROM chats WHERE door = ? AND kind = ? ORDER BY id",
            [group.door, ChatKind.GROUP],
        )
        return [row["id"] for row in rows if row["key"].partition("/")[0] == group.group]

    def shown_to(self, group: Chat) -> set[str]:
        """The keys of those who have the secretaries' menu there."""
        rows = self._db.query(
            "SELECT person FROM menus WHERE door = ? AND place = ?", [group.door, group.group]
        )
        return {row["person"] for row in rows}

    def note(self, group: Chat, person: str, *, shown: bool) -> None:
        """Somebody has it now, or no longer."""
        if shown:
            sql = "INSERT OR IGNORE INTO menus (door, place, person) VALUES (?, ?, ?)"
        else:
            sql = "DELETE FROM menus WHERE door = ? AND place = ? AND person = ?"
        self._db.execute(sql, [group.door, group.group, person])
