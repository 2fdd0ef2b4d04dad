"""Recordings are fetched by their address, from Zalo's hosts only, also behind a redirect."""

from __future__ import annotations

import asyncio
from pathlib import Path
from urllib.parse import urljoin

import httpx

from bot.doors.zalo.addresses import Allowed
from bot.errors import Expired, FileTooBig, Refused, TryLater

_MOST_REDIRECTS = 5
_EXPIRED = (403, 404, 410)
LONGEST = 600.0  #: seconds for one recording: what trickles in would keep a place from others


async def download(
    client: httpx.AsyncClient, address: str, allowed: Allowed, target: Path, max_bytes: int
) -> None:
    """Write what is at an address to ``target``.

    Raises:
        Refused: the address, or one that it leads to, is none of Zalo's; that is not asked.
        Expired, FileTooBig, TryLater
        OSError: the disk of ``target`` is full.
    """
    for _ in range(_MOST_REDIRECTS):
        if address not in allowed:
            raise Refused("the recording is on a host that is not Zalo's")
        try:
            async with asyncio.timeout(LONGEST), client.stream("GET", address) as answer:
                if not answer.has_redirect_location:
                    await _write(answer, target, max_bytes)
                    return
                address = urljoin(address, answer.headers["Location"])
        except (httpx.TransportError, TimeoutError) as error:
            raise TryLater(type(error).__name__) from None  # its text has the address
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise Refused(type(error).__name__) from None
    raise Refused("the recording's address leads on and on")


async def _write(answer: httpx.Response, target: Path, max_bytes: int) -> None:
    status = answer.status_code
    if status in _EXPIRED:
        raise Expired(f"HTTP {status}")
    if status != 200:
        if status in (408, 425, 429) or status >= 500:
            raise TryLater(f"HTTP {status}")
        raise Refused(f"HTTP {status}")
    size = 0
    with target.open("wb") as into:
        async for part in answer.aiter_bytes():
            size += len(part)
            if size > max_bytes:
                raise FileTooBig(f"more than {max_bytes} bytes")
            into.write(part)
