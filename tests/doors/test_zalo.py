"""A meeting on Zalo: through a real server, which repeats itself, and the whole house."""

from __future__ import annotations

import logging
import re
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.daily.upkeep import KEPT_POST
from bot.messages import plain as said
from bot.messages import rights as about_rights
from bot.store import recordings
from foundation import logs
from tests.dialogs.talking import Ear
from tests.doors.sounds import encoded, speech
from tests.doors.zalo_house import TOKEN, an, hears, lines, running, zalo
from tests.doors.zalo_server import BROKEN, DROPPED, Human, Inside, Sound, ZaloServer
from tests.waiting import PATIENCE, eventually
from transcribe import Transcriber, Transcript

__all__ = ["an", "zalo"]  # fixtures


async def opened(zalo: ZaloServer, who: Human) -> None:
    zalo.text(who, "/batdau Họp giao ban")
    await hears(zalo, who, "Đã mở cuộc họp số 1: Họp giao ban")


async def test_a_meeting_read_as_a_story(zalo: ZaloServer, an: Human, data: Path) -> None:
    async with running(zalo, data) as office:
        await opened(zalo, an)
        zalo.text(an, "Phòng *A* đề nghị _gia hạn_")
        await hears(zalo, an, "✓ #1")
        zalo.voice(an, Sound("Thống nhất gia hạn đến tháng 12".encode()))
        card = (await hears(zalo, an, "#2 · Nguyễn Văn An"))[-1]
        assert "Thống nhất gia hạn đến tháng 12" in card
        assert said.HOW_TO_TAG.format(no=2) in card
        zalo.text(an, "kl 2")
        await hears(zalo, an, "Đã gắn thẻ Kết luận cho #2.")
        zalo.text(an, "sua 2 Thống nhất gia hạn đến ngày 15 tháng 12.")
        await hears(zalo, an, "Đã sửa #2: Thống nhất gia hạn đến ngày 15 tháng 12.")
        zalo.text(an, "/baocao ketluan")
        draft = await hears(zalo, an, "Thống nhất gia hạn đến ngày 15 tháng 12")
        await hears(zalo, an, ".docx: ứng dụng này không nhận tệp từ bot.")
        assert await lines(office) == [
            (1, "Nguyễn Văn An", "Phòng *A* đề nghị _gia hạn_"),
            (2, "Nguyễn Văn An", "Thống nhất gia hạn đến ngày 15 tháng 12."),
        ]
        (first, *_) = await office.on_store(office.store.lines.of_meeting, 1)
        assert first.at.year == 2026  # milliseconds
        assert all(len(text) <= 2000 for text in draft)
    assert {set(call) == {"chat_id", "text"} for call in zalo.called("sendMessage")} == {True}


async def test_what_zalo_brings_late_stands_where_it_was_said(
    zalo: ZaloServer, an: Human, data: Path
) -> None:
    """Nobody has joined; an answer to a poll was lost, and its event comes when others have."""
    async with running(zalo, data) as office:
        await opened(zalo, an)
        first = zalo.event(an, "text", text="Một")
        lost = zalo.event(an, "text", text="Hai")
        spoken = zalo.event(an, "voice", voice_url=zalo.address(Sound(b"Ba")))
        last = zalo.event(an, "text", text="Bốn")
        for event in (first, last, spoken, lost):
            zalo.bring(event)
            await eventually(lambda: not zalo.left)
        await hears(zalo, an, "Ba")
        await office.settle()
        assert await lines(office) == [
            (1, "Nguyễn Văn An", "Một"),
            (4, "Nguyễn Văn An", "Hai"),
            (3, "Nguyễn Văn An", "Ba"),
            (2, "Nguyễn Văn An", "Bốn"),
        ]
        zalo.text(an, "/dong")
        shown = (await hears(zalo, an, "Bốn"))[-1]
        assert shown.index("#4") < shown.index("#3") < shown.index("#2")


