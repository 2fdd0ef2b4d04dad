"""Both engines on real recordings, with the same weights."""

import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.noises import noise_of
from tests.transcribe.recordings import Recording, wav
from tests.transcribe.watched import Watched
from tests.transcribe.wer import wer
from transcribe import SpeechSettings, Transcriber, Transcript
from transcribe.engines import Engine, load_engine
from transcribe.engines.common import fit_hints
from transcribe.errors import UnsupportedSetting
from transcribe.models import ctranslate2_file
from transcribe.models.locate import locate
from transcribe.sound.guards import is_vietnamese
from transcribe.types import Clip, Decoded, FloatArray


def texts(subject: Transcriber, six: list[Recording]) -> list[str]:
    return [subject.transcribe(one.path).text for one in six]


def exact(engine: str, cache: Path) -> SpeechSettings:
    """An engine that computes with the numbers of the file.

    One thread: several wait for each other many times longer on a machine that is busy. Two
    candidates: openai-whisper takes half as long as with five, on the same way.
    """
    return SpeechSettings(
        whisper_threads=1,
        whisper_beam=2,
        whisper_engine=engine,
        whisper_compute_type="float32",
        whisper_device="cpu",
        whisper_cache=cache,
    )


@pytest.fixture(scope="module")
def original(cache: Path) -> Watched:
    """openai-whisper, which is slow: loaded once, and what it hears is kept."""
    return Watched(load_engine(exact("openai_whisper", cache)))


@pytest.fixture(scope="module")
def by_original(original: Watched, six: list[Recording]) -> list[tuple[str, Decoded]]:
    """The text of three of the six, and what openai-whisper heard first in each."""
    subject = Transcriber(SpeechSettings(), load_engine=lambda _: original)
    found = []
    for one in six[:3]:
        before = len(original.heard)
        text = subject.transcribe(one.path).text
        found.append((text, original.heard[before]))
    return found


def test_both_engines_hear_the_same_from_the_same_weights(
    six: list[Recording], by_original: list[tuple[str, Decoded]], cache: Path
) -> None:
    three = six[: len(by_original)]
    references = [one.words for one in three]
    ours = wer(references, texts(Transcriber(exact("faster_whisper", cache)), three))
    theirs = wer(references, [text for text, _ in by_original])
    assert max(ours, theirs) < 0.40, (ours, theirs)
    assert abs(ours - theirs) < 0.05, (ours, theirs)


def knows_vietnamese(speech: list[Decoded], hum: Decoded) -> None:
    assert [round(one.vietnamese) for one in speech] == [1, 1]
    assert not is_vietnamese(hum)


def test_the_default_knows_vietnamese(voices: list[FloatArray], engine: Engine) -> None:
    clips = [Clip(samples) for samples in (*voices[:2], noise_of("hum of 120 Hz"))]
    *speech, hum = engine.decode(clips, seconds=max(clip.seconds for clip in clips) + 6.0)
    knows_vietnamese(speech, hum)


def test_the_original_knows_vietnamese(
    by_original: list[tuple[str, Decoded]], original: Watched
) -> None:
    (hum,) = original.decode([Clip(noise_of("hum of 120 Hz"))])
    knows_vietnamese([heard for _, heard in by_original[:2]], hum)


def test_the_default_hears_well_enough(six: list[Recording], six_heard: list[Transcript]) -> None:
    assert wer([one.words for one in six], [heard.text for heard in six_heard]) < 0.40


def faster(samples: FloatArray, times: float) -> FloatArray:
    """As somebody speaks who is in a hurry, with a higher voice."""
    found = np.interp(np.arange(0, len(samples), times), np.arange(len(samples)), samples)
    return found.astype(np.float32)


def without_ends(samples: FloatArray) -> FloatArray:
    """From the first to the last of what is less than 30 dB under the loudest."""
    loud = np.flatnonzero(np.abs(samples) > np.abs(samples).max() * 10 ** (-30 / 20))
    return samples[loud[0] : loud[-1]]


@pytest.mark.parametrize("times", [1.2, 1.4])
def test_who_speaks_fast_is_heard_to_the_end(
    times: float, six: list[Recording], voices: list[FloatArray], default: Transcriber
) -> None:
    """Six sentences in a breath; the library's own limit of a text had cut them in the middle."""
    breath = np.concatenate([faster(without_ends(voice), times) for voice in voices])
    found = default.transcribe(wav(breath))
    said = " ".join(one.words for one in six).split()
    assert len(found.text.split()) > 0.9 * len(said)
    assert found.segments[-1].end > found.seconds - 0.5
    assert wer([" ".join(said[-10:])], [" ".join(found.text.split()[-10:])]) < 0.7


