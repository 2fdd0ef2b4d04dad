"""Word templates that were sent to the bot and wait to be fetched and tried."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter
from sqlite_utils import Database

from bot.doors.port import Media
from bot.minutes.documents import Kind
from bot.store.values import read_media, read_one_of

_MEDIA = TypeAdapter(Media)


@dataclass(frozen=True)
class SentTemplate:
    id: int
    chat_id: int  #: whose template it is to be
    kind: Kind
    media: Media
    sent_in: int  #: the chat in which it was sent, and is answered


class Templates:
    def __init__(self, db: Database, now: Callable[[], datetime]) -> None:
        self._db = db
        self._now = now

    def add(self, chat_id: int, person_id: int, kind: Kind, media: Media, *, sent_in: int) -> None:
        """Have a file tried that shall be a chat's template from then on.

        Args:
            sent_in: the chat in which it was sent, and is answered.
        """
        row = {
            "sent_in": sent_in,
            "chat_id": chat_id,
            "person_id": person_id,
            "kind": kind.value,
            "media": _MEDIA.dump_json(media).decode(),
            "at": self._now().isoformat(),
        }
        self._db.table("sent_templates").insert(row)

    def waiting(self) -> list[SentTemplate]:
        """Those that are not tried yet, in their order."""
        rows = self._db.query("SELECT * FROM sent_templates WHERE done_at IS NULL ORDER BY id")
        return [
            SentTemplate(
                row["id"],
                row["chat_id"],
                read_one_of(Kind, row["kind"], Kind.REPORT),
                read_media(row["media"]),
                row["sent_in"] or row["chat_id"],
            )
            for row in rows
        ]

    def done(self, template_id: int, error: str = "") -> bool:
        """It is used, or cannot be with the reason."""
        self._db.table("sent_templates").update(
            template_id, {"done_at": self._now().isoformat(), "error": error}
        )
        return True
