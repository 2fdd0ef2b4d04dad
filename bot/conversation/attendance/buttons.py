"""What the buttons below the list do."""

from __future__ import annotations

from bot.conversation.attendance.changing import keep_apart, mark, numbered, undo_step, unite_people
from bot.conversation.attendance.lists import export
from bot.conversation.attendance.shown import page_now
from bot.conversation.button import ButtonData, OldButton
from bot.conversation.context import Context, Replies
from bot.messages import attendance as said
from bot.messages.phrases import TOAST_NOT_ALLOWED as NOT_ALLOWED
from bot.minutes import Meeting
from bot.minutes.info import BY_CODE
from bot.minutes.rights import Act
from bot.minutes.roll import BY_LIST, FED, Attendee, unmarked
from bot.minutes.typed.people import Presence


def _tapped(context: Context, data: ButtonData, count: int) -> tuple[Meeting, list[int]]:
    """The meeting and the numbers of a button.

    Raises:
        OldButton
    """
    meeting_id, *numbers = data.numbers(count)
    return context.tapped_meeting(meeting_id), numbers


def _turn(context: Context, data: ButtonData) -> tuple[str, Replies]:
    meeting, (page,) = _tapped(context, data, 2)
    return "", [context.rewritten(*page_now(context, meeting, page))]


def _file(context: Context, data: ButtonData) -> tuple[str, Replies]:
    meeting, _ = _tapped(context, data, 1)
    return "", export(context, meeting)


def _all(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """Those who were shown as not marked: who came into the list since was not seen."""
    meeting, (last,) = _tapped(context, data, 2)
    if not context.may(Act.STEER, meeting):
        return NOT_ALLOWED, []
    open_ones = unmarked(context.store.attendance.of_meeting(meeting.id))
    chosen = [one for one in open_ones if one.no <= last]
    if not chosen:
        raise OldButton("nobody is left to be marked")
    mark(context, meeting, chosen, Presence.PRESENT)
    return said.TOAST_ALL.format(count=len(chosen)), _again(context, meeting)


def _again(context: Context, meeting: Meeting) -> Replies:
    return [context.rewritten(*page_now(context, meeting, 1))]


def _pair(context: Context, data: ButtonData) -> tuple[Meeting, Attendee, Attendee]:
    meeting, (first, second) = _tapped(context, data, 3)
    one, two = (numbered(context, meeting, no) for no in (first, second))
    if one is None or two is None or two.maybe != one.no:
        raise OldButton("it is decided")
    return meeting, one, two


def _same(context: Context, data: ButtonData) -> tuple[str, Replies]:
    meeting, one, two = _pair(context, data)
    if not context.may(Act.STEER, meeting):
        return NOT_ALLOWED, []
    return said.TOAST_DONE, [unite_people(context, meeting, one, two), *_again(context, meeting)]


def _unite_so(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """The tap that says whether one human, of whom two rows say different things, came."""
    meeting = context.tapped_meeting(data.number(0))
    one, two = (numbered(context, meeting, data.number(place)) for place in (1, 2))
    came = data.one_of(Presence, 3)
    if one is None or two is None or came not in {one.state, two.state}:
        raise OldButton("it is decided")
    if not context.may(Act.STEER, meeting):
        return NOT_ALLOWED, []
    return said.TOAST_DONE, [unite_people(context, meeting, one, two, came)]


def _others(context: Context, data: ButtonData) -> tuple[str, Replies]:
    meeting, one, two = _pair(context, data)
    if not context.may(Act.STEER, meeting):
        return NOT_ALLOWED, []
    text = keep_apart(context, meeting, one, two)
    return said.TOAST_DONE, [context.say(text), *_again(context, meeting)]


def _back(context: Context, data: ButtonData) -> tuple[str, Replies]:
    meeting, (step,) = _tapped(context, data, 2)
    if not context.may(Act.STEER, meeting):
        return NOT_ALLOWED, []
    return said.TOAST_DONE, [context.rewritten(undo_step(context, meeting, step))]


def _use_list(context: Context, data: ButtonData) -> tuple[str, Replies]:
    meeting, (wanted,) = _tapped(context, data, 2)
    if not context.may(Act.STEER, meeting):
        return NOT_ALLOWED, []
    given = [code for code in FED if meeting.info.get(code)]
    if wanted not in (0, 1) or not given or bool(meeting.info.get(BY_LIST)) == bool(wanted):
        raise OldButton("it is so already")
    context.store.meetings.set_info(meeting.id, BY_LIST, "1" if wanted else "")
    labels = ", ".join(BY_CODE[code].label for code in given)
    text = said.USES_LIST if wanted else said.USES_TEXT.format(labels=labels)
    now = context.numbered(meeting.id)
    assert now is not None
    return said.TOAST_DONE, [context.say(text), *_again(context, now)]


TAPS = {
    "roll": _turn,
    "rollfile": _file,
    "rollall": _all,
    "rollsame": _same,
    "rollunite": _unite_so,
    "rollapart": _others,
    "rollback": _back,
    "rolluse": _use_list,
}
