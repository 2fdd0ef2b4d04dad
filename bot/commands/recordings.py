"""Stop the transcription of recordings, and let it go on."""

from __future__ import annotations

from bot import messages
from bot.chat.port import Say
from bot.commands.cards import redraw
from bot.commands.context import Command, Context, Replies
from bot.commands.lines import choose
from bot.minutes import Line, LineState
from bot.minutes.rules import may_go_on
from bot.minutes.words import clean


def stop(context: Context, text: str) -> Replies:
    """``/huy``: all that this chat has in work; ``/huy 5``, or as a reply: that one."""
    if not clean(text) and not context.incoming.reply_to:
        working = context.store.lines.waiting_in(context.chat.id)
        if not working:
            return [context.say(messages.NOTHING_TO_STOP)]
        return [_stopped(context, working), *stop_lines(context, working)]
    chosen = choose(context, text, "huy", messages.USE_STOP)
    if isinstance(chosen, list):
        return chosen
    working = [line for line in chosen.lines if line.state is LineState.WAITING]
    if not working:
        numbers = messages.numbers(chosen.lines)
        return [context.say(messages.NOT_IN_WORK.format(lines=numbers)), *chosen.trouble]
    return [_stopped(context, working), *stop_lines(context, working), *chosen.trouble]


def _stopped(context: Context, lines: list[Line]) -> Say:
    return context.say(messages.STOPPED_LINES.format(lines=messages.numbers(lines)))


def stop_lines(context: Context, lines: list[Line]) -> Replies:
    """Stop these; ``Jobs`` lets go of them. Returns their cards as they are now."""
    change = context.store.lines.change
    stopped = [change(line, context.person.id, state=LineState.STOPPED) for line in lines]
    return [reply for line in stopped for reply in redraw(line, context.house)]


def go_on(context: Context, text: str) -> Replies:
    """``/cheptiep 5``: the button's work, where there are no buttons."""
    chosen = choose(context, text, "cheptiep", messages.USE_GO_ON)
    if isinstance(chosen, list):
        return chosen
    again = [context.store.lines.wait_again(x) for x in chosen.lines if may_go_on(x)]
    if not again:
        numbers = messages.numbers(chosen.lines)
        return [context.say(messages.NOTHING_TO_GO_ON.format(lines=numbers)), *chosen.trouble]
    said = context.say(messages.GOES_ON.format(lines=messages.numbers(again)))
    redrawn = [reply for line in again for reply in redraw(line, context.house)]
    return [said, *redrawn, *chosen.trouble]


COMMANDS = (
    Command("huy", stop, also=("huychep",)),
    Command("cheptiep", go_on, also=("cheplai",)),
)
