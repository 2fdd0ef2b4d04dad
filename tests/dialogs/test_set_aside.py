"""An arrival that cannot be handled is set aside: told once, logged, and nobody waits for it."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.conversation.button import OldButton
from bot.doors.port import Chat, Incoming
from bot.messages import phrases
from bot.messages import trouble as said
from bot.post.in_hand import InHand
from bot.store.post import Arrived
from tests.dialogs.talking import AN, HA, Talk, talking
from tests.records import connections

POISON = "tin làm bot hỏng"


@pytest.fixture
async def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Talk]:
    monkeypatch.setattr("bot.post.alarm.DISK_REST", 0.02)
    async with talking(tmp_path) as talk:
        yield talk


def sqlite_error(name: str, kind: type[sqlite3.Error] = sqlite3.DatabaseError) -> sqlite3.Error:
    error = kind(name)
    error.sqlite_errorname = name
    return error


def broken_by(talk: Talk, error: Exception) -> list[str]:
    """From now on this error comes of every arrival that says ``POISON``, after its line."""
    handle, met = talk.office.app.handle, []

    def handled(incoming: Incoming) -> object:
        answer = handle(incoming)
        if POISON in incoming.text:
            met.append(incoming.key)
            raise error
        return answer

    talk.office.app.handle = handled  # type: ignore[method-assign,assignment]
    return met


ERRORS: dict[str, Callable[[], Exception]] = {
    "a mistake of ours": lambda: KeyError("x"),
    "no memory": lambda: MemoryError(),
    "too deep": lambda: RecursionError(),
    "a damaged index": lambda: sqlite_error("SQLITE_CORRUPT_VTAB"),
    "a damaged page": lambda: sqlite_error("SQLITE_CORRUPT"),
    "a page that the disk does not read": lambda: sqlite_error(
        "SQLITE_IOERR_READ", sqlite3.OperationalError
    ),
    "a rule of the database": lambda: sqlite_error("SQLITE_CONSTRAINT_UNIQUE"),
    "what no column holds": lambda: OverflowError("too large"),
    "a file that is not there": lambda: FileNotFoundError("templates/x"),
}
DAMAGE = ("a damaged index", "a damaged page")


@pytest.mark.parametrize("name", ERRORS)
async def test_an_arrival_that_fails_is_told_once_and_holds_nobody_up(
    talk: Talk, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    other = Talk(talk.office, talk.door, "-200")
    await talk.text("/batdau Họp")
    await other.text("/batdau Họp khác")
    broken_by(talk, ERRORS[name]())
    key, before = str(next(talk.door.keys)), set(talk.door.shown)
    poison = Incoming(f"p{key}", talk.chat, AN, talk.now, "m-poison", POISON)
    behind = Incoming(f"q{key}", talk.chat, AN, talk.now, "m-behind", "Câu sau")
    elsewhere = Incoming(f"r{key}", other.chat, HA, talk.now, "m-else", "Câu ở nhóm khác")
    await talk.office.post.receive(poison, behind, elsewhere)
    await talk.settle()
    assert [text for _, _, text, _ in talk.lines(1)] == ["Câu sau"]
    assert [text for _, _, text, _ in talk.lines(2)] == ["Câu ở nhóm khác"]
    new = [shown for key, shown in talk.door.shown.items() if key not in before]
    sorry = [shown for shown in new if "(mã " in shown.text]
    assert [shown.reply_to for shown in sorry] == ["m-poison"]
    code = re.search(r"mã (\w+)\)", sorry[0].text)
    assert code
    sentence = said.RECORD_DAMAGED if name in DAMAGE else said.BUG
    assert sorry[0].text == sentence.format(id=code[1])
    assert f"(code {code[1]})" in caplog.text
    (kept,) = talk.rows("SELECT payload, error FROM inbox WHERE key = ?", f"p{key}")
    assert POISON in kept[0]
    assert kept[1].startswith(code[1])


async def test_a_database_that_gives_up_the_whole_transaction_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = connections(monkeypatch)
    async with talking(tmp_path) as talk:
        await talk.text("/batdau Họp")
        handle = talk.office.app.handle

        def gives_up(incoming: Incoming) -> object:
            answer = handle(incoming)
            if POISON in incoming.text:
                made[-1].rollback()  # as SQLite does by itself where it has no memory
                raise sqlite_error("SQLITE_NOMEM")
            return answer

        talk.office.app.handle = gives_up  # type: ignore[method-assign,assignment]
        arrivals = [
            Incoming(f"g{n}", talk.chat, AN, talk.now, f"g{n}", POISON if n == 2 else f"Câu {n}")
            for n in range(5)
        ]
        await talk.office.post.receive(*arrivals)
        await talk.settle()
        said = [text for _, _, text, _ in talk.lines()]
        assert said == ["Câu 0", "Câu 1", "Câu 3", "Câu 4"]
        assert sum("(mã " in shown.text for shown in talk.door.shown.values()) == 1


async def test_a_full_disk_sets_nothing_aside(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    handle, refusals = talk.office.app.handle, [0]

    def full(incoming: Incoming) -> object:
        if refusals[0] < 5:
            refusals[0] += 1
            raise sqlite_error("SQLITE_FULL", sqlite3.OperationalError)
        return handle(incoming)

    talk.office.app.handle = full  # type: ignore[method-assign,assignment]
    await talk.text("Câu chờ đĩa")
    assert [text for _, _, text, _ in talk.lines()] == ["Câu chờ đĩa"]
    assert talk.rows("SELECT count(*) FROM inbox WHERE error != ''") == [(0,)]


async def test_where_not_even_the_inbox_can_be_marked_the_others_go_on(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    broken_by(talk, KeyError("x"))
    inbox = talk.office.store.inbox
    handled = inbox.handled

    def damaged(arrived_id: int, error: str = "") -> None:
        if error:
            raise sqlite_error("SQLITE_CORRUPT")
        handled(arrived_id)

    inbox.handled = damaged  # type: ignore[method-assign]
    (sorry,) = await talk.text(POISON)
    assert sorry.startswith(said.RECORD_DAMAGED[:40])
    assert await talk.text("Câu sau") == []
    assert [text for _, _, text, _ in talk.lines()] == ["Câu sau"]


async def test_what_the_inbox_cannot_take_is_told_and_the_rest_is_taken(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await talk.text("/batdau Họp")
    screened = talk.office.app.screened

    def refuses(incoming: Incoming) -> Incoming | None:
        if POISON in incoming.text:
            raise OverflowError
        return screened(incoming)

    monkeypatch.setattr(talk.office.app, "screened", refuses)
    poison = Incoming("k1", talk.chat, AN, talk.now, "k1", POISON)
    await talk.office.post.receive(poison, Incoming("k2", talk.chat, AN, talk.now, "k2", "Câu sau"))
    await talk.settle()
    assert [text for _, _, text, _ in talk.lines()] == ["Câu sau"]
    assert any("bot không đọc được" in shown.text for shown in talk.door.shown.values())


async def test_an_arrival_of_another_version_is_told_where_its_chat_can_be_read(
    talk: Talk,
) -> None:
    await talk.text("/batdau Họp")
    payload = '{"chat": {"door": "list", "key": "-100", "kind": "group"}, "text": 5}'
    talk.rows(
        "INSERT INTO inbox (door, key, payload, received_at) VALUES ('list', 'x', ?, '')", payload
    )
    (sorry,) = await talk.text("Câu sau")
    assert "bot không đọc được" in sorry


# --- begun and never ended ----------------------------------------------------------------------

_KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from tests.dialogs import test_set_aside as here
asyncio.run(here.killed_by_it(Path(sys.argv[1])))
"""


