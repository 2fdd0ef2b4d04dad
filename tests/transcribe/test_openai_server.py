"""A server that speaks OpenAI's way is an engine like the others, whatever it answers."""

from __future__ import annotations

import io
import json
import math
import threading
import wave
from typing import Any

import httpx
import numpy as np
import pytest
from pydantic import ValidationError

from foundation.trust import trusted
from tests.tables import every_row
from tests.transcribe.openai_api import Answer, Asked, refuses, says, serving
from tests.waiting import PATIENCE
from transcribe import SpeechSettings, Transcriber
from transcribe.engines import load_engine
from transcribe.engines.openai_server import OpenAIServer, decoded
from transcribe.errors import ServerFails, ServerRefuses, UnsupportedSetting
from transcribe.schedule import recognise
from transcribe.types import SAMPLE_RATE, Clip, FloatArray

SECONDS = 4.0
HEARD = {
    "text": "Xin chào các đồng chí.",
    "language": "vietnamese",
    "duration": SECONDS,
    "segments": [
        {
            "start": 0.2,
            "end": 3.0,
            "text": " Xin chào các đồng chí.",
            "avg_logprob": -0.1,
            "no_speech_prob": 0.02,
        }
    ],
    "words": [
        {"word": word, "start": 0.5 * n, "end": 0.5 * n + 0.4}
        for n, word in enumerate(["Xin", "chào", "các", "đồng", "chí"])
    ],
}


def clip(hints: str = "", seconds: float = SECONDS) -> Clip:
    return Clip(np.zeros(int(seconds * SAMPLE_RATE), np.float32), hints)


def engine_at(url: str, **given: Any) -> OpenAIServer:
    rests: list[float] = []
    engine = OpenAIServer(
        httpx.Client(
            base_url=f"{url}/",
            timeout=given.pop("timeout", PATIENCE),
            trust_env=False,
            verify=trusted(),
        ),
        "whisper-1",
        most=4,
        sleep=rests.append,
        **given,
    )
    engine.rests = rests  # type: ignore[attr-defined]
    return engine


def test_a_clip_is_asked_for_as_the_api_is_published() -> None:
    with serving(lambda asked: says(HEARD)) as api:
        settings = SpeechSettings(
            whisper_engine="openai_server",
            openai_server_url=api.url,
            openai_server_key="khoa-bi-mat",  # type: ignore[arg-type]
            openai_server_model="PhoWhisper",
        )
        (heard,) = load_engine(settings).decode([clip()])
    (asked,) = api.asked
    assert asked.path == "/v1/audio/transcriptions"
    assert asked.key == "Bearer khoa-bi-mat"
    assert asked.form == {
        "model": ["PhoWhisper"],
        "language": ["vi"],
        "temperature": ["0"],
        "response_format": ["verbose_json"],
        "timestamp_granularities[]": ["segment", "word"],
    }
    with wave.open(io.BytesIO(asked.sound)) as file:
        assert (file.getframerate(), file.getnchannels()) == (SAMPLE_RATE, 1)
        assert file.getnframes() == int(SECONDS * SAMPLE_RATE)
    assert heard.text == "Xin chào các đồng chí."
    assert [(word.start, word.end) for word in heard.words][:2] == [(0.0, 0.4), (0.5, 0.9)]
    assert heard.logprob == pytest.approx(-0.1)
    assert len({word.probability for word in heard.words}) == 1
    assert all(word.probability > 0.5 for word in heard.words)
    assert heard.vietnamese == pytest.approx(0.98)


def test_hints_are_tried_and_the_likelier_text_stays() -> None:
    def answer(asked: Asked) -> Answer:
        likely = "prompt" in asked.form and "Lê Hà" in asked.form["prompt"][0]
        segment = {
            "text": "bà Lê Hà" if likely else "bà lê hà",
            "avg_logprob": -0.1 - 0.2 * (not likely),
        }
        return says({"text": segment["text"], "segments": [segment]})

    with serving(answer) as api:
        (heard,) = engine_at(api.url).decode([clip("Lê Hà, Sở Y tế")])
    assert heard.text == "bà Lê Hà"
    assert len(api.asked) == 2


