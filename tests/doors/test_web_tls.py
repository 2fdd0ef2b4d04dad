"""The page by TLS: real handshakes on loopback, against certificates of our own and an office's."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import plistlib
import ssl
import stat
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from jinja2 import DictLoader, Environment, FileSystemLoader

from bot.doors.web import certificates, install
from bot.doors.web.transport import Transport, transport_of
from bot.errors import SettingsError
from bot.messages import settings as said
from bot.settings import PROJECT, Settings, load_settings
from foundation import hosts, http
from foundation.hosts import Host
from foundation.http import Limits
from tests.waiting import PATIENCE, eventually

NAME = "hop.coquan.vn"
EVERYWHERE = ("0.0.0.0", 0)
FRAME = "{% block sheet %}{% endblock %}"
HEADERS = {"X-Content-Type-Options": "nosniff"}


class Hello(http.Handler):
    def get(self) -> None:
        self.write(f"hello {self.request.protocol} {self.request.remote_ip}")


@pytest.fixture
def settings(data: Path) -> Settings:
    """Of a page that others reach at 127.0.0.1 and by a name."""
    return load_settings(data_dir=data, web_names=f"127.0.0.1, {NAME}")


def render(name: str, **given: Any) -> str:
    pages = Environment(
        loader=DictLoader({"base.html": FRAME}),
        autoescape=True,
    )
    files = FileSystemLoader(PROJECT / "bot/doors/web/pages")
    source = files.get_source(pages, name)[0]
    return pages.from_string(source).render(words={"join_title": "Vào họp"}, **given)


@contextlib.asynccontextmanager
async def served(transport: Transport, limits: Limits | None = None) -> AsyncIterator[int]:
    there: list[int] = []
    given = (transport, lambda: there[0], render, HEADERS)
    routes = [("/", Hello, {}), *install.routes(*given)]
    plain = install.plain_routes(*given)
    async with http.serving(
        EVERYWHERE,
        routes,
        limits,
        tls=transport.context,
        plain=plain,
        behind_proxy=transport.trusts_proxy,
    ) as port:
        there.append(port)
        yield port


def trusting(ca: bytes | None) -> ssl.SSLContext:
    """What a machine has on which somebody has installed a certificate (DER), and no other."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if ca:
        context.load_verify_locations(cadata=ca)
    return context


async def shaken(port: int, name: str, trusted: ssl.SSLContext) -> dict[str, Any]:
    """The certificate that a server shows to whoever wants it to be of that name."""
    _, writer = await asyncio.open_connection("127.0.0.1", port, ssl=trusted, server_hostname=name)
    shown = writer.get_extra_info("peercert")
    writer.close()
    return dict(shown)


async def get(url: str, ca: bytes | None = None, **given: Any) -> httpx.Response:
    verify = trusting(ca) if ca else True
    async with httpx.AsyncClient(verify=verify, timeout=PATIENCE, trust_env=False) as client:
        return await client.get(url, **given)


# --- our own authority ----------------------------------------------------------------------------


async def test_by_name_and_by_address_for_who_has_installed_it(settings: Settings) -> None:
    transport = transport_of(settings, EVERYWHERE)
    async with served(transport) as port:
        assert transport.own_ca
        trusted = trusting(transport.own_ca)
        for name in (NAME, "127.0.0.1"):
            assert await shaken(port, name, trusted)
        answer = await get(f"https://127.0.0.1:{port}/", transport.own_ca)
        assert answer.text == "hello https 127.0.0.1"
        assert transport.addresses(port) == [f"https://127.0.0.1:{port}", f"https://{NAME}:{port}"]
        for name, whose in (("example.vn", trusted), (NAME, trusting(None))):
            with pytest.raises(ssl.SSLCertVerificationError):
                await shaken(port, name, whose)
        assert await shaken(port, NAME, trusted), "those who do not trust it break nothing"


async def test_keys_are_for_the_account_alone_and_stay(settings: Settings) -> None:
    first = transport_of(settings, EVERYWHERE)
    folder = settings.data_dir / "web"
    files = sorted(folder.iterdir())
    assert [file.name for file in files] == ["authority-0001.pem", "server.pem"]
    assert [stat.S_IMODE(one.stat().st_mode) for one in (*files, folder)] == [0o600, 0o600, 0o700]
    before = [file.read_bytes() for file in files]
    assert transport_of(settings, EVERYWHERE).own_ca == first.own_ca
    assert [file.read_bytes() for file in files] == before
    files[0].chmod(0o644)
    transport_of(settings, EVERYWHERE)
    assert stat.S_IMODE(files[0].stat().st_mode) == 0o600


