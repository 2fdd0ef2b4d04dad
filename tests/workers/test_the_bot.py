"""The whole house with workers: the words stand in the record once, and nothing else does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.watch import watching
from tests.dialogs.talking import HA, Talk, talking
from tests.waiting import PATIENCE, eventually
from tests.workers.machines import CALM, FakeEar, Place
from transcribe.remote.client import RemoteRecognizer, When
from transcribe.remote.wire import Times


@asynccontextmanager
async def house(
    place: Place, data: Path, when: When = "when_needed", times: Times = CALM
) -> AsyncIterator[tuple[Talk, RemoteRecognizer]]:
    office, _ = place.office(when=when, times=times)
    ear: Any = office
    async with talking(data, ear=ear) as talk:
        await talk.text("/batdau Họp giao ban", HA)
        talk.settle = talk.office.post.settle  # type: ignore[method-assign]
        yield talk, office


async def with_worker(place: Place, office: RemoteRecognizer) -> FakeEar:
    ear = place.worker()
    await asyncio.to_thread(place.with_workers, office)
    return ear


async def test_what_workers_hear_stands_in_the_record_with_what_heard_it(
    place: Place, tmp_path: Path
) -> None:
    async with house(place, tmp_path / "data") as (talk, office):
        await with_worker(place, office)
        await talk.voice("tôi nhất trí với báo cáo")
        await talk.hears(1)
        assert [text for _, _, text, _ in talk.lines()] == ["tôi nhất trí với báo cáo"]
        shown = await talk.text("/thongke", HA)
        assert any("Máy chép bằng: base fake d1 (1 dòng)" in one for one in shown)


async def test_what_is_heard_for_a_line_that_was_typed_or_deleted_meanwhile_changes_nothing(
    place: Place, tmp_path: Path
) -> None:
    async with house(place, tmp_path / "data") as (talk, office):
        ear = await with_worker(place, office)
        for words in ("SLOW một", "SLOW hai", "SLOW ba"):
            await talk.voice_quickly(words)
        await eventually(lambda: len(ear.heard) == 3)
        await talk.text("/sua 1 lời gõ tay", HA)
        await talk.text("/xoa 3", HA)
        place.gate.touch()
        await talk.office.settle()
        assert [text for _, _, text, _ in talk.lines()] == ["lời gõ tay", "SLOW hai"]
        assert not any("SLOW ba" in one.text for one in talk.door.shown.values())


async def test_an_erased_meeting_leaves_nothing_at_the_queue(place: Place, tmp_path: Path) -> None:
    async with house(place, tmp_path / "data") as (talk, office):
        ear = await with_worker(place, office)
        await talk.voice_quickly("SLOW bí mật")
        await eventually(lambda: ear.heard)
        await talk.text("/xoacuochop", HA)
        asked = next(key for key, one in talk.door.shown.items() if "Xoá hẳn" in one.labels)
        await talk.tap(asked, "Xoá hẳn", HA)
        await eventually(lambda: office.queue_state.counts.get("withdrawn") == 1)
        assert not office.queue_state.in_work
        assert office.queue_state.counts.get("answered", 0) == 0
        place.gate.touch()
        await talk.office.settle()


async def test_where_only_others_hear_and_nobody_does_the_chat_is_told(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.speech.carrying.WORKERS_REST", 0.2)
    soon = replace(CALM, patience=0.5)
    async with house(place, tmp_path / "data", when="never", times=soon) as (talk, office):
        await talk.voice_quickly("một")
        await eventually(
            lambda: any("chưa có máy nghe nào" in x.text for x in talk.door.shown.values())
        )
        await with_worker(place, office)
        await talk.hears(1)
        assert [text for _, _, text, _ in talk.lines()] == ["một"]


async def test_workers_are_seen_from_outside(place: Place, tmp_path: Path) -> None:
    async with (
        house(place, tmp_path / "data") as (talk, office),
        watching(talk.office.watch, ("127.0.0.1", 0)) as port,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE) as outside,
    ):
        await with_worker(place, office)
        checks = (await outside.get("/healthz/ready")).json()["checks"]
        assert checks["workers"] == {"ok": True, "says": "1 of 1 have the model"}
        for number in range(6):
            await talk.voice_quickly(f"SLOW {number}")
        await eventually(lambda: office.queue_state.in_work == 4)
        await eventually(lambda: office.queue_state.waiting["note"][0] == 2)
        checks = (await outside.get("/healthz/ready")).json()["checks"]
        assert "; note: 2 wait, the first for " in checks["workers"]["says"]
        figures = (await outside.get("/metrics")).text
        for row in (
            "bienban_workers_alive 1.0",
            "bienban_queue_in_work 4.0",
            'bienban_queue_waiting{kind="note"} 2.0',
            'bienban_queue_waiting{kind="long"} 0.0',
            'bienban_queue_oldest_seconds{kind="note"} ',
            'bienban_queue_events_total{what="handed"} 6.0',
            'bienban_queue_events_total{what="redelivered"} 0.0',
            'bienban_queue_events_total{what="failed"} 0.0',
            'bienban_worker_done_total{engine="fake",model="base",worker="a"} 0.0',
            'bienban_worker_failed_total{engine="fake",model="base",worker="a"} 0.0',
            'bienban_worker_speed{engine="fake",model="base",worker="a"} NaN',
        ):
            assert row in figures, row
        # two workers of one name: no row may come twice
        place.at(place.server.address("b"), "a")
        await eventually(lambda: len(office.queue_state.hearing) == 2)
        rows = [row for row in (await outside.get("/metrics")).text.splitlines() if row[:1] != "#"]
        names = [row.rpartition(" ")[0] for row in rows]
        assert len(names) == len(set(names))
        place.gate.touch()
        await talk.office.settle()
