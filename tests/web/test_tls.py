"""The page by TLS, as phones of the office's network have it: our own authority, the microphone.

That a browser trusts an authority that somebody has installed is told to it by a flag here; that it
may speak for these names alone is held by OpenSSL in ``tests/doors/test_web_tls.py``.
"""

from __future__ import annotations

import base64
import hashlib
import plistlib
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Error, Playwright, expect, sync_playwright

from tests.web.browser import NAME, Rooms, Seat, Server, launched, running, spoken, violations

SETTINGS = {"WEB_NAMES": f"127.0.0.1, {NAME}"}


def test_the_authority_is_installed_and_then_one_speaks_by_name_and_by_address(
    tmp_path: Path,
) -> None:
    sound = spoken(tmp_path / "one.wav", ["Ly"], 0.8)
    with (
        sync_playwright() as playwright,
        running(Server(tmp_path / "data", SETTINGS)) as server,
    ):
        authority = _what_a_stranger_gets(playwright, server)
        shown = ssl.get_server_certificate(("127.0.0.1", server.port))
        issued = x509.load_pem_x509_certificate(shown.encode())
        issued.verify_directly_issued_by(authority)
        key = issued.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        mark = base64.b64encode(hashlib.sha256(key).digest()).decode()
        trusts = f"--ignore-certificate-errors-spki-list={mark}"
        browser = launched(playwright, sound, flags=[trusts])
        rooms = Rooms(browser, server)
        desk = rooms.seat()
        desk.open_desk("Lê Thị Hà", "Họp giao ban")
        code = desk.code()
        for host in (NAME, "127.0.0.1"):
            _speaks(rooms.seat(), code, host)
        browser.close()


def _what_a_stranger_gets(playwright: Playwright, server: Server) -> x509.Certificate:
    """Nothing by TLS; plainly the page to install the authority from, whatever was asked for."""
    browser = launched(playwright, None)
    with pytest.raises(Error, match="ERR_CERT_AUTHORITY_INVALID"):
        browser.new_page().goto(f"{server.at(NAME)}/")
    page = browser.new_page()
    page.goto(f"http://{NAME}:{server.port}/vao/482915")
    expect(page.get_by_role("heading", name="Cài chứng chỉ của trang họp")).to_be_visible()
    assert violations(page) == []
    onward = page.get_by_role("link", name="Cài xong: mở trang họp")
    expect(onward).to_have_attribute("href", f"{server.at(NAME)}/vao/482915")
    files = {}
    for link in ("Tải chứng chỉ", "Tải hồ sơ cho iPhone, iPad"):
        with page.expect_download() as coming:
            page.get_by_role("link", name=link).click()
        files[coming.value.suggested_filename] = Path(coming.value.path()).read_bytes()
    assert set(files) == {"bien-ban.crt", "bien-ban.mobileconfig"}
    made = files["bien-ban.crt"]
    (inner,) = plistlib.loads(files["bien-ban.mobileconfig"])["PayloadContent"]
    assert (inner["PayloadType"], inner["PayloadContent"]) == ("com.apple.security.root", made)
    browser.close()
    return x509.load_der_x509_certificate(made)


def _speaks(seat: Seat, code: str, host: str) -> None:
    seat.join(code, f"Người ở {host}", host=host)
    (cookie,) = seat.page.context.cookies()
    assert (cookie["secure"], cookie["httpOnly"], cookie["sameSite"]) == (True, True, "Lax")
    assert seat.page.evaluate("isSecureContext")
    seat.page.evaluate("navigator.serviceWorker.ready.then(() => 0)")
    place = seat.lines.count()
    seat.speak(2)
    seat.button("Dừng và gửi").click()
    assert seat.heard(place)
    assert not seat.troubles
