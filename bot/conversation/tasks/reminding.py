"""When a chat is reminded of what is due: ``/nhiemvu nhac``."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo

from bot.conversation.context import Context, Replies
from bot.conversation.tasks.shown import MOST_ROWS, command_for, today_of
from bot.desk.tasks import task_list
from bot.messages import tasks as said
from bot.minutes import Meeting
from bot.minutes.tasks import Task, TaskState
from bot.minutes.typed.task_orders import OFF, Order, read_days

MORNING = time(8)  #: when a chat is reminded, by the clock of the office


def remind(context: Context, meeting: Meeting, order: Order) -> Replies:
    """``nhac 1 ngày``, ``nhac tat``, ``nhac``: whether it is on."""
    command, store = command_for(context, meeting), context.store.tasks
    days, before = read_days(order.rest), store.days_before(meeting.id)
    if days is None:
        state = said.reminds(before, command)
        return [context.say(said.USE_REMIND.format(command=command, state=state))]
    if days == OFF:
        store.remind(meeting.id, None, context.person.id)
        sentence = said.REMIND_OFF if before is not None else said.REMIND_WAS_OFF
        return [context.say(sentence.format(no=meeting.id, command=command))]
    store.remind(meeting.id, days, context.person.id)
    rows = _coming(context, meeting, days)
    return [context.say(said.remind_on(days, rows, command))]


def _coming(context: Context, meeting: Meeting, days: int) -> list[str]:
    """When the chat will be reminded of what."""
    command, now = command_for(context, meeting), context.incoming.at
    found = task_list(context.store, meeting)
    to_come = [
        x
        for x in found.in_state(TaskState.CONFIRMED)
        if x.deadline and x.deadline.day >= today_of(context)
    ]
    by_day: dict[datetime, list[Task]] = {}
    for one in to_come:
        assert one.deadline
        moment = remind_at(one.deadline.day, days, context.house.zone)
        by_day.setdefault(max(moment, now), []).append(one)
    rows = [said.next_reminder(at, by_day[at], now) for at in sorted(by_day)][:MOST_ROWS]
    rows = rows or [said.REMIND_NONE.format(command=command)]
    if found.suggested:
        numbers = said.numbers(found.suggested[:20])
        rows.append(said.REMIND_UNCONFIRMED.format(numbers=numbers, command=command))
    return rows


def remind_at(day: date, days: int, zone: tzinfo) -> datetime:
    """When a chat is reminded of what is due on a day."""
    return datetime.combine(day - timedelta(days=days), MORNING, zone)
