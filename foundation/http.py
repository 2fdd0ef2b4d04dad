"""A small HTTP server on a port of this machine, in the event loop of the program."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

log = logging.getLogger(__name__)

PATIENCE = 60.0  #: seconds for a call's head, and for its body: a slow one holds its connection
MAX_BODY = 1_000_000  #: bytes of a call


class Handler(RequestHandler):
    """Answers calls; of what goes wrong the log has the places, and the caller only the status."""

    def log_exception(self, *args: Any) -> None:
        log.error("a call of %s could not be answered", type(self).__name__, exc_info=args)


Route = tuple[str, type[Handler], dict[str, Any]]  #: path (a pattern), who answers, what it needs


@asynccontextmanager
async def serving(
    listen: tuple[str, int],
    routes: Sequence[Route],
    *,
    log_call: Callable[[RequestHandler], None] | None = None,
) -> AsyncIterator[int]:
    """Serve while the block runs; gives the port.

    Args:
        listen: host and port; port 0: any that is free.
        log_call: tells of each call that was answered; None: as tornado does.

    Raises:
        OSError: it cannot listen there.
    """
    host, port = listen
    given: dict[str, Any] = {} if log_call is None else {"log_function": log_call}
    server = HTTPServer(
        Application(list(routes), **given),
        max_body_size=MAX_BODY,
        idle_connection_timeout=PATIENCE,
        body_timeout=PATIENCE,
    )
    sockets = bind_sockets(port, host)
    server.add_sockets(sockets)
    try:
        yield sockets[0].getsockname()[1]
    finally:
        server.stop()
        await server.close_all_connections()


def cannot_listen(listen: tuple[str, int], error: OSError) -> str:
    """Why nobody can call there, in one line."""
    return f"cannot listen on {listen[0]}:{listen[1]} ({error.strerror})"
