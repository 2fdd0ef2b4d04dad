"""What the office and its workers say to each other, and where.

    bienban.work.<kind>.<model>     office -> queue     the job's number, nothing else
    bienban.begin.<worker>          worker -> office    may I begin this job?  -> Begin, first bytes
    bienban.sound.<worker>          worker -> office    bytes of its recording from there on
    bienban.result.<worker>         worker -> office    words, a piece, a failure  -> go on or drop
    bienban.alive.<worker>          worker -> office    a sign of life, every few seconds

A worker's name is the public half of its key: the server lets nobody else publish under it, so the
office knows who asks, and gives a job's sound only to the worker that has begun it.
"""

from __future__ import annotations

import dataclasses
import json
import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Literal

from transcribe.errors import AudioError, TranscribeError
from transcribe.types import VOICE_SIZE, HeardWith, Piece, Segment, Transcript, Voice, Word

STREAM = "BIENBAN"
WORK = "bienban.work"
BEGIN, SOUND, RESULT, ALIVE = "bienban.begin", "bienban.sound", "bienban.result", "bienban.alive"

Kind = Literal["note", "long"]
KINDS: tuple[Kind, ...] = ("note", "long")

OF_MODEL = "model"
"""Why a try has failed: there was nothing to hear with, not that its recording is odd. A worker of
an earlier version does not say it."""

CHUNK = 384 * 1024
"""Bytes of sound in one answer; a server takes 1 MB."""
MOST_WORDS = 900_000
"""Bytes of an answer; a recording of two minutes has some thousands."""

_HEAD = 16 * 1024  # bytes: the row before the sound, with the meeting's names
_MOST_SEGMENTS = 5_000
_PLAIN = re.compile(r"[^a-z0-9]+")


class Odd(ValueError):
    """What none of ours says."""


@dataclass(frozen=True, slots=True)
class Times:
    """All in seconds; the same in the office and in its workers."""

    sign: float = 2.0  #: between two signs of life
    alive: float = 7.0  #: after which a worker without a sign is not counted on
    patience: float = 5.0  #: without a worker, after which the office listens by itself
    lost_once: float = 30.0  #: the same for a recording whose worker was lost: it may come back
    suspects: float = 600.0  #: and for one that has lost two: the office does not hear it itself
    ack: float = 15.0  #: without a word from a worker, after which its job goes to another
    asking: float = 5.0  #: for an answer of the office's or the server's
    hung: float = 900.0  #: without a word from an engine, after which a worker ends itself
    failed: float = 1.0  #: until another may try what an engine has failed at
    ill: float = 30.0  #: that a worker takes nothing where it has nothing to hear with
    full: float = 15.0  #: between two trials whether a queue that took no job takes one again
    stop: float = 20.0  #: that what is in hand has where a worker is stopped
    parting: float = 3.0  #: then for each of: good-bye, what is given back, the connection's end


def fitting(most: int, payload: int) -> int:
    """Bytes that one message may carry, beside its head.

    Args:
        payload: that the server takes in one message.
    """
    return max(min(most, payload - _HEAD), 1024)


def model_key(model: str) -> str:
    """A model's name as a word of a subject: ``vinai/PhoWhisper-small`` is ``phowhisper-small``.

    Of a folder its own name counts: it lies elsewhere on each machine.
    """
    return _PLAIN.sub("-", PurePath(model).name.lower()).strip("-") or "model"


def work_subject(kind: Kind, model: str) -> str:
    return f"{WORK}.{kind}.{model_key(model)}"


def consumer(kind: Kind, model: str) -> str:
    """The queue's reader that all workers with this model share."""
    return f"{kind}-{model_key(model)}"


# --- frames: one row of JSON, and bytes behind it -------------------------------------------------


def frame(values: dict[str, Any], body: bytes = b"") -> bytes:
    return json.dumps(values, ensure_ascii=False).encode() + b"\n" + body


def unframe(data: bytes) -> tuple[dict[str, Any], bytes]:
    """
    Raises:
        Odd: it is no frame.
    """
    head, _, body = data.partition(b"\n")
    values = json.loads(head)
    if not isinstance(values, dict):
        raise Odd
    return values, body


# --- who is there ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sign:
    """A worker's sign of life."""

    name: str  #: of its machine, for people
    model: HeardWith
    device: str = ""
    version: str = ""
    places: int = 1  #: notes at once
    busy: int = 0  #: jobs in hand
    done: int = 0  #: since it began
    failed: int = 0
    speed: float | None = None  #: seconds of work for one of sound; None: not known yet
    leaving: bool = False

    def to_bytes(self) -> bytes:
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False).encode()

    @staticmethod
    def from_bytes(data: bytes) -> Sign:
        """
        Raises:
            Odd: it is no sign of life.
        """
        try:
            values = json.loads(data)
            model = _heard_with(values.pop("model"))
            if model is None:
                raise Odd
            # of a later version, whatever more it tells
            sign = Sign(model=model, **{k: v for k, v in values.items() if k in _OF_A_SIGN})
            speed = None if sign.speed is None else float(sign.speed)
            return dataclasses.replace(
                sign,
                name=_text(sign.name),
                device=_text(sign.device),
                version=_text(sign.version),
                places=max(1, min(int(sign.places), 16)),
                busy=int(sign.busy),
                done=int(sign.done),
                failed=int(sign.failed),
                speed=speed,
                leaving=bool(sign.leaving),
            )
        except (TypeError, AttributeError, KeyError, OverflowError, RecursionError):
            raise Odd from None


