"""``/ban``: a meeting's desk in a private chat, where its group does not look on."""

from __future__ import annotations

from bot.conversation.command import Command, InMenus
from bot.conversation.context import Context, Replies
from bot.doors.port import Button, Buttons, ChatKind
from bot.messages import places as said
from bot.minutes import Meeting
from bot.minutes.typed.numbers import read_meeting
from bot.minutes.typed.words import clean, fold
from bot.store.places import How

_LEAVE = frozenset({"thoi", "roi", "xong", "dong", "ra", "het", "roi ban", "dong ban"})


def desk(context: Context, text: str) -> Replies:
    """``/ban``: of the last meeting that is theirs to work on; ``/ban 4``; ``/ban thoi``."""
    words = fold(clean(text)).strip(" .!")
    if not context.is_private:
        current = context.meeting()
        answer = said.DESK_IS_PRIVATE.format(no=current.id if current else "").rstrip()
        return [context.say(answer, button(context, current) if current else ())]
    if words in _LEAVE:
        return _leave(context)
    number = read_meeting(words)
    if words and number is None:
        return [context.say(said.USE_DESK)]
    return put_on_desk(context, number)


def put_on_desk(context: Context, number: int | None) -> Replies:
    """From now on this chat speaks of that meeting; None: of the last that is theirs."""
    found = context.store.places.desk_of(context.person.id, context.chat.id, number)
    meeting = context.store.meetings.get(found) if found else None
    here = context.store.meetings.current(context.chat.id)
    its_own = context.place is None and here is not None and number in (None, here.id)
    if meeting is None and here is not None and its_own:
        return [context.say(said.DESK_IS_HERE.format(no=here.id))]
    if here is not None and here.is_open:
        return [context.say(said.OWN_MEETING_OPEN.format(no=here.id))]
    if meeting is None or not context.incoming.person.is_account:
        text = context.sample(said.NO_DESK) if number is None else said.NO_DESK_OF.format(no=number)
        return [context.say(text)]
    before = context.place
    context.store.places.take(context.chat.id, meeting.id, How.DESK)
    context.store.audit.add(
        "desk", person_id=context.person.id, chat_id=context.chat.id, meeting_id=meeting.id
    )
    text = said.desk(meeting, of_group=in_group(context, meeting))
    if before and before.how is How.JOINED:  # what is typed from now on goes elsewhere
        same = before.meeting_id == meeting.id
        sentence = said.DESK_INSTEAD if same else said.DESK_LEAVES
        text = f"{sentence.format(no=before.meeting_id)}\n{text}"
    return [context.say(text)]


def _leave(context: Context) -> Replies:
    if not context.at_desk:
        return [context.say(said.NO_DESK_TO_LEAVE)]
    assert context.place is not None
    context.store.places.leave(context.chat.id)
    answer = said.DESK_LEFT.format(no=context.place.meeting_id)
    meeting = context.store.meetings.get(context.place.meeting_id)
    if meeting is not None and meeting.is_open:
        answer += f" {said.DESK_LEFT_OPEN}"
    return [context.say(answer)]


def in_group(context: Context, meeting: Meeting) -> bool:
    """Whether a meeting is a group's: others look on there."""
    return context.store.chats.get(meeting.chat_id).kind is ChatKind.GROUP


def is_lost(context: Context) -> bool:
    """Whether who has this desk may have it no more: they handed over, or left the group."""
    assert context.place is not None
    places = context.store.places
    found = places.desk_of(context.person.id, context.chat.id, context.place.meeting_id)
    return found is None


def button(context: Context, meeting: Meeting) -> Buttons:
    """**Làm việc riêng**, in a group: it opens the private chat, and there the desk."""
    if context.chat.chat.kind is not ChatKind.GROUP:
        return ()
    link = context.house.start_link(context.chat.chat, f"ban_{meeting.id}")
    return ((Button(said.BUTTON_DESK, url=link),),) if link else ()


COMMANDS = (Command("ban", desk, also=("banthuky", "lamviecrieng"), menus=InMenus(alone=230)),)
