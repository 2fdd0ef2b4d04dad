"""What cannot be right is asked back once, with the likely readings as buttons.

A topic asks with ``ask_back`` and takes the answer with one function, which it names twice::

    TAPS = {"infoback": by_tap("infoback", Act.STEER, _taken)}
    ANSWERS = {"infoback": by_words("infoback", Act.STEER, _taken)}

A question is answered once, by a tap or by a reply in words. Where the same is asked again, or has
been said anew meanwhile (``context.store.asked_back.over``), the earlier question is old, and
whoever answers it is told so; nothing changes.

What only the one who typed it can say (which name they meant) is asked of them alone: ``alone``.
Then the topic's own handlers answer, with ``chosen`` and ``asked_of_me`` (``asked_name.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.conversation.button import ButtonData, OldButton
from bot.conversation.command import AnswerHandler, TapHandler
from bot.conversation.context import AnswerInstead, Context, Replies
from bot.doors.port import Button, Buttons, MediaKind, Question, Rewrite, Say
from bot.messages import asked_back as said
from bot.messages import phrases
from bot.minutes import Meeting
from bot.minutes.asked_back import Alone, AskedBack, Reading
from bot.minutes.rights import Act
from bot.minutes.typed.words import clean, fold, one_line

NO_READING = "x"
"""In old buttons, in place of a reading's number: what was typed is nothing of that kind."""

Taken = Callable[[Context, Meeting, AskedBack, str, bool], Replies]
"""(context, meeting, what was asked, the value, whether it came in words of the person's own rather
than as one of the readings) -> what to say. It may ask back again."""


def ask_back(
    context: Context,
    meeting: Meeting | None,
    what: str,
    about: str,
    typed: str,
    sentence: str,
    readings: Sequence[Reading],
    *,
    alone: bool = False,
    how: str | None = None,
) -> Say:
    """A question with a button a reading, to be said in the meeting's chat.

    Args:
        what: the topic's word in ``TAPS`` and ``ANSWERS``.
        about: what it is about, within the topic; a new question ends an open one about the same.
        typed: the words that cannot be right.
        sentence: the question, without how to answer it.
        alone: only whoever has typed it may answer, and here; the meeting may be None then.
        how: how to answer it; None: by a button, or with the right words.
    """
    meeting_id = meeting.id if meeting else None
    whom = Alone(context.chat.id, context.person.id) if alone else None
    number = context.store.asked_back.ask(meeting_id, what, about, typed, sentence, readings, whom)
    rows = [sentence, said.how_to_answer(bool(readings)) if how is None else how]
    return Say(
        "\n".join(filter(None, rows)),
        _buttons(what, number, readings),
        reply_to=context.incoming.message_id or None,
        question=Question(what, meeting_id or 0, str(number)),
    )


def _buttons(what: str, number: int, readings: Sequence[Reading]) -> Buttons:
    return tuple(
        (Button(phrases.cut(reading.label, 60), f"{what}:{number}:{place}"),)
        for place, reading in enumerate(readings)
    )


def chosen(
    context: Context, what: str, data: ButtonData
) -> tuple[AskedBack, Reading | None] | None:
    """The question of a tap by the one whom it is for alone, which is answered with that, and the
    reading that was tapped; None: the words are nothing of that kind (a button of before, which
    ends in ``NO_READING``). None in all where somebody else has tapped.

    Raises:
        OldButton: it is answered, of another chat, or forged.
    """
    one = context.store.asked_back.get(what, data.number(0))
    if one is None or one.alone is None or one.alone.chat_id != context.chat.id:
        raise OldButton("nobody is asked")
    if one.alone.person_id != context.person.id:
        return None
    reading = None if data[1] == NO_READING else _reading(one, data.number(1))
    context.store.asked_back.close(one, reading.label if reading else "")
    return one, reading


def asked_of_me(context: Context, question: Question) -> AskedBack | None:
    """The question that is replied to, where it is for the one who replies, and open."""
    one = context.store.asked_back.get(question.what, int(question.about))
    return one if one and one.alone == Alone(context.chat.id, context.person.id) else None


def _reading(one: AskedBack, place: int) -> Reading:
    """Raises:
    OldButton
    """
    if not 0 <= place < len(one.readings):
        raise OldButton("there is no such reading")
    return one.readings[place]


def by_tap(what: str, act: Act, taken: Taken) -> TapHandler:
    """The tap on a reading: ``WHAT:NUMBER:PLACE``."""

    def tapped(context: Context, data: ButtonData) -> tuple[str, Replies]:
        one, place = context.store.asked_back.get(what, data.number(0)), data.number(1)
        if one is None or one.meeting_id is None:
            raise OldButton("no such question")
        reading = _reading(one, place)
        meeting = context.tapped_meeting_here(one.meeting_id)
        if not context.may(act, meeting):
            return phrases.TOAST_NOT_ALLOWED, []
        if one.answer is not None:
            return said.toast_answered(one.answer), [context.rewritten(said.settled(one))]
        replies = _take(context, meeting, one, reading, taken)
        return said.TOAST_TAKEN, replies

    return tapped


def by_words(what: str, act: Act, taken: Taken) -> AnswerHandler:
    """The reply to the question."""

    def take_reply(context: Context, question: Question) -> Replies | None:
        media = context.incoming.media
        if media is not None:
            sound = media.kind is MediaKind.SOUND
            return [context.say(said.IN_WORDS)] if sound else None
        one = context.store.asked_back.get(what, int(question.about))
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
        context.store.asked_back.close(one, one_line(words))
        return [*taken(context, meeting, one, words, True), *_settled(context, one)]

    return take_reply


def _take(
    context: Context, meeting: Meeting, one: AskedBack, reading: Reading, taken: Taken
) -> Replies:
    context.store.asked_back.close(one, reading.label)
    try:
        replies = taken(context, meeting, one, reading.value, False)
    except AnswerInstead as instead:
        replies = instead.replies
    return [*replies, *_settled(context, one)]


def _settled(context: Context, asked: AskedBack) -> Replies:
    """The question itself, with its answer and without its buttons."""
    one = context.store.asked_back.get(asked.what, asked.number)
    message_id = context.incoming.reply_to or context.incoming.message_id
    if context.incoming.tap:
        message_id = context.incoming.message_id
    return [Rewrite(said.settled(one), message_id=message_id)] if one else []
