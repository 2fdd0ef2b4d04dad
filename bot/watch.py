"""The bot seen from outside: ``/healthz`` and ``/metrics`` on a port of this machine."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import logging
import math
import shutil
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot import counts
from bot.daily import clock
from bot.doors.opened import OpenDoors
from bot.errors import SettingsError
from bot.messages.settings import cannot_listen
from bot.post.budget import Budget
from bot.speech.queue import Jobs
from bot.speech.recognizer import QueueState, Worker, WorkerSign
from bot.store import Store
from bot.store.queues import Queue
from bot.store.thread import StoreThread
from foundation import http
from foundation.logs import told

log = logging.getLogger(__name__)

LEAST_FREE = 200_000_000  #: bytes on the disk of the data, below which the bot is not ready
PATIENCE = 4.0  #: seconds for an answer of the record; a probe gives up soon after
_LONGEST_PASS = 2.0  # seconds of one pass of the event loop
_FAILURES = ("redelivered", "lost", "failed", "given_up")  # of what other machines had
_NAMES = ("arrivals", "answers", "recordings")


@dataclass(frozen=True)
class Check:
    ok: bool
    says: str


class Watch:
    """Looks at a running office. Says nothing of what people wrote.

    Args:
        data: the data folder.
        budget: counts what a platform takes in a month.
    """

    def __init__(
        self,
        store: Store,
        on_store: StoreThread,
        doors: OpenDoors,
        jobs: Jobs,
        data: Path,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        budget: Budget | None = None,
    ) -> None:
        self._budget = budget
        self._store = store
        self._on_store = on_store
        self._doors = doors
        self._jobs = jobs
        self._data = data
        self._now = now

    async def live(self) -> dict[str, Check]:
        """Whether the process does anything at all; where not, start it anew."""
        started = time.monotonic()
        await asyncio.sleep(0)
        took = time.monotonic() - started
        return {"loop": Check(took < _LONGEST_PASS, f"one pass takes {took:.3f} s")}

    async def ready(self) -> dict[str, Check]:
        """Whether people are served now; where not, it says what to look after."""
        checks = {
            "database": await self._database(),
            "disk": self._disk(),
            "model": self._model(),
        }
        if times := [one for one in self._doors.times() if one is not None]:
            ahead = clock.apart(self._now(), times)
            says = "as the chat platform's" if ahead is None else clock.in_words(ahead)
            checks["clock"] = Check(ahead is None, says)
        checks |= self._workers()
        checks |= await self._months()
        return checks | {f"door {name}": check for name, check in self._at_the_doors().items()}

    def _workers(self) -> dict[str, Check]:
        """Other machines, where they are asked for. Without them the bot may hear by itself: then
        it is slow, and not ill (``model`` says whether anybody hears)."""
        queue = self._jobs.queue
        if queue is None:
            return {}
        if queue.trouble or not queue.connected:
            return {"workers": Check(False, queue.trouble or "the queue is not reached")}
        told = [f"{len(queue.hearing)} of {len(queue.workers)} have the model"]
        for kind, (count, seconds) in queue.waiting.items():
            if count:
                told.append(f"{kind}: {count} wait, the first for {seconds:.0f} s")
        failures = {what: queue.counts.get(what, 0) for what in _FAILURES}
        told += [f"{what}: {count}" for what, count in failures.items() if count]
        return {"workers": Check(True, "; ".join(told))}

    async def _months(self) -> dict[str, Check]:
        """What is used up of the messages that platforms take in a month."""
        used = await self._used()
        most = {name: door.most_a_month or 0 for name, door in self._doors.items()}
        return {
            f"month {name}": Check(count < most[name], f"{count} of {most[name]} messages")
            for name, count in used.items()
            if name in most
        }

    async def _used(self) -> dict[str, int]:
        """Messages of this month by door, where they are counted; of a record that does not answer
        nothing."""
        budget, counted = self._budget, [d for d in self._doors.values() if d.most_a_month]
        if budget is None or not counted:
            return {}
        with contextlib.suppress(Exception):  # the check of the database tells of it
            async with asyncio.timeout(PATIENCE):
                return await self._on_store(lambda: {d.name: budget.used(d) for d in counted})
        return {}

    def _at_the_doors(self) -> dict[str, Check]:
        checks = {
            name: Check(
                door.connected and not door.trouble,
                door.trouble or ("open" if door.connected else "not reached"),
            )
            for name, door in self._doors.items()
        }
        for name, error in self._doors.ended.items():
            says = "has ended" if error is None else f"has failed ({told(error)})"
            checks[name] = Check(error is None, says)
        return checks

    async def figures(self) -> bytes:
        """All metrics, as Prometheus reads them; of a record that does not answer NaN."""
        queues: dict[str, Queue] = {}
        with contextlib.suppress(Exception):  # /healthz/ready tells of it
            queues = await self._asked(self._store.queues.lengths)
        now = CollectorRegistry()
        now.register(_Now(queues, self._free(), self._jobs, await self._used()))
        return generate_latest(counts.REGISTRY) + generate_latest(now)

    async def _asked(self, question: Callable[[], dict[str, Queue] | None]) -> dict[str, Queue]:
        async with asyncio.timeout(PATIENCE):
            return await self._on_store(question) or {}

    async def _database(self) -> Check:
        try:
            await self._asked(self._store.queues.check_writable)
        except TimeoutError:
            return Check(False, f"no answer within {PATIENCE:g} s")
        except Exception as error:  # whatever SQLite says of it
            return Check(False, f"cannot be written ({told(error)})")
        return Check(True, "can be written")

    def _free(self) -> float:
        try:
            return float(shutil.disk_usage(self._data).free)
        except OSError:
            return math.nan

    def _disk(self) -> Check:
        free = self._free()
        return Check(free >= LEAST_FREE, f"{free / 1e6:.0f} MB free")

    def _model(self) -> Check:
        state = self._jobs.model
        return Check(state != "missing", state)


class _Now(Collector):
    """What is so at this moment."""

    def __init__(
        self, queues: dict[str, Queue], free: float, jobs: Jobs, months: dict[str, int]
    ) -> None:
        self._months = months
        self._queues = queues
        self._free = free
        self._jobs = jobs

    def collect(self) -> list[Metric]:
        unknown = Queue(0, math.nan)
        found: list[Metric] = []
        for name in _NAMES:
            queue = self._queues.get(name)
            length = queue.length if queue else math.nan
            oldest = (queue or unknown).oldest
            found.append(_gauge(f"{name}_waiting", f"How many {name} wait.", length))
            found.append(
                _gauge(f"{name}_oldest_seconds", f"How long the first of the {name} waits.", oldest)
            )
        said = GaugeMetricFamily(
            "bienban_month_messages", "Said this month, where a platform counts.", labels=["door"]
        )
        for name, count in self._months.items():
            said.add_metric([name], count)
        if self._months:
            found.append(said)
        work = self._jobs.work
        if self._jobs.queue is not None:
            found += _of_queue(self._jobs.queue)
        return [
            *found,
            _gauge("disk_free_bytes", "On the disk of the data.", self._free),
            _gauge("model_ready", "1: recordings can be heard.", self._jobs.model == "ready"),
            _counter("sound_seconds", "Sound that the model has heard.", work.sound),
            _counter(
                "listening_seconds",
                "Time that it took; bienban_sound_seconds_total divided by it is the speed.",
                work.took,
            ),
        ]


def _of_queue(queue: QueueState) -> list[Metric]:
    """What other machines do, by worker's name where it is about one."""
    waiting = GaugeMetricFamily("bienban_queue_waiting", "Nobody has begun.", labels=["kind"])
    oldest = GaugeMetricFamily("bienban_queue_oldest_seconds", "The first waits.", labels=["kind"])
    for kind, (count, seconds) in queue.waiting.items():
        waiting.add_metric([kind], count)
        oldest.add_metric([kind], seconds)
    events = CounterMetricFamily("bienban_queue_events", "What befell jobs.", labels=["what"])
    for what, count in queue.counts.items():
        events.add_metric([what], count)
    names = ["worker", "model", "engine"]
    speed = GaugeMetricFamily(
        "bienban_worker_speed", "Seconds of work for one of sound.", labels=names
    )
    done = CounterMetricFamily("bienban_worker_done", "Jobs of a worker.", labels=names)
    failed = CounterMetricFamily("bienban_worker_failed", "Where its engine failed.", labels=names)
    for of, sign in _told_apart(queue.workers):
        speed.add_metric(of, math.nan if sign.speed is None else sign.speed)
        done.add_metric(of, sign.done)
        failed.add_metric(of, sign.failed)
    return [
        _gauge("queue_reached", "1: the queue of other machines is reached.", queue.connected),
        _gauge("queue_in_work", "Jobs that a worker has begun.", queue.in_work),
        _gauge("workers_alive", "Workers that have the model.", len(queue.hearing)),
        *(waiting, oldest, events, speed, done, failed),
    ]


