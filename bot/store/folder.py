"""The data folder: what lies where, and who may work on it."""

from __future__ import annotations

import re
import shutil
from datetime import datetime
from pathlib import Path
from typing import IO

from bot.errors import SettingsError
from bot.messages import maintenance as said
from foundation.files import sync_folder

DATABASE = "bienban.sqlite"
AUDIO = "audio"
DOCUMENTS = "documents"
TEMPLATES = "templates"
#: all that the record is made of; whatever else lies in the folder is not ours
RECORD = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", AUDIO, DOCUMENTS, TEMPLATES)
WEB = "web"  #: what browsers send, and where the page is; no part of the record
PAGE_ADDRESS = f"{WEB}/address"  #: of the page that runs, or has run last
IN_HAND = ".in-hand"  #: which arrival is being handled; no part of the record

WORK = ".work"  #: what is in work and is nobody's record; nothing of it outlives the bot
_OLD_WORK = f"{DOCUMENTS}/*/.pdf-*"  # what earlier versions left beside documents

UNPACKING = ".restoring-"  #: how folders begin in which a backup is unpacked
# A folder with one of these names holds a whole record that shall take its place (see `take_over`)
_READY = ".restored-"
_MOVING = ".moving-"
_BEFORE = "before-restore-"


def hold(data: Path) -> IO[str]:
    """Have the data folder for this process alone: two bots on one record would say everything
    twice. Close what is returned to give it back.

    Raises:
        SettingsError: another process holds it.
    """
    lock = (data / ".lock").open("w")
    try:
        import fcntl
    except ImportError:  # Windows
        return lock
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        raise SettingsError(said.HELD.format(data=data.resolve())) from None
    for left in data.glob(f"{UNPACKING}*"):
        shutil.rmtree(left)
    remove_work(data)
    for left in data.glob(_OLD_WORK):
        shutil.rmtree(left, ignore_errors=True)
    _finish_take_over(data)
    return lock


def work_folder(data: Path) -> Path:
    """A folder for what is in work. Whoever holds the data folder has it for itself."""
    folder = data / WORK
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def remove_work(data: Path) -> None:
    """Remove what was in work; what a killed process has left too."""
    shutil.rmtree(data / WORK, ignore_errors=True)


def has_record(data: Path) -> bool:
    return any((data / name).exists() for name in RECORD)


def take_over(data: Path, new: Path, at: datetime) -> Path:
    """Put a whole record, which lies in a folder within ``data``, in the place of the one there.

    All or nothing: once it is decided, a process that was killed has its work finished by the next
    that holds the folder.

    Returns:
        where the record from before is, if there was one.
    """
    stamp = f"{at:%Y%m%d-%H%M%S}"
    new.rename(data / f"{_READY}{stamp}")
    sync_folder(data)  # from here on it is decided
    _finish_take_over(data)
    return data / f"{_BEFORE}{stamp}"


def _finish_take_over(data: Path) -> None:
    for ready in sorted(data.glob(f"{_READY}*")):
        stamp = ready.name.removeprefix(_READY)
        for name in RECORD:
            if (data / name).exists():
                before = data / f"{_BEFORE}{stamp}"
                before.mkdir(mode=0o700, exist_ok=True)
                (data / name).rename(before / name)
        ready.rename(data / f"{_MOVING}{stamp}")
        sync_folder(data)
    for moving in sorted(data.glob(f"{_MOVING}*")):
        for part in sorted(moving.iterdir()):
            part.rename(data / part.name)
        moving.rmdir()
        sync_folder(data)


def belongs(name: str) -> bool:
    """Whether a path within the data folder is one that the bot itself gives to a file."""
    return bool(_NAMES.fullmatch(name))


_NAMES = re.compile(
    rf"{re.escape(DATABASE)}"
    rf"|{AUDIO}/[0-9a-f]{{2}}/[0-9a-f]{{64}}(\.[a-z0-9]{{1,5}})?"
    rf"|{DOCUMENTS}/[0-9]{{1,12}}/[a-z][a-z0-9-]{{0,60}}\.(docx|pdf|png|txt|json|xlsx)"
    rf"|{TEMPLATES}/[0-9]{{1,12}}/[a-z_]{{1,40}}\.(docx|before)",
    re.ASCII,
)
