"""A laptop in the middle of the table: what it sends while it records the room."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.doors.port import Incoming, LivePart, Media, MediaKind, Person
from bot.errors import DoorError
from bot.speech import rooms as room_jobs
from tests.dialogs.talking import HA, Shown, Talk, talking

LONG = 8.0  #: seconds of a stretch, as ``Ear`` hears it


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every stretch and every end is told at once, unless a test says otherwise."""
    monkeypatch.setattr(room_jobs, "TELL_EVERY", 0.0)
    monkeypatch.setattr(room_jobs, "CALM", 0.0)
    monkeypatch.setattr(room_jobs, "LOOK_EVERY", 0.1)


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    """A meeting is open; the office's clock is the chat's."""
    async with talking(tmp_path) as talk:
        talk.clock = lambda: talk.now
        await talk.text("/batdau Họp giao ban")
        yield talk


@dataclass
class Laptop:
    """Somebody's browser that records the room from a chat.

    Args:
        begun: when it begins; as now in the chat, if not given.
    """

    talk: Talk
    who: Person = HA
    name: str = "ghi-am-cua-laptop-1"
    begun: datetime = field(default=None)  # type: ignore[assignment]

    def __post_init__(self) -> None:
        self.begun = self.begun or self.talk.now

    def at(self, seconds: float) -> datetime:
        return self.begun + timedelta(seconds=seconds)

    def stretch(
        self,
        number: int,
        words: str | bytes | DoorError | None,
        *,
        starts: float | None = None,
        gap: float = 0.0,
        last: bool = False,
        again: str = "",
        seconds: float = LONG,
    ) -> Incoming:
        """Stretch ``number``, in which these words are said; None: it is without sound.

        Args:
            starts: seconds since the beginning; without it, they follow each other.
            again: another arrival of the same stretch.
        """
        starts = number * LONG if starts is None else starts
        media = None
        if words is not None:
            ref = f"{self.name}/{number}"
            sound = words.encode() if isinstance(words, str) else words
            self.talk.door.recordings[ref] = sound
            media = Media(MediaKind.SOUND, ref, "doan.webm", seconds=seconds)
        return Incoming(
            f"{self.name}/{number}{again}",
            self.talk.chat,
            self.who,
            self.at(starts),
            f"{self.name}-{number}",
            media=media,
            live=LivePart(self.name, number, starts, gap, last),
        )

    async def says(self, number: int, words: str | bytes | DoorError | None, **how: object) -> None:
        """A stretch arrives, and all is done that comes of it."""
        await self.talk.again(self.stretch(number, words, **how))  # type: ignore[arg-type]

    async def sends(self, *stretches: Incoming) -> None:
        """Several arrive at once."""
        await self.talk.office.post.receive(*stretches)
        await self.talk.settle()

    def card(self) -> Shown:
        """The recording's card in its chat."""
        line_id = next(x.id for x in self.talk.store.lines.of_meeting(1) if x.room)
        chat_id = self.talk.store.chats.find(self.talk.chat.door, self.talk.chat.key)
        return self.talk.door.shown[self.talk.store.lines.card_of(line_id, chat_id)]


def heard(talk: Talk, meeting: int = 1) -> list[str]:
    """The words of the living lines, in their order."""
    found = talk.store.lines.of_meeting(meeting)
    return [line.text for line in found if line.text and not line.deleted]
