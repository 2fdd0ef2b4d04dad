"""A chat shown in a terminal: what people say, what the bot answers."""

from __future__ import annotations

import sys
import uuid
from collections.abc import Sequence
from typing import Literal, TextIO

from bot.doors.port import Button, Buttons
from bot.messages import terminal as said

Tone = Literal["", "name", "mark", "button", "done", "passing", "trouble"]
Row = Sequence[tuple[Tone, str]]
"""A row of the screen: pieces, each with what it is; only some screens show that by colours."""

ANSWER = "terminal:answer"
"""The data of the button that a screen itself adds below a question: what is typed next answers."""

_NARROW = "    "
INDENT = "     "
_BETWEEN = "  "


class Screen:
    """Prints a conversation. Remembers the messages, so that a button can be found and tapped.

    Args:
        out: where to; the standard output.
        numbered: buttons are drawn with the number by which somebody can press them.
    """

    def __init__(self, out: TextIO | None = None, *, numbered: bool = False) -> None:
        self._out = out or sys.stdout
        self.numbered = numbered
        # the record knows messages of earlier runs by their ids
        self._run = uuid.uuid4().hex[:12]
        self._last_id = 0
        self.messages: dict[str, tuple[str, Buttons]] = {}  #: id -> text, buttons
        self._buttons: list[tuple[str, Button]] = []  # of the numbers from 1 on
        self._numbers: dict[tuple[str, str], int] = {}  # of a message's id and a button's data
        self._shown: dict[str, tuple[int, ...]] = {}  # id -> numbers, as shown last

    def new_id(self) -> str:
        self._last_id += 1
        return f"{self._run}-{self._last_id}"

    def person(self, name: str, text: str) -> None:
        first, *rest = text.split("\n")
        self.print_rows(
            [("", "")],
            [("name", f"{name}:"), ("", f" {first}")],
            *(_plain(f"{_NARROW}{row}") for row in rest),
        )

    def bot(
        self,
        message_id: str,
        text: str,
        buttons: Buttons = (),
        *,
        again: bool = False,
        asks: bool = False,
    ) -> None:
        """A message of the bot's.

        Args:
            again: it has been shown before, in other words or with other buttons.
            asks: somebody can answer it.
        """
        self.messages[message_id] = (text, buttons)
        first, *rest = self.rows_in(text)
        head: list[tuple[Tone, str]] = [("", "  🤖")]
        if again:
            head.append(("mark", f" {said.TERMINAL_REWRITTEN}"))
        rows: list[Row] = [[*head, ("", f" {first}")], *(_plain(INDENT + row) for row in rest)]
        drawn = [button for row in buttons for button in row]
        if self.numbered:
            if asks:
                drawn.append(Button(said.TERMINAL_ANSWER, ANSWER))
            numbers = tuple(self._number(message_id, button) for button in drawn)
            self._shown.pop(message_id, None)
            if numbers:
                self._shown[message_id] = numbers
            rows += self.rows_of(numbers)
        elif drawn:
            rows.append([("", INDENT + _BETWEEN.join(f"[{b.label}]" for b in drawn))])
        self.print_rows(*rows)

    def note(self, text: str, tone: Tone = "") -> None:
        self.print_rows(*([(tone, f"{INDENT}{row}")] for row in self.rows_in(text)))

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

    # --- buttons by their numbers -------------------------------------------------------------

    def _number(self, message_id: str, button: Button) -> int:
        """The button's number: of a message's button always the same, and never another's."""
        number = self._numbers.setdefault((message_id, button.data), len(self._buttons) + 1)
        self._buttons[number - 1 : number] = [(message_id, button)]
        return number

    def button(self, number: int) -> tuple[str, Button] | None:
        """The id of the message, and its button, that is drawn with this number, or once was."""
        return self._buttons[number - 1] if 0 < number <= len(self._buttons) else None

    def last_buttons(self) -> tuple[int, ...]:
        """The numbers of the buttons of the message that was shown last and has some."""
        return next(reversed(self._shown.values()), ())

    def numbers(self) -> list[int]:
        """Of all buttons that are below a message now; those that were shown last come first."""
        return [number for shown in reversed(self._shown.values()) for number in shown]

    def rows_of(self, numbers: Sequence[int], chosen: int | None = None) -> list[Row]:
        """Buttons drawn, none over the edge of the screen.

        Args:
            chosen: the number of the one that is marked.
        """
        rows: list[list[tuple[Tone, str]]] = []
        used = 0
        for number in numbers:
            name = f"!{number} {self._buttons[number - 1][1].label}"
            name = f"▸{name}◂" if number == chosen else f"[{name}]"
            width = self.width_of(name)
            if rows and used + len(_BETWEEN) + width <= self.columns():
                rows[-1].append(("", _BETWEEN))
                used += len(_BETWEEN)
            else:
                rows.append([("", INDENT)])
                used = len(INDENT)
            rows[-1].append(("name" if number == chosen else "button", name))
            used += width
        return list(rows)

    def rows_in(self, text: str) -> list[str]:
        """The rows of what is indented."""
        return text.split("\n")

    def columns(self) -> int:
        """How wide the screen is, in cells."""
        return 80

    def width_of(self, text: str) -> int:
        """How wide a text is, in cells."""
        return len(text)

    def print_rows(self, *rows: Row) -> None:
        for row in rows:
            print("".join(text for _, text in row), file=self._out, flush=True)


def _plain(text: str) -> Row:
    return [("", text)]
