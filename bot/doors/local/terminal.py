"""A chat in this terminal, so that the product can be used without any account."""

from __future__ import annotations

import re
import sys
import uuid
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from bot.doors.local.door import LocalDoor
from bot.doors.local.screen import ANSWER, Screen
from bot.doors.port import Chat, ChatKind, Incoming, Media, Person, Receive, Say, Tap
from bot.messages import terminal as said
from bot.minutes.typed.words import fold, one_line
from foundation.threads import in_daemon

_MYSELF = Person("me", said.TERMINAL_YOU)
_PRESSED = re.compile(r"\s*!\s*([0-9]{1,9})\s*")


class TerminalDoor(LocalDoor):
    """Reads messages from a text stream, a line each; a ``\\`` at the end goes on.

    Where the screen numbers its buttons, ``!3`` presses one.

    Args:
        lines: where messages are read from; the standard input.
    """

    name = "terminal"

    def __init__(
        self,
        screen: Screen,
        settle: Callable[[], Awaitable[None]],
        seconds_of: Callable[[Path], float | None] = lambda path: None,
        lines: TextIO | None = None,
    ) -> None:
        super().__init__(screen, settle, seconds_of)
        self._lines = lines or sys.stdin
        self.person = _MYSELF
        self.chat = Chat(self.name, "terminal", said.TERMINAL_TITLE, ChatKind.PRIVATE)
        self.answering: str | None = None  # the message that what is typed next answers

    async def run(self, receive: Receive) -> None:
        """Until ``/thoat`` or the end of the input; then waits for the last answers."""
        self.screen.note(said.TERMINAL_HELLO)
        if self.screen.numbered:
            self.screen.note(said.TERMINAL_PRESS)
        while (text := await self._read()) is not None and await self.take(receive, text):
            await self.settled()

    async def say(self, chat: Chat, say: Say) -> str:
        message_id = self.screen.new_id()
        self.draw(message_id, say, asks=say.asks is not None or say.question is not None)
        return message_id

    async def take(self, receive: Receive, text: str) -> bool:
        """Do what was typed. False: it was to end the chat."""
        pressed = _PRESSED.fullmatch(text) if self.screen.numbered else None
        command, _, rest = text.partition(" ")
        match fold(command):
            case "/thoat":
                return False
            case "/gui":
                await self._send_file(receive, rest)
            case "/vai":
                self._play(rest)
            case _ if pressed:
                await self._press(receive, int(pressed[1]))
            case _ if text.strip():
                await receive(self._incoming(text))
        return True

    async def _read(self) -> str | None:
        """The next message; None at the end."""
        rows: list[str] = []
        while True:
            row = await in_daemon(self._lines.readline)
            if not row:
                return "\n".join(rows) if rows else None
            row = row.rstrip("\r\n")
            rows.append(row.removesuffix("\\"))
            if not row.endswith("\\"):
                return "\n".join(rows)

    async def _send_file(self, receive: Receive, path: str) -> None:
        path, slash, command = path.partition(" /")  # "danh-sach.xlsx /thanhphan"
        path = path.strip().strip("'\"")
        if not path:
            self.screen.note(said.TERMINAL_USE_SEND)
            return
        try:
            media = self.recording(Path(path).expanduser())
        except (OSError, RuntimeError, ValueError):  # no such file, no such user, no such name
            self.screen.note(said.TERMINAL_NO_FILE.format(path=path))
            return
        await receive(self._incoming(f"/{command}" if slash else "", media))

    def _play(self, name: str) -> None:
        name = one_line(name)
        if not name:
            self.screen.note(said.TERMINAL_USE_ROLE)
            return
        myself = fold(name) == fold(said.TERMINAL_YOU)
        self.person = _MYSELF if myself else Person(f"me:{fold(name)}", name)
        self.answering = None
        self.screen.note(said.TERMINAL_ROLE.format(name=name))

    async def _press(self, receive: Receive, number: int) -> None:
        found = self.screen.button(number)
        if found is None:
            self.screen.note(said.TERMINAL_NO_BUTTON.format(number=number))
            return
        message_id, button = found
        self.screen.note(said.TERMINAL_PRESSED.format(label=button.label))
        if button.data == ANSWER:
            self.answer_next(message_id)
            return
        unique = uuid.uuid4().hex
        now = datetime.now(UTC)
        tap = Tap(unique, button.data)
        await receive(Incoming(unique, self.chat, self.person, now, message_id, tap=tap))

    def answer_next(self, message_id: str) -> None:
        """What is typed next answers this message."""
        self.answering = message_id
        self.screen.note(said.TERMINAL_NOW_ANSWER)

    def _incoming(self, text: str, media: Media | None = None) -> Incoming:
        unique = uuid.uuid4().hex
        now = datetime.now(UTC)
        reply_to = None
        if not text.startswith("/"):  # a command is one also while a question waits
            reply_to, self.answering = self.answering, None
        return Incoming(unique, self.chat, self.person, now, unique, text, media, reply_to=reply_to)
