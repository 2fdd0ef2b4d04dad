"""What takes long for one chat is done aside: no other waits, and its own goes on in order."""

from __future__ import annotations

import asyncio
import itertools
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.doors.port import Chat, ChatKind
from foundation import apart, aside
from tests.dialogs.talking import AN, HA, Talk, talking
from tests.waiting import PATIENCE

FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ")
MIDDLES = ("Văn", "Thị", "Quốc", "Minh", "Đức", "Thanh", "Hồng", "Ngọc", "Hữu", "Xuân")
ONSETS = ("B", "Ch", "D", "G", "H", "Kh", "L", "M", "Nh", "Ph", "Qu", "S", "T", "V", "X")
RIMES = ("an", "ang", "inh", "ong", "uy", "ươc", "iên", "êu", "oan", "âm", "ăt", "uôi")


def names() -> Iterator[str]:
    """People, no two of one name: 18,000 of them."""
    given = [a + b for a in ONSETS for b in RIMES]
    return (" ".join(three) for three in itertools.product(FAMILIES, given, MIDDLES))


class Gate:
    """Holds work apart until the test lets it go on."""

    def __init__(self, really: Callable[..., Any]) -> None:
        self.begun: list[str] = []
        self.open = threading.Event()
        self._really = really

    def call(self, work: Callable[..., Any], *args: object, **limits: Any) -> Any:
        if not args:  # the house tries at its start whether a process can be begun
            return self._really(work, *args, **limits)
        self.begun.append(work.__name__)
        assert self.open.wait(PATIENCE)
        return self._really(work, *args, **limits)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    gate = Gate(apart.call)
    monkeypatch.setattr("foundation.aside.LIGHT", 20)
    monkeypatch.setattr("bot.report.reports.LIGHT", 20)
    monkeypatch.setattr(apart, "call", gate.call)
    yield gate
    gate.open.set()


def beside(talk: Talk, key: str, kind: ChatKind = ChatKind.GROUP) -> Talk:
    """Another chat of the same house; it waits only for its own answers."""
    other = Talk(talk.office, talk.door, key)
    other.chat = Chat(talk.door.name, key, "Phòng khác", kind)

    async def answered() -> None:
        found = "SELECT count(*) FROM inbox WHERE handled_at IS NULL AND key LIKE ?"
        said = (
            "SELECT count(*) FROM outbox o JOIN chats c ON c.id = o.chat_id "
            "WHERE o.sent_at IS NULL AND c.key = ?"
        )
        await other.until(lambda: not other.rows(found, f"{key}/%")[0][0])
        await other.until(lambda: not other.rows(said, key)[0][0])

    other.settle = answered
    return other


@pytest.mark.parametrize(
    "command", ["/rasoat", "/rasoat ten", "/goiy", "/thongke", "/nhiemvu", "/bienban", "/ketthuc"]
)
async def test_what_takes_long_in_one_chat_holds_up_no_other(
    tmp_path: Path, gate: Gate, command: str
) -> None:
    async with talking(tmp_path) as talk:
        await talk.text("/batdau Họp")
        await talk.text("Đề nghị bố trí kinh phí cho Phòng Kế hoạch.")
        await talk.text("KL: Giao Nguyễn Văn An báo cáo trước ngày 30/11; Nguyễn Văn Ân phối hợp.")
        group = asyncio.create_task(talk.text(command))
        await talk.until(lambda: gate.begun)
        other = beside(talk, "-200")
        assert "Hãy gửi" not in (await other.text("/batdau Họp khác"))[0]
        await other.text("Câu của phòng khác", AN)
        assert [row[2] for row in other.lines(2)] == ["Câu của phòng khác"]
        assert not group.done()
        gate.open.set()
        answers = await group
        assert answers, command
        assert "Có lỗi" not in "\n".join(answers)


