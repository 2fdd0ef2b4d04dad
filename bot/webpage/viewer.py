"""Somebody who looks at the page: their meeting, and what they may do there today."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.conversation.context import Context, House
from bot.conversation.places import desk
from bot.doors.port import Chat, ChatKind, Incoming, Person
from bot.minutes import Line, Meeting
from bot.minutes.rights import Act
from bot.store.places import How
from bot.store.web import DOOR, Seat


@dataclass(frozen=True)
class Viewer:
    """By the one table of rights, as if they asked in their chat now."""

    seat: Seat
    context: Context
    meeting: Meeting

    @property
    def person_id(self) -> int:
        return self.context.person.id

    def may(self, act: Act, line: Line | None = None) -> bool:
        return self.context.may(act, self.meeting, line)

    def is_own(self, line: Line) -> bool:
        return line.speaker.person_id == self.person_id

    @property
    def is_desk(self) -> bool:
        """Whether they mend and tag what others say."""
        return self.may(Act.MEND)

    @property
    def kind(self) -> tuple[int, str, bool]:
        """Two of the same kind see the same of a line that neither has said."""
        place = self.context.place
        here = "home" if place is None else place.how.value
        return self.meeting.id, here, self.is_desk


def context_of(house: House, seat: Seat, now: Callable[[], datetime]) -> Context | None:
    """The chat of a seat as it stands now; None: nobody has said anything there."""
    store = house.store
    chat_id = store.chats.find(DOOR, seat.key)
    if chat_id is None:
        return None
    chat = Chat(DOOR, seat.key, "", ChatKind.PRIVATE)
    person = Person(seat.key, seat.name)
    known = store.chats.find_person(DOOR, seat.key)
    if known is None:
        return None
    incoming = Incoming("", chat, person, now())
    context = Context(house, incoming, store.chats.known(chat_id), known)
    place = store.places.of(chat_id)
    if place is None:
        return context
    here = replace(context, place=place)
    if place.how is How.DESK and desk.is_lost(here):
        return context
    if place.how is How.JOINED and not store.places.may_join(place.meeting_id, known.id):
        return context
    return here


def viewer_of(house: House, seat: Seat, now: Callable[[], datetime]) -> Viewer | None:
    """None: there is no meeting that they may see."""
    context = context_of(house, seat, now)
    meeting = context.meeting() if context else None
    if context is None or meeting is None or not context.may(Act.SEE, meeting):
        return None
    return Viewer(seat, context, meeting)
