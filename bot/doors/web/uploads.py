"""What browsers send part by part: on disk after each part, whole when the last has come."""

from __future__ import annotations

import json
import re
import shutil
import threading
import time
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from bot.errors import BotError
from foundation.files import finish_durably, make_folder, sync_folder, write_durably

LARGEST_PART = 2_000_000  #: bytes
MOST_PARTS = 40_000  #: of one recording: eleven hours of a part a second
LEFT_FREE = 100_000_000  #: bytes of the disk that uploads leave to the record
MOST_WAITING = 400  #: uploads of one seat that are not finished
MOST_OF_A_SEAT = 2
"""Of one seat so many times the largest upload is taken within an hour: of what has not come to its
end, and of what has, for as long as it is kept here."""
LEAST_OF_A_SEAT = 500_000_000
"""Bytes that are taken in any case: the room may be recorded for hours in many small stretches."""
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


class TooMuch(UploadRefused):
    """Somebody has sent so many bytes within an hour; later more is taken."""


@dataclass
class _Kept:
    """What there is of one upload. The disk has it; this saves looking there for each part.

    Args:
        sizes: bytes of each part that has come.
        whole: all of them are one file.
    """

    seat: str
    sizes: dict[int, int] = field(default_factory=dict)
    next: int = 0  #: how many stand without a gap from the first
    bytes: int = 0
    whole: bool = False
    begun: bool = False  #: its folder is there
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, number: int, size: int) -> None:
        if number in self.sizes:
            return
        self.sizes[number] = size
        self.bytes += size
        while self.next in self.sizes:
            self.next += 1


