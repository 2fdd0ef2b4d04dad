"""From words to segments: as much as one says in a breath or two, with its time and its doubts."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

import numpy as np

from transcribe.sound.cut import Stretch
from transcribe.sound.guards import SURELY_SECONDS, drop_invented, is_invented, length, sure_spans
from transcribe.types import Decoded, Segment, Span, Voice, Word
from transcribe.voices import Spoken, by_voice
from transcribe.voices.turns import Hears
from transcribe.writing.text import tidy, tone_marks, written
from transcribe.writing.times import covered, gaps, on_speech

# A segment ends at the first end of a sentence, or long pause, after so many seconds
_ENOUGH_SECONDS = 8.0
_SENTENCE_ENDS = (".", "?", "!", "…")
_MARKS = " .,;:?!…\"'()[]«»“”-"
_LONG_PAUSE = 1.2
# A longer one is divided where the longest pause is
_MOST_SECONDS = 25.0
# What is rather wrong than right is to be heard again: on rough recordings of people to whom the
# chances were not fitted three marks in four are right, and they are on seven wrong words of ten
# (python -m benchmarks.speech --only doubts). Those are rooms and noises of one maker: on other
# people's own microphones others found 62 % of an earlier kind of marks right, on 45 % of the wrong
# words (benchmarks/README.md), and these will be right less often there too
DOUBT = 0.5
# Of lines with a lower confidence three words in four are wrong: all of it is to be heard again
DOUBT_ALL = 0.45


def segments_of(
    heard: Decoded, stretch: Stretch, hears: Hears | None = None
) -> tuple[Segment, ...]:
    """What was heard in a stretch of a recording; times are from the recording's beginning.

    With `hears`, which knows voices, none has the words of two people, where they differ.
    """
    confidence = min(math.exp(heard.logprob), 1.0)
    sentences = _sentences(on_speech(heard.words, stretch.speech))
    parts = [part for some in sentences for part in _divided(some)]
    spoken = [Spoken(tuple(part)) for part in parts]
    if hears and stretch.samples is not None:
        spoken = list(by_voice(parts, stretch.samples, hears))
    segments = [
        _segment(one, confidence, stretch.heard_from, guessed=heard.guessed) for one in spoken
    ]
    speech = [(a + stretch.heard_from, b + stretch.heard_from) for a, b in stretch.speech]
    return tuple(one for one in drop_invented(segments, speech) if one.text.strip(_MARKS))


def unheard_in(heard: Decoded | None, stretch: Stretch) -> tuple[Span, ...]:
    """Where somebody surely speaks in a stretch of a recording and no word was heard.

    Start and end in seconds from the beginning of the recording.
    """
    if stretch.samples is None:
        return ()
    begin = stretch.heard_from
    taken = covered(heard.words, stretch.speech) if heard else []
    long = [(a, b) for a, b in gaps(stretch.speech, taken) if b - a >= SURELY_SECONDS]
    sure = sure_spans(stretch.samples) if long else []
    return tuple(
        (begin + a, begin + b)
        for a, b in long
        if length((max(a, c), min(b, d)) for c, d in sure if c < b and d > a) >= SURELY_SECONDS
    )


def _sentences(words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    first = 0
    for number, (word, after) in enumerate(pairwise(words), start=1):
        complete = word.text.endswith(_SENTENCE_ENDS) or after.start - word.end >= _LONG_PAUSE
        if complete and word.end - words[first].start >= _ENOUGH_SECONDS:
            yield words[first:number]
            first = number
    if words:
        yield words[first:]


def _divided(words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    if words[-1].end - words[0].start <= _MOST_SECONDS or len(words) < 2:
        yield words
        return
    # not so near an end that the division helps little
    near = range(len(words) // 4 + 1, len(words) - len(words) // 4)
    where = max(near, key=lambda n: words[n].start - words[n - 1].end)
    yield from _divided(words[:where])
    yield from _divided(words[where:])


def _segment(spoken: Spoken, confidence: float, start: float, *, guessed: bool) -> Segment:
    words = spoken.words
    heard = tidy(" ".join(word.text for word in words))
    text = written(heard)
    # what Whisper is known to invent stands where somebody speaks, but a person should hear it
    unsure = all(word.probability < DOUBT for word in words)
    doubt_all = guessed or unsure or confidence < DOUBT_ALL or is_invented(heard)
    doubts = (text,) if doubt_all else tuple(_doubts(words, text))
    begin, end = start + words[0].start, start + words[-1].end
    voice = None
    if spoken.vector is not None:
        voice = Voice(tuple(np.round(spoken.vector, 4).tolist()), spoken.seconds)
    timed = tuple(replace(one, start=start + one.start, end=start + one.end) for one in words)
    return Segment(begin, end, text, confidence, heard, doubts, voice, spoken.turn, timed)


def _doubts(words: Sequence[Word], text: str) -> Iterator[str]:
    """The runs of words that the model is not sure of, as they stand in the text if they do."""
    for doubtful, run in groupby(words, key=lambda word: word.probability < DOUBT):
        heard = tone_marks(tidy(" ".join(word.text for word in run)).strip(_MARKS))
        if doubtful and heard:
            at = text.lower().find(heard.lower())
            yield text[at : at + len(heard)] if at >= 0 else heard
