"""Doors that can less: what is typed there in the place of buttons and of replies."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import taps
from bot.conversation.context import Context, Replies
from bot.conversation.topics import VOCABULARY
from bot.doors.port import Ability, ChatKind, MediaKind, Rewrite, Say, Tap, Toast
from bot.messages import plain as said
from bot.minutes.typed.numbers import Ranges
from bot.minutes.typed.plain_orders import plain_order, read_choice
from bot.minutes.typed.vocabulary import Order

_GROUP, _HIDDEN = "group", "hidden"  # what a chat is told once


def not_heard(context: Context) -> Replies | None:
    """The answer to what cannot be heard, or read, there; None: it can.

    In a group of a platform that shows only some of its messages no meeting is held: what is heard
    of it would be half a record.
    """
    media = context.incoming.media
    if context.chat.chat.kind is ChatKind.GROUP and not context.can(Ability.GROUPS):
        return _once(context, _GROUP, said.GROUP)
    if media and media.kind is MediaKind.HIDDEN:
        return _once(context, _HIDDEN, said.HIDDEN)
    return None


def _once(context: Context, what: str, sentence: str) -> Replies:
    told = not context.store.plain.tell_once(context.chat.id, what)
    return [] if told else [context.say(sentence)]


def order(context: Context) -> Order | None:
    """A command in the words that stand under messages there; None: it is none."""
    return None if context.can(Ability.BUTTONS) else plain_order(context.incoming.text, VOCABULARY)


def chosen(context: Context) -> Replies | None:
    """What a typed choice does: what a tap on the button would do; None: it is no choice."""
    numbers = None if context.can(Ability.BUTTONS) else read_choice(context.incoming.text)
    if numbers is None:
        return None
    return _taken(context, numbers)


def _taken(context: Context, numbers: Ranges) -> Replies:
    (number, last), *others = numbers
    if others or last != number:
        return [context.say(said.ONE_CHOICE.format(number=number))]
    choice = context.store.plain.choice(context.chat.id, number)
    if choice is None:
        return [context.say(said.NO_CHOICE.format(number=number))]
    tap = Tap(context.incoming.key, choice.data)
    incoming = replace(context.incoming, text="", tap=tap, message_id=choice.message_id)
    with context.store.steps.step(choice.data.partition(":")[0]):
        replies = taps.tapped(replace(context, incoming=incoming), tap)
    return _as_messages(context, choice.message_id, replies)


def _as_messages(context: Context, message_id: str, replies: Replies) -> Replies:
    """The answers to a tap where nothing passes and nothing is rewritten: what the message would
    now say is said, and the words that would pass where nothing else is."""
    passing = [reply.text for reply in replies if isinstance(reply, Toast) and reply.text]
    answers: Replies = []
    for reply in replies:
        if isinstance(reply, Toast):
            continue
        if isinstance(reply, Rewrite) and reply.message_id == message_id:
            answers.append(context.say(reply.text, reply.buttons))
        else:
            answers.append(reply)
    seen = any(not isinstance(reply, Rewrite) for reply in answers)
    return answers if seen or not passing else [context.say(passing[0]), *answers]


def with_question(context: Context) -> Context:
    """Where messages do not say what they answer: what is typed next answers the question that is
    the last thing said there. What is typed later, or spoken, is an utterance like any other."""
    if context.can(Ability.REPLIES):
        return context
    asked = context.store.plain.take_question(context.chat.id)
    if asked is None or context.incoming.media or context.incoming.text.lstrip().startswith("/"):
        return context
    return replace(context, incoming=replace(context.incoming, reply_to=asked))


def told_so(context: Context, replies: Replies) -> Replies:
    """The answers to what was taken as an answer: where a meeting is open, its words may have been
    meant for the record."""
    if context.can(Ability.REPLIES) or context.open_meeting() is None:
        return replies
    return [*replies, Say(said.TAKEN_AS_ANSWER, reply_to=context.incoming.message_id or None)]
