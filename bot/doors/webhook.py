"""Takes a platform's webhook calls, and nobody else's."""

from __future__ import annotations

import contextlib
import hmac
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from bot.errors import SettingsError
from bot.messages.settings import cannot_listen
from foundation import http

OnBody = Callable[[Any], Awaitable[None]]


@asynccontextmanager
async def serving(
    listen: tuple[str, int],
    url: str,
    secret: str,
    on_body: OnBody,
    *,
    header: str,
    setting: str,
    probes: bool = False,
) -> AsyncIterator[int]:
    """Serve POSTs to the path of ``url`` while the block runs; gives the port.

    200 is answered when ``on_body`` has returned, 403 without the secret (compared in constant
    time), 400 to what is no JSON, 500 where ``on_body`` fails, so that the platform sends again.

    Args:
        header: in which the platform shows the secret.
        setting: the name of the one that says where to listen.
        probes: the platform calls with nothing in its hands, to see whether anybody is there:
            200, and nothing is done.

    Raises:
        SettingsError: it cannot listen there.
    """
    path = urlsplit(url).path or "/"
    given = {"secret": secret, "header": header, "on_body": on_body, "probes": probes}
    async with contextlib.AsyncExitStack() as stack:
        try:
            port = await stack.enter_async_context(
                http.serving(listen, [(f"{re.escape(path)}$", _Hook, given)])
            )
        except OSError as error:
            raise SettingsError(cannot_listen(setting, listen, error)) from None
        yield port


class _Hook(http.Handler):
    def initialize(self, secret: str, header: str, on_body: OnBody, probes: bool) -> None:
        self._secret = secret.encode()
        self._header = header
        self._on_body = on_body
        self._probes = probes

    async def post(self) -> None:
        if self._probes and not self.request.body.strip():
            return
        shown = self.request.headers.get(self._header, "").encode()
        if not hmac.compare_digest(shown, self._secret):
            self.set_status(403)
            return
        try:
            body = json.loads(self.request.body)
        except (ValueError, RecursionError):
            self.set_status(400)
            return
        await self._on_body(body)
