"""What goes wrong: every method of the platform, and the bot's process itself."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.chaos.elsewhere import CALLS as ELSEWHERE
from tests.chaos.people import DRAFT
from tests.doors.bot_api import BotApi, Call, Fault
from tests.doors.telegram_chats import Json

#: kind of trouble -> how often, against the others
_TROUBLE = {
    "429": 4,
    "500": 3,
    "502": 2,
    "504": 2,
    "404": 1,
    "dropped": 4,
    "slow": 4,
    "done and lost": 3,
    "done and 504": 1,
    "torn": 2,
}
#: what a process is killed at -> seconds after that, at most: from before it is done until after
_KILLED_AT = {
    "sendMessage": 0.03,
    "setMessageReaction": 0.03,
    "answerCallbackQuery": 0.03,
    "getUpdates": 0.03,
    "editMessageText": 0.05,
    "sendDocument": 0.05,
    "getFile": 0.05,
    **dict.fromkeys(ELSEWHERE, 0.05),
    "file": 1.5,  # a note takes about a second
    DRAFT: 0.5,
}


class Storm:
    """Makes trouble until ``calm`` is set.

    Args:
        rate: the share of all calls that go wrong.
        provoke: makes people do what leads to a call, or a command, soon.
    """

    def __init__(
        self, api: BotApi, rng: random.Random, rate: float, provoke: Callable[[str], None]
    ) -> None:
        self.calm = False
        self.faults: Counter[tuple[str, str]] = Counter()  #: (kind, method)
        self.kills: Counter[str] = Counter()  #: the moment -> how often
        self.generations: dict[int, int] = {}  #: id of a call -> which process made it
        self.now = 0  #: the process that runs
        self._api = api
        self._rng = rng
        self.rate = rate
        self.provoke = provoke
        self._seen: list[Json] = []  # what polls have brought lately
        self._waits_for = ""
        self._came = asyncio.Event()
        api.plan, api.garble, api.watch = self._plan, self._garble, self._watch

    def _plan(self, method: str) -> Fault | None:
        if method == "file":
            self.happens("file")
        if self.calm or self._rng.random() >= self.rate:
            return None
        kind = self._rng.choices([*_TROUBLE], [*_TROUBLE.values()])[0]
        self.faults[kind, method] += 1
        return {
            "429": Fault(429, retry_after=1),
            "dropped": Fault(),
            "slow": Fault(200, wait=self._rng.uniform(0.2, 1.5)),
            "done and lost": Fault(done=True),
            "done and 504": Fault(504, done=True),
            "torn": Fault(200, torn=True),
        }.get(kind) or Fault(int(kind))

    def _garble(self, updates: list[Json]) -> list[Any]:
        """Some twice, some again that were confirmed long ago, some that are none."""
        before, self._seen = self._seen, [*self._seen, *updates][-20:]
        if self.calm or self._rng.random() >= self.rate:
            return updates
        brought: list[Any] = list(updates)
        kind = self._rng.choice(["doubled", "from long ago", "no update"])
        self.faults[kind, "getUpdates"] += 1
        if kind == "no update":
            brought.insert(self._rng.randint(0, len(brought)), self._rng.choice([{"ok": 1}, "x"]))
        elif kind == "doubled":
            brought += self._rng.sample(updates, min(2, len(updates)))
        else:
            waits = {update["update_id"] for update in updates}  # a lost answer has brought them
            confirmed = [one for one in before if one["update_id"] not in waits]
            brought = self._rng.sample(confirmed, min(3, len(confirmed))) + brought
        return brought

    # --- the process ----------------------------------------------------------------------------

    async def kill_often(self, bot: Process, kills: int) -> None:
        """Kill the process at moments of all kinds and start it at once."""
        for _ in range(kills):
            moment = await self._next_moment()
            self.kills[moment] += 1
            await bot.kill()
            if self._rng.random() < 0.2:
                await asyncio.sleep(self._rng.uniform(0.2, 2))
            self.now += 1
            await bot.start()

    async def _next_moment(self) -> str:
        chance = self._rng.random()
        if chance < 0.2:
            await asyncio.sleep(self._rng.uniform(0, 1.5))
            return "at the start"
        if chance < 0.4:
            await asyncio.sleep(self._rng.uniform(2, 8))
            return "any time"
        await asyncio.sleep(self._rng.uniform(2, 5))  # so that something is done at all
        self._waits_for = self._rng.choice([*_KILLED_AT])
        self._came.clear()
        self.provoke(self._waits_for)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._came.wait(), 10)
            await asyncio.sleep(self._rng.uniform(0, _KILLED_AT[self._waits_for]))
            return self._waits_for
        return "any time"

    def _watch(self, call: Call) -> None:
        self.generations[id(call)] = self.now
        self.happens(call.method)
        if call.method == "getUpdates":
            for update in self._api.waiting:
                self.happens(update.get("message", {}).get("text", ""))

    @property
    def has_called(self) -> bool:
        """Whether the process that runs has called the platform yet: it runs by then, and knows
        what to do when it is told to stop."""
        return self.now in self.generations.values()

    def happens(self, what: str) -> None:
        """It is just now that this is called, or brought."""
        if what == self._waits_for:
            self._came.set()


class Process:
    """``python -m bot``, started again and again.

    Args:
        folder: where it runs, and where its logs are kept.
        settings: its environment.
    """

    def __init__(self, folder: Path, settings: dict[str, str]) -> None:
        self.ended_by_itself: list[str] = []
        self._folder = folder
        self._settings = settings
        self._starts = 0
        self._temporary = tempfile.TemporaryDirectory(prefix="chaos-")  # a short path
        self._run: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        kept = {"PATH", "LANG", "LD_LIBRARY_PATH"}
        environment = {name: value for name, value in os.environ.items() if name in kept}
        own = {
            "HOME": str(self._folder),
            "TMPDIR": self._temporary.name,
            "WEB_LISTEN": "",
        }
        self._starts += 1
        with self.log.open("wb") as log:
            self._run = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot"),
                cwd=self._folder,
                env={**environment, **own, **self._settings},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    @property
    def log(self) -> Path:
        """Of the last start."""
        return self._folder / f"bot-{self._starts:02}.log"

    @property
    def is_alive(self) -> bool:
        return self._run is not None and self._run.returncode is None

    async def kill(self) -> None:
        """``kill -9``."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """``kill``; its exit status."""
        return await self._end(signal.SIGTERM)

    async def _end(self, number: signal.Signals) -> int:
        assert self._run is not None
        if self._run.returncode is not None:
            said = self.log.read_text().strip().splitlines()[-1:]
            self.ended_by_itself.append(f"{self.log.name}: {said}")
        else:
            self._run.send_signal(number)
        return await asyncio.wait_for(self._run.wait(), 20)
