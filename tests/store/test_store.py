"""The record keeps its promises at the level of rows and files."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from bot.doors.port import Chat, Incoming, Media, MediaKind, Person, Question, Rewrite, Say, Toast
from bot.errors import RecordUnusable
from bot.minutes import Line, LineState, Tag
from bot.store import Store, database
from bot.store.audio import AudioFolder
from bot.store.recordings import HeardText
from bot.store.schema import migrations
from tests.records import store_at

NOW = datetime(2026, 7, 24, 1, tzinfo=UTC)
CHAT = Chat("telegram", "-100", "Sở KH&CN")
AN = Person("2", "Nguyễn Văn An")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return store_at(tmp_path / "x.sqlite", lambda: NOW)


def rows(folder: Path, sql: str) -> list[Any]:
    """What another program reads in the file."""
    with closing(sqlite3.connect(folder / "x.sqlite")) as db:
        return db.execute(sql).fetchall()


def opened(store: Store, title: str = "Họp") -> tuple[int, int, int]:
    """Chat, person and meeting ids of a new meeting."""
    chat = store.chats.know(CHAT).id
    person = store.chats.know_person("telegram", AN).id
    return chat, person, store.meetings.open(chat, title, person, NOW, {}).id


def test_what_is_written_is_safe_against_a_power_cut(tmp_path: Path) -> None:
    with closing(database.opened(tmp_path / "x.sqlite")) as db:
        read = {
            name: db.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert read == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_a_chat_has_at_most_one_open_meeting_whatever_the_code_does(store: Store) -> None:
    chat, person, _ = opened(store)
    with pytest.raises(sqlite3.IntegrityError):
        store.meetings.open(chat, "Họp khác", person, NOW, {})


def test_a_transaction_is_all_or_nothing(store: Store, tmp_path: Path) -> None:
    _, person, meeting = opened(store)

    def half() -> None:
        with store.transaction():
            store.lines.add(meeting, person, NOW, text="dở dang")
            store.chats.know_person("telegram", Person("9", "Mới"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert store.lines.of_meeting(meeting) == []
    assert rows(tmp_path, "SELECT count(*) FROM people") == [(1,)]


def test_an_arrival_is_kept_once(store: Store) -> None:
    incoming = Incoming("7", CHAT, AN, NOW, "1", "xin chào")
    assert store.inbox.put(incoming)
    assert not store.inbox.put(incoming)
    (arrived,) = store.inbox.waiting(10)
    assert arrived.incoming == incoming
    store.inbox.handled(arrived.id)
    assert store.inbox.waiting(10) == []
    assert not store.inbox.put(incoming)


def test_an_arrival_is_on_disk_when_put_returns(store: Store, tmp_path: Path) -> None:
    store.inbox.put(Incoming("7", CHAT, AN, NOW, "1", "xin chào"))
    with sqlite3.connect(tmp_path / "x.sqlite") as other:
        assert other.execute("SELECT count(*) FROM inbox").fetchone() == (1,)


def test_answers_come_out_as_they_went_in_and_in_order(store: Store) -> None:
    chat, *_ = opened(store)
    replies = [Say("một", line_id=3), Toast("t", "hai")]
    store.outbox.put(chat, replies)
    first = store.outbox.next(chat)
    assert first is not None
    assert first.reply == replies[0]
    store.outbox.sent(first.id)
    second = store.outbox.next(chat)
    assert second is not None
    assert second.reply == replies[1]
    store.outbox.sent(second.id)
    assert store.outbox.next(chat) is None
    assert store.outbox.chats_waiting() == []


def test_numbers_count_within_a_meeting_and_are_never_used_again(store: Store) -> None:
    _, person, meeting = opened(store)
    first = store.lines.add(meeting, person, NOW, text="một")
    store.lines.change(first, person, deleted=1)
    assert store.lines.add(meeting, person, NOW, text="hai").no == 2


def test_a_change_keeps_what_was_before_and_by_whom(store: Store, tmp_path: Path) -> None:
    _, person, meeting = opened(store)
    line = store.lines.add(meeting, person, NOW, text="cũ")
    store.lines.change(line, person, text="mới", tag=Tag.OPINION)
    store.lines.change(line, None, text="mới")  # nothing changes, nothing is noted
    assert rows(tmp_path, "SELECT field, before, after, person_id FROM line_changes") == [
        ("text", "cũ", "mới", person),
        ("tag", None, "ykien", person),
    ]


def test_a_recording_waits_until_it_is_transcribed(store: Store) -> None:
    _, person, meeting = opened(store)
    media = Media(MediaKind.SOUND, "file-id", "a.ogg", 8.0, 100)
    line = store.lines.add(meeting, person, NOW, media=media)
    (waiting,) = store.recordings.waiting()
    assert (waiting.line, waiting.media, waiting.door) == (line, media, "telegram")
    said = HeardText("lời", "lời", 0.9, ends=8.2)
    done = store.recordings.transcribed(line, said, segments=[], seconds=8.2)
    assert (done.state, done.text, done.seconds) == (LineState.DONE, "lời", 8.2)
    assert store.recordings.waiting() == []


def test_what_is_no_database_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "x.sqlite").write_bytes(b"not a database at all, really not" * 100)
    with pytest.raises(RecordUnusable, match=r"x\.sqlite"):
        Store(tmp_path / "x.sqlite")


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    first = store_at(tmp_path / "x.sqlite", lambda: NOW)
    _, person, meeting = opened(first)
    first.lines.add(meeting, person, NOW, text="một")
    first.close()
    again = Store(tmp_path / "x.sqlite", lambda: NOW)
    assert [line.text for line in again.lines.of_meeting(meeting)] == ["một"]


def test_a_recording_is_kept_once_under_its_content(tmp_path: Path) -> None:
    folder = AudioFolder(tmp_path / "audio")
    names = []
    for name in ("a.ogg", "../../etc/passwd.ogg"):
        with folder.incoming() as file:
            file.write_bytes(b"sound")
            names.append(folder.keep(file, name))
    assert names[0] == names[1]
    assert names[0].endswith(".ogg")
    assert folder.path(names[0]).read_bytes() == b"sound"
    assert [p for p in folder.root.rglob("*") if p.is_file()] == [folder.path(names[0])]


@pytest.mark.parametrize("name", ["x.ogg/../../y", "x.php5;", "noext", "x." + "a" * 50])
def test_a_senders_file_name_never_leaves_the_folder(tmp_path: Path, name: str) -> None:
    folder = AudioFolder(tmp_path / "audio")
    with folder.incoming() as file:
        file.write_bytes(b"sound")
        kept = folder.path(folder.keep(file, name))
    assert kept.resolve().is_relative_to(folder.root.resolve())


def test_an_unfinished_file_leaves_nothing(tmp_path: Path) -> None:
    folder = AudioFolder(tmp_path / "audio")
    with pytest.raises(OSError, match="disk"), folder.incoming():
        raise OSError("disk")
    assert list(folder.root.iterdir()) == []


def test_a_record_of_the_first_version_opens_with_all_that_is_in_it(tmp_path: Path) -> None:
    old = Database(tmp_path / "x.sqlite")
    migrations.apply(old, stop_before="m002_recordings_doubts_glossary")
    old.executescript(
        """
        INSERT INTO chats VALUES (1, 'telegram', '-100', 'Sở KH&CN', 'group', 0);
        INSERT INTO people VALUES (1, 'telegram', '2', 'An', 'Nguyễn Văn An', 'Trưởng phòng');
        INSERT INTO meetings VALUES (1, 1, 'Họp', 1, '2026-07-24T01:00:00+00:00', NULL);
        INSERT INTO speakers VALUES (1, 1, 'Nguyễn Văn An', 'Trưởng phòng');
        INSERT INTO lines (meeting_id, no, person_id, at, kind, state, text, tag)
            VALUES (1, 1, 1, '2026-07-24T01:01:00+00:00', 'text', 'done', 'Đề nghị', 'ykien');
        INSERT INTO lines (meeting_id, no, person_id, at, kind, state, seconds, media)
            VALUES (1, 2, 1, '2026-07-24T01:02:00+00:00', 'voice', 'waiting', 4000,
                    '{"kind": "sound", "ref": "r", "name": "a.ogg", "seconds": 4000, "size": 9}');
        INSERT INTO outbox (chat_id, payload, created_at)
            VALUES (1, '{"do": "say", "text": "chưa nói"}', '');
        """
    )
    old.close()
    store = store_at(tmp_path / "x.sqlite", lambda: NOW)
    typed, waiting = store.lines.of_meeting(1)
    assert (typed.text, typed.tag, typed.doubts, typed.offers) == ("Đề nghị", "ykien", (), ())
    assert (waiting.state, waiting.is_long, waiting.part_of) == (LineState.WAITING, False, None)
    (todo,) = store.recordings.waiting()
    assert todo.media.seconds == 4000
    assert store.meetings.people(1) == [("Nguyễn Văn An", "Trưởng phòng")]
    assert store.glossary.terms(1) == []
    first = store.outbox.next(1)
    assert first is not None
    assert first.reply == Say("chưa nói")
    assert store.recordings.begin_long(waiting, 4000) is not None
    assert store.recordings.add_parts(waiting, 0.0, 60.0, [HeardText("lời", "lời", 0.9, 0.0, 5.0)])
    assert [line.no for line in store.lines.of_meeting(1)] == [1, 2, 3]


def recording(store: Store) -> Line:
    """A long recording in work."""
    _, person, meeting = opened(store)
    line = store.lines.add(meeting, person, NOW, media=Media(MediaKind.SOUND, "x", seconds=600))
    begun = store.recordings.begin_long(line, 600.0)
    assert begun is not None
    return begun


def test_a_stretch_of_a_recording_is_written_once_and_in_its_place(store: Store) -> None:
    line = recording(store)
    parts = [
        HeardText("một", "một", 0.9, 0.0, 9.0),
        HeardText("hai", "hai", 0.8, 9.0, 20.0, ["hai"]),
    ]
    assert store.recordings.add_parts(line, 0.0, 30.0, parts)
    assert store.recordings.add_parts(line, 0.0, 30.0, parts) is None, "not twice"
    assert store.recordings.add_parts(line, 60.0, 90.0, parts) is None, "nothing is left out"
    found = store.lines.of_meeting(line.meeting_id)
    assert [(x.no, x.text, x.starts, x.ends, x.part_of, x.doubts) for x in found[1:]] == [
        (2, "một", 0.0, 9.0, line.id, ()),
        (3, "hai", 9.0, 20.0, line.id, ("hai",)),
    ]
    assert found[0].done_until == 30.0
    assert store.lines.parts_of(line.id) == [2, 3]
    ended = store.recordings.end_long(line)
    assert ended is not None
    assert (ended.state, ended.seconds) == (LineState.PARTS, 30.0)


@pytest.mark.parametrize("change", [{"state": LineState.STOPPED}, {"deleted": 1}])
def test_nothing_is_added_to_a_recording_that_nobody_wants(store: Store, change: Any) -> None:
    line = recording(store)
    store.lines.change(line, None, **change)
    assert store.recordings.add_parts(line, 0.0, 30.0, [HeardText("x", "x", 0.9)]) is None
    assert store.recordings.end_long(line) is None
    assert store.recordings.begin_long(line, 600.0) is None
    assert store.lines.get(line.id).state is LineState.STOPPED
    assert store.recordings.waiting() == []


def test_new_words_for_a_card_take_the_place_of_those_nobody_has_seen(store: Store) -> None:
    chat, *_ = opened(store)
    store.outbox.put(chat, [Rewrite("1/9", line_id=5), Say("khác"), Rewrite("a", line_id=6)])
    store.outbox.put(chat, [Rewrite("2/9", line_id=5)])
    said = []
    while out := store.outbox.next(chat):
        said.append(out.reply)
        store.outbox.sent(out.id)
    assert said == [Say("khác"), Rewrite("a", line_id=6), Rewrite("2/9", line_id=5)]


def test_words_on_their_way_may_be_marked_after_newer_ones_came(store: Store) -> None:
    chat, *_ = opened(store)
    store.outbox.put(chat, [Rewrite("1/9", line_id=5)])
    on_its_way = store.outbox.next(chat)
    assert on_its_way is not None
    store.outbox.put(chat, [Rewrite("2/9", line_id=5)])
    store.outbox.sent(on_its_way.id)
    last = store.outbox.next(chat)
    assert last is not None
    assert last.reply == Rewrite("2/9", line_id=5)


def test_a_message_that_asks_something_is_known_by_it_until_the_chat_moves(store: Store) -> None:
    chat, _, meeting = opened(store)
    question = Question("remark", meeting, "3")
    store.questions.note(chat, "17", question)
    store.questions.note(chat, "18", Question("remark", 999))  # a meeting that has been erased
    assert store.questions.of_message(chat, "17") == question
    assert store.questions.of_message(chat, "18") is None
    assert store.questions.of_message(chat, "19") is None
    store.chats.move(chat, "-200", NOW)
    assert store.questions.of_message(chat, "17") is None
