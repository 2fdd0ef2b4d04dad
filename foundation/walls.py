"""Walls around a process that works on what strangers send: no network, no files but its own.

What a Linux machine gives a process without rights is used, all of it that is there: a network
namespace, Landlock, seccomp. None of it can be undone, and children have it too. ``close`` says
which hold here, so that a machine with none of them never seems to have some.

A machine that has Landlock but no seccomp lets a program (LibreOffice) make its socket in /tmp.
"""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import struct
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Room:
    """What a process may still reach, the program's own files aside.

    Args:
        reads: files, and folders with all that is in them, that it may read.
        writes: the same that it may also write; of a file its bytes alone.
        programs: it may start others.
    """

    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    programs: bool = False


@dataclass(frozen=True)
class Held:
    """By what a process is held; empty: by nothing."""

    network: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        return bool(self.network) and bool(self.files)

    def __str__(self) -> str:
        network = f"cut off ({', '.join(self.network)})" if self.network else "OPEN"
        files = f"its own alone ({', '.join(self.files)})" if self.files else "OPEN"
        return f"network {network}, files {files}"


def close(room: Room) -> Held:
    """Hold this process in a room from now on. Call it while it has one thread."""
    if sys.platform != "linux":
        return Held()
    libc = ctypes.CDLL(None, use_errno=True)
    network, files = [], []
    if _without_network(libc):
        network.append("namespace")
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    if pretends := _seccomp(libc, room):
        network.append("seccomp")
    if version := _landlock(libc, room, pretends):
        files.append(f"Landlock {version}")
    return Held(tuple(network), tuple(files))


def leave_threads() -> None:
    """Go on in a copy of this process that has this thread alone: others, which a library may have
    begun while it was imported, would not be held. The process itself waits for the copy."""
    if sys.platform != "linux" or len(os.listdir("/proc/self/task")) == 1:
        return
    parent = os.getpid()
    if copy := os.fork():
        status = os.waitstatus_to_exitcode(os.waitpid(copy, 0)[1])
        os._exit(status if status >= 0 else 1)
    ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it has ended just before
        os._exit(1)


# --- a network namespace --------------------------------------------------------------------------

_NEW_USER, _NEW_NETWORK, _NEW_IPC = 0x10000000, 0x40000000, 0x08000000


def _without_network(libc: ctypes.CDLL) -> bool:
    """Move into a network in which there is nothing, not even a loopback that works."""
    alone = _NEW_NETWORK | _NEW_IPC
    if os.geteuid() == 0 and libc.unshare(alone) == 0:
        return True  # in a user namespace root would no longer be what opens others' files
    user, group = os.geteuid(), os.getegid()
    if user == 0 or libc.unshare(_NEW_USER | alone) != 0:
        return False
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{user} {user} 1"),
        ("gid_map", f"{group} {group} 1"),
    ):
        try:
            Path("/proc/self", name).write_text(text)
        except OSError:  # files that it makes then have no owner: told where they are made
            break
    return True


# --- Landlock -------------------------------------------------------------------------------------

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the numbers of every processor
_NO_NEW_PRIVILEGES, _END_WITH_PARENT = 38, 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_FOLDER = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_TRUNCATE, _OF_DEVICES = 1 << 14, 1 << 15
_MAKE_SOCKET, _DEVICES = 1 << 9, (1 << 6) | (1 << 11)  # making them
_OF_A_FILE = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE
_KNOWN = {1: 13, 2: 14, 3: 15, 4: 15}  # how many rights each version has; later ones 16
_TCP = 0b11  # to bind, to connect; from version 4 on
_OTHERS = 0b11  # abstract sockets, signals; from version 6 on