def test_no_more_requests_are_under_way_than_the_server_bears() -> None:
    four = threading.Barrier(4)  # all of them, or the test hangs

    def answer(asked: Asked) -> Answer:
        four.wait(PATIENCE)
        return says(HEARD)

    with serving(answer) as api:
        found = engine_at(api.url).decode([clip() for _ in range(12)])
    assert [one.text for one in found] == [HEARD["text"]] * 12
    assert api.most_at_once == 4


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_a_server_that_is_busy_is_asked_again(status: int) -> None:
    with serving(lambda asked: refuses(status, Retry_After="3")) as api:
        calm = api.answer
        api.answer = lambda asked: says(HEARD) if len(api.asked) > 2 else calm(asked)
        engine = engine_at(api.url)
        (heard,) = engine.decode([clip()])
    assert heard.text == HEARD["text"]
    assert engine.rests == [3.0, 3.0]  # type: ignore[attr-defined]


@pytest.mark.parametrize("status", [401, 403, 404, 302, 500])
def test_a_server_that_takes_nothing_is_no_model(status: int) -> None:
    headers = {"Location": "http://example.com/"} if status == 302 else {}
    with (
        serving(lambda asked: refuses(status, **headers)) as api,
        pytest.raises(ServerFails, match=str(status)),
    ):
        engine_at(api.url).decode([clip()])
    assert len(api.asked) == (4 if status == 500 else 1)


def test_a_server_that_is_not_there_or_never_answers_is_no_model() -> None:
    with pytest.raises(ServerFails, match="ConnectError"):
        engine_at("http://127.0.0.1:9/v1").decode([clip()])
    waits = threading.Event()

    def answer(asked: Asked) -> Answer:
        waits.wait(PATIENCE)
        return says(HEARD)

    with serving(answer) as api:
        with pytest.raises(ServerFails, match="ReadTimeout"):
            engine_at(api.url, timeout=0.2).decode([clip()])
        waits.set()


def test_sound_that_it_does_not_take_is_told_apart() -> None:
    def answer(asked: Asked) -> Answer:
        return refuses(413) if len(asked.sound) > 40_000 else says({"text": ""})

    with serving(answer) as api, pytest.raises(ServerRefuses, match="413"):
        engine_at(api.url).decode([clip()])


def test_a_server_that_refuses_silence_too_refuses_no_recording() -> None:
    """Its model's name is wrong, say: what was recorded waits."""
    with serving(lambda asked: refuses(400)) as api, pytest.raises(ServerFails, match="400"):
        engine_at(api.url).decode([clip()])


def test_a_model_that_tells_no_figures_is_asked_plainly_and_all_of_it_is_doubted() -> None:
    def answer(asked: Asked) -> Answer:
        if asked.form["response_format"] == ["verbose_json"]:
            return refuses(400)
        return says({"text": "xin chào"})

    with serving(answer) as api:
        engine = engine_at(api.url)
        found = [engine.decode([clip()])[0] for _ in range(2)]
    assert [one.text for one in found] == ["xin chào"] * 2
    assert all(word.probability < 0.5 for one in found for word in one.words)
    assert len(api.asked) == 3  # it is known from then on


@pytest.mark.parametrize("plainly", [True, False])
def test_that_a_server_tells_no_figures_is_said_once(
    plainly: bool, caplog: pytest.LogCaptureFixture
) -> None:
    """Also where it takes the question for them and has none."""

    def answer(asked: Asked) -> Answer:
        if plainly and asked.form["response_format"] == ["verbose_json"]:
            return refuses(400)
        return says({"text": "xin chào", "segments": [{"text": "xin chào", "avg_logprob": 0}]})

    with serving(answer) as api:
        engine = engine_at(api.url)
        for _ in range(3):
            engine.decode([clip(), clip()])
    assert caplog.text.count("tells no figures") == 1


def test_of_a_server_that_tells_figures_nothing_is_said(caplog: pytest.LogCaptureFixture) -> None:
    with serving(lambda asked: says(HEARD)) as api:
        engine_at(api.url).decode([clip()])
    assert not caplog.records


