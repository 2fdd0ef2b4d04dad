"""The house as the page's door knows it (``bot.doors.web.house``), from the record."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bot.conversation.context import House
from bot.conversation.menus import on_page
from bot.doors.web.house import (
    JSON,
    Change,
    Changes,
    Invitation,
    OpenMeeting,
    Sitting,
    Sound,
    Spoken,
)
from bot.minutes import Line, Meeting
from bot.minutes.rights import Act
from bot.minutes.typed.words import units
from bot.store.places import How
from bot.store.store import Store
from bot.store.thread import StoreThread
from bot.store.web import DOOR, SaidHere
from bot.webpage.lines import for_viewer, line_view
from bot.webpage.viewer import Viewer, context_of, viewer_of

_MOST_CHANGES = 1000  # told one by one
KNOWN_FOR = 5.0, 60.0
"""Seconds for which it is remembered who looks on, where nothing tells otherwise: then it is looked
at anew behind what they are told, and from the second on before it."""
_AGAIN = 10  # seats in one go
_MOST_KNOWN = 5000
_MOST_SAID = 300  # of what stands in a chat besides lines, given at once


@dataclass(frozen=True)
class _Known:
    """One who looks on, as it was at a time (monotonic)."""

    rights: int  #: the last change of who sees what by then
    at: float
    viewer: Viewer | None
    state: JSON | None


class WebPage:
    """Reads for browsers, and keeps what stands in their chats.

    Args:
        now: timezone-aware.
    """

    def __init__(
        self,
        house: House,
        on_store: StoreThread,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._house = house
        self._store: Store = house.store
        self._web = house.store.web
        self._on_store = on_store
        self._now = now
        self._known: dict[str, _Known] = {}
        self._looked = 0  # the last change by which it was looked whose view may be another
        self._old: set[str] = set()  # seats of which what is remembered is to be looked at anew

    def listen(self, changed: Callable[[], None]) -> None:
        seen = [0]

        def written() -> None:
            if self._store.in_transaction:
                return
            last = self._web.last_change()
            if last != seen[0]:
                seen[0] = last
                changed()

        self._on_store.tell(written)

    # --- who sits there ---------------------------------------------------------------------------

    async def sitting(self, token: str) -> Sitting | None:
        seat = await self._on_store(self._web.of_session, token)
        if seat is None:
            return None
        return Sitting(seat.key, seat.name, seat.title, seat.desk, seat.clock)

    async def keep_clock(self, seat: str, seconds: float) -> None:
        await self._on_store.commit(self._web.keep_clock, seat, seconds)

    async def sit_down(
        self, name: str, title: str, *, desk: bool, once: str = "", before: str = ""
    ) -> str:
        def made() -> str:
            seat = self._web.take_seat(name, title, desk=desk, once=once)
            return self._web.open_session(seat.key, before)

        return await self._on_store.commit(made)

    async def sit_with(self, seat: str, before: str = "") -> str:
        return await self._on_store.commit(self._web.open_session, seat, before)

    async def shares_desk(self, token: str) -> bool:
        return await self._on_store(self._web.shares_desk, token)

    async def rename(self, seat: str, name: str, title: str) -> None:
        await self._on_store.commit(self._web.rename, seat, name, title)

    async def make_link(self) -> str:
        return await self._on_store.commit(self._web.make_link)

    async def is_link(self, token: str) -> bool:
        return await self._on_store(self._web.is_link, token)

    async def use_link(self, token: str) -> bool:
        return await self._on_store.commit(self._web.use_link, token)

    async def open_meetings(self) -> list[OpenMeeting]:
        found = await self._on_store(self._web.open_meetings)
        return [OpenMeeting(number, title, seat.key) for number, title, seat in found]

    async def meeting_of_code(self, code: str) -> Invitation | None:
        return await self._on_store(self._invitation_of, code)

    def _invitation_of(self, code: str) -> Invitation | None:
        number = self._store.places.meeting_of_code(code)
        meeting = self._store.meetings.get(number) if number else None
        if meeting is None:
            return None
        listed = self._store.attendance.of_meeting(meeting.id)
        people = {one.name: one.title for one in listed if one.listed}
        return Invitation(meeting.title, meeting.id, code, people)

    async def invitation(self, seat: str) -> Invitation | None:
        return await self._on_store.commit(self._invitation, seat)

    def _invitation(self, key: str) -> Invitation | None:
        viewer = self._viewer(key)
        if viewer is None or not viewer.meeting.is_open or not viewer.may(Act.INVITE):
            return None
        meeting = viewer.meeting
        return Invitation(meeting.title, meeting.id, self._store.places.code_of(meeting.id))

    async def meeting_of(self, seat: str) -> int | None:
        viewer = await self._on_store(self._viewer, seat)
        return viewer.meeting.id if viewer else None

    async def has_taken(self, seat: str, name: str) -> bool:
        return await self._on_store(self._store.inbox.has, DOOR, f"{seat}:{name}")

    async def has_open_meeting(self, seat: str) -> bool:
        def has() -> bool:
            chat_id = self._store.chats.find(DOOR, seat)
            return chat_id is not None and self._store.meetings.open_in(chat_id) is not None

        return await self._on_store(has)

    def _viewer(self, key: str) -> Viewer | None:
        seat = self._web.seat(key)
        return viewer_of(self._house, seat, self._now) if seat else None

    # --- what they see ----------------------------------------------------------------------------

    async def shown(self, seat: str, before: float | None, most: int) -> JSON | None:
        return await self._on_store(self._shown, seat, before, most)

    def _shown(self, key: str, before: float | None, most: int) -> JSON | None:
        seq = self._web.last_change()
        viewer = self._viewer(key)
        if viewer is None:
            return None
        every = self._store.lines.page(viewer.meeting.id, before, most + 1)
        lines = every[-most:]
        said = self._web.last_said(key, _MOST_SAID, viewer.meeting.id) if before is None else []
        return self._state(viewer) | {
            "seq": seq,
            "lines": [self._line(viewer, one, seq) for one in lines],
            "said": [self._said(one) for one in self._not_lines(viewer, said)],
            "more": len(every) > len(lines),
        }

    def _line(self, viewer: Viewer, line: Line, seq: int) -> JSON:
        return for_viewer(self._house, viewer, line, line_view(self._house, line, seq))

    def _state(self, viewer: Viewer) -> JSON:
        meeting: Meeting = viewer.meeting
        place = viewer.context.place
        return {
            "title": meeting.title,
            "number": meeting.id,
            "open": meeting.is_open,
            "opened_at": meeting.opened_at.isoformat(),
            "me": {
                "seat": viewer.seat.key,
                "name": self._store.names.full_name_of(meeting.id, viewer.person_id)
                or viewer.seat.name,
            },
            "may": {
                "invite": meeting.is_open and viewer.may(Act.INVITE),
                "speak": meeting.is_open and viewer.may(Act.SPEAK),
                "desk": viewer.is_desk,
                "open": viewer.seat.desk,
                "joined": place is not None and place.how is How.JOINED,
            },
        }

    def commands(self, *, desk: bool) -> Mapping[str, str]:
        return on_page(desk=desk)

    async def last_change(self) -> int:
        return await self._on_store(self._web.last_change)

    async def changes(self, after: int, seats: Collection[str]) -> Changes:
        return await self._on_store(self._changes, after, list(seats))

    def _changes(self, after: int, seats: Collection[str]) -> Changes:
        """Each line is read and written out once, however many look on."""
        last = self._web.last_change()
        changed, said = self._web.changed(after, _MOST_CHANGES + 1)
        too_many = len(changed) + len(said) > _MOST_CHANGES
        if too_many:
            changed, said = {}, {}
        lines = self._store.lines.of_ids(list(changed))
        views = {x.id: line_view(self._house, x, changed[x.id]) for x in lines}
        by_meeting: dict[int, list[Line]] = {}
        for line in lines:
            by_meeting.setdefault(line.meeting_id, []).append(line)
        said_to: dict[str, list[SaidHere]] = {}
        for one in self._web.said_numbered(said) if said else ():
            said_to.setdefault(one.seat, []).append(one)
        alike: dict[tuple[Any, ...], Change] = {}
        found: dict[str, list[Change]] = {}
        states: dict[str, JSON | None] = {}
        rights = self._last_of_all(last)
        for key in seats:
            viewer, states[key] = self._looking_on(key, rights)
            here: list[Change] = []
            for line in by_meeting.get(viewer.meeting.id, ()) if viewer else ():
                assert viewer is not None
                kind = (line.id, viewer.kind)
                if viewer.is_own(line) or kind not in alike:
                    seen = for_viewer(self._house, viewer, line, views[line.id])
                    change = Change(changed[line.id], "line", f"line {line.id}", seen)
                    if not viewer.is_own(line):
                        alike[kind] = change
                else:
                    change = alike[kind]
                here.append(change)
            mine = said_to.get(key, [])
            here += [
                Change(one.seq, "said", f"said {one.message_id}", self._said(one))
                for one in (self._not_lines(viewer, mine) if viewer else mine)
            ]
            if here:
                found[key] = sorted(here, key=lambda one: one.seq)
        return Changes(last, found, states, too_many)

    def _last_of_all(self, last: int) -> int:
        """The last change of who sees what that may concern anybody. Of those whom alone a change
        concerns, who has come or was named, nothing is remembered any more.

        Args:
            last: the last change.
        """
        for key in self._web.seen_otherwise(self._looked):
            self._known.pop(key, None)
        self._looked = last
        return self._web.last_of_none()

    def _looking_on(self, key: str, rights: int) -> tuple[Viewer | None, JSON | None]:
        """One who looks on, and how their meeting stands. Hundreds do, and little of it changes
        from line to line; what one does is looked at anew each time.

        Args:
            rights: the last change of who sees what.
        """
        known = self._known.get(key)
        soon, late = KNOWN_FOR
        if known and known.rights == rights and time.monotonic() < known.at + late:
            if time.monotonic() > known.at + soon:
                self._old.add(key)
            return known.viewer, known.state
        viewer = self._viewer(key)
        state = self._state(viewer) if viewer else None
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
        self._known[key] = _Known(rights, time.monotonic(), viewer, state)
        self._old.discard(key)
        return viewer, state

    async def look_again(self) -> Mapping[str, JSON | None]:
        return await self._on_store(self._look_again)

    def _look_again(self) -> Mapping[str, JSON | None]:
        rights = self._last_of_all(self._web.last_change())
        keys = [self._old.pop() for _ in range(min(len(self._old), _AGAIN))]
        for key in keys:
            self._known.pop(key, None)
        return {key: self._looking_on(key, rights)[1] for key in keys}

    def _not_lines(self, viewer: Viewer, said: Iterable[SaidHere]) -> list[SaidHere]:
        """Without one's own words that have become a line: that stands there already."""
        chat_id = viewer.context.chat.id
        of_message = self._store.lines.of_message
        return [
            one
            for one in said
            if not (one.payload.get("own") and of_message(chat_id, one.message_id, ("said",)))
        ]

    def _said(self, one: SaidHere) -> JSON:
        payload = one.payload
        file = payload.get("file")
        return {
            "seq": one.seq,
            "id": one.message_id,
            "at": one.at.isoformat(),
            "own": bool(payload.get("own")),
            "text": payload.get("text", ""),
            "buttons": payload.get("buttons", []),
            "reply_to": payload.get("reply_to"),
            "asks": bool(payload.get("asks")),
            "file": _file_view(one.message_id, file) if isinstance(file, Mapping) else None,
        }

    # --- what stands in their chats ---------------------------------------------------------------

    async def keep_said(self, seat: str, message_id: str, payload: JSON) -> None:
        await self._on_store.commit(self._keep_said, seat, message_id, payload)

    def _keep_said(self, key: str, message_id: str, payload: JSON) -> None:
        seat = self._web.seat(key)
        if seat is None:  # gone meanwhile; nobody is there to read it
            return
        context = context_of(self._house, seat, self._now)
        meeting = context.meeting() if context else None
        self._web.say(key, message_id, payload, meeting.id if meeting else None)

    async def said(self, seat: str, message_id: str) -> JSON | None:
        found = await self._on_store(self._web.said, seat, message_id)
        return dict(found.payload) if found else None

    async def sound(self, seat: str, line_id: int) -> Sound | None:
        return await self._on_store(self._sound, seat, line_id)

    def _sound(self, key: str, line_id: int) -> Sound | None:
        line = self._heard_line(key, line_id)
        return None if line is None else Sound(*self._stretch(line))

    def _heard_line(self, key: str, line_id: int) -> Line | None:
        """A line that has sound, for who may hear it."""
        viewer = self._viewer(key)
        lines = self._store.lines.of_ids([line_id])
        if viewer is None or not lines or lines[0].meeting_id != viewer.meeting.id:
            return None
        line = lines[0]
        if line.deleted or not line.audio or not viewer.may(Act.SEE):
            return None
        return line

    def _stretch(self, line: Line) -> tuple[Path, float | None, float | None]:
        assert line.audio is not None
        start, end = line.cut or (None, None)
        return self._house.audio / line.audio, start, end

    async def spoken(self, seat: str, line_id: int) -> Spoken | None:
        return await self._on_store(self._spoken, seat, line_id)

    def _spoken(self, key: str, line_id: int) -> Spoken | None:
        line = self._heard_line(key, line_id)
        if line is None:
            return None
        words = [
            (units(line.text[: word.begins]), units(line.text[: word.ends]), word.seconds)
            for word in self._store.lines.spoken_words(line)
        ]
        return Spoken(*self._stretch(line), line.text, words)

    async def unfetched(self, uploads: Collection[str]) -> set[str]:
        wanted = await self._on_store(self._web.files_wanted)
        return {one for one in uploads if one in wanted}


def _file_view(message_id: str, file: Mapping[str, Any]) -> JSON:
    return {
        "name": file.get("name", ""),
        "url": f"/tep/{message_id}/{quote(str(file.get('name', '')))}",
        "kind": file.get("kind", "document"),
        "size": file.get("size"),
    }
