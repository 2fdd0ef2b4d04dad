"""Files that are on the disk, not only on their way to it, before anybody relies on them."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Make what was created, renamed or removed in a folder survive a power cut."""
    if os.name == "nt":  # it has no such call, and needs none
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(file: Path) -> None:
    """Make a file's bytes survive a power cut; its name is the folder's affair."""
    with file.open("rb") as opened:
        os.fsync(opened.fileno())


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, to last."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for one in reversed(missing):
        sync_folder(one.parent)


def write_durably(
    path: Path, data: bytes, mode: int = 0o666, owner: tuple[int, int] | None = None
) -> None:
    """Write a whole file, or leave what was there; on disk when this returns.

    Args:
        mode: who may do what with it, from before its first byte is there.
        owner: whose it is from then on, user and group; whoever writes it, if not given.

    Raises:
        OSError: the disk is full or cannot be written.
    """
    half = path.with_name(f".{path.name}.part")
    half.unlink(missing_ok=True)  # of a process that was killed; it may be for others to read
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        if owner is not None:
            os.fchown(file.fileno(), *owner)
        file.write(data)
    finish_durably(half, path)


def finish_durably(half: Path, path: Path) -> None:
    """Give a file that has just been written its name; on disk when this returns."""
    sync_file(half)
    put_durably(half, path)


def put_durably(file: Path, path: Path) -> None:
    """Give a file whose bytes are on disk its name, in the place of what had it before."""
    os.replace(file, path)
    sync_folder(path.parent)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal.

    Raises:
        OSError: it is not there, or cannot be read.
    """
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def make_read_only(path: Path) -> None:
    """Take everybody's right to write to a file.

    Raises:
        OSError: it is not there, or is not ours.
    """
    path.chmod(stat.S_IMODE(path.stat().st_mode) & ~0o222)
