"""What people see when a house carries on from the folder, in words that two houses can be held to.

Knows neither house: `make.py` runs it with the old one, the tests with the one of today.
"""

from __future__ import annotations

import asyncio
import re
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

from transcribe import Piece, Segment, Transcript, Work

Json = dict[str, Any]
OLD_BUTTON = "Nút này đã cũ"  # how the sentence begins that refuses a tap
_ROW = "Máy chép: đề nghị xem lại kinh phí năm sau."
_PATIENCE = 120.0  # seconds after which what hangs is given up, in either house
_ONLY_LOOKS = (
    "page view history find around stats sources source file drafts hash roll rollfile task "
    "tasks sugpage askhear remark edit taskedit comment askmend asks askmore report rv"
)
_LAST = ("rollback", "sugback", "askback", "withdraw", "reopen", "keep", "erase")


class House(Protocol):
    async def settle(self) -> None: ...


class Ear:
    """Stands for the speech engine; hears the same in every recording, whoever listens."""

    loaded = True
    work = Work(0.0, 0.0)
    places = 20

    def __init__(self) -> None:
        self.listens = threading.Event()  #: set: long recordings are heard too

    def load(self) -> None: ...

    def leave(self, source: Path) -> None: ...

    def transcribe(self, source: Path, *, hints: str = "") -> Transcript:
        return Transcript(_ROW, 2.0, 0.9, (Segment(0.0, 2.0, _ROW, 0.9, _ROW),))

    def pieces(self, source: Path, *, start: float = 0.0, hints: str = "") -> Iterator[Piece]:
        self.listens.wait(_PATIENCE)
        for first in (0.0, 60.0, 120.0):
            if first >= start:
                row = f"Phút {first / 60 + 1:.0f}: {_ROW}"
                said = Segment(first, first + 5, row, 0.9, row)
                yield Piece(first, first + 60.0, (said,))


def look(api: Any) -> dict[tuple[int, int], str]:
    """Every message of the bot as it stands in its chat, with its buttons."""
    return {
        (room, number): _shown(message)
        for room, messages in api.messages.items()
        for number, message in messages.items()
        if message["from"]["is_bot"]
    }


def _shown(message: Json) -> str:
    text = message.get("text", message.get("caption", ""))
    for kind in ("document", "photo", "voice", "audio"):
        if kind in message:
            name = message[kind].get("file_name", "") if kind == "document" else ""
            text = f"[{kind} {name}] {text}"
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    buttons = [f"[{b['text']} = {b.get('callback_data', '')}]" for row in rows for b in row]
    return timeless("\n".join([text, *buttons]))


#: what has been worded anew since, in order: as a pattern, and as it is said now
_SINCE = (
    ("«", "“"),
    ("»", "”"),
    ("Như cũ:", "Hoàn tác:"),
    ("gười ấy", "gười đó"),
    (r"(= tag:\d+:\w+):[01]\]", r"\1]"),  # a button says what it wants
)


def timeless(text: str) -> str:
    """Without hours, days and numbers of moments, which are the day's on which a test runs; and
    with what has only been worded anew in the words of now."""
    for before, now in _SINCE:
        text = re.sub(before, now, text)
    text = re.sub(r"\[(Xoá[^\]]*) = erase:(\d+):\d+\]", r"[\1 = erase:\2:…]", text)
    text = re.sub(r"(?<![:\w])\d{2}:\d{2}(?![:\d])", "…", text)  # a length is 0:02
    return re.sub(r"\d{1,2}/\d{1,2}/\d{4}", "…", text)


def since(before: dict[tuple[int, int], str], api: Any, *, in_order: bool = True) -> Json:
    """What has come into the chats, and what has changed in them.

    Args:
        in_order: of what is new in a chat; else as a set, where several hands work at once.
    """
    now = look(api)
    new: dict[str, list[str]] = {}
    for key in sorted(now.keys() - before.keys()):
        new.setdefault(str(key[0]), []).append(now[key])
    if not in_order:
        new = {room: sorted(texts) for room, texts in new.items()}
    changed = sorted(now[key] for key in before.keys() & now.keys() if now[key] != before[key])
    return {"new": dict(sorted(new.items())), "changed": changed}


async def caught_up(api: Any, house: House, kept: Json, ear: Ear) -> Json:
    """What is said until all that waited in the folder is done."""
    await until(lambda: not api.queries)  # a tap that stops a recording is among it
    ear.listens.set()
    await house.settle()
    before = {
        (int(room), int(number)): _shown(message)
        for room, messages in kept["messages"].items()
        for number, message in messages.items()
        if message["from"]["is_bot"]
    }
    signs = sorted(
        f"{room}/{number} {emoji}"
        for (room, number), emoji in api.reactions.items()
        if [room, number, emoji] not in kept["reactions"]
    )
    toasts = sorted(map(timeless, api.toasts))
    return {**since(before, api, in_order=False), "signs": signs, "toasts": toasts}


async def tapped(api: Any, house: House, button: Json, by: Json) -> Json:
    """A tap on a button, as who has the message before them; what is said then."""
    before, told = look(api), len(api.toasts)
    message = api.messages[button["chat"]][button["message"]]
    query = f"old{button['no']}"
    api.queries.add(query)
    what = {"id": query, "from": by, "message": message, "data": button["data"]}
    api.post({"callback_query": {**what, "chat_instance": "1"}})
    await until(lambda: query not in api.queries)
    await house.settle()
    (toast,) = api.toasts[told:]
    return {"toast": timeless(toast), **since(before, api)}


async def until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + _PATIENCE
    while not condition():
        assert time.monotonic() < end, f"not so within {_PATIENCE:g} s"
        await asyncio.sleep(0.005)


def order_of(button: Json) -> tuple[int, bool, bool, int]:
    """Looks first, then changes, then what takes back or away: each finds what it is about."""
    what = button["data"].split(":")[0]
    if what == "rv" and len(button["data"].split(":")) > 4:
        stage = 1
    elif what in _ONLY_LOOKS.split():
        stage = 0
    else:
        stage = 2 + _LAST.index(what) if what in _LAST else 1
    return stage, what != "askwhole", not button["stands"], button["no"]
