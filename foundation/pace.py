"""How fast: so many a minute for each of many, and who sends more than that."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta

_MINUTE = 60.0  # seconds
_MOST_KNOWN = 10_000  # keys; the ones of long ago are forgotten


class Pace:
    """So many a minute for each key, counted over the last minute.

    Args:
        clock: seconds, as ``time.monotonic``.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._times: OrderedDict[Hashable, deque[float]] = OrderedDict()

    def count(self, key: Hashable) -> None:
        """One more has been."""
        self._recent(key).append(self._clock())

    def wait(self, key: Hashable, most: int) -> float:
        """Seconds until one more is within the pace; 0: now."""
        recent = self._recent(key)
        if len(recent) < most:
            return 0.0
        return max(0.0, recent[-most] + _MINUTE - self._clock())

    def _recent(self, key: Hashable) -> deque[float]:
        times = self._times.setdefault(key, deque())
        self._times.move_to_end(key)
        if len(self._times) > _MOST_KNOWN:
            self._times.popitem(last=False)
        while times and times[0] <= self._clock() - _MINUTE:
            times.popleft()
        return times


class Flood:
    """Counts what each person sends, by the times at which it was sent: what people sent in an
    hour without network comes all at once, and is no flood.

    Args:
        most: how much one person may send in a minute.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._sent: OrderedDict[Hashable, OrderedDict[str, datetime]] = OrderedDict()
        self._told: OrderedDict[Hashable, tuple[str, datetime]] = OrderedDict()

    def is_over(self, person: Hashable, key: str, at: datetime) -> bool:
        """Whether this is more than the person may send; if not, it is counted.

        Args:
            key: the arrival's; what comes again because it could not be kept counts once.
        """
        sent = self._sent.setdefault(person, OrderedDict())
        self._sent.move_to_end(person)
        if len(self._sent) > _MOST_KNOWN:
            self._sent.popitem(last=False)
        if key in sent:
            return False
        while sent and at - next(iter(sent.values())) >= timedelta(seconds=_MINUTE):
            sent.popitem(last=False)
        if len(sent) >= self.most:
            return True
        sent[key] = at
        return False

    def is_first(self, whom: Hashable, key: str, at: datetime) -> bool:
        """Whether nobody has told them in the last minute; they are told now, by that arrival."""
        told = self._told.get(whom)
        recently = told is not None and timedelta(0) <= at - told[1] < timedelta(seconds=_MINUTE)
        if told is not None and told[0] != key and recently:
            return False
        self._told[whom] = (key, at)
        self._told.move_to_end(whom)
        if len(self._told) > _MOST_KNOWN:
            self._told.popitem(last=False)
        return True
