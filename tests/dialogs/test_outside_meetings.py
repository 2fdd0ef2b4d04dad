"""What is said before a meeting or after it: kept, answered where it matters, recorded by a tap."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.doors.port import Incoming, MediaKind
from bot.messages import outside as said
from bot.messages import phrases
from tests.dialogs.talking import AN, BINH, HA, Talk, talking


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with talking(tmp_path) as talk:
        yield talk


def last(talk: Talk) -> str:
    """The bot's last message."""
    return list(talk.door.shown)[-1]


async def test_a_recording_after_the_end_opens_the_meeting_again(talk: Talk) -> None:
    await talk.text("/batdau Họp giao ban")
    await talk.text("Câu trong họp")
    await talk.text("/ketthuc")
    asked = await talk.voice("Tôi xin bổ sung", AN)
    shown = talk.door.shown[asked]
    assert "Cuộc họp số 1 “Họp giao ban” đã đóng nên ghi âm này chưa vào biên bản" in shown.text
    assert shown.labels == ["Mở lại và ghi", "Mở cuộc họp và ghi"]
    assert talk.lines() == [(1, "Lê Thị Hà", "Câu trong họp", None)]
    assert await talk.tap(asked, "Mở lại và ghi", BINH) == phrases.TOAST_NOT_ALLOWED
    assert await talk.tap(asked, "Mở lại và ghi") == ""
    assert talk.lines()[1:] == [(2, "Nguyễn Văn An", "Tôi xin bổ sung", None)]
    assert talk.door.shown[asked].text == "Đã ghi vào cuộc họp số 1 “Họp giao ban”."
    assert talk.door.shown[asked].labels == []
    assert await talk.tap_data(asked, "outside:reopen:1") == said.GONE.format(hours=24)
    assert len(talk.lines()) == 2


async def test_a_recording_before_any_meeting_opens_one(talk: Talk) -> None:
    asked = await talk.voice("Hai phút đầu", AN, seconds=119.0)
    assert talk.door.shown[asked].labels == ["Mở cuộc họp và ghi"]
    await talk.tap(asked, "Mở cuộc họp và ghi")
    assert talk.lines() == [(1, "Nguyễn Văn An", "Hai phút đầu", None)]
    meeting = talk.store.meetings.get(1)
    assert (meeting.title, meeting.is_open) == ("Cuộc họp ngày 24/07/2026", True)
    assert meeting.secretary.name == "Lê Thị Hà"
    assert any(x.text == said.NAME_IT for x in talk.door.shown.values())


async def test_a_long_recording_is_kept_too(talk: Talk) -> None:
    asked = await talk.voice("dài", AN, seconds=7200.0, name="hop.mp3")
    assert "ghi âm này chưa vào biên bản; bot giữ lại 24 giờ" in talk.door.shown[asked].text


async def test_each_recording_is_answered_and_chatting_is_not(talk: Talk) -> None:
    answers = [await talk.text(text, AN) for text in ("Ăn sáng chưa", "Rồi", "Mấy giờ họp")]
    assert answers == [[said.HOW_TO_BEGIN.format(hours=24)], [], []]
    for words in ("một", "hai", "ba"):
        assert "ghi âm này chưa vào biên bản" in talk.door.shown[await talk.voice(words)].text
    (answer,) = await talk.text("KL: Tôi tưởng đang họp", AN)
    assert answer == said.HOW_TO_BEGIN.format(hours=24)


async def test_what_was_typed_just_before_a_meeting_is_offered_once(talk: Talk) -> None:
    talk.clock = lambda: talk.now
    await talk.text("Chuyện buổi sáng", AN)
    await talk.voice("Ghi âm buổi sáng", BINH)
    talk.now += timedelta(hours=2)
    await talk.text("YK: Đề nghị lùi hạn", AN)
    await talk.text("Tôi đồng ý", BINH)
    opened, offer = await talk.text("/batdau Họp")
    assert opened.startswith("Đã mở cuộc họp số 1")
    assert offer.startswith("Còn 3 tin gửi lúc chưa mở cuộc họp (1 ghi âm, 2 tin gõ) chưa ghi.")
    asked = last(talk)
    assert talk.door.shown[asked].labels == ["Ghi cả 3 tin", "Không ghi"]
    assert await talk.tap(asked, "Ghi cả 3 tin", AN) == phrases.TOAST_NOT_ALLOWED
    await talk.tap(asked, "Ghi cả 3 tin")
    assert talk.lines() == [
        (1, "Trần Bình", "Ghi âm buổi sáng", None),
        (2, "Nguyễn Văn An", "Đề nghị lùi hạn", "ykien"),
        (3, "Trần Bình", "Tôi đồng ý", None),
    ]
    assert await talk.text("/ketthuc")
    assert len(await talk.text("/molai")) == 1


