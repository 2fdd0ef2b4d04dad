"""Several doors at once: each may end or fail without ending the others."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Mapping
from datetime import datetime

from bot import counts
from bot.doors.port import Door, Receive
from bot.errors import BotError
from foundation.logs import told

log = logging.getLogger(__name__)


class OpenDoors(Mapping[str, Door]):
    """The doors that are open now, by name.

    One that has ended or failed is in it no more, as one that was never opened: what is to be said
    behind it waits in the outbox.
    """

    def __init__(self) -> None:
        self._open: dict[str, Door] = {}
        #: doors that are open no more; the error that ended one, None: it came to its end
        self.ended: dict[str, BaseException | None] = {}

    def __getitem__(self, name: str) -> Door:
        return self._open[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._open)

    def __len__(self) -> int:
        return len(self._open)

    def times(self) -> list[datetime | None]:
        """What time it is by the platforms that tell it; None: one that has not told it yet."""
        return [door.told_time.now() for door in self._open.values() if door.told_time]

    def open(self, *doors: Door) -> None:
        """Have these among the open ones; ``serve`` lets people in.

        Raises:
            ValueError: two have the same name, by which answers find their door.
        """
        for door in doors:
            if door.name in self._open:
                raise ValueError(f"two doors are called {door.name}")
            self._open[door.name] = door

    async def serve(self, receive: Receive) -> None:
        """Take what arrives through the open doors, until the last of them has ended.

        That one stays open for the last answers.

        Raises:
            BotError, or whatever the first door failed with: the last one has failed too.
        """
        one_of_many = len(self._open) > 1
        running = {asyncio.create_task(door.run(receive)): door for door in self._open.values()}
        try:
            while running:
                done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    door = running.pop(task)
                    self._close(door, _error_of(task), last=not running, told_here=one_of_many)
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    def _close(
        self, door: Door, error: BaseException | None, *, last: bool, told_here: bool
    ) -> None:
        self.ended[door.name] = error
        if error is None:
            if not last:
                log.info("door %s has ended; the others go on", door.name)
                del self._open[door.name]
            return
        counts.failed("door")
        del self._open[door.name]
        if told_here:  # else whoever runs the office tells it
            bug = None if isinstance(error, BotError) else error
            log.error("door %s has failed: %s", door.name, told(error), exc_info=bug)
        if last:
            raise next(failed for failed in self.ended.values() if failed is not None)


def _error_of(task: asyncio.Task[None]) -> BaseException | None:
    """What a door ended with; of a group of errors the first."""
    if task.cancelled():  # by something within it: nobody has told it to stop
        return RuntimeError("cancelled from within")
    error = task.exception()
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return error
