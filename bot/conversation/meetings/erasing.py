"""``/xoacuochop``: a meeting goes for good, after its secretary has said so twice."""

from __future__ import annotations

from bot.conversation.button import ButtonData
from bot.conversation.command import Command
from bot.conversation.context import Context, Replies
from bot.conversation.drafts import approved
from bot.conversation.lines.card import show_voices
from bot.doors.port import Button, Say
from bot.messages import erasing as said
from bot.messages import phrases
from bot.minutes.rights import Act
from bot.minutes.typed.numbers import read_meeting
from bot.minutes.typed.words import clean

_HOLDS = 600  # seconds; an old question erases nothing


def erase(context: Context, text: str) -> Replies:
    """``/xoacuochop``: the chat's current meeting; ``/xoacuochop 4``: that one. Asks first."""
    number = read_meeting(text)
    if number is None and clean(text):
        return [context.say(said.USE_ERASE)]
    meeting = context.require_meeting(number)
    if not context.may(Act.ERASE, meeting):
        return [context.say(context.refused(Act.ERASE, meeting))]
    extent = context.store.erasing.extent(meeting.id)
    asked = said.ERASE_ASK.format(
        **phrases.meeting_name(meeting),
        lines=extent.lines,
        recordings=extent.recordings,
        documents=extent.documents,
        open=said.ERASE_IS_OPEN if meeting.is_open else "",
    )
    at = int(context.incoming.at.timestamp())
    buttons = (
        Button(said.BUTTON_ERASE, f"erase:{meeting.id}:{at}"),
        Button(said.BUTTON_KEEP, f"keep:{meeting.id}"),
    )
    kept_papers = approved.rows(context, meeting)
    return [context.say("\n⚠ ".join(filter(None, [asked, kept_papers])), (buttons,))]


def _confirmed(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """The tap on **Xoá hẳn**: by the rights of now, and not on an old question."""
    meeting, asked_at = context.tapped_meeting(data.number(0)), data.number(1)
    if not context.may(Act.ERASE, meeting):
        return phrases.TOAST_NOT_KEEPER, []
    if abs(context.incoming.at.timestamp() - asked_at) >= _HOLDS:
        return said.TOAST_ERASE_OLD, []
    others = context.store.places.elsewhere(meeting.id)
    erased = context.store.erasing.meeting(meeting.id, by=context.person.id, why="xoacuochop")
    show_voices(context.house, erased.supposed)
    answer = said.ERASED.format(
        no=meeting.id,
        lines=erased.lines,
        recordings=erased.recordings,
        documents=erased.documents,
        who=context.person.name,
    )
    told = Say(said.ERASED_ELSEWHERE.format(no=meeting.id))  # none of its words
    for chat_id in others:
        if chat_id != context.chat.id:
            context.tell(chat_id, told)
    return "", [context.rewritten(answer)]


def _kept(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """The tap on **Giữ lại**."""
    meeting = context.tapped_meeting(data.number(0))
    if not context.may(Act.ERASE, meeting):
        return phrases.TOAST_NOT_KEEPER, []
    answer = said.NOT_ERASED.format(**phrases.meeting_name(meeting))
    return "", [context.rewritten(answer)]


COMMANDS = (Command("xoacuochop", erase, words="huycuochop bocuochop"),)
TAPS = {"erase": _confirmed, "keep": _kept}
