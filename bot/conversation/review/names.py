"""Names in two spellings: one of them becomes the other, or they are two people's."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.button import ButtonData, OldButton
from bot.conversation.context import Context, Replies
from bot.conversation.lines.choosing import MOST_AT_ONCE, allowed, redrawn
from bot.conversation.lines.editing import replace_words
from bot.desk.attendance import bring_up_to_date
from bot.desk.review import key_of, names_left
from bot.messages import phrases
from bot.messages import review as said
from bot.minutes import Meeting
from bot.minutes.guesses.review import Topic, TwoSpellings
from bot.minutes.rights import Act, mending
from bot.minutes.typed.terms import NearMiss


def names_now(context: Context, meeting: Meeting) -> tuple[TwoSpellings, ...]:
    """The names of which nobody has said yet that they are two people's."""
    bring_up_to_date(context.store, meeting)
    return names_left(context.store, meeting, context.store.lines.of_meeting(meeting.id))


def spell(
    context: Context, meeting: Meeting, topic: Topic, data: ButtonData
) -> tuple[str, Replies]:
    """The rarer spelling becomes the other one."""
    clash = _clash(context, meeting, data[0])
    return _replaced(context, meeting, clash.rarer, clash.other, clash.lines)


def spell_as_rarer(
    context: Context, meeting: Meeting, topic: Topic, data: ButtonData
) -> tuple[str, Replies]:
    """The other way round, where nobody knows which of them is right."""
    clash = _clash(context, meeting, data[0])
    if clash.known:
        raise OldButton("the other spelling is known to be right")
    return _replaced(context, meeting, clash.other, clash.rarer, clash.others)


def _replaced(
    context: Context, meeting: Meeting, found: str, name: str, numbers: Sequence[int]
) -> tuple[str, Replies]:
    """In all lines that the person may mend."""
    every = {line.no: line for line in context.store.lines.of_meeting(meeting.id)}
    wanted = [every[no] for no in numbers[:MOST_AT_ONCE]]  # the others stay on the list
    lines, refused = allowed(context, wanted, mending)
    if not lines:
        return "", refused
    offer = NearMiss(found, name)
    changed = [replace_words(context, line, offer) for line in lines]
    answer = said.SPELLED.format(found=found, name=name, lines=phrases.numbers(changed))
    return "", [context.say(answer), *redrawn(context, changed), *refused]


def differ(
    context: Context, meeting: Meeting, topic: Topic, data: ButtonData
) -> tuple[str, Replies]:
    if not context.may(Act.ARRANGE, meeting):
        return phrases.TOAST_NOT_ALLOWED, []
    clash = _clash(context, meeting, data[0])
    context.store.reviews.settle(meeting.id, Topic.NAMES, key_of(clash), context.person.id)
    return said.TOAST_SETTLED, []


def _clash(context: Context, meeting: Meeting, key: str) -> TwoSpellings:
    for clash in names_now(context, meeting):
        if key_of(clash) == key:
            return clash
    raise OldButton("the two spellings are no longer there")
