"""What the doors have in common that ask a platform over HTTP."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from datetime import UTC
from email.utils import parsedate_to_datetime

import httpx

from bot.doors.port import ToldTime

#: what is wrong where the library cannot speak to the proxy that the environment names
NO_SOCKS = "HTTPS_PROXY: a SOCKS proxy needs `pip install socksio`; or name an http:// proxy"


def noting(time: ToldTime) -> Callable[[httpx.Response], Awaitable[None]]:
    """A hook for the answers of a client: each tells what time it is there."""

    async def note(answer: httpx.Response) -> None:
        with contextlib.suppress(ValueError, TypeError, KeyError):
            told = parsedate_to_datetime(answer.headers["Date"])
            time.note(told if told.tzinfo else told.replace(tzinfo=UTC))

    return note
