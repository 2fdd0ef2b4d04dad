"""The record of a bot that has just been started for the first time, without the making of it."""

from __future__ import annotations

import functools
import sqlite3
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.store import Store
from bot.store.folder import DATABASE


def begin(data: Path) -> None:
    """Lay an empty record into a data folder, which is made where it is missing; a record that is
    there already stays.

    Every migration is a commit, on disk before the next: half a second on a slow one.
    """
    data.mkdir(parents=True, exist_ok=True)
    _lay(data / DATABASE)


def store_at(path: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Store:
    """The store on a database file, with an empty record laid there where none is."""
    _lay(path)
    return Store(path, now)


def _lay(path: Path) -> None:
    if not path.exists():
        path.write_bytes(_empty())


def connections(patch: pytest.MonkeyPatch) -> list[sqlite3.Connection]:
    """Those that stores use which are opened from now on: what SQLite itself does with one, on a
    disk that is full or slow, can be done to it."""
    made: list[sqlite3.Connection] = []
    connect = sqlite3.connect

    def connected(path: str | Path, **how: Any) -> sqlite3.Connection:
        opened = connect(path, **how)
        if how.get("check_same_thread") is False:  # made here, used in the store's thread
            made.append(opened)
        return opened

    patch.setattr(sqlite3, "connect", connected)
    return made


@functools.cache
def _empty() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / DATABASE
        Store(path).close()
        return path.read_bytes()
