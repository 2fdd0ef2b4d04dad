"""A small HTTP server on a port of this machine, in the event loop of the program."""

from __future__ import annotations

import asyncio
import logging
import socket
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

log = logging.getLogger(__name__)

_AT_ONCE = 100  # connections accepted before others have their turn
_NO_ROOM_REST = 1.0  # seconds after which it is tried again to accept, where the machine refused
_TELL_EVERY = 60.0  # seconds between two rows of the log about that
_LEAST_BUFFER = 128_000  # bytes: a head and a body fit in


@dataclass(frozen=True)
class Limits:
    """What callers may take of the program.

    Args:
        body: bytes of a call's body.
        patience: seconds for a call's head, and for its body: a slow one holds its connection.
        connections: at a time. The one more takes the place of the oldest, so that nobody keeps
            others out by holding many.
    """

    body: int = 1_000_000
    patience: float = 60.0
    connections: int = 300


FOR_A_PLATFORM = Limits()
FOR_A_LOOK = Limits(body=1_000, patience=10.0, connections=50)


class Handler(RequestHandler):
    """Answers calls; of what goes wrong the log has the places, and the caller only the status."""

    def log_exception(self, *args: Any) -> None:
        log.error("a call of %s could not be answered", type(self).__name__, exc_info=args)


Route = tuple[str, type[Handler], dict[str, Any]]  #: path (a pattern), who answers, what it needs


@asynccontextmanager
async def serving(
    listen: tuple[str, int],
    routes: Sequence[Route],
    limits: Limits | None = None,
    *,
    log_call: Callable[[RequestHandler], None] | None = None,
    compress: bool = False,
) -> AsyncIterator[int]:
    """Serve while the block runs; gives the port.

    Args:
        listen: host and port; port 0: any that is free.
        limits: if not given, those ``FOR_A_PLATFORM``.
        log_call: tells of each call that was answered; None: as tornado does.
        compress: answers that are text go compressed to who takes that.

    Raises:
        OSError: it cannot listen there.
    """
    host, port = listen
    limits = limits or FOR_A_PLATFORM
    given: dict[str, Any] = {} if log_call is None else {"log_function": log_call}
    given["compress_response"] = compress
    server = HTTPServer(
        Application(list(routes), **given),
        max_body_size=limits.body,
        idle_connection_timeout=limits.patience,
        body_timeout=limits.patience,
    )
    sockets = bind_sockets(port, host)
    accepting = [_Accepting(one, server, limits) for one in sockets]
    try:
        yield sockets[0].getsockname()[1]
    finally:
        for one in accepting:
            one.end()
        await server.close_all_connections()


class _Accepting:
    """Takes the calls that come to a socket, no more at a time than the limits say. Where the
    machine has no room for another, it rests for a moment instead of asking without end."""

    def __init__(self, listening: socket.socket, server: HTTPServer, limits: Limits) -> None:
        self._listening = listening
        self._server = server
        self._limits = limits
        self._open: list[IOStream] = []  # the oldest first
        self._told = -_TELL_EVERY
        self._again: asyncio.TimerHandle | None = None
        self._loop = asyncio.get_running_loop()
        self._begin()

    def end(self) -> None:
        if self._again:
            self._again.cancel()
        self._loop.remove_reader(self._listening)
        self._listening.close()

    def _begin(self) -> None:
        self._loop.add_reader(self._listening, self._accept)

    def _accept(self) -> None:
        for _ in range(_AT_ONCE):
            try:
                connection, address = self._listening.accept()
            except BlockingIOError:
                return
            except ConnectionAbortedError:  # it has gone already
                continue
            except OSError as error:
                self._rest(error)
                return
            self._take(connection, address)

    def _take(self, connection: socket.socket, address: Any) -> None:
        connection.setblocking(False)
        self._open = [stream for stream in self._open if not stream.closed()]
        if len(self._open) >= self._limits.connections:
            self._open.pop(0).close()
        stream = IOStream(connection, max_buffer_size=max(2 * self._limits.body, _LEAST_BUFFER))
        self._open.append(stream)
        self._server.handle_stream(stream, address)

    def _rest(self, error: OSError) -> None:
        self._loop.remove_reader(self._listening)
        self._again = self._loop.call_later(_NO_ROOM_REST, self._begin)
        if time.monotonic() - self._told >= _TELL_EVERY:
            self._told = time.monotonic()
            log.error("no more connections can be accepted for now (%s)", error.strerror)


def why_not_listen(listen: tuple[str, int]) -> str:
    """Why nobody could call there, in one line; empty: they can."""
    host, port = listen
    try:
        for one in bind_sockets(port, host):
            one.close()
    except OSError as error:
        return cannot_listen(listen, error)
    return ""


def cannot_listen(listen: tuple[str, int], error: OSError) -> str:
    """Why nobody can call there, in one line."""
    return f"cannot listen on {listen[0]}:{listen[1]} ({error.strerror})"
