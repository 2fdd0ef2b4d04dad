"""What the bot does and how."""

from __future__ import annotations

from bot import messages
from bot.chat.port import ChatKind
from bot.commands.context import Command, Context, Replies


def show(context: Context, _text: str) -> Replies:
    in_group = context.chat.chat.kind is ChatKind.GROUP
    parts = [messages.HELP, messages.HELP_GROUP] if in_group else [messages.HELP]
    return [context.say("\n\n".join(parts))]


COMMANDS = (
    Command("trogiup", show, also=("help",)),
    Command("start", show),
)
