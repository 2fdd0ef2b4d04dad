"""Recordings on disk, named by their content: the same bytes are kept once."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.errors import NoRoom
from foundation.files import make_folder, put_durably, sync_file, sync_folder

_PART_OF_NAME = 16  # letters of a recording's name, in those of its parts
# What recordings leave free on the disk: it holds the lines of some hundred meetings
_LEFT_FOR_LINES = 50_000_000  # bytes
_MOST_PLAYABLE = 500_000_000  # bytes: some 30 hours


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
        """Move a finished file to its place; return its name. See ``name_of`` and ``place``."""
        kept = self.name_of(file, name)
        self.place(file, kept)
        return kept

    def name_of(self, file: Path, name: str = "") -> str:
        """The name that a finished file will have here; its bytes are on disk when this returns.

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
            sync_file(file)
        return f"{digest[:2]}/{digest}{suffix}"

    def place(self, file: Path, kept: str) -> None:
        """Move a finished file to where ``name_of`` says; it is there for good.

        Raises:
            NoRoom: the disk is full, or cannot be written.
        """
        target = self.root / kept
        with _told():
            make_folder(target.parent)
            put_durably(file, target)

    def remove(self, name: str) -> None:
        """Remove a recording, and the parts of it that were cut out. It may be gone already."""
        path = self.root / name
        path.unlink(missing_ok=True)
        if path.parent.is_dir():
            sync_folder(path.parent)
        excerpts = self.root / "excerpts"
        for part in excerpts.glob(f"{path.stem[:_PART_OF_NAME]}-*"):
            part.unlink(missing_ok=True)
        if excerpts.is_dir():
            sync_folder(excerpts)

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
        return folder / f"{Path(name).stem[:_PART_OF_NAME]}-{start:.1f}-{end:.1f}.ogg"

    def playable_path(self, recording: Path, start: float | None, end: float | None) -> Path:
        """Where what browsers hear of a recording is kept, once it was asked for; times in
        seconds, None: from the beginning, to the end.

        Raises:
            NoRoom: the disk is full.
        """
        with _told():
            folder = self.root / "excerpts"
            folder.mkdir(parents=True, exist_ok=True)
            if shutil.disk_usage(folder).free < self.left_free:
                raise NoRoom(f"{folder} has no room for it")
        part = "-".join("" if at is None else f"{at:.1f}" for at in (start, end))
        return folder / f"{recording.stem[:_PART_OF_NAME]}-{part}.m4a"

    def trim_playable(self, most: int = _MOST_PLAYABLE) -> None:
        """Remove of what browsers hear what has not been heard for longest, where there is more
        than so many bytes; it is made again when somebody asks."""
        kept = 0
        for file in sorted((self.root / "excerpts").glob("*.m4a"), key=_heard, reverse=True):
            with suppress(FileNotFoundError):
                kept += file.stat().st_size
                if kept > most:
                    file.unlink()


def _heard(file: Path) -> float:
    with suppress(FileNotFoundError):
        return file.stat().st_mtime
    return 0.0


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NoRoom(error.strerror or type(error).__name__) from error
