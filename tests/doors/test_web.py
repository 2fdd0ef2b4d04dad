"""The page, through its real server: joining, lines as they come, buttons, files, recordings."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from bot.doors.web import doing
from bot.store.folder import DATABASE
from tests.dialogs.talking import Ear
from tests.doors.sounds import speech
from tests.doors.web_house import Json, name, page
from tests.waiting import eventually
from transcribe import Segment, Transcript


def said_in(came: list[Json]) -> set[str]:
    """What the lines say that a stream has brought."""
    return {one["data"]["text"] for one in came if one["event"] == "line"}


async def test_a_meeting_from_the_desks_link_to_the_word_file(data: Path) -> None:
    async with page(data) as house:
        ha = await house.meeting(title="Họp về đường “Nguyễn Huệ” & <b>cầu</b>")
        an = await house.guest(ha, "Nguyễn Văn An", "Trưởng phòng Kế hoạch")
        await ha.said("Mới vào: Nguyễn Văn An, Trưởng phòng Kế hoạch")
        async with ha.watching() as came:
            sent = await an.type("Tôi đề nghị tăng kinh phí.")
            line = await eventually(
                lambda: next((x["data"] for x in came if x["event"] == "line"), None)
            )
        assert (line["no"], line["who"], line["mine"], line["message"]) == (
            1,
            "Nguyễn Văn An, Trưởng phòng Kế hoạch",
            False,
            "",
        ), "the desk sees who, and not by what message"
        mine = await an.line("tăng kinh phí")
        assert (mine["mine"], mine["message"]) == (True, sent)
        names = {one["name"]: one for one in mine["actions"]}
        assert list(names)[:3] == ["Ý kiến", "Kết luận", "Nội dung"]
        assert await an.press(names["Ý kiến"]["data"]) == "#1: Ý kiến"
        assert "chỉ thư ký" in await an.press(names["Kết luận"]["data"]), "not theirs to conclude"
        await ha.type("Thống nhất tăng 2 tỷ đồng.")
        second = await ha.line("2 tỷ")
        await ha.press(next(x["data"] for x in second["actions"] if x["name"] == "Kết luận"))
        await ha.type("/ketthuc")
        await ha.said("Đã đóng cuộc họp số 1")
        await ha.type("/baocao")
        file = await ha.until(lambda at: [x for x in at["said"] if x["file"]])
        got = await ha.get(file["file"]["url"])
        assert got.status_code == 200
        assert "filename*=UTF-8''" in got.headers["content-disposition"]
        with zipfile.ZipFile(io.BytesIO(got.content)) as word:
            text = word.read("word/document.xml").decode()
        assert "Nguyễn Văn An" in text
        stolen = await an.get(file["file"]["url"])
        assert stolen.status_code == 404, "another's file"


async def test_what_is_sent_twice_is_once_and_a_stream_goes_on_from_where_it_was(
    data: Path,
) -> None:
    async with page(data) as house:
        ha = await house.meeting()
        sent = await ha.type("Một lời")
        await ha.type("Một lời", id=sent)
        await ha.line("Một lời")
        at = await ha.meeting()
        assert [line["text"] for line in at["lines"]] == ["Một lời"]
        assert not [x for x in at["said"] if x["own"]], "it stands there as a line"
        seq = at["seq"]
        await ha.type("Hai")
        await ha.type("Ba")
        await ha.line("Ba")
        async with ha.watching(seq) as came:
            await eventually(lambda: said_in(came) >= {"Hai", "Ba"})
        assert said_in(came) == {"Hai", "Ba"}
        numbers = [int(x["id"]) for x in came if "id" in x]
        assert numbers == sorted(numbers)
        assert min(numbers) > seq
        async with ha.watching(numbers[-1]) as nothing:
            await ha.type("Bốn")
            await eventually(lambda: said_in(nothing))
        assert said_in(nothing) == {"Bốn"}


async def test_an_order_and_its_answer_are_seen_by_who_gave_it_alone(data: Path) -> None:
    async with page(data) as house:
        ha = await house.meeting()
        an = await house.guest(ha, "Nguyễn Văn An")
        await an.type("/dong")
        assert (await an.said("chưa có dòng nào"))["reply_to"]
        own = [x["text"] for x in (await an.meeting())["said"] if x["own"]]
        assert own == ["/dong"]
        assert not [x for x in (await ha.meeting())["said"] if "chưa có dòng nào" in x["text"]]


async def test_a_note_in_parts_becomes_its_line(data: Path) -> None:
    async with page(data) as house:
        ha = await house.meeting()
        words = ("Đề nghị bố trí thêm một máy bơm. " * 30).encode()
        sent = name()
        parts = [words[:500], words[500:900], words[900:]]
        for number in (2, 0, 2, 1):  # out of order, and twice
            answer = await ha.client.put(f"/api/phan/{sent}/{number}", content=parts[number])
            assert answer.status_code == 200
        assert answer.json() == {"next": 3}
        missing = await ha.send(f"/api/phan/{sent}/xong", parts=5, kind="note")
        assert (missing.status_code, missing.json()) == (409, {"next": 3})
        for _ in range(2):
            done = await ha.send(f"/api/phan/{sent}/xong", parts=3, kind="note", seconds=4.5)
            assert (done.status_code, done.json()) == (200, {})
        line = await ha.line("thêm một máy bơm")
        assert (line["message"], line["sound"], line["mine"]) == (sent, True, True)
        assert len((await ha.meeting())["lines"]) == 1
        assert (await ha.get(f"/api/phan/{sent}")).json()["done"] is True


async def test_a_note_that_waited_for_the_network_stands_where_it_was_said(data: Path) -> None:
    async with page(data) as house:
        ha = await house.meeting()
        an = await house.guest(ha, "Nguyễn Văn An")
        wrong_clock = datetime.now(UTC) - timedelta(days=400)
        said_at = wrong_clock.isoformat()
        await ha.type("Nói sau")
        await ha.line("Nói sau")
        late = (wrong_clock + timedelta(minutes=3)).isoformat()
        await an.upload("Nói trước".encode(), at=said_at, now=late)
        await an.line("Nói trước")
        assert await ha.in_order() == ["Nói trước", "Nói sau"]


async def test_older_lines_come_by_pages(data: Path) -> None:
    async with page(data) as house:
        ha = await house.meeting()
        for count in range(12):
            await ha.type(f"Lời số {count}")
        await ha.line("Lời số 11")
        newest = (await ha.get("/api/hop?so=5")).json()
        assert [x["no"] for x in newest["lines"]] == [8, 9, 10, 11, 12]
        assert newest["more"] is True
        older = (await ha.get("/api/hop?so=20&truoc=8")).json()
        assert [x["no"] for x in older["lines"]] == [1, 2, 3, 4, 5, 6, 7]
        assert older["more"] is False


async def test_all_goes_on_after_a_restart(data: Path) -> None:
    async with page(data) as house:
        ha = await house.meeting()
        an = await house.guest(ha, "Nguyễn Văn An")
        await an.type("Trước khi máy tắt")
        await an.line("Trước khi máy tắt")
        half = name()
        await an.client.put(f"/api/phan/{half}/0", content="Nửa ".encode())
        seq = (await an.meeting())["seq"]
        cookies, desk = an.client.cookies, ha.client.cookies
    async with page(data) as house:
        an, ha = house.browser(cookies), house.browser(desk)
        assert (await an.meeting())["me"]["name"] == "Nguyễn Văn An"
        await an.client.put(f"/api/phan/{half}/1", content="đầu, nửa cuối".encode())
        done = await an.send(f"/api/phan/{half}/xong", parts=2, kind="note")
        assert done.status_code == 200
        await ha.line("Nửa đầu, nửa cuối")
        async with ha.watching(seq) as came:
            await eventually(lambda: said_in(came))
        assert said_in(came) == {"Nửa đầu, nửa cuối"}


async def test_what_is_said_stands_once_though_its_process_was_killed(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the moment in which it stands in the chat, and that in which it is marked as said."""

    def killed(*_: object) -> None:
        raise OSError("nothing is marked any more")

    async with page(data) as house:
        ha = await house.meeting()
        await ha.said("Đã mở cuộc họp số 1")
        monkeypatch.setattr(house.office.store.outbox, "sent", killed)
        await ha.type("/dong")
        await ha.said("chưa có dòng nào")
        cookies = ha.client.cookies
    async with page(data) as house:
        ha = house.browser(cookies)
        await ha.type("/quyen")
        await ha.said("Thư ký")  # behind it
        said = [x["text"] for x in (await ha.meeting())["said"]]
    assert len([text for text in said if "chưa có dòng nào" in text]) == 1, said


