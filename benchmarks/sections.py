"""The measurements: each gives plain values for speech.json, which tables.py writes out.

A machine is never equally fast for long, so contenders are measured in turns: the clips are
split into rounds, and in each round every contender does the same clips, in rotating order.
"""

import logging
import statistics
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from transcribe import SpeechSettings
from transcribe.engines import Engine, load_engine

from . import sound
from .clips import Clip, long_recording, write_long
from .contenders import BATCHED, FASTER, OPENAI, OURS, Contender, HeardFile, Ours, Setup
from .lines import of_clips
from .long_recording import Job, Result, apart
from .noises import noises
from .scoring import (
    NO_ERRORS,
    Errors,
    difference_interval,
    errors,
    median_interval,
    rate_interval,
)

log = logging.getLogger(__name__)

PADDINGS = (1.0, 2.0, 3.0, 5.0, 6.0, 8.0, 11.0, 30.0)
BATCH_SIZES = (1, 2, 4, 8, 16)

HEARD = "ours, words as heard"
"""Stands beside OURS, whose text is also written as an office writes it."""

Found = dict[str, Any]
"""What goes into speech.json."""


class NotPossible(Exception):
    """Why a section cannot be measured here."""


# --- a backlog ------------------------------------------------------------------------------


def backlog(
    contenders: Sequence[Contender], clips: Sequence[Clip], rounds: int, slow: int | None
) -> Found:
    """All clips at once; `slow` is how many of them openai-whisper does, None for all."""
    groups = [range(number, len(clips), rounds) for number in range(rounds)]
    heard: dict[str, dict[int, HeardFile]] = {one.name: {} for one in contenders}
    seconds: dict[str, list[float]] = {one.name: [] for one in contenders}
    files = [sound.wav(clip.samples) for clip in clips]
    for number, group in enumerate(groups):
        for one in _rotated(contenders, number):
            chosen = list(group)
            if one.name == OPENAI and slow is not None:
                chosen = chosen[: -(-slow // rounds)]
            start = time.perf_counter()
            found = one.many([files[index] for index in chosen])
            seconds[one.name].append(time.perf_counter() - start)
            heard[one.name] |= dict(zip(chosen, found, strict=True))
            log.info(
                "round %d: %s, %d clips, %.1f s",
                number + 1,
                one.name,
                len(chosen),
                seconds[one.name][-1],
            )
    scored = _scored(heard, clips)
    return {
        "clips": len(clips),
        "sources": len({clip.source for clip in clips}),
        "audio_seconds": sum(clip.seconds for clip in clips),
        "contenders": {
            name: _summary(name, scored, clips)
            | of_clips([(clips[n].said, _written(heard, name, n)) for n in scored[name]])
            | _speed(name, heard, seconds, clips, [list(group) for group in groups])
            for name in scored
        },
        "kinds": _by_kind(scored, clips),
        "worst": {name: _worst(found, heard, name, clips) for name, found in scored.items()},
        "details": [_details(index, clip, heard, scored) for index, clip in enumerate(clips)],
    }


def _scored(
    heard: dict[str, dict[int, HeardFile]], clips: Sequence[Clip]
) -> dict[str, dict[int, Errors]]:
    """The errors of each contender in each clip it did, and of ours as heard."""
    scored = {}
    for name, found in heard.items():
        said = {index: clips[index].said for index in found}
        scored[name] = {index: errors(said[index], one.text) for index, one in found.items()}
        if name == OURS and any(one.heard for one in found.values()):
            scored[HEARD] = {
                index: errors(said[index], one.heard or "") for index, one in found.items()
            }
    return scored


def _summary(name: str, scored: dict[str, dict[int, Errors]], clips: Sequence[Clip]) -> Found:
    found = scored[name]
    total = sum(found.values(), NO_ERRORS)
    sources = _by_source(found, clips)
    summary: Found = {
        "clips": len(found),
        "wer": total.rate,
        "wer_interval": rate_interval(sources),
        "over_100": sum(one.rate > 1 for one in found.values()),
        **asdict(total),
    }
    for reference, which in ((FASTER, "difference"), (BATCHED, "batched_difference")):
        if reference in scored and name != reference and found.keys() <= scored[reference].keys():
            theirs = {index: scored[reference][index] for index in found}
            other = _by_source(theirs, clips)
            summary[which] = total.rate - sum(other, NO_ERRORS).rate
            summary[f"{which}_interval"] = difference_interval(sources, other)
    return summary


def _by_source(found: dict[int, Errors], clips: Sequence[Clip]) -> list[Errors]:
    """Errors by recording: the rough forms of one recording are not independent."""
    sources: dict[str, Errors] = {}
    for index, one in sorted(found.items()):
        source = clips[index].source
        sources[source] = sources.get(source, NO_ERRORS) + one
    return list(sources.values())


def _speed(
    name: str,
    heard: dict[str, dict[int, HeardFile]],
    seconds: dict[str, list[float]],
    clips: Sequence[Clip],
    groups: list[list[int]],
) -> Found:
    """Times over the rounds, and how many times faster than faster-whisper."""
    if name not in seconds:
        return {}
    audio = sum(clips[index].seconds for index in heard[name])
    speed: Found = {
        "seconds": sum(seconds[name]),
        "audio_seconds": audio,
        "real_time_factor": sum(seconds[name]) / audio,
        "round_seconds": seconds[name],
    }
    if FASTER in heard:
        theirs = [
            sum(heard[FASTER][index].seconds or 0 for index in group if index in heard[name])
            for group in groups
        ]
        ratios = [other / own for other, own in zip(theirs, seconds[name], strict=True)]
        speed["throughput"] = sum(theirs) / sum(seconds[name])
        speed["throughput_range"] = (min(ratios), max(ratios))
    return speed


def _by_kind(scored: dict[str, dict[int, Errors]], clips: Sequence[Clip]) -> Found:
    """The word error rate of each contender by what was done to the clips."""
    families = dict.fromkeys(sorted(clip.family for clip in clips))
    return {
        family: {"clips": sum(clip.family == family for clip in clips)}
        | {
            name: sum(
                (one for index, one in found.items() if clips[index].family == family), NO_ERRORS
            ).rate
            for name, found in scored.items()
            if any(clips[index].family == family for index in found)
        }
        for family in families
    }


def _worst(
    scored: dict[int, Errors],
    heard: dict[str, dict[int, HeardFile]],
    name: str,
    clips: Sequence[Clip],
) -> list[Found]:
    """The five worst clips of those over 100 %."""
    over = [index for index, one in scored.items() if one.rate > 1]
    over.sort(key=lambda index: -scored[index].rate)
    return [
        {
            "clip": clips[index].name,
            "wer": scored[index].rate,
            "said": clips[index].said,
            "text": _written(heard, name, index),
        }
        for index in over[:5]
    ]


def _written(heard: dict[str, dict[int, HeardFile]], name: str, index: int) -> str:
    if name == HEARD:
        return heard[OURS][index].heard or ""
    return heard[name][index].text


def _details(
    index: int,
    clip: Clip,
    heard: dict[str, dict[int, HeardFile]],
    scored: dict[str, dict[int, Errors]],
) -> Found:
    return {
        "clip": clip.name,
        "seconds": clip.seconds,
        "said": clip.said,
        "heard": {name: asdict(found[index]) for name, found in heard.items() if index in found},
        "errors": {name: asdict(found[index]) for name, found in scored.items() if index in found},
    }


def _rotated(things: Sequence[Any], number: int) -> list[Any]:
    at = number % len(things)
    return [*things[at:], *things[:at]]


# --- one note -------------------------------------------------------------------------------


def single(
    contenders: Sequence[Contender], clips: Sequence[Clip], repeats: int, most: int = 6
) -> Found:
    """Notes of about five seconds, one at a time, from the bytes of an Ogg/Opus file to text."""
    pair = [one for one in contenders if one.name in (OURS, FASTER)]
    if len(pair) < 2:
        raise NotPossible(f"the single note compares {OURS} with {FASTER}")
    groups = {
        "as recorded": _five_seconds([clip for clip in clips if not clip.is_rough], most),
        "made rough": _five_seconds([clip for clip in clips if clip.is_rough], most),
    }
    times: dict[str, dict[str, list[list[float]]]] = {}
    for title, chosen in groups.items():
        if chosen:
            times[title] = _single_times(pair, chosen, repeats)
    return {title: _single_summary(found) for title, found in times.items()}


def _five_seconds(clips: Sequence[Clip], most: int) -> list[Clip]:
    """The clips nearest to 5 s; only the nearest where none is between 4.5 and 5.5 s."""
    nearest = sorted(clips, key=lambda clip: abs(clip.seconds - 5))[:most]
    return [clip for clip in nearest if abs(clip.seconds - 5) <= 0.5] or nearest[:1]


def _single_times(
    pair: Sequence[Contender], clips: Sequence[Clip], repeats: int
) -> dict[str, list[list[float]]]:
    """Seconds by contender, clip and repeat."""
    times = {one.name: [[] for _ in clips] for one in pair}
    files = [sound.ogg(clip.samples, kilobits=32) for clip in clips]
    for repeat in range(repeats):
        for number, file in enumerate(files):
            for one in _rotated(pair, repeat + number):
                times[one.name][number].append(one.one(file).seconds)
    return times


def _single_summary(times: dict[str, list[list[float]]]) -> Found:
    ratios = [
        statistics.median(theirs / own for theirs, own in zip(*both, strict=True))
        for both in zip(times[FASTER], times[OURS], strict=True)
    ]
    return {
        "clips": len(ratios),
        "median_seconds": {name: float(np.median(found)) for name, found in times.items()},
        "ratio": statistics.median(ratios),
        "ratio_interval": median_interval(ratios),
        "times": times,
    }


# --- a long recording -----------------------------------------------------------------------


def hour(setup: Setup, clips: Sequence[Clip], minutes: float, seed: int, *, alone: bool) -> Found:
    """One long recording; `alone` leaves BatchedInferencePipeline out."""
    plain = [clip for clip in clips if not clip.is_rough]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "long.ogg"
        seconds, said = write_long(file, long_recording(plain, minutes, seed))
        log.info("a recording of %.1f minutes is written", seconds / 60)
        found = {OURS: _long(apart(Job(OURS, str(file), setup)), said)}
        if not alone:
            size, tried = _best_batch(setup, plain, minutes, seed, Path(folder))
            theirs = apart(Job(BATCHED, str(file), setup, size))
            found[BATCHED] = _long(theirs, said) | {"batch_size": size, "tried": tried}
            found[OURS]["throughput"] = found[BATCHED]["seconds"] / found[OURS]["seconds"]
    return {"minutes": seconds / 60, "contenders": found}


def _best_batch(
    setup: Setup, clips: Sequence[Clip], minutes: float, seed: int, folder: Path
) -> tuple[int, dict[int, float]]:
    """The fastest batch size on the first tenth of the recording (three minutes at least)."""
    file = folder / "part.ogg"
    write_long(file, long_recording(list(clips), max(3.0, minutes / 10), seed))
    tried = {size: apart(Job(BATCHED, str(file), setup, size)).seconds for size in BATCH_SIZES}
    log.info("seconds by batch size: %s", tried)
    return min(tried, key=lambda size: tried[size]), tried


def _long(result: Result, said: str) -> Found:
    total = errors(said, result.text)
    found: Found = {"wer": total.rate, **asdict(total), **asdict(result)}
    if result.heard and result.heard.strip():
        found["wer_as_heard"] = errors(said, result.heard).rate
    log.info("%.1f s, WER %.3f, %.0f MB", result.seconds, total.rate, result.memory)
    return found


NOISE_SEEDS = range(2026, 2031)

# --- silence --------------------------------------------------------------------------------


def silence(contenders: Sequence[Contender]) -> Found:
    """On which sounds without speech something is written.

    Ours hears each sound made several times, the others made once: they take long over noise.
    """
    found = {}
    for one in contenders:
        seeds = NOISE_SEEDS if one.name == OURS else NOISE_SEEDS[:1]
        sounds = [(f"{name} ({seed})", made) for seed in seeds for name, made in noises(seed)]
        files = [sound.wav(samples) for _, samples in sounds]
        start = time.perf_counter()
        texts = [heard.text.strip() for heard in one.many(files)]
        found[one.name] = {
            "sounds": len(sounds),
            "written": {name: text for (name, _), text in zip(sounds, texts, strict=True) if text},
            "seconds": time.perf_counter() - start,
        }
        wrote = len(found[one.name]["written"])
        log.info("silence: %s wrote on %d of %d", one.name, wrote, len(sounds))
    return {"contenders": found}


# --- padding --------------------------------------------------------------------------------


def padding(setup: Setup, clips: Sequence[Clip], rounds: int) -> Found:
    """Ours with different amounts of silence behind the clip; 30 s is Whisper's own way."""
    if "whisper_padding" not in SpeechSettings.model_fields:
        raise NotPossible("SpeechSettings has no whisper_padding")
    counts = [_Count() for _ in PADDINGS]
    contenders = []
    for seconds, count in zip(PADDINGS, counts, strict=True):
        settings = setup.speech(whisper_padding=seconds)
        contenders.append(Ours(f"{seconds:g} s", settings, count.load))
    found = backlog(contenders, clips, rounds, None)
    for one, count in zip(contenders, counts, strict=True):
        # one decoding a clip is the first; a clip in which nobody speaks has none
        found["contenders"][one.name]["decodings_a_clip"] = count.decoded / len(clips)
    return {key: found[key] for key in ("clips", "audio_seconds", "contenders")}


class _Count:
    """How many clips an engine has decoded, counting each time that it did."""

    def __init__(self) -> None:
        self.decoded = 0
        self._lock = threading.Lock()

    def load(self, settings: SpeechSettings) -> Engine:
        """The engine of those settings, which is counted from now on."""
        engine: Any = load_engine(settings)
        decode = engine.decode

        def counted(clips: Sequence[Any], **more: Any) -> Any:
            with self._lock:  # the engine's workers are several threads
                self.decoded += len(clips)
            return decode(clips, **more)

        engine.decode = counted
        return engine
