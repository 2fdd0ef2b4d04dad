"""Ends that come within a bound, whatever the work waits for.

A cancellation may be lost on its way: ``asyncio.wait_for`` of Python 3.11 forgets it where what it
waited for comes in the same moment, and some libraries take it for the end of a pause. Who cancels
once and then waits for the end waits for ever.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Coroutine, Iterable
from typing import Any, TypeVar

T = TypeVar("T")

_AGAIN = 0.2  # seconds until what has not heeded a cancellation is cancelled again


async def let_go(tasks: Iterable[asyncio.Task[Any]], seconds: float) -> bool:
    """Cancel tasks, again and again, until they have ended. What they raise is nobody's any more.

    Args:
        seconds: after which nobody waits any longer.

    Returns:
        whether all have ended.
    """
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    left = {task for task in tasks if task is not asyncio.current_task()}
    for task in left:
        task.add_done_callback(_heard)
    while left:
        for task in left:
            task.cancel()
        rest = until - loop.time()
        if rest <= 0:
            return False
        _, left = await asyncio.wait(left, timeout=min(_AGAIN, rest))
    return True


async def within(work: Awaitable[object], seconds: float) -> bool:
    """Whether some work is done in that time; if not, it is cancelled and not waited for.

    Raises:
        what the work raises.
    """
    task = asyncio.ensure_future(work)
    try:
        await asyncio.wait([task], timeout=seconds)
    finally:
        if not task.done():
            task.add_done_callback(_heard)
            task.cancel()
    if not task.done():
        return False
    task.result()
    return True


def finish(loop: asyncio.AbstractEventLoop, seconds: float) -> None:
    """End what is left in a loop that does not run any more, and close it."""
    loop.run_until_complete(let_go(asyncio.all_tasks(loop), seconds))
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()


def run(work: Coroutine[Any, Any, T], seconds: float) -> T:
    """Like ``asyncio.run``, but what is left at the end has so many seconds to end."""
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(work)
    finally:
        finish(loop, seconds)


def _heard(ended: asyncio.Future[Any]) -> None:
    with contextlib.suppress(asyncio.CancelledError):
        ended.exception()
