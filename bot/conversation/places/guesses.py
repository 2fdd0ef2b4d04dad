"""Wrong codes are bounded: for each person, and for all together."""

from __future__ import annotations

import math
from collections import OrderedDict, deque
from datetime import datetime, timedelta

_MINUTE = timedelta(minutes=1)
_FREE = 5  # wrong codes of one person in a minute; from then on also the right one waits
_FREE_OF_ALL = 60  # the same of all together
_FIRST_WAIT = 10.0  # seconds; twice as long after each further wrong code
_LONGEST_WAIT = 3600.0
_FORGOTTEN = timedelta(hours=1)  # without a wrong code
_MOST_KNOWN = 10_000  # people; those of long ago are forgotten


class Guesses:
    """Counts wrong codes, by the times at which they were sent."""

    def __init__(self) -> None:
        self._of: OrderedDict[int, list[datetime]] = OrderedDict()
        self._all: deque[datetime] = deque()

    def wait(self, person_id: int, at: datetime) -> int:
        """Seconds for which no code of this person is looked at; 0: it is looked at now."""
        wrong = self._of.get(person_id, [])
        waits = [0.0]
        if wrong and at - wrong[-1] < _FORGOTTEN:
            over = len(wrong) - _FREE
            if over >= 0:
                seconds = min(_FIRST_WAIT * 2.0 ** min(over, 20), _LONGEST_WAIT)
                waits.append(seconds - (at - wrong[-1]).total_seconds())
        while self._all and at - self._all[0] >= _MINUTE:
            self._all.popleft()
        if len(self._all) >= _FREE_OF_ALL:
            waits.append((_MINUTE - (at - self._all[0])).total_seconds())
        return math.ceil(max(waits))

    def wrong(self, person_id: int, at: datetime) -> None:
        """A code that leads nowhere."""
        kept = self._of.pop(person_id, [])
        if len(kept) < _FREE:  # so many a minute are nothing
            kept = [one for one in kept if at - one < _MINUTE]
        elif at - kept[-1] >= _FORGOTTEN:
            kept = []
        self._of[person_id] = [*kept, at][-64:]
        if len(self._of) > _MOST_KNOWN:
            self._of.popitem(last=False)
        self._all.append(at)
