"""What stands in a meeting, and what is left to look at, is read without a trace."""

from __future__ import annotations

import dataclasses
import datetime as dt
import importlib
import inspect
import itertools
import pkgutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

import bot.desk
import bot.messages
from bot.desk import bring_up_to_date
from bot.desk.attendance import attendance_list
from bot.desk.lines import KINDS, lines_page
from bot.desk.review import left_of_topic, left_to_review
from bot.desk.suggested import open_suggestions
from bot.desk.tasks import task_list
from bot.doors.port import Media, MediaKind, Person
from bot.minutes import Meeting, Tag
from bot.minutes.guesses.review import Topic
from bot.office import DATABASE
from bot.store import Store
from tests.dialogs.talking import AN, BINH, HA, Unsure, talking
from tests.records import store_at

NOW = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
ZONE = dt.timezone(dt.timedelta(hours=7))


def _reading() -> Mapping[str, Callable[..., object]]:
    """Every function of the desk that is given the record, but the one that writes."""
    modules = [
        importlib.import_module(f"bot.desk.{found.name}")
        for found in pkgutil.iter_modules(bot.desk.__path__)
    ]
    return {
        f"{module.__name__.removeprefix('bot.desk.')}.{name}": function
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and next(iter(inspect.signature(function).parameters), "") == "store"
        and not name.startswith("_")
        and name != "bring_up_to_date"
    }


READING = _reading()


@dataclasses.dataclass
class Desk:
    store: Store
    meeting: Meeting
    file: Path

    def all_that_is_kept(self) -> list[str]:
        assert not self.store.in_transaction, "something was written and not committed"
        with closing(sqlite3.connect(f"file:{self.file}?mode=ro", uri=True)) as kept:
            return list(kept.iterdump())

    def calls(self, function: Callable[..., object]) -> Iterator[object]:
        """What it gives for everything that it can be asked here."""
        lines = self.store.lines.of_meeting(self.meeting.id)
        askable: dict[str, list[Any]] = {
            "store": [self.store],
            "meeting": [self.meeting],
            "zone": [ZONE],
            "lines": [lines],
            "line": lines,
            "topic": list(Topic),
            "which": [*KINDS, "1-3", "2 4"],
            "page": [1, 2, 99],
            "by_voice": [True, False],
        }
        names = list(inspect.signature(function).parameters)
        for values in itertools.product(*(askable[name] for name in names)):
            yield function(**dict(zip(names, values, strict=True)))


@pytest.fixture
async def desk(tmp_path: Path) -> Desk:
    """A meeting with something of everything; since its last words nobody has looked at a list."""
    async with talking(tmp_path, ear=Unsure("gỗ mít")) as talk:
        await talk.text("/tudien Nguyễn Văn An")
        await talk.text("/batdau Họp giao ban", HA)
        await talk.text("/thanhphan them Hoàng Văn Em - Trưởng phòng")
        await talk.voice("bàn ghế làm bằng gỗ mít", AN)
        await talk.text("Một câu chưa gắn thẻ", BINH)
        await talk.text("YK: Đề nghị bổ sung kinh phí tập huấn", BINH)
        await talk.text("KL: Giao đồng chí Nguyễn Văn Ân mua máy chiếu trước 30/11", HA)
        await talk.text("câu xoá đi", AN)
        await talk.text("/xoa 5", HA)
        await talk.text("/nhiemvu nhac 1 ngày", HA)
        await talk.text("/rasoat boqua 2", HA)
    store = store_at(tmp_path / DATABASE, lambda: NOW)
    meeting = store.meetings.get(1)
    assert meeting
    with store.transaction():
        khang = store.chats.know_person("list", Person("4", "Đỗ Văn Khang")).id
        store.meetings.seat(meeting.id, khang)
        store.lines.add(meeting.id, khang, NOW, text="Giao Văn phòng gửi giấy mời")
        store.lines.add(meeting.id, khang, NOW, media=Media(MediaKind.SOUND, "x", seconds=8.0))
        said = "Phòng Kế hoạch báo cáo quý IV trước ngày 20/12"
        store.lines.insert(meeting.id, khang, NOW, said, Tag.CONCLUSION, khang)
    return Desk(store, meeting, tmp_path / DATABASE)


@pytest.mark.parametrize("name", sorted(READING))
def test_whoever_reads_writes_nothing(desk: Desk, name: str) -> None:
    before = desk.all_that_is_kept()
    for value in desk.calls(READING[name]):
        _words(value)
    assert desk.all_that_is_kept() == before


def test_lists_are_brought_up_to_date_by_a_call_of_its_own_and_twice_is_as_once(desk: Desk) -> None:
    before = desk.all_that_is_kept()
    with desk.store.transaction():
        bring_up_to_date(desk.store, desk.meeting, ZONE)
    once = desk.all_that_is_kept()
    assert len(once) > len(before), "somebody and a task have come in"
    with desk.store.transaction():
        bring_up_to_date(desk.store, desk.meeting, ZONE)
    assert desk.all_that_is_kept() == once


