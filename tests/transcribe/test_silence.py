"""Nothing is written where nobody speaks, and quiet people are heard."""

import numpy as np
import pytest

from tests.transcribe.recordings import Recording, wav
from tests.transcribe.wer import wer
from transcribe import Segment, Transcriber
from transcribe.guards import drop_invented, has_speech, is_invented, speech_spans
from transcribe.types import SAMPLE_RATE, FloatArray

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
    "Hãy đăng ký kênh để ủng hộ kênh của mình nhé!",
    "Cảm ơn các bạn đã theo dõi và hẹn gặp lại.",
    "Hẹn gặp lại các bạn trong những video tiếp theo",
    "Để không bỏ lỡ lỡ lỡ lỡ lỡ lỡ lỡ l",
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
    ],
)
def test_what_people_say_in_meetings_is_not_taken_for_invented(text: str) -> None:
    assert not is_invented(text)
    segment = Segment(0.0, 4.0, text, 0.5)
    assert drop_invented([segment], []) == [segment]
