"""``/xoacuochop``: a meeting goes for good, after its secretary has said so twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot import messages
from bot.conversation.context import Command, Context, Replies
from bot.conversation.drafts import approved
from bot.doors.port import Button
from bot.minutes import Meeting
from bot.minutes.rights import Act
from bot.minutes.typed.numbers import read_meeting
from bot.minutes.typed.words import clean

_HOLDS = timedelta(minutes=10)  # an old question erases nothing


def erase(context: Context, text: str) -> Replies:
    """``/xoacuochop``: the chat's current meeting; ``/xoacuochop 4``: that one. Asks first."""
    number = read_meeting(text)
    if number is None and clean(text):
        return [context.say(messages.USE_ERASE)]
    meeting = context.wanted(number)
    if isinstance(meeting, list):
        return meeting
    if not context.may(Act.ERASE, meeting):
        return [context.say(context.refused(Act.ERASE, meeting))]
    extent = context.store.erasing.extent(meeting.id)
    asked = messages.ERASE_ASK.format(
        **messages.meeting_name(meeting),
        lines=extent.lines,
        recordings=extent.recordings,
        documents=extent.documents,
        open=messages.ERASE_IS_OPEN if meeting.is_open else "",
    )
    at = int(context.incoming.at.timestamp())
    buttons = (
        Button(messages.BUTTON_ERASE, f"erase:{meeting.id}:{at}"),
        Button(messages.BUTTON_KEEP, f"keep:{meeting.id}"),
    )
    kept_papers = approved.rows(context, meeting)
    return [context.say("\n⚠ ".join(filter(None, [asked, kept_papers])), (buttons,))]


def confirmed(context: Context, meeting: Meeting, asked_at: int) -> tuple[str, Replies]:
    """The tap on **Xoá hẳn**: by the rights of now, and not on an old question."""
    if not context.may(Act.ERASE, meeting):
        return messages.TOAST_NOT_KEEPER, []
    age = context.incoming.at - datetime.fromtimestamp(asked_at, UTC)
    if not -_HOLDS < age < _HOLDS:
        return messages.TOAST_ERASE_OLD, []
    erased = context.store.erasing.meeting(meeting.id, by=context.person.id, why="xoacuochop")
    said = messages.ERASED.format(
        no=meeting.id,
        lines=erased.lines,
        recordings=erased.recordings,
        documents=erased.documents,
        who=context.person.name,
    )
    return "", [context.rewritten(said)]


def kept(context: Context, meeting: Meeting) -> tuple[str, Replies]:
    """The tap on **Giữ lại**."""
    if not context.may(Act.ERASE, meeting):
        return messages.TOAST_NOT_KEEPER, []
    said = messages.NOT_ERASED.format(**messages.meeting_name(meeting))
    return "", [context.rewritten(said)]


COMMANDS = (Command("xoacuochop", erase),)
