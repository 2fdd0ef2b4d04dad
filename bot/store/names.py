"""How each meeting names its people: what they say, what waits for the desk, what it was before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlite_utils import Database

from bot.doors.port import is_account
from bot.messages import identity as sentences
from bot.minutes import Speaker
from bot.minutes.identity import Held, held_by, key_of_name
from bot.minutes.roll import Attendee
from bot.store.accounts import NAMED, label
from bot.store.audit import Audit
from bot.store.names_held import names_of_others
from bot.store.same_accounts import accounts_of, human_of

_CHANGE = (
    "SELECT c.*, coalesce(w.name, nullif(p.said_name, ''), p.name) AS who FROM name_changes c "
    "LEFT JOIN people p ON p.id = c.changed_by "
    "LEFT JOIN speakers w ON w.meeting_id = c.meeting_id AND w.person_id = c.changed_by "
)


class ClaimState(StrEnum):
    WAITING = "waiting"
    TAKEN = "taken"
    REFUSED = "refused"
    SAME = "same"  #: they are the one who has it, by another account


@dataclass(frozen=True)
class Claim:
    """A name by which somebody wants to stand in a meeting, and that the desk has to look at."""

    id: int
    meeting_id: int
    person_id: int
    name: str
    title: str
    said: bool  #: by ``/toi``; False: it is the account's own name
    state: ClaimState

    @property
    def full(self) -> str:
        return Speaker(self.person_id, self.name, self.title).full


@dataclass(frozen=True)
class NameChange:
    """How a meeting has named somebody until then, and since."""

    at: datetime
    who: str  #: has changed it; empty: the bot itself
    before: str
    after: str


class Names:
    """Args:
    touched: meetings of which drafts would say something else now.
    """

    def __init__(
        self, db: Database, now: Callable[[], datetime], audit: Audit, touched: set[int]
    ) -> None:
        self._db = db
        self._now = now
        self._audit = audit
        self._touched = touched
        self.fresh: list[int] = []  #: ids of the claims made since; clear it
        #: who has come to a meeting by another name than to the one before: meeting, person, name
        #: before; clear it
        self.new_here: list[tuple[int, int, str]] = []

    # --- seats ----------------------------------------------------------------------------------

    def seat(self, meeting_id: int, person_id: int, *, here: bool = True) -> None:
        """The meeting knows the person by the name they have now; a seat once taken stays. A name
        that is another's is not theirs: it waits for the desk.

        Args:
            here: they have acted in the meeting's chat; False: their words were brought there.
        """
        known = self._seat(meeting_id, person_id)
        if known is None:
            name, title, sure = self._first_name(meeting_id, person_id)
            before = self._last_name(meeting_id, person_id)
            self._sit(meeting_id, person_id, name, title, provisional=not sure, here=here)
            if sure and before and key_of_name(before["name"]) != key_of_name(name):
                after = {"name": name, "title": title}
                self._keep(meeting_id, person_id, before, after, person_id)
                self.new_here.append((meeting_id, person_id, _full(before)))
        elif here and not known["here"]:
            self._db.execute(
                "UPDATE speakers SET here = 1 WHERE meeting_id = ? AND person_id = ?",
                [meeting_id, person_id],
            )

    def sit(self, meeting_id: int, person_id: int, name: str, title: str) -> None:
        """Take a seat by a name that is in no doubt, and that has been said just now."""
        self._sit(meeting_id, person_id, name, title, provisional=False, here=True)

    def name_of(self, meeting_id: int, person_id: int) -> str:
        """How the meeting names somebody; empty: it does not know them."""
        return self._named(meeting_id, person_id).name

    def full_name_of(self, meeting_id: int, person_id: int) -> str:
        """The same with the title."""
        return self._named(meeting_id, person_id).full

    def _named(self, meeting_id: int, person_id: int) -> Speaker:
        row = self._seat(meeting_id, person_id)
        return Speaker(person_id, row["name"], row["title"]) if row else Speaker(person_id, "")

    def _last_name(self, meeting_id: int, person_id: int) -> Mapping[str, Any] | None:
        """How the chat's last meeting that knew somebody has named them."""
        rows = self._db.query(
            "SELECT s.name, s.title FROM speakers s JOIN meetings m ON m.id = s.meeting_id "
            "WHERE s.person_id = ? AND m.id < ? AND NOT s.provisional "
            "AND m.chat_id = (SELECT chat_id FROM meetings WHERE id = ?) "
            "ORDER BY m.id DESC LIMIT 1",
            [person_id, meeting_id, meeting_id],
        )
        return next(iter(rows), None)

    def _sit(
        self,
        meeting_id: int,
        person_id: int,
        name: str,
        title: str,
        *,
        provisional: bool,
        here: bool,
    ) -> None:
        row = {"meeting_id": meeting_id, "person_id": person_id, "name": name, "title": title}
        self._db.table("speakers").insert(
            {**row, "here": int(here), "provisional": int(provisional)}
        )

    def is_seated(self, meeting_id: int, person_id: int) -> bool:
        """Whether the meeting knows the person."""
        return self._seat(meeting_id, person_id) is not None

    def _seat(self, meeting_id: int, person_id: int) -> Mapping[str, Any] | None:
        """The row of somebody's seat; None: the meeting does not know them."""
        rows = self._db.query(
            "SELECT * FROM speakers WHERE meeting_id = ? AND person_id = ?",
            [meeting_id, person_id],
        )
        return next(iter(rows), None)

    def _first_name(self, meeting_id: int, person_id: int) -> tuple[str, str, bool]:
        """Name, title, and whether that is theirs, not what the bot calls them."""
        person = self._db.table("people").get(person_id)
        said, account = person["said_name"], person["name"]
        if person["door"] == NAMED:
            return said or account, person["said_title"], True
        human = human_of(self._db, meeting_id, person_id)
        if human != person_id:
            seat = self._seat(meeting_id, human)
            known = (seat["name"], seat["title"], not seat["provisional"]) if seat else None
            return known or self._first_name(meeting_id, human)
        by_desk = self._named_by_desk(meeting_id, person_id)
        if by_desk:
            return by_desk.name, by_desk.office, True
        names = [(said, person["said_title"], True)] if said else []
        for name, title, by_them in [*names, (account, "", False)]:
            if self.doubt(meeting_id, person_id, name) is None:
                return name, title, True
            if not self._was_decided(meeting_id, person_id, name, ClaimState.REFUSED):
                self.claim(meeting_id, person_id, name, title, said=by_them)
        shown = {**person, "account": account}
        return sentences.provisional(account, label(shown)), "", False

    def _named_by_desk(self, meeting_id: int, person_id: int) -> Attendee | None:
        row = self._db.execute(
            "SELECT no, name, title, unit FROM attendance WHERE meeting_id = ? AND person_id = ? "
            "AND named AND NOT removed",
            [meeting_id, human_of(self._db, meeting_id, person_id)],
        ).fetchone()
        return Attendee(*row) if row else None

    def is_named_by_desk(self, meeting_id: int, person_id: int) -> bool:
        """Whether the desk has said how the meeting names somebody."""
        return self._named_by_desk(meeting_id, person_id) is not None

    def rename(
        self, meeting_id: int, person_id: int, name: str, title: str, by: int | None
    ) -> None:
        """How this meeting names somebody with a seat, by all their accounts and in all their
        lines. It is kept.

        Args:
            by: who has changed it; None: the bot itself, by the list of people.
        """
        for account in accounts_of(self._db, meeting_id, person_id):
            self._rename(meeting_id, account, name, title, by)

    def call_as(self, meeting_id: int, human: int, by: int) -> None:
        """All accounts of somebody are called as the one that stands for them."""
        row = self._seat(meeting_id, human)
        known = (row["name"], row["title"], True) if row and not row["provisional"] else None
        name, title, sure = known or self._first_name(meeting_id, human)
        for account in accounts_of(self._db, meeting_id, human):
            self._rename(meeting_id, account, name, title, by, provisional=not sure)

    def call_apart(self, meeting_id: int, person_id: int, by: int, name: str, title: str) -> None:
        """An account that was somebody's further one is its own again.

        Args:
            name: what it was called before; empty: what it would be called as a newcomer.
        """
        self._db.execute(
            "UPDATE name_claims SET state = ? WHERE meeting_id = ? AND person_id = ? AND state = ?",
            [ClaimState.REFUSED, meeting_id, person_id, ClaimState.SAME],
        )
        sure = bool(name) and self.doubt(meeting_id, person_id, name) is None
        if not name:
            name, title, sure = self._first_name(meeting_id, person_id)
        self._rename(meeting_id, person_id, name, title, by, provisional=not sure)

    def _rename(
        self,
        meeting_id: int,
        person_id: int,
        name: str,
        title: str,
        by: int | None,
        *,
        provisional: bool = False,
    ) -> None:
        row = self._seat(meeting_id, person_id)
        new = (name, title, int(provisional))
        if row is None or (row["name"], row["title"], row["provisional"]) == new:
            return
        self._db.execute(
            "UPDATE speakers SET name = ?, title = ?, provisional = ? "
            "WHERE meeting_id = ? AND person_id = ?",
            [*new, meeting_id, person_id],
        )
        self._keep(meeting_id, person_id, row, {"name": name, "title": title}, by)
        if by is not None:
            self._touched.add(meeting_id)

    def _keep(
        self,
        meeting_id: int,
        person_id: int,
        before: Mapping[str, Any],
        after: Mapping[str, Any],
        by: int | None,
    ) -> None:
        change = {
            "meeting_id": meeting_id,
            "person_id": person_id,
            "at": self._now().isoformat(),
            "changed_by": by,
            "before_name": before["name"],
            "before_title": before["title"],
            "name": after["name"],
            "title": after["title"],
        }
        self._db.table("name_changes").insert(change)
        if by is not None or key_of_name(before["name"]) != key_of_name(after["name"]):
            about = f"{self.account(person_id)}: {_full(before)} -> {_full(after)}"
            chat = self._db.table("meetings").get(meeting_id)["chat_id"]
            self._audit.add(
                "rename", person_id=by, chat_id=chat, meeting_id=meeting_id, about=about
            )

    def account(self, person_id: int) -> str:
        """Somebody's account, so that it is taken for no other."""
        person = self._db.table("people").get(person_id)
        return label({**person, "account": person["name"]})

    def accounts(self, meeting_id: int) -> dict[int, str]:
        """The accounts of all whom a meeting knows, or its list has, by the people's ids."""
        rows = self._db.query(
            "SELECT person_id FROM speakers WHERE meeting_id = ? UNION "
            "SELECT person_id FROM attendance WHERE meeting_id = ? AND person_id IS NOT NULL",
            [meeting_id, meeting_id],
        )
        return {row["person_id"]: self.account(row["person_id"]) for row in rows}

    def own_name(self, meeting_id: int, person_id: int) -> tuple[str, str] | None:
        """Name and title that somebody had in a meeting before the desk has named them, by what
        they have said themselves; None: the desk has not."""
        rows = list(
            self._db.query(
                "SELECT * FROM name_changes WHERE meeting_id = ? AND person_id = ? ORDER BY id",
                [meeting_id, person_id],
            )
        )
        if not rows:
            return None
        said = [(x["at"], x["name"], x["title"]) for x in rows if x["changed_by"] == person_id]
        taken = self._db.query(
            "SELECT decided_at, name, title FROM name_claims WHERE meeting_id = ? "
            "AND person_id = ? AND state = ?",
            [meeting_id, person_id, ClaimState.TAKEN],
        )
        said += [(x["decided_at"], x["name"], x["title"]) for x in taken]
        first = ("", rows[0]["before_name"], rows[0]["before_title"])
        _, name, title = max([first, *said], key=lambda x: x[0])
        return name, title

    def changes(self, meeting_id: int, person_id: int) -> list[NameChange]:
        """All that changed in how a meeting names somebody, in its order."""
        rows = self._db.query(
            f"{_CHANGE} WHERE c.meeting_id = ? AND c.person_id = ? ORDER BY c.id",
            [meeting_id, person_id],
        )
        return [
            NameChange(
                datetime.fromisoformat(row["at"]),
                row["who"] or "",
                _full({"name": row["before_name"], "title": row["before_title"]}),
                _full(row),
            )
            for row in rows
        ]

    # --- doubt ----------------------------------------------------------------------------------

    def doubt(self, meeting_id: int, person_id: int, name: str) -> Held | None:
        """Who else has the name that somebody would have in a meeting; None: nobody, or the desk
        has said in this chat that it is theirs too."""
        person = self._db.table("people").get(person_id)
        key = key_of_name(name)
        own = [person["name"], *person["former_names"].splitlines()]
        said = not is_account(person["key"]) or any(key_of_name(one) != key for one in own)
        found = held_by(name, names_of_others(self._db, meeting_id, person_id), said=said)
        if found is None or self._was_decided(meeting_id, person_id, name, ClaimState.TAKEN):
            return None
        return None if self._are_two(meeting_id, person_id, found) else found

    def claim(self, meeting_id: int, person_id: int, name: str, title: str, *, said: bool) -> None:
        """Have the desk look at a name; an earlier one of the person that waits makes way."""
        self._db.execute(
            "DELETE FROM name_claims WHERE meeting_id = ? AND person_id = ? AND state = ?",
            [meeting_id, person_id, ClaimState.WAITING],
        )
        row = {
            "meeting_id": meeting_id,
            "person_id": person_id,
            "name": name,
            "title": title,
            "said": int(said),
            "at": self._now().isoformat(),
            "state": ClaimState.WAITING,
        }
        made = self._db.table("name_claims").insert(row).last_rowid
        assert made is not None
        self.fresh.append(made)

    def claimed(self, claim_id: int) -> Claim | None:
        """A name that waits or has waited, by its number."""
        found = self._claims("id = ?", claim_id)
        return found[0] if found else None

    def waiting(self, meeting_id: int) -> list[Claim]:
        """The names that wait for the desk, in their order."""
        return self._claims("meeting_id = ? AND state = ?", meeting_id, ClaimState.WAITING)

    def decide(self, claim: Claim, by: int, state: ClaimState) -> None:
        """The desk has looked at it. Taken, the meeting names the person so, and those to come
        do; refused, nothing changes."""
        self._db.table("name_claims").update(
            claim.id,
            {"state": state, "decided_by": by, "decided_at": self._now().isoformat()},
        )
        meeting = self._db.table("meetings").get(claim.meeting_id)
        self._audit.add(
            f"name_{state}",
            person_id=by,
            chat_id=meeting["chat_id"],
            meeting_id=claim.meeting_id,
            about=f"{self.account(claim.person_id)}: {claim.full}",
        )
        if state is not ClaimState.TAKEN:
            return
        if not self.is_seated(claim.meeting_id, claim.person_id):
            self.sit(claim.meeting_id, claim.person_id, claim.name, claim.title)
        self._db.execute(  # what the desk has said last counts
            "UPDATE attendance SET named = 0 WHERE meeting_id = ? AND person_id = ?",
            [claim.meeting_id, claim.person_id],
        )
        self.rename(claim.meeting_id, claim.person_id, claim.name, claim.title, by)
        if claim.said:
            self._db.table("people").update(
                claim.person_id, {"said_name": claim.name, "said_title": claim.title}
            )

    def _was_decided(self, meeting_id: int, person_id: int, name: str, state: ClaimState) -> bool:
        """Whether the desk of this chat has decided so about a name; not the person themself."""
        rows = self._db.query(
            "SELECT c.name FROM name_claims c JOIN meetings m ON m.id = c.meeting_id "
            "WHERE c.person_id = ? AND c.state = ? AND c.decided_by IS NOT c.person_id "
            "AND m.chat_id = (SELECT chat_id FROM meetings WHERE id = ?)",
            [person_id, state, meeting_id],
        )
        return any(key_of_name(row["name"]) == key_of_name(name) for row in rows)

    def _are_two(self, meeting_id: int, person_id: int, other: Held) -> bool:
        """Whether the desk of this chat has said already that both are called so."""
        if other.person_id is None:
            return False
        rows = self._db.query(
            "SELECT a.name, b.name AS others FROM speakers a "
            "JOIN speakers b ON b.meeting_id = a.meeting_id AND b.person_id = ? "
            "JOIN meetings m ON m.id = a.meeting_id "
            "JOIN name_claims c ON c.meeting_id = m.id AND c.person_id = b.person_id "
            "AND c.state = ? AND c.decided_by != c.person_id "
            "WHERE a.person_id = ? AND NOT a.provisional AND NOT b.provisional "
            "AND m.chat_id = (SELECT chat_id FROM meetings WHERE id = ?)",
            [other.person_id, ClaimState.TAKEN, person_id, meeting_id],
        )
        key = key_of_name(other.name)
        return any({key_of_name(row["name"]), key_of_name(row["others"])} == {key} for row in rows)

    def _claims(self, where: str, *values: object) -> list[Claim]:
        rows = self._db.query(
            f"SELECT * FROM name_claims WHERE {where} ORDER BY id",  # noqa: S608
            list(values),
        )
        return [
            Claim(
                row["id"],
                row["meeting_id"],
                row["person_id"],
                row["name"],
                row["title"],
                bool(row["said"]),
                ClaimState(row["state"]),
            )
            for row in rows
        ]


def _full(row: Mapping[str, Any]) -> str:
    return Speaker(0, row["name"], row["title"]).full
