"""Certificates of our own for an office that has none: an authority that can speak for this
machine's names alone, and what it has issued to this machine.

The authority is made once and lasts, for people install it on their phones; what it issues is
renewed. Its key never leaves the folder. Whoever steals it can pass for this machine and for
nobody else: the names that it may speak for are in its certificate, and browsers hold it to them.
"""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from foundation.files import make_folder, write_durably
from foundation.hosts import is_address

log = logging.getLogger(__name__)

AUTHORITY = "authority-{no:04}.pem"  #: an authority's key and certificate
SERVER = "server.pem"  #: what it has issued to this machine, with its key
_LASTS = timedelta(days=3650)  # the authority
_ISSUED_FOR = timedelta(days=397)  # phones take no more than 825
_RENEWED_BEFORE = timedelta(days=30)
_MOST_KEPT = 8  # authorities: a machine whose address comes back has the one that is installed
_CLOCKS_DIFFER = timedelta(days=2)  # of phones
# A kind of names of which none is permitted would be permitted whole: these nobody has
_NO_NAME = "bien-ban.invalid"
_NO_ADDRESS = "192.0.2.1"
_OURS_ALONE = 0o600

_Key = ec.EllipticCurvePrivateKey
_T = TypeVar("_T")


@dataclass(frozen=True)
class Own:
    """Certificates of our own.

    Args:
        authority: the authority's certificate, DER.
        server: the file with the machine's key and certificate, PEM.
        renewed: the file has been written anew.
    """

    authority: bytes
    server: Path
    renewed: bool


@dataclass(frozen=True)
class _Pair:
    key: _Key
    certificate: x509.Certificate

    def pem(self) -> bytes:
        key = self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        return key + self.certificate.public_bytes(serialization.Encoding.PEM)


def own(folder: Path, names: Sequence[str], now: datetime) -> Own:
    """What is there, or what had to be made: nothing was there or could be read, the authority may
    not speak for one of the names, or time is up.

    Args:
        names: under which people reach this machine: names and IP addresses, the best known first.
        now: timezone-aware.

    Raises:
        OSError: the folder cannot be written, or what is in it cannot be opened.
    """
    make_folder(folder)
    folder.chmod(0o700)
    authority = _authority(folder, names, now)
    issued = _kept(folder / SERVER)
    renewed = issued is None or not _serves(issued.certificate, authority.certificate, names, now)
    if renewed:
        issued = _issued(authority, names, now)
        write_durably(folder / SERVER, issued.pem(), _OURS_ALONE)
        log.info("a certificate was issued to this machine: %s", ", ".join(names))
    der = authority.certificate.public_bytes(serialization.Encoding.DER)
    return Own(der, folder / SERVER, renewed)


def fingerprint(der: bytes) -> str:
    """The SHA-256 of a certificate as phones and browsers show it.

    >>> fingerprint(b"")[:11]
    'E3:B0:C4:42'
    """
    digest = hashes.Hash(hashes.SHA256())
    digest.update(der)
    return digest.finalize().hex(":").upper()


def _kept(path: Path) -> _Pair | None:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    if path.stat().st_mode & 0o077:
        path.chmod(_OURS_ALONE)
        log.warning("others could read %s; they cannot any more", path)
    try:
        key = serialization.load_pem_private_key(data, None)
        certificate = x509.load_pem_x509_certificate(data)
        if isinstance(key, _Key) and key.public_key() == certificate.public_key():
            return _Pair(key, certificate)
    except (ValueError, TypeError):
        pass
    log.warning("%s is damaged", path)
    return None


# --- the authority --------------------------------------------------------------------------------


def _authority(folder: Path, names: Sequence[str], now: datetime) -> _Pair:
    """The newest that can be used, or a new one."""
    there = sorted(folder.glob(AUTHORITY.replace("{no:04}", "[0-9]" * 4)))
    why = ""
    for path in reversed(there):
        kept = _kept(path)
        unfit = _unusable(kept.certificate, names, now) if kept else "is damaged"
        if kept and not unfit:
            if kept.certificate.not_valid_before_utc > now:
                log.warning("this machine's clock is before the beginning of its certificates")
            return kept
        why = why or unfit
    made = _new_authority(names, now)
    number = int(there[-1].stem[-4:]) + 1 if there else 1
    write_durably(folder / AUTHORITY.format(no=number), made.pem(), _OURS_ALONE)
    for path in there[: 1 - _MOST_KEPT]:
        path.unlink()
    if why:
        log.warning(
            "the certificate authority of the web page %s: a new one was made, which people "
            "install anew. Give WEB_NAMES, and names and addresses that stay",
            why,
        )
    log.info("a certificate authority was made for %s", ", ".join(names))
    return made


def _new_authority(names: Sequence[str], now: datetime) -> _Pair:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Biên bản"),
            x509.NameAttribute(NameOID.COMMON_NAME, f"Biên bản {names[0]}"[:64]),
        ]
    )
    made = (
        _begun(subject, subject, key, now, _LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=False, issues=True), critical=True)
        .add_extension(_constraints(names), critical=True)
    )
    return _Pair(key, made.sign(key, hashes.SHA256()))


