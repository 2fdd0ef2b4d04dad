"""Whose voice it is: features, the model, changes of voice, voices that are one person's."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from benchmarks.noises import noise_of
from tests.transcribe.recordings import wav
from transcribe import SpeechSettings, Transcriber, transcriber
from transcribe.engines import Engine
from transcribe.errors import ModelMissing
from transcribe.remote import wire
from transcribe.sound.cut import Stretch
from transcribe.sound.guards import speech_spans
from transcribe.types import SAMPLE_RATE, VOICE_SIZE, Decoded, FloatArray, Word
from transcribe.voices import Ear
from transcribe.voices.clusters import FEW, ONE_VOICE, clustered, whose
from transcribe.voices.ear import DIGEST, MODEL, unit
from transcribe.voices.features import features
from transcribe.voices.turns import LEAST_SECONDS
from transcribe.writing.segments import segments_of

# What kaldi-native-fbank 1.23 makes of `chirp`, its mean taken away: each 24th row, each 16th band
_KALDI = [
    [2.75, 2.3, -5.197, -3.448, -0.215],
    [-0.159, 1.997, 2.225, -3.378, -0.215],
    [-3.915, -2.475, 1.824, -2.862, -0.215],
    [-3.915, -3.288, -3.816, 9.053, -0.215],
    [-2.375, -3.288, -5.197, -1.499, 1.685],
]


def chirp() -> FloatArray:
    t = np.arange(SAMPLE_RATE) / SAMPLE_RATE
    tone = 0.05 * np.sin(2 * np.pi * 3000 * t)
    return (0.3 * np.sin(2 * np.pi * (200 * t + 1500 * t * t)) + tone).astype(np.float32)


@pytest.fixture(scope="session")
def ear() -> Ear:
    found = Ear()
    found.load()
    return found


def pause(seconds: float) -> FloatArray:
    return np.zeros(round(seconds * SAMPLE_RATE), np.float32)


def words_in(samples: FloatArray, start: float = 0.0) -> list[Word]:
    """Words of 0.3 s wherever somebody speaks."""
    found = []
    for begin, end in speech_spans(samples):
        count = max(1, round((end - begin) / 0.3))
        edges = np.linspace(begin, end, count + 1)
        found += [Word("lời", start + float(a), start + float(b), 0.9) for a, b in pairwise(edges)]
    return found


def test_features_are_kaldis() -> None:
    found = features(chirp())
    assert found.shape == (98, 80)
    assert np.allclose(found[::24, ::16], _KALDI, atol=0.02)


def test_too_little_sound_has_no_features() -> None:
    assert features(np.zeros(399, np.float32)).shape == (0, 80)


def test_the_weights_are_those_that_were_exported() -> None:
    assert hashlib.sha256(MODEL.read_bytes()).hexdigest() == DIGEST


def test_one_persons_voice_is_more_alike_than_two_peoples(
    ear: Ear, voices: Sequence[FloatArray]
) -> None:
    halves = [ear(half) for one in voices for half in np.array_split(one, 2)]
    alike = np.stack(halves) @ np.stack(halves).T
    own = [alike[2 * n, 2 * n + 1] for n in range(len(voices))]
    others = [alike[a, b] for a in range(len(halves)) for b in range(a) if a // 2 != b // 2]
    assert min(own) > np.median(others)
    assert np.median(own) > max(others)


def test_a_voice_does_not_change_with_its_level(ear: Ear, voices: Sequence[FloatArray]) -> None:
    assert float(ear(voices[-1]) @ ear(voices[-1] * 0.1)) > 0.98


def test_two_people_are_never_one_segment(ear: Ear, voices: Sequence[FloatArray]) -> None:
    """Two people who speak after each other, one of them twice: each segment is one's."""
    woman, man = voices[2], voices[0]
    samples = np.concatenate([woman, pause(0.3), man, pause(0.3), woman])
    edges = np.cumsum([len(woman), len(pause(0.3)), len(man), len(pause(0.3)), len(woman)])
    first, second = (edges[n] / SAMPLE_RATE for n in (1, 3))
    said = [
        word
        for part, start in ((woman, 0.0), (man, first), (woman, second))
        for word in words_in(part, start)
    ]
    stretch = Stretch(0.0, edges[-1] / SAMPLE_RATE, 0.0, samples, tuple(speech_spans(samples)))
    found = segments_of(Decoded(tuple(said), -0.2), stretch, ear)
    assert len(found) >= 3
    for one in found:
        assert not any(one.start < edge - 0.5 < edge + 0.5 < one.end for edge in (first, second))
    known = [one for one in found if one.voice]
    numbers = clustered([np.array(one.voice.vector, np.float32) for one in known if one.voice])
    assert set(numbers) == {0, 1}
    assert numbers[0] == numbers[-1]
    assert [one.turn for one in found].count(True) == 2


