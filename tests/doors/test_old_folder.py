"""A data folder of commit e75314b opens as it is: what waited is done, its old buttons work.

How the folder was made, and what the old house said: `tests/store/folder_of_e75314b/`.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.office import DATABASE, Office
from tests.doors.bot_api import BotApi
from tests.doors.telegram_chats import Json, Room
from tests.doors.telegram_house import answer, eventually, running, whole_text
from tests.store.folder_of_e75314b import replay
from transcribe import Transcriber

KEPT = Path(replay.__file__).parent
BUTTONS: list[Json] = json.loads((KEPT / "buttons.json").read_text("utf-8"))
#: every kind of button that the old house put under its messages
KINDS = (
    "tag delete restore edit retry stop right term page view history rv find around agree comment "
    "remark submit withdraw hash approve return noremark stats file roll rollfile rollall rollsame "
    "rollapart rollback rolluse tasks task taskall taskedit taskok taskline taskdrop taskdone "
    "taskback sugpage sugtake sugno sugall sugback asks askhear askmend askright askmore askwhole "
    "askback askuse askkeep report reopen drafts erase keep chair sources source"
)


#: what the house says otherwise since, on purpose: as it was, as it is; as JSON has it
SINCE = (
    (  # the secretary may take such a conclusion with one tap
        'Nhờ thư ký gửi: /ketluan 10"',
        'Nhờ thư ký gửi: /ketluan 10\\n[Nhận là Kết luận = take:69:ketluan]"',
    ),
)


def _said() -> Json:
    """What the old house said when it carried on from the folder: see `make.py`."""
    with tarfile.open(KEPT / "said.tar.xz") as packed:
        opened = packed.extractfile("said.json")
        assert opened is not None
        text = json.dumps(json.loads(replay.timeless(opened.read().decode())), ensure_ascii=False)
        for was, now in SINCE:
            assert was in text, f"the old house did not say {was}"
            text = text.replace(was, now)
        said: Json = json.loads(text)
        return said


SAID = _said()


@dataclass
class Old:
    """The folder, unpacked, and the chats as they stood when its house ended."""

    api: BotApi
    data: Path
    chats: Json

    @property
    def here(self) -> Room:
        return next(r for r in self.api.rooms.values() if r.title == "UBND xã Tân Phước")

    @property
    def people(self) -> Json:
        people: Json = self.chats["people"]
        return people

    async def asks(self, text: str) -> str:
        """The secretary types; what the bot answers."""
        return str(
            (await answer(self.api, self.api.text(self.here, self.people["ha"], text)))["text"]
        )

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What the record says."""
        with contextlib.closing(sqlite3.connect(self.data / DATABASE)) as db:
            return db.execute(query).fetchall()


def unpacked(api: BotApi, folder: Path, *, files_stay_behind: bool = False) -> Old:
    """The folder lies elsewhere now, and what waits to be sent names its files by whole paths.

    Args:
        files_stay_behind: those paths lead nowhere, as after a move of the folder.
    """
    with tarfile.open(KEPT / "folder.tar.xz") as packed:
        packed.extractall(folder, filter="tar")  # read-only stays read-only
    old = Old(api, folder / "data", json.loads((folder / "chats.json").read_text("utf-8")))
    now = folder / "no such folder" if files_stay_behind else old.data
    with contextlib.closing(sqlite3.connect(old.data / DATABASE)) as db, db:
        waits = "UPDATE outbox SET payload = replace(payload, ?, ?) WHERE sent_at IS NULL"
        db.execute(waits, [f'"{old.chats["data"]}/', f'"{now}/'])
    api.take_up(old.chats)
    return old


@pytest.fixture
def old(api: BotApi, tmp_path: Path) -> Old:
    return unpacked(api, tmp_path)


@asynccontextmanager
async def carried_on(old: Old) -> AsyncIterator[tuple[Office, Json]]:
    """The house of today on the folder, and what it said until nothing waited any more."""
    ear = replay.Ear()
    # who stops a recording is faster than its coming
    old.api.waits_for["getFile"] = lambda: not old.api.queries
    house = running(old.api, old.data, ear, max_messages_a_minute=10_000)  # type: ignore[arg-type]
    async with house as office:
        yield office, await replay.caught_up(old.api, office, old.chats, ear)


def kind_of(arrival: Json) -> str:
    if arrival["edited"]:
        return "edit"
    if arrival["tap"]:
        return "tap"
    if arrival["media"]:
        return "voice"
    return "command" if arrival["text"].startswith("/") else "text"


def test_the_folder_has_every_kind_of_button_and_things_that_wait(old: Old) -> None:
    assert {row["data"].split(":")[0] for row in BUTTONS} == set(KINDS.split())
    arrived = "SELECT payload FROM inbox WHERE handled_at IS NULL ORDER BY id"
    assert {kind_of(json.loads(row[0])) for row in old.rows(arrived)} == {
        "edit",
        "tap",
        "voice",
        "command",
        "text",
    }
    unsaid = "SELECT payload FROM outbox WHERE sent_at IS NULL"
    to_say = [json.loads(row[0])["do"] for row in old.rows(unsaid)]
    assert set(to_say) == {"say", "rewrite", "file", "toast", "acknowledge"}
    assert old.rows("SELECT count(*) FROM lines WHERE state = 'waiting'")[0][0] >= 2
    did = {row["data"].split(":")[0] for row in BUTTONS
           if not (row["toast"] or "").startswith(replay.OLD_BUTTON)
           and row["toast"] is not None}  # fmt: skip
    assert set(KINDS.split()) - did <= {"stop"}, (
        "a button that did nothing in the old house proves nothing"
    )


