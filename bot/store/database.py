"""The database file: opened, examined, copied."""

from __future__ import annotations

import contextlib
import logging
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlite_utils import Database

from bot.errors import RecordUnusable
from bot.store.schema import LEAVES_NO_TRACES, migrations
from bot.store.search import teach

log = logging.getLogger(__name__)

BUSY = 10  # seconds that one process waits for another's write


def opened(path: Path) -> Database:
    """The database, in the shape of this version; made where there is none.

    Raises:
        RecordUnusable: see ``examine``.
    """
    is_new = not path.exists() or not path.stat().st_size
    if not is_new:
        examine(path)
    try:
        conn = sqlite3.connect(path, check_same_thread=False, timeout=BUSY)
        conn.row_factory = sqlite3.Row
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
        db = Database(conn)
        pending = [one.name for one in migrations.pending(db)]
        migrations.apply(db)
        if LEAVES_NO_TRACES in pending and not is_new:
            _wipe(db)
        if pending:  # what a large one wrote is moved now, not while somebody waits
            conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        raise _unusable(path, error) from error
    return db


def _wipe(db: Database) -> None:
    """Write the file anew, without what earlier versions left of overwritten words."""
    try:
        db.vacuum()
    except sqlite3.OperationalError as error:  # no room for a second one
        log.warning("traces of overwritten words may be left in the database: %s", error)


def examine(path: Path, *, thorough: bool = False) -> None:
    """Look whether a database is whole and of a version that this program knows. Changes nothing.

    Takes 1.6 s for a million lines (1.9 GB, in the page cache), thorough 7 s.

    Raises:
        RecordUnusable: one line that says what is wrong and what to do.
    """
    try:
        with contextlib.closing(_read_only(path)) as db:
            _examine(db, path, thorough)
    except sqlite3.Error as error:
        raise _unusable(path, error) from error


def _examine(db: sqlite3.Connection, path: Path, thorough: bool) -> None:
    pragma = "integrity_check" if thorough else "quick_check"
    (found,) = db.execute(f"PRAGMA {pragma}(1)").fetchone()
    if found == "ok" and thorough:
        broken = db.execute("PRAGMA foreign_key_check").fetchone()
        if broken:
            found = f"a row of {broken[0]} refers to one of {broken[2]} that is not there"
    if found != "ok":
        raise _damaged(path, " ".join(found.split()))
    tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if migrations.migrations_table not in tables:
        if tables:
            raise RecordUnusable(f"DATA_DIR: {path} is a database of another program; move it away")
        return
    applied = db.execute(
        f"SELECT name FROM {migrations.migrations_table} WHERE migration_set = ?",  # noqa: S608
        [migrations.name],
    )
    unknown = {name for (name,) in applied} - set(versions())
    if unknown:
        raise RecordUnusable(
            f"DATA_DIR: {path} was made by a newer version of this program ({max(unknown)}); "
            "install that version, or restore a backup that this one made"
        )


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
            yield db
    except sqlite3.Error as error:
        raise _unusable(path, error) from error


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=BUSY)


def _unusable(path: Path, error: sqlite3.Error) -> RecordUnusable:
    if isinstance(error, sqlite3.OperationalError):  # locked, no room, not ours to read
        return RecordUnusable(f"DATA_DIR: {path} cannot be used ({error})")
    return _damaged(path, str(error))


def _damaged(path: Path, what: str) -> RecordUnusable:
    return RecordUnusable(
        f"DATA_DIR: {path} is damaged ({what[:200]}) and was left as it is; restore the last "
        "backup: python -m bot restore FILE --replace"
    )
