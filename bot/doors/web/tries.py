"""Wrong codes are bounded by where they come from: five a minute, then the right one waits too."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable

_FREE = 5  # in a minute
_MINUTE = 60.0  # seconds
_FIRST_WAIT, _LONGEST_WAIT = 10.0, 3600.0  # seconds; twice as long after each further one
_OF_ALL = 120  # in a minute, from everywhere together
_MOST_KNOWN = 10_000  # addresses


class Tries:
    """Counts since the start.

    Args:
        clock: seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._of: OrderedDict[str, list[float]] = OrderedDict()
        self._all: list[float] = []

    def wait(self, address: str) -> int:
        """Seconds for which no code from there is looked at; 0: it is looked at now."""
        now = self._clock()
        waits = [0.0]
        wrong = self._of.get(address, [])
        over = len(wrong) - _FREE
        if over >= 0 and now - wrong[-1] < _LONGEST_WAIT:
            waits.append(min(_FIRST_WAIT * 2.0 ** min(over, 20), _LONGEST_WAIT) - (now - wrong[-1]))
        self._all = [at for at in self._all if now - at < _MINUTE]
        if len(self._all) >= _OF_ALL:
            waits.append(_MINUTE - (now - self._all[0]))
        return math.ceil(max(waits))

    def wrong(self, address: str) -> None:
        """A code that leads nowhere."""
        now = self._clock()
        kept = self._of.pop(address, [])
        if len(kept) < _FREE:
            kept = [at for at in kept if now - at < _MINUTE]
        elif now - kept[-1] >= _LONGEST_WAIT:
            kept = []
        self._of[address] = [*kept, now][-64:]
        if len(self._of) > _MOST_KNOWN:
            self._of.popitem(last=False)
        self._all.append(now)
