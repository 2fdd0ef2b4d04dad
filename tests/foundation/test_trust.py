"""Whom the program believes over TLS."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import certifi
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from foundation.trust import trusted


@pytest.fixture
def _anew() -> None:
    trusted.cache_clear()


def _authority(name: str) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM)


@pytest.mark.usefixtures("_anew")
def test_an_office_names_its_own_authorities(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "so.pem"
    file.write_bytes(_authority("Sở Xây dựng"))
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    (believed,) = trusted().get_ca_certs()
    assert "Sở Xây dựng" in str(believed["subject"])
    trusted.cache_clear()


@pytest.mark.usefixtures("_anew")
def test_without_that_it_is_the_public_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
    public = Path(certifi.where()).read_text().count("BEGIN CERTIFICATE")
    assert len(trusted().get_ca_certs()) == public
    assert trusted() is trusted()
