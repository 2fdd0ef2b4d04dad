"""What restore refuses: tampered, cut off, damaged, too large, too new, no backup at all."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import re
import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.errors import BackupUnusable, RecordUnusable
from bot.maintenance import archive
from bot.maintenance.backup import backup, restore
from bot.store.folder import AUDIO, DATABASE, DOCUMENTS
from tests.store.recorded import NOW, files, record


@pytest.fixture
def data(tmp_path: Path) -> Path:
    record(tmp_path / "data")
    return tmp_path / "data"


def plain(name: str, size: int = 4, **fields: object) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size = size
    for field, value in fields.items():
        setattr(info, field, value)
    return info


def changed(file: Path, change: Callable[[dict[str, bytes], dict], list[tarfile.TarInfo]]) -> None:
    """Write a backup anew after a change of its members and of its manifest."""
    with tarfile.open(file) as tar:
        members = {x.name: tar.extractfile(x).read() for x in tar.getmembers()}  # type: ignore[union-attr]
    manifest = json.loads(members.pop("manifest.json"))
    more = change(members, manifest)
    with tarfile.open(file, "w", format=tarfile.PAX_FORMAT) as tar:
        for name, content in members.items():
            tar.addfile(plain(name, len(content)), io.BytesIO(content))
        for info in more:
            tar.addfile(info, io.BytesIO(b"evil" * 128))
            manifest["members"][info.name] = {
                "bytes": info.size,
                "sha256": hashlib.sha256((b"evil" * 128)[: info.size]).hexdigest(),
            }
        content = json.dumps(manifest).encode()
        tar.addfile(plain("manifest.json", len(content)), io.BytesIO(content))


def _words(members: dict[str, bytes], _: dict) -> list:
    members[f"{DOCUMENTS}/1/bao-cao-1-1.txt"] = b"TEXT"
    return []


def _left_out(members: dict[str, bytes], _: dict) -> list:
    del members[f"{DOCUMENTS}/1/bao-cao-1-1.txt"]
    return []


def _no_database(members: dict[str, bytes], manifest: dict) -> list:
    del members[DATABASE], manifest["members"][DATABASE]
    return []


def _other_database(content: bytes) -> Callable:
    def change(members: dict[str, bytes], manifest: dict) -> list:
        members[DATABASE] = content
        digest = hashlib.sha256(content).hexdigest()
        manifest["members"][DATABASE] = {"bytes": len(content), "sha256": digest}
        return []

    return change


def _newer_format(_: dict[str, bytes], manifest: dict) -> list:
    manifest["format"] = 2
    return []


def _odd_manifest(_: dict[str, bytes], manifest: dict) -> list:
    manifest["members"] = [1]
    return []


def adds(info: tarfile.TarInfo) -> Callable:
    return lambda _members, _manifest: [info]


SYMLINK = f"{DOCUMENTS}/1/bao-cao-9-9.docx"


TAMPERED = (
    (_words, "bao-cao-1-1.txt không như lúc sao lưu"),
    (_left_out, "bao-cao-1-1.txt không như lúc sao lưu"),
    (_no_database, "không có cơ sở dữ liệu"),
    (_other_database(b"SQLite format 3\0" + b"x" * 5000), "bị hỏng"),
    (_newer_format, "bản chương trình mới hơn"),
    (_odd_manifest, "không đọc được"),
    (adds(plain("/etc/passwd")), "không phải thứ có trong bản sao lưu"),
    (adds(plain("../passwd")), "không phải thứ có trong bản sao lưu"),
    (adds(plain(f"{DOCUMENTS}/../../passwd")), "không phải thứ có trong bản sao lưu"),
    (adds(plain(f"{DOCUMENTS}/1/../x.txt")), "không phải thứ có trong bản sao lưu"),
    (adds(plain(".env")), "không phải thứ có trong bản sao lưu"),
    (adds(plain(f"{DOCUMENTS}/1/.x.txt")), "không phải thứ có trong bản sao lưu"),
    (adds(plain(f"{DATABASE}-wal")), "không phải thứ có trong bản sao lưu"),
    (adds(plain(f"{DOCUMENTS}/1/" + "a" * 200 + ".txt")), "không phải thứ có trong bản sao lưu"),
    (adds(plain(SYMLINK, 0, type=tarfile.SYMTYPE, linkname="/etc")), "không phải thứ"),
    (adds(plain(SYMLINK, 0, type=tarfile.LNKTYPE, linkname=DATABASE)), "không phải thứ"),
    (adds(plain(SYMLINK, 0, type=tarfile.CHRTYPE)), "không phải thứ"),
    (adds(plain(SYMLINK, 0, type=tarfile.FIFOTYPE)), "không phải thứ"),
    (adds(plain(SYMLINK, 0, type=tarfile.DIRTYPE)), "không phải thứ"),
    (adds(plain(DATABASE)), "hai lần"),
)


def test_a_backup_that_was_tampered_with_changes_nothing(data: Path, tmp_path: Path) -> None:
    backup(data, tmp_path / "whole.tar", NOW)
    taken = []
    for number, (change, why) in enumerate(TAMPERED):
        file, into = tmp_path / f"{number}.tar", tmp_path / f"in{number}" / "new"
        file.write_bytes((tmp_path / "whole.tar").read_bytes())
        changed(file, change)
        into.mkdir(parents=True)
        said = ""
        try:
            restore(into, file, NOW)
        except (BackupUnusable, RecordUnusable) as refused:
            said = str(refused)
        left = [x.name for x in into.parent.rglob("*")]
        if not re.search(why, said) or "\n" in said or left != ["new", ".lock"]:
            taken.append((number, why, said, left))
    assert taken == []


def test_what_claims_to_be_larger_than_the_disk_is_not_even_read(
    data: Path, tmp_path: Path
) -> None:
    backup(data, tmp_path / "a.tar", NOW)
    bomb = plain(f"{AUDIO}/00/{'0' * 64}", 1 << 60)
    whole = bomb.tobuf(tarfile.GNU_FORMAT) + (tmp_path / "a.tar").read_bytes()
    (tmp_path / "b.tar").write_bytes(whole)
    (tmp_path / "c.tar.gz").write_bytes(gzip.compress(whole))
    (tmp_path / "new").mkdir()
    for name in ("b.tar", "c.tar.gz"):
        with pytest.raises(BackupUnusable, match="nhiều chỗ hơn"):
            restore(tmp_path / "new", tmp_path / name, NOW)


@pytest.mark.parametrize("name", ["a.tar", "a.tar.gz"])
def test_a_backup_that_was_cut_off_anywhere_is_refused(
    name: str, data: Path, tmp_path: Path
) -> None:
    backup(data, tmp_path / name, NOW)
    whole = (tmp_path / name).read_bytes()
    (tmp_path / "new").mkdir()
    for part in (0, 1, 100, 600, len(whole) // 3, len(whole) // 2, len(whole) * 9 // 10):
        (tmp_path / f"cut-{name}").write_bytes(whole[:part])
        with pytest.raises(BackupUnusable):
            restore(tmp_path / "new", tmp_path / f"cut-{name}", NOW)
    assert files(tmp_path / "new") == {}


@pytest.mark.parametrize("name", ["a.tar", "a.tar.gz"])
def test_a_flipped_bit_anywhere_is_found(name: str, data: Path, tmp_path: Path) -> None:
    """But for those that stand for nothing: a header's times, and what fills up a block."""
    backup(data, tmp_path / name, NOW)
    whole = (tmp_path / name).read_bytes()
    stated = archive.verify(tmp_path / name).members
    last = len(whole) - (10 * 1024 if name == "a.tar" else 0)
    for place in range(40, last, len(whole) // 60):
        flipped = bytearray(whole)
        flipped[place] ^= 0x10
        (tmp_path / f"b-{name}").write_bytes(flipped)
        try:
            assert archive.verify(tmp_path / f"b-{name}").members == stated
        except BackupUnusable:
            continue
        if name == "a.tar.gz":  # which has a sum over all, and bits that nobody looks at
            assert gzip.decompress(flipped) == gzip.decompress(whole)


def test_what_is_no_backup_is_refused_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "photo.jpg").write_bytes(os.urandom(5000))
    for arguments in ([str(tmp_path / "photo.jpg")], [str(tmp_path / "none.tar")]):
        assert main(["restore", *arguments]) == 2
        assert capsys.readouterr().err.count("\n") == 1


def test_a_backup_of_a_newer_version_is_refused(data: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(data / DATABASE)) as db, db:
        db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
            "VALUES ('bien_ban', 'm999_of_tomorrow', '')"
        )
    with pytest.raises(RecordUnusable, match="mới hơn"):
        backup(data, tmp_path / "a.tar", NOW)
