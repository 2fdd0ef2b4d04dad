"""What a button carries, read; and how it is said that it is old."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar, overload

_E = TypeVar("_E", bound=StrEnum)
_V = TypeVar("_V")
_LARGEST = 2**63 - 1  #: what the database can count to


class OldButton(Exception):
    """A button is old, forged, or of something that is no more: whoever tapped it is told, and
    nothing changes. Raise it before anything is written. The text is for us."""


class ButtonData(Sequence[str]):
    """The words behind the first of a button's data: ``[a, b]`` of ``what:a:b``.

    Anybody can forge them. Every method raises ``OldButton`` where the word is not there, or is
    not what it is read as.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self._words = tuple(words)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> ButtonData: ...
    def __getitem__(self, place: int | slice) -> str | ButtonData:
        if isinstance(place, slice):
            return ButtonData(self._words[place])
        try:
            return self._words[place]
        except IndexError:
            raise OldButton("it lacks a word") from None

    def __iter__(self) -> Iterator[str]:  # the one of Sequence goes on until an IndexError
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)

    def number(self, place: int) -> int:
        """A whole number: an id, a page, a count."""
        try:
            number = int(self[place])
        except ValueError:
            raise OldButton("a word is no number") from None
        if not -_LARGEST <= number <= _LARGEST:
            raise OldButton("a number is too large")
        return number

    def numbers(self, count: int) -> list[int]:
        """All the words, which are so many numbers."""
        if len(self) != count:
            raise OldButton("not so many numbers")
        return [self.number(place) for place in range(count)]

    def looked_up(self, table: Mapping[str, _V], place: int) -> _V:
        """What a word stands for."""
        if self[place] not in table:
            raise OldButton("a word stands for nothing")
        return table[self[place]]

    def day(self, place: int) -> date:
        """A day: ``2026-07-24``."""
        try:
            return date.fromisoformat(self[place])
        except ValueError:
            raise OldButton("a word is no day") from None

    def one_of(self, kind: type[_E], place: int) -> _E:
        """A word of a fixed set."""
        try:
            return kind(self[place])
        except ValueError:
            raise OldButton(f"no such {kind.__name__}") from None
