"""The engines: each runs a Whisper model with one library, behind one small Protocol.

A new engine is one file here with a `load(settings)` and one line in `_ENGINES`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from transcribe.errors import UnsupportedSetting
from transcribe.settings import SpeechSettings

if TYPE_CHECKING:
    from transcribe.types import FloatArray, Segment


class Engine(Protocol):
    """A loaded model. Not safe for several threads at once; `Transcriber` holds a lock."""

    name: str

    def transcribe(self, samples: "FloatArray", *, hints: str = "") -> "list[Segment]":
        """The Vietnamese words in 16 kHz mono samples, as segments in order of time.

        `hints` are words that may be said (names, terms, separated by commas); those at the
        end are dropped when they are more than the model can take.
        """
        ...


# The modules are imported when they are chosen: an engine's library costs seconds
_ENGINES = {
    "faster_whisper": "faster_whisper",
    "openai_whisper": "openai_whisper",
}


def load_engine(settings: SpeechSettings) -> Engine:
    """Load the model that the settings choose, in the engine that they choose.

    Raises ModelError.
    """
    module = _ENGINES.get(settings.whisper_engine)
    if module is None:
        raise UnsupportedSetting(f"WHISPER_ENGINE={settings.whisper_engine} is not known")
    return cast(Engine, import_module(f".{module}", __name__).load(settings))
