"""Fair turns: nobody's many keep another's one waiting."""

from __future__ import annotations

import asyncio
from collections import Counter

from foundation.turns import Turns


class Work:
    """Pieces of work that end when the test says so."""

    def __init__(self, turns: Turns) -> None:
        self.turns = turns
        self.begun: list[str] = []
        self._ends: list[tuple[str, asyncio.Event]] = []
        self._tasks: list[asyncio.Task[None]] = []

    async def asks(self, whose: str, times: int = 1) -> list[asyncio.Task[None]]:
        tasks = [asyncio.create_task(self._piece(whose)) for _ in range(times)]
        self._tasks += tasks
        await settled()
        return tasks

    async def _piece(self, whose: str) -> None:
        async with self.turns.turn(whose):
            end = asyncio.Event()
            self.begun.append(whose)
            self._ends.append((whose, end))
            await end.wait()

    async def ends(self, whose: str) -> None:
        """The first of the owner's that goes on ends."""
        found = next(one for one in self._ends if one[0] == whose)
        self._ends.remove(found)
        found[1].set()
        await settled()

    async def all_end(self) -> None:
        while self._ends:
            await self.ends(self._ends[0][0])
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def settled() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_one_is_next_behind_500_of_another() -> None:
    work = Work(Turns(4))
    await work.asks("a", 500)
    assert work.begun == ["a"] * 4
    await work.asks("b")
    await work.ends("a")
    assert work.begun == ["a"] * 4 + ["b"]
    await work.all_end()
    assert Counter(work.begun) == {"a": 500, "b": 1}


async def test_with_a_place_kept_free_one_does_not_wait_at_all() -> None:
    work = Work(Turns(4, of_one=3))
    await work.asks("a", 500)
    assert work.begun == ["a"] * 3
    await work.asks("b")
    assert work.begun[-1] == "b"
    await work.all_end()


async def test_who_have_the_same_in_work_take_turns() -> None:
    work = Work(Turns(1))
    await work.asks("a", 3)
    await work.asks("b", 3)
    await work.asks("c", 1)
    await work.all_end()
    assert work.begun == ["a", "b", "c", "a", "b", "a", "b"]


async def test_one_owner_s_pieces_keep_their_order() -> None:
    turns, begun = Turns(1), list[int]()

    async def piece(number: int) -> None:
        async with turns.turn("a"):
            begun.append(number)

    await asyncio.gather(*(piece(number) for number in range(20)))
    assert begun == list(range(20))


async def test_who_waits_no_longer_takes_no_turn() -> None:
    work = Work(Turns(1))
    await work.asks("a")
    gone = await work.asks("b", 2)
    await work.asks("c")
    for task in gone:
        task.cancel()
    await settled()
    await work.ends("a")
    assert work.begun == ["a", "c"]
    assert work.turns.is_full
    await work.ends("c")
    assert not work.turns.is_full


async def test_a_turn_given_to_one_who_leaves_at_that_moment_goes_on() -> None:
    work = Work(Turns(1))
    (first,) = await work.asks("a")
    (second,) = await work.asks("b")
    await work.asks("c")
    first.cancel()
    await asyncio.sleep(0)  # the place is given to b, who has not seen it yet
    second.cancel()
    await settled()
    assert work.begun[-1] == "c"


async def test_one_makes_way_only_where_another_s_waits() -> None:
    work = Work(Turns(2))
    await work.asks("a", 3)
    assert not work.turns.should_go("a", had_long=True)  # its own may wait
    await work.asks("b")
    assert work.turns.should_go("a", had_long=False)  # it has two in work
    await work.ends("a")
    assert work.begun[-1] == "b"
    assert not work.turns.should_go("b", had_long=False)
    assert work.turns.should_go("b", had_long=True)
    await work.all_end()
