"""A small HTTP server that takes a platform's webhook calls."""

from __future__ import annotations

import hmac
import json
import logging
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

from bot.errors import SettingsError

log = logging.getLogger(__name__)
OnBody = Callable[[Any], Awaitable[None]]
MAX_BODY = 1_000_000  #: bytes; an update has some thousand
PATIENCE = 60  #: seconds for a call's head, and for its body: a slow one holds its connection


@asynccontextmanager
async def serving(
    listen: tuple[str, int],
    url: str,
    secret: str,
    on_body: OnBody,
    header: str = "X-Telegram-Bot-Api-Secret-Token",
) -> AsyncIterator[int]:
    """Serve POSTs to the path of ``url`` while the block runs; gives the port.

    200 is answered when ``on_body`` has returned, 403 without the secret (compared in constant
    time), 400 to what is no JSON, 500 where ``on_body`` fails, so that the platform sends again.
    """
    path = urlsplit(url).path or "/"
    handler = (
        f"{re.escape(path)}$",
        _Hook,
        {"secret": secret, "header": header, "on_body": on_body},
    )
    server = HTTPServer(
        Application([handler]),
        max_body_size=MAX_BODY,
        idle_connection_timeout=PATIENCE,
        body_timeout=PATIENCE,
    )
    try:
        server.listen(listen[1], listen[0])
    except OSError as error:
        raise SettingsError(
            f"TELEGRAM_WEBHOOK_LISTEN: cannot listen on {listen[0]}:{listen[1]} ({error.strerror})"
        ) from None
    try:
        yield next(iter(server._sockets.values())).getsockname()[1]
    finally:
        server.stop()
        await server.close_all_connections()


class _Hook(RequestHandler):
    def initialize(self, secret: str, header: str, on_body: OnBody) -> None:
        self._secret = secret.encode()
        self._header = header
        self._on_body = on_body

    async def post(self) -> None:
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

    def log_exception(self, *args: Any) -> None:
        log.error("a webhook call could not be handled", exc_info=args)
