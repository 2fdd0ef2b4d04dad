"""A small HTTP server on a port of this machine, in the event loop of the program."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import logging
import socket
import ssl
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPServerRequest
from tornado.iostream import IOStream, SSLIOStream, StreamClosedError
from tornado.netutil import bind_sockets, ssl_wrap_socket
from tornado.web import Application, RequestHandler

log = logging.getLogger(__name__)

_AT_ONCE = 100  # connections accepted before others have their turn
_NO_ROOM_REST = 1.0  # seconds after which it is tried again to accept, where the machine refused
_TELL_EVERY = 60.0  # seconds between two rows of the log about that
_LEAST_BUFFER = 128_000  # bytes: a head and a body fit in
_HANDSHAKE = b"\x16"  # the first byte of whoever speaks TLS; of a method it is a letter
_PROXIED = "behind_proxy"  # name of a setting of tornado's


class _NoHandshakes(logging.Filter):
    """Whoever does not trust the certificate yet would be two rows of the log at each try."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not str(record.msg).startswith("SSL Error on")


logging.getLogger("tornado.general").addFilter(_NoHandshakes())


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

    def __init__(self, application: Application, request: HTTPServerRequest, **given: Any) -> None:
        if application.settings.get(_PROXIED):
            _believe_proxy(request)
        super().__init__(application, request, **given)

    def log_exception(self, *args: Any) -> None:
        log.error("a call of %s could not be answered", type(self).__name__, exc_info=args)


class _ToTls(Handler):
    """Where one speaks plainly at the port for TLS: to the same page, by TLS."""

    def prepare(self) -> None:
        self.set_header("Cache-Control", "no-store")
        self.redirect(f"https://{self.request.host}{self.request.uri}", status=307)


Route = tuple[str, type[Handler], dict[str, Any]]  #: path (a pattern), who answers, what it needs


@asynccontextmanager
async def serving(
    listen: tuple[str, int],
    routes: Sequence[Route],
    limits: Limits | None = None,
    *,
    log_call: Callable[[RequestHandler], None] | None = None,
    compress: bool = False,
    tls: ssl.SSLContext | None = None,
    plain: Sequence[Route] = (),
    behind_proxy: bool = False,
) -> AsyncIterator[int]:
    """Serve while the block runs; gives the port.

    Args:
        listen: host and port; port 0: any that is free.
        limits: if not given, those ``FOR_A_PLATFORM``.
        log_call: tells of each call that was answered; None: as tornado does.
        compress: answers that are text go compressed to who takes that.
        tls: who calls must speak TLS; what is loaded into it later is for later calls.
        plain: what is answered to whom does not; if not given, that they shall.
        behind_proxy: calls come from a proxy, whose word is taken for where they are from.

    Raises:
        OSError: it cannot listen there.
    """
    host, port = listen
    limits = limits or FOR_A_PLATFORM
    given: dict[str, Any] = {} if log_call is None else {"log_function": log_call}
    given["compress_response"] = compress
    given[_PROXIED] = behind_proxy
    server, without_tls = (
        HTTPServer(
            Application(list(answered), **given),
            max_body_size=limits.body,
            idle_connection_timeout=limits.patience,
            body_timeout=limits.patience,
        )
        for answered in (routes, plain or [(".*", _ToTls, {})])
    )
    sockets = bind_sockets(port, host)
    accepting = [_Accepting(one, server, without_tls, limits, tls) for one in sockets]
    try:
        yield sockets[0].getsockname()[1]
    finally:
        for one in accepting:
            await one.end()
        await server.close_all_connections()
        await without_tls.close_all_connections()


def _believe_proxy(request: HTTPServerRequest) -> None:
    """Where a call is from, and how it came, as the proxy in front of this server says: the last
    that it has written. What stands before that the caller may have made up."""
    came_from = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    with contextlib.suppress(ValueError):
        request.remote_ip = str(ipaddress.ip_address(came_from))
    by = request.headers.get("X-Forwarded-Proto", "").rpartition(",")[2].strip()
    if by in ("http", "https"):
        request.protocol = by


