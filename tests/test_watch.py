"""The bot seen from outside: is it well, how much waits, how fast is it."""

from __future__ import annotations

import asyncio
import itertools
import logging
import math
import shutil
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlite_utils import Database

from bot.errors import Refused, SettingsError, TryLater
from bot.office import DATABASE, Office
from bot.settings import load_settings
from bot.store.queues import Queue, Queues
from bot.store.search import teach
from bot.watch import LEAST_FREE, watching
from foundation.trust import trusted
from tests.dialogs.talking import HA, Ear, Talk, talking
from tests.records import begin
from tests.waiting import PATIENCE
from transcribe import Work
from transcribe.errors import ModelMissing

WAITING = 100  # of the rows of each table


class Deaf(Ear):
    """A machine without a speech model."""

    loaded = False

    def load(self) -> None:
        raise ModelMissing("there is none")


class Outside:
    """Somebody with a browser on the same machine."""

    def __init__(self, port: int) -> None:
        self.base = f"http://127.0.0.1:{port}"
        self.client = httpx.AsyncClient(timeout=PATIENCE, verify=trusted())

    async def look(self, path: str) -> tuple[int, Any]:
        answer = await self.client.get(self.base + path)
        return answer.status_code, answer.json()

    async def figures(self) -> dict[str, float]:
        """Name (with the values of its labels) -> value."""
        text = (await self.client.get(f"{self.base}/metrics")).text
        return {
            " ".join([sample.name, *sample.labels.values()]): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }


class Seen(NamedTuple):
    talk: Talk
    outside: Outside


@asynccontextmanager
async def seen(data: Path, ear: Ear | None = None) -> AsyncIterator[Seen]:
    async with (
        talking(data, ear=ear) as talk,
        watching(talk.office.watch, ("127.0.0.1", 0)) as port,
    ):
        outside = Outside(port)
        async with outside.client:
            yield Seen(talk, outside)


async def test_a_bot_that_works_is_live_and_ready(tmp_path: Path) -> None:
    async with seen(tmp_path) as (talk, outside):
        await talk.text("/trogiup")
        status, told = await outside.look("/healthz")
        assert (status, told["ok"]) == (200, True)
        assert set(told["checks"]) == {"loop", "database", "disk", "model", "door list"}
        assert (await outside.look("/healthz/live"))[1]["checks"].keys() == {"loop"}
        assert "loop" not in (await outside.look("/healthz/ready"))[1]["checks"]
        assert (await outside.client.get(f"{outside.base}/healthz/else")).status_code == 404
        assert (await outside.client.post(f"{outside.base}/metrics")).status_code == 405


async def test_what_is_not_well_is_named_while_the_process_stays_live(tmp_path: Path) -> None:
    async with seen(tmp_path) as (talk, outside):
        talk.door.connected = False
        status, told = await outside.look("/healthz/ready")
        assert status == 503
        assert told["checks"]["door list"] == {"ok": False, "says": "not reached"}
        assert (await outside.look("/healthz/live"))[0] == 200
        assert (await outside.look("/healthz"))[0] == 503


