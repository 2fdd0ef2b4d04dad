"""The office's side: recordings are handed out, and what workers say of them is taken.

Everything here runs in one event loop. What is handed out is known in this process only: at its
start the queue is emptied, for the record says what is to be heard.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import secrets
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.errors import NoRespondersError

from foundation.endings import within
from foundation.logs import told
from transcribe import sentences
from transcribe.errors import FileMissing, WorkersLost
from transcribe.remote import wire
from transcribe.remote.connection import Address, connect, identity
from transcribe.remote.jobs import Answer, Job, State, Try, Worker
from transcribe.remote.stream import Stream
from transcribe.remote.wire import KINDS, NobodyHears, Sign, Times, frame, unframe

log = logging.getLogger(__name__)

OFFICE = "bienban.office"
_LOOK = 0.5  # seconds between two looks at what is handed out
_CLOSES = 1.0  # seconds for the end of a connection
_GONE = 60.0  # seconds without a sign, after which a worker is forgotten
_FAILURES = (NatsError, OSError, asyncio.TimeoutError)


class WorkQueue:
    """Hands jobs to workers that have the model."""

    def __init__(self, address: Address, model: str, times: Times) -> None:
        """
        Raises:
            UnsupportedSetting: the key cannot be used.
        """
        self.counts: Counter[str] = Counter()
        self._address = address
        self._who = identity(address)
        self._model = model
        self._key = wire.model_key(model)
        self._times = times
        self._client: Client | None = None
        self._stream = Stream(model, times)
        self._ready = False  # the queue is made, and emptied of what was before this process
        self._emptied = False
        self._listens = False  # at this connection
        self._jobs: dict[str, Job] = {}
        self._seen: dict[str, tuple[Sign, float]] = {}
        self._last_worker = time.monotonic()
        self._to_delete: set[int] = set()
        self._told_of_another = False
        self._ending = False
        self._nudged = asyncio.Event()  # there is something to look at
        self._busy_since: float | None = None
        self._busy = 0.0
        self.sound = 0.0  #: seconds that were heard
        self._office = secrets.token_hex(8)

    # --- what others may ask, from any thread ---------------------------------------------------

    @property
    def connected(self) -> bool:
        client = self._client
        return self._ready and client is not None and client.is_connected

    @property
    def workers(self) -> list[Worker]:
        """Those that have given a sign of life lately, whatever their model."""
        now = time.monotonic()
        return [
            Worker(name, sign, now - at)
            for name, (sign, at) in sorted(self._seen.copy().items())
            if now - at < self._times.alive and not sign.leaving
        ]

    @property
    def hearing(self) -> list[Worker]:
        """Those that can hear what is handed out."""
        if not self.connected:
            return []
        return [one for one in self.workers if wire.model_key(one.sign.model.model) == self._key]

    @property
    def alone_for(self) -> float:
        """Seconds since there was somebody who can hear, or since the beginning."""
        return 0.0 if self.hearing else time.monotonic() - self._last_worker

    @property
    def took(self) -> float:
        """Seconds in which there was something to hear."""
        since = self._busy_since
        return self._busy + (time.monotonic() - since if since is not None else 0.0)

    @property
    def handed_out(self) -> int:
        return len(self._jobs)

    def state(self) -> State:
        jobs = list(self._jobs.copy().values())
        now = time.monotonic()
        waiting: dict[str, tuple[int, float]] = {}
        for kind in KINDS:
            ages = [now - job.since for job in jobs if job.kind == kind and not job.open]
            waiting[kind] = (len(ages), max(ages, default=0.0))
        in_work = sum(job.open for job in jobs)
        return State(
            self.connected,
            waiting,
            in_work,
            tuple(self.workers),
            tuple(self.hearing),
            dict(self.counts),
        )

    # --- jobs -----------------------------------------------------------------------------------

    async def run(self) -> None:
        """Until cancelled.

        Raises:
            UnsupportedSetting: the authority's file cannot be used.
        """
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._look_after())
            tasks.create_task(self._stay_connected())

    async def _stay_connected(self) -> None:
        while not self._ending:
            closed = asyncio.Event()
            client = await connect(self._address, self._who, again=self._again, closed=closed.set)
            self._ready = self._listens = False
            self._client = client
            self._stream.at(client)
            self._nudged.set()
            await closed.wait()

    def _again(self) -> None:
        self._ready = False
        self._nudged.set()

    async def close(self) -> None:
        self._ending = True
        if self._client is not None:
            with contextlib.suppress(*_FAILURES):
                await within(self._client.close(), _CLOSES)

    async def hand_out(self, job: Job) -> None:
        """From now on the job's ``receive`` is given what is heard, or NobodyHears."""
        if not self._jobs:
            self._busy_since = time.monotonic()
        self._jobs[job.number] = job
        self.counts["handed"] += 1
        if self.connected:
            await self._put(job)

    async def withdraw(self, job: Job) -> None:
        """Nobody waits for it any more: nothing of it stays in the queue, and no answer counts."""
        if self._drop(job):
            self.counts["withdrawn"] += 1
        await self._delete(job)

    def _drop(self, job: Job) -> bool:
        if self._jobs.pop(job.number, None) is None:
            return False
        if not self._jobs and self._busy_since is not None:
            self._busy += time.monotonic() - self._busy_since
            self._busy_since = None
        return True

    def _end(self, job: Job, answer: Answer) -> None:
        if self._drop(job):
            self.counts["answered"] += 1
            job.receive(answer)

    # --- the queue ------------------------------------------------------------------------------

    async def _prepare(self) -> None:
        """Have the queue as it should be; at first without what was there before."""
        assert self._client is not None
        if not self._emptied:
            await self._look_for_another()
            await self._stream.remove()
        await self._stream.prepare()
        if not self._listens:
            for subject, take in (
                (f"{wire.BEGIN}.*", self._begin),
                (f"{wire.SOUND}.*", self._sound),
                (f"{wire.RESULT}.*", self._result),
                (f"{wire.ALIVE}.*", self._alive),
                (OFFICE, self._here),
            ):
                await self._client.subscribe(subject, cb=take)
        self._listens = self._emptied = self._ready = True

    async def _look_for_another(self) -> None:
        """Two offices must not share a queue: each would empty the other's."""
        assert self._client is not None
        with contextlib.suppress(NoRespondersError):
            answer = await self._client.request(OFFICE, b"", timeout=self._times.asking)
            if answer.data != self._office.encode():
                if not self._told_of_another:
                    log.error("another office uses this queue: this one does not")
                    self._told_of_another = True
                raise OSError

    async def _here(self, msg: Msg) -> None:
        await msg.respond(self._office.encode())

    async def _put(self, job: Job) -> None:
        job.seq = await self._stream.put(job)
        if job.seq is not None:
            job.news = time.monotonic()
            if job.number not in self._jobs:  # withdrawn, or answered, meanwhile
                await self._delete(job)

    async def _delete(self, job: Job) -> None:
        if job.seq is None:
            return
        self._to_delete.add(job.seq)
        job.seq = None
        await self._delete_all()

    async def _delete_all(self) -> None:
        for seq in list(self._to_delete) if self.connected else []:
            if not await self._stream.delete(seq):
                return  # at the next look
            self._to_delete.discard(seq)

    # --- looking after what is handed out -------------------------------------------------------

    async def _look_after(self) -> None:
        said = ""
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_LOOK):
                    await self._nudged.wait()
            self._nudged.clear()
            try:
                await self._look()
                said = ""
            except _FAILURES as error:
                if said != (said := told(error)):
                    log.warning("the queue cannot be looked after: %s", said)

    async def _look(self) -> None:
        client = self._client
        if client is not None and client.is_connected and not self._ready:
            await self._prepare()
            for job in list(self._jobs.values()):
                if not await self._stream.has(job):
                    await self._put_again(job)
        now = time.monotonic()
        if self.hearing:
            self._last_worker = now
        for name in [n for n, (_, at) in self._seen.items() if now - at > _GONE]:
            del self._seen[name]
        for job in list(self._jobs.values()):
            await self._look_at(job, now)
        await self._delete_all()

    async def _look_at(self, job: Job, now: float) -> None:
        if job.number not in self._jobs:
            return
        if min(self.alone_for, now - job.since) > self._patience_with(job):
            await self._give_back(job)
        elif self.connected and job.seq is None:
            await self._put(job)
        elif self.connected and now - job.news > 2 * self._times.ack and not self._is_in_hand(job):
            job.news = now
            if not await self._stream.has(job):
                job.count_lost()
                await self._put_again(job)

    def _patience_with(self, job: Job) -> float:
        match job.lost + job.open:
            case 0:
                return self._times.patience
            case 1:
                return self._times.lost_once
        return self._times.suspects

    def _is_in_hand(self, job: Job) -> bool:
        return job.open and any(one.id == job.tries[-1].worker for one in self.workers)

    async def _put_again(self, job: Job) -> None:
        job.round += 1
        job.seq = None
        await self._put(job)

    async def _give_back(self, job: Job) -> None:
        """There is nobody who could hear it: whoever handed it out may do it otherwise. What has
        ended several workers is not heard here."""
        job.count_lost()
        if job.goes_alone:
            log.error("a recording has lost two workers, and none came back to try it alone")
            self.counts["given_up"] += 1
            self._end(job, WorkersLost(sentences.WORKERS_LOST))
        elif self._drop(job):
            job.receive(NobodyHears(sentences.NO_WORKERS))
        await self._delete(job)

    # --- what workers ask and say ---------------------------------------------------------------

    async def _alive(self, msg: Msg) -> None:
        with contextlib.suppress(ValueError):
            self._seen[_worker(msg)] = Sign.from_bytes(msg.data), time.monotonic()
            if self.hearing:
                self._last_worker = time.monotonic()

    async def _begin(self, msg: Msg) -> None:
        with _only_ours():
            asked, _ = unframe(msg.data)
            await msg.respond(await self._begun(_worker(msg), asked))

    async def _begun(self, worker: str, asked: dict[str, Any]) -> bytes:
        job = self._jobs.get(asked["job"])
        if job is None:
            return frame({"do": "drop"})
        if wire.model_key(str(asked["model"])) != self._key:
            return frame({"do": "leave"})
        again = bool(job.open and job.tries[-1].token == asked["token"])
        if not again:
            if job.tries:
                self.counts["redelivered"] += 1
            await self._lost(job)
            if job.number not in self._jobs:
                return frame({"do": "drop"})
            if job.goes_alone and not asked["alone"]:
                return frame({"do": "alone"})
            job.begin(Try(worker, str(asked["token"]), bool(asked["alone"])))
        try:
            sound, size = await asyncio.to_thread(_read, job, 0)
        except OSError:
            self._end(job, FileMissing(sentences.NO_FILE.format(file=job.path.name)))
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

    async def _lost(self, job: Job) -> None:
        """An open try is lost; what is lost too often is not tried again."""
        self.counts["lost"] += job.open
        job.count_lost()
        if job.is_given_up:
            self.counts["given_up"] += 1
            log.error("a recording was lost with every worker that took it")
            self._end(job, WorkersLost(sentences.WORKERS_LOST))

    async def _sound(self, msg: Msg) -> None:
        with _only_ours():
            asked, _ = unframe(msg.data)
            job = self._jobs.get(asked["job"])
            if job is None or not job.is_of(_worker(msg), asked["try"]):
                await msg.respond(frame({"do": "drop"}))
                return
            try:
                sound, _ = await asyncio.to_thread(_read, job, int(asked["from"]))
            except OSError:
                self._end(job, FileMissing(sentences.NO_FILE.format(file=job.path.name)))
                await msg.respond(frame({"do": "drop"}))
                return
            await msg.respond(frame({"do": "on"}, sound))

    async def _result(self, msg: Msg) -> None:
        with _only_ours():
            values, _ = unframe(msg.data)
            job = self._jobs.get(values["job"])
            if job is None:
                await msg.respond(frame({"do": "drop"}))
                return
            known = job.is_of(_worker(msg), values["try"])
            takes = known and await self._taken(job, values)
            await msg.respond(frame({"do": "on" if takes else "late"}))

    async def _taken(self, job: Job, values: dict[str, Any]) -> bool:
        """Whether what a worker says of its try counts; what is not of this house is a failure."""
        current = job.is_current(values["try"])
        job.news = time.monotonic()
        match values["what"]:
            case "words" if job.kind == "note":
                heard = wire.as_transcript(values["said"])
                self.sound += heard.seconds
                self._end(job, heard)
            case "piece" if job.kind == "long" and current:
                piece = wire.as_piece(values["said"])
                if abs(piece.start - job.at) > 0.01 and job.at != piece.end:
                    return False
                if piece.end > job.at:
                    self.sound += piece.end - piece.start
                    job.at = piece.end
                    job.receive(piece)
            case "end" if job.kind == "long" and current:
                self._end(job, None)
            case "unusable" if current or job.kind == "note":
                self._end(job, wire.as_error(values["why"]))
            case "failed" if current:
                self.counts["failed"] += 1
                await self._lost(job)
            case "back" if current:
                job.open = False
            case _:
                return False
        return True


def _worker(msg: Msg) -> str:
    return msg.subject.rpartition(".")[2]


def _read(job: Job, start: int) -> tuple[bytes, int]:
    """Some of a recording's bytes, and how many it has in all."""
    with job.path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        file.seek(start)
        return file.read(wire.CHUNK), size


@contextlib.contextmanager
def _only_ours() -> Iterator[None]:
    """What a worker says that nobody of ours would say is not answered, and ends nothing."""
    try:
        yield
    except (ValueError, KeyError, TypeError) as error:
        log.warning("a worker says what is not understood: %s", told(error))
    except _FAILURES as error:
        log.debug("a worker is not answered: %s", told(error))
