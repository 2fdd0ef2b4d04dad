"""Who is measured: each turns the bytes of audio files into text, with the same weights."""

import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from transcribe import SpeechSettings, Transcriber
from transcribe.engines import Engine, load_engine
from transcribe.models.locate import locate

from . import sound

_MOST_THREADS = 64
"""So many chats at once send something in the backlog."""


@dataclass(frozen=True)
class Setup:
    """What all contenders have in common; openai-whisper computes in float32 whatever this says."""

    model: str = "base"
    compute_type: str = "int8"
    beam: int = 5
    threads: int = 2
    device: str = "cpu"

    def speech(self, **more: Any) -> SpeechSettings:
        """The settings of this project that mean the same."""
        return SpeechSettings(
            _env_file=None,
            whisper_model=self.model,
            whisper_compute_type=self.compute_type,
            whisper_beam=self.beam,
            whisper_threads=self.threads,
            whisper_device=self.device,
            **more,
        )


@dataclass(frozen=True)
class HeardFile:
    """What was written for one file.

    `heard` are the words as they were heard, where the contender also rewrites them.
    `seconds` is None where files were not transcribed one after the other.
    """

    text: str
    heard: str | None = None
    seconds: float | None = None


class Contender:
    """Transcribes one file after the other."""

    def __init__(self, name: str, transcribe: Callable[[bytes], str]) -> None:
        self.name = name
        self._transcribe = transcribe

    def one(self, file: bytes) -> HeardFile:
        start = time.perf_counter()
        text = self._transcribe(file)
        return HeardFile(text, seconds=time.perf_counter() - start)

    def many(self, files: list[bytes]) -> list[HeardFile]:
        return [self.one(file) for file in files]


class Ours(Contender):
    """This project: all files are handed in at once, from many threads."""

    def __init__(
        self,
        name: str,
        settings: SpeechSettings,
        load_engine: Callable[[SpeechSettings], Engine] = load_engine,
    ) -> None:
        self.name = name
        self.transcriber = Transcriber(settings, load_engine=load_engine)
        self.transcriber.load()

    def one(self, file: bytes) -> HeardFile:
        start = time.perf_counter()
        heard = self._hear(file)
        return replace(heard, seconds=time.perf_counter() - start)

    def many(self, files: list[bytes]) -> list[HeardFile]:
        with ThreadPoolExecutor(min(_MOST_THREADS, len(files))) as pool:
            return list(pool.map(self._hear, files))

    def _hear(self, file: bytes) -> HeardFile:
        transcript = self.transcriber.transcribe(file)
        return HeardFile(transcript.text, heard=transcript.heard or None)


class CommandLine(Contender):
    """`python -m transcribe *.wav`, with its start and its loading of the model."""

    def __init__(self, name: str, setup: Setup) -> None:
        self.name = name
        self._options = ("--model", setup.model, "--compute-type", setup.compute_type)
        self._device = ("--device", setup.device)
        self._env = {
            **os.environ,
            "PYTHONPATH": str(Path(__file__).parents[1]),
            "WHISPER_BEAM": str(setup.beam),
            "WHISPER_THREADS": str(setup.threads),
        }

    def one(self, file: bytes) -> HeardFile:
        (heard,) = self.many([file])
        return heard

    def many(self, files: list[bytes]) -> list[HeardFile]:
        command = [sys.executable, "-m", "transcribe", "--json", *self._options, *self._device]
        with TemporaryDirectory() as folder:  # no .env of anybody's lies there
            names = [f"{number:05}.wav" for number in range(len(files))]
            for name, file in zip(names, files, strict=True):
                (Path(folder) / name).write_bytes(file)
            done = subprocess.run(
                [*command, *names], cwd=folder, env=self._env, stdout=subprocess.PIPE, check=True
            )
        rows = [json.loads(row) for row in done.stdout.splitlines()]
        return [HeardFile(row["text"]) for row in rows]


OURS, FASTER, BATCHED, OPENAI = "ours", "faster-whisper", "batched", "openai-whisper"
COMMAND = "command-line"
NAMES = (OURS, COMMAND, FASTER, BATCHED, OPENAI)


def contender(name: str, setup: Setup) -> Contender:
    """Loads one of NAMES."""
    if name == OURS:
        return Ours(OURS, setup.speech())
    if name == COMMAND:
        return CommandLine(COMMAND, setup)
    if name == FASTER:
        return Contender(name, faster_whisper(setup))
    if name == BATCHED:
        return Contender(name, batched(setup, batch_size=16))
    return Contender(name, openai_whisper(setup))


def faster_whisper(setup: Setup) -> Callable[[bytes], str]:
    """WhisperModel.transcribe with its defaults."""
    model = library_model(setup)

    def transcribe(file: bytes) -> str:
        found, _ = model.transcribe(io.BytesIO(file), language="vi", beam_size=setup.beam)
        return _text(found)

    return transcribe


def batched(setup: Setup, batch_size: int) -> Callable[[bytes], str]:
    """BatchedInferencePipeline with its defaults; it takes one file a call."""
    from faster_whisper import BatchedInferencePipeline

    pipeline = BatchedInferencePipeline(library_model(setup))

    def transcribe(file: bytes) -> str:
        found, _ = pipeline.transcribe(
            io.BytesIO(file), language="vi", beam_size=setup.beam, batch_size=batch_size
        )
        return _text(found)

    return transcribe


def openai_whisper(setup: Setup) -> Callable[[bytes], str]:
    """The original, as its command line sets it; the product's loader gives it the weights."""
    from transcribe.engines import openai_whisper as engine

    model = engine.load(replace(setup, compute_type="float32").speech()).model

    def transcribe(file: bytes) -> str:
        found = model.transcribe(
            sound.decoded(file), language="vi", beam_size=setup.beam, best_of=5, fp16=False
        )
        return found["text"].strip()

    return transcribe


@cache
def library_model(setup: Setup) -> Any:
    """faster-whisper's own model, loaded once."""
    from faster_whisper import WhisperModel

    folder: Path = locate(setup.model, setup.speech().whisper_cache)
    return WhisperModel(
        str(folder),
        device=setup.device,
        compute_type=setup.compute_type,
        cpu_threads=setup.threads,
    )


def _text(segments: Any) -> str:
    return " ".join(segment.text.strip() for segment in segments)
