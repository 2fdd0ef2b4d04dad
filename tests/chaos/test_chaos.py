"""The short run; the long one is ``make chaos``."""

from __future__ import annotations

import random
from pathlib import Path

from tests.chaos.people import People
from tests.chaos.running import Plan, run
from tests.chaos.twin import differences, fault_free
from tests.doors.bot_api import BotApi
from tests.doors.telegram_house import TOKEN


async def test_killed_six_times_on_a_failing_platform_nothing_is_lost_doubled_or_out_of_place(
    tmp_path: Path,
) -> None:
    plan = Plan(
        seed=11,
        texts=70,
        notes=8,
        kills=6,
        far_texts=20,
        far_notes=4,
        page_texts=15,
        page_notes=3,
        prints=False,
    )
    outcome = await run(plan, tmp_path, tmp_path / "whisper")
    print(outcome.table())
    assert outcome.troubles() == ""
    # and it was a storm
    assert sum(outcome.storm.kills.values()) == plan.kills
    assert len({kind for kind, _ in outcome.storm.faults}) > 5
    assert len(outcome.people.said) >= plan.texts + plan.notes
    assert len(outcome.far.said) >= plan.far_texts + plan.far_notes
    assert len(outcome.page.said) == plan.page_texts + plan.page_notes


async def test_with_machines_that_hear_killed_too_nothing_is_lost_or_doubled(
    tmp_path: Path,
) -> None:
    """The bot, two workers and their server: killed, frozen, stopped."""
    plan = Plan(
        seed=19,
        texts=10,
        notes=14,
        kills=2,
        people=6,
        rate=0.05,
        far_texts=0,
        far_notes=0,
        page_texts=0,
        page_notes=0,
        prints=False,
        workers=2,
    )
    outcome = await run(plan, tmp_path, tmp_path / "whisper")
    print(outcome.table())
    assert outcome.troubles() == ""
    assert sum(outcome.storm.kills.values()) == plan.kills
    assert outcome.machines is not None
    assert outcome.machines.deeds.total() >= 3


async def test_a_record_without_one_of_the_updates_is_told_from_the_whole(tmp_path: Path) -> None:
    """Of each kind: what was said, an edit, a merge, a draft: the run above cannot but see it."""
    async with BotApi(TOKEN) as api:
        people = People(api, random.Random(1))
        place, who = people.places[0], people.places[0].people[0]
        first = api.text(place.room, who, "Câu một")
        api.text(place.room, who, "Câu hai")
        api.edit(first, "Câu một, đã sửa")
        for order in ("/gop 1 2", "/ykien 1", "/bienban chitiet"):
            api.text(place.room, who, order)
        whole = await fault_free(api, tmp_path / "whole")
        assert differences(whole, await fault_free(api, tmp_path / "again")) == []
        every = list(api.updates)
        for number in range(len(people.places) + 2, len(every)):
            api.updates = [*every[:number], *every[number + 1 :]]
            record = await fault_free(api, tmp_path / str(number))
            assert differences(record, whole), f"without {every[number]}"
