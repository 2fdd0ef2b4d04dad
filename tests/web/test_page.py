"""The page as people have it: phones, laptops, networks that fail, browsers that die."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Playwright, expect

from tests.web.browser import (
    NAME,
    PHONE,
    WIDE,
    OwnBrowser,
    Rooms,
    Seat,
    Server,
    launched,
    spoken,
    violations,
)

SIZE = "(element) => [element.offsetWidth, element.offsetHeight]"
KEPT = "đã lưu trên máy này, chờ mạng"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return spoken(tmp_path_factory.mktemp("sound") / "two.wav", ["Ly", "Bình"], 0.8)


def test_a_meeting_from_the_desk_to_the_word_file(
    rooms: Rooms, desk: Seat, code: str, tmp_path: Path
) -> None:
    an = rooms.seat()
    an.join(code, "Nguyễn Văn An", "Trưởng phòng Kế hoạch")
    an.type("Phòng Kế hoạch đã số hoá xong hồ sơ năm 2025.")
    line = desk.line("đã số hoá xong")
    expect(line).to_have_attribute("aria-label", re.compile(r"^#\d+ · Nguyễn Văn An"))

    opinion = line.get_by_role("button", name="Ý kiến", exact=True)
    expect(opinion).to_have_attribute("aria-pressed", "false")
    opinion.dblclick()  # two taps are one
    expect(opinion).to_have_attribute("aria-pressed", "true")
    expect(an.line("đã số hoá xong").locator(".tag")).to_have_text("Ý kiến")

    an.line("đã số hoá xong").get_by_role("button", name="Sửa").click()
    field = an.page.get_by_label(re.compile("Câu đúng"))
    expect(field).to_be_focused()
    field.fill("Phòng Kế hoạch đã số hoá xong hồ sơ năm 2026.")
    field.press("Enter")
    expect(desk.line("hồ sơ năm 2026")).to_be_visible()

    desk.type("KL: Thống nhất gia hạn đến ngày 30 tháng 11.")
    expect(desk.line("Thống nhất gia hạn").locator(".tag")).to_have_text("Kết luận")
    desk.type("/baocao")
    with desk.page.expect_download() as coming:
        desk.page.get_by_role("link", name=re.compile(r"\.docx$")).last.click()
    coming.value.save_as(tmp_path / "draft.docx")
    written = "\n".join(one.text for one in Document(str(tmp_path / "draft.docx")).paragraphs)
    assert "hồ sơ năm 2026" in written
    assert "Thống nhất gia hạn đến ngày 30 tháng 11" in written
    assert not desk.troubles + an.troubles


def test_nothing_keeps_anybody_from_using_a_page(rooms: Rooms, desk: Seat, code: str) -> None:
    """By axe-core: contrast, names, roles; each page, light and dark, phone and wide."""
    seat = rooms.seat(WIDE)
    seat.join(code, "Phạm Thị Chi", "Chánh Văn phòng")
    seat.type("Văn phòng đã chuẩn bị xong tài liệu.")
    expect(seat.line("chuẩn bị xong")).to_be_visible()
    found = []
    for page, path in (
        (seat.page, "/hop"),
        (seat.page, "/"),
        (seat.page, f"/vao/{code}"),
        (seat.page, "/cai-dat"),
        (seat.page, "/khong-co"),
        (desk.page, "/hop"),
        (desk.page, "/moi"),
        (desk.page, "/mo/khac"),
    ):
        if not page.url.endswith(path):
            page.goto(f"{seat.server.address}{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        for size in (WIDE, PHONE):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                # names and roles have no colour
                seen = violations(page, colours_alone=scheme == "dark")
                found += [f"{path} {scheme} {size['width']}: {one}" for one in seen]
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    desk.page.goto(f"{seat.server.address}/hop")
    desk.stands()
    assert not found, "\n".join(found)


def test_a_note_becomes_words_and_the_microphone_is_let_go(rooms: Rooms, code: str) -> None:
    an = rooms.seat()
    an.join(code, "Phạm Bích Ngọc")
    place = an.lines.count()
    an.button("Ghi âm").dblclick()  # what comes under the finger is not pressed with it
    an.recorded(2)
    expect(an.page.locator(".recording")).to_have_count(1)
    assert an.listens
    an.button("Tạm dừng").click()
    expect(an.button("Dừng và gửi")).to_be_visible()
    an.button("Ghi tiếp").click()
    an.recorded(3)
    an.button("Dừng và gửi").dblclick()
    expect(an.button("Ghi âm")).to_be_focused()
    assert not an.listens
    assert len(an.heard(place).split()) > 2
    line = an.lines.nth(place)
    size = line.locator(".words").evaluate(SIZE)
    line.get_by_role("button", name="Nghe").click()
    last = line.locator(".word").last
    expect(last).to_be_visible()  # each word leads to where it was said, and stands where it stood
    assert line.locator(".words").evaluate(SIZE) == size
    assert an.plays_from(line, last) > an.plays_from(line, line.locator(".word").first)
    line.get_by_role("button", name="Nghe").click()
    expect(line.locator(".word")).to_have_count(0)

    an.speak(1)
    an.button("Huỷ").click()
    expect(an.button("Lấy lại")).to_be_visible()
    assert not an.listens
    an.type("Sau ghi âm đã huỷ.")
    expect(an.line("Sau ghi âm đã huỷ.")).to_be_visible()
    expect(an.lines).to_have_count(place + 2)


def test_what_is_said_without_a_network_waits_and_goes_in_order_once(
    rooms: Rooms, code: str
) -> None:
    an = rooms.seat()
    an.join(code, "Võ Thành Vĩnh")
    place = an.lines.count()
    other = Seat(an.page.context.new_page(), an.server)
    other.page.goto(f"{an.server.address}/hop")
    other.stands()
    an.page.context.set_offline(True)
    an.page.get_by_role("textbox", name="Tin nhắn").fill("Câu thứ nhất.")
    an.button("Gửi").dblclick()
    other.type("Câu thứ hai, ở cửa sổ khác.")
    an.speak(2)
    an.button("Dừng và gửi").click()
    expect(an.waiting).to_have_count(3)
    for row in an.waiting.all():
        expect(row).to_contain_text(KEPT)
    expect(other.waiting).to_have_count(3)
    expect(an.page.get_by_role("status").filter(has_text="Mất mạng")).to_be_visible()
    an.page.context.set_offline(False)
    expect(an.waiting).to_have_count(0)
    expect(an.lines).to_have_count(place + 3)
    expect(an.lines.nth(place)).to_contain_text("Câu thứ nhất.")
    expect(an.lines.nth(place + 1)).to_contain_text("Câu thứ hai, ở cửa sổ khác.")
    assert an.heard(place + 2)
    expect(other.lines).to_have_count(place + 3)


def test_a_browser_killed_in_mid_recording_sends_it_when_it_comes_back(
    playwright: Playwright, sound: Path, server: Server, code: str, tmp_path: Path
) -> None:
    own = OwnBrowser(playwright, tmp_path / "profile", sound, server)
    try:
        seat = own.start()
        seat.join(code, "Đặng Văn Tuyên")
        place = seat.lines.count()
        seat.page.context.set_offline(True)
        seat.speak(2)
        own.kill()
        seat = own.start()
        seat.page.goto(f"{server.address}/hop")
        assert len(seat.heard(place).split()) > 1
        expect(seat.waiting).to_have_count(0)
        _the_room_goes_on(own, seat, server)
    finally:
        own.kill()


def _the_room_goes_on(own: OwnBrowser, seat: Seat, server: Server) -> None:
    parts = seat.log.locator("article.is-part")
    seat.button("Ghi cả phòng").click()
    expect(parts.nth(1)).to_be_visible()  # while it runs
    own.kill()
    seat = own.start()
    parts = seat.log.locator("article.is-part")
    whole = seat.lines.filter(has_text="ghi cả phòng")
    seat.page.goto(f"{server.address}/hop")
    seat.stands()
    expect(seat.page.get_by_text("Ghi cả phòng bị ngắt lúc")).to_be_visible()
    seat.button("Ghi tiếp").click()
    expect(seat.button("Dừng ghi phòng")).to_be_visible()
    seat.recorded(1)
    before = parts.count()
    expect(parts.nth(before)).to_be_visible()
    seat.button("Dừng ghi phòng").click()
    expect(seat.button("Ghi cả phòng")).to_be_focused()
    assert not seat.listens
    seat.page.reload()
    seat.stands()
    expect(seat.waiting).to_have_count(0)
    expect(seat.button("Ghi tiếp")).to_have_count(0)
    expect(whole).to_have_count(1)  # the same recording all along
    expect(whole).not_to_contain_text("đang ghi")


def test_a_server_killed_in_mid_recording_loses_nothing(
    rooms: Rooms, desk: Seat, code: str, server: Server
) -> None:
    an = rooms.seat()
    an.join(code, "Hoàng Cẩm Ly")
    place = an.lines.count()
    an.page.evaluate("navigator.serviceWorker.ready.then(() => 0)")
    an.page.reload()  # the shell is kept from now on
    an.stands()
    an.speak(1)
    server.kill()
    an.recorded(3)
    an.button("Dừng và gửi").click()
    an.type("Gõ lúc máy chủ chết.")
    expect(an.waiting).to_have_count(2)
    an.page.reload()  # without a server
    expect(an.page.get_by_role("status").filter(has_text="Chưa kết nối được")).to_be_visible()
    expect(an.waiting).to_have_count(2)
    expect(an.waiting.first).to_contain_text(KEPT)
    server.start()
    expect(an.waiting).to_have_count(0)
    expect(an.lines).to_have_count(place + 2)
    assert len(an.heard(place).split()) > 1
    expect(desk.line("Gõ lúc máy chủ chết.")).to_be_visible()


def test_without_a_microphone_each_reason_is_one_sentence(
    playwright: Playwright, server: Server, code: str
) -> None:
    for denied, sentence in ((False, "Máy này không có micrô"), (True, "không được phép dùng")):
        browser = launched(playwright, None, denied=denied)
        rooms = Rooms(browser, server)
        seat = rooms.seat()
        seat.join(code, "Trần Thị Mai")
        for button in ("Ghi âm", "Ghi cả phòng"):
            seat.button(button).click()
            expect(seat.page.get_by_role("status").filter(has_text=sentence)).to_be_visible()
            expect(seat.button(button)).to_be_visible()
        if not denied:
            _plain_http(rooms, code)
        browser.close()


def _plain_http(rooms: Rooms, code: str) -> None:
    """By a name, without TLS: all but the microphone."""
    seat = rooms.seat()
    seat.join(code, "Lý Thu Hương", host=NAME)
    seat.type("Gõ ở địa chỉ không an toàn.")
    expect(seat.line("Gõ ở địa chỉ không an toàn.")).to_be_visible()
    works = re.compile(f"Mở {re.escape(seat.server.address)} để ghi âm")
    for button in ("Ghi âm", "Ghi cả phòng"):
        expect(seat.button(button)).to_have_accessible_description(works)
    seat.page.get_by_label("Gửi tệp").set_input_files(
        {"name": "ghi.txt", "mimeType": "text/plain", "buffer": b"x"}
    )
    expect(seat.waiting).to_have_count(0)


def test_phone_and_wide_have_room_for_fingers_and_nothing_beside_the_page(
    rooms: Rooms, code: str
) -> None:
    for size in ({"width": 320, "height": 600}, {"width": 390, "height": 844}, WIDE):
        seat = rooms.seat(size)
        seat.join(code, "Bùi Văn Sơn")
        seat.type("x" * 400)  # a word that nothing breaks
        mine = seat.lines.last
        expect(mine.get_by_role("button", name="Ý kiến")).to_be_visible()
        assert seat.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        small = seat.page.evaluate(
            """[...document.querySelectorAll('button, .button, textarea')]
            .filter((one) => one.checkVisibility())
            .map((one) => [one.textContent, one.getBoundingClientRect()])
            .filter(([, { width, height }]) => width < 43.9 || height < 43.9)
            .map(([text]) => text)"""
        )
        assert small == []
        letters = seat.page.evaluate(
            "parseFloat(getComputedStyle(document.querySelector('textarea')).fontSize)"
        )
        assert letters >= 16


def test_words_of_people_are_words(rooms: Rooms, desk: Seat, code: str) -> None:
    evil = "<img src=x onerror=alert(1)>"
    seat = rooms.seat()
    seat.join(code, "Đỗ Minh <b>Quân</b>\u202e")
    seat.type(f"{evil} \u202etxt.exe")
    line = desk.line(evil)
    expect(line).to_be_visible()
    assert line.locator("img, b").count() == 0
    assert line.locator(".who").evaluate("(one) => getComputedStyle(one).unicodeBidi") == "isolate"
    assert not seat.troubles + desk.troubles


def test_what_was_kept_under_another_name_is_asked_for_first(rooms: Rooms, code: str) -> None:
    an = rooms.seat()
    an.join(code, "Ngô Thị Lan")
    with an.page.expect_response(lambda got: "/api/phan/" in got.url and got.ok):
        an.speak(1)  # a part of it is there, under this name
    an.page.context.set_offline(True)
    an.recorded(3)
    an.button("Dừng và gửi").click()
    expect(an.waiting).to_contain_text(KEPT)
    an.type("Lời của người trước.")
    expect(an.waiting).to_have_count(2)
    an.page.context.clear_cookies()
    an.page.context.set_offline(False)
    expect(an.waiting.last).to_contain_text("chờ bạn vào lại cuộc họp")
    an.page.get_by_role("link", name="Vào lại bằng mã").click()
    expect(an.page.get_by_text("còn giữ điều đã nói, đã gõ mà chưa gửi")).to_be_visible()
    an.join(code, "Người Khác Hẳn")
    expect(an.waiting.last).to_contain_text("Lưu khi bạn vào họp với tên Ngô Thị Lan")
    expect(an.line("Lời của người trước.")).to_have_count(0)
    an.waiting.last.get_by_role("button", name="Gửi").click()
    expect(an.line("Lời của người trước.")).to_be_visible()
    place = an.lines.count()
    # by the keyboard: a second tap in one place would be one too many
    an.waiting.get_by_role("button", name="Gửi").press("Enter")
    expect(an.lines).to_have_count(place + 1)
    expect(an.waiting).to_have_count(0)  # the server has all of it, under another id


def test_who_reads_above_stays_there(rooms: Rooms, desk: Seat, code: str) -> None:
    seat = rooms.seat({"width": 390, "height": 500})
    seat.join(code, "Tạ Văn Hải")
    seat.page.mouse.move(200, 200)
    seat.page.mouse.wheel(0, -2000)
    expect(seat.button("Xuống cuối")).to_be_visible()
    top = "document.getElementById('scroller').scrollTop"
    before = seat.page.evaluate(top)
    desk.type("Một dòng nữa ở cuối.")
    expect(seat.button("1 dòng mới")).to_be_visible()
    assert seat.page.evaluate(top) == before
    seat.button("1 dòng mới").click()
    expect(seat.line("Một dòng nữa ở cuối.")).to_be_in_viewport()
    expect(seat.button("1 dòng mới")).to_be_hidden()


_CUTS = """async ([levels, step]) => {
  const base = document.querySelector('script[type=module]').src;
  const { Pauses } = await import(new URL('pauses.js', base).href);
  const pauses = new Pauses();
  const found = [];
  levels.forEach((loud, place) => {
    const verdict = pauses.hear(loud, step);
    if (verdict !== 'on') {
      found.push([verdict, Math.round((place + 1) * step * 10) / 10]);
      pauses.begin();
    }
  });
  return found;
}"""


def test_a_room_is_cut_at_pauses(desk: Seat) -> None:
    step = 0.05

    def cuts(*pieces: tuple[float, float]) -> list[tuple[str, float]]:
        levels = [loud for loud, seconds in pieces for _ in range(round(seconds / step))]
        found = desk.page.evaluate(_CUTS, [levels, step])
        return [(verdict, at) for verdict, at in found]

    voice, hall, shy = 0.1, 0.001, 0.006
    # at the first pause once it is long enough, not before
    [(verdict, at), *_] = cuts((voice, 2), (hall, 0.5), (voice, 2), (hall, 0.6))
    assert verdict == "cut"
    assert 4.8 <= at <= 5.1
    # who never pauses is cut all the same
    [(_, first_at), (_, second_at)] = cuts((voice, 20))
    assert 8.9 <= first_at <= 9.1
    assert 17.8 <= second_at <= 18.2
    # late, a short pause will do
    [(_, at)] = cuts((voice, 8), (hall, 0.25), (voice, 0.5))
    assert 8.0 < at < 8.4
    # silence is not sent, and the stretch that has a voice in it is
    assert {verdict for verdict, _ in cuts((hall, 12))} == {"drop"}
    found = cuts((hall, 5), (shy, 3), (hall, 1))
    assert [verdict for verdict, _ in found] == ["drop", "drop", "cut"]


_LOST = """async (heard) => {
  const base = document.querySelector('script[type=module]').src;
  const { RoomClock } = await import(new URL('clock.js', base).href);
  const clock = new RoomClock(100, 0, 0);
  let lost = 0;
  for (const [sound, steady, wall] of heard) lost += clock.hear(sound, steady, wall);
  return [Math.round(lost), Math.round(clock.seconds(heard.at(-1)[1]))];
}"""


def test_a_machine_that_slept_knows_what_it_lost(desk: Seat) -> None:
    def after(*pieces: tuple[float, float, float]) -> list[int]:
        """Of (seconds of sound, steady clock ahead, wall clock ahead) each in its turn."""
        steady = wall = 0.0
        heard = []
        for sound, more_steady, more_wall in pieces:
            steady, wall = steady + more_steady, wall + more_wall
            for _ in range(round(sound / 0.05)):
                steady, wall = steady + 0.05, wall + 0.05
                heard.append((0.05, steady * 1000, wall * 1000))
        found: list[int] = desk.page.evaluate(_LOST, heard)
        return found

    assert after((10, 0, 0)) == [0, 110]
    assert after((10, 0, 0), (10, 60, 60)) == [60, 180]  # its clock went on
    assert after((10, 0, 0), (10, 0, 60)) == [60, 180]  # its clock stood still with it
    assert after((10, 0, 0), (10, 0, -3600)) == [0, 120]  # somebody set the clock back
