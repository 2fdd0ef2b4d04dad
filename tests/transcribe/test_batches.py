"""What is decoded together, heard again, and helped by hints; the real model."""

import math
import threading
from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from benchmarks.roughen import roughen
from tests.transcribe.recordings import Recording, wav
from tests.transcribe.wer import normal, wer
from transcribe import SpeechSettings, Transcriber, transcriber
from transcribe.engines import Engine, load_engine
from transcribe.schedule import recognise, together
from transcribe.sound.guards import is_loop, is_suspicious
from transcribe.types import SAMPLE_RATE, Clip, Decoded, FloatArray

NAMES = "Trần Quốc Bình, Phạm Bích Ngọc, Võ Thành Vĩnh, Sở Nội vụ, nghị quyết, giải ngân"


class Counted:
    """An engine that tells what it was asked."""

    def __init__(self, engine: Engine) -> None:
        self.name, self.most, self.short_context = engine.name, engine.most, engine.short_context
        self.workers = engine.workers
        self.calls: list[tuple[int, float, float]] = []
        self._engine = engine

    def decode(
        self, clips: Sequence[Clip], *, seconds: float = 30.0, temperature: float = 0.0
    ) -> list[Decoded]:
        self.calls.append((len(clips), seconds, temperature))
        return self._engine.decode(clips, seconds=seconds, temperature=temperature)


@pytest.fixture(scope="module")
def engine(default: Transcriber) -> Engine:
    """The default's weights, without the queue before them."""
    return load_engine(default.settings)


