"""Wrong tries are bounded: for each who tries, and for all together."""

from __future__ import annotations

import math
from collections import OrderedDict, deque
from collections.abc import Hashable

_MINUTE = 60.0  # seconds
_FREE = 5  # wrong tries of one in a minute; from then on also the right one waits
_FIRST_WAIT, _LONGEST_WAIT = 10.0, 3600.0  # seconds; twice as long after each further wrong try
_FORGOTTEN = 3600.0  # seconds without a wrong try
_MOST_KNOWN = 10_000  # who have tried; those of long ago are forgotten


class Tries:
    """Counts wrong tries since the start, by the times that it is told, in seconds.

    Args:
        free_of_all: wrong tries in a minute of all together, from which on everybody waits.
    """

    def __init__(self, free_of_all: int) -> None:
        self._free_of_all = free_of_all
        self._of: OrderedDict[Hashable, list[float]] = OrderedDict()
        self._all: deque[float] = deque()

    def wait(self, who: Hashable, at: float) -> int:
        """Seconds for which no try of theirs is looked at; 0: it is looked at now."""
        wrong = self._of.get(who, [])
        waits = [0.0]
        if wrong and at - wrong[-1] < _FORGOTTEN:
            over = len(wrong) - _FREE
            if over >= 0:
                seconds = min(_FIRST_WAIT * 2.0 ** min(over, 20), _LONGEST_WAIT)
                waits.append(seconds - (at - wrong[-1]))
        while self._all and at - self._all[0] >= _MINUTE:
            self._all.popleft()
        if len(self._all) >= self._free_of_all:
            waits.append(_MINUTE - (at - self._all[0]))
        return math.ceil(max(waits))

    def wrong(self, who: Hashable, at: float) -> None:
        """Theirs was wrong."""
        kept = self._of.pop(who, [])
        if len(kept) < _FREE:  # so many a minute are nothing
            kept = [one for one in kept if at - one < _MINUTE]
        elif at - kept[-1] >= _FORGOTTEN:
            kept = []
        self._of[who] = [*kept, at][-64:]
        if len(self._of) > _MOST_KNOWN:
            self._of.popitem(last=False)
        self._all.append(at)
