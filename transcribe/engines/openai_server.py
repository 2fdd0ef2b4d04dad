"""A server that speaks OpenAI's way of transcription: speaches, vLLM, whisper.cpp, a cloud.

    POST OPENAI_SERVER_URL/audio/transcriptions     multipart: file, model, language, prompt, …

One request is one clip; as many are under way at once as the server is said to bear. Where it tells
no probabilities of words (speaches and whisper.cpp do, OpenAI's own and vLLM do not) a segment's
figures stand for those of its words, so that a doubtful segment is doubted as a whole; where it
tells none of segments either, all is doubted. A context shorter than 30 s is its own affair.
"""

from __future__ import annotations

import io
import json
import logging
import math
import ssl
import time
import wave
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import numpy as np

from foundation.trust import trusted
from transcribe import sentences as said
from transcribe.engines.common import WINDOW, likelier
from transcribe.engines.inside import Inside, LeadsOutside
from transcribe.errors import ServerFails, ServerRefuses, UnsupportedSetting
from transcribe.settings import SpeechSettings
from transcribe.types import SAMPLE_RATE, Clip, Decoded, Word

log = logging.getLogger(__name__)

_NAME = "openai_server"
_WHERE = "audio/transcriptions"
_TRIES = 4
RESTS = (0.5, 2.0, 5.0)  #: seconds between tries, where the server does not say
_AWAY = 5.0  # seconds for which one that could not be reached is not asked again, for others
# Seconds after a request that it took and let down: one recording may be what ends a server, and
# the others wait until it is back instead of failing with that one, each time
_BACK = 120.0
_LONGEST_REST = 30.0  # seconds, whatever it says
_MOST_ANSWER = 4_000_000  # bytes
_MOST_ROWS = 2_000  # segments, or words, of 30 seconds
_MOST_HINTS = 800  # characters: Whisper takes some 200 tokens
# Where a server tells no figures, nobody knows: neither sure enough to be let through unseen nor so
# unlikely that it is a guess
_UNKNOWN = math.log(0.45)
# The mean of a sentence hides the word in it that is wrong. Of 62 clips (whisper-base, half of them
# roughened) 59 of the 60 with a mean under 0.8 had wrong words, 21 to 60 % of all: below that a
# sentence is doubted, which its words are below 0.5
_OF_WORDS = 3.0
_MORE = {
    "response_format": "verbose_json",
    "timestamp_granularities[]": ["segment", "word"],
}
_OF_THIS_ONE = (400, 413, 415, 422)  # it is refused; another may not be
_AGAIN_STATUS = (408, 425, 429, 500, 502, 503, 504)


