"""What whoever installs the bot may get wrong: each is told in a line that says what to do."""

from __future__ import annotations

import importlib
import os
import re
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from dotenv import dotenv_values

from bot.__main__ import main
from bot.daily.upkeep import Upkeep
from bot.doors.port import ToldTime
from bot.errors import SettingsError
from bot.settings import PROJECT, Settings, load_settings, unknown_settings
from tests.dialogs.talking import AN, ListDoor, talking
from tests.store.recorded import record
from tests.waiting import PATIENCE

SAMPLES = [PROJECT / ".env.example", *sorted((PROJECT / "docs").glob("*.md"))]
SETTING = re.compile(r"^#?([A-Z][A-Z0-9_]+)=(.*)$")
QUEUE = ("NATS_URL", "NATS_KEY", "NATS_CA")
OURS = {name.upper() for name in Settings.model_fields}


def bot(*arguments: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run it as a service is run: nobody sits at a keyboard."""
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=cwd,
        env={**kept, "PYTHONPATH": str(PROJECT), "WEB_LISTEN": "", **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


# --- the samples ----------------------------------------------------------------------------------


def samples(file: Path) -> list[str]:
    """Rows of settings, as a person copies them out of a paper."""
    text = file.read_text("utf-8")
    if file.suffix == ".md":
        text = "\n".join(re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL))
    rows = [found for row in text.splitlines() if (found := SETTING.match(row.strip()))]
    return [f"{row[1]}={row[2]}" for row in rows if row[1] in OURS and "…" not in row[2]]


def by_systemd(row: str) -> str:
    """As ``EnvironmentFile`` reads a row: spaces at its end go, a # within it stays."""
    value = row.partition("=")[2].strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def by_docker(row: str) -> str:
    """As ``--env-file`` reads a row: all behind the equals sign."""
    return row.partition("=")[2]


def _queue(patch: pytest.MonkeyPatch, folder: Path, name: str, value: str) -> Path | str:
    """A setting of the queue beside the others, with files where it names some."""
    for other in ("NATS_KEY", "NATS_CA"):
        (folder / other).touch()
        patch.setenv(other, str(folder / other))
    patch.setenv("NATS_URL", "tls://bot.so.example.vn:4222")
    return value if name == "NATS_URL" else folder / name


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.name)
def test_every_sample_means_the_same_to_systemd_docker_and_dotenv(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    wrong = []
    for row in samples(file):
        name = row.partition("=")[0]
        (tmp_path / "row.env").write_text(f"{row}\n", "utf-8")
        dotenv = dotenv_values(tmp_path / "row.env")[name] or ""
        values = {by_systemd(row), by_docker(row), dotenv}
        read = set()
        for value in values:
            with monkeypatch.context() as only:
                if name in QUEUE:  # none of them is whole without the others
                    value = str(_queue(only, tmp_path, name, value))
                only.setenv(name, value)
                try:
                    settings = load_settings(data_dir=tmp_path / "data", _env_file=None)
                    read.add(repr(getattr(settings, name.lower())))
                except SettingsError as error:
                    if "<" not in row:  # a place for a person's own value
                        wrong.append((row, str(error)))
        if len(read) > 1:
            wrong.append((row, str(read)))
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("KEEP_AUDIO_DAYS", "90        # xoá ghi âm, giữ lời đã chép", 90),
        ("KEEP_AUDIO_DAYS", '"90"', 90),
        ("KEEP_MEETINGS_DAYS", "1825\t# năm năm", 1825),
        ("ALLOWED_CHATS", "-100123 # nhóm giao ban", "-100123"),
        ("ALLOWED_CHATS", "'-100123, -100456'", "-100123, -100456"),
        ("LOG_FORMAT", "json # cho máy đọc", "json"),
        ("WATCH_LISTEN", "127.0.0.1:9090   # chỉ máy này", "127.0.0.1:9090"),
        ("TIMEZONE", "\ufeffAsia/Ho_Chi_Minh", "Asia/Ho_Chi_Minh"),
        ("WHISPER_BEAM", "2 # nhanh", 2),
    ],
)
def test_a_comment_or_quotes_around_a_value_are_understood(
    name: str, value: str, read: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(name, value)
    assert getattr(load_settings(data_dir=tmp_path), name.lower()) == read


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("DATA_DIR", "/tmp/nowhere # dữ liệu", "chú thích"),
        ("SOFFICE", "auto # tự tìm", "chú thích"),
        ("TELEGRAM_BOT_TOKEN", "7000:AAF # của phòng", "chú thích"),
        ("KEEP_AUDIO_DAYS", "# 90", "chưa có giá trị"),
        ("KEEP_AUDIO_DAYS", "chín mươi", "số nguyên"),
        ("KEEP_AUDIO_DAYS", "-1", "phải từ 0"),
        ("MAX_AUDIO_MB", "0", "lớn hơn 0"),
        ("WHISPER_PADDING", "31", "không được quá 30"),
        ("LOG_FORMAT", "xml", "một trong: text, json"),
        ("ALLOWED_CHATS", "phòng A", "các số"),
        ("TIMEZONE", "Sao Hoả", "múi giờ"),
    ],
)
def test_a_wrong_value_is_refused_in_vietnamese_with_the_reason(
    name: str, value: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"^{name}: .*{why}") as wrong:
        load_settings()
    assert "AAF" not in str(wrong.value)


