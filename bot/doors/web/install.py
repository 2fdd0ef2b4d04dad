"""How people have their machines trust our own certificate authority: a page, and its files.

Whoever does not trust it yet gets nothing by TLS; so these are served plainly too, at the same
port. Nothing else is: what is said in a meeting never goes in plain words.
"""

from __future__ import annotations

import io
import plistlib
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import segno
from cryptography import x509
from cryptography.x509.oid import NameOID

from bot.doors.web.giving import Render
from bot.doors.web.transport import Transport
from bot.messages import web_install as said
from foundation.hosts import Host, read_host
from foundation.http import Handler, Route

PATH = "/cai-dat"
_OURS = uuid.UUID("8f0f3b52-6f5e-5f0b-9d53-2a4a6b1f6a11")  # of the profile's ids: any, for good


def routes(
    transport: Transport, port: Callable[[], int], render: Render, headers: Mapping[str, str]
) -> list[Route]:
    """For the page's own server.

    Args:
        port: at which it listens; asked when somebody calls.
        headers: that each answer has.
    """
    given = {"transport": transport, "port": port, "render": render, "headers": headers}
    return [
        (f"{PATH}/?", _Install, given),
        (f"{PATH}/bien-ban.crt", _Certificate, given),
        (f"{PATH}/bien-ban.mobileconfig", _Profile, given),
        (f"{PATH}/qr.svg", _Code, given),
    ]


def plain_routes(
    transport: Transport,
    port: Callable[[], int],
    render: Render,
    headers: Mapping[str, str],
    static: Sequence[Route] = (),
) -> list[Route]:
    """For those who speak plainly at the port for TLS (``foundation.http.serving``'s ``plain``).

    With our own authority: the page that says how to install it, wherever they wanted to go. With
    a certificate that everybody trusts: none, they are sent on to TLS.

    Args:
        static: for what the page is made of.
    """
    if transport.own_ca is None:
        return []
    given = {"transport": transport, "port": port, "render": render, "headers": headers}
    return [*static, *routes(transport, port, render, headers), (".*", _Install, given)]


class _Own(Handler):
    def initialize(
        self,
        transport: Transport,
        port: Callable[[], int],
        render: Render,
        headers: Mapping[str, str],
    ) -> None:
        self._transport = transport
        self._port = port
        self._render = render
        for name, value in headers.items():
            self.set_header(name, value)

    def _certificate(self) -> bytes | None:
        """DER; None: there is nothing to install, and that has been answered."""
        if self._transport.own_ca is None:
            self.redirect(PATH, status=303)
        return self._transport.own_ca

    def _names(self) -> str:
        return ", ".join(dict.fromkeys(host.name for host in self._transport.hosts))

    def _address(self) -> str:
        """Of this page, which opens before anything is installed."""
        plain = self._transport.plain_address(self._port())
        return (plain or self._transport.addresses(self._port())[0]) + PATH

    def head(self, *given: str) -> Any:
        return self.get(*given)


class _Install(_Own):
    def get(self) -> None:
        own_ca = self._transport.own_ca
        mark = self._transport.fingerprint
        page = self._render(
            "install.html",
            own_ca=own_ca is not None,
            said=said.page(self._names(), _subject(own_ca) if own_ca else "", self._address()),
            fingerprint=[mark[at : at + 24].strip(":") for at in range(0, len(mark), 24)],
            open=_system(self.request.headers.get("User-Agent", "")),
            go=self._go_on(),
        )
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(page)

    def _go_on(self) -> str:
        """Where they wanted to go, by TLS; by the name that they have called, if it is ours."""
        asked = str(self.request.uri or "/")
        path = "/" if asked.startswith(PATH) or not asked.startswith("/") else asked
        try:
            called: Host | None = read_host(self.request.host)
        except ValueError:
            called = None
        if called and called.name in [host.name for host in self._transport.hosts]:
            usual = 443 if self.request.protocol == "https" else 80
            return Host(called.name, called.port or usual).url(self._transport.scheme, None) + path
        return self._transport.addresses(self._port())[0] + path


class _Certificate(_Own):
    def get(self) -> None:
        if own_ca := self._certificate():
            self.set_header("Content-Type", "application/x-x509-ca-cert")
            self.set_header("Content-Disposition", 'attachment; filename="bien-ban.crt"')
            self.finish(own_ca)


class _Profile(_Own):
    """As Apple's machines install it."""

    def get(self) -> None:
        if own_ca := self._certificate():
            self.set_header("Content-Type", "application/x-apple-aspen-config")
            self.finish(profile(own_ca, self._names()))


class _Code(_Own):
    def get(self) -> None:
        drawn = io.BytesIO()
        code = segno.make(self._address(), error="m", micro=False)
        code.save(drawn, kind="svg", scale=8, border=4, light="#fff", xmldecl=False)
        self.set_header("Content-Type", "image/svg+xml")
        self.finish(drawn.getvalue())


def profile(own_ca: bytes, names: str) -> bytes:
    """A configuration profile that installs an authority; the same one for the same authority, so
    that it takes the place of itself.

    Args:
        own_ca: its certificate, DER.
        names: for which it is.
    """
    mark = own_ca.hex()
    inner = {
        "PayloadType": "com.apple.security.root",
        "PayloadVersion": 1,
        "PayloadIdentifier": "bien-ban.authority",
        "PayloadUUID": str(uuid.uuid5(_OURS, f"authority {mark}")).upper(),
        "PayloadDisplayName": _subject(own_ca),
        "PayloadCertificateFileName": "bien-ban.crt",
        "PayloadContent": own_ca,
    }
    outer = {
        "PayloadType": "Configuration",
        "PayloadVersion": 1,
        "PayloadIdentifier": "bien-ban",
        "PayloadUUID": str(uuid.uuid5(_OURS, f"profile {mark}")).upper(),
        "PayloadDisplayName": said.PROFILE_NAME,
        "PayloadDescription": said.PROFILE_TEXT.format(names=names),
        "PayloadContent": [inner],
    }
    return plistlib.dumps(outer)


def _subject(own_ca: bytes) -> str:
    """The name under which machines list it."""
    subject = x509.load_der_x509_certificate(own_ca).subject
    return str(subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)


def _system(agent: str) -> str:
    """Whose steps are shown at once."""
    for mark, system in (
        ("iPhone", "iPhone, iPad"),
        ("iPad", "iPhone, iPad"),
        ("Android", "Android"),
        ("Macintosh", "macOS"),
    ):
        if mark in agent:
            return system
    return "Windows"