def test_a_transcript_says_when_and_how_surely(six_heard: list[Transcript]) -> None:
    transcript = six_heard[0]
    assert isinstance(transcript, Transcript)
    assert transcript.seconds == pytest.approx(2.645, abs=0.01)
    assert 0.3 < transcript.confidence < 1.0
    assert transcript.text == " ".join(segment.text for segment in transcript.segments)
    for segment in transcript.segments:
        assert 0.0 <= segment.start < segment.end <= transcript.seconds


def test_a_path_a_string_and_bytes_are_the_same(
    six: list[Recording], six_heard: list[Transcript], default: Transcriber
) -> None:
    path = six[0].path
    assert default.transcribe(str(path)) == six_heard[0]
    assert default.transcribe(path.read_bytes()) == six_heard[0]


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


def test_threads_share_one_model(six: list[Recording], engine: Engine) -> None:
    loads: Counter[str] = Counter()

    def counted(settings: SpeechSettings) -> Engine:
        loads[settings.whisper_engine] += 1
        return engine

    subject = Transcriber(SpeechSettings(), load_engine=counted)
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
    import faster_whisper

    real = faster_whisper.WhisperModel

    def without_libraries(folder: str, *, device: str, **more: Any) -> object:
        if device == "cuda":
            raise RuntimeError("Library libcublas.so.12 is not found")
        return real(folder, device=device, **more)

    known = ctranslate2.get_supported_compute_types("cpu")
    monkeypatch.setattr(ctranslate2, "get_cuda_device_count", lambda: 1)
    monkeypatch.setattr(
        ctranslate2, "get_supported_compute_types", lambda device: {*known, "float16"}
    )
    monkeypatch.setattr(faster_whisper, "WhisperModel", without_libraries)
    heard = Transcriber(SpeechSettings(whisper_cache=cache)).transcribe(six[1].path).text
    assert wer([six[1].words], [heard]) < 0.5
    assert "CUDA không chạy được ở đây" in caplog.text


def openai_whisper_loads(cache: Path, folder: Path, change: Callable[[bytearray], None]) -> None:
    """Let it load the weights after a change of their file."""
    source = locate("base", cache)
    for name in ("tokenizer.json", "vocabulary.txt", "config.json"):
        (folder / name).symlink_to(source / name)
    data = bytearray((source / "model.bin").read_bytes())
    change(data)
    (folder / "model.bin").write_bytes(data)
    assert ctranslate2_file.read(folder / "model.bin").spec == "WhisperSpec"
    load_engine(SpeechSettings(whisper_engine="openai_whisper", whisper_model=str(folder)))


def behind(data: bytearray, name: bytes) -> int:
    """Where the tensor of that name begins: its rank, its u32 dimensions, its type, its size."""
    return data.index(name + b"\0") + len(name) + 1


def test_openai_whisper_refuses_weights_of_8_bits(cache: Path, tmp_path: Path) -> None:
    def quantise(data: bytearray) -> None:
        """The first matrix is said to be of 8-bit numbers, twice as many rows."""
        at = behind(data, b"decoder/embeddings/weight")
        assert data[at] == 2
        rows = int.from_bytes(data[at + 1 : at + 5], "little")
        data[at + 1 : at + 5] = (rows * 2).to_bytes(4, "little")
        data[at + 9] = 1

    with pytest.raises(UnsupportedSetting, match="int8"):
        openai_whisper_loads(cache, tmp_path, quantise)


def test_openai_whisper_refuses_keys_with_a_bias(cache: Path, tmp_path: Path) -> None:
    def bias(data: bytearray) -> None:
        """Of the rows for queries, keys and values the first of the keys gets a bias of 0.5."""
        at = behind(data, b"encoder/layer_0/self_attention/linear_0/bias")
        assert data[at] == 1
        rows = int.from_bytes(data[at + 1 : at + 5], "little")
        first = at + 10 + rows // 3 * 2
        assert not any(data[first : first + rows // 3 * 2]), "the keys have none"
        data[first : first + 2] = np.float16(0.5).tobytes()

    with pytest.raises(UnsupportedSetting, match="bias ở khoá"):
        openai_whisper_loads(cache, tmp_path, bias)
