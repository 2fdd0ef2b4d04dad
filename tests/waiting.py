"""How tests wait: for what is so, never for seconds."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

#: seconds after which a test gives up: it ends what hangs and is no promise to anybody, for a
#: machine with other work may be slow
PATIENCE = 120.0
_LONGEST_CHECK = 5.0  # seconds, beyond which it is given no more


def with_more_time(check: Callable[[float], None], seconds: float) -> None:
    """Run a check that gives a machine so many seconds for what it does; where that fails, with
    twice as many, and so on: one that is slow today passes in the end, what is wrong does never.

    Args:
        check: with these seconds; may be run several times.
    """
    while True:
        try:
            return check(seconds)
        except Exception:
            if seconds > _LONGEST_CHECK:
                raise
        seconds *= 2


async def eventually(condition: Callable[[], T]) -> T:
    """What ``condition`` gives, as soon as that is true."""
    end, rest = time.monotonic() + PATIENCE, 0.001
    while not (found := condition()):
        assert time.monotonic() < end, f"not so within {PATIENCE:g} s"
        await asyncio.sleep(rest)
        rest = min(2 * rest, 0.02)
    return found
