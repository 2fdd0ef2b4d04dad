"""Somebody at a keyboard: a prompt with history, completion and buttons that can be pressed."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable, Iterator, Mapping

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion, PathCompleter
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.patch_stdout import patch_stdout
from prompt_toolkit.styles import Style
from prompt_toolkit.utils import is_dumb_terminal

from bot.doors.local.screen import Screen
from bot.messages import terminal as said

#: what begins the number of a button: ``!3``
PRESS = "!"
_STYLE = Style.from_dict({"name": "bold ansigreen", "bottom-toolbar": "noreverse ansibrightblack"})


def is_there() -> bool:
    """Whether a person sits at this program's keyboard, before a terminal that can do this."""
    return sys.stdin.isatty() and sys.stdout.isatty() and not is_dumb_terminal()


def in_colour() -> bool:
    """Whether colours are wanted: https://no-color.org."""
    return ColorDepth.from_env() is not ColorDepth.DEPTH_1_BIT


class Keyboard:
    """Reads what somebody types, a message at a time. What others say meanwhile appears above it.

    What was typed is remembered until the program ends, and in no file: it may be anybody's words.

    Args:
        screen: whose buttons can be pressed.
        commands: name -> its description, as completions show it.
    """

    def __init__(self, screen: Screen, commands: Mapping[str, str]) -> None:
        self.names: list[str] = []  #: those that have spoken here, as completions of ``/vai``
        self._session: PromptSession[str] = PromptSession(
            history=InMemoryHistory(),
            completer=_Completer(screen, commands, self.names),
            complete_while_typing=False,
            key_bindings=_keys(),
            multiline=True,
            bottom_toolbar=said.TERMINAL_KEYS,
            style=_STYLE,
            reserve_space_for_menu=6,
        )

    async def read(self, name: str) -> str | None:
        """The next message; None at the end.

        Args:
            name: who speaks, as the prompt shows it.
        """
        prompt = FormattedText([("class:name", name), ("", ": ")])
        try:
            return await self._session.prompt_async(
                prompt, prompt_continuation="  ", handle_sigint=False
            )
        except (EOFError, KeyboardInterrupt):
            return None

    @property
    def typed(self) -> str:
        """What stands at the prompt now."""
        return self._session.default_buffer.text

    @contextlib.contextmanager
    def open(self) -> Iterator[None]:
        """While it is, whatever is printed appears above what is being typed."""
        with patch_stdout(raw=True):
            yield


class _Completer(Completer):
    def __init__(self, screen: Screen, commands: Mapping[str, str], names: list[str]) -> None:
        self._screen = screen
        self._commands = {**commands, **said.TERMINAL_COMMANDS}
        self._names = names
        self._paths = PathCompleter(expanduser=True)

    def get_completions(self, document: Document, event: CompleteEvent) -> Iterable[Completion]:
        text = document.text_before_cursor
        command, blank, rest = text.partition(" ")
        if not text or text.startswith(PRESS):
            yield from self._buttons(text)
        elif command == "/gui" and blank:
            yield from self._paths.get_completions(Document(rest), event)
        elif command == "/vai" and blank:
            for name in self._names:
                if name.lower().startswith(rest.lower()):
                    yield Completion(name, -len(rest))
        elif text.startswith("/") and not blank:
            for name, description in self._commands.items():
                if f"/{name}".startswith(text.lower()):
                    yield Completion(f"/{name} ", -len(text), f"/{name}", display_meta=description)

    def _buttons(self, text: str) -> Iterator[Completion]:
        for number, button in self._screen.pressable():
            if f"{PRESS}{number}".startswith(text):
                yield Completion(
                    f"{PRESS}{number}", -len(text), f"{PRESS}{number} [{button.label}]"
                )


def _keys() -> KeyBindings:
    keys = KeyBindings()

    @keys.add("tab")
    def _(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if buffer.complete_state:
            buffer.complete_next()
        else:
            buffer.start_completion(select_first=True)

    @keys.add("enter")
    def _(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        completing = buffer.complete_state
        if completing and completing.current_completion:
            chosen = completing.current_completion.text
            buffer.complete_state = None
            if not chosen.startswith(PRESS):  # a command's words follow it
                return
        if buffer.document.current_line_before_cursor.endswith("\\"):
            buffer.delete_before_cursor()
            buffer.insert_text("\n")
            return
        buffer.validate_and_handle()

    @keys.add("escape", "enter")
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text("\n")

    @keys.add("c-c")
    def _(event: KeyPressEvent) -> None:
        """Drops what is typed; with nothing typed, it ends."""
        if event.current_buffer.text:
            event.current_buffer.reset()
        else:
            event.app.exit(exception=KeyboardInterrupt)

    return keys
