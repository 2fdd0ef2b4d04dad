"""Recordings on disk, named by their content: the same bytes are kept once."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AudioFolder:
    """Files ``ab/abcdef….ogg`` under ``root``; names are given relative to it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @contextmanager
    def incoming(self) -> Iterator[Path]:
        """An empty file to write to, on the same disk; gone afterwards unless kept."""
        self.root.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.root, prefix=".incoming-")
        os.close(handle)
        try:
            yield Path(name)
        finally:
            Path(name).unlink(missing_ok=True)

    def keep(self, file: Path, name: str = "") -> str:
        """Move a finished file to its place; return its name.

        Args:
            name: what the sender called it; only a plain suffix of it is used.

        Raises:
            OSError: the disk is full or cannot be written.
        """
        with file.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
            os.fsync(opened.fileno())
        suffix = Path(name).suffix.lower()
        if not re.fullmatch(r"\.[a-z0-9]{1,5}", suffix):
            suffix = ""
        kept = f"{digest[:2]}/{digest}{suffix}"
        target = self.root / kept
        target.parent.mkdir(exist_ok=True)
        os.replace(file, target)
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
