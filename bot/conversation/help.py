"""What the bot does and how."""

from __future__ import annotations

from bot import messages
from bot.conversation.context import Command, Context, Replies
from bot.doors.port import ChatKind
from bot.report.pdf import PACKAGES


def show(context: Context, _text: str) -> Replies:
    in_group = context.chat.chat.kind is ChatKind.GROUP
    parts = [messages.HELP, messages.HELP_GROUP] if in_group else [messages.HELP]
    if not context.house.prints:
        parts.append(messages.HELP_NO_PDF.format(packages=PACKAGES))
    return [context.say("\n\n".join(parts))]


COMMANDS = (
    Command("trogiup", show, also=("help",)),
    Command("start", show),
)
