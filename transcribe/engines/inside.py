"""Requests that reach this machine and private networks only, whatever a name leads to."""

from __future__ import annotations

import httpx

from foundation.hosts import addresses_of, is_address, is_inside


class LeadsOutside(Exception):
    """The name has an address that is not of a private network."""


class Inside(httpx.BaseTransport):
    """Looks a name up at each request and connects to the address that was looked at: between two
    look-ups a name may get another one.

    Args:
        beyond: carries a request to an address.
    """

    def __init__(self, beyond: httpx.BaseTransport) -> None:
        self._beyond = beyond

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """
        Raises:
            LeadsOutside
            httpx.TransportError
        """
        name = request.url.host
        found = addresses_of(name)
        if not found:
            raise httpx.ConnectError("the name has no address", request=request)
        if not all(map(is_inside, found)):
            raise LeadsOutside
        *others, last = found
        for address in others:
            try:
                return self._beyond.handle_request(_to(address, request))
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return self._beyond.handle_request(_to(last, request))

    def close(self) -> None:
        self._beyond.close()


def _to(address: str, request: httpx.Request) -> httpx.Request:
    """The same to an address. The server is told the name (``Host``), and must show its
    certificate."""
    name = request.url.host
    told = request.extensions if is_address(name) else {**request.extensions, "sni_hostname": name}
    return httpx.Request(
        request.method,
        request.url.copy_with(host=address.partition("%")[0]),
        headers=request.headers,
        stream=request.stream,
        extensions=told,
    )
