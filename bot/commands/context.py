"""What a command has at hand: who asks, where, and the rooms it may use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path

from bot.chat.port import Buttons, Incoming, Reply, Say
from bot.minutes import Line, Meeting
from bot.report import Reports
from bot.store import Store
from bot.store.chats import KnownChat, KnownPerson


@dataclass(frozen=True)
class House:
    """What stays the same from message to message."""

    store: Store
    reports: Reports
    zone: tzinfo  #: for dates and hours that people read
    audio: Path  #: folder of the recordings
    prints: bool = False  #: drafts get a PDF
    max_audio_minutes: float = 240
    max_audio_mb: float = 500
    answered_albums: set[tuple[int, str]] = field(default_factory=set)  #: since the start


@dataclass(frozen=True)
class Context:
    house: House
    incoming: Incoming
    chat: KnownChat
    person: KnownPerson

    @property
    def store(self) -> Store:
        return self.house.store

    def meeting(self) -> Meeting | None:
        """The chat's open meeting, else its last: what commands speak of."""
        return self.store.meetings.current(self.chat.id)

    def replied_line(self) -> Line | None:
        """The line whose message this one answers."""
        if not self.incoming.reply_to:
            return None
        found = self.store.lines.of_message(self.chat.id, self.incoming.reply_to)
        return found[0] if found else None

    def say(self, text: str, buttons: Buttons = (), line_id: int | None = None) -> Say:
        """An answer to the message that asked; ``line_id``: it is that line's card."""
        return Say(text, buttons, reply_to=self.incoming.message_id or None, line_id=line_id)


Replies = list[Reply]


@dataclass(frozen=True)
class Command:
    """A thing that a person can ask for. Its sentence for the menu is ``messages.MENU[name]``."""

    name: str
    run: Callable[[Context, str], Replies]
    also: tuple[str, ...] = ()
