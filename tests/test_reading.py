"""Whoever touches the record of a running bot beside its own thread is told so."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from bot.store.thread import StoreThread
from tests.dialogs.talking import AN, Talk
from tests.records import store_at


async def test_the_record_of_a_running_bot_is_read_by_its_own_thread(
    talk: Talk, used_elsewhere: list[str]
) -> None:
    await talk.text("/batdau Họp")
    await talk.text("Nhất trí", AN)
    with pytest.raises(AssertionError, match="a bot that runs"):
        talk.office.store.lines.of_meeting(1)
    with pytest.raises(AssertionError, match="a bot that runs"), talk.office.store.transaction():
        pass
    assert len(used_elsewhere) == 2, "though the test had gone on"
    used_elsewhere.clear()
    assert [line.text for line in talk.store.lines.of_meeting(1)] == ["Nhất trí"]
    assert talk.rows("SELECT text FROM lines") == [("Nhất trí",)], "by a way of one's own"


async def test_a_record_that_no_bot_works_on_is_anybodys(
    tmp_path: Path, used_elsewhere: list[str]
) -> None:
    store = store_at(tmp_path / "x.sqlite")
    other = threading.Thread(target=store.lines.of_meeting, args=(1,))
    other.start()
    other.join()
    assert store.lines.of_meeting(1) == []
    thread = StoreThread(store)
    assert await thread(store.lines.of_meeting, 1) == []
    thread.close()
    assert store.lines.of_meeting(1) == []
    store.close()
    assert not used_elsewhere
