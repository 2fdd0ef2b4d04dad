"""The chat in a terminal at which somebody sits: a prompt, and answers above it."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from prompt_toolkit.input import Input, create_input
from prompt_toolkit.output import ColorDepth, Output, create_output
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.utils import get_term_environment_variable, is_dumb_terminal

from bot.doors.local.completing import Offered
from bot.doors.local.keyboard import Keyboard, Line
from bot.doors.local.live import LiveScreen
from bot.doors.local.terminal import TerminalDoor
from bot.doors.port import Chat, Receive, Say
from bot.messages import terminal as said
from foundation.logs import told

log = logging.getLogger(__name__)


class PromptDoor(TerminalDoor):
    """The same chat with a prompt, history, Tab, colours, and buttons that can be pressed.

    Nothing waits for the answers: they are shown as they come, above what is being typed.

    Args:
        table: the name of a chat's open meeting (empty: none), and names of people there.
        offered: what Tab offers.
        keys: where keys come from; the terminal.
        output: where it is drawn; the terminal.
    """

    def __init__(
        self,
        settle: Callable[[], Awaitable[None]],
        seconds_of: Callable[[Path], float | None],
        table: Callable[[Chat], Awaitable[tuple[str, tuple[str, ...]]]],
        offered: Offered,
        keys: Input | None = None,
        output: Output | None = None,
    ) -> None:
        self.live = LiveScreen(output or _terminal())
        super().__init__(self.live, settle, seconds_of)
        self._table = table
        self._line = Line(self.person.name)
        self._keyboard = Keyboard(
            self.live, keys or create_input(), self._line, offered, self._leave
        )
        self._changed = asyncio.Event()
        self._played = [self.person.name]  # who has spoken here
        self._people: tuple[str, ...] = ()

    async def run(self, receive: Receive) -> None:
        """Until ``/thoat``, Ctrl+D or Ctrl+C twice; then waits for the last answers."""
        self.live.note(said.TERMINAL_HELLO)
        self.live.note(said.TERMINAL_KEYS)
        looking = asyncio.create_task(self._look())
        try:
            with self.live.with_log(), self._keyboard.in_hand():
                while (text := await self._keyboard.read()) is not None:
                    self._keyboard.take_pastes()
                    if not await self.take(receive, text):
                        break
                    self._changed.set()
        finally:
            looking.cancel()
            await asyncio.gather(looking, return_exceptions=True)
        await self.settled()
        self.live.note(said.TERMINAL_BYE)

    async def say(self, chat: Chat, say: Say) -> str:
        message_id = await super().say(chat, say)
        # in the middle of a sentence nobody is made to answer with it: there is a button
        if say.asks and say.asks.key == self.person.key and self._keyboard.is_empty:
            self.answer_next(message_id)
        self._changed.set()
        return message_id

    async def take(self, receive: Receive, text: str) -> bool:
        goes_on = await super().take(receive, text)
        if self.person.name not in self._played:
            self._played.append(self.person.name)
            self._name()
        self._line.who = self.person.name
        self._line.answers = self.answering is not None
        return goes_on

    def answer_next(self, message_id: str) -> None:
        super().answer_next(message_id)
        self._line.answers = True

    def _leave(self) -> None:
        """The question is left for later."""
        self.answering, self._line.answers = None, False
        self.live.note(said.TERMINAL_NO_ANSWER)

    def _name(self) -> None:
        self._line.names = tuple(dict.fromkeys([*self._played, *self._people]))

    async def _look(self) -> None:
        """Keep the prompt true."""
        self._changed.set()
        while True:
            await self._changed.wait()
            self._changed.clear()
            try:
                await self.settle()
                meeting, people = await self._table(self.chat)
            except Exception as error:  # the chat goes on without it
                log.warning("what the prompt shows cannot be looked up: %s", told(error))
                continue
            self._line.meeting = meeting
            self._people = people
            self._name()
            self._keyboard.redraw()


def is_dumb() -> bool:
    """Whether the terminal can only print row below row."""
    return bool(is_dumb_terminal())


def _terminal() -> Output:
    """The terminal's output. It is not asked where its cursor is: not every one answers, and what
    an answer would look like to who reads next nobody knows."""
    if sys.platform == "win32":
        return create_output()
    depth = ColorDepth.from_env()
    output = Vt100_Output.from_pty(
        sys.stdout, term=get_term_environment_variable(), default_color_depth=depth
    )
    output.enable_cpr = False
    return output
