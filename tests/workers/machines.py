"""A queue with real keys, workers as processes, and what stands for their ears.

A note's bytes are its words. What a fake engine does is said in them: ``SLOW`` waits until a file
is there, ``DEADLY`` ends the process, ``BROKEN`` fails, ``ODD`` cannot be read. A long recording
has a piece a row.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import itertools
import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import nkeys

from foundation import endings
from tests.ports import reserved_port
from tests.waiting import PATIENCE
from transcribe.errors import NoAudio
from transcribe.remote.client import RemoteRecognizer, When
from transcribe.remote.connection import Address
from transcribe.remote.keys import Keys
from transcribe.remote.serving import server_program
from transcribe.remote.wire import Times
from transcribe.remote.worker import Hears, Worker
from transcribe.types import HeardWith, Piece, Segment, Transcript, Work

T = TypeVar("T")

#: quick, so that what takes a quarter of a minute in an office takes a moment here
QUICK = Times(
    sign=0.2,
    alive=1.5,
    patience=1.0,
    lost_once=2.0,
    suspects=30.0,
    ack=1.5,
    asking=1.0,
    hung=60.0,
    failed=0.1,
    ill=0.5,
    full=0.1,
    parting=0.5,
)
#: of an office that leaves all to its workers, however slow this machine is today
CALM = replace(
    QUICK, alive=PATIENCE, patience=PATIENCE, lost_once=PATIENCE, suspects=PATIENCE, ack=30.0
)
_ENDS = 5.0  # seconds for what is left in a loop


class Server:
    """nats-server as `make workers` starts it: TLS, keys, a queue on disk."""

    def __init__(self, folder: Path) -> None:
        self.keys = Keys(folder)
        self.port = reserved_port()
        self.keys.prepare("127.0.0.1", self.port, [])
        self.url = f"tls://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def hold(self, size: int) -> None:
        """From its start on its queue takes no more than so many bytes."""
        settings = self.keys.server.read_text("utf-8")
        small, found = re.subn(r"max_file_store: \d+", f"max_file_store: {size}", settings)
        assert found == 1
        self.keys.server.write_text(small, "utf-8")

    def start(self) -> None:
        with (self.keys.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [server_program(), "-c", str(self.keys.server)], stdout=log, stderr=log
            )
        self.wait()

    def wait(self) -> None:
        """Until it can be reached."""
        until_reached(self.port)

    def signal(self, number: int) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def reload(self) -> None:
        self.signal(signal.SIGHUP)

    def address(self, worker: str = "") -> Address:
        """With the key of a worker; without a name with the bot's."""
        key = self.keys.worker(worker) if worker else self.keys.office
        return Address(self.url, key, self.keys.ca)

    @property
    def admin(self) -> Address:
        """Somebody with every right in the bot's account; known from the server's next start on."""
        key = self.keys.folder / "admin.nk"
        if not key.exists():
            key.write_bytes(nkeys.encode_seed(secrets.token_bytes(32), nkeys.PREFIX_BYTE_USER))
            public = bytes(nkeys.from_seed(bytearray(key.read_bytes())).public_key).decode()
            users = self.keys.folder / "users.conf"
            told = json.loads(users.read_text("utf-8").partition("=")[2])
            told["bien-ban"]["users"].append({"nkey": public})
            users.write_text(f"accounts = {json.dumps(told)}", "utf-8")
        return Address(self.url, key, self.keys.ca)

    @property
    def kept(self) -> bytes:
        """All that stands on the server's disk."""
        found = []
        for one in self.keys.folder.rglob("*"):
            with contextlib.suppress(FileNotFoundError, IsADirectoryError):  # it removes some
                found.append(one.read_bytes())
        return b"".join(found)


