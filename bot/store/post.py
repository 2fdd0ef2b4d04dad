"""What has arrived and what is to be said: on disk before anybody relies on it."""

from __future__ import annotations

import contextlib
import dataclasses
import json
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter, ValidationError
from sqlite_utils import Database

from bot.doors.port import Acknowledge, Chat, Incoming, Reply, Rewrite, Say, is_before_move

_INCOMING = TypeAdapter(Incoming)
_CHAT = TypeAdapter(Chat)
_REPLY: TypeAdapter[Reply] = TypeAdapter(Reply)
_IN_ORDER = "WHERE chat_id = ? AND sent_at IS NULL ORDER BY coalesce(place, id), id"
_NOTHING = "{}"  #: stands for what was said, once that is in the record or in the chat


@dataclass(frozen=True)
class Arrived:
    id: int
    incoming: Incoming | None  #: None: of a form that this version cannot read
    chat: Chat | None = None  #: where it came; None: that cannot be read either


@dataclass(frozen=True)
class Outgoing:
    id: int
    chat_id: int
    reply: Reply
    fitted: bool = False  #: it is what the door of its chat can say


def _read(number: int, payload: str) -> Arrived:
    try:
        incoming = _INCOMING.validate_json(payload)
    except ValidationError:
        return Arrived(number, None, _chat_of(payload))
    return Arrived(number, incoming, incoming.chat)


def _chat_of(payload: str) -> Chat | None:
    try:
        return _CHAT.validate_python(json.loads(payload)["chat"])
    except (ValueError, LookupError, TypeError):
        return None


def _as_can_be_said(reply: Reply) -> Reply | None:
    """A reply without what would be done to a message of before its group moved; None: nothing."""
    match reply:
        case Say(reply_to=message_id) if is_before_move(message_id):
            return dataclasses.replace(reply, reply_to=None)
        case Rewrite(message_id=message_id) if is_before_move(message_id):
            kept = dataclasses.replace(reply, message_id=None)
            return kept if reply.line_id or reply.question else None
        case Acknowledge(message_id=message_id) if is_before_move(message_id):
            return None
    return reply


class Inbox:
    def __init__(self, db: Database, now: Callable[[], datetime]) -> None:
        self._db = db
        self._now = now

    def put(self, incoming: Incoming) -> bool:
        """Keep an arrival; False if it has arrived before. Committed when this returns,
        unless a transaction is open around it."""
        with self._db.atomic():
            cursor = self._db.execute(
                "INSERT OR IGNORE INTO inbox (door, key, payload, received_at) VALUES (?, ?, ?, ?)",
                [
                    incoming.chat.door,
                    incoming.key,
                    _INCOMING.dump_json(incoming).decode(),
                    self._now().isoformat(),
                ],
            )
            return cursor.rowcount > 0

    def note(self, incoming: Incoming) -> None:
        """It has arrived, and nothing of it is kept but that: brought again, it is known."""
        at = self._now().isoformat()
        self._db.execute(
            "INSERT OR IGNORE INTO inbox (door, key, payload, received_at, handled_at) "
            "VALUES (?, ?, ?, ?, ?)",
            [incoming.chat.door, incoming.key, _NOTHING, at, at],
        )

    def has(self, door: str, key: str) -> bool:
        """Whether it has arrived before."""
        row = self._db.execute("SELECT 1 FROM inbox WHERE door = ? AND key = ?", [door, key])
        return row.fetchone() is not None

    def waiting(self, limit: int, but: Collection[int] = ()) -> list[Arrived]:
        """What is to be handled, in the order in which it came, without those named."""
        rows = self._db.query(
            "SELECT id, payload FROM inbox WHERE handled_at IS NULL "
            "AND id NOT IN (SELECT value FROM json_each(?)) ORDER BY id LIMIT ?",
            [json.dumps(list(but)), limit],
        )
        return [_read(row["id"], row["payload"]) for row in rows]

    def handled(self, arrived_id: int, error: str = "") -> None:
        """What it led to is in the record; its words are kept here only where that failed."""
        self._db.execute(
            "UPDATE inbox SET handled_at = ?, error = ?, payload = iif(? = '', ?, payload) "
            "WHERE id = ?",
            [self._now().isoformat(), error, error, _NOTHING, arrived_id],
        )

    def forget(self, before: datetime) -> None:
        """Remove what was handled before then; if it arrived once more it would be handled anew."""
        self._db.execute("DELETE FROM inbox WHERE handled_at < ?", [before.isoformat()])