class OpenAIServer:
    """Hears by a server.

    Args:
        most: requests under way at once.
        sleep: waits between two tries.
    """

    digest = ""  # nobody tells
    workers = 1
    short_context = False
    another_hearing = True

    def __init__(
        self,
        client: httpx.Client,
        model: str,
        *,
        most: int,
        sleep: Any = time.sleep,
    ) -> None:
        self.most = most
        self._client = client
        self._model = model
        self._sleep = sleep
        self._tells_more = True  # segments with their figures
        self._tells_words = False  # how sure it is of each
        self._told_of_figures = False  # that it has none
        self._away, self._away_until = "", 0.0  # why it cannot be reached (monotonic)
        self._let_down = -math.inf  # when it last took a request and did not answer (monotonic)
        self._threads = ThreadPoolExecutor(most, thread_name_prefix="server")

    @property
    def name(self) -> str:
        """Whoever reads what was heard is to know how far its doubts go."""
        return f"{_NAME}+words" if self._tells_words else _NAME

    def decode(
        self,
        clips: Sequence[Clip],
        *,
        seconds: float = WINDOW,
        temperature: float = 0.0,
        no_turns: bool = False,
    ) -> list[Decoded]:
        """`seconds` and `no_turns` are the server's own affair.

        Raises:
            ServerRefuses: this sound.
            ServerFails: it does not answer, refuses all, or answers what is no text.
        """
        plain = list(self._threads.map(lambda clip: self._hear(clip, "", temperature), clips))
        texts = [one for one in plain if one.words]
        if not clips[0].hints or all(math.isclose(one.logprob, _UNKNOWN) for one in texts):
            return plain  # which of two is likelier, nobody could say
        hints = _fitting(clips[0].hints)
        hinted = list(self._threads.map(lambda clip: self._hear(clip, hints, temperature), clips))
        return likelier(clips, plain, hinted)

    def _hear(self, clip: Clip, hints: str, temperature: float) -> Decoded:
        form: dict[str, Any] = {
            "model": self._model,
            "language": "vi",
            "temperature": f"{temperature:g}",
        }
        if hints:
            form["prompt"] = hints
        sound = _wav(clip)
        if self._tells_more:
            try:
                answer = self._asked({**form, **_MORE}, sound)
                found = decoded(answer, clip.seconds)
                self._tells_words = _tells_words(answer)
                if found.words and not (self._tells_words or _tells_sentences(answer)):
                    self._say_that_nothing_is_told()
                return found
            except ServerRefuses:
                pass  # some models know only the plain form
        plain = {**form, "response_format": "json"}
        try:
            found = decoded(self._asked(plain, sound), clip.seconds)
        except ServerRefuses as refused:
            self._must_take_something(plain, str(refused))
            raise
        self._tells_more = False
        self._say_that_nothing_is_told()
        return found

    def _say_that_nothing_is_told(self) -> None:
        """Once: it is so for each recording, and each line says it."""
        if not self._told_of_figures:
            self._told_of_figures = True
            log.warning(
                "the transcription server tells no figures, of sentences neither: all that it hears"
                " is marked to be heard again"
            )

    def _must_take_something(self, form: dict[str, Any], why: str) -> None:
        """A server that refuses even a second of silence refuses no recording: it is set up
        wrongly, and what was recorded waits.

        Raises:
            ServerFails
        """
        try:
            self._asked(form, _wav(Clip(np.zeros(SAMPLE_RATE, np.float32))))
        except ServerRefuses:
            log.warning("the transcription server refuses every recording: %s", why)
            raise ServerFails(said.SERVER_FAILS.format(why=why)) from None

    def _asked(self, form: dict[str, Any], sound: bytes) -> Any:
        """What the server answers; asked again where it is busy or cannot be reached.

        Raises:
            ServerRefuses, ServerFails
        """
        why, rest = "", 0.0
        if time.monotonic() < self._away_until:
            raise ServerFails(said.SERVER_FAILS.format(why=self._away))
        for number in range(_TRIES):
            if number:
                self._sleep(rest)
            try:
                answer, body = self._answered(form, sound)
            except LeadsOutside:
                log.warning("OPENAI_SERVER_URL: its name leads outside; nothing was sent")
                raise ServerFails(said.SPEECH_STAYS) from None
            except httpx.RequestError as error:
                if (certificate := _certificate(error)) is not None:
                    why = certificate
                    break
                why, rest = type(error).__name__, RESTS[min(number, len(RESTS) - 1)]
                now = time.monotonic()
                if not isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
                    self._let_down = now  # which may be this clip's doing
                if number == _TRIES - 1 or (isinstance(error, httpx.ReadTimeout) and number):
                    if now - self._let_down > _BACK:
                        self._away, self._away_until = why, now + _AWAY
                    break
                continue
            if answer.status_code == httpx.codes.OK:
                return _json(body)
            why, rest = str(answer.status_code), _rest(answer, number)
            if answer.status_code in _OF_THIS_ONE:
                raise ServerRefuses(said.SERVER_REFUSES.format(why=why))
            if answer.status_code not in _AGAIN_STATUS:
                break
        log.warning("the transcription server does not do it: %s", why)
        raise ServerFails(said.SERVER_FAILS.format(why=why))

    def _answered(self, form: dict[str, Any], sound: bytes) -> tuple[httpx.Response, bytes]:
        """An answer, with its body where it is what was asked for: as long as an answer may be, in
        the time that one has, however slowly it comes.

        Raises:
            httpx.RequestError, LeadsOutside
            ServerFails: it is longer.
        """
        until = time.monotonic() + (self._client.timeout.read or math.inf)
        file = {"file": ("sound.wav", sound, "audio/wav")}
        body = bytearray()
        with self._client.stream("POST", _WHERE, data=form, files=file) as answer:
            parts = answer.iter_bytes() if answer.status_code == httpx.codes.OK else iter(())
            for part in parts:
                body += part
                if len(body) > _MOST_ANSWER:
                    raise ServerFails(said.SERVER_ODD)
                if time.monotonic() > until:
                    raise httpx.ReadTimeout("it does not come to its end")
        return answer, bytes(body)


