"""The record leaves as one file and comes back whole, or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.errors import BackupUnusable, RecordUnusable, SettingsError
from bot.maintenance import archive
from bot.maintenance.backup import backup, check, restore
from bot.settings import PROJECT
from bot.store import Store, folder
from bot.store.folder import AUDIO, DATABASE, DOCUMENTS, hold
from tests.store.recorded import NOW, files, record, texts


@pytest.fixture
def data(tmp_path: Path) -> Path:
    record(tmp_path / "data")
    return tmp_path / "data"


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
    assert shown.err == f"thiếu trên đĩa: {lost}\n"
    assert "1 cuộc họp, 2 dòng, 0 ghi âm, 3 tệp" in shown.out
    assert check(data) == [
        f"thiếu trên đĩa: {lost}",
        f"không thuộc cuộc họp nào: {AUDIO}/{sound.parent.name}/{'0' * 64}.ogg",
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
    with pytest.raises(BackupUnusable, match="đã có tệp này"):
        backup(data, tmp_path / "a.tar", NOW)
    assert (tmp_path / "a.tar").read_text() == "the good one"
    with pytest.raises(BackupUnusable, match=r"bằng \.tar"):
        backup(data, tmp_path / "a.zip", NOW)


def test_of_a_damaged_record_no_backup_is_made(data: Path, tmp_path: Path) -> None:
    with (data / DATABASE).open("r+b") as file:
        file.seek(8192)
        file.write(os.urandom(8192))
    with pytest.raises(RecordUnusable, match="bị hỏng"):
        backup(data, tmp_path / "a.tar", NOW)
    assert not (tmp_path / "a.tar").exists()
    (tmp_path / "empty").mkdir()
    with pytest.raises(RecordUnusable, match="không có gì để sao lưu"):
        backup(tmp_path / "empty", tmp_path / "a.tar", NOW)


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
        [sys.executable, "-m", "bot", "chat"],
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
            ["chat"],
        ):
            assert main(command) == 2
            said = capsys.readouterr().err
            assert "một bot khác" in said
            assert said.count("\n") == 1
        bot.kill()
    assert files(data).keys() >= before.keys()
    assert texts(data)[0] == "Đề nghị thống nhất"
    with pytest.raises(SettingsError), hold(data):
        restore(data, tmp_path / "a.tar", NOW, replace=True)
