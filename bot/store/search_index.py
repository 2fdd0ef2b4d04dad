# ruff: noqa: S608 -- the statements are made of the index's own names
"""The search index held against the lines, and made anew from them where it is damaged.

SQLite's own checks do not look into it: to them it is a table of blobs. Nothing in it is not in the
lines too, so it is never a reason to stop.
"""

from __future__ import annotations

import logging
import sqlite3
import time

from bot.store.search import teach
from bot.store.values import text_of

log = logging.getLogger(__name__)

INDEX = "line_words"
_OPTIONS = "tokenize = \"unicode61 remove_diacritics 0 tokenchars '_'\""
# As migration 7 made it; a test holds the two together
_MADE = f"CREATE VIRTUAL TABLE {INDEX} USING fts5 (words, content = '', {_OPTIONS})"
_PARTS = ("data", "idx", "docsize", "config")
_INDEXED = (
    "SELECT l.id AS id, indexed_words(m.chat_id, CAST(l.text AS BLOB)) AS words FROM main.lines l "
    "JOIN main.meetings m ON m.id = l.meeting_id WHERE NOT l.deleted AND l.text != ''"
)
# SQLite has several words for a damaged index
_OF_DAMAGE = ("SQLITE_CORRUPT", "SQLITE_ERROR", "SQLITE_CONSTRAINT", "SQLITE_NOTADB")
_IDS = "SELECT id FROM lines WHERE NOT deleted AND text != ''"


def is_there(db: sqlite3.Connection) -> bool:
    """Whether the database is of a version that has the index."""
    found = db.execute("SELECT 1 FROM sqlite_master WHERE name = 'line_words_of_new'")
    return found.fetchone() is not None


def is_sound(db: sqlite3.Connection) -> bool:
    """Whether the index can be read to its end and knows the lines that there are, and no others.

    Its words are not compared (``is_exact``). 2 s for a million lines; of a connection that may
    write, for FTS5 asks for that. Changes nothing.
    """
    if not is_there(db):
        return True
    in_transaction = db.in_transaction
    try:
        db.execute(f"INSERT INTO {INDEX} ({INDEX}) VALUES ('integrity-check')")
        # and whether it takes a word: what is asked of it between two savepoints is written at once
        db.execute("SAVEPOINT before_a_word")
        db.execute(f"INSERT INTO {INDEX} (rowid, words) VALUES (-1, 'x')")
        db.execute("SAVEPOINT behind_a_word")
        db.execute("ROLLBACK TO before_a_word")
        db.execute("RELEASE before_a_word")
        docs = f"SELECT id FROM {INDEX}_docsize"
        differences = (f"{docs} EXCEPT {_IDS} LIMIT 1", f"{_IDS} EXCEPT {docs} LIMIT 1")
        return not any(db.execute(one).fetchone() for one in differences)
    except sqlite3.DatabaseError as error:
        if _is_elsewhere(error):
            raise
        return False
    finally:
        if not in_transaction:
            db.rollback()


def is_exact(db: sqlite3.Connection) -> bool:
    """Whether the index has the words of all living lines, and no others. Some 20 s for a million
    lines; of any connection, also of one for reading only: it looks at a copy of the index.
    """
    if not is_there(db):
        return True
    teach(db)
    db.text_factory = text_of
    db.execute(f"CREATE TEMP VIEW words_of_lines AS {_INDEXED}")
    try:
        db.execute(
            "CREATE VIRTUAL TABLE temp.looked_at USING fts5 "
            f"(words, content = 'words_of_lines', content_rowid = 'id', {_OPTIONS})"
        )
        for part in _PARTS:
            db.execute(f"DELETE FROM temp.looked_at_{part}")
            db.execute(f"INSERT INTO temp.looked_at_{part} SELECT * FROM main.{INDEX}_{part}")
        db.execute("INSERT INTO temp.looked_at (looked_at, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        if _is_elsewhere(error):
            raise
        return False
    return True


def _is_elsewhere(error: sqlite3.DatabaseError) -> bool:
    """Whether this says nothing of the index: the disk is full, somebody else writes."""
    name = getattr(error, "sqlite_errorname", "")
    return not name.startswith(_OF_DAMAGE)


def may_come_of_it(error: BaseException) -> bool:
    """Whether a damaged index may be the cause: SQLite has several words for it."""
    name = getattr(error, "sqlite_errorname", "")
    return name.startswith(_OF_DAMAGE)


def only_it_is_damaged(db: sqlite3.Connection) -> bool:
    """Whether all is whole but the pages of the index, of a database that SQLite calls damaged."""
    if not is_there(db):
        return False
    tables = db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0 "
        f"AND name NOT GLOB '{INDEX}_*'"
    )
    try:
        names = ["sqlite_schema", *(name for (name,) in tables)]
        return all(
            db.execute(f"PRAGMA integrity_check('{name}')").fetchone()[0] == "ok" for name in names
        )
    except sqlite3.DatabaseError:
        return False


def make_anew(db: sqlite3.Connection) -> None:
    """Write the index anew, from the lines. Of a connection that is in no transaction.

    30 s for a million lines, and where its pages cannot be read the whole file is written anew.

    Raises:
        sqlite3.Error: the disk is full, or the lines themselves cannot be read.
    """
    started = time.monotonic()
    teach(db)
    try:
        _fill(db, f"DROP TABLE IF EXISTS {INDEX}")
    except sqlite3.DatabaseError as error:
        if _is_elsewhere(error):
            raise
        _disown(db)
        _fill(db, "")
    took = time.monotonic() - started
    log.warning("the search index was damaged; it is made anew, in %.1f s", took)


def _fill(db: sqlite3.Connection, first: str) -> None:
    db.execute("BEGIN IMMEDIATE")
    try:
        for statement in (
            first,
            _MADE,
            # as migration 7 says why
            f"INSERT INTO {INDEX} ({INDEX}, rank) VALUES ('usermerge', 2)",
            f"INSERT INTO {INDEX} ({INDEX}, rank) VALUES ('crisismerge', 400)",
            f"INSERT INTO {INDEX} (rowid, words) {_INDEXED} ORDER BY l.id",
            f"INSERT INTO {INDEX} ({INDEX}) VALUES ('optimize')",
            "DELETE FROM words_to_forget",
        ):
            if statement:
                db.execute(statement)
    except BaseException:
        db.rollback()
        raise
    db.commit()


def _disown(db: sqlite3.Connection) -> None:
    """Take the index out of the database's list of tables without touching its pages, which cannot
    be followed; they go as the file is written anew."""
    db.execute("PRAGMA writable_schema = ON")
    db.execute(
        "DELETE FROM sqlite_master WHERE type = 'table' "
        f"AND (name = '{INDEX}' OR name GLOB '{INDEX}_*')"
    )
    db.execute("PRAGMA writable_schema = RESET")
    db.commit()
    db.execute("VACUUM")
