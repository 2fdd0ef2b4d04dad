"""Text as people write it; settings as people set them."""

import unicodedata
from pathlib import Path

import pytest
from pydantic import ValidationError

from tests.transcribe.wer import wer
from transcribe import SpeechSettings
from transcribe.settings import one_line
from transcribe.writing.text import tidy


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Kính   gửi\tđồng chí\n", "Kính gửi đồng chí"),
        ("Nhất trí , thông qua .", "Nhất trí, thông qua."),
        ("Ai ?  Tôi !", "Ai? Tôi!"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Hường"), "Nguyễn Thị Hường"),
        ("kết\u200b luận\u202e ngược\x00", "kết luận ngược"),
        ("a \u200b b", "a b"),
        ("", ""),
    ],
)
def test_tidy(text: str, expected: str) -> None:
    assert tidy(text) == expected
    assert tidy(tidy(text)) == expected


def test_wer_is_blind_to_spelling_and_not_to_words() -> None:
    assert wer(["Hoà 19, thuý!"], ["hòa mười chín thúy"]) == 0.0
    assert wer(["năm 2025"], ["năm hai nghìn không trăm hai mươi lăm"]) == 0.0
    assert wer(["một hai ba bốn"], ["một hai bốn"]) == 0.25


def test_every_setting_says_what_it_is() -> None:
    for name, field in SpeechSettings.model_fields.items():
        assert field.description, name


def test_settings_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHISPER_ENGINE", "openai_whisper")
    monkeypatch.setenv("WHISPER_CACHE", "~/somewhere")
    settings = SpeechSettings()
    assert settings.whisper_engine == "openai_whisper"
    assert settings.whisper_cache == Path.home() / "somewhere"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WHISPER_ENGINE", "siri"),
        ("WHISPER_MODEL", "./no/such/folder"),
        ("WHISPER_MODEL", "/no/such/folder"),
        ("WHISPER_MODEL", "a/b/c"),
        ("WHISPER_DEVICE", "tpu"),
        ("WHISPER_BEAM", "0"),
        ("WHISPER_THREADS", "-1"),
        ("MAX_AUDIO_MINUTES", "inf"),
        ("MAX_AUDIO_MB", "0"),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError) as caught:
        SpeechSettings()
    line = one_line(caught.value)
    assert name in line
    assert value in line
    assert "\n" not in line


@pytest.mark.parametrize("value", ["int8", "bfloat16"])
def test_openai_whisper_accepts_only_what_it_can_compute(value: str) -> None:
    with pytest.raises(ValidationError) as caught:
        SpeechSettings(whisper_engine="openai_whisper", whisper_compute_type=value)
    assert "WHISPER_COMPUTE_TYPE" in one_line(caught.value)


def test_a_hub_id_is_no_path() -> None:
    assert SpeechSettings(whisper_model="vinai/PhoWhisper-base").whisper_model