def decoded(answer: Any, seconds: float) -> Decoded:
    """What a server's ``json`` or ``verbose_json`` says, as our engines say it.

    Args:
        seconds: of the clip; what lies outside is put to its edge.

    Raises:
        ServerFails: it is none.
    """
    if not isinstance(answer, dict) or not isinstance(answer.get("text", ""), str):
        raise ServerFails(said.SERVER_ODD)
    if "text" not in answer and "segments" not in answer:  # an error that is called a success
        raise ServerFails(said.SERVER_ODD)
    segments = [one for one in _list(answer, "segments") if _text(one.get("text"))]
    timed = [one for one in _list(answer, "words") if _text(one.get("word"))]
    if max(len(segments), len(timed)) > _MOST_ROWS:
        raise ServerFails(said.SERVER_ODD)
    text = _text(answer.get("text"))
    if len(text.split()) > sum(len(_text(one["text"]).split()) for one in segments):
        # of what was heard the segments lack a part, or all: nobody knows where it is
        segments = [{"start": 0.0, "end": seconds, "text": text}]
    words = [
        word
        for segment in segments
        for word in _words(segment, _timed(segment, timed, len(segments)), seconds)
    ]
    lengths = [max(len(_text(one["text"]).split()), 1) for one in segments]
    total = sum(lengths)
    mean = (
        sum(n * _logprob(one) for n, one in zip(lengths, segments, strict=True)) / total
        if total
        else 0.0
    )
    nobody = max((_number(one.get("no_speech_prob"), 0.0) for one in segments), default=0.0)
    language = _text(answer.get("language")).lower()
    is_vietnamese = language in ("", "vi", "vie", "vietnamese", "tiếng việt")
    return Decoded(tuple(words), mean, (1.0 - min(nobody, 1.0)) if is_vietnamese else 0.0)


def _timed(
    segment: dict[str, Any], timed: list[dict[str, Any]], count: int
) -> list[dict[str, Any]]:
    """The words with their times that belong to a segment, where the server gives them: in it, or
    all beside the segments."""
    if own := [one for one in _list(segment, "words") if _text(one.get("word"))]:
        return _whole_words(own)
    if count == 1:
        return _whole_words(timed)
    start, end = _number(segment.get("start"), 0.0), _number(segment.get("end"), math.inf)
    return _whole_words([x for x in timed if start <= _number(x.get("start"), -1.0) < end])


