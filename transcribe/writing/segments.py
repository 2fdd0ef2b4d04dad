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

# A segment ends at the first end of a sentence, or long pause, after so many seconds
_ENOUGH_SECONDS = 8.0
_SENTENCE_ENDS = (".", "?", "!", "…")
_PAUSES = (".", ",", ";", ":", "?", "!", "…")
_MARKS = " .,;:?!…\"'()[]«»“”-"
_LONG_PAUSE = 1.2
# A longer one is divided where the longest pause is
_MOST_SECONDS = 25.0
# What is rather wrong than right is to be heard again: on rough recordings of people to whom the
# chances were not fitted three marks in four are right, and they are on seven wrong words of ten
# (python -m benchmarks.speech --only doubts)
DOUBT = 0.5
# Of lines with a lower confidence three words in four are wrong: all of it is to be heard again
DOUBT_ALL = 0.45
# A word's time is right to within so many seconds
_AROUND = 0.5
# Nobody takes so long for a syllable: over a pause the model has drawn it out
_LONG_WORD = 1.0


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


def on_speech(words: Sequence[Word], speech: Sequence[Span]) -> list[Word]:
    """The words, none of which begins or ends where the detector hears nobody.

    The model lets a word begin in the pause before it. It begins with the next speech, and ends
    with the speech before; their order stays. Times and `speech` count from the same beginning.
    """
    if not speech:
        return list(words)
    found = []
    for n, long in enumerate(words):
        word = _on_one_side(long, speech, last=n == len(words) - 1)
        start = next((max(word.start, begin) for begin, end in speech if word.start < end), None)
        if start is None:  # behind all speech
            start = min(word.start, speech[-1][1])
        end = max((min(word.end, end) for begin, end in speech if begin <= word.end), default=start)
        found.append(replace(word, start=start, end=max(start, end)))
    return found


def _on_one_side(word: Word, speech: Sequence[Span], *, last: bool) -> Word:
    """A word that is drawn out over a pause, where it was said: with what it ends a sentence of, or
    with what comes behind it. What it covered besides may be somebody's words that were not heard.

    A number is long, and a person may pause in it.
    """
    inside = [(max(a, word.start), min(b, word.end)) for a, b in speech]
    inside = [(a, b) for a, b in inside if a < b]
    long = word.end - word.start > _LONG_WORD
    if not long or len(inside) < 2 or any(one.isdigit() for one in word.text):
        return word
    start, end = inside[0] if last or word.text.endswith(_PAUSES) else inside[-1]
    return replace(word, start=start, end=end)


def unheard_in(heard: Decoded | None, stretch: Stretch) -> tuple[Span, ...]:
    """Where somebody surely speaks in a stretch of a recording and no word was heard.

    Start and end in seconds from the beginning of the recording.
    """
    if stretch.samples is None:
        return ()
    begin = stretch.heard_from
    said = on_speech(heard.words, stretch.speech) if heard else []
    # some servers' words lie over each other: one put behind a pause may be behind the next
    words = sorted((word.start - _AROUND, word.end + _AROUND) for word in said)
    gaps = [gap for span in stretch.speech for gap in _without(span, words)]
    long = [(a, b) for a, b in gaps if b - a >= SURELY_SECONDS]
    sure = sure_spans(stretch.samples) if long else []
    return tuple(
        (begin + a, begin + b)
        for a, b in long
        if length((max(a, c), min(b, d)) for c, d in sure if c < b and d > a) >= SURELY_SECONDS
    )


def joined(
    heard: Decoded, more: Sequence[tuple[float, Decoded]], speech: Sequence[Span]
) -> Decoded:
    """What was heard in a stretch with what was heard in parts of it, each from its second on.

    All words are where `on_speech` has them, and stand in that order: a part was heard because a
    word that was drawn out over it stands elsewhere. If that word is all that is heard in the part,
    it was said there, once.
    """
    found = [(first, one) for first, one in more if one.words]
    if not found:
        return heard
    words = on_speech(heard.words, speech)
    long = list(range(len(words)))  # that no part has put elsewhere
    others: list[Word] = []
    for first, one in found:
        moved = [replace(x, start=first + x.start, end=first + x.end) for x in one.words]
        part = on_speech(moved, speech)
        same = [n for n in long if len(part) == 1 and _is_that_of(part[0], heard.words[n])]
        if same:
            words[same[0]] = replace(words[same[0]], start=part[0].start, end=part[0].end)
            long.remove(same[0])
        else:
            others += part
    counted = [(max(len(one.words), 1), one) for one in (heard, *(one for _, one in found))]
    return replace(
        heard,
        words=tuple(sorted([*words, *others], key=lambda word: word.start)),
        logprob=sum(w * one.logprob for w, one in counted) / sum(w for w, _ in counted),
        guessed=any(one.guessed for _, one in counted),
    )


def _is_that_of(word: Word, long: Word) -> bool:
    """Whether a word is the same as another, and lies in the time that this one has."""
    if word.start >= long.end or word.end <= long.start:
        return False
    bare, other = (tone_marks(one.text).strip(_MARKS).lower() for one in (word, long))
    return bare == other


def _without(span: Span, taken: Sequence[Span]) -> Iterator[Span]:
    """What is left of a span where some others, in their order, are taken out of it."""
    start, end = span
    for first, after in taken:
        if first > start:
            yield start, min(first, end)
        start = max(start, after)
        if start >= end:
            return
    yield start, end


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
    doubt_all = guessed or confidence < DOUBT_ALL or is_invented(heard)
    doubts = (text,) if doubt_all else tuple(_doubts(words, text))
    begin, end = start + words[0].start, start + words[-1].end
    voice = None
    if spoken.vector is not None:
        voice = Voice(tuple(np.round(spoken.vector, 4).tolist()), spoken.seconds)
    return Segment(begin, end, text, confidence, heard, doubts, voice, spoken.turn)


def _doubts(words: Sequence[Word], text: str) -> Iterator[str]:
    """The runs of words that the model is not sure of, as they stand in the text if they do."""
    for doubtful, run in groupby(words, key=lambda word: word.probability < DOUBT):
        heard = tone_marks(tidy(" ".join(word.text for word in run)).strip(_MARKS))
        if doubtful and heard:
            at = text.lower().find(heard.lower())
            yield text[at : at + len(heard)] if at >= 0 else heard
