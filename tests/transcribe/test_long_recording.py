"""A meeting of seven minutes, piece by piece, with the real model; and where it is cut."""

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import sound
from tests.tables import examples
from tests.transcribe.recordings import Recording, encode, wav
from tests.transcribe.test_audio_files import with_claimed_samples
from tests.transcribe.watched import Gate, wait_until
from tests.transcribe.wer import normal, wer
from tests.waiting import PATIENCE
from transcribe import Piece, Segment, SpeechSettings, Transcriber, Transcript
from transcribe.engines import Engine
from transcribe.errors import AudioTooLong
from transcribe.sound import cut
from transcribe.sound.cut import MOST_SECONDS, Stretch, stretches
from transcribe.sound.guards import speech_spans
from transcribe.types import SAMPLE_RATE, Decoded, FloatArray, Span, Word

MINUTES = 7


@dataclass(frozen=True)
class Turn:
    """Somebody has the floor: from when to when in seconds, and the sentences."""

    start: float
    end: float
    said: str


@dataclass(frozen=True)
class Meeting:
    path: Path
    turns: list[Turn]

    @property
    def said(self) -> str:
        return " ".join(turn.said for turn in self.turns)


@pytest.fixture(scope="session")
def meeting(
    six: list[Recording], voices: list[FloatArray], tmp_path_factory: pytest.TempPathFactory
) -> Meeting:
    """Seven minutes as a telephone records them: the six take the floor, and long silences.

    Each has the floor for two to four sentences, with short pauses between them; the noise of
    a room lies under everything.
    """
    random = np.random.default_rng(7)
    whole = sound.coloured(random, 60 * SAMPLE_RATE, 1.5) * sound.decibels(-58)
    whole = np.tile(whole.astype(np.float32), MINUTES)
    turns: list[Turn] = []
    at = 3.0
    while at < MINUTES * 60 - 40:
        start, said = at, []
        for number in random.permutation(6)[: random.integers(2, 5)]:
            voice = voices[number]
            first = round(at * SAMPLE_RATE)
            whole[first : first + len(voice)] += voice
            said.append(six[number].words)
            end = at + len(voice) / SAMPLE_RATE
            at = end + random.uniform(0.4, 1.1)
        turns.append(Turn(start, end, " ".join(said)))
        at = end + random.choice([4.0, 60.0, 90.0, 120.0])
    path = tmp_path_factory.mktemp("meeting") / "hop.ogg"
    write_opus(path, sound.as_samples(whole))
    return Meeting(path, turns)


def write_opus(path: Path, samples: FloatArray) -> None:
    with av.open(path, "w", format="ogg") as output:
        stream = output.add_stream(
            "libopus", rate=16_000, layout="mono", options={"compression_level": "0"}
        )
        stream.bit_rate = 24_000
        context = stream.codec_context
        resampler = av.AudioResampler(context.format, "mono", 16_000, context.frame_size or 320)
        for part in np.array_split(samples, 60):
            frame = av.AudioFrame.from_ndarray(
                np.round(part * 32767).astype(np.int16)[None], format="s16", layout="mono"
            )
            frame.sample_rate = SAMPLE_RATE
            for ready in resampler.resample(frame):
                output.mux(stream.encode(ready))
        for ready in resampler.resample(None):
            output.mux(stream.encode(ready))
        output.mux(stream.encode(None))


@pytest.fixture
def gate(engine: Engine) -> Iterator[Gate]:
    found = Gate(engine)
    yield found
    found.let()


def behind(gate: Gate, **more: float) -> Transcriber:
    """A transcriber whose turns go through the gate."""
    return Transcriber(SpeechSettings(**more), load_engine=lambda _: gate)


Marks = list[set[str]]
"""Of each of the six the words that nobody else says, and that are heard in it alone."""


@pytest.fixture(scope="module")
def marks(six: list[Recording], six_heard: list[Transcript]) -> Marks:
    said = [set(normal(one.words)) for one in six]
    heard = [set(normal(one.text)) for one in six_heard]
    found = [
        (said[n] & heard[n]).difference(*(said[m] | heard[m] for m in range(6) if m != n))
        for n in range(6)
    ]
    assert all(len(words) >= 2 for words in found), found
    return found


