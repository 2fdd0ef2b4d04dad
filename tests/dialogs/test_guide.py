"""What the papers tell people to type is typed: each order of theirs is one, and breaks nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.conversation.topics import VOCABULARY
from bot.messages import trouble
from bot.minutes.typed.orders import read_order, typed_order
from tests.dialogs.talking import AN, HA, Talk, talking

PAPERS = sorted((Path(__file__).parents[2] / "docs").glob("*.md"))
GUIDE = (Path(__file__).parents[2] / "docs" / "huong-dan.md").read_text("utf-8")
_IN_A_ROW = re.compile(r"`(/[^`\n]+)`")
_BLOCK = re.compile(r"^```text\n(.*?)^```", re.MULTILINE | re.DOTALL)
_TYPED = re.compile(r"^(?!Bot)[A-Z]\w* [A-Z]\w*: (.*)$")
#: folders, addresses of the bot's pages, orders of the terminal and of BotFather, a slip on purpose
_NO_ORDERS = re.compile(
    r"/[\w.-]+/|/(?:healthz|metrics|tmp|sbin|proc|mo|start|cai-dat|gui|vai|revoke|deletebot)\b"
    r"|/\S*[.:]\w|/ketlaun\b"
)


def _orders(paper: str) -> list[str]:
    found = dict.fromkeys(_IN_A_ROW.findall(paper))
    return [one for one in found if not _NO_ORDERS.match(one)]


def _typed(block: str) -> list[str]:
    """What people type in a conversation, each with the rows below it; not what they tap, say."""
    messages: list[str] = []
    typing = False
    for row in block.splitlines():
        typed = _TYPED.match(row)
        if typed:
            typing = not typed[1].startswith(("👆", "🎤", "📎", "🖼", "✎", "("))
            messages += [typed[1].removeprefix("↩ ")] if typing else []
        elif row.startswith(" ") and typing:
            messages[-1] += f"\n{row.strip()}"
        else:
            typing = False
    return messages


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_each_order_that_a_paper_names_is_one(paper: Path) -> None:
    orders = _orders(paper.read_text("utf-8"))
    typed = {one: typed_order(one) for one in orders}
    assert [
        one for one, order in typed.items() if not order or not read_order(*order, VOCABULARY)
    ] == []


async def test_all_that_the_guide_types_is_understood(tmp_path: Path) -> None:
    orders = _orders(GUIDE)
    said = [message for block in _BLOCK.findall(GUIDE) for message in _typed(block)]
    assert len(orders) > 150, "the guide is read otherwise now"
    assert len(said) > 40, "the guide is read otherwise now"
    wrong = []
    async with talking(tmp_path, max_messages_a_minute=10_000) as talk:
        for message in (*orders, *said):
            wrong += [f"{message!r}: {x}" for x in await _answers(talk, message) if _is_wrong(x)]
    assert wrong == []


async def _answers(talk: Talk, message: str) -> list[str]:
    """What is said to it in a meeting with some lines."""
    found = talk.store.meetings.current(1) if talk.door.shown else None
    if found is None or not found.is_open:
        await talk.text("/batdau Họp giao ban")
        for n in range(1, 9):
            await talk.text(f"Câu thứ {n}. Phòng {n} đề nghị gia hạn.", AN if n % 2 else HA)
    return await talk.text(message)


def _is_wrong(answer: str) -> bool:
    unknown = trouble.UNKNOWN_COMMAND.partition("{")[0]
    broken = trouble.BUG.partition("(")[0]
    return answer.startswith((unknown, trouble.NAMELESS_COMMAND, broken))
