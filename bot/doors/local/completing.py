"""What Tab offers: commands with what they do, files, people, buttons."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from bot.doors.local.screen import Screen
from bot.messages import terminal as said
from bot.messages.phrases import AT_NAME, FULL_NAME
from bot.minutes.typed.words import fold

ROLE = "vai"  #: a command of this door; behind it stands who speaks
_FILE = re.compile(r"/gui\s+", re.IGNORECASE)
_WITH = re.compile(r".*\s(?=/\w*$)", re.DOTALL)  # "danh-sach.xlsx /th": a command with the file


@dataclass(frozen=True)
class Offered:
    """The commands of the house, as Tab offers them.

    Args:
        menu: each with its sentence.
        named: behind which somebody's name stands.
        named_behind_number: behind which it stands after the number of a line.
    """

    menu: Mapping[str, str]
    named: Sequence[str] = ()
    named_behind_number: Sequence[str] = ()


class Offers(Completer):
    """Completes the line up to the cursor.

    Args:
        names: the people who may be meant, at this moment.
    """

    def __init__(
        self, screen: Screen, offered: Offered, names: Callable[[], Sequence[str]]
    ) -> None:
        self._screen = screen
        self._names = names
        sentences = {name: text.replace(AT_NAME, FULL_NAME) for name, text in offered.menu.items()}
        self._commands = {**sentences, **said.TERMINAL_MENU}
        named = "|".join((ROLE, *offered.named))
        numbered = "|".join(offered.named_behind_number)
        behind = rf"|/(?:{numbered})\s+\d+\s+" if numbered else ""
        self._behind_names = re.compile(rf"/(?:{named})\s+{behind}", re.IGNORECASE)

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterable[Completion]:
        text = document.text_before_cursor
        if "\n" in text:
            return ()
        if named := self._behind_names.match(text):
            return self._people(text[named.end() :])
        if file := _FILE.match(text):
            rest = text[file.end() :]
            if (before := _WITH.match(rest)) and Path(before[0].strip()).expanduser().is_file():
                return self._begun(rest[before.end() :])
            return _files(rest)
        if text.startswith("!"):
            return self._buttons(text)
        return self._begun(text) if not text or re.fullmatch(r"/\S*", text) else ()

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

    def _begun(self, typed: str) -> Iterator[Completion]:
        """Commands that begin so, in the order of the menu; behind them those that have it
        inside."""
        wanted = fold(typed.removeprefix("/"))
        first = [name for name in self._commands if name.startswith(wanted)]
        inside = [name for name in self._commands if wanted in name and name not in first]
        for name in first or inside:
            yield Completion(f"/{name}", -len(typed), display_meta=self._commands[name])


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
