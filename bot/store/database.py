"""The database file: opened, examined, copied."""

from __future__ import annotations

import contextlib
import logging
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlite_utils import Database

from bot.errors import RecordUnusable
from bot.messages import maintenance as said
from bot.store import search_index
from bot.store.schema import LEAVES_NO_TRACES, migrations
from bot.store.search import teach
from bot.store.shape import Record
from bot.store.values import text_of

log = logging.getLogger(__name__)

_MOST_FOUND = 100
_OF_A_FIELD = re.compile(r"(NULL|NUMERIC|TEXT|non-\w+) value in |CHECK constraint failed")
_FEW_LINES = 20_000  # their words are compared with the index at each start, in half a second
BUSY = 10  # seconds that one process waits for another's write


def opened(path: Path) -> Record:
    """The database, in the shape of this version; made where there is none.

    Raises:
        RecordUnusable: see ``examine``.
    """
    is_new = not path.exists() or not path.stat().st_size
    can_be_searched = is_new or examine(path)
    try:
        conn = sqlite3.connect(path, check_same_thread=False, timeout=BUSY)
        conn.row_factory = sqlite3.Row
        conn.text_factory = text_of
        # FULL: what the platform was told to have arrived survives a power cut
        # secure_delete: what is erased is overwritten, not only forgotten
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "secure_delete = ON",
        ):
            conn.execute(f"PRAGMA {pragma}")
        teach(conn)
        if not can_be_searched:
            search_index.make_anew(conn)
        db = Database(conn)
        pending = [one.name for one in migrations.pending(db)]
        migrations.apply(db)
        if LEAVES_NO_TRACES in pending and not is_new:
            _wipe(db)
        if can_be_searched and not is_new and not search_index.is_sound(conn):
            search_index.make_anew(conn)
        if pending:  # what a large one wrote is moved now, not while somebody waits
            conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        raise _unusable(path, error) from error
    return Record(conn)


def _wipe(db: Database) -> None:
    """Write the file anew, without what earlier versions left of overwritten words."""
    try:
        db.vacuum()
    except sqlite3.OperationalError as error:  # no room for a second one
        log.warning("traces of overwritten words may be left in the database: %s", error)


def examine(path: Path, *, thorough: bool = False) -> bool:
    """Look whether a database is whole and of a version that this program knows. Changes nothing.

    Takes 1.6 s for a million lines (1.9 GB, in the page cache), thorough 30 s: then the search
    index is compared with the lines, word by word.

    Returns:
        False: all is whole but the search index, which ``mend`` makes anew.

    Raises:
        RecordUnusable: one line that says what is wrong and what to do.
    """
    try:
        with contextlib.closing(_read_only(path)) as db:
            return _examine(db, path, thorough)
    except sqlite3.Error as error:
        raise _unusable(path, error) from error


def index_is_exact(path: Path) -> bool:
    """Whether the search index has the words of all lines and no others: 20 s for a million lines.
    It only reads, from a connection of its own: any thread may call it."""
    with contextlib.closing(_read_only(path)) as db:
        return search_index.is_exact(db)


def mend(path: Path) -> None:
    """Make the search index of a database anew, of whatever version that is.

    Raises:
        RecordUnusable: it cannot be written.
    """
    try:
        with contextlib.closing(sqlite3.connect(path, timeout=BUSY)) as conn:
            search_index.make_anew(conn)
    except sqlite3.Error as error:
        raise _unusable(path, error) from error


def _examine(db: sqlite3.Connection, path: Path, thorough: bool) -> bool:
    found = _looked_at(db, thorough)
    whole = found == "ok"
    if not whole and not search_index.only_it_is_damaged(db):
        raise _damaged(path, found)
    if thorough and (broken := db.execute("PRAGMA foreign_key_check").fetchone()):
        what = said.REFERS_TO_NOTHING.format(table=broken[0], other=broken[2])
        raise _damaged(path, what)
    tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if migrations.migrations_table not in tables:
        if tables:
            raise RecordUnusable(said.DATABASE_OF_OTHERS.format(path=path))
        return True
    applied = db.execute(
        f"SELECT name FROM {migrations.migrations_table} WHERE migration_set = ?",  # noqa: S608
        [migrations.name],
    )
    unknown = {name for (name,) in applied} - set(versions())
    if unknown:
        raise RecordUnusable(said.DATABASE_NEWER.format(path=path, version=max(unknown)))
    return whole and (search_index.is_exact(db) if thorough or _has_few_lines(db) else True)


def _has_few_lines(db: sqlite3.Connection) -> bool:
    tables = db.execute("SELECT 1 FROM sqlite_master WHERE name = 'lines'").fetchone()
    many = "SELECT count(*) FROM (SELECT 1 FROM lines LIMIT ?)"
    return tables is None or db.execute(many, [_FEW_LINES]).fetchone()[0] < _FEW_LINES


def _looked_at(db: sqlite3.Connection, thorough: bool) -> str:
    pragma = "integrity_check" if thorough else "quick_check"
    try:
        found = [row for (row,) in db.execute(f"PRAGMA {pragma}({_MOST_FOUND})")]
    except sqlite3.OperationalError:  # locked, not ours to read
        raise
    except sqlite3.DatabaseError as error:
        return str(error)
    # a field that is not as its column wants it is a damaged row: that row is told of, see `values`
    of_more = [row for row in found if not _OF_A_FIELD.match(row)]
    return " ".join(of_more[0].split()) if of_more and of_more[0] != "ok" else "ok"


def is_current(db: Database) -> bool:
    """Whether a database has the shape of this version."""
    return not migrations.pending(db)


def versions() -> list[str]:
    """The names of all migrations, in their order."""
    with contextlib.closing(sqlite3.connect(":memory:")) as nothing:
        return [migration.name for migration in migrations.pending(Database(nothing))]


def copy(source: Path, target: Path) -> None:
    """A copy of the database as it is at this moment, as one file. Others may go on writing.

    Raises:
        RecordUnusable: there is no database, or it cannot be read.
    """
    try:
        with (
            contextlib.closing(_read_only(source)) as db,
            contextlib.closing(sqlite3.connect(target)) as made,
        ):
            db.backup(made)  # all at once: piece by piece it would begin anew with each write
            made.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise _unusable(source, error) from error


@contextlib.contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """The database for reading, whatever its version."""
    try:
        with contextlib.closing(_read_only(path)) as db:
            db.row_factory = sqlite3.Row
            db.text_factory = text_of
            yield db
    except sqlite3.Error as error:
        raise _unusable(path, error) from error


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=BUSY)


def _unusable(path: Path, error: sqlite3.Error) -> RecordUnusable:
    if isinstance(error, sqlite3.OperationalError):  # locked, no room, not ours to read
        return RecordUnusable(said.DATABASE_UNUSABLE.format(path=path, why=error))
    return _damaged(path, str(error))


def _damaged(path: Path, what: str) -> RecordUnusable:
    return RecordUnusable(said.DATABASE_DAMAGED.format(path=path, what=what[:200]))
