"""A meeting is opened, closed, opened again."""

from __future__ import annotations

import contextlib
import dataclasses
import re

from bot.conversation.button import ButtonData, OldButton
from bot.conversation.command import Command, Hint, InMenus
from bot.conversation.context import Context, Replies
from bot.conversation.meetings import outside
from bot.conversation.places import desk
from bot.conversation.review.asking import ask
from bot.desk.suggested import open_suggestions
from bot.doors.port import Button, ChatKind, Say
from bot.messages import asking as about_asking
from bot.messages import identity as about_identity
from bot.messages import meeting as said
from bot.messages import phrases
from bot.messages import places as about_places
from bot.messages import suggestions as about_suggestions
from bot.minutes import Meeting
from bot.minutes.rights import Act
from bot.minutes.rules import sort_lines
from bot.minutes.typed.numbers import read_meeting
from bot.minutes.typed.vocabulary import Takes
from bot.minutes.typed.words import one_line
from bot.store.places import How
from foundation.aside import TooMuch

_NO_TITLE = ("họp", "cuộc họp", "buổi họp", "họp đi", "hop")  # “/bắt đầu họp”
_QUOTED = re.compile(r"[“\"«”]([^“”\"«»]+)[”\"»“]\.?")
_MAX_TITLE = 500  # characters


def open_meeting(context: Context, text: str, *, offered: bool = True) -> Replies:
    """``/batdau``.

    Args:
        offered: with what was said here before, and may belong to the meeting.
    """
    title = _title(text)
    if context.place and (context.at_desk or context.open_meeting()):
        sentence = about_places.AT_THE_DESK if context.at_desk else about_places.IN_A_MEETING
        return [context.say(sentence.format(no=context.place.meeting_id))]
    if context.place:  # that meeting has ended
        context.store.places.leave(context.chat.id)
        context = dataclasses.replace(context, place=None)
    already = context.open_meeting()
    if already:
        return _is_open(context, already)
    if context.incoming.guest:
        return [context.say(said.GUESTS_OPEN_NONE)]
    if not context.person.is_account:  # nobody would know who the secretary is
        return [context.say(about_identity.NOT_AN_ACCOUNT)]
    if not title.strip(" .!") or title.strip(" .!") in _NO_TITLE:
        return [context.say(said.USE_OPEN)]
    if len(title) > _MAX_TITLE:
        return [context.say(said.TITLE_TOO_LONG)]
    meeting = context.store.meetings.open(
        context.chat.id,
        title,
        context.person.id,
        context.incoming.at,
        context.store.chats.office_info(context.home),
    )
    context.store.same_people.begin(meeting.id)
    context.store.attendance.begin(meeting.id)
    context.store.attendance.settle(meeting.id)
    answer = context.sample(said.OPENED).format(
        no=meeting.id, title=title, secretary=meeting.secretary.full
    )
    if context.chat.chat.kind is ChatKind.GROUP and not context.incoming.hears_all:
        answer += f"\n\n{said.HEARS_COMMANDS_ONLY}"
    return [context.say(answer), *(_offered(context) if offered else [])]


def _is_open(context: Context, meeting: Meeting) -> Replies:
    counts = context.store.meetings.counts(meeting.id)
    since = phrases.moment(meeting.opened_at, context.house.zone)
    named = phrases.meeting_name(meeting)
    return [context.say(said.ALREADY_OPEN.format(**named, since=since, lines=counts.lines))]


def _offered(context: Context) -> Replies:
    sentence, buttons = outside.offer(context)
    return [context.say(sentence, buttons)] if sentence else []


def _title(text: str) -> str:
    """A meeting's name as a paper has it: not in the quotation marks that somebody put around it,
    for sentences and papers have their own."""
    row = one_line(text)
    quoted = _QUOTED.fullmatch(row)
    return quoted[1].strip() if quoted else row


def retitle(context: Context, meeting_id: int, text: str) -> Replies:
    """The message that opened a meeting has been edited: it is called so now."""
    meeting, title = context.meeting_here(meeting_id), _title(text)
    if meeting is None or meeting.title == title:
        return []
    if not context.may(Act.STEER, meeting):
        return [context.say(context.refused(Act.STEER, meeting))]
    if not title or len(title) > _MAX_TITLE:
        return [context.say(said.TITLE_TOO_LONG if title else said.USE_OPEN)]
    context.store.meetings.retitle(meeting.id, title)
    return [context.say(said.RETITLED.format(no=meeting.id, title=title))]


