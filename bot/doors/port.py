"""The port between the conversation and any chat platform. No vendor's object crosses it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Literal, Protocol, runtime_checkable

from bot.minutes.beside import Beside

IN_THE_ROOM = "room:"
"""How the key of one begins who stands for whoever speaks in a room that is recorded."""

NO_ACCOUNT = ("chat:", "hidden:", IN_THE_ROOM)
"""How the keys of those begin who are not one human's account."""


class ChatKind(StrEnum):
    PRIVATE = "private"
    GROUP = "group"


@dataclass(frozen=True)
class Chat:
    """A conversation. In a group with topics each topic is one of its own."""

    door: str  #: which door leads there: ``telegram``, ``terminal``
    key: str  #: the platform's own name of it, unique within the door
    title: str = ""
    kind: ChatKind = ChatKind.GROUP

    @property
    def group(self) -> str:
        """The key without its topic: all topics of a group have the same."""
        return self.key.partition("/")[0]


BEFORE_A_MOVE = "before:"
"""How the name of a message begins that its group had under an earlier key."""


def before_move(chat_key: str, message_id: str) -> str:
    """What a message is called that a group had under an earlier key: the platform numbers its
    messages anew since then, so that the same number means another.

    Args:
        chat_key: the earlier key.
        message_id: as the platform named it; empty stays empty.
    """
    return f"{BEFORE_A_MOVE}{chat_key}:{message_id}" if message_id else ""


def is_before_move(message_id: str | None) -> bool:
    """Whether nothing can be done to a message any more, nor be said in reply to it: its group has
    moved since."""
    return message_id is not None and message_id.startswith(BEFORE_A_MOVE)


def as_numbered(message_id: str) -> str:
    """A message as the platform named it, whether its group has moved since or not."""
    return message_id.rpartition(":")[2] if is_before_move(message_id) else message_id


def is_account(key: str) -> bool:
    """Whether a person's key is of one human's account."""
    return not key.startswith(NO_ACCOUNT)


@dataclass(frozen=True)
class Person:
    """Who does something, as the platform knows them."""

    key: str  #: the platform's own id, unique within the door; see ``NO_ACCOUNT``
    name: str
    username: str = ""  #: what ``@ten`` calls them, without the @; not everybody has one

    @property
    def is_account(self) -> bool:
        """Whether it is one human's account. A channel and a group's anonymous administrators are
        none (``chat:…``): nobody knows who writes; nor is who hides theirs (``hidden:…``), nor
        whoever speaks in a room (``room:…``)."""
        return is_account(self.key)


class MediaKind(StrEnum):
    SOUND = "sound"  #: a voice note, a recording, a video's sound, or a file that may hold sound
    PICTURE = "picture"
    OTHER = "other"  #: a file of another kind
    # what is no file, and no utterance either
    STICKER = "sticker"
    ANIMATION = "animation"
    DICE = "dice"
    PLACE = "place"  #: a point on the map; with a name where it is a venue
    CONTACT = "contact"
    POLL = "poll"
    HIDDEN = "hidden"  #: something that the platform does not show the bot
    UNKNOWN = "unknown"  #: of a kind that has no words, or that cannot be read


@dataclass(frozen=True)
class Media:
    """A file that came with a message, by reference; ``Door.fetch`` brings it."""

    kind: MediaKind
    ref: str  #: what the door needs to fetch it
    name: str = ""
    seconds: float | None = None  #: what the platform says; the recording itself decides
    size: int | None = None  #: bytes
    expires: bool = False  #: the platform hands it out for a while only: fetch it at once

    @property
    def is_note(self) -> bool:
        """Whether it was recorded for its message, as far as its name tells: a file may have been
        recorded by anybody. Doors call what comes without a name ``ghi-am.…``, or nothing."""
        return not self.name or self.name.startswith("ghi-am.")


@dataclass(frozen=True)
class Tap:
    """A button that was pressed."""

    id: str
    data: str


@dataclass(frozen=True)
class LivePart:
    """A stretch, from one pause to the next, of a recording that is still running: of the whole
    room. Stretches may come late, twice and in any order; each has its own sound, or none where it
    only ends the recording. When it began is the arrival's ``at``."""

    recording: str  #: the whole's name, made by who records
    number: int  #: 0, 1, …
    starts: float  #: seconds since the recording's beginning
    gap: float = 0.0  #: seconds before it that were not recorded: a lid was closed
    last: bool = False  #: the recording ends with it


