"""Who is heard at all, how much from one person, and how much a group is told."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.doors.port import Chat, ChatKind, Person
from bot.minutes import Tag
from foundation.pace import Flood, Pace
from tests.dialogs.talking import AN, BINH, HA, ListDoor, Talk, talking


def in_private(talk: Talk, who: Person) -> Talk:
    """The same house, asked by one person alone."""
    alone = Talk(talk.office, talk.door, who.key)
    alone.chat = Chat(talk.door.name, who.key, who.name, ChatKind.PRIVATE)
    return alone


# --- strangers ----------------------------------------------------------------------------------


async def test_a_stranger_is_told_once_and_nothing_of_theirs_is_kept(tmp_path: Path) -> None:
    async with talking(tmp_path, key="-999", allowed_chats="-100") as talk:
        stranger = Person("66", "Tên Lạ Hoắc")
        talk.chat = Chat(talk.door.name, "-999", "Nhóm Lạ Lùng", ChatKind.GROUP)
        (said,) = await talk.text("Mật khẩu là bí-mật-xyz", stranger)
        assert "khung chat -999, người 66" in said
        assert await talk.text("/batdau Họp lạ", stranger) == []
        assert await talk.text("/batdau Họp lạ", Person("67", "Khác")) == []  # the group was told
        talk.between = timedelta(minutes=2)
        assert len(await talk.text("Alô", stranger)) == 1
        assert talk.store.meetings.get(1) is None
    data = b"".join(path.read_bytes() for path in tmp_path.glob("bienban.sqlite*"))
    for word in ("bí-mật-xyz", "Lạ Hoắc", "Lạ Lùng", "Họp lạ"):
        assert word.encode() not in data


async def test_the_chats_and_people_it_is_for_are_heard(tmp_path: Path) -> None:
    async with talking(tmp_path, allowed_chats="-100, -200", allowed_users="3") as talk:
        assert "Đã mở cuộc họp" in (await talk.text("/batdau Họp", HA))[0]
        topic = Talk(talk.office, talk.door, "-200/17")
        assert "Đã mở cuộc họp" in (await topic.text("/batdau Họp", HA))[0]
        elsewhere = Talk(talk.office, talk.door, "-300")
        assert "Đã mở cuộc họp" in (await elsewhere.text("/batdau Họp", BINH))[0]
        assert "chỉ phục vụ" in (await elsewhere.text("Xin chào", AN))[0]
        assert "chỉ phục vụ" in (await in_private(talk, AN).text("/lichsu", AN))[0]


async def test_who_took_part_is_heard_in_private_too(tmp_path: Path) -> None:
    async with talking(tmp_path, allowed_chats="-100") as talk:
        await talk.text("/batdau Họp giao ban")
        await talk.text("Tôi có ý kiến.", AN)
        assert "Họp giao ban" in (await in_private(talk, AN).text("/lichsu", AN))[0]


@pytest.mark.parametrize("wrong", ["nhóm A", "-100;abc", "12 34x"])
def test_ids_are_digits(tmp_path: Path, wrong: str) -> None:
    from bot.errors import SettingsError
    from bot.settings import load_settings

    with pytest.raises(
        SettingsError, match="ALLOWED_CHATS: phải là các số cách nhau bằng dấu phẩy"
    ):
        load_settings(data_dir=tmp_path, allowed_chats=wrong, _env_file=None)


# --- floods -------------------------------------------------------------------------------------


async def test_a_thousand_messages_a_minute_are_told_once_and_others_go_on(tmp_path: Path) -> None:
    async with talking(tmp_path, max_messages_a_minute=20) as talk:
        await talk.text("/batdau Họp")
        talk.between = timedelta(milliseconds=50)
        said = [await talk.text(f"tin {n}", AN) for n in range(50)]
        assert len(talk.lines()) == 20
        assert [n for n, one in enumerate(said) if one] == [20]
        assert said[20][0].startswith("Nguyễn Văn An gửi hơn 20 tin trong một phút nên các tin từ ")
        await talk.text("Ý kiến của tôi", BINH)
        assert talk.lines()[-1][2] == "Ý kiến của tôi"
        talk.between = timedelta(minutes=1)
        await talk.text("tin sau một phút", AN)
        assert talk.lines()[-1][2] == "tin sau một phút"


async def test_what_was_sent_while_the_bot_was_away_is_no_flood(tmp_path: Path) -> None:
    async with talking(tmp_path, max_messages_a_minute=20) as talk:
        await talk.text("/batdau Họp")
        for n in range(60):  # ten seconds apart, whenever they come
            await talk.text(f"tin {n}", AN)
        assert len(talk.lines()) == 60


def test_the_flood_counts_each_person_by_the_platforms_time() -> None:
    from datetime import UTC, datetime

    flood, at = Flood(2), datetime(2026, 1, 1, tzinfo=UTC)
    assert [flood.is_over("a", key, at) for key in "1223"] == [False, False, False, True]
    assert not flood.is_over("b", "4", at)
    assert flood.is_over("a", "5", at + timedelta(seconds=59))
    assert not flood.is_over("a", "6", at + timedelta(seconds=60))
    assert [flood.is_first("a", str(s), at + timedelta(seconds=s)) for s in (0, 30, 61)] == [
        True,
        False,
        True,
    ]


# --- what a group is told -----------------------------------------------------------------------


def test_the_pace_counts_the_last_minute() -> None:
    now = 100.0
    pace = Pace(lambda: now)
    assert pace.wait("a", 2) == 0
    pace.count("a")
    now = 110.0
    pace.count("a")
    assert pace.wait("a", 2) == 50
    assert pace.wait("a", 3) == 0
    assert pace.wait("b", 2) == 0
    now = 161.0
    assert pace.wait("a", 2) == 0


@pytest.fixture
def paced() -> ListDoor:
    return ListDoor(most_a_minute=20)


async def test_when_many_lines_finish_several_go_into_one_message(
    tmp_path: Path, paced: ListDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 0.0
    monkeypatch.setattr("bot.post.saying.LOOK_AGAIN", 0.01)
    async with talking(tmp_path, door=paced, pace=Pace(lambda: now)) as talk:
        await talk.text("/batdau Họp")
        settle, talk.settle = talk.settle, _nothing
        for n in range(1, 41):
            await talk.voice_quickly(f"lời thứ {n}", AN)
        await talk.until(lambda: len(paced.shown) >= 16)  # the last ones may share a message
        assert len(paced.shown) <= 20
        await talk.hears(40)
        (said,) = await _answered(talk, "/dong 5")  # an answer is no card: it is said at once
        assert "lời thứ 5" in said
        now = 61.0
        await settle()
        shown = [one.text for one in paced.shown.values()]
        for n in range(1, 41):
            assert any(f"lời thứ {n}\n" in f"{text}\n" for text in shown), n
        assert len(shown) < 30
        assert not any("đang chép…" in text for text in shown)
        together = next(key for key, one in paced.shown.items() if len(one.labels) > 10)
        label = paced.shown[together].labels[0]
        assert re.fullmatch(r"#\d+ Ý kiến", label)
        talk.settle = settle
        now = 130.0
        assert "Ý kiến" in await talk.tap(together, label)
        tagged = [no for no, *_, tag in talk.lines() if tag is Tag.OPINION]
        assert label == f"#{tagged[0]} Ý kiến"
        assert len(tagged) == 1


async def _nothing() -> None: ...


async def _answered(talk: Talk, text: str) -> list[str]:
    before = set(talk.door.shown)
    await talk.text(text)

    def said() -> list[str]:
        new = [one.text for key, one in talk.door.shown.items() if key not in before]
        return [text for text in new if "lời thứ 5" in text]

    return (await talk.until(said))[-1:]
