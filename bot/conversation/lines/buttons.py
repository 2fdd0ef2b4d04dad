"""What the buttons of a line do: ``what:LINE…``."""

from __future__ import annotations

from functools import partial

from bot.conversation.button import ButtonData, OldButton
from bot.conversation.context import Context, Replies
from bot.conversation.lines import choosing, editing, recordings, voices
from bot.conversation.lines.card import offer_key, redraw
from bot.doors.port import Say
from bot.messages import lines as said
from bot.messages import phrases
from bot.minutes import Line, Tag
from bot.minutes.rights import Act, mending, tagging
from bot.minutes.rules import is_unfinished, may_go_on, toggled


def _tapped(what: str, context: Context, data: ButtonData) -> tuple[str, Replies]:
    return on_line(context, what, data)


def on_line(context: Context, what: str, data: ButtonData) -> tuple[str, Replies]:
    """Do what the button says.

    Args:
        what: a key of ``ON_LINE``.
        data: the line's id, and what else the button carries.

    Raises:
        OldButton
    """
    do = ON_LINE[what]
    line = context.line_here(data.number(0))
    if line is None:
        raise OldButton("the line is not of this chat")
    act = mending(line)
    if what == "tag":
        act = tagging(line.tag, _wanted(line, data))
    elif what == "voice":
        act = Act.VOICES
    if not context.may_change(act, line):
        return said.refused(act), []
    return do(context, line, data)


def _wanted(line: Line, data: ButtonData) -> Tag | None:
    """The tag that a button wants a line to have: ``tag:LINE:TAG:1`` sets it, ``…:0`` takes it
    off, so that two quick taps are one. Old ones, ``tag:LINE:TAG``, turn it over."""
    tag = data.one_of(Tag, 1)
    if len(data) < 3:
        return toggled(line.tag, tag)
    if data.looked_up({"0": False, "1": True}, 2):
        return tag
    return None if line.tag is tag else line.tag  # what another has set since stays


def _tag(context: Context, line: Line, data: ButtonData) -> tuple[str, Replies]:
    if line.is_long:
        raise OldButton("a long recording has no words to tag")
    if line.deleted:
        return _is_gone(line), list(redraw(line, context.house))
    tag, says_what = _wanted(line, data), len(data) > 2
    just = context.store.steps.just_changed(line.id, "tag", context.person.id, choosing.JUST_NOW)
    kept = tag is line.tag or (tag is None and not says_what)
    if line.tag and just and kept:  # they tapped at once: both want it, nobody off it
        name = phrases.TAG_NAMES[line.tag]
        answer = said.TOAST_TAGGED_JUST.format(no=line.no, tag=name, who=just.who)
        return answer, list(redraw(line, context.house))
    answer = said.TOAST_UNTAGGED.format(no=line.no)
    if tag:
        answer = said.TOAST_TAGGED.format(no=line.no, tag=phrases.TAG_NAMES[tag])
    if tag is line.tag:  # what changes nothing is no step of /hoantac
        return answer, list(redraw(line, context.house))
    changed = context.store.lines.change(line, context.person.id, tag=tag)
    if tag and line.tag and just:  # the keyboard that they tapped did not show it yet
        answer += said.TOAST_JUST_WAS.format(who=just.who, tag=phrases.TAG_NAMES[line.tag])
    return answer, list(redraw(changed, context.house))


def _is_gone(line: Line) -> str:
    if line.merged_into:
        return said.TOAST_MERGED.format(no=line.no, into=line.merged_into)
    return said.TOAST_DELETED.format(no=line.no)


def _delete(context: Context, line: Line, _data: ButtonData) -> tuple[str, Replies]:
    if line.deleted:
        return _is_gone(line), list(redraw(line, context.house))
    changed, left = editing.delete_one(context, line)
    redrawn = redraw(changed, context.house)
    return said.TOAST_DELETED.format(no=line.no), [*redrawn, *left]


def _restore(context: Context, line: Line, _data: ButtonData) -> tuple[str, Replies]:
    changed = editing.restore_one(context, line)
    answer = [context.say(said.words_are_there_too(line).strip())] if line.merged_into else []
    return said.TOAST_RESTORED.format(no=line.no), [*redraw(changed, context.house), *answer]


def _edit(context: Context, line: Line, _data: ButtonData) -> tuple[str, Replies]:
    if line.deleted:
        return _is_gone(line), list(redraw(line, context.house))
    question = said.ASK_EDIT.format(no=line.no, text=line.text[:1500])
    return "", [Say(question.strip(), line_id=line.id, asks=context.incoming.person)]


def _retry(context: Context, line: Line, _data: ButtonData) -> tuple[str, Replies]:
    if not may_go_on(line):
        raise OldButton("there is nothing to transcribe again")
    answer = said.TOAST_GOES_ON if is_unfinished(line) else said.TOAST_RETRY
    again = context.store.recordings.wait_again(line)
    return answer.format(no=line.no), list(redraw(again, context.house))


def _stop(context: Context, line: Line, _data: ButtonData) -> tuple[str, Replies]:
    if not line.is_in_work or line.deleted:
        raise OldButton("there is nothing to stop")
    return said.TOAST_STOPPED.format(no=line.no), recordings.stop_lines(context, [line])


def _right(context: Context, line: Line, _data: ButtonData) -> tuple[str, Replies]:
    if not line.unsure or line.deleted:
        raise OldButton("there are no marks to take away")
    changed = context.store.lines.change(line, context.person.id, doubts=(), offers=())
    return said.TOAST_RIGHT.format(no=line.no), list(redraw(changed, context.house))


def _replace(context: Context, line: Line, data: ButtonData) -> tuple[str, Replies]:
    """A person decides that a name was meant."""
    offer = next((x for x in line.offers if offer_key(x) == data[1]), None)
    if offer is None or line.deleted:
        raise OldButton("the words are no longer there")
    changed = editing.replace_words(context, line, offer)
    answer = said.TOAST_REPLACED.format(no=line.no, term=offer.term)
    return answer, list(redraw(changed, context.house))


ON_LINE = {
    "tag": _tag,
    "delete": _delete,
    "restore": _restore,
    "edit": _edit,
    "retry": _retry,
    "stop": _stop,
    "right": _right,
    "term": _replace,
    "voice": voices.tapped,
}
TAPS = {what: partial(_tapped, what) for what in ON_LINE}
