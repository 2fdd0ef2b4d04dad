"""A worker: takes recordings from the queue, hears them, and says what it heard to the office.

It keeps nothing: sound and words are in its memory as long as it has the job. A job is done with
when the office has its answer; until then the queue knows it, and gives it to another where this
process ends.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import secrets
import socket
import time
from collections import deque
from collections.abc import Awaitable, Callable, Generator
from dataclasses import dataclass, field
from typing import Any, Protocol

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.errors import NoRespondersError

from foundation.endings import let_go, within
from foundation.logs import told
from foundation.threads import in_daemon
from transcribe.errors import AudioError, ModelError
from transcribe.remote import wire
from transcribe.remote.connection import Address, connect, identity
from transcribe.remote.pulling import Pace, Pull
from transcribe.remote.wire import KINDS, Kind, Sign, Times, frame, unframe
from transcribe.types import HeardWith, Piece, Transcript, Work

log = logging.getLogger(__name__)

MOST = 16  #: notes at once
_MOST_LONG = 2  # long recordings at once
_AT_FIRST = 4  # notes at once, before it is known how quick this machine is
_REST = 1.0  # seconds after a request that nobody answers
_SAYS = 60.0  # seconds for which the office is told again what was heard
_KNOWN = 1_000  # jobs that could not be heard, of which it is known
_LETS_GO = 2.0  # seconds for what is cancelled
_FAILURES = (NatsError, OSError, asyncio.TimeoutError)
_DEADLY = 70  # exit status of a worker whose engine hangs


class Hears(Protocol):
    """What a worker hears with: the ``Transcriber``; tests hand in another."""

    @property
    def by(self) -> HeardWith: ...
    @property
    def work(self) -> Work: ...
    @property
    def most(self) -> int: ...
    def load(self) -> None: ...
    def transcribe(self, source: bytes, *, hints: str = "", voices: bool = True) -> Transcript: ...
    def pieces(
        self, source: bytes, *, start: float = 0.0, hints: str = "", voices: bool = True
    ) -> Generator[Piece, None, None]: ...


class _TooMuch(Exception):
    """The engine says more than anybody speaks in that time."""


class _Dropped(Exception):
    """The office does not want this job from this worker.

    Args:
        gone: from nobody else either: its message leaves the queue.
    """

    def __init__(self, *, gone: bool = True) -> None:
        self.gone = gone


@dataclass(eq=False)
class _Hand:
    """A job in this worker's hands."""

    msg: Msg
    kind: Kind
    number: str
    try_no: int = -1
    done: int = 0  #: by this worker, when it took this one
    news: float = field(default_factory=time.monotonic)


