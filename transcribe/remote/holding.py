"""Who has the queue: one bot at a time, for each would empty the other's.

Bots that must share a server have each an account there (``keys --office``), and never meet. Where
two come to one account, who has the queue says so every few seconds, and the one that took it later
lets it go: also where both began in the same moment, or met while the server was away.
"""

from __future__ import annotations

import contextlib
import json
import logging
import secrets
import time
from collections.abc import Callable

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import NoRespondersError
from nats.errors import TimeoutError as NatsTimeout

from transcribe.remote.wire import Times

log = logging.getLogger(__name__)

OFFICE = "bienban.office"
_SILENT = 3  # times
TAKEN = "another bot has this queue"


class Taken(OSError):
    """Another bot has the queue."""

    def __init__(self) -> None:
        super().__init__(TAKEN)


class Holding:
    """This bot's claim to the queue.

    Args:
        lets_go: called where another bot turns out to have had it before.
    """

    def __init__(self, times: Times, lets_go: Callable[[], None]) -> None:
        self.taken_by_other = False
        self._times = times
        self._lets_go = lets_go
        self._id = secrets.token_hex(8)
        self._since: float | None = None  # wall-clock time: two bots compare theirs
        self._said = 0.0
        self._silent = 0  # how often in a row nobody has answered, though somebody seems there

    async def take(self, client: Client) -> None:
        """
        Raises:
            Taken: another bot answers.
            what nats raises.
        """
        try:
            answer = await client.request(OFFICE, b"", timeout=self._times.asking)
        except NoRespondersError:
            pass
        except NatsTimeout:
            # of a bot whose machine lost its power the server knows for minutes; one that is only
            # held up says later that the queue is its own
            self._silent += 1
            if self._silent < _SILENT:
                raise
        else:
            if answer.data != self._id.encode():
                self._is_taken()
                raise Taken
        self._silent = 0
        self._since = time.time()
        self._said = 0.0
        self.taken_by_other = False

    async def say(self, client: Client) -> None:
        """Every few seconds, whose it is.

        Raises:
            what nats raises.
        """
        now = time.monotonic()
        if self._since is not None and now - self._said > self._times.sign:
            self._said = now
            await client.publish(OFFICE, json.dumps([self._since, self._id]).encode())

    async def came(self, msg: Msg) -> None:
        """What a bot asks or says of the queue."""
        if msg.reply:
            await msg.respond(self._id.encode())
            return
        with contextlib.suppress(ValueError, TypeError):
            since, name = json.loads(msg.data)
            if self._since is None or str(name) == self._id:
                return
            if (float(since), str(name)) < (self._since, self._id):
                self._since = None
                self._is_taken()
                self._lets_go()

    def _is_taken(self) -> None:
        if not self.taken_by_other:
            log.error(
                "%s (NATS_URL): this one hears by itself until the other ends. Each bot needs a key"
                " of its own: python -m transcribe keys --office NAME",
                TAKEN,
            )
        self.taken_by_other = True
