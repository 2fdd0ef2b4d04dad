"""The record on disk: one SQLite file in the data folder, reached only from here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.store import search_index
from bot.store.asked_back import AskedBackRows
from bot.store.asking import Asking
from bot.store.attendance import Attendance
from bot.store.audit import Audit
from bot.store.awaited import AwaitedRows
from bot.store.chats import Chats
from bot.store.database import index_is_exact, opened
from bot.store.erase import Erasing
from bot.store.glossary import Glossary
from bot.store.lines import Lines
from bot.store.meetings import Meetings
from bot.store.menus import Menus
from bot.store.names import Names
from bot.store.orders import Orders
from bot.store.outside import Outside
from bot.store.pictures import Pictures
from bot.store.places import Places
from bot.store.plain import Months, Plain
from bot.store.post import Inbox, Outbox
from bot.store.questions import Questions
from bot.store.queues import Queues
from bot.store.recordings import Recordings
from bot.store.reviews import Reviews
from bot.store.rooms import Rooms
from bot.store.same_people import SamePeople
from bot.store.search import Search
from bot.store.signoff import Signoff
from bot.store.steps import Steps
from bot.store.stretches import Stretches
from bot.store.suggestions import Suggestions
from bot.store.tasks import Tasks
from bot.store.templates import Templates
from bot.store.voices import Voices
from bot.store.web import Web


class Store:
    """Everything that is kept. Not thread-safe: use it from one thread at a time.

    Args:
        path: the database file; its folder must exist.
        now: the clock, timezone-aware.

    Raises:
        RecordUnusable: the file is no database, is damaged, is of a newer version, or cannot be
            written. It is as it was.
    """

    def __init__(self, path: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._db = opened(path)
        self._path = path
        self.audit = Audit(self._db, now)
        self.chats = Chats(self._db)
        self.search = Search(self._db)
        self.erasing = Erasing(self._db, self.audit, self.search)
        self.glossary = Glossary(self._db)
        self.steps = Steps(self._db, now)
        self.names = Names(self._db, now, self.audit, self.steps.touched)
        self.meetings = Meetings(self._db, now, self.names)
        self.attendance = Attendance(self._db, now, self.steps.touched, self.names)
        self.same_people = SamePeople(self._db, now, self.audit, self.names, self.steps.touched)
        self.suggestions = Suggestions(self._db, now)
        self.lines = Lines(self._db, now, self.steps, self.suggestions)
        self.recordings = Recordings(self._db, self.lines)
        self.rooms = Rooms(self._db, now, self.lines)
        self.stretches = Stretches(self._db, self.lines)
        self.voices = Voices(self._db)
        self.templates = Templates(self._db, now)
        self.places = Places(self._db, now)
        self.inbox = Inbox(self._db, now)
        self.outbox = Outbox(self._db, now)
        self.outside = Outside(self._db, now)
        self.questions = Questions(self._db)
        self.plain = Plain(self._db, now)
        self.months = Months(self._db)
        self.orders = Orders(self._db)
        self.reviews = Reviews(self._db, now)
        self.signoff = Signoff(self._db, now)
        self.pictures = Pictures(self._db)
        self.menus = Menus(self._db)
        self.tasks = Tasks(self._db, now, self.steps.touched)
        self.queues = Queues(self._db, now)
        self.asking = Asking(self._db, now)
        self.asked_back = AskedBackRows(self._db, now)
        self.awaited = AwaitedRows(self._db)
        self.web = Web(self._db, now)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of the block or nothing of it."""
        with self._db.atomic():
            yield

    @property
    def in_transaction(self) -> bool:
        return self._db.conn.in_transaction

    def index_is_exact(self) -> bool:
        """Whether a search finds what stands in the lines. Any thread may call it."""
        return index_is_exact(self._path)

    def make_index_anew(self) -> None:
        """Write the search index anew, from the lines. In no transaction."""
        search_index.make_anew(self._db.conn)

    def may_mend(self, error: BaseException) -> bool:
        """Whether ``mends`` may help once the transaction has ended."""
        return search_index.may_come_of_it(error)

    def mends(self, error: BaseException) -> bool:
        """Whether an error came of a damaged search index, which is made anew by now: what failed
        may be done again. In no transaction.

        Raises:
            sqlite3.Error: it cannot be made anew.
        """
        if not search_index.may_come_of_it(error) or self.in_transaction:
            return False
        if search_index.is_sound(self._db.conn):
            return False
        search_index.make_anew(self._db.conn)
        return True

    def close(self) -> None:
        self._db.close()
