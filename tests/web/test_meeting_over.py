"""A meeting that is closed, or is not this browser's any more, while it still has something."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Playwright, Route, expect, sync_playwright

from tests.web.browser import WIDE, Rooms, Seat, Server, launched, running, spoken


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(Server(tmp_path_factory.mktemp("over") / "data")) as served:
        yield served


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture
def rooms(
    playwright: Playwright, server: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Rooms]:
    sound = spoken(tmp_path_factory.mktemp("sound") / "one.wav", ["Ly"], 0.8)
    browser = launched(playwright, sound)
    yield Rooms(browser, server)
    browser.close()


def _desk(rooms: Rooms) -> Seat:
    desk = rooms.seat(WIDE)
    desk.open_desk("Lê Thị Hà", "Họp giao ban tuần 30")
    return desk


def test_what_belongs_to_another_meeting_is_asked_about_and_goes_under_a_new_id(
    rooms: Rooms,
) -> None:
    an = rooms.seat()
    an.join(_desk(rooms).code(), "Nguyễn Văn An")
    sent: list[dict[str, object]] = []

    def refused(route: Route) -> None:
        sent.append(json.loads(route.request.post_data or ""))
        if len(sent) > 1:
            route.continue_()
            return
        answer = {"error": "Cuộc họp này đã khác.", "meeting": 2}
        route.fulfill(status=412, json=answer)

    an.page.route("**/api/tin", refused)
    an.type("Lời của cuộc họp trước.")
    expect(an.waiting).to_contain_text("Lưu ở cuộc họp trước, chưa gửi")
    an.waiting.get_by_role("button", name="Gửi").click()
    expect(an.line("Lời của cuộc họp trước.")).to_be_visible()
    expect(an.waiting).to_have_count(0)
    an.type("a" * 20_001)
    expect(an.page.get_by_text("mỗi tin nhiều nhất 20.000")).to_be_visible()
    expect(an.page.get_by_role("textbox", name="Tin nhắn")).to_have_value("a" * 20_001)
    first, again = sent
    assert first["meeting"] == again["meeting"] == 1
    assert first["id"] != again["id"]
    assert not an.troubles


def test_a_room_that_is_recorded_ends_with_its_meeting(rooms: Rooms) -> None:
    desk = _desk(rooms)
    an = rooms.seat()
    an.join(desk.code(), "Phạm Bích Ngọc")
    an.button("Ghi cả phòng").click()
    an.recorded(2)
    desk.type("/ketthuc")
    expect(an.page.get_by_text("nên đã dừng ghi cả phòng")).to_be_visible()
    expect(an.button("Ghi âm")).to_have_attribute("aria-disabled", "true")
    expect(an.button("Ghi âm")).to_have_accessible_description(re.compile("đã đóng"))
    expect(an.button("Ghi cả phòng")).to_be_visible()
    assert not an.listens
    expect(an.waiting).to_have_count(0)
    expect(an.page.get_by_role("link", name="Mở cuộc họp mới")).to_have_count(0)
    desk.page.get_by_role("link", name="Mở cuộc họp mới").click()
    desk.page.wait_for_url("**/mo")
    assert not an.troubles + desk.troubles
