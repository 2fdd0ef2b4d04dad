"""What the buttons below the list do."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.attendance.changing import keep_apart, mark, numbered, undo_step, unite_people
from bot.conversation.attendance.lists import export
from bot.conversation.attendance.shown import page_now
from bot.conversation.context import Context, Replies
from bot.messages import attendance as said
from bot.messages.phrases import TOAST_NOT_ALLOWED as NOT_ALLOWED
from bot.minutes import Meeting
from bot.minutes.info import BY_CODE
from bot.minutes.roll import BY_LIST, FED, Attendee, unmarked
from bot.minutes.rules import Act
from bot.minutes.typed.people_list import Presence


def _tapped(context: Context, rest: Sequence[str], count: int) -> tuple[Meeting, list[int]]:
    """The meeting and the numbers of a button.

    Raises:
        LookupError, ValueError: the button is old or forged.
    """
    if len(rest) != count:
        raise ValueError("not so many numbers")
    meeting_id, *numbers = (int(word) for word in rest)
    return context.tapped_meeting(meeting_id), numbers


def _turn(context: Context, rest: list[str]) -> tuple[str, Replies]:
    meeting, (page,) = _tapped(context, rest, 2)
    return "", [context.rewritten(*page_now(context, meeting, page))]


def _file(context: Context, rest: list[str]) -> tuple[str, Replies]:
    meeting, _ = _tapped(context, rest, 1)
    return "", export(context, meeting)


def _all(context: Context, rest: list[str]) -> tuple[str, Replies]:
    """Those who were shown as not marked: who came into the list since was not seen."""
    meeting, (last,) = _tapped(context, rest, 2)
    if not context.may(Act.STEER, meeting):
        return NOT_ALLOWED, []
    open_ones = unmarked(context.store.attendance.of_meeting(meeting.id))
    chosen = [one for one in open_ones if one.no <= last]
    if not chosen:
        raise LookupError("nobody is left to be marked")
    mark(context, meeting, chosen, Presence.PRESENT)
    return said.TOAST_ALL.format(count=len(chosen)), _again(context, meeting)


def _again(context: Context, meeting: Meeting) -> Replies:
    return [context.rewritten(*page_now(context, meeting, 1))]


def _pair(context: Context, rest: list[str]) -> tuple[Meeting, Attendee, Attendee]:
    meeting, (first, second) = _tapped(context, rest, 3)
    one, two = (numbered(context, meeting, no) for no in (first, second))
    if one is None or two is None or two.maybe != one.no:
        raise LookupError("it is decided")
    return meeting, one, two


def _same(context: Context, rest: list[str]) -> tuple[str, Replies]:
    meeting, one, two = _pair(context, rest)
    if not context.may(Act.STEER, meeting):
        return NOT_ALLOWED, []
    text = unite_people(context, meeting, one, two)
    return said.TOAST_DONE, [context.say(text), *_again(context, meeting)]


def _others(context: Context, rest: list[str]) -> tuple[str, Replies]:
    meeting, one, two = _pair(context, rest)
    if not context.may(Act.STEER, meeting):
        return NOT_ALLOWED, []
    text = keep_apart(context, meeting, one, two)
    return said.TOAST_DONE, [context.say(text), *_again(context, meeting)]


def _back(context: Context, rest: list[str]) -> tuple[str, Replies]:
    meeting, (step,) = _tapped(context, rest, 2)
    if not context.may(Act.STEER, meeting):
        return NOT_ALLOWED, []
    return said.TOAST_DONE, [context.rewritten(undo_step(context, meeting, step))]


def _use_list(context: Context, rest: list[str]) -> tuple[str, Replies]:
    meeting, (wanted,) = _tapped(context, rest, 2)
    if not context.may(Act.STEER, meeting):
        return NOT_ALLOWED, []
    given = [code for code in FED if meeting.info.get(code)]
    if wanted not in (0, 1) or not given or bool(meeting.info.get(BY_LIST)) == bool(wanted):
        raise LookupError("it is so already")
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
    "rollapart": _others,
    "rollback": _back,
    "rolluse": _use_list,
}
