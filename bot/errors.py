"""The error tree.

    BotError
    ├── SettingsError      the start is refused, in one line
    ├── RecordUnusable     the database cannot be opened
    ├── BackupUnusable     a backup cannot be made, or is not whole
    ├── NoSpeechModel      nothing can be transcribed, and nobody is there to wait for it
    ├── NoRoom             the disk takes no recording now
    └── DoorError          a chat platform did not do what it was asked
        ├── TryLater       busy or unreachable: ask again after ``seconds``
        │   ├── Moved      the chat has a new key
        │   └── MaybeGone  a file that the platform says is gone, or away for a moment
        ├── Refused        it never will
        │   ├── ChatGone   the bot is blocked there, or the chat is no more
        │   ├── MessageGone  the message that was meant is no more
        │   ├── MonthIsFull  the platform takes no more messages this month
        │   └── Expired    a file that the platform had for a while only
        └── FileTooBig     larger than the platform, or the house, takes

Each failure of a recording has a ``code``; ``bot.messages.recordings`` has its sentence.
"""

from __future__ import annotations

import errno


class BotError(Exception):
    """Anything that this application raises on purpose."""


class SettingsError(BotError):
    """A setting is wrong. The text is one line that names it."""


class RecordUnusable(BotError):
    """The database is no database, is damaged, or cannot be opened."""


class BackupUnusable(BotError):
    """A backup cannot be made, or one that was made is not whole. The text is one line."""


class NoSpeechModel(BotError):
    """The speech model cannot be loaded. The text says why and what to do."""


class NoRoom(BotError):
    """The disk has no room for a recording, or may not be written. The text says why."""


class DoorError(BotError):
    """A chat platform did not do what it was asked."""

    code = "fetch_failed"


class TryLater(DoorError):
    """Busy or unreachable.

    Args:
        seconds: how long the platform asks to wait; None where it does not say.
    """

    def __init__(self, why: str, seconds: float | None = None) -> None:
        super().__init__(why)
        self.seconds = seconds


class Moved(TryLater):
    """The chat has a new key, under which to try again.

    Args:
        key: the new key.
    """

    def __init__(self, why: str, key: str) -> None:
        super().__init__(why, 0.0)
        self.key = key


class MaybeGone(TryLater):
    """A file that the platform does not hand out, and does not say whether it ever will."""


class Refused(DoorError):
    """The platform will never do this."""


class ChatGone(Refused):
    """The bot is blocked there, was put out, may not write, or the chat is no more."""


class MessageGone(Refused):
    """The message that was meant is no more: its author deleted it."""


class MonthIsFull(Refused):
    """The platform takes no more messages this month."""


class Expired(Refused):
    """A file that the platform handed out for a while, which is over."""

    code = "link_expired"


class FileTooBig(DoorError):
    """A file larger than the house takes."""

    code = "audio_too_large"


class PlatformLimit(FileTooBig):
    """A file larger than the platform hands out."""

    code = "platform_limit"


# no room, no room for this user, read-only, failing, larger than the file system's files
_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EFBIG}
_LATER = ("SQLITE_FULL", "SQLITE_BUSY", "SQLITE_READONLY", "SQLITE_CANTOPEN")
_RECORD = (
    *_LATER,
    "SQLITE_IOERR",
    "SQLITE_CORRUPT",  # what was said waits until somebody has mended it
)


def is_full(error: BaseException) -> bool:
    """Whether a file could not be written for want of room, or of a sound disk."""
    return isinstance(error, NoRoom) or (isinstance(error, OSError) and error.errno in _DISK)


def is_record_damaged(error: BaseException) -> bool:
    """Whether a part of the database cannot be read; another part may be sound."""
    return str(getattr(error, "sqlite_errorname", "")).startswith("SQLITE_CORRUPT")


def is_record_stuck(error: BaseException) -> bool:
    """Whether the database can take nothing now; the same may succeed later."""
    return str(getattr(error, "sqlite_errorname", "")).startswith(_RECORD)


def takes_nothing(error: BaseException) -> bool:
    """Whether the database takes nothing at all now, whatever it is. (A page that is damaged, or
    that the disk does not read, is in the way of what needs that page.)"""
    return str(getattr(error, "sqlite_errorname", "")).startswith(_LATER)
