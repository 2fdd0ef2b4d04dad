"""Who keeps a meeting sees in its group the commands for that, also who administers nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.conversation import menus
from bot.conversation.menus import MENUS
from bot.office import Office
from tests.dialogs.talking import Ear
from tests.doors.bot_api import BROKEN, DROPPED, BotApi, Fault
from tests.doors.telegram_chats import Json, Room
from tests.doors.telegram_house import answer, opened, running
from tests.waiting import eventually

KEEPERS = list(MENUS["secretaries"])


async def test_a_secretary_has_the_menu_until_they_hand_over(
    api: BotApi, bot: Office, group: Room, an: Json, binh: Json
) -> None:
    await opened(api, group, an)
    await eventually(lambda: api.member_menus.get((group.id, an["id"])) == KEEPERS)
    said = api.text(group, binh, "Tôi có mặt")
    await eventually(lambda: api.reaction(said))
    assert (group.id, binh["id"]) not in api.member_menus
    await answer(api, api.text(group, an, "/thuky them Trần Thị Bình"))
    await eventually(lambda: api.member_menus.get((group.id, binh["id"])) == KEEPERS)
    await answer(api, api.text(group, an, "/thuky bot Trần Thị Bình"))
    await eventually(lambda: (group.id, binh["id"]) not in api.member_menus)
    await answer(api, api.text(group, an, "/thuky Trần Thị Bình"))
    await eventually(lambda: list(api.member_menus) == [(group.id, binh["id"])])
    await answer(api, api.text(group, binh, "/ketthuc"))
    await opened(api, group, an)  # the next meeting has another secretary
    await eventually(lambda: list(api.member_menus) == [(group.id, an["id"])])
    assert len(api.menus) == 4, "nobody else's has changed"


async def test_nobody_alone_with_the_bot_and_no_group_as_such_has_one(
    api: BotApi, bot: Office, an: Json
) -> None:
    await opened(api, api.room("private"), an)
    await bot.settle()
    assert api.member_menus == {}


async def test_in_a_forum_the_menu_is_of_the_group_and_stays_while_one_topic_needs_it(
    api: BotApi, bot: Office, an: Json, binh: Json
) -> None:
    forum = api.room("supergroup", "Sở", is_forum=True)
    first, second = (api.topic(forum, an, name) for name in ("Một", "Hai"))
    await opened(api, forum, an, first)
    await opened(api, forum, an, second)
    await eventually(lambda: (forum.id, an["id"]) in api.member_menus)
    said = api.text(forum, binh, "Có mặt", topic=first)
    await eventually(lambda: api.reaction(said))
    await answer(api, api.text(forum, an, "/thuky Trần Thị Bình", topic=first))
    await eventually(lambda: (forum.id, binh["id"]) in api.member_menus)
    await bot.settle()
    assert (forum.id, an["id"]) in api.member_menus, "of the second topic's meeting"


async def test_a_group_that_moves_has_its_secretarys_menu_again(
    api: BotApi, bot: Office, an: Json
) -> None:
    small = api.room("group", "Phòng Tổ chức")
    await opened(api, small, an)
    await eventually(lambda: (small.id, an["id"]) in api.member_menus)
    big = api.upgrade(small, an)
    await eventually(lambda: api.member_menus.get((big.id, an["id"])) == KEEPERS)


async def test_who_is_removed_from_the_group_keeps_none(
    api: BotApi, bot: Office, group: Room, an: Json, binh: Json
) -> None:
    await opened(api, group, an)
    await eventually(lambda: (group.id, an["id"]) in api.member_menus)
    api.remove(group, binh, an)
    await eventually(lambda: (group.id, an["id"]) not in api.member_menus)


async def test_a_platform_that_fails_stops_nothing_and_is_asked_again(
    api: BotApi, data: Path, group: Room, an: Json
) -> None:
    async with running(api, data, Ear()) as bot:  # type: ignore[arg-type]
        await eventually(lambda: len(api.menus) == 4)
        api.faults["setMyCommands"].extend([Fault(429, retry_after=1), Fault(400)])
        await opened(api, group, an)
        await eventually(lambda: len(api.faults["setMyCommands"]) == 1)
        draft = api.text(group, an, "/dong")
        assert await answer(api, draft)
        await eventually(lambda: not api.faults["setMyCommands"])  # refused: given up
        await bot.settle()
        assert api.member_menus == {}
        await answer(api, api.text(group, an, "/ketthuc"))
        api.faults["setMyCommands"].extend([BROKEN])
        await opened(api, group, an)
        await eventually(lambda: not api.faults["setMyCommands"])
    async with running(api, data, Ear()):  # type: ignore[arg-type]  # what failed is in the record
        await eventually(lambda: api.member_menus.get((group.id, an["id"])) == KEEPERS)


async def test_a_door_that_is_not_connected_yet_is_asked_later(
    api: BotApi, data: Path, group: Room, an: Json
) -> None:
    async with running(api, data, Ear()):  # type: ignore[arg-type]
        await opened(api, group, an)
        await eventually(lambda: (group.id, an["id"]) in api.member_menus)
        api.member_menus.clear()
    api.faults["getMe"].append(DROPPED)
    async with running(api, data, Ear()) as bot:  # type: ignore[arg-type]
        assert await answer(api, api.text(group, an, "/dong"))
        await bot.settle()
        assert api.member_menus == {}, "it has it, by the record: nothing is set anew"


async def test_a_bot_with_other_commands_renews_the_menus_that_people_have(
    api: BotApi, data: Path, group: Room, an: Json, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(api, data, Ear()):  # type: ignore[arg-type]
        await opened(api, group, an)
        await eventually(lambda: (group.id, an["id"]) in api.member_menus)
    other = {"batdau": "Mở cuộc họp", "ketthuc": "Đóng cuộc họp"}
    monkeypatch.setattr(menus, "MENUS", {**MENUS, "secretaries": other})
    async with running(api, data, Ear()) as bot:  # type: ignore[arg-type]
        await eventually(lambda: api.member_menus[group.id, an["id"]] == list(other))
        await bot.settle()
        api.member_menus.clear()
    async with running(api, data, Ear()) as bot:  # type: ignore[arg-type]
        assert await answer(api, api.text(group, an, "/dong"))
        await bot.settle()
        assert api.member_menus == {}, "renewed once"
