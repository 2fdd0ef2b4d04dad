"""Which arrival is in hand: noted beside the record, so that a process that is killed over one
leaves word of it to the next."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Collection, Sequence
from pathlib import Path

from bot.store.post import Arrived

MOST_BEGINNINGS = 3  #: of an arrival over which the process ends each time


class InHand:
    """Counts how often an arrival was begun by processes that did not come to its end.

    A small file, written over in place and never waited for: what a killed process has written is
    there, and after a power cut nobody need know.

    Args:
        file: None: nothing is kept.
    """

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._into: int | None = None
        self._longest = 0
        self._earlier = _read(file) if file else {}
        if file:
            with contextlib.suppress(OSError):
                self._into = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
                self._longest = os.fstat(self._into).st_size

    def only_of(self, waiting: Collection[int]) -> None:
        """Forget what is known of arrivals that wait no longer."""
        self._earlier = {name: n for name, n in self._earlier.items() if _id(name) in waiting}

    def in_vain(self, arrivals: Sequence[Arrived]) -> int:
        """How often earlier processes have begun one of these and not ended it."""
        return max(self._earlier.get(_name(arrived), 0) for arrived in arrivals)

    def begin(self, arrivals: Sequence[Arrived]) -> None:
        """These are taken in hand now."""
        if self._into is None:
            return
        noted = dict(self._earlier)
        for arrived in arrivals:
            noted[_name(arrived)] = self._earlier.get(_name(arrived), 0) + 1
        self._write(noted)

    def rest(self) -> None:
        """Nothing is in hand: what was begun is ended."""
        if self._into is not None:
            self._write(self._earlier)

    def _write(self, noted: dict[str, int]) -> None:
        data = json.dumps(noted).encode()
        # a shorter text is followed by blanks: nothing has to be cut off
        self._longest = max(self._longest, len(data))
        with contextlib.suppress(OSError):
            assert self._into is not None
            os.pwrite(self._into, data.ljust(self._longest), 0)

    def close(self) -> None:
        """The same, for good."""
        self.rest()
        if self._into is not None:
            os.close(self._into)
            self._into = None


def _name(arrived: Arrived) -> str:
    """Tells an arrival from another of the same number, in a record that was put back."""
    return f"{arrived.id} {arrived.incoming.key if arrived.incoming else ''}"


def _id(name: str) -> int:
    return int(name.partition(" ")[0])


def _read(file: Path) -> dict[str, int]:
    try:
        found = json.loads(file.read_bytes())
        return {name: int(found[name]) for name in found if name.partition(" ")[0].isdecimal()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