def forged(folder: Path, name: str) -> Path:
    """What a thief of the authority's key issues for another site, as a file for a server."""
    pem = (folder / "authority-0001.pem").read_bytes()
    authority = x509.load_pem_x509_certificate(pem)
    its_key = serialization.load_pem_private_key(pem, None)
    assert isinstance(its_key, ec.EllipticCurvePrivateKey)
    return issued(folder, [name], authority.subject, its_key)


def issued(
    folder: Path,
    names: list[str],
    issuer: x509.Name | None = None,
    by: ec.EllipticCurvePrivateKey | None = None,
    *,
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | None = None,
    begins: timedelta = timedelta(days=-1),
    ends: timedelta = timedelta(days=90),
) -> Path:
    """A certificate behind its key, PEM; if no issuer is given, its own."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Văn phòng")])
    now = datetime.now(UTC)
    alternative = [
        x509.IPAddress(hosts.ipaddress.ip_address(one))
        if hosts.is_address(one)
        else x509.DNSName(one)
        for one in names
    ]
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer or subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + begins)
        .not_valid_after(now + ends)
        .add_extension(x509.SubjectAlternativeName(alternative), critical=False)
        .sign(by or key, hashes.SHA256())
    )
    folder.mkdir(exist_ok=True)
    path = folder / f"{names[0]}.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.mark.parametrize(
    "other", ["bank.example.com", "coquan.vn", "192.168.1.66", "fd00::66", "other.coquan.vn"]
)
async def test_it_cannot_speak_for_another_site(settings: Settings, other: str) -> None:
    transport = transport_of(settings, EVERYWHERE)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(forged(settings.data_dir / "web", other))
    async with http.serving(EVERYWHERE, [("/", Hello, {})], tls=context) as port:
        with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree violation"):
            await shaken(port, other, trusting(transport.own_ca))


@pytest.mark.parametrize("names", [["192.168.1.5"], ["may.local"]])
async def test_a_kind_of_names_that_it_has_none_of_is_not_open_to_it(
    tmp_path: Path, names: list[str]
) -> None:
    folder = tmp_path / "web"
    own = certificates.own(folder, names, datetime.now(UTC))
    for other in ("192.168.1.66", "example.com"):
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(forged(folder, other))
        async with http.serving(EVERYWHERE, [("/", Hello, {})], tls=context) as port:
            with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree violation"):
                await shaken(port, other, trusting(own.authority))


async def test_renewed_while_people_go_on(settings: Settings) -> None:
    today = datetime.now(UTC)
    days = [-380]
    transport = transport_of(settings, EVERYWHERE, lambda: today + timedelta(days=days[0]))
    authority = transport.own_ca
    async with served(transport) as port:
        old = await shaken(port, NAME, trusting(authority))
        days[0] = 0
        transport.look()
        new = await shaken(port, NAME, trusting(authority))
        assert old["serialNumber"] != new["serialNumber"]
        assert transport.own_ca == authority, "nobody installs anything anew"
        transport.look()
        assert (await shaken(port, NAME, trusting(authority))) == new


async def test_other_names_are_issued_by_the_same_authority_where_it_may(
    data: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def own(names: str) -> bytes | None:
        with caplog.at_level(logging.WARNING):
            return transport_of(load_settings(data_dir=data, web_names=names), EVERYWHERE).own_ca

    first = own(f"192.168.1.5, {NAME}")
    assert own(NAME) == own(f"phong1.{NAME}") == first
    assert not caplog.messages
    second = own("192.168.1.6")
    assert second != first
    assert "may not speak for 192.168.1.6" in caplog.text
    assert own("192.168.1.5") == first, "an address that comes back has what is installed"


async def test_this_machine_s_addresses_are_found_and_followed(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socket.gethostname", lambda: "app")
    addresses = ["127.0.0.1", "10.0.0.7"]
    transport = transport_of(load_settings(data_dir=data), EVERYWHERE, own=lambda: addresses)
    assert [host.name for host in transport.hosts] == ["10.0.0.7", "app.local"]
    addresses[1] = "10.0.0.8"
    transport.look()
    assert transport.addresses(8443) == ["https://10.0.0.8:8443", "https://app.local:8443"]


def test_a_machine_without_network_and_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.gethostname", lambda: "localhost")
    assert hosts.hosts_of("0.0.0.0", own=list) == (Host("127.0.0.1"),)


def test_real_addresses_are_found_without_asking_anybody() -> None:
    found = hosts.hosts_of("0.0.0.0")
    assert all(not hosts.is_loopback(host.name) for host in found)
    assert hosts.hosts_of("192.168.1.5")[0] == Host("192.168.1.5")
    assert not [host for host in found if "." not in host.name]


async def test_damaged_files_are_made_anew(settings: Settings) -> None:
    first = transport_of(settings, EVERYWHERE)
    folder = settings.data_dir / "web"
    (folder / "server.pem").write_bytes(b"\x00" * 100)
    assert transport_of(settings, EVERYWHERE).own_ca == first.own_ca
    (folder / "authority-0001.pem").write_bytes((folder / "server.pem").read_bytes()[:300])
    second = transport_of(settings, EVERYWHERE)
    assert second.own_ca != first.own_ca
    async with served(second) as port:
        assert await shaken(port, NAME, trusting(second.own_ca))


# --- who speaks plainly, slowly, or not at all ----------------------------------------------------


async def test_who_speaks_plainly_gets_the_page_to_install_from_and_nothing_else(
    settings: Settings,
) -> None:
    transport = transport_of(settings, EVERYWHERE)
    async with served(transport) as port:
        plain = f"http://127.0.0.1:{port}"
        page = await get(f"{plain}/vao/482915")
        assert page.status_code == 200
        assert f'href="https://127.0.0.1:{port}/vao/482915"' in page.text, "where they wanted to go"
        assert "hello" not in page.text
        assert ">Tải chứng chỉ</a>" in page.text
        assert ">Tải hồ sơ cho iPhone, iPad</a>" in page.text
        told = "".join(page.text.replace("<code>", "").replace("</code>", "").split())
        assert transport.fingerprint.count(":") == 31
        assert "".join(transport.fingerprint[:23]) in told
        assert page.headers["X-Content-Type-Options"] == "nosniff"
        certificate = await get(f"{plain}/cai-dat/bien-ban.crt")
        assert certificate.headers["Content-Type"] == "application/x-x509-ca-cert"
        assert certificate.content == transport.own_ca
        profile = await get(f"{plain}/cai-dat/bien-ban.mobileconfig")
        assert profile.headers["Content-Type"] == "application/x-apple-aspen-config"
        (inner,) = plistlib.loads(profile.content)["PayloadContent"]
        assert (inner["PayloadType"], inner["PayloadContent"]) == (
            "com.apple.security.root",
            transport.own_ca,
        )
        code = await get(f"{plain}/cai-dat/qr.svg")
        assert code.headers["Content-Type"] == "image/svg+xml"
        assert code.text.startswith("<svg")
        again = await get(f"https://127.0.0.1:{port}/cai-dat", certificate.content)
        assert f'href="https://127.0.0.1:{port}/"' in again.text
        assert f"http://127.0.0.1:{port}/cai-dat" in again.text


async def test_who_calls_by_a_strange_name_is_led_to_ours(settings: Settings) -> None:
    transport = transport_of(settings, EVERYWHERE)
    async with served(transport) as port:
        page = await get(f"http://127.0.0.1:{port}/", headers={"Host": "evil.example"})
        assert "evil" not in page.text
        assert f'href="https://127.0.0.1:{port}/"' in page.text


@pytest.mark.parametrize(
    ("agent", "system"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X)", "iPhone, iPad"),
        ("Mozilla/5.0 (Linux; Android 16)", "Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)", "macOS"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64)", "Windows"),
    ],
)
async def test_one_s_own_system_is_open(settings: Settings, agent: str, system: str) -> None:
    async with served(transport_of(settings, EVERYWHERE)) as port:
        page = await get(f"http://127.0.0.1:{port}/cai-dat", headers={"User-Agent": agent})
        (opened,) = page.text.split('<details class="steps" open>')[1:]
        assert opened.strip().startswith(f"<summary>{system}</summary>")


async def silent(port: int, sent: bytes) -> tuple[StreamReader, StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    return reader, writer


@pytest.mark.parametrize("sent", [b"", b"\x16\x03\x01\x02\x00\x01"], ids=["nothing", "a part"])
async def test_slow_handshakes_keep_nobody_out(settings: Settings, sent: bytes) -> None:
    transport = transport_of(settings, EVERYWHERE)
    async with served(transport, Limits(connections=50)) as port:
        before = await asyncio.open_connection(
            "127.0.0.1", port, ssl=trusting(transport.own_ca), server_hostname=NAME
        )
        assert await asked(*before)
        slow = [await silent(port, sent) for _ in range(300)]
        assert (await get(f"https://127.0.0.1:{port}/", transport.own_ca)).status_code == 200
        await eventually(lambda: sum(reader.at_eof() for reader, _ in slow) >= 300 - 50)
        assert await asked(*before), "who was served is not cut off for those who say nothing"
        for _, writer in (before, *slow):
            writer.close()


async def asked(reader: StreamReader, writer: StreamWriter) -> bool:
    """Whether one is answered on a connection that stays open."""
    writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE)
    length = int(head.lower().split(b"content-length:")[1].split()[0])
    return (await reader.readexactly(length)).startswith(b"hello")


@pytest.mark.parametrize("sent", [b"", b"\x16\x03\x01\x02\x00\x01", b"\x16garbage garbage", b"G"])
async def test_who_never_finishes_is_hung_up_on(settings: Settings, sent: bytes) -> None:
    transport = transport_of(settings, EVERYWHERE)
    async with served(transport, Limits(patience=0.2)) as port:
        reader, writer = await silent(port, sent)
        with contextlib.suppress(ConnectionError):
            await asyncio.wait_for(reader.read(), PATIENCE)
        writer.close()


async def test_the_log_says_nothing_of_handshakes(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    transport = transport_of(settings, EVERYWHERE)
    async with served(transport) as port:
        caplog.clear()
        for _ in range(3):
            with pytest.raises(ssl.SSLCertVerificationError):
                await shaken(port, NAME, trusting(None))
            reader, writer = await silent(port, b"\x16garbage garbage")
            with contextlib.suppress(ConnectionError):
                await asyncio.wait_for(reader.read(), PATIENCE)
            writer.close()
        assert not caplog.messages


# --- an office's certificate, a proxy, this machine alone -----------------------------------------


def pair(folder: Path, names: list[str], **given: Any) -> dict[str, Any]:
    """Settings of an office's certificate."""
    path = issued(folder, names, **given)
    return {"web_cert": path, "web_key": path}


