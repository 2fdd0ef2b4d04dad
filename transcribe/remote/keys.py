"""The keys and certificates of a queue, and what each key may do there.

folder/ca.crt, ca.key         the authority; ca.crt goes to every machine
folder/server.crt, server.key
folder/office.nk              the bot's key
folder/workers/NAME.nk        a worker's; goes to that machine, and nowhere else
folder/offices/OFFICE/…       the same two of another bot at this server
folder/users.conf             the public halves, with their rights; nats-server includes it
folder/server.conf            what nats-server is started with
folder/url                    where other machines call it

Each bot has an account of its own at the server, with its workers: what is said in one is not to be
heard in another, and each has its own queue. All files are for that account
alone which runs the server.
"""

from __future__ import annotations

import contextlib
import datetime
import ipaddress
import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import nkeys
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from nacl.utils import random as random_bytes

from foundation.files import write_durably
from transcribe import sentences as said
from transcribe.errors import UnsupportedSetting
from transcribe.remote import wire
from transcribe.remote.holding import OFFICE
from transcribe.remote.wire import STREAM

_YEARS = 10
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")
_OF_BEFORE = re.compile(r"^\s*authorization\b", re.MULTILINE)
_FIRST = "bien-ban"  # account of the one that needs no name
_OURS_ALONE = 0o600
_STORE = 2_000_000_000  # bytes: of numbers of jobs there are never so many


