"""Sentences of another language over Vietnamese speech: what goes, what is doubted, what stays."""

from collections.abc import Sequence
from typing import Any

import pytest

from tests.transcribe.recordings import wav
from tests.transcribe.rows import all_hold
from transcribe import SpeechSettings, Transcriber, Transcript
from transcribe.sound.foreign import without_foreign
from transcribe.types import Clip, Decoded, FloatArray, Word

ENGLISH = [
    "Thank you very much for watching this video.",
    "I am so happy to see you all",
    "See you next time.",
    "Please subscribe to my channel!",
    "I don’t know what you're talking about",
]
MAY_BE_SAID = [
    "0912 345 678",
    "12, 3, 0.",
    "2026 15 30",
    "Zoom Google Meet",
    "MC VIP PR GDP FDI",
    "The Voice of Vietnam",
    "He can go to Hanoi",
    "10 20 30 of the budget is for you",
]
VIETNAMESE = [
    "Anh ta di xa",
    "Anh em lam an di",
    "12 phiếu thuận, 3 phiếu trống.",
    "100 200 300 triệu",
    "Google Drive Facebook là kênh chính",
    "Vâng. 15%. 20%.",
    "OK anh",
]


def decoded(text: str, vietnamese: float = 0.97, logprob: float = -0.3) -> Decoded:
    words = text.split()
    return Decoded(
        tuple(Word(word, n * 0.3, n * 0.3 + 0.3, 0.9) for n, word in enumerate(words)),
        logprob,
        vietnamese,
    )


def left(text: str, vietnamese: float = 0.97, logprob: float = -0.3) -> tuple[str, str]:
    """What stays of a text, and what of that is doubted."""
    kept = without_foreign(decoded(text, vietnamese, logprob))
    return kept.text, " ".join(word.text for word in kept.words if word.probability < 0.5)


def test_only_what_is_surely_another_language_goes() -> None:
    before, behind = "Xin chào các đồng chí.", "Chúng ta bắt đầu."
    rows: list[tuple[str, object, object]] = []
    rows += [(text, left(text), ("", "")) for text in ENGLISH]
    rows += [(text, left(text), (text, text)) for text in MAY_BE_SAID]
    rows += [(text, left(text), (text, "")) for text in VIETNAMESE]
    for text in (f"{one.rstrip('.!')}." for one in (*ENGLISH, *MAY_BE_SAID)):
        gone = text.rstrip(".") in {one.rstrip(".!") for one in ENGLISH}
        kept = (f"{before} {behind}", "") if gone else (f"{before} {text} {behind}", text)
        rows.append((f"{text} inside", left(f"{before} {text} {behind}"), kept))
    all_hold(rows)


@pytest.mark.parametrize("text", ENGLISH)
def test_where_no_vietnamese_is_heard_english_was_said(text: str) -> None:
    assert left(text, vietnamese=0.001) == (text, "")
    assert left(text, vietnamese=0.001, logprob=-0.7) == (text, "")  # through noise


@pytest.mark.parametrize("text", ENGLISH)
def test_what_is_made_of_babble_goes_whatever_language_was_heard(text: str) -> None:
    assert left(text, vietnamese=0.001, logprob=-1.05) == ("", "")


class Hearing:
    """An engine that hears one text in whatever it is given."""

    name, digest, workers, most = "hearing", "", 1, 4
    short_context = another_hearing = True

    def __init__(self, text: str) -> None:
        self.text = text

    def decode(self, clips: Sequence[Clip], **how: Any) -> list[Decoded]:
        found = []
        for clip in clips:
            words = self.text.split()
            each = clip.seconds / len(words)
            spread = (Word(w, n * each, (n + 1) * each, 0.95) for n, w in enumerate(words))
            found.append(Decoded(tuple(spread), -0.2, 0.97))
        return found


def heard(text: str, voice: FloatArray) -> Transcript:
    ear = Transcriber(SpeechSettings(), load_engine=lambda settings: Hearing(text))
    return ear.transcribe(wav(voice))


@pytest.mark.parametrize("text", ["0912 345 678 12 30", "Zoom Google Meet Teams GDP FDI"])
def test_numbers_and_names_alone_are_a_line_that_is_doubted_as_a_whole(
    voices: list[FloatArray], text: str
) -> None:
    found = heard(text, voices[0])
    assert found.text
    assert found.doubts == tuple(line.text for line in found.segments)
    assert found.unheard == ()


def test_where_a_sentence_goes_its_time_is_told(
    voices: list[FloatArray], caplog: pytest.LogCaptureFixture
) -> None:
    found = heard("I am so happy to see you all here today my good people", voices[0])
    assert (found.text, found.segments) == ("", ())
    assert found.unheard
    assert not caplog.records, "that nobody's voice is there is no trouble"