def test_one_person_is_not_cut(ear: Ear, voices: Sequence[FloatArray]) -> None:
    for one in voices:
        samples = np.concatenate([one, pause(0.3), one])
        said = words_in(samples)
        stretch = Stretch(0.0, len(samples) / SAMPLE_RATE, 0.0, samples, ())
        plain = segments_of(Decoded(tuple(said), -0.2), stretch)
        heard = segments_of(Decoded(tuple(said), -0.2), stretch, ear)
        assert [x.text for x in heard] == [x.text for x in plain]
        assert not any(x.turn for x in heard)


def test_of_what_is_too_short_to_tell_nobody_says_that_it_is_the_same_persons(
    ear: Ear, voices: Sequence[FloatArray]
) -> None:
    """A word behind a long pause is a line of its own; it makes no voice known, and is no other
    one's."""
    word = voices[0][: round(0.8 * SAMPLE_RATE)]
    samples = np.concatenate([word, pause(1.5), voices[2]])
    behind = words_in(voices[2], 2.3)
    for said in ([Word("Vâng.", 0.0, 0.8, 0.9), *behind], behind):
        stretch = Stretch(0.0, len(samples) / SAMPLE_RATE, 0.0, samples, ())
        found = segments_of(Decoded(tuple(said), -0.2), stretch, ear)
        known = [bool(x.voice and x.voice.seconds >= LEAST_SECONDS) for x in found]
        assert known == [False, True][-len(found) :]
        assert len(found) == 1 + (said is not behind)
        assert not any(x.turn for x in found)


def test_what_is_too_short_to_know_a_voice_is_most_like_its_own(
    ear: Ear, voices: Sequence[FloatArray]
) -> None:
    """In a second somebody says enough to be told from the others who are known."""
    begins = [words_in(one)[0].start for one in voices]
    after = [round((begin + 1.5) * SAMPLE_RATE) for begin in begins]
    known = np.stack([ear(one[n:]) for one, n in zip(voices, after, strict=True)])
    right = 0
    for n, one in enumerate(voices):
        stretch = Stretch(0.0, len(one) / SAMPLE_RATE, 0.0, one, ())
        word = Word("lời", begins[n], begins[n] + 1.2, 0.9)
        (found,) = segments_of(Decoded((word,), -0.2), stretch, ear)
        assert found.voice is not None
        assert found.voice.seconds < LEAST_SECONDS
        right += int(np.argmax(known @ np.array(found.voice.vector, np.float32))) == n
    assert right >= len(voices) - 1


def test_a_word_has_no_voice(ear: Ear, voices: Sequence[FloatArray]) -> None:
    samples = voices[0][: round(0.4 * SAMPLE_RATE)]
    stretch = Stretch(0.0, 0.4, 0.0, samples, ((0.0, 0.4),))
    # (nor has one that is said to go on where there is no sound)
    for end in (0.4, 0.9):
        heard = Decoded((Word("lời", 0.0, end, 0.9),), -0.2)
        (one,) = segments_of(heard, stretch, ear)
        assert one.voice is None


# --- voices that are one person's -----------------------------------------------------------------


def made(people: int, each: int, spread: float, seed: int) -> tuple[list[FloatArray], list[int]]:
    """Vectors of some people, in a mixed order, and whose each is."""
    random = np.random.default_rng(seed)
    centres = [unit(random.standard_normal(VOICE_SIZE)) for _ in range(people)]
    who = [int(n) for n in random.permutation(np.repeat(np.arange(people), each))]
    vectors = [
        unit(centres[n] + spread * random.standard_normal(VOICE_SIZE) / np.sqrt(VOICE_SIZE))
        for n in who
    ]
    return [one.astype(np.float32) for one in vectors], who


