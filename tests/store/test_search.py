"""The index of words: in step with every line, of one chat only, and empty of what was erased."""

from __future__ import annotations

import sqlite3
import unicodedata
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.doors.port import Chat, ChatKind, Media, MediaKind, Person
from bot.minutes import Line, Tag
from bot.minutes.typed.query import read_query
from bot.store import Store, search
from bot.store.database import opened
from bot.store.folder import DATABASE
from bot.store.recordings import HeardText
from bot.store.search import Where
from tests.records import store_at

NOW = datetime(2026, 7, 24, 1, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
AN, HA = Person("2", "Nguyễn Văn An"), Person("1", "Lê Thị Hoà")


class House:
    """A record with meetings of two groups."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.store = store_at(data / DATABASE, lambda: NOW)
        self.ours, self.theirs, self.own = (
            self.store.chats.know(Chat("telegram", key, key, kind)).id
            for key, kind in (
                ("-1", ChatKind.GROUP),
                ("-2", ChatKind.GROUP),
                ("2", ChatKind.PRIVATE),
            )
        )
        self.an, self.ha = (self.store.chats.know_person("telegram", who).id for who in (AN, HA))
        self.here = self.meeting(self.ours, self.ha, self.an)
        self.there = self.meeting(self.theirs, self.ha)

    def meeting(self, chat: int, *people: int) -> int:
        number = self.store.meetings.open(chat, "Họp", people[0], NOW, {}).id
        for person in people:
            self.store.meetings.seat(number, person)
        return number

    def says(
        self,
        text: str,
        meeting: int | None = None,
        who: int | None = None,
        at: datetime = NOW,
        tag: Tag | None = None,
    ) -> Line:
        return self.store.lines.add(meeting or self.here, who or self.ha, at, text=text, tag=tag)

    def finds(self, typed: str, chat: int | None = None, who: int | None = None) -> list[str]:
        """The texts of the lines found, in their order."""
        query = read_query(typed, date(2026, 7, 24))
        ids = self.store.search.lines(query, Where(chat or self.ours, who), ZONE)
        return [self.store.lines.get(line_id).text for line_id in ids]

    def indexed(self) -> set[str]:
        """Every word that the index has, without what it counts as gone."""
        with closing(self.file()) as db:
            db.execute("CREATE VIRTUAL TABLE temp.seen USING fts5vocab(main, line_words, row)")
            return {term for (term,) in db.execute("SELECT term FROM temp.seen")}

    def file(self) -> sqlite3.Connection:
        """The record as another program opens it."""
        return sqlite3.connect(self.data / DATABASE)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


FOUND = (
    ("Hội thảo ở Đà Nẵng", "da nang"),
    ("Hội thảo ở Đà Nẵng", "ĐÀ NẴNG"),
    ("Hội thảo ở Đà Nẵng", '"o đà nẵng"'),
    ("hoi thao o Da Nang", "Đà Nẵng"),
    ("Về Hoà Bình", "hòa bình"),
    ("Về Hòa Bình", "hoà bình"),
    ("Quý III", "qúy iii"),
    ("THỐNG NHẤT", "thống nhất"),
    ("Số 24/QĐ-UBND, 1.000.000 đồng", "24/qđ-ubnd 1.000.000"),
    ("chanh, xoài; cam", '"chanh xoài cam"'),
    ("AND OR NOT", "not or and"),
    ("a* b:c (d)", '"a b c d"'),
    ("Ðà Nẵng 👍🏽 xong", "xong"),
    ("Về Đắk Lắk", unicodedata.normalize("NFD", "đắk lắk")),
    (unicodedata.normalize("NFD", "Về Đắk Lắk"), "đắk lắk"),
    ("Uỷ ban họp", "ủy ban"),
    ("Ủy ban họp", "UỶ BAN"),
    ("thuỷ lợi, khoẻ mạnh", "thủy khỏe"),
    ("thuở trước", unicodedata.normalize("NFD", "thuở")),
    ("hỗ trợ 1.000 hộ", "1000"),
    ("hỗ trợ 1000 hộ", "1.000"),
    ("hỗ trợ 1000 hộ", '"1 000 hộ"'),
    ("chi 1.250.000 đồng", '"chi 1250000 đồng"'),
    ("chi 1250000 đồng", '"1.250.000 đồng"'),
    ("trước ngày 30/11", "30/11"),
    ("đạt 12,5%", "12.5"),
    ("Hết quý 2026", "2026"),
    ("Ý kiến", "ý"),
    ("Thống nhất: phương án 1", '"nhất, phương"'),
)


def test_words_are_found_however_they_are_typed(house: House) -> None:
    house.says("câu khác")
    odd = []
    for said, typed in FOUND:
        line = house.says(said)
        if house.finds(typed) != [said]:
            odd.append((said, typed, house.finds(typed)))
        house.store.lines.change(line, None, deleted=1)
    assert odd == []


OTHER_NUMBERS = (
    ("ngày 30 tháng 11", '"30/11"'),
    ("mã 0100", "1.00"),
    ("hộ 10000", "1000"),
    ("hộ 1.0000", "10000"),
    ("1.00 hộ", "100"),
    ("2026", "026"),
)


def test_another_number_is_not_found(house: House) -> None:
    odd = []
    for said, typed in OTHER_NUMBERS:
        line = house.says(said)
        if house.finds(typed):
            odd.append((said, typed))
        house.store.lines.change(line, None, deleted=1)
    assert odd == []


def test_all_of_it_must_stand_in_the_line(house: House) -> None:
    house.says("chanh xoài")
    typed = ["xoài chanh cam", '"xoài chanh"', "xoa", '"chanh AND xoài"']
    assert {one: house.finds(one) for one in typed} == {one: [] for one in typed}
    assert house.finds("xoài chanh") == ["chanh xoài"], "words in any order"


def test_the_same_diacritics_come_first_then_the_newest(house: House) -> None:
    for text in ("hoà thuận", "hoa quả", "hòa bình", "hoả hoạn"):
        house.says(text)
    assert house.finds("hoà") == ["hòa bình", "hoà thuận", "hoả hoạn", "hoa quả"]
    assert house.finds("hoa") == ["hoả hoạn", "hòa bình", "hoa quả", "hoà thuận"]


def test_filters_narrow_it(house: House) -> None:
    evening = datetime(2026, 7, 23, 17, 30, tzinfo=UTC)  # the 24th in Vietnam
    house.says("chanh một", who=house.an, at=evening, tag=Tag.CONCLUSION)
    house.says("chanh hai", at=evening - timedelta(hours=1))
    assert house.finds("chanh nguoi:an") == ["chanh một"]
    assert house.finds("chanh nguoi:văn_an") == ["chanh một"]
    assert house.finds("nguoi:hòa") == ["chanh hai"]
    assert house.finds("nguoi:thi") == ["chanh hai"], "a whole word of the name"
    assert house.finds("nguoi:th") == []
    assert house.finds("tag:ketluan") == ["chanh một"]
    assert house.finds("tu:24/7") == ["chanh một"]
    assert house.finds("chanh den:23/7") == ["chanh hai"]
    assert house.finds("chanh tu:23/7 den:24/7") == ["chanh hai", "chanh một"]
    house.says("")
    assert house.finds("nguoi:hoà") == ["chanh hai"], "a line without words is no hit"


def test_a_line_is_found_by_the_words_that_it_has_now(house: House) -> None:
    line = house.says("chanh")
    house.store.lines.change(line, house.ha, text="xoài")
    assert (house.finds("chanh"), house.finds("xoai")) == ([], ["xoài"])
    house.store.lines.change(line, house.ha, deleted=1)
    assert (house.finds("xoai"), house.finds("nguoi:hoà")) == ([], [])
    house.store.lines.change(line, house.ha, text="cam")
    assert house.finds("cam") == []
    house.store.lines.change(line, house.ha, deleted=0, text="quýt")
    assert (house.finds("quyt"), house.finds("cam")) == (["quýt"], [])
    assert house.indexed() == {f"{house.ours}_quyt", f"{house.ours}_quyt_2"}


def test_what_a_recording_is_heard_to_say_is_found(house: House) -> None:
    line = house.store.lines.add(house.here, house.an, NOW, media=Media(MediaKind.SOUND, "r"))
    assert house.indexed() == set()
    said = HeardText("Trồng xoài", "trồng xoài", 0.9)
    house.store.recordings.transcribed(line, said, segments=[], seconds=8)
    assert house.finds("trong xoai") == ["Trồng xoài"]
    long = house.store.lines.add(house.here, house.an, NOW, media=Media(MediaKind.SOUND, "l"))
    begun = house.store.recordings.begin_long(long, 600)
    assert begun is not None
    house.store.recordings.add_parts(begun, 0, 60, [HeardText("Trồng cam", "", 0.9, 0, 5)])
    assert house.finds("trong") == ["Trồng cam", "Trồng xoài"]
    part = house.store.lines.of_meeting(house.here)[-1]
    assert house.store.lines.message_at_home(part) is None
    house.store.lines.bind(long.id, house.ours, "77", "said")
    assert (
        house.store.lines.message_at_home(part) == house.store.lines.message_at_home(long) == "77"
    )


def test_a_transaction_that_fails_leaves_no_word(house: House) -> None:
    def half() -> None:
        with house.store.transaction():
            house.says("chanh")
            assert house.finds("chanh") == ["chanh"]
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert house.indexed() == set()


# --- whose words ----------------------------------------------------------------------------------


def test_a_group_finds_its_own_words_only(house: House) -> None:
    house.says("chanh ở đây")
    house.says("chanh ở kia", house.there)
    assert house.finds("chanh", house.ours) == ["chanh ở đây"]
    assert house.finds("chanh", house.theirs) == ["chanh ở kia"]
    assert house.finds("nguoi:hoà", house.theirs) == ["chanh ở kia"]
    assert house.finds("đây", house.theirs) == []


def test_in_private_a_person_finds_what_they_took_part_in(house: House) -> None:
    house.says("chanh ở đây")
    house.says("chanh ở kia", house.there)
    house.store.meetings.close(house.here, NOW)
    house.says("chanh về sau", house.meeting(house.ours, house.ha))
    of_own = house.meeting(house.own, house.an)
    house.says("chanh của riêng", of_own, house.an)
    # brought there by somebody else: that is not taking part
    house.store.meetings.seat(house.there, house.an, here=False)
    assert house.finds("chanh", house.own, house.an) == ["chanh của riêng", "chanh ở đây"]
    assert house.finds("nguoi:hoà", house.own, house.an) == ["chanh ở đây"]


def test_the_words_of_another_chat_are_not_even_looked_at(house: House) -> None:
    """However many lines elsewhere have the word: the work is that of this chat's lines."""
    line = house.says("chanh")

    def steps() -> int:
        count = 0
        with closing(house.file()) as db, db:
            db.execute("INSERT INTO line_words (line_words) VALUES ('optimize')")

        def step() -> int:
            nonlocal count
            count += 1
            return 0

        with closing(opened(house.data / DATABASE)) as db:
            looking = search.Search(db)
            db.conn.set_progress_handler(step, 1)
            query = read_query("chanh", date(2026, 7, 24))
            assert list(looking.lines(query, Where(house.ours, None), ZONE)) == [line.id]
        return count

    before = steps()
    with house.store.transaction():
        for _ in range(300):
            house.says("chanh", house.there)
    assert steps() < before + 100, "less than a step for each of those lines"


def test_a_chat_that_moves_takes_its_words_along(house: House) -> None:
    house.says("chanh ở kia", house.there)
    house.store.meetings.close(house.here, NOW)
    house.store.chats.move(
        house.ours, "-2", datetime(2000, 1, 1, tzinfo=UTC)
    )  # which has been seen too early
    assert house.finds("chanh", house.ours) == ["chanh ở kia"]
    assert house.indexed() >= {f"{house.ours}_chanh"}
    assert not any(term.startswith(f"{house.theirs}_") for term in house.indexed())


# --- what is erased -------------------------------------------------------------------------------


def files_with(house: House, words: str) -> set[str]:
    return {
        path.relative_to(house.data).as_posix()
        for path in house.data.rglob("*")
        if path.is_file() and words.encode() in path.read_bytes()
    }


def test_no_byte_of_an_erased_word_is_left_in_the_index(house: House) -> None:
    """FTS5 only marks what was taken out; its pages must be written anew."""
    secret = "wqzjxk"  # shares no beginning with another word, so that its bytes stand together

    def is_indexed() -> bool:
        found = "SELECT 1 FROM line_words_data WHERE instr(block, CAST(? AS BLOB))"
        with closing(house.file()) as db:
            return db.execute(found, [secret]).fetchone() is not None

    kept = house.meeting(house.own, house.an)
    with house.store.transaction():  # else FTS5 may merge it at once, by chance
        for number in range(60):
            house.says(f"câu {number} của nhóm", kept, house.an)
        house.says(f"Chuyện {secret} riêng", house.there)
    house.store.erasing.meeting(house.there)
    assert is_indexed(), "the rows are gone, the index has marks only"
    assert house.store.erasing.is_forgetting()
    while house.store.erasing.finish(house.data):
        pass
    assert not is_indexed()
    assert files_with(house, secret) == set()
    assert not house.store.erasing.is_forgetting()
    assert len(house.finds("cau", house.own, house.an)) == 60


def test_forgetting_goes_on_after_a_restart_and_beside_new_lines(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "PAGES_AT_A_TIME", 10)
    kept = house.meeting(house.own, house.an)
    with house.store.transaction():
        for number in range(3000):
            house.says(f"bimat{number} bỏ đi", house.there)
            house.says(f"giulai{number} còn đây", kept, house.an)
    house.store.erasing.meeting(house.there)
    steps = 0
    while house.store.erasing.finish(house.data):
        steps += 1
        house.store.close()
        house.store = Store(house.data / DATABASE, lambda: NOW)
        house.says(f"dòng mới {steps}", kept, house.an)
        assert steps < 1000
    assert steps > 1, "it is done in several steps"
    assert files_with(house, "bimat") == set()
    assert len(house.finds("con day", house.own, house.an)) == 500
    assert house.finds("giulai2999", house.own, house.an) == ["giulai2999 còn đây"]


def test_nothing_reads_a_whole_table(house: House) -> None:
    read_often = [
        "SELECT max(no) FROM lines WHERE meeting_id = 1",
        "SELECT * FROM lines WHERE meeting_id = 1 ORDER BY no",
        "SELECT id FROM meetings WHERE chat_id = 1 ORDER BY id DESC LIMIT 10",
        "SELECT count(*) FROM meetings WHERE chat_id = 1",
        "SELECT meeting_id FROM speakers WHERE person_id = 1 AND here ORDER BY meeting_id DESC",
        "SELECT line_id FROM messages WHERE chat_id = 1 AND message_id = '1'",
    ]
    with closing(house.file()) as db:
        steps = [
            (sql, detail)
            for sql in read_often
            for *_, detail in db.execute(f"EXPLAIN QUERY PLAN {sql}")
        ]
    assert {sql for sql, _ in steps} == set(read_often)
    assert [step for step in steps if step[1].startswith("SCAN")] == []
