"""``/nhiemvu``: tasks confirmed, added, mended; whether the chat is reminded of them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta, tzinfo

from bot.conversation.context import Command, Context, Replies
from bot.conversation.lines.choosing import JUST_NOW
from bot.conversation.tasks.shown import (
    LISTED,
    MOST_ROWS,
    card,
    command_for,
    current,
    deadline_of,
    no_such,
    page_of,
    removed_list,
    rows_of,
    seal,
    suggested_on,
)
from bot.doors.port import Question, Say
from bot.messages import phrases
from bot.messages import tasks as said
from bot.minutes import Meeting
from bot.minutes.rights import Act
from bot.minutes.tasks import Assigned, TaskState, Words
from bot.minutes.typed.numbers import pick, read_numbers
from bot.minutes.typed.task_orders import (
    OFF,
    Order,
    Wish,
    asks_for_removed,
    changed,
    read_days,
    read_fields,
    read_order,
    read_words,
)
from bot.minutes.typed.words import clean, fold

_LONGEST = {"who": 200, "what": 1000, "due": 200}  # letters
MORNING = time(8)  #: when a chat is reminded, by the clock of the office


def tasks(context: Context, text: str) -> Replies:
    """``/nhiemvu``: the list; a number behind it: that task; else one of ``Wish``. All of them of
    an earlier meeting too: ``/nhiemvu cuộc họp 4 xong 2``."""
    order = read_order(text)
    meeting = context.wanted(order.meeting)
    if isinstance(meeting, list):
        guest = order.meeting is None and context.is_private
        return [context.say(said.WHICH_MEETING)] if guest else meeting
    if order.wish is Wish.LIST:
        return _look(context, meeting, order.rest)
    if not context.may(Act.TASKS, meeting):
        return [context.say(context.refused(Act.TASKS, meeting))]
    return _WISHES[order.wish](context, meeting, order)


# --- shown ----------------------------------------------------------------------------------------


def _look(context: Context, meeting: Meeting, text: str) -> Replies:
    words = fold(clean(text)).strip(" .")
    if asks_for_removed(words):
        return [context.say(removed_list(context, meeting))]
    page = re.fullmatch(r"(?:trang\s*(\d{1,6}))?", words)
    if page:
        shown, buttons = page_of(context, meeting, int(page[1] or 1))
        return [context.say(shown, buttons)]
    number = re.fullmatch(r"(?:so\s+)?#?(\d{1,9})", words)
    if not number:
        command = command_for(context, meeting)
        return [context.say(said.USE_WORD.format(word=clean(text)[:40], command=command))]
    every = current(context, meeting)
    one = next((x for x in every if x.no == int(number[1])), None)
    if one is None:
        return [context.say(no_such(context, meeting, every, [int(number[1])]))]
    return [context.say(*card(context, meeting, one))]


# --- typed ----------------------------------------------------------------------------------------


def _add(context: Context, meeting: Meeting, order: Order) -> Replies:
    command = command_for(context, meeting)
    words = read_words(order.rest)
    if not words:
        return [context.say(said.USE_ADD.format(command=command))]
    if any(_too_long(each) for each in words):
        return [context.say(said.TOO_LONG)]
    current(context, meeting)  # the numbers of its suggestions come first
    added = [
        context.store.tasks.add(
            meeting.id, each, deadline_of(context, meeting, each.due), context.person.id
        )
        for each in words
    ]
    rows = said.ADDED.format(rows=rows_of(added, command))
    return [context.say("\n".join([rows, *_doubtful(context, meeting, added)]))]


def _too_long(words: Words) -> bool:
    return any(len(getattr(words, name)) > most for name, most in _LONGEST.items())


def _doubtful(context: Context, meeting: Meeting, shown: Sequence[Assigned]) -> list[str]:
    """What a person should know of the days that were understood, or not."""
    command, today = command_for(context, meeting), _today(context)
    reminded = context.store.tasks.days_before(meeting.id) is not None
    rows = []
    for one in shown:
        if one.deadline and one.deadline.day < today:
            day = f"{one.deadline.day:%d/%m/%Y}"
            rows.append(said.PAST_DAY.format(day=day, command=command, no=one.no))
        elif one.words.due and not one.deadline and reminded:
            rows.append(said.UNKNOWN_DAY.format(command=command, no=one.no))
    return rows[:MOST_ROWS]


def _today(context: Context) -> date:
    return context.incoming.at.astimezone(context.house.zone).date()


_NUMBER = re.compile(r"(?:so\s+|nhiem vu\s+)?#?(\d{1,9})\s*[|:.),]?\s*")


def _edit(context: Context, meeting: Meeting, order: Order) -> Replies:
    """``sua 2 ai: …``, ``sua 2 việc: …``, ``sua 2 hạn: …``, or all of it as ``them`` takes it."""
    number = _NUMBER.match(fold(order.rest))
    command = command_for(context, meeting)
    if not number:
        return [context.say(said.USE_EDIT.format(command=command, no=2))]
    every = current(context, meeting)
    one = next((x for x in every if x.no == int(number[1])), None)
    if one is None:
        return [context.say(no_such(context, meeting, every, [int(number[1])]))]
    text = order.rest[number.end() :].strip()
    if not text and one.state in LISTED:
        return [_question(context, meeting, one)]
    words = _new_words(one.words, text)
    if words is None:
        return [context.say(said.USE_EDIT.format(command=command, no=one.no))]
    return [context.say(_set_words(context, meeting, one, words))]


def _new_words(words: Words, text: str) -> Words | None:
    """The words of a task as somebody wants them; None where that is not understood."""
    fields = read_fields(text)
    if fields is not None:
        return changed(words, fields)
    whole = read_words(text)
    return whole[0] if whole and len(whole) == 1 else None


def _set_words(context: Context, meeting: Meeting, one: Assigned, words: Words) -> str:
    """A person's own words for a task: they are confirmed with that."""
    command = command_for(context, meeting)
    if one.state not in LISTED:
        return said.IS_GONE.format(no=one.no, command=command)
    if _too_long(words):
        return said.TOO_LONG
    just = _somebody_has_just(context, meeting, one)
    deadline = one.deadline
    if words.due != one.words.due:
        deadline = deadline_of(context, meeting, words.due)
    state = TaskState.DONE if one.state is TaskState.DONE else TaskState.CONFIRMED
    new = dataclasses.replace(one.decided(state), words=words, deadline=deadline)
    context.store.tasks.change(meeting.id, one, new, context.person.id)
    rows = [said.EDITED.format(rows=said.row(new)), *_doubtful(context, meeting, [new]), *just]
    return "\n".join(rows)