def test_lists_are_read_as_they_were_brought_up_to_date_last(desk: Desk) -> None:
    tasks, people = task_list(desk.store, desk.meeting), attendance_list(desk.store, desk.meeting)
    assert [one.words.what for one in tasks.every] == ["Mua máy chiếu"]
    assert "Đỗ Văn Khang" not in [one.name for one in people.people]
    bring_up_to_date(desk.store, desk.meeting, ZONE)
    tasks, people = task_list(desk.store, desk.meeting), attendance_list(desk.store, desk.meeting)
    assert [one.words.what for one in tasks.every] == ["Mua máy chiếu", "Báo cáo quý IV"]
    assert "Đỗ Văn Khang" in [one.name for one in people.people]


def test_what_is_left_is_all_there(desk: Desk) -> None:
    store, meeting = desk.store, desk.meeting
    bring_up_to_date(store, meeting, ZONE)
    left = left_to_review(store, meeting)
    assert [line.no for line in left.unsure] == [1]
    assert [line.no for line in left.untagged] == [1, 6], "line 2 is well as it is, 5 is deleted"
    assert [line.no for line in left.open] == [3]
    assert [line.no for line in left.waiting] == [7]
    assert [(name.rarer, name.other) for name in left.names] == [("Nguyễn Văn Ân", "Nguyễn Văn An")]
    assert {"dia_diem", "chu_tri"} <= {item.code for item in left.missing}
    assert left.unconfirmed == 2
    assert left.unmarked == 1
    assert left.suggested == len(open_suggestions(store, meeting)) > 0
    assert left.has_lines
    for topic in Topic:
        assert left.count(topic) == len(left_of_topic(store, meeting, topic)) > 0


def test_who_takes_part_and_what_is_to_be_done(desk: Desk) -> None:
    bring_up_to_date(desk.store, desk.meeting, ZONE)
    people = attendance_list(desk.store, desk.meeting)
    assert [one.name for one in people.unmarked] == ["Hoàng Văn Em"]
    assert [one.name for one in people.by_presence][-1] == "Hoàng Văn Em"
    assert "Đỗ Văn Khang" in people.meeting_in().info["thanh_phan"]
    assert "thanh_phan" not in desk.meeting.info, "the meeting itself is as it was"
    tasks = task_list(desk.store, desk.meeting)
    assert tasks.days_before == 1
    assert tasks.suggested == tasks.listed
    assert tasks.numbered(2) == tasks.every[1]
    assert tasks.numbered(3) is None


def test_lines_come_by_kind_by_number_and_by_page(desk: Desk) -> None:
    def numbers(which: str, page: int = 1) -> list[int]:
        return [one.no for one in lines_page(desk.store, desk.meeting, which, page).page.shown]

    assert numbers("tatca") == [1, 2, 3, 4, 6, 7, 8]
    assert numbers("daxoa") == [5]
    assert numbers("nghelai") == [1]
    assert numbers("ketluan") == [4, 8]
    assert numbers("3-6") == [3, 4, 6]
    assert numbers("noidung") == []
    for no in range(12):
        desk.store.lines.insert(desk.meeting.id, 1, NOW, f"câu {no}", None, 1)
    second = lines_page(desk.store, desk.meeting, "tatca", 2).page
    assert (len(second.shown), second.number, second.pages, second.count) == (9, 2, 2, 19)
    assert lines_page(desk.store, desk.meeting, "tatca", 99).page == second


# --- values ---------------------------------------------------------------------------------------


def _sentences() -> set[str]:
    """What the bot says in a chat."""
    found: set[str] = set()
    for module in pkgutil.iter_modules(bot.messages.__path__):
        for value in vars(importlib.import_module(f"bot.messages.{module.name}")).values():
            found |= {value} if isinstance(value, str) and " " in value else set()
    return found


def _words(value: object) -> set[str]:
    """All texts in a value, which may be nothing but frozen."""
    match value:
        case None | int() | float() | dt.date() | dt.time() | Enum():
            return set()
        case str():
            return {value}
        case list() | tuple() | set() | frozenset():
            return set().union(*map(_words, value))
        case Mapping():
            return _words([*value.keys(), *value.values()])
    assert dataclasses.is_dataclass(value), value
    names = [field.name for field in dataclasses.fields(value)]
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(value, names[0], None)
    if type(value).__module__.startswith("bot.desk."):
        properties = inspect.getmembers(type(value), lambda one: isinstance(one, property))
        names += [name for name, _ in properties]
    return set().union(*(_words(getattr(value, name)) for name in names))


@pytest.mark.parametrize("name", sorted(READING))
def test_values_are_plain_and_hold_no_sentences_of_the_bot(desk: Desk, name: str) -> None:
    bring_up_to_date(desk.store, desk.meeting, ZONE)
    values = list(desk.calls(READING[name]))
    assert values
    assert not set().union(*map(_words, values)) & _sentences()
