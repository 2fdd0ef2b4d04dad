"""What is not speech, and what was never said.

Whisper writes sentences from video channels where nobody speaks. Voice activity detection
(silero, inside faster-whisper) finds such places; it never cuts anything out of speech.
"""

import math
import re
import unicodedata
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from transcribe import sentences as said
from transcribe.errors import EngineMissing
from transcribe.types import SAMPLE_RATE, Decoded, FloatArray, Segment, Span

# Permissive where there is speech: what is within it is heard by the model, what is outside may
# be left out
_THRESHOLD = 0.3
_LEAST_SPEECH = 0.1
_LEAST_PAUSE = 0.3
# Strict on whether there is any: somewhere it is sure, or for a while rather sure. Measured on 186
# recordings, rough ones too: all have a peak of 0.85; of 89 clips of noise and music one has 0.8,
# the onset of a hum or a string reaches 0.7 for 0.1 s (python -m benchmarks.speech --only silence)
_SURE = 0.8
_RATHER_SURE = 0.5
_RATHER_SURE_SECONDS = 0.3
SURELY_SECONDS = 1.0
"""Rather sure for so long, the detector has heard somebody."""
# Silero judges frames of 512 samples
_FRAME = 512 / SAMPLE_RATE

# Silero misses speech below about -45 dB of full scale, so every clip is brought to this
# level first; the level is where the loudest 0.1 % begins, so that a click does not set it.
_LEVEL = 0.25
_MOST_GAIN = 1000.0

# No sentence below can be said in less, in seconds
_SENTENCE_SECONDS = 0.5

# Fast Vietnamese has some 7 syllables a second
_MOST_SYLLABLES = 8.0
# Words that come again at once, or anywhere
_LOOP = 2
# So often one behind the other, where the text is so unlikely, is a loop too short for the limits
# of length and compression: "Cái gì không?" three times, of speech under babble as loud (logprob
# -1.0 on two processors of three). So unlikely a text is doubted as a whole (writing/segments.py);
# none of 186 recordings is written otherwise for it (python -m benchmarks.speech --only backlog)
_TURNS = 3
# So often, or so many words in all its turns, it is heard again without any, however likely it is:
# "tụi tụi tụi tụi tụi" swallows what is said behind it
_MANY_TURNS = 4
_LONG_TURNS = 6
_UNSURE = -0.8
_REPETITION = 4
_REPETITION_A_SECOND = 0.4
# Whisper's own limit for a text that only repeats itself
_COMPRESSION = 2.4

# Whole sentences, in the form of `plain`; .{1,40} stands for the name of a channel
_INVENTED = tuple(
    re.compile(pattern)
    for pattern in (
        r"(các bạn )?hãy đăng ký( cho)? kênh .{1,40} để không bỏ lỡ những video hấp dẫn",
        # often it breaks off
        r"(này )?(các bạn )?hãy subscribe( cho)? kênh .{1,80}",
        r"để không bỏ lỡ( lỡ)*( l)?( những video hấp dẫn)?",
        r"(các bạn )?hãy đăng ký( cho)? kênh để ủng hộ kênh của mình nhé",
        r"(xin )?cảm ơn các bạn đã (theo dõi|xem|lắng nghe)( video)?( này)?"
        r"( và)?( xin)?( hẹn gặp lại( các bạn)?( trong những video tiếp theo)?)?",
        r"(xin )?hẹn gặp lại các bạn trong những video tiếp theo( nhé)?",
    )
)

# What Whisper writes where it hears a voice and understands nothing. Really said, even by a robot
# under noise as loud, it is likelier than this, which is also Whisper's own limit for a failure
_POLITE = re.compile(
    r"(xin )?(cảm|cám) ơn( các)?( bạn)?( ạ)?|xin chào( các bạn)?|bye bye|thank you.*", re.DOTALL
)
_POLITE_LOGPROB = -1.0
# The model's ear for Vietnamese. Measured with whisper-base: of hums, coughs and music that silero
# takes for speech all are below 0.01, and what is made of them, if it is not known to be invented,
# below -1.15; of 186 recordings, rough ones too, all are above 0.03
# (python -m benchmarks.speech --only silence)
_VIETNAMESE = 0.02
_UNLIKELY = -1.1


def speech_spans(samples: FloatArray) -> list[Span]:
    """Where there is speech in 16 kHz mono samples, of any loudness; [] where there is none."""
    chance = _speech_probability(_levelled(samples))
    while_rather_sure = np.count_nonzero(chance > _RATHER_SURE) * _FRAME
    if np.max(chance, initial=0.0) < _SURE and while_rather_sure < _RATHER_SURE_SECONDS:
        return []
    spans: list[Span] = []
    for begin, end in _above(chance, _THRESHOLD):
        if spans and begin - spans[-1][1] < _LEAST_PAUSE:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((begin, end))
    seconds = len(samples) / SAMPLE_RATE
    return [(begin, min(end, seconds)) for begin, end in spans if end - begin >= _LEAST_SPEECH]


def sure_spans(samples: FloatArray) -> list[Span]:
    """Where in 16 kHz mono samples somebody rather surely speaks; pauses are not in it."""
    return _above(_speech_probability(_levelled(samples)), _RATHER_SURE)