@pytest.fixture
def counted(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Counted:
    """The engine that every Transcriber of this test gets."""
    found = Counted(engine)
    monkeypatch.setattr(transcriber, "load_engine", lambda settings: found)
    return found


@pytest.fixture(scope="module")
def many(voices: list[FloatArray]) -> list[FloatArray]:
    """Fifteen clips of 1.3 to 9 s: the six, rough ones, parts, two behind each other."""
    rough = [
        roughen(voice, kind, 1)
        for voice, kind in zip(
            voices, ["pink noise, 10 dB", "room 0.6 s", "telephone"] * 2, strict=True
        )
    ]
    return [
        *voices,
        *rough,
        voices[0][: len(voices[0]) // 2],
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


Heard = list[list[tuple[Clip, Decoded]]]


@pytest.fixture(scope="module")
def batches(engine: Engine, many: list[FloatArray]) -> Heard:
    """What is heard in the clips, in the batches that they make."""
    found = [
        list(zip(turn, recognise(engine, turn, 5.0), strict=True))
        for turn in turns([Clip(samples) for samples in many])
    ]
    assert max(map(len, found)) >= 4, "nothing went together"
    return found


def test_a_batch_hears_in_each_clip_what_it_hears_alone(engine: Engine, batches: Heard) -> None:
    for batch in batches:
        for one, decoded in batch:
            alone = recognise(engine, [one], 5.0)[0]
            assert decoded.text == alone.text
            assert decoded.logprob == pytest.approx(alone.logprob, abs=0.02)


def test_times_of_words_lie_in_their_clip_in_a_batch_too(batches: Heard) -> None:
    for batch in batches:
        for one, decoded in batch:
            times = [time for word in decoded.words for time in (word.start, word.end)]
            assert times == sorted(times)
            assert times[0] >= 0.0
            assert times[-1] <= one.seconds + 0.1


# Found by trying all of `KINDS` on the six: with 1 s of silence behind it, this one is heard as
# "Chúng ta có thể áp dụng lồ dích tương tự với người khác. Chúng ta có thể áp dụ"
LOOPS = "low-pass 4 kHz"


def test_what_loops_on_the_short_context_is_heard_again(
    six: list[Recording], voices: list[FloatArray], counted: Counted
) -> None:
    looping = Clip(roughen(voices[1], LOOPS, 1))
    short = math.ceil(looping.seconds / 2) * 2 + 1.0
    first = counted.decode([looping], seconds=short)[0]
    assert is_suspicious(first, looping.seconds), f"no loop any more, look for another: {first}"
    before = wer([six[1].words], [first.text])
    counted.calls.clear()

    hasty = Transcriber(SpeechSettings(whisper_padding=1.0))
    heard = hasty.transcribe(wav(looping.samples)).text
    assert counted.calls == [(1, short, 0.0), (1, 30.0, 0.0)]
    assert wer([six[1].words], [heard]) < before
    assert wer([six[1].words], [heard]) < 0.4
    assert len(normal(heard)) < 1.3 * len(normal(six[1].words))


def test_speech_under_babble_as_loud_never_gives_a_loop(
    six: list[Recording], voices: list[FloatArray], counted: Counted
) -> None:
    """Nothing can be understood; what is written must still not be longer than what was said."""
    looping = Clip(roughen(voices[5], "babble, 0 dB", 1, voices[:5]))
    short = math.ceil(looping.seconds / 2) * 2 + 1.0
    assert is_loop(counted.decode([looping], seconds=short)[0], looping.seconds)
    found = Transcriber(SpeechSettings(whisper_padding=1.0)).transcribe(wav(looping.samples))
    assert wer([six[5].words], [found.text]) <= 1.0
    assert len(normal(found.text)) <= 2 + 8 * found.seconds


@pytest.mark.parametrize("padding", [1.0, 5.0])
def test_clean_speech_is_heard_once(
    padding: float, voices: list[FloatArray], counted: Counted
) -> None:
    subject = Transcriber(SpeechSettings(whisper_padding=padding))
    assert subject.transcribe(wav(voices[0])).text
    assert counted.calls == [(1, 4.0 + padding, 0.0)]


# --- hints ----------------------------------------------------------------------------------


def test_words_that_are_said_are_heard_with_hints(
    six: list[Recording], default: Transcriber
) -> None:
    assert "huấn luyện viên" not in default.transcribe(six[0].path).text
    assert "huấn luyện viên" in default.transcribe(six[0].path, hints="huấn luyện viên").text


def test_a_hint_among_many_is_heard_too(six: list[Recording], default: Transcriber) -> None:
    hints = f"huấn luyện viên, {NAMES}"
    assert "huấn luyện viên" in default.transcribe(six[0].path, hints=hints).text


def test_names_that_are_not_said_change_hardly_anything(
    six: list[Recording], default: Transcriber
) -> None:
    references = [one.words for one in six]
    plain = [default.transcribe(one.path).text for one in six]
    hinted = [default.transcribe(one.path, hints=NAMES).text for one in six]
    assert wer(references, hinted) <= wer(references, plain) + 0.03
    assert wer(plain, hinted) < 0.10
    for name in ("Trần Quốc Bình", "Phạm Bích Ngọc", "Võ Thành Vĩnh", "Nội vụ", "giải ngân"):
        assert name.lower() not in " ".join(hinted).lower()


def test_hints_write_nothing_where_nobody_speaks(default: Transcriber) -> None:
    room = np.random.default_rng(0).standard_normal(6 * SAMPLE_RATE) * 0.01
    assert default.transcribe(wav(room.astype(np.float32)), hints=NAMES).text == ""


# --- many at once ---------------------------------------------------------------------------


def test_many_threads_at_once_each_get_their_own_text(
    many: list[FloatArray], default: Transcriber, counted: Counted
) -> None:
    files = [wav(samples) for samples in many[:12]]
    alone = [default.transcribe(file).text for file in files]
    assert len(set(alone)) >= 11, "texts that are alike would hide a mistake"

    subject = Transcriber(SpeechSettings())
    found: dict[int, str] = {}
    at_once = threading.Barrier(len(files))

    def work(number: int) -> None:
        at_once.wait()
        found[number] = subject.transcribe(files[number]).text

    threads = [threading.Thread(target=work, args=(n,)) for n in range(len(files))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == dict(enumerate(alone))
    assert len(counted.calls) < len(files), "nothing went together"
