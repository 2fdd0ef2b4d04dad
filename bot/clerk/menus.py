"""A meeting's secretaries see in their group the commands of a secretary, where the platform has
menus for a person; who hands over sees the group's again. A bot of another version, with other
commands, renews what people have."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence

from bot.clerk.duty import Duty
from bot.conversation import menus
from bot.doors.port import Door, Person, ShowsMenus
from bot.errors import DoorError, Refused
from bot.minutes.typed.words import digest
from bot.post.fetching import LONGEST_REST, Rests
from bot.store import Store
from bot.store.menus import StaleMenus
from bot.store.thread import StoreThread
from foundation.logs import told

log = logging.getLogger(__name__)

SECRETARIES = "secretaries"  #: the menu, in ``conversation.menus.MENUS``
_PATIENCE = 5.0  # seconds of one call: no draft waits longer for a menu
_AT_ONCE = 1  # group; then the other duties have their turn


class Menus(Duty[StaleMenus]):
    """One group after the other. A platform that fails is asked again a minute later, as long as it
    takes; that is in the log and stops nothing."""

    def __init__(self, store: Store, on_store: StoreThread, doors: Mapping[str, Door]) -> None:
        self._store = store
        self._on_store = on_store
        self._doors = doors
        self._rests = Rests()
        commands = menus.MENUS[SECRETARIES]
        self._commands = digest("\n".join(f"{name} {text}" for name, text in commands.items()))
        self._renewed = False

    def waiting(self) -> Sequence[StaleMenus]:
        doors = [name for name, door in self._doors.items() if isinstance(door, ShowsMenus)]
        if not doors:
            return []
        if not self._renewed:
            with self._store.transaction():
                self._store.menus.renew(self._commands)
            self._renewed = True
        return self._store.menus.stale(doors, _AT_ONCE, self._rests.resting())

    def about(self, one: StaleMenus) -> dict[str, int]:
        return {"chat": one.id}

    def next_in(self) -> float | None:
        return self._rests.next_in()

    async def do(self, one: StaleMenus) -> None:
        door = self._doors.get(one.chat.door)
        if not isinstance(door, ShowsMenus):
            return
        wanted, shown = await self._on_store(self._look, one)
        try:
            for key in sorted(wanted):
                if shown.get(key) != self._commands:
                    await self._show(door, one, wanted[key], SECRETARIES)
            for key in sorted(shown.keys() - wanted.keys()):
                await self._show(door, one, Person(key, ""), "")
        except (DoorError, TimeoutError) as error:
            log.warning("the menu of commands could not be set: %s", told(error))
            seconds = getattr(error, "seconds", None)
            self._rests.rest(one.id, LONGEST_REST if seconds is None else seconds)
            return
        await self._on_store.commit(self._store.menus.looked_at, one)

    async def _show(self, door: ShowsMenus, one: StaleMenus, person: Person, menu: str) -> None:
        """Raises:
        TryLater, TimeoutError: not now.
        """
        try:
            async with asyncio.timeout(_PATIENCE):
                await door.show_menu(one.chat, person, menu)
        except Refused as error:  # they have left the group, or the bot has
            log.info("the menu of commands is refused: %s", told(error))
            if menu:
                return
        note, now = self._store.menus.note, self._commands if menu else ""
        await self._on_store.commit(lambda: note(one.chat, person.key, now))

    def _look(self, one: StaleMenus) -> tuple[dict[str, Person], dict[str, str]]:
        """Who shall have the secretaries' menu in the group, by their keys, and who has which."""
        wanted: dict[str, Person] = {}
        for chat_id in self._store.menus.chats_of(one.chat):
            meeting = self._store.meetings.current(chat_id)
            for person_id in meeting.secretaries if meeting else ():
                door, person = self._store.chats.account(person_id)
                gone = self._store.places.is_removed(chat_id, person_id)
                if door == one.chat.door and person.is_account and not gone:
                    wanted[person.key] = person
        return wanted, self._store.menus.shown_to(one.chat)
