"""Who works at a queue: all that give a sign of life within some seconds."""

from __future__ import annotations

import asyncio
import contextlib
from urllib.parse import urlsplit

from nats.aio.msg import Msg

from foundation.endings import within
from transcribe import sentences as said
from transcribe.errors import NoWorkers
from transcribe.remote import wire
from transcribe.remote.connection import Address, connect, identity
from transcribe.remote.wire import Sign


async def workers(address: Address, seconds: float) -> dict[str, Sign]:
    """The last sign of each worker, by its key's public half. Needs the office's key.

    Raises:
        NoWorkers: the queue cannot be reached in that time.
        UnsupportedSetting
    """
    found: dict[str, Sign] = {}

    async def came(msg: Msg) -> None:
        with contextlib.suppress(ValueError):
            found[msg.subject.rpartition(".")[2]] = Sign.from_bytes(msg.data)

    reached = asyncio.create_task(connect(address, identity(address)))
    if not await within(reached, max(seconds, 5.0)):
        server = urlsplit(address.url)
        raise NoWorkers(
            said.QUEUE_UNREACHED.format(server=f"{server.hostname}:{server.port or 4222}")
        )
    client = reached.result()
    await client.subscribe(f"{wire.ALIVE}.*", cb=came)
    await asyncio.sleep(seconds)
    await within(client.close(), 1.0)
    return {name: sign for name, sign in found.items() if not sign.leaving}


def rows(found: dict[str, Sign], speed: str) -> list[tuple[str, ...]]:
    """What a table shows of each.

    Args:
        speed: how a speed is written, with `times` as the sound's seconds in one of work.
    """
    return [
        (
            sign.name,
            sign.model.model,
            " ".join(filter(None, [sign.model.engine, sign.model.digest[:12]])),
            sign.device,
            f"{sign.busy}/{sign.places}",
            str(sign.done),
            str(sign.failed),
            speed.format(times=1 / sign.speed) if sign.speed else "",
        )
        for sign in sorted(found.values(), key=lambda sign: sign.name)
    ]
