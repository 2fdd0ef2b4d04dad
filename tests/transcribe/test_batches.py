"""What is decoded together, heard again, and helped by hints; the real model."""

import math
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.roughen import roughen
from tests.transcribe.recordings import Recording, wav
from tests.transcribe.watched import Gate, Watched, wait_until
from tests.transcribe.wer import distance, normal, wer
from transcribe import SpeechSettings, Transcriber, Transcript
from transcribe.engines import Engine
from transcribe.schedule import recognise, together
from transcribe.sound.guards import is_guess, is_loop, is_suspicious
from transcribe.types import SAMPLE_RATE, Clip, Decoded, FloatArray, Word

NAMES = "Trần Quốc Bình, Phạm Bích Ngọc, Võ Thành Vĩnh, Sở Nội vụ, nghị quyết, giải ngân"


@pytest.fixture
def watched(engine: Engine) -> Watched:
    """The default's weights, watched from now on."""
    return Watched(engine)


def transcriber(engine: Engine, padding: float) -> Transcriber:
    """One that hears so many seconds of silence behind a clip."""
    settings = SpeechSettings(whisper_padding=padding)
    return Transcriber(settings, load_engine=lambda _: engine)


# --- together -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def many(voices: list[FloatArray]) -> list[FloatArray]:
    """Ten clips of 1.3 to 9 s: the six, rough ones, parts, two behind each other."""
    rough = [
        roughen(voice, kind, 1)
        for voice, kind in zip(
            voices, ["pink noise, 10 dB", "room 0.6 s", "telephone"], strict=False
        )
    ]
    return [
        *voices[1:],
        *rough,
        voices[5][: len(voices[5]) // 2],
        np.concatenate([voices[1], voices[5]]),
    ]


def turns(clips: Sequence[Clip]) -> Iterator[list[Clip]]:
    """The clips as the scheduler puts them together."""

    class Job:
        def __init__(self, one: Clip) -> None:
            self.clip = one

    waiting = [Job(one) for one in clips]
    while waiting:
        turn = together(waiting)  # type: ignore[arg-type]
        yield [job.clip for job in turn]
        waiting = [job for job in waiting if job not in turn]


Heard = list[tuple[Clip, Decoded]]


@pytest.fixture(scope="module")
def batches(engine: Engine, many: list[FloatArray]) -> Heard:
    """What is heard in the clips, in the batches that they make."""
    found = [
        list(zip(turn, recognise(engine, turn, 5.0), strict=True))
        for turn in turns([Clip(samples) for samples in many])
    ]
    assert max(map(len, found)) >= 4, "nothing went together"
    return [pair for turn in found for pair in turn]


def test_a_batch_hears_in_each_clip_what_it_hears_alone(engine: Engine, batches: Heard) -> None:
    """But for a word here and there: a processor adds up another number of rows otherwise."""
    alone = [recognise(engine, [one], 5.0)[0] for one, _ in batches]
    texts = [heard.text for heard in alone]
    for (_, heard), by_itself in zip(batches, alone, strict=True):
        nearest = min(texts, key=lambda text: distance(normal(text), normal(heard.text)))
        assert distance(normal(by_itself.text), normal(heard.text)) == distance(
            normal(nearest), normal(heard.text)
        )
    assert wer(texts, [heard.text for _, heard in batches]) < 0.05
    differences = [
        abs(heard.logprob - by_itself.logprob)
        for (_, heard), by_itself in zip(batches, alone, strict=True)
    ]
    assert float(np.median(differences)) < 0.02, differences


def test_times_of_words_lie_in_their_clip_in_a_batch_too(batches: Heard) -> None:
    for one, decoded in batches:
        times = [time for word in decoded.words for time in (word.start, word.end)]
        assert times == sorted(times)
        assert times[0] >= 0.0
        assert times[-1] <= one.seconds + 0.1


def test_many_threads_at_once_each_get_their_own_text(
    voices: list[FloatArray], six_heard: list[Transcript], engine: Engine
) -> None:
    """Nine people at once: the six, and two of them behind each other, three times."""
    pairs = [(0, 1), (2, 3), (4, 5)]
    files = [
        *map(wav, voices),
        *(wav(np.concatenate([voices[one], voices[other]])) for one, other in pairs),
    ]
    own = [heard.text for heard in six_heard]
    own += [f"{own[one]} {own[other]}" for one, other in pairs]

    gate = Gate(engine)
    subject = transcriber(gate, SpeechSettings().whisper_padding)
    found: dict[int, str] = {}

    def work(number: int) -> None:
        found[number] = subject.transcribe(files[number]).text

    threads = [threading.Thread(target=work, args=(n,)) for n in range(len(files))]
    for thread in threads:
        thread.start()

    def come() -> int:  # clips before the gate, and behind it: one or two of each file
        return sum(map(len, gate.turns)) + subject.waiting.notes

    wait_until(lambda: come() >= len(files), "the last of them")
    gate.let()
    for thread in threads:
        thread.join()
    for number, text in sorted(found.items()):
        far = [distance(normal(one), normal(text)) for one in own]
        assert far.index(min(far)) == number, f"{text!r} is not {own[number]!r}"
    assert wer(own, [found[number] for number in range(len(files))]) < 0.2
    first = [count for count, _, temperature in gate.calls if not temperature]
    assert max(first) > 1, "nothing went together"


# --- heard again ----------------------------------------------------------------------------


class Stammering(Watched):
    """The real engine, which with a short context says what it hears twice, one behind the other.

    Which sound makes the model do so is not the same on every processor.
    """

    def hear(self, clips: Sequence[Clip], seconds: float, temperature: float) -> list[Decoded]:
        found = super().hear(clips, seconds, temperature)
        if seconds == 30.0:
            return found
        return [replace(one, words=one.words + later(one.words)) for one in found]


def later(words: Sequence[Word]) -> tuple[Word, ...]:
    """The same words, behind the last of them."""
    end = words[-1].end
    return tuple(replace(word, start=end + word.start, end=end + word.end) for word in words)


# Rough enough that with 1 s of silence behind it the model loops in it, on some processors
LOW_PASS = "low-pass 4 kHz"


def test_what_loops_on_the_short_context_is_heard_again(
    six: list[Recording], voices: list[FloatArray], engine: Engine
) -> None:
    looping = Clip(roughen(voices[1], LOW_PASS, 1))
    short = math.ceil(looping.seconds / 2) * 2 + 1.0
    stammering = Stammering(engine)
    heard = transcriber(stammering, 1.0).transcribe(wav(looping.samples)).text
    assert stammering.calls == [(1, short, 0.0), (1, 30.0, 0.0)]
    before = wer([six[1].words], [stammering.heard[0].text])
    assert wer([six[1].words], [heard]) < before
    assert wer([six[1].words], [heard]) < 0.4
    assert len(normal(heard)) < 1.3 * len(normal(six[1].words))


def rough(voices: list[FloatArray]) -> dict[str, FloatArray]:
    """What the model has looped in, on one processor or another."""
    return {
        LOW_PASS: roughen(voices[1], LOW_PASS, 1),
        "babble, 0 dB": roughen(voices[5], "babble, 0 dB", 1, voices[:5]),
    }


def test_speech_under_babble_as_loud_never_gives_a_loop(
    voices: list[FloatArray], engine: Engine
) -> None:
    """Nothing can be understood; what is written must still not be longer than what was said."""
    sounds = rough(voices)
    for name, padding in (
        (LOW_PASS, 1.0),
        ("babble, 0 dB", 1.0),
        ("babble, 0 dB", SpeechSettings().whisper_padding),
    ):
        clip = Clip(sounds[name])
        watched = Watched(engine)
        (found,) = recognise(watched, [clip], padding)
        short = math.ceil(clip.seconds / 2) * 2 + padding
        assert watched.calls[0] == (1, short, 0.0), name
        first = watched.heard[0]
        if is_guess(first) or is_suspicious(first, clip.seconds):
            assert watched.calls[1] == (1, 30.0, 0.0), name
        else:
            assert len(watched.calls) == 1, name
        assert not is_loop(found, clip.seconds), f"{name}: {found.text}"
        assert len(normal(found.text)) <= 2 + 8 * clip.seconds, f"{name}: {found.text}"


class Guessing(Watched):
    """The real engine on a day when it understands nothing."""

    def hear(self, clips: Sequence[Clip], seconds: float, temperature: float) -> list[Decoded]:
        guess = tuple(
            Word(word, n * 0.3, n * 0.3 + 0.3, 0.4) for n, word in enumerate(["Cái", "gì"])
        )
        return [Decoded(guess, -1.9, vietnamese=0.001)] * len(clips)


def test_what_is_said_is_not_dropped_however_little_the_model_understands(
    voices: list[FloatArray], engine: Engine
) -> None:
    """The words stay, and all of the line is to be heard again."""
    for voice in voices:
        found = transcriber(Guessing(engine), 8.0).transcribe(wav(voice))
        assert set(normal(found.text)) == {"cái", "gì"}
        assert all(one.doubts == (one.text,) for one in found.segments)


class Inattentive(Watched):
    """The real engine, which listens to the first five seconds of what it is given."""

    def hear(self, clips: Sequence[Clip], seconds: float, temperature: float) -> list[Decoded]:
        found = super().hear(clips, seconds, temperature)
        return [
            replace(one, words=tuple(word for word in one.words if word.end < 5.0)) for one in found
        ]


def test_what_was_passed_over_is_heard_by_itself_and_stands_in_its_place(
    six: list[Recording], voices: list[FloatArray], engine: Engine
) -> None:
    pause = np.zeros(SAMPLE_RATE // 2, np.float32)
    whole = wav(np.concatenate([voices[0], pause, voices[1], pause, voices[2]]))
    said = [" ".join(one.words for one in six[:3])]
    attentive = transcriber(engine, 8.0).transcribe(whole)
    found = transcriber(Inattentive(engine), 8.0).transcribe(whole)
    times = [edge for one in found.segments for edge in (one.start, one.end)]
    assert times == sorted(times)
    assert wer(said, [found.text]) < wer(said, [attentive.text]) + 0.25


@pytest.mark.parametrize("padding", [1.0, 5.0])
def test_clean_speech_is_heard_once(
    padding: float, voices: list[FloatArray], watched: Watched
) -> None:
    assert transcriber(watched, padding).transcribe(wav(voices[0])).text
    assert watched.calls == [(1, 4.0 + padding, 0.0)]


# --- hints ----------------------------------------------------------------------------------


# Words of the first five that the model hears otherwise without a hint, most of them on any
# processor
SAID = ["huấn luyện viên", "logic", "tù mù", "khúc cây", "đánh bắt cá"]


def test_words_that_are_said_are_heard_with_hints(
    six: list[Recording], six_heard: list[Transcript], default: Transcriber
) -> None:
    """Also where they are one hint among many."""

    def heard(rest: str) -> int:
        texts = [
            default.transcribe(one.path, hints=f"{words}{rest}").text
            for one, words in zip(six, SAID, strict=False)
        ]
        return sum(words in text.lower() for words, text in zip(SAID, texts, strict=True))

    without = sum(words in one.text.lower() for words, one in zip(SAID, six_heard, strict=False))
    assert heard("") >= max(without + 1, 4)
    assert heard(f", {NAMES}") > without


def test_names_that_are_not_said_change_hardly_anything(
    six: list[Recording], six_heard: list[Transcript], default: Transcriber
) -> None:
    references = [one.words for one in six]
    plain = [heard.text for heard in six_heard]
    hinted = [default.transcribe(one.path, hints=NAMES).text for one in six]
    assert wer(references, hinted) <= wer(references, plain) + 0.03
    assert wer(plain, hinted) < 0.10
    for name in ("Trần Quốc Bình", "Phạm Bích Ngọc", "Võ Thành Vĩnh", "Nội vụ", "giải ngân"):
        assert name.lower() not in " ".join(hinted).lower()


def test_hints_write_nothing_where_nobody_speaks(default: Transcriber) -> None:
    room = np.random.default_rng(0).standard_normal(6 * SAMPLE_RATE) * 0.01
    assert default.transcribe(wav(room.astype(np.float32)), hints=NAMES).text == ""
