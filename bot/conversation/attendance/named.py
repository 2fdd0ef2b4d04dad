"""Whom of a list an order means by name: ``vắng Nghĩa đi công tác``, ``xoá Lê Thị Hoa``."""

from __future__ import annotations

import re

from bot.conversation.context import Context
from bot.messages import attendance as said
from bot.minutes import Meeting
from bot.minutes.roll import Attendee
from bot.minutes.typed.absences import is_why
from bot.minutes.typed.people import MAX_FIELD
from bot.minutes.typed.words import fold, one_line

_MOST_OF_A_NAME = 6  # words


def order_by_name(
    context: Context, meeting: Meeting, command: str, typed: str, words: str
) -> tuple[str, str] | None:
    """What an order says that names somebody of the list: by the whole name or its end, in words
    without marks whoever is spelled so.

    A list of names has commas, rows, colons, dashes: it is no such order. «Vang Thị Hoa» may be of
    the family Vàng, «vang thanh tra tỉnh» an office: that is asked.

    Args:
        command: the order's name, such as ``vang``.
        typed: its word, as it was typed.
        words: what stands behind that.

    Returns:
        the number and what stands behind the name; else an empty one, and what to ask. None: it
        names nobody.
    """
    may_be_family = typed in ("Vang", "VANG")
    found, name, behind = _named_first(context, meeting, words, folded=not may_be_family)
    if not found:
        return None
    away = command == "vang"
    if away and behind.startswith(("-", "–", "—")) and not is_why(behind.lstrip("-–— ")):
        return None
    if len(found) > 1:
        who = said.who(found)
        return "", said.WHICH_OF_THEM.format(who=who, command=command, no=found[0].no)
    (one,) = found
    is_whole = fold(name) == fold(one.name)
    short = " " not in name or (not is_whole and name.lower() not in one.name.lower())
    unsure = bool(behind) and not is_why(behind) and short
    if away and (unsure or (may_be_family and not is_whole and name[0].isupper())):
        if len(behind) > MAX_FIELD:
            return "", said.TOO_LONG
        return "", said.maybe_absent(one, behind, one_line(f"{typed} {words}"))
    return str(one.no), behind


def _named_first(
    context: Context, meeting: Meeting, words: str, *, folded: bool
) -> tuple[list[Attendee], str, str]:
    """Those whom the first words name, that name, and what stands behind it.

    Args:
        folded: words without marks name those too whose names have some.
    """
    typed = one_line(words).split()
    if not typed or re.search(r"[,;:\n]", words.strip()):
        return [], "", ""
    there = context.store.attendance.of_meeting(meeting.id)
    for size in range(min(len(typed), _MOST_OF_A_NAME), 0, -1):
        name = " ".join(typed[:size])
        ending = f" {name}".lower()
        found = [one for one in there if f" {one.name}".lower().endswith(ending)]
        if not found and folded and fold(ending) == ending:
            found = [one for one in there if fold(f" {one.name}").endswith(ending)]
        if found:
            return found, name, " ".join(typed[size:])
    return [], "", ""