_OF_A_SIGN = {field.name for field in dataclasses.fields(Sign)}
_OF_HEARD_WITH = {field.name for field in dataclasses.fields(HeardWith)}


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Odd
    return value[:200]


# --- words ----------------------------------------------------------------------------------------


def words_of(value: Transcript | Piece) -> dict[str, Any]:
    """Words as JSON has them."""
    return dataclasses.asdict(value)


def as_transcript(values: Any) -> Transcript:
    """
    Raises:
        Odd: it is none.
    """
    try:
        return Transcript(
            str(values["text"]),
            _number(values["seconds"]),
            _number(values["confidence"]),
            _segments(values["segments"]),
            _spans(values.get("unheard", [])),  # a worker of an earlier version tells none
            _heard_with(values["by"]),
        )
    except (TypeError, KeyError, AttributeError):
        raise Odd from None


def as_piece(values: Any) -> Piece:
    """
    Raises:
        Odd: it is none.
    """
    try:
        return Piece(
            _number(values["start"]),
            _number(values["end"]),
            _segments(values["segments"]),
            _spans(values.get("unheard", [])),  # a worker of an earlier version tells none
            _heard_with(values["by"]),
        )
    except (TypeError, KeyError, AttributeError):
        raise Odd from None


def _segments(values: Any) -> tuple[Segment, ...]:
    if not isinstance(values, list) or len(values) > _MOST_SEGMENTS:
        raise Odd
    return tuple(
        Segment(
            _number(one["start"]),
            _number(one["end"]),
            str(one["text"]),
            _number(one["confidence"]),
            str(one["heard"]),
            tuple(str(doubt) for doubt in one["doubts"]),
            _voice(one.get("voice")),  # a worker of an earlier version knows none
            bool(one.get("turn")),
            _words(one.get("words")),  # nor when each word was said
        )
        for one in values
    )


def _words(values: Any) -> tuple[Word, ...]:
    """None also where they are no words with times: the text is worth having without them."""
    try:
        return tuple(
            Word(
                str(one["text"]),
                _number(one["start"]),
                _number(one["end"]),
                min(_number(one["probability"]), 1.0),
            )
            for one in values or ()
        )
    except (TypeError, KeyError, ValueError, OverflowError):
        return ()


def _voice(values: Any) -> Voice | None:
    """None also where it is no voice: the words are worth having without it."""
    if values is None:
        return None
    try:
        vector = tuple(float(one) for one in values["vector"])
        seconds = _number(values["seconds"])
    except (TypeError, KeyError, ValueError, OverflowError):
        return None
    right = len(vector) == VOICE_SIZE and all(-1.0 <= one <= 1.0 for one in vector)
    return Voice(vector, seconds) if right and seconds > 0 else None


def _spans(values: Any) -> tuple[tuple[float, float], ...]:
    if not isinstance(values, list) or len(values) > _MOST_SEGMENTS:
        raise ValueError("no spans")
    return tuple((_number(start), _number(end)) for start, end in values)


def _heard_with(values: Any) -> HeardWith | None:
    if values is None:
        return None
    return HeardWith(**{k: _text(v) for k, v in values.items() if k in _OF_HEARD_WITH})


def _number(value: Any) -> float:
    number = float(value)
    if not 0.0 <= number < 1e7:  # NaN neither
        raise Odd
    return number


# --- errors ---------------------------------------------------------------------------------------


def error_said(error: AudioError) -> dict[str, Any]:
    """Why a recording cannot be used, as JSON has it."""
    reduced = error.__reduce__()
    assert isinstance(reduced, tuple)
    plain = [one if isinstance(one, int | float) else str(one) for one in reduced[1]]
    return {"code": error.code, "given": plain}


def as_error(values: Any) -> AudioError:
    """
    Raises:
        Odd: it is none.
    """
    known = {kind.code: kind for kind in _all_kinds(AudioError)}
    try:
        return known[values["code"]](*values["given"])
    except (TypeError, KeyError):
        raise Odd from None


def _all_kinds(kind: type[AudioError]) -> list[type[AudioError]]:
    return [kind, *(found for one in kind.__subclasses__() for found in _all_kinds(one))]


class NobodyHears(TranscribeError):
    """No worker is there for the job, or the queue cannot be reached."""

    code = "nobody_hears"