async def test_where_there_are_no_at_names_people_are_named_in_full(
    zalo: ZaloServer, an: Human, data: Path
) -> None:
    binh = zalo.person("Trần Bình")
    async with running(zalo, data):
        await opened(zalo, an)
        assert "chọn người chủ trì: /chutri Họ tên" in zalo.said_to(an)[-1]
        zalo.text(an, "/moi")
        code = re.search(r"mã: (\d{3} \d{3})", (await hears(zalo, an, "mã: "))[-1])
        assert code
        zalo.text(an, "/chutri @binh")
        told = (await hears(zalo, an, "Chưa rõ là ai"))[-1]
        assert told == about_rights.WHO_IS_IT_BY_NAME.format(command="chutri")
        zalo.text(binh, f"/vao {code[1]}")
        await hears(zalo, binh, "Họp giao ban")
        zalo.text(binh, "Tôi có mặt")
        await hears(zalo, binh, "✓ #1")
        for typed in ("/thuky", "/quyen", "/trogiup hop", "/thuky them Trần Bình", "/chutri"):
            zalo.text(an, typed)
        await hears(zalo, an, "Chưa chọn chủ trì. Chọn: /chutri Họ tên")
        zalo.text(an, "/chutri Trần Bình")
        await hears(zalo, an, "Chủ trì của cuộc họp là Trần Bình")
        assert not [text for text in (*zalo.said_to(an), *zalo.said_to(binh)) if "@ten" in text]


async def test_real_aac_becomes_words(
    zalo: ZaloServer, an: Human, data: Path, transcriber: Transcriber
) -> None:
    async with running(zalo, data, ear=transcriber) as office:
        await opened(zalo, an)
        zalo.voice(an, Sound(encoded(speech("Ly"), "adts", "aac", 16_000)))
        card = (await hears(zalo, an, "#1 · Nguyễn Văn An"))[-1]
        ((_, _, text),) = await lines(office)
        assert text
        assert text in card


@pytest.mark.parametrize("bare", [False, True], ids=["envelope", "bare"])
async def test_the_same_event_fifty_times_is_one_line(
    zalo: ZaloServer, an: Human, data: Path, bare: bool
) -> None:
    zalo.repeats, zalo.bare = 50, bare
    async with running(zalo, data) as office:
        await opened(zalo, an)
        zalo.text(an, "Nhất trí")
        await hears(zalo, an, "✓ #1")
        polls = len(zalo.called("getUpdates"))
        await eventually(lambda: len(zalo.called("getUpdates")) > polls + 60)
        assert await lines(office) == [(1, "Nguyễn Văn An", "Nhất trí")]
    async with running(zalo, data) as office:  # nor after a start, when memory is empty
        polls = len(zalo.called("getUpdates"))
        await eventually(lambda: len(zalo.called("getUpdates")) > polls + 20)
        await office.settle()
        assert await lines(office) == [(1, "Nguyễn Văn An", "Nhất trí")]
    assert len(zalo.said_to(an)) == 2


async def test_what_comes_back_is_known_after_its_words_are_erased(
    zalo: ZaloServer, an: Human, data: Path
) -> None:
    zalo.repeats = 0
    async with running(zalo, data) as office:
        await opened(zalo, an)
        event = zalo.text(an, "Nhất trí")
        await hears(zalo, an, "✓ #1")
        await office.on_store.commit(office.store.erasing.meeting, 1)
        in_nine_days = datetime.now(UTC) + timedelta(days=9)
        await office.on_store.commit(office.store.inbox.forget, in_nine_days - KEPT_POST)
        zalo.text(an, "/batdau Họp mới")
        await hears(zalo, an, "Họp mới")
        zalo.bring(event)
        zalo.text(an, "Câu mới")
        await hears(zalo, an, "✓ #1", 2)
        assert await lines(office, 2) == [(1, "Nguyễn Văn An", "Câu mới")]


async def test_a_moment_passes_between_polls_that_bring_nothing_new(
    zalo: ZaloServer, an: Human, data: Path
) -> None:
    zalo.repeats = 10_000
    async with running(zalo, data, rest=0.2):
        await opened(zalo, an)
        before = len(zalo.called("getUpdates"))
        zalo.text(an, "Nhất trí")
        await hears(zalo, an, "✓ #1")
        assert len(zalo.called("getUpdates")) - before < 20


