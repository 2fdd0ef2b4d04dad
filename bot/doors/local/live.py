"""A screen on which somebody types meanwhile: what is shown goes above what they are typing."""

from __future__ import annotations

import asyncio
import contextlib
import io
import logging
import sys
from collections.abc import Iterator
from typing import Any

from prompt_toolkit.application import Application
from prompt_toolkit.output import Output
from prompt_toolkit.renderer import print_formatted_text
from prompt_toolkit.styles import Style
from prompt_toolkit.utils import get_cwidth

from bot.doors.local.screen import INDENT, Row, Screen, Tone

COLOURS: dict[Tone, str] = {
    "": "",
    "name": "bold",
    "mark": "italic",
    "button": "ansicyan",
    "done": "ansigreen",
    "passing": "italic",
    "trouble": "ansiyellow",
}
"""The theme's own colours, few; the output leaves them out where ``NO_COLOR`` is set."""

_PLAIN = Style([])
# escape sequences in what is shown would move the cursor, or worse: none is let through
_CONTROLS = {code: "�" for code in (*range(32), *range(127, 160)) if chr(code) not in "\t"}


class LiveScreen(Screen):
    """Shows what the bot says without touching what is being typed. In one thread: the loop's."""

    def __init__(self, output: Output) -> None:
        super().__init__(io.StringIO(), numbered=True)
        self.output = output
        #: what draws the line that is being typed; hidden for a moment to show something above it
        self.app: Application[Any] | None = None

    def columns(self) -> int:
        return self.output.get_size().columns

    def width_of(self, text: str) -> int:
        return get_cwidth(text)

    def rows_in(self, text: str) -> list[str]:
        """None over the edge, where there is a space to break it at."""
        return [row for whole in text.split("\n") for row in self._broken(whole)]

    def _broken(self, text: str) -> list[str]:
        room = self.columns() - len(INDENT)
        first, *words = text.split(" ")
        rows = [first]
        for word in words:
            longer = f"{rows[-1]} {word}"
            if rows[-1].strip() and get_cwidth(longer) > room:
                rows.append(word)
            else:
                rows[-1] = longer
        return rows

    def print_rows(self, *rows: Row) -> None:
        typing = self.app if self.app and self.app.is_running else None
        if typing:
            typing.renderer.erase()
        for row in rows:
            pieces = [(COLOURS[tone], text.translate(_CONTROLS)) for tone, text in row]
            print_formatted_text(self.output, [*pieces, ("", "\n")], _PLAIN)
        self.output.flush()
        if typing:
            typing.invalidate()

    @contextlib.contextmanager
    def with_log(self) -> Iterator[None]:
        """The log, where it goes to this terminal too, is shown in the same way."""
        above = _Above(self, asyncio.get_running_loop())
        moved = [
            handler
            for handler in logging.getLogger().handlers
            if isinstance(handler, logging.StreamHandler)
            and handler.stream is sys.stderr
            and sys.stderr.isatty()
        ]
        for handler in moved:
            handler.setStream(above)
        try:
            yield
        finally:
            for handler in moved:
                handler.setStream(sys.stderr)


class _Above(io.TextIOBase):
    """A stream whose rows are shown on the screen. Any thread may write."""

    def __init__(self, screen: LiveScreen, loop: asyncio.AbstractEventLoop) -> None:
        self._screen = screen
        self._loop = loop

    def write(self, text: str) -> int:
        if text.strip():
            self._loop.call_soon_threadsafe(self._screen.note, text.rstrip("\n"), "trouble")
        return len(text)