async def killed_by_it(data: Path) -> None:
    """A bot that is killed over the poison, as by a watcher that finds it hung."""
    async with talking(data) as talk:
        handle = talk.office.app.handle

        def hangs(incoming: Incoming) -> object:
            if POISON in incoming.text:
                os.kill(os.getpid(), signal.SIGKILL)
            return handle(incoming)

        talk.office.app.handle = hangs  # type: ignore[method-assign,assignment]
        if not talk.store.meetings.get(1):
            await talk.text("/batdau Họp")
            chat = talk.chat
            await talk.office.post.receive(
                Incoming("a", chat, HA, talk.now, "a", "Câu trước"),
                Incoming("b", chat, AN, talk.now, "b", POISON),
                Incoming("c", chat, HA, talk.now, "c", "Câu sau"),
            )
        await talk.settle()


async def test_an_arrival_begun_three_times_and_never_ended_is_set_aside(tmp_path: Path) -> None:
    for _ in range(3):
        ended = await asyncio.to_thread(
            subprocess.run, [sys.executable, "-c", _KILLED, str(tmp_path)], check=False
        )
        assert ended.returncode == -signal.SIGKILL
    async with talking(tmp_path) as talk:
        met = broken_by(talk, AssertionError("it is not begun a fourth time"))
        await talk.settle()
        assert [text for _, _, text, _ in talk.lines()] == ["Câu trước", "Câu sau"]
        sorry = [x for x in talk.door.shown.values() if x.text.startswith("Bot đã ba lần")]
        assert [x.reply_to for x in sorry] == ["b"]
        assert met == []
    async with talking(tmp_path, door=talk.door) as again:
        await again.settle()
        assert [x for x in talk.door.shown.values() if x.text.startswith("Bot đã ba lần")] == sorry


