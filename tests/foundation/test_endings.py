"""Whatever does not want to end, or does not notice that it should, holds nobody up."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from foundation.endings import let_go, run, within


async def forgets(times: int) -> None:
    """Takes so many cancellations for the end of a pause."""
    for _ in range(times):
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            continue
    await asyncio.Event().wait()


async def begun(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    task = asyncio.create_task(work)
    await asyncio.sleep(0)
    return task


async def test_what_loses_a_cancellation_is_cancelled_again() -> None:
    tasks = [await begun(forgets(times)) for times in range(3)]
    assert await let_go(tasks, 60.0)
    assert all(task.cancelled() for task in tasks)


async def test_what_never_heeds_is_not_waited_for() -> None:
    task = await begun(forgets(3))
    assert not await let_go([task], 0.1)
    assert await let_go([task], 60.0)


async def test_what_ends_otherwise_has_ended() -> None:
    async def fails() -> None:
        raise ValueError

    async def fails_at_the_end() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            raise OSError

    assert await let_go([await begun(fails()), await begun(fails_at_the_end())], 60.0)
    assert await let_go([], 0.0)


async def test_work_is_done_in_its_time_or_let_go() -> None:
    async def done() -> None: ...

    async def fails() -> None:
        raise OSError("no disk")

    assert await within(done(), 60.0)
    with pytest.raises(OSError, match="no disk"):
        await within(fails(), 60.0)
    assert not await within(asyncio.Event().wait(), 0.0)


async def test_work_whose_waiter_is_cancelled_is_let_go() -> None:
    waits = asyncio.Event().wait()
    inner = asyncio.ensure_future(waits)
    task = await begun(_waits(inner))
    assert await let_go([task], 60.0)
    await asyncio.wait([inner])
    assert inner.cancelled()


async def _waits(inner: asyncio.Future[Any]) -> None:
    await within(inner, 60.0)


def test_a_loop_ends_with_what_is_left_in_it() -> None:
    left: list[asyncio.Task[None]] = []

    async def work() -> str:
        left.append(await begun(forgets(2)))
        return "done"

    assert run(work(), 60.0) == "done"
    assert left[0].cancelled()


def test_what_the_work_raises_comes_through() -> None:
    async def work() -> None:
        await begun(forgets(1))
        raise LookupError

    with pytest.raises(LookupError):
        run(work(), 60.0)