# a draft comes into a group in short, and who presides is asked alone: what these buttons do to the
# record is as it was, what is said is another
SAID_OTHERWISE = ("report", "submit")


async def test_what_waited_is_done_and_each_old_button_does_what_it_did(old: Old) -> None:
    other: list[tuple[str, Json, Json]] = []
    async with carried_on(old) as (office, said):
        assert said == SAID["caught_up"]
        people = {who["id"]: who for who in old.people.values()}
        for row in (row for row in BUTTONS if row["toast"] is not None):
            before = SAID["taps"][str(row["no"])]
            found = await replay.tapped(old.api, office, row, people[row["by"]])
            if row["data"].split(":")[0] in SAID_OTHERWISE:
                before, found = ({**one, "new": None} for one in (before, found))
            if found != before:
                other.append((f"{row['label']} = {row['data']}", before, found))
    assert not other, "\n".join(f"{what}\n  was {was}\n  is  {now}" for what, was, now in other)


async def test_each_arrival_is_handled_once_and_in_its_order_and_what_was_there_is(
    old: Old,
) -> None:
    open_one = "SELECT id FROM meetings WHERE title LIKE 'Họp bàn phòng chống hạn mặn'"
    lines = f"SELECT text FROM lines WHERE meeting_id = ({open_one}) AND kind = 'text' ORDER BY no"
    before = [row[0] for row in old.rows(lines)]
    (path, meeting, number), *_ = old.rows(
        "SELECT d.path, d.meeting_id, s.word FROM submissions s JOIN documents d "
        "ON d.id = s.document_id WHERE s.state = 'approved'"
    )
    paper = old.data / "documents" / str(meeting) / path
    async with carried_on(old):
        done(old, lines, before)
        # pages, drafts and the approved paper
        assert "“Họp bàn phòng chống hạn mặn”" in await old.asks("/dong")
        assert "Họp giao ban UBND xã tuần 47" in await old.asks("/lichsu")
        assert path in await old.asks(f"/xem {meeting}")
        assert "giao Tổ 1 theo dõi" in await old.asks("/tim hỗ trợ ấp 3")
        brief = await answer(old.api, old.api.text(old.here, old.people["ha"], "/baocao"))
        assert "BÁO CÁO" in await whole_text(old.api, brief, old.people["ha"])
        assert ".docx" in await old.asks("/duthao")
        assert "#" in await old.asks("/nguon")
    assert hashlib.sha256(paper.read_bytes()).hexdigest() == number
    assert not paper.stat().st_mode & 0o222
    env = {**os.environ, "DATA_DIR": str(old.data)}
    check = [sys.executable, "-m", "bot", "check"]
    checked = subprocess.run(check, env=env, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "cơ sở dữ liệu lành, không có gì sai" in checked.stdout


def done(old: Old, lines: str, before: list[str]) -> None:
    """What had arrived has become lines, and nothing waits any more."""
    assert [row[0] for row in old.rows(lines)] == [
        *before,
        "Xin thêm ba máy bơm.",
        "Giao Văn phòng mua ba máy bơm.",
    ]
    assert old.rows("SELECT count(*) FROM inbox WHERE handled_at IS NULL OR error != ''") == [(0,)]
    assert old.rows("SELECT count(*) FROM outbox WHERE sent_at IS NULL") == [(0,)]
    refused = "SELECT count(*) FROM outbox WHERE error NOT IN ('', 'replaced')"
    assert old.rows(refused) == [(0,)]
    assert old.rows("SELECT count(*) FROM lines WHERE state = 'waiting'") == [(0,)]


async def test_a_recording_that_waited_is_heard(old: Old, transcriber: Transcriber) -> None:
    waits = "SELECT id FROM lines WHERE state = 'waiting' AND seconds < 60"
    waited = [row[0] for row in old.rows(waits)]
    assert waited
    async with running(old.api, old.data, transcriber) as office:
        await eventually(lambda: not old.api.queries)
        await office.settle()
    ids = ", ".join(map(str, waited))
    found = old.rows(f"SELECT state, audio FROM lines WHERE id IN ({ids})")
    assert {state for state, _ in found} <= {"done", "silent"}
    assert all(list((old.data / "audio").rglob(audio)) for _, audio in found)


async def test_a_file_that_waited_to_be_sent_from_another_place_is_told_in_words(
    api: BotApi, tmp_path: Path
) -> None:
    old = unpacked(api, tmp_path, files_stay_behind=True)
    async with carried_on(old) as (_, said):
        pass
    before = SAID["caught_up"]["new"]
    new = {room: texts for room, texts in said["new"].items() if texts != before.get(room)}
    assert list(new) == [str(old.here.id)], "the others have lost nothing"
    assert old.rows("SELECT count(*) FROM outbox WHERE sent_at IS NULL") == [(0,)]
