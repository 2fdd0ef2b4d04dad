"""How long it still takes is told now and then on the card of each chat's last waiting note."""

from __future__ import annotations

import asyncio
import logging

from bot.conversation.context import House
from bot.conversation.lines.card import waiting_status
from bot.post.post import Post
from bot.speech.outcome import Outcome
from bot.store.thread import StoreThread
from foundation.logs import told

log = logging.getLogger(__name__)

TELL_EVERY = 60.0  #: seconds between two edits in a chat: platforms allow few, and cards are many


class WaitingTime:
    """Keeps the last card of those that wait true; its end is when all are heard."""

    def __init__(self, house: House, on_store: StoreThread, post: Post, outcome: Outcome) -> None:
        self._house = house
        self._store = house.store
        self._on_store = on_store
        self._post = post
        self._outcome = outcome
        self._told: dict[int, str] = {}  # line -> what stands on its card

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(TELL_EVERY)
            try:
                await self._on_store(self._tell)
            except Exception as error:  # the disk is full or locked: next time
                log.warning("how long recordings wait cannot be told: %s", told(error))
            self._post.wake()

    def _tell(self) -> None:
        found: dict[int, str] = {}
        with self._store.transaction():
            for line in self._store.recordings.last_waiting():
                if line.id in self._outcome.without_model:
                    continue
                status = waiting_status(line, self._house)
                found[line.id] = status
                if status and status != self._told.get(line.id):
                    self._outcome.show(line)
        self._told = found