# --- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("ALLOWED_CHAT", "ALLOWED_CHATS"),
        ("ALLOW_CHATS", "ALLOWED_CHATS"),
        ("ALLOWED_USER", "ALLOWED_USERS"),
        ("TELEGRAM_TOKEN", "TELEGRAM_BOT_TOKEN"),
        ("TELEGRAM_BOT_TOKEN_FILE", "TELEGRAM_BOT_TOKEN"),
        ("KEEP_MEETING_DAYS", "KEEP_MEETINGS_DAYS"),
        ("WHISPER_MODELS", "WHISPER_MODEL"),
        ("MAX_MESSAGE_A_MINUTE", "MAX_MESSAGES_A_MINUTE"),
    ],
)
def test_a_name_that_is_nearly_one_of_ours_is_told_with_the_right_one(
    name: str, near: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    before = unknown_settings()
    monkeypatch.setenv(name, "1")
    (told,) = [one for one in unknown_settings() if one not in before]
    assert name in told
    assert f"Có phải {near} không?" in told
    monkeypatch.delenv(name)
    (tmp_path / ".env").write_text(f"{name}=1\n")
    assert told in unknown_settings()
    (tmp_path / ".env").unlink()
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / name.lower()).write_text("1")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path / "secrets"))
    assert told in unknown_settings()


@pytest.mark.parametrize("name", ["PATH", "HOME", "LANG", "TZ", "HTTPS_PROXY", "PYTHONPATH"])
def test_names_of_other_programs_are_none_of_our_affair(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(name, "1")
    assert not any(one.startswith(f"{name} ") for one in unknown_settings())


# --- the token ------------------------------------------------------------------------------------


def laid_down(folder: Path, data: bytes | None) -> Path:
    folder.mkdir()
    if data is None:
        (folder / "telegram_bot_token").mkdir()
    else:
        (folder / "telegram_bot_token").write_bytes(data)
    return folder


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "trống"),
        (b"\n", "trống"),
        (b"\xef\xbb\xbf\n", "trống"),
        (None, "là thư mục"),
        (b"\xff\xfe7\x000\x00", "không phải văn bản UTF-8"),
    ],
)
def test_a_token_file_without_a_token_ends_it_with_the_reason(
    data: bytes | None,
    why: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = laid_down(tmp_path / "secrets", data)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(folder))
    assert main([]) == 2
    out, told = capsys.readouterr()
    assert out == ""
    assert told.startswith("TELEGRAM_BOT_TOKEN: ")
    assert why in told
    assert told.count("\n") == 1
    if data == b"":  # the same of a process
        done = bot(cwd=tmp_path, CREDENTIALS_DIRECTORY=str(folder))
        assert (done.returncode, done.stdout, done.stderr) == (2, "", told)


@pytest.mark.parametrize(
    "data", [b"7000:AAF-x", b"7000:AAF-x\r\n", b"\xef\xbb\xbf7000:AAF-x\n", b'"7000:AAF-x"\n']
)
def test_what_an_editor_puts_around_a_token_is_no_part_of_it(
    data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = laid_down(tmp_path / "secrets", data)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(folder))
    token = load_settings(data_dir=tmp_path).telegram_bot_token
    assert token is not None
    assert token.get_secret_value() == "7000:AAF-x"


def test_a_service_without_a_token_does_not_end_as_if_all_were_well(tmp_path: Path) -> None:
    done = bot(cwd=tmp_path)
    assert done.returncode == 2
    assert "chưa có mã bot" in done.stderr


# --- the clock ------------------------------------------------------------------------------------


class Telling(ListDoor):
    """A platform that tells the time."""


