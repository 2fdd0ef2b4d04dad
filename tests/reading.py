"""The record of a bot that runs, read by its test: by the one thread that touches the store."""

from __future__ import annotations

import asyncio
import functools
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar, cast

import pytest

from bot.office import Office
from bot.store import Store
from bot.store.thread import StoreThread
from tests.waiting import PATIENCE

P = ParamSpec("P")
T = TypeVar("T")

_ASKING = ThreadPoolExecutor(1, thread_name_prefix="asking")


def at_once(on_store: StoreThread, work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    """What the store's thread gives, where nothing can be awaited."""
    if _is_the_stores(threading.current_thread()):
        return work(*args, **named)
    waits = _ASKING.submit(lambda: asyncio.run(on_store(work, *args, **named)))
    return waits.result(PATIENCE)


class Read:
    """The record of a running house, or a part of it, for its test: each call is made by the one
    thread that touches the store, between two pieces of the bot's own work, and waited for.
    """

    def __init__(self, part: object, on_store: StoreThread) -> None:
        self._part = part
        self._on_store = on_store

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._part, name)
        if type(found).__module__.startswith("bot.store."):
            return Read(found, self._on_store)
        return functools.partial(at_once, self._on_store, found) if callable(found) else found


def record_of(office: Office) -> Store:
    """Its record, to be read while it runs."""
    return cast(Store, Read(office.store, office.on_store))


# --- whoever reads it otherwise -------------------------------------------------------------------


class OfOneThread(sqlite3.Connection):
    """A connection that several threads may use by turns: from when the store's thread has used it,
    and as long as that lives, any other that does is told so, and its test fails.

    Files that a test opens for itself (``sqlite3.connect``) are none of this.
    """

    theirs: threading.Thread | None = None
    wrong: list[str]  #: what was done from elsewhere

    def _look(self) -> None:
        thread = threading.current_thread()
        if thread is self.theirs:
            return
        if self.theirs is not None and self.theirs.is_alive():
            self.wrong.append(f"{thread.name} uses the connection of a bot that runs")
            raise AssertionError(f"{self.wrong[-1]}: see tests.reading.record_of")
        if _is_the_stores(thread):
            self.theirs = thread

    def execute(self, *what: Any) -> sqlite3.Cursor:
        self._look()
        return super().execute(*what)

    def executemany(self, *what: Any) -> sqlite3.Cursor:
        self._look()
        return super().executemany(*what)

    def executescript(self, *what: Any) -> sqlite3.Cursor:
        self._look()
        return super().executescript(*what)

    def cursor(self, *what: Any, **named: Any) -> sqlite3.Cursor:
        self._look()
        return super().cursor(*what, **named)

    def commit(self) -> None:
        self._look()
        super().commit()

    def rollback(self) -> None:
        self._look()
        super().rollback()


@contextmanager
def watched() -> Iterator[list[str]]:
    """Every store that is opened meanwhile is watched; gives what was done from a wrong thread."""
    wrong: list[str] = []
    connect = sqlite3.connect

    def connected(*where: Any, **how: Any) -> sqlite3.Connection:
        if how.get("check_same_thread") is not False:
            return connect(*where, **how)
        opened = connect(*where, factory=OfOneThread, **how)
        opened.wrong = wrong
        return opened

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", connected)
        yield wrong


def _is_the_stores(thread: threading.Thread) -> bool:
    return thread.name.startswith("store")
