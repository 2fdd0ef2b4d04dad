"""Recordings that people sent are fetched: with tries, with rests, on a disk that may be full."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot import counts
from bot.doors.port import Door, Media
from bot.errors import FileTooBig, MaybeGone, NoRoom, Refused, is_full, is_record_stuck
from bot.store.audio import AudioFolder
from bot.store.lines import LineGone
from bot.store.thread import StoreThread
from foundation.logs import told

log = logging.getLogger(__name__)

MOST_TRIES = 60  #: about an hour of an unreachable platform
FEW_TRIES = 8  #: some minutes of a file of which the platform says that it may be gone
LONGEST_REST = 60.0  #: seconds between two tries
ROOM_REST = 30.0  #: seconds between two looks whether a full disk has room


class Rests:
    """What may be tried again, and how soon: by the number that it has in the record."""

    def __init__(self) -> None:
        self._moments: dict[int, float] = {}  # not before this one (monotonic)

    def rest(self, number: int, seconds: float) -> None:
        """Let it rest so long from now."""
        self._moments[number] = time.monotonic() + seconds

    def resting(self) -> set[int]:
        """Those that may not be tried yet. Any thread may ask."""
        now = time.monotonic()
        return {number for number, moment in dict(self._moments).items() if moment > now}

    def next_in(self) -> float | None:
        """Seconds until the first may be tried again; None: none rests.

        One whose rest is over is spoken of once more, as it may have been looked at just before.
        """
        now = time.monotonic()
        soonest = min(self._moments.values(), default=None)
        self._moments = {number: x for number, x in self._moments.items() if x > now}
        return None if soonest is None else max(soonest - now, 0.05)


@dataclass(frozen=True)
class OnDisk:
    """It is on the disk and in the record."""


@dataclass(frozen=True)
class Later:
    """It could not be had now; it rests."""


@dataclass(frozen=True)
class Full:
    """The disk has no room for it; it rests."""

    error: Exception


@dataclass(frozen=True)
class GivenUp:
    """It can never be had."""

    code: str  #: a failure that ``bot.messages.recordings`` has a sentence for
    error: Exception


Ending = OnDisk | Later | Full | GivenUp


class Fetching:
    """Fetches recordings of one kind into their folder, a try at a time.

    Args:
        doors: by name; a recording comes through the door it was sent to.
        max_bytes: of one recording.
        rests: where it notes when a recording may be tried again.
        kind: what the recordings belong to, for the log.
    """

    def __init__(
        self,
        doors: Mapping[str, Door],
        on_store: StoreThread,
        audio: AudioFolder,
        max_bytes: int,
        rests: Rests,
        kind: str,
    ) -> None:
        self._doors = doors
        self._on_store = on_store
        self._audio = audio
        self._max_bytes = max_bytes
        self._rests = rests
        self._kind = kind
        self._tries: dict[int, int] = {}
        self._look_again = -math.inf  # whether there is room: not before this moment (monotonic)

    async def fetch(
        self, number: int, door: str, media: Media, keep: Callable[[Path, str], None]
    ) -> Ending:
        """Try to have a recording.

        Args:
            number: of what it belongs to.
            keep: takes the fetched file and the name it is to have; has it in the folder and in
                the record, both or neither. Called in the store's thread.

        Raises:
            LineGone: ``keep`` raised it: nobody wants the recording any more.
            what SQLite raises where the record takes nothing.
        """
        through = self._doors.get(door)
        if through is None:
            self._rests.rest(number, LONGEST_REST)
            return Later()
        if time.monotonic() < self._look_again:  # one look for all
            return self._full(number, NoRoom("as before"))
        try:
            expected = min(media.size or 0, self._max_bytes)  # people may claim anything
            with self._audio.incoming(expected) as file:
                await through.fetch(media, file, self._max_bytes)
                name = await asyncio.to_thread(self._audio.name_of, file, media.name)
                await self._on_store(keep, file, name)
        except LineGone:
            raise
        except (FileTooBig, Refused) as error:
            return self._given_up(number, error.code, error)
        except Exception as error:  # the network, the disk, or what a door did not foresee
            if is_record_stuck(error):
                raise
            if is_full(error):
                self._look_again = time.monotonic() + ROOM_REST
                return self._full(number, error)
            return self._failed(number, error)
        self._tries.pop(number, None)
        return OnDisk()

    def _full(self, number: int, error: Exception) -> Full:
        self._rests.rest(number, self._look_again - time.monotonic())
        return Full(error)

    def _failed(self, number: int, error: Exception) -> Later | GivenUp:
        tries = self._tries[number] = self._tries.get(number, 0) + 1
        log.warning("recording of %s %s: try %s failed: %s", self._kind, number, tries, told(error))
        counts.RETRIES.labels("fetch").inc()
        if tries >= (FEW_TRIES if isinstance(error, MaybeGone) else MOST_TRIES):
            return self._given_up(number, "fetch_failed", error)
        wish = getattr(error, "seconds", None)  # the platform's
        self._rests.rest(number, wish if wish is not None else min(2.0**tries, LONGEST_REST))
        return Later()

    def _given_up(self, number: int, code: str, error: Exception) -> GivenUp:
        self._tries.pop(number, None)
        return GivenUp(code, error)
