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


async def eventually(condition: Callable[[], T]) -> T:
    """What ``condition`` gives, as soon as that is true."""
    end = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < end, f"not so within {PATIENCE:g} s"
        await asyncio.sleep(0.01)
    return found
