"""What is not speech, and what was never said.

Whisper writes sentences from video channels where nobody speaks. Voice activity detection
(silero, inside faster-whisper) is used here to find such places, never to cut the audio.
"""

import re
import unicodedata
from collections.abc import Sequence

import numpy as np

from .errors import EngineMissing
from .types import SAMPLE_RATE, FloatArray, Segment

Span = tuple[float, float]
"""Start and end of speech, in seconds."""

# Permissive: a clip taken for speech costs a second, speech taken for silence is lost. Of
# 31 real recordings, also at -50 dB and under noise as loud as the voice, these two missed
# none, of single syllables (0.2 s) one in thirty; of 51 clips of noise one passed for speech.
_THRESHOLD = 0.3
_LEAST_SPEECH_MS = 100
_LEAST_PAUSE_MS = 300

# Silero misses speech below about -45 dB of full scale, so every clip is brought to this
# level first; the level is where the loudest 0.1 % begins, so that a click does not set it.
_LEVEL = 0.25
_MOST_GAIN = 1000.0

# No sentence below can be said in less, in seconds
_SENTENCE_SECONDS = 0.5

# Whole sentences, in the form of `_plain`; .{1,40} stands for the name of a channel
_INVENTED = tuple(
    re.compile(pattern)
    for pattern in (
        r"(các bạn )?hãy (subscribe|đăng ký)( cho)? kênh .{1,40} "
        r"để không bỏ lỡ những video hấp dẫn",
        r"để không bỏ lỡ( lỡ)*( l)?( những video hấp dẫn)?",
        r"(các bạn )?hãy đăng ký( cho)? kênh để ủng hộ kênh của mình nhé",
        r"(xin )?cảm ơn các bạn đã (theo dõi|xem|lắng nghe)( video)?( này)?"
        r"( và)?( xin)?( hẹn gặp lại( các bạn)?( trong những video tiếp theo)?)?",
        r"(xin )?hẹn gặp lại các bạn trong những video tiếp theo( nhé)?",
    )
)


def speech_spans(samples: FloatArray) -> list[Span]:
    """Where there is speech in 16 kHz mono samples, of any loudness; [] where there is none."""
    try:
        from faster_whisper.vad import VadOptions, get_speech_timestamps
    except ImportError as error:
        raise EngineMissing(
            "voice activity detection is not installed: pip install faster-whisper"
        ) from error

    options = VadOptions(
        threshold=_THRESHOLD,
        min_speech_duration_ms=_LEAST_SPEECH_MS,
        min_silence_duration_ms=_LEAST_PAUSE_MS,
        speech_pad_ms=0,
    )
    found = get_speech_timestamps(_levelled(samples), options)
    return [(span["start"] / SAMPLE_RATE, span["end"] / SAMPLE_RATE) for span in found]


def has_speech(samples: FloatArray) -> bool:
    """Whether anybody speaks in 16 kHz mono samples, however quietly."""
    return bool(speech_spans(samples))


def drop_invented(segments: Sequence[Segment], speech: Sequence[Span]) -> list[Segment]:
    """The segments without the known invented sentences that no speech lies under.

    `speech` is what `speech_spans` found. A person does say "cảm ơn các bạn đã theo dõi":
    the sentence stays wherever there is speech to carry it.
    """
    return [
        segment
        for segment in segments
        if not (is_invented(segment.text) and _heard(segment, speech) < _SENTENCE_SECONDS)
    ]


def is_invented(text: str) -> bool:
    """Whether the whole text is a sentence that Whisper is known to invent."""
    plain = _plain(text)
    return any(pattern.fullmatch(plain) for pattern in _INVENTED)


def _plain(text: str) -> str:
    lower = unicodedata.normalize("NFC", text).lower()
    return " ".join(re.sub(r"[^\w\s]", " ", lower).split())


def _heard(segment: Segment, speech: Sequence[Span]) -> float:
    """How many seconds of speech lie within the segment."""
    overlaps = (min(segment.end, end) - max(segment.start, start) for start, end in speech)
    return sum(overlap for overlap in overlaps if overlap > 0)


def _levelled(samples: FloatArray) -> FloatArray:
    level = float(np.quantile(np.abs(samples), 0.999)) if len(samples) else 0.0
    if level == 0.0:
        return samples
    louder = samples * np.float32(min(_LEVEL / level, _MOST_GAIN))
    return np.clip(louder, -1.0, 1.0, out=louder)
