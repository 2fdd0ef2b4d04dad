"""A graphics card that is there: with which numbers it computes, and what happens where it does
not."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
import pytest

from tests.transcribe.rows import all_hold
from transcribe import SpeechSettings
from transcribe.engines import card, load_engine
from transcribe.errors import ModelCorrupt, UnsupportedSetting
from transcribe.models.locate import locate
from transcribe.types import SAMPLE_RATE, Clip

OLD = {"float32", "int8", "int8_float32"}
NEW = OLD | {"float16", "int8_float16", "bfloat16"}


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> dict[str, set[str]]:
    """What the devices of this machine know."""
    kinds = {"cpu": set(OLD), "cuda": set(NEW)}
    monkeypatch.setattr(ctranslate2, "get_supported_compute_types", lambda device: kinds[device])
    return kinds


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The driver counts a card, on which nothing can be computed here."""
    monkeypatch.setattr(ctranslate2, "get_cuda_device_count", lambda: 1)


def test_auto_is_what_the_device_knows(known: dict[str, set[str]]) -> None:
    def chosen(*kinds: str, device: str = "cuda") -> str:
        known[device] = set(kinds)
        return card.compute_type("auto", device)

    all_hold(
        [
            ("a card of today", chosen(*NEW), "float16"),
            ("an older one", chosen(*OLD), "int8_float32"),
            ("one that knows no small numbers", chosen("float32"), "float32"),
            ("a processor", chosen(*OLD, device="cpu"), "int8"),
            ("an odd processor", chosen("float32", device="cpu"), "float32"),
        ]
    )
    with pytest.raises(RuntimeError, match="float64"):
        chosen("float64")


def test_numbers_that_somebody_has_set_are_not_replaced(known: dict[str, set[str]]) -> None:
    known["cuda"] = set(OLD)
    with pytest.raises(UnsupportedSetting, match=r"WHISPER_COMPUTE_TYPE=float16 .* int8_float32"):
        card.compute_type("float16", "cuda")
    assert card.compute_type("int8", "cuda") == "int8"


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ("CUDA driver version is insufficient for CUDA runtime version", "trình điều khiển"),
        ("CUDA failed with error out of memory", "không đủ bộ nhớ"),
        ("Library libcublas.so.12 is not found or cannot be loaded", "thiếu thư viện CUDA"),
        ("something else\nand a second line", "something else"),
        ("", "không rõ"),
    ],
)
def test_the_library_s_reason_is_said_in_vietnamese(told: str, why: str) -> None:
    found = card.why(RuntimeError(told))
    assert why in found
    assert "\n" not in found


@pytest.mark.parametrize("engine", ["faster_whisper", "openai_whisper"])
@pytest.mark.parametrize("device", ["auto", "cuda"])
@pytest.mark.usefixtures("counted")
def test_a_card_that_cannot_compute_leaves_the_processor_and_one_sentence(
    engine: str,
    device: str,
    cache: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    import torch

    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    with caplog.at_level(logging.WARNING):
        ear = load_engine(
            SpeechSettings(
                whisper_engine=engine,
                whisper_device=device,
                whisper_cache=cache,
                whisper_beam=1,  # what it hears is all one here
            )
        )
    (told,) = (record.getMessage() for record in caplog.records)
    assert "CUDA không chạy được ở đây" in told
    assert "WHISPER_DEVICE=cpu" in told
    assert ear.decode([Clip(np.zeros(SAMPLE_RATE, np.float32))])


@pytest.mark.usefixtures("counted")
def test_numbers_for_the_card_are_none_for_the_processor(
    cache: Path, known: dict[str, set[str]], caplog: pytest.LogCaptureFixture
) -> None:
    assert "float16" not in known["cpu"]
    load_engine(SpeechSettings(whisper_compute_type="float16", whisper_cache=cache))
    assert "CUDA không chạy được ở đây" in caplog.text


@pytest.mark.usefixtures("counted", "known")
def test_a_damaged_model_is_not_the_card_s_fault(
    cache: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for path in locate("base", cache).iterdir():
        if path.name != "model.bin":
            shutil.copy(path, tmp_path)
    (tmp_path / "model.bin").write_bytes(b"none")
    with pytest.raises(ModelCorrupt):
        load_engine(SpeechSettings(whisper_model=str(tmp_path)))
    assert "CUDA" not in caplog.text


def test_where_no_driver_is_nobody_knows_the_card_s_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(name: str) -> Any:
        raise OSError(name)

    monkeypatch.setattr(card.ctypes, "CDLL", none)
    assert card.free_memory() == float("inf")