class Ability(StrEnum):
    """What a chat platform can do beyond a new message. Where a door lacks one of these,
    ``bot.post.plain`` makes of what the house says what it can say."""

    REWRITE = "rewrite"  #: a message of the bot's gets new words
    BUTTONS = "buttons"  #: a message has buttons; else choices are typed
    FILES = "files"  #: a file of this machine is sent
    QUIET = "quiet"  #: a message is acknowledged without another message
    REPLIES = "replies"  #: what people send says which message it answers
    GROUPS = "groups"  #: in a group all that is said can be heard
    AT_NAMES = "at_names"  #: who has a name there that is written ``@ten`` can be called by it
    WRITE_FIRST = "write_first"  #: who has never written can be written to
    ACCOUNTS = "accounts"  #: who was shown out cannot come in again at once as somebody else


class TurnedAway(StrEnum):
    """Why what somebody sent is not taken."""

    STRANGER = "stranger"  #: neither chat nor person is one that the bot is for
    FLOOD = "flood"  #: more in a minute than one person may send


@dataclass(frozen=True)
class Incoming:
    """One thing that a person did."""

    key: str  #: unique within the door: the same arrival twice has the same key
    chat: Chat
    person: Person
    at: datetime  #: timezone-aware
    message_id: str = ""
    text: str = ""  #: what was typed, or the caption of a file
    media: Media | None = None
    reply_to: str | None = None  #: the id of the message it answers
    tap: Tap | None = None
    edited: bool = False  #: the new text of an earlier message
    speaker: Person | None = None  #: whose words a forwarded message carries
    album: str = ""  #: pictures sent together have the same
    moved_to: str | None = None  #: the chat has a new key from now on
    moved_surely: bool = False  #: the platform takes the old key no more: nobody can have forged it
    answers: Person | None = None  #: whose message it answers
    replied: Media | None = None  #: the file of the message it answers, where the platform says it
    mentions: tuple[Person, ...] = ()  #: whom the text names by a link to their account
    admin: bool = False  #: the person administers the chat, as far as the platform tells
    turned_away: TurnedAway | None = None  #: its words are not kept
    hears_all: bool = True  #: False: in groups the platform shows the bot commands only
    left: Person | None = None  #: who is in the chat no longer
    automatic: bool = False  #: the platform itself has put it here: the post of a linked channel
    #: UTF-16 units of the text as it came, where people's apps cut a longer one into several
    #: messages; 0: they do not
    units: int = 0
    parts: tuple[str, ...] = ()  #: the ids of the messages that it goes on in: it was cut
    #: the door lets in only whom the office has given a link or a code, and bounds what they send
    invited: bool = False
    guest: bool = False  #: of those, one who was given a code: they join meetings, and open none
    beside: Beside = field(default_factory=Beside)  #: what came with the words
    live: LivePart | None = None  #: a stretch of a recording that runs


@dataclass(frozen=True)
class Button:
    label: str
    data: str = ""  #: at most 64 bytes
    url: str = ""  #: a link: a tap opens it, and the bot hears nothing of that


Buttons = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True)
class Question:
    """What a message of the bot's asks; a person's reply to that message answers it."""

    what: str  #: the topic: a key of ``commands.answers``
    meeting_id: int
    about: str = ""  #: what the topic needs to know again, such as an id; never somebody's words


@dataclass(frozen=True)
class Say:
    """A new message."""

    text: str
    buttons: Buttons = ()
    reply_to: str | None = None
    line_id: int | None = None  #: the message belongs to this line: later rewritten, replied to
    asks: Person | None = None  #: of whom: their reply to it is the line's new text
    question: Question | None = None  #: what a reply to it answers, where that is no line's text
    #: somebody has ordered that it be said, though to another chat: where few of a month's messages
    #: are left, such are said
    ordered: bool = False
    #: names what is said, among all that is said behind its door: letters and digits. Said again
    #: under the same, it is the same message, where the door can know that. Given with the saying
    once: str = field(default="", compare=False)
    do: Literal["say"] = "say"


@dataclass(frozen=True)
class Rewrite:
    """A message of the bot's own in new words: the line's, or the one named."""

    text: str
    buttons: Buttons = ()
    line_id: int | None = None
    message_id: str | None = None
    #: what a reply to it answers from now on; where the message is gone, this is said anew
    question: Question | None = None
    do: Literal["rewrite"] = "rewrite"


@dataclass(frozen=True)
class Acknowledge:
    """The lightest sign that a message has been recorded."""

    message_id: str
    no: int  #: the line's number
    do: Literal["acknowledge"] = "acknowledge"


@dataclass(frozen=True)
class Toast:
    """The answer to a tap: a few words that pass."""

    tap_id: str
    text: str = ""
    do: Literal["toast"] = "toast"


