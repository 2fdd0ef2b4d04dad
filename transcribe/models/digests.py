"""The SHA-256 of files of weights, each read once as long as nobody writes to it."""

import time
from functools import lru_cache
from pathlib import Path

from foundation.files import sha256_of

# The clock of a file system ticks in steps: what was written just now may be written again unseen
_SETTLED = 2 * 10**9  # nanoseconds


def digest_of(path: Path) -> str:
    """In hexadecimal. A file that is as it was when it was last read is not read again: weights
    are checked where they are found and named where they are loaded.

    Raises:
        OSError: it is not there, or cannot be read.
    """
    found = path.stat()
    if time.time_ns() - max(found.st_mtime_ns, found.st_ctime_ns) < _SETTLED:
        return sha256_of(path)
    return _read(path.resolve(), found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


@lru_cache(maxsize=64)
def _read(path: Path, *_as_it_is: int) -> str:
    return sha256_of(path)
