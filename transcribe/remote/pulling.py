"""How a worker takes jobs: as many as it hears in some seconds, whenever there is room."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import Generator
from typing import Protocol

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError

from transcribe.remote import wire
from transcribe.remote.wire import STREAM, Kind

_HOLDS = 8.0  # seconds: as many notes as are heard in that time
_PULL = 5.0  # seconds that a request for work stands at the server
_REST = 1.0  # seconds after a request that nobody answers
_FAILURES = (NatsError, OSError, asyncio.TimeoutError)


class Taker(Protocol):
    """Who takes jobs."""

    @property
    def model(self) -> str: ...
    def room(self, kind: Kind) -> int: ...
    def take(self, msg: Msg, kind: Kind) -> None: ...


class Pace:
    """How many notes at once: as many as this machine hears in some seconds."""

    def __init__(self, at_first: int, most: int) -> None:
        self.places = at_first
        self._most = most
        self._in_work = 0
        self._done = 0
        self._since = 0.0
        self._busy = 0.0

    @contextlib.contextmanager
    def at_work(self) -> Generator[None, None, None]:
        if not self._in_work:
            self._since = time.monotonic()
        self._in_work += 1
        try:
            yield
        finally:
            self._in_work -= 1
            now = time.monotonic()
            self._busy += now - self._since
            self._since = now
            self._done += 1
            if self._done >= self.places:
                each = max(self._busy / self._done, 1e-3)
                self.places = max(1, min(round(_HOLDS / each), self._most))
                self._done, self._busy = 0, 0.0


class Pull:
    """Asks the queue for jobs of one kind, for as many as there is room for.

    One request stands at the server at a time. ``nats``' own fetch waits for a whole batch where
    the first job has come.
    """

    def __init__(self, worker: Taker, client: Client, kind: Kind) -> None:
        self._worker = worker
        self._client = client
        self._kind: Kind = kind
        self._left = 0  # of the request that stands
        self._until = 0.0  # when it ends by itself (monotonic)
        self._over = asyncio.Event()

    async def run(self) -> None:
        """Until cancelled."""
        inbox = self._client.new_inbox()
        while True:
            try:
                subscription = await self._client.subscribe(inbox, cb=self._came)
                break
            except _FAILURES:
                await asyncio.sleep(_REST)
        try:
            while True:
                room = self._worker.room(self._kind)
                if room and (not self._left or time.monotonic() > self._until):
                    with contextlib.suppress(*_FAILURES):
                        await self._request(room, inbox)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(_REST):
                        await self._over.wait()
                self._over.clear()
        finally:
            with contextlib.suppress(*_FAILURES):
                await subscription.unsubscribe()

    def wake(self) -> None:
        """There may be more room."""
        self._over.set()

    async def _request(self, room: int, inbox: str) -> None:
        model = self._worker.model
        subject = f"$JS.API.CONSUMER.MSG.NEXT.{STREAM}.{wire.consumer(self._kind, model)}"
        asked = {"batch": room, "expires": int(_PULL * 1e9)}
        await self._client.publish(subject, json.dumps(asked).encode(), reply=inbox)
        self._left = room
        self._until = time.monotonic() + _PULL + _REST

    async def _came(self, msg: Msg) -> None:
        status = (msg.headers or {}).get("Status") if not msg.data else None
        if status == "100":
            return
        if status is not None:  # it has ended, or there is no such queue
            if status not in ("408", "404"):
                await asyncio.sleep(_REST)
            self._left = 0
            self._over.set()
            return
        self._left = max(self._left - 1, 0)
        if not self._worker.room(self._kind):  # of a request before this one
            with contextlib.suppress(*_FAILURES):
                await msg.nak()
            return
        self._worker.take(msg, self._kind)
        if not self._left:
            self._over.set()
