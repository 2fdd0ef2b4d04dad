"""What the buttons do. A button's data is ``what:id…``; every id is checked against the chat."""

from __future__ import annotations

from collections.abc import Mapping

from bot import messages
from bot.chat.port import Say, Tap, Toast
from bot.commands import (
    asking,
    erasing,
    history,
    lines,
    meeting,
    recordings,
    report,
    rights,
    search,
    suggestions,
)
from bot.commands.cards import offer_key, redraw
from bot.commands.context import Context, Replies, TapHandler
from bot.minutes import Line, LineState, Tag
from bot.minutes.rules import Act, is_unfinished, may_go_on, mending, tagging, toggled

_BY_TOPIC: Mapping[str, TapHandler] = {
    **history.TAPS,
    **search.TAPS,
    **suggestions.TAPS,
    **asking.TAPS,
}
"""By the first word of the button's data. A new one is an entry in its file's TAPS."""


def tapped(context: Context, tap: Tap) -> Replies:
    """Do what the button says. An old or forged one gets a word and changes nothing."""
    what, *rest = tap.data.split(":")
    try:
        if what not in _ON_LINE and _shows_a_line(context):
            raise LookupError("that button is of another message")
        if what in _BY_TOPIC:
            said, replies = _BY_TOPIC[what](context, rest)
            return [Toast(tap.id, said), *replies]
        if what in ("report", "reopen", "drafts", "erase", "keep", "chair"):
            said, replies = _on_meeting(context, what, *map(int, rest))
            return [Toast(tap.id, said), *replies]
        if what in ("sources", "source"):
            return [Toast(tap.id), *_on_draft(context, what, rest)]
        line = context.store.lines.in_chat(int(rest[0]), context.chat.id)
        if line is None:
            raise LookupError("the line is not of this chat")
        act = tagging(line.tag, toggled(line.tag, Tag(rest[1]))) if what == "tag" else mending(line)
        if what in _ON_LINE and not context.may_change(act, line):
            return [Toast(tap.id, messages.refused(act))]
        said, replies = _ON_LINE[what](context, line, rest)
    except (LookupError, ValueError, OverflowError, TypeError, OSError):
        return [Toast(tap.id, messages.TOAST_OLD)]
    return [Toast(tap.id, said), *replies]


def _shows_a_line(context: Context) -> bool:
    """Whether the tapped message is a line's card, which has other buttons."""
    message_id = context.incoming.message_id
    return context.store.lines.of_message(context.chat.id, message_id) is not None


def _on_meeting(
    context: Context, what: str, meeting_id: int, number: int = 0
) -> tuple[str, Replies]:
    found = context.numbered(meeting_id)
    if found is None:
        raise LookupError("the meeting is not of this chat")
    if what == "report":
        if not context.may(Act.DRAFT, found):
            raise LookupError("a guest makes no drafts")
        return "", report.draft_of(context, found)
    if what == "drafts":
        documents = context.store.meetings.documents(found.id)
        return "", [context.say(report.list_of_drafts(context, found, documents))]
    if what == "erase":
        return erasing.confirmed(context, found, number)
    if what == "chair":
        return rights.chair_tapped(context, found, number)
    if what == "keep":
        return erasing.kept(context, found)
    if not context.may(Act.STEER, found):
        return messages.TOAST_NOT_ALLOWED, []
    current = context.meeting()
    if current is None or current.id != found.id:
        raise LookupError("another meeting has begun since")
    return "", meeting.reopen_meeting(context, "")


def _on_draft(context: Context, what: str, rest: list[str]) -> Replies:
    document = context.document(int(rest[0]))
    if document is None:
        raise LookupError("the draft is not of this chat")
    if what == "sources":
        return report.all_sources(context, document)
    return report.source_of(context, document, rest[1])


def _tag(context: Context, line: Line, rest: list[str]) -> tuple[str, Replies]:
    if line.is_long:
        raise LookupError("a long recording has no words to tag")
    if line.deleted:
        return messages.TOAST_DELETED.format(no=line.no), list(redraw(line, context.house))
    tag = toggled(line.tag, Tag(rest[1]))
    just = context.store.steps.just_changed(line.id, "tag", context.person.id, lines.JUST_NOW)
    if tag is None and line.tag and just:  # they tapped at once: both want it, nobody off it
        name = messages.TAG_NAMES[line.tag]
        said = messages.TOAST_TAGGED_JUST.format(no=line.no, tag=name, who=just.who)
        return said, list(redraw(line, context.house))
    changed = context.store.lines.change(line, context.person.id, tag=tag)
    said = messages.TOAST_UNTAGGED.format(no=line.no)
    if tag:
        said = messages.TOAST_TAGGED.format(no=line.no, tag=messages.TAG_NAMES[tag])
    return said, list(redraw(changed, context.house))


def _delete(context: Context, line: Line, _rest: list[str]) -> tuple[str, Replies]:
    changed, left = lines.delete_one(context, line)
    redrawn = redraw(changed, context.house)
    return messages.TOAST_DELETED.format(no=line.no), [*redrawn, *left]


def _restore(context: Context, line: Line, _rest: list[str]) -> tuple[str, Replies]:
    changed = lines.restore_one(context, line)
    return messages.TOAST_RESTORED.format(no=line.no), list(redraw(changed, context.house))


def _edit(context: Context, line: Line, _rest: list[str]) -> tuple[str, Replies]:
    question = messages.ASK_EDIT.format(no=line.no, text=line.text[:1500])
    return "", [Say(question.strip(), line_id=line.id, asks=context.incoming.person)]


def _retry(context: Context, line: Line, _rest: list[str]) -> tuple[str, Replies]:
    if not may_go_on(line):
        raise LookupError("there is nothing to transcribe again")
    said = messages.TOAST_GOES_ON if is_unfinished(line) else messages.TOAST_RETRY
    again = context.store.lines.wait_again(line)
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
    changed = lines.replace_words(context, line, offer)
    said = messages.TOAST_REPLACED.format(no=line.no, term=offer.term)
    return said, list(redraw(changed, context.house))


_ON_LINE = {
    "tag": _tag,
    "delete": _delete,
    "restore": _restore,
    "edit": _edit,
    "retry": _retry,
    "stop": _stop,
    "right": _right,
    "term": _replace,
}