async def test_an_office_s_certificate(data: Path, tmp_path: Path) -> None:
    office = pair(tmp_path, [NAME, "*.phong.vn", "10.1.1.1"])
    transport = transport_of(load_settings(data_dir=data, **office), EVERYWHERE)
    assert transport.addresses(443) == [f"https://{NAME}", "https://10.1.1.1"]
    assert transport.own_ca is None
    assert not (data / "web").exists()
    root = x509.load_pem_x509_certificate(office["web_cert"].read_bytes())
    trusted = trusting(root.public_bytes(serialization.Encoding.DER))
    async with served(transport) as port:
        old = await shaken(port, NAME, trusted)
        plain = await get(f"http://127.0.0.1:{port}/vao/482915?a=b")
        assert plain.status_code == 307
        assert plain.headers["Location"] == f"https://127.0.0.1:{port}/vao/482915?a=b"
        new = issued(tmp_path / "new", [NAME])
        kept = office["web_cert"].read_bytes()
        office["web_cert"].write_bytes(kept[:200])
        transport.look()  # somebody is copying it
        assert await shaken(port, NAME, trusted) == old
        office["web_cert"].write_bytes(new.read_bytes())
        transport.look()
        other = x509.load_pem_x509_certificate(new.read_bytes())
        assert await shaken(port, NAME, trusting(other.public_bytes(serialization.Encoding.DER)))


