"""Work on what strangers send, in a process of its own: its crash, hang or hunger ends there.

The processes are forked from a small server that has none of the program's secrets, files and
models in its memory (``multiprocessing``'s fork server; where there is none, each process is
started anew). Each is behind walls (``foundation.walls``): without network, and with those files
alone that it is given. What holds it there is told once in the log. What comes back from it is
read as plain values, whatever has become of it.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import pickle
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Generator, Iterable, Sequence
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

from foundation import plain, walls
from foundation.logs import is_ours
from foundation.walls import Held, Room

log = logging.getLogger(__name__)
T = TypeVar("T")

_MEGABYTES = 2**20
_LONGEST_TEMPORARY = 70  # bytes of the path
_GRACE = 2  # seconds of computing between the polite signal and the end
_LONGEST_ANSWER = 256 * _MEGABYTES
_LAST_WORDS = 300  # bytes of what a program says
_PASSED_ON = ("PATH", "LANG", "LANGUAGE", "TZ")  # to a program, of what the machine has set
_SECRET = ("TOKEN", "SECRET", "PASSWORD", "CREDENTIAL")  # in the names of what the machine set


class WentTooFar(Exception):
    """The work took more time or memory than it may, or its process died. The text says which."""


def _context() -> Any:
    """The fork server speaks through a socket in the folder for temporary files, whose path takes
    108 bytes; where that is not to be had, each process is started anew, which takes a second."""
    there = "forkserver" in multiprocessing.get_all_start_methods()
    short = len(os.fsencode(tempfile.gettempdir())) <= _LONGEST_TEMPORARY
    return multiprocessing.get_context("forkserver" if there and short else "spawn")


_CONTEXT = _context()
_STARTING = threading.Lock()


def prepare(modules: Sequence[str]) -> None:
    """Name what the processes will need, so that each finds it imported. Call it before the
    first piece of work; later it has no effect."""
    if _CONTEXT.get_start_method() == "forkserver":
        _CONTEXT.set_forkserver_preload(list(modules))


def begin() -> None:
    """Have the server import at once what was named to ``prepare``, while the program does
    something else; otherwise the first piece of work waits for it."""
    if _CONTEXT.get_start_method() == "forkserver":
        with _STARTING:
            forkserver.ensure_running()


def end_all() -> None:
    """End every piece of work at once; whoever waits for one gets ``WentTooFar``."""
    for process in multiprocessing.active_children():
        process.kill()


def try_out() -> Held:
    """By what the processes are held on this machine; it is in the log then.

    Raises:
        WentTooFar: no process can be started.
    """
    return call(_held_by, seconds=60, megabytes=100)


def call(
    work: Callable[..., T],
    *args: object,
    seconds: float,
    megabytes: int,
    computing: float | None = None,
    writes: Sequence[Path] = (),
) -> T:
    """``work(*args)``, elsewhere. Function, arguments, result and errors must be picklable; the
    result is made of plain values (see ``foundation.plain``).

    Args:
        args: what is a path among them it may read.
        seconds: how long it may take.
        megabytes: how much memory it may take beyond what an idle process has.
        computing: seconds of processor time; as `seconds` if not given.
        writes: files and folders, which are there, that it may write; what it makes for itself
            lies in the first of them, if that is a folder.

    Raises:
        WentTooFar, and whatever `work` raises.
    """
    given = {"seconds": seconds, "megabytes": megabytes, "computing": computing}
    found = list(iterate(_once, work, *args, **given, writes=writes))  # type: ignore[arg-type]
    return found[0]  # type: ignore[no-any-return]


def iterate(
    work: Callable[..., Iterable[Any]],
    *args: object,
    seconds: float,
    megabytes: int,
    computing: float | None = None,
    writes: Sequence[Path] = (),
) -> Generator[Any, None, None]:
    """The values of ``work(*args)``, made elsewhere as they are asked for.

    Closing the iterator ends the process.

    Args:
        args: what is a path among them it may read.
        seconds: how long each value may take.
        megabytes: how much memory the work may take beyond what an idle process has.
        computing: seconds of processor time for all values; as `seconds` if not given.
        writes: files and folders, which are there, that it may write; what it makes for itself
            lies in the first of them, if that is a folder.

    Raises:
        WentTooFar, and whatever `work` raises.
    """
    ours, theirs = _CONTEXT.Pipe(duplex=False)
    limits = (megabytes, computing or seconds)
    room = Room(_names(arg for arg in args if isinstance(arg, Path)), _names(writes))
    process = _CONTEXT.Process(target=_work, args=(theirs, limits, room, work, args), daemon=True)
    with _STARTING:
        process.start()
    theirs.close()  # so that its end is seen
    try:
        while True:
            what, value = _received(ours, seconds)
            if what == "value":
                yield value
            elif what == "held":
                announce(value)
            elif what == "log":
                logging.getLogger(value["name"]).handle(logging.makeLogRecord(value))
            elif what == "error":
                raise value
            else:
                return
    finally:
        ours.close()
        with contextlib.suppress(OSError, ValueError):
            process.kill()
        process.join()


def _names(paths: Iterable[Path]) -> tuple[str, ...]:
    return tuple(os.path.abspath(path) for path in paths)


_ANNOUNCED: set[Held] = set()


def announce(held: Held, announced: set[Held] = _ANNOUNCED) -> None:
    """Say in the log, once, by what processes are held here: a warning where it is not all.

    Args:
        announced: what has been said, in which it is noted; if not given, by this process.
    """
    if held not in announced:
        announced.add(held)
        level = logging.INFO if held.whole else logging.WARNING
        log.log(level, "what reads strangers' files here: %s", held)


def _received(pipe: Connection, seconds: float) -> tuple[str, Any]:
    if not pipe.poll(seconds):
        raise WentTooFar(f"nothing after {seconds:g} s")
    try:
        return plain.loads(pipe.recv_bytes(_LONGEST_ANSWER))  # type: ignore[no-any-return]
    except (EOFError, OSError):  # between two values, or in the middle of one
        raise WentTooFar("its process died: out of memory or time, or crashed") from None
    except pickle.UnpicklingError as error:
        raise WentTooFar(f"it gave what is no answer: {error}") from None


# --- another program ------------------------------------------------------------------------------


class Program:
    """Another program behind the walls, with all that it starts.

    Args:
        command: the program's path, and its arguments.
        folder: its own: it may write in it, has it for what is temporary, and for its home.
        reads: files and folders that it needs, its own and the system's aside.
        seconds: of processor time.
        megabytes: of memory, each process of it; and of a file that it writes.

    Raises:
        OSError: no process can be started.
    """

    def __init__(
        self,
        command: Sequence[str],
        folder: Path,
        *,
        reads: Sequence[Path] = (),
        seconds: float,
        megabytes: int,
    ) -> None:
        self._pipe, theirs = _CONTEXT.Pipe(duplex=False)
        room = Room(_names(reads), _names([folder]), programs=True)
        given = (theirs, (megabytes, seconds), room, list(command))
        self._process = _CONTEXT.Process(target=_become, args=given, daemon=True)
        with _STARTING:
            self._process.start()
        theirs.close()

    def wait(self, seconds: float) -> tuple[int, str]:
        """Its exit status, and the end of what it said. It has ended when this returns.

        Raises:
            TimeoutError: it takes longer.
        """
        until = time.monotonic() + seconds
        said = b""
        try:
            with contextlib.suppress(EOFError, OSError, pickle.UnpicklingError):
                self._await(until)
                announce(plain.loads(self._pipe.recv_bytes(_LONGEST_ANSWER)))
                while True:
                    self._await(until)
                    if not (more := os.read(self._pipe.fileno(), 4096)):
                        break
                    said = (said + more)[-_LAST_WORDS:]
            self._process.join(max(until - time.monotonic(), 0))
            if self._process.exitcode is None:
                raise TimeoutError
        finally:
            self.end()
            self._process.join()
            self._pipe.close()
        return self._process.exitcode, said.decode(errors="replace").strip()

    def _await(self, until: float) -> None:
        """Wait until there is something to read, or it has ended.

        Raises:
            TimeoutError
        """
        if not self._pipe.poll(max(until - time.monotonic(), 0)):
            raise TimeoutError

    def end(self) -> None:
        """End it at once, and what it has started. Any thread may call it."""
        pid = self._process.pid
        assert pid is not None
        with contextlib.suppress(OSError, ValueError):
            self._process.kill()  # should it have no group of its own yet
        with contextlib.suppress(OSError):
            os.killpg(pid, signal.SIGKILL)


# --- in the other process -------------------------------------------------------------------------


class _ToParent(logging.Handler):
    def __init__(self, pipe: Connection) -> None:
        super().__init__()
        self._pipe = pipe

    def emit(self, record: logging.LogRecord) -> None:
        ours = is_ours(record.name)
        # a library's message may quote the work; the parent's log would not know
        record.msg, record.args = record.getMessage() if ours else str(record.msg), None
        record.exc_info = record.exc_text = None
        kept = {k: v for k, v in vars(record).items() if isinstance(v, str | int | float)}
        self._pipe.send(("log", kept))


def _held_by() -> Held:
    return _HELD[-1]


def _once(work: Callable[..., T], *args: object) -> list[T]:
    return [work(*args)]


def _work(
    pipe: Connection,
    limits: tuple[int, float],
    room: Room,
    work: Callable[..., Iterable[Any]],
    args: Sequence[object],
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl+C is for the program, which ends us
    logging.getLogger().handlers = [_ToParent(pipe)]
    sys.stderr = open(os.devnull, "w")  # noqa: SIM115 — a traceback could quote the work
    try:
        walls.leave_threads()
        _forget_secrets()
        _limit(*limits)
        if room.writes and os.path.isdir(room.writes[0]):
            tempfile.tempdir = room.writes[0]
        _HELD.append(walls.close(room))
        pipe.send(("held", _HELD[-1]))
        for value in work(*args):
            pipe.send(("value", value))
        pipe.send(("end", None))
    except (BrokenPipeError, ConnectionResetError):
        return  # nobody wants it any more
    except MemoryError:
        pipe.send(("error", WentTooFar(f"it needs more than {limits[0]} MB")))
    except Exception as error:
        pipe.send(("error", _picklable(error)))


_HELD: list[Held] = []


def _become(
    pipe: Connection, limits: tuple[int, float], room: Room, command: Sequence[str]
) -> None:
    """Be another program: what it says goes into the pipe, behind the word of what holds it."""
    os.setsid()  # soffice is a script: its children must end with it
    walls.leave_threads()
    quiet = os.open(os.devnull, os.O_RDWR)
    os.dup2(quiet, 0)
    (own,) = room.writes
    words = {k: v for k, v in os.environ.items() if k in _PASSED_ON or k.startswith("LC_")}
    words |= {"HOME": own, "TMPDIR": own}
    _limit(*limits, more=False)
    pipe.send(walls.close(room))
    os.dup2(pipe.fileno(), 1)
    os.dup2(pipe.fileno(), 2)
    try:
        os.execvpe(command[0], list(command), words)  # noqa: S606
    except OSError as error:
        os.write(1, str(error).encode())
        os._exit(127)


def _forget_secrets() -> None:
    for name in list(os.environ):
        if any(word in name.upper() for word in _SECRET):
            del os.environ[name]


def _limit(megabytes: int, seconds: float, *, more: bool = True) -> None:
    """Hold this process to its share, whatever it runs.

    Args:
        more: the memory is beyond what it has now.
    """
    try:
        import resource
    except ImportError:  # Windows
        return
    used = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    most = megabytes * _MEGABYTES + (used if more else 0)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    written = megabytes * _MEGABYTES
    resource.setrlimit(resource.RLIMIT_FSIZE, (written, written))
    spent = round(sum(os.times()[:2]) + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (spent, spent + _GRACE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError):  # where the machine has no memory left, this goes first
        Path("/proc/self/oom_score_adj").write_text("1000")


def _picklable(error: Exception) -> Exception:
    try:
        plain.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
