"""`python -m benchmarks.workers`: what it costs to have recordings heard on other machines.

With the real server on loopback, TLS and keys; what is left out is the network between machines.
`--only` chooses: overhead, rate, memory, two. Each says how much of the cores other programs took
meanwhile: two workers against one mean something only where that is next to nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from transcribe.errors import NoWorkers
from transcribe.remote.client import RemoteRecognizer
from transcribe.remote.connection import Address
from transcribe.remote.keys import Keys
from transcribe.remote.serving import server_program
from transcribe.remote.worker import Worker
from transcribe.types import HeardWith, Piece, Segment, Transcript, Work

from .machine import Beside, machine, resident_memory, versions

_MODEL = "base"
_AT_ONCE = 64  # notes in the bot's hands
_ROUND = 500
_SECTIONS = ("overhead", "rate", "memory", "two")


class Instant:
    """An ear that answers at once: what is left is the queue."""

    by = HeardWith("instant", _MODEL)
    work = Work(0.0, 0.0)
    most = 16
    places = 20
    loaded = True

    def load(self) -> None: ...
    def leave(self, source: Path) -> None: ...

    def transcribe(
        self, source: Path | bytes, *, hints: str = "", voices: bool = True
    ) -> Transcript:
        sound = source if isinstance(source, bytes) else source.read_bytes()
        text = f"{len(sound)} byte"
        return Transcript(text, 5.0, 0.9, (Segment(0.0, 5.0, text, 0.9, text),), by=self.by)

    def pieces(
        self, source: Path | bytes, *, start: float = 0.0, hints: str = "", voices: bool = True
    ) -> Generator[Piece, None, None]:
        yield Piece(start, start + 30.0, (), by=self.by)


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.workers", description=__doc__)
    parser.add_argument("--only", choices=_SECTIONS, nargs="*", default=list(_SECTIONS))
    parser.add_argument("--notes", type=int, default=1000, help="of `two`")
    parser.add_argument("--many", type=int, default=20_000, help="of `memory`")
    parser.add_argument("--as-worker", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args(argv)
    if given.as_worker:
        url, folder = given.as_worker
        asyncio.run(_instant_worker(url, Path(folder)))
        return
    print(", ".join([*machine().values(), *versions().values()]))
    with tempfile.TemporaryDirectory(prefix="bench-workers-") as folder:
        for section in given.only:
            print(f"\n## {section}\n", flush=True)
            beside = Beside()
            match section:
                case "overhead":
                    _overhead(Path(folder))
                case "rate":
                    _rate(Path(folder))
                case "memory":
                    _memory(Path(folder), given.many)
                case "two":
                    _two(Path(folder), given.notes)
            print(f"\n{beside.told()}", flush=True)


def _overhead(folder: Path) -> None:
    """One note at a time, through the queue and in this process."""
    note = _recordings()[0]
    with _server(folder) as queue, _workers([_instant(queue)]):
        office = _office(queue, 1)
        here = [_seconds(lambda: Instant().transcribe(note)) for _ in range(300)]
        there = [_seconds(lambda: office.transcribe(note)) for _ in range(300)]
        office.close()
    print("| one note | median, ms | p95, ms |\n|---|---|---|")
    for name, found in (("in this process", here), ("by a worker", there)):
        print(f"| {name} | {_ms(statistics.median(found))} | {_ms(_p95(found))} |", flush=True)


def _rate(folder: Path, count: int = 3000) -> None:
    """As many as go through, and what the bot's process spends on each."""
    notes = _recordings()
    with _server(folder) as queue, _workers([_instant(queue)]):
        office = _office(queue, 1)
        _all(office, notes, 200)
        busy, started = time.process_time(), time.monotonic()
        _all(office, notes, count)
        took, busy = time.monotonic() - started, time.process_time() - busy
        office.close()
    print(f"{count} notes, one worker that answers at once: {count / took:.0f} a second;")
    print(f"the bot's own share {1000 * busy / count:.1f} ms of processor a note", flush=True)


