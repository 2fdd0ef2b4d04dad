"""Waiting until nothing is left to do, where nobody tells when that is."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

# Seconds between two questions: most of what is waited for is done in milliseconds
_SHORTEST, _LONGEST = 0.001, 0.05


async def settled(busy: Callable[[], Awaitable[object]]) -> None:
    """Asks whether there is work, soon and then less often, until there is none.

    Args:
        busy: something true as long as there is.
    """
    rest = _SHORTEST
    while await busy():
        await asyncio.sleep(rest)
        rest = min(2 * rest, _LONGEST)
