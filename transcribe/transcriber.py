"""From a recording to its text: decode, guard, engine, guard, tidy."""

import threading
from pathlib import Path

from . import audio, guards
from .engines import Engine, load_engine
from .settings import SpeechSettings
from .text import tidy
from .types import SAMPLE_RATE, Segment, Transcript


class Transcriber:
    """Speech to text with one loaded model. May be shared by threads.

        transcript = Transcriber().transcribe("note.ogg")
        print(transcript.text)

    The model is loaded at the first use, or by `load`.
    """

    def __init__(self, settings: SpeechSettings | None = None) -> None:
        """Without `settings` they are read from the environment and from `.env`."""
        self.settings = settings or SpeechSettings()
        self._engine: Engine | None = None
        self._lock = threading.Lock()

    def load(self) -> None:
        """Load the model, if it is not loaded yet. Raises ModelError."""
        with self._lock:
            self._loaded()

    def transcribe(self, source: Path | str | bytes, *, hints: str = "") -> Transcript:
        """The Vietnamese text of a recording: a path, or the bytes of a file.

        `hints` are words that may be said: names, terms, separated by commas, the most
        important first. A recording without speech gives a Transcript whose text is "".

        Raises AudioError where this recording cannot be used, ModelError where none can.
        """
        samples = audio.load(
            Path(source) if isinstance(source, str) else source,
            max_seconds=self.settings.max_audio_minutes * 60,
            max_bytes=int(self.settings.max_audio_mb * 1e6),
        )
        seconds = len(samples) / SAMPLE_RATE
        speech = guards.speech_spans(samples)
        if not speech:
            return Transcript("", seconds, 0.0, ())
        with self._lock:
            found = self._loaded().transcribe(samples, hints=tidy(hints))
        said = guards.drop_invented(found, speech)
        return _transcript(said, seconds)

    def _loaded(self) -> Engine:
        if self._engine is None:
            self._engine = load_engine(self.settings)
        return self._engine


def _transcript(found: list[Segment], seconds: float) -> Transcript:
    tidied = (Segment(s.start, s.end, tidy(s.text), s.confidence) for s in found)
    segments = tuple(segment for segment in tidied if segment.text)
    # a segment of no length still counts for something
    weights = [max(s.end - s.start, 0.01) for s in segments]
    weighted = sum(w * s.confidence for w, s in zip(weights, segments, strict=True))
    confidence = weighted / sum(weights) if segments else 0.0
    text = tidy(" ".join(segment.text for segment in segments))
    return Transcript(text, seconds, confidence, segments)
