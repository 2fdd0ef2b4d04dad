"""How the report shall name somebody."""

from __future__ import annotations

from bot.conversation.context import Command, Context, Replies
from bot.conversation.meetings.naming import say_name
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
    return say_name(context, name, title)


COMMANDS = (Command("toi", me),)
