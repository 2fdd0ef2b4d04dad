"""The buttons under what was said where no meeting was open: ``outside:HOW:NUMBER``."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from bot.conversation.button import ButtonData, OldButton
from bot.conversation.context import Context, Replies
from bot.conversation.lines import rooms
from bot.conversation.lines.utterance import line_of, utterance
from bot.conversation.meetings import outside
from bot.conversation.meetings.meeting import open_meeting, reopen_meeting
from bot.messages import outside as said
from bot.messages import phrases
from bot.minutes import Meeting
from bot.minutes.rights import Act
from bot.store.outside import HOURS, OutsideArrival
from bot.store.places import How, Place


def _tapped(context: Context, data: ButtonData) -> tuple[str, Replies]:
    how, number = data.looked_up({x: x for x in ("open", "reopen", "all", "none")}, 0), 1
    if how in ("all", "none"):
        return _all(context, data.number(number), how == "all")
    outside_ = context.store.outside
    kept = outside_.get(data.number(number), context.chat.id)
    kept = kept or outside_.get(data.number(number), context.home)
    if kept is not None and not _is_of(context, kept):
        raise OldButton("it was said to another meeting than the one that is spoken of here now")
    if kept is None or _is_gone(context, kept):
        outside_.done([kept.id] if kept else [])
        return said.GONE.format(hours=HOURS), []
    meeting = context.open_meeting()
    answer: Replies = []
    if meeting is None:
        last = context.meeting()
        if how == "reopen" and last and not context.may(Act.STEER, last):
            return phrases.TOAST_NOT_ALLOWED, []
        answer = _opened(context, again=how == "reopen" and last is not None)
        meeting = context.open_meeting()
        if meeting is None:  # it cannot be opened here, and the answer says why
            return "", answer
    elif not (context.may(Act.STEER, meeting) or kept.person_id == context.person.id):
        return phrases.TOAST_NOT_ALLOWED, []
    answer += _recorded(context, meeting, [kept])
    more, buttons = outside.offer(context)
    return "", [*answer, *([context.say(more, buttons)] if more else [])]


def _is_of(context: Context, kept: OutsideArrival) -> bool:
    """Whether what somebody said elsewhere, having joined, belongs to the meeting at hand."""
    there = context.store.chats.know(kept.incoming.chat).id  # under an earlier key too
    current = context.meeting()
    return there == context.chat.id or (current is not None and current.id == kept.meeting_id)


def _is_gone(context: Context, kept: OutsideArrival) -> bool:
    """Whether it is a recording of a room of which nothing is left."""
    live = kept.incoming.live
    return live is not None and not rooms.is_kept(context, kept.incoming.chat, live)


def _opened(context: Context, *, again: bool) -> Replies:
    if again:
        return reopen_meeting(context, "", offered=False)
    day = phrases.day(context.incoming.at, context.house.zone)
    answer = open_meeting(context, said.UNNAMED.format(day=day), offered=False)
    return [*answer, context.say(said.NAME_IT)]


def _all(context: Context, last: int, wanted: bool) -> tuple[str, Replies]:
    """**Ghi cả …** and **Không ghi** under what a new meeting found waiting."""
    meeting = context.open_meeting()
    waiting = context.store.outside.waiting(context.chat.id, last)
    waiting = [kept for kept in waiting if _is_of(context, kept)]
    left = [kept for kept in waiting if not _is_gone(context, kept)]
    if meeting is None or not left:
        return said.GONE.format(hours=HOURS), []
    if not context.may(Act.STEER, meeting):
        return phrases.TOAST_NOT_ALLOWED, []
    answer: Replies = _recorded(context, meeting, left) if wanted else []
    context.store.outside.done(kept.id for kept in waiting)
    if not wanted:
        context.store.rooms.let_go()
        answer = [context.rewritten(said.LEFT_OUT.format(count=len(left)))]
    return "", answer


def _recorded(context: Context, meeting: Meeting, waiting: Sequence[OutsideArrival]) -> Replies:
    """Each becomes the line that it would have been, of whoever said it and when it was said."""
    sentence = said.RECORDED.format(no=meeting.id, title=meeting.title)
    answer: Replies = [context.rewritten(sentence)]
    for kept in waiting:
        if kept.incoming.live:
            rooms.put_in_meeting(context, meeting, kept.incoming.chat, kept.incoming.live)
        else:
            answer += _said_then(context, meeting, kept)
    context.store.outside.done(kept.id for kept in waiting)
    return answer


def _said_then(context: Context, meeting: Meeting, kept: OutsideArrival) -> Replies:
    """What was said, as it would have been answered; elsewhere, where it was said elsewhere."""
    chats, incoming = context.store.chats, kept.incoming
    person = chats.know_person(incoming.chat.door, incoming.person)
    chat = chats.know(incoming.chat)
    there = dataclasses.replace(context, incoming=incoming, person=person)
    if chat.id != context.chat.id:
        place = Place(meeting.id, meeting.chat_id, How.JOINED)
        there = dataclasses.replace(
            there, chat=chat, place=place if chat.id != place.home else None
        )
    replies = utterance(there)
    line = line_of(there)
    if line and kept.audio:  # its platform may have it no more
        context.store.recordings.keep_audio(line, kept.audio)
    if chat.id == context.chat.id:
        return replies
    context.store.outbox.put(chat.id, replies)
    return []


TAPS = {"outside": _tapped}
