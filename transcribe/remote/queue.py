"""The office's side: recordings are handed out, and what workers say of them is taken.

Everything here runs in one event loop. What is handed out is known in this process only: at its
start the queue is emptied, for the record says what is to be heard.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.errors import Error as NatsError

from foundation.endings import within
from foundation.logs import told
from transcribe import sentences
from transcribe.remote import wire
from transcribe.remote.answers import Answers
from transcribe.remote.connection import Address, connect, identity
from transcribe.remote.handed import Handed
from transcribe.remote.holding import OFFICE, TAKEN, Holding
from transcribe.remote.jobs import Job, State, Worker
from transcribe.remote.seen import Seen
from transcribe.remote.stream import Stream
from transcribe.remote.wire import NobodyHears, Times

log = logging.getLogger(__name__)

_LOOK = 0.5  # seconds between two looks at what is handed out
_REFUSALS = 3  # trials in a row, after which the queue is made anew
_CLOSES = 1.0  # seconds for the end of a connection
_FAILURES = (NatsError, OSError, asyncio.TimeoutError)


class WorkQueue:
    """Hands jobs to workers that have the model."""

    def __init__(self, address: Address, model: str, times: Times) -> None:
        """
        Raises:
            UnsupportedSetting: the key cannot be used.
        """
        self._address = address
        self._who = identity(address)
        self._times = times
        self._client: Client | None = None
        self._stream = Stream(model, times)
        self._ready = False  # the queue is made, and emptied of what was before this process
        self._emptied = False
        self._takes = True  # the queue takes jobs: its disk is not full
        self._refusals = 0  # how often in a row the server has refused a trial
        self._tries_at = 0.0  # not before this moment it is tried (monotonic)
        self._made = ""  # when the queue at the server was made
        self._listens: list[Subscription] = []  # at this connection
        self._handed = Handed()
        self._seen = Seen(model, times)
        self._answers = Answers(self._handed, self._seen, self._payload)
        self._last_worker = time.monotonic()
        self._to_delete: set[int] = set()
        self._holding = Holding(times, self._let_go)
        self._look_at_queue = False  # something may have been taken away there
        self._said = ""  # why it cannot be looked after
        self._ending = False
        self._nudged = asyncio.Event()  # there is something to look at

    # --- what others may ask, from any thread ---------------------------------------------------

    @property
    def connected(self) -> bool:
        client = self._client
        return self._ready and client is not None and client.is_connected

    @property
    def hearing(self) -> list[Worker]:
        """Those that can hear what is handed out."""
        return self._seen.with_model if self.connected and self._takes else []

    @property
    def alone_for(self) -> float:
        """Seconds since there was somebody who can hear, or since the beginning."""
        return 0.0 if self.hearing else time.monotonic() - self._last_worker

    @property
    def took(self) -> float:
        """Seconds in which there was something to hear."""
        return self._handed.took

    @property
    def sound(self) -> float:
        """Seconds that were heard."""
        return self._handed.sound

    @property
    def handed_out(self) -> int:
        return len(self._handed)

    def state(self) -> State:
        return State(
            self.connected,
            self._handed.waiting(),
            self._handed.in_work,
            tuple(self._seen.workers),
            tuple(self.hearing),
            dict(self._handed.counts),
            self._trouble,
        )

    @property
    def _trouble(self) -> str:
        if self._holding.taken_by_other:
            return TAKEN
        if self.connected:
            return "" if self._takes else "the queue takes no jobs"
        reached = self._client is not None and self._client.is_connected
        return f"the queue cannot be used ({self._said})" if reached and self._said else ""

    def _payload(self) -> int:
        assert self._client is not None
        return self._client.max_payload

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
            self._ready = False
            self._listens = []
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
        self._handed.add(job)
        if self.connected:
            await self._put(job)

    async def withdraw(self, job: Job) -> None:
        """Nobody waits for it any more: nothing of it stays in the queue, and no answer counts."""
        if self._handed.drop(job):
            self._handed.counts["withdrawn"] += 1
        await self._delete(job)

    # --- the queue ------------------------------------------------------------------------------

    async def _prepare(self) -> None:
        """Have the queue as it should be; at first without what was there before."""
        assert self._client is not None
        if not self._emptied:
            await self._holding.take(self._client)
            await self._stream.remove()
        await self._prepare_stream()
        if not self._listens:
            takes = {
                f"{wire.BEGIN}.*": self._answers.begin,
                f"{wire.SOUND}.*": self._answers.sound,
                f"{wire.RESULT}.*": self._answers.result,
                f"{wire.ALIVE}.*": self._alive,
                OFFICE: self._holding.came,
            }
            self._listens = [await self._client.subscribe(one, cb=takes[one]) for one in takes]
        self._emptied = self._ready = True

    async def _prepare_stream(self) -> None:
        self._is_made(await self._stream.prepare())
        await self._stream.prepare_readers()

    def _is_made(self, when: str) -> None:
        """The queue at the server is this one; without a moment: none that is known."""
        if when != self._made:  # places in another queue mean nothing in this one
            self._to_delete.clear()
        self._made = when

    def _let_go(self) -> None:
        """Another bot has the queue: what is handed out is heard otherwise."""
        self._ready = self._emptied = False
        self._seen.forget(all_of_them=True)
        self._nudged.set()

    async def _put(self, job: Job) -> None:
        if not self._takes:  # that is tried otherwise, once for all
            return
        queue = self._made  # where it is made anew meanwhile, the place is taken for the former's
        try:
            job.seq, job.queue = await self._stream.put(job), queue
        except _FAILURES as error:
            if self._takes:
                log.warning("the queue takes no job: %s", told(error))
            self._takes = False
            return
        job.news = time.monotonic()
        if job not in self._handed:  # withdrawn, or answered, meanwhile
            await self._delete(job)

    async def _delete(self, job: Job) -> None:
        if job.seq is None:
            return
        if self._made and job.queue == self._made:  # in another one its place is another job's
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
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_LOOK):
                    await self._nudged.wait()
            self._nudged.clear()
            try:
                await self._look()
                self._said = ""
            except _FAILURES as error:
                if self._said != (said := told(error)):
                    log.warning("the queue cannot be looked after: %s", said)
                self._said = said

    async def _look(self) -> None:
        client = self._client
        trouble: Exception | None = None
        if client is not None and client.is_connected and not self._ready:
            try:
                await self._return()
            except _FAILURES as error:  # the jobs are looked at all the same
                trouble = error
        now = time.monotonic()
        if self.hearing:
            self._last_worker = now
        self._seen.forget()
        for job in self._handed:
            await self._look_at(job, now)
        await self._delete_all()
        if client is not None and self.connected:
            await self._holding.say(client)
            await self._look_after_queue()
        if trouble is not None:
            raise trouble

    async def _return(self) -> None:
        """To a server that was away, or at first; what is handed out is at the queue again."""
        if not self._emptied:
            while self._listens:
                await self._listens.pop().unsubscribe()
        await self._prepare()
        for job in self._handed:
            if not await self._stream.has(job):
                await self._put_again(job)

    async def _look_after_queue(self) -> None:
        """Whether it takes jobs again, and has its readers: somebody may have removed them."""
        if self._takes:
            if not self._look_at_queue:
                return
        elif time.monotonic() < self._tries_at:
            return
        else:
            self._tries_at = time.monotonic() + self._times.full
        self._look_at_queue = False
        if self._refusals >= _REFUSALS:
            # what once failed to be written there fails for ever, also with room again; a disk
            # that is only slow refuses nothing
            self._refusals = 0
            self._is_made("")
            await self._stream.remove()
        await self._prepare_stream()
        if self._takes:
            return
        tried = await self._stream.tried()
        if tried != "taken":
            self._refusals += tried == "refused"
            return
        self._takes, self._refusals = True, 0
        log.info("the queue takes jobs again")
        for job in self._handed:
            if not self._is_in_hand(job) and not await self._stream.has(job):
                await self._put_again(job)

    async def _look_at(self, job: Job, now: float) -> None:
        if job not in self._handed:
            return
        in_hand = self._is_in_hand(job)
        if not in_hand and min(self.alone_for, now - job.since) > self._patience_with(job):
            await self._give_back(job)
        elif self.connected and job.seq is None:
            await self._put(job)
        elif self.connected and now - job.news > 2 * self._times.ack and not in_hand:
            job.news = now
            self._look_at_queue = True
            if not await self._stream.has(job):
                job.count_lost()
                await self._put_again(job)

    def _patience_with(self, job: Job) -> float:
        match job.past.lost + job.open:
            case 0:
                return self._times.patience
            case 1:
                return self._times.lost_once
        return self._times.suspects

    def _is_in_hand(self, job: Job) -> bool:
        """Whether a worker that is there has it."""
        return job.open and any(one.id == job.tries[-1].worker for one in self._seen.workers)

    async def _put_again(self, job: Job) -> None:
        job.round += 1
        job.seq = None
        await self._put(job)

    async def _give_back(self, job: Job) -> None:
        """There is nobody who could hear it: whoever handed it out may do it otherwise. What has
        ended several workers is not heard here."""
        job.count_lost()
        if job.is_suspected:
            log.error("a recording has lost two workers, and none came back to try it alone")
            self._handed.give_up(job)
        elif self._handed.drop(job):
            job.receive(NobodyHears(sentences.NO_WORKERS))
        await self._delete(job)

    async def _alive(self, msg: Msg) -> None:
        await self._seen.alive(msg)
        if self.hearing:
            self._last_worker = time.monotonic()