def _somebody_has_just(context: Context, meeting: Meeting, one: Assigned) -> list[str]:
    """What to add where somebody else has changed the same task a moment ago. Ask before."""
    changes = context.store.tasks.just_changed(meeting.id, one.no, context.person.id, JUST_NOW)
    if not changes:
        return []
    fields = {x.field: x.before for x in changes if x.field != "state"}
    before = dataclasses.replace(one.words, **fields) if fields else None
    return [said.just_changed(one.no, changes[0].who, before, one.state)]


def _question(context: Context, meeting: Meeting, one: Assigned) -> Say:
    words = one.words
    what = phrases.cut(words.what, 1500)
    text = said.ASK_EDIT.format(no=one.no, who=words.who, what=what, due=words.due)
    question = Question("task", meeting.id, str(one.no))
    return Say(text.rstrip(), question=question, asks=context.incoming.person)


def answered(context: Context, question: Question) -> Replies | None:
    """The reply to «Sửa nhiệm vụ 2»; a voice note is an utterance like any other."""
    if context.incoming.media is not None:
        return None
    meeting = context.wanted(question.meeting_id)
    if isinstance(meeting, list):
        return meeting
    if not context.may(Act.TASKS, meeting):
        return [context.say(context.refused(Act.TASKS, meeting))]
    every = current(context, meeting)
    one = next((x for x in every if x.no == int(question.about)), None)
    if one is None:
        return [context.say(no_such(context, meeting, every, [int(question.about)]))]
    words = _new_words(one.words, context.incoming.text)
    if words is None:
        again = said.ASK_AGAIN.format(no=one.no)
        return [Say(again, question=question, asks=context.incoming.person)]
    return [context.say(_set_words(context, meeting, one, words))]


# --- decided --------------------------------------------------------------------------------------


def _decided(one: Assigned, wish: Wish) -> Assigned | None:
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


_STILL_OPEN = frozenset({TaskState.SUGGESTED, TaskState.CONFIRMED})


