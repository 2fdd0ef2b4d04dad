"""What Telegram says to a bot whose token is not its own any more: told as what it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.doors.telegram import troubles
from bot.office import Office
from tests.doors.bot_api import BotApi, Fault
from tests.doors.telegram_chats import Json, Room
from tests.doors.telegram_house import answer
from tests.waiting import eventually


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (Fault(401, said="Unauthorized"), troubles.REVOKED),
        (Fault(404, said="Not Found"), troubles.NO_API),
        (
            Fault(409, said="Conflict: terminated by other getUpdates request"),
            troubles.TWICE,
        ),
        (
            Fault(409, said="Conflict: can't use getUpdates method while webhook is active"),
            troubles.HOOKED,
        ),
    ],
    ids=["revoked", "no API", "two readers", "a webhook elsewhere"],
)
async def test_a_token_that_is_not_ours_alone_is_told_as_what_it_is(
    api: BotApi,
    bot: Office,
    group: Room,
    an: Json,
    fault: Fault,
    told: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await answer(api, api.text(group, an, "/dong"))
    api.faults["getUpdates"].append(fault)
    door = bot.doors["telegram"]
    await eventually(lambda: door.trouble == told)
    check = (await bot.watch.ready())["door telegram"]
    assert (check.ok, check.says) == (False, told)
    assert told in caplog.text
    assert "getUpdates' not found" not in caplog.text
    assert await answer(api, api.text(group, an, "/trogiup"))
    await eventually(lambda: door.trouble == "")
    assert (await bot.watch.ready())["door telegram"].says == "open"


async def test_the_clock_is_held_against_telegrams(
    api: BotApi, bot: Office, group: Room, an: Json, data: Path
) -> None:
    await answer(api, api.text(group, an, "/dong"))
    (told,) = bot.doors.times()
    assert told is not None
    assert abs(told - datetime.now(UTC)) < timedelta(minutes=1)
    assert (await bot.watch.ready())["clock"].ok
    door = bot.doors["telegram"]
    assert door.told_time is not None
    door.told_time.note(datetime.now(UTC) - timedelta(days=45))
    check = (await bot.watch.ready())["clock"]
    assert not check.ok
    assert check.says == "45.0 days ahead of the chat platform's"
