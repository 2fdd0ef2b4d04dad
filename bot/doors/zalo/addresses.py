"""From where recordings may be fetched: whoever forges an event must not send the bot elsewhere."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

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


def _origin(parts: SplitResult) -> tuple[str, str, int | None]:
    port = parts.port or {"https": 443, "http": 80}.get(parts.scheme)
    return parts.scheme, parts.hostname or "", port