async def test_an_expired_recording_is_a_sentence_with_a_way_out(
    zalo: ZaloServer, an: Human, data: Path
) -> None:
    async with running(zalo, data) as office:
        await opened(zalo, an)
        zalo.voice(an, Sound(status=404))
        card = (await hears(zalo, an, "đã hết hạn"))[-1]
        assert "Hãy gửi lại tin thoại, hoặc gõ: /sua 1 nội dung" in card
        zalo.text(an, "sua 1 Nội dung gõ lại")
        await hears(zalo, an, "Đã sửa #1: Nội dung gõ lại")
        assert await lines(office) == [(1, "Nguyễn Văn An", "Nội dung gõ lại")]


async def test_a_recording_leads_nowhere_but_to_zalo(
    zalo: ZaloServer, an: Human, data: Path
) -> None:
    async with running(zalo, data), Inside() as inside:
        await opened(zalo, an)
        zalo.voice(an, Sound(leads_to=f"{inside.base}/latest/meta-data"))
        await hears(zalo, an, "Không tải được ghi âm")
        forged = zalo.event(an, "voice", voice_url=f"{inside.base}/admin.aac")
        zalo.bring(forged)
        await hears(zalo, an, "Không tải được ghi âm", 2)
        good = zalo.address(Sound("Đến nơi".encode()))
        zalo.voice(an, Sound(leads_to=zalo.address(Sound(leads_to=good))))
        await hears(zalo, an, "Đến nơi")
        zalo.voice(an, Sound(leads_to=f"{zalo.base}/voice/round.aac"))
        zalo.sounds["round.aac"] = Sound(leads_to=f"{zalo.base}/voice/round.aac")
        await hears(zalo, an, "Không tải được ghi âm", 3)
    assert inside.asked == []


class Held(Ear):
    """An ear that hears nothing until it is let."""

    def __init__(self) -> None:
        self.let = threading.Event()

    def transcribe(self, source: Path, *, hints: str = "") -> Transcript:
        assert self.let.wait(PATIENCE)
        return super().transcribe(source, hints=hints)


async def test_a_recording_that_expires_is_fetched_while_many_wait(
    zalo: ZaloServer, an: Human, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recordings, "MOST_OF_A_CHAT", 1)
    ear = Held()
    async with running(zalo, data, ear=ear) as office:
        await opened(zalo, an)
        for number in range(5):
            zalo.voice(an, Sound(f"Câu {number}".encode()))
        await eventually(lambda: len(zalo.fetched) == 5)
        assert [text for _, _, text in await lines(office)] == [""] * 5
        ear.let.set()
        await hears(zalo, an, "Câu 4")


async def test_what_is_spoken_after_the_end_is_fetched_before_it_is_wanted(
    zalo: ZaloServer, an: Human, data: Path
) -> None:
    async with running(zalo, data) as office:
        await opened(zalo, an)
        zalo.text(an, "/ketthuc")
        await hears(zalo, an, "Đã đóng cuộc họp số 1")
        late = Sound("Xin bổ sung một ý".encode())
        zalo.voice(an, late)
        offered = (await hears(zalo, an, ": Mở lại và ghi"))[-1]
        await eventually(lambda: zalo.fetched)
        await office.settle()
        late.data, late.status = b"", 404
        (number,) = re.findall(r"(chon \d+): Mở lại và ghi", offered)
        zalo.text(an, number)
        await hears(zalo, an, "Xin bổ sung một ý")
        zalo.text(an, "/ketthuc")
        await hears(zalo, an, "Đã đóng cuộc họp số 1", 2)
        gone = Sound(b"Khong ai can")
        zalo.voice(an, gone)
        await eventually(lambda: len(zalo.fetched) == 2)
        await office.settle()
        assert _recordings(data) == [b"Khong ai can", "Xin bổ sung một ý".encode()]
        await office.on_store.commit(office.store.outside.forget, datetime(2100, 1, 1, tzinfo=UTC))
        office.post.drafted.set()
        await eventually(lambda: len(_files(data)) == 1)
        assert _recordings(data) == ["Xin bổ sung một ý".encode()]