class _Call:
    """A connection; until it has said something, and its handshake is done, it is not taken."""

    def __init__(self, connection: socket.socket) -> None:
        self.held: socket.socket | IOStream = connection
        self.begun: asyncio.Task[None] | None = None  #: finds out how it speaks
        self.taken = False

    def close(self) -> None:
        if self.begun:
            self.begun.cancel()  # it closes what is held, when nothing waits for that any more
        else:
            self.held.close()

    @property
    def closed(self) -> bool:
        if self.begun:
            return self.begun.cancelling() > 0 or self.begun.done()
        return isinstance(self.held, IOStream) and self.held.closed()


class _Accepting:
    """Takes the calls that come to a socket, no more at a time than the limits say. Where the
    machine has no room for another, it rests for a moment instead of asking without end."""

    def __init__(
        self,
        listening: socket.socket,
        server: HTTPServer,
        plain: HTTPServer,
        limits: Limits,
        tls: ssl.SSLContext | None,
    ) -> None:
        self._listening = listening
        self._server = server
        self._plain = plain
        self._limits = limits
        self._tls = tls
        self._open: list[_Call] = []  # the oldest first
        self._told = -_TELL_EVERY
        self._again: asyncio.TimerHandle | None = None
        self._loop = asyncio.get_running_loop()
        self._begin()

    async def end(self) -> None:
        if self._again:
            self._again.cancel()
        self._loop.remove_reader(self._listening)
        self._listening.close()
        begun = [call.begun for call in self._open if call.begun]
        for one in begun:
            one.cancel()
        await asyncio.gather(*begun, return_exceptions=True)

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
        self._open = [call for call in self._open if not call.closed]
        if len(self._open) >= self._limits.connections:
            self._make_room()
        call = _Call(connection)
        self._open.append(call)
        if self._tls is None:
            self._answer(call, connection, address, self._server)
        else:
            call.begun = self._loop.create_task(self._by_tls(call, connection, address, self._tls))

    def _make_room(self) -> None:
        """Who has said nothing yet goes first: calls of nothing cut off nobody who is served."""
        silent = (at for at, call in enumerate(self._open) if not call.taken)
        self._open.pop(next(silent, 0)).close()

    async def _by_tls(
        self, call: _Call, connection: socket.socket, address: Any, tls: ssl.SSLContext
    ) -> None:
        try:
            async with asyncio.timeout(self._limits.patience):
                if await self._first_byte(connection) != _HANDSHAKE:
                    self._answer(call, connection, address, self._plain)
                    return
                wrapped = ssl_wrap_socket(
                    connection, tls, server_side=True, do_handshake_on_connect=False
                )
                stream = SSLIOStream(wrapped, ssl_options={}, max_buffer_size=self._most_held)
                call.held = stream
                await stream.wait_for_handshake()
            self._serve(call, stream, address, self._server)
        except (TimeoutError, OSError, StreamClosedError):
            pass  # it is slow, has gone, or does not trust us
        finally:
            if not call.taken:
                call.held.close()

    async def _first_byte(self, connection: socket.socket) -> bytes:
        """It is left where it is."""
        there = asyncio.Event()
        self._loop.add_reader(connection, there.set)
        try:
            await there.wait()
        finally:
            self._loop.remove_reader(connection)
        return connection.recv(1, socket.MSG_PEEK)

    def _answer(
        self, call: _Call, connection: socket.socket, address: Any, server: HTTPServer
    ) -> None:
        call.held = IOStream(connection, max_buffer_size=self._most_held)
        self._serve(call, call.held, address, server)

    def _serve(self, call: _Call, stream: IOStream, address: Any, server: HTTPServer) -> None:
        call.begun, call.taken = None, True
        server.handle_stream(stream, address)

    @property
    def _most_held(self) -> int:
        return max(2 * self._limits.body, _LEAST_BUFFER)

    def _rest(self, error: OSError) -> None:
        self._loop.remove_reader(self._listening)
        self._again = self._loop.call_later(_NO_ROOM_REST, self._begin)
        if time.monotonic() - self._told >= _TELL_EVERY:
            self._told = time.monotonic()
            log.error("no more connections can be accepted for now (%s)", error.strerror)


def why_not_listen(listen: tuple[str, int]) -> OSError | None:
    """Why nobody could call there; None: they can."""
    host, port = listen
    try:
        for one in bind_sockets(port, host):
            one.close()
    except OSError as error:
        return error
    return None
