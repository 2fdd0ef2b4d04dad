"""What is erased is gone, from every table and every file; the rest is as it was."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.doors.port import (
    Chat,
    Incoming,
    LivePart,
    Media,
    MediaKind,
    Person,
    Question,
    Rewrite,
    Say,
    SendFile,
)
from bot.minutes import Line, LineState
from bot.minutes.guesses.review import Topic
from bot.minutes.guesses.tasks import TaskGuess
from bot.minutes.tasks import TaskState
from bot.minutes.typed.people import Entry
from bot.store import Store, erase
from bot.store.audio import AudioFolder
from bot.store.folder import AUDIO, DATABASE, DOCUMENTS
from bot.store.lines import LineGone
from bot.store.recordings import HeardText
from bot.store.signoff import State
from tests.records import store_at

NOW = datetime(2026, 7, 24, 1, tzinfo=UTC)
SECRET = "bí mật số 7"
CHAT = Chat("telegram", "-100", "Sở KH&CN")
HA, AN, BINH = Person("1", "Lê Hà"), Person("2", "Nguyễn An"), Person("3", f"Bình {SECRET}")


class House:
    """A data folder with two meetings of one chat: the first is secret, the second is not."""

    def file(self) -> sqlite3.Connection:
        """The record as another program opens it."""
        return sqlite3.connect(self.data / DATABASE)

    def __init__(self, data: Path) -> None:
        self.data = data
        self.store = store_at(data / DATABASE, lambda: NOW)
        self.audio = AudioFolder(data / AUDIO)
        self.chat = self.store.chats.know(CHAT).id
        self.ha, self.an, self.binh = (
            self.store.chats.know_person("telegram", who).id for who in (HA, AN, BINH)
        )
        self.secret = self.meeting(f"Họp {SECRET}", self.ha, self.binh, closed=True)
        self.open = self.meeting("Họp thường", self.ha, self.an)

    def meeting(self, title: str, *people: int, closed: bool = False) -> int:
        meetings = self.store.meetings
        number = meetings.open(self.chat, title, people[0], NOW, {"dia_diem": title}).id
        for person in people:
            meetings.seat(number, person)
        line = self.store.lines.add(number, people[1], NOW, text=f"{title} gõ", message_id="9")
        self.store.lines.bind(line.id, self.chat, f"{number}/9", "said")
        self.store.lines.change(line, people[0], text=f"{title} đã sửa")
        self.store.reviews.settle(number, Topic.UNTAGGED, str(line.id), people[0])
        self.store.pictures.want(number, self.chat)
        self.store.questions.note(self.chat, f"{number}/10", Question("remark", number))
        listed = [Entry(f"Người {title}", title, title, note=title)]
        self.store.attendance.add(number, people[0], listed)
        sent = Media(MediaKind.OTHER, title, f"{title}.xlsx")
        self.store.attendance.want_read(self.chat, number, people[1], sent)
        task = TaskGuess(f"{title} việc", f"{title} ai", line=1)
        (one,) = self.store.tasks.follow(number, [task], NOW.date())
        done = one.decided(TaskState.DONE)
        self.store.tasks.change(number, one, done, people[1])
        self.store.tasks.remind(number, 1, people[1])
        self.store.suggestions.refuse(line.id, people[0])
        self.store.asking.ask(line.id, people[1], "d", "w", privately=True)
        self.store.asking.offer(line.id, f"{title} trả lời")
        self.recording(number, people[1], f"{title} nói")
        document = self.data / DOCUMENTS / str(number)
        document.mkdir(parents=True)
        for form in (".docx", ".txt", ".json"):
            (document / f"bao-cao-{number}-1{form}").write_text(title, encoding="utf-8")
        draft = meetings.add_document(
            number, "baocao", f"bao-cao-{number}-1.docx", people[0], "dienbien"
        )
        self.signed_off(number, draft, *people, words=title)
        if closed:
            meetings.close(number, NOW)
        return number

    def recording(self, meeting: int, person: int, words: str) -> Line:
        """A note, kept and transcribed, of which a part was asked for."""
        media = Media(MediaKind.SOUND, "ref", "a.ogg", 8.0)
        line = self.store.lines.add(meeting, person, NOW, media=media)
        with self.audio.incoming() as file:
            file.write_text(words, encoding="utf-8")
            self.store.recordings.keep_audio(line, self.audio.keep(file, "a.ogg"))
        said = HeardText(words, words, 0.9, ends=8.0)
        line = self.store.recordings.transcribed(
            line, said, segments=[{"text": words}], seconds=8.0
        )
        self.store.lines.want_excerpt(line, self.chat)
        assert line.audio
        self.audio.excerpt_path(line.audio, 0, 1).write_text(words, encoding="utf-8")
        return line

    def room(self, meeting: int, person: int, words: str) -> None:
        """Somebody records the room; one stretch has words, of another nothing was heard."""
        rooms, stretches = self.store.rooms, self.store.stretches
        live = LivePart(words, 0, 0.0)
        room = rooms.begin(meeting, self.chat, person, person, live, NOW)
        line = self.store.lines.add(meeting, person, NOW, media=Media(MediaKind.SOUND, words))
        rooms.show_as(room, line)
        for number in range(2):
            sound = Media(MediaKind.SOUND, words, "a.webm", 8.0)
            rooms.take(room, LivePart(words, number, 8.0 * number), NOW, sound)
            (waiting,) = stretches.waiting()
            with self.audio.incoming() as file:
                file.write_text(f"{words} đoạn {number}", encoding="utf-8")
                stretches.keep_audio(waiting.id, self.audio.keep(file, "a.webm"))
            said = [HeardText(f"{words} trong phòng", words, 0.9, ends=8.0)] if not number else []
            stretches.heard(waiting.id, said, 8.0, None)
        rooms.end(line)

    def signed_off(self, meeting: int, draft: int, ha: int, chair: int, *, words: str) -> None:
        """The draft was read with a remark, and returned with a voice note."""
        signoff, media = self.store.signoff, Media(MediaKind.SOUND, "ref", "b.ogg", 3.0)
        reading = signoff.read(meeting, draft, ha)
        signoff.answer(reading, chair, agreed=False)
        signoff.remark(meeting, chair, NOW, f"{words} góp ý", None, reading=reading)
        asked = signoff.submit(meeting, draft, ha, chair, "ab" * 32, None)
        spoken = signoff.remark(meeting, chair, NOW, f"{words} kèm", media, submission=asked)
        signoff.decide(asked, State.RETURNED, chair)
        with self.audio.incoming() as file:
            file.write_text(f"{words} ý kiến", encoding="utf-8")
            signoff.keep_audio(spoken.id, self.audio.keep(file, "b.ogg"))

    def files_with(self, words: str) -> set[str]:
        """The files of the data folder in which these bytes are."""
        return {
            path.relative_to(self.data).as_posix()
            for path in self.data.rglob("*")
            if path.is_file() and words.encode() in path.read_bytes()
        }

    def finish(self) -> None:
        while self.store.erasing.waiting():
            self.store.erasing.finish(self.data)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_no_byte_of_an_erased_meeting_is_left(house: House) -> None:
    house.store.inbox.put(Incoming("5", CHAT, AN, NOW, "5", SECRET))
    (failed,) = house.store.inbox.waiting(1)
    house.store.inbox.handled(failed.id, "ab12 KeyError")
    (line, _) = house.store.lines.of_meeting(house.secret)
    house.store.outbox.put(
        house.chat,
        [
            Rewrite(SECRET, line_id=line.id),
            Say(f"Dự thảo: {SECRET}"),
            SendFile(str(house.data / f"{DOCUMENTS}/{house.secret}/{SECRET}.docx"), "x.docx"),
        ],
    )
    with closing(house.file()) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert len(house.files_with(SECRET)) == 7, "database, two sounds, a part, three of the draft"

    extent = house.store.erasing.extent(house.secret)
    erased = house.store.erasing.meeting(house.secret, by=house.ha)
    house.finish()

    assert house.files_with(SECRET) == set()
    assert (erased.lines, erased.recordings, erased.documents) == (2, 2, 1)
    assert erased == extent
    assert not (house.data / DOCUMENTS / str(house.secret)).exists()
    assert house.store.meetings.get(house.secret) is None
    with pytest.raises(LookupError):
        house.store.erasing.meeting(house.secret)


def test_a_recording_of_the_room_goes_with_what_nobody_said_in_it(house: House) -> None:
    house.room(house.secret, house.binh, SECRET)
    house.room(house.open, house.an, "phòng họp khác")
    extent = house.store.erasing.extent(house.secret)
    assert (extent.lines, extent.recordings) == (4, 4)
    house.store.erasing.meeting(house.secret, by=house.ha)
    house.finish()
    assert house.files_with(SECRET) == set()
    assert len(house.files_with("phòng họp khác")) == 3, "database, two stretches"


def test_long_texts_that_fill_pages_of_their_own_leave_nothing_either(house: House) -> None:
    for number in range(40):
        text = f"{SECRET} {number} " * 700
        line = house.store.lines.add(house.secret, house.binh, NOW, text=text)
        house.store.lines.change(line, house.ha, text=text + ".")
    house.store.erasing.meeting(house.secret)
    house.finish()
    assert house.files_with(SECRET) == set()


def test_another_meeting_and_its_files_stay_as_they_are(house: House) -> None:
    store = house.store
    before = store.lines.of_meeting(house.open), store.meetings.get(house.open)
    store.outbox.put(house.chat, [Say("thẻ", line_id=before[0][0].id)])
    files = house.files_with("Họp thường") - {DATABASE, f"{DATABASE}-wal"}
    store.erasing.meeting(house.secret)
    house.finish()
    assert (store.lines.of_meeting(house.open), store.meetings.get(house.open)) == before
    assert house.files_with("Họp thường") - {DATABASE, f"{DATABASE}-wal"} == files
    waiting = store.outbox.next(house.chat)
    assert waiting is not None
    assert waiting.reply == Say("thẻ", line_id=before[0][0].id)
    assert store.lines.of_message(house.chat, f"{house.open}/9") is not None


def test_a_recording_that_two_meetings_have_goes_with_the_second(house: House) -> None:
    first = house.recording(house.secret, house.binh, "một bản ghi").audio
    second = house.recording(house.open, house.an, "một bản ghi").audio
    assert first is not None
    assert first == second
    house.store.erasing.meeting(house.secret)
    house.finish()
    assert house.audio.path(first).exists()
    house.store.erasing.meeting(house.open)
    house.finish()
    assert not house.audio.path(first).exists()


def test_a_recording_that_comes_again_before_its_file_is_removed_stays(house: House) -> None:
    name = house.recording(house.secret, house.binh, "một bản ghi").audio
    assert name is not None
    house.store.erasing.meeting(house.secret)
    house.recording(house.open, house.an, "một bản ghi")
    house.finish()
    assert house.audio.path(name).exists()


def test_the_number_of_an_erased_meeting_is_never_given_again(house: House) -> None:
    house.store.meetings.close(house.open, NOW)
    house.store.erasing.meeting(house.open)
    house.store.close()
    store = Store(house.data / DATABASE)
    assert store.meetings.open(house.chat, "Mới", house.ha, NOW, {}).id == house.open + 1
    store.close()


def test_the_audit_log_says_who_erased_how_much_and_no_word_of_it(house: House) -> None:
    house.store.erasing.meeting(house.secret, by=house.ha, why="xoacuochop")
    (entry,) = house.store.audit.entries()
    assert (entry.act, entry.person_id, entry.chat_id, entry.meeting_id) == (
        "erase_meeting",
        house.ha,
        house.chat,
        house.secret,
    )
    assert entry.about == "lines=2 recordings=2 documents=1 xoacuochop"


def people(house: House) -> set[int]:
    with closing(house.file()) as db:
        return {number for (number,) in db.execute("SELECT id FROM people")}


def test_people_go_with_the_last_meeting_that_they_took_part_in(house: House) -> None:
    house.store.erasing.meeting(house.secret)
    assert people(house) == {house.ha, house.an}, "Bình was nowhere else"
    house.store.erasing.meeting(house.open, by=house.ha)
    assert people(house) == {house.ha}, "the audit log must say who"


def test_all_that_refers_to_a_meeting_or_a_line_is_known_to_be_erased(house: House) -> None:
    refer: dict[str, set[str]] = {"meetings": set(), "lines": set()}
    with closing(Database(house.data / DATABASE)) as db:
        for table in db.tables:
            for key in table.foreign_keys:
                refer.get(key.other_table, set()).add(table.name)
    assert refer["meetings"] == set(erase.OF_MEETINGS)
    assert refer["lines"] == {*erase.OF_LINES, "lines", "rooms"}, "rooms go with their meeting"


def test_a_transaction_that_fails_erases_nothing(house: House) -> None:
    def half() -> None:
        with house.store.transaction():
            house.store.erasing.meeting(house.secret)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert len(house.store.lines.of_meeting(house.secret)) == 2
    assert house.store.erasing.waiting() == 0
    assert house.store.audit.entries() == []


def test_while_another_process_reads_the_files_wait(house: House) -> None:
    house.store.erasing.meeting(house.secret)
    with closing(sqlite3.connect(house.data / DATABASE)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM lines").fetchone()
        assert house.store.erasing.finish(house.data) == 3, "its pages are in the log"
    assert house.store.erasing.finish(house.data) == 0
    assert house.files_with(SECRET) == set()


def test_a_file_that_cannot_be_removed_holds_up_no_other(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = next(x.audio for x in house.store.lines.of_meeting(house.secret) if x.audio)
    house.store.erasing.meeting(house.secret)

    def fails(_self: AudioFolder, _name: str) -> None:
        raise PermissionError(1, "not permitted")

    with monkeypatch.context() as patch:
        patch.setattr(AudioFolder, "remove", fails)
        assert house.store.erasing.finish(house.data) == 2
    assert not (house.data / DOCUMENTS / str(house.secret)).exists()
    assert house.store.erasing.finish(house.data) == 0
    assert not house.audio.path(name).exists()


# --- recordings only ------------------------------------------------------------------------------


def test_recordings_go_and_what_was_said_stays(house: House) -> None:
    _, note = house.store.lines.of_meeting(house.secret)
    assert note.audio is not None
    assert house.store.erasing.recordings(house.secret, why="KEEP_AUDIO_DAYS=30") == 2
    house.finish()
    now = house.store.lines.get(note.id)
    assert (now.text, now.state, now.audio) == (f"Họp {SECRET} nói", LineState.DONE, None)
    assert now.recording_erased
    assert not house.audio.path(note.audio).exists()
    assert not list((house.data / AUDIO / "excerpts").glob(f"{Path(note.audio).stem[:16]}*"))
    assert house.store.erasing.recordings(house.secret) == 0, "not twice"
    assert [x.about for x in house.store.audit.entries()] == ["recordings=2 KEEP_AUDIO_DAYS=30"]


def test_a_recording_that_waits_to_be_transcribed_keeps_those_of_its_meeting(house: House) -> None:
    media = Media(MediaKind.SOUND, "later", seconds=8.0)
    house.store.lines.add(house.secret, house.binh, NOW, media=media)
    assert house.store.erasing.recordings(house.secret) == 0
    assert house.store.erasing.waiting() == 0


def test_only_closed_meetings_grow_old_whatever_their_clocks_zone(house: House) -> None:
    closed_before = house.store.erasing.closed_before
    assert closed_before(NOW) == []
    assert closed_before(NOW + timedelta(seconds=1)) == [house.secret]
    other_zone = "2026-07-24T07:59:59+07:00"  # a second before NOW
    with closing(house.file()) as db, db:
        db.execute("UPDATE meetings SET closed_at = ? WHERE id = 1", [other_zone])
    assert closed_before(NOW) == [house.secret]
    assert closed_before(NOW, with_recordings=True) == [house.secret]
    house.store.erasing.recordings(house.secret)
    assert closed_before(NOW, with_recordings=True) == []
    house.store.meetings.close(house.open, NOW)
    house.store.meetings.reopen(house.open)
    assert closed_before(NOW + timedelta(days=999)) == [house.secret]


# --- what others were at, when it was erased ------------------------------------------------------


def test_work_on_an_erased_line_ends_with_one_error(house: House) -> None:
    line = house.store.lines.of_meeting(house.secret)[1]
    house.store.erasing.meeting(house.secret)
    lines, recordings = house.store.lines, house.store.recordings
    assert recordings.stopped_among([line.id, 999]) == {line.id, 999}
    nothing = HeardText("", "", 0)
    late: dict[str, Callable[[], object]] = {
        "get": lambda: lines.get(line.id),
        "keep_audio": lambda: recordings.keep_audio(line, "ab/ab.ogg"),
        "failed": lambda: recordings.failed(line, "fetch_failed"),
        "begin_long": lambda: recordings.begin_long(line, 600.0),
        "add_parts": lambda: recordings.add_parts(line, 0.0, 60.0, []),
        "end_long": lambda: recordings.end_long(line),
        "chat_of": lambda: lines.chat_of(line.id),
        "transcribed": lambda: recordings.transcribed(line, nothing, segments=[], seconds=1),
    }
    without_error = []
    for name, work in late.items():
        with suppress(LineGone):
            work()
            without_error.append(name)
    assert without_error == []


def test_what_was_being_said_of_an_erased_line_is_marked_without_trouble(house: House) -> None:
    line = house.store.lines.of_meeting(house.secret)[0]
    house.store.outbox.put(house.chat, [Say("thẻ", line_id=line.id)])
    out = house.store.outbox.next(house.chat)
    assert out is not None
    (excerpt,) = [x for x in house.store.lines.excerpts() if x.line.meeting_id == house.secret]
    (draft,) = house.store.meetings.documents(house.secret)
    house.store.erasing.meeting(house.secret)
    house.store.lines.bind(line.id, house.chat, "77", "card")
    house.store.outbox.sent(out.id)
    assert house.store.lines.of_message(house.chat, "77") is None
    assert not house.store.lines.excerpt_done(excerpt.id)
    assert not house.store.meetings.printed(draft.id)


def test_who_was_in_an_erased_meeting_alone_is_supposed_in_no_other(house: House) -> None:
    line = house.recording(house.open, house.an, "nói")
    with closing(house.file()) as db:
        db.execute("UPDATE lines SET maybe = ? WHERE id = ?", [house.binh, line.id])
        db.execute("INSERT INTO voices_refused VALUES (?, ?)", [line.id, house.binh])
        db.execute("INSERT INTO voices_refused VALUES (?, ?)", [line.id, house.an])
        db.commit()
    house.store.erasing.meeting(house.secret, house.ha)
    assert house.store.lines.get(line.id).maybe is None
    with closing(house.file()) as db:
        assert db.execute("SELECT person_id FROM voices_refused").fetchall() == [(house.an,)]
        names = [name for (name,) in db.execute("SELECT name FROM people")]
    assert BINH.name not in names
