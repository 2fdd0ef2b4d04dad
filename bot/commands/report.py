"""The draft report: as text in the chat and as a Word file."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot import messages
from bot.chat.port import SendFile
from bot.commands.context import Command, Context, Replies
from bot.minutes import Line, Meeting
from bot.report import Draft, TemplateBroken
from bot.report.view import BLANK


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
        place = messages.TEMPLATE_PLACE.format(line=error.line) if error.line else ""
        said = messages.TEMPLATE_BROKEN.format(file=error.file, place=place, what=error)
        return [context.say(said)]
    path = context.house.reports.keep(draft)
    context.store.meetings.add_document(meeting.id, "baocao", path.name, context.person.id)
    caption = messages.REPORT_CAPTION.format(no=meeting.id)
    current = context.meeting()
    earlier = f" {meeting.id}" if current and current.id != meeting.id else ""
    unsure = draft.left.unsure
    warned: Replies = [context.say(hear_again_first(unsure, f"/baocao{earlier}"))] if unsure else []
    return [
        *warned,
        context.say(f"{draft.text}\n\n{under_draft(draft, f'/thongtin{earlier}')}"),
        SendFile(str(path), path.name, caption),
    ]


_MOST_UNSURE = 20  # lines; a message takes about so many with their words


def hear_again_first(unsure: Sequence[Line], command: str) -> str:
    """What somebody should listen to again before the draft is signed.

    Args:
        unsure: lines that stand in the draft.
        command: how the draft is asked for again.
    """
    rows = [messages.unsure_row(line) for line in unsure[:_MOST_UNSURE]]
    if len(unsure) > _MOST_UNSURE:
        rows.append(messages.REPORT_UNSURE_MORE.format(count=len(unsure) - _MOST_UNSURE))
    return messages.REPORT_UNSURE.format(
        count=len(unsure), rows="\n".join(rows), no=unsure[0].no, command=command
    )


def under_draft(draft: Draft, command: str) -> str:
    """What the Word file has beyond the chat's text, what is missing, what stayed out.

    Args:
        command: how this meeting's items are set.
    """
    view, left = draft.report, draft.left
    said = [
        messages.REPORT_HEAD.format(
            agency=" / ".join(name for name in (view.parent_agency, view.agency) if name),
            number=view.number or BLANK,
            symbol=view.symbol,
            place=view.place,
        )
    ]
    labels = [item.label for item in view.missing]
    if not left.content:
        labels.append(messages.MISSING_CONTENT)
    if not left.conclusions:
        labels.append(messages.MISSING_CONCLUSION)
    if labels:
        said.append(messages.REPORT_MISSING.format(labels=", ".join(labels), command=command))
    if view.assumed_time:
        said.append(messages.REPORT_ASSUMED.format(value=view.assumed_time, command=command))
    for sentence, lines in (
        (messages.REPORT_UNTAGGED, left.untagged),
        (messages.REPORT_WAITING, left.waiting),
        (messages.REPORT_FAILED, left.failed),
        (messages.REPORT_UNFINISHED, left.unfinished),
    ):
        if lines:
            said.append(sentence.format(count=len(lines), lines=messages.numbers(lines)))
    if not (labels or left.waiting or left.failed or left.unfinished or left.unsure):
        said.append(messages.REPORT_COMPLETE)
    return "\n".join(said)


COMMANDS = (Command("baocao", report),)
