"""Event streams: what has changed goes to every browser that looks on, in its present state.

A browser that is slow, or was away, gets each line once, as it is when it can take it: nothing
piles up for it. An event's id is the number of a change on disk, so that a stream goes on from
where another ended.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from tornado.iostream import StreamClosedError

from bot.doors.web.house import JSON, Change, WebHouse, as_json
from foundation.http import Handler

log = logging.getLogger(__name__)

BEAT = 15.0  #: seconds between two signs of life on a stream
LONGEST_WRITE = 60.0  #: seconds in which a browser must take what it is given
_GATHER = 0.02  # seconds in which changes go together
_REST = 1.0  # seconds after a failure


class Stream:
    """One browser's stream: what it is still to be given, the newest of each thing."""

    def __init__(self, seat: str) -> None:
        self.seat = seat
        self._pending: dict[str, Change] = {}
        self._given = 0  # the last change that it has been given; all before it too
        self._passing: list[JSON] = []
        self._wake = asyncio.Event()
        self.ended = False

    def give(self, changes: list[Change]) -> None:
        """All that has changed up to a change, in order; what it has by now is not given twice."""
        for change in (one for one in changes if one.seq > self._given):
            self._pending.pop(change.key, None)
            self._pending[change.key] = change
        if changes:
            self._wake.set()

    def pass_on(self, event: str, data: JSON) -> None:
        """Something that is not kept: who is not there does not get it."""
        self._passing.append({"event": event, "data": data})
        self._wake.set()

    def end(self) -> None:
        self.ended = True
        self._wake.set()

    async def next(self) -> str | None:
        """What to write next; None: nothing came for a while."""
        try:
            async with asyncio.timeout(BEAT):
                await self._wake.wait()
        except TimeoutError:
            return None
        self._wake.clear()
        pending = sorted(self._pending.values(), key=lambda one: one.seq)
        passing, self._passing = self._passing, []
        self._pending = {}
        self._given = max([self._given, *(one.seq for one in pending)])
        written = [event_text(one.event, one.written, one.seq) for one in pending]
        written += [event_text(one["event"], as_json(one["data"])) for one in passing]
        return "".join(written)


def event_text(event: str, data: str, seq: int | None = None) -> str:
    """An event as a stream has it; its data is JSON."""
    head = f"id: {seq}\n" if seq is not None else ""
    return f"{head}event: {event}\ndata: {data}\n\n"


class Streams:
    """All streams, and who tells them."""

    def __init__(self, house: WebHouse) -> None:
        self._house = house
        self._open: set[Stream] = set()
        self._changed = asyncio.Event()
        self._told = asyncio.Event()
        self._at = 0
        self._states: dict[str, JSON | None] = {}

    async def run(self) -> None:
        """Tell until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._look_again())
            await self._tell_all()

    async def _tell_all(self) -> None:
        loop = asyncio.get_running_loop()

        def changed() -> None:
            loop.call_soon_threadsafe(self._changed.set)

        self._house.listen(changed)
        self._at = await self._house.last_change()
        while True:
            await self._changed.wait()
            await asyncio.sleep(_GATHER)
            self._changed.clear()
            try:
                await self._tell()
                self._told.set()
            except Exception as error:  # the disk; a browser asks for what it has missed
                log.warning("browsers cannot be told: %s", error)
                await asyncio.sleep(_REST)
                self._changed.set()

    async def _look_again(self) -> None:
        """Whether everybody may still see what they do: behind what they are told, for nobody
        waits for it."""
        while True:
            await self._told.wait()
            self._told.clear()
            try:
                while states := await self._house.look_again():
                    for seat, state in states.items():
                        self._tell_state(seat, state)
            except Exception as error:  # the disk; there is another time
                log.warning("it cannot be looked who looks on: %s", error)
                await asyncio.sleep(_REST)

    async def _tell(self) -> None:
        seats = {one.seat for one in self._open}
        if not seats:
            self._at = await self._house.last_change()
            return
        found = await self._house.changes(self._at, seats)
        self._at = found.last
        for stream in list(self._open):
            stream.give(found.of.get(stream.seat, []))
            if found.too_many:
                stream.pass_on("reload", {})
        for seat, state in found.states.items():
            self._tell_state(seat, state)

    def _tell_state(self, seat: str, state: JSON | None) -> None:
        """Where a meeting is closed, or a seat has come into another, or into none."""
        if seat in self._states and self._states[seat] != state:
            self.pass_on(seat, "meeting" if state else "out", state or {})
        self._states[seat] = state

    async def open(self, stream: Stream, after: int | None) -> None:
        """Give a stream what comes from now on, what has come behind a change, and how the meeting
        stands. To be closed, whatever comes of this."""
        self._open.add(stream)
        seat = stream.seat
        since = await self._house.last_change() if after is None else after
        found = await self._house.changes(since, [seat])
        stream.give(found.of.get(seat, []))
        state = found.states.get(seat)
        stream.pass_on("meeting" if state else "out", state or {})
        if found.too_many:
            stream.pass_on("reload", {})
        self._states.setdefault(seat, state)

    def close(self, stream: Stream) -> None:
        self._open.discard(stream)
        if not any(one.seat == stream.seat for one in self._open):
            self._states.pop(stream.seat, None)

    def pass_on(self, seat: str, event: str, data: JSON) -> None:
        """Something that passes, to all browsers of a seat."""
        for stream in self._open:
            if stream.seat == seat:
                stream.pass_on(event, data)

    def end_all(self) -> None:
        for stream in self._open:
            stream.end()


async def serve(handler: Handler, streams: Streams, seat: str, after: int | None) -> None:
    """Write a stream until the browser leaves."""
    handler.set_header("Content-Type", "text/event-stream; charset=utf-8")
    handler.set_header("Cache-Control", "no-store")
    handler.set_header("X-Accel-Buffering", "no")
    handler.set_header("Content-Encoding", "identity")  # no compressor for each of hundreds
    stream = Stream(seat)
    try:
        await streams.open(stream, after)
        await _write(handler, "retry: 2000\n\n")
        while not stream.ended:
            words = await stream.next()
            await _write(handler, event_text("ping", "{}") if words is None else words)
    except (StreamClosedError, TimeoutError):
        pass
    finally:
        streams.close(stream)


async def _write(handler: Handler, words: str) -> None:
    if not words:
        return
    handler.write(words)
    flushed: Any = handler.flush()
    async with asyncio.timeout(LONGEST_WRITE):
        await flushed