async def test_a_database_that_cannot_be_written_is_not_ready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.watch.PATIENCE", 0.3)
    async with seen(tmp_path) as (_, outside):
        other = sqlite3.connect(tmp_path / DATABASE, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        status, told = await outside.look("/healthz/ready")
        assert status == 503
        assert told["checks"]["database"]["says"] == "no answer within 0.3 s"
        figures = await outside.figures()
        assert math.isnan(figures["bienban_arrivals_waiting"])
        assert figures["bienban_model_ready"] == 1
        other.execute("ROLLBACK")
        other.close()
        while (await outside.look("/healthz/ready"))[0] != 200:
            await asyncio.sleep(0.05)


async def test_little_room_on_the_disk_is_not_ready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with seen(tmp_path) as (_, outside):
        assert (await outside.figures())["bienban_disk_free_bytes"] > 0
        full = SimpleNamespace(total=10**12, used=10**12 - LEAST_FREE + 1, free=LEAST_FREE - 1)
        monkeypatch.setattr(shutil, "disk_usage", lambda folder: full)
        status, told = await outside.look("/healthz/ready")
        assert status == 503
        assert told["checks"]["disk"] == {"ok": False, "says": "200 MB free"}
        assert (await outside.figures())["bienban_disk_free_bytes"] == LEAST_FREE - 1


async def test_a_model_that_is_missing_is_not_ready(tmp_path: Path) -> None:
    async with seen(tmp_path, Deaf()) as (talk, outside):
        await talk.until(lambda: talk.office.jobs.model == "missing")
        status, told = await outside.look("/healthz/ready")
        assert (status, told["checks"]["model"]) == (503, {"ok": False, "says": "missing"})
        figures = await outside.figures()
        assert figures["bienban_model_ready"] == 0
        assert figures["bienban_errors_total model_missing"] >= 1


async def test_what_happens_is_counted(tmp_path: Path) -> None:
    ear = Ear()
    ear.work = Work(sound=60.0, took=10.0)
    async with seen(tmp_path, ear) as (talk, outside):
        before = await outside.figures()
        await talk.text("/batdau Họp")
        await talk.text("Xin chào")
        await talk.voice("Tôi đồng ý")
        await talk.voice(Refused("gone"))
        talk.door.say = refusing(talk.door.say)  # type: ignore[method-assign]
        await talk.text("/dong")
        after = await outside.figures()

    def more(name: str) -> float:
        return after[name] - before.get(name, 0.0)

    assert more("bienban_arrivals_total command") == 2
    assert more("bienban_arrivals_total text") == 1
    assert more("bienban_arrivals_total sound") == 2
    assert more("bienban_handling_seconds_count") == 5
    assert more("bienban_sending_seconds_count acknowledge") == 1
    assert more("bienban_sending_seconds_count rewrite") == 2
    assert more("bienban_sending_seconds_count say") == 6  # one is refused, which is said
    assert more("bienban_errors_total fetch_failed") == 1
    assert more("bienban_errors_total refused") == 1
    assert more("bienban_retries_total say") == 1
    assert more("bienban_answers_given_up_total say") == 1
    assert (after["bienban_sound_seconds_total"], after["bienban_listening_seconds_total"]) == (
        60.0,
        10.0,
    )
    assert after["bienban_arrivals_waiting"] == after["bienban_answers_waiting"] == 0
    assert any(name.startswith("bienban_build_info") for name in after)


def refusing(say: Callable[..., Any]) -> Callable[..., Any]:
    """A platform that is busy once and then does not want the message."""
    troubles = iter([TryLater("busy", 0.01), Refused("no")])

    async def said(*what: object) -> object:
        for trouble in troubles:
            raise trouble
        return await say(*what)

    return said


async def test_what_waits_is_counted_with_the_age_of_the_oldest(tmp_path: Path) -> None:
    async with seen(tmp_path) as (talk, outside):
        await talk.text("/batdau Họp")
        began = time.monotonic()
        talk.rows("UPDATE inbox SET handled_at = NULL, received_at = ?", ago(90))
        talk.rows("UPDATE outbox SET sent_at = NULL, created_at = ?", ago(30))
        figures = await outside.figures()
    assert figures["bienban_arrivals_waiting"] == 1
    assert figures["bienban_answers_waiting"] >= 1
    assert figures["bienban_recordings_waiting"] == 0
    passed = 1 + time.monotonic() - began
    assert 90 <= figures["bienban_arrivals_oldest_seconds"] <= 90 + passed
    assert 30 <= figures["bienban_answers_oldest_seconds"] <= 30 + passed
    assert figures["bienban_recordings_oldest_seconds"] == 0


def ago(seconds: float) -> str:
    return (datetime.now(UTC) - timedelta(seconds=seconds)).isoformat()


def test_the_figures_of_many_rows_take_no_more_work_than_of_few(tmp_path: Path) -> None:
    few, work_of_few = figures_among(1_000, tmp_path / "few")
    many, work_of_many = figures_among(20_000, tmp_path / "many")
    for found in (few, many):
        assert {queue.length for queue in found.values()} == {WAITING}
        assert all(queue.oldest >= 60 for queue in found.values())
    assert work_of_many < 2 * work_of_few, "what waits is looked at, not all that there is"


def figures_among(rows: int, data: Path) -> tuple[dict[str, Queue], int]:
    """What waits among so many arrivals, answers and lines; and how many steps SQLite takes to
    find that out."""
    begin(data)
    with closing(sqlite3.connect(data / DATABASE)) as conn:
        conn.row_factory = sqlite3.Row
        teach(conn)  # what the index of words calls
        conn.execute("PRAGMA synchronous = OFF")
        before, done = ago(60), "2026-07-24T00:00:00+00:00"
        waits = [number % (rows // WAITING) == 0 for number in range(rows)]
        with conn:
            for one in (
                "INSERT INTO chats (id, door, key, title, kind) VALUES (1, 'x', '1', '', '')",
                "INSERT INTO people (id, door, key, name) VALUES (1, 'x', '1', 'A')",
                "INSERT INTO meetings (id, chat_id, title, secretary_id, opened_at) "
                "VALUES (1, 1, '', 1, '2026-01-01')",
            ):
                conn.execute(one)
            conn.executemany(
                "INSERT INTO inbox (door, key, payload, received_at, handled_at) "
                "VALUES ('x', ?, 'xxx', ?, ?)",
                [(str(n), before, None if w else done) for n, w in enumerate(waits)],
            )
            conn.executemany(
                "INSERT INTO outbox (chat_id, payload, created_at, sent_at) "
                "VALUES (1, 'xxx', ?, ?)",
                [(before, None if w else done) for w in waits],
            )
            conn.executemany(
                "INSERT INTO lines (meeting_id, no, person_id, at, kind, state, text) "
                "VALUES (1, ?, 1, ?, 'voice', ?, 'xxx')",
                [(n, before, "waiting" if w else "done") for n, w in enumerate(waits)],
            )
        steps = itertools.count()
        queues = Queues(Database(conn), lambda: datetime.now(UTC))
        conn.set_progress_handler(lambda: next(steps) * 0, 1)
        return queues.lengths(), next(steps)


async def test_nothing_that_people_wrote_is_seen_from_outside(tmp_path: Path) -> None:
    async with seen(tmp_path) as (talk, outside):
        await talk.text("/batdau Nguyệtquế")
        await talk.text("Nguyệtquế", who=HA)
        text = (await outside.client.get(f"{outside.base}/metrics")).text
        text += (await outside.client.get(f"{outside.base}/healthz")).text
    assert "nguyệtquế" not in text.lower()
    assert "Lê Thị Hà" not in text
    assert "KH&CN" not in text


async def test_a_port_that_is_taken_stops_the_start_in_one_line(tmp_path: Path) -> None:
    async with seen(tmp_path / "a") as (_, outside):
        where = outside.base.removeprefix("http://")
        second = Office(load_settings(data_dir=tmp_path / "b", watch_listen=where))
        with pytest.raises(SettingsError, match=f"^WATCH_LISTEN: cổng {where}"):
            await second.run()


@pytest.mark.parametrize(
    ("host", "warned"), [("127.0.0.1", False), ("localhost", False), ("0.0.0.0", True)]
)
async def test_a_port_for_everybody_is_warned_of(
    host: str, warned: bool, talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        async with watching(talk.office.watch, (host, 0)):
            pass
    assert ("can be reached from other machines" in caplog.text) == warned


def test_a_place_to_watch_has_a_host_and_a_port(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"^WATCH_LISTEN: "):
        load_settings(data_dir=tmp_path, watch_listen="9090")
    assert load_settings(data_dir=tmp_path, watch_listen="").watch is None
    assert load_settings(data_dir=tmp_path, watch_listen="[::1]:9090").watch == ("::1", 9090)


async def test_831_slow_callers_hold_up_neither_people_nor_probes(tmp_path: Path) -> None:
    async with seen(tmp_path) as (talk, outside):
        await talk.text("/batdau Họp")
        host, port = outside.base.removeprefix("http://").split(":")
        slow = []
        for _ in range(831):
            reader, writer = await asyncio.open_connection(host, int(port))
            writer.write(b"GET /metrics HTTP/1.1\r\nHost: ")
            slow.append((reader, writer))
        await talk.text("Câu của cuộc họp")
        assert talk.lines()[0][2] == "Câu của cuộc họp"
        assert (await outside.look("/healthz"))[0] == 200
        assert (await outside.figures())["bienban_arrivals_waiting"] == 0
        for _, writer in slow:
            writer.close()
        answer = await outside.client.post(f"{outside.base}/metrics", content=2_000 * b"x")
        assert answer.status_code == 400
