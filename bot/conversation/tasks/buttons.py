"""What the buttons of tasks do."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from bot.conversation.button import ButtonData, OldButton
from bot.conversation.context import Context, Replies
from bot.conversation.tasks.deciding import decide_one, set_states
from bot.conversation.tasks.shown import (
    card,
    deadline_of,
    page_of,
    seal,
    suggested_on,
)
from bot.conversation.tasks.writing import question_for
from bot.desk.tasks import LISTED, bring_up_to_date, task_list
from bot.messages import phrases
from bot.messages import tasks as said
from bot.minutes import Meeting
from bot.minutes.rights import Act
from bot.minutes.tasks import Task
from bot.minutes.typed.task_orders import Wish


def _tapped_task(context: Context, data: ButtonData) -> tuple[Meeting, Task]:
    """Raises:
    OldButton: there is no such task here.
    """
    meeting, number = context.tapped_meeting(data.number(0)), data.number(1)
    bring_up_to_date(context.store, meeting, context.house.zone)
    one = task_list(context.store, meeting).numbered(number)
    if one is None:
        raise OldButton("there is no such task")
    return meeting, one


def _tap_list(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """``tasks:MEETING:PAGE``"""
    meeting, page = context.tapped_meeting(data.number(0)), data.number(1)
    bring_up_to_date(context.store, meeting, context.house.zone)
    return "", [context.rewritten(*page_of(context, meeting, page))]


def _tap_one(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """``task:MEETING:NO``"""
    meeting, one = _tapped_task(context, data)
    return "", [context.rewritten(*card(context, meeting, one))]


def _tap_all(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """``taskall:MEETING:SEAL:PAGE``: the suggestions of a page, as they were when it was shown."""
    meeting, seen, page = context.tapped_meeting(data.number(0)), data[1], data.number(2)
    if page < 1:
        raise OldButton("no such page")
    if not context.may(Act.TASKS, meeting):
        return phrases.TOAST_NOT_ALLOWED, []
    bring_up_to_date(context.store, meeting, context.house.zone)
    suggested = suggested_on(context, meeting, page)
    if not suggested or seal(suggested) != seen:
        return said.TOAST_CHANGED, [context.rewritten(*page_of(context, meeting, page))]
    for one in suggested:
        decide_one(context, meeting, one, Wish.CONFIRM)
    shown = context.rewritten(*page_of(context, meeting, page))
    return said.TOAST_ALL.format(count=len(suggested)), [shown]


def _tap_edit(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """``taskedit:MEETING:NO``"""
    meeting, one = _tapped_task(context, data)
    if not context.may(Act.TASKS, meeting):
        return phrases.TOAST_NOT_ALLOWED, []
    if one.state not in LISTED:
        return said.TOAST_CHANGED, [context.rewritten(*card(context, meeting, one))]
    return "", [question_for(context, meeting, one)]


def _decider(wish: Wish, toast: str, *, sealed: bool = False) -> Callable[..., tuple[str, Replies]]:
    """``taskdone:MEETING:NO`` and its like; ``sealed``: of the words that were shown."""

    def tap(context: Context, data: ButtonData) -> tuple[str, Replies]:
        meeting, one = _tapped_task(context, data)
        if not context.may(Act.TASKS, meeting):
            return phrases.TOAST_NOT_ALLOWED, []
        replies: Replies
        if list(data[2:]) == ["r"]:  # under a reminder, which stays as it is
            replies = set_states(context, meeting, [one], wish)
            return toast.format(no=one.no), replies
        seen = not sealed or data[2] == seal([one])
        decided = decide_one(context, meeting, one, wish) if seen else None
        if decided is None:
            return said.TOAST_CHANGED, [context.rewritten(*card(context, meeting, one))]
        new, just = decided
        replies = [context.rewritten(*card(context, meeting, new))]
        if just:
            replies.append(context.say("\n".join(just)))
        return toast.format(no=one.no), replies

    return tap


def _tap_line(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """``taskline:MEETING:NO:SEAL``: the words that its line has now."""
    meeting, one = _tapped_task(context, data)
    if not context.may(Act.TASKS, meeting):
        return phrases.TOAST_NOT_ALLOWED, []
    if data[2] != seal([one]) or one.now is None or not one.stands:
        return said.TOAST_CHANGED, [context.rewritten(*card(context, meeting, one))]
    new = dataclasses.replace(
        one.decided(one.state),
        words=one.now,
        deadline=deadline_of(context, meeting, one.now.due),
    )
    context.store.tasks.change(meeting.id, one, new, context.person.id)
    shown = context.rewritten(*card(context, meeting, new))
    return said.TOAST_TAKEN.format(no=one.no, line=one.line), [shown]


TAPS = {
    "tasks": _tap_list,
    "task": _tap_one,
    "taskall": _tap_all,
    "taskedit": _tap_edit,
    "taskok": _decider(Wish.CONFIRM, said.TOAST_CONFIRMED, sealed=True),
    "taskline": _tap_line,
    "taskdrop": _decider(Wish.REMOVE, said.TOAST_REMOVED),
    "taskdone": _decider(Wish.DONE, said.TOAST_DONE),
    "taskback": _decider(Wish.RESTORE, said.TOAST_RESTORED),
}
