"""What people type and do who have read no manual, and what must come of it, in Telegram."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from bot.doors.port import Chat, ChatKind, Person
from bot.minutes import Tag
from bot.office import Office
from tests.dialogs.talking import Ear
from tests.doors.bot_api import BotApi
from tests.doors.laymans_words import BEFORE, NOTHING, ROWS, SIGN, Row
from tests.doors.telegram_chats import Json, Room
from tests.doors.telegram_house import running
from tests.waiting import eventually

OPENED = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)


def _own(who: Json, room: Room) -> Json:
    """A namesake who is in this group alone: what one does in a group is told in no other."""
    return {**who, "id": who["id"] * 1000 + abs(room.id) % 1000}


def _prepare(office: Office, rooms: list[tuple[Row, Room]], an: Json, binh: Json) -> None:
    """Each group as its row needs it: without a meeting, in one, or after one."""
    store = office.store
    with store.transaction():
        for row, room in rooms:
            chat = store.chats.know(Chat("telegram", str(room.id), room.title, ChatKind.GROUP)).id
            if row.when == "none":
                continue
            secretary, speaker = (
                store.chats.know_person("telegram", Person(str(who["id"]), name)).id
                for who, name in (
                    (_own(an, room), "Nguyễn Văn An"),
                    (_own(binh, room), "Trần Thị Bình"),
                )
            )
            meeting = store.meetings.open(chat, "Họp giao ban", secretary, OPENED, {})
            store.meetings.seat(meeting.id, speaker)
            add = store.lines.add
            add(meeting.id, speaker, OPENED, text="Phòng Kế hoạch đề nghị gia hạn nhiệm vụ")
            add(meeting.id, secretary, OPENED, text="Giao Phòng A: - Tổng hợp", tag=Tag.CONCLUSION)
            if row.when == "closed":
                store.meetings.close(meeting.id, OPENED)


def _do(
    api: BotApi, room: Room, steps: tuple[str, ...], said: list[Json], an: Json, binh: Json
) -> None:
    """What these steps say, one behind the other; the messages are added to what was said."""
    an, binh = _own(an, room), _own(binh, room)
    for step in steps:
        who = binh if step.startswith("Bình: ") else an
        step = step.removeprefix("Bình: ")
        replied = said[-1] if step.startswith("↩ ") and said else None
        step = step.removeprefix("↩ ")
        if step.startswith("✎ "):
            kind = "caption" if "voice" in said[-1] else "text"
            said[-1].pop("entities", None)
            said[-1].update({kind: step.removeprefix("✎ "), "edit_date": said[-1]["date"] + 1})
            api.post({"edited_message": said[-1]})
        elif step.startswith("🎤 "):
            words, _, caption = step.removeprefix("🎤 ").partition(" | ")
            voice = api.file(words.encode(), duration=5, mime_type="audio/ogg")
            content = {"voice": voice, **({"caption": caption} if caption else {})}
            said.append(api.say(room, who, content, replied))
        else:
            said.append(api.text(room, who, step, **({"reply_to": replied} if replied else {})))


def _wrong(api: BotApi, office: Office, row: Row, room: Room, last: Json) -> Iterator[str]:
    answers = [message.get("text") or message.get("caption", "") for message in api.sent(room)]
    found = "\n".join(answers)
    if row.answer not in (SIGN, NOTHING) and row.answer not in found:
        yield f"answered {found[:300]!r}, not {row.answer!r}"
    if row.answer in (SIGN, NOTHING) and answers:
        yield f"answered {found[:300]!r}, not {row.answer or 'nothing'!r}"
    if row.answer == SIGN and not api.reaction(last):
        yield "no ✍ under the message"
    if row.when == "none" and row.lines is None:
        return
    chat = office.store.chats.find("telegram", str(room.id))
    meeting = office.store.meetings.current(chat) if chat else None
    lines = office.store.lines.of_meeting(meeting.id) if meeting else []
    have = [(x.text, x.tag and str(x.tag)) for x in lines if not x.deleted]
    before = [] if row.when == "none" else BEFORE
    if row.lines is None and have != before:
        yield f"the lines are {have}, and ought to be as they were"
    if row.lines is not None and have != [*before, *row.lines] and have != row.lines:
        yield f"the lines are {have}, and not {row.lines}"


async def test_what_a_layman_types_and_does(api: BotApi, data: Path, an: Json, binh: Json) -> None:
    assert len(ROWS) >= 150
    async with running(api, data, Ear(), max_messages_a_minute=10_000) as office:  # type: ignore[arg-type]
        rooms = [(row, api.room("group", f"Nhóm {n}")) for n, row in enumerate(ROWS)]
        await office.on_store(_prepare, office, rooms, an, binh)
        done: list[tuple[Row, Room, list[Json]]] = [(row, room, []) for row, room in rooms]
        for steps in (slice(-1), slice(-1, None)):  # recordings have words by the last step
            for row, room, said in done:
                _do(api, room, row.steps[steps], said, an, binh)
            await eventually(lambda: not api.waiting)
            await office.settle()
        wrong = [
            f"{' → '.join(row.steps)} ({row.when}): {why}"
            for row, room, said in done
            for why in await office.on_store(list, _wrong(api, office, row, room, said[-1]))
        ]
    assert not wrong, f"{len(wrong)} of {len(ROWS)}:\n" + "\n".join(wrong)
