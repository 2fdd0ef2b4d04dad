"""What the buttons of a line do: ``what:LINE…``."""

from __future__ import annotations

from bot import messages
from bot.conversation.context import Context, Replies
from bot.conversation.lines import editing, recordings
from bot.conversation.lines.card import offer_key, redraw
from bot.doors.port import Say
from bot.minutes import Line, LineState, Tag
from bot.minutes.rights import mending, tagging
from bot.minutes.rules import is_unfinished, may_go_on, toggled


def on_line(context: Context, what: str, rest: list[str]) -> tuple[str, Replies]:
    """Do what the button says.

    Args:
        what: a key of ``ON_LINE``.
        rest: the line's id, and what else the button's data has.

    Raises:
        LookupError, ValueError: it is old or forged; nothing has changed.
    """
    do = ON_LINE[what]
    line = context.store.lines.in_chat(int(rest[0]), context.chat.id)
    if line is None:
        raise LookupError("the line is not of this chat")
    act = tagging(line.tag, toggled(line.tag, Tag(rest[1]))) if what == "tag" else mending(line)
    if not context.may_change(act, line):
        return messages.refused(act), []
    return do(context, line, rest)


def _tag(context: Context, line: Line, rest: list[str]) -> tuple[str, Replies]:
    if line.is_long:
        raise LookupError("a long recording has no words to tag")
    if line.deleted:
        return _is_gone(line), list(redraw(line, context.house))
    tag = toggled(line.tag, Tag(rest[1]))
    just = context.store.steps.just_changed(line.id, "tag", context.person.id, editing.JUST_NOW)
    if tag is None and line.tag and just:  # they tapped at once: both want it, nobody off it
        name = messages.TAG_NAMES[line.tag]
        said = messages.TOAST_TAGGED_JUST.format(no=line.no, tag=name, who=just.who)
        return said, list(redraw(line, context.house))
    changed = context.store.lines.change(line, context.person.id, tag=tag)
    said = messages.TOAST_UNTAGGED.format(no=line.no)
    if tag:
        said = messages.TOAST_TAGGED.format(no=line.no, tag=messages.TAG_NAMES[tag])
    if tag and line.tag and just:  # the keyboard that they tapped did not show it yet
        said += messages.TOAST_JUST_WAS.format(who=just.who, tag=messages.TAG_NAMES[line.tag])
    return said, list(redraw(changed, context.house))


def _is_gone(line: Line) -> str:
    if line.merged_into:
        return messages.TOAST_MERGED.format(no=line.no, into=line.merged_into)
    return messages.TOAST_DELETED.format(no=line.no)


def _delete(context: Context, line: Line, _rest: list[str]) -> tuple[str, Replies]:
    if line.deleted:
        return _is_gone(line), list(redraw(line, context.house))
    changed, left = editing.delete_one(context, line)
    redrawn = redraw(changed, context.house)
    return messages.TOAST_DELETED.format(no=line.no), [*redrawn, *left]


def _restore(context: Context, line: Line, _rest: list[str]) -> tuple[str, Replies]:
    changed = editing.restore_one(context, line)
    said = [context.say(messages.words_are_there_too(line).strip())] if line.merged_into else []
    return messages.TOAST_RESTORED.format(no=line.no), [*redraw(changed, context.house), *said]


def _edit(context: Context, line: Line, _rest: list[str]) -> tuple[str, Replies]:
    if line.deleted:
        return _is_gone(line), list(redraw(line, context.house))
    question = messages.ASK_EDIT.format(no=line.no, text=line.text[:1500])
    return "", [Say(question.strip(), line_id=line.id, asks=context.incoming.person)]


def _retry(context: Context, line: Line, _rest: list[str]) -> tuple[str, Replies]:
    if not may_go_on(line):
        raise LookupError("there is nothing to transcribe again")
    said = messages.TOAST_GOES_ON if is_unfinished(line) else messages.TOAST_RETRY
    again = context.store.recordings.wait_again(line)
    return said.format(no=line.no), list(redraw(again, context.house))


def _stop(context: Context, line: Line, _rest: list[str]) -> tuple[str, Replies]:
    if line.state is not LineState.WAITING or line.deleted:
        raise LookupError("there is nothing to stop")
    return messages.TOAST_STOPPED.format(no=line.no), recordings.stop_lines(context, [line])


def _right(context: Context, line: Line, _rest: list[str]) -> tuple[str, Replies]:
    if not line.unsure or line.deleted:
        raise LookupError("there are no marks to take away")
    changed = context.store.lines.change(line, context.person.id, doubts=(), offers=())
    return messages.TOAST_RIGHT.format(no=line.no), list(redraw(changed, context.house))


def _replace(context: Context, line: Line, rest: list[str]) -> tuple[str, Replies]:
    """A person decides that a name was meant."""
    offer = next((x for x in line.offers if offer_key(x) == rest[1]), None)
    if offer is None or line.deleted:
        raise LookupError("the words are no longer there")
    changed = editing.replace_words(context, line, offer)
    said = messages.TOAST_REPLACED.format(no=line.no, term=offer.term)
    return said, list(redraw(changed, context.house))


ON_LINE = {
    "tag": _tag,
    "delete": _delete,
    "restore": _restore,
    "edit": _edit,
    "retry": _retry,
    "stop": _stop,
    "right": _right,
    "term": _replace,
}
