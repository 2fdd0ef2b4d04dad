"""What a damaged disk leaves: what is found by `check`, what mends itself, what is told."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.doors.port import Incoming
from bot.errors import RecordUnusable
from bot.maintenance.backup import backup, check, restore
from bot.minutes.typed.query import read_query
from bot.settings import PROJECT
from bot.store import Store, search_index
from bot.store.database import examine
from bot.store.every_row import damaged_rows
from bot.store.folder import DATABASE
from bot.store.search import Where, teach
from tests.dialogs.talking import AN, ListDoor, talking
from tests.store.recorded import NOW
from tests.store.test_database_file import with_lines
from tests.waiting import PATIENCE

PAGE = 4096
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with 600 lines."""
    data = tmp_path_factory.mktemp("whole")
    with_lines(data / DATABASE, 600)
    return data


def copied(whole: Path, to: Path) -> Path:
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(whole, to)
    return to


def pages(path: Path) -> dict[str, list[int]]:
    """The pages of each table and index, by its name."""
    found: dict[str, list[int]] = {}
    with closing(sqlite3.connect(path)) as db:
        for name, page in db.execute("SELECT name, pageno FROM dbstat ORDER BY pageno"):
            found.setdefault(name, []).append(page)
    return found


def spoil(path: Path, page: int, data: bytes, at: int = 0) -> None:
    with path.open("r+b") as file:
        file.seek((page - 1) * PAGE + at)
        file.write(data)


def finds(store: Store, words: str) -> int:
    """How many lines of the chat have these words."""
    return len(store.search.lines(read_query(words, NOW.date()), Where(1), ZONE))


def outcome(data: Path) -> str:
    """What becomes of a record: ``mended`` (all of it is there, and a search finds it), or
    ``refused`` (as a whole, with the way out)."""
    try:
        store = Store(data / DATABASE)
    except RecordUnusable as refused:
        return "refused" if "bot restore TỆP" in str(refused) else str(refused)
    try:
        texts = [line.text for line in store.lines.of_meeting(2)]
        assert sum(text.startswith("Câu số") for text in texts) == 600
        assert finds(store, "câu số 577") == 1
        store.lines.add(2, 1, NOW, text="ngay sau đó")
        assert finds(store, "ngay sau đó") == 1
    finally:
        store.close()
    assert examine(data / DATABASE, thorough=True)
    return "mended"


# --- a page of each kind --------------------------------------------------------------------------


# A table and an index of several pages (an interior page first, a leaf last), some of one page,
# what a key's uniqueness is held by, the schema, and all parts of the search index
KINDS = (
    *("lines", "lines_person", "sqlite_autoindex_lines_1", "meetings", "people", "lines_waiting"),
    *("sqlite_schema", "_sqlite_migrations"),
    *("line_words_data", "line_words_idx", "line_words_docsize", "line_words_config"),
)


def test_a_spoiled_page_of_any_kind_is_found_and_mended_or_refused(
    whole: Path, tmp_path: Path
) -> None:
    every = pages(whole / DATABASE)
    wrong = []
    for name in KINDS:
        of_it = every[name]
        for page in {of_it[0], of_it[-1]}:
            data = copied(whole, tmp_path / "data")
            spoil(data / DATABASE, page, os.urandom(PAGE))
            derived = name.startswith("line_words_")
            try:
                found = any("chỉ mục tìm kiếm" in row for row in check(data))
            except RecordUnusable:
                found = not derived
            backed_up = backs_up_only_what_is_whole(data, tmp_path / "kept.tar")
            became = outcome(data)
            if (found, backed_up, became) != (True, derived, "mended" if derived else "refused"):
                wrong.append((name, page, found, backed_up, became))
    assert wrong == []


def backs_up_only_what_is_whole(data: Path, file: Path) -> bool:
    """Whether there is a backup; one that there is comes back whole."""
    file.unlink(missing_ok=True)
    try:
        made = backup(data, file, NOW)
    except RecordUnusable:
        assert not file.exists()
        return False
    assert made.index_mended
    back = file.with_suffix(".back")
    shutil.rmtree(back, ignore_errors=True)
    back.mkdir()
    restore(back, file, NOW)
    assert [row for row in check(back) if not row.startswith("thiếu")] == []
    return True


def test_eight_bytes_turned_in_the_search_index_never_stop_a_chat(
    whole: Path, tmp_path: Path
) -> None:
    parts = {
        name: of_it for name, of_it in pages(whole / DATABASE).items() if "line_words_" in name
    }
    assert parts.keys() >= {"line_words_data", "line_words_idx", "line_words_docsize"}
    for name, of_it in parts.items():
        for at in (0, 8, 1000, 2048, 4000):
            for page in of_it[:6]:
                data = copied(whole, tmp_path / "data")
                spoil(data / DATABASE, page, bytes([0xA5] * 8), at)
                assert outcome(data) == "mended", f"{name}, page {page}, byte {at}"


