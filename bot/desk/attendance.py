"""Who takes part in a meeting."""

from __future__ import annotations

from dataclasses import dataclass

from bot.minutes import Meeting
from bot.minutes.documents import Kind
from bot.minutes.roll import Attendee, unmarked, with_list
from bot.minutes.typed.people import Presence
from bot.store import Store

_ORDER = (Presence.PRESENT, Presence.ABSENT, Presence.UNMARKED)


@dataclass(frozen=True)
class AttendanceList:
    """The list of a meeting, as it was brought up to date last."""

    meeting: Meeting
    people: tuple[Attendee, ...]  #: in the list's order

    @property
    def by_presence(self) -> list[Attendee]:
        """Who came, who did not, of whom nobody has said it yet."""
        return sorted(self.people, key=lambda one: _ORDER.index(one.state))

    @property
    def unmarked(self) -> list[Attendee]:
        return unmarked(self.people)

    @property
    def doubles(self) -> list[tuple[Attendee, Attendee]]:
        """Those who may be the same human, and nobody has decided."""
        by_no = {one.no: one for one in self.people}
        return [(by_no[one.maybe], one) for one in self.people if one.maybe in by_no]

    @property
    def is_written(self) -> bool:
        """Whether somebody has written a list; else only those are in it whom the chat knows."""
        return any(one.listed for one in self.people)

    def meeting_in(self, kind: Kind = Kind.REPORT) -> Meeting:
        """The meeting with what its list says in such a document, where nobody has given that by
        hand."""
        return with_list(self.meeting, self.people, kind)


def attendance_list(store: Store, meeting: Meeting) -> AttendanceList:
    return AttendanceList(meeting, tuple(store.attendance.of_meeting(meeting.id)))


def bring_up_to_date(store: Store, meeting: Meeting) -> None:
    """Bring those into the list whom only the chat knows. Twice is as once."""
    store.attendance.settle(meeting.id)
