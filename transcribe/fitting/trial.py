"""How a model does on this machine: what it hears in the demo's recordings, and how fast."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from transcribe.engines import load_engine
from transcribe.errors import ModelError
from transcribe.fitting import sentences as said
from transcribe.schedule import recognise
from transcribe.sentences import CANNOT_LISTEN
from transcribe.settings import SpeechSettings
from transcribe.sound import audio
from transcribe.types import SAMPLE_RATE, Clip

TRIAL = 10.0
"""Seconds of speech that a model is tried with first."""


@dataclass(frozen=True, slots=True)
class Trial:
    """How a model did: seconds for a second of speech, and what share of the words was wrong."""

    pace: float
    wrong: float


def recordings() -> list[tuple[Clip, str]]:
    """The demo's recordings of real people, with what they say; none where it is not installed."""
    spec = find_spec("vieneu")
    found = list(spec.submodule_search_locations or ()) if spec else []
    return [
        (
            Clip(audio.load(path, max_seconds=28, max_bytes=10**8)),
            path.with_suffix(".txt").read_text("utf-8"),
        )
        for folder in found
        for path in sorted((Path(folder) / "assets" / "samples").glob("*.wav"))
    ]


def trial(settings: SpeechSettings, voices: list[tuple[Clip, str]]) -> Trial:
    """How a model does on the recordings: at the pace of the first ten seconds of them.

    Without recordings it hears ten seconds of noise, and nobody knows how much is wrong. What other
    programs take of the cores while it listens does not count, as far as that can be told: the pace
    is no more than the processor's time.

    Raises ModelError, also for whatever the engine's library raises.
    """
    engine = load_engine(settings)
    noise = np.random.default_rng(0).normal(0, 0.01, round(TRIAL * SAMPLE_RATE))
    clips = [clip for clip, _ in voices] or [Clip(noise.astype(np.float32))]

    def hear(some: list[Clip]) -> Iterator[str]:
        for clip in some:
            yield recognise(engine, [clip], settings.whisper_padding)[0].text

    try:
        first = _first_seconds(clips)
        started, had = time.monotonic(), time.process_time()
        texts = list(hear(first))
        took = min(time.monotonic() - started, time.process_time() - had)
        pace = took / sum(clip.seconds for clip in first)
        texts += hear(clips[len(first) :])
    except ModelError:
        raise
    except Exception as error:  # whatever the engine's library raises
        why = CANNOT_LISTEN.format(name=settings.whisper_model, why=repr(error))
        raise ModelError(why) from error
    if not voices:
        return Trial(pace, math.nan)
    words = [_words(text) for _, text in voices]
    edits = sum(_edits(one, _words(text)) for one, text in zip(words, texts, strict=True))
    return Trial(pace, edits / sum(map(len, words)))


def in_words(tried: Trial) -> dict[str, object]:
    """For a sentence."""
    wrong = said.NOT_TRIED if math.isnan(tried.wrong) else said.WRONG.format(wrong=tried.wrong)
    return {"seconds": f"{TRIAL * tried.pace:.1f}", "wrong": wrong}


def _first_seconds(clips: list[Clip]) -> list[Clip]:
    total, count = 0.0, 0
    while count < len(clips) and total < TRIAL:
        total += clips[count].seconds
        count += 1
    return clips[:count]


def _words(text: str) -> list[str]:
    return re.sub(r"[^\w\s]", " ", text.lower()).split()


def _edits(left: list[str], right: list[str]) -> int:
    row = list(range(len(right) + 1))
    for number, one in enumerate(left, start=1):
        before, row[0] = row[0], number
        for place, other in enumerate(right, start=1):
            before, row[place] = (
                row[place],
                min(row[place] + 1, row[place - 1] + 1, before + (one != other)),
            )
    return row[-1]
