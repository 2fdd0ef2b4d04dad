"""A chat to talk in: the real app, record and post office behind a door that is a list."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from bot.doors.port import (
    Ability,
    Buttons,
    Chat,
    ChatKind,
    Incoming,
    Media,
    MediaKind,
    Person,
    Rewrite,
    Say,
    SendFile,
    Tap,
    ToldTime,
)
from bot.errors import DoorError
from bot.office import Office
from bot.settings import load_settings
from bot.store.folder import DATABASE
from foundation.pace import Pace
from tests import reading
from tests.reading import record_of
from tests.records import begin
from tests.waiting import PATIENCE, eventually
from transcribe import Piece, Segment, Transcript, Work

P = ParamSpec("P")
T = TypeVar("T")
HA, AN, BINH = (
    Person("1", "Lê Thị Hà"),
    Person("2", "Nguyễn Văn An"),
    Person("3", "Trần Bình"),
)


@dataclass
class Shown:
    """A message of the bot's as it stands in the chat."""

    text: str
    buttons: Buttons = ()
    reply_to: str | None = None

    @property
    def labels(self) -> list[str]:
        return [button.label for row in self.buttons for button in row]


@dataclass
class ListDoor:
    """A chat platform in memory: what the bot said, edited, acknowledged, sent."""

    name: str = "list"
    abilities: frozenset[Ability] = frozenset(Ability) - {Ability.WRITE_FIRST}
    max_text: int = 4096
    most_a_minute: int | None = None
    most_a_month: int | None = None
    repeats: bool = False
    is_local: bool = False
    connected: bool = True
    trouble: str = ""
    told_time: ToldTime | None = None
    shown: dict[str, Shown] = field(default_factory=dict)
    acknowledged: dict[str, int] = field(default_factory=dict)
    toasts: list[str] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    recordings: dict[str, bytes | DoorError] = field(default_factory=dict)
    edits: list[str] = field(default_factory=list)
    #: message -> the key of the chat in which it stands
    chats: dict[str, str] = field(default_factory=dict)
    #: of what people send, in all chats; goes on where a house is started again at this door
    keys: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    _ids: itertools.count[int] = field(default_factory=lambda: itertools.count(1000))

    def link(self, chat: Chat, message_id: str) -> str:
        return f"list://{chat.key}/{message_id}" if chat.kind is ChatKind.GROUP else ""

    def start_link(self, words: str) -> str:
        return f"list://?start={words}"

    async def run(self, receive: object) -> None:
        await asyncio.Event().wait()

    async def say(self, chat: Chat, say: Say) -> str:
        message_id = str(next(self._ids))
        self.shown[message_id] = Shown(say.text, say.buttons, say.reply_to)
        self.chats[message_id] = chat.key
        return message_id

    async def rewrite(self, chat: Chat, message_id: str, rewrite: Rewrite) -> None:
        self.edits.append(rewrite.text)
        self.shown[message_id] = Shown(rewrite.text, rewrite.buttons)

    async def acknowledge(self, chat: Chat, message_id: str, no: int) -> None:
        self.acknowledged[message_id] = no

    async def toast(self, tap_id: str, text: str) -> None:
        self.toasts.append(text)

    async def send_file(self, chat: Chat, file: SendFile) -> str:
        self.files.append(Path(file.path))
        message_id = str(next(self._ids))
        self.chats[message_id] = chat.key
        return message_id

    async def fetch(self, media: Media, target: Path, max_bytes: int) -> None:
        recording = self.recordings[media.ref]
        if isinstance(recording, DoorError):
            raise recording
        target.write_bytes(recording)


class Ear:
    """Stands for the speech engine: the recording's bytes are its words."""

    loaded = True
    work = Work(0.0, 0.0)
    places = 20

    def load(self) -> None: ...

    def leave(self, source: Path) -> None: ...

    def transcribe(self, source: Path, *, hints: str = "") -> Transcript:
        text = source.read_bytes().decode()
        return Transcript(text, 8.0, 0.9, (Segment(0.0, 8.0, text, 0.9, text),))


class Unsure(Ear):
    """An engine that is not sure of some words of what it hears."""

    def __init__(self, *doubts: str) -> None:
        self.doubts = doubts
        self.hints: list[str] = []

    def transcribe(self, source: Path, *, hints: str = "") -> Transcript:
        self.hints.append(hints)
        text = source.read_bytes().decode()
        doubts = tuple(doubt for doubt in self.doubts if doubt in text)
        return Transcript(text, 8.0, 0.5, (Segment(0.0, 8.0, text, 0.5, text.lower(), doubts),))


