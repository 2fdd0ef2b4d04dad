"""Which account somebody is, where their name alone does not tell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database

from bot.doors.port import IN_THE_ROOM, is_account
from bot.messages import identity as said
from bot.minutes import Speaker
from bot.minutes.identity import key_of_name
from bot.store.same_accounts import further_accounts

NAMED = "named"
"""In place of a door: people whom a secretary has named, without an account."""

SEATS = (
    "SELECT s.person_id, s.name, s.title, s.provisional, s.here, p.door, p.key, p.username, "
    "p.name AS account, (p.door != 'named' OR EXISTS (SELECT 1 FROM lines l "
    "WHERE l.person_id = s.person_id AND l.meeting_id = s.meeting_id)) AS counts "
    "FROM speakers s JOIN people p ON p.id = s.person_id "
    "WHERE s.meeting_id = ? ORDER BY s.rowid"
)


def label(row: Mapping[str, Any]) -> str:
    """An account as the desk tells it from others: ``@mai``; ``Mai Nguyễn, số 1002``.

    Args:
        row: door, key, username and account (its name) of somebody.
    """
    if row["door"] == NAMED:
        return said.NO_ACCOUNT
    if row["key"].startswith("hidden:"):
        return said.HIDDEN
    if row["key"].startswith(IN_THE_ROOM):
        return said.IN_THE_ROOM
    if not is_account(row["key"]):
        return said.NOT_ONE_HUMAN
    return said.account(row["account"], row["username"], row["key"])


def seats_of(db: Database, meeting_id: int) -> list[Speaker]:
    """All whom a meeting knows, in the order they came; with their account where two are called
    the same, or where it is no account of one human."""
    rows = list(db.query(SEATS, [meeting_id]))
    further = further_accounts(db, meeting_id)
    names: dict[str, set[int]] = {}
    for row in rows:
        if row["counts"]:  # whom the secretary has named and taken back again says nothing
            human = further.get(row["person_id"], row["person_id"])
            names.setdefault(key_of_name(str(row["name"])), set()).add(human)
    listed = db.query(
        "SELECT name, person_id FROM attendance WHERE meeting_id = ? AND NOT removed "
        "AND person_id IS NOT NULL",
        [meeting_id],
    )
    for row in listed:
        names.setdefault(key_of_name(str(row["name"])), set()).add(row["person_id"])
    return [
        _speaker(
            row,
            further.get(row["person_id"]),
            shared=len(names.get(key_of_name(str(row["name"])), ())) > 1,
        )
        for row in rows
    ]


def _speaker(row: Mapping[str, Any], human: int | None, *, shared: bool) -> Speaker:
    """Args:
    human: the account that stands for them, where that is another one.
    """
    of_human = row["door"] == NAMED or is_account(row["key"])
    shown = (shared or not of_human or human is not None) and not row["provisional"]
    return Speaker(
        row["person_id"],
        row["name"],
        row["title"],
        label(row) if shown else "",
        certain=of_human and not row["provisional"],
        further_of=human,
    )
