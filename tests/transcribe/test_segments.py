"""The words of a clip as segments: where each ends, and what a person should listen to again."""

import numpy as np
import pytest

from transcribe import Segment
from transcribe.sound.cut import Stretch
from transcribe.types import SAMPLE_RATE, Decoded, Word
from transcribe.writing.segments import segments_of


def heard_as(words: list[Word], logprob: float = -0.2, start: float = 0.0) -> list[Segment]:
    end = words[-1].end
    samples = np.zeros(round(end * SAMPLE_RATE), np.float32)
    stretch = Stretch(start, start + end, start, samples, ((0.0, end),))
    return list(segments_of(Decoded(tuple(words), logprob), stretch))


def timed(text: str, unsure: str = "", each: float = 0.3, start: float = 0.0) -> list[Word]:
    """The words of a text, one behind the other; of those in `unsure` the model is not sure."""
    return [
        Word(word, start + n * each, start + (n + 1) * each, 0.2 if word in unsure.split() else 0.9)
        for n, word in enumerate(text.split())
    ]


def test_doubts_are_the_unsure_words_as_they_stand_in_the_text() -> None:
    (segment,) = heard_as(timed("đồng chí Hoà Bình, trưởng phòng, nhất trí.", "Hoà Bình, trí."))
    assert segment.doubts == ("Hòa Bình", "trí")
    assert all(doubt in segment.text for doubt in segment.doubts)


def test_a_doubt_at_the_beginning_has_its_capital() -> None:
    (segment,) = heard_as(timed("nhất trí với báo cáo", "nhất"))
    assert segment.text.startswith("Nhất")
    assert segment.doubts == ("Nhất",)


def test_sure_words_have_no_doubts() -> None:
    (segment,) = heard_as(timed("Tôi nhất trí với báo cáo."))
    assert segment.doubts == ()
    assert segment.confidence == pytest.approx(0.8187, abs=0.001)


def test_an_unlikely_line_is_doubted_as_a_whole() -> None:
    (segment,) = heard_as(timed("Tôi nhất trí với báo cáo."), logprob=-0.9)
    assert segment.doubts == (segment.text,)
    (better,) = heard_as(timed("Tôi nhất trí với báo cáo."), logprob=-0.75)
    assert better.doubts == ()


def test_a_segment_ends_with_a_sentence_when_it_is_long_enough() -> None:
    sentence = "Tôi nhất trí với báo cáo của đồng chí trưởng phòng tài chính kế hoạch huyện."
    short = "Vâng, tôi rõ."
    words = timed(f"{short} {sentence} {sentence} {short}", each=0.5)
    first, second, third = heard_as(words, start=100.0)
    assert first.text == f"{short} {sentence}"
    assert second.text == sentence
    assert third.text == short
    assert first.start == 100.0
    assert third.end == pytest.approx(100.0 + words[-1].end)
    assert first.end <= second.start
    assert second.end <= third.start


def test_a_long_pause_ends_a_segment_without_a_full_stop() -> None:
    before = timed("tôi nhất trí với báo cáo của đồng chí trưởng phòng", each=0.8)
    behind = timed("và đề nghị biểu quyết", start=before[-1].end + 1.5)
    assert [len(one.heard.split()) for one in heard_as(before + behind)] == [11, 5]


def test_a_sentence_without_an_end_is_divided_where_the_longest_pause_is() -> None:
    before = timed(" ".join(["nghe"] * 30), each=0.5)
    behind = timed(" ".join(["nói"] * 30), each=0.5, start=before[-1].end + 0.6)
    first, second = heard_as(before + behind)
    assert set(first.heard.split()) == {"nghe"}
    assert set(second.heard.split()) == {"nói"}
    assert max(one.end - one.start for one in (first, second)) <= 25.0


def test_nothing_heard_is_no_segment() -> None:
    stretch = Stretch(0.0, 1.0, 0.0, np.zeros(SAMPLE_RATE, np.float32), ((0.0, 1.0),))
    assert segments_of(Decoded((), -0.1), stretch) == ()
    assert heard_as([Word("...", 0.0, 0.5, 0.9)]) == []