class Dictation(Ear):
    """An engine whose long recordings are spoken by the test, a piece a minute.

    A recording's bytes are its name; ``records`` says what is in it, ``until`` lets the engine
    hear that far.
    """

    def __init__(self) -> None:
        self.begun: list[tuple[str, float]] = []  #: recording and second, each time one was begun
        self.left: list[str] = []  #: recordings whose work has ended
        self.hints: list[str] = []
        self._minutes: dict[str, list[Piece | Exception]] = {}
        self._heard: dict[str, int] = {}
        self._news = threading.Condition()

    def records(self, name: str, *minutes: str | tuple[str, ...] | Piece | Exception) -> None:
        """What is said in each minute: a sentence, several, nothing, or where it is damaged; or a
        piece as it is heard."""
        self._minutes[name] = [
            words if isinstance(words, Exception | Piece) else _minute(number, words)
            for number, words in enumerate(minutes)
        ]

    def until(self, name: str, minutes: int = 1000) -> None:
        with self._news:
            self._heard[name] = minutes
            self._news.notify_all()

    def pieces(self, source: Path, *, start: float = 0.0, hints: str = "") -> Iterator[Piece]:
        name = source.read_bytes().decode(errors="replace")
        self.begun.append((name, start))
        self.hints.append(hints)
        try:
            for number, piece in enumerate(self._minutes[name]):
                with self._news:
                    self._news.wait_for(lambda n=number: self._heard.get(name, 0) > n, PATIENCE)  # type: ignore[misc]
                if isinstance(piece, Exception):
                    raise piece
                if piece.start >= start:
                    yield piece
        finally:
            self.left.append(name)


def _minute(number: int, words: str | tuple[str, ...]) -> Piece:
    start, said = number * 60.0, (words,) if isinstance(words, str) else words
    segments = tuple(
        Segment(start + 20.0 * place, start + 20.0 * place + 15, text, 0.9, text)
        for place, text in enumerate(said)
        if text
    )
    return Piece(start, start + 60.0, segments)


