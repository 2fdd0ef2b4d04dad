"""Every command of the papers: our own programs parse theirs, what needs no rights is run in
a folder of its own, of the others (systemd, docker, apt) the shell and the files are checked."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest

from bot.__main__ import main, parser
from bot.errors import SettingsError
from bot.settings import PROJECT, Settings, load_settings
from tests.store.recorded import record
from transcribe.__main__ import main as hearing

PAPERS = [PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
OF_BOT = re.compile(r"python -m bot(?![.\w])([^`\n|&<)]*)")
PLACES = {"TỆP": "a.tar.gz", "FILE": "a.tar.gz", "LỆNH": "check", "N": "4", "NGÀY": "2025-01-01"}


def blocks(paper: Path) -> list[tuple[str, str]]:
    return BLOCK.findall(paper.read_text("utf-8"))


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_the_bots_own_commands_are_understood(
    paper: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = []
    for found in OF_BOT.findall(re.sub(r"\$\([^)]*\)", "0", paper.read_text("utf-8"))):
        words = shlex.split(found.split("#")[0].replace("…", ""), posix=True)
        words = [PLACES.get(word, word) for word in words if not word.startswith("$")]
        if "purge" in words and len(words) == 1:
            continue  # names the command, not how it is called
        try:
            parser().parse_words(words)
        except SystemExit as ended:
            if ended.code:
                wrong.append((found, capsys.readouterr().err))
    assert wrong == []


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_the_shell_can_read_every_block_and_the_files_in_it_are_there(paper: Path) -> None:
    wrong = []
    for language, text in blocks(paper):
        if language != "sh":
            continue
        readable = re.sub(r"<[^>\n]*>", "x", text)  # a place for a person's own value
        read = subprocess.run(["bash", "-n"], input=readable, capture_output=True, text=True)
        if read.returncode:
            wrong.append((text, read.stderr))
        for row in readable.splitlines():
            words = row.split("#")[0].replace("'", "").split()
            named = [
                word for word in words if word.startswith(("deploy/", "../.env", ".venv/bin/"))
            ]
            for word in named:
                path = PROJECT / "deploy" / word if word.startswith("..") else PROJECT / word
                if not path.exists():
                    wrong.append((row, f"there is no {word}"))
    assert wrong == []


def shape(row: str) -> str:
    """A row without figures and names of folders."""
    return re.sub(r"[^\s:]*/[^\s:]*|\bdata\b", "x", re.sub(r"\d[\d.:-]*", "0", row)).strip(" :")


def test_what_the_papers_show_is_what_the_commands_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    paper = (PROJECT / "docs" / "van-hanh.md").read_text("utf-8")
    shown = {shape(row) for row in paper.splitlines()}
    record(tmp_path / "data")
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    file = str(tmp_path / "bien-ban-0.tar.gz")
    said = []
    for words in (
        ["check"],
        ["backup", file],
        ["restore", file, "--replace"],
        ["purge", "--meeting", "1", "--yes"],
    ):
        assert main(words) == 0, words
        said += capsys.readouterr().out.splitlines()
    meeting = next(row for row in said if row.startswith("1\t"))
    said.remove(meeting)
    assert [row for row in said if shape(row) not in shown] == []


def test_the_installation_begins_with_the_choice_of_a_model() -> None:
    paper = (PROJECT / "docs" / "cai-dat-may-chu.md").read_text("utf-8")
    first = paper[paper.index("\n## ") :].split("\n## ")[1]
    assert first.startswith("Trước hết: chọn mô hình")
    assert "python -m transcribe models best" in first
    assert "WHISPER_MODEL=" in first
    assert "không có mạng" in first


SETTING = re.compile(r"([A-Z][A-Z_]+)=\S.*")


def test_the_samples_of_settings_work_as_they_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    tried, wrong = 0, []
    for text in (text for paper in PAPERS for _, text in blocks(paper)):
        rows = [row for row in text.splitlines() if row and not row.startswith("#")]
        named = [found[1] for row in rows if (found := SETTING.fullmatch(row))]
        if len(named) != len(rows) or not {x.lower() for x in named} <= set(Settings.model_fields):
            continue
        tried += 1
        file = tmp_path / "bien-ban.env"
        filled = re.sub(r"<[^>\n]*>", "abc123abc123abc123", text)
        file.write_text(re.sub(r"(?<==)/\S+", lambda x: _made(tmp_path, x[0]), filled), "utf-8")
        try:
            load_settings(_env_file=file, data_dir=tmp_path / "data")
        except SettingsError as error:
            wrong.append((text, str(error)))
    assert wrong == []
    assert tried > 6, "the samples are written otherwise now"


def _made(folder: Path, named: str) -> str:
    """A file or a folder that a sample names, as one of the test's own."""
    path = folder / named.lstrip("/")
    (path.parent if path.suffix else path).mkdir(parents=True, exist_ok=True)
    if path.suffix:
        path.touch()
    return str(path)


def test_the_hearings_own_commands_are_understood(capsys: pytest.CaptureFixture[str]) -> None:
    wrong = []
    for found in OF_HEARING.findall("\n".join(paper.read_text("utf-8") for paper in PAPERS)):
        words = shlex.split(found.split("#")[0].replace("…", ""))
        command = words[0] if words and not words[0].startswith("-") else ""
        if command not in ("models", "work", "workers", "serve", "keys", "voices", ""):
            continue  # files to be heard
        with pytest.raises(SystemExit) as ended:
            hearing([*words[:2], "--help"] if command == "models" else [*words[:1], "--help"])
        if ended.value.code:
            wrong.append((found, capsys.readouterr().err))
    assert wrong == []


OF_HEARING = re.compile(r"python -m transcribe(?![.\w])([^`\n|&<)]*)")
