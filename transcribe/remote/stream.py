"""The queue at the server: a JetStream stream in which each message is the number of a job."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Literal

from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    DiscardPolicy,
    RetentionPolicy,
    StorageType,
    StreamConfig,
)
from nats.js.errors import APIError, NotFoundError

from transcribe.remote import wire
from transcribe.remote.jobs import Job
from transcribe.remote.wire import KINDS, STREAM, Times

_DAY = 86_400.0
_TRIAL = f"{wire.WORK}.trial"  # no worker reads it
_FAILURES = (NatsError, OSError, asyncio.TimeoutError)

Trial = Literal["taken", "refused", "unanswered"]


class Stream:
    """Puts jobs there, and takes them away.

    Args:
        model: of the workers whom the jobs are for.
    """

    def __init__(self, model: str, times: Times) -> None:
        self._model = model
        self._times = times
        self._js: JetStreamContext | None = None

    def at(self, client: Client) -> None:
        """From now on by this connection."""
        self._js = client.jetstream(timeout=self._times.asking)

    @property
    def _api(self) -> JetStreamContext:
        assert self._js is not None
        return self._js

    async def remove(self) -> None:
        """Take away the queue with all that is in it.

        Raises:
            what nats raises.
        """
        with contextlib.suppress(NotFoundError):
            await self._api.delete_stream(STREAM)

    async def prepare(self) -> str:
        """Have the queue; one that is there stays. When it was made.

        Raises:
            what nats raises.
        """
        info = await self._api.add_stream(
            StreamConfig(
                name=STREAM,
                subjects=[f"{wire.WORK}.>"],
                retention=RetentionPolicy.WORK_QUEUE,
                discard=DiscardPolicy.NEW,
                storage=StorageType.FILE,
                max_age=_DAY,
                max_msgs=1_000_000,
                duplicate_window=120.0,
            )
        )
        return str(info.created)

    async def prepare_readers(self) -> None:
        """Have the readers of the queue; those that are there stay.

        Raises:
            what nats raises.
        """
        for kind in KINDS:
            await self._api.add_consumer(
                STREAM,
                ConsumerConfig(
                    durable_name=wire.consumer(kind, self._model),
                    filter_subject=wire.work_subject(kind, self._model),
                    ack_policy=AckPolicy.EXPLICIT,
                    ack_wait=self._times.ack,
                    max_deliver=-1,
                    max_ack_pending=100_000,
                    max_waiting=4_096,
                ),
            )

    async def tried(self) -> Trial:
        """Whether there is room for a job: one that nobody reads is put there and taken away."""
        try:
            put = await self._api.publish(_TRIAL, b"", timeout=self._times.asking)
            await self._api.delete_msg(STREAM, put.seq)
        except APIError:
            return "refused"
        except _FAILURES:
            return "unanswered"
        return "taken"

    async def put(self, job: Job) -> int:
        """Its place in the queue.

        Raises:
            what nats raises: the queue takes nothing.
        """
        put = await self._api.publish(
            wire.work_subject(job.kind, self._model),
            job.number.encode(),
            timeout=self._times.asking,
            headers={"Nats-Msg-Id": f"{job.number}.{job.round}"},
        )
        return put.seq

    async def delete(self, seq: int) -> bool:
        """Whether there is no such message any more; False: nobody can say."""
        try:
            await self._api.delete_msg(STREAM, seq)
        except APIError:  # there was none
            return True
        except _FAILURES:
            return False
        return True

    async def has(self, job: Job) -> bool:
        """Whether the job's message is in the queue. A server that has lost its disk says no.

        Raises:
            what nats raises.
        """
        if job.seq is None:
            return False
        try:
            found = await self._api.get_msg(STREAM, job.seq)
        except NotFoundError:
            return False
        return found.data == job.number.encode()
