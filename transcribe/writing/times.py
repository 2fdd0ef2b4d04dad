"""When each word was said: not where nobody speaks, and not over what somebody else says.

Times and spans count from one beginning, in seconds.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from transcribe.sound.guards import length
from transcribe.types import Decoded, Span, Word
from transcribe.writing.text import tone_marks

_PAUSES = (".", ",", ";", ":", "?", "!", "…")
_MARKS = " .,;:?!…\"'()[]«»“”-"
# A word's time is right to within so many seconds
_AROUND = 0.5
# Nobody takes so long for a syllable: the model has drawn it out, over a pause or over words that
# it has not heard. Of 224 sentences that were put one behind the other no other word was so long
_LONG_WORD = 1.0
# So long a drawn-out word really is, and each digit of a number: a person may pause in one
_SYLLABLE = 0.3
_DIGIT = 0.5
# So near to a drawn-out word begins what was not heard
_BESIDE = 0.1
# What was not heard before a shorter pause goes on behind it
_PAUSE = 0.6


@dataclass(frozen=True, slots=True)
class _Placed:
    """A word where it was said. `over` is what it was drawn out over, if it was; of that it was
    said at the end, or else (`ends` is False) at the beginning."""

    word: Word
    over: Span | None = None
    ends: bool = True

    @property
    def hides(self) -> Span:
        """What it covered besides, without its edges."""
        first, after = self.over or (self.word.start, self.word.start)
        if self.ends:
            return first + _BESIDE, max(self.word.start - _BESIDE, first + _BESIDE)
        return min(self.word.end + _BESIDE, after - _BESIDE), after - _BESIDE


def on_speech(words: Sequence[Word], speech: Sequence[Span]) -> list[Word]:
    """The words, none of which begins or ends where the detector hears nobody.

    The model lets a word begin in the pause before it. It begins with the next speech, and ends
    with the speech before; their order stays. One that was drawn out has at most a second.
    """
    return [one.word for one in _placed(words, speech, _LONG_WORD)]


def covered(words: Sequence[Word], speech: Sequence[Span]) -> list[Span]:
    """Where words were heard, give or take as much as their times may be wrong, in order.

    Of a drawn-out word only where it was said: the rest may be what somebody says unheard.
    """
    placed = _placed(words, speech, _SYLLABLE)
    hidden = [one.hides for one in placed if one.over]
    found = []
    for word in (one.word for one in placed):
        start, end = word.start - _AROUND, word.end + _AROUND
        for first, after in hidden:  # in that no word is, give or take nothing
            start = max(start, after) if word.start >= after else start
            end = min(end, first) if word.end <= first else end
        found.append((start, end))
    # some servers' words lie over each other: one put behind a pause may be behind the next
    return sorted(found)


def gaps(speech: Sequence[Span], taken: Sequence[Span]) -> list[Span]:
    """What is left of the speech without what is taken, in order; over short pauses it is one."""
    found: list[Span] = []
    for begin, end in (gap for span in speech for gap in _without(span, taken)):
        first, last = found[-1] if found else (begin, -_PAUSE)
        between = any(a < begin and b > last for a, b in taken)
        if found and begin - last < _PAUSE and not between:
            found[-1] = (first, end)
        else:
            found.append((begin, end))
    return found


def joined(
    heard: Decoded, more: Sequence[tuple[float, Decoded]], speech: Sequence[Span]
) -> Decoded:
    """What was heard in a stretch with what was heard in parts of it, each from its second on.

    All words are where `on_speech` has them, and stand in that order: a part was heard because a
    word that was drawn out over it stands elsewhere. If the part begins or ends with that word, it
    was said there, once.
    """
    found = [(first, one) for first, one in more if one.words]
    if not found:
        return heard
    placed = _placed(heard.words, speech, _SYLLABLE)
    words = [one.word for one in placed]
    drawn = {n: one.over for n, one in enumerate(placed) if one.over}
    others: list[Word] = []
    for first, one in found:
        moved = [replace(x, start=first + x.start, end=first + x.end) for x in one.words]
        part = on_speech(moved, speech)
        while (same := _same(part, words, drawn)) is not None:
            n, at = same
            there = part.pop(at)
            words[n] = replace(words[n], start=there.start, end=there.end)
            del drawn[n]  # in another part it was said once more
        # a drawn-out word that stays is behind what was heard in its place
        last = max((word.start for word in part), default=0.0)
        for n, (begin, end) in drawn.items():
            if placed[n].ends and begin <= last < end:
                start = max(words[n].start, last)
                words[n] = replace(words[n], start=start, end=max(words[n].end, start))
        others += part
    counted = [(max(len(one.words), 1), one) for one in (heard, *(one for _, one in found))]
    return replace(
        heard,
        words=tuple(sorted([*others, *words], key=lambda word: word.start)),
        logprob=sum(w * one.logprob for w, one in counted) / sum(w for w, _ in counted),
        guessed=any(one.guessed for _, one in counted),
    )


def _same(
    part: Sequence[Word], words: Sequence[Word], drawn: Mapping[int, Span]
) -> tuple[int, int] | None:
    """The place of a drawn-out word that is the first or the last of a part, which lies in what it
    was drawn out over; and which of the two it is, as an index."""
    for n, (begin, end) in drawn.items():
        for at in (0, -1) if part else ():
            inside = part[at].start < end and part[at].end > begin
            if inside and _bare(part[at]) == _bare(words[n]):
                return n, at
    return None


def _bare(word: Word) -> str:
    return tone_marks(word.text).strip(_MARKS).lower()


def _placed(words: Sequence[Word], speech: Sequence[Span], most: float) -> list[_Placed]:
    """The words where they were said; drawn-out ones have at most so many seconds."""
    if not speech:
        return [_Placed(word) for word in words]
    found: list[_Placed] = []
    for n, long in enumerate(words):
        one = _on_one_side(long, speech, most, last=n == len(words) - 1)
        if one.over and one.ends and n and _begins(words, n - 1):
            # a sentence of which one word stands before what was not heard: it is behind it too
            word, end = words[n - 1], one.word.start
            word = replace(word, start=end - min(word.end - word.start, _SYLLABLE), end=end)
            over = words[n - 1].start, long.end
            found[-1], one = _Placed(word, over), replace(one, over=over)
        found.append(one)
    return [replace(one, word=_within(one.word, speech)) for one in found]


def _within(word: Word, speech: Sequence[Span]) -> Word:
    start = next((max(word.start, begin) for begin, end in speech if word.start < end), None)
    if start is None:  # behind all speech
        start = min(word.start, speech[-1][1])
    end = max((min(word.end, end) for begin, end in speech if begin <= word.end), default=start)
    return replace(word, start=start, end=max(start, end))


def _begins(words: Sequence[Word], n: int) -> bool:
    """Whether a word begins what is said behind a pause."""
    return not words[n].text.endswith(_PAUSES) and (n == 0 or words[n - 1].text.endswith(_PAUSES))


def _on_one_side(word: Word, speech: Sequence[Span], most: float, *, last: bool) -> _Placed:
    """A word that is drawn out, where it was said: with what it ends a sentence of, or with what
    comes behind it. What it covered besides may be somebody's words that were not heard.

    A number is long, and a person may pause in it.
    """
    inside = [(max(a, word.start), min(b, word.end)) for a, b in speech]
    inside = [(a, b) for a, b in inside if a < b]
    digits = sum(one.isdigit() for one in word.text) * _DIGIT
    over_a_pause = not digits and len(inside) > 1 and word.end - word.start > _LONG_WORD
    if not over_a_pause and length(inside) <= _LONG_WORD + digits:
        return _Placed(word)
    if last or word.text.endswith(_PAUSES):
        start, end = inside[0]
        there = replace(word, start=start, end=min(end, start + most + digits))
        return _Placed(there, (word.start, word.end), ends=False)
    start, end = inside[-1]
    there = replace(word, start=max(start, end - most - digits), end=end)
    return _Placed(there, (word.start, word.end))


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
