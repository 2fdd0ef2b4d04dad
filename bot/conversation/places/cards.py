"""The cards of lines that are said, or changed, in another chat than their meeting's own."""

from __future__ import annotations

from bot.conversation.context import Context, Replies
from bot.conversation.lines.card import card_buttons, card_text, put
from bot.doors.port import Reply, Rewrite, Say
from bot.minutes import Line


def spread(context: Context, replies: Replies) -> Replies:
    """What is answered here; a line's card is rewritten wherever it is shown, and only there."""
    here: list[Reply] = []
    for reply in replies:
        if not isinstance(reply, Rewrite) or reply.line_id is None:
            here.append(reply)
            continue
        line = context.store.lines.get(reply.line_id)
        here += put(context.house, line, [reply], here=context.chat.id)
    return here


def show_at_home(context: Context, line: Line) -> None:
    """Show a line that was said here in the meeting's own chat, as a card."""
    if line.said_in is not None:
        card = Say(
            card_text(line, context.house), card_buttons(line, context.house), line_id=line.id
        )
        context.tell(context.home, card)
