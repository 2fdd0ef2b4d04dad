"""A backup's file: a plain tar, gzipped or not, whose last member says what the others must be."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, cast

from bot.errors import BackupUnusable
from bot.messages import maintenance as said
from bot.store.every_row import DamagedRow
from bot.store.folder import belongs

MANIFEST = "manifest.json"
_FORMAT = 1
_NOT_KEPT = ("index_mended", "damaged")
_BLOCK = tarfile.BLOCKSIZE
_MOST_FILLING = tarfile.RECORDSIZE  # behind the end, up to a whole record
_CHUNK = 1 << 20
_LARGEST_MANIFEST = 256_000_000  # bytes; a million recordings
_PLAIN = (tarfile.REGTYPE, tarfile.AREGTYPE)


@dataclass(frozen=True)
class Member:
    bytes: int
    sha256: str


@dataclass
class Manifest:
    """What a backup holds. Names are paths within the data folder."""

    made_at: str  #: ISO 8601
    program: str  #: the version that made it
    migration: str  #: the database's last
    counts: dict[str, int]  #: meetings, lines, recordings, …
    with_audio: bool
    missing: list[str] = field(default_factory=list)  #: named by the record, not on the disk
    members: dict[str, Member] = field(default_factory=dict)
    format: int = _FORMAT
    #: the record's search index was damaged; in the backup it is made anew. Not in the file
    index_mended: bool = False
    #: rows that cannot be read; they are in the backup as they are in the record. Not in the file
    damaged: list[DamagedRow] = field(default_factory=list)


class Writer:
    """Puts files into a backup.

    Args:
        file: where to; nothing is put before or behind.
        zipped: with gzip.
    """

    def __init__(self, file: IO[bytes], *, zipped: bool) -> None:
        # the lowest level: recordings are compressed already
        self._zip = gzip.GzipFile(fileobj=file, mode="wb", compresslevel=1) if zipped else None
        out = cast("IO[bytes]", self._zip or file)
        self._tar = tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT)  # noqa: SIM115

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if self._zip:
            # after an error what is in the file is of no use; nothing is to be added to it
            with contextlib.suppress(OSError) if kind else contextlib.nullcontext():
                self._zip.close()

    def add(self, name: str, path: Path) -> Member:
        """Put a file in.

        Raises:
            OSError: it is not there, or cannot be read, or there is no room.
        """
        with path.open("rb") as opened:
            about = os.fstat(opened.fileno())
            read = _Hashed(opened)
            self._tar.addfile(_header(name, about.st_size, about.st_mtime), cast("IO[bytes]", read))
        return Member(about.st_size, read.digest.hexdigest())

    def end(self, manifest: Manifest) -> None:
        """Put in what the others must be. Nothing comes after it."""
        stated = {name: value for name, value in asdict(manifest).items() if name not in _NOT_KEPT}
        data = json.dumps(stated, ensure_ascii=False, indent=1).encode()
        self._tar.addfile(_header(MANIFEST, len(data), 0), io.BytesIO(data))
        self._tar.close()


class _Hashed:
    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int) -> bytes:
        data = self._file.read(size)
        self.digest.update(data)
        return data


def _header(name: str, size: int, at: float) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = size, int(at), 0o600
    return info


def verify(file: Path, room: int | None = None) -> Manifest:
    """Read a backup from end to end and hold each member to what the manifest says of it.

    Args:
        room: bytes that there is room for; more are not read.

    Raises:
        BackupUnusable: it is none, is not whole, or holds what no backup holds.
        OSError: it cannot be read.
    """
    found: dict[str, Member] = {}
    manifest: list[bytes] = []

    def look(name: str, size: int, chunks: Iterator[bytes]) -> None:
        if name == MANIFEST:
            if size > _LARGEST_MANIFEST:
                raise BackupUnusable(said.LIST_TOO_LARGE.format(file=file))
            manifest.append(b"".join(chunks))
            return
        if manifest or name in found:
            raise BackupUnusable(said.COMES_TWICE.format(file=file, name=repr(name)))
        if room is not None and size + sum_of(found) > room:
            raise BackupUnusable(said.NO_ROOM.format(file=file))
        digest = hashlib.sha256()
        for chunk in chunks:
            digest.update(chunk)
        found[name] = Member(size, digest.hexdigest())

    _walk(file, look)
    if not manifest:
        raise BackupUnusable(said.END_MISSING.format(file=file))
    stated = _read_manifest(file, manifest[0])
    for name in sorted(found.keys() | stated.members.keys()):
        if found.get(name) != stated.members.get(name):
            raise BackupUnusable(said.NOT_AS_BACKED_UP.format(file=file, name=name))
    return stated


def unpack(file: Path, folder: Path, manifest: Manifest) -> None:
    """Write what ``verify`` has found good into an empty folder. All is on disk afterwards.

    Raises:
        BackupUnusable: the file has changed since.
        OSError: the disk is full or cannot be written.
    """
    made: set[str] = set()

    def write(name: str, size: int, chunks: Iterator[bytes]) -> None:
        if name == MANIFEST:
            return
        stated = manifest.members.get(name)
        if stated is None or stated.bytes != size or name in made:
            raise BackupUnusable(said.CHANGED_WHILE_READ.format(file=file))
        made.add(name)
        target = folder / name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        digest = hashlib.sha256()
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as opened:
            for chunk in chunks:
                digest.update(chunk)
                opened.write(chunk)
            opened.flush()
            os.fsync(opened.fileno())
        if digest.hexdigest() != stated.sha256:
            raise BackupUnusable(said.CHANGED_WHILE_READ.format(file=file))

    _walk(file, write)
    if made != manifest.members.keys():
        raise BackupUnusable(said.CHANGED_WHILE_READ.format(file=file))


def sum_of(members: dict[str, Member]) -> int:
    return sum(member.bytes for member in members.values())


def _walk(file: Path, take: Callable[[str, int, Iterator[bytes]], None]) -> None:
    """Hand over the members in their order: name, bytes, content.

    Only headers of plain files with names of our own are read on. tarfile's own reader would follow
    whatever a header asks for (links, long names, sparse files) before we see it.
    """
    try:
        with _opened(file) as stream:
            while True:
                block = stream.read(_BLOCK)
                if len(block) < _BLOCK:
                    raise BackupUnusable(said.END_MISSING.format(file=file))
                if not any(block):
                    # to the end: only there gzip compares its sum
                    if len(stream.read(_MOST_FILLING + 1)) > _MOST_FILLING:
                        raise BackupUnusable(said.BEHIND_THE_END.format(file=file))
                    return
                info = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
                if info.type not in _PLAIN or info.size < 0 or not _is_ours(info.name):
                    name = repr(info.name[:80])
                    raise BackupUnusable(said.NOTHING_OF_OURS.format(file=file, name=name))
                content = _content(stream, info.size, file)
                take(info.name, info.size, content)
                for _ in content:
                    pass
    except tarfile.HeaderError as error:
        raise BackupUnusable(said.NO_BACKUP.format(file=file, why=error)) from error
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise BackupUnusable(said.BACKUP_DAMAGED.format(file=file, why=error)) from error


def _is_ours(name: str) -> bool:
    return name == MANIFEST or belongs(name)


def _opened(file: Path) -> AbstractContextManager[IO[bytes]]:
    with file.open("rb") as opened:
        zipped = opened.read(2) == b"\x1f\x8b"
    return cast("AbstractContextManager[IO[bytes]]", gzip.open(file) if zipped else file.open("rb"))


def _content(stream: IO[bytes], size: int, file: Path) -> Iterator[bytes]:
    left = size
    while left:
        chunk = stream.read(min(left, _CHUNK))
        if not chunk:
            raise BackupUnusable(said.END_MISSING.format(file=file))
        left -= len(chunk)
        yield chunk
    stream.read(-size % _BLOCK)


def _read_manifest(file: Path, data: bytes) -> Manifest:
    try:
        raw = json.loads(data)
        if raw["format"] != _FORMAT:
            raise BackupUnusable(said.BACKUP_NEWER.format(file=file, program=raw["program"]))
        members = {name: Member(**about) for name, about in raw["members"].items()}
        return Manifest(**{**raw, "members": members})
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BackupUnusable(said.LIST_UNREADABLE.format(file=file, why=error)) from error