@pytest.mark.parametrize(
    ("ahead", "erased"),
    [
        (timedelta(days=45), False),
        (timedelta(hours=7), False),
        (timedelta(days=-45), False),
        (timedelta(minutes=10), True),
        (None, False),
    ],
)
async def test_nothing_is_erased_by_a_clock_that_the_platform_does_not_share(
    ahead: timedelta | None,
    erased: bool,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    door = Telling()
    door.told_time = ToldTime()
    now = datetime(2026, 9, 30, 1, tzinfo=UTC)
    if ahead is not None:
        door.told_time.note(now - ahead)
    async with talking(tmp_path, door=door) as talk:
        await talk.text("/batdau Họp")
        await talk.text("Một câu", AN)
        await talk.text("/ketthuc")
        upkeep = Upkeep(
            talk.office.store,
            talk.office.on_store,
            talk.office.post,
            keep_audio_days=0,
            keep_meetings_days=30,
            now=lambda: now,
            told=talk.office.doors.times,
        )
        assert await upkeep.once() == erased
        assert (talk.store.meetings.get(1) is None) == erased
    if ahead is not None and not erased:
        assert "Set the clock" in caplog.text


# --- who may read ---------------------------------------------------------------------------------


def open_to_others(folder: Path) -> list[str]:
    every = [path for path in folder.rglob("*") if stat.S_IMODE(path.stat().st_mode) & 0o077]
    return [path.relative_to(folder).as_posix() for path in every]


def test_what_a_command_writes_is_for_its_own_account(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    record(data)
    monkeypatch.setenv("DATA_DIR", str(data))
    out = tmp_path / "out"
    before = os.umask(0o022)
    try:
        out.mkdir()
        assert main(["backup", str(out / "a.tar.gz")]) == 0
        assert main(["export", "1", "--out", str(out / "hop-1")]) == 0
        monkeypatch.setenv("DATA_DIR", str(out / "restored"))
        assert main(["restore", str(out / "a.tar.gz")]) == 0
    finally:
        os.umask(before)
    assert open_to_others(out) == []
    assert stat.S_IMODE((out / "restored").stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "program",
    ["bot.__main__", "bot.report.check.__main__", "transcribe.__main__", "transcribe models"],
)
def test_every_program_of_ours_writes_for_its_own_account(program: str) -> None:
    module, _, more = program.partition(" ")
    before = os.umask(0o022)
    try:
        with pytest.raises(SystemExit):
            importlib.import_module(module if not more else f"{module}.__main__").main(
                [*filter(None, [more]), "--help"]
            )
        assert os.umask(0o022) == 0o077
    finally:
        os.umask(before)


def test_no_program_of_ours_begins_in_another_way() -> None:
    """A new one is a row above."""
    begun = [
        path.relative_to(PROJECT).as_posix()
        for room in ("bot", "transcribe", "foundation")
        for path in (PROJECT / room).rglob("*.py")
        if 'if __name__ == "__main__"' in path.read_text("utf-8")
    ]
    assert sorted(begun) == [
        "bot/__main__.py",
        "bot/report/check/__main__.py",
        "transcribe/__main__.py",
    ]


# --- the command line -----------------------------------------------------------------------------

ENGLISH = re.compile(r"\b(usage|options|optional|positional|show this|error|required|choose)\b")
COMMANDS = ("backup", "restore", "check", "purge", "audit", "export", "replay")


def said_by(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    shown = capsys.readouterr()
    return int(ended.value.code or 0), shown.out + shown.err


@pytest.mark.parametrize(
    "words",
    [["--help"], ["-h"], ["help"], *([name, "--help"] for name in COMMANDS), ["help", "backup"]],
)
def test_help_is_vietnamese(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    status, shown = said_by(capsys, *words)
    assert status == 0
    assert shown.startswith("Cách dùng: python -m bot")
    assert ENGLISH.search(shown) is None


@pytest.mark.parametrize("word", ["--version", "version", "phienban", "-V"])
def test_the_version_is_told(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, shown = said_by(capsys, word)
    assert status == 0
    assert re.match(r"\d+\.\d+", shown)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["bakcup"], "Có phải “backup” không?"),
        (["Restore"], "Có phải “restore” không?"),
        (["xoa"], "Chọn một trong"),
        (["backup"], "Thiếu TỆP"),
        (["backup", "a.tar", "--no-adio"], "Không hiểu “--no-adio”"),
        (["purge"], "Thiếu một trong"),
        (["purge", "--meeting"], "còn thiếu giá trị"),
        (["purge", "--before", "hôm qua"], "Ngày viết là"),
        (["export", "x"], "chữ số"),
    ],
)
def test_what_is_typed_wrong_is_told_in_a_line(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, shown = said_by(capsys, *words)
    assert status == 2
    assert said in shown
    assert shown.count("\n") == 1
    assert ENGLISH.search(shown) is None


@pytest.mark.parametrize(
    "words",
    [
        ["transcribe", "--help"],
        ["transcribe", "help"],
        ["transcribe", "models", "--help"],
        ["transcribe", "models", "help"],
        *(
            ["transcribe", "models", name, "--help"]
            for name in ("list", "fetch", "convert", "check")
        ),
        ["bot.report.check", "--help"],
        ["bot.report.check", "help"],
    ],
)
def test_the_other_programs_are_vietnamese_too(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    program = importlib.import_module(f"{words[0]}.__main__")
    with pytest.raises(SystemExit) as end:
        program.main(words[1:])
    shown = capsys.readouterr().out
    assert end.value.code == 0
    assert shown.startswith(f"Cách dùng: python -m {words[0]}"), shown
    assert ENGLISH.search(shown) is None


@pytest.mark.parametrize("program", ["transcribe", "bot.report.check"])
def test_each_of_them_is_started_by_its_name(program: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", program, "--help"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"Cách dùng: python -m {program}"), done.stdout
