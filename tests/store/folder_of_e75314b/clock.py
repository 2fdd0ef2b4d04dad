"""The clock of the old house, which stands where the story says."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

import bot.chat.telegram.incoming
import bot.reminders
import tests.chat.telegram_chats

import bot.office
import bot.post
import bot.store.store


class Then(datetime):
    """The house's clock: `behind` the machine's."""

    behind = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.now(tz) - cls.behind


class _Seconds:
    """`time`, for the server's messages."""

    def __getattr__(self, name: str) -> Any:
        return getattr(time, name)

    @staticmethod
    def time() -> float:
        return Then.now(UTC).timestamp()


def stand_at(at: datetime | None) -> None:
    """Go on from that moment; None: with the machine's clock."""
    Then.behind = datetime.now(UTC) - at if at else timedelta()


def put_in_place() -> None:
    """From now on the house and its Bot API server read this clock."""
    rooms = (bot.office, bot.store.store, bot.post, bot.reminders, bot.chat.telegram.incoming)
    for room in rooms:
        room.datetime = Then  # type: ignore[attr-defined]
    tests.chat.telegram_chats.time = _Seconds()  # type: ignore[attr-defined]