class Worker:
    """Works until ``stop`` is called.

    Args:
        hears: loaded before the first job is taken.
        name: of this machine, for people; if not given, its host name.
        die: ends the process where the engine hangs.
        ready: called at each connection to the queue: from now on it takes recordings.

    Raises:
        UnsupportedSetting: the key cannot be used.
    """

    def __init__(
        self,
        address: Address,
        hears: Hears,
        *,
        name: str = "",
        device: str = "",
        version: str = "",
        most: int = MOST,
        times: Times | None = None,
        die: Callable[[int], object] = os._exit,
        ready: Callable[[], object] = lambda: None,
    ) -> None:
        self._address = address
        self._who = identity(address)
        self._hears = hears
        self._name = name or socket.gethostname()
        self._device = device
        self._version = version
        self._most = most
        self._times = times or Times()
        self._die = die
        self._ready = ready
        self._client: Client | None = None
        self._stopping = asyncio.Event()
        self._hands: set[_Hand] = set()  # what is being heard
        self._alone: deque[_Hand] = deque()  # what waits until nothing else is in hand
        self._tasks: set[asyncio.Task[None]] = set()
        self._pulls: list[Pull] = []
        self._pace = Pace(min(_AT_FIRST, most), most)
        self._done = self._failed = 0
        self._told_of_office = False  # that it does not answer
        self._ill_until = 0.0  # there is nothing to hear with (monotonic)
        self._ill_over: dict[str, int] = {}  # jobs that could not be heard: what was done then

    def stop(self) -> None:
        """Take nothing more; ``run`` ends when what is in hand is done, or given back."""
        self._stopping.set()

    async def run(self) -> None:
        """
        Raises:
            ModelError: there is nothing to hear with.
            UnsupportedSetting: the authority's file cannot be used.
        """
        loading = asyncio.create_task(in_daemon(self._hears.load))
        if not await self._either(loading):
            return
        loading.result()
        closed = asyncio.Event()
        while not self._stopping.is_set():
            closed.clear()
            reached = asyncio.create_task(connect(self._address, self._who, closed=closed.set))
            if not await self._either(reached):
                return
            self._client = reached.result()
            self._ready()
            self._pulls = [Pull(self, self._client, kind) for kind in KINDS]
            tasks = [asyncio.create_task(pull.run()) for pull in self._pulls]
            tasks += [asyncio.create_task(self._give_signs()), asyncio.create_task(self._hold())]
            await self._either(asyncio.create_task(closed.wait()))
            await let_go(tasks, _LETS_GO)
        await self._leave()

    async def _either(self, task: asyncio.Task[Any]) -> bool:
        """Whether the task has ended before the stop; if not, it is let go."""
        stop = asyncio.create_task(self._stopping.wait())
        await asyncio.wait([task, stop], return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        if task.done():
            return True
        await let_go([task], _LETS_GO)
        return False

    async def _leave(self) -> None:
        """End what is in hand, or give it back. Whoever does not answer is not waited for."""
        client = self._client
        if client is None:
            return
        if client.is_connected:
            holding = asyncio.create_task(self._hold())
            await self._at_the_end(self._sign(leaving=True))
            if self._tasks:
                await asyncio.wait(self._tasks, timeout=self._times.stop)
            left = [*self._hands, *self._alone]
            await let_go([holding, *self._tasks], _LETS_GO)
            await self._at_the_end(asyncio.gather(*(self._give_back(hand) for hand in left)))
            await self._at_the_end(client.flush())  # its last words are out
        await self._at_the_end(client.close())

    async def _at_the_end(self, work: Awaitable[object]) -> None:
        with contextlib.suppress(*_FAILURES):
            await within(work, self._times.parting)

    async def _give_back(self, hand: _Hand) -> None:
        with contextlib.suppress(_Dropped, *_FAILURES):
            if hand.try_no >= 0:
                await self._say(hand, "back", {})
            await hand.msg.nak()

    # --- signs of life --------------------------------------------------------------------------

    async def _give_signs(self) -> None:
        while True:
            with contextlib.suppress(*_FAILURES):
                await self._sign()
            await asyncio.sleep(self._times.sign)

    async def _sign(self, *, leaving: bool = False) -> None:
        assert self._client is not None
        work = self._hears.work
        sign = Sign(
            name=self._name,
            model=self._hears.by,
            device=self._device,
            version=self._version,
            places=self._pace.places,
            busy=len(self._hands) + len(self._alone),
            done=self._done,
            failed=self._failed,
            speed=work.took / work.sound if work.sound else None,
            leaving=leaving or self._is_ill,  # it is not counted on
        )
        # without the library's `flush`: one that is cancelled, or comes too late, makes it deaf
        await self._client.publish(f"{wire.ALIVE}.{self._who.name}", sign.to_bytes())

    async def _hold(self) -> None:
        """Tell the queue that what is in hand is in work; where the engine has hung, end."""
        while True:
            now = time.monotonic()
            for hand in [*self._hands, *self._alone]:
                with contextlib.suppress(*_FAILURES):
                    await hand.msg.in_progress()
            if any(now - hand.news > self._times.hung for hand in self._hands):
                log.error("the engine has said nothing for %g s: it ends", self._times.hung)
                self._die(_DEADLY)
            await asyncio.sleep(self._times.ack / 3)

    # --- taking ---------------------------------------------------------------------------------

    @property
    def model(self) -> str:
        """The name of the model that it hears with."""
        return self._hears.by.model

    def room(self, kind: Kind) -> int:
        """How many more of a kind may be taken now. Nothing, while something is to go alone."""
        if self._alone or self._stopping.is_set() or self._is_ill:
            return 0
        most = self._pace.places if kind == "note" else min(_MOST_LONG, self._most)
        return max(most - sum(hand.kind == kind for hand in self._hands), 0)

    @property
    def _is_ill(self) -> bool:
        return time.monotonic() < self._ill_until

    def take(self, msg: Msg, kind: Kind) -> None:
        """Work on a message, in a task of its own."""
        hand = _Hand(msg, kind, msg.data.decode("ascii", "replace"))
        self._hands.add(hand)
        self._start(hand, alone=False)

    def _start(self, hand: _Hand, *, alone: bool) -> None:
        hand.done = self._done
        task = asyncio.create_task(self._carry(hand, alone))
        self._tasks.add(task)

        def ended(_: object) -> None:
            self._tasks.discard(task)
            self._hands.discard(hand)
            for pull in self._pulls:
                pull.wake()
            if self._alone and not self._hands and not self._stopping.is_set():
                following = self._alone.popleft()
                self._hands.add(following)
                self._start(following, alone=True)

        task.add_done_callback(ended)

    async def _carry(self, hand: _Hand, alone: bool) -> None:
        try:
            await self._do(hand, alone)
        except _Dropped as dropped:
            with contextlib.suppress(*_FAILURES):
                if dropped.gone:
                    await hand.msg.term()
        except _FAILURES as error:
            self._not_answered(error)
            with contextlib.suppress(*_FAILURES):
                await hand.msg.nak(delay=self._times.failed)

    def _not_answered(self, error: Exception) -> None:
        """Said once until it answers; that it is not there for a moment is nothing odd."""
        if not self._told_of_office:
            level = logging.INFO if isinstance(error, NoRespondersError) else logging.WARNING
            log.log(level, "the office does not answer (%s): others may do this", told(error))
        self._told_of_office = True

    async def _do(self, hand: _Hand, alone: bool) -> None:
        asked = {
            "job": hand.number,
            "token": secrets.token_hex(8),
            "model": self._hears.by.model,
            "alone": alone,
        }
        answer, sound = await self._ask(wire.BEGIN, asked)
        match answer.get("do"):
            case "go":
                pass
            case "alone":
                self._alone.append(hand)  # begun by what ends last
                return
            case "leave":
                await hand.msg.nak(delay=self._times.ack)
                return
            case _:
                raise _Dropped
        hand.try_no = int(answer["try"])
        sound = await self._whole(hand, sound, int(answer["size"]))
        try:
            # an office of an earlier version does not say whether it wants voices
            how = {"hints": answer["hints"], "voices": bool(answer.get("voices", True))}
            if hand.kind == "note":
                await self._hear_note(hand, sound, how)
            else:
                await self._hear_long(hand, sound, {**how, "start": float(answer["start"])})
        except AudioError as error:
            await self._say(hand, "unusable", {"why": wire.error_said(error)})
        except (_Dropped, *_FAILURES):
            raise
        except Exception as error:  # the engine; another machine may do better
            if isinstance(error, ModelError) and self._is_own_trouble(hand):
                await self._be_ill(hand, error)
                return
            log.warning("the engine failed: %s", told(error))
            self._failed += 1
            why = {"why": wire.OF_MODEL} if isinstance(error, ModelError) else {}
            await self._say(hand, "failed", why)
            await hand.msg.nak(delay=self._times.failed)
            return
        self._done += 1
        await hand.msg.ack()

    def _is_own_trouble(self, hand: _Hand) -> bool:
        """Whether this machine has nothing to hear with; if it has heard others meanwhile, since
        it took this one or since that one failed here before, it is that one's trouble."""
        if self._done > self._ill_over.pop(hand.number, hand.done):
            return False
        if len(self._ill_over) > _KNOWN:
            self._ill_over.clear()
        self._ill_over[hand.number] = self._done
        return True

    async def _be_ill(self, hand: _Hand, error: ModelError) -> None:
        """Give back what cannot be heard here now, and take nothing for a while."""
        if not self._is_ill:
            log.error("there is nothing to hear with: %s", told(error))
        self._ill_until = time.monotonic() + self._times.ill
        with contextlib.suppress(*_FAILURES):
            await self._sign()
        await self._say(hand, "back", {})
        await hand.msg.nak(delay=self._times.failed)

    async def _whole(self, hand: _Hand, begun: bytes, size: int) -> bytes:
        """The recording's bytes."""
        parts, have = [begun], len(begun)
        while have < size:
            asked = {"job": hand.number, "try": hand.try_no, "from": have}
            answer, more = await self._ask(wire.SOUND, asked)
            if answer.get("do") != "on" or not more:
                raise _Dropped
            parts.append(more)
            have += len(more)
        return b"".join(parts)

    # --- hearing --------------------------------------------------------------------------------

    async def _hear_note(self, hand: _Hand, sound: bytes, how: dict[str, Any]) -> None:
        hand.news = time.monotonic()
        with self._pace.at_work():
            heard = await in_daemon(lambda: self._hears.transcribe(sound, **how))
        await self._say(hand, "words", {"said": wire.words_of(heard)})

    async def _hear_long(self, hand: _Hand, sound: bytes, how: dict[str, Any]) -> None:
        pieces = self._hears.pieces(sound, **how)
        try:
            while True:
                hand.news = time.monotonic()
                piece = await in_daemon(lambda: next(pieces, None))
                if piece is None:
                    break
                await self._say(hand, "piece", {"said": wire.words_of(piece)})
        finally:
            with contextlib.suppress(ValueError):  # at a stop, while it still hears
                await in_daemon(pieces.close)
        await self._say(hand, "end", {})

    # --- the office -----------------------------------------------------------------------------

    async def _say(self, hand: _Hand, what: str, values: dict[str, Any]) -> None:
        """
        Raises:
            _Dropped: it does not count any more.
        """
        said = {"job": hand.number, "try": hand.try_no, "what": what, **values}
        assert self._client is not None
        if len(frame(said)) > min(wire.MOST_WORDS, self._client.max_payload):
            raise _TooMuch
        answer, _ = await self._ask(wire.RESULT, said, _SAYS)
        if answer.get("do") != "on":
            raise _Dropped(gone=answer.get("do") == "drop")

    async def _ask(
        self, subject: str, values: dict[str, Any], patience: float = 0.0
    ) -> tuple[dict[str, Any], bytes]:
        """What the office answers.

        Args:
            patience: seconds for which it is asked again, where it does not.

        Raises:
            what nats raises; _Dropped where the answer is none of ours.
        """
        until = time.monotonic() + max(patience, self._times.asking)
        while True:
            try:
                assert self._client is not None
                answer = await self._client.request(
                    f"{subject}.{self._who.name}", frame(values), timeout=self._times.asking
                )
                self._told_of_office = False
                return unframe(answer.data)
            except _FAILURES:
                if time.monotonic() > until or self._stopping.is_set():
                    raise
                await asyncio.sleep(_REST)
            except ValueError:
                raise _Dropped(gone=False) from None
