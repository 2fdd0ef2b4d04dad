"""The room is recorded for hours: what one more stretch costs does not grow with those before."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.conversation.lines.card import redraw
from bot.doors.port import Incoming
from bot.store.recordings import HeardText
from tests.dialogs.recording_the_room import LONG, Laptop
from tests.dialogs.talking import Talk, talking
from tests.records import connections

MANY = 3000  #: stretches: some five hours
_STEPS = 50  # of SQLite's machine, that are counted as one


class Counter:
    """Counts the work of the database, whatever the speed of the machine."""

    def __init__(self, made: list[sqlite3.Connection]) -> None:
        self._made = made
        self.steps = 0

    def count(self) -> None:
        conn = self._made[-1]  # the house's
        conn.set_progress_handler(self._one, _STEPS)

    def _one(self) -> int:
        self.steps += _STEPS
        return 0


@pytest.fixture
def counter(monkeypatch: pytest.MonkeyPatch) -> Counter:
    return Counter(connections(monkeypatch))


@pytest.fixture
async def talk(tmp_path: Path, counter: Counter) -> AsyncIterator[Talk]:
    async with talking(tmp_path) as talk:
        talk.clock = lambda: talk.now
        await talk.text("/batdau Họp cả ngày")
        counter.count()
        yield talk


def taken(talk: Talk, stretch: Incoming) -> None:
    """All that the store does for a stretch, from its arrival to its line; in its thread."""
    office = talk.office
    store = office.store
    with store.transaction():
        office.app.handle(stretch)
    (item,) = store.stretches.waiting()
    store.stretches.unwanted_among([item.id])
    with store.transaction():
        store.stretches.keep_audio(item.id, f"ab/{item.id}.webm")
        line = store.stretches.heard(
            item.id, [HeardText("Lời.", "lời", 0.9, ends=LONG)], LONG, LONG
        )
        assert line
        redraw(line, office.house)
    assert not store.rooms.ended()


async def work_of(talk: Talk, counter: Counter, stretch: Incoming) -> int:
    """How much the database has to do for it."""
    before = counter.steps
    await talk.in_store(taken, talk, stretch)
    return counter.steps - before


async def test_a_stretch_costs_the_same_after_hours(talk: Talk, counter: Counter) -> None:
    laptop = Laptop(talk)

    def many(first: int, behind: int) -> None:
        with talk.office.store.transaction():
            for number in range(first, behind):
                if number != 7:  # it is still on its way
                    taken(talk, laptop.stretch(number, "Lời."))

    await talk.in_store(many, 0, 20)
    few = await work_of(talk, counter, laptop.stretch(20, "Lời."))
    await talk.in_store(many, 21, MANY)
    much = await work_of(talk, counter, laptop.stretch(MANY, "Lời."))
    assert much < 1.5 * few, (few, much)
    # and late ones, which are put among the others, not all others anew
    out_of_order = [MANY + n for n in (3, 1, 2, 9, 8, 7, 6, 5, 4)]
    late = [await work_of(talk, counter, laptop.stretch(n, "Lời.")) for n in out_of_order]
    assert max(late) < 3 * few, (few, late)
    starts = [x.starts for x in talk.store.lines.of_meeting(1)[1:]]
    assert starts == sorted(starts)  # type: ignore[type-var]
    assert len(starts) == MANY + 9


@pytest.mark.parametrize("order", [1, -1], ids=["as they were said", "the last one first"])
async def test_many_that_come_late_move_no_others(talk: Talk, order: int) -> None:
    laptop = Laptop(talk)

    def several(numbers: list[int]) -> None:
        for number in numbers:
            taken(talk, laptop.stretch(number, "Lời."))

    await talk.in_store(several, [0, 350])  # the network was away in between
    await talk.in_store(several, list(range(1, 350))[::order])
    lines = talk.store.lines.of_meeting(1)[1:]
    assert [x.starts for x in lines] == [n * LONG for n in range(351)]
    by_number = {x.no: x.order[0] for x in lines}
    assert (by_number[2], by_number[3]) == (2, 3), "they stand where they stood"
