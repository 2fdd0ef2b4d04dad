"""What works on strangers' files reaches no network, no file but its own, and no other process."""

from __future__ import annotations

import ctypes
import logging
import os
import pickle
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.settings import PROJECT
from foundation import apart, plain
from foundation.apart import Program, WentTooFar
from foundation.walls import Held
from tests.tables import every_row
from tests.waiting import PATIENCE


@pytest.fixture
def machine() -> Held:
    """By what processes are held on the machine of this test."""
    return apart.try_out()


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A server on loopback that must stay unasked."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def unasked(server: socket.socket) -> bool:
    try:
        server.accept()
    except BlockingIOError:
        return True
    return False


def call(work: Callable[..., object], *args: object, writes: tuple[Path, ...] = ()) -> object:
    return apart.call(work, *args, seconds=PATIENCE, megabytes=300, writes=writes)


def outcome(work: Callable[..., object], *args: object) -> str:
    """How work apart ends: what it gives, or the kind of its error."""
    try:
        return repr(call(work, *args))
    except (OSError, RuntimeError) as error:
        return type(error).__name__


# --- ways out -------------------------------------------------------------------------------------


def over_tcp(port: int) -> None:
    socket.create_connection(("127.0.0.1", port), timeout=2)


def over_udp(port: int) -> None:
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", port))


def over_a_local_socket(port: int) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.connect(f"/tmp/{port}")


def by_name(port: int) -> None:
    socket.getaddrinfo("example.org", port)


def by_a_ring(port: int) -> int:
    """io_uring makes sockets that no filter of calls sees."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(425, 1, ctypes.create_string_buffer(120)) < 0:
        raise OSError(ctypes.get_errno(), "no ring")
    return port


def by_another_program(port: int) -> None:
    subprocess.run([sys.executable, "-c", f"open('/dev/tcp/127.0.0.1/{port}')"], check=True)


def by_a_copy_of_itself(port: int) -> int:
    return os.fork() and port


def by_another_namespace(_: int) -> None:
    if ctypes.CDLL(None, use_errno=True).unshare(0x10000000) < 0:
        raise OSError(ctypes.get_errno(), "no")


WAYS_OUT = (
    over_tcp,
    over_udp,
    over_a_local_socket,
    by_name,
    by_a_ring,
    by_another_program,
    by_a_copy_of_itself,
    by_another_namespace,
)


@every_row("way", WAYS_OUT)
def test_there_is_no_way_out(way: Callable[[int], object], listener: socket.socket) -> None:
    assert outcome(way, listener.getsockname()[1]) in ("PermissionError", "RuntimeError", "OSError")
    assert unasked(listener)


# --- files ----------------------------------------------------------------------------------------


def read(path: object) -> str:
    return Path(str(path)).read_text()


def write(path: object) -> None:
    Path(str(path)).write_text("mine")


def remove(path: object) -> None:
    Path(str(path)).unlink()


def rename(path: object) -> None:
    Path(str(path)).rename(f"{path}.mine")


def link(path: object) -> None:
    os.link(str(path), f"{path}.link")


def look_around(path: object) -> list[str]:
    return os.listdir(os.path.dirname(str(path)))


@every_row("way", [read, write, remove, rename, link, look_around])
def test_files_outside_stay_unread_and_whole(
    way: Callable[[object], object], tmp_path_factory: pytest.TempPathFactory, machine: Held
) -> None:
    tmp_path = tmp_path_factory.mktemp("outside")
    secret = tmp_path / "bao-cao-1-1.txt"
    secret.write_text("của nhóm khác")
    ended = outcome(way, str(secret))
    if not machine.files:
        return  # the log says so
    assert ended in ("PermissionError", "OSError")
    assert (secret.read_text(), os.listdir(tmp_path)) == ("của nhóm khác", [secret.name])


def test_it_reads_the_files_that_it_is_given_and_writes_what_it_may(
    tmp_path: Path, machine: Held
) -> None:
    given, other = tmp_path / "given", tmp_path / "other"
    for path in (given, other):
        path.write_text("words")
    assert call(read, given) == "words"
    if not machine.files:
        return
    with pytest.raises(PermissionError):
        call(write, given)
    call(write, str(given), writes=(given,))
    assert (given.read_text(), other.read_text()) == ("mine", "words")
    with pytest.raises(PermissionError):
        call(remove, str(given), writes=(given,))
    folder = tmp_path / "folder"
    folder.mkdir()
    call(write, str(folder / "new"), writes=(folder,))
    assert (folder / "new").read_text() == "mine"


def test_a_file_by_another_name_is_the_same_file(tmp_path: Path, machine: Held) -> None:
    if not machine.files:
        return
    (tmp_path / "secret").write_text("words")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "link").symlink_to(tmp_path / "secret")
    assert outcome(read, str(tmp_path / "folder" / "link")) == "PermissionError"
    with pytest.raises(PermissionError):
        call(read, str(tmp_path / "folder" / "link"), writes=(tmp_path / "folder",))


def environment(pid: int) -> bytes:
    return Path(f"/proc/{pid}/environ").read_bytes()


def end(pid: int) -> None:
    os.kill(pid, signal.SIGTERM)


def test_it_reaches_no_other_process() -> None:
    with subprocess.Popen(["sleep", "60"]) as other:
        assert outcome(environment, other.pid) in ("PermissionError", "ProcessLookupError")
        assert outcome(end, other.pid) in ("PermissionError", "ProcessLookupError")
        assert other.poll() is None
        other.kill()


def secrets() -> list[str]:
    return [name for name in os.environ if "TOKEN" in name]


def test_it_does_not_know_the_token(tmp_path: Path) -> None:
    script = tmp_path / "work.py"
    script.write_text(
        "from foundation import apart\nfrom tests.foundation.test_walls import secrets\n"
        "if __name__ == '__main__':\n"
        "    print(apart.call(secrets, seconds=60, megabytes=200))\n"
    )
    words = {**os.environ, "PYTHONPATH": str(PROJECT), "TELEGRAM_BOT_TOKEN": "1:abc"}
    done = subprocess.run([sys.executable, str(script)], env=words, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")


# --- what comes back ------------------------------------------------------------------------------


class Trap:
    """A value that has the one who reads it do something."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (self.path,)


