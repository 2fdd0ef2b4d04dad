"""The box, several windows of one browser, and a meeting that is closed, or is not this browser's
any more, while it still has something."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.web.browser import Rooms, Seat, spoken, violations


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return spoken(tmp_path_factory.mktemp("sound") / "one.wav", ["Ly"], 0.8)


def test_commands_are_offered_while_one_is_typed(rooms: Rooms, desk: Seat, code: str) -> None:
    an = rooms.seat()
    an.join(code, "Nguyễn Văn An")
    box = an.page.get_by_role("textbox", name="Tin nhắn")
    offered = an.page.get_by_role("listbox", name="Lệnh")
    options = offered.get_by_role("option")
    expect(offered).to_have_count(0)
    box.press_sequentially("/")
    expect(offered).to_be_visible()
    expect(an.page.get_by_role("status").filter(has_text="Phím mũi tên để chọn")).to_have_count(1)
    expect(options.filter(has_text="/ketthuc")).to_have_count(0)  # the desk's alone
    found = violations(an.page)
    assert not found, found
    box.press_sequentially("do")
    expect(options.first).to_contain_text("/dong")
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "")
    expect(box).to_be_focused()
    box.press("Enter")
    expect(offered).to_have_count(0)
    expect(box).to_have_value("/dong ")
    box.press("Enter")
    expect(an.log).to_contain_text("chưa có dòng nào")

    box.press_sequentially("/x")
    box.press("Escape")
    expect(offered).to_have_count(0)
    expect(box).to_have_value("/x")
    box.fill("/gop y")
    expect(offered).to_have_count(0)
    box.fill("/xem")
    box.press("Tab")  # leads on, as everywhere, where nobody was led
    expect(box).to_have_value("/xem")
    expect(box).not_to_be_focused()
    expect(offered).to_have_count(0)

    box = desk.page.get_by_role("textbox", name="Tin nhắn")
    box.fill("/kết")
    desk.page.get_by_role("option", name="/ketluan").click()
    expect(box).to_have_value("/ketluan ")
    expect(box).to_be_focused()
    box.fill("")
    assert not an.troubles + desk.troubles


_DROPPED = """(name) => {
  const data = new DataTransfer();
  data.items.add(new File(['lời'], name, { type: 'text/plain' }));
  const target = document.getElementById('log');
  const drag = (what) => target.dispatchEvent(
    new DragEvent(what, { dataTransfer: data, bubbles: true, cancelable: true }));
  const isTaken = !drag('dragover');
  const isShown = document.getElementById('drop').checkVisibility();
  drag('drop');
  return isTaken && isShown && !document.getElementById('drop').checkVisibility();
}"""
_PASTED = """(words) => {
  const data = new DataTransfer();
  data.items.add(new File(['x'], 'image.png', { type: 'image/png' }));
  if (words) data.setData('text/plain', words);
  const event = new ClipboardEvent(
    'paste', { clipboardData: data, bubbles: true, cancelable: true });
  return !document.getElementById('message').dispatchEvent(event);
}"""


def test_files_are_dropped_and_pictures_pasted(rooms: Rooms, code: str) -> None:
    an = rooms.seat()
    an.join(code, "Trần Thị Bình")

    def sent(script: str, given: str) -> Any:
        with an.page.expect_request(lambda one: one.url.endswith("/xong")) as asked:
            assert an.page.evaluate(script, given)
        expect(an.waiting).to_have_count(0)
        return asked.value.post_data_json

    assert sent(_DROPPED, "ghi chép.txt")["name"] == "ghi chép.txt"
    pasted = sent(_PASTED, "")
    assert re.fullmatch(r"anh-dan-[\d-]+\.png", pasted["name"])
    assert pasted["type"] == "image/png"
    # words that have a picture of themselves with them are words
    assert not an.page.evaluate(_PASTED, "chữ")
    assert not an.troubles


def test_what_an_old_window_sends_goes_to_no_other_seat(
    rooms: Rooms, desk: Seat, code: str
) -> None:
    """Another window of the browser has come to the desk, and so has its cookie."""
    an = rooms.seat()
    an.join(code, "Đặng Thị Yến")
    an.type("Lời của Yến.")
    line = an.line("Lời của Yến.")
    expect(line).to_be_visible()
    other = Seat(an.page.context.new_page(), an.server)
    other.open_desk("", "")
    expect(other.page.get_by_text("Bạn đang ở bàn thư ký của Lê Thị Hà")).to_be_visible()
    expect(an.page.locator("#me")).to_have_text("Đặng Thị Yến")
    line.get_by_role("button", name="Ý kiến").click()
    expect(an.page.get_by_text("hãy xem rồi làm lại")).to_be_visible()
    expect(an.page.locator("#me")).to_have_text("Lê Thị Hà")  # loaded anew
    expect(desk.line("Lời của Yến.").locator(".tag")).to_have_text("")

    before = rooms.seat()
    before.join(code, "Phạm Văn Cường")
    other = Seat(before.page.context.new_page(), before.server)
    other.open_desk("", "")
    before.type("Lời gõ ở cửa sổ cũ.")
    expect(before.waiting).to_contain_text("Lưu khi bạn vào họp với tên Phạm Văn Cường")
    expect(desk.line("Lời gõ ở cửa sổ cũ.")).to_have_count(0)
    other.button("Mở cuộc họp khác").click()
    other.page.wait_for_url("**/mo/khac")
    other.page.get_by_role("button", name="Vào “Họp giao ban tuần 30”").click()
    other.stands()
    other.button("Đóng").click()
    other.page.reload()
    other.stands()
    expect(other.page.get_by_text("Bạn đang ở bàn thư ký của")).to_have_count(0)
    assert not an.troubles + before.troubles + other.troubles


def test_what_belongs_to_another_meeting_is_asked_about_and_goes_under_a_new_id(
    rooms: Rooms, code: str
) -> None:
    an = rooms.seat()
    an.join(code, "Nguyễn Văn An")
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


_LEFT = """async () => {
  const base = document.querySelector('script[type=module]').src;
  const [outbox, { rescue }] = await Promise.all(
    ['outbox.js', 'rescue.js'].map((name) => import(new URL(name, base).href)));
  const room = { recording: outbox.newEntry('room', {}).id, starts: 0, last: false, gap: 0 };
  for (const number of [-1, 0]) {
    const whose = { closed: false, held: number < 0, owner: 'gone', alive: 0 };
    await outbox.add(outbox.newEntry('room', { ...whose, room: { ...room, number } }));
  }
  await rescue();
}"""


def test_a_stretch_of_which_nothing_was_kept_is_told_so_that_its_recording_can_end(
    rooms: Rooms, code: str
) -> None:
    """Its browser was killed between its number and its first second; the one without a number
    never was one."""
    an = rooms.seat()
    an.join(code, "Hoàng Văn Thụ")
    with an.page.expect_response(lambda one: one.url.endswith("/xong")) as answered:
        an.page.evaluate(_LEFT)
    sent = answered.value.request.post_data_json
    assert (sent["parts"], sent["room"]["number"]) == (0, 0)
    assert answered.value.ok
    assert not an.troubles


def test_a_room_that_is_recorded_ends_with_its_meeting_and_goes_on_with_it(
    rooms: Rooms, desk: Seat, code: str
) -> None:
    an = rooms.seat()
    an.join(code, "Phạm Bích Ngọc")
    whole = an.lines.filter(has_text="ghi cả phòng")
    an.button("Ghi cả phòng").click()
    an.recorded(2)
    expect(whole).to_have_count(1)
    an.page.context.set_offline(True)
    desk.type("/ketthuc")
    anew = desk.page.get_by_role("link", name="Mở cuộc họp mới")
    expect(anew).to_be_visible()
    an.recorded(14)  # a stretch is nine seconds at most: one was begun after the end
    an.page.context.set_offline(False)
    expect(an.page.get_by_text("nên đã dừng ghi cả phòng")).to_be_visible()
    expect(an.button("Ghi âm")).to_have_attribute("aria-disabled", "true")
    expect(an.button("Ghi âm")).to_have_accessible_description(re.compile("đã đóng"))
    expect(an.button("Ghi cả phòng")).to_be_visible()
    assert not an.listens
    expect(an.waiting).to_have_count(0)
    expect(an.page.get_by_role("link", name="Mở cuộc họp mới")).to_have_count(0)

    parts = an.log.locator("article.is-part")
    told = desk.log.get_by_text("còn ghi cả phòng sau khi cuộc họp số 1 đóng")
    expect(told).to_be_visible()
    before = parts.count()
    desk.button("Mở lại và ghi").click()
    expect(parts.nth(before)).to_be_visible()  # what was said after the end
    expect(an.page.get_by_text("Ghi cả phòng bị ngắt lúc")).to_be_visible()
    an.button("Ghi tiếp").click()
    an.recorded(1)
    an.button("Dừng ghi phòng").click()
    expect(an.button("Ghi cả phòng")).to_be_focused()
    expect(whole).to_have_count(1)  # the same recording all along
    desk.type("/ketthuc")
    anew.click()
    desk.page.wait_for_url("**/mo")
    assert not an.troubles + desk.troubles