def times_said(words: set[str], text: str) -> float:
    """How often a sentence with these words stands in the text."""
    heard = normal(text)
    return float(np.median([heard.count(word) for word in words]))


def text_of(pieces: Sequence[Piece]) -> str:
    return " ".join(segment.text for piece in pieces for segment in piece.segments)


def segments_of(pieces: Sequence[Piece]) -> list[Segment]:
    return [segment for piece in pieces for segment in piece.segments]


# --- from the beginning to the end ----------------------------------------------------------


@pytest.fixture(scope="module")
def resumed(meeting: Meeting, engine: Engine) -> tuple[list[Piece], list[Piece]]:
    """The pieces of the first half, and, after the process was killed there, all the others."""

    def anew() -> Transcriber:
        return Transcriber(SpeechSettings(), load_engine=lambda _: engine)

    first: list[Piece] = []
    work = anew().pieces(meeting.path)
    for piece in work:
        first.append(piece)
        if piece.end > MINUTES * 60 / 2:
            break
    work.close()
    return first, list(anew().pieces(meeting.path, start=first[-1].end))


def test_the_pieces_follow_each_other_without_a_gap(
    resumed: tuple[list[Piece], list[Piece]],
) -> None:
    first, second = resumed
    pieces = first + second
    assert len(first) > 5
    assert len(second) > 5
    assert pieces[0].start == 0.0
    for one, after in pairwise(pieces):
        assert one.start < one.end
        assert one.end == after.start
    assert pieces[-1].end == pytest.approx(MINUTES * 60, abs=0.1)
    assert all(piece.end - piece.start <= 30.0 for piece in pieces if piece.segments)


def test_each_sentence_is_there_once(
    resumed: tuple[list[Piece], list[Piece]],
    meeting: Meeting,
    six: list[Recording],
    six_heard: list[Transcript],
    marks: Marks,
) -> None:
    found = text_of(resumed[0] + resumed[1])
    alone = wer([one.words for one in six], [heard.text for heard in six_heard])
    assert wer([meeting.said], [found]) < alone + 0.08
    for one, words in zip(six, marks, strict=True):
        said = meeting.said.count(one.words)
        assert 0.6 * said <= times_said(words, found) <= said, one.words


def test_what_is_heard_stands_at_the_time_when_it_was_said(
    resumed: tuple[list[Piece], list[Piece]], meeting: Meeting
) -> None:
    pieces = resumed[0] + resumed[1]
    for piece in pieces:
        for segment in piece.segments:
            assert piece.start - 0.1 <= segment.start < segment.end <= piece.end + 0.1
    segments = segments_of(pieces)
    for turn in meeting.turns:
        here = [s for s in segments if s.end > turn.start - 1 and s.start < turn.end + 1]
        assert here, turn
        assert here[0].start == pytest.approx(turn.start, abs=1.0)
        assert here[-1].end == pytest.approx(turn.end, abs=1.0)
        assert wer([turn.said], [" ".join(s.text for s in here)]) < 0.6
    somewhere = [
        s
        for s in segments
        if not any(t.start - 1 <= s.start and s.end <= t.end + 1 for t in meeting.turns)
    ]
    assert somewhere == [], "nothing stands where nobody spoke"


def test_after_the_end_there_is_nothing(
    resumed: tuple[list[Piece], list[Piece]], meeting: Meeting, default: Transcriber
) -> None:
    assert list(default.pieces(meeting.path, start=resumed[1][-1].end)) == []


# --- with others, and stopped ---------------------------------------------------------------


@pytest.fixture(scope="module")
def a_minute(voices: list[FloatArray]) -> FloatArray:
    """The six, twice, with a second between them."""
    pause = np.zeros(SAMPLE_RATE, np.float32)
    return np.concatenate([part for voice in voices for part in (voice, pause)] * 2)


