"""A long list by pages, and the buttons that turn them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from bot.desk.pages import place
from bot.doors.port import Button, Buttons
from bot.messages.phrases import BUTTON_BEFORE, BUTTON_NEXT

T = TypeVar("T")

__all__ = ["in_rows", "page_of", "place", "turning"]


def page_of(every: Sequence[T], page: int, size: int) -> tuple[Sequence[T], int, int]:
    """What stands on a page, its number and how many there are."""
    page, pages = place(page, len(every), size)
    return every[(page - 1) * size : page * size], page, pages


def turning(prefix: str, page: int, pages: int, behind: str = "") -> Buttons:
    """The row with “Trước” and “Sau”; no row where there is one page only.

    Args:
        prefix: of the buttons' data; the page's number comes after it.
        behind: what comes after that.
    """
    row = tuple(
        Button(label, f"{prefix}:{other}" + (f":{behind}" if behind else ""))
        for label, other in ((BUTTON_BEFORE, page - 1), (BUTTON_NEXT, page + 1))
        if 1 <= other <= pages
    )
    return (row,) if row else ()


def in_rows(buttons: Sequence[Button], size: int) -> Buttons:
    """The buttons in rows of so many."""
    return tuple(tuple(buttons[first : first + size]) for first in range(0, len(buttons), size))
