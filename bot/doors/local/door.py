"""What the doors on this machine share: answers go to a ``Screen``, files come from the disk."""

from __future__ import annotations

import asyncio
import shutil
import time
import unicodedata
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.doors.local.screen import Screen
from bot.doors.port import Ability, Chat, Media, MediaKind, Rewrite, Say, SendFile, ToldTime
from bot.errors import FileTooBig, Refused, is_full
from bot.messages import terminal as said

_NO_SOUND = (".xlsx", ".xls", ".xlsm", ".csv", ".tsv", ".docx", ".pdf")
_PROGRESS_EVERY = 5.0  # seconds


class LocalDoor:
    """A door whose chat is a screen, and whose recordings are files here.

    Args:
        settle: waits until everything said so far is answered.
        seconds_of: the length of a recording; None where it does not say.
    """

    name = "local"
    abilities = frozenset(Ability) - {
        Ability.AT_NAMES,
        Ability.WRITE_FIRST,
    }  # who reads along is nobody's account
    max_text = 100_000
    most_a_minute: int | None = None
    most_a_month: int | None = None
    repeats = False
    is_local = True
    connected = True
    trouble = ""
    told_time: ToldTime | None = None

    def __init__(
        self,
        screen: Screen,
        settle: Callable[[], Awaitable[None]],
        seconds_of: Callable[[Path], float | None] = lambda path: None,
    ) -> None:
        self.screen = screen
        self.settle = settle
        self._seconds_of = seconds_of

    async def settled(self) -> None:
        """Wait for the answers; say so where it takes long."""
        waiting = asyncio.ensure_future(self.settle())
        started = time.monotonic()
        while not (await asyncio.wait({waiting}, timeout=_PROGRESS_EVERY))[0]:
            seconds = round(time.monotonic() - started)
            self.screen.note(said.TERMINAL_BUSY.format(seconds=seconds), "passing")
        waiting.result()

    def recording(self, file: Path) -> Media:
        """A recording, or another file, on this machine; raises OSError where it is no file."""
        file = as_on_disk(file)
        if not file.is_file():
            raise FileNotFoundError(file)
        size = file.stat().st_size
        if file.suffix.lower() in _NO_SOUND:
            return Media(MediaKind.OTHER, str(file.resolve()), file.name, size=size)
        return Media(MediaKind.SOUND, str(file.resolve()), file.name, self._seconds_of(file), size)

    def start_link(self, words: str) -> str:
        return ""

    def link(self, chat: Chat, message_id: str) -> str:
        return ""

    async def say(self, chat: Chat, say: Say) -> str:
        message_id = self.screen.new_id()
        self.draw(message_id, say)
        return message_id

    def draw(self, message_id: str, say: Say, *, asks: bool = False) -> None:
        text = f"{say.asks.name}: {say.text}" if say.asks and say.asks.name else say.text
        self.screen.bot(message_id, text, say.buttons, asks=asks)

    async def rewrite(self, chat: Chat, message_id: str, rewrite: Rewrite) -> None:
        if self.screen.messages.get(message_id) != (rewrite.text, rewrite.buttons):
            self.screen.bot(message_id, rewrite.text, rewrite.buttons, again=True)

    async def acknowledge(self, chat: Chat, message_id: str, no: int) -> None:
        self.screen.note(f"✓ #{no}", "done")

    async def toast(self, tap_id: str, text: str) -> None:
        if text:
            self.screen.note(f"({text})", "passing")

    async def send_file(self, chat: Chat, file: SendFile) -> str:
        message_id = self.screen.new_id()
        row = said.TERMINAL_FILE.format(path=file.path)
        self.screen.bot(message_id, f"{file.caption}\n{row}" if file.caption else row)
        return message_id

    async def fetch(self, media: Media, target: Path, max_bytes: int) -> None:
        source = Path(media.ref)
        try:
            size = source.stat().st_size
            if size > max_bytes:
                raise FileTooBig(f"{size} bytes")
            shutil.copyfile(source, target)
        except OSError as error:
            if is_full(error):
                raise
            raise Refused(error.strerror or type(error).__name__) from error


def as_on_disk(path: Path) -> Path:
    """The path, with the file's name as the disk has it: that may keep Vietnamese names decomposed,
    or the keyboard may have decomposed one."""
    if path.exists():
        return path
    wanted = unicodedata.normalize("NFC", path.name)
    for file in path.parent.glob("*"):
        if unicodedata.normalize("NFC", file.name) == wanted:
            return file
    return path