def until_reached(port: int) -> None:
    """Until somebody listens there, on this machine."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1.0).close()
            return
        except OSError:
            assert time.monotonic() < end
            time.sleep(0.02)


class FakeEar:
    """Stands for a worker's engine."""

    most = 8

    def __init__(self, model: str = "base", gate: Path | None = None, engine: str = "fake") -> None:
        self.by = HeardWith(engine, model, "d1")
        self.work = Work(0.0, 0.0)
        self.heard: list[bytes] = []
        self.with_voices: list[bool] = []  #: whether somebody wanted to know them, by recording
        self._gate = gate

    def load(self) -> None: ...

    def transcribe(self, source: bytes, *, hints: str = "", voices: bool = True) -> Transcript:
        self.heard.append(source)
        self.with_voices.append(voices)
        self._do(source)
        try:
            text = source.decode()
        except UnicodeDecodeError:  # real sound
            text = "máy nghe được lời này"
        if len(text) > 10_000:
            text = hashlib.sha256(source).hexdigest()
        self.work = Work(self.work.sound + 8.0, self.work.took + 0.1)
        segment = Segment(0.0, 8.0, text, 0.9, text.lower(), (hints,) if hints else ())
        return Transcript(text, 8.0, 0.9, (segment,), by=self.by)

    def pieces(
        self, source: bytes, *, start: float = 0.0, hints: str = "", voices: bool = True
    ) -> Iterator[Piece]:
        self.heard.append(source)
        self.with_voices.append(voices)
        for number, row in enumerate(source.split(b"\n")):
            at = 30.0 * number
            if at < start:
                continue
            self._do(row)
            text = row.decode()
            said = Segment(at, at + 30.0, text, 0.9, text)
            yield Piece(at, at + 30.0, (said,), by=self.by)

    def _do(self, said: bytes) -> None:
        if b"DEADLY" in said:
            os.kill(os.getpid(), signal.SIGKILL)
        if b"BROKEN" in said:
            raise RuntimeError("out of memory")
        if b"ODD" in said:
            raise NoAudio("no sound")
        while b"SLOW" in said and self._gate is not None and not self._gate.exists():
            time.sleep(0.02)


class Here(FakeEar):
    """The office's own machine."""

    places = 20
    loaded = False

    def __init__(self) -> None:
        super().__init__(engine="here")

    def load(self) -> None:
        self.loaded = True

    def transcribe(self, source: Any, *, hints: str = "", voices: bool = True) -> Transcript:
        assert b"DEADLY" not in source.read_bytes(), "what ends workers would have ended the bot"
        return super().transcribe(source.read_bytes(), hints=hints)

    def pieces(
        self, source: Any, *, start: float = 0.0, hints: str = "", voices: bool = True
    ) -> Iterator[Piece]:
        return super().pieces(source.read_bytes(), start=start, hints=hints)

    def leave(self, source: Path) -> None: ...