def test_a_note_waits_for_the_turn_that_goes_on_and_no_longer(
    a_minute: FloatArray, six: list[Recording], gate: Gate
) -> None:
    subject = behind(gate)
    pieces: list[Piece] = []
    taking = threading.Thread(target=lambda: pieces.extend(subject.pieces(wav(a_minute))))
    taking.start()
    # a turn of the recording stands before the gate when the note comes, and more parts wait
    gate.wait_for_turn()
    running = len(gate.turns)
    notes: list[str] = []
    sending = threading.Thread(
        target=lambda: notes.append(subject.transcribe(six[0].path, hints="thư ký").text)
    )
    sending.start()
    wait_until(lambda: subject.waiting.notes == 1 and subject.waiting.parts > 0, "the note")
    assert len(gate.turns) == running
    # what else is in the recording is all one here
    gate.answer, gate.but_with_hints = Decoded((Word("vâng", 0.0, 1.0, 0.9),), -0.1), True
    gate.let()
    sending.join(PATIENCE)
    assert wer([six[0].words], notes) < 0.4
    taking.join(PATIENCE)
    hints = [turn[0].hints for turn in gate.turns]
    assert hints.index("thư ký") == running, "its turn is the next one"
    assert sum(map(len, gate.turns[running:])) > 4, "the recording went on behind it"
    assert pieces[-1].end == pytest.approx(len(a_minute) / SAMPLE_RATE)


def test_closing_stops_the_work(a_minute: FloatArray, six: list[Recording], gate: Gate) -> None:
    subject = behind(gate)
    pieces = subject.pieces(wav(np.tile(a_minute, 3)))
    gate.let(1)
    assert next(pieces).segments
    # the second turn of the recording stands before the gate
    gate.wait_for_turn()
    gate.wait_for_turn()
    queued = subject.waiting.parts
    assert queued > 0
    pieces.close()
    assert subject.waiting.parts == 0
    turns = len(gate.turns)
    gate.answer = Decoded((Word("vâng", 0.0, 28.0, 0.9),), -0.1)
    gate.let()
    # each note lets one turn of the queue go by
    for _ in range(queued + 1):
        assert subject.transcribe(six[0].path).text == "Vâng"
    assert len(gate.turns) == turns + queued + 1, "nothing of the recording any more"
    heard = sum(one.seconds for turn in gate.turns[:turns] for one in turn)
    assert heard < 0.7 * 3 * len(a_minute) / SAMPLE_RATE


# --- damage ---------------------------------------------------------------------------------


def test_damage_in_the_middle_costs_what_is_damaged(
    a_minute: FloatArray, marks: Marks, default: Transcriber, caplog: pytest.LogCaptureFixture
) -> None:
    data = bytearray(encode(a_minute, "ogg", "libopus", 48_000))
    middle = len(data) // 2
    data[middle : middle + 10_000] = np.random.default_rng(0).bytes(10_000)
    with caplog.at_level(logging.WARNING):
        found = text_of(list(default.pieces(bytes(data))))
    for words in marks:
        assert 1 <= times_said(words, found) <= 2, words
    assert times_said(marks[5], " ".join(normal(found)[-20:])) == 1, "the end is there"


def test_pieces_before_an_error_are_given_and_then_the_error(
    a_minute: FloatArray, six: list[Recording], gate: Gate
) -> None:
    """A header that claims a second; the limit is passed on the way."""
    flac = with_claimed_samples(encode(a_minute, "flac", "flac", 16_000), SAMPLE_RATE)
    subject = behind(gate, max_audio_minutes=0.5)
    gate.let()
    found: list[Piece] = []
    with pytest.raises(AudioTooLong):
        found.extend(subject.pieces(flac))
    assert found[0].start == 0.0
    assert all(one.end == after.start for one, after in pairwise(found))
    assert 15 < found[-1].end <= 30
    assert wer([" ".join(one.words for one in six[:4])], [text_of(found)]) < 0.6


# --- who is hard to hear --------------------------------------------------------------------


@pytest.mark.parametrize("decibels", [-25, -40])
def test_somebody_far_away_is_heard_behind_somebody_loud(
    decibels: int, voices: list[FloatArray], six: list[Recording], default: Transcriber
) -> None:
    pause = np.zeros(4 * SAMPLE_RATE, np.float32)
    far = voices[3] * np.float32(sound.decibels(decibels))
    whole = np.concatenate([voices[0], pause, far, pause, voices[1]])
    found = default.transcribe(wav(whole))
    begin = (len(voices[0]) + len(pause)) / SAMPLE_RATE
    end = begin + len(far) / SAMPLE_RATE
    there = [s for s in found.segments if s.start < end and s.end > begin]
    assert wer([six[3].words], [" ".join(s.text for s in there)]) < 0.6
    assert there[0].start == pytest.approx(begin, abs=1.0)
    assert there[-1].end == pytest.approx(end, abs=1.0)


