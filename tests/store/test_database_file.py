"""The database file: every earlier version opens, what is damaged or newer is refused untouched."""

from __future__ import annotations

import functools
import hashlib
import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlite_utils import Database

from bot.doors.port import Chat, Incoming, Person, Rewrite, Say
from bot.errors import RecordUnusable
from bot.minutes import LineState
from bot.minutes.asked_back import Alone
from bot.settings import PROJECT
from bot.store import Store
from bot.store.database import copy, examine, versions
from bot.store.folder import DATABASE
from bot.store.schema import migrations
from tests.records import store_at
from tests.waiting import PATIENCE

NOW = datetime(2026, 7, 24, 1, tzinfo=UTC)

# The schema after each migration. One that has run anywhere is never edited: what fails here is
# mended by a new migration at the end, and its line added here
SCHEMAS = {
    "m001_first": "0c87701d3f083dff",
    "m002_recordings_doubts_glossary": "58c872e9a6f5a8b6",
    "m003_drafts": "e05e3fac3d121b90",
    "m004_rights_and_traces": "136d081fc05e3937",
    "m005_erasing": "b63263960cf0d346",
    "m006_steps": "3d6967e5ac074d71",
    "m007_search": "82d69fd7946c6c89",
    "m008_questions": "abf57a4b8c6d5a3d",
    "m009_reviews": "5d0a2b6a3bb09bcc",
    "m010_signing": "21708724e916e131",
    "m011_pictures": "2443bb13bd8d376b",
    "m012_people": "59a591d41d795574",
    "m013_tasks": "4d45083af6b7ca97",
    "m014_suggestions": "10a92863d669e49e",
    "m015_names_asked": "62649266fee0ae01",
    "m016_identity": "d2a9f89f437e9c5a",
    "m017_asked_back": "8185fc3d246f89bf",
    "m018_orders": "eb9cf67845b600e4",
    "m019_kept_aside": "81eebb03da1d9e78",
    "m022_damaged_words": "ab5f31f8cb78ab16",
    "m023_short_recordings": "d5521ec19813dbfc",
    "m024_plain_doors": "e17788b78e8e21aa",
    "m025_kept_recordings": "c10ac0715c5be45d",
    "m026_awaited": "cfc23e3c106b09c3",
    "m027_places": "930fbe1addc57250",
    "m028_joining": "569378af5f672eab",
    "m030_meant_for_the_group": "59f797ec1219b136",
    "m031_said_elsewhere": "d4b1e9c433c7f502",
    "m032_same_people": "abe94422ddf14403",
    "m035_web": "80e4b07c29388ea8",
    "m040_rooms": "444624b1465c36f5",
    "m050_heard_by": "f3dc9bf9e64926d6",
    "m051_voices": "d807338f520bab6a",
    "m052_one_way_to_ask_back_and_menus": "83dd77db5de4b2e4",
    "m057_whose_browser": "6f2df079c8b6bff0",
    "m059_menus_by_their_commands": "7a2ad649dc445c83",
    "m066_whose_words_a_recording_has": "dfa301be00999481",
    "m067_when_words_were_said": "7cbafd3a32eab87e",
    "m068_clocks_of_browsers": "607acd6f9c0c3355",
}

