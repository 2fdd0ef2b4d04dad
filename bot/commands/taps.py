"""What the buttons do. A button's data is ``what:id…``; every id is checked against the chat."""

from __future__ import annotations

from bot import messages
from bot.chat.port import Say, Tap, Toast
from bot.commands import history, meeting, report
from bot.commands.cards import redraw
from bot.commands.context import Context, Replies
from bot.minutes import Line, LineKind, LineState, Tag
from bot.minutes.rules import toggled


def tapped(context: Context, tap: Tap) -> Replies:
    """Do what the button says. An old or forged one gets a word and changes nothing."""
    what, *rest = tap.data.split(":")
    try:
        if what in ("page", "history"):
            return [Toast(tap.id), *history.turn_page(context, rest)]
        if what in ("report", "reopen"):
            return [Toast(tap.id), *_on_meeting(context, what, int(rest[0]))]
        line = context.store.lines.in_chat(int(rest[0]), context.chat.id)
        if line is None:
            raise LookupError("the line is not of this chat")
        said, replies = _ON_LINE[what](context, line, rest)
    except (LookupError, ValueError, OverflowError):
        return [Toast(tap.id, messages.TOAST_OLD)]
    return [Toast(tap.id, said), *replies]


def _on_meeting(context: Context, what: str, meeting_id: int) -> Replies:
    found = context.store.meetings.get(meeting_id, context.chat.id)
    if found is None:
        raise LookupError("the meeting is not of this chat")
    if what == "report":
        return report.report_of(context, found)
    current = context.meeting()
    if current is None or current.id != found.id:
        raise LookupError("another meeting has begun since")
    return meeting.reopen_meeting(context, "")


def _tag(context: Context, line: Line, rest: list[str]) -> tuple[str, Replies]:
    tag = toggled(line.tag, Tag(rest[1]))
    changed = context.store.lines.change(line, context.person.id, tag=tag)
    said = messages.TOAST_UNTAGGED.format(no=line.no)
    if tag:
        said = messages.TOAST_TAGGED.format(no=line.no, tag=messages.TAG_NAMES[tag])
    return said, list(redraw(changed, context.house))


def _delete(context: Context, line: Line, _rest: list[str]) -> tuple[str, Replies]:
    changed = context.store.lines.change(line, context.person.id, deleted=1)
    return messages.TOAST_DELETED.format(no=line.no), list(redraw(changed, context.house))


def _restore(context: Context, line: Line, _rest: list[str]) -> tuple[str, Replies]:
    changed = context.store.lines.change(line, context.person.id, deleted=0)
    return messages.TOAST_RESTORED.format(no=line.no), list(redraw(changed, context.house))


def _edit(context: Context, line: Line, _rest: list[str]) -> tuple[str, Replies]:
    question = messages.ASK_EDIT.format(no=line.no, text=line.text[:1500])
    return "", [Say(question.strip(), line_id=line.id, asks=context.incoming.person)]


def _retry(context: Context, line: Line, _rest: list[str]) -> tuple[str, Replies]:
    if line.kind is not LineKind.VOICE or line.state not in (LineState.FAILED, LineState.SILENT):
        raise LookupError("there is nothing to transcribe again")
    again = context.store.lines.wait_again(line)
    return messages.TOAST_RETRY.format(no=line.no), list(redraw(again, context.house))


_ON_LINE = {"tag": _tag, "delete": _delete, "restore": _restore, "edit": _edit, "retry": _retry}
