"""A chat shown in a terminal: what people say, what the bot answers."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TextIO

from bot.doors.port import Button, Buttons
from bot.messages import terminal as said

_NARROW = "    "
_QUIET, _BOT, _BUTTON, _PLAIN = "\033[2m", "\033[36m", "\033[1m", "\033[0m"


class Screen:
    """Prints a conversation. Remembers the messages, so that a button can be found and tapped.

    Args:
        out: the standard output, if not given.
        at_keyboard: somebody presses buttons by their numbers.
        colours: of a terminal.
    """

    def __init__(
        self, out: TextIO | None = None, *, at_keyboard: bool = False, colours: bool = False
    ) -> None:
        self._out = out
        self._at_keyboard = at_keyboard
        self._colours = colours
        self._numbers: dict[tuple[str, str], int] = {}  # (message, a button's data) -> its number
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
        head = self._in(_BOT, f"  🤖{mark}")
        self._print(f"{head} {first}", *(f"     {row}" for row in rest))
        if buttons:
            drawn = (self._drawn(message_id, button) for row in buttons for button in row)
            self._print("     " + "  ".join(drawn))

    def _drawn(self, message_id: str, button: Button) -> str:
        if not self._at_keyboard:
            return f"[{button.label}]"
        key = (message_id, button.data)
        number = self._numbers.setdefault(key, len(self._numbers) + 1)
        return f"{self._in(_BUTTON, f'!{number}')} [{button.label}]"

    def note(self, text: str) -> None:
        self._print(*(self._in(_QUIET, f"     {row}") for row in text.split("\n")))

    def pressable(self) -> Iterator[tuple[int, Button]]:
        """The buttons of the last message that has some, with their numbers."""
        for message_id, (_, buttons) in reversed(self.messages.items()):
            if buttons:
                for button in (button for row in buttons for button in row):
                    yield self._numbers[message_id, button.data], button
                return

    def numbered(self, number: int) -> tuple[str, Button] | None:
        """The message and the button of a number, as long as the message has it."""
        for message_id, (_, buttons) in self.messages.items():
            for button in (button for row in buttons for button in row):
                if self._numbers.get((message_id, button.data)) == number:
                    return message_id, button
        return None

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

    def _in(self, colour: str, text: str) -> str:
        return f"{colour}{text}{_PLAIN}" if self._colours else text

    def _print(self, *rows: str) -> None:
        # the standard output of now: while somebody types it is another
        print(*rows, sep="\n", file=self._out or sys.stdout, flush=True)
