"""By which addresses other machines reach this one. Nothing is sent: it works without network."""

from __future__ import annotations

import contextlib
import ipaddress
import re
import socket
import struct
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

_NO_HOST = "192.0.2.1"  # an address for papers: nobody has it, and nothing is sent there
_ADDRESS_OF_INTERFACE = 0x8915  # SIOCGIFADDR
# Networks within this machine, for its containers and virtual machines
_INSIDE = ("lo", "docker", "br-", "virbr", "veth", "cni", "flannel", "lxc", "lxd", "podman")
_INSIDE_NETWORKS = [
    ipaddress.ip_network(one)
    for one in (
        *("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"),
        *("::1/128", "fc00::/7", "fe80::/10"),
    )
]
_NAME = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*", re.ASCII)


@dataclass(frozen=True)
class Host:
    """A name, or an IP address, under which people reach the page.

    Args:
        port: where it is not the one that is listened at (a proxy's, a forwarded one).
    """

    name: str
    port: int | None = None

    @property
    def is_address(self) -> bool:
        return is_address(self.name)

    def url(self, scheme: str, port: int | None) -> str:
        """Without a path.

        >>> Host("192.168.1.5").url("https", 8443)
        'https://192.168.1.5:8443'
        >>> Host("hop.coquan.vn", 443).url("https", 8443)
        'https://hop.coquan.vn'
        """
        port = self.port or port
        name = f"[{self.name}]" if ":" in self.name else self.name
        usual = {"http": 80, "https": 443}[scheme]
        return f"{scheme}://{name}" if port in (None, usual) else f"{scheme}://{name}:{port}"


def is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Whether only this machine itself can call there."""
    if is_address(host):
        return ipaddress.ip_address(host).is_loopback
    return host.lower() == "localhost"


def addresses_of(name: str) -> list[str]:
    """All addresses of a name, or the address that it is; none where it cannot be looked up."""
    if is_address(name):
        return [name]
    with contextlib.suppress(OSError, UnicodeError):
        found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
        return list(dict.fromkeys(str(one[4][0]) for one in found))
    return []


def is_inside(address: str) -> bool:
    """Whether an address is this machine's or of a private network.

    What carries an IPv4 address within it (6to4, Teredo, NAT64) leads outside, and so may what is
    set aside for papers: neither is inside.

    >>> [is_inside(one) for one in ("192.168.1.5", "::ffff:10.0.0.1", "fd00::5", "127.0.0.1")]
    [True, True, True, True]
    >>> [is_inside(one) for one in ("8.8.8.8", "::ffff:8.8.8.8", "203.0.113.5", "2002:808:808::")]
    [False, False, False, False]
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return any(found.version == one.version and found in one for one in _INSIDE_NETWORKS)


def read_host(written: str) -> Host:
    """A name or an address as an officer writes it, with a port or without.

    >>> read_host("Hop.CoQuan.vn:8443")
    Host(name='hop.coquan.vn', port=8443)
    >>> read_host("[fd00::5]:443")
    Host(name='fd00::5', port=443)

    Raises:
        ValueError: it is none.
    """
    written = written.strip().lower()
    if is_address(written.strip("[]")):
        return Host(str(ipaddress.ip_address(written.strip("[]"))))
    name, colon, port = written.rpartition(":")
    if not colon:
        name, port = written, ""
    elif not port.isdecimal() or not 0 < int(port) <= 65535:
        raise ValueError(written)
    if is_address(name.strip("[]")):
        name = str(ipaddress.ip_address(name.strip("[]")))
    # what is made of figures alone would be an address
    elif len(name) > 253 or not _NAME.fullmatch(name) or name.replace(".", "").isdecimal():
        raise ValueError(written)
    return Host(name, int(port) if port else None)


def own_addresses() -> list[str]:
    """The IPv4 addresses of this machine, that of its way out first; loopback may be among them."""
    return [*_way_out(), *_of_interfaces()]


def hosts_of(listen: str, own: Callable[[], Sequence[str]] = own_addresses) -> tuple[Host, ...]:
    """Under what other machines reach whoever listens there; what is likeliest first, at least
    one.

    A name without a dot is not among them: with a certificate authority, a machine that is called
    "app" would have power over a whole domain.

    Args:
        listen: an address, a name, or one that means all addresses of this machine.
        own: these addresses.
    """
    name = socket.gethostname().lower().removesuffix(".local")
    names = [name] if "." in name else [f"{name}.local"]
    found = [listen.lower()]
    if listen in ("0.0.0.0", "::", "", "*"):  # noqa: S104 -- compared
        every = own() or _resolved(socket.gethostname())
        found = [one for one in dict.fromkeys(every) if not is_loopback(one)]
    elif not is_address(listen):
        names, found = [], [listen.lower(), *_resolved(listen)]
    given = dict.fromkeys((*found, *names))
    told = [Host(one) for one in given if is_address(one) or _may_be_told(one)]
    return tuple(told) or (Host("127.0.0.1"),)  # a machine without network and name


def _may_be_told(name: str) -> bool:
    known = "." in name and not name.startswith("localhost.")
    return known and len(name) <= 253 and bool(_NAME.fullmatch(name))


def _way_out() -> Sequence[str]:
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect((_NO_HOST, 9))
        return [probe.getsockname()[0]]
    return []


def _of_interfaces() -> Iterator[str]:
    if sys.platform != "linux":
        return
    import fcntl

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, name in socket.if_nameindex():
            if name.startswith(_INSIDE):
                continue
            asked = struct.pack("256s", name.encode()[:15])
            with contextlib.suppress(OSError):  # it has none
                told = fcntl.ioctl(probe.fileno(), _ADDRESS_OF_INTERFACE, asked)
                yield socket.inet_ntoa(told[20:24])


def _resolved(name: str) -> list[str]:
    with contextlib.suppress(OSError, UnicodeError):
        found = socket.getaddrinfo(name, None, socket.AF_INET, socket.SOCK_STREAM)
        return [str(one[4][0]) for one in found]
    return []
