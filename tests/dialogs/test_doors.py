"""The same story through the doors on this machine: the terminal and the script.

(The Telegram door tells it in tests/doors, against a real server.)
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import sqlite3
import unicodedata
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.doors.local.replay import ReplayDoor, ScriptError, find_recording, read_script
from bot.doors.local.screen import Screen
from bot.doors.local.terminal import TerminalDoor
from bot.messages import terminal as about_terminal
from bot.office import Office
from bot.settings import load_settings
from bot.store.folder import DATABASE
from tests.dialogs.talking import Ear
from tests.records import begin
from tests.waiting import PATIENCE

STORY = [
    "/batdau Họp giao ban",
    "/toi Lê Thị Hà - Chuyên viên",
    "ND: Đại diện phòng trình bày.",
    "/gui noi.ogg",
    "/ykien 2",
    "KL: Thống nhất.",
    "/ketthuc",
    "/baocao",
]
REPORT = """\
2. Nội dung:
- Đại diện phòng trình bày. [#1]
- Đ/c Lê Thị Hà, Chuyên viên: tôi nói [#2]

3. Kết luận:
Qua các ý kiến, …………… kết luận tại cuộc họp như sau:
- Thống nhất./. [#3]"""


@asynccontextmanager
async def house(data: Path) -> AsyncIterator[Office]:
    begin(data)
    settings = load_settings(data_dir=data, _env_file=None, soffice="off")
    yield Office(settings, recognizer=Ear())  # type: ignore[arg-type]


async def in_terminal(data: Path, typed: list[str]) -> str:
    """What the terminal shows for what was typed."""
    out = io.StringIO()
    async with house(data) as office:
        lines = io.StringIO("\n".join(typed) + "\n")
        await office.run(TerminalDoor(Screen(out), office.settle, lines=lines))
    return out.getvalue()


def indented(text: str) -> str:
    return "\n".join(f"     {row}" for row in text.split("\n"))


async def test_the_story_in_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("noi.ogg").write_text("tôi nói", encoding="utf-8")
    shown = await in_terminal(tmp_path / "data", STORY)
    assert "✓ #1" in shown
    assert "#2 · Lê Thị Hà · đang chép…" in shown
    assert "[Ý kiến]  [Kết luận]  [Sửa]  [Xoá]" in shown
    assert indented(REPORT) in shown
    assert "bao-cao-1-1.docx" in shown


async def test_the_story_from_a_script(tmp_path: Path) -> None:
    (tmp_path / "noi.ogg").write_text("tôi nói", encoding="utf-8")
    steps: list[object] = [{"ha": row} for row in STORY if not row.startswith(("/gui", "/ykien"))]
    steps.insert(3, {"ha": {"voice": "noi.ogg"}})
    steps.insert(4, {"ha": {"tap": "Ý kiến", "line": 2}})
    steps.append({"ha": {"tap": "Toàn văn"}})
    script = {"chat": "Phòng", "people": {"ha": "Hà"}, "steps": steps}
    (tmp_path / "story.yaml").write_text(json.dumps(script), encoding="utf-8")  # JSON is YAML
    out = io.StringIO()
    async with house(tmp_path / "data") as office:
        played = read_script(tmp_path / "story.yaml")
        await office.run(ReplayDoor(played, Screen(out), office.settle))
    assert indented(REPORT) in out.getvalue()
    assert "Hà: 👆 #2 [Ý kiến]" in out.getvalue()


async def test_the_terminal_helps_where_something_is_wrong(tmp_path: Path) -> None:
    shown = await in_terminal(
        tmp_path,
        ["/gui", "/gui khong-co.ogg", "/vai", "/xyz", "", "/thoat", "/batdau Không tới được"],
    )
    assert about_terminal.TERMINAL_USE_SEND in shown
    assert "Không có tệp khong-co.ogg" in shown
    assert about_terminal.TERMINAL_USE_ROLE in shown
    assert "Không có lệnh /xyz" in shown
    assert "Đã mở cuộc họp" not in shown


async def test_several_rows_and_several_people_in_the_terminal(tmp_path: Path) -> None:
    shown = await in_terminal(
        tmp_path,
        [
            "/batdau Họp",
            *("/thongtin\\", "nơi nhận:\\", "- A\\", "- B"),
            *("/vai Trần Bình", "Xin nói", "/dong"),
        ],
    )
    assert "Đã ghi: nơi nhận." in shown
    assert "#1 · Trần Bình" in shown


async def test_a_list_of_people_from_a_file_in_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "ds 1.csv").write_text("Họ tên,Chức vụ\nLê Văn Tám,Kế toán\n", encoding="utf-8")
    typed = ["/batdau Họp", f"/gui {tmp_path}/ds 1.csv /thanhphan"]
    shown = await in_terminal(tmp_path, typed)
    assert "Đã đọc 1 người từ tệp ds 1.csv: 1 thêm mới." in shown
    assert "2. Lê Văn Tám, Kế toán" in shown


async def test_speaking_as_oneself_again(tmp_path: Path) -> None:
    typed = ["/batdau Họp", "/vai Trần Bình", "/vai tôi", "Xin nói", "/dong"]
    shown = await in_terminal(tmp_path, typed)
    assert "#1 · Tôi" in shown
    with contextlib.closing(sqlite3.connect(tmp_path / DATABASE)) as db:
        assert db.execute("SELECT count(*) FROM people").fetchone() == (1,)


@pytest.mark.parametrize(
    ("script", "says"),
    [
        ("", "not a script"),
        ("chat: x\npeople: {}\nsteps:\n  - ha: chào", "not a script"),
        ("chat: x\npeople: {ha: Hà}\nsteps:\n  - ha: {voice: khong-co.ogg}", "no recording"),
        (
            "chat: x\npeople: {ha: Hà}\nsteps:\n  - ha: {voice: 'package:khongco/x'}",
            "not installed",
        ),
        ("[", "not a script"),
    ],
)
def test_a_script_that_cannot_be_played(tmp_path: Path, script: str, says: str) -> None:
    (tmp_path / "x.yaml").write_text(script, encoding="utf-8")
    with pytest.raises(ScriptError, match=says):
        read_script(tmp_path / "x.yaml")
    with pytest.raises(ScriptError, match="No such file"):
        read_script(tmp_path / "y.yaml")


@pytest.mark.parametrize("step", [{"tap": "Kết luận", "line": 9}, {"text": "x", "reply": 9}])
async def test_a_step_that_cannot_be_taken(tmp_path: Path, step: object) -> None:
    script = {"chat": "x", "people": {"ha": "Hà"}, "steps": [{"ha": "/batdau Họp"}, {"ha": step}]}
    (tmp_path / "x.yaml").write_text(json.dumps(script), encoding="utf-8")
    async with house(tmp_path / "data") as office:
        door = ReplayDoor(read_script(tmp_path / "x.yaml"), Screen(io.StringIO()), office.settle)
        with pytest.raises(ScriptError, match="step 2"):
            await asyncio.wait_for(office.run(door), PATIENCE)


def test_a_recording_whose_name_is_decomposed_on_disk(tmp_path: Path) -> None:
    file = tmp_path / unicodedata.normalize("NFD", "giọng nữ.wav")
    file.touch()
    assert find_recording("giọng nữ.wav", tmp_path) == file