class Uploads:
    """Folders ``ID/`` with ``about.json``, parts ``000000``… and, once it is all there, ``whole``.

    Args:
        root: the folder of all; nothing else writes there.
        largest: bytes of one upload.
    """

    def __init__(self, root: Path, largest: int) -> None:
        self._root = root
        self._largest = largest
        self._finishing = threading.Lock()
        self._lock = threading.Lock()  # of what is kept, for a moment each
        self._kept: dict[str, _Kept] | None = None  # None: nobody has looked yet

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

    @property
    def most_of_a_seat(self) -> int:
        """Bytes within an hour."""
        return max(MOST_OF_A_SEAT * self._largest, LEAST_OF_A_SEAT)

    def _takes(self, name: str, seat: str, more: int) -> None:
        """
        Raises:
            TooMuch: so many bytes more, from this seat.
        """
        with self._lock:
            theirs = {n: kept for n, kept in self._every().items() if kept.seat == seat}
        first = next((n for n, kept in theirs.items() if kept.bytes and not kept.whole), "")
        if name == first:  # what was begun first comes to its end, or all would wait for each other
            return
        if sum(kept.bytes for kept in theirs.values()) + more > self.most_of_a_seat:
            raise TooMuch(seat)

    def put(self, name: str, number: int, data: bytes, seat: str) -> int:
        """Keep a part; on disk when this returns. The same part again changes nothing.

        Returns:
            how many stand without a gap from the first.

        Raises:
            NotTheirs, TooLarge, TooMany, TooMuch, DiskFull
        """
        folder = self._folder(name)
        if not 0 <= number < MOST_PARTS or len(data) > LARGEST_PART:
            raise TooLarge(name)
        try:
            kept = self._begin(folder, seat)
            if kept.whole:
                return number + 1
            if number not in kept.sizes:
                if kept.bytes + len(data) > self._largest:
                    raise TooLarge(name)
                self._takes(name, seat, len(data))
                _has_room(folder)
                write_durably(folder / f"{number:06}", data)
                with kept.lock:
                    kept.add(number, len(data))
        except FileNotFoundError:  # somebody has tidied up there: all of it is asked for again
            self._let_go([name])
            return 0
        except OSError as error:
            raise DiskFull(error.strerror or type(error).__name__) from error
        return kept.next

    def _begin(self, folder: Path, seat: str) -> _Kept:
        with self._lock:
            every = self._every()
            kept = every.get(folder.name) or _read(folder)
            if kept is None:
                if sum(x.seat == seat and not x.whole for x in every.values()) >= MOST_WAITING:
                    raise TooMany(folder.name)
                kept = _Kept(seat)
            if kept.seat != seat:
                raise NotTheirs(folder.name)
            every[folder.name] = kept
        with kept.lock:
            if not kept.begun:
                make_folder(self._root)
                _has_room(self._root)
                make_folder(folder)
                folder.chmod(0o700)
                write_durably(folder / _ABOUT, json.dumps({"seat": seat}).encode())
                kept.begun = True
        return kept

    def _every(self) -> dict[str, _Kept]:
        """All that there are, by name. Within the lock."""
        if self._kept is None:
            folders = [one for one in self._root.glob("*") if self.is_id(one.name)]
            read = {folder.name: _read(folder) for folder in folders}
            self._kept = {name: kept for name, kept in read.items() if kept}
        return self._kept

    def _of(self, name: str, seat: str) -> _Kept:
        folder = self._folder(name)
        with self._lock:
            kept = self._every().get(name) or _read(folder)
        if kept is None or kept.seat != seat:
            raise NotTheirs(name)
        return kept

    def _let_go(self, names: Collection[str]) -> None:
        """Of these the disk is to be asked."""
        with self._lock:
            for name in names:
                self._every().pop(name, None)

    def state(self, name: str, seat: str) -> tuple[int, bool]:
        """How many parts stand without a gap from the first, and whether it is whole.

        Raises:
            NotTheirs
        """
        kept = self._of(name, seat)
        return (0, True) if kept.whole else (kept.next, False)

    def finish(self, name: str, parts: int, seat: str) -> Path:
        """Put the parts together; the whole is on disk when this returns. Again: the same.

        Raises:
            Missing: not all are there.
            NotTheirs, DiskFull
        """
        with self._finishing:  # a call that was given up may still be at it
            kept = self._of(name, seat)
            try:
                return self._finish(self._folder(name), kept, parts)
            except FileNotFoundError as gone:  # somebody has tidied up there
                self._let_go([name])
                raise Missing(self._of(name, seat).next) from gone
            except OSError as error:
                raise DiskFull(error.strerror or type(error).__name__) from error

    def _finish(self, folder: Path, kept: _Kept, parts: int) -> Path:
        whole = folder / _WHOLE
        if kept.whole:
            whole.stat()
            return whole
        if kept.next < parts or not parts:
            raise Missing(kept.next)
        half = folder / ".whole.part"
        try:
            with half.open("wb") as out:
                for number in range(parts):
                    with (folder / f"{number:06}").open("rb") as part:
                        shutil.copyfileobj(part, out, 1_000_000)
            finish_durably(half, whole)
        except OSError:
            half.unlink(missing_ok=True)
            raise
        kept.whole = True
        for number in list(kept.sizes):
            (folder / f"{number:06}").unlink(missing_ok=True)
        return whole

    def remove(self, name: str, seat: str) -> None:
        """Whoever sent it does not want it any more; one that is whole stays.

        Raises:
            NotTheirs
        """
        if not self._of(name, seat).whole:
            shutil.rmtree(self._folder(name), ignore_errors=True)
            self._let_go([name])

    def whole(self) -> set[str]:
        """The names of those that are all there, and have been for a while: what has just come is
        still on its way into the record."""
        before = time.time() - _ON_ITS_WAY
        found = self._root.glob(f"*/{_WHOLE}")
        return {one.parent.name for one in found if one.stat().st_mtime < before}

    def forget(self, names: set[str]) -> None:
        """Remove these, which the record has, and what nobody has gone on with for long."""
        before = time.time() - _LEFT_FOR
        gone = []
        for folder in self._root.glob("*"):
            left = folder.is_dir() and folder.stat().st_mtime < before
            if folder.name in names or (left and not (folder / _WHOLE).exists()):
                shutil.rmtree(folder, ignore_errors=True)
                gone.append(folder.name)
        self._let_go(gone)
        if names and self._root.is_dir():
            sync_folder(self._root)


def _read(folder: Path) -> _Kept | None:
    """What the disk has of an upload; None: nothing that is anybody's."""
    try:
        about = json.loads((folder / _ABOUT).read_text("utf-8"))
        kept = _Kept(str(about["seat"]), begun=True)
        for part in folder.iterdir():
            if _PART.fullmatch(part.name):
                kept.add(int(part.name), part.stat().st_size)
        if (folder / _WHOLE).exists():
            kept.whole, kept.bytes = True, (folder / _WHOLE).stat().st_size
    except (OSError, ValueError, LookupError, TypeError):
        return None
    return kept


def _has_room(folder: Path) -> None:
    if shutil.disk_usage(folder).free < LEFT_FREE:
        raise DiskFull("no room")
