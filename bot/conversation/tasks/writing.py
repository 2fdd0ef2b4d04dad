"""Tasks in a person's own words: added, and mended."""

from __future__ import annotations

import dataclasses
import re

from bot.conversation.asking_back import ask_back, by_tap, by_words
from bot.conversation.context import Context, Replies
from bot.conversation.tasks.deciding import day_doubts, somebody_has_just
from bot.conversation.tasks.shown import command_for, deadline_of, no_such, rows_of
from bot.desk.tasks import LISTED, bring_up_to_date, day_of, task_list
from bot.doors.port import Question, Say
from bot.messages import phrases
from bot.messages import tasks as said
from bot.minutes import Meeting
from bot.minutes.asked_back import AskedBack, Reading
from bot.minutes.rights import Act
from bot.minutes.tasks import Task, TaskState, TaskWords
from bot.minutes.typed.moments import Wrong, read_when
from bot.minutes.typed.task_orders import Order, changed, read_fields, read_words
from bot.minutes.typed.words import fold

_ASKED = "taskday"
_LONGEST = {"who": 200, "what": 1000, "due": 200}  # letters
_NUMBER = re.compile(r"(?:so\s+|nhiem vu\s+)?#?(\d{1,9})\s*[|:.),]?\s*")


def add(context: Context, meeting: Meeting, order: Order) -> Replies:
    """Tasks that no line gives. (The numbers of the suggestions came first.)"""
    command = command_for(context, meeting)
    words = read_words(order.rest)
    if not words:
        return [context.say(said.USE_ADD.format(command=command))]
    if any(_too_long(each) for each in words):
        return [context.say(said.TOO_LONG)]
    added = [
        context.store.tasks.add(
            meeting.id, each, deadline_of(context, meeting, each.due), context.person.id
        )
        for each in words
    ]
    rows = said.ADDED.format(rows=rows_of(added, command))
    answer = context.say("\n".join([rows, *day_doubts(context, meeting, added)]))
    return [answer, *(x for one in added for x in _ask_day(context, meeting, one))]


def _too_long(words: TaskWords) -> bool:
    return any(len(getattr(words, name)) > most for name, most in _LONGEST.items())


def edit(context: Context, meeting: Meeting, order: Order) -> Replies:
    """``sua 2 ai: …``, ``sua 2 việc: …``, ``sua 2 hạn: …``, or all of it as ``them`` takes it."""
    number = _NUMBER.match(fold(order.rest))
    command = command_for(context, meeting)
    if not number:
        return [context.say(said.USE_EDIT.format(command=command, no=2))]
    found = task_list(context.store, meeting)
    one = found.numbered(int(number[1]))
    if one is None:
        return [context.say(no_such(context, meeting, found, [int(number[1])]))]
    text = order.rest[number.end() :].strip()
    if not text and one.state in LISTED:
        return [question_for(context, meeting, one)]
    words = _new_words(one.words, text)
    if words is None:
        return [context.say(said.USE_EDIT.format(command=command, no=one.no))]
    return _set_words(context, meeting, one, words)


def _new_words(words: TaskWords, text: str) -> TaskWords | None:
    """The words of a task as somebody wants them; None where that is not understood."""
    fields = read_fields(text)
    if fields is not None:
        return changed(words, fields)
    whole = read_words(text)
    return whole[0] if whole and len(whole) == 1 else None


def _set_words(context: Context, meeting: Meeting, one: Task, words: TaskWords) -> Replies:
    """A person's own words for a task: they are confirmed with that."""
    command = command_for(context, meeting)
    if one.state not in LISTED:
        return [context.say(said.IS_GONE.format(no=one.no, command=command))]
    if _too_long(words):
        return [context.say(said.TOO_LONG)]
    just = somebody_has_just(context, meeting, one)
    deadline = one.deadline
    if words.due != one.words.due:
        deadline = deadline_of(context, meeting, words.due)
    state = TaskState.DONE if one.state is TaskState.DONE else TaskState.CONFIRMED
    new = dataclasses.replace(one.decided(state), words=words, deadline=deadline)
    context.store.tasks.change(meeting.id, one, new, context.person.id)
    rows = [said.EDITED.format(rows=said.row(new)), *day_doubts(context, meeting, [new]), *just]
    context.store.asked_back.over(meeting.id, _ASKED, str(one.no))
    changed_day = words.due != one.words.due
    return [
        context.say("\n".join(rows)),
        *(_ask_day(context, meeting, new) if changed_day else []),
    ]


_NO_WEEKDAY = re.compile(r"\bthu (?:[0189]|\d\d+)(?!\w)")  # «trước thứ 8»


def _ask_day(context: Context, meeting: Meeting, one: Task) -> list[Say]:
    """Of a deadline that cannot be (31/11, a weekday that does not fit): which one is meant."""
    due = one.words.due
    if not due or one.deadline is not None:
        return []
    when = read_when(due, day_of(meeting, context.house.zone))
    told = when.wrong in (Wrong.NO_SUCH_DAY, Wrong.WEEKDAY) and when.likely
    if not told and not _NO_WEEKDAY.search(fold(due)):
        return []
    days = [f"{x.day:%d/%m/%Y}" for x in when.likely if x.day]
    at = fold(due).find(when.typed) if when.wrong is Wrong.NO_SUCH_DAY else -1
    readings = [
        Reading(
            day,
            f"{due[:at]}{day}{due[at + len(when.typed) :]}"
            if at >= 0
            else said.BEFORE_DAY.format(day=day),
        )
        for day in days
    ]
    sentence = said.ASK_DAY.format(no=one.no, due=phrases.cut(due, 100))
    return [ask_back(context, meeting, _ASKED, str(one.no), due, sentence, readings)]


def day_taken(
    context: Context, meeting: Meeting, asked: AskedBack, value: str, in_words: bool
) -> Replies:
    """The answer to which day is meant."""
    found = task_list(context.store, meeting)
    one = found.numbered(int(asked.about))
    if one is None:
        return [context.say(no_such(context, meeting, found, [int(asked.about)]))]
    words = changed(one.words, {"due": value})
    assert words is not None  # who and what are as they were
    return _set_words(context, meeting, one, words)


TAPS = {_ASKED: by_tap(_ASKED, Act.TASKS, day_taken)}
ANSWERS = {_ASKED: by_words(_ASKED, Act.TASKS, day_taken)}


def question_for(context: Context, meeting: Meeting, one: Task) -> Say:
    words = one.words
    what = phrases.cut(words.what, 1500)
    text = said.ASK_EDIT.format(no=one.no, who=words.who, what=what, due=words.due)
    question = Question("task", meeting.id, str(one.no))
    return Say(text.rstrip(), question=question, asks=context.incoming.person)


def take_reply(context: Context, question: Question) -> Replies | None:
    """The reply to “Sửa nhiệm vụ 2”; a voice note is an utterance like any other."""
    if context.incoming.media is not None:
        return None
    meeting = context.require_meeting(question.meeting_id)
    if not context.may(Act.TASKS, meeting):
        return [context.say(context.refused(Act.TASKS, meeting))]
    bring_up_to_date(context.store, meeting, context.house.zone)
    found = task_list(context.store, meeting)
    one = found.numbered(int(question.about))
    if one is None:
        return [context.say(no_such(context, meeting, found, [int(question.about)]))]
    words = _new_words(one.words, context.incoming.text)
    if words is None:
        again = said.ASK_AGAIN.format(no=one.no)
        return [Say(again, question=question, asks=context.incoming.person)]
    return _set_words(context, meeting, one, words)
