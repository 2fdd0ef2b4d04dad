"""What browsers send part by part: on disk after each part, whole when the last has come."""

from __future__ import annotations

import json
import re
import shutil
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.errors import BotError
from foundation.files import finish_durably, make_folder, sync_folder, write_durably

LARGEST_PART = 2_000_000  #: bytes
MOST_PARTS = 40_000  #: of one recording: eleven hours of a part a second
LEFT_FREE = 100_000_000  #: bytes of the disk that uploads leave to the record
MOST_WAITING = 400  #: uploads of one seat that are not finished
_ID = re.compile(r"[A-Za-z0-9_-]{16,40}", re.ASCII)
_ABOUT = "about.json"
_WHOLE = "whole"
_PART = re.compile(r"\d{6}")
# seconds after its last part, for which an unfinished one waits: its browser has it all still
_LEFT_FOR = 24 * 3600.0
_ON_ITS_WAY = 3600.0  # seconds


class UploadRefused(BotError):
    """It never will be taken. The text is its name."""


class TooLarge(UploadRefused):
    """More bytes, or parts, than the house takes."""


class TooMany(UploadRefused):
    """Somebody has too many that are not finished."""


class NotTheirs(UploadRefused):
    """There is none of that name, or it is another's."""


class DiskFull(BotError):
    """There is no room now; the browser keeps what it has, and tries again."""


class Missing(BotError):
    """Parts have not come yet.

    Args:
        next: the first of them.
    """

    def __init__(self, next: int) -> None:
        super().__init__(str(next))
        self.next = next


@dataclass(frozen=True)
class About:
    """Whose it is."""

    seat: str
    kind: str  #: ``note``, ``file``, ``room``


class Uploads:
    """Folders ``ID/`` with ``about.json``, parts ``000000``… and, once it is all there, ``whole``.

    Args:
        root: the folder of all.
        largest: bytes of one upload.
    """

    def __init__(self, root: Path, largest: int) -> None:
        self._root = root
        self._largest = largest
        self._finishing = threading.Lock()

    @staticmethod
    def is_id(name: str) -> bool:
        """Whether a browser may call it so."""
        return bool(_ID.fullmatch(name))

    def path(self, name: str) -> Path:
        """Of the whole file."""
        return self._folder(name) / _WHOLE

    def _folder(self, name: str) -> Path:
        if not self.is_id(name):
            raise NotTheirs(name)
        return self._root / name

    def about(self, name: str) -> About | None:
        try:
            read = json.loads((self._folder(name) / _ABOUT).read_text("utf-8"))
            return About(str(read["seat"]), str(read["kind"]))
        except (OSError, ValueError, LookupError, TypeError):
            return None

    def _of(self, name: str, seat: str) -> Path:
        found = self.about(name)
        if found is None or found.seat != seat:
            raise NotTheirs(name)
        return self._folder(name)

    def put(self, name: str, number: int, data: bytes, seat: str, kind: str) -> int:
        """Keep a part; on disk when this returns. The same part again changes nothing.

        Returns:
            how many stand without a gap from the first.

        Raises:
            NotTheirs, TooLarge, TooMany, DiskFull
        """
        folder = self._folder(name)
        if not 0 <= number < MOST_PARTS or len(data) > LARGEST_PART:
            raise TooLarge(name)
        try:
            self._begin(folder, seat, kind)
            if (folder / _WHOLE).exists():
                return number + 1
            part = folder / f"{number:06}"
            if not part.exists():
                self._has_room(folder, len(data))
                write_durably(part, data)
        except OSError as error:
            raise DiskFull(error.strerror or type(error).__name__) from error
        return self._next(folder)

    def _begin(self, folder: Path, seat: str, kind: str) -> None:
        if folder.exists() and (folder / _ABOUT).exists():
            self._of(folder.name, seat)
            return
        if self._waiting(seat) >= MOST_WAITING:
            raise TooMany(folder.name)
        if shutil.disk_usage(self._root.parent).free < LEFT_FREE:
            raise DiskFull("no room")
        make_folder(folder)
        folder.chmod(0o700)
        write_durably(folder / _ABOUT, json.dumps(asdict(About(seat, kind))).encode())

    def _waiting(self, seat: str) -> int:
        if not self._root.is_dir():
            make_folder(self._root)
        names = [one.name for one in self._root.iterdir() if not (one / _WHOLE).exists()]
        abouts = (self.about(name) for name in names if self.is_id(name))
        return sum(about is not None and about.seat == seat for about in abouts)

    def _has_room(self, folder: Path, more: int) -> None:
        if shutil.disk_usage(folder).free < LEFT_FREE:
            raise DiskFull("no room")
        kept = sum(part.stat().st_size for part in _parts(folder))
        if kept + more > self._largest:
            raise TooLarge(folder.name)

    def _next(self, folder: Path) -> int:
        have = {int(part.name) for part in _parts(folder)}
        return next(number for number in range(len(have) + 1) if number not in have)

    def state(self, name: str, seat: str) -> tuple[int, bool]:
        """How many parts stand without a gap from the first, and whether it is whole.

        Raises:
            NotTheirs
        """
        folder = self._of(name, seat)
        if (folder / _WHOLE).exists():
            return 0, True
        return self._next(folder), False

    def finish(self, name: str, parts: int, seat: str) -> Path:
        """Put the parts together; the whole is on disk when this returns. Again: the same.

        Raises:
            Missing: not all are there.
            NotTheirs, DiskFull
        """
        with self._finishing:  # a call that was given up may still be at it
            return self._finish(self._of(name, seat), parts)

    def _finish(self, folder: Path, parts: int) -> Path:
        whole = folder / _WHOLE
        if whole.exists():
            return whole
        there = self._next(folder)
        if there < parts or not parts:
            raise Missing(there)
        half = folder / ".whole.part"
        try:
            with half.open("wb") as out:
                for number in range(parts):
                    with (folder / f"{number:06}").open("rb") as part:
                        shutil.copyfileobj(part, out, 1_000_000)
            finish_durably(half, whole)
        except OSError as error:
            half.unlink(missing_ok=True)
            raise DiskFull(error.strerror or type(error).__name__) from error
        for sent in _parts(folder):
            sent.unlink(missing_ok=True)
        return whole

    def remove(self, name: str, seat: str) -> None:
        """Whoever sent it does not want it any more; one that is whole stays.

        Raises:
            NotTheirs
        """
        folder = self._of(name, seat)
        if not (folder / _WHOLE).exists():
            shutil.rmtree(folder, ignore_errors=True)

    def whole(self) -> set[str]:
        """The names of those that are all there, and have been for a while: what has just come is
        still on its way into the record."""
        before = time.time() - _ON_ITS_WAY
        found = self._root.glob(f"*/{_WHOLE}")
        return {one.parent.name for one in found if one.stat().st_mtime < before}

    def forget(self, names: set[str]) -> None:
        """Remove these, which the record has, and what nobody has gone on with for long."""
        before = time.time() - _LEFT_FOR
        for folder in self._root.glob("*"):
            left = folder.is_dir() and folder.stat().st_mtime < before
            if folder.name in names or (left and not (folder / _WHOLE).exists()):
                shutil.rmtree(folder, ignore_errors=True)
        if names and self._root.is_dir():
            sync_folder(self._root)


def _parts(folder: Path) -> list[Path]:
    return [one for one in folder.iterdir() if _PART.fullmatch(one.name)]