async def test_what_nobody_wants_is_left_out(talk: Talk) -> None:
    await talk.text("Chào cả nhà", AN)
    await talk.text("/batdau Họp")
    await talk.tap(last(talk), "Không ghi")
    assert talk.lines() == []
    assert talk.rows("SELECT count(*) FROM outside") == [(0,)]


async def test_the_button_of_one_offers_the_others(talk: Talk) -> None:
    first = await talk.voice("một", AN)
    await talk.voice("hai", BINH)
    await talk.tap(first, "Mở cuộc họp và ghi")
    assert [text for _, _, text, _ in talk.lines()] == ["một"]
    asked = next(key for key, x in talk.door.shown.items() if "Còn 1 tin" in x.text)
    await talk.tap(asked, "Ghi cả 1 tin")
    assert [text for _, _, text, _ in talk.lines()] == ["một", "hai"]


async def test_in_a_meeting_that_is_open_by_now_ones_own_words_are_recorded(talk: Talk) -> None:
    asked = await talk.voice("của An", AN)
    await talk.text("/batdau Họp")
    assert await talk.tap(asked, "Mở cuộc họp và ghi", BINH) == phrases.TOAST_NOT_ALLOWED
    await talk.tap(asked, "Mở cuộc họp và ghi", AN)
    assert talk.lines() == [(1, "Nguyễn Văn An", "của An", None)]


async def test_a_conclusion_after_the_end_is_kept_with_its_tag(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    await talk.text("/ketthuc")
    await talk.text("/ketluan Giao Phòng A chủ trì")
    await talk.tap(last(talk), "Mở lại và ghi")
    assert talk.lines() == [(1, "Lê Thị Hà", "Giao Phòng A chủ trì", "ketluan")]


async def test_a_meeting_of_last_week_is_not_offered_to_be_opened_again(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    await talk.text("/ketthuc")
    talk.now += timedelta(days=7)
    asked = await talk.voice("Tuần này", AN)
    assert talk.door.shown[asked].labels == ["Mở cuộc họp và ghi"]


async def test_what_is_kept_goes_after_a_day_and_with_its_meeting(talk: Talk) -> None:
    talk.clock = lambda: talk.now
    asked = await talk.voice("Hôm qua", AN)
    talk.now += timedelta(hours=25)
    assert await talk.tap(asked, "Mở cuộc họp và ghi") == said.GONE.format(hours=24)
    assert len(await talk.text("/batdau Họp")) == 1
    await talk.office.upkeep.once()
    assert talk.rows("SELECT count(*) FROM outside") == [(0,)]
    await talk.text("/ketthuc")
    await talk.voice("Sau họp", AN)
    await talk.in_store(talk.office.store.erasing.meeting, 1)
    assert talk.rows("SELECT count(*) FROM outside") == [(0,)]


async def test_an_edit_of_what_waits_and_the_words_of_a_picture(talk: Talk) -> None:
    await talk.arrive(AN, "e1", text="YK: 40 triệu")
    await talk.text("YK: 45 triệu", AN, edit="e1")
    await talk.picture("Biểu đồ quý 2")
    await talk.text("/batdau Họp")
    await talk.tap(last(talk), "Ghi cả 2 tin")
    assert [(text, tag) for _, _, text, tag in talk.lines()] == [
        ("45 triệu", "ykien"),
        ("Biểu đồ quý 2", None),
    ]


async def test_a_sticker_is_no_reason_to_say_how_a_meeting_begins(talk: Talk) -> None:
    assert await talk.picture(kind=MediaKind.STICKER) == []
    assert await talk.text("Chào") == [said.HOW_TO_BEGIN.format(hours=24)]


async def test_another_chats_button_records_nothing(talk: Talk) -> None:
    await talk.voice("của nhóm này", AN)
    other = Talk(talk.office, talk.door, "-200")
    await other.text("/batdau Họp khác")
    assert await other.tap_data("m1", "outside:open:1") == said.GONE.format(hours=24)
    for data in ("outside:steal:1", "outside:open", "outside:open:x", "outside:all:"):
        assert await other.tap_data("m1", data) == phrases.TOAST_OLD
    assert other.lines() == []


async def test_a_flood_outside_of_meetings_is_bounded(talk: Talk) -> None:
    talk.between = timedelta(seconds=1)
    for n in range(320):
        await talk.office.post.receive(arrival(talk, n))
    await talk.settle()
    assert talk.rows("SELECT count(*) FROM outside") == [(300,)]


def arrival(talk: Talk, number: int) -> Incoming:
    talk.now += talk.between
    return Incoming(f"f{number}", talk.chat, HA, talk.now, f"f{number}", f"tin {number}")