async def test_what_was_begun_twice_is_done_at_the_third_start(tmp_path: Path) -> None:
    for _ in range(2):
        await asyncio.to_thread(
            subprocess.run, [sys.executable, "-c", _KILLED, str(tmp_path)], check=False
        )
    async with talking(tmp_path) as talk:
        await talk.settle()
        assert [text for _, _, text, _ in talk.lines()] == ["Câu trước", POISON, "Câu sau"]


def test_the_note_of_what_is_in_hand_is_of_this_record(tmp_path: Path) -> None:
    file = tmp_path / "note"
    one, other = (_arrived(number, key) for number, key in ((1, "a"), (2, "b")))
    for times in range(3):
        hand = InHand(file)
        assert hand.in_vain([one]) == times
        hand.begin([other])
        hand.rest()
        hand.begin([one])  # and killed
    assert InHand(file).in_vain([other]) == 0
    assert InHand(file).in_vain([_arrived(1, "of a record that was put back")]) == 0
    file.write_bytes(b"\x00 no json")
    assert InHand(file).in_vain([one]) == 0
    assert InHand(None).in_vain([one]) == 0
    hand = InHand(tmp_path / "no" / "folder")
    hand.begin([one])
    hand.close()


def _arrived(number: int, key: str) -> Arrived:
    chat = Chat("list", "-100")
    return Arrived(number, Incoming(key, chat, AN, datetime.now(UTC), key, "x"), chat)


# --- taps ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "error", [KeyError("x"), ValueError("x"), IndexError(), TypeError(), LookupError(), OSError()]
)
async def test_a_tap_that_fails_after_it_has_written_is_undone_and_apologised_for(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    await talk.text("/batdau Họp")
    card = await talk.voice("Câu đã nói")
    change = talk.office.store.lines.change

    def writes_and_fails(*args: object, **fields: object) -> object:
        change(*args, **fields)  # type: ignore[arg-type]
        raise error

    monkeypatch.setattr(talk.office.store.lines, "change", writes_and_fails)
    toast = await talk.tap(card, "Ý kiến")
    assert toast == ""
    assert list(talk.door.shown.values())[-1].text.startswith("Có lỗi khi xử lý tin vừa rồi (mã ")
    assert talk.lines() == [(1, "Nguyễn Văn An", "Câu đã nói", None)]
    monkeypatch.undo()
    assert await talk.tap(card, "Ý kiến") == "#1: Ý kiến"


async def test_an_old_button_leaves_nothing_of_what_its_handler_has_written(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await talk.text("/batdau Họp")
    card = await talk.voice("Câu đã nói")
    change = talk.office.store.lines.change

    def writes_and_finds_it_old(*args: object, **fields: object) -> object:
        change(*args, **fields)  # type: ignore[arg-type]
        raise OldButton("too late")

    monkeypatch.setattr(talk.office.store.lines, "change", writes_and_finds_it_old)
    assert await talk.tap(card, "Ý kiến") == phrases.TOAST_OLD
    assert talk.lines() == [(1, "Nguyễn Văn An", "Câu đã nói", None)]
