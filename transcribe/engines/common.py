"""What the engines must do alike, so that their results can be compared."""

import math
import os
from collections.abc import Callable, Sequence
from dataclasses import replace

from transcribe.sound.guards import is_loop, is_vietnamese
from transcribe.types import Clip, Decoded

WINDOW = 30
"""Seconds that Whisper was trained to hear at once."""

# Vietnamese is spoken at 4 to 6 syllables a second, which are 6 to 9 tokens; a text that gets
# longer is a loop, and each turn of it costs time
_TOKENS_A_SECOND = 12
_TOKENS_AT_LEAST = 10
# Half of the decoder's context, as Whisper itself does it; the prompt shares the other half
_TOKENS_AT_MOST = 224

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


def most_tokens(clips: Sequence[Clip]) -> int:
    """How many tokens the text of any of the clips may have, without those of the prompt."""
    longest = max(math.ceil(clip.seconds / 2) * 2 for clip in clips)
    return min(_TOKENS_AT_LEAST + longest * _TOKENS_A_SECOND, _TOKENS_AT_MOST)


def likelier(
    clips: Sequence[Clip], plain: Sequence[Decoded], hinted: Sequence[Decoded]
) -> list[Decoded]:
    """Of what was heard without hints and with them, the likelier, clip by clip.

    Where the names are said, hints make the text likelier; where they are not, they make the
    model say other things, less likely ones (python -m benchmarks.speech --only hints). Of a hum
    they make names: where no Vietnamese is heard, they are not used.
    """
    return [
        replace(b, vietnamese=a.vietnamese) if _is_better(b, a, clip.seconds) else a
        for clip, a, b in zip(clips, plain, hinted, strict=True)
    ]


def _is_better(hinted: Decoded, plain: Decoded, seconds: float) -> bool:
    if not is_vietnamese(plain) or is_loop(hinted, seconds):
        return False
    return hinted.logprob > plain.logprob or is_loop(plain, seconds)
