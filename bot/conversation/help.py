"""What the bot does and how."""

from __future__ import annotations

from bot.conversation.context import Command, Context, Replies
from bot.doors.port import ChatKind
from bot.messages import help as said
from bot.report.pdf import PACKAGES


def show(context: Context, _text: str) -> Replies:
    in_group = context.chat.chat.kind is ChatKind.GROUP
    parts = [said.HELP, said.HELP_GROUP] if in_group else [said.HELP]
    if not context.house.prints:
        parts.append(said.HELP_NO_PDF.format(packages=PACKAGES))
    return [context.say("\n\n".join(parts))]


COMMANDS = (
    Command("trogiup", show, also=("help",)),
    Command("start", show),
)