async def test_a_second_link_leads_to_the_open_meeting(data: Path) -> None:
    async with page(data) as house:
        ha = await house.meeting()
        await ha.type("Đã có lời")
        await ha.line("Đã có lời")
        secret = await house.office.page.make_link()
        phone = house.browser()
        answer = await phone.post(f"/ban/{secret}")
        assert answer.headers["location"] == "/hop"
        assert (await phone.meeting())["may"]["desk"] is True
        await phone.type("/ketthuc")
        await ha.said("Đã đóng cuộc họp số 1")
        assert (await ha.meeting())["open"] is False


async def test_from_the_desk_of_an_open_meeting_a_second_secretary_opens_her_own(
    data: Path,
) -> None:
    async with page(data) as house:
        ha = await house.meeting(title="Họp thứ nhất")
        assert '"shares_desk":false' in (await ha.get("/hop")).text
        lan = house.browser()
        await lan.post(f"/ban/{await house.office.page.make_link()}")
        assert '"shares_desk":true' in (await lan.get("/hop")).text
        form = await lan.get("/mo/khac")
        assert "Trần Thị Hà" not in form.text, "she goes by a name of her own"
        once = _once(form.text)
        nameless = await lan.post("/mo/khac", name="", title="Họp thứ hai", once=once)
        assert nameless.status_code == 200
        cookies = httpx.Cookies(lan.client.cookies)
        for browser in (lan, house.browser(cookies)):  # two taps on the button are one
            answer = await browser.post("/mo/khac", name="Vũ Lan", title="Họp thứ hai", once=once)
            assert answer.headers["location"] == "/hop", answer.text
        assert len(await house.office.page.open_meetings()) == 2
        await lan.type("Lời của họp thứ hai")
        line = await lan.line("Lời của họp thứ hai")
        assert (line["no"], line["who"]) == (1, "Vũ Lan")
        await ha.type("Lời của họp thứ nhất")
        await ha.line("Lời của họp thứ nhất")
        assert [x["text"] for x in (await ha.meeting())["lines"]] == ["Lời của họp thứ nhất"]
        an = await house.guest(ha, "Nguyễn Văn An")
        for path in ("/mo", "/mo/khac"):
            refused = await an.post(path, name="Nguyễn Văn An", title="Họp lén", once=once)
            assert refused.status_code == 403
        assert (await ha.get("/mo")).headers["location"] == "/hop"