def _text(path: Path) -> dict[str, Any]:
    path.write_text("xin chào", encoding="utf-8")
    return {"web_cert": path}


def _locked(path: Path) -> dict[str, Any]:
    key = serialization.BestAvailableEncryption(b"mat khau")
    private = ec.generate_private_key(ec.SECP256R1())
    form = serialization.PrivateFormat.PKCS8
    path.write_bytes(private.private_bytes(serialization.Encoding.PEM, form, key))
    return {"web_key": path}


async def test_a_wrong_certificate_is_named_in_one_line(data: Path, tmp_path: Path) -> None:
    good = pair(tmp_path, [NAME])
    ended = pair(tmp_path / "ended", [NAME], ends=timedelta(hours=-1))
    not_yet = pair(tmp_path / "not", [NAME], begins=timedelta(days=3))
    short = rsa.generate_private_key(65537, 1024)
    weak = pair(tmp_path / "weak", [NAME], key=short)
    rows: list[tuple[dict[str, Any], str]] = [
        ({"web_key": None}, "WEB_KEY: đã đặt WEB_CERT"),
        ({"web_cert": None}, "WEB_CERT: đã đặt WEB_KEY"),
        ({"web_cert": tmp_path / "không có.pem"}, "WEB_CERT: không đọc được tệp"),
        ({"web_key": tmp_path}, "WEB_KEY: không đọc được tệp"),
        (_text(tmp_path / "chu.pem"), "WEB_CERT: "),
        ({"web_key": tmp_path / "chu.pem"}, "WEB_KEY: "),
        (_locked(tmp_path / "khoa.pem"), "WEB_KEY: khoá trong"),
        ({"web_key": ended["web_key"]}, "WEB_KEY: khoá trong"),
        (ended, "WEB_CERT: chứng chỉ"),
        (not_yet, "WEB_CERT: chứng chỉ"),
        (weak, "WEB_CERT: máy này không nhận"),
    ]
    for given, begins in rows:
        with pytest.raises(SettingsError) as wrong:
            transport_of(load_settings(data_dir=data, **{**good, **given}), EVERYWHERE)
        assert str(wrong.value).startswith(begins)
        assert "\n" not in str(wrong.value)
        assert "mat khau" not in str(wrong.value)


