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

    def renew(self, commands: str) -> None:
        """Have those groups looked at in which somebody has a menu of other commands than these.

        Args:
            commands: a digest of the commands of today.
        """
        self._db.execute(
            "INSERT INTO menus_stale (chat_id) SELECT min(c.id) FROM menus m JOIN chats c "
            "ON c.door = m.door AND (c.key = m.place OR substr(c.key, 1, length(m.place) + 1) = "
            "m.place || '/') WHERE m.commands != ? GROUP BY m.door, m.place "
            "ON CONFLICT DO UPDATE SET changes = changes + 1",
            [commands],
        )

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

    def shown_to(self, group: Chat) -> dict[str, str]:
        """The keys of those who have the secretaries' menu there, each with the digest of the
        commands in it; empty where that is not known."""
        rows = self._db.query(
            "SELECT person, commands FROM menus WHERE door = ? AND place = ?",
            [group.door, group.group],
        )
        return {row["person"]: row["commands"] for row in rows}

    def note(self, group: Chat, person: str, commands: str) -> None:
        """Somebody has a menu with these commands now; empty: none any more."""
        where = [group.door, group.group, person]
        if commands:
            self._db.execute(
                "INSERT INTO menus (door, place, person, commands) VALUES (?, ?, ?, ?) "
                "ON CONFLICT DO UPDATE SET commands = excluded.commands",
                [*where, commands],
            )
        else:
            self._db.execute("DELETE FROM menus WHERE door = ? AND place = ? AND person = ?", where)
