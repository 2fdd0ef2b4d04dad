"""What is written down of the chats, and what the old house answers to its buttons."""

from __future__ import annotations

from pathlib import Path

import replay
from people import DATA, People, house
from tests.chat.telegram_chats import Json


def kept_chats(p: People) -> Json:
    """What Telegram knows, as JSON; of files only what the house has not fetched yet."""
    api = p.api
    sounds = {
        part["file_id"]
        for messages in api.messages.values()
        for message in messages.values()
        for part in (message.get("voice"),)
        if part and not message["from"]["is_bot"] and len(api.files[part["file_id"]]) > 100
    }
    open_now = {
        m["voice"]["file_id"]
        for m in list(api.messages[p.here.id].values())[-40:]
        if "voice" in m and m["voice"]["file_id"] in sounds
    }
    return {
        "rooms": [
            {"id": r.id, "type": r.type, "title": r.title, "is_forum": r.is_forum}
            for r in api.rooms.values()
        ],
        "messages": dict(api.messages),
        "reactions": [[room, number, emoji] for (room, number), emoji in api.reactions.items()],
        "queries": sorted(api.queries),
        "waiting": api.waiting,
        "sizes": {x: api.sizes[x] for x in open_now},
        "files": {x: api.files[x].hex() for x in open_now},
        "next_id": api.person("")["id"] + 1,
        "next_update": api.updates[-1]["update_id"] + 1,
        "people": {"ha": p.ha, "an": p.an, "binh": p.binh, "chi": p.chi},
        "data": str(DATA),
    }


def rows_of(p: People) -> list[Json]:
    owner = {room.id: who for who in (p.ha, p.an, p.binh) for room in [p.alone[who["id"]]]}
    chair = ("approve", "return", "noremark")
    rows: list[Json] = []
    for no, ((room, number, data), found) in enumerate(p.buttons.items(), start=1):
        message = p.api.messages[room][number]
        there = message.get("reply_markup", {}).get("inline_keyboard", [])
        by = owner.get(room) or (p.binh if data.split(":")[0] in chair else p.ha)
        stands = any(b.get("callback_data") == data for row in there for b in row)
        rows.append(
            {"no": no, "chat": room, "message": number, "data": data, **found,
             "stands": stands, "by": by["id"]}
        )  # fmt: skip
    return sorted(rows, key=replay.order_of)


def tapped_of(rows: list[Json]) -> list[Json]:
    """A few of each kind, those that still stand first; all of them would take minutes."""
    found: dict[tuple[str, ...], list[Json]] = {}
    for row in rows:
        what, *rest = row["data"].split(":")
        kind = (what, *(rest[1:2] + rest[3:4] if what == "rv" else ()))
        found.setdefault(kind, []).append(row)
    # of two buttons on one thing the one is tapped here, the other there
    picked = {("askuse",): slice(1), ("rollsame",): slice(1), ("reopen",): slice(None),
              ("askkeep",): slice(-1, None), ("rollapart",): slice(-1, None)}  # fmt: skip
    few = {
        row["no"]
        for kind, same in found.items()
        for row in (same[picked[kind]] if kind in picked else same[:2] + same[-1:])
    }
    return [row for row in rows if row["no"] in few]


async def answers(p: People, chats: Json, data: Path) -> tuple[Json, list[Json]]:
    """What the old house says on a copy of the folder: catching up, then to each button."""
    api = p.api
    api.down.clear()
    api.toasts.clear()
    api.slow["getFile"] = 0.5
    p.ear.held.set()
    p.ear = replay.Ear()  # type: ignore[assignment]
    every = rows_of(p)
    people = {who["id"]: who for who in (p.ha, p.an, p.binh)}
    async with house(p, data) as office:
        caught_up = await replay.caught_up(api, office, chats, p.ear)
        for row in tapped_of(every):
            row["answer"] = await replay.tapped(api, office, row, people[row["by"]])
    return caught_up, every