class Talk:
    """What people do in one chat, a call each; returns what the bot said to it."""

    def __init__(self, office: Office, door: ListDoor, key: str = "-100") -> None:
        self.office = office
        self.store = record_of(office)
        self.door = door
        self.chat = Chat(door.name, key, "Sở KH&CN", ChatKind.GROUP)
        self.now = datetime(2026, 7, 24, 1, 0, tzinfo=UTC)
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)  #: the office's
        self.between = timedelta(seconds=10)  #: from one message to the next
        self.settle = office.settle  #: waits until all is done that a person waits for

    async def text(
        self,
        text: str,
        who: Person = HA,
        *,
        reply_to: str | None = None,
        edit: str | None = None,
        **more: object,
    ) -> list[str]:
        message_id = edit or f"m{next(self.door.keys)}"
        return await self.arrive(
            who, message_id, text=text, reply_to=reply_to, edited=edit is not None, **more
        )

    async def draft(self, command: str = "/baocao", who: Person = HA) -> list[str]:
        """Asks for a draft, and again where it is asked because no line is tagged; in a group for
        its whole text too, which then stands before what was said of it."""
        before = set(self.door.shown)
        await self.text(command, who)
        asked = next(reversed(self.door.shown))
        if "Vẫn lấy dự thảo" in self.door.shown[asked].labels:
            before = set(self.door.shown)
            await self.tap(asked, "Vẫn lấy dự thảo", who)
        new = [key for key in self.door.shown if key not in before]
        brief = next((key for key in new if "Toàn văn" in self.door.shown[key].labels), None)
        if brief is None:
            return [self.door.shown[key].text for key in new]
        whole = await self.whole_text(brief, who)
        told = [self.door.shown[key].text for key in new if key != brief]
        return [f"{whole}\n\n{self.door.shown[brief].text}", *told]

    async def whole_text(self, brief: str, who: Person = HA) -> str:
        """The whole text of a draft, by the button under what was said of it in the group."""
        before = set(self.door.shown)
        await self.tap(brief, "Toàn văn", who)
        return "\n".join(one.text for key, one in self.door.shown.items() if key not in before)

    async def voice(
        self, words: str | bytes | DoorError, who: Person = AN, text: str = "", **media: object
    ) -> str:
        """Sends a recording; returns the bot's card when all is done."""
        ref = f"{self.chat.key}/file{next(self.door.keys)}"
        self.door.recordings[ref] = words.encode() if isinstance(words, str) else words
        given = Media(MediaKind.SOUND, ref, **{"name": "ghi-am.ogg", "seconds": 8.0, **media})
        before = set(self.door.shown)
        await self.arrive(who, f"m{next(self.door.keys)}", text=text, media=given)
        return next(key for key in self.door.shown if key not in before)

    async def voice_quickly(self, words: str, who: Person = AN) -> None:
        """Sends a recording and waits for nothing."""
        ref = f"{self.chat.key}/file{next(self.door.keys)}"
        self.door.recordings[ref] = words.encode()
        media = Media(MediaKind.SOUND, ref, "ghi-am.ogg", seconds=8.0)
        await self.arrive(who, f"m{next(self.door.keys)}", media=media)

    async def recording(self, name: str, minutes: float, who: Person = AN) -> str:
        """Sends a long recording; returns its card, while the work goes on."""
        self.settle = self.office.post.settle
        return await self.voice(name, who, seconds=minutes * 60)

    async def until(self, condition: Callable[[], T]) -> T:
        """What ``condition`` gives, as soon as that is true."""
        return await eventually(condition)

    async def in_store(self, work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """What several calls of the store do together, with none of the bot's between them."""
        return await self.office.on_store(work, *args, **named)

    def at_once(self, work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """The same where nothing can be awaited."""
        return reading.at_once(self.office.on_store, work, *args, **named)

    @contextlib.contextmanager
    def beside(self) -> Iterator[sqlite3.Connection]:
        """The database file, for somebody beside the bot; changes stay."""
        path = self.office.audio.root.parent / DATABASE
        with contextlib.closing(sqlite3.connect(path, timeout=PATIENCE)) as db, db:
            yield db

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """What is in the database file."""
        with self.beside() as db:
            return db.execute(sql, values).fetchall()

    async def hears(self, lines: int) -> None:
        """Waits until so many lines have words."""
        await self.until(lambda: sum(bool(text) for _, _, text, _ in self.lines()) >= lines)

    async def sees(self, card: str, words: str) -> str:
        """The card's text, once these words stand in it."""
        await self.until(lambda: words in self.door.shown[card].text)
        return self.door.shown[card].text

    async def picture(self, caption: str = "", kind: MediaKind = MediaKind.PICTURE) -> list[str]:
        return await self.arrive(
            HA, f"m{next(self.door.keys)}", text=caption, media=Media(kind, "x")
        )

    async def tap(self, card: str, label: str, who: Person = HA) -> str:
        """Taps a button of a message; returns the words that pass by."""
        shown = self.door.shown[card]
        data = next(b.data for row in shown.buttons for b in row if b.label.endswith(label))
        return await self.tap_data(card, data, who)

    async def tap_data(self, card: str, data: str, who: Person = HA, **more: object) -> str:
        await self.arrive(who, card, tap=Tap(f"t{next(self.door.keys)}", data), **more)
        return self.door.toasts[-1]

    async def arrive(self, who: Person, message_id: str, **what: object) -> list[str]:
        before = set(self.door.shown)
        self.now += self.between
        key = f"{self.chat.key}/u{next(self.door.keys)}"
        incoming = Incoming(key, self.chat, who, self.now, message_id, **what)  # type: ignore[arg-type]
        await self.again(incoming)
        return [shown.text for key, shown in self.door.shown.items() if key not in before]

    async def again(self, incoming: Incoming) -> None:
        await self.office.post.receive(incoming)
        await self.settle()

    def alone(self, who: Person) -> Talk:
        """The same person's private chat with the bot."""
        alone = Talk(self.office, self.door, who.key)
        alone.chat = Chat(self.door.name, who.key, who.name, ChatKind.PRIVATE)
        alone.now, alone.settle = self.now, self.settle
        return alone

    def here(self) -> list[Shown]:
        """The bot's messages that stand in this chat, as they are now."""
        return [x for key, x in self.door.shown.items() if self.door.chats[key] == self.chat.key]

    def line(self, no: int) -> object:
        return next(x for x in self.store.lines.of_meeting(1) if x.no == no)

    def lines(self, meeting: int = 1) -> list[tuple[int, str, str, str | None]]:
        """Living lines: number, speaker, text, tag."""
        found = self.store.lines.of_meeting(meeting)
        return [(x.no, x.speaker.name, x.text, x.tag) for x in found if not x.deleted]


@asynccontextmanager
async def talking(
    data: Path,
    key: str = "-100",
    ear: Ear | None = None,
    door: ListDoor | None = None,
    pace: Pace | None = None,
    beside: Sequence[ListDoor] = (),
    **given: object,
) -> AsyncIterator[Talk]:
    """The whole house on a data folder, with the speech engine replaced.

    Args:
        door: of an earlier house on this folder, with what is in its chat.
        pace: what has been said in each group, by a clock of the test's.
        beside: other doors that are open too, each with a name of its own.
        given: other settings.
    """
    begin(data)
    settings = load_settings(data_dir=data, _env_file=None, **{"soffice": "off", **given})
    office = Office(
        settings,
        recognizer=ear or Ear(),  # type: ignore[arg-type]
        now=lambda: talk.clock(),
        pace=pace,
    )
    door = door or ListDoor()
    talk = Talk(office, door, key)
    running = asyncio.create_task(office.run(door, *beside))
    try:
        yield talk
    finally:
        running.cancel()
        (how,) = await asyncio.gather(running, return_exceptions=True)
        assert isinstance(how, asyncio.CancelledError | None), "the house has failed"