def _landlock(libc: ctypes.CDLL, room: Room, pretends: bool) -> int:
    """Leave only the room's files in reach. Returns the version that holds, 0 where none does.

    Args:
        pretends: programs are told that they have the socket that they ask for.
    """
    version = libc.syscall(_CREATE_RULESET, None, 0, 1)
    if version < 1 or len(os.listdir("/proc/self/task")) > 1:
        return 0  # a thread that is there already would not be held
    all_rights = (1 << _KNOWN.get(version, 16)) - 1
    fields = [all_rights]
    fields += [_TCP] if version >= 4 else []
    fields += [_OTHERS] if version >= 6 else []
    asked = struct.pack(f"={len(fields)}Q", *fields)
    rules = libc.syscall(_CREATE_RULESET, asked, len(asked), 0)
    if rules < 0:
        return 0
    looking = _READ_FILE | _READ_FOLDER | (_EXECUTE if room.programs else 0)
    working = all_rights & ~_DEVICES & ~_EXECUTE
    try:
        for path in (*_program(programs=room.programs), *room.reads):
            _allow(libc, rules, path, looking & all_rights)
        for path in room.writes:
            _allow(libc, rules, path, working)
        if room.programs and not pretends:
            for path in ("/tmp", "/var/tmp"):  # noqa: S108
                _allow(libc, rules, path, _MAKE_SOCKET)
        for device in ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom"):
            _allow(libc, rules, device, (_READ_FILE | _WRITE_FILE | _OF_DEVICES) & all_rights)
        return version if libc.syscall(_RESTRICT_SELF, rules, 0) == 0 else 0
    finally:
        os.close(rules)


def _allow(libc: ctypes.CDLL, rules: int, path: str, rights: int) -> None:
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:  # what is not there cannot be reached either
        return
    try:
        if not os.path.isdir(path):
            rights &= _OF_A_FILE | _OF_DEVICES
        rule = struct.pack("=Qi", rights, handle)
        libc.syscall(_ADD_RULE, rules, 1, rule, 0)
    finally:
        os.close(handle)


# what any program reads: libraries, fonts, languages, the hour. Never /etc, /var or /opt as a whole
_SYSTEM = (
    *("/usr/lib", "/usr/lib64", "/usr/libexec", "/usr/share", "/lib", "/lib64"),
    *("/usr/local/lib", "/usr/local/share/fonts", "/var/cache/fontconfig", "/etc/fonts"),
    *("/etc/ld.so.cache", "/etc/localtime", "/etc/timezone", "/etc/mime.types"),
    *("/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/self", "/sys/devices/system/cpu"),
)
_STARTED = (
    *("/usr/bin", "/bin", "/etc/libreoffice", "/var/lib/libreoffice"),
    "/var/spool/libreoffice",
)


def _program(*, programs: bool) -> Iterator[str]:
    yield from _SYSTEM
    if programs:
        yield from _STARTED
        return
    yield from {sysconfig.get_path(name) for name in ("stdlib", "platstdlib")}
    yield os.path.join(sys.base_prefix, "lib")
    for folder in filter(os.path.isdir, sys.path):
        if os.path.basename(folder) in ("site-packages", "dist-packages"):
            yield folder
        else:  # beside a package in a folder of the project's there may be the data
            yield from (one.path for one in os.scandir(folder) if _is_code(one))


def _is_code(one: os.DirEntry[str]) -> bool:
    return one.name.endswith(".py") or os.path.exists(os.path.join(one.path, "__init__.py"))


# --- seccomp --------------------------------------------------------------------------------------

_ALLOW, _PRETENDED = 0x7FFF0000, 0x00050000  # done; not done, and said to be
_REFUSE, _UNKNOWN = 0x00050001, 0x00050026  # EPERM, ENOSYS
_ALL_THREADS = 1
_FILTER = 1  # SECCOMP_SET_MODE_FILTER
_X32 = 0x40000000
_A_THREAD = 0x00010000  # of clone's flags
_LOCAL_SOCKET = 1  # AF_UNIX
_NAMESPACES = 0x7E020080

_LOAD, _EQUAL, _LEAST, _ANY_OF, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER_AT, _PROCESSOR_AT, _FIRST_AT = 0, 4, 16


@dataclass(frozen=True)
class _Processor:
    """The numbers of its system calls."""

    mark: int
    seccomp: int
    clone: int
    tgkill: int
    socket: int
    bind: int
    listen: int
    others: tuple[int, ...]  #: what nobody needs who reads a file, or prints one
    reading: tuple[int, ...]  #: what nobody needs who reads a file: to listen, to start programs
    has_x32: bool = False


