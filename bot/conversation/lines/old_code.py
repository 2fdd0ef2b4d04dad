"""A line that was typed with an old font's code, or by keys that nobody turned into letters."""

from __future__ import annotations

from bot.conversation.button import ButtonData, OldButton
from bot.conversation.context import Context, Replies
from bot.doors.port import Button
from bot.messages import lines as about_lines
from bot.messages import old_code as said
from bot.minutes import Line, LineKind
from bot.minutes.rights import mending
from bot.minutes.typed.legacy import as_unicode


def warned(context: Context, line: Line) -> Replies:
    """What is said of a line whose words are of another code: what they say, and whether to put
    that in their place. Nothing is changed unasked."""
    found = as_unicode(line.text)
    if found is None:
        return []
    if not found.text:
        return [context.say(said.of_line(line.no, found.code, ""))]
    buttons = (
        (
            Button(said.BUTTON_CHANGE, f"unicode:{line.id}:yes"),
            Button(said.BUTTON_KEEP, f"unicode:{line.id}:no"),
        ),
    )
    return [context.say(said.of_line(line.no, found.code, found.text), buttons)]


def row(line: Line) -> list[str]:
    """The mark of such a line in a list."""
    found = as_unicode(line.text) if line.kind is LineKind.TEXT else None
    return [said.ROW.format(why=said.why(found.code))] if found else []


def _tapped(context: Context, data: ButtonData) -> tuple[str, Replies]:
    line = context.line_here(data.number(0))
    wanted = data.looked_up({"yes": True, "no": False}, 1)
    found = as_unicode(line.text) if line else None
    if line is None or line.deleted or found is None or not found.text:
        raise OldButton("the line has other words by now")
    act = mending(line)
    if not context.may_change(act, line):
        return about_lines.refused(act), []
    if not wanted:
        return "", [context.rewritten(said.KEPT.format(no=line.no))]
    changed = context.store.lines.change(line, context.person.id, text=found.text)
    return "", [context.rewritten(said.CHANGED.format(no=line.no, text=changed.text[:1500]))]


TAPS = {"unicode": _tapped}
