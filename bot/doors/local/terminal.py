"""A chat in this terminal, so that the product can be used without any account."""

from __future__ import annotations

import contextlib
import re
import sys
import uuid
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from bot.doors.local.door import LocalDoor
from bot.doors.local.keyboard import PRESS, Keyboard
from bot.doors.local.screen import Screen
from bot.doors.port import Chat, ChatKind, Incoming, Media, Person, Receive, Tap
from bot.messages import terminal as said
from bot.minutes.typed.words import fold, one_line
from foundation.threads import in_daemon

_PRESSED = re.compile(rf"\s*{re.escape(PRESS)}(\d{{1,9}})\s*")
_MYSELF = Person("me", said.TERMINAL_YOU)


class TerminalDoor(LocalDoor):
    """Reads messages from a keyboard, or a text stream, a line each; a ``\\`` at the end goes on.

    Args:
        lines: where messages are read from; the standard input.
        keyboard: who sits at it types there instead, and presses buttons.
    """

    name = "terminal"

    def __init__(
        self,
        screen: Screen,
        settle: Callable[[], Awaitable[None]],
        seconds_of: Callable[[Path], float | None] = lambda path: None,
        lines: TextIO | None = None,
        keyboard: Keyboard | None = None,
    ) -> None:
        super().__init__(screen, settle, seconds_of)
        self._lines = lines or sys.stdin
        self._keyboard = keyboard
        self._person = _MYSELF
        self._chat = Chat(self.name, "terminal", said.TERMINAL_TITLE, ChatKind.PRIVATE)

    async def run(self, receive: Receive) -> None:
        """Until ``/thoat`` or the end of the input; then waits for the last answers."""
        with self._keyboard.open() if self._keyboard else contextlib.nullcontext():
            self.screen.note(said.TERMINAL_HELLO)
            if self._keyboard:
                self.screen.note(said.TERMINAL_HELLO_KEYS)
            await self._talk(receive)

    async def _talk(self, receive: Receive) -> None:
        while (text := await self._read()) is not None:
            command, _, rest = text.partition(" ")
            match fold(command):
                case "/thoat":
                    break
                case "/gui":
                    await self._send_file(receive, rest)
                case "/vai":
                    self._play(rest)
                case _ if self._keyboard and (pressed := _PRESSED.fullmatch(text)):
                    await self._press(receive, int(pressed[1]))
                case _ if text.strip():
                    await receive(self._incoming(text))
            await self.settled()

    async def _read(self) -> str | None:
        """The next message; None at the end."""
        if self._keyboard:
            return await self._keyboard.read(self._person.name)
        rows: list[str] = []
        while True:
            row = await in_daemon(self._lines.readline)
            if not row:
                return "\n".join(rows) if rows else None
            row = row.rstrip("\r\n")
            rows.append(row.removesuffix("\\"))
            if not row.endswith("\\"):
                return "\n".join(rows)

    async def _press(self, receive: Receive, number: int) -> None:
        found = self.screen.numbered(number)
        if found is None:
            self.screen.note(said.TERMINAL_NO_BUTTON.format(number=number))
            return
        message_id, button = found
        unique, now = uuid.uuid4().hex, datetime.now(UTC)
        tap = Tap(unique, button.data)
        await receive(Incoming(unique, self._chat, self._person, now, message_id, tap=tap))

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
        self._person = _MYSELF if myself else Person(f"me:{fold(name)}", name)
        if self._keyboard and name not in self._keyboard.names:
            self._keyboard.names.append(name)
        self.screen.note(said.TERMINAL_ROLE.format(name=name))

    def _incoming(self, text: str, media: Media | None = None) -> Incoming:
        unique = uuid.uuid4().hex
        return Incoming(unique, self._chat, self._person, datetime.now(UTC), unique, text, media)