# What each version wrote, as it wrote it
ROWS = {
    "m001_first": """
        INSERT INTO chats VALUES (1, 'telegram', '-100', 'Sở KH&CN', 'group', 1);
        INSERT INTO chat_info VALUES (1, 'co_quan', 'Sở Khoa học');
        INSERT INTO people VALUES (1, 'telegram', '2', 'An', 'Nguyễn Văn An', 'Trưởng phòng');
        INSERT INTO meetings VALUES
            (1, 1, 'Họp một', 1, '2026-07-01T01:00:00+00:00', '2026-07-01T03:00:00+00:00'),
            (2, 1, 'Họp hai', 1, '2026-07-24T01:00:00+00:00', NULL);
        INSERT INTO meeting_info VALUES (2, 'dia_diem', 'Phòng 2');
        INSERT INTO speakers VALUES (1, 1, 'An', ''), (2, 1, 'Nguyễn Văn An', 'Trưởng phòng');
        INSERT INTO lines (meeting_id, no, person_id, at, kind, state, text, tag, message_id)
            VALUES (2, 1, 1, '2026-07-24T01:01:00+00:00', 'text', 'done', 'Đề nghị', 'ykien', '7');
        INSERT INTO lines (meeting_id, no, person_id, at, kind, state, seconds, media, audio)
            VALUES (2, 2, 1, '2026-07-24T01:02:00+00:00', 'voice', 'waiting', 8,
                    '{"kind": "sound", "ref": "r", "name": "", "seconds": 8, "size": 9}', NULL),
                   (1, 1, 1, '2026-07-01T01:02:00+00:00', 'voice', 'done', 8,
                    '{"kind": "sound", "ref": "s", "name": "", "seconds": 8, "size": 9}',
                    'ab/ab.ogg');
        INSERT INTO line_changes (line_id, person_id, at, field, before, after)
            VALUES (1, 1, '2026-07-24T01:03:00+00:00', 'text', 'Đề', 'Đề nghị');
        INSERT INTO messages VALUES (1, '7', 1, 'said'), (1, '8', 1, 'card');
        INSERT INTO documents (meeting_id, kind, path, person_id, at)
            VALUES (2, 'baocao', 'bao-cao-2-1.docx', 1, '2026-07-24T01:04:00+00:00');
        INSERT INTO inbox (door, key, payload, received_at, handled_at, error) VALUES
            ('telegram', '1', '{"text": "đã xong"}', '2026-07-24', '2026-07-24', ''),
            ('telegram', '2', '{"text": "bị lỗi"}', '2026-07-24', '2026-07-24', 'ab KeyError'),
            ('telegram', '3', '{"text": "chưa xong"}', '2026-07-24', NULL, '');
        INSERT INTO outbox (chat_id, payload, created_at, sent_at) VALUES
            (1, '{"do": "say", "text": "nói rồi"}', '', '2026-07-24'),
            (1, '{"do": "say", "text": "chưa nói"}', '', NULL);
    """,
    "m002_recordings_doubts_glossary": """
        INSERT INTO lines (meeting_id, no, person_id, at, kind, state, seconds, media, audio,
                           done_until)
            VALUES (1, 2, 1, '2026-07-01T01:05:00+00:00', 'voice', 'parts', 600,
                    '{"kind": "sound", "ref": "l", "name": "", "seconds": 600, "size": 9}',
                    'cd/cd.ogg', 600);
        INSERT INTO lines (meeting_id, no, person_id, at, kind, state, text, seconds, audio,
                           part_of, starts, ends, doubts, offers)
            SELECT 1, 3, 1, '2026-07-01T01:05:00+00:00', 'voice', 'done', 'gỗ mít', 9, 'cd/cd.ogg',
                   max(id), 0, 9, '["mít"]', '[["gỗ mít", "Đỗ Mít"]]' FROM lines;
        INSERT INTO glossary VALUES (1, 'đỗ mít', 'Đỗ Mít');
    """,
    "m003_drafts": """
        UPDATE documents SET to_print = 1, depth = 'ketluan';
        INSERT INTO sent_templates (chat_id, person_id, kind, media, at) VALUES
            (1, 1, 'bienban', '{"kind": "other", "ref": "t", "name": "a.docx"}', '2026-07-24');
        INSERT INTO excerpts (chat_id, line_id) SELECT 1, max(id) FROM lines;
    """,
    "m004_rights_and_traces": """
        UPDATE people SET username = 'an';
        UPDATE meetings SET chair_id = 1, concluding = 'thuky';
        INSERT INTO secretaries VALUES (2, 1, NULL);
        INSERT INTO audit (at, act, person_id, chat_id, meeting_id)
            VALUES ('2026-07-24T01:00:00+00:00', 'hand_over', 1, 1, 2);
    """,
}


def schema(db: sqlite3.Connection) -> list[str]:
    """The tables and indexes, without spaces and comments."""
    rows = db.execute(
        "SELECT sql FROM sqlite_master "
        "WHERE sql IS NOT NULL AND tbl_name != '_sqlite_migrations' ORDER BY type, name"
    )
    return [re.sub(r"\s+", "", re.sub(r"--[^\n]*", "", sql)) for (sql,) in rows]


def made_by(version: str, path: Path) -> dict[str, int]:
    """A database as that version left it; how many rows each table has."""
    known = versions()
    with closing(Database(path)) as db:
        for name in known[: known.index(version) + 1]:
            following = known[known.index(name) + 1 :]
            migrations.apply(db, stop_before=following[:1])
            db.executescript(ROWS.get(name, ""))
        return {t.name: t.count for t in db.tables if not t.name.startswith(("sqlite", "_"))}