def _memory(folder: Path, count: int) -> None:
    notes = _recordings()
    print("| notes | the bot's process, MB | the server, MB |\n|---|---|---|")
    with _server(folder) as queue, _workers([_instant(queue)]):
        office = _office(queue, 1)
        done = 0
        for until in (count // 20, count // 4, count // 2, count):
            _all(office, notes, until - done)
            done = until
            print(f"| {done} | {resident_memory():.0f} | {_resident(queue.pid):.0f} |", flush=True)
        office.close()


def _two(folder: Path, count: int) -> None:
    """The real model, one thread a worker: one worker, and two."""
    notes = _recordings()
    print(f"| workers | {count} notes, s | | others took |\n|---|---|---|---|")
    first = 0.0
    for number in (1, 2):
        beside = Beside()
        with _server(folder) as queue, _workers([_real(queue, n) for n in range(number)]):
            office = _office(queue, number)
            _all(office, notes, min(32, count))
            started = time.monotonic()
            _all(office, notes, count)
            took = time.monotonic() - started
            office.close()
        first = first or took
        print(f"| {number} | {took:.0f} | {first / took:.2f}× | {beside.share():.0%} |", flush=True)


# --- what it runs ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Queue:
    """A server that runs: its keys, its address, its process."""

    keys: Keys
    url: str
    pid: int

    @property
    def bot(self) -> Address:
        return Address(self.url, self.keys.office, self.keys.ca)


@contextmanager
def _server(folder: Path) -> Iterator[_Queue]:
    keys, port = Keys(folder / "queue"), _free_port()
    keys.prepare("127.0.0.1", port, [])
    for name in ("w0", "w1"):
        keys.worker(name)
    with (folder / "server.log").open("ab") as log:
        server = subprocess.Popen(
            [server_program(), "-c", str(keys.server)], stdout=log, stderr=log
        )
    try:
        yield _Queue(keys, f"tls://127.0.0.1:{port}", server.pid)
    finally:
        server.kill()
        server.wait()


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _workers(commands: list[list[str]]) -> Iterator[None]:
    env = {**os.environ, "WHISPER_THREADS": "1", "WHISPER_MODEL": _MODEL, "WHISPER_DEVICE": "cpu"}
    processes = [subprocess.Popen(one, env=env, stdout=subprocess.DEVNULL) for one in commands]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()


def _instant(queue: _Queue) -> list[str]:
    told = (queue.url, str(queue.keys.folder))
    return [sys.executable, "-m", "benchmarks.workers", "--as-worker", *told]


def _real(queue: _Queue, number: int) -> list[str]:
    key = queue.keys.worker(f"w{number}")
    return [
        *(sys.executable, "-m", "transcribe", "work", "--nats", queue.url),
        *("--key", str(key), "--ca", str(queue.keys.ca)),
    ]


async def _instant_worker(url: str, folder: Path) -> None:
    keys = Keys(folder)
    await Worker(Address(url, keys.worker("w0"), keys.ca), Instant()).run()


def _office(queue: _Queue, workers: int) -> RemoteRecognizer:
    office = RemoteRecognizer(queue.bot, _MODEL, Instant(), when="never")
    with contextlib.suppress(NoWorkers):  # they load their model
        office.load()
    while len(office.queue_state.hearing) < workers:
        time.sleep(0.1)
    return office


def _all(office: RemoteRecognizer, notes: list[Path], count: int) -> None:
    with ThreadPoolExecutor(_AT_ONCE) as several:
        for first in range(0, count, _ROUND):  # what has been heard is not kept here
            some = range(first, min(first + _ROUND, count))
            for one in several.map(office.transcribe, [notes[n % len(notes)] for n in some]):
                assert one.by


def _recordings() -> list[Path]:
    spec = find_spec("vieneu")
    assert spec is not None
    assert spec.submodule_search_locations
    return sorted((Path(spec.submodule_search_locations[0]) / "assets" / "samples").glob("*.wav"))


def _seconds(call: object) -> float:
    assert callable(call)
    started = time.monotonic()
    call()
    return time.monotonic() - started


def _p95(found: list[float]) -> float:
    return statistics.quantiles(found, n=20)[-1]


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.1f}"


def _resident(pid: int) -> float:
    rows = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    return next(int(row.split()[1]) for row in rows if row.startswith("VmRSS")) / 1000


if __name__ == "__main__":
    main()
