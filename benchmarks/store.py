"""`python -m benchmarks.store`: how fast a record of up to a million lines answers and takes more.

The record is made in the shape of the version before the index of words and opened, which makes the
index. Then people ask: each answer is that of the app (`App.handle`) in a transaction, with its
commit. 50 groups, meetings of 200 lines, 20 people a meeting; 25 words a line, of which the n-th
most frequent is 1/n as frequent as the first.
"""

import argparse
import itertools
import json
import random
import re
import sqlite3
import statistics
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from bot.conversation.app import App
from bot.conversation.context import House
from bot.doors.port import Chat, ChatKind, Incoming, Person, Say
from bot.minutes.typed.words import fold
from bot.report import Reports
from bot.report.reports import BUILT_IN
from bot.store import Store
from bot.store.schema import migrations

from .machine import machine

_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_START = datetime(2024, 1, 2, 1, tzinfo=UTC)
_CHATS = 50
_LINES = 200  # of a meeting
_PEOPLE = 1000
_MEMBERS = 60  # of a group; each is in three groups
_SEATS = 20  # of a meeting
_WORDS = 25  # of a line
# Words of meetings, the most frequent first
_COMMON = re.findall(
    r"\w+",
    """
    các và của là có được cho công tác trong việc thực hiện với đề nghị không phòng này theo đến
    báo cáo năm kế hoạch phải những đã về tổ chức một thì đồng chí tỉnh sở đơn vị người cũng khi ra
    như từ còn rất vào ngày tháng quản lý dự án thống nhất giao hoàn thành trước sau chủ trì phối
    hợp kinh phí xây dựng kiểm tra nội dung ý kiến kết luận yêu cầu tiến độ hồ sơ văn bản ban hành
    định nghị quyết chỉ đạo triển khai đánh giá kết quả khó khăn vướng mắc giải pháp nhiệm vụ trọng
    tâm quý chuyển đổi số hành chính cải cách dịch vụ trực tuyến dân nông thôn mới xã huyện ủy nhân
    hội thanh y tế giáo dục đào tạo khoa học nghệ thông tin truyền tài ngân sách đầu tư hoà bình
    thuỷ lợi
    """,
)
_ONSETS = re.findall(r"\w+", "b c ch d đ g h kh l m n ng nh ph r s t th tr v x")
_RIMES = re.findall(
    r"\w+", "a ai am an ang ao au ay ân âm âu o oi om ong ô ôi ông ơi u ui um ung ư ưng iên iêu"
)
_TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
_NAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ")
_GIVEN = ("An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Hùng", "Minh", "Quý", "Sơn", "Thuỷ", "Vân")


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.store", description=__doc__)
    parser.add_argument("--lines", default="10000,100000,1000000", help="sizes, with commas")
    parser.add_argument("--repeats", type=int, default=100, help="of each question")
    parser.add_argument("--folder", type=Path, help="where the record is made; needs 2 GB")
    given = parser.parse_args(argv)
    print(", ".join(str(value) for value in machine().values()), f"SQLite {sqlite3.sqlite_version}")
    for size in map(int, given.lines.split(",")):
        with TemporaryDirectory(dir=given.folder) as folder:
            _measure(Path(folder), size, given.repeats)


def _measure(folder: Path, size: int, repeats: int) -> None:
    chance = random.Random(size)
    words = _vocabulary(chance)
    path = folder / "x.sqlite"
    _make(path, size, words, chance)
    before, begun = path.stat().st_size, time.perf_counter()
    store = Store(path)
    indexed = time.perf_counter() - begun
    grown = path.stat().st_size - before
    print(
        f"\n{size} lines: {before / 1e6:.0f} MB, indexed in {indexed:.1f} s "
        f"(+{grown / 1e6:.0f} MB)\n\n| ms | median | 95 % | slowest |\n|---|---|---|---|"
    )
    reports = Reports(BUILT_IN, folder, lambda: _START, _ZONE)
    talk = Talk(App(House(store, reports, _ZONE, folder)), store, chance)
    every: list[float] = []
    for name, question in _questions(words, chance).items():
        for private in (False, True):
            took = [talk.asks(question(), private=private) for _ in range(repeats)]
            every += took
            _row(f"`/tim` {name}{', in private' if private else ''}", took)
    _row("**`/tim`, all of these**", every)
    for private in (False, True):
        took = [talk.asks("/lichsu", private=private) for _ in range(repeats)]
        _row(f"`/lichsu`{', in private' if private else ''}", took)
    _row("`/dong`", [talk.asks("/dong") for _ in range(repeats)])
    sentences = _sentences(words, chance)
    _row("a new line", [talk.asks(next(sentences), answered=False) for _ in range(10 * repeats)])
    begun = time.perf_counter()
    store.erasing.meeting(1)
    steps = []
    while store.erasing.is_forgetting():
        step = time.perf_counter()
        store.erasing.finish(folder)
        steps.append(time.perf_counter() - step)
    took_all = time.perf_counter() - begun
    _row("a step of erasing a meeting", steps)
    print(f"\nthe words of the erased meeting are gone after {took_all:.1f} s", flush=True)
    store.close()


def _row(name: str, took: Sequence[float]) -> None:
    ms = sorted(1000 * one for one in took)
    slow = ms[min(len(ms) - 1, int(len(ms) * 0.95))]
    print(f"| {name} | {statistics.median(ms):.1f} | {slow:.1f} | {ms[-1]:.1f} |", flush=True)