def _decide(context: Context, meeting: Meeting, order: Order) -> Replies:
    """``xacnhan 2``, ``xacnhan tatca``, ``xoa 2 4``, ``xong 2``, ``khoiphuc 2``."""
    command, wish = command_for(context, meeting), order.wish
    every = current(context, meeting)
    if wish is Wish.CONFIRM and fold(order.rest).strip(" .") in ("tat ca", "tatca", "het"):
        chosen = [x for x in every if x.state is TaskState.SUGGESTED]
        if not chosen:
            return [context.say(said.NO_SUGGESTIONS.format(command=command))]
        missing: list[int] = []
    else:
        ranges = read_numbers(re.sub(r"\bnhiem vu\b", " ", fold(order.rest)))
        if ranges is None:
            sentence = said.USE_NUMBERS.format(command=command, word=_WORDS[wish])
            return [context.say(sentence)]
        by_number = {x.no: x for x in every}
        numbers, missing = pick(ranges, by_number)
        chosen = [by_number[no] for no in numbers]
    replies = _set_states(context, meeting, chosen, wish) if chosen else []
    if missing:
        replies.append(context.say(no_such(context, meeting, every, missing)))
    return replies


_WORDS = {
    Wish.CONFIRM: "xacnhan",
    Wish.REMOVE: "xoa",
    Wish.DONE: "xong",
    Wish.RESTORE: "khoiphuc",
}


def _set_states(
    context: Context, meeting: Meeting, chosen: Sequence[Assigned], wish: Wish
) -> Replies:
    command = command_for(context, meeting)
    gone = [x for x in chosen if x.state not in LISTED and wish is not Wish.RESTORE]
    done: list[Assigned] = []
    same: list[Assigned] = []
    just: list[str] = []
    for one in chosen:
        if one in gone:
            continue
        new = _decide_one(context, meeting, one, wish)
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
        doubtful = [] if wish in (Wish.REMOVE, Wish.DONE) else _doubtful(context, meeting, done)
        replies.append(context.say("\n".join([sentence, *doubtful, *just[:MOST_ROWS]])))
    if same:
        replies.append(context.say(said.AS_BEFORE.format(numbers=said.numbers(same))))
    replies += [context.say(said.IS_GONE.format(no=x.no, command=command)) for x in gone[:3]]
    return replies


def _decide_one(
    context: Context, meeting: Meeting, one: Assigned, wish: Wish
) -> tuple[Assigned, list[str]] | None:
    """The task as it is now, and what to say of somebody who was at it too; None: as before."""
    new = _decided(one, wish)
    if new is None:
        return None
    if new.words != one.words:
        new = dataclasses.replace(new, deadline=deadline_of(context, meeting, new.words.due))
    just = _somebody_has_just(context, meeting, one)
    context.store.tasks.change(meeting.id, one, new, context.person.id)
    return new, just


# --- tapped ---------------------------------------------------------------------------------------


def _tapped_task(context: Context, rest: list[str]) -> tuple[Meeting, Assigned]:
    """Raises:
    LookupError: there is no such task here.
    """
    meeting, number = context.tapped_meeting(rest[0]), int(rest[1])
    one = next((x for x in current(context, meeting) if x.no == number), None)
    if one is None:
        raise LookupError("there is no such task")
    return meeting, one


def _tap_list(context: Context, rest: list[str]) -> tuple[str, Replies]:
    """``tasks:MEETING:PAGE``"""
    meeting, page = context.tapped_meeting(rest[0]), int(rest[1])
    return "", [context.rewritten(*page_of(context, meeting, page))]


def _tap_one(context: Context, rest: list[str]) -> tuple[str, Replies]:
    """``task:MEETING:NO``"""
    meeting, one = _tapped_task(context, rest)
    return "", [context.rewritten(*card(context, meeting, one))]


def _tap_all(context: Context, rest: list[str]) -> tuple[str, Replies]:
    """``taskall:MEETING:SEAL:PAGE``: the suggestions of a page, as they were when it was shown."""
    meeting, seen, page = context.tapped_meeting(rest[0]), rest[1], int(rest[2])
    if page < 1:
        raise ValueError("no such page")
    if not context.may(Act.TASKS, meeting):
        return phrases.TOAST_NOT_ALLOWED, []
    suggested = suggested_on(context, meeting, page)
    if not suggested or seal(suggested) != seen:
        return said.TOAST_CHANGED, [context.rewritten(*page_of(context, meeting, page))]
    for one in suggested:
        _decide_one(context, meeting, one, Wish.CONFIRM)
    shown = context.rewritten(*page_of(context, meeting, page))
    return said.TOAST_ALL.format(count=len(suggested)), [shown]


