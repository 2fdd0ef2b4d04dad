"""The workers that the office has heard of lately."""

from __future__ import annotations

import contextlib
import time

from nats.aio.msg import Msg

from transcribe.remote import wire
from transcribe.remote.jobs import Worker
from transcribe.remote.wire import Sign, Times

_GONE = 60.0  # seconds without a sign, after which a worker is forgotten


def sender(msg: Msg) -> str:
    """The public half of the key of the worker that says something."""
    return msg.subject.rpartition(".")[2]


class Seen:
    """By their signs of life. May be asked from any thread.

    Args:
        model: that the office asks for.
    """

    def __init__(self, model: str, times: Times) -> None:
        self._key = wire.model_key(model)
        self._times = times
        self._signs: dict[str, tuple[Sign, float]] = {}

    async def alive(self, msg: Msg) -> None:
        """A sign has come."""
        with contextlib.suppress(ValueError):
            self._signs[sender(msg)] = Sign.from_bytes(msg.data), time.monotonic()

    @property
    def workers(self) -> list[Worker]:
        """Those that have given a sign of life lately, whatever their model."""
        now = time.monotonic()
        return [
            Worker(name, sign, now - at)
            for name, (sign, at) in sorted(self._signs.copy().items())
            if now - at < self._times.alive and not sign.leaving
        ]

    @property
    def with_model(self) -> list[Worker]:
        return [one for one in self.workers if self.may_hear(one.sign.model.model)]

    def may_hear(self, model: str) -> bool:
        """Whether it is the model that the office asks for."""
        return wire.model_key(model) == self._key

    def forget(self, *, all_of_them: bool = False) -> None:
        """Those that have long been silent."""
        now = time.monotonic()
        for name in [n for n, (_, at) in self._signs.items() if all_of_them or now - at > _GONE]:
            del self._signs[name]
