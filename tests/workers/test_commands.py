"""What an office types: a queue with workers in one command, a key for a machine, who is there."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import pty
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bot.bootstrap import recognizer_of
from bot.errors import SettingsError
from bot.settings import PROJECT, load_settings
from foundation.endings import let_go
from tests import programs
from tests.ports import reserved_port
from tests.transcribe.recordings import Recording
from tests.waiting import PATIENCE, eventually
from tests.workers.machines import QUICK, FakeEar, Here, Inside, Server, until
from transcribe import SpeechSettings, Transcriber
from transcribe.errors import UnsupportedSetting
from transcribe.remote import command
from transcribe.remote.client import RemoteRecognizer
from transcribe.remote.connection import Address, connect, identity
from transcribe.remote.keys import Keys
from transcribe.remote.serving import Serving
from transcribe.remote.wire import model_key

from tests.transcribe.conftest import cache, default, engine, six  # noqa: F401  isort: skip


def environment(cache: Path) -> dict[str, str]:  # noqa: F811
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {
        **kept,
        "PYTHONPATH": os.pathsep.join([str(PROJECT), *sys.path]),
        "WHISPER_CACHE": str(cache),
        "WHISPER_DEVICE": "cpu",
    }


@contextmanager
def serving(
    folder: Path,
    port: int,
    env: dict[str, str],
    workers: int = 1,
    terminal: int = subprocess.DEVNULL,
) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "transcribe", "serve", "--dir", str(folder / "q")),
            *("--port", str(port), "--workers", str(workers)),
        ],
        stdin=terminal,
        # whoever runs the tests may have it ignored (nohup), and so would this one
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),
        stdout=subprocess.PIPE,
        text=True,
        cwd=folder,
        env=env,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.wait(PATIENCE)


def test_one_command_has_a_queue_and_workers_that_hear_what_this_machine_would(
    tmp_path: Path,
    cache: Path,  # noqa: F811
    default: Transcriber,  # noqa: F811
    six: list[Recording],  # noqa: F811
) -> None:
    """The real server, the real model, the command line."""
    env, port = environment(cache), reserved_port()
    here = default.transcribe(six[0].path)
    with serving(tmp_path, port, env) as process:
        given = told_by(process)
        settings = SpeechSettings(**{name.lower(): value for name, value in given.items()})  # type: ignore[arg-type]
        address = Address(settings.nats_url, settings.nats_key, settings.nats_ca)
        office = RemoteRecognizer(address, settings.model_name, Here())
        office.load()
        until(lambda: office.queue_state.hearing)
        there = office.transcribe(six[0].path)
        assert (there.text, there.seconds, there.doubts) == (here.text, here.seconds, here.doubts)
        assert there.by == here.by
        assert there.by is not None
        assert len(there.by.digest) == 64
        pieces = list(office.pieces(six[0].path))
        assert " ".join(s.text for p in pieces for s in p.segments)
        listed = programs.run("transcribe", "workers", env={**env, **given}, cwd=tmp_path)
        assert listed.returncode == 0, listed.stderr
        assert re.search(r"may-nay-1 +base +faster_whisper [0-9a-f]{12}", listed.stdout)
        office.close()
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0


def running() -> str:
    """The command lines of all processes."""
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            found.append(file.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
    return "\n".join(found)


def told_by(process: subprocess.Popen[str]) -> dict[str, str]:
    """The settings that it says for the bot: it is reached when it says them."""
    assert process.stdout is not None
    rows = [process.stdout.readline() for _ in range(4)]
    return dict(re.findall(r"(NATS_\w+)=(\S+)", "".join(rows)))


def test_a_queue_keeps_its_keys_knows_new_ones_and_is_started_once(
    tmp_path: Path,
    cache: Path,  # noqa: F811
) -> None:
    env, port = environment(cache), reserved_port()

    def another(folder: str) -> None:
        nothing = {"host": "127.0.0.1", "names": [], "workers": 0, "tell": print}
        Serving(tmp_path / folder, port=port, **nothing).run()  # type: ignore[arg-type]

    with serving(tmp_path, port, env, workers=0) as process:
        given = told_by(process)
        with pytest.raises(UnsupportedSetting, match="--dir"):
            another("q")
        with pytest.raises(UnsupportedSetting, match="--port"):
            another("other")
        assert not (tmp_path / "other" / "office.nk").exists()
        ca = Path(given["NATS_CA"])
        office = RemoteRecognizer(
            Address(given["NATS_URL"], Path(given["NATS_KEY"]), ca), "base", Here(), times=QUICK
        )
        key = Keys(tmp_path / "q").worker("may-1")
        worker = Inside(Address(given["NATS_URL"], key, ca), "may-1", FakeEar())
        office.load()
        until(lambda: office.queue_state.hearing)
        worker.end()
        office.close()
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
    kept = {file: file.read_bytes() for file in (tmp_path / "q").rglob("*.nk")}
    ours, theirs = pty.openpty()
    with serving(tmp_path, port, env, terminal=theirs) as process:
        assert told_by(process) == given
        assert process.stdout is not None
        process.stdout.close()  # a terminal that is closed says so, and takes nothing any more
        process.send_signal(signal.SIGHUP)
        process.wait(PATIENCE)
    os.close(ours)
    os.close(theirs)
    # neither the server nor a worker is left
    until(lambda: socket.socket().connect_ex(("127.0.0.1", port)))
    until(lambda: str(tmp_path) not in running())
    assert {file: file.read_bytes() for file in kept} == kept
    assert len(kept) == 2


@pytest.fixture
def types(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """What a command says without a process of its own: its status, its output, its errors."""
    monkeypatch.chdir(tmp_path)
    for name in SpeechSettings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)

    def run(*words: str) -> tuple[int, str, str]:
        status = command.main(list(words), lambda: sys.stdout)
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def test_a_key_is_made_listed_and_taken_away(types: Any, tmp_path: Path) -> None:
    Keys(tmp_path / "q").prepare("127.0.0.1", 4222, [])
    status, said, errors = types("keys", "--dir", "q", "may-1")
    assert status == 0, errors
    assert "transcribe work --nats tls://127.0.0.1:4222 --key may-1.nk --ca ca.crt" in said
    assert (tmp_path / "q/workers/may-1.nk").stat().st_mode & 0o077 == 0
    assert types("keys", "--dir", "q", "--list")[1].split() == ["may-1"]
    assert types("keys", "--dir", "q", "--remove", "may-1")[0] == 0
    assert types("keys", "--dir", "q", "--remove", "may-1")[0] == 1
    assert types("keys", "--dir", "q", "--list")[1] == ""
    assert types("keys", "--dir", "q", "Máy một")[0] == 2
    status, _, errors = types("keys", "--dir", "nowhere", "may-1")
    assert (status, errors.count("\n")) == (2, 1)
    assert "nowhere" in errors
    assert not (tmp_path / "nowhere").exists()


def test_another_bot_has_a_key_and_workers_of_its_own(types: Any, tmp_path: Path) -> None:
    ours = Keys(tmp_path / "q")
    ours.prepare("127.0.0.1", 4222, [])
    ours.worker("may-1")
    before = ours.office.read_bytes()
    status, said, errors = types("keys", "--dir", "q", "--office", "so-y-te", "may-1")
    assert status == 0, errors
    given = dict(re.findall(r"(NATS_KEY)=(\S+)", said))
    assert Path(given["NATS_KEY"]).read_bytes() != before
    theirs = tmp_path / "q/offices/so-y-te/workers/may-1.nk"
    assert theirs.read_bytes() != (tmp_path / "q/workers/may-1.nk").read_bytes()
    assert types("keys", "--dir", "q", "--office", "so-y-te")[1].count("NATS_KEY=") == 1
    assert types("keys", "--dir", "q", "--office", "so-y-te", "--list")[1].split() == ["may-1"]
    assert types("keys", "--dir", "q", "--list")[1].splitlines() == [
        "may-1",
        "bot “so-y-te”: may-1",
    ]
    told = json.loads((tmp_path / "q/users.conf").read_text("utf-8").partition("=")[2])
    assert {name: len(of["users"]) for name, of in told.items()} == {"bien-ban": 2, "of-so-y-te": 2}
    assert types("keys", "--dir", "q", "--office", "../x")[0] == 2
    assert types("keys", "--dir", "q", "--office", "so-y-te", "--remove", "may-1")[0] == 0
    assert not theirs.exists()
    assert ours.workers == ["may-1"]


def test_a_bot_that_there_is_none_of_is_neither_made_nor_listed_by_taking_a_key_away(
    types: Any, tmp_path: Path
) -> None:
    Keys(tmp_path / "q").prepare("127.0.0.1", 4222, [])
    types("keys", "--dir", "q", "--office", "so-y-te", "may-1")
    before = (tmp_path / "q/users.conf").read_bytes()
    for wrong, named in (
        (["--office", "so-yte", "--remove", "may-1"], "so-yte"),
        (["--office", "so-yte", "--remove-office"], "so-yte"),
        (["--office", "khong", "--list"], "khong"),
        (["--remove-office"], "--office"),
        (["--office", "so-y-te", "--remove-office", "may-1"], "may-1"),
    ):
        status, said, errors = types("keys", "--dir", "q", *wrong)
        assert (status, said, errors.count("\n")) == (2, "", 1)
        assert named in errors
    assert [one.name for one in (tmp_path / "q/offices").iterdir()] == ["so-y-te"]
    assert (tmp_path / "q/users.conf").read_bytes() == before
    status, said, errors = types("keys", "--dir", "q", "--office", "so-y-te", "--remove-office")
    assert (status, errors) == (0, "")
    assert "so-y-te" in said
    assert list((tmp_path / "q/offices").iterdir()) == []
    assert "of-so-y-te" not in (tmp_path / "q/users.conf").read_text("utf-8")
    assert types("keys", "--dir", "q", "--list")[1] == ""


def test_under_a_queue_of_an_earlier_version_keys_change_nothing_and_say_so(
    types: Any, tmp_path: Path
) -> None:
    """It has the users in `authorization`: the server would refuse what is written for it now."""
    keys = Keys(tmp_path / "q")
    keys.prepare("127.0.0.1", 4222, [])
    keys.worker("may-1")
    now = keys.server.read_text("utf-8")
    of_before = "authorization {\n  include ./users.conf\n}\n"
    keys.server.write_text(now.replace("include ./users.conf\n", of_before), "utf-8")
    kept = {file: file.read_bytes() for file in keys.folder.rglob("*") if file.is_file()}
    for words in (["may-2"], ["--remove", "may-1"], ["--office", "so-y-te"]):
        status, said, errors = types("keys", "--dir", "q", *words)
        assert (status, said, errors.count("\n")) == (2, "", 1)
        assert "systemctl restart bien-ban-queue" in errors
    assert types("keys", "--dir", "q", "--list")[1].split() == ["may-1"]
    assert {file: file.read_bytes() for file in kept} == kept
    assert not (keys.folder / "offices").exists()
    keys.prepare("127.0.0.1", 4222, [])  # it is started anew
    assert types("keys", "--dir", "q", "--remove", "may-1")[0] == 0


def test_without_a_queue_a_worker_says_in_one_line_what_is_missing(
    types: Any,
    tmp_path: Path,
    cache: Path,  # noqa: F811
) -> None:
    ended = programs.run("transcribe", "work", env=environment(cache), cwd=tmp_path)
    assert ended.returncode == 2
    assert "NATS_URL" in ended.stderr
    for words, told in (
        (["work"], "NATS_URL"),
        (["workers"], "NATS_URL"),
        (["work", "--nats", "nats://10.0.0.1:4222"], "tls://"),
        (["work", "--nats", "tls://10.0.0.1:4222"], "NATS_KEY"),
        (["work", "--nats", "tls://10.0.0.1:4222", "--key", "nowhere.nk"], "nowhere.nk"),
    ):
        status, said, errors = types(*words)
        assert (status, said) == (2, "")
        assert told in errors
        assert errors.count("\n") == 1


async def test_what_does_not_fit_the_queue_is_named(
    tmp_path: Path, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    """A key of another queue; the certificate of another authority."""
    others = Keys(tmp_path / "other")
    others.prepare("127.0.0.1", 4222, [])
    for key, ca, told in (
        (others.office, server.keys.ca, "does not know this key"),
        (server.keys.office, others.ca, "is not that of NATS_CA"),
    ):
        address = Address(server.url, key, ca)
        trying = asyncio.create_task(connect(address, identity(address)))
        await eventually(lambda told=told: told in caplog.text)  # type: ignore[misc]
        assert await let_go([trying], PATIENCE)


def test_plain_and_keyless_goes_on_this_machine_only(server: Server) -> None:
    key, ca = server.keys.office, server.keys.ca

    def given(**values: Any) -> SpeechSettings:
        return SpeechSettings(**{f"nats_{name}": value for name, value in values.items()})

    for url in ("nats://127.0.0.1:4222", "nats://localhost:4222", "nats://[::1]:4222"):
        assert given(url=url).nats_url == url
    assert given(url="tls://10.0.0.1:4222", key=key, ca=ca).nats_key == key
    for wrong in (
        {"url": "nats://10.0.0.1:4222", "key": key},
        {"url": "tls://10.0.0.1:4222"},
        {"url": "http://127.0.0.1"},
        {"url": "tls://10.0.0.1:4222", "key": key, "ca": Path("nowhere.crt")},
    ):
        with pytest.raises(ValidationError):
            given(**wrong)


def test_the_bot_hands_recordings_to_the_queue_that_its_settings_name(
    server: Server, tmp_path: Path
) -> None:
    given = {"data_dir": tmp_path, "nats_url": server.url, "_env_file": None}
    settings = load_settings(**given, nats_key=server.keys.office, nats_ca=server.keys.ca)
    assert isinstance(recognizer_of(settings), RemoteRecognizer)
    assert isinstance(recognizer_of(load_settings(data_dir=tmp_path, _env_file=None)), Transcriber)
    odd = tmp_path / "odd.nk"
    odd.write_text("x", "ascii")
    with pytest.raises(SettingsError, match="NATS_KEY"):
        recognizer_of(load_settings(**given, nats_key=odd))


@pytest.mark.parametrize(
    ("model", "key"),
    [
        ("base", "base"),
        ("vinai/PhoWhisper-small", "phowhisper-small"),
        ("/srv/models/PhoWhisper-small", "phowhisper-small"),
        ("large-v3-turbo", "large-v3-turbo"),
        ("Tên lạ.*>", "t-n-l"),
        ("***", "model"),
    ],
)
def test_a_models_name_is_a_word_of_a_subject(model: str, key: str) -> None:
    assert model_key(model) == key