def test_no_migration_has_been_edited() -> None:
    found = {}
    db = Database(memory=True)
    for name, following in zip(versions(), [*versions()[1:], "none"], strict=True):
        migrations.apply(db, stop_before=following)
        found[name] = hashlib.sha256("\n".join(schema(db.conn)).encode()).hexdigest()[:16]
    assert found == SCHEMAS


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The schema of a record that today's program has begun."""
    path = tmp_path_factory.mktemp("fresh") / DATABASE
    Store(path).close()
    with closing(sqlite3.connect(path)) as db:
        return schema(db)


@pytest.mark.parametrize("version", versions()[:-1])
def test_a_record_of_any_earlier_version_opens_with_all_that_is_in_it(
    version: str, tmp_path: Path, fresh: list[str]
) -> None:
    before = made_by(version, tmp_path / "x.sqlite")
    store = Store(tmp_path / "x.sqlite", lambda: NOW)

    asked = before.pop("names_asked", 0)  # since m052 they stand with the others
    if "asked_back" in before:
        before["asked_back"] += asked
    with closing(Database(tmp_path / "x.sqlite")) as db:
        assert {name: db.table(name).count for name in before} == before
        assert schema(db.conn) == fresh
    examine(tmp_path / "x.sqlite", thorough=True)

    typed, waiting = store.lines.of_meeting(2)
    assert (typed.text, typed.tag, typed.message_id) == ("Đề nghị", "ykien", "7")
    assert (typed.speaker.full, waiting.state) == ("Nguyễn Văn An, Trưởng phòng", LineState.WAITING)
    assert [todo.media.ref for todo in store.recordings.waiting()] == ["r"]
    past = store.meetings.get(1)
    assert past is not None
    assert not past.is_open
    assert not any(line.recording_erased for line in store.lines.of_meeting(1))
    assert [x.path for x in store.meetings.documents(2)] == ["bao-cao-2-1.docx"]
    assert store.chats.office_info(1) == {"co_quan": "Sở Khoa học"}
    said = store.outbox.next(1)
    assert said is not None
    assert said.reply == Say("chưa nói")
    assert len(store.inbox.waiting(9)) == 1
    if version >= "m002":
        part = store.lines.of_meeting(1)[2]
        assert (part.doubts, part.offers[0].term, part.ends) == (("mít",), "Đỗ Mít", 9.0)
        assert store.glossary.terms(1) == ["Đỗ Mít"]
    if version >= "m003":
        assert [x.path for x in store.meetings.to_print()] == ["bao-cao-2-1.docx"]
        assert len(store.templates.waiting()) == len(store.lines.excerpts()) == 1
    if version >= "m004":
        assert [x.act for x in store.audit.entries()] == ["hand_over"]
    assert store.lines.add(2, 1, NOW, text="đi tiếp").no == 3
    store.close()


def test_questions_about_names_of_before_are_found_by_their_old_buttons(tmp_path: Path) -> None:
    """One way to ask back has the questions of two; both had numbers of their own."""
    made_by("m050_heard_by", tmp_path / "x.sqlite")
    name = '[{"name": "Trần Bình", "title": "", "unit": "", "called": "", "state": "", "note": ""}]'
    with closing(sqlite3.connect(tmp_path / "x.sqlite")) as db, db:
        db.executescript(
            f"""
            INSERT INTO names_asked (id, chat_id, meeting_id, person_id, at, words, readings) VALUES
                (7, 1, NULL, 1, '2026-07-24T01:00:00+00:00', '', '{name}'),
                (8, 1, 2, 1, '2026-07-24T01:00:00+00:00', '1 2', '{name}'),
                (9, 1, 2, 1, '2026-07-24T01:00:00+00:00', 'Bình: giữ rừng', 'hỏng');
            INSERT INTO asked_back (id, meeting_id, what, about, typed, sentence, readings) VALUES
                (7, 2, 'infoback', 'dia_danh', 'x', 'Ý là nơi nào?', '[["Hà Nội", "Hà Nội"]]');
            """
        )
    store = Store(tmp_path / "x.sqlite", lambda: NOW)
    which = (("callme", 7), ("speaker", 8), ("insert", 9), ("infoback", 7))
    found = [store.asked_back.get(what, number) for what, number in which]
    mine, of_lines, damaged, other = (one for one in found if one)
    assert (mine.meeting_id, mine.about, mine.alone) == (None, "", Alone(1, 1))
    assert mine.readings[0].label == "Trần Bình"
    assert [json.loads(mine.readings[0].value)] == json.loads(name)
    assert (of_lines.meeting_id, of_lines.about) == (2, "1 2")
    assert (damaged.about, damaged.readings) == ("Bình: giữ rừng", ())
    assert (other.sentence, other.alone) == ("Ý là nơi nào?", None)
    assert other.readings[0].value == "Hà Nội"
    assert store.asked_back.get("callme", 8) is None
    again = store.asked_back.ask(2, "callme", "", "", "Ai?", (), Alone(1, 1))
    assert again > 9, "no button of before means it"
    store.asked_back.close(mine, "Trần Bình")
    assert store.asked_back.get("callme", 7) is None, "what was no name stands nowhere any more"
    store.asked_back.forget(NOW + timedelta(days=1))
    assert store.asked_back.get("speaker", 8) is None
    store.close()


