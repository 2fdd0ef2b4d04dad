"""The way to a server that hears: names that lead elsewhere, certificates, answers without end."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from foundation.trust import trusted
from tests.transcribe.openai_api import Answer, Asked, refuses, says, serving
from tests.waiting import PATIENCE
from transcribe import SpeechSettings
from transcribe.engines import load_engine
from transcribe.engines.openai_server import OpenAIServer
from transcribe.errors import ServerFails
from transcribe.remote.keys import Keys
from transcribe.schedule import Scheduler
from transcribe.types import SAMPLE_RATE, Clip

CLIP = Clip(np.zeros(SAMPLE_RATE, np.float32))
HEARD = {"text": "xin chào", "segments": [{"text": "xin chào", "avg_logprob": -0.1}]}
OURS = ".so.example.vn"
NAME = f"may-nghe{OURS}"


@pytest.fixture
def leads_to(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Has names of the office lead to these addresses, one look-up after the other."""
    real = socket.getaddrinfo

    def lead(*answers: list[str]) -> None:
        waiting = list(answers)

        def look_up(host: Any, port: Any, *given: Any, **named: Any) -> Any:
            if not str(host).endswith(OURS):
                return real(host, port, *given, **named)
            found = waiting.pop(0) if len(waiting) > 1 else waiting[0]
            return [row for one in found for row in real(one, port, *given, **named)]

        monkeypatch.setattr(socket, "getaddrinfo", look_up)

    return lead


def server_at(url: str, seconds: float = PATIENCE) -> Any:
    return load_engine(
        SpeechSettings(
            whisper_engine="openai_server", openai_server_url=url, openai_server_seconds=seconds
        )
    )


@pytest.mark.parametrize("outside", [["203.0.113.5"], ["127.0.0.1", "8.8.8.8"], ["::ffff:8.8.8.8"]])
def test_a_name_that_leads_outside_later_is_told_nothing(
    leads_to: Callable[..., None], outside: list[str]
) -> None:
    with serving(lambda asked: says(HEARD)) as api:
        leads_to(["127.0.0.1"], ["127.0.0.1"], outside)
        engine = server_at(api.url.replace("127.0.0.1", NAME))
        assert engine.decode([CLIP])[0].text == "xin chào"
        with pytest.raises(ServerFails, match="ALLOW_SPEECH_LEAVES_THE_HOUSE"):
            engine.decode([CLIP])
    assert len(api.asked) == 1


def test_of_several_addresses_the_one_that_answers_is_used(leads_to: Callable[..., None]) -> None:
    leads_to(["127.0.0.2", "127.0.0.1"])
    with serving(lambda asked: says(HEARD)) as api:
        engine = server_at(api.url.replace("127.0.0.1", NAME))
        assert engine.decode([CLIP])[0].text == "xin chào"
    assert api.asked[0].host == f"{NAME}:{api.url.split(':')[2].split('/')[0]}"


def test_a_server_that_sends_elsewhere_is_not_followed() -> None:
    with (
        serving(lambda asked: says(HEARD)) as other,
        serving(lambda asked: refuses(307, Location=f"{other.url}/x")) as api,
        pytest.raises(ServerFails, match="307"),
    ):
        server_at(api.url).decode([CLIP])
    assert not other.asked


