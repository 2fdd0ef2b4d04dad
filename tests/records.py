"""The record of a bot that has just been started for the first time, without the making of it."""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path

from bot.store import Store
from bot.store.folder import DATABASE


def begin(data: Path) -> None:
    """Lay an empty record into a data folder, which is made where it is missing; a record that is
    there already stays.

    Every migration is a commit, on disk before the next: half a second on a slow one.
    """
    data.mkdir(parents=True, exist_ok=True)
    if not (data / DATABASE).exists():
        (data / DATABASE).write_bytes(_empty())


@functools.cache
def _empty() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / DATABASE
        Store(path).close()
        return path.read_bytes()
