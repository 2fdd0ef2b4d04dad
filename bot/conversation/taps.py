"""What the buttons do. A button's data is ``what:id…``; every id is checked against the chat."""

from __future__ import annotations

from bot.conversation import no_meeting
from bot.conversation.button import ButtonData, OldButton
from bot.conversation.context import AnswerInstead, Context, NoMeeting, Replies
from bot.conversation.lines import buttons
from bot.conversation.topics import TAPS
from bot.doors.port import Tap, Toast
from bot.messages import phrases


def tapped(context: Context, tap: Tap) -> Replies:
    """Do what the button says. An old or forged one gets a word and changes nothing."""
    what, *words = tap.data.split(":")
    try:
        with context.store.transaction():  # whenever it is found to be old, nothing is left of it
            passing, replies = _done(context, what, ButtonData(words))
    except OldButton:
        passing, replies = phrases.TOAST_OLD, []
    return [Toast(tap.id, passing), *replies]


def _done(context: Context, what: str, data: ButtonData) -> tuple[str, Replies]:
    if what not in buttons.TAPS and _shows_a_line(context):
        raise OldButton("that button is of another message")
    if what not in TAPS:
        raise OldButton("there is no such button")
    try:
        return TAPS[what](context, data)
    except AnswerInstead as instead:
        return "", instead.replies
    except NoMeeting as missing:
        return "", no_meeting.instead(context, missing)


def _shows_a_line(context: Context) -> bool:
    """Whether the tapped message is a line's card, which has other buttons."""
    message_id = context.incoming.message_id
    return context.store.lines.of_message(context.chat.id, message_id) is not None
