"""Chats and people, each known by (door, key)."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.doors.port import BEFORE_A_MOVE, Chat, ChatKind, Person, before_move, is_account
from bot.messages.phrases import nameless
from bot.minutes import Speaker
from bot.store.values import read_moment

_KEPT = 1000  # letters of what somebody was called before
_USERNAMES = f"substr(trim(former_usernames || ' ' || lower(username)), -{_KEPT})"
_USERNAME_BEFORE = f"former_usernames = {_USERNAMES}"
_AS_BEFORE = (  # in an upsert; what somebody without a name is called is no name to keep
    "former_names = iif(name = excluded.name OR excluded.name = ?, former_names, "
    f"substr(former_names || char(10) || name, -{_KEPT})), "
    f"former_usernames = iif(username = excluded.username, former_usernames, {_USERNAMES})"
)
_MOST_NAMESAKES = 3


@dataclass(frozen=True)
class KnownChat:
    id: int
    chat: Chat
    told_how: bool  #: has been told how to begin a meeting
    new: bool = False  #: it has never been seen before


@dataclass(frozen=True)
class KnownPerson:
    id: int
    name: str  #: as reports name them: what ``/toi`` said, else the account's name
    title: str
    is_account: bool = True  #: see ``port.Person.is_account``


@dataclass(frozen=True)
class Acquaintance:
    """Somebody who has taken part in a chat's meeting, by all their names."""

    speaker: Speaker
    username: str
    account: str  #: the account's name
    former: frozenset[str] = frozenset()  #: @names that it had before, in small letters, without @
    is_account: bool = True  #: see ``port.Person.is_account``