def test_how_sure_a_server_is_of_each_word_counts_where_it_says_so() -> None:
    """As speaches has it, beside the segments, and as whisper.cpp has it, in pieces of words."""
    segments = [{"text": " Xin chào các bạn.", "start": 0.0, "end": 2.0, "avg_logprob": -0.1}]
    words = [
        {"word": f" {word}", "start": 0.5 * n, "end": 0.5 * n + 0.4, "probability": likely}
        for n, (word, likely) in enumerate([("Xin", 0.9), ("chào", 0.8), ("các", 0.3), ("bạn.", 1)])
    ]
    pieces = [
        {"word": " X", "start": 0.0, "end": 0.2, "probability": 1.0},
        {"word": "in", "start": 0.2, "end": 0.4, "probability": 0.8},
        *words[1:3],
        {"word": " bạn", "start": 1.5, "end": 1.8, "probability": 1.0},
        {"word": ".", "start": 1.8, "end": 1.9, "probability": 1.0},
    ]
    for answer in (
        {"text": "", "segments": segments, "words": words},
        {"text": "", "segments": [{**segments[0], "words": pieces}]},
    ):
        found = decoded(answer, SECONDS)
        assert [round(word.probability, 2) for word in found.words] == [0.9, 0.8, 0.3, 1.0]
        assert [word.start for word in found.words] == [0.0, 0.5, 1.0, 1.5]
        with serving(lambda asked, answer=answer: says(answer)) as api:  # type: ignore[misc]
            engine = engine_at(api.url)
            assert engine.name == "openai_server"
            engine.decode([clip()])
            assert engine.name == "openai_server+words"


@pytest.mark.parametrize(
    ("mean", "doubted"), [(0.95, False), (0.85, False), (0.75, True), (0.5, True)]
)
def test_a_sentence_is_doubted_long_before_half_of_it_is_wrong(mean: float, doubted: bool) -> None:
    """Its mean hides the word that is wrong."""
    segments = [
        {"text": "một hai ba bốn", "avg_logprob": math.log(mean)},
        {"text": "năm sáu", "avg_logprob": -0.01},
    ]
    words = decoded({"segments": segments}, SECONDS).words
    assert [word.probability < 0.5 for word in words] == [doubted] * 4 + [False] * 2


def test_a_nought_is_no_figure() -> None:
    """What servers write that do not know it (vLLM): nobody is that sure."""
    found = decoded({"segments": [{"text": "a b", "avg_logprob": 0.0}]}, SECONDS)
    assert all(word.probability < 0.5 for word in found.words)


def test_where_nobody_says_which_is_likelier_hints_cost_no_request() -> None:
    with serving(lambda asked: says({"text": "bà lê hà", "segments": []})) as api:
        (heard,) = engine_at(api.url).decode([clip("Lê Hà")])
    assert heard.text == "bà lê hà"
    assert len(api.asked) == 1


ODD: dict[str, tuple[Any, str]] = {
    "no speech": ({"text": ""}, ""),
    "text alone": ({"text": " a b "}, "a b"),
    "segments that are none": ({"text": "a b", "segments": "x"}, "a b"),
    "segments of other things": ({"text": "a b", "segments": [1, None, {}]}, "a b"),
    "times outside": ({"segments": [{"start": -5, "end": 99, "text": "a b"}]}, "a b"),
    "times turned round": ({"segments": [{"start": 3, "end": 1, "text": "a b"}]}, "a b"),
    "no times": ({"segments": [{"text": "a"}, {"text": "b"}]}, "a b"),
    "a probability above 1": ({"segments": [{"text": "a b", "avg_logprob": 7}]}, "a b"),
    "no number": (
        {"segments": [{"text": "a b", "avg_logprob": math.nan, "start": math.inf}]},
        "a b",
    ),
    "a number of hundreds of digits": ({"segments": [{"text": "a b", "end": 10**400}]}, "a b"),
    "half a character": ({"text": "a b\ud800"}, "a b"),
    "segments that lack a part": ({"text": "a b c", "segments": [{"text": "a b"}]}, "a b c"),
    "figures as text": ({"segments": [{"text": "a b", "avg_logprob": "x"}]}, "a b"),
    "words of another text": ({"text": "a b", "words": [{"word": "c", "start": 0}]}, "a b"),
    "words without times": ({"text": "a b", "words": [{"word": "a"}, {"word": "b"}]}, "a b"),
}


