"""How the report shall name somebody."""

from __future__ import annotations

from bot.conversation.context import Command, Context, Replies
from bot.messages import meeting as said
from bot.minutes import Speaker
from bot.minutes.typed.names import MAX_NAME, read_name
from bot.minutes.typed.words import fold

_SAMPLES = ("ho ten", "ho va ten")  # the words of our own instruction, copied


def me(context: Context, text: str) -> Replies:
    name, title = read_name(text)
    if not name:
        now = Speaker(context.person.id, context.person.name, context.person.title)
        return [context.say(said.USE_ME.format(full=now.full))]
    if fold(name) in _SAMPLES or not any(char.isalpha() for char in name):
        return [context.say(said.NAME_IS_SAMPLE)]
    if max(len(name), len(title)) > MAX_NAME:
        return [context.say(said.NAME_TOO_LONG)]
    context.store.chats.name_person(context.person.id, name, title)
    seats = set(context.store.meetings.open_seats(context.person.id))
    meeting = context.meeting()
    if meeting:  # closed an hour ago, its report is still being made
        context.store.meetings.seat(meeting.id, context.person.id)
        seats.add(meeting.id)
    for meeting_id in seats:
        context.store.meetings.rename(meeting_id, context.person.id, name, title)
    if meeting and meeting.is_open:  # one who says this is there
        context.store.attendance.came(meeting.id, context.person.id)
    elif meeting:
        context.store.attendance.settle(meeting.id)
    full = Speaker(context.person.id, name, title).full
    return [context.say(said.NAMED.format(full=full))]


COMMANDS = (Command("toi", me),)
