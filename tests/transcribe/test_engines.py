"""Both engines on real recordings, with the same weights."""

import threading
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.transcribe.recordings import Recording
from tests.transcribe.wer import wer
from transcribe import SpeechSettings, Transcriber, Transcript, transcriber
from transcribe.engines import faster_whisper, load_engine
from transcribe.engines._shared import fit_hints
from transcribe.errors import UnsupportedSetting


def texts(subject: Transcriber, six: list[Recording]) -> list[str]:
    return [subject.transcribe(one.path).text for one in six]


def test_both_engines_hear_the_same_from_the_same_weights(
    six: list[Recording], cache: Path
) -> None:
    references = [one.words for one in six]
    found = {}
    for engine in ("faster_whisper", "openai_whisper"):
        settings = SpeechSettings(
            whisper_engine=engine,
            whisper_compute_type="float32",
            whisper_device="cpu",
            whisper_cache=cache,
        )
        found[engine] = wer(references, texts(Transcriber(settings), six))
    assert max(found.values()) < 0.40, found
    assert abs(found["faster_whisper"] - found["openai_whisper"]) < 0.05, found


def test_the_default_hears_well_enough(six: list[Recording], default: Transcriber) -> None:
    assert wer([one.words for one in six], texts(default, six)) < 0.40


def test_a_transcript_says_when_and_how_surely(six: list[Recording], default: Transcriber) -> None:
    transcript = default.transcribe(six[0].path)
    assert isinstance(transcript, Transcript)
    assert transcript.seconds == pytest.approx(2.645, abs=0.01)
    assert 0.3 < transcript.confidence < 1.0
    assert transcript.text == " ".join(segment.text for segment in transcript.segments)
    for segment in transcript.segments:
        assert 0.0 <= segment.start < segment.end <= transcript.seconds


def test_a_path_a_string_and_bytes_are_the_same(six: list[Recording], default: Transcriber) -> None:
    path = six[0].path
    expected = default.transcribe(path)
    assert default.transcribe(str(path)) == expected
    assert default.transcribe(path.read_bytes()) == expected


def test_hints_change_what_is_heard(six: list[Recording], default: Transcriber) -> None:
    # without them this recording becomes "khốn luyện viên"
    heard = default.transcribe(six[0].path, hints="huấn luyện viên").text
    assert "huấn luyện viên" in heard


def test_more_hints_than_the_model_takes_do_no_harm(
    six: list[Recording], default: Transcriber
) -> None:
    names = ", ".join(f"Nguyễn Thị Hồng Hạnh {number}" for number in range(200))
    heard = default.transcribe(six[1].path, hints=names).text
    assert wer([six[1].words], [heard]) < 0.5


def test_hints_are_cut_between_words_from_the_end() -> None:
    words = [f"từ{number}" for number in range(1000)]
    kept = fit_hints(" ".join(words), lambda text: len(text.split())).split()
    assert 100 < len(kept) <= 200
    assert kept == words[: len(kept)]


def test_threads_share_one_model(
    six: list[Recording], cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loads: Counter[str] = Counter()

    def counted(settings: SpeechSettings) -> object:
        loads[settings.whisper_engine] += 1
        return load_engine(settings)

    monkeypatch.setattr(transcriber, "load_engine", counted)
    subject = Transcriber(SpeechSettings(whisper_cache=cache, whisper_device="cpu"))
    heard: dict[int, str] = {}

    def work(number: int) -> None:
        heard[number] = subject.transcribe(six[number].path).text

    threads = [threading.Thread(target=work, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    subject.load()
    assert loads == {"faster_whisper": 1}
    assert [wer([six[n].words], [heard[n]]) < 0.6 for n in range(3)] == [True] * 3


@pytest.mark.parametrize("engine", ["faster_whisper", "openai_whisper"])
def test_a_device_that_is_not_there_is_named(
    engine: str, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import ctranslate2
    import torch

    monkeypatch.setattr(ctranslate2, "get_cuda_device_count", lambda: 0)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    settings = SpeechSettings(whisper_engine=engine, whisper_device="cuda", whisper_cache=cache)
    with pytest.raises(UnsupportedSetting, match="WHISPER_DEVICE=cuda"):
        load_engine(settings)


def test_a_graphics_card_without_its_libraries_falls_back_to_the_cpu(
    six: list[Recording],
    cache: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    import ctranslate2

    real = faster_whisper._open

    def without_libraries(folder: Path, device: str, *more: Any) -> object:
        if device == "cuda":
            raise RuntimeError("Library libcublas.so.12 is not found")
        return real(folder, device, *more)

    monkeypatch.setattr(ctranslate2, "get_cuda_device_count", lambda: 1)
    monkeypatch.setattr(faster_whisper, "_open", without_libraries)
    heard = Transcriber(SpeechSettings(whisper_cache=cache)).transcribe(six[1].path).text
    assert wer([six[1].words], [heard]) < 0.5
    assert "CUDA does not work here" in caplog.text


def test_openai_whisper_refuses_weights_of_8_bits(cache: Path, tmp_path: Path) -> None:
    from transcribe.models import ctranslate2_file
    from transcribe.models.locate import locate

    source = locate("base", cache)
    for name in ("tokenizer.json", "vocabulary.txt", "config.json"):
        (tmp_path / name).symlink_to(source / name)
    quantised(source / "model.bin", tmp_path / "model.bin")
    assert ctranslate2_file.read(tmp_path / "model.bin").spec == "WhisperSpec"
    settings = SpeechSettings(whisper_engine="openai_whisper", whisper_model=str(tmp_path))
    with pytest.raises(UnsupportedSetting, match="int8"):
        load_engine(settings)


def quantised(source: Path, target: Path) -> None:
    """A copy whose first matrix is said to be of 8-bit numbers, twice as many rows."""
    data = bytearray(source.read_bytes())
    name = b"decoder/embeddings/weight\0"
    at = data.index(name) + len(name)
    assert data[at] == 2  # the rank; two u32 dimensions and the type follow
    rows = int.from_bytes(data[at + 1 : at + 5], "little")
    data[at + 1 : at + 5] = (rows * 2).to_bytes(4, "little")
    data[at + 9] = 1
    target.write_bytes(data)


def test_openai_whisper_refuses_keys_with_a_bias() -> None:
    import numpy as np

    from transcribe.engines.openai_whisper import _linears

    tensors = {"x/weight": np.ones((6, 2), np.float32), "x/bias": np.zeros(6, np.float32)}
    parts = ("query", "key", "value")
    found = dict(_linears(tensors.__getitem__, "x", "attn", parts, Path("model.bin")))
    assert "attn.key.weight" in found
    assert "attn.key.bias" not in found
    tensors["x/bias"][3] = 0.5
    with pytest.raises(UnsupportedSetting, match="bias on its keys"):
        dict(_linears(tensors.__getitem__, "x", "attn", parts, Path("model.bin")))
