"""What the page does not do: guesses, what is another's, what comes from another site, too much."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from bot.doors.web import uploads
from bot.doors.web.server import COOKIE, SEAT
from bot.messages import web_door as said
from tests.doors.web_house import Browser, name, page
from tests.waiting import PATIENCE, eventually

PICTURE = b"\x89PNG\r\n\x1a\n" + b"\0" * 3000


async def test_codes_are_not_guessed_and_say_nothing_before_they_are_right(data: Path) -> None:
    async with page(data) as house:
        ha = await house.meeting(title="Họp kín về nhân sự")
        code = await ha.code()
        guesser = house.browser()
        wrong = [f"{(int(code) + step) % 1_000_000:06}" for step in range(1, 6)]
        for guess in wrong:
            answer = await guesser.get(f"/vao/{guess}")
            assert said.WRONG_CODE in answer.text
            assert "nhân sự" not in answer.text
        for answer in (
            await guesser.join(code, "Kẻ Đoán"),
            await guesser.get(f"/vao/{code}"),
            await house.browser().join(code, "Kẻ Đoán"),  # another cookie is no other place
        ):
            assert "Hãy chờ" in answer.text, "then the right one waits too"
            assert "nhân sự" not in answer.text
        assert not [x for x in (await ha.meeting())["said"] if "Kẻ Đoán" in x["text"]]


async def test_a_link_to_the_desk_is_used_once_and_not_by_looking(data: Path) -> None:
    async with page(data) as house:
        path = house.link.removeprefix(house.base)
        for _ in range(3):  # a preview, a reload
            assert (await house.browser().get(path)).status_code == 200
        first = await house.browser().post(path)
        assert first.headers["location"] == "/mo"
        second = await house.browser().post(path)
        assert second.status_code == 410
        assert "python -m bot link" in second.text
        assert COOKIE not in second.cookies
        made_up = await house.browser().post("/ban/" + "x" * 43)
        assert made_up.status_code == 410


async def test_an_unused_link_ends(data: Path) -> None:
    clock = [datetime.now(UTC)]
    async with page(data, now=lambda: clock[0]) as house:
        clock[0] += timedelta(days=8)
        late = await house.browser().post(house.link.removeprefix(house.base))
        assert late.status_code == 410


async def test_without_a_seat_nothing_is_seen_or_done(data: Path) -> None:
    async with page(data) as house:
        ha = await house.meeting()
        await ha.type("Điều riêng")
        line = await ha.line("Điều riêng")
        for cookies in (None, httpx.Cookies({COOKIE: "x" * 43})):
            stranger = house.browser(cookies)
            for answer in (
                await stranger.get("/api/hop"),
                await stranger.get("/api/su-kien"),
                await stranger.send("/api/tin", id=name(), text="Tôi đây"),
                await stranger.send("/api/bam", id=name(), data=f"delete:{line['id']}"),
                await stranger.client.put(f"/api/phan/{name()}/0", content=b"x"),
                await stranger.send(f"/api/phan/{name()}/xong", parts=1, kind="note"),
            ):
                assert answer.status_code == 401
                assert answer.json() == {"error": said.NO_SEAT}
            assert (await stranger.get("/hop")).headers["location"] == "/"
            assert (await stranger.get("/moi")).status_code == 403
            assert (await stranger.get("/moi.svg")).status_code == 403
            assert (await stranger.get("/mo")).status_code == 403
            assert (await stranger.get(f"/nghe/{line['id']}")).status_code in (401, 403, 404)
        assert [x["text"] for x in (await ha.meeting())["lines"]] == ["Điều riêng"]


async def test_another_meeting_is_not_seen_by_number_button_or_file(data: Path) -> None:
    async with page(data) as house:
        ha = await house.meeting(title="Họp thứ nhất")
        await ha.upload("Lời của họp thứ nhất".encode())
        line = await ha.line("Lời của họp thứ nhất")
        ben = await house.guest(ha, "Bên Ngoài")
        await ben.type("/ra")
        await eventually_out(ben)
        assert await ben.press(f"tag:{line['id']}:ketluan:1") != "#1: Kết luận"
        assert (await ben.get(f"/nghe/{line['id']}")).status_code in (403, 404)
        await ben.type("/xem 1")
        assert (await ben.get("/api/hop")).status_code == 404
        assert not (await ha.line("Lời của họp thứ nhất"))["tag"]


async def eventually_out(browser: Browser) -> None:
    while (await browser.get("/api/hop")).status_code == 200:
        await asyncio.sleep(0.02)


class Site(NamedTuple):
    about: str
    headers: dict[str, str]


SITES = (
    Site("another origin", {"Origin": "https://evil.example"}),
    Site("a sandbox", {"Origin": "null"}),
    Site("as browsers say", {"Sec-Fetch-Site": "cross-site"}),
    Site("a neighbour", {"Sec-Fetch-Site": "same-site"}),
)


async def test_another_site_posts_nothing(data: Path) -> None:
    async with page(data) as house:
        ha = await house.meeting()
        code = await ha.code()
        for site in SITES:
            evil = house.browser(ha.client.cookies, **site.headers)
            for answer in (
                await evil.send("/api/tin", id=name(), text="/ketthuc"),
                await evil.send("/api/bam", id=name(), data="x"),
                await evil.client.put(f"/api/phan/{name()}/0", content=b"x"),
                await evil.client.delete(f"/api/phan/{name()}"),
                await evil.join(code, "Kẻ Khác"),
                await evil.post("/mo", name="Kẻ Khác", title="Họp"),
            ):
                assert answer.status_code == 403, site.about
        same = house.browser(ha.client.cookies, Origin=house.base)
        await same.type("Từ chính trang này")
        await ha.line("Từ chính trang này")
        assert (await ha.meeting())["open"] is True


async def test_parts_of_anothers_recording_are_refused(data: Path) -> None:
    async with page(data) as house:
        ha = await house.meeting()
        an = await house.guest(ha, "Nguyễn Văn An")
        hers = name()
        await ha.client.put(f"/api/phan/{hers}/0", content="Của tôi".encode())
        added = await an.client.put(f"/api/phan/{hers}/1", content=b"xxx")
        assert added.status_code == 403
        await an.client.delete(f"/api/phan/{hers}")
        taken = await an.send(f"/api/phan/{hers}/xong", parts=1, kind="note")
        assert taken.status_code == 409
        done = await ha.send(f"/api/phan/{hers}/xong", parts=1, kind="note")
        assert done.status_code == 200
        assert (await ha.line("Của tôi"))["mine"] is True


async def test_what_is_no_recording_is_refused_in_one_sentence(data: Path) -> None:
    async with page(data) as house:
        ha = await house.meeting()
        nothing = await ha.send(f"/api/phan/{name()}/xong", parts=0, kind="note")
        assert (nothing.status_code, nothing.json()["error"]) == (410, said.NOTHING_IN_IT)
        empty = name()
        await ha.client.put(f"/api/phan/{empty}/0", content=b"")
        done = await ha.send(f"/api/phan/{empty}/xong", parts=1, kind="note")
        assert done.status_code == 410
        for bad in ("../../etc/passwd", "x", "a b", "ngắn", "a" * 41):
            answer = await ha.client.put(f"/api/phan/{bad}/0", content=b"x")
            assert answer.status_code in (400, 404, 405), bad
        for wrong in (b"{", b"[]", b'{"id": 5}', b'{"text": "x"}', b'{"id":"a","text":"x"}'):
            answer = await ha.client.post("/api/tin", content=wrong)
            assert answer.status_code == 400, wrong
            assert answer.json()["error"]
        blank = await ha.send("/api/tin", id=name(), text="  \n ")
        assert blank.json()["error"] == said.EMPTY


async def test_a_body_that_is_too_large_is_not_taken(data: Path) -> None:
    async with page(data) as house:
        ha = await house.meeting()
        with contextlib.suppress(httpx.HTTPError):  # it hangs up on us, or says so
            answer = await ha.client.put(
                f"/api/phan/{name()}/0", content=b"x" * (uploads.LARGEST_PART + 200_000)
            )
            assert answer.status_code in (400, 413)
        long = await ha.send("/api/tin", id=name(), text="dài " * 6000)
        assert long.status_code == 413
        assert "Hãy chia thành vài lời" in long.json()["error"]
        await ha.type("Vẫn nghe")
        await ha.line("Vẫn nghe")


async def test_of_a_stranger_no_large_body_is_read(data: Path) -> None:
    """Who they are is known by the head; the answer is there before any of the body."""
    async with page(data) as house:
        ha = await house.meeting()
        host, port = house.base.removeprefix("http://").split(":")
        mine = f"Cookie: {COOKIE}={ha.client.cookies[COOKIE]}\r\n"
        evil = "Origin: https://evil.example\r\n"
        too_long = uploads.LARGEST_PART + 1
        for head, length, status in (
            ("", uploads.LARGEST_PART, 401),
            (mine + evil, uploads.LARGEST_PART, 403),
            (mine, too_long, 413),
        ):
            reader, writer = await asyncio.open_connection(host, int(port))
            asked = f"PUT /api/phan/{name()}/0 HTTP/1.1\r\nHost: {host}:{port}\r\n{head}"
            writer.write(f"{asked}Content-Length: {length}\r\n\r\n".encode())
            answer = (await asyncio.wait_for(reader.read(), PATIENCE)).decode()  # then it is closed
            assert answer.startswith(f"HTTP/1.1 {status} "), answer
            assert '"error"' in answer
            writer.close()
        sent = name()
        stranger = house.browser()
        little = await stranger.client.put(f"/api/phan/{sent}/0", content=b"x" * 262_144)
        assert little.status_code == 401, "a page whose session has ended hears that"
        assert (await ha.get(f"/api/phan/{sent}")).json() == {"next": 0, "done": False}


async def test_parts_that_are_gone_from_the_disk_are_asked_for_again(data: Path) -> None:
    async with page(data) as house:
        ha = await house.meeting()
        sent = name()
        for number, words in enumerate(("Phần đầu, ", "phần sau")):
            await ha.client.put(f"/api/phan/{sent}/{number}", content=words.encode())
        (part,) = data.glob(f"web/uploads/{sent}/000001")
        part.unlink()
        lost = await ha.send(f"/api/phan/{sent}/xong", parts=2, kind="note")
        assert (lost.status_code, lost.json()) == (409, {"next": 1})
        again = await ha.client.put(f"/api/phan/{sent}/1", content="phần sau".encode())
        assert again.json() == {"next": 2}
        shutil.rmtree(data / "web" / "uploads" / sent)
        lost = await ha.send(f"/api/phan/{sent}/xong", parts=2, kind="note")
        assert (lost.status_code, lost.json()) == (409, {"next": 0})
        await ha.client.put(f"/api/phan/{sent}/0", content="Phần đầu, ".encode())
        shutil.rmtree(data / "web" / "uploads" / sent)
        gone = await ha.client.put(f"/api/phan/{sent}/1", content="phần sau".encode())
        assert gone.json() == {"next": 0}, "that is no full disk"
        await ha.upload("Phần đầu, phần sau".encode(), id=sent)
        await ha.line("Phần đầu, phần sau")


async def test_one_seat_does_not_fill_the_disk(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "LEAST_OF_A_SEAT", 0)
    async with page(data, max_audio_mb=0.01) as house:
        ha = await house.meeting()
        an = await house.guest(ha, "Nguyễn Văn An")
        for _ in range(2):
            await an.upload(("Lời nói. " * 600).encode())
        more = name()
        refused = await an.client.put(f"/api/phan/{more}/0", content=b"x" * 9000)
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "60")
        assert "nhiều nhất" in refused.json()["error"]
        little = await an.client.put(f"/api/phan/{more}/0", content=b"x" * 500)
        assert little.json() == {"next": 1}, "to the last byte"
        rest = await an.client.put(f"/api/phan/{more}/1", content=b"x" * 5000)
        assert rest.json() == {"next": 2}, "what was begun first comes to its end"
        other = await an.client.put(f"/api/phan/{name()}/0", content=b"x" * 5000)
        assert other.status_code == 429
        await ha.upload(("Lời khác. " * 600).encode())
        await ha.line("Lời khác.")


async def test_a_page_of_another_seat_does_nothing_in_this_one(data: Path) -> None:
    """A second window has come into another meeting: the cookie is its, and the first window's."""
    async with page(data) as house:
        ha = await house.meeting()
        an = await house.guest(ha, "Nguyễn Văn An")
        await an.type("Lời của An")
        line = await an.line("Lời của An")
        before = (await an.meeting())["me"]["seat"]
        old = house.browser(ha.client.cookies, **{SEAT: before})
        for answer in (
            await old.get("/api/hop"),
            await old.get("/api/su-kien"),
            await old.send("/api/tin", id=name(), text="Lạc sang"),
            await old.send("/api/bam", id=name(), data=f"delete:{line['id']}"),
            await old.client.put(f"/api/phan/{name()}/0", content=b"x"),
            await old.send(f"/api/phan/{name()}/xong", parts=1, kind="note"),
        ):
            assert answer.status_code == 412
            assert answer.json() == {"error": said.ANOTHER_SEAT, "seat": True}
        right = house.browser(ha.client.cookies, **{SEAT: (await ha.meeting())["me"]["seat"]})
        await right.type("Đúng chỗ")
        await ha.line("Đúng chỗ")
        shown = (await ha.meeting())["lines"]
        assert [x["text"] for x in shown if not x["deleted"]] == ["Lời của An", "Đúng chỗ"]


