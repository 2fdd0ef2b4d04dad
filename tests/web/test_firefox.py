"""The page in Firefox: what people do most, once each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.web.browser import WIDE, Rooms, Server, running
from tests.web.firefox import launched_firefox


@pytest.fixture
def rooms(tmp_path: Path) -> Iterator[Rooms]:
    (tmp_path / "firefox").mkdir()
    with (
        running(Server(tmp_path / "data")) as server,
        sync_playwright() as playwright,
        launched_firefox(playwright, tmp_path / "firefox") as browser,
    ):
        yield Rooms(browser, server)


def test_a_meeting_in_firefox(rooms: Rooms) -> None:
    desk = rooms.seat(WIDE)
    desk.open_desk("Lê Thị Hà", "Họp giao ban tuần 30")
    an = rooms.seat()
    an.join(desk.code(), "Nguyễn Văn An")
    an.type("Phòng Kế hoạch đã số hoá xong hồ sơ.")
    opinion = desk.line("đã số hoá xong").get_by_role("button", name="Ý kiến", exact=True)
    opinion.click()
    expect(opinion).to_have_attribute("aria-pressed", "true")
    expect(an.line("đã số hoá xong").locator(".tag")).to_have_text("Ý kiến")

    place = an.lines.count()
    an.speak(1)
    assert an.listens
    an.button("Dừng và gửi").click()
    expect(an.button("Ghi âm")).to_be_focused()
    assert not an.listens
    an.heard(place)  # it is a tone: nobody speaks
    expect(an.lines.nth(place).get_by_role("button", name="Nghe")).to_be_visible()

    an.button("Ghi cả phòng").click()
    an.recorded(2)
    an.button("Dừng ghi phòng").click()
    expect(an.button("Ghi cả phòng")).to_be_focused()
    assert not an.listens
    expect(an.waiting).to_have_count(0)

    an.page.context.set_offline(True)
    an.type("Gõ lúc mất mạng.")
    expect(an.waiting).to_contain_text("đã lưu trên máy này, chờ mạng")
    an.page.context.set_offline(False)
    expect(desk.line("Gõ lúc mất mạng.")).to_be_visible()
    expect(an.waiting).to_have_count(0)
    an.page.reload()
    an.stands()
    expect(an.line("Gõ lúc mất mạng.")).to_be_visible()

    box = an.page.get_by_role("textbox", name="Tin nhắn")
    box.press_sequentially("/do")
    box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_value("/dong ")
    box.press("Enter")
    expect(an.log.get_by_role("group")).to_contain_text(
        [re.compile("^Bạn"), re.compile("Gõ lúc mất mạng")]
    )
    assert not an.troubles + desk.troubles