async def test_a_form_that_is_tried_again_opens_no_second_meeting(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The house was slow: nobody was told that the meeting is open."""
    async with page(data) as house:
        await house.meeting(title="Họp thứ nhất")
        lan = house.browser()
        await lan.post(f"/ban/{await house.office.page.make_link()}")
        form = (await lan.get("/mo/khac")).text
        given = {"name": "Vũ Lan", "title": "Họp thứ hai"}
        with monkeypatch.context() as slow:
            slow.setattr(doing, "LONGEST_ANSWER", 0.0)
            late = await lan.post("/mo/khac", **given, once=_once(form))
        form = late.text or form  # it may have been opened in time
        answer = await lan.post("/mo/khac", **given, once=_once(form))
        assert answer.headers["location"] == "/hop", answer.text
        assert len(await house.office.page.open_meetings()) == 2


def _once(form: str) -> str:
    """What a form carries, so that it is the same when it is sent again."""
    return form.partition('name="once" value="')[2].partition('"')[0]


async def test_who_is_shown_out_sees_nothing_more_at_once(data: Path) -> None:
    async with page(data) as house:
        ha = await house.meeting()
        ba = await house.guest(ha, "Lê Văn Ba")
        seen = await ha.said("Mới vào: Lê Văn Ba")
        async with ba.watching() as came:
            out = next(b for row in seen["buttons"] for b in row if b["label"] == "Mời ra")
            before = await ha.code()
            await ha.press(out["data"], seen["id"])
            await eventually(lambda: [x for x in came if x["event"] == "out"])
            assert await ha.code() != before, "by the one that they have they would come in again"
            await ha.type("Chuyện riêng")
            await ha.line("Chuyện riêng")
            await ba.type("Tôi vẫn nói")
        assert not [x for x in came if "Chuyện riêng" in str(x)]
        assert (await ba.get("/api/hop")).status_code == 404
        assert [x["text"] for x in (await ha.meeting())["lines"]] == ["Chuyện riêng"]


async def test_who_may_see_is_looked_at_anew_where_nothing_tells_of_it(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is so behind the next thing that is told; hundreds need not be looked at before it."""
    monkeypatch.setattr("bot.webpage.page.KNOWN_FOR", (0.0, 3600.0))
    async with page(data) as house:
        ha = await house.meeting()
        an = await house.guest(ha, "Nguyễn Văn An")
        await an.type("Lời của An")
        await ha.line("Lời của An")
        store = house.office.store

        def remove() -> None:
            chat_id = store.lines.chat_of(1)
            store.places.remove(chat_id, store.lines.get(1).speaker.person_id)

        async with an.watching() as came:
            await house.office.on_store.commit(remove)
            await ha.type("Một lời nữa")
            await eventually(lambda: [x for x in came if x["event"] == "out"])
            await ha.type("Chuyện riêng")
            await ha.line("Chuyện riêng")
            await ha.type("Sau đó")
            await ha.line("Sau đó")
        assert "Chuyện riêng" not in str(came)


async def test_what_is_erased_is_gone_from_the_page_too(data: Path) -> None:
    async with page(data) as house:
        ha = await house.meeting()
        await ha.type("Điều bí mật")
        await ha.line("Điều bí mật")
        await ha.type("/tim bí mật")
        await ha.said("bí mật")
        await ha.upload("Ghi âm bí mật".encode())
        await ha.line("Ghi âm bí mật")
        await ha.type("/ketthuc")
        await ha.said("Đã đóng cuộc họp")
        await house.office.on_store(house.office.store.erasing.meeting, 1)

        def left() -> list[str]:
            return [
                str(file.relative_to(data))
                for file in data.rglob("*")
                if file.is_file() and "bí mật".encode() in file.read_bytes()
            ]

        await house.office.on_store(house.office.store.erasing.finish, data)
        await house.office.on_store(house.office.store.erasing.finish, data)
        await eventually(lambda: not [x for x in left() if x.startswith(DATABASE)])


async def test_reading_a_button_of_a_message_rewrites_it(data: Path) -> None:
    async with page(data) as house:
        ha = await house.meeting()
        await house.guest(ha, "Nguyễn Văn An")
        came = await ha.said("Mới vào: Nguyễn Văn An")
        right = next(b for row in came["buttons"] for b in row if b["label"] == "Đúng")
        async with ha.watching() as stream:
            await ha.press(right["data"], came["id"])
            now: Json = await eventually(
                lambda: next(
                    (
                        x["data"]
                        for x in stream
                        if x["event"] == "said"
                        and x["data"]["id"] == came["id"]
                        and x["data"]["text"] != came["text"]
                    ),
                    None,
                )
            )
        assert now["buttons"] != came["buttons"]


class Deaf(Ear):
    """Hears a sentence in whatever is sound."""

    def __init__(self) -> None:
        self.count = 0

    def transcribe(self, source: Path, *, hints: str = "") -> Transcript:
        self.count += 1
        text = f"Câu thứ {self.count} của cả phòng."
        return Transcript(text, 3.0, 0.9, (Segment(0.0, 3.0, text, 0.9, text),))


async def test_a_room_recorded_by_stretches_is_heard_line_by_line(data: Path) -> None:
    sound = speech("Ly").read_bytes()
    async with page(data, ear=Deaf()) as house:
        ha = await house.meeting()
        an = await house.guest(ha, "Nguyễn Văn An")
        await an.record_room(sound, 3)
        third = await ha.line("Câu thứ 3")
        shown = await ha.until(
            lambda at: [x for x in at["lines"] if x["state"] == "long" and "cả phòng" in str(x)]
        )
        parts = [x for x in (await ha.meeting())["lines"] if x["part_of"] == shown["id"]]
        assert [x["text"] for x in sorted(parts, key=lambda x: x["place"])] == [
            f"Câu thứ {number} của cả phòng." for number in (1, 2, 3)
        ]
        assert not [x for x in parts if "Nguyễn Văn An" in x["who"]], "nobody knows who spoke"
        heard = await ha.get(f"/nghe/{third['id']}")
        assert (heard.status_code, heard.headers["content-type"]) == (200, "audio/mp4")
        piece = await ha.client.get(f"/nghe/{third['id']}", headers={"Range": "bytes=0-99"})
        assert (piece.status_code, len(piece.content)) == (206, 100)


async def test_a_form_that_is_sent_again_is_the_same_person(data: Path) -> None:
    """The answer did not come: the browser, or a hand, sends it once more."""
    async with page(data) as house:
        ha = await house.meeting()
        an = house.browser()
        code = await ha.code()
        form = await an.get(f"/vao/{code}")
        once = _once(form.text)
        for _ in range(3):
            an.client.cookies.clear()
            answer = await an.post("/vao", code=code, name="Nguyễn Văn An", once=once)
            assert answer.headers["location"] == "/hop"
        await an.type("Tôi là một người")
        line = await ha.line("Tôi là một người")
        assert line["who"] == "Nguyễn Văn An", "no account is told: there is no namesake"
        came = [x for x in (await ha.meeting())["said"] if "Mới vào" in x["text"]]
        assert len(came) == 1
