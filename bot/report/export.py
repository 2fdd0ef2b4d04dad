"""The way out: a meeting as JSON, with its recordings and documents."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from bot.messages.phrases import UNKNOWN_SPEAKER
from bot.minutes import Line, Meeting
from bot.minutes.roll import Attendee
from bot.minutes.tasks import Task
from bot.minutes.voices import for_paper

_FORMS = (".docx", ".pdf", ".png", ".txt", ".json")  #: what a draft is kept as


def as_dict(
    meeting: Meeting,
    lines: Iterable[Line],
    audio: str = "audio",
    people: Iterable[Attendee] = (),
    tasks: Iterable[Task] = (),
    accounts: Mapping[int, str] | None = None,
) -> dict[str, Any]:
    """A meeting as plain values: ``meeting{…}``, ``people[…]``, ``lines[…]``, and ``deleted[…]``
    alike; ``tasks[…]`` in every state.

    Args:
        audio: the folder before each recording's name.
        people: its list of who takes part.
        accounts: how each account is told from others, by the people's ids.
    """
    lines = list(lines)
    numbers = {line.id: line.no for line in lines}
    return {
        "meeting": {
            "no": meeting.id,
            "title": meeting.title,
            "opened_at": meeting.opened_at.isoformat(),
            "closed_at": meeting.closed_at.isoformat() if meeting.closed_at else None,
            "secretary": meeting.secretary.name,
            "info": dict(meeting.info),
        },
        "people": [_person(one, accounts or {}) for one in people],
        "lines": [_line(x, audio, numbers, accounts or {}) for x in lines if not x.deleted],
        "deleted": [_line(x, audio, numbers, accounts or {}) for x in lines if x.deleted],
        "tasks": [_task(one) for one in tasks],
    }


def _task(one: Task) -> dict[str, Any]:
    due = one.deadline
    return {
        "no": one.no,
        "who": one.words.who,
        "what": one.words.what,
        "due": one.words.due,
        "due_on": due.day.isoformat() if due else None,
        "due_at": f"{due.hour:%H:%M}" if due and due.hour else None,
        "state": one.state.value,
        "line": one.line,
    }


def _person(one: Attendee, accounts: Mapping[int, str]) -> dict[str, Any]:
    return {
        "no": one.no,
        "called": one.called,
        "name": one.name,
        "title": one.title,
        "unit": one.unit,
        "state": one.state.value,
        "note": one.note,
        "account": accounts.get(one.person_id or 0, ""),
    }


def _brought_by(line: Line, accounts: Mapping[int, str]) -> dict[str, str] | None:
    """Who has forwarded a line that somebody else has said elsewhere."""
    who = line.brought_by
    return {"name": who.name, "account": accounts.get(who.person_id, "")} if who else None


def _line(
    line: Line, audio: str, numbers: Mapping[int, int], accounts: Mapping[int, str]
) -> dict[str, Any]:
    line = for_paper(line, UNKNOWN_SPEAKER)
    return {
        "no": line.no,
        "at": line.at.isoformat(),
        "speaker": line.speaker.name,
        "title": line.speaker.title,
        "account": accounts.get(line.speaker.person_id, ""),
        "certain": line.speaker.certain,
        "voice": line.unknown_voice or None,
        "forwarded_by": _brought_by(line, accounts),
        "kind": line.kind.value,
        "state": line.state.value,
        "tag": line.tag.value if line.tag else None,
        "text": line.text,
        "seconds": line.seconds,
        "confidence": line.confidence,
        "doubts": list(line.doubts),
        "part_of": numbers.get(line.part_of) if line.part_of else None,
        "merged_into": line.merged_into,
        "quoted": line.beside.quoted or None,
        "struck": list(line.beside.struck),
        "links": [{"words": words, "to": address} for words, address in line.beside.links],
        "start": line.starts,
        "end": line.ends,
        "message_id": line.message_id,
        "audio": f"{audio}/{line.audio}" if line.audio else None,
    }


def to_json(exported: dict[str, Any]) -> str:
    return json.dumps(exported, ensure_ascii=False, indent=2)


def write(
    exported: dict[str, Any], out: Path, audio_root: Path, documents: Iterable[Path]
) -> list[str]:
    """Write ``meeting.json``, ``audio/`` and ``documents/`` into ``out``.

    Returns:
        the recordings that the record names and the disk no longer has.

    Raises:
        OSError: ``out`` cannot be written.
    """
    out.mkdir(parents=True, exist_ok=True)
    (out / "meeting.json").write_text(to_json(exported) + "\n", encoding="utf-8")
    missing = []
    said = [*exported["lines"], *exported["deleted"]]
    said += exported.get("sign_off", {}).get("remarks", [])
    said += [one for room in exported.get("rooms", []) for one in room["stretches"]]
    recordings = [x["audio"] for x in said if x["audio"]]
    for name in dict.fromkeys(recordings):  # the parts of a long one share it
        source = audio_root / name.removeprefix("audio/")
        target = out / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_file():
            shutil.copyfile(source, target)
        else:
            missing.append(name)
    for document in documents:
        for file in (document.with_suffix(end) for end in _FORMS):
            if file.is_file():
                (out / "documents").mkdir(exist_ok=True)
                shutil.copyfile(file, out / "documents" / file.name)
    return missing