async def test_a_full_disk_loses_nothing_and_says_so(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with page(data) as house:
        ha = await house.meeting()
        sent = name()
        await ha.client.put(f"/api/phan/{sent}/0", content="Phần đầu, ".encode())
        usage = shutil.disk_usage(data)
        with monkeypatch.context() as full:
            full.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=1000))
            refused = await ha.client.put(f"/api/phan/{sent}/1", content=b"x")
            assert (refused.status_code, refused.json()["error"]) == (507, said.NO_ROOM)
        again = await ha.client.put(f"/api/phan/{sent}/1", content="phần sau".encode())
        assert again.json() == {"next": 2}
        await ha.send(f"/api/phan/{sent}/xong", parts=2, kind="note")
        await ha.line("Phần đầu, phần sau")


async def test_a_recording_longer_than_the_house_takes_is_refused(data: Path) -> None:
    async with page(data, max_audio_mb=0.01) as house:
        ha = await house.meeting()
        sent = name()
        first = await ha.client.put(f"/api/phan/{sent}/0", content=b"x" * 6000)
        assert first.status_code == 200
        second = await ha.client.put(f"/api/phan/{sent}/1", content=b"x" * 6000)
        assert second.status_code == 413
        assert "lớn quá" in second.json()["error"]


async def test_a_picture_that_is_called_a_recording_is_told(data: Path) -> None:
    async with page(data) as house:
        ha = await house.meeting()
        await ha.upload(PICTURE, kind="file", name="ghi-am.webm", type="audio/webm")
        failed = await ha.until(lambda at: [x for x in at["lines"] if x["state"] == "failed"])
        assert "Chép lại" in failed["status"]
        await ha.upload(PICTURE, kind="file", name="anh.png", type="image/png")
        await ha.said("ảnh")


