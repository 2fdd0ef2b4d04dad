"""What the log says, and what it never says."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from pydantic import TypeAdapter, ValidationError

from bot.doors.port import Media, MediaKind, Person
from bot.errors import Refused, TryLater
from bot.report import TemplateBroken
from bot.report.trouble import Wrong
from bot.settings import PROJECT, load_settings
from bot.store.thread import StoreThread
from foundation import apart, logs
from foundation.threads import in_daemon
from tests.dialogs.talking import Dictation, Ear, Talk, talking
from tests.records import store_at
from transcribe import Transcript
from transcribe.errors import UnreadableAudio

TOKEN = "7000:AAF-mot_ma_that-bi_mat"
log = logging.getLogger("bot.test")


class Log(io.StringIO):
    """What was logged."""

    @property
    def records(self) -> list[dict[str, Any]]:
        return [json.loads(row) for row in self.getvalue().splitlines()]


@pytest.fixture
def written() -> Iterator[Log]:
    """The log as an IT officer has it: JSON, from INFO on."""
    stream = Log()
    handler = logs.handler(stream, "json")
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield stream
    root.removeHandler(handler)
    root.setLevel(before)


@pytest.fixture(autouse=True)
def _forget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "hidden", [])


def form(record: logging.LogRecord, **how: Any) -> str:
    return logs.Formatter(**how).format(record)


def record(
    text: str, *args: object, name: str = "bot.x", error: BaseException | None = None
) -> logging.LogRecord:
    given = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord(name, logging.ERROR, __file__, 1, text, args, given)


def raised(error: BaseException) -> BaseException:
    try:
        raise error
    except BaseException as caught:
        return caught


# --- ids ------------------------------------------------------------------------------------------


def test_a_record_carries_what_it_is_about() -> None:
    with logs.about(update="7001", arrival=12, line=None):
        logs.note(chat=3)
        with logs.about(arrival=13):
            assert form(record("well")).endswith(" bot.x: well [update=7001 arrival=13 chat=3]")
        said = json.loads(form(record("well"), form="json"))
    assert (said["message"], said["level"], said["logger"]) == ("well", "ERROR", "bot.x")
    assert (said["update"], said["arrival"], said["chat"]) == ("7001", 12, 3)
    assert form(record("well")).endswith(" bot.x: well")


def test_a_record_is_one_row() -> None:
    assert form(record("a\nb")).endswith("a\\nb")
    assert json.loads(form(record("a\nb"), form="json"))["message"] == "a\nb"


def _complain() -> int:
    logging.getLogger("bot.x").warning("from afar")
    return 1


async def test_what_it_is_about_is_known_in_every_thread_and_process(
    written: Log, tmp_path: Path
) -> None:
    store = StoreThread(store_at(tmp_path / "x.sqlite"))
    with logs.about(arrival=12):
        await store(_complain)
        await in_daemon(_complain)
        await in_daemon(lambda: apart.call(_complain, seconds=20, megabytes=200))
    await store(_complain)
    store.close()
    assert [said.get("arrival") for said in written.records] == [12, 12, 12, None]


# --- errors ---------------------------------------------------------------------------------------


def invalid(value: str) -> ValidationError:
    with pytest.raises(ValidationError) as error:
        TypeAdapter(int).validate_json(json.dumps(value))
    return error.value


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (KeyError("lời nói"), "KeyError"),
        (invalid("lời nói"), "ValidationError"),
        (OSError(28, "No space left on device", "lời nói"), "OSError: No space left on device"),
        (OSError("lời nói"), "OSError"),
        (TryLater("asked to wait"), "TryLater: asked to wait"),
        (UnreadableAudio("no\naudio"), "UnreadableAudio: no audio"),
        (TemplateBroken("x.docx", Wrong.OTHER, "lời nói"), "TemplateBroken"),
    ],
)
def test_an_error_is_told_without_what_it_may_quote(error: Exception, says: str) -> None:
    assert logs.told(error) == says
    assert "lời nói" not in form(record("no", error=raised(error)))


def test_a_database_error_is_told_by_its_code() -> None:
    with pytest.raises(sqlite3.Error) as error:
        sqlite3.connect(":memory:").execute("SELECT lời_nói")
    assert logs.told(error.value) == "OperationalError: SQLITE_ERROR"


def test_a_traceback_has_types_and_places_of_all_that_led_to_it() -> None:
    def fail() -> None:
        try:
            raise KeyError("lời nói")
        except KeyError as first:
            raise ExceptionGroup("lời nói", [ValueError("lời nói")]) from first

    with pytest.raises(ExceptionGroup) as error:
        fail()
    rows = json.loads(form(record("no", error=error.value), form="json"))["trace"]
    assert rows[0] == "ExceptionGroup"
    assert "of ValueError" in rows
    assert "after KeyError" in rows
    assert rows[2].startswith("  tests/foundation/test_logs.py:")
    assert rows[2].endswith(" in fail")
    assert "lời nói" not in "".join(rows)
    assert "KeyError: 'lời nói'" in form(record("no", error=error.value), every_word=True)


def test_of_a_library_s_message_only_its_form_is_written() -> None:
    lost = record('Can not load "%s"', "lời nói", name="telegram.request")
    assert form(lost).endswith(' telegram.request: Can not load "%s"')
    assert form(lost, every_word=True).endswith('Can not load "lời nói"')
    task = record("Task exception was never retrieved\nfuture: 'lời nói'", name="asyncio")
    assert form(task).endswith("asyncio: Task exception was never retrieved")


# --- secrets --------------------------------------------------------------------------------------


@pytest.mark.parametrize("every_word", [False, True])
@pytest.mark.parametrize("how", ["text", "json"])
def test_a_secret_is_written_in_no_form(how: logs.Form, every_word: bool) -> None:
    logs.hide(TOKEN, 'quo"te')
    logs.hide_in_address("https://an:mat-khau@api.example.vn/x", "http://none.example.vn")
    shown = [TOKEN, quote(TOKEN), quote(TOKEN, safe=""), TOKEN[5:], 'quo"te', "an:mat-khau"]
    shown.append(quote(TOKEN, safe="").replace("%3A", "%3a"))
    for text in shown:
        with logs.about(update=text):
            error = raised(ValueError(f"https://x/bot{text}/getMe"))
            said = form(record("to %s", text, error=error), form=how, every_word=every_word)
        for secret in ("AAF", "quo", "mat-khau"):
            assert secret not in said
        assert "***" in said


def test_an_error_that_is_kept_shows_no_secret() -> None:
    logs.hide(TOKEN)
    assert logs.told(Refused(f"https://x/bot{TOKEN}")) == "Refused: https://x/bot***"


def test_settings_do_not_show_what_is_in_their_addresses(tmp_path: Path) -> None:
    settings = load_settings(
        data_dir=tmp_path,
        telegram_bot_token=TOKEN,
        telegram_webhook_secret="mot-bi-mat",
        telegram_api_base="http://an:mat-khau@127.0.0.1",
        telegram_webhook_url=f"https://bienban.example.vn/{TOKEN}",
    )
    for secret in ("AAF", "mot-bi-mat", "mat-khau"):
        assert secret not in repr(settings)
        assert secret not in str(settings)


def test_secrets_may_lie_in_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "credentials"
    folder.mkdir()
    (folder / "telegram_bot_token").write_text(f"{TOKEN}\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN", raising=False)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(folder))
    token = load_settings(data_dir=tmp_path).telegram_bot_token
    assert token
    assert token.get_secret_value() == TOKEN


# --- what nobody catches --------------------------------------------------------------------------

BEGINNING = (
    f"import asyncio, logging, sys, threading, warnings; sys.path.insert(0, {str(PROJECT)!r})\n"
)
WAYS_OUT = {
    "at the end": "raise ValueError('bimat')",
    "in a thread": "t = threading.Thread(target=lambda: {}['bimat']); t.start(); t.join()",
    "in a destructor": "class X:\n def __del__(self): raise ValueError('bimat')\nX()",
    "in a task": """