class Chats:
    def __init__(self, db: Database) -> None:
        self._db = db

    def know(self, chat: Chat) -> KnownChat:
        """The chat's row, made at first sight; its title follows the platform's. Of a key that a
        chat had before it moved: that chat, under the key that it has now."""
        row = self._row_of(chat)
        new = row is None
        if row is None:
            self._db.execute(
                "INSERT INTO chats (door, key, title, kind) VALUES (?, ?, ?, ?)",
                [chat.door, chat.key, chat.title, chat.kind],
            )
            row = self._row_of(chat)
        elif (row["title"], row["kind"]) != (chat.title, chat.kind) and row["key"] == chat.key:
            self._db.execute(
                "UPDATE chats SET title = ?, kind = ? WHERE id = ?",
                [chat.title, chat.kind, row["id"]],
            )
        here = dataclasses.replace(chat, key=row["key"])
        return KnownChat(row["id"], here, bool(row["told_how"]), new)

    def said_in_namesakes(self, chat: KnownChat) -> list[tuple[int, str, int]]:
        """The last line of each open meeting in other groups that are called as this one is: the
        group's id, the message, the line's number. One of these groups may have become this."""
        rows = self._db.query(
            "SELECT c.id, s.message_id, l.no FROM chats c "
            "JOIN meetings m ON m.chat_id = c.id AND m.closed_at IS NULL "
            "JOIN messages s ON s.rowid = (SELECT max(rowid) FROM messages "
            "WHERE chat_id = c.id AND role = 'said') "
            "JOIN lines l ON l.id = s.line_id "
            "WHERE c.door = ? AND c.kind = ? AND c.title = ? AND c.title != '' AND c.id != ? "
            "ORDER BY c.id DESC LIMIT ?",
            [chat.chat.door, ChatKind.GROUP, chat.chat.title, chat.id, _MOST_NAMESAKES],
        )
        return [(row["id"], row["message_id"], row["no"]) for row in rows]

    def _row_of(self, chat: Chat) -> Any:
        """Of its key now, else of one that it had before."""
        row = self._db.execute(
            "SELECT * FROM chats WHERE door = ? AND key = ?", [chat.door, chat.key]
        ).fetchone()
        return (
            row
            or self._db.execute(
                "SELECT * FROM chats WHERE door = ? AND former != '' "
                "AND instr(' ' || former || ' ', ' ' || ? || ' ')",
                [chat.door, chat.key],
            ).fetchone()
        )

    def get(self, chat_id: int) -> Chat:
        row = self._db.table("chats").get(chat_id)
        return Chat(row["door"], row["key"], row["title"], ChatKind(row["kind"]))

    def private_of(self, person_id: int) -> int | None:
        """The person's own chat with the bot, if they have ever written there."""
        row = self._db.execute(
            "SELECT c.id FROM people p JOIN chats c ON c.door = p.door AND c.key = p.key "
            "WHERE p.id = ? AND c.kind = ?",
            [person_id, ChatKind.PRIVATE],
        ).fetchone()
        return row["id"] if row else None

    def set_told_how(self, chat_id: int, told: bool) -> None:
        self._db.table("chats").update(chat_id, {"told_how": int(told)})

    def has_met(self, door: str, key: str) -> bool:
        """Whether the chat has ever had a meeting."""
        row = self._db.execute(
            "SELECT 1 FROM chats c JOIN meetings m ON m.chat_id = c.id "
            "WHERE c.door = ? AND c.key = ? LIMIT 1",
            [door, key],
        ).fetchone()
        return row is not None

    def move(self, chat_id: int, new_key: str, at: datetime | None) -> bool:
        """The platform gave the chat a new key (a group became a supergroup) at this moment.

        Message ids begin anew there. The old ones are known for what was said before the move and
        comes behind it (``port.before_move``); what is still to be said forgets them: it would
        answer, mark or rewrite somebody else's message. Where the new chat has been seen already,
        what it has comes along.

        Args:
            at: when it was told that it moves, by a message; None: the platform itself does not
                take the old key any more, and says so. Whatever has met under the new one has done
                so since.

        Returns:
            False where that key is another chat's, which met before then; nothing is changed.
        """
        chat = self._db.table("chats").get(chat_id)
        door = chat["door"]
        if chat["key"] == new_key:  # told twice: what is numbered there now stays
            return True
        row = self._db.execute(
            "SELECT id FROM chats WHERE door = ? AND key = ? AND id != ?", [door, new_key, chat_id]
        ).fetchone()
        if row and at and self._met_before(row["id"], at):
            return False
        self._name_messages_anew(chat_id, chat["key"])
        self._db.execute(
            "UPDATE outbox SET payload = json_remove(payload, '$.reply_to') "
            "WHERE chat_id = ? AND sent_at IS NULL",
            [chat_id],
        )
        self._db.execute(
            "UPDATE outbox SET sent_at = created_at, error = 'moved' "
            "WHERE chat_id = ? AND sent_at IS NULL "
            "AND (json_extract(payload, '$.do') = 'acknowledge' OR "
            "json_extract(payload, '$.do') = 'rewrite' "
            "AND json_extract(payload, '$.line_id') IS NULL "
            "AND json_extract(payload, '$.question') IS NULL)",
            [chat_id],
        )
        self._db.execute(  # said anew
            "UPDATE outbox SET payload = json_remove(payload, '$.message_id') "
            "WHERE chat_id = ? AND sent_at IS NULL "
            "AND json_extract(payload, '$.do') = 'rewrite'",
            [chat_id],
        )
        if row:
            self._merge(row["id"], chat_id)
        self._db.execute(
            "UPDATE chats SET former = trim(former || ' ' || key), key = ? "
            "WHERE id = ? AND key != ?",
            [new_key, chat_id, new_key],
        )
        return True

    def _name_messages_anew(self, chat_id: int, key: str) -> None:
        """What the platform names so from now on are other messages."""
        earlier = before_move(key, "?").removesuffix("?")
        for table, more in (
            ("messages", ", role = role || ' before'"),
            ("questions", ""),
            ("orders", ""),
        ):
            self._db.execute(
                f"UPDATE {table} SET message_id = ? || message_id{more} "  # noqa: S608
                "WHERE chat_id = ? AND message_id NOT LIKE ?",
                [earlier, chat_id, f"{BEFORE_A_MOVE}%"],
            )
        for name in ("$.message_id", "$.reply_to"):
            self._db.execute(
                "UPDATE outside SET payload = json_set(payload, ?, ? || json_extract(payload, ?)) "
                "WHERE chat_id = ? AND json_extract(payload, ?) > '' "
                "AND json_extract(payload, ?) NOT LIKE ?",
                [name, earlier, name, chat_id, name, name, f"{BEFORE_A_MOVE}%"],
            )
        for table in ("choices", "asked_last"):
            self._db.execute(f"DELETE FROM {table} WHERE chat_id = ?", [chat_id])  # noqa: S608

    def _met_before(self, chat_id: int, at: datetime) -> bool:
        rows = self._db.query("SELECT opened_at FROM meetings WHERE chat_id = ?", [chat_id])
        return any(read_moment(row["opened_at"]) < at for row in rows)

    def known(self, chat_id: int) -> KnownChat:
        """A chat as it is, without anything new about it."""
        row = self._db.execute("SELECT * FROM chats WHERE id = ?", [chat_id]).fetchone()
        chat = Chat(row["door"], row["key"], row["title"], ChatKind(row["kind"]))
        return KnownChat(chat_id, chat, bool(row["told_how"]))

    def find(self, door: str, key: str) -> int | None:
        """The chat of that key, if it has been seen."""
        row = self._db.execute(
            "SELECT id FROM chats WHERE door = ? AND key = ?", [door, key]
        ).fetchone()
        return row["id"] if row else None

    def former_keys(self, door: str, key: str) -> set[str]:
        """The keys that a chat had before it moved."""
        row = self._db.execute(
            "SELECT former FROM chats WHERE door = ? AND key = ?", [door, key]
        ).fetchone()
        return set(row["former"].split()) if row else set()

    def _merge(self, early: int, chat_id: int) -> None:
        """Hand what a chat seen too early has to the one that it really is."""
        self._db.execute(
            "UPDATE meetings SET closed_at = coalesce(closed_at, opened_at) "
            "WHERE chat_id = ? AND EXISTS "
            "(SELECT 1 FROM meetings WHERE chat_id = ? AND closed_at IS NULL)",
            [early, chat_id],
        )
        for table in (
            "meetings",
            "outbox",
            "messages",
            "questions",
            "outside",
            "asked_back",
            "orders",
            "sent_templates",
            "sent_lists",
            "excerpts",
            "audit",
        ):
            self._db.execute(
                f"UPDATE {table} SET chat_id = ? WHERE chat_id = ?",  # noqa: S608
                [chat_id, early],
            )
        for table in ("administrators", "removed"):
            self._db.execute(
                f"UPDATE OR IGNORE {table} SET chat_id = ? WHERE chat_id = ?",  # noqa: S608
                [chat_id, early],
            )
        self._db.execute(
            "UPDATE OR IGNORE pictures SET chat_id = ? WHERE chat_id = ?", [chat_id, early]
        )
        self._db.execute(
            "UPDATE OR IGNORE glossary SET chat_id = ? WHERE chat_id = ?", [chat_id, early]
        )
        self._db.execute(
            "UPDATE OR IGNORE told_once SET chat_id = ? WHERE chat_id = ?", [chat_id, early]
        )
        for table in (
            *("chat_info", "glossary", "pictures", "administrators", "removed"),
            *("choices", "told_once", "asked_last"),
        ):
            self._db.execute(f"DELETE FROM {table} WHERE chat_id = ?", [early])  # noqa: S608
        self._db.execute("DELETE FROM chats WHERE id = ?", [early])

    def office_info(self, chat_id: int) -> dict[str, str]:
        rows = self._db.query("SELECT code, value FROM chat_info WHERE chat_id = ?", [chat_id])
        return {row["code"]: row["value"] for row in rows}

    def keep_office_info(self, chat_id: int, code: str, value: str) -> None:
        self._db.table("chat_info").upsert(
            {"chat_id": chat_id, "code": code, "value": value}, pk=("chat_id", "code")
        )

    def know_person(self, door: str, person: Person) -> KnownPerson:
        """The person's row, made at first sight; the account's name follows the platform's, but not
        where that has none any more: who they were is known."""
        self._db.execute(
            "INSERT INTO people (door, key, name, username) VALUES (?, ?, ?, ?) "  # noqa: S608
            "ON CONFLICT (door, key) DO UPDATE "
            "SET name = iif(excluded.name = ?, name, excluded.name), "
            f"username = excluded.username, {_AS_BEFORE} "
            "WHERE name != excluded.name OR username != excluded.username",
            [door, person.key, person.name, person.username, *[nameless(person.key)] * 2],
        )
        if person.username:  # it is theirs now, whoever had it before
            self._db.execute(
                f"UPDATE people SET username = '', {_USERNAME_BEFORE} "  # noqa: S608
                "WHERE door = ? AND username = ? COLLATE NOCASE AND key != ?",
                [door, person.username, person.key],
            )
        found = self.find_person(door, person.key)
        assert found is not None
        return found

    def find_person(self, door: str, key: str) -> KnownPerson | None:
        """The person of that key, if they have been seen."""
        row = self._db.execute(
            "SELECT * FROM people WHERE door = ? AND key = ?", [door, key]
        ).fetchone()
        if row is None:
            return None
        name = row["said_name"] or row["name"]
        return KnownPerson(row["id"], name, row["said_title"], is_account(key))

    def took_part(self, door: str, key: str) -> bool:
        """Whether a person has acted in any meeting."""
        row = self._db.execute(
            "SELECT 1 FROM people p JOIN speakers s ON s.person_id = p.id "
            "WHERE p.door = ? AND p.key = ? AND s.here LIMIT 1",
            [door, key],
        ).fetchone()
        return row is not None

    def people_of(self, chat_id: int) -> list[Acquaintance]:
        """All who have taken part in a meeting of this chat, those seen last first."""
        rows = self._db.query(
            "SELECT p.id, p.key, p.username, p.former_usernames, p.name AS account, s.name, "
            "s.title FROM speakers s JOIN meetings m ON m.id = s.meeting_id "
            "JOIN people p ON p.id = s.person_id "
            "WHERE m.chat_id = ? AND s.here ORDER BY s.meeting_id DESC, s.rowid DESC",
            [chat_id],
        )
        found: dict[int, Acquaintance] = {}
        for row in rows:
            speaker = Speaker(row["id"], row["name"], row["title"])
            former = frozenset(row["former_usernames"].split())
            one = Acquaintance(
                speaker, row["username"], row["account"], former, is_account(row["key"])
            )
            found.setdefault(row["id"], one)
        return list(found.values())

    def person_name(self, person_id: int) -> str:
        """What ``/toi`` said, else the account's name."""
        row = self._db.table("people").get(person_id)
        return str(row["said_name"] or row["name"])

    def account(self, person_id: int) -> tuple[str, Person]:
        """The door that a person comes by, and who they are there."""
        row = self._db.table("people").get(person_id)
        return row["door"], Person(row["key"], row["name"], row["username"])

    def is_account(self, person_id: int) -> bool:
        """Whether it is one human's account, and no channel: see ``port.Person.is_account``."""
        return self.account(person_id)[1].is_account

    def name_person(self, person_id: int, name: str, title: str) -> None:
        """What ``/toi`` said; holds for this person's meetings from now on."""
        self._db.table("people").update(person_id, {"said_name": name, "said_title": title})
