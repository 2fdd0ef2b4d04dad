"""The whole record as one file, and back."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from bot import __version__
from bot.errors import BackupUnusable, RecordUnusable
from bot.maintenance import archive
from bot.maintenance.archive import Manifest
from bot.messages import maintenance as said
from bot.store import Store
from bot.store.contents import Contents, contents
from bot.store.database import copy, examine, mend, versions
from bot.store.every_row import DamagedRow, damaged_rows
from bot.store.folder import (
    AUDIO,
    DATABASE,
    DOCUMENTS,
    TEMPLATES,
    UNPACKING,
    belongs,
    has_record,
    hold,
    take_over,
)
from foundation.files import make_read_only, put_durably, sha256_of, sync_file, sync_folder

_FORMS = (".docx", ".pdf", ".png", ".txt", ".json")  #: what a draft is kept as


def backup(data: Path, file: Path, at: datetime, *, with_audio: bool = True) -> Manifest:
    """Write the record as it is at this moment to a file. The bot may be running.

    The file is there with all in it, or not at all, for the owner to read only.

    Args:
        file: ``….tar`` or ``….tar.gz``; its folder must exist.
        at: now.

    Raises:
        BackupUnusable: the file is there already, or has another ending.
        RecordUnusable: there is no record, or it is damaged.
        OSError: the disk is full, or a file cannot be read.
    """
    if not file.name.endswith((".tar", ".tar.gz")):
        raise BackupUnusable(said.BACKUP_NAME.format(file=file))
    if file.exists():
        raise BackupUnusable(said.BACKUP_EXISTS.format(file=file))
    if not (data / DATABASE).exists():
        raise RecordUnusable(said.NOTHING_TO_BACK_UP.format(data=data))
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=f".{file.name}-") as folder:
        half = Path(folder) / "backup"
        database = Path(folder) / DATABASE
        copy(data / DATABASE, database)
        whole = examine(database, thorough=True)
        if not whole:
            mend(database)
            if not examine(database, thorough=True):
                raise RecordUnusable(said.BACKUP_INDEX.format(file=file))
        rows = damaged_rows(database)
        manifest = _pack(data, database, half, file.name.endswith(".gz"), at, with_audio)
        sync_file(half)
        archive.verify(half)
        half.chmod(0o600)
        put_durably(half, file)
    manifest.index_mended = not whole
    manifest.damaged = rows
    return manifest


def _pack(
    data: Path, database: Path, target: Path, zipped: bool, at: datetime, with_audio: bool
) -> Manifest:
    found = contents(database)
    counts = {"meetings": found.meetings, "lines": found.lines, "recordings": 0, "files": 0}
    manifest = Manifest(at.isoformat(), __version__, versions()[-1], counts, with_audio)
    with target.open("wb") as opened, archive.Writer(opened, zipped=zipped) as writer:
        manifest.members[DATABASE] = writer.add(DATABASE, database)
        for name in _files(data, found, with_audio):
            try:
                manifest.members[name] = writer.add(name, data / name)
            except FileNotFoundError:  # erased a moment ago, or the disk has lost it
                manifest.missing.append(name)
                continue
            counts["recordings" if name.startswith(f"{AUDIO}/") else "files"] += 1
        writer.end(manifest)
    return manifest


def _files(data: Path, found: Contents, with_audio: bool) -> Iterator[str]:
    """Recordings, documents and templates that belong to the record, on disk or not."""
    if with_audio:
        yield from (f"{AUDIO}/{name}" for name in found.recordings)
    for document in found.documents:
        draft = Path(DOCUMENTS, document)
        yield draft.as_posix()
        for form in _FORMS[1:]:
            if (data / draft.with_suffix(form)).exists():
                yield draft.with_suffix(form).as_posix()
    for template in sorted((data / TEMPLATES).glob("*/*")):
        name = template.relative_to(data).as_posix()
        if belongs(name):
            yield name


def restore(data: Path, file: Path, at: datetime, *, replace: bool = False) -> Path | None:
    """Have the record that a backup holds, all of it or nothing. No bot may be running.

    Args:
        data: the data folder.
        at: now.
        replace: put it in the place of a record that is there.

    Returns:
        where the record from before is; None: there was none.

    Raises:
        BackupUnusable: the backup is not whole, or there is a record and no ``replace``. Nothing
            has changed.
        SettingsError: a bot is running.
        RecordUnusable: the backup is of a newer version. Nothing has changed.
        OSError: the disk is full.
    """
    with hold(data):
        if has_record(data) and not replace:
            raise BackupUnusable(said.RECORD_EXISTS.format(data=data))
        manifest = archive.verify(file, shutil.disk_usage(data).free)
        if DATABASE not in manifest.members:
            raise BackupUnusable(said.NO_DATABASE.format(file=file))
        with tempfile.TemporaryDirectory(dir=data, prefix=UNPACKING) as folder:
            new = Path(folder) / "new"
            new.mkdir(mode=0o700)
            archive.unpack(file, new, manifest)
            if not examine(new / DATABASE, thorough=True):
                mend(new / DATABASE)
            store = Store(new / DATABASE)  # in the shape of this version
            try:
                store.audit.add("restore", about=f"{file.name} of {manifest.made_at}")
                _lock_approved(new, store)
            finally:
                store.close()
            _sync_folders(new)
            before = take_over(data, new, at)
    return before if before.exists() else None


def _lock_approved(data: Path, store: Store) -> None:
    """Approved drafts are for reading only, as they were."""
    for name, _, pdf in store.signoff.locked():
        word = data / DOCUMENTS / name
        for path in (word, word.with_suffix(".pdf")) if pdf else (word,):
            with contextlib.suppress(FileNotFoundError):  # it was missing in the backup too
                make_read_only(path)


def _sync_folders(folder: Path) -> None:
    for path, _, _ in os.walk(folder):
        sync_folder(Path(path))


def check(data: Path) -> list[str]:
    """Look the whole record over. The bot may be running.

    Returns:
        what is not as it should be, a line each; of no consequence for the bot.

    Raises:
        RecordUnusable: there is no record, or the database is damaged.
    """
    if not (data / DATABASE).exists():
        raise RecordUnusable(said.NOTHING_THERE.format(data=data))
    whole = examine(data / DATABASE, thorough=True)
    found = contents(data / DATABASE)
    named = set(found.recordings)
    lost = [f"{AUDIO}/{name}" for name in named if not (data / AUDIO / name).is_file()]
    lost += [f"{DOCUMENTS}/{x}" for x in found.documents if not (data / DOCUMENTS / x).is_file()]
    there = (path.relative_to(data / AUDIO).as_posix() for path in (data / AUDIO).glob("??/*"))
    unnamed = [f"{AUDIO}/{name}" for name in there if name not in named]
    return [
        *([] if whole else [said.FOUND_INDEX]),
        *map(told_of_row, damaged_rows(data / DATABASE)),
        *(said.FOUND_MISSING.format(name=name) for name in sorted(lost)),
        *(said.FOUND_CHANGED.format(name=name) for name in _changed(data, found)),
        *(said.FOUND_UNNAMED.format(name=name) for name in sorted(unnamed)),
    ]


def told_of_row(found: DamagedRow) -> str:
    """A damaged row, in a line."""
    fields = ", ".join(found.fields)
    return said.FOUND_ROW.format(table=found.table, row=found.row, fields=fields)


def _changed(data: Path, found: Contents) -> Iterator[str]:
    """Files of approved drafts that are no longer what was approved, or are gone."""
    for name, digest in sorted(found.approved.items()):
        try:
            same = sha256_of(data / DOCUMENTS / name) == digest
        except OSError:
            same = False
        if not same:
            yield f"{DOCUMENTS}/{name}"
