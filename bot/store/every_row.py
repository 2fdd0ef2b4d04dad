"""Every row of every table read once, as the bot reads it, to find the fields that are damaged.

SQLite finds pages that hang together wrongly. It does not find a moment that is none, a word that
is no text, a state that there is not.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from bot.minutes import Concluding, LineKind, LineState, Tag
from bot.minutes.documents import Kind
from bot.minutes.tasks import TaskState
from bot.minutes.typed.people import Presence
from bot.store import search_index
from bot.store.database import is_current, reading
from bot.store.line_rows import read_beside, select_lines
from bot.store.signoff import State
from bot.store.stretches import StretchState
from bot.store.values import (
    damage,
    note,
    read_day,
    read_hour,
    read_json,
    read_media,
    read_moment,
    read_number,
    read_one_of,
    read_pairs,
    read_words,
)

_MOST_LINES = 500  # read at a time
_OURS = "_sqlite_migrations"

# How a column is read, where that is not told by its type. The names that end so are moments
_MOMENTS = ("at", "until")
_READERS: dict[tuple[str, str], Callable[[Any], object]] = {
    ("lines", "kind"): lambda raw: read_one_of(LineKind, raw, LineKind.TEXT),
    ("lines", "state"): lambda raw: read_one_of(LineState, raw, LineState.DONE),
    ("lines", "tag"): lambda raw: read_one_of(Tag, raw, Tag.CONTENT),
    ("lines", "doubts"): lambda raw: read_json(raw, []),
    ("lines", "offers"): read_pairs,
    ("lines", "media"): read_media,
    ("lines", "beside"): read_beside,
    ("lines", "done_until"): lambda raw: read_number(raw, None),
    ("meetings", "concluding"): lambda raw: read_one_of(Concluding, raw, Concluding.DESK),
    ("attendance", "state"): lambda raw: read_one_of(Presence, raw, Presence.UNMARKED),
    ("attendance_steps", "changes"): lambda raw: read_json(raw, {}),
    ("tasks", "state"): lambda raw: read_one_of(TaskState, raw, TaskState.SUGGESTED),
    ("tasks", "due_on"): read_day,
    ("tasks", "due_at"): read_hour,
    ("tasks", "said"): lambda raw: read_json(raw, {}),
    ("tasks", "now"): lambda raw: read_json(raw, {}),
    ("submissions", "state"): lambda raw: read_one_of(State, raw, State.WITHDRAWN),
    ("documents", "kind"): lambda raw: read_one_of(Kind, raw, Kind.REPORT),
    ("sent_templates", "kind"): lambda raw: read_one_of(Kind, raw, Kind.REPORT),
    ("sent_templates", "media"): read_media,
    ("sent_lists", "media"): read_media,
    ("remarks", "media"): read_media,
    ("stretches", "media"): read_media,
    ("stretches", "state"): lambda raw: read_one_of(StretchState, raw, StretchState.FAILED),
    ("asked_back", "readings"): read_pairs,
    ("outside", "payload"): lambda raw: read_json(raw, {}),
    ("inbox", "payload"): lambda raw: read_json(raw, {}),
    ("outbox", "payload"): lambda raw: read_json(raw, {}),
    ("web_said", "payload"): lambda raw: read_json(raw, {}),
}


@dataclass(frozen=True)
class DamagedRow:
    """A row of which some fields cannot be read. The rest of it is used."""

    table: str
    row: int
    fields: tuple[str, ...]


def damaged_rows(path: Path) -> list[DamagedRow]:
    """Read every row of a database, of whatever version.

    Takes 60 s for a million lines.

    Raises:
        RecordUnusable: a page cannot be read.
    """
    with reading(path) as conn:
        db = Database(conn)
        names = [
            row["name"]
            for row in db.query("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        ]
        ours = [one for one in names if not one.startswith((search_index.INDEX, "sqlite_", _OURS))]
        return [found for name in ours for found in _in_table(db, name)]


def _in_table(db: Database, table: str) -> Iterator[DamagedRow]:
    columns = [
        (row["name"], row["type"].upper(), bool(row["notnull"] or row["pk"]))
        for row in db.query(f"PRAGMA table_info({table})")
    ]
    by_bot = table == "lines" and is_current(db)
    of_bot = set(_damaged_lines(db)) if by_bot else set()
    which = "rowid IN (SELECT value FROM json_each(?))" if by_bot else "? IS NOT NULL"
    every = f"SELECT rowid AS its_row, * FROM {table} WHERE {which}"  # noqa: S608 — our own names
    for row in db.query(every, [json.dumps(sorted(of_bot))]):
        with damage() as noted:
            found = tuple(
                name
                for name, kind, needed in columns
                if _is_damaged(table, name, kind, row[name], needed, noted)
            )
        if found or row["its_row"] in of_bot:
            yield DamagedRow(table, row["its_row"], found or ("person_id",))


def _damaged_lines(db: Database) -> Iterator[int]:
    """By the bot's own reader, some at a time."""
    (last,) = db.execute("SELECT coalesce(max(id), 0) FROM lines").fetchone()
    for first in range(1, last + 1, _MOST_LINES):
        with damage() as noted:
            select_lines(db, "WHERE l.id BETWEEN ? AND ?", [first, first + _MOST_LINES - 1])
        yield from (int(one.removeprefix("line ")) for one in noted if one.startswith("line "))


def _is_damaged(
    table: str, name: str, kind: str, raw: object, needed: bool, noted: list[str]
) -> bool:
    before = len(noted)
    if raw is None:
        if needed and kind:
            note(name)
    elif raw == "":
        return False
    elif reader := _READERS.get((table, name)):
        reader(raw)
    elif name.rpartition("_")[2] in _MOMENTS and kind == "TEXT":
        read_moment(raw)
    elif kind == "TEXT":
        read_words(raw)
    elif kind in ("INTEGER", "REAL"):
        read_number(raw, None)
    return len(noted) > before