ODD_INDEXES: dict[str, Callable[[sqlite3.Connection], object]] = {
    "a line is missing in it": lambda db: db.execute(
        "INSERT INTO line_words (line_words, rowid, words) SELECT 'delete', id, "
        "indexed_words(1, text) FROM lines WHERE text LIKE 'Câu số 7 %'"
    ),
    "it has a line that there is not": lambda db: db.execute(
        "INSERT INTO line_words (rowid, words) VALUES (99999, '1_khong 1_co')"
    ),
    "other words stand in it": lambda db: db.executescript(
        "INSERT INTO line_words (line_words, rowid, words) SELECT 'delete', id, "
        "indexed_words(1, text) FROM lines WHERE text LIKE 'Câu số 7 %';"
        "INSERT INTO line_words (rowid, words) SELECT id, '1_khac' FROM lines "
        "WHERE text LIKE 'Câu số 7 %';"
    ),
    "it is empty": lambda db: db.execute(
        "INSERT INTO line_words (line_words) VALUES ('delete-all')"
    ),
    "it is gone": lambda db: db.execute("DROP TABLE line_words"),
}


def test_an_index_of_other_words_than_the_lines_is_found_and_made_anew(
    whole: Path, tmp_path: Path
) -> None:
    for what, change in ODD_INDEXES.items():
        data = copied(whole, tmp_path / "data")
        with closing(sqlite3.connect(data / DATABASE)) as db, db:
            teach(db)
            change(db)
        assert "chỉ mục tìm kiếm" in check(data)[0], what
        assert outcome(data) == "mended", what
        assert not any("chỉ mục" in row for row in check(data)), what


def test_the_index_is_made_anew_as_the_migration_made_it(whole: Path, tmp_path: Path) -> None:
    data = copied(whole, tmp_path / "data")

    def shape(db: sqlite3.Connection) -> tuple[str, list[tuple[str, int]]]:
        (made,) = db.execute("SELECT sql FROM sqlite_master WHERE name = 'line_words'").fetchone()
        config = db.execute("SELECT k, v FROM line_words_config ORDER BY k").fetchall()
        return "".join(made.split()), config

    with closing(sqlite3.connect(data / DATABASE)) as db:
        before = shape(db)
        search_index.make_anew(db)
        assert shape(db) == before


