"""The short run; the long one is ``make chaos``."""

from __future__ import annotations

from pathlib import Path

from tests.chaos.running import Plan, run


async def test_killed_six_times_on_a_failing_platform_nothing_is_lost_doubled_or_out_of_place(
    tmp_path: Path,
) -> None:
    plan = Plan(seed=11, texts=70, notes=8, kills=6, prints=False)
    outcome = await run(plan, tmp_path, tmp_path / "whisper")
    print(outcome.table())
    assert outcome.troubles() == ""
    # and it was a storm
    assert sum(outcome.storm.kills.values()) == plan.kills
    assert len({kind for kind, _ in outcome.storm.faults}) > 5
    assert len(outcome.people.said) >= plan.texts + plan.notes
