"""Work on what strangers send, in a process of its own: its crash, hang or hunger ends there.

The processes are forked from a small server that has none of the program's secrets, files and
models in its memory (``multiprocessing``'s fork server; where there is none, each process is
started anew).
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
from collections.abc import Callable, Generator, Iterable, Sequence
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

from foundation.logs import is_ours

log = logging.getLogger(__name__)
T = TypeVar("T")

_MEGABYTES = 2**20
_LONGEST_TEMPORARY = 70  # bytes of the path
_GRACE = 2  # seconds of computing between the polite signal and the end


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


def call(work: Callable[..., T], *args: object, seconds: float, megabytes: int) -> T:
    """``work(*args)``, elsewhere. Function, arguments, result and errors must be picklable.

    Args:
        seconds: how long it may take, and compute.
        megabytes: how much memory it may take beyond what an idle process has.

    Raises:
        WentTooFar, and whatever `work` raises.
    """
    found = list(iterate(_once, work, *args, seconds=seconds, megabytes=megabytes))
    return found[0]  # type: ignore[no-any-return]


def iterate(
    work: Callable[..., Iterable[Any]],
    *args: object,
    seconds: float,
    megabytes: int,
    computing: float | None = None,
) -> Generator[Any, None, None]:
    """The values of ``work(*args)``, made elsewhere as they are asked for.

    Closing the iterator ends the process.

    Args:
        seconds: how long each value may take.
        megabytes: how much memory the work may take beyond what an idle process has.
        computing: seconds of processor time for all values; as `seconds` if not given.

    Raises:
        WentTooFar, and whatever `work` raises.
    """
    ours, theirs = _CONTEXT.Pipe(duplex=False)
    limits = (megabytes, computing or seconds)
    process = _CONTEXT.Process(target=_work, args=(theirs, limits, work, args), daemon=True)
    with _STARTING:
        process.start()
    theirs.close()  # so that its end is seen
    try:
        while True:
            what, value = _received(ours, seconds)
            if what == "value":
                yield value
            elif what == "log":
                logging.getLogger(value.name).handle(value)
            elif what == "error":
                raise value
            else:
                return
    finally:
        ours.close()
        with contextlib.suppress(OSError, ValueError):
            process.kill()
        process.join()


def _received(pipe: Connection, seconds: float) -> tuple[str, Any]:
    if not pipe.poll(seconds):
        raise WentTooFar(f"nothing after {seconds:g} s")
    try:
        return pipe.recv()  # type: ignore[no-any-return]
    except (EOFError, OSError):  # between two values, or in the middle of one
        raise WentTooFar("its process died: out of memory or time, or crashed") from None


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
        self._pipe.send(("log", record))


def _once(work: Callable[..., T], *args: object) -> list[T]:
    return [work(*args)]


def _work(
    pipe: Connection,
    limits: tuple[int, float],
    work: Callable[..., Iterable[Any]],
    args: Sequence[object],
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl+C is for the program, which ends us
    logging.getLogger().handlers = [_ToParent(pipe)]
    sys.stderr = open(os.devnull, "w")  # noqa: SIM115 — a traceback could quote the work
    try:
        _limit(*limits)
        for value in work(*args):
            pipe.send(("value", value))
        pipe.send(("end", None))
    except (BrokenPipeError, ConnectionResetError):
        return  # nobody wants it any more
    except MemoryError:
        pipe.send(("error", WentTooFar(f"it needs more than {limits[0]} MB")))
    except Exception as error:
        pipe.send(("error", _picklable(error)))


def _limit(megabytes: int, seconds: float) -> None:
    """Hold this process to its share, whatever it runs."""
    try:
        import resource
    except ImportError:  # Windows
        return
    used = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    most = used + megabytes * _MEGABYTES
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    spent = round(sum(os.times()[:2]) + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (spent, spent + _GRACE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError):  # where the machine has no memory left, this goes first
        Path("/proc/self/oom_score_adj").write_text("1000")


def _picklable(error: Exception) -> Exception:
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 — our own, an instant ago
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
