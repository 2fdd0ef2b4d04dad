"""Answers that are too long for one message of a platform."""

from __future__ import annotations

import dataclasses

from bot.doors.port import Reply, Rewrite, Say
from bot.minutes.typed.words import units


def split(reply: Reply, limit: int) -> list[Reply]:
    """A text that is too long for one message, at its line borders; buttons go to the last.

    Args:
        limit: longest message, in UTF-16 code units.
    """
    if not isinstance(reply, Say | Rewrite) or units(reply.text) <= limit:
        return [reply]
    if isinstance(reply, Rewrite):  # one message stays one
        return [dataclasses.replace(reply, text=_parts(reply.text, limit - 2)[0] + "\n…")]
    parts = list(_parts(reply.text, limit))
    first = dataclasses.replace(reply, text=parts[0], buttons=(), line_id=None, question=None)
    rest = [dataclasses.replace(first, text=part, reply_to=None) for part in parts[1:]]
    rest[-1] = dataclasses.replace(
        rest[-1], buttons=reply.buttons, line_id=reply.line_id, question=reply.question
    )
    return [first, *rest]


def _parts(text: str, limit: int) -> list[str]:
    parts: list[str] = []
    current = ""
    for row in text.split("\n"):
        for piece in _pieces(row, limit):
            joined = f"{current}\n{piece}" if current else piece
            if units(joined) <= limit:
                current = joined
            else:
                parts.append(current)
                current = piece
    return [part for part in (*parts, current) if part.strip()]


def _pieces(row: str, limit: int) -> list[str]:
    """A row that is itself too long, at its spaces, else anywhere."""
    pieces = []
    while units(row) > limit:
        cut = limit // 2  # characters; each has at most two units
        space = row.rfind(" ", 1, cut)
        cut = space if space > 0 else cut
        pieces.append(row[:cut])
        row = row[cut:].lstrip(" ")
    return [*pieces, row]
