"""The record leaves as one file and comes back whole, or not at all."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import sqlite3
import stat
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.doors.port import Chat, Media, MediaKind, Person
from bot.errors import BackupUnusable, RecordUnusable, SettingsError
from bot.maintenance import archive
from bot.maintenance.backup import backup, check, restore
from bot.settings import PROJECT
from bot.store import Store, folder
from bot.store.audio import AudioFolder
from bot.store.folder import AUDIO, DATABASE, DOCUMENTS, TEMPLATES, hold

NOW = datetime(2026, 7, 24, 1, 2, 3, tzinfo=UTC)
RECORDED = b"OggS a voice"


def record(data: Path, text: str = "Đề nghị thống nhất") -> None:
    """A data folder with a meeting, a recording, a draft, a template."""
    data.mkdir(exist_ok=True)
    store = Store(data / DATABASE, lambda: NOW)
    chat = store.chats.know(Chat("telegram", "-100", "Sở")).id
    who = store.chats.know_person("telegram", Person("2", "An")).id
    meeting = store.meetings.open(chat, "Họp", who, NOW, {}).id
    store.lines.add(meeting, who, NOW, text=text)
    line = store.lines.add(meeting, who, NOW, media=Media(MediaKind.SOUND, "r", "a.ogg"))
    audio = AudioFolder(data / AUDIO)
    with audio.incoming() as file:
        file.write_bytes(RECORDED)
        store.recordings.keep_audio(line, audio.keep(file, "a.ogg"))
    store.meetings.add_document(meeting, "baocao", "bao-cao-1-1.docx", who, "dienbien")
    store.close()
    for name, content in {
        f"{DOCUMENTS}/1/bao-cao-1-1.docx": "word",
        f"{DOCUMENTS}/1/bao-cao-1-1.txt": "text",
        f"{DOCUMENTS}/1/bao-cao-1-2.docx": "of no row: its transaction failed",
        f"{TEMPLATES}/1/bien_ban.docx": "template",
        f"{AUDIO}/excerpts/x.ogg": "is cut again when asked for",
        ".env": "TELEGRAM_BOT_TOKEN=1:x",
    }.items():
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_text(content)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    record(tmp_path / "data")
    return tmp_path / "data"


def files(data: Path) -> dict[str, bytes]:
    return {
        path.relative_to(data).as_posix(): path.read_bytes()
        for path in data.rglob("*")
        if path.is_file() and path.name != ".lock"
    }


def texts(data: Path) -> list[str]:
    with closing(sqlite3.connect(data / DATABASE)) as db:
        return [text for (text,) in db.execute("SELECT text FROM lines ORDER BY id")]


@pytest.mark.parametrize("name", ["a.tar", "a.tar.gz"])
def test_what_comes_back_is_what_was_there(name: str, data: Path, tmp_path: Path) -> None:
    made = backup(data, tmp_path / name, NOW)
    assert made.counts == {"meetings": 1, "lines": 2, "recordings": 1, "files": 3}
    assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    (tmp_path / "new").mkdir()
    assert restore(tmp_path / "new", tmp_path / name, NOW) is None
    before, after = files(data), files(tmp_path / "new")
    ours = set(before) - {
        *folder.RECORD,
        ".env",
        f"{AUDIO}/excerpts/x.ogg",
        f"{DOCUMENTS}/1/bao-cao-1-2.docx",
    }
    assert {name: after[name] for name in ours} == {name: before[name] for name in ours}
    assert set(after) == {*ours, DATABASE}
    assert texts(tmp_path / "new") == ["Đề nghị thống nhất", ""]
    store = Store(tmp_path / "new" / DATABASE)
    (entry,) = store.audit.entries()
    assert (entry.act, entry.about) == ("restore", f"{name} of {NOW.isoformat()}")
    store.close()


def test_a_backup_may_leave_the_recordings_out(data: Path, tmp_path: Path) -> None:
    made = backup(data, tmp_path / "a.tar", NOW, with_audio=False)
    assert made.counts["recordings"] == 0
    assert not [name for name in made.members if name.startswith(AUDIO)]
    assert made.members.keys() >= {DATABASE, f"{DOCUMENTS}/1/bao-cao-1-1.docx"}


def test_any_tar_reads_a_backup(data: Path, tmp_path: Path) -> None:
    backup(data, tmp_path / "a.tar.gz", NOW)
    with tarfile.open(tmp_path / "a.tar.gz") as tar:
        names = tar.getnames()
        manifest = json.load(tar.extractfile("manifest.json"))  # type: ignore[arg-type]
    assert names[0] == DATABASE
    assert names[-1] == "manifest.json"
    assert manifest["members"][f"{DOCUMENTS}/1/bao-cao-1-1.txt"] == {
        "bytes": 4,
        "sha256": hashlib.sha256(b"text").hexdigest(),
    }


WRITER = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from bot.doors.port import Chat, Person
from bot.store import Store
store = Store(Path(sys.argv[1]))
chat = store.chats.know(Chat("t", "1")).id
who = store.chats.know_person("t", Person("1", "An")).id
meeting = store.meetings.open(chat, "Họp", who, datetime.now(UTC), {}).id
for number in range(1_000_000):
    store.lines.add(meeting, who, datetime.now(UTC), text=f"câu {number} " + "x" * 500)
    print(number, flush=True)
"""


