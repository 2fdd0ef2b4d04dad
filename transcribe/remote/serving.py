"""A whole queue on one machine: the real server, keys and certificates, some workers."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from transcribe import sentences as said
from transcribe.errors import UnsupportedSetting
from transcribe.remote.keys import Keys

_LOOK = 0.2  # seconds
_STARTS_AGAIN = 5.0  # seconds until a worker that has ended is begun anew
_ENDS = 25.0  # seconds that a worker has for what it has in hand


def server_program() -> str:
    """The path of nats-server: of the package beside this Python, or the machine's own.

    Raises:
        UnsupportedSetting: there is none.
    """
    beside = [Path(sys.executable).parent, Path(sys.prefix, "bin")]
    beside += [Path(one).parents[2] / "bin" for one in sys.path if one.endswith("site-packages")]
    for folder in beside:
        if found := shutil.which("nats-server", path=str(folder)):
            return found
    if found := shutil.which("nats-server"):
        return found
    raise UnsupportedSetting(said.NO_NATS_SERVER)


class Serving:
    """Starts all of it, and ends all of it.

    Args:
        host: where the server listens; `names` are those by which other machines call it.
        workers: how many work on this machine.
        tell: is given each sentence for whoever has started this.
        arguments: of each worker's command line, behind the queue's own.
    """

    def __init__(
        self,
        folder: Path,
        *,
        host: str,
        port: int,
        names: Sequence[str],
        workers: int,
        tell: Callable[[str], None],
        arguments: Sequence[str] = (),
    ) -> None:
        self._keys = Keys(folder)
        self._host, self._port, self._names = host, port, names
        self._count = workers
        self._tell = tell
        self._arguments = arguments
        self._server: subprocess.Popen[bytes] | None = None
        self._workers: dict[str, tuple[subprocess.Popen[bytes], float]] = {}

    def run(self) -> int:
        """Until Ctrl-C or SIGTERM, or until the server ends: 0, or 1.

        Raises:
            UnsupportedSetting: there is no server.
        """
        program = server_program()
        own = [] if self._host in ("0.0.0.0", "::") else [self._host]  # noqa: S104
        self._keys.prepare(self._host, self._port, [*own, *self._names])
        for number in range(self._count):
            self._keys.worker(_name(number))
        log = self._keys.folder / "server.log"
        asked = [False]

        def stop(*_: object) -> None:
            asked[0] = True

        def reload(*_: object) -> None:
            if self._server is not None and self._server.poll() is None:
                self._server.send_signal(signal.SIGHUP)

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, stop)
        signal.signal(signal.SIGHUP, reload)  # keys were made, or taken away
        try:
            with log.open("ab") as output:
                self._server = subprocess.Popen(  # noqa: S603
                    [program, "-c", str(self._keys.server)],
                    stdout=output,
                    stderr=output,
                    start_new_session=True,  # Ctrl-C is ours: the workers end before it
                )
            self._announce()
            while not asked[0]:
                if (code := self._server.poll()) is not None:
                    self._tell(said.SERVE_ENDED.format(code=code, log=log))
                    return 1
                self._keep_workers()
                time.sleep(_LOOK)
            return 0
        finally:
            self._end()

    @property
    def url(self) -> str:
        host = self._names[0] if self._names else self._host
        return f"tls://{f'[{host}]' if ':' in host else host}:{self._port}"

    def _announce(self) -> None:
        folder = self._keys.folder.resolve()
        self._tell(said.SERVE_LINES)
        for row in (
            f"NATS_URL={self.url}",
            f"NATS_KEY={folder / self._keys.office.name}",
            f"NATS_CA={folder / self._keys.ca.name}",
        ):
            self._tell(f"  {row}")
        self._tell(said.SERVE_MORE.format(url=self.url, ca=folder / self._keys.ca.name))
        self._tell(said.SERVE_ENDS)

    def _keep_workers(self) -> None:
        for number in range(self._count):
            name = _name(number)
            known = self._workers.get(name)
            if known is None or (
                known[0].poll() is not None and time.monotonic() - known[1] > _STARTS_AGAIN
            ):
                self._workers[name] = (self._begun(name), time.monotonic())

    def _begun(self, name: str) -> subprocess.Popen[bytes]:
        local = f"tls://127.0.0.1:{self._port}" if self._host in ("0.0.0.0", "::") else self.url  # noqa: S104
        return subprocess.Popen(  # noqa: S603
            [
                *(sys.executable, "-m", "transcribe", "work"),
                *("--nats", local, "--key", str(self._keys.worker(name))),
                *("--ca", str(self._keys.ca), "--name", name),
                *self._arguments,
            ],
            start_new_session=True,
        )

    def _end(self) -> None:
        for process, _ in self._workers.values():
            if process.poll() is None:
                process.terminate()
        until = time.monotonic() + _ENDS
        for process, _ in self._workers.values():
            try:
                process.wait(max(until - time.monotonic(), 0.1))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if self._server is not None and self._server.poll() is None:
            self._server.terminate()
            try:
                self._server.wait(10.0)
            except subprocess.TimeoutExpired:
                self._server.kill()
                self._server.wait()


def _name(number: int) -> str:
    return f"may-nay-{number + 1}"


def reload_command() -> str:
    """What tells a running server to read the keys again."""
    return (
        "systemctl reload bien-ban-queue" if os.name == "posix" else "nats-server --signal reload"
    )
