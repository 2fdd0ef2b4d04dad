"""What a laptop records after the end of a meeting: kept for a day, and offered to be recorded."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.messages import outside as said
from bot.messages import phrases
from tests.dialogs.recording_the_room import Laptop, heard, impatient, talk
from tests.dialogs.talking import AN, HA, Talk

__all__ = ["impatient", "talk"]  # fixtures
BUTTON = said.BUTTON_REOPEN


@pytest.fixture
async def laptop(talk: Talk) -> Laptop:
    """It records; the meeting is closed meanwhile, ten seconds from now."""
    laptop = Laptop(talk)
    await laptop.says(0, "Xin bắt đầu.")
    await talk.text("/ketthuc")
    return laptop


def offer(talk: Talk, button: str = BUTTON) -> str:
    """The last message that has this button."""
    return [key for key, x in talk.door.shown.items() if button in x.labels][-1]


def kept(talk: Talk) -> int:
    return int(talk.rows("SELECT count(*) FROM stretches WHERE state = 'after'")[0][0])


async def test_it_is_taken_whole_by_one_tap(talk: Talk, laptop: Laptop) -> None:
    for number in (1, 3, 2):
        await laptop.says(number, f"Câu {number}.", starts=3 + number * 8)
    await laptop.says(4, None, starts=36, last=True)
    asked = offer(talk)
    assert "giữ 24 giờ" in talk.door.shown[asked].text
    assert len([x for x in talk.here() if BUTTON in x.labels]) == 1, "it is asked once"
    assert heard(talk) == ["Xin bắt đầu."]
    assert await talk.tap(asked, BUTTON, AN) == phrases.TOAST_NOT_ALLOWED
    await talk.tap(asked, BUTTON)
    await talk.until(lambda: heard(talk) == ["Xin bắt đầu.", "Câu 1.", "Câu 2.", "Câu 3."])
    await talk.until(lambda: "đã ghi cả phòng 00:00:35" in laptop.card().text)
    assert "Thiếu" not in laptop.card().text
    assert [x.at for x in talk.store.lines.of_meeting(1) if x.text == "Câu 1."] == [laptop.at(11)]
    assert await talk.tap_data(asked, "outside:reopen:1") == said.GONE.format(hours=24)


async def test_a_meeting_that_is_opened_again_is_asked_about_it(talk: Talk, laptop: Laptop) -> None:
    await laptop.says(1, "Một.", starts=12)
    await laptop.says(2, "Hai.", starts=20)
    assert "1 ghi âm" in (await talk.text("/molai"))[-1]
    await laptop.says(3, "Ba.", starts=40)  # comes now: it is the meeting's
    await talk.tap(offer(talk, "Ghi cả 1 tin"), "Ghi cả 1 tin")
    await talk.until(lambda: heard(talk) == ["Xin bắt đầu.", "Một.", "Hai.", "Ba."])
    assert "đang ghi 00:00:48" in laptop.card().text


async def test_what_nobody_wants_is_not_kept(talk: Talk, laptop: Laptop) -> None:
    await laptop.says(1, "Đi uống nước.", starts=12)
    assert kept(talk) == 1
    await talk.text("/molai")
    await talk.tap(offer(talk, "Không ghi"), "Không ghi")
    assert talk.rows("SELECT state, media FROM stretches WHERE number = 1") == [("refused", None)]
    assert heard(talk) == ["Xin bắt đầu."]


async def test_after_a_day_it_is_not_kept(talk: Talk, laptop: Laptop) -> None:
    await laptop.says(1, "Một.", starts=12)
    await talk.office.upkeep.once()
    assert kept(talk) == 1
    talk.now += timedelta(hours=25)
    assert await talk.tap(offer(talk), BUTTON) == said.GONE.format(hours=24)
    await talk.office.upkeep.once()
    assert (kept(talk), heard(talk)) == (0, ["Xin bắt đầu."])


async def test_erased_with_the_recordings_of_its_meeting(talk: Talk, laptop: Laptop) -> None:
    await laptop.says(1, "Một.", starts=12)
    await laptop.says(2, None, starts=20, last=True)
    assert await talk.in_store(talk.office.store.erasing.recordings, 1)
    assert talk.rows("SELECT DISTINCT media FROM stretches") == [(None,)]


async def test_after_the_recordings_are_erased_nothing_is_offered(
    talk: Talk, laptop: Laptop
) -> None:
    await laptop.says(1, "Một.", starts=12)
    asked = offer(talk)
    await laptop.says(2, None, starts=20, last=True)
    assert await talk.in_store(talk.office.store.erasing.recordings, 1)
    assert talk.rows("SELECT * FROM outside") == []
    assert "chưa ghi" not in "\n".join(await talk.text("/batdau Họp khác"))
    assert await talk.tap(asked, BUTTON) == said.GONE.format(hours=24)
    assert heard(talk, 2) == []


async def test_what_is_no_more_is_not_said_to_be_recorded(talk: Talk, laptop: Laptop) -> None:
    """Its offer outlived it: no meeting is opened for it, and another one does not fail."""
    await laptop.says(1, "Một.", starts=12)
    asked, rooms = offer(talk), talk.store.rooms
    room = rooms.named(talk.store.chats.find(talk.chat.door, talk.chat.key) or 0, laptop.name)
    assert room
    await talk.in_store(rooms.want, room)
    await talk.text("/batdau Họp khác")
    assert await talk.tap(offer(talk, "Ghi cả 1 tin"), "Ghi cả 1 tin") == said.GONE.format(hours=24)
    assert await talk.tap(asked, BUTTON) == said.GONE.format(hours=24)
    assert talk.rows("SELECT * FROM outside") == []
    assert not [x for x in talk.here() if x.text.startswith("Đã ghi vào")]


async def test_of_a_deleted_recording_nothing_is_kept_after_the_end(
    talk: Talk, laptop: Laptop
) -> None:
    (line,) = [x for x in talk.store.lines.of_meeting(1) if x.room]
    await talk.text(f"/xoa {line.no}")
    await laptop.says(1, "Một.", starts=12)
    assert f"Ghi âm cả phòng #{line.no} đã bị xoá" in talk.here()[-1].text
    assert (kept(talk), talk.rows("SELECT * FROM outside")) == (0, [])
    assert not [x for x in talk.here() if BUTTON in x.labels]


async def test_what_was_kept_of_a_recording_deleted_since_is_a_new_one(
    talk: Talk, laptop: Laptop
) -> None:
    await laptop.says(1, "Một.", starts=12)
    await laptop.says(2, None, starts=20, last=True)
    (line,) = [x for x in talk.store.lines.of_meeting(1) if x.room]
    await talk.text(f"/xoa {line.no}")
    await talk.tap(offer(talk), BUTTON)
    await talk.until(lambda: "Một." in heard(talk))
    new = [x for x in talk.store.lines.of_meeting(1) if x.room and not x.deleted]
    assert [x.id for x in new] != [line.id]
    await talk.until(lambda: "đã ghi cả phòng" in talk.door.shown[card(talk, new[0].id)].text)
    assert talk.rows("SELECT count(*) FROM stretches WHERE state IN ('waiting', 'held')") == [(0,)]


async def test_a_recording_that_was_begun_after_the_end(talk: Talk) -> None:
    await talk.text("/ketthuc")
    laptop = Laptop(talk)
    await laptop.says(0, "Còn một việc.", starts=20)
    assert heard(talk) == []
    await talk.tap(offer(talk), BUTTON)
    await talk.until(lambda: heard(talk) == ["Còn một việc."])


async def test_where_another_machine_has_recorded_it_too_it_stands_once(
    talk: Talk, laptop: Laptop
) -> None:
    await laptop.says(1, "Chỉ máy này có.", starts=12)
    await laptop.says(2, "cả hai máy có", starts=60)
    await talk.text("/molai")
    other = Laptop(talk, HA, "may-khac", laptop.at(55))
    await other.says(0, "Cả hai máy có.", seconds=20.0)
    await talk.tap(offer(talk, "Ghi cả 1 tin"), "Ghi cả 1 tin")
    await talk.until(lambda: heard(talk)[1:2] == ["Chỉ máy này có."])
    assert heard(talk) == ["Xin bắt đầu.", "Chỉ máy này có.", "Cả hai máy có."]


async def test_into_the_next_meeting_it_goes_as_a_recording_of_that(
    talk: Talk, laptop: Laptop
) -> None:
    await talk.text("/batdau Họp khác")
    await laptop.says(1, "Của cuộc sau.", starts=60, gap=30)
    await laptop.says(2, "Vẫn của cuộc sau.", starts=68)
    await talk.tap(offer(talk), BUTTON)
    await talk.until(lambda: heard(talk, 2) == ["Của cuộc sau.", "Vẫn của cuộc sau."])
    assert heard(talk) == ["Xin bắt đầu."]
    (room,) = [x for x in talk.store.lines.of_meeting(2) if x.room]
    await talk.until(lambda: "đã ghi cả phòng" in talk.door.shown[card(talk, room.id)].text)
    assert "Thiếu" not in talk.door.shown[card(talk, room.id)].text


def card(talk: Talk, line_id: int) -> str:
    chat_id = talk.store.chats.find(talk.chat.door, talk.chat.key)
    return talk.store.lines.card_of(line_id, chat_id) or ""


async def test_of_one_who_has_joined_the_desk_is_asked(talk: Talk) -> None:
    code = re.search(r"mã: (\d{3} \d{3})", (await talk.text("/moi"))[0])
    assert code
    alone = talk.alone(AN)
    await alone.text(f"/vao {code[1]}", AN)
    phone = Laptop(alone, AN, "dien-thoai", talk.now)
    await talk.text("/ketthuc")
    await phone.says(0, "Một.", starts=60)
    await phone.says(1, "Hai.", starts=68)
    assert "đã báo thư ký Lê Thị Hà" in alone.here()[-1].text
    asked = offer(talk)
    assert "còn ghi cả phòng sau khi cuộc họp số 1 đóng" in talk.door.shown[asked].text
    await talk.tap(asked, BUTTON)
    await talk.until(lambda: heard(talk) == ["Một.", "Hai."])
