"""Wrong codes are bounded: for each person, and for all together."""

from __future__ import annotations

from datetime import datetime

from foundation.tries import Tries

_FREE_OF_ALL = 60  # wrong codes of all together in a minute


class Guesses:
    """Counts wrong codes, by the times at which they were sent."""

    def __init__(self) -> None:
        self._tries = Tries(_FREE_OF_ALL)

    def wait(self, person_id: int, at: datetime) -> int:
        """Seconds for which no code of this person is looked at; 0: it is looked at now."""
        return self._tries.wait(person_id, at.timestamp())

    def wrong(self, person_id: int, at: datetime) -> None:
        """A code that leads nowhere."""
        self._tries.wrong(person_id, at.timestamp())
