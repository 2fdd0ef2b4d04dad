"""What the record refers to is on the disk before the record says so."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.minutes import Meeting, Speaker
from bot.report import Reports
from bot.report.rendering import BUILT_IN
from bot.store.audio import AudioFolder
from foundation.files import write_durably

NOW = datetime(2026, 7, 24, 1, tzinfo=UTC)


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What was brought to the disk, and renamed, in its order."""
    found: list[tuple[str, str]] = []
    fsync, replace = os.fsync, os.replace

    def synced(handle: int) -> None:
        fsync(handle)
        found.append(("sync", os.path.basename(os.readlink(f"/proc/self/fd/{handle}"))))

    def renamed(source: Path, target: Path) -> None:
        replace(source, target)
        found.append(("rename", Path(target).name))

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", renamed)
    return found


def test_a_draft_is_on_the_disk_when_it_is_kept(
    tmp_path: Path, steps: list[tuple[str, str]]
) -> None:
    reports = Reports(BUILT_IN, tmp_path / "documents", lambda: NOW, ZoneInfo("Asia/Ho_Chi_Minh"))
    meeting = Meeting(4, 1, "Họp", NOW, Speaker(1, "An"))
    path = reports.keep(reports.draft(meeting, []))
    assert path.name == "bao-cao-4-1.docx"
    assert steps[:2] == [("sync", tmp_path.name), ("sync", "documents")], "the new folders"
    for form in (".txt", ".json", ".docx"):
        name = f"bao-cao-4-1{form}"
        at = steps.index(("rename", name))
        assert steps[at - 1 : at + 2] == [
            ("sync", f".{name}.part"),
            ("rename", name),
            ("sync", "4"),
        ]


def test_a_recording_is_on_the_disk_when_it_is_kept(
    tmp_path: Path, steps: list[tuple[str, str]]
) -> None:
    audio = AudioFolder(tmp_path / "audio")
    with audio.incoming() as file:
        file.write_bytes(b"sound")
        kept = audio.keep(file, "a.ogg")
    folder, name = kept.split("/")
    assert steps == [
        ("sync", file.name),
        ("sync", "audio"),  # its new folder
        ("rename", name),
        ("sync", folder),
    ]


def test_a_file_that_cannot_be_written_leaves_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_durably(tmp_path / "a.txt", b"before")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_durably(tmp_path / "a.txt", b"after")
    assert (tmp_path / "a.txt").read_bytes() == b"before"