class Talk:
    """People of many groups who ask one after the other."""

    def __init__(self, app: App, store: Store, chance: random.Random) -> None:
        self._app = app
        self._store = store
        self._chance = chance
        self._keys = itertools.count(1)

    def asks(self, text: str, *, private: bool = False, answered: bool = True) -> float:
        """Somebody asks somewhere; seconds until the answer is committed."""
        who = self._chance.randrange(_PEOPLE)
        chat = Chat("bench", f"-{self._chance.randrange(_CHATS)}", "Nhóm")
        if private:
            chat = Chat("bench", str(who), "riêng", ChatKind.PRIVATE)
        key = str(next(self._keys))
        incoming = Incoming(
            key, chat, Person(str(who), _name(who)), datetime.now(UTC), f"m{key}", text
        )
        begun = time.perf_counter()
        with self._store.transaction():
            _, replies = self._app.handle(incoming)
        took = time.perf_counter() - begun
        assert answered == any(isinstance(x, Say) for x in replies), replies
        return took


def _questions(words: list[str], chance: random.Random) -> dict[str, Callable[[], str]]:
    common, middle, rare = words[:20], words[100:400], words[-1500:]

    def one(of: list[str]) -> str:
        return chance.choice(of)

    return {
        "a rare word": lambda: f"/tim {one(rare)}",
        "a common word": lambda: f"/tim {one(common)}",
        "a common word without diacritics": lambda: f"/tim {fold(one(common))}",
        "two words": lambda: f"/tim {one(middle)} {one(common)}",
        "four common words": lambda: "/tim " + " ".join(chance.sample(common, 4)),
        "a phrase": lambda: f'/tim "{one(common)} {one(common)}"',
        "a word and a name": lambda: f"/tim nguoi:{one(_GIVEN)} {one(middle)}",
        "a common word, tag, dates": lambda: f"/tim tag:ketluan tu:3/2024 den:5/2024 {one(common)}",
        "only a name and a tag": lambda: f"/tim nguoi:{one(_GIVEN)} tag:ykien",
        "what nobody said": lambda: f"/tim {one(common)} zzz{chance.random()}",
    }


# --- the record -----------------------------------------------------------------------------------


def _vocabulary(chance: random.Random) -> list[str]:
    syllables = itertools.product(_ONSETS, _RIMES, _TONES)
    made = [
        unicodedata.normalize("NFC", f"{on}{rime[0]}{tone}{rime[1:]}")
        for on, rime, tone in syllables
    ]
    chance.shuffle(made)
    return list(dict.fromkeys([*_COMMON, *made]))


def _sentences(words: list[str], chance: random.Random) -> Iterator[str]:
    weights = list(itertools.accumulate(1 / rank for rank in range(1, len(words) + 1)))
    while True:
        drawn = chance.choices(words, cum_weights=weights, k=200 * _WORDS)
        for start in range(0, len(drawn), _WORDS):
            yield " ".join(drawn[start : start + _WORDS]).capitalize() + "."


def _name(number: int) -> str:
    family, given = divmod(number, len(_GIVEN))
    return f"{_NAMES[family % len(_NAMES)]} Văn {_GIVEN[given]}"


def _members(group: int) -> list[int]:
    return [(20 * group + place * 17) % _PEOPLE for place in range(_MEMBERS)]


def _make(path: Path, size: int, words: list[str], chance: random.Random) -> None:
    with closing(Database(path)) as db:
        db.conn.execute("PRAGMA synchronous = OFF")
        migrations.apply(db, stop_before="m007_search")
        with db.atomic():
            _fill(db, size, words, chance)
        db.conn.execute("PRAGMA journal_mode = WAL")


def _fill(db: Database, size: int, words: list[str], chance: random.Random) -> None:
    db.table("chats").insert_all(
        {"id": n + 1, "door": "bench", "key": f"-{n}", "title": "Nhóm", "kind": "group"}
        for n in range(_CHATS)
    )
    db.table("people").insert_all(
        {"id": n + 1, "door": "bench", "key": str(n), "name": _name(n)} for n in range(_PEOPLE)
    )
    sentences = _sentences(words, chance)
    meetings = max(size // _LINES, 1)
    for number in range(1, meetings + 1):
        at = _START + timedelta(hours=4 * number)
        seats = [who + 1 for who in chance.sample(_members(number % _CHATS), _SEATS)]
        db.table("meetings").insert(
            {
                "id": number,
                "chat_id": number % _CHATS + 1,
                "title": f"Họp giao ban số {number}",
                "secretary_id": seats[0],
                "opened_at": at.isoformat(),
                "closed_at": at.isoformat() if number <= meetings - _CHATS else None,
            }
        )
        db.table("speakers").insert_all(
            {"meeting_id": number, "person_id": n, "name": _name(n - 1), "title": "", "here": 1}
            for n in seats
        )
        db.conn.executemany(
            "INSERT INTO lines (meeting_id, no, person_id, at, kind, state, text, heard, segments,"
            " tag, seconds, confidence) VALUES (?, ?, ?, ?, 'voice', 'done', ?, ?, ?, ?, 8, 0.9)",
            (_line(number, no, seats, at, next(sentences), chance) for no in range(1, _LINES + 1)),
        )


def _line(
    meeting: int, no: int, seats: list[int], at: datetime, text: str, chance: random.Random
) -> tuple[object, ...]:
    tag = chance.choice(("ykien", "ketluan", "noidung", None, None, None))
    moment = (at + timedelta(seconds=20 * no)).isoformat()
    segments = json.dumps([{"start": 0, "end": 8, "text": text}], ensure_ascii=False)
    return meeting, no, chance.choice(seats), moment, text, text.lower(), segments, tag


if __name__ == "__main__":
    main()
