"""A bare connection with a key: what the server lets it do, and what stands at the server."""

from __future__ import annotations

import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import nats
from nats.aio.client import Client

from tests.waiting import PATIENCE, eventually
from transcribe.remote.connection import Address, identity
from transcribe.remote.wire import STREAM, frame, unframe


class Somebody:
    """A bare connection with a key, which tells what the server refuses."""

    def __init__(self, client: Client, name: str, refused: list[str]) -> None:
        self.client = client
        self.name = name
        self.refused = refused
        self._marks = 0

    async def is_refused(self, subject: str, data: bytes = b"") -> bool:
        """Whether the server takes nothing from this key there."""
        before = len(self.refused)
        await self.client.publish(subject, data, reply=f"_INBOX.{self.name}.answer")
        return await self._refused_since(before)

    async def may_not_read(self, subject: str) -> bool:
        before = len(self.refused)
        await self.client.subscribe(subject)
        return await self._refused_since(before)

    async def _refused_since(self, before: int) -> bool:
        """The server refuses in order: what nobody may is refused after whatever was before it."""
        self._marks += 1
        mark = f"nobody.may.{self._marks}"
        await self.client.publish(mark, b"")
        await eventually(lambda: any(mark in one for one in self.refused[before:]))
        return len(self.refused) - before > 1

    async def asks(self, subject: str, values: dict[str, Any]) -> dict[str, Any]:
        answer = await self.client.request(
            f"{subject}.{self.name}", frame(values), timeout=PATIENCE
        )
        return unframe(answer.data)[0]


@asynccontextmanager
async def somebody(address: Address) -> AsyncIterator[Somebody]:
    who = identity(address)
    refused: list[str] = []

    async def trouble(error: Exception) -> None:
        refused.append(str(error))

    client = await nats.connect(
        address.url,
        nkeys_seed_str=who.seed,
        tls=ssl.create_default_context(cafile=address.ca),
        inbox_prefix=f"_INBOX.{who.name}",
        error_cb=trouble,
        allow_reconnect=False,
    )
    try:
        yield Somebody(client, who.name, refused)
    finally:
        await client.close()


async def stream_info(address: Address) -> Any:
    """What the server says of the queue: its settings, and how many messages are in it."""
    async with somebody(address) as one:
        return await asked(one, f"$JS.API.STREAM.INFO.{STREAM}")


async def asked(one: Somebody, subject: str) -> Any:
    return json.loads((await one.client.request(subject, b"", timeout=PATIENCE)).data)
