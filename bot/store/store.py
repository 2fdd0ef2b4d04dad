"""The record on disk: one SQLite file in the data folder, reached only from here."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from bot.errors import RecordUnusable
from bot.store.audit import Audit
from bot.store.chats import Chats
from bot.store.glossary import Glossary
from bot.store.lines import Lines
from bot.store.meetings import Meetings
from bot.store.post import Inbox, Outbox
from bot.store.schema import migrations
from bot.store.templates import Templates
from bot.store.waiting import Queues


class Store:
    """Everything that is kept. Not thread-safe: use it from one thread at a time.

    Args:
        path: the database file; its folder must exist.
        now: the clock, timezone-aware.

    Raises:
        RecordUnusable: the file is no database, or cannot be written.
    """

    def __init__(self, path: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        try:
            self._db = _opened(path)
        except sqlite3.Error as error:
            raise RecordUnusable(f"DATA_DIR: {path} cannot be used ({error})") from error
        self.audit = Audit(self._db, now)
        self.chats = Chats(self._db)
        self.glossary = Glossary(self._db)
        self.meetings = Meetings(self._db, now)
        self.lines = Lines(self._db, now)
        self.templates = Templates(self._db, now)
        self.inbox = Inbox(self._db, now)
        self.outbox = Outbox(self._db, now)
        self.queues = Queues(self._db, now)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of the block or nothing of it."""
        with self._db.atomic():
            yield

    def close(self) -> None:
        self._db.close()


def _opened(path: Path) -> Database:
    conn = sqlite3.connect(path, check_same_thread=False, timeout=10)
    conn.row_factory = sqlite3.Row
    # FULL: what the platform was told to have arrived survives a power cut
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        conn.execute(f"PRAGMA {pragma}")
    db = Database(conn)
    migrations.apply(db)
    return db
