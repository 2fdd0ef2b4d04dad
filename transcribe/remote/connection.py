"""The way to a NATS server: its address, the key that one has there, whose certificate it shows."""

from __future__ import annotations

import errno
import logging
import secrets
import ssl
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import ParseResult

import nats.aio.client
import nkeys
from nats.aio.client import Client
from nats.aio.transport import TcpTransport
from nats.errors import Error as NatsError

from foundation.hosts import is_loopback
from foundation.logs import hide, told
from transcribe import sentences as said
from transcribe.errors import UnsupportedSetting

log = logging.getLogger(__name__)
# of each connection over TLS that the other side closes
logging.getLogger("asyncio").addFilter(lambda record: "eof_received()" not in str(record.msg))

_AGAIN = 1  # seconds between two tries to reach the server
_PLAIN = "the server speaks without TLS, and is told nothing (its settings lack tls {…})"


class Sealed(TcpTransport):
    """Says nothing in the clear to another machine.

    The library speaks TLS where the server asks for it, whatever the address says: one that is set
    up without, or somebody in between, would get keys' signatures and recordings in the clear. And
    it goes on to other servers of which the first one tells.
    """

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._must_be_sealed = True
        self._is_sealed = False

    async def connect(self, uri: ParseResult, buffer_size: int, connect_timeout: int) -> None:
        host = uri.hostname or ""
        self._must_be_sealed = uri.scheme != "nats" or not is_loopback(host)
        self._is_sealed = False
        await super().connect(uri, buffer_size, connect_timeout)

    async def connect_tls(
        self,
        uri: str | ParseResult,
        ssl_context: ssl.SSLContext,
        buffer_size: int,
        connect_timeout: int,
    ) -> None:
        await super().connect_tls(uri, ssl_context, buffer_size, connect_timeout)
        self._is_sealed = True

    def write(self, payload: bytes) -> None:
        """
        Raises:
            OSError: it would be in the clear.
        """
        if not self._may_speak:
            raise ConnectionRefusedError(errno.ECONNREFUSED, _PLAIN)
        super().write(payload)  # type: ignore[no-untyped-call]

    def writelines(self, payload: Iterable[bytes]) -> None:
        """What is left at the end of a connection; none of it goes out in the clear."""
        if self._may_speak:
            super().writelines(payload)  # type: ignore[no-untyped-call]

    @property
    def _may_speak(self) -> bool:
        return self._is_sealed or not self._must_be_sealed


# the client makes its transports by itself, and asks nobody of which kind
nats.aio.client.TcpTransport = Sealed  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Address:
    """Where the server is, and who comes.

    Args:
        key: the file of a user's nkey seed; None: without, which goes on this machine only.
        ca: the file of the authority that signed the server's certificate; None: the machine's.
    """

    url: str
    key: Path | None = None
    ca: Path | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """Who one is at the server: the public half of the key; without a key a random word."""

    name: str
    seed: str | None = None


def identity(address: Address) -> Identity:
    """
    Raises:
        UnsupportedSetting: the key cannot be read, or is none.
    """
    if address.key is None:
        return Identity(f"K{secrets.token_hex(12).upper()}")
    try:
        seed = address.key.read_text("ascii").strip()
        pair = nkeys.from_seed(bytearray(seed.encode()))
        public = bytes(pair.public_key).decode()
    except OSError as error:
        raise UnsupportedSetting(
            said.KEY_UNREADABLE.format(file=address.key, why=error.strerror)
        ) from None
    except (ValueError, nkeys.NkeysError):
        raise UnsupportedSetting(said.NO_KEY.format(file=address.key)) from None
    hide(seed)
    return Identity(public, seed)


async def connect(
    address: Address,
    who: Identity,
    *,
    again: Callable[[], None] = lambda: None,
    closed: Callable[[], None] = lambda: None,
) -> Client:
    """A connection that comes back by itself; waits for the server as long as it takes.

    Args:
        again: called each time that it has come back.
        closed: called where it never will; another one may.

    Raises:
        UnsupportedSetting: the authority's file cannot be used.
    """
    tls = _tls(address)
    client = Client()
    told_of: set[str] = set()

    async def trouble(error: Exception) -> None:
        what = _in_words(error)
        if what not in told_of:
            told_of.add(what)
            log.warning("nats: %s", what)

    async def returned() -> None:
        told_of.clear()
        log.info("the queue is reached again")
        again()

    async def lost() -> None:
        if not (client.is_closed or client.is_draining):
            log.warning("the queue is not reached")

    async def ended() -> None:
        closed()

    await client.connect(
        address.url,
        name="bien-ban",
        error_cb=trouble,
        reconnected_cb=returned,
        disconnected_cb=lost,
        closed_cb=ended,
        max_reconnect_attempts=-1,
        reconnect_time_wait=_AGAIN,
        connect_timeout=5,
        ping_interval=10,
        max_outstanding_pings=2,
        pending_size=0,  # what cannot be sent now is not kept for later: the record keeps it
        inbox_prefix=f"_INBOX.{who.name}",
        **_secrets(who, tls),
    )
    return client


def _in_words(error: Exception) -> str:
    """What is wrong, for whoever runs this; what a server says names subjects only."""
    if "authorization violation" in str(error).lower():
        return "the server does not know this key (NATS_KEY): it was taken away, or is another's"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the server's certificate is not that of NATS_CA ({error.verify_message})"
    return str(error) if isinstance(error, NatsError) else told(error)


def _secrets(who: Identity, tls: ssl.SSLContext | None) -> dict[str, Any]:
    given: dict[str, Any] = {"nkeys_seed_str": who.seed} if who.seed else {}
    return given | ({"tls": tls} if tls else {})


def _tls(address: Address) -> ssl.SSLContext | None:
    if not address.url.startswith("tls://"):
        return None
    try:
        return ssl.create_default_context(cafile=address.ca)
    except OSError as error:  # also what ssl says of a file that is none
        raise UnsupportedSetting(
            said.CA_UNUSABLE.format(file=address.ca, why=error.strerror or error)
        ) from None
