"""Rows of the table of lines, and the values that they are."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlite_utils import Database

from bot.messages import lines as said
from bot.minutes import Line, LineKind, LineState, SenderDoubt, Speaker, Tag
from bot.minutes.beside import Beside
from bot.minutes.typed.terms import NearMiss
from bot.store.accounts import seats_of
from bot.store.values import (
    Damaged,
    damage,
    note,
    read_json,
    read_moment,
    read_number,
    read_one_of,
    read_pairs,
    read_words,
)

_LINE = (
    "SELECT l.*, (SELECT no FROM lines WHERE id = l.merged_into) AS merged_no, "
    "iif(l.said_in IS NULL, '', (SELECT iif(c.door = h.door, '', c.door) FROM meetings m "
    "JOIN chats h ON h.id = m.chat_id JOIN chats c ON c.id = l.said_in "
    "WHERE m.id = l.meeting_id)) AS door, iif(l.maybe IS NULL, NULL, (SELECT "
    "coalesce(nullif(said_name, ''), name) FROM people WHERE id = l.maybe)) AS maybe_name "
    "FROM lines l "
)


_BESIDE = TypeAdapter(Beside)
_FIGURES = (
    "no",
    "seconds",
    "claimed",
    "confidence",
    "starts",
    "ends",
    "done_until",
    "place",
    "sound_from",
    "voice",
)


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
    with contextlib.suppress(ValueError, TypeError, AttributeError):
        return _whole(row, people)
    return _what_is_left(row, people)


def _whole(row: dict[str, Any], people: Mapping[tuple[int, int], Speaker]) -> Line:
    """Raises:
    ValueError, TypeError, AttributeError: a field is damaged.
    """
    speaker = people.get((row["meeting_id"], row["person_id"]))
    if speaker is None:
        raise ValueError("nobody has said it")
    if not _is_text(row["text"]):
        raise ValueError("no text")
    if not all(isinstance(row[name], int | float | None) for name in _FIGURES):
        raise ValueError("no number")
    return Line(
        id=row["id"],
        meeting_id=row["meeting_id"],
        no=row["no"],
        at=datetime.fromisoformat(row["at"]),
        speaker=_readable(speaker),
        kind=LineKind(row["kind"]),
        state=LineState(row["state"]),
        text=row["text"],
        tag=Tag(row["tag"]) if row["tag"] else None,
        seconds=row["seconds"],
        claimed=row["claimed"],
        confidence=row["confidence"],
        doubts=tuple(json.loads(row["doubts"])),
        heard_by=_heard_by(row),
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
        said_in=row["said_in"],
        door=row["door"] or "",
        room=bool(row["room"]),
        sound_from=row["sound_from"],
        voice=row["voice"],
        whose_known=bool(row["whose"]),
        maybe=_maybe(row, people),
        doubted=SenderDoubt(row["doubted"]) if row["doubted"] and not row["whose"] else None,
    )


def _maybe(row: dict[str, Any], people: Mapping[tuple[int, int], Speaker]) -> Speaker | None:
    if row["maybe"] is None or row["whose"]:
        return None
    seat = people.get((row["meeting_id"], row["maybe"]))
    return _readable(seat or Speaker(row["maybe"], row["maybe_name"] or ""))


def beside_as_json(beside: Beside) -> str:
    """Empty where there is nothing beside the words."""
    return as_json(asdict(beside)) if beside else ""


def _beside(kept: str) -> Beside:
    """Raises:
    ValueError, TypeError, AttributeError: it is damaged.
    """
    if not kept:
        return Beside()
    try:
        return _BESIDE.validate_json(kept)
    except ValidationError as error:
        raise ValueError("nothing beside") from error


def read_beside(raw: object) -> Beside:
    """What came with a line's words; nothing for what cannot be read."""
    with contextlib.suppress(ValueError, TypeError, AttributeError):
        return _beside(raw)  # type: ignore[arg-type]
    note("beside")
    return Beside()


def _readable(speaker: Speaker) -> Speaker:
    """A speaker whose damaged name shows that it is: what was said is as whole as before."""
    if _is_text(speaker.name) and _is_text(speaker.title):
        return speaker
    name, title = read_words(speaker.name), read_words(speaker.title)
    return replace(speaker, name=name, title=title, certain=False)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and not isinstance(value, Damaged)


def _heard_by(row: dict[str, Any]) -> str:
    return row["heard_by"] if _is_text(row["heard_by"]) else ""


def _what_is_left(row: dict[str, Any], people: Mapping[tuple[int, int], Speaker]) -> Line:
    """A line of which a field is damaged: what can be read, and a sentence that says so where its
    words stand, so that nobody takes it for whole, in the chat or in a document."""
    tag = row["tag"]
    with damage():
        at = read_moment(row["at"])
        speaker = people.get((row["meeting_id"], row["person_id"]))
        if speaker is None:
            speaker = Speaker(row["person_id"], said.SPEAKER_UNREADABLE, certain=False)
        speaker = _readable(speaker)
        kind = read_one_of(LineKind, row["kind"], LineKind.TEXT)
        state = read_one_of(LineState, row["state"], LineState.DONE)
        text = read_words(row["text"])
        tag = read_one_of(Tag, tag, Tag.CONTENT) if tag in set(Tag) else None
        doubts, offers = read_json(row["doubts"], []), read_pairs(row["offers"])
        beside = read_beside(row["beside"])
    note(f"line {row['id']}")
    return Line(
        id=row["id"],
        meeting_id=row["meeting_id"],
        no=read_number(row["no"], row["id"]),
        at=at,
        speaker=speaker,
        kind=kind,
        state=LineState.DONE if state in (LineState.WAITING, LineState.RUNNING) else state,
        text=f"{said.LINE_UNREADABLE} {text}".strip(),
        tag=tag,
        seconds=read_number(row["seconds"], None),
        claimed=read_number(row["claimed"], None),
        confidence=read_number(row["confidence"], None),
        doubts=tuple(one for one in doubts if isinstance(one, str)),
        heard_by=_heard_by(row),
        offers=tuple(NearMiss(found, term) for found, term in offers),
        part_of=row["part_of"],
        starts=read_number(row["starts"], None),
        ends=read_number(row["ends"], None),
        done_until=read_number(row["done_until"], None),
        message_id=row["message_id"],
        audio=read_words(row["audio"]) if row["audio"] else None,
        recording_erased=False,
        error=read_words(row["error"] or ""),
        deleted=row["deleted"] == 1,
        merged_into=row["merged_no"],
        place=read_number(row["place"], None),
        brought_by=people.get((row["meeting_id"], row["brought_by"])),
        beside=beside,
        said_in=row["said_in"],
        door=row["door"] or "",
        room=row["room"] == 1,
        sound_from=read_number(row["sound_from"], 0.0),
        voice=read_number(row["voice"], None),
        whose_known=row["whose"] == 1,
    )
