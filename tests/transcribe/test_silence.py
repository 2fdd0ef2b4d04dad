"""Nothing is written where nobody speaks, and quiet people are heard."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.noises import noises
from tests.transcribe.recordings import Recording, wav
from tests.transcribe.wer import wer
from transcribe import Segment, Transcriber
from transcribe.engines import load_engine
from transcribe.sound.cut import Stretch
from transcribe.sound.guards import (
    drop_invented,
    has_speech,
    is_guess,
    is_invented,
    is_loop,
    is_suspicious,
    speech_spans,
)
from transcribe.types import SAMPLE_RATE, Clip, Decoded, FloatArray, Word
from transcribe.writing.segments import segments_of

SECONDS = 6
TIME = np.arange(SECONDS * SAMPLE_RATE) / SAMPLE_RATE


def white(level: float, seed: int = 0) -> FloatArray:
    noise = np.random.default_rng(seed).standard_normal(len(TIME)) * level
    return np.clip(noise, -1, 1).astype(np.float32)


def pink(level: float) -> FloatArray:
    spectrum = np.fft.rfft(white(1.0))
    spectrum /= np.sqrt(np.maximum(np.arange(len(spectrum)), 1))
    noise = np.fft.irfft(spectrum, len(TIME))
    return (noise * level / np.abs(noise).max()).astype(np.float32)


def hum(frequency: float) -> FloatArray:
    wave = sum(0.2 / n * np.sin(2 * np.pi * frequency * n * TIME) for n in (1, 3, 5))
    return np.asarray(wave, np.float32)


def clicks() -> FloatArray:
    samples = white(0.001)
    samples[np.random.default_rng(0).integers(0, len(TIME), 20)] = 0.8
    return samples


NOT_SPEECH = {
    "digital silence": np.zeros(len(TIME), np.float32),
    "a quiet room": white(0.0005),
    "white noise": white(0.1),
    "loud white noise": white(0.5),
    "pink noise": pink(0.5),
    "hum of 50 Hz": hum(50),
    "hum of 60 Hz": hum(60),
    "clicks": clicks(),
}


@pytest.mark.parametrize("name", NOT_SPEECH)
def test_nothing_is_written_where_nobody_speaks(name: str, default: Transcriber) -> None:
    transcript = default.transcribe(wav(NOT_SPEECH[name]))
    assert (transcript.text, transcript.segments, transcript.confidence) == ("", (), 0.0)
    assert transcript.seconds == pytest.approx(SECONDS)


NOISES = dict(noises())


@pytest.mark.parametrize("name", NOISES)
def test_noise_and_music_give_no_text(name: str, default: Transcriber) -> None:
    transcript = default.transcribe(wav(NOISES[name]))
    assert (transcript.text, transcript.segments) == ("", ())


# Sounds that silero takes for speech, as they are with these seeds; of each the model makes words
TAKEN_FOR_SPEECH = {
    "hum of 100 Hz, 20 s": 16,
    "hum of 120 Hz": 13,
    "plucked strings, quiet": 20,
    "coughs with a little voice": 22,
}


@pytest.mark.parametrize("name", TAKEN_FOR_SPEECH)
@pytest.mark.parametrize("hints", ["", "Trần Quốc Bình, Phạm Bích Ngọc, Sở Nội vụ, giải ngân"])
def test_what_sounds_like_speech_to_one_ear_gives_no_text(
    name: str, hints: str, default: Transcriber
) -> None:
    sound = dict(noises(TAKEN_FOR_SPEECH[name]))[name]
    assert has_speech(sound)
    assert default.transcribe(wav(sound), hints=hints).text == ""


@pytest.mark.parametrize("engine", ["faster_whisper", "openai_whisper"])
def test_both_engines_know_vietnamese(
    engine: str, voices: list[FloatArray], default: Transcriber
) -> None:
    settings = default.settings.model_copy(update={"whisper_engine": engine})
    hum = dict(noises())["hum of 120 Hz"]
    heard = load_engine(settings).decode([Clip(samples) for samples in (*voices[:2], hum)])
    assert [round(one.vietnamese) for one in heard[:2]] == [1, 1]
    assert heard[2].vietnamese < 0.02


def test_a_word_or_two_are_speech(voices: list[FloatArray]) -> None:
    """As short as "Vâng." or "Đồng ý.": half a second out of the middle of a sentence."""
    half = SAMPLE_RATE // 2
    for voice in voices:
        loudness = np.convolve(np.square(voice), np.ones(half), "valid")
        first = int(np.argmax(loudness))
        room = white(0.0005)[: 2 * SAMPLE_RATE].copy()
        room[half : 2 * half] += voice[first : first + half]
        (begin, end), *others = speech_spans(room)
        assert not others
        assert begin == pytest.approx(0.5, abs=0.2)
        assert end == pytest.approx(1.0, abs=0.3)


def test_a_blip_shorter_than_a_window_is_no_error(default: Transcriber) -> None:
    assert default.transcribe(wav(white(0.1)[:10])).text == ""


@pytest.mark.parametrize("decibels", [0, -30, -50])
def test_a_voice_is_found_however_quiet(decibels: int, voices: list[FloatArray]) -> None:
    gain = np.float32(10 ** (decibels / 20))
    # as a file of 16 bits would keep it
    quiet = [(np.round(voice * gain * 32768) / 32768).astype(np.float32) for voice in voices]
    assert [has_speech(voice) for voice in quiet] == [True] * 6


def test_a_click_does_not_hide_a_quiet_voice(voices: list[FloatArray]) -> None:
    for voice in voices:
        samples = voice * np.float32(0.01)
        samples[1000:1010] = 0.9
        assert has_speech(samples)


def test_a_voice_under_noise_as_loud_is_found(voices: list[FloatArray]) -> None:
    for voice in voices:
        noise = white(float(voice.std()))
        assert has_speech(np.clip(voice + np.resize(noise, len(voice)), -1, 1))


def test_quiet_recordings_still_give_their_text(
    six: list[Recording], voices: list[FloatArray], default: Transcriber
) -> None:
    gain = np.float32(10 ** (-30 / 20))
    heard = [default.transcribe(wav(voice * gain)).text for voice in voices]
    assert all(heard)
    assert wer([one.words for one in six], heard) < 0.45


def test_spans_are_where_the_voice_is(voices: list[FloatArray]) -> None:
    pause = np.zeros(3 * SAMPLE_RATE, np.float32)
    spans = speech_spans(np.concatenate([pause, voices[0], pause]))
    assert spans[0][0] == pytest.approx(3.0, abs=0.3)
    assert spans[-1][1] == pytest.approx(5.6, abs=0.3)


INVENTED = [
    "Hãy subscribe cho kênh Ghiền Mì Gõ Để không bỏ lỡ những video hấp dẫn",
    "Hãy subscribe cho kênh La La School Để không bỏ lỡ những video hấp dẫn.",
    "Hãy subscribe cho kênh Ghiền Mì Gõ Để không bỏ",
    "Này, hãy subscribe cho kênh Ghiền Mõ Để không b",
    "Hãy đăng ký kênh để ủng hộ kênh của mình nhé!",
    "Cảm ơn các bạn đã theo dõi và hẹn gặp lại.",
    "Hẹn gặp lại các bạn trong những video tiếp theo",
    "Để không bỏ lỡ lỡ lỡ lỡ lỡ lỡ lỡ l",
    "Các bạn hãy đăng ký kênh để ủng hộ kênh của mình nhé.",
    "Cảm ơn các bạn đã theo dõi.",
    "Cảm ơn các bạn đã xem video này!",
    "Xin cảm ơn các bạn đã lắng nghe.",
    "Cảm ơn các bạn đã theo dõi và hẹn gặp lại các bạn trong những video tiếp theo.",
    "Xin hẹn gặp lại các bạn trong những video tiếp theo nhé!",
    "HÃY SUBSCRIBE CHO KÊNH Ghiền Mì Gõ, để không bỏ lỡ những video hấp dẫn...",
]


@pytest.mark.parametrize("text", INVENTED)
def test_an_invented_sentence_goes_only_where_nobody_speaks(text: str) -> None:
    said = Segment(0.0, 4.0, "Tôi nhất trí với báo cáo.", 0.8)
    invented = Segment(5.0, 9.0, text, 0.6)
    assert drop_invented([said, invented], [(0.2, 3.9)]) == [said]
    assert drop_invented([said, invented], [(0.2, 3.9), (5.5, 8.0)]) == [said, invented]


@pytest.mark.parametrize(
    "text",
    [
        "Cảm ơn các đồng chí đã theo dõi báo cáo.",
        "Tôi cảm ơn các bạn đã theo dõi, sau đây là phần thảo luận.",
        "Đề nghị các phòng đăng ký kênh thông tin nội bộ.",
        "Cảm ơn các đồng chí đã theo dõi báo cáo này.",
        "Cảm ơn các bạn đã theo dõi báo cáo này.",
        "Xin cảm ơn các đồng chí đã lắng nghe.",
        "Hẹn gặp lại các đồng chí trong cuộc họp sau.",
        "Hãy đăng ký để không bỏ lỡ lớp tập huấn.",
        "Cảm ơn.",
        "Không bỏ lỡ cơ hội.",
    ],
)
def test_what_people_say_in_meetings_is_not_taken_for_invented(text: str) -> None:
    assert not is_invented(text)
    segment = Segment(0.0, 4.0, text, 0.5)
    assert drop_invented([segment], []) == [segment]


POLITE = ["Cảm ơn!", "Cảm ơn các bạn ạ.", "Xin chào.", "Thank you for watching."]


@pytest.mark.parametrize("text", POLITE)
def test_politeness_goes_where_the_model_only_guesses(text: str) -> None:
    assert is_guess(decoded(text, logprob=-1.3))
    assert not is_guess(decoded(text, logprob=-0.9))


@pytest.mark.parametrize("text", ["Đồng ý.", "Cảm ơn các đồng chí.", "Xin cảm ơn đồng chí Sơn."])
def test_what_the_model_only_guesses_stays_if_it_is_no_politeness(text: str) -> None:
    assert not is_guess(decoded(text, logprob=-2.0))


@pytest.mark.parametrize("text", [*POLITE, *INVENTED])
def test_what_is_invented_goes_where_no_vietnamese_is_heard(text: str) -> None:
    assert is_guess(replace(decoded(text, logprob=-0.2), vietnamese=0.01))


def test_a_likely_text_stays_where_no_vietnamese_is_heard() -> None:
    """Somebody may speak English, or through a handkerchief."""
    heard = replace(decoded("Deadline là thứ hai tuần sau."), vietnamese=0.001)
    assert not is_guess(heard)
    assert is_guess(replace(heard, logprob=-1.5))


# --- loops, and what people say twice -------------------------------------------------------


def decoded(text: str, seconds: float = 0.0, logprob: float = -0.3) -> Decoded:
    """A text whose words are spread evenly over so many seconds."""
    words = text.split()
    each = (seconds or 0.25 * len(words)) / max(len(words), 1)
    return Decoded(
        tuple(Word(word, n * each, (n + 1) * each, 0.9) for n, word in enumerate(words)), logprob
    )


SAID = {
    "a title twice": "đề nghị các đồng chí trong chi bộ thảo luận, sau đó đề nghị các đồng chí "
    "biểu quyết thông qua nghị quyết",
    "a word twice": "tình hình rất rất phức tạp",
    "an enumeration": "phòng tài chính, phòng tổ chức, phòng nội vụ và phòng tư pháp báo cáo",
    "numbers": "ba trăm ba mươi ba triệu đồng",
    "a refrain": "nhất trí với báo cáo của ủy ban, nhất trí với đề xuất của sở",
    "yes": "vâng vâng, tôi rõ rồi",
}


@pytest.mark.parametrize("name", SAID)
def test_what_people_say_is_no_loop(name: str) -> None:
    heard = decoded(SAID[name], seconds=0.25 * len(SAID[name].split()) + 1)
    seconds = heard.words[-1].end
    assert not is_loop(heard, seconds)
    # the five words "đề nghị các đồng chí" are heard again in a clip as short as this
    assert is_suspicious(heard, seconds) == (name == "a title twice")
    assert not is_suspicious(heard, 13.0)


@pytest.mark.parametrize(
    "text",
    [
        "từng bước, từng bước nâng cao chất lượng",
        "đồng ý, đồng ý, tôi không có ý kiến gì thêm",
        "tôi nhất trí với báo cáo của tôi nhất trí với báo cáo của",
        "đề nghị các đồng chí, đề nghị các đồng chí trật tự",
    ],
)
def test_what_may_have_been_said_twice_is_heard_again_but_may_stay(text: str) -> None:
    heard = decoded(text)
    seconds = heard.words[-1].end
    assert is_suspicious(heard, seconds)
    assert not is_loop(heard, seconds)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("để không bỏ lỡ " * 12, 20.0),
        ("một lạc, " * 20, 10.0),
        ("cái gì có " * 15, 30.0),
        ("tôi nhất trí với báo cáo của đồng chí trưởng phòng " * 4, 28.0),
        ("ha " * 60, 30.0),
        ("tôi nhất trí với báo cáo của đồng chí trưởng phòng tài chính kế hoạch huyện", 1.0),
    ],
)
def test_what_nobody_can_have_said_is_a_loop(text: str, seconds: float) -> None:
    heard = decoded(text, seconds)
    assert is_loop(heard, seconds)
    assert is_suspicious(heard, seconds)


@pytest.mark.parametrize("text", ["", "vâng", "đồng ý", "không"])
def test_little_is_no_loop(text: str) -> None:
    assert not is_suspicious(decoded(text), 0.4)


# --- segments -------------------------------------------------------------------------------


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
