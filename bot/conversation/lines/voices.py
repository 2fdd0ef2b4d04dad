"""Whose voice it is: what is supposed is confirmed, or refused, for all lines of the voice."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.button import ButtonData, OldButton
from bot.conversation.context import Context, Replies
from bot.conversation.lines.card import redraw
from bot.conversation.lines.choosing import MOST_AT_ONCE
from bot.messages import voices as said
from bot.minutes import Line


def tapped(context: Context, line: Line, data: ButtonData) -> tuple[str, Replies]:
    """``voice:LINE:PERSON:1``: all lines that the same voice says as this one are that person's,
    so many at a time; ``…:0``: none of them is."""
    yes = data.looked_up({"1": True, "0": False}, 2)
    lines = context.store.voices.same_voice(line)
    asked = next((x.maybe for x in lines if x.maybe and x.maybe.person_id == data.number(1)), None)
    if asked is None:
        raise OldButton("nobody is asked that any more")
    if not yes:
        context.store.voices.refuse(lines, asked.person_id)
        return said.TOAST_NO.format(who=asked.name), _shown(context, lines)
    context.store.meetings.seat(line.meeting_id, asked.person_id, here=False)
    by = context.person.id
    now = sorted(lines, key=lambda one: one.id != line.id)[:MOST_AT_ONCE]  # the one seen, first
    for one in now:
        context.store.lines.change(one, by, person_id=asked.person_id, whose=1)
    left = len(lines) - len(now)
    answer = said.TOAST_YES_LEFT if left else said.TOAST_YES
    return answer.format(count=len(now), who=asked.name, left=left), _shown(context, now)


def _shown(context: Context, lines: Sequence[Line]) -> Replies:
    """The cards of the lines, and of the recording that they are parts of, as they are now."""
    recordings = {line.part_of for line in lines if line.part_of}
    seen = context.store.lines.with_cards([line.id for line in lines])
    now = context.store.lines.of_ids(recordings.union(seen))
    return [card for line in now if not line.is_in_work for card in redraw(line, context.house)]
