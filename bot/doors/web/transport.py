"""How people's browsers reach the page: plainly on this machine, by TLS from others, or through a
proxy of the office's. With TLS alone a browser lets a page use the microphone.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from bot.doors.web import certificates
from bot.doors.web.certificates import Unfit, names_in, read_office
from bot.doors.web.house import FOLDER
from bot.errors import SettingsError
from bot.messages import settings as said
from bot.settings import Settings
from foundation.hosts import Host, hosts_of, is_loopback, own_addresses
from foundation.logs import told
from foundation.threads import in_daemon

log = logging.getLogger(__name__)

_LOOK_EVERY = 60.0  # seconds
_ENDS_SOON = timedelta(days=30)


@dataclass(frozen=True)
class _Shown:
    """What is shown to callers at present.

    Args:
        stamp: another one when another certificate has to be loaded.
    """

    hosts: tuple[Host, ...]
    certificate: Path | None = None
    key: Path | None = None
    own_ca: bytes | None = None
    stamp: object = None


_Find = Callable[[datetime], _Shown]
_Found = Callable[[], tuple[Host, ...]]


class Transport:
    """How the page is reached. ``keep`` has it follow this machine's addresses and certificates.

    Args:
        find: what is to be shown to callers at a time.
        for_others: as the attribute.

    Attributes:
        context: for TLS; None: the page is served plainly.
        scheme: by which people call: "http" or "https".
        trusts_proxy: a proxy is in front, and says where calls are from.
        for_others: an address is known at which other machines reach it.
    """

    def __init__(
        self,
        find: _Find,
        now: Callable[[], datetime],
        *,
        tls: bool,
        trusts_proxy: bool,
        for_others: bool,
    ) -> None:
        self._find = find
        self._now = now
        self._shown = find(now())
        self._trouble = ""
        self.context = _context() if tls else None
        self.trusts_proxy = trusts_proxy
        self.for_others = for_others
        self._by_proxy = trusts_proxy and for_others
        self.scheme = "https" if tls or self._by_proxy else "http"
        self._load(self._shown)

    @property
    def hosts(self) -> tuple[Host, ...]:
        """Under which people reach it, the best known first; at least one."""
        return self._shown.hosts

    @property
    def own_ca(self) -> bytes | None:
        """The certificate (DER) of our own authority, which people install; None: no need to."""
        return self._shown.own_ca

    @property
    def fingerprint(self) -> str:
        """Of our own authority, to be compared; empty: there is none."""
        return certificates.fingerprint(self.own_ca) if self.own_ca else ""

    def addresses(self, port: int) -> list[str]:
        """The page's addresses to be told to people, without a path.

        Args:
            port: at which it listens.
        """
        return [host.url(self.scheme, None if self._by_proxy else port) for host in self.hosts]

    def plain_address(self, port: int) -> str:
        """Where somebody who does not trust our authority yet learns how to, without a path;
        empty: there is none."""
        return self.hosts[0].url("http", port) if self.own_ca else ""

    async def keep(self) -> None:
        """Until cancelled: what changes of addresses and certificates is for later calls."""
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            # what it takes to find them may wait for a name; what is loaded is the loop's alone
            self._take(await in_daemon(self._found))

    def look(self) -> None:
        """Look once whether anything has changed. What cannot be used is told in the log, and what
        was loaded before goes on."""
        self._take(self._found())

    def _found(self) -> _Shown | None:
        """What is to be shown from now on; None: what is."""
        try:
            shown = self._find(self._now())
        except (OSError, SettingsError) as error:
            self._complain(error)
            return None
        return None if shown.stamp == self._shown.stamp else shown

    def _take(self, shown: _Shown | None) -> None:
        if shown is None:
            return
        try:
            self._load(shown)
        except (OSError, SettingsError) as error:
            self._complain(error)
            return
        self._shown, self._trouble = shown, ""
        log.info("the web page has another certificate now")

    def _complain(self, error: Exception) -> None:
        if (why := told(error)) != self._trouble:
            log.error("the web page's certificate stays as it was: %s", why)
        self._trouble = why

    def _load(self, shown: _Shown) -> None:
        if not self.context or not shown.certificate:
            return
        try:
            self.context.load_cert_chain(shown.certificate, shown.key)
        except ssl.SSLError as error:  # an old kind of key or signature
            what = {"file": shown.certificate, "why": error.reason or error}
            raise SettingsError(said.WEB_CERT_REFUSED.format(**what)) from None


def transport_of(
    settings: Settings,
    listen: tuple[str, int],
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    own: Callable[[], Sequence[str]] = own_addresses,
) -> Transport:
    """What the settings say: certificates of the office's, a proxy, or else, where other machines
    can call, an authority of our own below the data folder, made at the first start.

    Args:
        listen: host and port at which the page is served.
        now: timezone-aware.
        own: the addresses of this machine.

    Raises:
        SettingsError: one line that names the wrong setting.
        OSError: the folder of our own certificates cannot be written or read.
    """
    host, named, proxied = listen[0], settings.web_hosts, settings.web_behind_proxy
    certificate, key = settings.web_cert, settings.web_key
    found = partial(hosts_of, host, own)
    if bool(certificate) != bool(key):
        raise SettingsError(said.WEB_CERT_ALONE if certificate else said.WEB_KEY_ALONE)
    here = is_loopback(host)
    if certificate and key:
        find = _of_office(certificate, key, named, found)
        return Transport(find, now, tls=True, trusts_proxy=proxied, for_others=not here or proxied)
    if proxied or here:
        if proxied and not named:
            log.warning("%s", said.WEB_NAMES_MISSING)
        shown = _Shown(named if proxied and named else (Host(host),))
        return Transport(
            lambda _: shown,
            now,
            tls=False,
            trusts_proxy=proxied,
            for_others=bool(proxied and named),
        )
    find = _of_own(settings.data_dir / FOLDER, named, found)
    made = Transport(find, now, tls=True, trusts_proxy=False, for_others=True)
    log.info("the fingerprint (SHA-256) of our certificate authority: %s", made.fingerprint)
    return made


def _context() -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    return context


def _of_own(folder: Path, named: Sequence[Host], found: _Found) -> _Find:
    """By our own authority, under the names that are given, or those that this machine has."""

    def find(now: datetime) -> _Shown:
        hosts = tuple(named) or found()
        own = certificates.own(folder, list(dict.fromkeys(host.name for host in hosts)), now)
        stamp = (own.server.stat().st_mtime_ns, own.authority, hosts)
        return _Shown(hosts, own.server, None, own.authority, stamp)

    return find


def _of_office(certificate: Path, key: Path, named: Sequence[Host], found: _Found) -> _Find:
    """By the office's certificate, under the names that are given, or those that it has."""
    warned: list[object] = []

    def find(now: datetime) -> _Shown:
        try:
            read = read_office(certificate, key, now)
        except Unfit as error:
            setting = "WEB_KEY" if error.of_key else "WEB_CERT"
            raise SettingsError(said.unfit(setting, error.what, **error.about)) from None
        names = names_in(read)
        hosts = tuple(named) or tuple(Host(name) for name in names if "*" not in name)
        stamp = (certificate.stat().st_mtime_ns, key.stat().st_mtime_ns, hosts)
        left = read.not_valid_after_utc - now
        if (stamp, left.days) not in warned:
            warned[:] = [(stamp, left.days)]
            if left < _ENDS_SOON:
                log.warning("%s", said.WEB_CERT_ENDS.format(file=certificate, days=left.days))
            if strange := [host.name for host in hosts if not _is_among(names, host.name)]:
                what = {"file": certificate, "names": ", ".join(strange)}
                log.warning("%s", said.WEB_CERT_NAMES.format(**what))
        return _Shown(hosts or found(), certificate, key, None, stamp)

    return find


def _is_among(names: Sequence[str], name: str) -> bool:
    return name in names or f"*.{name.partition('.')[2]}" in names