class Keys:
    """The keys of a queue in a folder, which is made where it is missing.

    Args:
        of: which of several bots at this server; without a name the first.

    Raises:
        OSError
        UnsupportedSetting: it is no name.
    """

    def __init__(self, folder: Path, of: str = "") -> None:
        self.folder = folder
        own = folder / "offices" / _checked(of) if of else folder
        self.office = own / "office.nk"
        self.ca = folder / "ca.crt"
        self.server = folder / "server.conf"
        self._workers = own / "workers"
        self._users = folder / "users.conf"
        self._url = folder / "url"

    def prepare(self, host: str, port: int, names: Sequence[str]) -> None:
        """Make what is missing; what is there stays, but for the server's own settings.

        Args:
            host: where the server listens.
            names: by which other machines call it, the usual one first; a certificate without them
                is made anew.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        _make_folder(self._workers)
        self.make_office()
        if not self.ca.exists():
            _make_authority(self.ca, self.folder / "ca.key")
        wanted = sorted({"localhost", "127.0.0.1", *names})
        known = self.folder / "names"
        if not known.exists() or known.read_text("utf-8").split() != wanted:
            _make_certificate(self.folder, wanted)
            _write(known, "\n".join(wanted).encode())
        self.write_users()
        _write(self.server, _server(self.folder.resolve(), host, port).encode())
        _write(self._url, url_of(names[0] if names else host, port).encode())
        for file in self._made:  # as copied from a disk
            with contextlib.suppress(PermissionError):  # another's, whose affair that is
                if file.is_file():
                    file.chmod(_OURS_ALONE)

    @property
    def _made(self) -> Iterator[Path]:
        """All files that are made here, whether they are there or not."""
        yield from (self.ca, self.office, self.server, self._users, self._url)
        for name in ("names", "ca.key", "server.crt", "server.key"):
            yield self.folder / name
        yield from self.folder.glob("workers/*.nk")
        yield from self.folder.glob("offices/*/office.nk")
        yield from self.folder.glob("offices/*/workers/*.nk")

    def make_office(self) -> bool:
        """The bot's key, where it has none; whether it was made."""
        if self.office.exists():
            return False
        _make_folder(self.office.parent)
        _write(self.office, _new_seed())
        return True

    def remove_office(self) -> bool:
        """Take the key of another bot away, and those of its workers; False where it had none.

        What else lies in its folder stays.
        """
        if not self.office.exists():
            return False
        self.write_users(without=self.office)
        for name in self.workers:
            self._file(name).unlink(missing_ok=True)
        self.office.unlink()  # the last: who was held up finds it, and tries again
        with contextlib.suppress(OSError):  # there is something else in it
            self._workers.rmdir()
            self.office.parent.rmdir()
        return True

    @property
    def is_of_before(self) -> bool:
        """Whether the server was last started by a version that had all its keys in one account:
        it takes nothing that is told to it today, before it is started anew."""
        return self.server.exists() and bool(_OF_BEFORE.search(self.server.read_text("utf-8")))

    @property
    def workers(self) -> list[str]:
        """The names of the machines that have a key."""
        return sorted(file.stem for file in self._workers.glob("*.nk"))

    @property
    def offices(self) -> list[str]:
        """The names of the other bots that have a key."""
        return sorted(file.parent.name for file in self.folder.glob("offices/*/office.nk"))

    @property
    def url(self) -> str:
        """Where other machines call the server."""
        return self._url.read_text("utf-8") if self._url.exists() else "tls://…:4222"

    @property
    def version(self) -> object:
        """Another one as soon as what the server is told of the keys is another."""
        told = self._users.stat()
        return told.st_mtime_ns, told.st_ctime_ns, told.st_ino

    def worker(self, name: str) -> Path:
        """The file of a worker's key; it is made where there is none.

        Raises:
            UnsupportedSetting: it is no name.
        """
        file = self._file(name)
        if not file.exists():
            _make_folder(self._workers)
            _write(file, _new_seed())
            self.write_users()
        return file

    def remove(self, name: str) -> bool:
        """Take a worker's key away; False where it had none."""
        file = self._file(name)
        if not file.exists():
            return False
        self.write_users(without=file)
        file.unlink()
        return True

    def write_users(self, *, without: Path | None = None) -> None:
        """Tell the server the keys, with their rights; it reads them at its start, and when it is
        told to (SIGHUP), which ``serve`` does by itself.

        Args:
            without: the file of a key that is taken away; a bot's, and its workers have none.

        Raises:
            OSError: the server knows the keys that it knew.
        """
        every = {_FIRST: Keys(self.folder)}
        every |= {f"of-{name}": Keys(self.folder, name) for name in self.offices}
        accounts = {
            name: {"jetstream": "enabled", "users": one.users(without)}
            for name, one in every.items()
            if one.office.exists() and one.office != without
        }
        _write(self._users, f"accounts = {json.dumps(accounts, indent=1)}\n".encode())

    def users(self, without: Path | None = None) -> list[dict[str, Any]]:
        """The bot and its workers, as the server has them, but for one whose key's file is it."""
        office = _public(self.office)
        found = [{"nkey": office, "permissions": office_rights(office)}]
        for name in self.workers:
            if (file := self._file(name)) == without:
                continue
            public = _public(file)
            found.append({"nkey": public, "permissions": worker_rights(public)})
        return found

    def _file(self, name: str) -> Path:
        return self._workers / f"{_checked(name)}.nk"


def _checked(name: str) -> str:
    """
    Raises:
        UnsupportedSetting: it is no name.
    """
    if not _NAME.fullmatch(name):
        raise UnsupportedSetting(said.BAD_NAME.format(name=name))
    return name


def url_of(host: str, port: int) -> str:
    """The address of a queue."""
    return f"tls://{f'[{host}]' if ':' in host else host}:{port}"


def _make_folder(folder: Path) -> None:
    for one in (*reversed(folder.parents), folder):
        if not one.exists():
            one.mkdir(mode=0o700)
            if owner := _owner_of(one.parent):
                os.chown(one, *owner)


def worker_rights(public: str) -> dict[str, Any]:
    """What a worker may: ask for the next job, say that it is in work or done, and speak to the
    office under its own name. It hears the answers to its own questions, and nothing else."""
    return {
        "publish": {
            "allow": [
                f"$JS.API.CONSUMER.MSG.NEXT.{STREAM}.*",
                f"$JS.ACK.{STREAM}.>",
                *(
                    f"{subject}.{public}"
                    for subject in (wire.BEGIN, wire.SOUND, wire.RESULT, wire.ALIVE)
                ),
            ]
        },
        "subscribe": {"allow": [f"_INBOX.{public}.>"]},
    }


