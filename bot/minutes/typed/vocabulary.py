"""What commands are called: by their names, and in other words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import KW_ONLY, dataclass, field
from enum import Enum
from typing import TypeVar

from bot.minutes.typed.numbers import read_numbers

Order = tuple[str, str]  #: a command's name, or another of it, and what stands behind it

_T = TypeVar("_T")
_DASHES = ("-", "–", "—")


class Takes(Enum):
    """What may stand behind a command that is typed without its stroke, besides numbers. With
    anything else it is a sentence."""

    NOTHING = "nothing"
    WORDS = "words"  #: «batdau họp tổ dân phố»
    ROWS = "rows"  #: items or people: a colon, or several rows


@dataclass(frozen=True)
class CommandWords:
    """What a command is called. Words are folded and without blanks (``mohop`` is «mở họp»); where
    a field has several, blanks stand between them."""

    name: str
    _: KW_ONLY
    also: tuple[str, ...] = ()  #: other names; what was nearly typed may be meant for them
    words: str = ""  #: other words for it
    #: words for it with something behind it: ``{"xong": "xongviec"}`` of /nhiemvu
    with_more: Mapping[str, str] = field(default_factory=dict)
    #: words for it that stay before what stands behind them, said so:
    #: ``{"Không đồng ý ": "khongdongy"}`` of /gopy
    prefixed: Mapping[str, str] = field(default_factory=dict)
    numbered: str = ""  #: words for it with numbers behind; without any they may mean another
    #: how it is typed where there are no buttons, with nothing but numbers behind: folded, blanks
    #: and all. With words behind it is a sentence: «đúng 12 người dự họp»
    plain: tuple[str, ...] = ()
    spoken: str = ""  #: those of all these that people say in a meeting: no order without a stroke
    takes: Takes = Takes.NOTHING


class Vocabulary:
    """What all commands are called.

    Raises:
        ValueError: two are called the same.
    """

    def __init__(self, commands: Iterable[CommandWords]) -> None:
        self._named: dict[str, CommandWords] = {}
        self._meant: dict[str, tuple[CommandWords, str, str]] = {}
        self._numbered: dict[str, CommandWords] = {}
        self._plain: dict[str, CommandWords] = {}
        self._spoken: set[str] = set()
        for one in commands:
            _add(self._named, ((name, one) for name in (one.name, *one.also)))
            _add(self._meant, _meanings(one))
            _add(self._numbered, ((word, one) for word in one.numbered.split()))
            _add(self._plain, ((words, one) for words in one.plain))
            self._spoken.update(one.spoken.split())
        twice = self._named.keys() & self._meant.keys()
        if twice:
            raise ValueError(f"{', '.join(sorted(twice))}: a name, and another word")
        longest_first = sorted(self._plain, key=len, reverse=True)
        self._typed_plainly = re.compile(rf"\s*/?\s*({'|'.join(longest_first)})\s*([#\d].*)")

    def has(self, name: str) -> bool:
        """Whether a command has this name."""
        return name in self._named

    def meaning(self, word: str, rest: str) -> Order | None:
        """The command that a word stands for; None: for none.

        Args:
            word: folded, without blanks.
            rest: what stands behind it.
        """
        if word in self._named:
            return word, rest
        numbered, meant = self._numbered.get(word), self._meant.get(word)
        _, _, before = meant or (None, "", "")
        if numbered and before and rest[:1] in _DASHES:  # «/thêm ý kiến - …»: of whom, is not said
            return None
        if numbered and read_numbers(rest):
            return numbered.name, rest
        if meant is None:
            return None
        command, more, before = meant
        return command.name, f"{more} {before}{rest}".strip() if rest else more

    def is_spoken(self, word: str) -> bool:
        """Whether people say a word in a meeting, and mean no command."""
        return word in self._spoken

    def takes(self, name: str) -> Takes:
        """What may stand behind a command that is typed without its stroke.

        Args:
            name: of it, or another of its names.
        """
        return self._named[name].takes

    def typed_plainly(self, folded: str) -> tuple[str, str, str] | None:
        """A command as typed where there are no buttons: its name, the words for it, and the
        numbers; None: it is none."""
        found = self._typed_plainly.fullmatch(folded) if self._plain else None
        if found is None or not read_numbers(found[2]):
            return None
        return self._plain[found[1]].name, found[1], found[2].strip()


def _add(known: dict[str, _T], rows: Iterable[tuple[str, _T]]) -> None:
    for word, meaning in rows:
        if word in known:
            raise ValueError(f"{word} stands for two commands")
        known[word] = meaning


def _meanings(one: CommandWords) -> Iterator[tuple[str, tuple[CommandWords, str, str]]]:
    """Of each word the command, what stands behind that, and what is put before the rest."""
    for word in one.words.split():
        yield word, (one, "", "")
    for more, words in one.with_more.items():
        yield from ((word, (one, more, "")) for word in words.split())
    for before, words in one.prefixed.items():
        yield from ((word, (one, "", before)) for word in words.split())
