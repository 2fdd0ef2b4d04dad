"""What the office answers to workers: may I begin, more of its sound, here are the words."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import time
from collections.abc import Callable, Iterator
from typing import Any

from nats.aio.msg import Msg
from nats.errors import Error as NatsError

from foundation.logs import told
from transcribe.remote import wire
from transcribe.remote.handed import Handed
from transcribe.remote.jobs import Job, Try
from transcribe.remote.seen import Seen, sender
from transcribe.remote.wire import frame, unframe

log = logging.getLogger(__name__)

_FAILURES = (NatsError, OSError, asyncio.TimeoutError)


class Answers:
    """
    Args:
        payload: bytes that the server takes in one message.
    """

    def __init__(self, handed: Handed, seen: Seen, payload: Callable[[], int]) -> None:
        self._handed = handed
        self._seen = seen
        self._payload = payload

    async def begin(self, msg: Msg) -> None:
        with _only_ours():
            asked, _ = unframe(msg.data)
            await msg.respond(await self._begun(sender(msg), asked))

    async def _begun(self, worker: str, asked: dict[str, Any]) -> bytes:
        job = self._handed.get(asked["job"])
        if job is None:
            return frame({"do": "drop"})
        if not self._seen.may_hear(str(asked["model"])):
            return frame({"do": "leave"})
        again = bool(job.open and job.tries[-1].token == asked["token"])
        if not again:
            if job.tries:
                self._handed.counts["redelivered"] += 1
            self._handed.lost(job)
            if job not in self._handed:
                return frame({"do": "drop"})
            if job.goes_alone and not asked["alone"]:
                return frame({"do": "alone"})
            job.begin(Try(worker, str(asked["token"]), bool(asked["alone"])))
        try:
            sound, size = await asyncio.to_thread(_read, job, 0, self._chunk)
        except OSError:
            self._handed.end_without_file(job)
            return frame({"do": "drop"})
        return frame(
            {
                "do": "go",
                "try": len(job.tries) - 1,
                "kind": job.kind,
                "hints": job.hints,
                "start": job.at,
                "voices": job.voices,
                "size": size,
            },
            sound,
        )

    @property
    def _chunk(self) -> int:
        """Bytes of sound in one answer, of which the server may take less than ours does."""
        return wire.fitting(wire.CHUNK, self._payload())

    async def sound(self, msg: Msg) -> None:
        with _only_ours():
            asked, _ = unframe(msg.data)
            job = self._handed.get(asked["job"])
            if job is None or not job.is_of(sender(msg), asked["try"]):
                await msg.respond(frame({"do": "drop"}))
                return
            try:
                sound, _ = await asyncio.to_thread(_read, job, int(asked["from"]), self._chunk)
            except OSError:
                self._handed.end_without_file(job)
                await msg.respond(frame({"do": "drop"}))
                return
            await msg.respond(frame({"do": "on"}, sound))

    async def result(self, msg: Msg) -> None:
        with _only_ours():
            values, _ = unframe(msg.data)
            job = self._handed.get(values["job"])
            if job is None:
                await msg.respond(frame({"do": "drop"}))
                return
            takes = job.is_of(sender(msg), values["try"]) and self._taken(job, values)
            await msg.respond(frame({"do": "on" if takes else "late"}))

    def _taken(self, job: Job, values: dict[str, Any]) -> bool:
        """Whether what a worker says of its try counts; what is not of this house is a failure."""
        current = job.is_current(values["try"])
        job.news = time.monotonic()
        match values["what"]:
            case "words" if job.kind == "note":
                heard = wire.as_transcript(values["said"])
                self._handed.sound += heard.seconds
                self._handed.end(job, heard)
            case "piece" if job.kind == "long" and current:
                piece = wire.as_piece(values["said"])
                if abs(piece.start - job.at) > 0.01 and job.at != piece.end:
                    return False
                if piece.end > job.at:
                    self._handed.sound += piece.end - piece.start
                    job.is_heard_to(piece.end)
                    job.receive(piece)
            case "end" if job.kind == "long" and current:
                self._handed.end(job, None)
            case "unusable" if current or job.kind == "note":
                self._handed.end(job, wire.as_error(values["why"]))
            case "failed" if current:
                self._handed.counts["failed"] += 1
                if values.get("why") == wire.OF_MODEL:
                    self._handed.refused(job)
                else:
                    self._handed.lost(job)
            case "back" if current:
                job.open = False
            case _:
                return False
        return True


def _read(job: Job, start: int, most: int) -> tuple[bytes, int]:
    """Some of a recording's bytes, and how many it has in all."""
    with job.path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        file.seek(start)
        return file.read(most), size


@contextlib.contextmanager
def _only_ours() -> Iterator[None]:
    """What a worker says that nobody of ours would say is not answered, and ends nothing."""
    try:
        yield
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        log.warning("a worker says what is not understood: %s", told(error))
    except _FAILURES as error:
        log.debug("a worker is not answered: %s", told(error))
