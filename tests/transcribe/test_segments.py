"""The words of a clip as segments: where each ends, and what a person should listen to again."""

from dataclasses import replace

import numpy as np
import pytest

from tests.transcribe.recordings import wav
from transcribe import Segment, Transcriber, Transcript
from transcribe.sound.cut import Stretch, stretches
from transcribe.sound.guards import speech_spans
from transcribe.types import SAMPLE_RATE, Decoded, FloatArray, Word
from transcribe.writing.segments import on_speech, segments_of, unheard_in


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


# --- times ----------------------------------------------------------------------------------


def test_words_begin_and_end_where_somebody_speaks() -> None:
    speech = ((0.8, 2.0), (4.0, 5.0))
    words = [
        Word(str(n), *when, 0.9) for n, when in enumerate([(0.0, 1.0), (1.0, 3.0), (3.0, 4.5)])
    ]
    assert [(one.start, one.end) for one in on_speech(words, speech)] == [
        *((0.8, 1.0), (1.0, 2.0), (4.0, 4.5)),
    ]


def test_a_word_that_is_drawn_out_over_a_pause_is_said_on_one_side_of_it() -> None:
    """The first word behind words that were not heard begins with them, for the model."""
    speech = ((0.0, 3.0), (5.0, 8.0), (10.0, 12.0))
    words = [
        Word("Chà", 0.1, 5.2, 0.9),
        Word("mẹ.", 5.2, 10.1, 0.9),
        Word("15.000", 5.2, 10.5, 0.9),
        Word("ạ", 7.0, 11.0, 0.9),
    ]
    assert [(one.start, one.end) for one in on_speech(words, speech)] == [
        *((5.0, 5.2), (5.2, 8.0), (5.2, 10.5), (7.0, 8.0)),
    ]


def test_the_times_of_words_keep_their_order_wherever_the_model_has_put_them() -> None:
    random = np.random.default_rng(3)
    for _ in range(200):
        edges = np.sort(random.uniform(0, 20, 6)).reshape(-1, 2)
        moments = np.sort(random.uniform(0, 22, 24)).reshape(-1, 2)
        words = [Word("a", float(begin), float(end), 0.9) for begin, end in moments]
        found = on_speech(words, [(float(a), float(b)) for a, b in edges])
        assert len(found) == len(words)
        starts, ends = [one.start for one in found], [one.end for one in found]
        assert starts == sorted(starts)
        assert ends == sorted(ends)
        assert all(one.start <= one.end for one in found)


def test_a_line_begins_with_its_speech(voices: list[FloatArray], default: Transcriber) -> None:
    """However long nobody has spoken before."""
    for seconds in (0.5, 1.0, 2.0, 2.8):
        silence = np.zeros(round(seconds * SAMPLE_RATE), np.float32)
        for voice in voices[:3]:
            whole = np.concatenate([silence, voice])
            first, *_ = default.transcribe(wav(whole)).segments
            assert first.start == pytest.approx(speech_spans(whole)[0][0], abs=0.3)


# --- speech without words -------------------------------------------------------------------


def test_who_was_passed_over_is_told_though_a_word_is_drawn_out_over_what_they_said(
    voices: list[FloatArray],
) -> None:
    stretch = spoken(voices)
    (_, end), *_ = stretch.speech
    begins = stretch.speech[-1][0]
    words = (Word("Chà", 0.0, begins + 0.2, 0.9), Word("mẹ.", begins + 0.2, begins + 0.5, 0.9))
    found = unheard_in(Decoded(words, -0.2), stretch)
    assert found
    assert found[0][0] <= end


def spoken(voices: list[FloatArray]) -> Stretch:
    """Three people, one behind the other."""
    samples = np.concatenate([*voices[1:4], np.zeros(SAMPLE_RATE, np.float32)])
    return next(iter(stretches([samples])))


def test_where_somebody_speaks_and_no_word_is_heard_is_told(voices: list[FloatArray]) -> None:
    stretch = spoken(voices)
    end = stretch.speech[-1][1]
    assert sum(b - a for a, b in unheard_in(None, stretch)) > 0.6 * end
    words = Decoded(tuple(timed("những lời " * 10, each=end / 20)), -0.3)
    assert unheard_in(words, stretch) == ()
    half = replace(words, words=tuple(word for word in words.words if word.end < end / 2))
    told = unheard_in(half, stretch)
    assert told
    assert min(a for a, _ in told) >= end / 2 - 0.5
    assert max(b for _, b in told) <= stretch.heard_from + end + 0.1


def test_clear_speech_is_heard_whole(six_heard: list[Transcript]) -> None:
    assert [heard.unheard for heard in six_heard] == [()] * 6


def test_nothing_heard_is_no_segment() -> None:
    stretch = Stretch(0.0, 1.0, 0.0, np.zeros(SAMPLE_RATE, np.float32), ((0.0, 1.0),))
    assert segments_of(Decoded((), -0.1), stretch) == ()
    assert heard_as([Word("...", 0.0, 0.5, 0.9)]) == []
