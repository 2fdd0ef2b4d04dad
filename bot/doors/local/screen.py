"""A chat shown in a terminal: what people say, what the bot answers."""

from __future__ import annotations

import sys
from typing import TextIO

from bot.doors.port import Button, Buttons
from bot.messages import terminal as said

_NARROW = "    "


class Screen:
    """Prints a conversation. Remembers the messages, so that a button can be found and tapped."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stdout
        self._last_id = 0
        self.messages: dict[str, tuple[str, Buttons]] = {}  #: id -> text, buttons

    def new_id(self) -> str:
        self._last_id += 1
        return str(self._last_id)

    def person(self, name: str, text: str) -> None:
        first, *rest = text.split("\n")
        self._print(f"\n{name}: {first}", *(f"{_NARROW}{row}" for row in rest))

    def bot(
        self, message_id: str, text: str, buttons: Buttons = (), *, again: bool = False
    ) -> None:
        self.messages[message_id] = (text, buttons)
        first, *rest = text.split("\n")
        mark = f" {said.TERMINAL_REWRITTEN}" if again else ""
        self._print(f"  🤖{mark} {first}", *(f"     {row}" for row in rest))
        if buttons:
            shown = "  ".join(f"[{b.label}]" for row in buttons for b in row)
            self._print(f"     {shown}")

    def note(self, text: str) -> None:
        self._print(*(f"     {row}" for row in text.split("\n")))

    def find_button(self, label: str, line_no: int | None) -> tuple[str, Button] | None:
        """The last message's button with this label: of line ``line_no``, or of any."""
        for message_id, (text, buttons) in reversed(self.messages.items()):
            if line_no is not None and not text.startswith(f"#{line_no} "):
                continue
            for row in buttons:
                for button in row:
                    if button.label.removeprefix("✓ ") == label:
                        return message_id, button
        return None

    def _print(self, *rows: str) -> None:
        for row in rows:
            print(row, file=self._out, flush=True)
