"""Buttons where there are none: what a person types instead stands under the message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.doors.port import Button, Rewrite, Say
from bot.messages import plain as said
from bot.store import Store
from bot.store.lines import LineGone

# buttons of a line, for which there are words that people learn once
_BY_WORDS = ("tag", "edit", "delete", "right", "restore")
_S = TypeVar("_S", Say, Rewrite)
_LINES, _CHOICES = "lines", "choices"  # what a chat is told how to do, once each


@dataclass(frozen=True)
class _Line:
    """A line whose buttons a message has."""

    no: int
    buttons: frozenset[str]


def typed(store: Store, chat_id: int, say: _S) -> _S:
    """The same message with what can be typed in the place of its buttons. In a transaction.

    Its buttons are then the numbered choices alone, labelled with their numbers: nobody sees them,
    but who delivers the message keeps what each number means.
    """
    every = [button for row in say.buttons for button in row]
    buttons = [button for button in every if not button.url]
    by_words = [button for button in buttons if _what(button) in _BY_WORDS]
    numbered = [button for button in buttons if _what(button) not in _BY_WORDS]
    links = [button for button in every if button.url]
    rows: list[str] = [said.LINK.format(label=x.label, link=x.url) for x in links]
    rows += _orders(store, chat_id, _lines_of(store, by_words))
    numbers = store.plain.numbers(chat_id, len(numbered))
    store.plain.reserve(chat_id, [(n, b.data) for n, b in zip(numbers, numbered, strict=True)])
    if numbered and store.plain.tell_once(chat_id, _CHOICES):
        rows.append(said.HOW_TO_CHOOSE.format(first=numbers[0]))
    rows += [
        said.CHOICE.format(number=number, label=button.label)
        for number, button in zip(numbers, numbered, strict=True)
    ]
    kept = tuple((Button(str(n), b.data),) for n, b in zip(numbers, numbered, strict=True))
    return replace(say, text="\n".join([say.text, *rows]), buttons=kept)


def choices_of(say: Say | Rewrite) -> list[tuple[int, str]]:
    """What each number under a message means that ``typed`` has made."""
    buttons = [button for row in say.buttons for button in row if button.label.isdecimal()]
    return [(int(button.label), button.data) for button in buttons]


def _what(button: Button) -> str:
    return button.data.partition(":")[0]


def _lines_of(store: Store, buttons: Sequence[Button]) -> list[_Line]:
    found: dict[int, set[str]] = {}
    for button in buttons:
        line_id = int(button.data.split(":")[1])
        found.setdefault(line_id, set()).add(_what(button))
    lines = []
    for line_id, whats in found.items():
        try:
            lines.append(_Line(store.lines.get(line_id).no, frozenset(whats)))
        except LineGone:
            continue
    return lines


def _orders(store: Store, chat_id: int, lines: Sequence[_Line]) -> list[str]:
    """The words by which lines are tagged and mended: in full once in a chat, then in short."""
    rows = [said.RESTORE_SHORT.format(no=line.no) for line in lines if "restore" in line.buttons]
    living = [line for line in lines if line.buttons & {"tag", "edit"}]
    if not living:
        return rows
    if store.plain.tell_once(chat_id, _LINES):
        return [*rows, said.HOW_TO_TAG.format(no=living[0].no)]
    for line in living:
        right = said.TAG_RIGHT.format(no=line.no) if "right" in line.buttons else ""
        rows.append(said.TAG_SHORT.format(no=line.no) + right)
    return rows