async def test_a_chat_s_own_messages_wait_behind_and_keep_their_order(
    tmp_path: Path, gate: Gate
) -> None:
    async with talking(tmp_path) as talk:
        await talk.text("/batdau Họp")
        await talk.text("Nguyễn Văn An và Nguyễn Văn Ân báo cáo.")
        review = asyncio.create_task(talk.text("/rasoat"))
        await talk.until(lambda: gate.begun)
        rest = [asyncio.create_task(talk.text(f"dòng {n}")) for n in range(60)]
        close = asyncio.create_task(talk.text("/ketthuc"))
        other = beside(talk, "-200")
        await other.text("/trogiup")
        assert len(talk.lines()) == 1
        gate.open.set()
        await asyncio.gather(review, close, *rest)
        assert [row[2] for row in talk.lines()][1:] == [f"dòng {n}" for n in range(60)]
        texts = [shown.text for shown in talk.door.shown.values()]
        looked = next(n for n, text in enumerate(texts) if text.startswith("Rà soát"))
        closed = next(n for n, text in enumerate(texts) if text.startswith("Đã đóng"))
        assert looked < closed
        assert "61 dòng" in texts[closed]


async def test_what_is_gone_on_with_after_a_restart_is_done_once(
    tmp_path: Path, gate: Gate
) -> None:
    async with talking(tmp_path) as talk:
        await talk.text("/batdau Họp")
        await talk.text("Nguyễn Văn An và Nguyễn Văn Ân báo cáo.")
        waits = asyncio.create_task(talk.text("/ketthuc"))
        await talk.until(lambda: gate.begun)
        waits.cancel()
    gate.open.set()
    async with talking(tmp_path, door=talk.door) as again:
        await again.settle()
        closed = [x.text for x in talk.door.shown.values() if x.text.startswith("Đã đóng")]
        assert len(closed) == 1


@pytest.mark.parametrize("command", ["/rasoat", "/bienban"])
async def test_what_takes_too_long_is_said_and_changes_nothing(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    def too_far(*_: object, **__: object) -> None:
        raise apart.WentTooFar("nothing after 60 s")

    monkeypatch.setattr("foundation.aside.LIGHT", 20)
    monkeypatch.setattr("bot.report.reports.LIGHT", 20)
    monkeypatch.setattr(apart, "call", too_far)
    await talk.text("/batdau Họp")
    await talk.text("Nguyễn Văn An và Nguyễn Văn Ân báo cáo.")
    before = talk.rows("SELECT count(*) FROM documents")
    assert (await talk.text(command))[0].startswith("Cuộc họp có quá nhiều chữ")
    assert talk.rows("SELECT count(*) FROM documents") == before
    assert (await talk.text("/ketthuc"))[0].startswith("Đã đóng")  # of any length it can be closed


async def test_what_changes_meanwhile_is_looked_at_again_but_not_for_ever(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Recordings are transcribed while a chat's review is made."""
    really, rounds = apart.call, itertools.count(1)

    def call(work: Callable[..., Any], *args: object, **limits: Any) -> Any:
        found = really(work, *args, **limits)
        talk.rows("UPDATE lines SET seconds = ?", next(rounds))
        return found

    monkeypatch.setattr("foundation.aside.LIGHT", 20)
    await talk.text("/batdau Họp")
    await talk.text("Nguyễn Văn An và Nguyễn Văn Ân báo cáo.")
    monkeypatch.setattr(apart, "call", call)
    assert "một tên viết hai cách" in (await talk.text("/rasoat ten"))[0]
    assert next(rounds) <= aside.ROUNDS + 1


async def test_the_names_of_a_flood_are_held_against_each_other(tmp_path: Path) -> None:
    """60 messages of 250 names each, said in private: as many as a person can send."""
    every = names()
    async with talking(tmp_path, max_messages_a_minute=1000) as talk:
        alone = beside(talk, "9", ChatKind.PRIVATE)
        await alone.text("/batdau x")
        for _ in range(60):
            await alone.text(", ".join(itertools.islice(every, 250))[:4000])
        review = asyncio.create_task(alone.text("/rasoat"))
        await talk.text("/batdau Họp", HA)
        assert any(text.startswith("Rà soát cuộc họp số 1") for text in await review)
