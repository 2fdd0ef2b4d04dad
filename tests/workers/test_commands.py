"""What an office types: a queue with workers in one command, a key for a machine, who is there."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bot.bootstrap import recognizer_of
from bot.errors import SettingsError
from bot.settings import PROJECT, load_settings
from tests import programs
from tests.transcribe.recordings import Recording
from tests.workers.machines import Here, Server, free_port, until
from transcribe import SpeechSettings, Transcriber
from transcribe.remote.client import RemoteRecognizer
from transcribe.remote.connection import Address
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
def serving(folder: Path, port: int, env: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "transcribe", "serve", "--dir", str(folder / "q")),
            *("--port", str(port), "--workers", "1"),
        ],
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
        process.wait(60)


def test_one_command_has_a_queue_and_workers_that_hear_what_this_machine_would(
    tmp_path: Path,
    cache: Path,  # noqa: F811
    default: Transcriber,  # noqa: F811
    six: list[Recording],  # noqa: F811
) -> None:
    """The real server, the real model, the command line."""
    env, port = environment(cache), free_port()
    here = default.transcribe(six[0].path)
    with serving(tmp_path, port, env) as process:
        assert process.stdout is not None
        told = [process.stdout.readline() for _ in range(4)]
        given = dict(re.findall(r"(NATS_\w+)=(\S+)", "".join(told)))
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
        assert process.wait(60) == 0


def test_a_key_is_made_listed_and_taken_away(server: Server, tmp_path: Path, cache: Path) -> None:  # noqa: F811
    env = environment(cache)

    def keys(*words: str) -> subprocess.CompletedProcess[str]:
        return programs.run("transcribe", "keys", "--dir", "q", *words, env=env, cwd=tmp_path)

    (tmp_path / "q").mkdir()
    server_keys = type(server.keys)(tmp_path / "q")
    server_keys.prepare("127.0.0.1", 4222, [])
    made = keys("may-1")
    assert made.returncode == 0, made.stderr
    assert "transcribe work --nats" in made.stdout
    assert (tmp_path / "q/workers/may-1.nk").stat().st_mode & 0o077 == 0
    assert keys("--list").stdout.split() == ["may-1"]
    assert keys("--remove", "may-1").returncode == 0
    assert keys("--remove", "may-1").returncode == 1
    assert keys("--list").stdout == ""
    assert keys("Máy một").returncode == 2


def test_without_a_queue_a_worker_says_in_one_line_what_is_missing(
    tmp_path: Path,
    cache: Path,  # noqa: F811
) -> None:
    for words, told in (
        (["work"], "NATS_URL"),
        (["workers"], "NATS_URL"),
        (["work", "--nats", "nats://10.0.0.1:4222"], "tls://"),
        (["work", "--nats", "tls://10.0.0.1:4222"], "NATS_KEY"),
        (["work", "--nats", "tls://10.0.0.1:4222", "--key", "nowhere.nk"], "nowhere.nk"),
    ):
        ended = programs.run("transcribe", *words, env=environment(cache), cwd=tmp_path)
        assert ended.returncode == 2
        assert told in ended.stderr
        assert ended.stderr.count("\n") == 1


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
