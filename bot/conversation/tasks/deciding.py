"""What a person decides about tasks: they are confirmed, removed, done, or wanted again."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from bot.conversation.context import Context, Replies
from bot.conversation.lines.choosing import JUST_NOW
from bot.conversation.tasks.shown import (
    MOST_ROWS,
    command_for,
    deadline_of,
    no_such,
    rows_of,
    today_of,
)
from bot.desk.tasks import LISTED, task_list
from bot.messages import tasks as said
from bot.minutes import Meeting
from bot.minutes.tasks import Task, TaskState
from bot.minutes.typed.numbers import pick, read_numbers
from bot.minutes.typed.task_orders import Order, Wish
from bot.minutes.typed.words import fold

_STILL_OPEN = frozenset({TaskState.SUGGESTED, TaskState.CONFIRMED})
_WORDS = {
    Wish.CONFIRM: "xacnhan",
    Wish.REMOVE: "xoa",
    Wish.DONE: "xong",
    Wish.RESTORE: "khoiphuc",
}


def decide(context: Context, meeting: Meeting, order: Order) -> Replies:
    """``xacnhan 2``, ``xacnhan tatca``, ``xoa 2 4``, ``xong 2``, ``khoiphuc 2``."""
    command, wish = command_for(context, meeting), order.wish
    found = task_list(context.store, meeting)
    if wish is Wish.CONFIRM and fold(order.rest).strip(" .") in ("tat ca", "tatca", "het"):
        chosen = found.suggested
        if not chosen:
            return [context.say(said.NO_SUGGESTIONS.format(command=command))]
        missing: list[int] = []
    else:
        ranges = read_numbers(re.sub(r"\bnhiem vu\b", " ", fold(order.rest)))
        if ranges is None:
            sentence = said.USE_NUMBERS.format(command=command, word=_WORDS[wish])
            return [context.say(sentence)]
        by_number = {x.no: x for x in found.every}
        numbers, missing = pick(ranges, by_number)
        chosen = [by_number[no] for no in numbers]
    replies = set_states(context, meeting, chosen, wish) if chosen else []
    if missing:
        replies.append(context.say(no_such(context, meeting, found, missing)))
    return replies


def set_states(context: Context, meeting: Meeting, chosen: Sequence[Task], wish: Wish) -> Replies:
    command = command_for(context, meeting)
    gone = [x for x in chosen if x.state not in LISTED and wish is not Wish.RESTORE]
    done: list[Task] = []
    same: list[Task] = []
    just: list[str] = []
    for one in chosen:
        if one in gone:
            continue
        new = decide_one(context, meeting, one, wish)
        if new is None:
            same.append(one)
            continue
        done.append(new[0])
        just += new[1]
    replies: Replies = []
    if done:
        sentence = {
            Wish.CONFIRM: said.CONFIRMED,
            Wish.REMOVE: said.REMOVED,
            Wish.DONE: said.DONE,
            Wish.RESTORE: said.RESTORED,
        }[wish].format(
            rows=rows_of(done, command),
            numbers=said.numbers(done),
            typed=said.typed(done),
            command=command,
        )
        doubtful = [] if wish in (Wish.REMOVE, Wish.DONE) else day_doubts(context, meeting, done)
        replies.append(context.say("\n".join([sentence, *doubtful, *just[:MOST_ROWS]])))
    if same:
        replies.append(context.say(said.AS_BEFORE.format(numbers=said.numbers(same))))
    replies += [context.say(said.IS_GONE.format(no=x.no, command=command)) for x in gone[:3]]
    return replies


def decide_one(
    context: Context, meeting: Meeting, one: Task, wish: Wish
) -> tuple[Task, list[str]] | None:
    """The task as it is now, and what to say of somebody who was at it too; None: as before."""
    new = _decided(one, wish)
    if new is None:
        return None
    if new.words != one.words:
        new = dataclasses.replace(new, deadline=deadline_of(context, meeting, new.words.due))
    just = somebody_has_just(context, meeting, one)
    context.store.tasks.change(meeting.id, one, new, context.person.id)
    return new, just


def _decided(one: Task, wish: Wish) -> Task | None:
    """The task as it is then; None where it is so already, or cannot be."""
    if wish is Wish.CONFIRM:
        if one.state is TaskState.SUGGESTED or (one.state in LISTED and one.line_changed):
            state = TaskState.DONE if one.state is TaskState.DONE else TaskState.CONFIRMED
            return one.decided(state)
        return None
    if wish is Wish.RESTORE:
        if one.state in (TaskState.CONFIRMED, TaskState.SUGGESTED):
            return None
        gone = one.state is not TaskState.DONE
        own = one.words == one.said and one.now is not None  # nobody has given it other words
        words = one.now if gone and own and one.now else one.words
        return dataclasses.replace(one.decided(TaskState.CONFIRMED), words=words)
    if wish is Wish.REMOVE:
        return one.decided(TaskState.REMOVED) if one.state in LISTED else None
    return one.decided(TaskState.DONE) if one.state in _STILL_OPEN else None


def somebody_has_just(context: Context, meeting: Meeting, one: Task) -> list[str]:
    """What to add where somebody else has changed the same task a moment ago. Ask before."""
    changes = context.store.tasks.just_changed(meeting.id, one.no, context.person.id, JUST_NOW)
    if not changes:
        return []
    fields = {x.field: x.before for x in changes if x.field != "state"}
    before = dataclasses.replace(one.words, **fields) if fields else None
    return [said.just_changed(one.no, changes[0].who, before, one.state)]


def day_doubts(context: Context, meeting: Meeting, shown: Sequence[Task]) -> list[str]:
    """What a person should know of the days that were understood, or not."""
    command, today = command_for(context, meeting), today_of(context)
    reminded = context.store.tasks.days_before(meeting.id) is not None
    rows = []
    for one in shown:
        if one.deadline and one.deadline.day < today:
            day = f"{one.deadline.day:%d/%m/%Y}"
            rows.append(said.PAST_DAY.format(day=day, command=command, no=one.no))
        elif one.words.due and not one.deadline and reminded:
            rows.append(said.UNKNOWN_DAY.format(command=command, no=one.no))
    return rows[:MOST_ROWS]
