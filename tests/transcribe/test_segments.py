"""The words of a clip as segments: where each ends, and what a person should listen to again."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.transcribe.recordings import wav
from transcribe import Segment, SpeechSettings, Transcriber, Transcript
from transcribe.remote import wire
from transcribe.sound.cut import Stretch, stretches
from transcribe.sound.guards import speech_spans
from transcribe.types import SAMPLE_RATE, Clip, Decoded, FloatArray, Span, Word
from transcribe.writing.segments import segments_of, unheard_in
from transcribe.writing.text import tidy
from transcribe.writing.times import gaps, joined, on_speech


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
        *((5.0, 5.2), (5.2, 6.2), (5.2, 10.5), (7.0, 8.0)),
    ]


def test_a_word_that_is_drawn_out_within_one_breath_has_a_second() -> None:
    """Where it was said: behind what it hides, or, if it ends something itself, before it."""
    speech = ((0.0, 12.0),)
    words = [
        Word("hóa,", 0.0, 1.0, 0.9),
        Word("trên", 1.0, 4.8, 0.9),
        Word("xa.", 4.8, 7.5, 0.9),
        Word("2030", 7.5, 10.0, 0.9),
        Word("Vâng", 10.0, 12.0, 0.9),
    ]
    assert [(one.start, pytest.approx(one.end)) for one in on_speech(words, speech)] == [
        *((0.0, 1.0), (3.8, 4.8), (4.8, 5.8), (7.5, 10.0), (10.0, 11.0)),
    ]


def test_one_word_that_begins_a_sentence_goes_with_the_drawn_out_one_behind_it() -> None:
    words = [
        Word("hiện.", 0.0, 0.5, 0.9),
        Word("Chúng", 0.5, 0.6, 0.9),
        Word("ta", 0.6, 4.0, 0.9),
        Word("có", 4.0, 4.3, 0.9),
    ]
    _, first, second, _ = on_speech(words, ((0.0, 5.0),))
    assert (second.start, second.end) == (3.0, 4.0)
    assert (first.start, first.end) == (pytest.approx(2.9), 3.0)
    # of a longer sentence nobody knows: they stay
    longer = [Word("rằng", 0.3, 0.5, 0.9), *words[1:]]
    assert [one.start for one in on_speech(longer, ((0.0, 5.0),))] == [0.3, 0.5, 3.0, 4.0]


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
        assert on_speech(found, [(float(a), float(b)) for a, b in edges]) == found


def test_a_line_begins_with_its_speech(voices: list[FloatArray], default: Transcriber) -> None:
    """However long nobody has spoken before."""
    for seconds in (0.5, 1.0, 2.0, 2.8):
        silence = np.zeros(round(seconds * SAMPLE_RATE), np.float32)
        for voice in voices[:3]:
            whole = np.concatenate([silence, voice])
            first, *_ = default.transcribe(wav(whole)).segments
            assert first.start == pytest.approx(speech_spans(whole)[0][0], abs=0.3)


def test_each_word_of_a_line_has_its_time_in_the_recording(six_heard: list[Transcript]) -> None:
    lines = [line for heard in six_heard for line in heard.segments]
    for line in lines:
        assert tidy(" ".join(word.text for word in line.words)) == line.heard
        starts = [word.start for word in line.words]
        assert starts == sorted(starts)
        assert (starts[0], line.words[-1].end) == (line.start, line.end)
        assert all(word.start <= word.end for word in line.words)
    # from the recording's beginning, not from the stretch's
    (later,) = heard_as(timed("Tôi nhất trí."), start=100.0)
    assert [word.start for word in later.words] == pytest.approx([100.0, 100.3, 100.6])


def test_words_with_their_times_come_over_the_wire(six_heard: list[Transcript]) -> None:
    for one in (six_heard[0], replace(six_heard[0], segments=())):
        assert wire.as_transcript(json.loads(json.dumps(wire.words_of(one)))) == one
    said = json.loads(json.dumps(wire.words_of(six_heard[0])))
    word = said["segments"][0]["words"][0]
    # what a worker of an earlier version, or one that errs, says of them costs no text
    for odd in (None, 3, "x", [3], [word | {"start": -1}], [word | {"probability": "x"}], [{}]):
        said["segments"][0]["words"] = odd
        found = wire.as_transcript(said)
        assert (found.segments[0].words, found.text) == ((), six_heard[0].text)
    del said["segments"][0]["words"]
    assert wire.as_transcript(said).segments[0].words == ()


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


@pytest.mark.parametrize("text", ["trên", "xa."])
def test_who_was_passed_over_in_one_breath_is_told(text: str, voices: list[FloatArray]) -> None:
    """Of three people who speak without a pause no word hides more than one."""
    stretch = spoken(voices)
    end = stretch.speech[-1][1]
    each = 0.25
    for hidden in (2.0, 3.0):
        before = timed("những lời " * 4, each=each)
        long = Word(text, before[-1].end, before[-1].end + hidden, 0.9)
        rest = timed("những lời " * round((end - long.end) / 2 / each), each=each, start=long.end)
        words = (*before, long, *rest)
        found = unheard_in(Decoded(words, -0.2), replace(stretch, speech=((0.0, end),)))
        assert len(found) == 1
        assert found[0][0] >= long.start
        assert found[0][1] <= long.end
        assert found[0][1] - found[0][0] > hidden - 0.6


def timed_as(*words: tuple[str, float, float]) -> Decoded:
    return Decoded(tuple(Word(text, start, end, 0.9) for text, start, end in words), -0.2)


def line_of(heard: Decoded, more: tuple[float, Decoded], *speech: Span) -> tuple[str, float]:
    """The line of a stretch of which a part was heard by itself: its text, and where it begins."""
    end = speech[-1][1]
    samples = np.zeros(round(end * SAMPLE_RATE), np.float32)
    found = joined(heard, [more], speech)
    (line,) = segments_of(found, Stretch(0.0, end, 0.0, samples, speech))
    assert line.end == pytest.approx(max(word.end for word in found.words))
    return line.text, line.start


def test_what_was_passed_over_stands_before_the_word_that_was_drawn_out_over_it() -> None:
    heard = timed_as(("Chà", 0.1, 5.2), ("mẹ.", 5.2, 7.9))
    part = timed_as(("Tôi", 0.4, 0.9), ("không", 0.9, 1.5), ("duyệt.", 1.5, 2.6))
    found = line_of(heard, (0.0, part), (0.0, 3.0), (5.0, 8.0))
    assert found == ("Tôi không duyệt. Chà mẹ.", 0.4)


def test_what_was_passed_over_stands_in_a_sentence_where_it_was_said() -> None:
    heard = timed_as(
        *(("Tôi", 3.5, 3.9), ("đồng", 3.9, 4.3), ("ý", 4.3, 4.7)),
        *(("với", 4.7, 8.3), ("phương", 8.3, 8.7), ("án", 8.7, 9.0)),
    )
    part = timed_as(("không", 0.2, 0.6), ("được", 0.6, 1.0), ("đâu", 1.0, 1.8))
    text, start = line_of(heard, (6.0, part), (3.4, 4.8), (6.0, 8.0), (8.1, 9.0))
    assert text == "Tôi đồng ý không được đâu với phương án"
    assert start == 3.5


def test_a_word_that_is_all_that_is_heard_where_it_was_drawn_out_is_there_and_once() -> None:
    speech = ((0.0, 1.9), (3.0, 6.0))
    heard = timed_as(("Thưa", 0.1, 3.4), ("các", 3.4, 3.8), ("đồng", 3.8, 4.2), ("chí.", 4.2, 5.0))
    part = timed_as(("thưa.", 0.1, 0.6))
    assert line_of(heard, (0.3, part), *speech) == ("Thưa các đồng chí.", 0.4)
    # on the other side
    heard = timed_as(("Xong", 0.5, 1.0), ("rồi.", 1.0, 5.6))
    assert line_of(heard, (3.0, timed_as(("Rồi", 1.5, 2.5))), *speech) == ("Xong rồi.", 0.5)
    # another's, though it is the same: said by itself, in the time of no other
    heard = timed_as(("Vâng.", 0.1, 0.6), ("Vâng.", 3.1, 3.5))
    part = timed_as(("Vâng.", 0.2, 0.7))
    assert line_of(heard, (4.5, part), *speech)[0] == "Vâng. Vâng. Vâng."


def test_a_word_that_is_heard_in_two_parts_it_was_drawn_out_over_was_said_twice() -> None:
    heard = timed_as(("Thưa", 0.1, 6.4), ("các", 6.4, 6.8), ("anh.", 6.8, 7.2))
    more = [(0.0, timed_as(("Thưa", 0.3, 0.8))), (3.0, timed_as(("Thưa", 0.3, 0.8)))]
    found = joined(heard, more, ((0.0, 1.9), (3.0, 4.9), (6.0, 8.0)))
    assert found.text == "Thưa Thưa các anh."
    assert [word.start for word in found.words] == [0.3, 3.3, 6.4, 6.8]


def test_a_drawn_out_word_that_begins_or_ends_what_was_heard_in_its_place_is_there_once() -> None:
    speech = ((0.0, 9.0),)
    heard = timed_as(("hóa,", 0.0, 1.0), ("trên", 1.0, 5.0), ("thực", 5.0, 5.3), ("tế.", 5.3, 9.0))
    ends = timed_as(("tù", 0.2, 1.0), ("mù", 1.0, 2.0), ("Trên", 3.3, 3.7))
    assert line_of(heard, (1.0, ends), *speech) == ("Hóa, tù mù trên thực tế.", 0.0)
    begins = timed_as(("trên", 0.2, 0.5), ("tù", 0.5, 1.0), ("mù", 1.0, 2.0))
    assert line_of(heard, (1.0, begins), *speech) == ("Hóa, trên tù mù thực tế.", 0.0)
    neither = timed_as(("tù", 0.2, 1.0), ("mù", 1.0, 3.8))
    assert line_of(heard, (1.0, neither), *speech) == ("Hóa, tù mù trên thực tế.", 0.0)


def test_what_no_word_takes_is_one_over_short_pauses() -> None:
    speech = [(0.1, 0.8), (1.3, 4.0), (5.0, 6.0)]
    assert gaps(speech, []) == [(0.1, 4.0), (5.0, 6.0)]
    assert gaps(speech, [(0.7, 1.4)]) == [(0.1, 0.7), (1.4, 4.0), (5.0, 6.0)]
    assert gaps(speech, [(0.0, 9.0)]) == gaps([], []) == []
    random = np.random.default_rng(7)
    for _ in range(300):
        edges = [float(one) for one in np.sort(random.uniform(0, 20, 12))]
        spans = list(zip(edges[::2], edges[1::2], strict=True))
        found = gaps(spans[::2], spans[1::2])
        assert [a for a, _ in found] == [a for a, _ in spans[::2]]
        assert [b for _, b in found] == [b for _, b in spans[::2]]


def test_what_was_heard_by_itself_is_not_told_as_unheard(voices: list[FloatArray]) -> None:
    stretch = spoken(voices)
    behind = stretch.speech[-1][0]
    heard = timed_as(("Chà", 0.0, behind + 0.2), ("mẹ.", behind + 0.2, stretch.speech[-1][1]))
    told = unheard_in(heard, stretch)
    assert told
    more = []
    for begin, end in told:
        words = timed("những lời " * 10, each=(end - begin) / 20)
        more.append((begin - stretch.heard_from, Decoded(tuple(words), -0.3)))
    assert unheard_in(joined(heard, more, stretch.speech), stretch) == ()


def test_words_that_lie_over_each_other_are_all_heard(voices: list[FloatArray]) -> None:
    """As some servers time them: what stands behind may have been said before."""
    stretch = spoken(voices)
    end = stretch.speech[-1][1]
    words = timed("những lời " * 10, each=end / 20)
    assert unheard_in(Decoded((words[-1], *words[:-1]), -0.3), stretch) == ()


REST = "mẹ tôi và các anh chị em trong nhà ta đều nhất trí với việc này."


class Passing:
    """An engine that draws a word out over all that is said first, and hears that by itself."""

    name, digest, workers, most = "passing", "", 1, 4
    short_context = another_hearing = False

    def __init__(self, stretch: Stretch) -> None:
        assert stretch.samples is not None
        self.whole, self.behind = len(stretch.samples), stretch.speech[-1][0]
        self.parts = 0

    def decode(self, clips: Sequence[Clip], **how: Any) -> list[Decoded]:
        found = []
        for clip in clips:
            if len(clip.samples) == self.whole:
                end = self.behind + 0.2
                each = (self.whole / SAMPLE_RATE - end) / len(REST.split())
                rest = timed(REST, each=each, start=end)
                found.append(Decoded((Word("Chà", 0.0, end, 0.9), *rest), -0.2))
                continue
            self.parts += 1
            found.append(Decoded(tuple(timed("Không duyệt.", each=clip.seconds / 2)), -0.2))
        return found


@pytest.mark.parametrize("long", [False, True])
def test_a_note_and_a_long_recording_are_written_in_the_order_of_their_speech(
    voices: list[FloatArray], long: bool
) -> None:
    engine = Passing(spoken(voices))
    ear = Transcriber(SpeechSettings(voices="off"), load_engine=lambda settings: engine)
    sound = wav(np.concatenate([*voices[1:4], np.zeros(SAMPLE_RATE, np.float32)]))
    lines = next(iter(ear.pieces(sound))).segments if long else ear.transcribe(sound).segments
    assert engine.parts > 0
    text = " ".join(line.text for line in lines)
    assert text == " ".join(["Không duyệt."] * engine.parts + ["Chà", REST])


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
