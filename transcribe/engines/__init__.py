"""The engines: each runs a model with one library, behind one small Protocol.

A new engine is one file here with a `load(settings)` and one line in `_ENGINES`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from transcribe import sentences as said
from transcribe.errors import UnsupportedSetting
from transcribe.settings import SpeechSettings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transcribe.types import Clip, Decoded


class Engine(Protocol):
    """A loaded model."""

    @property
    def name(self) -> str:
        """As `HeardWith` has it."""
        ...

    digest: str
    """The SHA-256 of the weights in hexadecimal; empty where nobody can say."""
    workers: int
    """As many threads may decode at once, and should."""
    most: int
    """As many clips at once, in all threads together, are worth it."""
    short_context: bool
    """Whether it may be given less than 30 s (only what was measured to bear it)."""
    another_hearing: bool
    """Whether a clip that is heard again, warmer or without turns, may be heard otherwise."""

    def decode(
        self,
        clips: "Sequence[Clip]",
        *,
        seconds: float = 30.0,
        temperature: float = 0.0,
        no_turns: bool = False,
    ) -> "list[Decoded]":
        """The Vietnamese words in each clip; times are from the clip's beginning.

        Each clip is heard with silence behind it up to `seconds` (the longest clip at least);
        an engine without a short context always hears 30. Above 0 the `temperature` samples
        instead of searching. With `no_turns` nothing of some length is written twice, where the
        engine's library can do that. All clips of a call have the same hints; those at the end are
        dropped where they are more than the model can take.
        """
        ...


# The modules are imported when they are chosen: an engine's library costs seconds
_ENGINES = {
    "faster_whisper": "faster_whisper",
    "openai_whisper": "openai_whisper",
    "openai_server": "openai_server",
    "sherpa_onnx": "sherpa_onnx",
}


def load_engine(settings: SpeechSettings) -> Engine:
    """Load the model that the settings choose, in the engine that they choose.

    Raises ModelError.
    """
    module = _ENGINES.get(settings.whisper_engine)
    if module is None:
        raise UnsupportedSetting(said.NO_ENGINE.format(engine=settings.whisper_engine))
    return cast(Engine, import_module(f".{module}", __name__).load(settings))
