"""What was spoken where no meeting was open: fetched where its platform has it for a while only."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from bot import counts
from bot.clerk.duty import Duty
from bot.post.fetching import Fetching, Full, GivenUp, Rests
from bot.store import Store
from bot.store.audio import AudioFolder
from bot.store.outside import OutsideArrival
from bot.store.thread import StoreThread
from foundation.logs import told

log = logging.getLogger(__name__)


class KeptRecordings(Duty[OutsideArrival]):
    """Fetches them, so that they are there when somebody wants them in a meeting.

    Args:
        rests: those of ``fetching``.
    """

    def __init__(
        self,
        store: Store,
        on_store: StoreThread,
        audio: AudioFolder,
        fetching: Fetching,
        rests: Rests,
    ) -> None:
        self._store = store
        self._on_store = on_store
        self._audio = audio
        self._fetching = fetching
        self._rests = rests

    def waiting(self) -> Sequence[OutsideArrival]:
        resting = self._rests.resting()
        return [one for one in self._store.outside.to_fetch() if one.id not in resting]

    def about(self, one: OutsideArrival) -> dict[str, int]:
        return {"kept": one.id}

    def next_in(self) -> float | None:
        return self._rests.next_in()

    async def do(self, one: OutsideArrival) -> None:
        assert one.incoming.media is not None

        def keep(file: Path, name: str) -> None:
            with self._store.transaction():
                if self._store.outside.keep_audio(one.id, name):
                    self._audio.place(file, name)

        match await self._fetching.fetch(one.id, one.incoming.chat.door, one.incoming.media, keep):
            case Full(error):
                log.error("no room for a recording that is kept: %s", told(error))
            case GivenUp(code):  # told when somebody wants it: its line will say so
                log.warning("a recording that is kept cannot be fetched: %s", code)
                counts.failed(code)
                await self._on_store.commit(self._store.outside.not_fetched, one.id, code)