@pytest.mark.parametrize("people", [1, 2, 7, 40])
def test_as_many_voices_as_people(people: int) -> None:
    vectors, who = made(people, 6, 0.8, people)
    numbers = clustered(vectors)
    assert len(set(numbers)) == people
    assert len(set(zip(numbers, who, strict=True))) == people
    assert sorted(set(numbers), key=numbers.index) == list(range(people))  # as they first speak


def test_voices_are_joined_as_by_trying_all(ear: Ear) -> None:
    """Average linkage, of small groups a stricter one, by the slow way that its definition is."""
    vectors, _ = made(5, 8, 1.6, 3)
    groups = [[n] for n in range(len(vectors))]
    alike = np.stack(vectors) @ np.stack(vectors).T
    while True:
        pairs = [
            (float(alike[np.ix_(a, b)].mean()) - FEW / np.sqrt(len(a) * len(b)), a, b)
            for n, a in enumerate(groups)
            for b in groups[:n]
        ]
        best, a, b = max(pairs, key=lambda x: x[0])
        if best < ONE_VOICE:
            break
        groups = [x for x in groups if x is not a and x is not b] + [a + b]
    numbers = clustered(vectors)
    found = [[n for n, one in enumerate(numbers) if one == k] for k in set(numbers)]
    assert sorted(map(sorted, groups)) == sorted(found)


def test_strangers_who_say_a_sentence_each_are_two_however_alike_many_lines_of_one_are() -> None:
    vectors, _ = made(1, 12, 0.9, 3)
    alike = np.stack(vectors) @ np.stack(vectors).T
    assert len(set(clustered(vectors))) == 1
    one, other = divmod(int(np.argmin(np.where(alike > ONE_VOICE, alike, 9.0))), len(vectors))
    assert ONE_VOICE < alike[one, other] < ONE_VOICE + FEW
    assert clustered([vectors[one], vectors[other]]) == [0, 1]


def test_nothing_has_no_voices() -> None:
    assert clustered([]) == []


def test_whose_it_may_be() -> None:
    (an, binh, lan), _ = made(3, 1, 0.0, 5)
    assert whose([an], [4.0], {"An": an, "Bình": binh}) == "An"
    assert whose([lan], [4.0], {"An": an, "Bình": binh}) is None
    assert whose([an], [4.0], {}) is None
    twin = unit(an + 0.1 * binh)
    assert whose([an], [4.0], {"An": an, "anh em của An": twin}) is None


# --- in the transcriber ---------------------------------------------------------------------------


def test_lines_know_their_voices(default: Transcriber, voices: Sequence[FloatArray]) -> None:
    whole = np.concatenate([np.concatenate([one, pause(0.4)]) for one in voices[3:]])
    found = [x for piece in default.pieces(wav(whole)) for x in piece.segments]
    ends = np.cumsum([len(one) / SAMPLE_RATE + 0.4 for one in voices[3:]])
    for edge in ends[:-1]:
        assert not any(x.start < edge - 1.0 < edge + 0.6 < x.end for x in found)
    known = [x for x in found if x.voice]
    assert len(known) >= 3
    for one in known:
        assert one.voice
        assert len(one.voice.vector) == VOICE_SIZE
        assert np.linalg.norm(one.voice.vector) == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize(("first", "second", "turns"), [(2, 0, True), (2, 2, False)])
def test_who_goes_on_behind_a_cut_is_told(
    default: Transcriber,
    voices: Sequence[FloatArray],
    monkeypatch: pytest.MonkeyPatch,
    first: int,
    second: int,
    turns: bool,
) -> None:
    one, other = voices[first], voices[second]
    edge, end = len(one) / SAMPLE_RATE, (len(one) + len(other)) / SAMPLE_RATE

    def cut(*_: object) -> Iterator[Stretch]:
        yield Stretch(0.0, edge, 0.0, one, tuple(speech_spans(one)))
        yield Stretch(edge, end, edge, other, tuple(speech_spans(other)))

    monkeypatch.setattr(transcriber, "stretches", cut)
    heard = default.transcribe(wav(np.concatenate([one, other])))
    assert any(x.turn for x in heard.segments if x.start >= edge) is turns
    assert not any(x.turn for x in heard.segments if x.start < edge)


