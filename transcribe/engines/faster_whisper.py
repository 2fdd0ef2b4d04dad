"""faster-whisper: CTranslate2 with 8-bit numbers on the CPU. The default."""

import logging
import math
from pathlib import Path
from typing import Any

import numpy as np

from transcribe.errors import EngineMissing, ModelCorrupt, UnsupportedSetting
from transcribe.models import locate
from transcribe.settings import SpeechSettings
from transcribe.types import SAMPLE_RATE, FloatArray, Segment

from ._shared import CONDITION_ON_PREVIOUS_TEXT, TEMPERATURES, fit_hints, threads, within

log = logging.getLogger(__name__)

_AUTO_COMPUTE_TYPE = {"cpu": "int8", "cuda": "float16"}


class FasterWhisper:
    """A `faster_whisper.WhisperModel` that listens to Vietnamese."""

    name = "faster_whisper"

    def __init__(self, model: Any, beam: int) -> None:
        self._model = model
        self._beam = beam

    def transcribe(self, samples: FloatArray, *, hints: str = "") -> list[Segment]:
        # no vad_filter: what it cuts out is lost, and it cuts out quiet speech (see guards.py)
        found, _ = self._model.transcribe(
            samples,
            language="vi",
            task="transcribe",
            beam_size=self._beam,
            temperature=TEMPERATURES,
            condition_on_previous_text=CONDITION_ON_PREVIOUS_TEXT,
            hotwords=fit_hints(hints, self._count_tokens) or None,
        )
        segments = [Segment(s.start, s.end, s.text, math.exp(s.avg_logprob)) for s in found]
        return within(segments, samples)

    def _count_tokens(self, text: str) -> int:
        return len(self._model.hf_tokenizer.encode(" " + text, add_special_tokens=False).ids)


def load(settings: SpeechSettings) -> FasterWhisper:
    """Load the model; raises ModelError."""
    try:
        import ctranslate2
        import faster_whisper
    except ImportError as error:
        raise EngineMissing(
            f"WHISPER_ENGINE=faster_whisper is not installed ({error}): pip install faster-whisper"
        ) from error
    del faster_whisper  # only its presence is asked for here

    cuda = ctranslate2.get_cuda_device_count() > 0
    if settings.whisper_device == "cuda" and not cuda:
        raise UnsupportedSetting("WHISPER_DEVICE=cuda: CTranslate2 finds no CUDA device here")
    folder = locate(settings.whisper_model, settings.whisper_cache)
    if settings.whisper_device == "auto" and cuda:
        try:
            return FasterWhisper(_open(folder, "cuda", settings), settings.whisper_beam)
        except RuntimeError as error:
            # a graphics card without the CUDA libraries is common
            log.warning("CUDA does not work here (%s): using the CPU", error)
            return FasterWhisper(_open(folder, "cpu", settings), settings.whisper_beam)
    device = "cuda" if settings.whisper_device == "cuda" else "cpu"
    try:
        return FasterWhisper(_open(folder, device, settings), settings.whisper_beam)
    except RuntimeError as error:
        raise ModelCorrupt(
            str(folder),
            expected="a model that faster-whisper loads",
            found=str(error),
            remedy="Convert or download the model again",
        ) from error


def _open(folder: Path, device: str, settings: SpeechSettings) -> Any:
    """A WhisperModel that has listened once; raises RuntimeError where the library fails."""
    from ctranslate2 import get_supported_compute_types
    from faster_whisper import WhisperModel

    wanted = settings.whisper_compute_type
    compute_type = _AUTO_COMPUTE_TYPE[device] if wanted == "auto" else wanted
    possible = get_supported_compute_types(device)
    if compute_type not in possible:
        raise UnsupportedSetting(
            f"WHISPER_COMPUTE_TYPE={compute_type} is not possible on this {device}, "
            f"which can do {', '.join(sorted(possible))}"
        )
    try:
        model = WhisperModel(
            str(folder),
            device=device,
            compute_type=compute_type,
            cpu_threads=threads(settings.whisper_threads),
        )
    except Exception as error:
        # the tokenizer's library raises the bare class
        raise RuntimeError(str(error)) from error
    if not model.model.is_multilingual:
        raise UnsupportedSetting(f"WHISPER_MODEL={settings.whisper_model} understands only English")
    if device == "cuda":
        # missing libraries show only when something is computed
        model.encode(model.feature_extractor(np.zeros(SAMPLE_RATE, np.float32))[..., :3000])
    return model
