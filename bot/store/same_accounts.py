"""Which accounts are one human's in a meeting, looked up."""

from __future__ import annotations

from sqlite_utils import Database


def human_of(db: Database, meeting_id: int, person_id: int) -> int:
    """The account that stands for somebody in a meeting; their own, as a rule."""
    row = db.execute(
        "SELECT human FROM same_people WHERE meeting_id = ? AND person_id = ?",
        [meeting_id, person_id],
    ).fetchone()
    return int(row["human"]) if row else person_id


def accounts_of(db: Database, meeting_id: int, person_id: int) -> list[int]:
    """All accounts of somebody in a meeting, the one that stands for them first."""
    human = human_of(db, meeting_id, person_id)
    rows = db.query(
        "SELECT person_id FROM same_people WHERE meeting_id = ? AND human = ? ORDER BY person_id",
        [meeting_id, human],
    )
    return [human, *(row["person_id"] for row in rows)]


def further_accounts(db: Database, meeting_id: int) -> dict[int, int]:
    """The further accounts of a meeting's people, each with the one that stands for both."""
    rows = db.query(
        "SELECT person_id, human FROM same_people WHERE meeting_id = ? ORDER BY person_id",
        [meeting_id],
    )
    return {row["person_id"]: row["human"] for row in rows}
