"""Who has which name in a meeting."""

from __future__ import annotations

import json
from typing import Any

from sqlite_utils import Database

from bot.minutes.identity import Held, Holder, same_to_the_eye
from bot.minutes.typed.signature import bare_name
from bot.minutes.typed.signing import read_signature
from bot.store.accounts import NAMED
from bot.store.same_accounts import accounts_of

_ITEMS = ("chu_tri", "nguoi_ky", "thu_ky")  # of a meeting, that name somebody of weight


def names_of_others(db: Database, meeting_id: int, person_id: int) -> list[Held]:
    """The names that a meeting has for others than this account: those seated, those of its list
    of people, those who preside, sign and keep the minutes; of a meeting that has just begun,
    those of the one before."""
    meeting = db.table("meetings").get(meeting_id)
    before = db.execute(
        "SELECT id, chair_id FROM meetings WHERE chat_id = ? AND id < ? ORDER BY id DESC LIMIT 1",
        [meeting["chat_id"], meeting_id],
    ).fetchone()
    chair = meeting["chair_id"]
    rows = _listed(db, meeting_id)
    if before and not rows:
        rows = _listed(db, before["id"])
    me = accounts_of(db, meeting_id, person_id)
    found = _seated(db, meeting_id, me, chair)
    mine = [row["name"] for row in rows if row["person_id"] in me and row["listed"]]
    for row in rows:
        if row["person_id"] is None:
            found.append(Held(row["name"], Holder.LISTED))
        elif row["person_id"] not in me:
            found.append(Held(row["name"], Holder.ACCOUNT, row["person_id"]))
    if chair is None and before and before["chair_id"] not in (None, *me):
        found += _seated(db, before["id"], me, before["chair_id"], only_chair=True)
    presides = chair in me or (before and chair is None and before["chair_id"] in me)
    if not presides:
        secretary = any(_is_secretary(db, meeting, account) for account in me)
        found += _in_items(db, meeting_id, secretary=secretary)
    return [one for one in found if not (one.person_id is None and _is_mine(one, mine))]


def _is_mine(one: Held, mine: list[str]) -> bool:
    """The list, kept by the desk, says that this account is the one of that name."""
    return any(same_to_the_eye(name, one.name) for name in mine)


def _listed(db: Database, meeting_id: int) -> list[dict[str, Any]]:
    return list(
        db.query(
            "SELECT name, person_id, listed FROM attendance WHERE meeting_id = ? AND NOT removed",
            [meeting_id],
        )
    )


def _seated(
    db: Database, meeting_id: int, me: list[int], chair: int | None, *, only_chair: bool = False
) -> list[Held]:
    rows = db.query(
        "SELECT s.name, s.person_id, p.door FROM speakers s JOIN people p ON p.id = s.person_id "
        "WHERE s.meeting_id = ? AND s.person_id NOT IN (SELECT value FROM json_each(?)) "
        "AND NOT s.provisional",
        [meeting_id, json.dumps(me)],
    )
    found = []
    for row in rows:
        if row["person_id"] == chair:
            found.append(Held(row["name"], Holder.CHAIR, chair))
        elif only_chair:
            continue
        elif row["door"] == NAMED:
            found.append(Held(row["name"], Holder.LISTED))
        else:
            found.append(Held(row["name"], Holder.ACCOUNT, row["person_id"]))
    return found


def _in_items(db: Database, meeting_id: int, *, secretary: bool) -> list[Held]:
    rows = db.query("SELECT code, value FROM meeting_info WHERE meeting_id = ?", [meeting_id])
    found = []
    for row in rows:
        if row["code"] not in _ITEMS or (row["code"] == "thu_ky" and secretary):
            continue
        signs = read_signature(row["value"]).name if row["code"] == "nguoi_ky" else ""
        name = bare_name(signs or row["value"]) or signs or row["value"]
        found.append(Held(name, Holder.CHAIR))
    return found


def _is_secretary(db: Database, meeting: dict[str, Any], person_id: int) -> bool:
    if meeting["secretary_id"] == person_id:
        return True
    found = db.execute(
        "SELECT 1 FROM secretaries WHERE meeting_id = ? AND person_id = ? AND until IS NULL",
        [meeting["id"], person_id],
    )
    return found.fetchone() is not None