def test_over_tls_the_certificate_must_be_the_names(
    tmp_path: Path, leads_to: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The office's own authority is that of SSL_CERT_FILE."""
    leads_to(["127.0.0.1"])
    keys = Keys(tmp_path)
    keys.prepare("127.0.0.1", 1, [NAME])
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(tmp_path / "server.crt", tmp_path / "server.key")
    with serving(lambda asked: says(HEARD), context) as api:
        port = api.url.split(":")[2]
        with pytest.raises(ServerFails, match="TLS"):
            server_at(f"https://{NAME}:{port}").decode([CLIP])
        monkeypatch.setenv("SSL_CERT_FILE", str(keys.ca))
        trusted.cache_clear()
        try:
            assert server_at(f"https://{NAME}:{port}").decode([CLIP])[0].text == "xin chào"
            with pytest.raises(ServerFails, match="TLS"):  # its certificate is another's
                server_at(f"https://khac{OURS}:{port}").decode([CLIP])
        finally:
            trusted.cache_clear()


@contextmanager
def without_end(part: bytes, pause: float = 0.0) -> Iterator[tuple[str, list[int]]]:
    """A server whose answer never ends; its address, and the bytes that it has sent."""
    sent = [0]
    ended = threading.Event()

    def answer(one: socket.socket) -> None:
        with contextlib.suppress(OSError), one:
            one.recv(65536)
            one.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{")
            while not ended.wait(pause):
                one.sendall(part)
                sent[0] += len(part)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                one, _ = listening.accept()
                threading.Thread(target=answer, args=(one,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=accept, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/v1", sent
        finally:
            ended.set()
            listening.shutdown(socket.SHUT_RDWR)


def seconds(number: float) -> Clip:
    return Clip(np.zeros(round(number * SAMPLE_RATE), np.float32))


#: no other sound of these tests is as long
BAD = seconds(1.5)


def is_bad(asked: Asked) -> bool:
    return abs(len(asked.sound) - 2 * len(BAD.samples)) < 200


def test_a_server_that_is_away_is_not_waited_for_by_each() -> None:
    """Of sixteen that are heard together each is tried again alone."""
    rests: list[float] = []
    with socket.socket() as taken:  # and nobody listens
        taken.bind(("127.0.0.1", 0))
        client = httpx.Client(base_url=f"http://127.0.0.1:{taken.getsockname()[1]}/v1/")
        engine = OpenAIServer(client, "whisper-1", most=4, sleep=rests.append)
        for _ in range(3):
            with pytest.raises(ServerFails, match="ConnectError"):
                engine.decode([CLIP])
    assert len(rests) == 3


def hang_up(asked: Asked) -> Answer:
    raise ConnectionAbortedError


def test_a_clip_over_which_a_server_hangs_up_takes_no_other_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("transcribe.engines.openai_server.RESTS", (0.0,))
    with serving(lambda asked: hang_up(asked) if is_bad(asked) else says(HEARD)) as api:
        engine = server_at(api.url)
        scheduler = Scheduler(lambda clips: engine.decode(clips), most=16)
        bad, *good = [scheduler.note(one) for one in [BAD, *map(seconds, (1, 1.1, 1.2, 1.3, 3))]]
        with pytest.raises(ServerFails, match="Error"):
            bad.result(PATIENCE)
        assert [one.result(PATIENCE).text for one in good] == ["xin chào"] * 5


def test_a_clip_that_a_server_takes_no_end_for_takes_no_other_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("transcribe.engines.openai_server.RESTS", (0.0,))
    ended, other = threading.Event(), threading.Event()

    def answer(asked: Asked) -> Answer:
        if is_bad(asked):
            ended.wait(PATIENCE)
        else:
            other.set()
        return says(HEARD)

    with serving(answer) as api:
        engine = server_at(api.url, 0.3)
        with pytest.raises(ServerFails, match="ReadTimeout"):
            engine.decode([BAD])
        with contextlib.suppress(ServerFails):  # a slow machine; it was asked
            engine.decode([CLIP])
        assert other.wait(PATIENCE)
        ended.set()


def test_a_clip_that_ends_a_server_takes_no_other_with_it_until_that_is_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It loads its model anew, which is longer than four tries."""
    monkeypatch.setattr("transcribe.engines.openai_server.RESTS", (0.0,))
    with socket.socket() as place:  # nobody else takes the port meanwhile
        place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        place.bind(("127.0.0.1", 0))
        port = place.getsockname()[1]
        with serving(hang_up, port=port) as api:
            engine = server_at(api.url)
            with pytest.raises(ServerFails):
                engine.decode([BAD])
        with pytest.raises(ServerFails, match="ConnectError"):
            engine.decode([CLIP])
        with serving(lambda asked: says(HEARD), port=port):
            assert engine.decode([CLIP])[0].text == "xin chào"


def test_an_answer_without_end_is_none_and_takes_no_memory() -> None:
    with without_end(b" " * 65536) as (url, sent), pytest.raises(ServerFails):
        server_at(url).decode([CLIP])
    assert sent[0] < 40_000_000


def test_an_answer_that_comes_letter_by_letter_has_its_time_and_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("transcribe.engines.openai_server.RESTS", (0.0,))
    with without_end(b" ", 0.02) as (url, _), pytest.raises(ServerFails, match="ReadTimeout"):
        server_at(url, 0.3).decode([CLIP])
