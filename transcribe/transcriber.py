"""From a recording to its text: decode, cut, hear, check, write."""

import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future
from contextlib import closing
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Protocol

from transcribe.engines import Engine, load_engine
from transcribe.errors import AudioError
from transcribe.schedule import Scheduler, recognise
from transcribe.settings import SpeechSettings
from transcribe.sound import audio
from transcribe.sound.cut import Stretch, stretches
from transcribe.types import (
    SAMPLE_RATE,
    Clip,
    Decoded,
    FloatArray,
    HeardWith,
    Piece,
    Segment,
    Transcript,
    Waiting,
    Work,
)
from transcribe.writing.segments import segments_of
from transcribe.writing.text import tidy, written

# A note goes before the parts of a recording, all of it in one turn
_NOTE_SECONDS = 120.0
# Notes that are worth handing over at once: what the engine takes together, and some that wait
_PLACES = 20
# Parts of a recording that are cut and wait: some of each length, so that they can go together
_AHEAD = 32

_Heard = tuple[Stretch, "Future[Decoded] | None"]
_Samples = Generator[FloatArray, None, None]


class Decoder(Protocol):
    """`audio.stream`, or what does the same elsewhere. Closing the generator ends its work."""

    def __call__(
        self, source: Path | bytes, *, max_seconds: float, max_bytes: int, start: float = 0.0
    ) -> _Samples: ...


class Transcriber:
    """Speech to text with one loaded model, for any number of threads.

        transcript = Transcriber().transcribe("note.ogg")
        print(transcript.text)

    The model is loaded at the first use, or by `load`. What threads ask for while it works is
    decoded together afterwards.
    """

    def __init__(
        self,
        settings: SpeechSettings | None = None,
        decoder: Decoder = audio.stream,
        load_engine: Callable[[SpeechSettings], Engine] = load_engine,
    ) -> None:
        """Without `settings` they are read from the environment and from `.env`.

        `load_engine` gives the engine of the settings, at its first use.
        """
        self.settings = settings or SpeechSettings()
        self._decoder = decoder
        self._load_engine = load_engine
        self._scheduler: Scheduler | None = None
        self._by = HeardWith(self.settings.whisper_engine, self.settings.model_name)
        self._most = 1
        self._lock = threading.Lock()

    def load(self) -> None:
        """Load the model, if it is not loaded yet. Raises ModelError."""
        self._ready()

    @property
    def loaded(self) -> bool:
        """Whether the model is there."""
        return self._scheduler is not None

    @property
    def by(self) -> HeardWith:
        """The engine and the model; the digest of its weights once they are loaded."""
        return self._by

    @property
    def places(self) -> int:
        """Notes that are worth handing over at once."""
        return _PLACES

    @property
    def most(self) -> int:
        """Clips that the engine takes at once, when it is loaded."""
        return self._most

    @property
    def work(self) -> Work:
        """How much the model has heard since it was loaded."""
        return self._scheduler.work if self._scheduler else Work(0.0, 0.0)

    @property
    def waiting(self) -> Waiting:
        """What waits for its turn at the model."""
        return self._scheduler.waiting if self._scheduler else Waiting(0, 0)

    def transcribe(self, source: Path | str | bytes, *, hints: str = "") -> Transcript:
        """The Vietnamese text of a recording: a path, or the bytes of a file.

        `hints` are words that may be said: names, terms, separated by commas, the most
        important first. A recording without speech gives a Transcript whose text is "".

        Raises AudioError where this recording cannot be used, ModelError where none can.
        """
        with closing(self._stream(source, 0.0)) as blocks:
            head: list[FloatArray] = []
            seconds = 0.0
            for block in blocks:
                head.append(block)
                seconds += len(block) / SAMPLE_RATE
                if seconds > _NOTE_SECONDS:
                    break
            short = seconds <= _NOTE_SECONDS
            pieces = list(self._pieces(chain(head, blocks), 0.0, hints, note=short))
        segments = [segment for piece in pieces for segment in piece.segments]
        return _transcript(segments, pieces[-1].end, self._by)

    def pieces(
        self, source: Path | str | bytes, *, start: float = 0.0, hints: str = ""
    ) -> Generator[Piece, None, None]:
        """A long recording from `start` seconds on, piece by piece, each when it is there.

        A piece ends in a pause and is at most about 30 s long; memory does not grow with the
        recording. What is asked for by `transcribe` meanwhile takes turns with the pieces.
        Closing the iterator stops the work.

        Raises AudioError, after the pieces before the damage, and ModelError.
        """
        with closing(self._stream(source, start)) as blocks:
            yield from self._pieces(blocks, start, hints, note=False)

    def leave(self, source: Path) -> None:
        """Nobody waits for this recording any more; of it nothing is kept here."""

    def _stream(self, source: Path | str | bytes, start: float) -> _Samples:
        return self._decoder(
            Path(source) if isinstance(source, str) else source,
            max_seconds=self.settings.max_audio_minutes * 60,
            max_bytes=int(self.settings.max_audio_mb * 1e6),
            start=start,
        )

    def _pieces(
        self, blocks: Iterator[FloatArray], start: float, hints: str, *, note: bool
    ) -> Generator[Piece, None, None]:
        hints = tidy(hints)
        recording = object()
        asked: deque[_Heard] = deque()
        cut: Iterator[Stretch] | None = stretches(blocks, start)
        trouble: AudioError | None = None
        try:
            while True:
                while cut is not None and (note or len(asked) < _AHEAD):
                    try:
                        stretch = next(cut, None)
                    except AudioError as error:
                        stretch, trouble = None, error
                    if stretch is None:
                        cut = None
                        break
                    asked.append((stretch, self._ask(stretch, hints, recording, note=note)))
                if not asked:
                    break
                stretch, future = asked.popleft()
                yield _piece(stretch, future.result() if future else None, self._by)
        finally:
            for _, future in asked:
                if future:
                    future.cancel()
        if trouble is not None:
            raise trouble

    def _ask(
        self, stretch: Stretch, hints: str, recording: object, *, note: bool
    ) -> "Future[Decoded] | None":
        if stretch.samples is None:
            return None
        clip = Clip(stretch.samples, hints)
        scheduler = self._ready()
        return scheduler.note(clip) if note else scheduler.part(clip, recording)

    def _ready(self) -> Scheduler:
        with self._lock:
            if self._scheduler is None:
                engine = self._load_engine(self.settings)
                self._by = replace(self._by, digest=engine.digest)
                self._most = engine.most
                self._scheduler = Scheduler(
                    lambda clips: recognise(engine, clips, self.settings.whisper_padding),
                    most=engine.most,
                    workers=engine.workers,
                )
            return self._scheduler


def _piece(stretch: Stretch, heard: Decoded | None, by: HeardWith) -> Piece:
    segments = segments_of(heard, stretch) if heard else ()
    return Piece(stretch.start, stretch.end, segments, by)


def _transcript(segments: list[Segment], seconds: float, by: HeardWith) -> Transcript:
    # a segment of no length still counts for something
    weights = [max(s.end - s.start, 0.01) for s in segments]
    weighted = sum(w * s.confidence for w, s in zip(weights, segments, strict=True))
    confidence = weighted / sum(weights) if segments else 0.0
    # as a whole: a number or a sentence may go on in the next segment
    text = written(" ".join(segment.heard for segment in segments))
    return Transcript(text, seconds, confidence, tuple(segments), by)