def test_nobody_wants_voices(engine: Engine, cache: Path, voices: Sequence[FloatArray]) -> None:
    settings = SpeechSettings(whisper_cache=cache, whisper_device="cpu", voices="off")
    deaf = Transcriber(settings, load_engine=lambda _: engine)
    assert {x.voice for x in deaf.transcribe(wav(voices[0])).segments} == {None}
    # (or only who asks this time does not)
    other = Transcriber(
        settings.model_copy(update={"voices": "meeting"}), load_engine=lambda _: engine
    )
    heard = other.transcribe(wav(voices[0]), voices=False).segments
    pieces = other.pieces(wav(voices[0]), voices=False)
    assert {x.voice for x in [*heard, *(s for p in pieces for s in p.segments)]} == {None}


def test_without_its_model_words_are_heard_all_the_same(
    engine: Engine,
    cache: Path,
    voices: Sequence[FloatArray],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(transcriber, "Ear", lambda: Ear(tmp_path / "gone.onnx"))
    settings = SpeechSettings(whisper_cache=cache, whisper_device="cpu")
    one = Transcriber(settings, load_engine=lambda _: engine)
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            assert one.transcribe(wav(voices[0])).text
    told = [x for x in caplog.records if "voices are not told apart" in x.message]
    assert len(told) == 1


class _Broken(Ear):
    """An onnxruntime that cannot load its model, or not run it."""

    def __init__(self, where: str) -> None:
        super().__init__()
        self._where = where

    def load(self) -> None:
        if self._where == "load":
            raise RuntimeError("Fail")

    def __call__(self, samples: FloatArray) -> FloatArray:
        raise RuntimeError("RuntimeException")


@pytest.mark.parametrize("where", ["load", "run"])
def test_what_fails_over_voices_costs_no_words(
    where: str,
    engine: Engine,
    cache: Path,
    voices: Sequence[FloatArray],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings = SpeechSettings(whisper_cache=cache, whisper_device="cpu", voices="off")
    plain = Transcriber(settings, load_engine=lambda _: engine).transcribe(wav(voices[0]))
    monkeypatch.setattr(transcriber, "Ear", lambda: _Broken(where))
    broken = SpeechSettings(whisper_cache=cache, whisper_device="cpu")
    one = Transcriber(broken, load_engine=lambda _: engine)
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            heard = one.transcribe(wav(voices[0]))
            assert heard.text == plain.text
            assert heard.segments == plain.segments
    told = [x for x in caplog.records if "voices are not told apart" in x.message]
    assert len(told) == 1


def test_a_model_that_is_another_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "campplus.onnx"
    other.write_bytes(MODEL.read_bytes()[:-1] + b"x")
    monkeypatch.setattr("transcribe.voices.ear.MODEL", other)
    with pytest.raises(ModelMissing):
        Ear(other).load()


def test_music_is_nobodys_voice(default: Transcriber, voices: Sequence[FloatArray]) -> None:
    music = noise_of("a song before anybody sings")
    whole = np.concatenate([music, pause(0.5), voices[5], pause(0.5), music])
    found = [x for piece in default.pieces(wav(whole)) for x in piece.segments]
    known = [np.array(x.voice.vector, np.float32) for x in found if x.voice]
    assert set(clustered(known)) == {0}


def test_a_voice_comes_over_the_wire(default: Transcriber, voices: Sequence[FloatArray]) -> None:
    heard = default.transcribe(wav(voices[-1]))
    assert heard.segments[0].voice
    said = json.loads(json.dumps(wire.words_of(heard)))
    assert wire.as_transcript(said) == heard
    del said["segments"][0]["voice"]  # a worker of an earlier version
    assert wire.as_transcript(said).segments[0].voice is None
    # what is no voice costs no words
    right = [0.1] * VOICE_SIZE
    odd = [{"vector": one, "seconds": 2.0} for one in (right[1:], [7.0] * VOICE_SIZE, 3)]
    odd += [{"vector": [float("nan")] * VOICE_SIZE, "seconds": 2.0}, {"vector": ["x"]}]
    odd += [{"vector": right, "seconds": one} for one in (0.0, -1.0, "x", None)]
    for one in [*odd, {"vector": [10**400] * VOICE_SIZE}, {}, "x", 3, []]:
        said["segments"][0]["voice"] = one
        assert wire.as_transcript(said).segments[0].voice is None
