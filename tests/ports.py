"""Ports for programs that have to be told one. What is served within a test listens at port 0."""

from __future__ import annotations

import random
import socket
from contextlib import closing
from pathlib import Path

_GIVEN_BY_ITSELF = Path("/proc/sys/net/ipv4/ip_local_port_range")
_LEAST, _MOST = 20_000, 10_000  # some of the lower ones a browser refuses
_KEPT: list[socket.socket] = []  # until this process ends


def reserved_port() -> int:
    """One at which nobody listens, for this process until it ends: it may be served there, ended
    and served again.

    The machine gives it to nobody by itself, neither to who listens at port 0 nor as the near end
    of a call; and other processes of these tests see that it is taken.
    """
    first, last = map(int, _GIVEN_BY_ITSELF.read_text().split())
    others = [*range(max(first - _MOST, _LEAST), first), *range(last + 1, 65_536)]
    others = others or list(range(_LEAST, 65_536))  # where it may give each of them
    for port in random.sample(others, len(others)):
        if _is_ours(port) and _is_free(port):
            return port
    raise OSError("no port is left")


def _is_ours(port: int) -> bool:
    """Taken by a name of the network's in which the port is; it ends with this process."""
    kept = socket.socket(socket.AF_UNIX)
    try:
        kept.bind(f"\0tests of the minutes, port {port}")
    except OSError:
        kept.close()
        return False
    _KEPT.append(kept)
    return True


def _is_free(port: int) -> bool:
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("", port))
        except OSError:
            return False
        return True
