"""A whole queue on one machine: the real server, keys and certificates, some workers."""

from __future__ import annotations

import contextlib
import errno
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from foundation.hosts import hosts_of
from transcribe import sentences as said
from transcribe.errors import UnsupportedSetting
from transcribe.remote.keys import Keys, url_of

_LOOK = 0.2  # seconds
_SERVER_ENDS = 10.0  # seconds
_ANY = ("0.0.0.0", "::")  # noqa: S104
_STARTS_AGAIN = 5.0  # seconds until a worker that has ended is begun anew
_ENDS = 35.0  # seconds that a worker has for what it has in hand, and to give it back


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
        self._asked = 0  # how often somebody wanted the end
        self._server: subprocess.Popen[bytes] | None = None
        self._workers: dict[str, tuple[subprocess.Popen[bytes], float]] = {}

    def run(self) -> int:
        """Until Ctrl-C or SIGTERM, or until the server ends: 0, or 1.

        Raises:
            UnsupportedSetting: there is no server, another queue runs in this folder, or another
                program has the port.
        """
        program = server_program()
        with _held(self._keys.folder):
            _must_be_free(self._host, self._port)
            self._keys.prepare(self._host, self._port, self._called)
            for number in range(self._count):
                self._keys.worker(_name(number))
            self._listen_to_signals()
            try:
                self._log.touch(0o600)
                with self._log.open("ab") as output:
                    self._server = subprocess.Popen(  # noqa: S603
                        [program, "-c", str(self._keys.server)],
                        stdout=output,
                        stderr=output,
                        start_new_session=True,  # Ctrl-C is ours: the workers end before it
                    )
                return self._look_after(self._server)
            finally:
                self._end()

    @property
    def _called(self) -> list[str]:
        """By which names and addresses other machines may call the server, the usual one first."""
        if self._host not in _ANY:
            return list(dict.fromkeys([*self._names, self._host]))
        return list(self._names) or [one.name for one in hosts_of(self._host)]

    @property
    def _here(self) -> str:
        """The server's address on this machine."""
        return "127.0.0.1" if self._host in _ANY else self._host

    @property
    def _log(self) -> Path:
        return self._keys.folder / "server.log"

    def _listen_to_signals(self) -> None:
        def stop(*_: object) -> None:
            self._asked += 1

        def reload(*_: object) -> None:
            if self._server is not None and self._server.poll() is None:
                self._server.send_signal(signal.SIGHUP)

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, stop)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as nohup has it
            # a terminal that is closed says so; where there is none, somebody asks for it
            signal.signal(signal.SIGHUP, stop if sys.stdin and sys.stdin.isatty() else reload)

    def _look_after(self, server: subprocess.Popen[bytes]) -> int:
        listens = False
        known = self._keys.version
        while not self._asked:
            if (code := server.poll()) is not None:
                self._tell(said.SERVE_ENDED.format(code=code, log=self._log))
                return 1
            if not listens:
                if listens := _answers(self._here, self._port):
                    self._announce()
            elif known != (known := self._keys.version):
                server.send_signal(signal.SIGHUP)  # a key was made, or taken away
            if listens:
                self._keep_workers()
            time.sleep(_LOOK)
        return 0

    def _announce(self) -> None:
        folder = self._keys.folder.resolve()
        self._tell(said.SERVE_LINES)
        for row in (
            f"NATS_URL={self._keys.url}",
            f"NATS_KEY={folder / self._keys.office.name}",
            f"NATS_CA={folder / self._keys.ca.name}",
        ):
            self._tell(f"  {row}")
        self._tell(said.SERVE_MORE.format(url=self._keys.url, ca=folder / self._keys.ca.name))
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
        return subprocess.Popen(  # noqa: S603
            [
                *(sys.executable, "-m", "transcribe", "work"),
                *("--nats", url_of(self._here, self._port)),
                *("--key", str(self._keys.worker(name))),
                *("--ca", str(self._keys.ca), "--name", name),
                *self._arguments,
            ],
            start_new_session=True,
        )

    def _end(self) -> None:
        """What workers have in hand is ended first; who asks twice does not wait for that."""
        workers = [process for process, _ in self._workers.values()]
        if workers and self._asked == 1:
            with contextlib.suppress(OSError):  # the terminal is gone
                self._tell(said.SERVE_STOPS)
        for process in workers:
            if process.poll() is None:
                process.terminate()
        until = time.monotonic() + _ENDS
        while any(process.poll() is None for process in workers):
            if self._asked > 1 or time.monotonic() > until:
                for process in workers:
                    process.kill()
            time.sleep(_LOOK)
        if self._server is not None and self._server.poll() is None:
            self._server.terminate()
            try:
                self._server.wait(_SERVER_ENDS)
            except subprocess.TimeoutExpired:
                self._server.kill()
                self._server.wait()


@contextlib.contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Have the folder for this process alone: two servers would write into one queue.

    Raises:
        UnsupportedSetting: another process has it.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / ".lock").open("w") as lock:
        try:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except ImportError:  # Windows
            pass
        except OSError:
            raise UnsupportedSetting(said.SERVE_TWICE.format(folder=folder.resolve())) from None
        yield


def _must_be_free(host: str, port: int) -> None:
    """
    Raises:
        UnsupportedSetting: this machine cannot listen there, or another program does.
    """
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            probe.listen()
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        sentence = said.SERVE_PORT_TAKEN if taken else said.SERVE_CANNOT_LISTEN
        raise UnsupportedSetting(
            sentence.format(host=host, port=port, why=error.strerror or error)
        ) from None


def _answers(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), _LOOK).close()
    except OSError:
        return False
    return True


def _name(number: int) -> str:
    return f"may-nay-{number + 1}"