NAMES = (
    "<script>alert(1)</script> An",
    "An‮gnợưC",
    "An\u202e\u2066 Trần",
    "Nguyễn\nVăn\tAn",
    "Ông 'An\" & <b>Bà</b>",
)


async def test_scripts_and_marks_in_names_and_texts_are_words(data: Path) -> None:
    async with page(data) as house:
        ha = await house.meeting(title="Họp </script><script>alert(1)</script>")
        code = await ha.code()
        for called in NAMES:
            guest = house.browser()
            answer = await guest.join(code, called)
            assert answer.headers.get("location") == "/hop", called
            shown = (await guest.get("/hop")).text
            assert "<script>alert" not in shown
            assert "\u202e" not in (await guest.meeting())["me"]["name"]
        front = await house.browser().get(f"/vao/{code}")
        assert "<script>alert" not in front.text
        again = await house.browser().join("12", "<script>alert(2)</script>")
        assert "<script>alert" not in again.text


async def test_every_answer_has_the_headers_that_keep_the_page_safe(data: Path) -> None:
    async with page(data) as house:
        ha = await house.meeting()
        for path in ("/", "/hop", "/moi", "/khong-co", "/api/hop", "/sw.js", "/cai-dat"):
            headers = (await ha.get(path)).headers
            policy = headers["content-security-policy"]
            assert "default-src 'none'" in policy, path
            assert "unsafe" not in policy, path
            assert "frame-ancestors 'none'" in policy, path
            assert headers["x-content-type-options"] == "nosniff", path
            assert "microphone=(self)" in headers["permissions-policy"], path
        cookie = next(
            value
            for key, value in (await house.browser().join(await ha.code(), "An")).headers.items()
            if key == "set-cookie"
        )
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie


