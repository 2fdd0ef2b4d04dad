"""What Tab offers: commands with what they do, files, people, buttons."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from bot.doors.local.screen import Screen
from bot.messages import terminal as said
from bot.messages.help import MENU
from bot.messages.phrases import AT_NAME, FULL_NAME
from bot.minutes.typed.words import fold

COMMANDS: Mapping[str, str] = {
    **{name: text.replace(AT_NAME, FULL_NAME) for name, text in MENU.items()},
    **said.TERMINAL_MENU,
}
"""What can be typed behind a stroke, with its sentence."""

#: behind these stands somebody's name; behind the second kind, after a line's number
_NAMED = re.compile(r"/(?:vai|toi|chutri|thuky|them)\s+|/nguoinoi\s+\d+\s+", re.IGNORECASE)
_FILE = re.compile(r"/gui\s+", re.IGNORECASE)
_WITH = re.compile(r".*\s(?=/\w*$)", re.DOTALL)  # "danh-sach.xlsx /th": a command with the file


class Offers(Completer):
    """Completes the line up to the cursor.

    Args:
        names: the people who may be meant, at this moment.
    """

    def __init__(self, screen: Screen, names: Callable[[], Sequence[str]]) -> None:
        self._screen = screen
        self._names = names

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterable[Completion]:
        text = document.text_before_cursor
        if "\n" in text:
            return ()
        if named := _NAMED.match(text):
            return self._people(text[named.end() :])
        if file := _FILE.match(text):
            rest = text[file.end() :]
            if (before := _WITH.match(rest)) and Path(before[0].strip()).expanduser().is_file():
                return _commands(rest[before.end() :])
            return _files(rest)
        if text.startswith("!"):
            return self._buttons(text)
        return _commands(text) if not text or re.fullmatch(r"/\S*", text) else ()

    def _people(self, typed: str) -> Iterator[Completion]:
        wanted = fold(typed.strip())
        for name in self._names():
            words = fold(name).split()
            if any(" ".join(words[first:]).startswith(wanted) for first in range(len(words))):
                yield Completion(name, -len(typed))

    def _buttons(self, typed: str) -> Iterator[Completion]:
        for number in self._screen.numbers():
            found = self._screen.button(number)
            if found and f"!{number}".startswith(typed):
                label = found[1].label
                yield Completion(f"!{number}", -len(typed), display_meta=label)


def _commands(typed: str) -> Iterator[Completion]:
    """Those that begin so, in the order of the menu; behind them those that have it inside."""
    wanted = fold(typed.removeprefix("/"))
    first = [name for name in COMMANDS if name.startswith(wanted)]
    inside = [name for name in COMMANDS if wanted in name and name not in first]
    for name in first or inside:
        yield Completion(f"/{name}", -len(typed), display_meta=COMMANDS[name])


def _files(typed: str) -> Iterator[Completion]:
    """Folders and files that begin so; those whose names begin with a dot only if that is typed."""
    quote = typed[:1] if typed[:1] in "'\"" else ""
    folder, stroke, begun = typed.removeprefix(quote).rpartition("/")
    try:
        found = sorted(Path(folder + stroke or ".").expanduser().iterdir())
    except (OSError, RuntimeError, ValueError):  # no such folder, no such user, no such name
        return
    for path in found:
        name = path.name
        hidden = name.startswith(".") and not begun.startswith(".")
        if not hidden and fold(name).startswith(fold(begun)):
            whole = name + "/" if path.is_dir() else name
            yield Completion(quote + folder + stroke + whole, -len(typed), display=whole)