async def test_what_is_doubtful_of_a_certificate_is_told(
    data: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    office = pair(tmp_path, [NAME, "*.phong.vn"], ends=timedelta(days=9, hours=1))
    names = f"{NAME}, a.phong.vn, 10.0.0.1"
    transport = transport_of(load_settings(data_dir=data, web_names=names, **office), EVERYWHERE)
    transport.look()
    assert caplog.messages == [
        said.WEB_CERT_ENDS.format(file=office["web_cert"], days=9),
        said.WEB_CERT_NAMES.format(file=office["web_cert"], names="10.0.0.1"),
    ]


async def test_behind_a_proxy_its_word_is_taken_for_where_a_call_is_from(data: Path) -> None:
    settings = load_settings(data_dir=data, web_behind_proxy=True, web_names=NAME)
    transport = transport_of(settings, ("127.0.0.1", 8080))
    assert (transport.context, transport.addresses(8080)) == (None, [f"https://{NAME}"])
    assert transport.for_others
    forwarded = {"X-Forwarded-For": "1.1.1.1, 10.0.0.9", "X-Forwarded-Proto": "https"}
    async with served(transport) as port:
        url = f"http://127.0.0.1:{port}/"
        assert (await get(url, headers=forwarded)).text == "hello https 10.0.0.9"
        made_up = {**forwarded, "X-Forwarded-For": "<b>", "X-Real-Ip": "6.6.6.6"}
        assert (await get(url, headers=made_up)).text == "hello https 127.0.0.1"
        needless = await get(f"{url}cai-dat/bien-ban.crt", follow_redirects=True)
        assert f'href="https://{NAME}/"' in needless.text


async def test_without_a_proxy_nobody_says_where_they_are_from(settings: Settings) -> None:
    transport = transport_of(settings, EVERYWHERE)
    forwarded = {"X-Forwarded-For": "1.1.1.1", "X-Forwarded-Proto": "http"}
    async with served(transport) as port:
        answer = await get(f"https://127.0.0.1:{port}/", transport.own_ca, headers=forwarded)
        assert answer.text == "hello https 127.0.0.1"


@pytest.mark.parametrize("listen", ["127.0.0.1", "localhost", "::1", "127.0.0.5"])
def test_on_this_machine_alone_the_page_is_plain(data: Path, listen: str) -> None:
    transport = transport_of(load_settings(data_dir=data), (listen, 8080))
    assert (transport.context, transport.scheme, transport.for_others) == (None, "http", False)
    assert transport.addresses(8080) == [Host(listen).url("http", 8080)]
    assert not (data / "web").exists()
