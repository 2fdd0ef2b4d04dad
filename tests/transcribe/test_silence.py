"""Nothing is written where nobody speaks, and quiet people are heard."""

import numpy as np
import pytest

from benchmarks import noises
from tests.transcribe.recordings import Recording, wav
from tests.transcribe.wer import wer
from transcribe import Transcriber
from transcribe.sound.guards import speech_spans
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


@pytest.mark.parametrize("name", noises.names())
def test_noise_and_music_give_no_text_and_are_no_speech_without_words(
    name: str, default: Transcriber
) -> None:
    transcript = default.transcribe(wav(noises.noise_of(name)))
    assert (transcript.text, transcript.segments, transcript.unheard) == ("", (), ())


# Sounds whose first seconds silero takes for speech, as they are with these seeds; of each the
# model makes words
TAKEN_FOR_SPEECH = {
    "hum of 100 Hz, 20 s": 16,
    "hum of 120 Hz": 13,
    "plucked strings, quiet": 20,
    "coughs with a little voice": 22,
}


@pytest.mark.parametrize(
    ("name", "hints"),
    [
        *((name, "") for name in TAKEN_FOR_SPEECH),
        # with names to be expected too: the one of which most words are made, and the shortest
        ("coughs with a little voice", "Trần Quốc Bình, Phạm Bích Ngọc, Sở Nội vụ, giải ngân"),
        ("plucked strings, quiet", "Trần Quốc Bình, Phạm Bích Ngọc, Sở Nội vụ, giải ngân"),
    ],
)
def test_what_sounds_like_speech_to_one_ear_gives_no_text(
    name: str, hints: str, default: Transcriber
) -> None:
    sound = noises.noise_of(name, TAKEN_FOR_SPEECH[name])[: len(TIME)]
    assert speech_spans(sound)
    assert default.transcribe(wav(sound), hints=hints).text == ""


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
    assert [bool(speech_spans(voice)) for voice in quiet] == [True] * 6


def test_a_click_does_not_hide_a_quiet_voice(voices: list[FloatArray]) -> None:
    for voice in voices:
        samples = voice * np.float32(0.01)
        samples[1000:1010] = 0.9
        assert speech_spans(samples)


def test_a_voice_under_noise_as_loud_is_found(voices: list[FloatArray]) -> None:
    for voice in voices:
        noise = white(float(voice.std()))
        assert speech_spans(np.clip(voice + np.resize(noise, len(voice)), -1, 1))


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