async def fail(): raise ValueError('bimat')
async def main():
    asyncio.create_task(fail()); await asyncio.sleep(0.01)
asyncio.run(main())""",
    "in a callback": """
async def main():
    asyncio.get_running_loop().call_soon(lambda: {}['bimat']); await asyncio.sleep(0.01)
asyncio.run(main())""",
    "as a warning": "warnings.warn('bimat')",
    "in a broken record": "logging.getLogger('bot').error('%d', 'bimat')",
    "in a library's record": "logging.getLogger('x').error('is %s', 'bimat')",
}


@pytest.mark.parametrize("way", WAYS_OUT)
def test_what_nobody_catches_is_logged_without_its_words(way: str) -> None:
    script = f"{BEGINNING}from foundation import logs\nlogs.begin()\n{WAYS_OUT[way]}"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stderr.count("\n") >= 1, "nothing was said"
    assert "bimat" not in done.stderr
    assert done.stdout == ""


# --- whole meetings -------------------------------------------------------------------------------

SECRETS = (
    "Zyxten",
    "Zyxcuochop",
    "Zyxloinoi",
    "Zyxchu",
    "Zyxtep",
    "Zyxnhom",
    "Zyxchucvu",
    "Zyxtag",
)


def assert_silent(written: Log) -> None:
    text = written.getvalue().lower()
    assert [word for word in SECRETS if word.lower() in text] == []


class Whimsical(Ear):
    """An engine that fails in the words that it heard."""

    def transcribe(self, source: Path, *, hints: str = "") -> Transcript:
        words = source.read_bytes().decode()
        if "hỏng" in words:
            raise ValueError(words)
        return super().transcribe(source, hints=hints)


async def a_meeting(talk: Talk) -> None:
    who = Person("77", "Zyxten Van")
    talk.chat = type(talk.chat)(talk.door.name, "-100", "Zyxnhom", talk.chat.kind)
    await talk.text("/batdau Zyxcuochop", who)
    await talk.text("/toi Zyxten Van - Zyxchucvu", who)
    await talk.text("/thongtin\nđịa điểm: Zyxchu\nchủ trì: Zyxten", who)
    await talk.text("YK: Zyxloinoi", who)
    await talk.voice("Zyxloinoi một", who, "KL: Zyxchu", name="Zyxtep.ogg")
    await talk.voice("Zyxloinoi hỏng", who, name="../Zyxtep.Zyxtep")
    await talk.voice(Refused("wrong file_id"), who)
    await talk.text("/sua 1 Zyxloinoi khác", who)
    await talk.text("/tudien Zyxten, Zyxchu", who)
    await talk.text("/tim Zyxloinoi", who)
    await talk.text("/Zyxchu", who)
    await talk.picture("Zyxchu")
    await talk.arrive(
        who, "m900", text="/mau baocao", media=Media(MediaKind.OTHER, "x", "Zyxtep.docx")
    )
    await talk.text("Zyxloinoi", who, edit="m4")
    await talk.text("/baocao", who)
    await talk.text("/ketthuc", who)


async def test_a_whole_meeting_leaves_no_word_in_the_log(tmp_path: Path, written: Log) -> None:
    async with talking(tmp_path, ear=Whimsical()) as talk:
        talk.door.recordings["x"] = Refused("no such file")
        await a_meeting(talk)
        assert "Zyxloinoi" in str(talk.lines())
    assert_silent(written)
    handled = [said for said in written.records if " handled in " in said["message"]]
    assert len(handled) >= 15
    assert all(said["update"].startswith("-100/u") and said["arrival"] for said in handled)
    assert {said["chat"] for said in handled} == {1}
    lined = [said for said in handled if "line" in said]
    assert [said["line"] for said in lined] == sorted({said["line"] for said in lined})
    failed = next(said for said in written.records if "engine failed" in said["message"])
    assert (failed["meeting"], failed["level"]) == (1, "ERROR")
    assert "after ValueError" in failed["trace"]


@pytest.mark.parametrize(
    "fault",
    [
        "bot.conversation.app.utterance",
        "bot.minutes.typed.vocabulary.Vocabulary.meaning",
        "bot.post.taking.split",
        "bot.store.lines.Lines.add",
        "bot.store.post.Outbox.put",
        "bot.report.reports.Reports.draft",
        "bot.store.meetings.Meetings.open_in",
        "bot.speech.notes.heard_note",
        "bot.store.recordings.Recordings.transcribed",
    ],
)
async def test_a_bug_anywhere_leaves_no_word_in_the_log(
    fault: str, tmp_path: Path, written: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in ("bot.post.alarm", "bot.speech.queue", "bot.speech.carrying"):
        monkeypatch.setattr(f"{room}.DISK_REST", 0.01)

    class Broken(dict[str, Any]):
        def __call__(self, *given: object, **named: object) -> object:
            raise ValueError(f"Zyxloinoi {given} {named}")

        def __contains__(self, name: object) -> bool:
            raise KeyError(f"Zyxloinoi {name}")

    async with talking(tmp_path) as talk:
        monkeypatch.setattr(fault, Broken())
        meeting = asyncio.create_task(a_meeting(talk))
        await talk.until(lambda: "trace" in written.getvalue())
        meeting.cancel()
        await asyncio.gather(meeting, return_exceptions=True)
    assert_silent(written)
    rows = [row for said in written.records for row in said.get("trace", [])]
    assert {"ValueError", "KeyError"} & set(rows)


async def test_a_platform_that_fails_leaves_no_word_in_the_log(
    tmp_path: Path, written: Log
) -> None:
    async with talking(tmp_path) as talk:

        async def say(chat: object, said: object) -> str:
            raise RuntimeError(f"{chat} {said}")

        talk.door.say = say  # type: ignore[assignment, method-assign]
        await talk.text("/batdau Zyxcuochop")
        await talk.text("/dong Zyxloinoi")
    assert_silent(written)
    assert any("cannot be said" in said["message"] for said in written.records)


async def test_what_is_on_disk_and_cannot_be_read_leaves_no_word_in_the_log(
    tmp_path: Path, written: Log
) -> None:
    async with talking(tmp_path) as talk:
        await talk.text("/batdau Zyxcuochop")
        talk.rows("UPDATE inbox SET handled_at = NULL, payload = '{\"Zyxloinoi\": 1}'")
        talk.rows("UPDATE outbox SET sent_at = NULL, payload = 'Zyxloinoi'")
        await talk.text("/trogiup")
    assert_silent(written)
    assert any("cannot be read" in said["message"] for said in written.records)


async def test_a_long_recording_leaves_no_word_in_the_log(tmp_path: Path, written: Log) -> None:
    ear = Dictation()
    ear.records("Zyxtep", "Zyxloinoi một", UnreadableAudio("damaged"))
    ear.until("Zyxtep")
    async with talking(tmp_path, ear=ear) as talk:
        await talk.text("/batdau Zyxcuochop")
        await talk.voice("Zyxtep", seconds=180.0, name="Zyxtep.mp3")
        assert "Zyxloinoi" in str(talk.lines())
    assert_silent(written)


async def test_a_broken_template_leaves_no_word_in_the_log(tmp_path: Path, written: Log) -> None:
    own = tmp_path / "templates"
    own.mkdir()
    (own / "bao_cao.txt.j2").write_text("{{ r.title + 1 }} {% if %}Zyxtag", encoding="utf-8")
    (own / "bao_cao.docx").write_text("Zyxtag")
    async with talking(tmp_path / "data", templates_dir=own) as talk:
        await talk.text("/batdau Zyxcuochop")
        await talk.text("KL: Zyxloinoi")
        await talk.text("/baocao")
    assert_silent(written)
    assert any("is broken" in said["message"] for said in written.records)