def office_rights(public: str) -> dict[str, Any]:
    """What the bot may: keep the one queue, put jobs there, and answer those who ask it."""
    api = "$JS.API"
    return {
        "publish": {
            "allow": [
                *(
                    f"{api}.STREAM.{what}.{STREAM}"
                    for what in ("CREATE", "INFO", "DELETE", "MSG.GET", "MSG.DELETE")
                ),
                f"{api}.CONSUMER.CREATE.{STREAM}.>",
                f"{api}.CONSUMER.DURABLE.CREATE.{STREAM}.>",
                f"{api}.CONSUMER.INFO.{STREAM}.>",
                f"{wire.WORK}.>",
                OFFICE,
            ]
        },
        "subscribe": {
            "allow": [
                *(f"{subject}.*" for subject in (wire.BEGIN, wire.SOUND, wire.RESULT, wire.ALIVE)),
                OFFICE,
                f"_INBOX.{public}.>",
            ]
        },
        "allow_responses": {"max": 1, "expires": "1m"},
    }


def _server(folder: Path, host: str, port: int) -> str:
    """nats-server's settings: its own accounts alone, over TLS, with keys, and a bounded store."""

    def quoted(file: str) -> str:
        return json.dumps(str(folder / file))

    return f"""# made by `python -m transcribe serve`; made anew at each of its starts
listen: {json.dumps(url_of(host, port).removeprefix("tls://"))}
server_name: "bien-ban"
max_payload: 1MB
ping_interval: "20s"
tls {{ cert_file: {quoted("server.crt")}, key_file: {quoted("server.key")} }}
jetstream {{ store_dir: {quoted("queue")}, max_file_store: {_STORE}, max_memory_store: 0 }}
include ./users.conf
"""


# --- keys -----------------------------------------------------------------------------------------


def _new_seed() -> bytes:
    return bytes(nkeys.encode_seed(random_bytes(32), nkeys.PREFIX_BYTE_USER))


def _public(file: Path) -> str:
    pair = nkeys.from_seed(bytearray(file.read_bytes().strip()))
    return bytes(pair.public_key).decode()


def _write(file: Path, content: bytes) -> None:
    """For the account alone whose folder it is, whole or not at all, and at no moment for another:
    the server may look for it as soon as it is there."""
    write_durably(file, content, _OURS_ALONE, _owner_of(file.parent))


def _owner_of(folder: Path) -> tuple[int, int] | None:
    """Whose is what the administrator makes there: of the account that runs the server."""
    owner = folder.stat()
    if hasattr(os, "geteuid") and os.geteuid() == 0 and owner.st_uid != 0:
        return owner.st_uid, owner.st_gid
    return None


# --- certificates ---------------------------------------------------------------------------------


def _make_authority(certificate: Path, key_file: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "bien-ban queue")])
    made = (
        _begun(name, name, key)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    _write(key_file, _pem(key))
    _write(certificate, made.public_bytes(serialization.Encoding.PEM))


def _make_certificate(folder: Path, names: Iterable[str]) -> None:
    authority = x509.load_pem_x509_certificate((folder / "ca.crt").read_bytes())
    signing = serialization.load_pem_private_key((folder / "ca.key").read_bytes(), None)
    assert isinstance(signing, ec.EllipticCurvePrivateKey)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "bien-ban queue server")])
    made = (
        _begun(name, authority.subject, key)
        .add_extension(x509.SubjectAlternativeName([_named(one) for one in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False
        )
        .sign(signing, hashes.SHA256())
    )
    _write(folder / "server.key", _pem(key))
    _write(folder / "server.crt", made.public_bytes(serialization.Encoding.PEM))


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey
) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=365 * _YEARS))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        key_cert_sign=signs,
        crl_sign=signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _named(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
