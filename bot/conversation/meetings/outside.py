"""What is said where no meeting is open: kept for a day, and offered to be recorded."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

from bot.conversation.context import Context
from bot.doors.port import Button, Buttons, MediaKind
from bot.messages import outside as said
from bot.store.outside import HOURS

_MAY_GO_ON = timedelta(hours=HOURS)  # since its end: what is said then may belong to a meeting


def is_spoken(context: Context) -> bool:
    """Whether what arrived is a recording."""
    media = context.incoming.media
    return media is not None and media.kind is MediaKind.SOUND


def keep(context: Context, text: str | None = None) -> Buttons:
    """Keep what was said, and the buttons that record it; none where it is no utterance.

    Args:
        text: what it says, where it is not what was typed.
    """
    incoming = context.incoming
    if text is not None:
        incoming = dataclasses.replace(incoming, text=text)
    spoken = is_spoken(context)
    if incoming.automatic or not (spoken or incoming.text):
        return ()
    last = context.meeting()
    number = context.store.outside.keep(
        context.chat.id, context.person.id, last.id if last else None, incoming, spoken=spoken
    )
    opened = Button(said.BUTTON_OPEN, f"outside:open:{number}")
    if last and last.closed_at and incoming.at - last.closed_at < _MAY_GO_ON:
        again = Button(said.BUTTON_REOPEN, f"outside:reopen:{number}")
        return ((again,),) if context.place else ((again,), (opened,))
    if context.place:  # at the desk of a meeting no other one is opened
        return ()
    return ((opened,),)


def sentence(context: Context) -> str:
    """What is said of what was kept."""
    if not is_spoken(context):
        text = said.HOW_TO_BEGIN.format(hours=HOURS)
        return f"{text}\n{said.OR_COME_IN}" if context.is_private else text
    last = context.meeting()
    if last and last.closed_at and context.incoming.at - last.closed_at < _MAY_GO_ON:
        return said.SPOKEN_AFTER.format(no=last.id, title=last.title, hours=HOURS)
    return said.SPOKEN.format(hours=HOURS)


def offer(context: Context) -> tuple[str, Buttons]:
    """What waits in this chat to be recorded, asked once now that a meeting is open; empty where
    nothing does."""
    waiting = context.store.outside.waiting(context.chat.id)
    if not waiting:
        return "", ()
    spoken = sum(kept.spoken for kept in waiting)
    what = said.how_many(spoken, len(waiting) - spoken)
    last = waiting[-1].id
    buttons = (
        (
            Button(said.BUTTON_ALL.format(count=len(waiting)), f"outside:all:{last}"),
            Button(said.BUTTON_NONE, f"outside:none:{last}"),
        ),
    )
    return said.MORE.format(count=len(waiting), what=what), buttons
