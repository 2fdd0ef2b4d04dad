"""The record keeps its promises at the level of rows and files."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.chat.port import Chat, Incoming, Media, MediaKind, Person, Say, Toast
from bot.errors import RecordUnusable
from bot.minutes import LineState, Tag
from bot.store import Store
from bot.store.audio import AudioFolder

NOW = datetime(2026, 7, 24, 1, tzinfo=UTC)
CHAT = Chat("telegram", "-100", "Sở KH&CN")
AN = Person("2", "Nguyễn Văn An")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "x.sqlite", lambda: NOW)


def opened(store: Store, title: str = "Họp") -> tuple[int, int, int]:
    """Chat, person and meeting ids of a new meeting."""
    chat = store.chats.know(CHAT).id
    person = store.chats.know_person("telegram", AN).id
    return chat, person, store.meetings.open(chat, title, person, NOW, {}).id


def test_what_is_written_is_safe_against_a_power_cut(store: Store) -> None:
    read = {
        name: store._db.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys")
    }
    assert read == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_a_chat_has_at_most_one_open_meeting_whatever_the_code_does(store: Store) -> None:
    chat, person, _ = opened(store)
    with pytest.raises(sqlite3.IntegrityError):
        store.meetings.open(chat, "Họp khác", person, NOW, {})


def test_a_transaction_is_all_or_nothing(store: Store) -> None:
    _, person, meeting = opened(store)

    def half() -> None:
        with store.transaction():
            store.lines.add(meeting, person, NOW, text="dở dang")
            store.chats.know_person("telegram", Person("9", "Mới"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert store.lines.of_meeting(meeting) == []
    assert store._db.execute("SELECT count(*) FROM people").fetchone()[0] == 1


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


def test_a_change_keeps_what_was_before_and_by_whom(store: Store) -> None:
    _, person, meeting = opened(store)
    line = store.lines.add(meeting, person, NOW, text="cũ")
    store.lines.change(line, person, text="mới", tag=Tag.OPINION)
    store.lines.change(line, None, text="mới")  # nothing changes, nothing is noted
    rows = store._db.execute("SELECT field, before, after, person_id FROM line_changes").fetchall()
    assert [tuple(row) for row in rows] == [
        ("text", "cũ", "mới", person),
        ("tag", None, "ykien", person),
    ]


def test_a_recording_waits_until_it_is_transcribed(store: Store) -> None:
    _, person, meeting = opened(store)
    media = Media(MediaKind.SOUND, "file-id", "a.ogg", 8.0, 100)
    line = store.lines.add(meeting, person, NOW, media=media)
    (waiting,) = store.lines.waiting(10)
    assert (waiting.line, waiting.media, waiting.door) == (line, media, "telegram")
    done = store.lines.transcribed(line, text="lời", segments=[], seconds=8.2, confidence=0.9)
    assert (done.state, done.text, done.seconds) == (LineState.DONE, "lời", 8.2)
    assert store.lines.waiting(10) == []


def test_what_is_no_database_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "x.sqlite").write_bytes(b"not a database at all, really not" * 100)
    with pytest.raises(RecordUnusable, match=r"x\.sqlite"):
        Store(tmp_path / "x.sqlite")


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    first = Store(tmp_path / "x.sqlite", lambda: NOW)
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
