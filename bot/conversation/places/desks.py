"""What is for those who keep a meeting, and for nobody else to read."""

from __future__ import annotations

from bot.conversation.context import Context, Replies
from bot.doors.port import ChatKind, Say
from bot.minutes import Meeting
from bot.store import Store
from bot.store.places import How


def desks_of(store: Store, meeting: Meeting) -> list[int]:
    """The private chats in which a secretary of today has the desk of a meeting."""
    open_now = store.places.chats_of(meeting.id, How.DESK)
    if not open_now:
        return []
    found = []
    for person_id in sorted(meeting.secretaries):
        chat_id = store.chats.private_of(person_id)
        removed = store.places.is_removed(meeting.chat_id, person_id)
        if chat_id is not None and chat_id in open_now and not removed:
            found.append(chat_id)
    return found


def tell_desk(store: Store, meeting: Meeting, *said: Say) -> None:
    """Say it at the desks that the secretaries have in private; where there is none, in the
    meeting's own chat. That is one, where it is somebody's private chat."""
    desks = desks_of(store, meeting)
    if not desks or store.chats.get(meeting.chat_id).kind is ChatKind.PRIVATE:
        desks = [meeting.chat_id, *desks]
    for chat_id in desks:
        store.outbox.put(chat_id, said)


def at_the_desk(context: Context, meeting: Meeting, say: Say) -> Replies:
    """Say what the desk is asked because of what somebody has done: here where that is the
    meeting's own chat or its desk, else where ``tell_desk`` says it."""
    if meeting.chat_id == context.chat.id or (context.at_desk and context.is_here(meeting)):
        return [context.say(say.text, say.buttons)]
    tell_desk(context.store, meeting, say)
    return []
