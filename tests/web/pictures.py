"""Pictures of the page for people to look at, and for the guide: ``python -m tests.web.pictures
FOLDER`` plays a meeting in Chromium and takes each page light and dark, on a phone and wide."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Playwright, expect, sync_playwright

from tests.web.browser import NAME, PHONE, WIDE, Rooms, Seat, Server, launched, running, spoken

TITLE = "Hội nghị giao ban công tác quý III năm 2026"
SAID = (
    ("An", "Phòng Kế hoạch đã số hoá xong 12 nghìn hồ sơ, đạt 82% kế hoạch năm."),
    ("An", "YK: Đề nghị gia hạn nhiệm vụ số hoá hồ sơ đến ngày 30 tháng 11 để bố trí máy quét."),
    ("Chi", "Văn phòng đã chuẩn bị xong hội trường và tài liệu cho kỳ kiểm tra tháng sau."),
    ("Chi", "Kinh phí còn lại là 240 triệu đồng, đủ mua bốn máy quét và giá kệ."),
    ("An", "Hai xã chưa nộp báo cáo là Hoà Bình và Tân Tiến; phòng đã gọi điện nhắc."),
    ("Chi", "YK: Đề nghị các phòng gửi nhu cầu mua sắm trước thứ sáu tuần này."),
    ("An", "Máy chủ của Sở đã chạy ổn định từ đầu tháng, không có sự cố."),
    ("Chi", "Tiếp dân trong quý: 46 lượt, đã giải quyết 44, còn hai đơn về đất đai."),
    ("An", "Phòng xin thêm một biên chế cho bộ phận lưu trữ."),
    ("Hà", "KL: Thống nhất gia hạn đến ngày 30 tháng 11; giao Phòng Kế hoạch chủ trì."),
    ("Hà", "KL: Văn phòng tổng hợp nhu cầu mua sắm, trình lãnh đạo Sở trước ngày 10 tháng 10."),
)
ENDED = (
    ("Chi", "Văn phòng xin gửi mẫu tổng hợp cho các phòng ngay chiều nay."),
    ("An", "Phòng Kế hoạch rõ nhiệm vụ."),
    ("Chi", "Văn phòng rõ nhiệm vụ."),
    ("Hà", "Cảm ơn các đồng chí; hội nghị kết thúc."),
)


def main(folder: Path) -> None:
    with (
        TemporaryDirectory() as made,
        sync_playwright() as playwright,
        running(Server(Path(made) / "data")) as server,
    ):
        sound = spoken(Path(made) / "sound.wav", ["Ly", "Bình"], 0.8)
        browser = launched(playwright, sound)
        _meeting(Rooms(browser, server), folder)
        browser.close()
        _certificate(playwright, Path(made), folder)


def _meeting(rooms: Rooms, folder: Path) -> None:
    desk = rooms.seat(WIDE)
    link = desk.server.link()
    desk.page.goto(link)
    _taken(desk, folder, "trang-ban")
    desk.server.told.append(link)
    desk.open_desk("Lê Thị Hà", TITLE)
    _taken(desk, folder, "trang-hop-moi-mo")
    code = desk.code()
    seats = {"Hà": desk, "An": rooms.seat(), "Chi": rooms.seat()}
    front = rooms.seat()
    front.page.goto(f"{desk.server.address}/vao/{code}")
    front.page.get_by_label("Họ và tên").fill("Nguyễn Văn An")
    front.page.get_by_label("Chức vụ").fill("Trưởng phòng Kế hoạch")
    _taken(front, folder, "trang-vao")
    front.page.goto(f"{desk.server.address}/mo")
    _taken(front, folder, "trang-loi")
    seats["An"].join(code, "Nguyễn Văn An", "Trưởng phòng Kế hoạch")
    seats["Chi"].join(code, "Phạm Thị Chi", "Chánh Văn phòng")
    for who, words in SAID:
        seats[who].type(words)
        expect(desk.line(re.sub(r"^..: ", "", words))).to_be_visible()
    an = seats["An"]
    place = an.lines.count()
    an.speak(3)
    an.button("Dừng và gửi").click()
    an.heard(place)
    for who, words in ENDED:
        seats[who].type(words)
        expect(desk.line(words)).to_be_visible()
    expect(an.waiting).to_have_count(0)
    desk.line("gửi mẫu tổng hợp").get_by_role("button", name="Ý kiến", exact=True).click()
    desk.button("Đóng").first.click()
    _taken(desk, folder, "trang-hop")
    _taken(an, folder, "trang-hop-dien-thoai")
    desk.type("/thanhphan")
    desk.type("/baocao")
    expect(desk.page.get_by_role("link", name=re.compile(r"\.(png|docx)$")).nth(1)).to_be_visible()
    _taken(desk, folder, "trang-du-thao")
    an.page.context.set_offline(True)
    an.type("Gõ khi mất mạng.")
    expect(an.waiting).to_have_count(1)
    an.speak(2)
    _taken(an, folder, "trang-ghi-am")
    an.button("Huỷ").click()
    an.page.context.set_offline(False)
    an.page.get_by_role("textbox", name="Tin nhắn").fill("/d")
    _taken(an, folder, "trang-lenh")
    desk.button("Ghi cả phòng").click()
    desk.recorded(5)
    _taken(desk, folder, "trang-ghi-phong")
    desk.button("Dừng ghi phòng").click()
    desk.page.get_by_role("link", name="Mời người dự").click()
    _taken(desk, folder, "trang-moi")


def _certificate(playwright: Playwright, made: Path, folder: Path) -> None:
    given = {"WEB_NAMES": f"hop.so-khcn.vn, {NAME}"}
    with running(Server(made / "by-tls", given)) as server:
        browser = launched(playwright, None)
        seat = Rooms(browser, server).seat()
        seat.page.goto(f"http://{NAME}:{server.port}/cai-dat")
        _taken(seat, folder, "trang-chung-chi")
        browser.close()


def _taken(seat: Seat, folder: Path, name: str) -> None:
    for size in (PHONE, WIDE):
        seat.page.set_viewport_size(size)  # type: ignore[arg-type]
        for scheme in ("light", "dark"):
            seat.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            seat.page.wait_for_timeout(300)  # what is drawn behind a change of size
            seat.page.screenshot(path=folder / f"{name}-{size['width']}-{scheme}.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