def test_while_a_process_writes_all_that_it_had_acknowledged_is_in_the_backup(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(data / DATABASE)],
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        stdout=subprocess.PIPE,
        text=True,
    ) as writer:
        assert writer.stdout
        try:
            for round_ in range(3):
                acknowledged = int(writer.stdout.readline())
                until = time.monotonic() + 0.3
                while time.monotonic() < until:
                    acknowledged = int(writer.stdout.readline())
                backup(data, tmp_path / f"{round_}.tar", NOW)
                new = tmp_path / f"new{round_}"
                new.mkdir()
                restore(new, tmp_path / f"{round_}.tar", NOW)
                found = [int(text.split()[1]) for text in texts(new)]
                assert found == list(range(len(found)))
                assert acknowledged < len(found)
            assert writer.poll() is None, "it was writing all the time"
        finally:
            writer.kill()


def test_a_recording_that_the_disk_has_lost_is_told(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATA_DIR", str(data))
    assert main(["check"]) == 0
    (sound,) = (data / AUDIO).glob("??/*")
    sound.rename(sound.with_name("0" * 64 + ".ogg"))
    assert main(["backup", str(tmp_path / "a.tar")]) == 0
    lost = f"{AUDIO}/{sound.parent.name}/{sound.name}"
    shown = capsys.readouterr()
    assert shown.err == f"missing on disk: {lost}\n"
    assert "1 meetings, 2 lines, 0 recordings, 3 files" in shown.out
    assert check(data) == [
        f"missing on disk: {lost}",
        f"in no meeting: {AUDIO}/{sound.parent.name}/{'0' * 64}.ogg",
    ]
    assert main(["check"]) == 1


def test_no_half_made_backup_is_left(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    out.mkdir()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(archive.Writer, "end", full)
        with pytest.raises(OSError, match="No space"):
            backup(data, out / "a.tar", NOW)
    assert list(out.iterdir()) == []


def test_a_backup_never_takes_the_place_of_another(data: Path, tmp_path: Path) -> None:
    (tmp_path / "a.tar").write_text("the good one")
    with pytest.raises(BackupUnusable, match="there already"):
        backup(data, tmp_path / "a.tar", NOW)
    assert (tmp_path / "a.tar").read_text() == "the good one"
    with pytest.raises(BackupUnusable, match=r"….tar"):
        backup(data, tmp_path / "a.zip", NOW)


def test_of_a_damaged_record_no_backup_is_made(data: Path, tmp_path: Path) -> None:
    with (data / DATABASE).open("r+b") as file:
        file.seek(8192)
        file.write(os.urandom(8192))
    with pytest.raises(RecordUnusable, match="damaged"):
        backup(data, tmp_path / "a.tar", NOW)
    assert not (tmp_path / "a.tar").exists()
    (tmp_path / "empty").mkdir()
    with pytest.raises(RecordUnusable, match="nothing to back up"):
        backup(tmp_path / "empty", tmp_path / "a.tar", NOW)


# --- what restore refuses -------------------------------------------------------------------------


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


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (_words, "bao-cao-1-1.txt is not what was backed up"),
        (_left_out, "bao-cao-1-1.txt is not what was backed up"),
        (_no_database, "no database"),
        (_other_database(b"SQLite format 3\0" + b"x" * 5000), "damaged"),
        (_newer_format, "newer version"),
        (_odd_manifest, "cannot be read"),
        (adds(plain("/etc/passwd")), "nothing that a backup has"),
        (adds(plain("../passwd")), "nothing that a backup has"),
        (adds(plain(f"{DOCUMENTS}/../../passwd")), "nothing that a backup has"),
        (adds(plain(f"{DOCUMENTS}/1/../x.txt")), "nothing that a backup has"),
        (adds(plain(".env")), "nothing that a backup has"),
        (adds(plain(f"{DOCUMENTS}/1/.x.txt")), "nothing that a backup has"),
        (adds(plain(f"{DATABASE}-wal")), "nothing that a backup has"),
        (adds(plain(f"{DOCUMENTS}/1/" + "a" * 200 + ".txt")), "nothing that a backup has"),
        (adds(plain(SYMLINK, 0, type=tarfile.SYMTYPE, linkname="/etc")), "nothing that"),
        (adds(plain(SYMLINK, 0, type=tarfile.LNKTYPE, linkname=DATABASE)), "nothing that"),
        (adds(plain(SYMLINK, 0, type=tarfile.CHRTYPE)), "nothing that"),
        (adds(plain(SYMLINK, 0, type=tarfile.FIFOTYPE)), "nothing that"),
        (adds(plain(SYMLINK, 0, type=tarfile.DIRTYPE)), "nothing that"),
        (adds(plain(DATABASE)), "twice"),
    ],
)
def test_a_backup_that_was_tampered_with_changes_nothing(
    change: Callable, why: str, data: Path, tmp_path: Path
) -> None:
    backup(data, tmp_path / "a.tar", NOW)
    changed(tmp_path / "a.tar", change)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "new").mkdir()
    with pytest.raises((BackupUnusable, RecordUnusable), match=why) as refused:
        restore(tmp_path / "in" / "new", tmp_path / "a.tar", NOW)
    assert "\n" not in str(refused.value)
    assert [x.name for x in (tmp_path / "in").rglob("*")] == ["new", ".lock"]


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
        with pytest.raises(BackupUnusable, match="more room than the disk has"):
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
    with pytest.raises(RecordUnusable, match="newer"):
        backup(data, tmp_path / "a.tar", NOW)