async def test_what_the_cookie_says_is_not_kept(data: Path) -> None:
    async with page(data) as house:
        ha = await house.meeting()
        token = ha.client.cookies[COOKIE]
        kept = await house.office.on_store(
            lambda: b"".join(p.read_bytes() for p in data.glob("*.sqlite*"))
        )
        assert token.encode() not in kept
        assert house.link.rpartition("/")[2].encode() not in kept


async def test_who_has_a_link_or_a_code_is_no_stranger(data: Path) -> None:
    """The list of those who may use the bot is of other platforms' accounts."""
    async with page(data, allowed_users="12345") as house:
        ha = await house.meeting()
        an = await house.guest(ha, "Nguyễn Văn An")
        await an.type("Tôi được mời")
        await ha.line("Tôi được mời")


async def test_a_reader_that_takes_nothing_holds_nobody_up(data: Path) -> None:
    async with page(data) as house:
        ha = await house.meeting()
        an = await house.guest(ha, "Nguyễn Văn An")
        cookie = f"{COOKIE}={an.client.cookies[COOKIE]}"
        host, port = house.base.removeprefix("http://").split(":")
        slow = []
        for _ in range(5):
            reader, writer = await asyncio.open_connection(host, int(port), limit=64)
            head = f"GET /api/su-kien HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: {cookie}\r\n\r\n"
            writer.write(head.encode())
            await writer.drain()
            slow.append((reader, writer))
        async with ha.watching() as came:
            for count in range(60):
                await ha.type(f"Lời dài số {count} " + "chữ " * 400)
            await eventually(lambda: [x for x in came if "Lời dài số 59" in str(x)])
        for _, writer in slow:
            writer.close()


