"""Whom a name may mean among those whom a meeting knows."""

from __future__ import annotations

from collections.abc import Sequence

from bot.minutes.roll import Attendee, ends_with_name, same_name
from bot.minutes.typed.names import Doubt, WhoRead
from bot.minutes.typed.people import Entry


def likely(read: WhoRead, known: Sequence[Attendee]) -> list[Entry]:
    """The readings of a name; of a given name alone, and of one without marks, those whom the
    meeting knows come first."""
    given = read.best
    if given is None or read.doubt not in (Doubt.GIVEN, Doubt.MARKS):
        return list(read.readings)
    full = [one for one in known if _may_be(one.name, given.name, read.doubt)]
    entries = {
        one.name: Entry(one.name, one.title or given.title, one.unit or given.unit, one.called)
        for one in reversed(full)
    }
    return [*reversed(entries.values()), given]


def _may_be(name: str, typed: str, doubt: Doubt) -> bool:
    if doubt is Doubt.GIVEN:
        return ends_with_name(name, typed)
    return same_name(name, typed) and name != typed
