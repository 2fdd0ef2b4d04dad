"""Recordings on disk, named by their content: the same bytes are kept once."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import NoRoom

# What recordings leave free on the disk: it holds the lines of some hundred meetings
_LEFT_FOR_LINES = 50_000_000  # bytes


class AudioFolder:
    """Files ``ab/abcdef….ogg`` under ``root``; names are given relative to it.

    Args:
        left_free: bytes that recordings leave to the lines, so that these can still be written
            when no recording can.
    """

    def __init__(self, root: Path, left_free: int = _LEFT_FOR_LINES) -> None:
        self.root = root
        self.left_free = left_free

    @contextmanager
    def incoming(self, size: int | None = None) -> Iterator[Path]:
        """An empty file to write to, on the same disk; gone afterwards unless kept.

        Args:
            size: bytes that are expected, where that is known.

        Raises:
            NoRoom: the disk is full, or cannot be written.
        """
        with _told():
            self.root.mkdir(parents=True, exist_ok=True)
            free = shutil.disk_usage(self.root).free
            if free < self.left_free + (size or 0):
                raise NoRoom(f"{self.root} has {free / 1e6:.1f} MB left")
            handle, name = tempfile.mkstemp(dir=self.root, prefix=".incoming-")
            os.close(handle)
        try:
            yield Path(name)
        finally:
            Path(name).unlink(missing_ok=True)

    def keep(self, file: Path, name: str = "") -> str:
        """Move a finished file to its place; return its name. It survives a power cut.

        Args:
            name: what the sender called it; only a plain suffix of it is used.

        Raises:
            NoRoom: the disk is full, or cannot be written.
        """
        suffix = Path(name).suffix.lower()
        if not re.fullmatch(r"\.[a-z0-9]{1,5}", suffix):
            suffix = ""
        with _told():
            with file.open("rb") as opened:
                digest = hashlib.file_digest(opened, "sha256").hexdigest()
                os.fsync(opened.fileno())
            kept = f"{digest[:2]}/{digest}{suffix}"
            target = self.root / kept
            target.parent.mkdir(exist_ok=True)
            os.replace(file, target)
            _sync_folder(target.parent)
            _sync_folder(self.root)
        return kept

    def sweep(self) -> None:
        """Remove what a killed process was still fetching."""
        for left in self.root.glob(".incoming-*"):
            left.unlink(missing_ok=True)

    def path(self, name: str) -> Path:
        return self.root / name

    def excerpt_path(self, name: str, start: float, end: float) -> Path:
        """Where a part of a recording is kept, once it was asked for; times in seconds."""
        folder = self.root / "excerpts"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{Path(name).stem[:16]}-{start:.1f}-{end:.1f}.ogg"


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NoRoom(str(error)) from error


def _sync_folder(folder: Path) -> None:
    """Have a folder's names on the disk, not only in the memory."""
    if os.name != "posix":  # elsewhere a folder cannot be opened
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
