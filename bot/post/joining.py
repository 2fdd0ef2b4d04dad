"""A long message that its sender's app has cut into several is one again."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.doors.port import Door, Incoming
from bot.minutes.typed.seams import joined
from bot.store.post import Arrived

WAIT = 2.0  #: seconds for which the rest of a message that may be cut is waited for
_APART = timedelta(seconds=1)  # platforms count in whole seconds: in the same, or in the next
_LEAST = 0.49  # of a platform's longest message: apps look for a good place in its second half
_MOST_PARTS = 20


@dataclass(frozen=True)
class Turn:
    """What is handled at once: an arrival, or the parts of one long message."""

    arrivals: tuple[Arrived, ...]

    @property
    def incoming(self) -> Incoming | None:
        """What arrived, whole; None: of a form that this version cannot read."""
        parts = [arrived.incoming for arrived in self.arrivals if arrived.incoming]
        return _whole(parts) if parts else None


class Joining:
    """Puts arrivals into turns. What may go on is held back for a moment, and with it whatever
    came behind it in its chat; no other chat waits.

    Args:
        doors: by name; each says how long a message may be.
        clock: seconds.
    """

    def __init__(
        self, doors: Mapping[str, Door], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._doors = doors
        self._clock = clock
        self._seen: dict[int, float] = {}  # a part that may go on -> since when it is known

    def turns(self, waiting: Sequence[Arrived]) -> tuple[list[Turn], float | None]:
        """What may be handled now, in order.

        Args:
            waiting: all that waits, from the first on, in the order in which it came.

        Returns:
            the turns, and the seconds until more may be handled; None: nothing is held back.
        """
        found: list[list[Arrived]] = []
        unended: dict[tuple[str, str, str], list[Arrived]] = {}
        for arrived in waiting:
            incoming = arrived.incoming
            if incoming is None:
                found.append([arrived])
                continue
            sender = (*_chat(incoming), incoming.person.key)
            begun = unended.pop(sender, None)
            if begun and goes_on(begun[-1].incoming, incoming) and len(begun) < _MOST_PARTS:
                begun.append(arrived)
            else:
                begun = [arrived]
                found.append(begun)
            if self._may_be_cut(incoming):
                unended[sender] = begun
        return self._ready(found, list(unended.values()))

    def _ready(
        self, found: list[list[Arrived]], unended: list[list[Arrived]]
    ) -> tuple[list[Turn], float | None]:
        now = self._clock()
        lasts = [parts[-1].id for parts in unended]
        self._seen = {last: self._seen.get(last, now) for last in lasts}
        rests = {last: self._seen[last] + WAIT - now for last in lasts}
        held: set[tuple[str, str]] = set()
        ready = []
        for parts in found:
            incoming = parts[0].incoming
            if incoming is not None:
                if rests.get(parts[-1].id, 0.0) > 0.0:
                    held.add(_chat(incoming))
                if _chat(incoming) in held:
                    continue
            ready.append(Turn(tuple(parts)))
        soonest = min((rest for rest in rests.values() if rest > 0.0), default=None)
        return ready, soonest

    def _may_be_cut(self, incoming: Incoming) -> bool:
        door = self._doors.get(incoming.chat.door)
        longest = door.max_text if door else 4096
        return _is_plain(incoming) and incoming.units >= longest * _LEAST


def _chat(incoming: Incoming) -> tuple[str, str]:
    return incoming.chat.door, incoming.chat.key


def _is_plain(incoming: Incoming) -> bool:
    """Whether it is typed words and nothing else."""
    other = (incoming.media, incoming.tap, incoming.speaker, incoming.moved_to)
    return bool(incoming.text) and not any(other) and not (incoming.edited or incoming.turned_away)


def goes_on(first: Incoming | None, second: Incoming) -> bool:
    """Whether the second message of a sender is what the app has cut off of the first, which is
    long enough for that."""
    if first is None or not (_is_plain(first) and _is_plain(second)):
        return False
    if not timedelta(0) <= second.at - first.at <= _APART:
        return False
    if second.reply_to not in (None, first.reply_to) or second.text.startswith("/"):
        return False
    return first.message_id != second.message_id


def _whole(parts: Sequence[Incoming]) -> Incoming:
    if len(parts) == 1:
        return parts[0]
    first, *others = parts
    beside = first.beside
    for other in others:
        beside = beside.with_more(other.beside)
    return dataclasses.replace(
        first,
        text=joined([(part.text, part.units) for part in parts]),
        mentions=tuple(person for part in parts for person in part.mentions),
        beside=beside,
        parts=tuple(other.message_id for other in others),
    )