def surely_speaks(samples: FloatArray) -> bool:
    """Whether somebody speaks for so long that what the model makes of it is not thrown away.

    Of the noises that the detector takes for speech, none keeps it sure for so long.
    """
    return length(sure_spans(samples)) >= SURELY_SECONDS


def length(spans: Iterable[Span]) -> float:
    """How many seconds some spans have together."""
    return sum(end - begin for begin, end in spans)


def _above(chance: FloatArray, threshold: float) -> list[Span]:
    edges = np.flatnonzero(np.diff(np.pad(chance > threshold, 1)))
    return [(float(begin), float(end)) for begin, end in edges.reshape(-1, 2) * _FRAME]


def _speech_probability(samples: FloatArray) -> FloatArray:
    """How likely each frame is speech, 0 to 1."""
    try:
        from faster_whisper.vad import get_vad_model
    except ImportError as error:
        raise EngineMissing(said.NO_DETECTION) from error
    whole = np.pad(samples, (0, -len(samples) % 512))
    found: FloatArray = get_vad_model()(whole).reshape(-1)
    return found


def drop_invented(segments: Sequence[Segment], speech: Sequence[Span]) -> list[Segment]:
    """The segments without the known invented sentences that nobody said.

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
    words = plain(text)
    return any(pattern.fullmatch(words) for pattern in _INVENTED)


def is_vietnamese(decoded: Decoded) -> bool:
    """Whether the model heard at least a trace of Vietnamese."""
    return decoded.vietnamese >= _VIETNAMESE


def is_guess(decoded: Decoded) -> bool:
    """Whether the model understood nothing, and wrote what it writes then.

    A second ear for what silero takes for speech: a hum, a cough, half a syllable.
    """
    text = plain(decoded.text)
    polite = bool(_POLITE.fullmatch(text))
    if not is_vietnamese(decoded):
        return polite or is_invented(text) or decoded.logprob < _UNLIKELY
    return polite and decoded.logprob < _POLITE_LOGPROB


def stammers(decoded: Decoded) -> bool:
    """Whether something comes so often one behind the other that it may be a loop, however likely.

    Some people do say it so often: it is heard again, and is no reason to throw words away.
    """
    found = _turns(plain(decoded.text).split())
    return found is not None and (found[2] >= _MANY_TURNS or found[1] * found[2] >= _LONG_TURNS)


def is_suspicious(decoded: Decoded, seconds: float) -> bool:
    """Whether what was heard in a clip of that length looks like a loop.

    People do repeat themselves; what sounds the same with the full window was said.
    """
    words = plain(decoded.text).split()
    return (
        is_loop(decoded, seconds)
        or _longest_loop(words) >= _LOOP
        or _longest_repetition(words) >= max(_REPETITION, _REPETITION_A_SECOND * seconds)
    )


def is_loop(decoded: Decoded, seconds: float) -> bool:
    """Whether nobody can have said this in that time, or so often; or a guess repeats itself."""
    text = decoded.text.encode()
    return (
        len(decoded.words) > _most_words(seconds)
        or len(text) > _COMPRESSION * len(zlib.compress(text))
        or (decoded.logprob < _UNSURE and _turns(_words(decoded)) is not None)
    )


def once(decoded: Decoded, seconds: float) -> Decoded:
    """What stays of a loop: its words once, and no more of them than can be said in that time."""
    words = decoded.words
    while (found := _turns(_words(replace(decoded, words=words)))) is not None:
        first, length, turns = found
        words = words[: first + length] + words[first + turns * length :]
    return replace(decoded, words=words[: math.floor(_most_words(seconds))])


def _most_words(seconds: float) -> float:
    return 2 + _MOST_SYLLABLES * seconds


def _words(decoded: Decoded) -> list[str]:
    """Each of the words without its punctuation, which may differ from turn to turn."""
    return [plain(word.text) for word in decoded.words]


def _turns(words: Sequence[str]) -> tuple[int, int, int] | None:
    """The first run of words that comes so often one behind the other that it may be a loop.

    Where it begins, how many words it has, and how often it comes.
    """
    for first in range(len(words)):
        for length in range(1, (len(words) - first) // _TURNS + 1):
            run = words[first : first + length]
            turns = 1
            while words[first + turns * length : first + (turns + 1) * length] == run:
                turns += 1
            # one word is often said three times: "không, không, không"
            if turns >= _TURNS and turns * length > _TURNS:
                return first, length, turns
    return None


def _longest_loop(words: Sequence[str]) -> int:
    """Words in the longest run that is said twice, the second time at once."""
    return max(
        (
            length
            for length in range(1, len(words) // 2 + 1)
            for first in range(len(words) - 2 * length + 1)
            if words[first : first + length] == words[first + length : first + 2 * length]
        ),
        default=0,
    )


def _longest_repetition(words: Sequence[str]) -> int:
    """Words in the longest run that comes again, anywhere behind itself."""
    longest = 0
    lengths = [0] * (len(words) + 1)
    for first in range(len(words)):
        # lengths[k + 1]: how long a run that ends at `first` is the same as one that ends at k
        row = [0] * (len(words) + 1)
        for second in range(first):
            if words[second] == words[first]:
                row[second + 1] = min(lengths[second] + 1, first - second)
                longest = max(longest, row[second + 1])
        lengths = row
    return longest


def plain(text: str) -> str:
    """The words in small letters, without punctuation, one space between them."""
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