async def test_an_index_that_breaks_while_the_bot_runs_stops_nobody(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.text("/batdau Họp")
        for number in range(40):
            await talk.text(f"Câu số {number} về việc nuôi cá tra", AN)
        talk.rows("UPDATE line_words_data SET block = zeroblob(length(block)) WHERE id > 10")
        talk.rows("UPDATE line_words_data SET block = zeroblob(40) WHERE id = 10")
        said = await talk.text("Câu ngay sau khi hỏng", AN)
        assert not any("đĩa" in one or "lỗi" in one for one in said)
        assert [text for _, _, text, _ in talk.lines()][-1] == "Câu ngay sau khi hỏng"
        found = "\n".join(await talk.text("/tim cá tra"))
        assert "40 dòng" in found or "Câu số 39" in found
        assert "Tìm thấy 1 dòng" in "\n".join(await talk.text("/tim ngay sau khi hỏng"))


async def test_an_index_that_lost_words_in_silence_is_made_anew_within_the_day(
    tmp_path: Path,
) -> None:
    async with talking(tmp_path) as talk:
        await talk.text("/batdau Họp")
        await talk.text("Nuôi cá tra ở xã", AN)
        talk.rows("DELETE FROM line_words_data WHERE id > 10")
        talk.rows("DELETE FROM line_words_idx")
        assert not talk.store.index_is_exact()
        await talk.office.upkeep.look_at_index()
        assert talk.store.index_is_exact()
        assert "Tìm thấy 1 dòng" in "\n".join(await talk.text("/tim nuôi cá tra"))


async def test_a_search_in_a_broken_index_finds_all_the_same(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.text("/batdau Họp")
        await talk.text("Nuôi cá tra ở xã", AN)
        talk.rows("UPDATE line_words_data SET block = x'ffffffffffffffff' WHERE id > 10")
        assert "Tìm thấy 1 dòng" in "\n".join(await talk.text("/tim nuôi cá tra"))


# --- a field of a row -----------------------------------------------------------------------------

Spoiled = set[tuple[str, int, str]]  # table, row, column
BROKEN = b"\xff\xfe\x80"  # no UTF-8
FIELDS = [
    ("lines", "at", "ngày nào"),
    ("lines", "at", BROKEN),
    ("lines", "at", 7),
    ("lines", "kind", "voicf"),
    ("lines", "state", "dome"),
    ("lines", "tag", "ykiem"),
    ("lines", "text", b"C\xc3u s\xe1"),
    ("lines", "text", BROKEN),
    ("lines", "doubts", "["),
    ("lines", "offers", '[["a"]]'),
    ("lines", "offers", "{"),
    ("lines", "seconds", "lâu"),
    ("lines", "place", "đầu"),
    ("meetings", "opened_at", "hôm nọ"),
    ("meetings", "closed_at", "hôm nọ"),
    ("meetings", "concluding", "ai"),
    ("meetings", "title", BROKEN),
    ("people", "name", BROKEN),
    ("speakers", "name", BROKEN),
    ("speakers", "title", BROKEN),
    ("chats", "title", BROKEN),
    ("attendance", "state", "presant"),
    ("attendance", "name", BROKEN),
    ("tasks", "state", "confirmd"),
    ("tasks", "due_on", "2026-13-45"),
    ("tasks", "due_at", "25:99"),
    ("tasks", "now", "{"),
    ("documents", "at", "x"),
    ("line_changes", "at", "x"),
    ("audit", "at", "x"),
]


async def told_in_full(data: Path) -> ListDoor:
    """A meeting with some rows of each."""
    async with talking(data) as talk:
        await talk.text("/batdau Họp giao ban")
        await talk.text("/thanhphan Nguyễn Văn An - Trưởng phòng\nTrần Bình - Phó phòng")
        for number in range(1, 20):
            await talk.text(f"Câu {number} của cuộc họp này.", AN)
        await talk.text("Câu cuối vẫn lành.", AN)
        for day in (15, 16, 17, 18):
            await talk.text(f"KL: Giao Phòng Kế hoạch nộp báo cáo trước ngày {day}/12/2026.")
        await talk.text("/quyen ketluan moinguoi")
        await talk.text("/sua 19 Đề nghị hỗ trợ thêm 2 máy.", AN)
        await talk.text("/nhiemvu")
        await talk.text("/baocao")
        await talk.text("/ketthuc")
    return talk.door


async def test_damaged_fields_cost_those_fields_and_no_more(tmp_path: Path) -> None:
    """One field of each kind, each in a row of its own where there are several."""
    door = await told_in_full(tmp_path)
    spoiled: Spoiled = set()
    with closing(sqlite3.connect(tmp_path / DATABASE)) as db, db:
        teach(db)
        for table, column, value in FIELDS:
            spoiled.add((table, spoil_field(db, table, column, value, spoiled), column))
    found = {
        (row.table, row.row, name)
        for row in damaged_rows(tmp_path / DATABASE)
        for name in row.fields
    }
    assert spoiled - found == set(), "what `check` does not find"
    assert sum("không đọc được: bảng" in row for row in check(tmp_path)) >= len(FIELDS) - 8
    kept = tmp_path.with_suffix(".tar")
    assert "KHÔNG nguyên vẹn" in said_by("backup", str(kept), data=tmp_path, status=1)
    exported = json.loads(said_by("export", "1", data=tmp_path))
    texts = [line["text"] for line in exported["lines"]]
    assert "Câu cuối vẫn lành." in texts, texts[8:]
    async with talking(tmp_path, door=door) as talk:
        listed = "\n".join([*await talk.text("/dong"), *await talk.text("/dong 20-24")])
        assert "Câu cuối vẫn lành" in listed
        assert "hỏng trên máy chủ" in listed
        for command in ("/tim vẫn lành", "/nhiemvu", "/thanhphan", "/lichsu", "/rasoat", "/xem 1"):
            said = "\n".join(await talk.text(command))
            assert said, command
            assert "Có lỗi khi xử lý" not in said, command
        assert "nộp báo cáo trước ngày 18/12/2026" in "\n".join(await talk.draft("/baocao"))
        await talk.text("/batdau Họp sau")
        await talk.text("Câu mới sau khi hỏng", AN)
        assert [text for _, _, text, _ in talk.lines(2)] == ["Câu mới sau khi hỏng"]


def spoil_field(
    db: sqlite3.Connection,
    table: str,
    column: str,
    value: object,
    spoiled: set[tuple[str, int, str]],
) -> int:
    """A row of which nothing is spoiled yet, if there is one; bytes as text, which they are not."""
    rows = [row for (row,) in db.execute(f"SELECT rowid FROM {table} ORDER BY rowid")]
    taken = {row for name, row, _ in spoiled if name == table}
    assert rows, f"nothing in {table}"
    row = next((row for row in rows if row not in taken), rows[0])
    what = "CAST(? AS TEXT)" if isinstance(value, bytes) else "?"
    db.execute(f"UPDATE {table} SET {column} = {what} WHERE rowid = ?", [value, row])
    return row


def said_by(*arguments: str, data: Path, status: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=data,
        env={**os.environ, "PYTHONPATH": str(PROJECT), "DATA_DIR": str(data)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == status, done.stderr
    return done.stdout


async def test_an_arrival_that_meets_a_damaged_page_is_set_aside_and_told(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.text("/batdau Họp")
        broken = sqlite3.DatabaseError("database disk image is malformed")
        broken.sqlite_errorname = "SQLITE_CORRUPT"
        real = talk.office.app.handle

        def meets_it(incoming: Incoming) -> object:
            if "trang hỏng" in incoming.text:
                raise broken
            return real(incoming)

        talk.office.app.handle = meets_it  # type: ignore[assignment,method-assign]
        (said,) = await talk.text("Câu gặp trang hỏng", AN)
        assert "giữ riêng" in said
        await talk.text("Câu sau vẫn được ghi", AN)
        assert [text for _, _, text, _ in talk.lines()] == ["Câu sau vẫn được ghi"]
        kept = talk.rows("SELECT payload FROM inbox WHERE error != ''")
        assert "trang hỏng" in kept[0][0]
