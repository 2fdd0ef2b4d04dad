"""What was said where no meeting was open: kept for a day, until somebody wants it recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import TypeAdapter, ValidationError
from sqlite_utils import Database

from bot.doors.port import Incoming

HOURS = 24  #: for which it is kept
_TYPED_LATELY = timedelta(minutes=30)  # what was typed before a meeting is mostly no part of it
_MOST = 300  # of one chat

_INCOMING = TypeAdapter(Incoming)


@dataclass(frozen=True)
class OutsideArrival:
    """Something that was said, as it arrived."""

    id: int
    person_id: int
    incoming: Incoming
    spoken: bool  #: a recording
    audio: str | None = None  #: its name in the audio folder, where it has been fetched
    meeting_id: int | None = None  #: that was the last one by then


class Outside:
    def __init__(self, db: Database, now: Callable[[], datetime]) -> None:
        self._db = db
        self._now = now

    def keep(
        self,
        chat_id: int,
        person_id: int,
        meeting_id: int | None,
        incoming: Incoming,
        *,
        spoken: bool,
    ) -> int:
        """Keep it; what is too old, or too much for one chat, goes.

        Args:
            meeting_id: the chat's last meeting, which may be opened again for it.

        Returns:
            the number by which a button means it.
        """
        self.forget(self._now() - timedelta(hours=HOURS))
        row = {
            "chat_id": chat_id,
            "person_id": person_id,
            "meeting_id": meeting_id,
            "spoken": int(spoken),
            "at": self._now().isoformat(),
            "payload": _INCOMING.dump_json(incoming).decode(),
        }
        number = self._db.table("outside").insert(row).last_rowid
        assert number is not None
        self._db.execute(
            "DELETE FROM outside WHERE chat_id = ? AND id NOT IN "
            "(SELECT id FROM outside WHERE chat_id = ? ORDER BY id DESC LIMIT ?)",
            [chat_id, chat_id, _MOST],
        )
        return number

    def get(self, number: int, chat_id: int) -> OutsideArrival | None:
        """One that is still kept, of this chat."""
        found = self._found("id = ?", [chat_id, number])
        return found[0] if found else None

    def of_recording(self, meeting_id: int, recording: str) -> int | None:
        """The number of what is kept of a recording of a meeting's room; None: nothing is."""
        row = self._db.execute(
            "SELECT id FROM outside WHERE meeting_id = ? AND json_valid(payload) "
            "AND json_extract(payload, '$.live.recording') = ? ORDER BY id DESC",
            [meeting_id, recording],
        ).fetchone()
        return row["id"] if row else None

    def waiting(self, chat_id: int, through: int | None = None) -> list[OutsideArrival]:
        """What may still be wanted, in the order in which it was said: all recordings, and what was
        typed in the last half hour.

        Args:
            through: only up to this number.
        """
        typed_since = (self._now() - _TYPED_LATELY).isoformat()
        return self._found(
            "(spoken OR julianday(at) >= julianday(?)) AND id <= ifnull(?, id)",
            [chat_id, typed_since, through],
        )

    def to_fetch(self) -> list[OutsideArrival]:
        """Recordings of all chats that the platform has for a while only, and that are not here."""
        where = "spoken AND audio IS NULL AND error = '' AND json_valid(payload)"
        return self._all(f"{where} AND json_extract(payload, '$.media.expires')", [])

    def keep_audio(self, number: int, name: str) -> bool:
        """Note where a recording is. False: it is kept no longer."""
        done = self._db.execute("UPDATE outside SET audio = ? WHERE id = ?", [name, number])
        return done.rowcount > 0

    def not_fetched(self, number: int, error: str) -> None:
        """A recording can never be had; ``error`` is the reason's code."""
        self._db.execute("UPDATE outside SET error = ? WHERE id = ?", [error, number])

    def _found(self, where: str, values: list[object]) -> list[OutsideArrival]:
        return self._all(f"chat_id = ? AND {where}", values)

    def _all(self, where: str, values: list[object]) -> list[OutsideArrival]:
        since = (self._now() - timedelta(hours=HOURS)).isoformat()
        rows = self._db.query(
            f"SELECT * FROM outside WHERE {where} "  # noqa: S608 — our own words
            "AND julianday(at) >= julianday(?) ORDER BY id",
            [*values, since],
        )
        found = []
        for row in rows:
            try:
                incoming = _INCOMING.validate_json(row["payload"])
            except ValidationError:  # of a form that this version cannot read
                continue
            spoken = bool(row["spoken"])
            found.append(
                OutsideArrival(
                    row["id"],
                    row["person_id"],
                    incoming,
                    spoken,
                    row["audio"],
                    row["meeting_id"],
                )
            )
        return found

    def reword(self, chat_id: int, message_id: str, text: str) -> None:
        """Its writer has edited what they said."""
        self._db.execute(
            "UPDATE outside SET payload = json_set(payload, '$.text', ?) "
            "WHERE chat_id = ? AND json_extract(payload, '$.message_id') = ?",
            [text, chat_id, message_id],
        )

    def done(self, numbers: Iterable[int]) -> None:
        """These are recorded, or nobody wants them."""
        for number in numbers:
            self._db.execute("DELETE FROM outside WHERE id = ?", [number])

    def forget(self, before: datetime) -> None:
        """Remove what was kept before then."""
        self._db.execute(
            "DELETE FROM outside WHERE julianday(at) < julianday(?)", [before.isoformat()]
        )
