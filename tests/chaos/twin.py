"""The same updates for a bot that nothing befalls: what its record has is what must be."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.office import Office
from tests.chaos.findings import Record
from tests.dialogs.talking import Ear
from tests.doors.bot_api import BotApi
from tests.doors.telegram_chats import Json
from tests.doors.telegram_house import TOKEN, running
from tests.waiting import eventually
from transcribe import Segment, Transcript

_BEHIND = 1_000_000  # the numbers of the twin's own messages: above those of all people's
_HEARD = "máy nghe được lời này"


class _SomeWords(Ear):
    """What is heard is compared by the recording's bytes, not by its words."""

    def transcribe(self, source: Path, *, hints: str = "") -> Transcript:
        return Transcript(_HEARD, 3.0, 0.9, (Segment(0.0, 3.0, _HEARD, 0.9, _HEARD),))


async def fault_free(api: BotApi, data: Path) -> Record:
    """Give each update that was ever posted once, in its order, to a bot of its own.

    Args:
        api: the server at which the other bot was.
        data: a folder for this one's.
    """
    async with BotApi(TOKEN) as calm:
        calm.rooms, calm.files, calm.sizes = api.rooms, dict(api.files), dict(api.sizes)
        calm.number_behind(_BEHIND)
        ear: Any = _SomeWords()
        async with running(calm, data, ear, max_messages_a_minute=10_000) as office:
            for update in api.updates:
                await _give(calm, office, update)
            await _quiet(calm, office)
    return Record(data)


async def _give(calm: BotApi, office: Office, update: Json) -> None:
    what = {kind: copy.deepcopy(body) for kind, body in update.items() if kind != "update_id"}
    if message := what.get("message") or what.get("edited_message"):
        if isinstance(message.get("message_id"), int):
            calm.messages[message["chat"]["id"]][message["message_id"]] = message
        if new := message.get("migrate_to_chat_id"):
            calm.moved[message["chat"]["id"]] = new
    elif query := what.get("callback_query"):
        await _quiet(calm, office)  # a card is tapped when it is there
        card, data = _same_button(calm, query)
        what["callback_query"] = {**query, "message": card, "data": data}
        calm.queries.add(query["id"])
    calm.post(what)
    if len(calm.waiting) > 50:
        await eventually(lambda: not calm.waiting)


def _same_button(calm: BotApi, query: Json) -> tuple[Json, str]:
    """The twin's card for the same message, and the tap's data with that card's line."""
    _, line, *rest = query["data"].split(":")
    asked = query["message"]["reply_to_message"]
    for card in calm.replies_to(asked):
        for row in card.get("reply_markup", {}).get("inline_keyboard", []):
            for button in row:
                kind, own, *_ = button["callback_data"].split(":")
                if kind == "tag":
                    return card, ":".join([kind, own, *rest])
    raise AssertionError(f"no card of the twin answers {asked}, tapped as line {line}")


async def _quiet(calm: BotApi, office: Office) -> None:
    await eventually(lambda: not calm.waiting)
    await office.settle()


def differences(record: Record, twin: Record, but: Sequence[str] = ()) -> list[str]:
    """What a record has otherwise than the one that it is held against.

    Args:
        but: the keys of chats in which more was said than the twin was told.
    """
    found: list[str] = []
    for what in (_meetings, _lines, _changes, _drafts):
        mine, its = what(record), what(twin)
        for key in sorted(mine.keys() | its.keys(), key=str):
            if key[0] not in but and mine.get(key) != its.get(key):
                found.append(f"{what.__name__[1:]} {key}: {mine.get(key)}, not {its.get(key)}")
    return found


def _meetings(record: Record) -> dict[Any, Any]:
    rows = record.rows(
        "SELECT c.key, m.title, m.closed_at IS NOT NULL AS closed, m.concluding, "
        "(SELECT name FROM speakers WHERE meeting_id = m.id AND person_id = m.secretary_id) "
        "AS secretary FROM meetings m JOIN chats c ON c.id = m.chat_id"
    )
    return _by(rows, "key", "title")


def _by(rows: list[dict[str, Any]], *names: str) -> dict[Any, Any]:
    """The rows by these fields of theirs, which say what each is about."""
    return {tuple(row.pop(name) for name in names): row for row in rows}


_OF_LINES = (
    "FROM lines l JOIN meetings m ON m.id = l.meeting_id JOIN chats c ON c.id = m.chat_id "
    "JOIN speakers s ON s.meeting_id = m.id AND s.person_id = l.person_id "
)


def _lines(record: Record) -> dict[Any, Any]:
    """The words of what was typed, the recording of what was spoken."""
    rows = record.rows(
        "SELECT c.key, m.title, l.no, l.kind, l.state, s.name AS speaker, l.tag, l.deleted, "
        "l.place, (SELECT no FROM lines WHERE id = l.merged_into) AS merged_into, "
        "iif(l.kind = 'voice', l.audio, l.text) AS said " + _OF_LINES
    )
    return _by(rows, "key", "title", "no")


def _changes(record: Record) -> dict[Any, Any]:
    """What became of each line, step by step, and by whom."""
    rows = record.rows(
        "SELECT c.key, m.title, l.no, x.field, p.name AS by, "
        "iif(x.field IN ('tag', 'deleted') OR l.kind != 'voice', x.before, '') AS before, "
        "iif(x.field IN ('tag', 'deleted') OR l.kind != 'voice', x.after, '') AS after "
        + _OF_LINES
        + "JOIN line_changes x ON x.line_id = l.id LEFT JOIN people p ON p.id = x.person_id "
        "WHERE x.field != 'merged_into' ORDER BY x.id"
    )
    found: dict[Any, Any] = {}
    for row in rows:
        found.setdefault((row.pop("key"), row.pop("title"), row.pop("no")), []).append(row)
    return found


def _drafts(record: Record) -> dict[Any, Any]:
    rows = record.rows(
        "SELECT c.key, m.title, count(*) AS drafts FROM documents d "
        "JOIN meetings m ON m.id = d.meeting_id JOIN chats c ON c.id = m.chat_id "
        "GROUP BY c.key, m.title"
    )
    return _by(rows, "key", "title")