def lay_a_trap(path: str) -> Trap:
    return Trap(path)


def test_an_answer_has_nothing_done(tmp_path: Path) -> None:
    with pytest.raises(WentTooFar, match=r"no answer: posix\.mkdir"):
        call(lay_a_trap, str(tmp_path / "made"))
    assert not (tmp_path / "made").exists()


@every_row(
    "named",
    [
        *("os.system", "builtins.eval", "builtins.getattr", "builtins.object", "subprocess.Popen"),
        *("foundation.apart.Program", "foundation.apart.call", "bot.report.pdf.Printer"),
        *("bot.store.folder.shutil", "foundation.files.os", "logging.FileHandler"),
    ],
)
def test_only_plain_values_are_taken(named: str) -> None:
    module, _, name = named.rpartition(".")
    data = f"c{module}\n{name}\n.".encode()
    with pytest.raises(pickle.UnpicklingError):
        plain.loads(data)


ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def test_what_is_plain_comes_back_as_it_was() -> None:
    for value in (Held(("a",), ()), [1, 2.5, "ă", b"x", None], {"a": {1}}, Path("/x"), ZONE):
        assert plain.loads(pickle.dumps(value)) == value


# --- another program ------------------------------------------------------------------------------


def program(folder: Path, text: str, seconds: float = PATIENCE) -> tuple[int, str]:
    """What a shell script behind the walls comes to."""
    script = folder / "script"
    script.write_text(f"#!/bin/sh\n{text}\n")
    script.chmod(0o700)
    command = [str(script), str(folder)]
    return Program(command, folder, reads=[script], seconds=60, megabytes=500).wait(seconds)


