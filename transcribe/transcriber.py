"""From a recording to its text: decode, cut, hear, check, write."""

import logging
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future
from contextlib import closing
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Protocol

import numpy as np

from foundation.logs import told
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
    Voice,
    Waiting,
    Work,
)
from transcribe.voices import Ear
from transcribe.voices.turns import LEAST_SECONDS, OTHER_VOICE, Hears
from transcribe.writing.segments import segments_of, unheard_in
from transcribe.writing.text import tidy, written
from transcribe.writing.times import joined

log = logging.getLogger(__name__)

# A note goes before the parts of a recording, all of it in one turn
_NOTE_SECONDS = 120.0
# Notes that are worth handing over at once: what the engine takes together, and some that wait
_PLACES = 20
# Parts of a recording that are cut and wait: some of each length, so that they can go together
_AHEAD = 32
# Seconds on either side of what is heard by itself; nearly the whole would be heard as before
_BESIDE = 0.2
_MOST_OF_IT = 0.9

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
        self._engine: Engine | None = None
        self._most = 1
        self._lock = threading.Lock()
        self._ear = None if self.settings.voices == "off" else Ear()
        self._told_of_voices = False

    def load(self) -> None:
        """Load the model, if it is not loaded yet. Raises ModelError."""
        self._ready()

    @property
    def loaded(self) -> bool:
        """Whether the model is there."""
        return self._scheduler is not None

    @property
    def by(self) -> HeardWith:
        """The engine and the model; the digest of its weights once they are loaded. A server's
        name tells also what it tells."""
        return self._by if self._engine is None else replace(self._by, engine=self._engine.name)

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

    def transcribe(
        self, source: Path | str | bytes, *, hints: str = "", voices: bool = True
    ) -> Transcript:
        """The Vietnamese text of a recording: a path, or the bytes of a file.

        `hints` are words that may be said: names, terms, separated by commas, the most
        important first. A recording without speech gives a Transcript whose text is "". Without
        `voices` nobody wants to know whose voice it is, whatever the settings say.

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
            pieces = list(self._pieces(chain(head, blocks), 0.0, hints, voices, note=short))
        return _transcript(pieces, self.by)

    def pieces(
        self,
        source: Path | str | bytes,
        *,
        start: float = 0.0,
        hints: str = "",
        voices: bool = True,
    ) -> Generator[Piece, None, None]:
        """A long recording from `start` seconds on, piece by piece, each when it is there.

        A piece ends in a pause and is at most about 30 s long; memory does not grow with the
        recording. What is asked for by `transcribe` meanwhile takes turns with the pieces.
        Closing the iterator stops the work.

        Raises AudioError, after the pieces before the damage, and ModelError.
        """
        with closing(self._stream(source, start)) as blocks:
            yield from self._pieces(blocks, start, hints, voices, note=False)

    def leave(self, source: Path) -> None:
        """Nobody waits for this recording any more; of it nothing is kept here."""

    def _stream(self, source: Path | str | bytes, start: float) -> _Samples:
        return self._decoder(
            Path(source) if isinstance(source, str) else source,
            max_seconds=self.settings.longest,
            max_bytes=int(self.settings.max_audio_mb * 1e6),
            start=start,
        )

    def _pieces(
        self, blocks: Iterator[FloatArray], start: float, hints: str, voices: bool, *, note: bool
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
                heard = future.result() if future else None
                if heard is not None:
                    heard = self._heard_whole(stretch, heard, hints, recording, note=note)
                yield self._piece(stretch, heard, voices=voices)
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
        return self._hear(Clip(stretch.samples, hints), recording, note=note)

    def _hear(self, clip: Clip, recording: object, *, note: bool) -> "Future[Decoded]":
        scheduler = self._ready()
        return scheduler.note(clip) if note else scheduler.part(clip, recording)

    def _heard_whole(
        self, stretch: Stretch, heard: Decoded, hints: str, recording: object, *, note: bool
    ) -> Decoded:
        """What was heard in a stretch, and in those parts of it that had no words, each by itself.

        The model passes over what is said twice, what is quiet behind somebody loud, and what comes
        behind a loop; alone it often hears it.
        """
        assert stretch.samples is not None
        asked = []
        for begin, end in unheard_in(heard, stretch):
            first = max(begin - stretch.heard_from - _BESIDE, 0.0)
            after = end - stretch.heard_from + _BESIDE
            part = stretch.samples[round(first * SAMPLE_RATE) : round(after * SAMPLE_RATE)]
            if len(part) < _MOST_OF_IT * len(stretch.samples):
                asked.append((first, self._hear(Clip(part, hints), recording, note=note)))
        more = [(first, future.result()) for first, future in asked]
        return joined(heard, more, stretch.speech)

    def _hears(self) -> Hears | None:
        """What knows voices; None where nobody wants that, or it cannot be done here."""
        ear = self._ear
        try:
            if ear:
                ear.load()
        except Exception as error:  # the library's own too: it may be a broken one
            self._tell_of_voices(error)
            self._ear = None
        return self._ear

    def _piece(self, stretch: Stretch, heard: Decoded | None, *, voices: bool) -> Piece:
        segments = self._segments(stretch, heard, voices=voices) if heard else ()
        unheard = unheard_in(heard if segments else None, stretch)
        return Piece(stretch.start, stretch.end, segments, unheard, self.by)

    def _segments(self, stretch: Stretch, heard: Decoded, *, voices: bool) -> tuple[Segment, ...]:
        """What was said, with voices where they can be told: that they cannot costs no words."""
        hears = self._hears() if voices else None
        if hears:
            try:
                return segments_of(heard, stretch, hears)
            except Exception as error:
                self._tell_of_voices(error)
        return segments_of(heard, stretch)

    def _tell_of_voices(self, error: Exception) -> None:
        if not self._told_of_voices:
            log.warning("voices are not told apart: %s", told(error))
        self._told_of_voices = True

    def _ready(self) -> Scheduler:
        with self._lock:
            if self._scheduler is None:
                engine = self._load_engine(self.settings)
                self._by = replace(self._by, digest=engine.digest)
                self._engine = engine
                self._most = engine.most
                self._scheduler = Scheduler(
                    lambda clips: recognise(engine, clips, self.settings.whisper_padding),
                    most=engine.most,
                    workers=engine.workers,
                )
            return self._scheduler


def _transcript(pieces: list[Piece], by: HeardWith) -> Transcript:
    segments = list(_with_turns(pieces))
    unheard = tuple(span for piece in pieces for span in piece.unheard)
    # a segment of no length still counts for something
    weights = [max(s.end - s.start, 0.01) for s in segments]
    weighted = sum(w * s.confidence for w, s in zip(weights, segments, strict=True))
    confidence = weighted / sum(weights) if segments else 0.0
    # as a whole: a number or a sentence may go on in the next segment
    text = written(" ".join(segment.heard for segment in segments))
    return Transcript(text, pieces[-1].end, confidence, tuple(segments), unheard, by)


def _with_turns(pieces: list[Piece]) -> Iterator[Segment]:
    """All segments; where somebody else goes on behind the cut between two pieces, it says so."""
    before: Voice | None = None
    for piece in pieces:
        first = True
        for segment in piece.segments:
            voice, turn = segment.voice, segment.turn
            if voice and voice.seconds < LEAST_SECONDS:  # it tells too little
                voice = None
            if voice and before and first:
                turn = turn or float(np.dot(before.vector, voice.vector)) < OTHER_VOICE
            yield replace(segment, turn=turn)
            first = first and voice is None
            before = voice or before
