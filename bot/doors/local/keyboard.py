"""The line at which somebody types: what they can do there beside typing."""

from __future__ import annotations

import contextlib
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from prompt_toolkit import PromptSession
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition, has_focus
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.utils import get_cwidth

from bot.doors.local.completing import Offered, Offers
from bot.doors.local.live import COLOURS, LiveScreen
from bot.messages import terminal as said

_WIDEST_TITLE = 32  # cells


@dataclass
class Line:
    """What stands before what is typed, and what can be offered there."""

    who: str  #: who speaks
    meeting: str = ""  #: the open one's name; empty: none
    answers: bool = False  #: what is typed answers a question
    names: Sequence[str] = ()  #: of people who may be meant


@dataclass
class _Choice:
    """Buttons of which one is about to be pressed. They stay, whatever is shown meanwhile."""

    numbers: tuple[int, ...]
    at: int = 0

    @property
    def number(self) -> int:
        return self.numbers[self.at]

    def move(self, by: int) -> None:
        self.at = (self.at + by) % len(self.numbers)


class Keyboard:
    """Reads messages at a real terminal.

    What was typed before can be had again (Up, Ctrl+R) as long as this lives; it is on no disk.

    Args:
        line: what the prompt shows; read anew at each drawing.
        leave_question: what is typed shall answer no question, after all.
    """

    def __init__(
        self,
        screen: LiveScreen,
        keys: Input,
        line: Line,
        offered: Offered,
        leave_question: Callable[[], None],
    ) -> None:
        self._screen = screen
        self._line = line
        self._leave_question = leave_question
        self._choice: _Choice | None = None
        self._asked_to_end = False
        self._session: PromptSession[str] = PromptSession(
            message=self._prompt,
            input=keys,
            output=screen.output,
            history=InMemoryHistory(),
            completer=Offers(screen, offered, lambda: line.names),
            complete_while_typing=False,
            enable_suspend=True,
            prompt_continuation="  ",
        )
        self._typed = self._session.default_buffer
        self._typed.on_text_insert += _compose
        self._typed.on_text_changed += self._goes_on
        self._session.key_bindings = self._bindings()
        screen.app = self._session.app

    async def read(self) -> str | None:
        """The next message, in NFC, maybe of several rows; None: they want to end."""
        self._asked_to_end, self._choice = False, None
        try:
            # signals are the program's; an error of a task of its is no news of this terminal's
            text = await self._session.prompt_async(
                handle_sigint=False, set_exception_handler=False
            )
        except EOFError:
            return None
        rows = text.strip("\n").split("\n")
        return _clean("\n".join([*(row.removesuffix("\\") for row in rows[:-1]), rows[-1]]))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is being typed."""
        return not self._typed.text

    def redraw(self) -> None:
        """The prompt has changed."""
        if self._session.app.is_running:
            self._session.app.invalidate()

    @contextlib.contextmanager
    def in_hand(self) -> Iterator[None]:
        """Keys are kept for the next ``read`` meanwhile: the terminal itself shows none of them."""
        with self._session.input.raw_mode():
            try:
                yield
            finally:
                self._screen.output.disable_bracketed_paste()
                self._screen.output.flush()

    def take_pastes(self) -> None:
        """What is pasted before the next ``read`` is one message too."""
        self._screen.output.enable_bracketed_paste()
        self._screen.output.flush()

    # --- what is drawn ------------------------------------------------------------------------

    def _prompt(self) -> StyleAndTextTuples:
        drawn: StyleAndTextTuples = []
        if choice := self._chosen():
            drawn.append((COLOURS["passing"], f"     {said.TERMINAL_CHOOSE}\n"))
            for row in self._screen.rows_of(choice.numbers, choice.number):
                drawn += [(COLOURS[tone], text) for tone, text in row]
                drawn.append(("", "\n"))
        drawn.append((COLOURS["name"], self._line.who))
        if self._line.meeting:
            drawn.append((COLOURS["button"], f" · {_short(self._line.meeting)}"))
        drawn.append((COLOURS["name"], " ↩ " if self._line.answers else " › "))
        return drawn

    def _chosen(self) -> _Choice | None:
        """Somebody is choosing a button, and has not gone on to type."""
        return self._choice if self.is_empty else None

    # --- keys ---------------------------------------------------------------------------------

    def _bindings(self) -> KeyBindings:
        keys = KeyBindings()
        typing = has_focus(self._typed)  # and not looking for what was typed before
        choosing = Condition(lambda: self._chosen() is not None) & typing
        nothing = Condition(lambda: self.is_empty)
        some = Condition(lambda: bool(self._screen.last_buttons()))
        offered = Condition(lambda: self._typed.complete_state is not None)
        keys.add(Keys.BracketedPaste)(_paste)
        keys.add("enter", filter=typing)(_end_row)
        keys.add("escape", "enter", filter=typing)(_new_row)
        keys.add("escape", filter=offered)(_close_offers)
        keys.add("c-c", filter=typing)(self._stop)
        keys.add("tab", filter=typing & ~offered)(_offer)
        keys.add("tab", filter=typing & nothing & some)(self._choose)
        for key, by in {"tab": 1, "right": 1, "down": 1, "s-tab": -1, "left": -1, "up": -1}.items():
            keys.add(key, filter=choosing)(self._mover(by))
        keys.add("escape", filter=choosing, eager=True)(self._leave)
        keys.add("backspace", filter=choosing)(self._leave)
        keys.add("enter", filter=choosing)(self._press)
        return keys

    def _choose(self, event: KeyPressEvent) -> None:
        self._choice = _Choice(self._screen.last_buttons())

    def _mover(self, by: int) -> Callable[[KeyPressEvent], None]:
        def move(event: KeyPressEvent) -> None:
            if self._choice:
                self._choice.move(by)

        return move

    def _leave(self, event: KeyPressEvent) -> None:
        self._choice = None

    def _press(self, event: KeyPressEvent) -> None:
        if self._choice:
            number, self._choice = self._choice.number, None
            event.app.exit(result=f"!{number}")

    def _stop(self, event: KeyPressEvent) -> None:
        """Ctrl+C: what is typed goes (Up brings it back), then the question, then the chat ends."""
        buffer = self._typed
        if self._asked_to_end and not buffer.text:
            event.app.exit(exception=EOFError)
            return
        if self._chosen():
            self._choice = None
        elif buffer.text:
            buffer.reset(append_to_history=True)
            buffer.load_history_if_not_yet_loaded()
        elif self._line.answers:
            self._leave_question()
        self._asked_to_end = True
        self._screen.note(said.TERMINAL_AGAIN, "passing")

    def _goes_on(self, buffer: Buffer) -> None:
        """Something is typed."""
        if buffer.text:
            self._asked_to_end, self._choice = False, None


def _paste(event: KeyPressEvent) -> None:
    """All that is pasted at once is one message, however many rows it has."""
    text = event.data.replace("\r\n", "\n").replace("\r", "\n")
    event.current_buffer.insert_text(text.rstrip("\n"))


def _offer(event: KeyPressEvent) -> None:
    """Tab: what alone can be meant stands there at once; of several one can be chosen."""
    buffer = event.current_buffer
    asked = CompleteEvent(completion_requested=True)
    found = list(buffer.completer.get_completions(buffer.document, asked))
    if len(found) == 1:
        buffer.apply_completion(found[0])
    elif found:
        buffer.start_completion(insert_common_part=True)


def _end_row(event: KeyPressEvent) -> None:
    """Enter: takes what is chosen of several; a stroke at the end goes on in a new row; an empty
    line says nothing."""
    buffer = event.current_buffer
    state = buffer.complete_state
    if state and state.current_completion:
        buffer.complete_state = None
        return
    if buffer.text.endswith("\\"):
        row = buffer.text.removesuffix("\\") + "\n"
        buffer.document = Document(row)
    elif buffer.text.strip():
        buffer.validate_and_handle()


def _new_row(event: KeyPressEvent) -> None:
    event.current_buffer.insert_text("\n")


def _close_offers(event: KeyPressEvent) -> None:
    event.current_buffer.cancel_completion()


def _compose(buffer: Buffer) -> None:
    """Letters come in one piece, whatever the keyboard sends: a key deletes a letter."""
    document = buffer.document
    before = document.text_before_cursor
    composed = unicodedata.normalize("NFC", before)
    if composed != before:
        buffer.document = Document(composed + document.text_after_cursor, len(composed))


def _clean(text: str) -> str:
    """Without what is no letter: control characters, and bytes that are no text."""
    kept = "".join(char for char in text if char in "\n\t" or unicodedata.category(char) != "Cc")
    return unicodedata.normalize("NFC", kept.encode(errors="ignore").decode())


def _short(title: str) -> str:
    """A name that leaves room for what is typed."""
    kept = " ".join(title.split())
    if get_cwidth(kept) <= _WIDEST_TITLE:
        return kept
    while get_cwidth(kept) > _WIDEST_TITLE - 1:
        kept = kept[:-1]
    return kept.rstrip() + "…"
