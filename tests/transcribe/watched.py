"""Engines that tell the test what they are asked, and wait for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from tests.waiting import PATIENCE
from transcribe.engines import Engine
from transcribe.types import Clip, Decoded


class Watched:
    """An engine that keeps what it was asked, and what it heard."""

    def __init__(self, engine: Engine) -> None:
        self.name, self.most, self.short_context = engine.name, engine.most, engine.short_context
        self.workers, self.digest = engine.workers, engine.digest
        self.another_hearing = engine.another_hearing
        self.calls: list[tuple[int, float, float]] = []
        """How many clips, with so many seconds of context, at that temperature."""
        self.heard: list[Decoded] = []
        self.engine = engine
        self._no_turns = False

    def decode(
        self,
        clips: Sequence[Clip],
        *,
        seconds: float = 30.0,
        temperature: float = 0.0,
        no_turns: bool = False,
    ) -> list[Decoded]:
        self.calls.append((len(clips), seconds, temperature))
        self._no_turns = no_turns
        found = self.hear(clips, seconds, temperature)
        self.heard.extend(found)
        return found

    def hear(self, clips: Sequence[Clip], seconds: float, temperature: float) -> list[Decoded]:
        """What `decode` hears; a test's own engine hears otherwise."""
        return self.engine.decode(
            clips, seconds=seconds, temperature=temperature, no_turns=self._no_turns
        )


class Gate(Watched):
    """The real engine, behind a gate through which as many turns go as are let, one at a time."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.workers = 1
        self.turns: list[list[Clip]] = []
        self.answer: Decoded | None = None
        """What is heard from now on, without the engine."""
        self.but_with_hints = False
        """The engine goes on hearing what comes with hints."""
        self._arrived = threading.Semaphore(0)
        self._tickets = threading.Semaphore(0)

    def hear(self, clips: Sequence[Clip], seconds: float, temperature: float) -> list[Decoded]:
        self.turns.append(list(clips))
        self._arrived.release()
        assert self._tickets.acquire(timeout=PATIENCE), "the gate stayed closed"
        if self.answer is not None and not (self.but_with_hints and clips[0].hints):
            return [self.answer] * len(clips)
        return super().hear(clips, seconds, temperature)

    def let(self, turns: int = 10_000) -> None:
        self._tickets.release(turns)

    def wait_for_turn(self) -> None:
        """Until one more turn stands before the gate, or went through."""
        assert self._arrived.acquire(timeout=PATIENCE), "no turn came"


def wait_until(true: Callable[[], bool], what: str) -> None:
    """Looks again and again; fails where it does not become true."""
    never = threading.Event()
    for _ in range(round(PATIENCE * 100)):
        if true():
            return
        never.wait(0.01)
    raise AssertionError(f"{what} never came")
