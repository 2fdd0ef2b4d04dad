"""sherpa-onnx with a transducer in its own format, so small that it has exact answers: each word is
a tone (tiny_transducer.py)."""

from __future__ import annotations

import importlib.abc
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import ValidationError

from benchmarks.sound import band
from tests.tables import every_row
from tests.transcribe import tiny_transducer as tiny
from tests.transcribe.hub_server import HubServer
from tests.transcribe.recordings import wav
from tests.transcribe.test_models_command import Office
from transcribe import SpeechSettings, Transcriber
from transcribe.engines import Engine, load_engine
from transcribe.engines.sherpa_onnx import SherpaOnnx
from transcribe.errors import EngineMissing, ModelCorrupt, ModelMissing, UnsupportedSetting
from transcribe.models import transducer
from transcribe.models.download import write_record
from transcribe.schedule import recognise
from transcribe.sound.cut import Stretch
from transcribe.types import Clip, Decoded, FloatArray
from transcribe.writing.segments import segments_of

SAID = [(0.5, "kính"), (1.0, "thưa"), (1.3, "đồng"), (1.6, "chí"), (2.0, "hoa")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.write(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def ear(folder: Path) -> Engine:
    return load_engine(settings(folder))


def settings(folder: Path | str, **more: Any) -> SpeechSettings:
    return SpeechSettings(
        whisper_engine="sherpa_onnx", whisper_model=str(folder), whisper_threads=1, **more
    )


def heard(ear: Engine, words: list[tuple[float, str]], seconds: float, hints: str = "") -> Decoded:
    return recognise(ear, [Clip(tiny.sound(words, seconds), hints)], 8.0)[0]


def test_words_have_their_times_and_how_sure_they_are(ear: Engine) -> None:
    found = heard(ear, SAID, 4.0)
    assert found.text == "kính thưa đồng chí hoa."
    for word, (moment, _) in zip(found.words, SAID, strict=True):
        assert moment - 0.05 <= word.start <= moment + 0.1
        assert word.start < word.end <= 4.0
    sure = [word.probability for word in found.words]
    assert all(one > 0.9 for one in sure[:4])
    # a rival is nearly as likely
    assert 0.4 < sure[4] < 0.6


def test_a_name_of_the_meeting_is_found_spelled_and_as_doubtful_as_it_is(ear: Engine) -> None:
    found = heard(ear, SAID, 4.0, "Sở Y tế, Hoà, Nguyễn Văn An")
    assert found.text == "kính thưa đồng chí Hoà."
    assert found.words[4].probability < 0.5
    stretch = Stretch(10.0, 14.0, 10.0, tiny.sound(SAID, 4.0), ((0.4, 2.4),))
    (segment,) = segments_of(found, stretch)
    assert segment.text == "Kính thưa đồng chí Hòa."
    assert segment.doubts == ("Hòa",)
    assert 10.4 <= segment.start < segment.end <= 12.4


def test_clips_are_heard_together_and_each_in_its_own_length(ear: Engine) -> None:
    long = [(2.0 * n + 1.0, "họp") for n in range(16)]
    clips = [Clip(tiny.sound(SAID, 4.0)), Clip(tiny.sound(long, 34.0)), Clip(tiny.sound([], 0.01))]
    short, whole, nothing = ear.decode(clips)
    assert short.text == "kính thưa đồng chí hoa."
    assert whole.words[0].start < 2.0
    assert nothing.words == ()


def test_it_is_asked_once_for_it_hears_the_same_each_time(folder: Path) -> None:
    ear = load_engine(settings(folder))
    calls: list[int] = []
    decode = ear.decode

    def counted(clips: Any, **more: Any) -> list[Decoded]:
        calls.append(len(clips))
        return decode(clips, **more)

    ear.decode = counted  # type: ignore[method-assign]
    words = [(0.5 + 0.4 * n, ("hai", "ba")[n % 2]) for n in range(16)]
    found = heard(ear, words, 8.0)
    assert calls == [1]
    assert found.text.startswith("hai ba")


def test_silence_ends_a_sentence_but_no_number_and_figures_are_written(ear: Engine) -> None:
    stops = heard(ear, [(0.5, "họp"), (2.5, "thưa"), (3.0, "hai"), (5.0, "ba")], 6.0)
    assert stops.text == "họp. thưa hai ba."


def test_capitals_are_written_small(tmp_path: Path) -> None:
    ear = load_engine(settings(tiny.write(tmp_path, upper=True)))
    assert heard(ear, SAID, 4.0).text == "kính thưa đồng chí hoa."
    assert heard(ear, SAID, 4.0, "hòa").text == "kính thưa đồng chí hòa."


def test_without_a_vocabulary_it_hears_and_knows_no_names(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tiny.write(tmp_path, prefix="")
    (folder / "bpe.model").write_bytes(b"\xff\xff none")
    ear = load_engine(settings(folder))
    assert "tên người chỉ nghe như từ khác" in caplog.text
    assert heard(ear, SAID, 4.0, "hòa").text == "kính thưa đồng chí hoa."


def test_a_voice_note_goes_all_the_way(ear: Engine, folder: Path, voices: list[FloatArray]) -> None:
    """A real voice without its high tones, in which the words lie."""
    voice = band(voices[0], 50, 1800)
    seconds = len(voice) / 16_000
    words = [(0.6, "kính"), (1.1, "thưa"), (1.5, "đồng"), (1.9, "chí")]
    subject = Transcriber(settings(folder), load_engine=lambda _: ear)
    found = subject.transcribe(wav(tiny.sound(words, seconds, voice)))
    assert found.text == "Kính thưa đồng chí."
    assert found.by is not None
    assert (found.by.engine, len(found.by.digest)) == ("sherpa_onnx", 64)


@pytest.mark.parametrize(
    ("text", "tokens"), [("", ["▁"]), (" ", [" "]), ("", ["<unk>", "▁"]), ("", [])]
)
def test_what_has_no_words_has_none(text: str, tokens: list[str]) -> None:
    """The library's own answer, where all that it heard is the space before a word."""
    said = SimpleNamespace(
        text=text,
        tokens=tokens,
        timestamps=[0.1 * n for n in range(len(tokens))],
        ys_log_probs=[-0.2] * len(tokens),
    )

    class Stream:
        result = said

        def accept_waveform(self, rate: int, samples: FloatArray) -> None: ...

    library = SimpleNamespace(create_stream=Stream, decode_streams=lambda streams: None)
    ear = SherpaOnnx(library, names=False, upper=False)
    (found,) = ear.decode([Clip(tiny.sound([], 1.0))])
    assert found.words == ()


def test_a_model_whose_files_are_links_is_sound(tmp_path: Path) -> None:
    """As the hub's own cache has it: the files lie in another folder."""
    made = tiny.write(tmp_path / "blobs")
    snapshot = tmp_path / "snapshots" / "c0ffee"
    snapshot.mkdir(parents=True)
    for file in made.iterdir():
        (snapshot / file.name).symlink_to(Path("../../blobs") / file.name)
    ear = load_engine(settings(snapshot))
    assert heard(ear, SAID, 4.0).text == "kính thưa đồng chí hoa."


# --- what cannot be ----------------------------------------------------------------------------


def broken(folder: Path, name: str, data: bytes | None) -> None:
    if data is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(data)


@pytest.mark.parametrize(
    ("name", "data", "error", "why"),
    [
        ("tokens.txt", None, ModelMissing, "thiếu tokens.txt"),
        ("joiner.onnx", None, ModelMissing, r"thiếu joiner\*\.onnx"),
        ("encoder.onnx", b"half", ModelCorrupt, "bị hỏng"),
        # of these the library ends its process
        ("tokens.txt", b"a\nb c d\n", ModelCorrupt, "bị hỏng"),
        ("decoder.onnx", b"", ModelCorrupt, "bị hỏng"),
    ],
)
def test_a_model_that_is_none_is_told_and_ends_nothing(
    tmp_path: Path, name: str, data: bytes | None, error: type[Exception], why: str
) -> None:
    folder = tiny.write(tmp_path)
    broken(folder, name, data)
    with pytest.raises(error, match=why):
        load_engine(settings(folder))


def test_files_of_another_part_are_told_too(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path)
    (folder / "decoder.onnx").write_bytes((folder / "joiner.onnx").read_bytes())
    with pytest.raises(ModelCorrupt):
        load_engine(settings(folder))


def test_a_file_that_has_changed_since_it_was_fetched_is_named(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path)
    write_record(folder, "a/b c0ffee")
    load_engine(settings(folder))
    (folder / "joiner.onnx").write_bytes(b"other")
    with pytest.raises(ModelMissing, match=r"joiner\.onnx"):
        load_engine(settings(folder))


@every_row(
    ("chosen", "why"),
    [
        ({"whisper_model": "base"}, "không chạy được mô hình Whisper base"),
        ({"whisper_device": "cuda"}, "chỉ tính bằng bộ xử lý chính"),
        ({"whisper_engine": "faster_whisper"}, "đặt WHISPER_ENGINE=sherpa_onnx"),
        ({"whisper_engine": "openai_whisper"}, "đặt WHISPER_ENGINE=sherpa_onnx"),
    ],
)
def test_settings_that_cannot_be(chosen: dict[str, Any], why: str, folder: Path) -> None:
    with pytest.raises(UnsupportedSetting, match=why):
        load_engine(settings(folder).model_copy(update=chosen))


def test_numbers_that_no_transducer_has_are_refused(folder: Path) -> None:
    with pytest.raises(ValidationError, match="auto, int8, float32"):
        settings(folder, whisper_compute_type="float16")


class _Absent(importlib.abc.MetaPathFinder):
    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name.partition(".")[0] == "sherpa_onnx":
            raise ImportError(name)


@pytest.fixture
def without_the_library() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in sys.modules if name.partition(".")[0] == "sherpa_onnx"]:
            patch.delitem(sys.modules, name)
        patch.setattr(sys, "meta_path", [_Absent(), *sys.meta_path])
        yield


@pytest.mark.usefixtures("without_the_library")
def test_without_the_library_it_says_what_to_install(folder: Path) -> None:
    with pytest.raises(EngineMissing, match=r"pip install '\.\[sherpa-onnx\]'"):
        load_engine(settings(folder))


# --- fetched -----------------------------------------------------------------------------------


def test_it_is_fetched_checked_and_listed_like_any_model(tmp_path: Path) -> None:
    made = tiny.write(tmp_path / "published")
    (made / "encoder.int8.onnx").write_bytes((made / "encoder.onnx").read_bytes())
    published: dict[str, bytes | Path] = {path.name: path for path in made.iterdir()}
    with HubServer({"an-office/its-transducer": published | {"README.md": b"#"}}) as hub:
        office = Office(tmp_path / "office", hub.url)
        fetched = office.run("fetch", "an-office/its-transducer")
        assert fetched.returncode == 0, fetched.stderr
        assert "WHISPER_ENGINE=sherpa_onnx" in fetched.stderr
        folder = Path(fetched.stdout.strip())
        assert transducer.is_transducer(folder)
        assert not (folder / "README.md").exists()
        checked = office.run("check", "an-office/its-transducer")
        assert checked.returncode == 0, checked.stderr
        assert "sherpa-onnx" in checked.stdout
        listed = office.run("list", WHISPER_MODEL="an-office/its-transducer")
        assert "sherpa-onnx" in listed.stdout
        # and the engine finds it by its name
        heard = office.run(
            str(wav_file(tmp_path)),
            program=("-m", "transcribe"),
            WHISPER_ENGINE="sherpa_onnx",
            WHISPER_MODEL="an-office/its-transducer",
        )
        assert heard.returncode == 0, heard.stderr


def wav_file(folder: Path) -> Path:
    file = folder / "note.wav"
    file.write_bytes(wav(tiny.sound(SAID, 4.0)))
    return file
