"""From where recordings may be fetched: whoever forges an event must not send the bot elsewhere.
And from where Zalo can fetch what the bot wants shown."""

from __future__ import annotations

import ipaddress
from urllib.parse import SplitResult, urlsplit

# names that other networks do not know
_INSIDE = (".local", ".lan", ".internal", ".home.arpa", ".localdomain", ".test", ".localhost")
_HOSTS = (".zdn.vn", ".zaloplatforms.com", ".zapps.me")


class Allowed:
    """
    Args:
        base: the API's address: where it is not Zalo's, its server hands out recordings too.
    """

    def __init__(self, base: str) -> None:
        self._base = _origin(urlsplit(base))

    def __contains__(self, address: object) -> bool:
        """Whether an address is https and of a host of Zalo's, or is of the API's server."""
        if not isinstance(address, str):
            return False
        try:
            parts = urlsplit(address)
            origin = _origin(parts)
        except ValueError:  # it is no address
            return False
        if parts.username or parts.password:
            return False
        if origin == self._base:
            return True
        scheme, host, port = origin
        return scheme == "https" and port == 443 and f".{host}".endswith(_HOSTS)


def is_open_to(base: str, address: str) -> bool:
    """Whether the platform's servers can fetch an address, as far as that is seen from it: it is
    https under a public name or IP address; or of the machine that the API is at.

    Args:
        base: the API's address.
    """
    scheme, host, _ = _origin(urlsplit(address))
    if host and host == urlsplit(base).hostname:
        return True
    try:
        return scheme == "https" and ipaddress.ip_address(host).is_global
    except ValueError:
        known = "." in host and not f".{host}".endswith(_INSIDE)
        return scheme == "https" and known


def _origin(parts: SplitResult) -> tuple[str, str, int | None]:
    port = parts.port or {"https": 443, "http": 80}.get(parts.scheme)
    return parts.scheme, parts.hostname or "", port
