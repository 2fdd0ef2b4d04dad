"""Whom this program believes over TLS."""

from __future__ import annotations

import functools
import ssl

import httpx


@functools.cache
def trusted() -> ssl.SSLContext:
    """The authorities of ``SSL_CERT_FILE`` or ``SSL_CERT_DIR`` where the environment names one,
    else those that httpx brings: read once for all connections, which takes 50 ms each time."""
    return httpx.create_ssl_context()
