"""Meetings and recordings go for good: by the IT officer's command, and by the office's rule."""

from __future__ import annotations

import io
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.doors.port import Chat, Media, MediaKind, Person
from bot.settings import PROJECT
from bot.store import Store
from bot.store.audio import AudioFolder
from bot.store.folder import AUDIO, DATABASE, DOCUMENTS
from tests.records import store_at

LAST_YEAR = datetime(2025, 7, 1, 3, tzinfo=UTC)


def meetings(data: Path, count: int, lines: int = 3) -> list[str]:
    """A data folder with so many meetings, each a day after the other; their recordings' names."""
    store, audio = store_at(data / DATABASE, lambda: LAST_YEAR), AudioFolder(data / AUDIO)
    names = []
    with store.transaction():
        chat = store.chats.know(Chat("telegram", "-100", "Sở")).id
        who = store.chats.know_person("telegram", Person("2", "An")).id
        for number in range(1, count + 1):
            at = LAST_YEAR + timedelta(days=number)
            meeting = store.meetings.open(chat, f"Họp {number}", who, at, {}).id
            for text in range(lines):
                store.lines.add(meeting, who, at, text=f"câu {text} của họp {number}")
            line = store.lines.add(meeting, who, at, media=Media(MediaKind.SOUND, "r", "a.ogg"))
            with audio.incoming() as file:
                file.write_bytes(f"ghi âm {number}".encode())
                names.append(audio.keep(file, "a.ogg"))
            store.recordings.keep_audio(line, names[-1])
            store.recordings.failed(line, "unreadable_audio")
            document = data / DOCUMENTS / str(meeting)
            document.mkdir(parents=True)
            (document / f"bao-cao-{meeting}-1.docx").write_text("word")
            store.meetings.add_document(meeting, "baocao", f"bao-cao-{meeting}-1.docx", who, "x")
            store.meetings.close(meeting, at)
    store.close()
    return names


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "data").mkdir()
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


def counts(data: Path) -> dict[int, tuple[int, int]]:
    """Meeting -> lines and recordings in the database."""
    with closing(sqlite3.connect(data / DATABASE)) as db:
        rows = db.execute(
            "SELECT m.id, count(l.id), count(l.audio) FROM meetings m "
            "LEFT JOIN lines l ON l.meeting_id = m.id GROUP BY m.id"
        )
        return {number: (lines, recordings) for number, lines, recordings in rows}


def test_what_is_named_is_shown_and_asked_for_before_it_goes(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    names = meetings(data, 3)
    for answer in ("", "no\n", "y\n"):
        monkeypatch.setattr(sys, "stdin", io.StringIO(answer))
        assert main(["purge", "--meeting", "2"]) == 1
        shown = capsys.readouterr().out
        assert "2\tHọp 2\tkết thúc 03/07/2025\tdòng=4 ghi âm=1 văn bản=1" in shown
        assert "chưa xoá gì" in shown
    assert counts(data) == dict.fromkeys((1, 2, 3), (4, 1))
    monkeypatch.setattr(sys, "stdin", io.StringIO("yes\n"))
    assert main(["purge", "--meeting", "2"]) == 0
    assert counts(data) == dict.fromkeys((1, 3), (4, 1))
    assert [(data / AUDIO / name).exists() for name in names] == [True, False, True]
    assert sorted(x.name for x in (data / DOCUMENTS).iterdir()) == ["1", "3"]
    assert main(["check"]) == 0


def test_what_is_older_than_a_day_goes_and_the_audit_log_says_so(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    meetings(data, 4)
    store = Store(data / DATABASE)
    store.meetings.reopen(1)
    store.close()
    assert main(["purge", "--audio-before", "2025-07-04", "--yes"]) == 0
    assert counts(data) == {1: (4, 1), 2: (4, 0), 3: (4, 1), 4: (4, 1)}, "the first is open"
    assert main(["purge", "--before", "2025-07-05", "--yes"]) == 0
    assert counts(data) == {1: (4, 1), 4: (4, 1)}
    assert main(["purge", "--before", "2025-07-05", "--yes"]) == 0
    assert "không có gì để xoá" in capsys.readouterr().out
    assert main(["audit"]) == 0
    rows = [row.split("\t") for row in capsys.readouterr().out.splitlines()]
    assert rows[0] == ["at", "act", "meeting", "chat", "by", "about"]
    assert [row[1:] for row in rows[1:]] == [
        ["erase_recordings", "2", "Sở", "-", "recordings=1 purge"],
        ["erase_meeting", "2", "Sở", "-", "lines=4 recordings=0 documents=1 purge"],
        ["erase_meeting", "3", "Sở", "-", "lines=4 recordings=1 documents=1 purge"],
    ]
    assert main(["check"]) == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["purge", "--meeting", "9", "--yes"], "không có cuộc họp 9"),
        (["purge", "--before", "hôm qua"], "Ngày viết là"),
        (["purge", "--meeting", "1", "--before", "2025-01-01"], "không đi cùng"),
        (["purge", "--yes"], "Thiếu một trong"),
        (["purge", "--meeting", "x"], "chữ số"),
    ],
)
def test_a_purge_of_what_is_not_there_says_so(
    arguments: list[str], said: str, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    meetings(data, 1)
    try:
        status: object = main(arguments)
    except SystemExit as end:
        status = end.code
    assert status == 2
    assert said in capsys.readouterr().err
    assert counts(data) == {1: (4, 1)}


def test_commands_on_an_empty_folder_say_so(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["audit"], ["check"], ["purge", "--meeting", "1"], ["backup", "a.tar"]):
        assert main(command) == 2
        assert capsys.readouterr().err.count("\n") == 1
    assert not (data / DATABASE).exists()


def test_killed_in_the_middle_a_purge_leaves_whole_meetings_only(data: Path) -> None:
    names = meetings(data, 150, lines=20)
    chance = random.Random(7)
    left = counts(data)
    for _ in range(3):
        enough = len(left) - chance.randint(1, 20)
        with (
            closing(sqlite3.connect(data / DATABASE)) as db,
            subprocess.Popen(
                [sys.executable, "-m", "bot", "purge", "--before", "2027-01-01", "--yes"],
                env={**os.environ, "PYTHONPATH": str(PROJECT)},
                stdout=subprocess.DEVNULL,
            ) as purge,
        ):
            how_many = "SELECT count(*) FROM meetings"
            while db.execute(how_many).fetchone()[0] > enough and purge.poll() is None:
                time.sleep(0.001)
            purge.send_signal(signal.SIGKILL)
        left = counts(data)
        assert set(left.values()) == {(21, 1)}

    assert main(["purge", "--meeting", str(max(left)), "--yes"]) == 0  # what goes on, too
    left.pop(max(left))
    assert counts(data) == left
    there = {path.relative_to(data / AUDIO).as_posix() for path in (data / AUDIO).glob("??/*")}
    assert there == {names[number - 1] for number in left}
    assert {int(x.name) for x in (data / DOCUMENTS).iterdir()} == set(left)
    assert main(["check"]) == 0