def _whole_words(pieces: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Words of the pieces that some servers give (whisper.cpp): a piece that begins with a space
    begins a word. A word is as likely as its pieces are in the mean."""
    if not any(str(one["word"]).startswith(" ") for one in pieces):
        return pieces
    found: list[list[dict[str, Any]]] = []
    for one in pieces:
        if not found or str(one["word"]).startswith(" "):
            found.append([])
        found[-1].append(one)
    words = []
    for of in found:
        likely = [p for p in map(_probability, of) if p is not None]
        whole = {**of[0], "end": of[-1].get("end")}
        if likely:
            whole["probability"] = sum(likely) / len(likely)
        words.append(whole)
    return words


def _probability(word: dict[str, Any]) -> float | None:
    """How sure the server is of a word; None where it does not say."""
    told = _number(word.get("probability"), -1.0)
    return told if 0.0 <= told <= 1.0 else None


def _tells_words(answer: Any) -> bool:
    words = [one for segment in _list(answer, "segments") for one in _list(segment, "words")]
    return any(_probability(one) is not None for one in [*words, *_list(answer, "words")])


def _tells_sentences(answer: Any) -> bool:
    return any(not math.isclose(_logprob(one), _UNKNOWN) for one in _list(answer, "segments"))


def _words(segment: dict[str, Any], timed: list[dict[str, Any]], seconds: float) -> Iterator[Word]:
    """A segment's words; without times of their own they share the segment's evenly."""
    of_all = math.exp(_OF_WORDS * _logprob(segment))
    spoken = _text(segment["text"]).split()
    start = min(max(_number(segment.get("start"), 0.0), 0.0), seconds)
    end = min(max(_number(segment.get("end"), seconds), start), seconds)
    # words with times lack their marks in some servers: the segment's text is what was heard
    exact = timed if len(timed) == len(spoken) else []
    each = (end - start) / max(len(spoken), 1)
    likely = [_probability(one) for one in exact]
    for number, text in enumerate(spoken):
        begins, ends = start + number * each, start + (number + 1) * each
        if exact:
            begins = min(max(_number(exact[number].get("start"), begins), 0.0), seconds)
            ends = min(max(_number(exact[number].get("end"), ends), begins), seconds)
        own = likely[number] if likely else None
        yield Word(text, begins, ends, of_all if own is None else own)


def _logprob(segment: dict[str, Any]) -> float:
    """Of a segment; a nought is what servers write that do not know it (vLLM)."""
    told = _number(segment.get("avg_logprob"), _UNKNOWN)
    return told if told < 0.0 else _UNKNOWN


def _list(answer: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = answer.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _text(value: Any) -> str:
    """Without halves of characters, which no file and no database takes."""
    return value.encode("utf-8", "ignore").decode().strip() if isinstance(value, str) else ""


def _number(value: Any, otherwise: float) -> float:
    try:
        number = float(value) if isinstance(value, int | float) else math.nan
    except OverflowError:  # a whole number of hundreds of digits
        return otherwise
    return number if math.isfinite(number) else otherwise


def _fitting(hints: str) -> str:
    """As many of the words, from the first on, as a server takes."""
    if len(hints) <= _MOST_HINTS:
        return hints
    return hints[:_MOST_HINTS].rpartition(",")[0] or hints[:_MOST_HINTS].rpartition(" ")[0]


def _wav(clip: Clip) -> bytes:
    output = io.BytesIO()
    with wave.open(output, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes((np.clip(clip.samples, -1.0, 1.0) * 32767).astype("<i2").tobytes())
    return output.getvalue()


def _rest(answer: httpx.Response, number: int) -> float:
    try:
        told = float(answer.headers.get("Retry-After", ""))
    except ValueError:
        told = RESTS[min(number, len(RESTS) - 1)]
    return min(max(told, 0.0), _LONGEST_REST) if math.isfinite(told) else _LONGEST_REST


def _certificate(error: httpx.RequestError) -> str | None:
    """What is wrong with the server's certificate; None where it is something else."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"TLS: {cause.verify_message}"
        cause = cause.__cause__ or cause.__context__
    return None


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise ServerFails(said.SERVER_ODD) from None


def load(settings: SpeechSettings) -> OpenAIServer:
    """The server of the settings; it is asked when something is to be heard.

    Raises:
        UnsupportedSetting: it is not named.
    """
    if not settings.openai_server_url:
        raise UnsupportedSetting(said.SERVER_NOT_NAMED)
    key = settings.openai_server_key
    way: httpx.BaseTransport = httpx.HTTPTransport(
        verify=trusted(),
        limits=httpx.Limits(max_connections=settings.openai_server_requests),
        trust_env=False,
    )
    if not settings.allow_speech_leaves_the_house:
        way = Inside(way)
    client = httpx.Client(
        transport=way,
        base_url=settings.openai_server_url.rstrip("/") + "/",
        headers={"Accept-Encoding": "identity"}
        | ({"Authorization": f"Bearer {key.get_secret_value()}"} if key else {}),
        timeout=httpx.Timeout(settings.openai_server_seconds, connect=10.0),
        follow_redirects=False,  # an address that was looked at leads to no other
        trust_env=False,  # no proxy of the environment
    )
    return OpenAIServer(client, settings.model_name, most=settings.openai_server_requests)
