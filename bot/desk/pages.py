"""A long list by pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    shown: tuple[T, ...]
    number: int  #: from 1
    pages: int  #: how many there are, at least 1
    count: int  #: of all that is listed


def place(page: int, count: int, size: int) -> tuple[int, int]:
    """The page that there is nearest to the one asked for, and how many there are; both from 1."""
    pages = max(-(-count // size), 1)
    return min(max(page, 1), pages), pages


def page_of(every: Sequence[T], page: int, size: int) -> Page[T]:
    """What stands on the page asked for, or on the one nearest to it."""
    number, pages = place(page, len(every), size)
    return Page(tuple(every[(number - 1) * size : number * size]), number, pages, len(every))