def _files(data: Path) -> list[Path]:
    return list((data / "audio").glob("*/*.*"))


def _recordings(data: Path) -> list[bytes]:
    """What is in them; none may go meanwhile."""
    return sorted(file.read_bytes() for file in _files(data))


async def test_what_is_no_utterance(zalo: ZaloServer, an: Human, data: Path) -> None:
    async with running(zalo, data) as office:
        await opened(zalo, an)
        zalo.bring(zalo.event(an, "sticker", sticker="x"))
        zalo.bring(zalo.event(an, "image", photo_url="https://x.zdn.vn/1.jpg"))
        zalo.bring(zalo.event(an, "unsupported"))
        zalo.bring(zalo.event(an, "unsupported"))
        zalo.bring(zalo.event(an, "reaction.of.next.year", emoji="👍"))
        zalo.bring({"event_name": "bot.joined", "group": 7})
        zalo.bring({"event_name": "message.text.received", "message": {"text": "không ai"}})
        zalo.bring({"event_name": "message.text.received", "message": [1, "\ud800"]})
        zalo.bring(
            zalo.event(an, "image", photo="https://x.zdn.vn/1.jpg", caption="Ảnh bảng số liệu")
        )
        zalo.text(an, "Câu cuối")
        await hears(zalo, an, "#2")
        await office.settle()
        assert [text for _, _, text in await lines(office)] == ["Ảnh bảng số liệu", "Câu cuối"]
        spoken = "\n".join(zalo.said_to(an))
        assert spoken.count(said.HIDDEN) == 1
        assert spoken.count("Nhãn dán không ghi vào biên bản") == 1


async def test_a_group_is_told_once_that_it_is_not_heard(
    zalo: ZaloServer, an: Human, data: Path
) -> None:
    async with running(zalo, data) as office:
        zalo.text(an, "@Bot Biên bản /batdau Họp", group="g0g0g0g0")
        await eventually(lambda: zalo.said)
        zalo.text(an, "@Bot Biên bản có nghe không", group="g0g0g0g0")
        await opened(zalo, an)
        await office.settle()
        assert [text for chat, text in zalo.said if chat == "g0g0g0g0"] == [said.GROUP]


async def test_the_token_is_in_no_row_of_the_log(
    zalo: ZaloServer, an: Human, data: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    written = logs.Formatter(every_word=True)
    zalo.faults["sendMessage"].extend([DROPPED, BROKEN])
    async with running(zalo, data):
        await opened(zalo, an)
    assert caplog.records
    secret = TOKEN.partition(":")[2]
    assert [r.name for r in caplog.records if secret in written.format(r)] == []
    ours = [r for r in caplog.records if r.name.startswith("bot.")]
    assert [r for r in ours if secret in r.getMessage()] == []


async def test_it_seems_to_write_while_a_recording_is_heard(
    zalo: ZaloServer, data: Path, an: Human
) -> None:
    async with running(zalo, data):
        zalo.text(an, "/batdau Họp giao ban")
        await hears(zalo, an, "Đã mở cuộc họp số 1")
        zalo.voice(an, Sound("Ghi âm của hôm qua".encode()))
        await hears(zalo, an, "Ghi âm của hôm qua")
        assert zalo.called("sendChatAction") == [], "nobody waits for it any more"
        zalo.date = lambda _number: round(time.time() * 1000)
        zalo.faults["sendChatAction"].append(BROKEN)
        for words in ("Tôi xin nói", "Tôi nói thêm"):
            zalo.voice(an, Sound(words.encode()))
            await hears(zalo, an, words)
        typing = {"chat_id": an.id, "action": "typing"}
        assert await eventually(lambda: zalo.called("sendChatAction")) == [typing, typing]