class Process:
    """A worker as a process of its own, which may be killed."""

    def __init__(
        self,
        server: Server,
        name: str,
        *,
        model: str = "base",
        gate: Path | None = None,
        times: Times = QUICK,
        most: int = 16,
        url: str = "",
    ) -> None:
        address = server.address(name)
        told = {
            "url": url or address.url,
            "key": str(address.key),
            "ca": str(address.ca),
            "name": name,
            "model": model,
            "gate": str(gate) if gate else None,
            "most": most,
            "times": {field: getattr(times, field) for field in Times.__dataclass_fields__},
        }
        self.name = name
        self.told = json.dumps(told)
        self.process = self._begun()

    def _begun(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-m", __name__, self.told])

    def signal(self, number: int) -> None:
        self.process.send_signal(number)

    @property
    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def again(self) -> None:
        """As systemd starts it anew."""
        self.end()
        self.process = self._begun()

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.kill()
        self.process.wait()


class Inside:
    """A worker in a thread of this process, which is quick to begin."""

    def __init__(self, address: Address, name: str, ear: Hears, times: Times = QUICK) -> None:
        self._worker: Worker | None = None

        async def work() -> None:
            self._loop = asyncio.get_running_loop()
            self._worker = Worker(address, ear, name=name, times=times)
            await self._worker.run()

        self._thread = threading.Thread(target=lambda: endings.run(work(), _ENDS))
        self._thread.start()

    def end(self) -> None:
        if self._thread.is_alive():
            until(lambda: self._worker)
            assert self._worker is not None
            self._loop.call_soon_threadsafe(self._worker.stop)
            self._thread.join(PATIENCE)
        assert not self._thread.is_alive(), "it does not end"


def until(condition: Callable[[], T]) -> T:
    """What `condition` gives, as soon as that is true."""
    end = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < end, f"not so within {PATIENCE:g} s"
        time.sleep(0.01)
    return found


class Place:
    """An office and its workers, with a folder for what people say."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.server = server
        self.gate = folder / "gate"  #: what is SLOW waits for it
        self._folder = folder
        self._offices: list[RemoteRecognizer] = []
        self._workers: list[Inside | Process] = []
        self._threads = ThreadPoolExecutor(64)
        self._count = itertools.count()

    def __enter__(self) -> Place:
        return self

    def __exit__(self, *_: object) -> None:
        self.gate.touch()
        for office in self._offices:
            office.close()
        for worker in self._workers:
            worker.end()
        self._threads.shutdown(cancel_futures=True)

    def office(
        self, address: Address | None = None, *, when: When = "when_needed", **given: Any
    ) -> tuple[RemoteRecognizer, Here]:
        """The bot's recognizer, and what it has for its own machine."""
        here = Here()
        given = {"times": CALM, "model": "base", **given}
        address = address or self.server.address()
        office = RemoteRecognizer(address, local=here, when=when, **given)
        self._offices.append(office)
        return office, here

    def worker(self, name: str = "a", model: str = "base") -> FakeEar:
        """A worker in this process; its ear tells what it heard."""
        ear = FakeEar(model, self.gate)
        self.inside(name, ear)
        return ear

    def at(self, address: Address, name: str = "there") -> FakeEar:
        """A worker in this process with any key, at any server, of any name."""
        ear = FakeEar(gate=self.gate)
        self._workers.append(Inside(address, name, ear))
        return ear

    def inside(self, name: str, ear: Hears, times: Times = QUICK) -> Inside:
        """A worker in this process, with this ear."""
        worker = Inside(self.server.address(name), name, ear, times)
        self._workers.append(worker)
        return worker

    def process(self, name: str = "a", **given: Any) -> Process:
        """A worker that may be killed."""
        process = Process(self.server, name, gate=self.gate, **given)
        self._workers.append(process)
        return process

    def leave(self, worker: Inside | Process) -> None:
        """End a worker, and wait for that."""
        self._workers.remove(worker)
        worker.end()

    def with_workers(self, office: RemoteRecognizer, count: int = 1) -> None:
        """Wait until the office knows so many."""
        self.later(office.load)
        until(lambda: len(office.queue_state.hearing) >= count)

    def said(self, words: str) -> Path:
        """A recording."""
        path = self._folder / f"{next(self._count)}.ogg"
        path.write_text(words, encoding="utf-8")
        return path

    def later(self, call: Callable[[], T]) -> Future[T]:
        """What a thread of the bot's gets."""
        return self._threads.submit(call)

    def hears(self, office: RemoteRecognizer, words: str) -> Future[Transcript]:
        path = self.said(words)
        return self.later(lambda: office.transcribe(path))

    def hears_long(self, office: RemoteRecognizer, words: str) -> Future[list[Piece]]:
        path = self.said(words)
        return self.later(lambda: list(office.pieces(path)))


def main(told: str) -> None:
    values = json.loads(told)
    gate = Path(values["gate"]) if values["gate"] else None

    async def work() -> None:
        worker = Worker(
            Address(values["url"], Path(values["key"]), Path(values["ca"])),
            FakeEar(values["model"], gate),
            name=values["name"],
            most=values["most"],
            times=Times(**values["times"]),
        )
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, worker.stop)
        await worker.run()

    endings.run(work(), _ENDS)


if __name__ == "__main__":
    main(sys.argv[1])
