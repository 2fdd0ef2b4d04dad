"""What was said before the end of a meeting and comes after it: from a phone without network, from
a platform that was not to be reached."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.context import Context, Replies
from bot.conversation.lines.utterance import line_of, meant_for_the_record, utterance
from bot.conversation.places.desks import at_the_desk
from bot.doors.port import Say
from bot.messages import lines as said
from bot.messages import phrases


def was_said_in_time(context: Context) -> bool:
    """Whether the meeting that is spoken of here, and has ended, was open when it was said, by the
    platform's time."""
    meeting = context.meeting()
    if meeting is None or meeting.closed_at is None or context.incoming.automatic:
        return False
    return meeting.opened_at <= context.incoming.at < meeting.closed_at


def recorded(context: Context) -> Replies:
    """It is the line that it would have been, at its place; the desk is told, for it has closed the
    meeting without it."""
    there = replace(meant_for_the_record(context), in_time=True)
    replies = utterance(there)
    line, meeting = line_of(there), there.open_meeting()
    if line is None or meeting is None:  # no words: a picture, a sticker
        return replies
    told = said.CAME_LATE.format(
        line=line.no,
        who=line.speaker.name,
        at=phrases.clock(line.at, context.house.zone),
        no=meeting.id,
    )
    return [*replies, *at_the_desk(context, meeting, Say(told))]