def _tap_edit(context: Context, rest: list[str]) -> tuple[str, Replies]:
    """``taskedit:MEETING:NO``"""
    meeting, one = _tapped_task(context, rest)
    if not context.may(Act.TASKS, meeting):
        return phrases.TOAST_NOT_ALLOWED, []
    if one.state not in LISTED:
        return said.TOAST_CHANGED, [context.rewritten(*card(context, meeting, one))]
    return "", [_question(context, meeting, one)]


def _decider(wish: Wish, toast: str, *, sealed: bool = False) -> Callable[..., tuple[str, Replies]]:
    """``taskdone:MEETING:NO`` and its like; ``sealed``: of the words that were shown."""

    def tap(context: Context, rest: list[str]) -> tuple[str, Replies]:
        meeting, one = _tapped_task(context, rest)
        if not context.may(Act.TASKS, meeting):
            return phrases.TOAST_NOT_ALLOWED, []
        replies: Replies
        if rest[2:] == ["r"]:  # under a reminder, which stays as it is
            replies = _set_states(context, meeting, [one], wish)
            return toast.format(no=one.no), replies
        seen = not sealed or rest[2] == seal([one])
        decided = _decide_one(context, meeting, one, wish) if seen else None
        if decided is None:
            return said.TOAST_CHANGED, [context.rewritten(*card(context, meeting, one))]
        new, just = decided
        replies = [context.rewritten(*card(context, meeting, new))]
        if just:
            replies.append(context.say("\n".join(just)))
        return toast.format(no=one.no), replies

    return tap


def _tap_line(context: Context, rest: list[str]) -> tuple[str, Replies]:
    """``taskline:MEETING:NO:SEAL``: the words that its line has now."""
    meeting, one = _tapped_task(context, rest)
    if not context.may(Act.TASKS, meeting):
        return phrases.TOAST_NOT_ALLOWED, []
    if rest[2] != seal([one]) or one.now is None or not one.stands:
        return said.TOAST_CHANGED, [context.rewritten(*card(context, meeting, one))]
    new = dataclasses.replace(
        one.decided(one.state),
        words=one.now,
        deadline=deadline_of(context, meeting, one.now.due),
    )
    context.store.tasks.change(meeting.id, one, new, context.person.id)
    shown = context.rewritten(*card(context, meeting, new))
    return said.TOAST_TAKEN.format(no=one.no, line=one.line), [shown]


# --- reminders ------------------------------------------------------------------------------------


def _remind(context: Context, meeting: Meeting, order: Order) -> Replies:
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
    every = current(context, meeting)
    to_come = [
        x
        for x in every
        if x.state is TaskState.CONFIRMED and x.deadline and x.deadline.day >= _today(context)
    ]
    by_day: dict[datetime, list[Assigned]] = {}
    for one in to_come:
        assert one.deadline
        moment = remind_at(one.deadline.day, days, context.house.zone)
        by_day.setdefault(max(moment, now), []).append(one)
    rows = [said.next_reminder(at, by_day[at], now) for at in sorted(by_day)][:MOST_ROWS]
    rows = rows or [said.REMIND_NONE.format(command=command)]
    suggested = [x for x in every if x.state is TaskState.SUGGESTED]
    if suggested:
        numbers = said.numbers(suggested[:20])
        rows.append(said.REMIND_UNCONFIRMED.format(numbers=numbers, command=command))
    return rows


def remind_at(day: date, days: int, zone: tzinfo) -> datetime:
    """When a chat is reminded of what is due on a day."""
    return datetime.combine(day - timedelta(days=days), MORNING, zone)


_WISHES: dict[Wish, Callable[[Context, Meeting, Order], Replies]] = {
    Wish.ADD: _add,
    Wish.EDIT: _edit,
    Wish.CONFIRM: _decide,
    Wish.REMOVE: _decide,
    Wish.DONE: _decide,
    Wish.RESTORE: _decide,
    Wish.REMIND: _remind,
}
COMMANDS = (Command("nhiemvu", tasks, also=("nv",)),)
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
ANSWERS = {"task": answered}