class FileKind(StrEnum):
    """How the receiver shall see a file, where the platform can."""

    DOCUMENT = "document"
    PICTURE = "picture"
    SOUND = "sound"


@dataclass(frozen=True)
class SendFile:
    path: str  #: on this machine
    name: str  #: as the receiver sees it
    caption: str = ""
    kind: FileKind = FileKind.DOCUMENT
    blank: bool = False  #: a form, a template: there is nothing of any meeting in it
    #: the words beside it say the same: where it cannot be had it is left out
    spare: bool = False
    once: str = field(default="", compare=False)  #: as of ``Say``
    do: Literal["file"] = "file"


@dataclass(frozen=True)
class ShowPicture:
    """A picture that the platform itself fetches from an address: what a file is made into behind a
    door that sends none (``ShowsPictures``)."""

    address: str
    name: str
    caption: str = ""
    do: Literal["picture"] = "picture"


Reply = Say | Rewrite | Acknowledge | Toast | SendFile | ShowPicture


class ToldTime:
    """The time by a platform's clock, which goes on from when it was last told."""

    def __init__(self) -> None:
        self._told: tuple[datetime, float] | None = None

    def note(self, at: datetime) -> None:
        """The platform has told it; timezone-aware."""
        self._told = at, _seconds_since_start()

    def now(self) -> datetime | None:
        """What it is now there; None: it has not been told yet."""
        if self._told is None:
            return None
        at, then = self._told
        return at + timedelta(seconds=_seconds_since_start() - then)


def _seconds_since_start() -> float:
    """Of this machine, where it can tell also those that it slept."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


class Receive(Protocol):
    """Hands arrivals over, in their order; when it returns, they are on disk."""

    async def __call__(self, *incoming: Incoming) -> None: ...


class Door(Protocol):
    """A chat platform. Every method raises ``bot.errors.DoorError`` and nothing else."""

    name: str
    abilities: frozenset[Ability]  #: what it lacks nobody asks of it
    max_text: int  #: longest message, in UTF-16 code units
    most_a_minute: int | None  #: new messages that a group takes; None: any number
    most_a_month: int | None  #: new messages that the platform takes in all; None: any number
    repeats: bool  #: the platform brings what was taken again, for days
    is_local: bool  #: only whoever sits at this machine can come in
    connected: bool  #: whether the platform answers
    trouble: str  #: why not, or what else is wrong, for whoever runs the bot; empty: nothing
    told_time: ToldTime | None  #: None: there is no platform that would tell the time

    def link(self, chat: Chat, message_id: str) -> str:
        """The address that opens a message in the platform's app; empty: it has none."""

    def start_link(self, words: str) -> str:
        """The address that opens a private chat with the bot, which is then sent
        ``/start words``; empty: the platform has none, or it is not known yet.

        Args:
            words: at most 64 letters, digits and underscores.
        """

    async def run(self, receive: Receive) -> None:
        """Take arrivals until cancelled, or until the door has no more."""

    async def say(self, chat: Chat, say: Say) -> str:
        """Send a message and return its id."""

    async def rewrite(self, chat: Chat, message_id: str, rewrite: Rewrite) -> None:
        """Replace a message's text and buttons. The same text again is no error."""

    async def acknowledge(self, chat: Chat, message_id: str, no: int) -> None:
        """Show, as quietly as the platform can, that the message is line ``no``."""

    async def toast(self, tap_id: str, text: str) -> None: ...

    async def send_file(self, chat: Chat, file: SendFile) -> str:
        """Send a file of this machine and return the message's id."""

    async def fetch(self, media: Media, target: Path, max_bytes: int) -> None:
        """Write the file's bytes to ``target``.

        Raises:
            FileTooBig: larger than ``max_bytes``, or than the platform hands out.
            OSError: the disk of ``target`` is full.
        """


@runtime_checkable
class ShowsMenus(Protocol):
    """A door whose platform has a menu of commands that can be another for one person in a chat."""

    async def show_menu(self, chat: Chat, person: Person, menu: str) -> None:
        """Show somebody in a group these commands.

        Args:
            menu: a key of the menus that it was made with; empty: the group's own again.

        Raises:
            DoorError
        """


@runtime_checkable
class ShowsPictures(Protocol):
    """A door that sends no files, whose platform shows a picture that it can fetch."""

    def can_show(self, address: str) -> bool:
        """Whether the platform can reach an address."""

    async def show_picture(self, chat: Chat, picture: ShowPicture) -> str:
        """Show a picture and return the message's id.

        Raises:
            DoorError
        """
