"""Settings: each explained, and a wrong one stops the start with one line that names it."""

from __future__ import annotations

import itertools
import os
import re
from pathlib import Path

import pytest
from pydantic import Field, SecretStr, TypeAdapter

from bot.errors import SettingsError
from bot.settings import PROJECT, Settings, keep_secret, load_settings
from foundation import logs
from transcribe.models.locate import locate

EXPLAINED = re.compile(r"^#?([A-Z][A-Z_]+)=(.*)$", re.MULTILINE)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_every_setting_is_explained_with_its_default() -> None:
    explained = dict(EXPLAINED.findall((PROJECT / ".env.example").read_text(encoding="utf-8")))
    assert set(explained) == {name.upper() for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        assert field.description, name
        written = explained[name.upper()]
        if written:
            assert TypeAdapter(field.annotation).validate_python(written) == field.default, name


def test_every_explanation_has_words_above_it() -> None:
    rows = (PROJECT / ".env.example").read_text(encoding="utf-8").splitlines()
    for above, row in itertools.pairwise(rows):
        if EXPLAINED.match(row):
            assert above.startswith("# "), row


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_BOT_TOKEN", "123:abc def"),
        ("TELEGRAM_API_BASE", "api.telegram.org"),
        ("TELEGRAM_WEBHOOK_URL", "ftp://x"),
        ("TELEGRAM_WEBHOOK_SECRET", "có dấu"),
        ("TELEGRAM_WEBHOOK_LISTEN", "8443"),
        ("ZALO_BOT_TOKEN", "ma co dau cach"),
        ("ZALO_API_BASE", "bot-api.zaloplatforms.com"),
        ("ZALO_WEBHOOK_URL", "http://bienban.example.vn/zalo"),
        ("ZALO_WEBHOOK_SECRET", "ngan"),
        ("ZALO_WEBHOOK_LISTEN", "8444"),
        ("ZALO_MONTHLY_MESSAGES", "-1"),
        ("WEB_BEHIND_PROXY", "nginx"),
        ("WEB_NAMES", "https://bienban.example.vn"),
        ("WEB_NAMES", "192.168.1.5:99999"),
        ("WEB_NAMES", "192.168.1"),
        ("ALLOWED_CHATS", "@nhom"),
        ("TEMPLATES_DIR", "/nowhere/at/all"),
        ("TIMEZONE", "Hanoi"),
        ("LOG_LEVEL", "LOUD"),
        ("WHISPER_ENGINE", "siri"),
        ("WHISPER_MODEL", "./nowhere"),
        ("WHISPER_DEVICE", "tpu"),
        ("WHISPER_COMPUTE_TYPE", "int3"),
        ("WHISPER_THREADS", "-1"),
        ("WHISPER_BEAM", "0"),
        ("MAX_AUDIO_MINUTES", "0"),
        ("MAX_AUDIO_MB", "nhiều"),
        ("DATA_DIR", "/proc/nowhere"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as wrong:
        load_settings()
    assert str(wrong.value).startswith(f"{name}: ")
    assert "\n" not in str(wrong.value)


def test_a_secret_is_not_shown_in_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123:secret part")
    with pytest.raises(SettingsError) as wrong:
        load_settings()
    assert "secret" not in str(wrong.value)
    assert "123:" not in repr(load_settings(telegram_bot_token="123:abc"))


class WithAnotherDoor(Settings):
    """As the next door brings them."""

    zalo_token: SecretStr = Field(SecretStr(""))
    zalo_secret: SecretStr | None = Field(None)
    proxies: str = Field("")
    zalo_greeting: str = Field("")


def test_secrets_of_any_door_reach_neither_the_log_nor_other_programs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {
        "TELEGRAM_BOT_TOKEN": "7000:AAF-ma-cua-telegram",
        "TELEGRAM_API_BASE": "https://an:mat-khau-mot@api.example.vn",
        "TELEGRAM_WEBHOOK_URL": "https://bienban.example.vn/duong-bi-mat",
        "ZALO_TOKEN": "ma-cua-zalo",
        "zalo_secret": "khoa-cua-zalo",
        "PROXIES": "nats://bot:mat-khau-hai@10.0.0.1:4222",
    }
    for name, value in {**given, "ZALO_GREETING": "xin-chao"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(logs, "hidden", [])
    keep_secret(WithAnotherDoor(data_dir=tmp_path))
    there = dict(os.environ)
    assert [name for name in given if name in there] == []
    assert there["ZALO_GREETING"] == "xin-chao"
    secrets = ("AAF-ma-cua-telegram", "ma-cua-zalo", "khoa-cua-zalo")
    for secret in (*secrets, "mat-khau-mot", "mat-khau-hai"):
        assert logs.masked(f"it says {secret} here") == "it says *** here"
    assert logs.masked("xin-chao") == "xin-chao"


def test_a_small_model_is_told_of_what_really_hears() -> None:
    assert load_settings().small_model == "base"
    assert load_settings(whisper_model="small").small_model == ""
    server = {"whisper_engine": "openai_server", "openai_server_url": "http://127.0.0.1:8000/v1"}
    assert load_settings(**server).small_model == ""
    assert load_settings(**server, openai_server_model="base").small_model == "base"


def test_a_small_model_is_told_whatever_it_is_called(tmp_path: Path) -> None:
    base = locate("base", tmp_path / "cache")
    copied, other, origin, tiny = (tmp_path / name for name in ("copied", "other", "origin", "t"))
    for folder in (copied, other, origin, tiny):
        folder.mkdir()
    (copied / "model.bin").symlink_to(base / "model.bin")
    (other / "model.bin").write_bytes(b"")
    os.truncate(other / "model.bin", (base / "model.bin").stat().st_size)
    (origin / "SHA256SUMS").write_text("# openai/whisper-base 0 converted to CTranslate2 float16\n")
    (tiny / "model.bin").write_bytes(b"")
    small = ["tiny", "base", "base.en", "tiny.en", "Systran/faster-whisper-base", "BASE"]
    small += ["openai/whisper-tiny", "vinai/PhoWhisper-tiny", str(copied), str(origin), str(tiny)]
    large = ["small", "medium.en", "vinai/PhoWhisper-base", "an-office/base-of-ours", str(other)]
    told = {name: load_settings(whisper_model=name).small_model for name in small + large}
    assert [name for name in small if not told[name]] == []
    assert [name for name in large if told[name]] == []
    assert told[str(copied)] == "copied"


def test_env_file_and_empty_values(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("WHISPER_BEAM=2\nTELEGRAM_BOT_TOKEN=\n", encoding="utf-8")
    settings = load_settings()
    assert settings.whisper_beam == 2
    assert settings.telegram_bot_token is None
    assert settings.data_dir.is_dir()