def test_another_program_has_its_folder_alone(
    tmp_path: Path, listener: socket.socket, machine: Held
) -> None:
    own, secret = tmp_path / "own", tmp_path / "secret"
    own.mkdir()
    secret.write_text("của nhóm khác")
    port = listener.getsockname()[1]
    status, said = program(
        own,
        f"echo made > $1/made; cat {secret}; cat /etc/passwd; echo $HOME $TMPDIR; env | wc -l;"
        f"bash -c 'echo > /dev/tcp/127.0.0.1/{port}'; exit 3",
    )
    assert status == 3
    assert (own / "made").read_text() == "made\n"
    assert f"{own} {own}" in said
    assert unasked(listener)
    if machine.files:
        assert "của nhóm khác" not in said
        assert "root:" not in said


def test_another_program_that_takes_too_long_ends_with_its_children(tmp_path: Path) -> None:
    with pytest.raises(TimeoutError):
        program(tmp_path, "sleep 61 & echo $! > $1/child; echo $$ > $1/own; sleep 61", 2.0)
    for name in ("child", "own"):
        assert soon(has_ended, int((tmp_path / name).read_text()))


def has_ended(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return True
    return state in "ZX"


def soon(condition: Callable[[int], bool], value: int) -> bool:
    until = time.monotonic() + PATIENCE
    while not condition(value):
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True


def test_a_program_that_is_not_there(tmp_path: Path) -> None:
    command = [str(tmp_path / "none")]
    status, said = Program(command, tmp_path, seconds=9, megabytes=99).wait(PATIENCE)
    assert (status, "No such file" in said) == (127, True)


# --- what is said of it ---------------------------------------------------------------------------


@every_row(
    ("held", "level", "said"),
    [
        (Held(), "WARNING", "network OPEN, files OPEN"),
        (Held(("seccomp",), ()), "WARNING", "network cut off (seccomp), files OPEN"),
        (
            Held(("namespace", "seccomp"), ("Landlock 3",)),
            "INFO",
            "network cut off (namespace, seccomp), files its own alone (Landlock 3)",
        ),
    ],
)
def test_what_holds_is_said_once_and_a_warning_where_it_is_not_all(
    held: Held,
    level: str,
    said: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    announced: set[Held] = set()
    caplog.clear()
    with caplog.at_level(logging.INFO, "foundation.apart"):
        apart.announce(held, announced)
        apart.announce(held, announced)
    (record,) = caplog.records
    assert (record.levelname, record.getMessage()) == (
        level,
        f"what reads strangers' files here: {said}",
    )


LACKING = """
import sys
from foundation import walls
for name in {missing!r}:
    setattr(walls, name, lambda *_: 0)
held = walls.close(walls.Room())
print(held)
def closed(work):
    try:
        work()
    except OSError as error:
        return type(error).__name__
from socket import AF_INET, SOCK_DGRAM, socket
def call_somebody():
    with socket(AF_INET, SOCK_DGRAM) as made:
        made.sendto(b"x", ("127.0.0.1", 9))
print(closed(lambda: open("/etc/passwd")), closed(call_somebody))
"""


@every_row(
    "missing",
    [
        (),
        ("_without_network",),
        ("_landlock",),
        ("_seccomp",),
        ("_without_network", "_seccomp"),
        ("_without_network", "_landlock", "_seccomp"),
    ],
)
def test_a_machine_with_none_some_or_all(missing: tuple[str, ...], machine: Held) -> None:
    """What is there holds alone, and what is not is not said to hold."""
    code = LACKING.format(missing=missing)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    said, reached = done.stdout.splitlines()
    file, connection = reached.split()
    assert ("files OPEN" in said) == (file == "None")
    assert ("network OPEN" in said) == (connection == "None")
    assert ("_landlock" in missing or not machine.files) == ("files OPEN" in said)
    if {"_without_network", "_landlock", "_seccomp"} <= set(missing):
        assert said == "network OPEN, files OPEN"
