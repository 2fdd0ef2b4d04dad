"""``python -m …`` as a person runs it, without paying for the imports each time.

One process imports what all programs of this house import, and is forked for each run: the child
has the arguments, environment, folder, output and exit status that the program has by itself. What
is about signals, terminals or the start itself runs the real thing (``subprocess``).
"""

from __future__ import annotations

import functools
import io
import json
import os
import runpy
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from tests.waiting import PATIENCE

ROOT = Path(__file__).parents[1]
# what they all import; nothing that reads the environment when it is imported
_IMPORTED = (
    "transcribe",
    "transcribe.models_command",
    "bot.settings",
    "bot.maintenance.command",
    "httpx",
)
_MOST = 1 << 20  # bytes of a request


def run(
    *arguments: str,
    env: Mapping[str, str],
    cwd: Path,
) -> subprocess.CompletedProcess[str]:
    """``python -m ARGUMENTS``, with an empty standard input: its exit status, and what it wrote.

    Raises:
        TimeoutError: it did not end.
    """
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        wanted = json.dumps([arguments, dict(env), str(cwd)]).encode()
        with socket.socket(socket.AF_UNIX) as asking:
            asking.settimeout(PATIENCE)
            asking.connect(_address())
            socket.send_fds(asking, [wanted], [output.fileno(), errors.fileno()])
            answer = asking.recv(64)
        output.seek(0)
        errors.seek(0)
        return subprocess.CompletedProcess(
            arguments, int(answer), output.read().decode(), errors.read().decode()
        )


@functools.cache
def _address() -> str:
    """Where the process that is forked listens; it ends with this one."""
    folder = tempfile.TemporaryDirectory(prefix="programs-")
    address = f"{folder.name}/asked"
    process = subprocess.Popen(
        [sys.executable, "-m", __name__, address],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    _kept.extend((folder, process))
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    return address


_kept: list[object] = []  # until this process ends


def _serve(address: str) -> None:
    """Fork for whoever asks, until standard input is closed."""
    for name in _IMPORTED:
        __import__(name)
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(address)
    listening.listen()
    if os.fork() == 0:  # ends the other when whoever started it has ended
        sys.stdin.buffer.read()
        os.kill(os.getppid(), 15)
        os._exit(0)
    print("ready", flush=True)
    while True:
        asked, _ = listening.accept()
        if os.fork() == 0:  # several may run at once
            listening.close()
            _answer(asked)
        asked.close()
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _answer(asked: socket.socket) -> NoReturn:
    """Run it in a child, and tell its exit status."""
    wanted, (output, errors), _, _ = socket.recv_fds(asked, _MOST, 2)
    child = os.fork()
    if child == 0:
        asked.close()
        os.dup2(output, 1)
        os.dup2(errors, 2)
        _become(*json.loads(wanted))
    _, status = os.waitpid(child, 0)
    asked.send(str(os.waitstatus_to_exitcode(status)).encode())
    os._exit(0)


def _become(arguments: Sequence[str], env: Mapping[str, str], cwd: str) -> NoReturn:
    """The program, in this process."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    sys.stdin = io.TextIOWrapper(io.FileIO(0))
    sys.stdout = io.TextIOWrapper(io.FileIO(1, "w"), encoding="utf-8", write_through=True)
    sys.stderr = io.TextIOWrapper(io.FileIO(2, "w"), encoding="utf-8", write_through=True)
    sys.argv = list(arguments)
    del sys.modules["__main__"]
    runpy.run_module(arguments[0], run_name="__main__", alter_sys=True)
    sys.exit(0)


if __name__ == "__main__":
    _serve(sys.argv[1])