def _told_apart(workers: Sequence[Worker]) -> Iterator[tuple[list[str], WorkerSign]]:
    """Each with its labels: two on one machine may have its name, and no row may come twice."""
    names = Counter(one.sign.name for one in workers)
    for one in workers:
        name = one.sign.name
        called = name if names[name] == 1 else f"{name} {one.id[-6:]}"
        yield [called, one.sign.model.model, one.sign.model.engine], one.sign


def _gauge(name: str, about: str, value: float) -> Metric:
    return GaugeMetricFamily(f"bienban_{name}", about, value)


def _counter(name: str, about: str, value: float) -> Metric:
    return CounterMetricFamily(f"bienban_{name}", about, value)


# --- the port -------------------------------------------------------------------------------------


@asynccontextmanager
async def watching(watch: Watch, listen: tuple[str, int]) -> AsyncIterator[int]:
    """Serve while the block runs; gives the port.

    Raises:
        SettingsError: it cannot listen there.
    """
    host, _ = listen
    if not _is_local(host):
        log.warning("WATCH_LISTEN: %s can be reached from other machines; anybody may look", host)
    about = {"watch": watch}
    routes: list[http.Route] = [
        (r"/healthz(?:/(live|ready))?", _Health, about),
        (r"/metrics", _Metrics, about),
    ]
    async with contextlib.AsyncExitStack() as stack:
        try:
            port = await stack.enter_async_context(
                http.serving(listen, routes, http.FOR_A_LOOK, log_call=lambda handler: None)
            )
        except OSError as error:
            raise SettingsError(cannot_listen("WATCH_LISTEN", listen, error)) from None
        yield port


def _is_local(host: str) -> bool:
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    return host == "localhost"


class _Page(http.Handler):
    def initialize(self, watch: Watch) -> None:
        self.watch = watch
        self.set_header("Cache-Control", "no-store")


class _Health(_Page):
    async def get(self, which: str | None) -> None:
        checks: dict[str, Check] = {}
        if which != "ready":
            checks |= await self.watch.live()
        if which != "live":
            checks |= await self.watch.ready()
        ok = all(check.ok for check in checks.values())
        self.set_status(200 if ok else 503)
        told = {name: {"ok": check.ok, "says": check.says} for name, check in checks.items()}
        self.write({"ok": ok, "checks": told})


class _Metrics(_Page):
    async def get(self) -> None:
        self.set_header("Content-Type", CONTENT_TYPE_LATEST)
        self.write(await self.watch.figures())
