"""Recordings are heard in fair turns by chat, and their cards say how long it takes."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest

from bot.doors.port import Chat
from bot.store.recordings import MOST_OF_A_CHAT
from tests.dialogs.talking import AN, BINH, HA, Dictation, Ear, ListDoor, Talk, talking
from tests.waiting import PATIENCE
from transcribe import Transcript, Work


class Patient(Ear):
    """An engine that hears one note for each that it is let."""

    def __init__(self, took: float = 0.0) -> None:
        self.work = Work(sound=100.0 if took else 0.0, took=took)
        self.asked: list[str] = []
        self.heard: list[str] = []
        self._may = threading.Semaphore(0)

    def let(self, notes: int) -> None:
        self._may.release(notes)

    def transcribe(self, source: Path, *, hints: str = "") -> Transcript:
        self.asked.append(source.read_text("utf-8"))
        assert self._may.acquire(timeout=PATIENCE)
        found = super().transcribe(source, hints=hints)
        self.heard.append(found.text)
        return found


def group(talk: Talk, key: str) -> Talk:
    """Another group at the same house."""
    other = Talk(talk.office, talk.door, key)
    other.chat = Chat(talk.door.name, key, f"Phòng {key}", talk.chat.kind)
    other.settle = talk.office.post.settle
    return other


async def notes(talk: Talk, count: int, name: str) -> None:
    """So many notes at once, each with its own words."""
    settle, talk.settle = talk.settle, nothing
    for number in range(count):
        await talk.voice_quickly(f"{name} {number}")
    talk.settle = settle
    await talk.office.post.settle()


async def nothing() -> None: ...


def cards(talk: Talk, words: str) -> list[str]:
    """Where these words stand now."""
    return [x.text for x in talk.door.shown.values() if words in x.text]


async def test_one_note_is_heard_next_behind_hundreds_of_another_group(tmp_path: Path) -> None:
    ear = Patient()
    async with talking(tmp_path, ear=ear, max_messages_a_minute=10_000) as talk:
        talk.settle = talk.office.post.settle
        other = group(talk, "-200")
        await talk.text("/batdau Họp")
        await other.text("/batdau Họp khác")
        await notes(talk, 220, "a")
        await notes(other, 1, "b")
        await talk.until(lambda: "b 0" in ear.asked)  # though nothing of the others is heard yet
        ear.let(40)
        await talk.until(lambda: len(ear.heard) >= 40)
        assert "b 0" in ear.heard[:20]
        assert other.lines(2) == [(1, AN.name, "b 0", None)]
        ear.let(220)
        await talk.office.settle()
        heard = [one for one in ear.heard if one != "b 0"]
        assert sorted(heard) == sorted(f"a {n}" for n in range(220))


async def test_after_a_restart_the_turns_are_as_fair(tmp_path: Path) -> None:
    door = ListDoor()
    async with talking(tmp_path, ear=Patient(), door=door, max_messages_a_minute=10_000) as talk:
        talk.settle = talk.office.post.settle
        await talk.text("/batdau Họp")
        await group(talk, "-200").text("/batdau Họp khác")
        await notes(talk, 60, "a")
        await notes(group(talk, "-200"), 1, "b")
    ear = Patient()
    async with talking(tmp_path, ear=ear, door=door) as again:
        await again.until(lambda: "b 0" in ear.asked)
        ear.let(40)
        await again.until(lambda: len(ear.heard) >= 40)
        assert "b 0" in ear.heard[:20]
        ear.let(60)
        await again.office.settle()
        assert len(ear.heard) == 61


async def test_a_card_says_how_long_and_behind_how_many(tmp_path: Path) -> None:
    ear = Patient(took=100.0)
    async with talking(tmp_path, ear=ear) as talk:
        talk.settle = talk.office.post.settle
        await talk.text("/batdau Họp")
        await notes(talk, 3, "a")
        assert not cards(talk, "đứng trước")  # heard before anybody has read it
        await notes(talk, 10, "b")
        assert len(cards(talk, "còn chưa đến 1 phút, 3 ghi âm đứng trước")) == 1
        assert cards(talk, "#13")[0].endswith("còn khoảng 2 phút, 12 ghi âm đứng trước")
        other = group(talk, "-200")
        await other.text("/batdau Họp khác")
        await notes(other, 5, "c")
        assert not cards(talk, "#1 · Nguyễn Văn An · 0:08 · đang chép…\n"), "one and one in turns"
        fifth = [x for x in talk.door.shown.values() if x.text.startswith("#5")][-1]
        assert "9 ghi âm đứng trước" in fifth.text  # four of its own, five of the other group
        ear.let(18)
        await talk.office.settle()
        assert not cards(talk, "đứng trước")


async def test_without_a_speed_only_how_many_is_said(tmp_path: Path) -> None:
    ear = Patient()
    async with talking(tmp_path, ear=ear) as talk:
        talk.settle = talk.office.post.settle
        await talk.text("/batdau Họp")
        await notes(talk, 4, "a")
        assert cards(talk, "#4")[0].endswith("đang chép…\n3 ghi âm đứng trước")
        ear.let(4)
        await talk.office.settle()


async def test_the_last_card_is_kept_true_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.speech.waiting.TELL_EVERY", 0.1)
    ear = Patient(took=100.0)
    async with talking(tmp_path, ear=ear) as talk:
        talk.settle = talk.office.post.settle
        await talk.text("/batdau Họp")
        await notes(talk, 30, "a")
        talk.door.edits.clear()
        ear.let(10)
        await talk.until(lambda: len(ear.heard) == 10)
        await talk.until(lambda: cards(talk, "#30")[0].endswith("19 ghi âm đứng trước"))
        told = [text for text in talk.door.edits if "đứng trước" in text]
        assert all(text.startswith("#30 ") for text in told)
        ear.let(20)
        await talk.office.settle()


async def test_more_than_a_chat_may_have_in_line_wait_and_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.recordings.MOST_OF_A_CHAT", 6)
    monkeypatch.setattr("bot.conversation.lines.card.MOST_OF_A_CHAT", 6)
    ear = Patient()
    async with talking(tmp_path, ear=ear) as talk:
        talk.settle = talk.office.post.settle
        await talk.text("/batdau Họp")
        await notes(talk, 10, "a")
        fetched = "SELECT count(*) FROM lines WHERE audio IS NOT NULL"
        await talk.until(lambda: talk.rows(fetched) == [(6,)])
        beyond = "Ở đây đã có hơn 6 ghi âm chờ; đến lượt bot mới tải ghi âm này về"
        numbers = [re.match(r"#(\d+)", text) for text in cards(talk, beyond)]
        assert [found[1] for found in numbers if found] == ["7", "8", "9", "10"]
        ear.let(10)
        await talk.office.settle()
        assert [row[2] for row in talk.lines()] == [f"a {n}" for n in range(10)]
        assert talk.rows(fetched) == [(10,)]


def test_the_bound_is_more_than_a_meeting_sends_at_once() -> None:
    assert MOST_OF_A_CHAT >= 100


async def test_a_long_recording_makes_way_for_another_group_s(tmp_path: Path) -> None:
    ear = Dictation()
    async with talking(tmp_path, ear=ear) as talk:
        await talk.text("/batdau Họp")
        other = group(talk, "-200")
        await other.text("/batdau Họp khác")
        for name in ("một", "hai", "ba"):
            ear.records(name, *(f"Lời {name} {minute}." for minute in range(4)))
        first = await talk.recording("một", 4)
        await talk.recording("hai", 4)
        await talk.until(lambda: len(ear.begun) == 2)
        third = await other.recording("ba", 4)
        await talk.sees(third, "ghi âm dài, chờ")
        ear.until("một", 1)
        await talk.sees(first, "đã chép 1/4 phút; đến lượt ghi âm của khung chat khác")
        await talk.until(lambda: ear.begun[-1] == ("ba", 0.0))
        for name in ("ba", "hai", "một"):
            ear.until(name)
        await talk.office.settle()
        said = [row[2] for row in talk.lines() if "một" in row[2]]
        assert said == [f"Lời một {minute}." for minute in range(4)]
        assert ("một", 60.0) in ear.begun
        assert len([row for row in other.lines(2) if row[2]]) == 4


async def test_a_long_recording_that_makes_way_can_be_stopped(tmp_path: Path) -> None:
    ear = Dictation()
    async with talking(tmp_path, ear=ear) as talk:
        await talk.text("/batdau Họp")
        other = group(talk, "-200")
        await other.text("/batdau Họp khác")
        for name in ("một", "hai", "ba"):
            ear.records(name, "Lời một.", "Lời hai.", "Lời ba.")
        first = await talk.recording("một", 3)
        await talk.recording("hai", 3, BINH)
        await talk.until(lambda: len(ear.begun) == 2)
        await talk.sees(await other.recording("ba", 3), "ghi âm dài, chờ")
        ear.until("một", 1)
        await talk.sees(first, "đến lượt ghi âm của khung chat khác")
        assert "Đã dừng chép" in (await talk.text("/huy 1", HA))[0]
        for name in ("ba", "hai", "một"):
            ear.until(name)
        await talk.office.settle()
        assert "đã dừng ở phút 1/3" in talk.door.shown[first].text