def close_meeting(context: Context, _text: str) -> Replies:
    meeting = context.open_meeting()
    if not meeting:
        last = context.current_meeting()
        return [context.say(said.NOT_OPEN.format(**phrases.meeting_name(last)))]
    if not context.may(Act.STEER, meeting):
        return [context.say(context.refused(Act.STEER, meeting))]
    context.store.meetings.close(meeting.id, context.incoming.at)
    _tell_elsewhere(context, meeting, How.JOINED, about_places.CLOSED_FOR_JOINED)
    _tell_elsewhere(context, meeting, How.DESK, about_places.CLOSED_FOR_JOINED)
    for chat_id in (context.home, *context.store.places.chats_of(meeting.id, How.DESK)):
        context.store.chats.set_told_how(chat_id, False)
    counts = context.store.meetings.counts(meeting.id)
    counted = phrases.counts(counts.lines, counts.opinions, counts.conclusions)
    answer = [said.CLOSED.format(**phrases.meeting_name(meeting), counts=counted)]
    lines = context.store.lines.of_meeting(meeting.id)
    left = sort_lines(lines)
    if left.waiting:
        waiting = phrases.numbers(left.waiting)
        answer.append(said.CLOSED_WAITING.format(count=len(left.waiting), lines=waiting))
    if left.untagged:
        answer.append(said.CLOSED_UNTAGGED.format(lines=phrases.numbers(left.untagged)))
    if left.failed:
        answer.append(said.CLOSED_FAILED.format(lines=phrases.numbers(left.failed)))
    if left.unfinished:
        unfinished = phrases.numbers(left.unfinished)
        answer.append(said.CLOSED_UNFINISHED.format(lines=unfinished))
    suggested = 0
    with contextlib.suppress(TooMuch):  # a meeting of any length can be closed
        suggested = len(open_suggestions(context.store, meeting, lines))
    if suggested:
        answer.append(about_suggestions.OPEN.format(count=suggested, command="/goiy"))
    asked = ask(context.house, meeting, lines)
    if asked.asked:
        answer.append(about_asking.CLOSED_ASKED.format(lines=phrases.numbers(asked.asked)))
    answer.append(said.CLOSED_NEXT)
    buttons = (
        (
            Button(phrases.BUTTON_REPORT, f"report:{meeting.id}"),
            Button(said.BUTTON_REOPEN, f"reopen:{meeting.id}"),
        ),
    )
    there = list(asked.says)
    if context.at_desk:  # the others must know that what they say is no line any more
        named = phrases.meeting_name(meeting)
        there.insert(0, Say(said.CLOSED_FROM_DESK.format(who=context.person.name, **named)))
    said_there = context.in_its_chat(meeting, *there) if there else []
    return [context.say("\n".join(answer), (*buttons, *desk.button(context, meeting))), *said_there]


def reopen_meeting(context: Context, text: str, *, offered: bool = True) -> Replies:
    """``/molai``: the chat's last meeting goes on, where it was closed by mistake."""
    last = context.current_meeting()
    number = read_meeting(text)
    if number is not None and number != last.id:
        asked = context.require_meeting(number)  # refuses what is no meeting of this chat
        return [context.say(said.NOT_THE_LAST.format(no=asked.id, last=last.id))]
    if last.is_open:
        return _is_open(context, last)
    if not context.may(Act.STEER, last):
        return [context.say(context.refused(Act.STEER, last))]
    newest = context.store.meetings.current(last.chat_id)
    if newest is not None and newest.id != last.id:  # from its desk
        return [context.say(said.NOT_THE_LAST.format(no=last.id, last=newest.id))]
    context.store.meetings.reopen(last.id)
    _tell_elsewhere(context, last, How.JOINED, about_places.REOPENED_FOR_JOINED)
    _tell_elsewhere(context, last, How.DESK, about_places.REOPENED_FOR_DESK)
    text = said.REOPENED.format(**phrases.meeting_name(last))
    if context.at_desk:  # the others must know that what they say is recorded
        context.tell(last.chat_id, Say(text))
    return [context.say(text), *(_offered(context) if offered else [])]


def _tell_elsewhere(context: Context, meeting: Meeting, how: How, sentence: str) -> None:
    """Tell those who take part from other chats, but not in the one that has done it. Nobody of
    them has asked: where a month's messages run out, they are told when they write."""
    told = Say(sentence.format(**phrases.meeting_name(meeting)))
    for chat_id in context.store.places.chats_of(meeting.id, how):
        if chat_id != context.chat.id:
            context.store.outbox.put(chat_id, [told])


def _reopen_tapped(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """The tap on **Mở lại** under the end of a meeting."""
    closed = context.tapped_meeting(data.number(0))
    if not context.may(Act.STEER, closed):
        return phrases.TOAST_NOT_ALLOWED, []
    if not context.is_current(closed):
        raise OldButton("another meeting has begun since")
    return "", reopen_meeting(context, "")


COMMANDS = (
    Command(
        "batdau",
        open_meeting,
        words="mohop mocuochop mobuoihop taohop taocuochop new",
        spoken="new",
        takes=Takes.WORDS,
        hint=Hint.ALWAYS,
        menus=InMenus(group=10, alone=130),
    ),
    Command(
        "ketthuc",
        close_meeting,
        words="dunghop dungcuochop ketthuchop ketthuccuochop ketthucbuoihop donghop dongcuochop "
        "dongbuoihop end hopxong xonghop bemac",
        spoken="end",
        hint=Hint.ALWAYS,
        menus=InMenus(group=190, alone=220),
    ),
    Command(
        "molai", reopen_meeting, words="molaicuochop tieptuc tieptuchop tieptuccuochop hoptiep"
    ),
)
TAPS = {"reopen": _reopen_tapped}