def without_silence(samples: FloatArray) -> FloatArray:
    """Only the frames of 20 ms that are less than 30 dB under the loudest."""
    frames = samples[: len(samples) // 320 * 320].reshape(-1, 320)
    loud = np.sqrt(np.square(frames).mean(axis=1))
    return frames[loud > loud.max() * sound.decibels(-30)].reshape(-1)


def test_somebody_who_never_pauses_is_cut_where_it_is_quiet(
    voices: list[FloatArray], six: list[Recording], default: Transcriber
) -> None:
    whole = np.concatenate([without_silence(voice) for voice in voices] * 2)
    assert len(whole) / SAMPLE_RATE > MOST_SECONDS + 4
    pieces = list(default.pieces(wav(whole)))
    cuts = [piece.end for piece in pieces[:-1]]
    assert len(cuts) >= 1
    assert max(piece.end - piece.start for piece in pieces) <= MOST_SECONDS
    frames = whole[: len(whole) // 1600 * 1600].reshape(-1, 1600)
    median = float(np.median(np.sqrt(np.square(frames).mean(axis=1))))
    for moment in cuts:
        here = whole[round((moment - 0.05) * SAMPLE_RATE) : round((moment + 0.05) * SAMPLE_RATE)]
        assert sound.rms(here) < median / 2
    said = " ".join([one.words for one in six] * 2)
    # 0.65: with the silences the model loses its hold, and words
    assert wer([said], [text_of(pieces)]) < 0.75
    assert len(normal(text_of(pieces))) > 0.5 * len(normal(said))


# --- memory ---------------------------------------------------------------------------------

STREAM = """
import json, re, sys
from pathlib import Path
from transcribe import SpeechSettings, Transcriber

def peak():
    # getrusage would tell what the parent had when it forked
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1e3

path, cache = sys.argv[1:]
subject = Transcriber(SpeechSettings(_env_file=None, whisper_cache=cache, whisper_device="cpu"))
early, said, end = None, 0, 0.0
for piece in subject.pieces(path):
    said, end = said + len(piece.segments), piece.end
    if early is None and end > 400:
        early = peak()
print(json.dumps({"early": early, "late": peak(), "said": said, "end": end}))
"""


def test_memory_does_not_grow_with_the_recording(
    voices: list[FloatArray], default: Transcriber, tmp_path: Path
) -> None:
    """Twenty-five minutes, which are 96 MB of samples (three hours by hand: the same)."""
    five_minutes = np.zeros(300 * SAMPLE_RATE, np.float32)
    five_minutes[: len(voices[0])] = voices[0]
    path = tmp_path / "long.flac"
    path.write_bytes(encode(np.tile(five_minutes, 5), "flac", "flac", 16_000))
    default.load()  # so that the weights are in the cache
    done = subprocess.run(
        [sys.executable, "-c", STREAM, str(path), str(default.settings.whisper_cache)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    found = json.loads(done.stdout)
    assert found["said"] == 5
    assert found["end"] == pytest.approx(1500)
    assert found["late"] < 700
    assert found["late"] - found["early"] < 60, found


# --- where it is cut ------------------------------------------------------------------------


def nonzero_spans(samples: FloatArray) -> list[Span]:
    """In place of silero: what is not 0 is speech, a pause is at least 0.3 s."""
    edges = np.flatnonzero(np.diff(np.pad(samples != 0, 1).astype(np.int8))).reshape(-1, 2)
    spans: list[Span] = []
    for begin, end in edges / SAMPLE_RATE:
        if spans and begin - spans[-1][1] < 0.3:
            spans[-1] = (spans[-1][0], float(end))
        else:
            spans.append((float(begin), float(end)))
    return spans


def blocks_of(samples: FloatArray, length: int) -> Iterator[FloatArray]:
    for first in range(0, len(samples), length):
        yield samples[first : first + length]


def check(samples: FloatArray, start: float, found: list[Stretch]) -> None:
    """What holds of the stretches of any recording."""
    assert found[0].start == start
    assert found[-1].end == pytest.approx(start + len(samples) / SAMPLE_RATE)
    for one, after in pairwise(found):
        assert one.end == after.start
    for one in found:
        assert one.start < one.end
        if one.samples is None:
            assert one.speech == ()
            continue
        assert len(one.samples) / SAMPLE_RATE <= MOST_SECONDS + 0.5
        first = round((one.heard_from - start) * SAMPLE_RATE)
        assert one.start <= one.heard_from + 1e-6
        assert one.heard_from + len(one.samples) / SAMPLE_RATE <= one.end + 1e-3
        expected = samples[first : first + len(one.samples)]
        assert len(expected) == len(one.samples)
        assert np.array_equal(expected, one.samples)
        assert one.speech
        for begin, end in one.speech:
            assert -1e-6 <= begin < end <= len(one.samples) / SAMPLE_RATE + 1e-3


spans_of_talk = st.lists(
    st.tuples(
        st.booleans(),
        st.one_of(
            st.floats(0.05, 1.0), st.floats(0.3, 6.0), st.floats(2.5, 3.5), st.floats(6.0, 70.0)
        ),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=examples(40), deadline=None)
@given(
    talk=spans_of_talk,
    length=st.sampled_from([777, 16_000, 50_000, 10**7]),
    start=st.sampled_from([0.0, 12.345, 7200.0]),
)
def test_any_recording_is_cut_without_losing_a_sample_of_speech(
    talk: list[tuple[bool, float]], length: int, start: float
) -> None:
    counts = [round(seconds * SAMPLE_RATE) for _, seconds in talk]
    samples = np.concatenate(
        [
            np.full(count, speaks, np.float32)
            for (speaks, _), count in zip(talk, counts, strict=True)
        ]
    )
    # each moment of speech sounds different from the ones around it
    samples *= np.arange(1, len(samples) + 1, dtype=np.float32) / len(samples)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cut, "speech_spans", nonzero_spans)
        found = list(stretches(blocks_of(samples, length), start))
    check(samples, start, found)
    kept = np.zeros(len(samples), bool)
    for one in found:
        if one.samples is not None:
            first = round((one.heard_from - start) * SAMPLE_RATE)
            kept[first : first + len(one.samples)] = True
    assert not np.any(samples[~kept]), "speech was left out"
    for one in found[:-1]:
        at = round((one.end - start) * SAMPLE_RATE)
        if samples[at - 1] and samples[at]:
            # somebody spoke on and on: no pause of 0.3 s in all that could be taken
            before = samples[max(0, at - round(20 * SAMPLE_RATE)) : at]
            assert all(b - a < 0.3 for (_, a), (b, _) in pairwise(nonzero_spans(before)))


@pytest.mark.parametrize("seed", range(3))
def test_real_speech_is_cut_without_a_gap(seed: int, voices: list[FloatArray]) -> None:
    random = np.random.default_rng(seed)
    parts: list[FloatArray] = []
    for number in random.integers(0, 6, 10):
        parts += [
            voices[number] * np.float32(sound.decibels(-random.uniform(0, 35))),
            np.zeros(int(random.exponential(2.0) * SAMPLE_RATE), np.float32),
        ]
    whole = np.concatenate(parts)
    found = list(stretches(blocks_of(whole, 16_000), 100.0))
    check(whole, 100.0, found)
    heard = np.concatenate([one.samples for one in found if one.samples is not None])
    assert np.square(heard).sum() > 0.999 * np.square(whole).sum()


def test_speech_is_never_cut_where_there_is_a_pause(voices: list[FloatArray]) -> None:
    pause = np.zeros(SAMPLE_RATE // 2, np.float32)
    whole = np.concatenate([part for voice in voices * 3 for part in (voice, pause)])
    spans = speech_spans(whole)
    ends = [one.end for one in stretches(blocks_of(whole, 16_000))][:-1]
    assert len(ends) > 3
    for moment in ends:
        assert not any(begin + 0.1 < moment < end - 0.1 for begin, end in spans)


def test_a_recording_without_samples_has_no_stretches() -> None:
    assert list(stretches(iter([]))) == []


def test_silence_is_told_as_it_comes_not_at_its_end() -> None:
    """Somebody who watches a silent recording sees that it goes on."""
    given = 0

    def hour() -> Iterator[FloatArray]:
        nonlocal given
        for _ in range(3600):
            given += 1
            yield np.zeros(SAMPLE_RATE, np.float32)

    first = next(stretches(hour()))
    assert first.samples is None
    assert given < 60