@pytest.mark.parametrize("taken_back", [False, True])
def test_who_was_named_before_voices_were_known_stays_named(
    tmp_path: Path, taken_back: bool
) -> None:
    made_by("m050_heard_by", tmp_path / "x.sqlite")
    change = "INSERT INTO line_changes (line_id, person_id, at, field) VALUES (?, 1, ?, ?)"
    with closing(sqlite3.connect(tmp_path / "x.sqlite")) as db, db:
        part, recorder = db.execute(
            "SELECT l.id, r.person_id FROM lines l JOIN lines r ON r.id = l.part_of"
        ).fetchone()
        db.execute("INSERT INTO people (door, key, name) VALUES ('telegram', '77', 'Dung')")
        (other,) = db.execute("SELECT id FROM people WHERE key = '77'").fetchone()
        for who in (other, recorder) if taken_back else (other,):
            db.execute(change, [part, NOW.isoformat(), "person_id"])
            db.execute("UPDATE lines SET person_id = ? WHERE id = ?", [who, part])
    Store(tmp_path / "x.sqlite").close()
    with closing(sqlite3.connect(tmp_path / "x.sqlite")) as db:
        named = db.execute("SELECT id FROM lines WHERE whose").fetchall()
    assert named == ([] if taken_back else [(part,)])


@pytest.mark.parametrize("taken_back", [False, True])
def test_whose_a_note_was_said_to_be_stays_known(tmp_path: Path, taken_back: bool) -> None:
    made_by("m059_menus_by_their_commands", tmp_path / "x.sqlite")
    change = (
        "INSERT INTO line_changes (line_id, person_id, at, field, before, after) "
        "VALUES (?, 1, ?, 'person_id', ?, ?)"
    )
    with closing(sqlite3.connect(tmp_path / "x.sqlite")) as db, db:
        note, sender = db.execute(
            "SELECT id, person_id FROM lines WHERE kind = 'voice' AND part_of IS NULL "
            "AND done_until IS NULL"
        ).fetchone()
        db.execute("INSERT INTO people (door, key, name) VALUES ('telegram', '77', 'Dung')")
        (other,) = db.execute("SELECT id FROM people WHERE key = '77'").fetchone()
        steps = [(sender, other), (other, sender)] if taken_back else [(sender, other)]
        for before, after in steps:
            db.execute(change, [note, NOW.isoformat(), str(before), str(after)])
            db.execute("UPDATE lines SET person_id = ? WHERE id = ?", [after, note])
    Store(tmp_path / "x.sqlite").close()
    with closing(sqlite3.connect(tmp_path / "x.sqlite")) as db:
        (known,) = db.execute("SELECT whose FROM lines WHERE id = ?", [note]).fetchone()
    assert bool(known) is not taken_back


def test_what_earlier_versions_left_of_handled_words_goes_with_the_update(tmp_path: Path) -> None:
    made_by("m003_drafts", tmp_path / "x.sqlite")
    assert "nói rồi".encode() in (tmp_path / "x.sqlite").read_bytes()
    Store(tmp_path / "x.sqlite").close()
    bytes_now = (tmp_path / "x.sqlite").read_bytes()
    assert "nói rồi".encode() not in bytes_now
    assert "đã xong".encode() not in bytes_now
    assert "chưa nói".encode() in bytes_now
    assert "bị lỗi".encode() in bytes_now, "what could not be handled is kept for a while"