class Outbox:
    def __init__(self, db: Database, now: Callable[[], datetime]) -> None:
        self._db = db
        self._now = now

    def put(self, chat_id: int, replies: Iterable[Reply]) -> None:
        """Have these said in this chat, in this order, after what waits there already.

        New words for a line's message take the place of older ones that nobody has seen yet: a
        recording's progress does not pile up while the platform is away.
        """
        at = self._now().isoformat()
        with self._db.atomic():
            for given in replies:
                reply = _as_can_be_said(given)
                if reply is None:
                    continue
                if isinstance(reply, Rewrite) and reply.line_id:
                    self._db.execute(
                        "UPDATE outbox SET sent_at = ?, error = 'replaced', payload = ? "
                        "WHERE chat_id = ? AND sent_at IS NULL "
                        "AND json_extract(payload, '$.do') = 'rewrite' "
                        "AND json_extract(payload, '$.line_id') = ?",
                        [at, _NOTHING, chat_id, reply.line_id],
                    )
                row = {
                    "chat_id": chat_id,
                    "payload": _REPLY.dump_json(reply).decode(),
                    "created_at": at,
                }
                self._db.table("outbox").insert(row)

    def chats_waiting(self) -> list[int]:
        rows = self._db.query("SELECT DISTINCT chat_id FROM outbox WHERE sent_at IS NULL")
        return [row["chat_id"] for row in rows]

    def next(self, chat_id: int) -> Outgoing | None:
        row = self._db.execute(
            f"SELECT id, payload, place FROM outbox {_IN_ORDER} LIMIT 1",  # noqa: S608
            [chat_id],
        ).fetchone()
        if row is None:
            return None
        try:
            reply = _REPLY.validate_json(row["payload"])
            return Outgoing(row["id"], chat_id, reply, row["place"] is not None)
        except ValidationError:  # of a form that this version cannot read
            self.sent(row["id"], "unreadable")
            return self.next(chat_id)

    def waiting(self, outgoing_id: int) -> Outgoing | None:
        """The same as it is now; None where it is no longer to be said."""
        row = self._db.execute(
            "SELECT chat_id, payload, place FROM outbox WHERE id = ? AND sent_at IS NULL",
            [outgoing_id],
        ).fetchone()
        if row is None:
            return None
        reply = _REPLY.validate_json(row["payload"])
        return Outgoing(outgoing_id, row["chat_id"], reply, row["place"] is not None)

    def head(self, chat_id: int, most: int) -> list[Outgoing]:
        """The first of what waits to be said in a chat."""
        rows = self._db.query(
            f"SELECT id, payload, place FROM outbox {_IN_ORDER} LIMIT ?",  # noqa: S608
            [chat_id, most],
        )
        found = []
        for row in rows:
            with contextlib.suppress(ValidationError):  # ``next`` puts it away
                reply = _REPLY.validate_json(row["payload"])
                found.append(Outgoing(row["id"], chat_id, reply, row["place"] is not None))
        return found

    def fit(self, several: Sequence[Outgoing], into: Sequence[Reply]) -> None:
        """Say these messages, which the door can say, in the place of several that wait; of none
        nothing is said. In a transaction."""
        first = several[0].id
        for out in several[0 if not into else 1 :]:
            self.sent(out.id, "fitted")
        at = self._now().isoformat()
        for count, reply in enumerate(into):
            payload = _REPLY.dump_json(reply).decode()
            if not count:
                self._db.table("outbox").update(first, {"payload": payload, "place": first})
                continue
            row = {"chat_id": several[0].chat_id, "payload": payload, "created_at": at}
            self._db.table("outbox").insert({**row, "place": first})

    def instead_of(self, several: Sequence[Outgoing], one: Reply) -> Outgoing:
        """Say one message in the place of several that wait."""
        first, *others = several
        self._db.table("outbox").update(first.id, {"payload": _REPLY.dump_json(one).decode()})
        for other in others:
            self.sent(other.id, "gathered")
        return Outgoing(first.id, first.chat_id, one)

    def sent(self, outgoing_id: int, error: str = "") -> None:
        """Said, or given up with the reason. (It may have been erased meanwhile.)"""
        self._db.execute(
            "UPDATE outbox SET sent_at = ?, error = ?, payload = ? WHERE id = ?",
            [self._now().isoformat(), error, _NOTHING, outgoing_id],
        )

    def forget(self, before: datetime) -> None:
        """Remove what was said, or given up, before then."""
        self._db.execute("DELETE FROM outbox WHERE sent_at < ?", [before.isoformat()])
