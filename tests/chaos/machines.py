"""The machines that hear for the bot: killed, frozen, cut off from their server, begun again."""

from __future__ import annotations

import asyncio
import contextlib
import random
import signal
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.workers.machines import QUICK, Process, Server

_DEEDS = {"kill a worker": 5, "freeze a worker": 3, "stop a worker": 2, "kill the server": 3}


class Machines:
    """A queue with real keys and workers as processes; their ears hear the same in everything."""

    def __init__(self, folder: Path, workers: int) -> None:
        self.deeds: Counter[str] = Counter()
        self._server = Server(folder / "queue")
        self._names = [f"may-{number}" for number in range(workers)]
        for name in self._names:
            self._server.keys.worker(name)
        self._workers: list[Process] = []

    @property
    def settings(self) -> dict[str, str]:
        """What the bot is told of them."""
        keys = self._server.keys
        given = {"URL": self._server.url, "KEY": str(keys.office), "CA": str(keys.ca)}
        return {f"NATS_{name}": value for name, value in given.items()}

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        await asyncio.to_thread(self._server.start)
        self._workers = [Process(self._server, name, times=QUICK) for name in self._names]
        try:
            yield
        finally:
            for worker in self._workers:
                worker.end()
            self._server.kill()

    async def trouble(self, rng: random.Random) -> None:
        """Until cancelled; in the end all of them are well."""
        try:
            while True:
                await asyncio.sleep(rng.uniform(0.5, 3.0))
                deed = rng.choices([*_DEEDS], [*_DEEDS.values()])[0]
                self.deeds[deed] += 1
                await self._do(deed, rng)
        finally:
            self._server.kill()
            await asyncio.shield(asyncio.to_thread(self._all_well))

    async def _do(self, deed: str, rng: random.Random) -> None:
        worker = rng.choice(self._workers)
        if deed == "kill the server":
            self._server.kill()
            await asyncio.sleep(rng.uniform(0.0, 2.0))
            await asyncio.to_thread(self._server.start)
            return
        number = {"k": signal.SIGKILL, "f": signal.SIGSTOP, "s": signal.SIGTERM}[deed[0]]
        with contextlib.suppress(ProcessLookupError):
            worker.signal(number)
        await asyncio.sleep(rng.uniform(0.0, 3.0))
        if number == signal.SIGSTOP:
            worker.signal(signal.SIGCONT)
        else:
            worker.again()

    def _all_well(self) -> None:
        self._server.start()
        for worker in self._workers:
            worker.signal(signal.SIGCONT)
            if worker.has_ended:
                worker.again()