# --- in the place of what is there ----------------------------------------------------------------


def test_a_record_is_replaced_only_where_that_is_said_and_is_kept_beside(
    data: Path, tmp_path: Path
) -> None:
    backup(data, tmp_path / "a.tar", NOW)
    other = tmp_path / "other"
    record(other, "Câu của bản đang dùng")
    before = files(other)
    with pytest.raises(BackupUnusable, match="--replace"):
        restore(other, tmp_path / "a.tar", NOW)
    assert files(other) == before
    aside = restore(other, tmp_path / "a.tar", NOW, replace=True)
    assert aside == other / "before-restore-20260724-010203"
    assert texts(other)[0] == "Đề nghị thống nhất"
    assert texts(aside)[0] == "Câu của bản đang dùng"
    assert files(aside) == {name: x for name, x in before.items() if name != ".env"}
    assert (other / ".env").exists(), "not ours: it stays where it is"


class Killed(BaseException):
    """Stands for a process that is killed at this point."""


@pytest.mark.parametrize("after", range(12))
def test_a_restore_that_is_killed_anywhere_is_all_or_nothing(
    after: int, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup(data, tmp_path / "a.tar", NOW)
    other = tmp_path / "other"
    record(other, "Câu của bản đang dùng")
    done = [0]

    def counted(change: Callable) -> Callable:
        def call(*args: object, **named: object) -> object:
            if done[0] == after:
                raise Killed
            done[0] += 1
            return change(*args, **named)

        return call

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", counted(Path.rename))
        patch.setattr(folder, "sync_folder", counted(folder.sync_folder))
        with pytest.raises(Killed):
            restore(other, tmp_path / "a.tar", NOW, replace=True)
    hold(other).close()  # what the bot does first
    aside = other / "before-restore-20260724-010203"
    if after == 0:
        assert texts(other)[0] == "Câu của bản đang dùng"
        assert not aside.exists()
    else:
        assert texts(other)[0] == "Đề nghị thống nhất"
        assert texts(aside)[0] == "Câu của bản đang dùng"
        assert (aside / DOCUMENTS / "1" / "bao-cao-1-1.docx").exists()
    assert len(list((other / AUDIO).glob("??/*"))) == 1
    assert not [x for x in other.iterdir() if x.name.startswith((".restor", ".moving"))]


def test_while_a_bot_runs_a_backup_is_made_and_restore_and_purge_are_refused(
    data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DATA_DIR", str(data))
    before = files(data)
    with subprocess.Popen(
        [sys.executable, "-m", "bot"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(PROJECT), "TELEGRAM_BOT_TOKEN": "", "SOFFICE": "off"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as bot:
        assert bot.stdin
        assert bot.stdout
        bot.stdin.write("/trogiup\n")
        bot.stdin.flush()
        assert any("Tôi ghi biên bản" in row for row in bot.stdout)
        assert main(["backup", str(tmp_path / "a.tar")]) == 0
        for command in (
            ["restore", str(tmp_path / "a.tar"), "--replace"],
            ["purge", "--meeting", "1", "--yes"],
            [],
        ):
            assert main(command) == 2
            said = capsys.readouterr().err
            assert "another bot is running" in said
            assert said.count("\n") == 1
        bot.kill()
    assert files(data).keys() >= before.keys()
    assert texts(data)[0] == "Đề nghị thống nhất"
    with pytest.raises(SettingsError), hold(data):
        restore(data, tmp_path / "a.tar", NOW, replace=True)
