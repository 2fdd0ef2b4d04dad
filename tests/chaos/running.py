"""One run: people talk, the storm rages, then it is quiet and all is counted."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.report.pdf import find_soffice
from tests.chaos.elsewhere import CALLS, Elsewhere
from tests.chaos.findings import BAD, Findings, Record, examine
from tests.chaos.machines import Machines
from tests.chaos.on_page import OnPage
from tests.chaos.people import People
from tests.chaos.storm import Process, Storm
from tests.chaos.twin import differences, fault_free
from tests.doors.bot_api import BotApi
from tests.doors.telegram_house import TOKEN
from tests.doors.zalo_house import TOKEN as ZALO_TOKEN
from tests.doors.zalo_server import ZaloServer
from tests.ports import reserved_port

_QUIET_WITHIN = 300.0  # seconds after the last kill


@dataclass(frozen=True)
class Plan:
    """How much of everything."""

    seed: int
    texts: int
    notes: int
    kills: int
    people: int = 12
    rate: float = 0.12  #: the share of calls that go wrong
    rest: float = 0.3  #: seconds between two utterances, on average
    far_texts: int = 40  #: from Zalo, by who has joined a group's meeting
    far_notes: int = 6
    page_texts: int = 30  #: from the office's own page, by who has joined the same meeting
    page_notes: int = 4
    prints: bool = True  #: drafts become PDFs, where there is LibreOffice
    workers: int = 0  #: other machines that hear; they and their server are killed too


@dataclass
class Outcome:
    """What came of it."""

    plan: Plan
    found: Findings
    people: People
    storm: Storm
    far: Elsewhere
    page: OnPage
    seconds: float
    machines: Machines | None = None

    def table(self) -> str:
        """The figures, for people."""
        storm, people = self.storm, self.people
        kinds: Counter[str] = Counter()
        for (kind, _), count in storm.faults.items():
            kinds[kind] += count
        orders = sum(len(place.asked) for place in people.places)
        rows: list[tuple[str, object]] = [
            ("seed", self.plan.seed),
            ("seconds", round(self.seconds)),
            ("people, conversations", f"{self.plan.people}, {len(people.places)}"),
            ("texts sent", sum(1 for x in people.said if x.versions)),
            ("voice notes sent", sum(1 for x in people.said if x.sound)),
            ("    from Zalo, texts", sum(1 for x in self.far.said if not x.sound)),
            ("    from Zalo, voice notes", sum(1 for x in self.far.said if x.sound)),
            ("    from the page, texts", sum(1 for x in self.page.said if x.text)),
            ("    from the page, voice notes", sum(1 for x in self.page.said if x.sound)),
            (
                "commands, edits, taps, merges",
                f"{orders}, {people.edits}, {people.taps}, {people.merges}",
            ),
            ("kill -9", sum(storm.kills.values())),
            *((f"    {moment}", count) for moment, count in sorted(storm.kills.items())),
            *((self.machines and sorted(self.machines.deeds.items())) or ()),
            ("calls of the bot", len(people.api.calls)),
            (f"    went wrong, in {len({m for _, m in storm.faults})} methods", kinds.total()),
            *((f"    {kind}", count) for kind, count in sorted(kinds.items())),
            *((f"{what} ({BAD[what]})", len(self.found.bad.get(what, []))) for what in BAD),
            *((f"(may be) {what}", count) for what, count in sorted(self.found.counted.items())),
        ]
        return "\n".join(f"{name:<76} {value:>8}" for name, value in rows)

    def troubles(self) -> str:
        """Each thing that must not be, on a row; empty where all is good."""
        bad = self.found.bad.items()
        return "\n".join(f"{what}: {about}" for what, each in bad for about in each)


async def run(plan: Plan, folder: Path, whisper_cache: Path) -> Outcome:
    """Play it.

    Args:
        folder: for the bot's data and logs; kept.
        whisper_cache: of the joined weights.
    """
    logging.getLogger("tornado").setLevel(logging.CRITICAL)  # the faults are ours
    started = time.monotonic()
    deeds, trouble = random.Random(plan.seed), random.Random(plan.seed + 1)
    async with BotApi(TOKEN) as api, ZaloServer(ZALO_TOKEN) as zalo:
        people = People(api, deeds, plan.people)
        storm = Storm(api, trouble, plan.rate, people.provoke)
        shared = next(place for place in people.places if place.shared)
        far = Elsewhere(zalo, people, shared, trouble, storm)
        port = reserved_port()
        page = OnPage(port, people, shared, trouble, storm)
        storm.provoke = lambda call: far.provoke() if call in CALLS else people.provoke(call)
        settings = {
            **_doors(api, zalo, port),
            "DATA_DIR": str(folder / "data"),
            "WHISPER_CACHE": str(whisper_cache),
            "SOFFICE": "auto" if plan.prints else "off",
        }
        machines = Machines(folder, plan.workers) if plan.workers else None
        at_work = contextlib.AsyncExitStack()
        if machines:
            settings |= machines.settings
            await at_work.enter_async_context(machines.running())
        bot = Process(folder, settings)
        await bot.start()

        def rest() -> float:
            return deeds.expovariate(1 / plan.rest)

        try:
            async with _trouble(machines, plan.seed + 2):
                await asyncio.gather(
                    people.talk(plan.texts, plan.notes, rest),
                    far.talk(plan.far_texts, plan.far_notes, rest),
                    page.talk(lambda: far.code, plan.page_texts, plan.page_notes, rest),
                    storm.kill_often(bot, plan.kills),
                )
            storm.calm = True
            await _quiet(api, far, Record(folder / "data"), bot, storm)
        finally:
            status = await bot.stop()
            await at_work.aclose()
        logs = "".join(log.read_text() for log in sorted(folder.glob("bot-*.log")))
        prints = plan.prints and find_soffice("auto") is not None
        found = examine(people, far, page, storm, folder / "data", logs, prints=prints)
        twin = await fault_free(api, folder / "twin")
        for what in differences(Record(folder / "data"), twin, [shared.key]):
            found.add("other than without faults", what)
    _judge_process(found, bot, status, logs)
    return Outcome(plan, found, people, storm, far, page, time.monotonic() - started, machines)


def _doors(api: BotApi, zalo: ZaloServer, page: int) -> dict[str, str]:
    """The settings of what people come in by."""
    return {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_BASE": api.base,
        "ZALO_BOT_TOKEN": ZALO_TOKEN,
        "ZALO_API_BASE": zalo.base,
        "ZALO_MONTHLY_MESSAGES": "1000000",
        "WEB_LISTEN": f"127.0.0.1:{page}",
    }


def _judge_process(found: Findings, bot: Process, status: int, logs: str) -> None:
    """How it ended, each time that nobody killed it, and what it logged."""
    for how in bot.ended_by_itself:
        found.add("process", how)
    if status != 0:
        found.add("process", f"{bot.log.name}: exit status {status}")
    if "Traceback" in logs:
        found.counted["tracebacks in the log"] = logs.count("Traceback")


@asynccontextmanager
async def _trouble(machines: Machines | None, seed: int) -> AsyncIterator[None]:
    """While the block runs, the machines have theirs."""
    if machines is None:
        yield
        return
    task = asyncio.create_task(machines.trouble(random.Random(seed)))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _quiet(api: BotApi, far: Elsewhere, record: Record, bot: Process, storm: Storm) -> None:
    """Until nothing waits any more, twice in a row; what still waits in the end is a finding."""
    end = time.monotonic() + _QUIET_WITHIN
    quiet = 0
    while quiet < 2 and time.monotonic() < end and bot.is_alive:
        await asyncio.sleep(1)
        waits = api.waiting or far.waits(record) or record.waits() or not storm.has_called
        quiet = 0 if waits else quiet + 1
