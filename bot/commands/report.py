"""The draft report: as text in the chat and as a Word file."""

from __future__ import annotations

import re

from bot import messages
from bot.chat.port import SendFile
from bot.commands.context import Command, Context, Replies
from bot.minutes import Meeting
from bot.report import Draft, TemplateBroken


def report(context: Context, text: str) -> Replies:
    """``/baocao``, or ``/baocao 4`` for an earlier meeting of this chat."""
    number = re.search(r"\d{1,9}", text)
    if not number:
        meeting = context.meeting()
        return report_of(context, meeting) if meeting else [context.say(messages.NO_MEETING)]
    found = context.store.meetings.get(int(number[0]), context.chat.id)
    if not found:
        return [context.say(messages.NO_SUCH_MEETING.format(no=number[0]))]
    return report_of(context, found)


def report_of(context: Context, meeting: Meeting) -> Replies:
    lines = context.store.lines.of_meeting(meeting.id)
    try:
        draft = context.house.reports.draft(meeting, lines)
    except TemplateBroken as error:
        said = messages.TEMPLATE_BROKEN.format(file=error.file, line=error.line, what=error)
        return [context.say(said)]
    path = context.house.reports.keep(draft)
    context.store.meetings.add_document(meeting.id, "baocao", path.name, context.person.id)
    caption = messages.REPORT_CAPTION.format(no=meeting.id)
    return [
        context.say(f"{draft.text}\n\n{under_draft(draft)}"),
        SendFile(str(path), path.name, caption),
    ]


def under_draft(draft: Draft) -> str:
    """What is missing and what stayed out, sentence by sentence."""
    view, left = draft.report, draft.left
    labels = [item.label for item in view.missing]
    if not left.content:
        labels.append(messages.MISSING_CONTENT)
    if not left.conclusions:
        labels.append(messages.MISSING_CONCLUSION)
    said = [messages.REPORT_MISSING.format(labels=", ".join(labels))] if labels else []
    if view.assumed_time:
        said.append(messages.REPORT_ASSUMED.format(value=view.assumed_time))
    for sentence, lines in (
        (messages.REPORT_UNTAGGED, left.untagged),
        (messages.REPORT_WAITING, left.waiting),
        (messages.REPORT_FAILED, left.failed),
    ):
        if lines:
            said.append(sentence.format(count=len(lines), lines=messages.numbers(lines)))
    return "\n".join(said or [messages.REPORT_COMPLETE])


COMMANDS = (Command("baocao", report),)
