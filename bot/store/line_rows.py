"""Rows of the table of lines, and the values that they are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.minutes import Line, LineKind, LineState, Speaker, Tag
from bot.minutes.beside import Beside
from bot.minutes.typed.terms import NearMiss
from bot.store.accounts import seats_of

_LINE = "SELECT l.*, (SELECT no FROM lines WHERE id = l.merged_into) AS merged_no FROM lines l "


def select_lines(db: Database, rest: str, values: list[Any]) -> list[Line]:
    """The lines of a query: ``rest`` follows ``FROM lines l``."""
    rows = list(db.query(_LINE + rest, values))
    people = {
        (meeting_id, one.person_id): one
        for meeting_id in {row["meeting_id"] for row in rows}
        for one in seats_of(db, meeting_id)
    }
    return [_line(row, people) for row in rows]


def next_no(db: Database, meeting_id: int) -> int:
    """The number of a meeting's next line."""
    last = db.execute(
        "SELECT max(no) AS no FROM lines WHERE meeting_id = ?", [meeting_id]
    ).fetchone()["no"]
    return (last or 0) + 1


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _line(row: dict[str, Any], people: Mapping[tuple[int, int], Speaker]) -> Line:
    return Line(
        id=row["id"],
        meeting_id=row["meeting_id"],
        no=row["no"],
        at=datetime.fromisoformat(row["at"]),
        speaker=people.get(
            (row["meeting_id"], row["person_id"]), Speaker(row["person_id"], "", certain=False)
        ),
        kind=LineKind(row["kind"]),
        state=LineState(row["state"]),
        text=row["text"],
        tag=Tag(row["tag"]) if row["tag"] else None,
        seconds=row["seconds"],
        claimed=row["claimed"],
        confidence=row["confidence"],
        doubts=tuple(json.loads(row["doubts"])),
        offers=tuple(NearMiss(found, term) for found, term in json.loads(row["offers"])),
        part_of=row["part_of"],
        starts=row["starts"],
        ends=row["ends"],
        done_until=row["done_until"],
        message_id=row["message_id"],
        audio=row["audio"],
        recording_erased=row["kind"] == LineKind.VOICE and not (row["audio"] or row["media"]),
        error=row["error"],
        deleted=bool(row["deleted"]),
        merged_into=row["merged_no"],
        place=row["place"],
        brought_by=people.get((row["meeting_id"], row["brought_by"])),
        beside=_beside(row["beside"]),
    )


def beside_as_json(beside: Beside) -> str:
    """Empty where there is nothing beside the words."""
    return as_json(asdict(beside)) if beside else ""


def _beside(kept: str) -> Beside:
    if not kept:
        return Beside()
    found = json.loads(kept)
    links = tuple((words, address) for words, address in found["links"])
    return Beside(found["quoted"], tuple(found["struck"]), links)