# connect | io_uring 425-427 | ptrace process_vm_* kcmp pidfd_getfd
# | kill tkill *sigqueueinfo pidfd_send_signal | unshare setns mount umount2 pivot_root chroot
# open_tree…fspick mount_setattr *_handle_at | modules kexec reboot swap | bpf perf userfaultfd keys
_PROCESSORS = {
    "x86_64": _Processor(
        mark=0xC000003E,
        seccomp=317,
        clone=56,
        tgkill=234,
        socket=41,
        bind=49,
        listen=50,
        others=(
            *(42, 425, 426, 427, 101, 310, 311, 312, 438),
            *(62, 200, 129, 297, 424, 272, 308, 165, 166, 155, 161, 428, 429, 430, 431, 432, 433),
            *(442, 303, 304, 175, 313, 176, 246, 320, 169, 167, 168, 321, 298, 323, 248, 249, 250),
        ),
        reading=(43, 49, 50, 288, 57, 58, 59, 322),
        has_x32=True,
    ),
    "aarch64": _Processor(
        mark=0xC00000B7,
        seccomp=277,
        clone=220,
        tgkill=131,
        socket=198,
        bind=200,
        listen=201,
        others=(
            *(203, 425, 426, 427, 117, 270, 271, 272, 438),
            *(129, 130, 138, 240, 424, 97, 268, 40, 39, 41, 51, 428, 429, 430, 431, 432, 433),
            *(442, 264, 265, 105, 273, 106, 104, 294, 142, 224, 225, 280, 241, 282, 217, 218, 219),
        ),
        reading=(202, 200, 201, 242, 221, 281),
    ),
}
_CLONE3 = 435


def _seccomp(libc: ctypes.CDLL, room: Room) -> bool:
    """Have the kernel refuse what opens a way out: sockets, other processes, namespaces."""
    processor = _PROCESSORS.get(platform.machine())
    if processor is None or struct.calcsize("P") != 8:
        return False
    code = b"".join(_filter(processor, room))
    kept = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(kept))
    return bool(libc.syscall(processor.seccomp, _FILTER, _ALL_THREADS, program) == 0)


def _filter(processor: _Processor, room: Room) -> Iterator[bytes]:
    yield _step(_LOAD, _PROCESSOR_AT)
    yield from _unless(_EQUAL, processor.mark, _REFUSE)
    yield _step(_LOAD, _NUMBER_AT)
    if processor.has_x32:
        yield from _when(_LEAST, _X32, _REFUSE)
    refused = processor.others if room.programs else processor.others + processor.reading
    for number in refused:
        yield from _when(_EQUAL, number, _REFUSE)
    # its flags lie in memory, where a filter cannot look; the C library then uses clone
    yield from _when(_EQUAL, _CLONE3, _UNKNOWN)
    yield from _of(processor.clone, _when(_ANY_OF, _NAMESPACES, _REFUSE))
    if room.programs:
        # LibreOffice will not start without a socket in /tmp on which others of its kind could
        # call it: it is told that it has one
        yield from _of(processor.socket, _unless(_EQUAL, _LOCAL_SOCKET, _REFUSE))
        yield from _when(_EQUAL, processor.bind, _PRETENDED)
        yield from _when(_EQUAL, processor.listen, _PRETENDED)
    else:
        yield from _when(_EQUAL, processor.socket, _REFUSE)
        yield from _of(processor.clone, _unless(_ANY_OF, _A_THREAD, _REFUSE))
        yield from _of(processor.tgkill, _unless(_EQUAL, os.getpid(), _REFUSE))
    yield _step(_RETURN, _ALLOW)


def _of(call: int, steps: Iterable[bytes]) -> Iterator[bytes]:
    """These steps for the first argument of one call."""
    inside = list(steps)
    yield _step(_EQUAL, call, 0, len(inside) + 2)
    yield _step(_LOAD, _FIRST_AT)
    yield from inside
    yield _step(_LOAD, _NUMBER_AT)


def _step(code: int, value: int, then: int = 0, otherwise: int = 0) -> bytes:
    return struct.pack("HBBI", code, then, otherwise, value)


def _when(code: int, value: int, answer: int) -> Iterator[bytes]:
    yield _step(code, value, 0, 1)
    yield _step(_RETURN, answer)


def _unless(code: int, value: int, answer: int) -> Iterator[bytes]:
    yield _step(code, value, 1, 0)
    yield _step(_RETURN, answer)
