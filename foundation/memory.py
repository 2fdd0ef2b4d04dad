"""Memory that a program has used and needs no more goes back to the machine."""

from __future__ import annotations

import ctypes
import functools
import logging
from collections.abc import Callable

log = logging.getLogger(__name__)


def give_back() -> None:
    """Give the machine what is free among what was allocated; takes some milliseconds.

    The C library keeps what a program frees, in a heap for each few threads: of a backlog of notes
    hundreds of megabytes. Where it is another than glibc, nothing happens.
    """
    trim = _trim()
    if trim:
        trim(0)


@functools.cache
def _trim() -> Callable[[int], int] | None:
    try:
        found = ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError, TypeError):  # musl, macOS, Windows
        log.debug("the C library gives no memory back on demand")
        return None
    found.argtypes, found.restype = [ctypes.c_size_t], ctypes.c_int
    return found
