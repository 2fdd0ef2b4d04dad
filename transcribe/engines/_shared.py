"""What the engines must do alike, so that their results can be compared."""

import os
from collections.abc import Callable, Iterable

from transcribe.types import SAMPLE_RATE, FloatArray, Segment

# Decoding again, warmer each time, what looks repetitive or improbable
TEMPERATURES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)

# A window is decoded without the text of the one before: what went wrong once stays there
CONDITION_ON_PREVIOUS_TEXT = False

# Whisper takes 223 tokens before the audio; the rest is room for what the libraries add
_HINT_TOKENS = 200


def threads(wanted: int) -> int:
    """The number of CPU threads that WHISPER_THREADS means; 0 is every core we may use."""
    if wanted:
        return wanted
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def fit_hints(hints: str, count_tokens: Callable[[str], int]) -> str:
    """As many of the words, from the first on, as the model takes; whole words only."""
    words = hints.split()
    while words and count_tokens(" ".join(words)) > _HINT_TOKENS:
        words = words[: max(1, len(words) * 9 // 10)] if len(words) > 1 else []
    return " ".join(words).rstrip(",;")


def within(segments: Iterable[Segment], samples: FloatArray) -> list[Segment]:
    """Segments with words, none of them outside the audio (Whisper's windows are 30 s long)."""
    seconds = len(samples) / SAMPLE_RATE
    kept = []
    for segment in segments:
        if segment.text.strip():
            start = min(max(segment.start, 0.0), seconds)
            end = min(max(segment.end, start), seconds)
            kept.append(Segment(start, end, segment.text.strip(), segment.confidence))
    return kept
