"""What the page needs of the house, as the door knows it: the seam that ``bot.webpage`` fills."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

JSON = dict[str, Any]
FOLDER = "web"  #: of the data folder: what browsers send, certificates, keys


def as_json(value: Any) -> str:
    """In one row, as browsers are given it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class Sitting:
    """Somebody on the page."""

    key: str  #: of the person and of their chat
    name: str
    title: str
    desk: bool  #: may open meetings here
    clock: float | None = None  #: seconds that ours is ahead of their browser's; None: not known


@dataclass(frozen=True)
class Invitation:
    """What one needs to have others join."""

    title: str  #: of the meeting
    number: int
    code: str
    #: names on its list, for people to pick theirs from; their titles behind them
    people: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class OpenMeeting:
    number: int
    title: str
    opener: str  #: the seat in whose chat it is


@dataclass(frozen=True)
class Sound:
    """What is heard of a line."""

    recording: Path
    start: float | None  #: seconds; None: from the beginning
    end: float | None


@dataclass(frozen=True)
class Spoken(Sound):
    """The same, and when its words are heard."""

    text: str  #: the line
    #: of each word that was said: its first letter and the one behind its last, as browsers count
    #: (UTF-16), and seconds from where the line begins in its recording
    words: Sequence[tuple[int, int, float]]


@dataclass(frozen=True)
class Change:
    """Something that a browser is to show anew."""

    seq: int
    event: str  #: ``line``, ``said``
    key: str  #: whatever has the same is out of date with it
    data: JSON

    @cached_property
    def written(self) -> str:
        """As JSON: once for all browsers that are given it."""
        return as_json(self.data)


@dataclass(frozen=True)
class Changes:
    """What has changed behind a change."""

    last: int  #: up to which change that is
    of: Mapping[str, list[Change]]  #: by seats; who has nothing new is not in it
    #: the meeting of each seat without its lines: title, whether it is open, what one may do;
    #: None: it is in none
    states: Mapping[str, JSON | None]
    too_many: bool = False  #: so many that the newest are not in it: ask for the meeting anew


class WebHouse(Protocol):
    """What is asked of the house. What a person does is none of it: that is an ``Incoming``."""

    async def sitting(self, token: str) -> Sitting | None:
        """Whose browser shows this cookie; None: nobody's (any more)."""

    async def sit_down(
        self, name: str, title: str, *, desk: bool, once: str = "", before: str = ""
    ) -> str:
        """Somebody new; what their browser's cookie is to be.

        Args:
            once: that their form carried; the same again: the same seat.
            before: what the cookie is, empty: there is none. By it a browser is known again.
        """

    async def sit_with(self, seat: str, before: str = "") -> str:
        """A browser comes to a seat; what its cookie is to be. ``before`` as in ``sit_down``."""

    async def shares_desk(self, token: str) -> bool:
        """Whether this cookie's seat is a desk's that another browser had before this one."""

    async def rename(self, seat: str, name: str, title: str) -> None: ...

    async def make_link(self) -> str:
        """The secret of a new link to the desk."""

    async def is_link(self, token: str) -> bool: ...

    async def use_link(self, token: str) -> bool:
        """Use it up; False: it was before, or there is none."""

    async def open_meetings(self) -> list[OpenMeeting]:
        """Those whose home is the page, the newest first."""

    async def meeting_of_code(self, code: str) -> Invitation | None:
        """Where a code leads; None: nowhere."""

    async def invitation(self, seat: str) -> Invitation | None:
        """For somebody to show around; None: they may not, or nothing is open."""

    async def meeting_of(self, seat: str) -> int | None:
        """The meeting that they see: one that they have joined, else their own, open or their last;
        None: none."""

    async def has_taken(self, seat: str, name: str) -> bool:
        """Whether what a browser sends under this name has arrived before."""

    async def has_open_meeting(self, seat: str) -> bool:
        """Whether a meeting is open that was opened from this seat."""

    async def shown(self, seat: str, before: float | None, most: int) -> JSON | None:
        """The meeting as this seat sees it; None: none.

        Args:
            before: only lines that stand before this place; None: the newest.
        """

    def commands(self, *, desk: bool) -> Mapping[str, str]:
        """What is offered while a command is typed, to who is at a desk and to others; with its
        sentence."""

    async def last_change(self) -> int: ...

    async def changes(self, after: int, seats: Collection[str]) -> Changes:
        """What each of these seats is to show anew."""

    async def look_again(self) -> Mapping[str, JSON | None]:
        """Of some seats of which ``changes`` has gone by what was so a while ago, how it is now: as
        in ``Changes.states``. Empty: there are no more."""

    async def keep_clock(self, seat: str, seconds: float) -> None:
        """Our clock is so far ahead of the browser's of a seat."""

    async def keep_said(self, seat: str, message_id: str, payload: JSON) -> None:
        """Have this stand in a seat's chat; on disk when it returns. Again: in new words."""

    async def said(self, seat: str, message_id: str) -> JSON | None: ...

    async def sound(self, seat: str, line_id: int) -> Sound | None:
        """What somebody may hear; None: not this, or there is none."""

    async def spoken(self, seat: str, line_id: int) -> Spoken | None:
        """When the words of a line are heard; None where ``sound`` gives none."""

    async def unfetched(self, uploads: Collection[str]) -> set[str]:
        """Which of these recordings a line, or an arrival, still needs from where they are."""

    def listen(self, changed: Any) -> None:
        """Have this called, in whatever thread, when something may have changed."""