@every_row(("answer", "text"), ODD.values())
def test_odd_answers_are_read_as_far_as_they_go(answer: Any, text: str) -> None:
    found = decoded(answer, SECONDS)
    assert found.text == text
    for word in found.words:
        assert 0.0 <= word.start <= word.end <= SECONDS
        assert 0.0 <= word.probability <= 1.0
    assert math.isfinite(found.logprob)
    assert found.logprob <= 0.0


NO_ANSWERS = {
    "nothing": b"",
    "a page": b"<html>",
    "a list": b"[]",
    "a word": b'"a"',
    "a text that is none": b'{"text": 5}',
    "without a text": b"{}",
    "an error": b'{"error": {"message": "loading"}}',
    "no letters": b"\xff\xfe\xff",
    "deep": b"[" * 100_000,
    "long": b"{" * 5_000_000,
    "many": json.dumps({"text": "a", "segments": [{"text": "a"}] * 3_000}).encode(),
}


@every_row("body", NO_ANSWERS.values())
def test_what_is_no_answer_is_a_failure(body: bytes) -> None:
    with serving(lambda asked: (200, {}, body)) as api, pytest.raises(ServerFails):
        engine_at(api.url).decode([clip()])


def test_another_language_is_not_vietnamese() -> None:
    assert decoded({**HEARD, "language": "english"}, SECONDS).vietnamese == 0.0


LOOP = {"text": "để không bỏ lỡ " * 20, "segments": []}


@pytest.mark.parametrize("first", [HEARD, LOOP], ids=["heard", "a loop"])
def test_a_whole_recording_is_heard_by_it(voices: list[FloatArray], first: Any) -> None:
    def decoder(source: Any, **given: Any) -> Any:
        yield voices[0]

    with serving(lambda asked: says(HEARD if len(api.asked) > 1 else first)) as api:
        settings = SpeechSettings(whisper_engine="openai_server", openai_server_url=api.url)
        transcriber = Transcriber(settings, decoder)
        heard = transcriber.transcribe(b"")
    assert "Xin chào các đồng chí" in heard.text
    assert heard.by is not None
    assert (heard.by.engine, heard.by.model) == ("openai_server", "whisper-1")


def test_a_loop_is_heard_again_by_it_and_stands_once(voices: list[FloatArray]) -> None:
    loop = {"text": "để không bỏ lỡ " * 12}
    with serving(lambda asked: says(loop)) as api:
        (heard,) = recognise(engine_at(api.url), [Clip(voices[0])], 8.0)
    assert heard.text == "để không bỏ lỡ"
    # without turns, and warmer each time: to the server these are temperatures
    assert {asked.form["temperature"][0] for asked in api.asked} >= {"0", "0.2", "1"}


# --- speech stays in the house --------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8000/v1",
        "http://localhost:8000/v1",
        "http://192.168.1.5/v1",
        "https://10.0.0.1/v1",
        "http://[::1]:8000/v1",
        "http://[fd00::5]/v1",
    ],
)
def test_a_private_address_is_taken(url: str) -> None:
    assert SpeechSettings(openai_server_url=url).openai_server_url == url


@pytest.mark.parametrize(
    "url",
    [
        "https://8.8.8.8/v1",
        "http://203.0.113.5/v1",
        "http://134744072/v1",
        "http://127.0.0.1@8.8.8.8/v1",
        "http://100.64.0.1/v1",
        "http://[2001:0:808:808::1]/v1",
        "http://[2002:808:808::1]/v1",
        "http://[64:ff9b::808:808]/v1",
        "http://127.0.0.1:port/v1",
        "https://[2001:4860:4860::8888]/v1",
        "https://[::ffff:8.8.8.8]/v1",
        "http://0.0.0.0/v1",
        "https://no-such-name.invalid/v1",
        "ftp://127.0.0.1/v1",
        "127.0.0.1:8000",
    ],
)
def test_speech_does_not_leave_the_house_unless_somebody_says_so(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ValidationError):
        SpeechSettings(openai_server_url=url)
    monkeypatch.setenv("ALLOW_SPEECH_LEAVES_THE_HOUSE", "1")
    if url.startswith("http") and ":port" not in url:
        assert SpeechSettings(openai_server_url=url).openai_server_url == url


def test_a_server_must_be_named() -> None:
    with pytest.raises(UnsupportedSetting, match="OPENAI_SERVER_URL"):
        load_engine(SpeechSettings(whisper_engine="openai_server"))
