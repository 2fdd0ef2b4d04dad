"""A recording of the whole room: where it stands, what it lacks, whose turn it is to record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

LEAST_GAP = 2.0
"""Seconds that were not recorded, from which on they are told."""

QUIET = timedelta(minutes=2)
"""Without a stretch, after which a recording is taken for interrupted, and another one's turn
comes: what that has recorded meanwhile is taken then."""

GIVEN_UP = timedelta(hours=12)
"""Without a stretch, after which a recording is over, whatever is missing."""

_SAME_MOMENT = timedelta(seconds=1)  # the end of one recording, the beginning of the next


@dataclass(frozen=True)
class Gap:
    """A part of a recording that there is not, or that has no words."""

    starts: float  #: seconds from the recording's beginning
    seconds: float

    @property
    def ends(self) -> float:
        return self.starts + self.seconds


@dataclass(frozen=True)
class Standing:
    """Where a recording stands. Times are seconds from its beginning."""

    until: float  #: so far it has come
    done: float  #: so far it is heard, as far as it has come
    gaps: tuple[Gap, ...] = ()  #: what was not recorded, or has not come (yet)
    failed: tuple[Gap, ...] = ()  #: what has come and gave no words
    is_quiet: bool = False  #: nothing has come for a while, and it has not ended


@dataclass(frozen=True)
class Room:
    """A recording of the room, of somebody's."""

    id: int
    meeting_id: int
    chat_id: int  #: from which it is sent
    person_id: int  #: who records
    speaker_id: int  #: whose the words are, as long as nobody has said who spoke
    line_id: int | None  #: the line that it is; None: nothing of it was taken yet
    begun_at: datetime
    since: float  #: seconds from its beginning: from there on it was taken
    until: float  #: so far
    arrived: int  #: stretches that have come, those that were not taken too
    is_over: bool  #: nothing more of it is waited for
    heard_at: datetime  #: when something of it came last, by the office's clock

    @property
    def since_at(self) -> datetime:
        return self.begun_at + timedelta(seconds=self.since)

    @property
    def until_at(self) -> datetime:
        return self.begun_at + timedelta(seconds=self.until)

    def is_quiet(self, now: datetime) -> bool:
        """Whether nothing has come for so long that it is interrupted."""
        return not self.is_over and now - self.heard_at > QUIET


@dataclass(frozen=True)
class Turn:
    """Whether what a recording brings is taken: of two machines in a room each word would stand
    there twice."""

    held_by: Room | None  #: the other one that records; None: it is taken
    given_up: tuple[Room, ...] = ()  #: the others that are over by that
    may_come: bool = False  #: the other one has not come so far: it may be interrupted


def turn_of(room: Room, at: datetime, others: Sequence[Room], now: datetime) -> Turn:
    """Whose is the room at a moment.

    Of what an earlier recording has covered nothing is taken again. While one goes on, another
    waits; one that is interrupted makes way, and so does one's own before the next that one begins.

    Args:
        at: when the stretch in question was said.
        others: the meeting's other recordings that were taken, and not deleted.
    """
    given_up: list[Room] = []
    for other in others:
        if other.since_at > at:
            continue
        if at < other.until_at - _SAME_MOMENT:
            return Turn(other)
        if other.is_over:
            continue
        is_next = other.chat_id == room.chat_id and room.begun_at > other.begun_at
        if is_next or other.is_quiet(now):
            given_up.append(other)
        elif room.line_id is None or room.until_at <= other.until_at:
            return Turn(other, may_come=True)
    return Turn(None, tuple(given_up))
