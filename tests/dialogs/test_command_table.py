"""What a command is stands with it, in the table of commands: nothing else lists commands."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.conversation.command import Command, InMenus
from bot.conversation.menus import MENUS, on_page
from bot.conversation.topics import COMMANDS, VOCABULARY
from bot.messages.help import MENU
from bot.minutes.typed.plain_orders import plain_order
from bot.minutes.typed.vocabulary import CommandWords, Vocabulary
from bot.minutes.typed.words import fold
from tests.tables import every_row

BOT = Path(__file__).parents[2] / "bot"
NAMES = {command.name for command in COMMANDS}
# words that are names of commands too, and mean something else there
OTHER_WORDS = {
    "messages/help.py": "MENU: their sentences",
    "messages/identity.py": "by which of the two somebody gets a duty",
    "messages/undoing.py": "steps, by their names on disk",
    "conversation/lines/pages.py": "what stands behind /dong",
    "conversation/meetings/rights.py": "who may conclude",
    "conversation/places/desk.py": "«đóng bàn», behind /ban",
    "conversation/signoff/readers.py": "«tôi đồng ý», behind /dongy",
}


def _lists(path: Path) -> Iterator[set[str]]:
    """The strings of each list, tuple, set and mapping of a file that has nothing but strings; the
    words of such a string too."""
    for found in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(found, ast.Dict):
            columns = [found.keys, found.values]
        elif isinstance(found, ast.List | ast.Tuple | ast.Set):
            columns = [found.elts]
        elif isinstance(found, ast.Constant) and isinstance(found.value, str):
            yield set(found.value.split())
            continue
        else:
            continue
        for column in columns:
            words = [one.value for one in column if isinstance(one, ast.Constant)]
            if len(words) == len(column):
                yield {word for word in words if isinstance(word, str)}


def test_nothing_lists_commands_but_their_table() -> None:
    listing = {
        str(path.relative_to(BOT))
        for path in BOT.rglob("*.py")
        for words in _lists(path)
        if len(words & NAMES) > max(1, len(words) // 2)
    }
    assert listing == set(OTHER_WORDS), "what a command is, is a field of Command"


def test_every_command_has_its_sentence() -> None:
    assert set(MENU) == NAMES - {"start"}  # that an app types by itself


@pytest.mark.parametrize("menu", ["group", "alone", "page"])
def test_each_has_a_place_of_its_own_in_a_menu(menu: str) -> None:
    places = [place for one in COMMANDS if (place := getattr(one.menus, menu))]
    assert len(places) == len(set(places)) > 20


def test_menus_are_of_who_sees_them() -> None:
    assert MENUS["administrators"] == on_page(desk=True) == MENU
    for shown in (*MENUS.values(), on_page(desk=False)):
        assert shown.items() <= MENU.items()
    assert NAMES - MENUS["secretaries"].keys() == {"vao", "ra", "dongy", "duyet", "tralai", "start"}
    assert list(MENUS["private"])[:4] == ["trogiup", "lichsu", "xem", "tim"]
    assert list(MENUS["group"])[:4] == ["batdau", "trogiup", "toi", "ykien"]
    assert "vao" in on_page(desk=False)
    assert "ketthuc" not in on_page(desk=False)


def test_words_are_as_they_are_compared() -> None:
    for one in COMMANDS:
        others = (*one.with_more.values(), *one.prefixed.values())
        words = {one.name, *one.also, *" ".join((one.words, one.numbered, *others)).split()}
        assert {fold(word) for word in words} == words, one.name
        assert set(one.spoken.split()) <= words, one.name
        assert {fold(typed) for typed in one.plain} == set(one.plain), one.name


@every_row(
    ("typed", "order"),
    [
        ("Yk 12, 15-17", ("ykien", "12, 15-17")),
        ("đúng 3", ("dungroi", "3")),
        ("Dừng 3", ("huy", "3")),
        ("Dũng 3", None),
        ("Đúng 12 người dự họp", None),
        ("Sửa 12 Giao Phòng A chủ trì.", ("sua", "12 Giao Phòng A chủ trì.")),
    ],
)
def test_what_is_typed_where_there_are_no_buttons(
    typed: str, order: tuple[str, str] | None
) -> None:
    assert plain_order(typed, VOCABULARY) == order


def test_no_word_stands_for_two_commands() -> None:
    one = CommandWords("mot", also=("môt",), words="hai", plain=("ba",))
    for other in (
        CommandWords("mot"),
        CommandWords("nam", words="hai"),
        CommandWords("nam", with_more={"gì": "hai"}),
        CommandWords("nam", words="mot"),
        CommandWords("nam", plain=("ba",)),
    ):
        with pytest.raises(ValueError, match=r"mot|hai|ba"):
            Vocabulary([one, other])


def test_a_command_that_says_nothing_of_itself_is_in_no_menu_but_all() -> None:
    bare = Command("thu", lambda context, text: [])
    assert (bare.menus, bare.hint.name, bare.again) == (InMenus(), "NEVER", False)
