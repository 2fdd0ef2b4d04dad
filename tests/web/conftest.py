"""A meeting of the page in one Chromium; a file of tests says what its microphone plays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

from tests.web.browser import WIDE, Rooms, Seat, Server, launched, running


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(Server(tmp_path_factory.mktemp("page") / "data")) as served:
        yield served


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def house(playwright: Playwright, sound: Path, server: Server) -> Iterator[Rooms]:
    browser = launched(playwright, sound)
    yield Rooms(browser, server)
    browser.close()


@pytest.fixture(scope="module")
def desk(house: Rooms) -> Seat:
    """The secretary's page, wide; it stays open."""
    seat = house.seat(WIDE, accept_downloads=True)
    seat.open_desk("Lê Thị Hà", "Họp giao ban tuần 30")
    house.keep()
    return seat


@pytest.fixture(scope="module")
def code(desk: Seat) -> str:
    return desk.code()


@pytest.fixture
def rooms(house: Rooms) -> Iterator[Rooms]:
    """Whoever comes in a test leaves after it."""
    yield house
    house.close()
