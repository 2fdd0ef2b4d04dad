"""What stands in a field of a row, read so that one damaged field costs that field and no more.

A disk that turns a byte leaves a database that is whole to SQLite, in which one moment is none, or
one word is no text. Whoever reads such a row gets a value that cannot be taken for a true one; it
is noted in the log once, and for ``bot check`` (``damage``).
"""

from __future__ import annotations

import contextlib
import json
import logging
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from bot.doors.port import Media, MediaKind

log = logging.getLogger(__name__)

E = TypeVar("E", bound=StrEnum)
_MEDIA = TypeAdapter(Media)

NO_MOMENT = datetime(1900, 1, 1, tzinfo=UTC)  #: stands for one that cannot be read
_MARK = "\N{REPLACEMENT CHARACTER}"

_noted: ContextVar[list[str] | None] = ContextVar("noted", default=None)
_logged: set[str] = set()


class Damaged(str):
    """A text of which some bytes are no text any more; U+FFFD stands for them."""

    __slots__ = ()


def text_of(data: bytes) -> str:
    """A text as it lies in the file; for ``sqlite3.Connection.text_factory``."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return Damaged(data.decode(errors="replace"))


@contextlib.contextmanager
def damage() -> Iterator[list[str]]:
    """What cannot be read inside, a word a field: its kind. Not in the log."""
    found: list[str] = []
    before = _noted.set(found)
    try:
        yield found
    finally:
        _noted.reset(before)


def note(what: str) -> None:
    """A field, or a row, cannot be read."""
    noted = _noted.get()
    if noted is not None:
        noted.append(what)
    elif what not in _logged:
        _logged.add(what)
        log.error("a field of the record is damaged (%s); see python -m bot check", what)


def read_moment(raw: object) -> datetime:
    """A moment, timezone-aware; ``NO_MOMENT`` for what is none."""
    with contextlib.suppress(ValueError, TypeError):
        read = datetime.fromisoformat(raw)  # type: ignore[arg-type]
        return read if read.tzinfo else read.replace(tzinfo=UTC)
    note("moment")
    return NO_MOMENT


def read_moment_or_none(raw: object) -> datetime | None:
    """The same; None where nothing stands."""
    return read_moment(raw) if raw else None


def read_day(raw: object) -> date | None:
    """A day, as 2026-11-30; None for what is none."""
    with contextlib.suppress(ValueError, TypeError):
        return date.fromisoformat(raw)  # type: ignore[arg-type]
    note("day")
    return None


def read_hour(raw: object) -> time | None:
    """An hour, as 17:00; None for what is none."""
    with contextlib.suppress(ValueError, TypeError):
        return time.fromisoformat(raw)  # type: ignore[arg-type]
    note("hour")
    return None


def read_one_of(kind: type[E], raw: object, otherwise: E) -> E:
    """A value of a list of our own; ``otherwise`` for what is none."""
    with contextlib.suppress(ValueError):
        return kind(raw)  # type: ignore[arg-type]
    note(kind.__name__)
    return otherwise


def read_words(raw: object) -> str:
    """A text; of a damaged one what can be read, with U+FFFD for the rest."""
    if isinstance(raw, str) and not isinstance(raw, Damaged):
        return raw
    note("words")
    if isinstance(raw, bytes):
        return raw.decode(errors="replace")
    return _MARK if raw is None else str(raw)


def read_number(raw: object, otherwise: float | None) -> Any:
    """A figure, or None; ``otherwise`` for what is none."""
    if raw is None or isinstance(raw, int | float):
        return raw
    note("figure")
    return otherwise


def read_json(raw: object, otherwise: Any) -> Any:
    """What a JSON text holds, of the type of ``otherwise``, which stands for what is none."""
    with contextlib.suppress(ValueError, TypeError):
        read = json.loads(raw)  # type: ignore[arg-type]
        if isinstance(read, type(otherwise)):
            return read
    note("JSON")
    return otherwise


def read_pairs(raw: object) -> list[tuple[str, str]]:
    """Pairs of texts; those that are none are left out."""
    read = read_json(raw, [])
    pairs = [tuple(one) for one in read if isinstance(one, list) and len(one) == 2]
    found = [(a, b) for a, b in pairs if isinstance(a, str) and isinstance(b, str)]
    if len(found) < len(read):
        note("pairs")
    return found


def read_media(raw: object) -> Media:
    """A file by reference; one that leads nowhere for what is none: no door finds it, which is told
    as of any file that is gone."""
    with contextlib.suppress(ValidationError):
        return _MEDIA.validate_json(raw)  # type: ignore[arg-type]
    note("file")
    return Media(MediaKind.OTHER, "")
