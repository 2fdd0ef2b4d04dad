"""Fair turns: of those who wait, whoever has the least in work is next, however many they are."""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Hashable
from contextlib import asynccontextmanager

Count = Callable[[], int]


def _counted(count: int | Count) -> Count:
    return count if callable(count) else lambda: count


class Turns:
    """So many pieces of work at a time, of several owners.

        turns = Turns(16, of_one=12)
        async with turns.turn(chat):
            ...

    Args:
        together: pieces at a time; a function where that changes, asked at each beginning and end.
        of_one: of one owner at a time; the others are for whoever comes. None: as `together`.
    """

    def __init__(self, together: int | Count, of_one: int | Count | None = None) -> None:
        self._together = _counted(together)
        self._of_one = _counted(together if of_one is None else of_one)
        self._busy: Counter[Hashable] = Counter()
        self._waiting: dict[Hashable, deque[asyncio.Future[None]]] = {}
        self._last: dict[Hashable, int] = {}  # owner -> when they had a turn last
        self._count = itertools.count(1)

    @property
    def is_full(self) -> bool:
        """Whether the next one who comes has to wait."""
        return self._busy.total() >= self._together()

    def should_go(self, whose: Hashable, *, had_long: bool) -> bool:
        """Whether one of an owner's pieces of work, that can go on later, makes way for another's.

        Args:
            had_long: it has had its turn for so long that an owner with no more than this one
                makes way too.
        """
        others = any(owner != whose for owner in self._waiting)
        return others and self.is_full and (had_long or self._busy[whose] > 1)

    @asynccontextmanager
    async def turn(self, whose: Hashable) -> AsyncIterator[None]:
        """Waits for the owner's next turn; it lasts as long as the block."""
        await self._begin(whose)
        try:
            yield
        finally:
            self._end(whose)

    async def _begin(self, whose: Hashable) -> None:
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(whose, deque()).append(mine)
        self._give()
        try:
            await mine
        except asyncio.CancelledError:
            if mine.done() and not mine.cancelled():  # it was given at that very moment
                self._end(whose)
            else:
                self._forget(whose, mine)
            raise

    def _end(self, whose: Hashable) -> None:
        self._busy[whose] -= 1
        if not self._busy[whose]:
            del self._busy[whose]
            if whose not in self._waiting:
                self._last.pop(whose, None)
        self._give()

    def _forget(self, whose: Hashable, mine: asyncio.Future[None]) -> None:
        queue = self._waiting.get(whose, deque())
        if mine in queue:
            queue.remove(mine)
        if not queue:
            self._waiting.pop(whose, None)

    def _give(self) -> None:
        while not self.is_full:
            owners = [owner for owner in self._waiting if self._busy[owner] < self._of_one()]
            if not owners:
                return
            owner = min(owners, key=lambda one: (self._busy[one], self._last.get(one, 0)))
            given = self._waiting[owner][0]
            self._forget(owner, given)
            if given.cancelled():
                continue
            self._busy[owner] += 1
            self._last[owner] = next(self._count)
            given.set_result(None)
