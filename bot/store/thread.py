"""The one thread that touches the store, and how writes that come together share a commit."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import logging
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from bot.store.store import Store

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

LONGEST_COMMIT = 0.05  #: seconds of work that are committed together


@dataclass
class _Asked:
    """What is asked of the store, and where its answer is waited for."""

    call: Callable[[], Any]
    future: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop

    def settle(self, result: object, error: BaseException | None) -> None:
        def tell() -> None:
            if self.future.done():
                return
            if error is None:
                self.future.set_result(result)
            else:
                self.future.set_exception(error)

        with contextlib.suppress(RuntimeError):  # the loop has ended; nobody waits
            self.loop.call_soon_threadsafe(tell)


class StoreThread:
    """The one thread that touches the store: ``await on_store(store.lines.get, 5)``."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._writes: deque[_Asked] = deque()
        self._told: list[Callable[[], None]] = []

    def tell(self, written: Callable[[], None]) -> None:
        """Call this after whatever may have written, in the store's thread; it must be quick."""
        self._told.append(written)

    def _written(self) -> None:
        for told in self._told:
            try:
                told()
            except Exception as error:  # the disk; whoever reads next sees it
                log.debug("nobody can be told that something was written: %s", error)

    async def __call__(self, call: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        asked = self._asked(call, *args, **named)
        self._executor.submit(self._answer, asked)
        return await asked.future  # type: ignore[no-any-return]

    @staticmethod
    def _asked(call: Callable[P, T], *args: P.args, **named: P.kwargs) -> _Asked:
        loop = asyncio.get_running_loop()
        context = contextvars.copy_context()  # the log knows there too what it is about
        return _Asked(lambda: context.run(call, *args, **named), loop.create_future(), loop)

    def _answer(self, asked: _Asked) -> None:
        """Do it, and tell; the loop's own way to do so takes longer than most of what is asked."""
        if asked.future.cancelled():
            return
        try:
            result = self._call(asked.call)
        except BaseException as error:  # it belongs to whoever waits
            asked.settle(None, error)
        else:
            asked.settle(result, None)

    def _call(self, call: Callable[[], T]) -> T:
        try:
            try:
                return call()
            except Exception as error:
                if not self._store.mends(error):
                    raise
            return call()
        finally:
            self._written()

    async def commit(self, call: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """Call it in a transaction; when this returns, what it wrote is on disk.

        What is asked for while the disk is at work is committed together: a disk takes as long for
        a hundred changes as for one. Each fails alone, all or nothing of it.
        """
        write = self._asked(call, *args, **named)
        self._writes.append(write)
        self._executor.submit(self._commit_waiting)
        return await write.future  # type: ignore[no-any-return]

    def _commit_waiting(self) -> None:
        if not self._writes:  # an earlier call has taken them along
            return
        done: list[tuple[_Asked, object, Exception | None]] = []
        end = time.perf_counter() + LONGEST_COMMIT
        try:
            with self._store.transaction():
                while self._writes and (not done or time.perf_counter() < end):
                    write = self._writes.popleft()
                    try:
                        with self._store.transaction():
                            done.append((write, write.call(), None))
                    except Exception as error:
                        done.append((write, None, error))
                        if not self._store.in_transaction:  # a full disk ends all of it
                            raise
        except Exception as error:
            failed = [write for write, _, _ in done] or [self._writes.popleft()]
            done = [(write, None, error) for write in failed]
        for write, result, failure in done:
            if failure is None or not self._again(write, failure):
                write.settle(result, failure)
        self._written()

    def _again(self, write: _Asked, failure: Exception) -> bool:
        """Do a change once more that failed of a damaged search index; False: of another thing."""
        try:
            if not self._store.mends(failure):
                return False
            with self._store.transaction():
                result = write.call()
        except Exception as error:
            write.settle(None, error)
        else:
            write.settle(result, None)
        return True

    def close(self) -> None:
        self._executor.shutdown(wait=True)