def test_the_words_of_what_was_handled_and_said_are_kept_in_the_record_only(tmp_path: Path) -> None:
    store = store_at(tmp_path / "x.sqlite", lambda: NOW)
    chat = Chat("telegram", "-100", "Sở")
    chat_id = store.chats.know(chat).id
    for key in ("1", "2"):
        store.inbox.put(Incoming(key, chat, Person("2", "An"), NOW, key, "lời trong thư"))
    for arrived in store.inbox.waiting(2):
        store.inbox.handled(arrived.id, "" if arrived.id == 1 else "KeyError")
    store.outbox.put(chat_id, [Say("lời đáp"), Rewrite("thẻ cũ", line_id=5)])
    store.outbox.put(chat_id, [Rewrite("thẻ mới", line_id=5)])
    while out := store.outbox.next(chat_id):
        store.outbox.sent(out.id)

    with closing(sqlite3.connect(tmp_path / "x.sqlite")) as db:
        rows = db.execute("SELECT payload FROM inbox UNION ALL SELECT payload FROM outbox")
        words = [payload for (payload,) in rows]
    assert [x for x in words if x != "{}"] == [words[1]], "only what could not be handled"

    assert not store.inbox.put(Incoming("1", chat, Person("2", "An"), NOW, "1", "lần nữa"))
    for before, left in ((NOW, (2, 3)), (NOW + timedelta(days=1), (0, 0))):
        store.inbox.forget(before)
        store.outbox.forget(before)
        with closing(Database(tmp_path / "x.sqlite")) as read:
            assert (read.table("inbox").count, read.table("outbox").count) == left
    store.close()


# --- what is refused ------------------------------------------------------------------------------


def with_lines(path: Path, count: int = 2000) -> None:
    path.write_bytes(_with_lines(count))


@functools.cache
def _with_lines(count: int) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / DATABASE
        made_by("m004_rights_and_traces", path)
        store = Store(path)
        with store.transaction():
            for number in range(count):
                store.lines.add(2, 1, NOW, text=f"Câu số {number} " * 5)
        store.erasing.rewrite()  # no page is free: in one of those any byte may stand
        store.close()
        return path.read_bytes()


@pytest.mark.parametrize("where", [0.1, 0.35, 0.5, 0.8, 0.99])
def test_a_database_with_a_damaged_page_is_refused_and_left_as_it_is(
    where: float, tmp_path: Path
) -> None:
    path = tmp_path / DATABASE
    with_lines(path)
    with closing(sqlite3.connect(path)) as db:  # the search index is made anew: see test_damage
        of_lines = [
            page for (page,) in db.execute("SELECT pageno FROM dbstat WHERE name = 'lines'")
        ]
    page = (of_lines[int(len(of_lines) * where)] - 1) * 4096
    with path.open("r+b") as file:
        file.seek(page)
        file.write(os.urandom(4096))
    damaged = path.read_bytes()
    with pytest.raises(RecordUnusable, match=r"bị hỏng .* bot restore TỆP") as refused:
        Store(path)
    assert "\n" not in str(refused.value)
    assert path.read_bytes() == damaged


def start(data: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", "chat"],
        cwd=data,
        env={**os.environ, "PYTHONPATH": str(PROJECT), "DATA_DIR": str(data)},
        input="/batdau Họp\n",
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


def test_the_bot_does_not_start_on_a_damaged_database(tmp_path: Path) -> None:
    path = tmp_path / DATABASE
    with_lines(path)
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)
    damaged = path.read_bytes()
    done = start(tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("DATA_DIR: ")
    assert "restore" in done.stderr
    assert done.stderr.count("\n") == 1
    assert path.read_bytes() == damaged


def test_a_database_of_a_newer_version_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"
    Store(path).close()
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
            "VALUES ('bien_ban', 'm999_of_tomorrow', '')"
        )
    before = path.read_bytes()
    with pytest.raises(RecordUnusable, match=r"mới hơn tạo ra \(m999_of_tomorrow\)"):
        Store(path)
    assert path.read_bytes() == before


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "x.sqlite")) as db, db:
        db.execute("CREATE TABLE theirs (a)")
    with pytest.raises(RecordUnusable, match="chương trình khác"):
        Store(tmp_path / "x.sqlite")


def test_a_row_that_refers_to_nothing_is_found_by_a_thorough_look(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"
    with_lines(path, 3)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("DELETE FROM people")
    examine(path)
    with pytest.raises(RecordUnusable, match="nhắc tới một hàng của people không còn"):
        examine(path, thorough=True)


def test_a_copy_is_whole_also_of_what_is_not_in_the_main_file_yet(tmp_path: Path) -> None:
    with_lines(tmp_path / "x.sqlite", 3)
    store = store_at(tmp_path / "x.sqlite")
    store.lines.add(2, 1, NOW, text="chỉ ở trong nhật ký ghi trước")
    copy(tmp_path / "x.sqlite", tmp_path / "copy.sqlite")
    store.close()
    again = Store(tmp_path / "copy.sqlite")
    assert again.lines.of_meeting(2)[-1].text == "chỉ ở trong nhật ký ghi trước"
    again.close()
