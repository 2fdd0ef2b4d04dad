"""Which commands a menu shows, with their sentences: by what each says of itself (``InMenus``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.conversation.command import Completes, InMenus
from bot.conversation.topics import COMMANDS
from bot.messages.help import MENU


def _menu(place: Callable[[InMenus], int]) -> Mapping[str, str]:
    shown = [command for command in COMMANDS if place(command.menus)]
    return {one.name: MENU[one.name] for one in sorted(shown, key=lambda one: place(one.menus))}


_NOT_KEEPERS = {command.name for command in COMMANDS if not command.menus.keepers}
_ON_PAGE = _menu(lambda menus: menus.page)

MENUS: Mapping[str, Mapping[str, str]] = {
    "private": _menu(lambda menus: menus.alone),
    "group": _menu(lambda menus: menus.group),
    "administrators": MENU,
    "secretaries": {name: text for name, text in MENU.items() if name not in _NOT_KEEPERS},
}
"""The menu of commands by who sees it: alone with the bot, in a group, who administers one, who is
the secretary of its meeting."""


def on_page(*, desk: bool) -> Mapping[str, str]:
    """What the page offers while a command is typed, to who is at a desk and to others."""
    return MENU if desk else _ON_PAGE


def completed(completes: Completes) -> tuple[str, ...]:
    """The commands behind which this is offered."""
    return tuple(command.name for command in COMMANDS if command.completes is completes)
