"""How much waits, and since when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.store.stretches import STRETCHES_IN_LINE
from bot.store.values import NO_MOMENT, read_moment

# each is answered by the partial index of what waits
_QUEUES = {
    "arrivals": ("inbox", "handled_at IS NULL", "received_at"),
    "answers": ("outbox", "sent_at IS NULL", "created_at"),
    "recordings": ("lines", "state = 'waiting'", "at"),
}


@dataclass(frozen=True)
class Queue:
    length: int
    oldest: float  #: seconds that the first has waited; 0 where nothing waits


class Queues:
    def __init__(self, db: Database, now: Callable[[], datetime]) -> None:
        self._db = db
        self._now = now

    def lengths(self) -> dict[str, Queue]:
        """``arrivals`` to be handled, ``answers`` to be said, ``recordings`` to be transcribed."""
        found = {name: self._queue(*where) for name, where in _QUEUES.items()}
        notes, stretches = found["recordings"], self._stretches()
        oldest = max(notes.oldest, stretches.oldest)
        return {**found, "recordings": Queue(notes.length + stretches.length, oldest)}

    def _stretches(self) -> Queue:
        """Of recordings of rooms."""
        length, first = self._db.execute(
            f"SELECT count(*), min(s.id) {STRETCHES_IN_LINE}"
        ).fetchone()
        if first is None:
            return Queue(0, 0.0)
        (began,) = self._db.execute("SELECT at FROM stretches WHERE id = ?", [first]).fetchone()
        return Queue(length, self._since(began))

    def _queue(self, table: str, waits: str, since: str) -> Queue:
        length, first = self._db.execute(
            f"SELECT count(*), min(id) FROM {table} WHERE {waits}"  # noqa: S608 — our own words
        ).fetchone()
        if first is None:
            return Queue(0, 0.0)
        (began,) = self._db.execute(
            f"SELECT {since} FROM {table} WHERE id = ?",  # noqa: S608
            [first],
        ).fetchone()
        return Queue(length, self._since(began))

    def _since(self, began: object) -> float:
        """Seconds since a moment as it lies in a row; 0 for one that is none, or is to come."""
        since_when = read_moment(began)
        if since_when == NO_MOMENT:
            return 0.0
        return max((self._now() - since_when).total_seconds(), 0.0)

    def check_writable(self) -> None:
        """Raises what SQLite raises where nothing can be written now."""
        self._db.execute("BEGIN IMMEDIATE")
        self._db.execute("ROLLBACK")
