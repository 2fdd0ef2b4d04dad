"""What is written together is on disk together; each write fails alone."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest

from bot.doors.port import Chat, Incoming, Person
from bot.store import Store
from bot.store import thread as store_thread
from bot.store.thread import StoreThread
from tests.records import connections, store_at
from tests.waiting import PATIENCE

T = TypeVar("T")
CHAT, AN = Chat("list", "-1"), Person("2", "An")
AT = datetime(2026, 11, 23, tzinfo=UTC)


def arrival(number: int) -> Incoming:
    return Incoming(str(number), CHAT, AN, AT, str(number), f"tin {number}")


@pytest.fixture
def connection(monkeypatch: pytest.MonkeyPatch) -> list[sqlite3.Connection]:
    """The store's."""
    return connections(monkeypatch)


@pytest.fixture
def store(tmp_path: Path, connection: list[sqlite3.Connection]) -> Store:
    return store_at(tmp_path / "x.sqlite")


@pytest.fixture
def thread(store: Store) -> Iterator[StoreThread]:
    made = StoreThread(store)
    yield made
    made.close()


def counted(store: Store, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many writes each outermost transaction of the store took."""
    real, depth, found = store.transaction, [0], []

    @contextmanager
    def transaction() -> Iterator[None]:
        depth[0] += 1
        if depth[0] == 1:
            found.append(0)
        else:
            found[-1] += 1
        try:
            with real():
                yield
        finally:
            depth[0] -= 1

    monkeypatch.setattr(store, "transaction", transaction)
    return found


@asynccontextmanager
async def held(thread: StoreThread) -> AsyncIterator[None]:
    """The thread has other work, however slow this machine is, until the block ends."""
    goes_on = threading.Event()
    busy = asyncio.create_task(thread(goes_on.wait, PATIENCE))
    await asyncio.sleep(0)
    try:
        yield
    finally:
        goes_on.set()
    assert await busy


async def asked(*given: Coroutine[Any, Any, T]) -> list[asyncio.Task[T]]:
    """All of it waits for the store's thread."""
    tasks = [asyncio.create_task(one) for one in given]
    await asyncio.sleep(0)
    return tasks


async def test_many_writes_share_a_commit_and_keep_their_order(
    store: Store, thread: StoreThread, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    commits = counted(store, monkeypatch)
    async with held(thread):
        writing = await asked(*(thread.commit(store.inbox.put, arrival(n)) for n in range(100)))
    await asyncio.gather(*writing)
    assert sum(commits) == 100
    assert len(commits) < 50
    with sqlite3.connect(tmp_path / "x.sqlite") as other:
        keys = [row[0] for row in other.execute("SELECT key FROM inbox ORDER BY id")]
    assert keys == [str(n) for n in range(100)]


async def test_a_write_that_fails_leaves_the_others_alone(
    store: Store, thread: StoreThread
) -> None:
    def half() -> None:
        store.inbox.put(arrival(1000))
        raise LookupError("no")

    given = [thread.commit(store.inbox.put, arrival(n)) for n in range(5)]
    found = await asyncio.gather(*given, thread.commit(half), return_exceptions=True)
    assert found[:5] == [True] * 5
    assert isinstance(found[5], LookupError)
    assert len(await thread(store.inbox.waiting, 100)) == 5


async def test_where_the_disk_ends_all_of_it_everybody_is_told(
    store: Store,
    thread: StoreThread,
    connection: list[sqlite3.Connection],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full() -> None:
        connection[0].execute("ROLLBACK")  # as SQLite itself does on a full disk
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(store_thread, "LONGEST_COMMIT", PATIENCE)
    async with held(thread):
        given = await asked(
            thread.commit(store.inbox.put, arrival(1)),
            thread.commit(full),
            thread.commit(store.inbox.put, arrival(2)),
        )
    first, second, third = await asyncio.gather(*given, return_exceptions=True)
    assert isinstance(first, sqlite3.OperationalError)
    assert isinstance(second, sqlite3.OperationalError)
    assert third is True
    (kept,) = await thread(store.inbox.waiting, 10)
    assert kept.incoming == arrival(2)


async def test_where_no_transaction_can_begin_nobody_waits_for_ever(
    store: Store, thread: StoreThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def broken() -> Iterator[None]:
        raise sqlite3.OperationalError("disk I/O error")
        yield

    monkeypatch.setattr(store, "transaction", broken)
    given = [thread.commit(store.inbox.put, arrival(n)) for n in range(3)]
    found = await asyncio.wait_for(asyncio.gather(*given, return_exceptions=True), PATIENCE)
    assert all(isinstance(one, sqlite3.OperationalError) for one in found)