def _constraints(names: Sequence[str]) -> x509.NameConstraints:
    texts = [name for name in names if not is_address(name)] or [_NO_NAME]
    addresses = [name for name in names if is_address(name)] or [_NO_ADDRESS]
    networks = [x509.IPAddress(ipaddress.ip_network(one)) for one in addresses]
    return x509.NameConstraints([*map(x509.DNSName, texts), *networks], None)


def _unusable(authority: x509.Certificate, names: Sequence[str], now: datetime) -> str:
    """Why another authority is needed; empty: it is not."""
    if authority.not_valid_after_utc < now + _ISSUED_FOR:
        return f"ends on {authority.not_valid_after_utc:%Y-%m-%d}"
    try:
        permitted = authority.extensions.get_extension_for_class(x509.NameConstraints)
    except x509.ExtensionNotFound:
        return "may speak for anybody"
    of = permitted.value.permitted_subtrees or []
    missing = [name for name in names if not any(_permits(one, name) for one in of)]
    return f"may not speak for {', '.join(missing)}" if missing else ""


def _permits(permitted: x509.GeneralName, name: str) -> bool:
    if isinstance(permitted, x509.DNSName):
        return name == permitted.value or name.endswith(f".{permitted.value}")
    if not isinstance(permitted, x509.IPAddress) or not is_address(name):
        return False
    return ipaddress.ip_address(name) in ipaddress.ip_network(str(permitted.value))


# --- what it issues -------------------------------------------------------------------------------


def _issued(authority: _Pair, names: Sequence[str], now: datetime) -> _Pair:
    key = ec.generate_private_key(ec.SECP256R1())
    # no name that could be taken for a host's: those are the alternative ones
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Bien ban")])
    issuer = authority.certificate
    its_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())
    made = (
        _begun(subject, issuer.subject, key, now, _ISSUED_FOR)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=True, issues=False), critical=True)
        .add_extension(x509.SubjectAlternativeName([_alternative(n) for n in names]), False)
        .add_extension(its_key, critical=False)
    )
    return _Pair(key, made.sign(authority.key, hashes.SHA256()))


def _alternative(name: str) -> x509.GeneralName:
    if is_address(name):
        return x509.IPAddress(ipaddress.ip_address(name))
    return x509.DNSName(name)


def _serves(
    issued: x509.Certificate, authority: x509.Certificate, names: Sequence[str], now: datetime
) -> bool:
    if issued.not_valid_after_utc < now + _RENEWED_BEFORE or issued.not_valid_before_utc > now:
        return False
    try:
        issued.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return set(names_in(issued)) == set(names)


def names_in(certificate: x509.Certificate) -> list[str]:
    """The host names and IP addresses that a certificate is for."""
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return []
    addresses = found.get_values_for_type(x509.IPAddress)
    return [*found.get_values_for_type(x509.DNSName), *map(str, addresses)]


def _begun(
    subject: x509.Name, issuer: x509.Name, key: _Key, now: datetime, lasts: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCKS_DIFFER)
        .not_valid_after(now - _CLOCKS_DIFFER + lasts)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    )


def _usage(*, signs: bool, issues: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=issues,
        crl_sign=issues,
        encipher_only=False,
        decipher_only=False,
    )


# --- an office's ----------------------------------------------------------------------------------


class Unfit(Exception):
    """An office's certificate or key cannot be used.

    Args:
        what: why, as ``bot.messages.settings.unfit`` has it.
        of_key: it is the key.
    """

    def __init__(self, what: str, *, of_key: bool = False, **about: object) -> None:
        super().__init__(what)
        self.what, self.of_key, self.about = what, of_key, about


def read_office(certificate: Path, key: Path, now: datetime) -> x509.Certificate:
    """An office's own certificate, looked through.

    Args:
        certificate: PEM, its issuers behind it.
        key: PEM, without a password.

    Raises:
        Unfit: one of them cannot be read or used, or they do not belong together.
    """
    chain = _loaded(certificate, lambda data: x509.load_pem_x509_certificates(data))
    try:
        private = _loaded(key, lambda data: serialization.load_pem_private_key(data, None))
    except Unfit as error:
        error.of_key = True
        raise
    first = chain[0]
    if first.public_key() != private.public_key():
        raise Unfit("not_its_key", of_key=True, file=key, certificate=certificate)
    if first.not_valid_after_utc <= now:
        raise Unfit("ended", file=certificate, day=first.not_valid_after_utc)
    if first.not_valid_before_utc > now:
        raise Unfit("not_yet", file=certificate, day=first.not_valid_before_utc)
    return first


def _loaded(path: Path, read: Callable[[bytes], _T]) -> _T:
    try:
        return read(path.read_bytes())
    except OSError as error:
        raise Unfit("unreadable", file=path, why=error) from None
    except TypeError:  # what cryptography says of a key with a password
        raise Unfit("locked", file=path) from None
    except ValueError:
        raise Unfit("no_pem", file=path) from None
