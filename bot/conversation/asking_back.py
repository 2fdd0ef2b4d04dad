"""What cannot be right is asked back once, with the likely readings as buttons.

A topic asks with ``ask_back`` and takes the answer with one function, which it names twice::

    TAPS = {"infoback": by_tap(Act.STEER, _taken)}
    ANSWERS = {"infoback": by_words(Act.STEER, _taken)}

A question is answered once, by a tap or by a reply in words. Where the same is asked again, or has
been said anew meanwhile (``context.store.asked_back.over``), the earlier question is old, and
whoever answers it is told so; nothing changes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.conversation.button import ButtonData, OldButton
from bot.conversation.context import (
    AnswerHandler,
    AnswerInstead,
    Context,
    Replies,
    TapHandler,
)
from bot.doors.port import Button, Buttons, MediaKind, Question, Rewrite, Say
from bot.messages import asked_back as said
from bot.messages import phrases
from bot.minutes import Meeting
from bot.minutes.asked_back import AskedBack, Reading
from bot.minutes.rights import Act
from bot.minutes.typed.words import clean, fold, one_line

Taken = Callable[[Context, Meeting, AskedBack, str, bool], Replies]
"""(context, meeting, what was asked, the value, whether it came in words of the person's own rather
than as one of the readings) -> what to say. It may ask back again."""


def ask_back(
    context: Context,
    meeting: Meeting,
    what: str,
    about: str,
    typed: str,
    sentence: str,
    readings: Sequence[Reading],
) -> Say:
    """A question with a button a reading, to be said in the meeting's chat.

    Args:
        what: the topic's word in ``TAPS`` and ``ANSWERS``.
        about: what it is about, within the topic; a new question ends an open one about the same.
        typed: the words that cannot be right.
        sentence: the question, without how to answer it.
    """
    number = context.store.asked_back.ask(meeting.id, what, about, typed, sentence, readings)
    return Say(
        f"{sentence}\n{said.how_to_answer(bool(readings))}",
        _buttons(what, number, readings),
        reply_to=context.incoming.message_id or None,
        question=Question(what, meeting.id, str(number)),
    )


def _buttons(what: str, number: int, readings: Sequence[Reading]) -> Buttons:
    return tuple(
        (Button(phrases.cut(reading.label, 60), f"{what}:{number}:{place}"),)
        for place, reading in enumerate(readings)
    )


def by_tap(act: Act, taken: Taken) -> TapHandler:
    """The tap on a reading: ``WHAT:NUMBER:PLACE``."""

    def tapped(context: Context, data: ButtonData) -> tuple[str, Replies]:
        one, place = context.store.asked_back.get(data.number(0)), data.number(1)
        if one is None or not 0 <= place < len(one.readings):
            raise OldButton("no such question, or no such reading")
        meeting = context.tapped_meeting_here(one.meeting_id)
        if not context.may(act, meeting):
            return phrases.TOAST_NOT_ALLOWED, []
        if one.answer is not None:
            return said.toast_answered(one.answer), [context.rewritten(said.settled(one))]
        reading = one.readings[place]
        replies = _take(context, meeting, one, reading, taken)
        return said.TOAST_TAKEN, replies

    return tapped


def by_words(act: Act, taken: Taken) -> AnswerHandler:
    """The reply to the question."""

    def answered(context: Context, question: Question) -> Replies | None:
        media = context.incoming.media
        if media is not None:
            sound = media.kind is MediaKind.SOUND
            return [context.say(said.IN_WORDS)] if sound else None
        one = context.store.asked_back.get(int(question.about))
        meeting = context.meeting_here(question.meeting_id)
        words = clean(context.incoming.text)
        if one is None or meeting is None or not words:
            return [context.say(phrases.TOAST_OLD)]
        if not context.may(act, meeting):
            return [context.say(context.refused(act, meeting))]
        if one.answer is not None:
            return [context.say(said.is_answered(one))]
        same = [x for x in one.readings if fold(one_line(words)) == fold(one_line(x.label))]
        if same:
            return _take(context, meeting, one, same[0], taken)
        context.store.asked_back.answered(one.id, one_line(words))
        return [*taken(context, meeting, one, words, True), *_settled(context, one.id)]

    return answered


def _take(
    context: Context, meeting: Meeting, one: AskedBack, reading: Reading, taken: Taken
) -> Replies:
    context.store.asked_back.answered(one.id, reading.label)
    try:
        replies = taken(context, meeting, one, reading.value, False)
    except AnswerInstead as instead:
        replies = instead.replies
    return [*replies, *_settled(context, one.id)]


def _settled(context: Context, number: int) -> Replies:
    """The question itself, with its answer and without its buttons."""
    one = context.store.asked_back.get(number)
    message_id = context.incoming.reply_to or context.incoming.message_id
    if context.incoming.tap:
        message_id = context.incoming.message_id
    return [Rewrite(said.settled(one), message_id=message_id)] if one else []
