"""A tag that somebody typed who may not set it: a button by which the desk does."""

from __future__ import annotations

from bot.conversation.button import ButtonData, OldButton
from bot.conversation.context import Context, Replies
from bot.conversation.lines.card import redraw
from bot.conversation.places.desks import tell_desk
from bot.doors.port import Button, Say
from bot.messages import identity as said
from bot.messages import lines as about_lines
from bot.messages import phrases
from bot.messages import places as about_places
from bot.minutes import Line, Tag
from bot.minutes.rights import Act, tagging


def offer(context: Context, line: Line, tag: Tag) -> Say:
    """A line stands without the tag that came with it; the desk may take it with one tap."""
    name = phrases.TAG_NAMES[tag]
    if line.brought_by:
        text = said.TAKE_BROUGHT.format(no=line.no, tag=name)
    elif not line.speaker.certain and not context.person.is_account:
        text = said.TAKE_UNKNOWN.format(no=line.no, tag=name)
    else:
        text = about_lines.RECORDED_WITHOUT_TAG.format(no=line.no)
    button = Button(said.BUTTON_TAKE.format(tag=name), f"take:{line.id}:{tag}")
    meeting = context.open_meeting()
    if meeting is None or context.place is None or context.at_desk:
        return context.say(text, ((button,),))
    # nobody of the desk reads here
    asked = said.TAKE_FROM_ELSEWHERE.format(who=line.speaker.name, no=line.no, tag=name)
    tell_desk(context.store, meeting, Say(asked, ((button,),)))
    if context.may_at_desk(tagging(line.tag, tag), meeting, line):
        waits = said.TAKE_WAITS.format(no=line.no, tag=name)
        text = f"{waits} {about_places.AT_YOUR_DESK.format(no=meeting.id)}"
    elif not line.brought_by and line.speaker.certain:
        text = said.TAKE_WAITS_FOR_DESK.format(no=line.no, tag=name)
    return context.say(text)


def _take(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """``take:LINE:TAG``: set it; a second tap takes nothing off."""
    line = context.line_here(data.number(0))
    tag = data.one_of(Tag, 1)
    if line is None or line.deleted:
        raise OldButton("the line is not of this chat, or deleted")
    if not context.may_change(Act.IDENTIFY, line):
        return phrases.TOAST_NOT_ALLOWED, []
    act = tagging(line.tag, tag)
    if not context.may_change(act, line):
        return about_lines.refused(act), []
    changed = context.store.lines.change(line, context.person.id, tag=tag)
    name = phrases.TAG_NAMES[tag]
    text = said.TAKEN.format(who=context.person.name, tag=name, no=line.no)
    toast = said.TOAST_TAKEN.format(no=line.no, tag=name)
    return toast, [context.rewritten(text), *redraw(changed, context.house)]


TAPS = {"take": _take}