async def test_three_hundred_browsers_at_once(data: Path) -> None:
    async with page(data) as house:
        ha = await house.meeting()
        code = await ha.code()
        token = (await house.guest(ha, "Nguyễn Văn An")).client.cookies[COOKIE]
        async with contextlib.AsyncExitStack() as stack:
            came = [
                await stack.enter_async_context(
                    house.browser(httpx.Cookies({COOKIE: token})).watching()
                )
                for _ in range(300)
            ]
            await ha.type("Mọi người đều thấy")
            await eventually(
                lambda: all(any("Mọi người đều thấy" in str(x) for x in one) for one in came)
            )
            late = house.browser()
            assert (await late.join(code, "Người Đến Sau")).headers["location"] == "/hop"


async def test_the_address_of_this_machine_is_told_to_a_browser_on_it_alone(data: Path) -> None:
    """Where the microphone works: behind a tunnel that nobody has declared it would be the
    visitor's own machine."""
    async with page(data) as house:
        ha = await house.meeting()
        asked = {"Host": "hop.so.example"}
        told = f'"works_at":"{house.base}"'
        here = await ha.client.get("/hop", headers=asked)
        assert told in here.text
        handed_on = await ha.client.get("/hop", headers={**asked, "X-Forwarded-For": "10.0.0.7"})
        assert handed_on.status_code == 200
        assert told not in handed_on.text
