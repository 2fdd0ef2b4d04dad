"""The program as it is started: real processes, real voices, real weights."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import docx
import httpx
import pytest

from bot.__main__ import main
from bot.settings import PROJECT
from tests.doors.sounds import said_in
from tests.waiting import PATIENCE

DEMO = PROJECT / "samples" / "hop-nghiem-thu-sach-noi.yaml"
DESK = PROJECT / "samples" / "ban-thu-ky.yaml"


def bot(
    *arguments: str | Path, cwd: Path, typed: str = "", **env: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(PROJECT), **env},
        input=typed,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder after the demo, and what was on the screen."""
    folder = tmp_path_factory.mktemp("demo")
    done = bot("replay", DEMO, "--out", "out", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return folder, done.stdout


def test_the_demo_ends_with_a_report_made_from_the_voices(demo: tuple[Path, str]) -> None:
    folder, shown = demo
    text = (folder / "out" / "bao-cao.txt").read_text(encoding="utf-8")
    paragraphs = [p.text for p in docx.Document(str(folder / "out" / "bao-cao.docx")).paragraphs]
    for name in ("Bình", "Đoan", "Ly"):
        assert said_in(text, name) == 1
        assert [said_in(paragraph, name) for paragraph in paragraphs].count(1) == 1
        assert said_in(shown, name)
    assert text.startswith("BÁO CÁO\nKết quả tổ chức Hội nghị nghiệm thu")
    assert "06 đầu sách & phát thử" in text
    assert "trước ngày 30 tháng 11./." in text
    assert "#6, #8" in shown  # left untagged, told
    assert not said_in(shown.partition("đang chép…")[0], "Bình")
    end = "\n".join(shown.splitlines()[-16:])
    for said in ("out/bao-cao.docx", "out/bien-ban.docx", "out/thong-bao.txt", "make run"):
        assert said in end
    assert "bằng mô hình tiếng nói nhỏ (base)" in shown, "under the drafts"
    assert "mô hình" not in text, "and not in the document"
    assert "Đoạn 3.2: “Giao Phòng Nghiệp vụ hoàn thiện" in shown


def test_the_demo_makes_all_three_documents(demo: tuple[Path, str]) -> None:
    folder, _ = demo
    minutes = (folder / "out" / "bien-ban.txt").read_text(encoding="utf-8")
    assert "Hội nghị kết thúc vào 11 giờ 30, ngày " in minutes
    assert "\nTHƯ KÝ\nLê Thị Hà\n\nCHỦ TỌA\nTrần Quốc Bình\n" in minutes
    notice = (folder / "out" / "thong-bao.txt").read_text(encoding="utf-8")
    assert notice.startswith("THÔNG BÁO\nKết luận của Phó Giám đốc Thư viện Trần Quốc Bình tại")
    assert "1. Hội đồng thống nhất nghiệm thu 06 đầu sách nói." in notice
    pdf = folder / "out" / "bao-cao.pdf"
    assert pdf.read_bytes().startswith(b"%PDF"), "apt install libreoffice-writer-nogui"


def test_the_secretarys_desk_is_played_to_the_approved_paper(tmp_path: Path) -> None:
    done = bot("replay", DESK, "--out", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    steps = (
        "#3 · Nguyễn Văn An · 0:03 · đang chép…",
        "Lê Thị Hà: 👆 #3 [Sửa]",
        "Lê Thị Hà: Sửa dòng #3: hãy trả lời tin này",
        "✓ Đã gắn thẻ Ý kiến cho #1, #3; Kết luận cho #2.",
        "Hạn: trước 30/11/2026 · dòng #4 · ✓ đã xác nhận",
        "Vắng: 5. Lê Văn Năm (ốm).",
        "Đã ghi mục địa điểm. Đã đủ thông tin cho báo cáo.",
        "Không còn gì phải xem. Lấy dự thảo: /baocao",
        "Nguyễn Văn An: 👆 [Đồng ý]",
        "Trần Văn Bình: 👆 [Trả lại]",
        "Đã giữ ý kiến của Trần Văn Bình (tin thoại)",
        "Trần Văn Bình: 👆 [Duyệt]",
        "Trần Văn Bình (chủ trì) đã duyệt dự thảo 2",
        "Bản đã duyệt giữ nguyên: dự thảo 2 (bao-cao-1-2.docx)",
        "bao-cao-1-2.docx · đã duyệt",
    )
    at = 0
    for step in steps:
        assert step in done.stdout[at:], step
        at = done.stdout.index(step, at) + len(step)
    assert "Gõ cũng được: /ykien 1 3 · /ketluan 2" in done.stdout
    text = (tmp_path / "out" / "bao-cao.txt").read_text(encoding="utf-8")
    assert "đề nghị hỗ trợ thêm 2 máy." in text, "the approved paper, not the line changed since"


SHORT = """\
chat: Phòng A
people: {ha: Lê Thị Hà}
steps:
  - ha: /batdau Họp lại
  - ha: "KL: Thống nhất."
  - ha: /baocao
"""


def test_where_a_demo_was_played_another_can_be(demo: tuple[Path, str], tmp_path: Path) -> None:
    folder, _ = demo
    shutil.copytree(folder / "out", tmp_path / "out")
    (tmp_path / "lai.yaml").write_text(SHORT, encoding="utf-8")
    done = bot("replay", "lai.yaml", "--out", "out", cwd=tmp_path, SOFFICE="off")
    assert done.returncode == 0, done.stderr
    assert "Đã mở cuộc họp số 1: Họp lại" in done.stdout
    assert "Thống nhất" in (tmp_path / "out" / "bao-cao.txt").read_text(encoding="utf-8")


def test_export_prints_a_meeting_as_json(demo: tuple[Path, str]) -> None:
    folder, _ = demo
    done = bot("export", "1", cwd=folder, DATA_DIR="out/replay-data")
    exported = json.loads(done.stdout)
    assert exported["meeting"]["title"] == "Hội nghị nghiệm thu bộ sách nói năm 2026"
    assert [line["no"] for line in exported["lines"]] == list(range(1, 11))
    third = exported["lines"][2]
    assert (third["speaker"], third["kind"], third["tag"]) == ("Phạm Bích Ngọc", "voice", "ykien")
    assert {"no", "at", "speaker", "kind", "tag", "text", "message_id", "audio"} <= set(third)
    assert exported["lines"][8]["tag"] == "ketluan"
    assert exported["lines"][7]["audio"] is None


def test_export_writes_a_meeting_with_its_audio_and_documents(demo: tuple[Path, str]) -> None:
    folder, _ = demo
    done = bot("export", "1", "--out", "di", cwd=folder, DATA_DIR="out/replay-data")
    assert done.returncode == 0, done.stderr
    exported = json.loads((folder / "di/meeting.json").read_text(encoding="utf-8"))
    voices = [line["audio"] for line in exported["lines"] if line["kind"] == "voice"]
    assert len(voices) == 6
    for name in voices:
        assert (folder / "di" / name).stat().st_size > 10_000
    assert (folder / "di/documents/bao-cao-1-1.docx").is_file()


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a command line that cannot be followed is told; the program ends with 2 and says it on
    the error output alone."""
    try:
        status = main(list(arguments))
    except SystemExit as end:
        status = int(end.code or 0)
    shown = capsys.readouterr()
    assert (status, shown.out) == (2, ""), arguments
    return shown.err


def test_export_of_nothing_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert refused(capsys, "export", "7").startswith("không có cuộc họp 7")
    for number in ("9" * 30, "x"):
        told = refused(capsys, "export", number)
        assert told, number
        assert "Traceback" not in told


def test_a_replay_never_removes_what_it_did_not_make(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "replay-data").mkdir()
    (tmp_path / "replay-data" / "cua-toi.txt").touch()
    assert refused(capsys, "replay", str(DEMO), "--out", ".")
    assert (tmp_path / "replay-data" / "cua-toi.txt").exists()


def test_a_script_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert refused(capsys, "replay", "khong-co.yaml").count("\n") == 1


def test_a_chat_in_the_terminal(tmp_path: Path) -> None:
    done = bot(
        "chat",
        cwd=tmp_path,
        typed="/batdau Họp\nXin chào\n/dong\n/thongke\n",
        TELEGRAM_BOT_TOKEN="",
    )
    assert done.returncode == 0, done.stderr
    assert "Đã mở cuộc họp số 1: Họp" in done.stdout
    assert "Xin chào" in done.stdout
    assert "đang dùng mô hình tiếng nói nhỏ (base)" in done.stderr
    assert "bằng mô hình tiếng nói nhỏ (base)" in done.stdout, "/thongke"
    assert (tmp_path / "data" / "bienban.sqlite").is_file()


def test_the_page_is_served_without_a_keyboard_and_another_finds_its_port_taken(
    tmp_path: Path,
) -> None:
    kept = {name: value for name, value in os.environ.items() if name != "WEB_LISTEN"}
    env = {**kept, "PYTHONPATH": str(PROJECT), "WEB_LISTEN": "127.0.0.1:0", "SOFFICE": "off"}
    closed = f"exec {sys.executable} -m bot <&-"
    with subprocess.Popen(
        ["/bin/sh", "-c", closed], cwd=tmp_path, env=env, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        page = process.stdout.readline().removeprefix("Trang họp: ").strip()
        desk = process.stdout.readline().removeprefix("Bàn thư ký: ").strip()
        assert httpx.get(page).status_code == 200
        assert httpx.get(desk).status_code == 200
        another = bot("link", cwd=tmp_path, WEB_LISTEN="127.0.0.1:0")
        link = another.stdout.removeprefix("Bàn thư ký: ").strip()
        assert link.startswith(f"{page}ban/"), another
        assert link != desk
        assert httpx.post(link).headers["location"] == "/mo"
        assert httpx.post(link).status_code == 410
        (tmp_path / "other").mkdir()
        listen = page.removeprefix("http://").rstrip("/")
        taken = bot(cwd=tmp_path / "other", WEB_LISTEN=listen, TELEGRAM_BOT_TOKEN="1:x")
        assert taken.returncode == 2
        assert taken.stderr.startswith(f"WEB_LISTEN: cổng {listen} đang có"), taken.stderr
        assert taken.stderr.count("\n") == 1
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=PATIENCE) == 0
    none = bot("link", cwd=tmp_path, WEB_LISTEN="")
    assert (none.returncode, none.stdout) == (2, "")
    assert "WEB_LISTEN" in none.stderr


def test_it_answers_before_the_next_is_typed(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "chat"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(PROJECT), "TELEGRAM_BOT_TOKEN": ""},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write("/trogiup\n")
        process.stdin.flush()
        assert any("Tôi ghi biên bản" in row for row in process.stdout)  # until it is there
        process.send_signal(signal.SIGTERM)


def test_a_wrong_setting_stops_the_start_in_one_line(tmp_path: Path) -> None:
    wrong = []
    for name, value in (("WHISPER_ENGINE", "siri"), ("DATA_DIR", "/proc/x"), ("LOG_LEVEL", "x")):
        done = bot(cwd=tmp_path, **{name: value})
        one_line = done.stderr.startswith(f"{name}: ") and done.stderr.count("\n") == 1
        if (done.returncode, done.stdout, one_line) != (2, "", True):
            wrong.append((name, done))
    assert wrong == []


def test_a_model_that_nobody_has_named_stops_the_bot(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "chat"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(PROJECT), "WHISPER_MODEL": "sieu-to"},
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr
        assert process.wait(timeout=PATIENCE) == 2
        assert "WHISPER_MODEL=sieu-to" in process.stderr.read()
