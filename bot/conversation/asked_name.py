"""A name that was typed and is not believed: asked back, with a button for each likely reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.conversation.button import ButtonData, OldButton
from bot.conversation.context import Context
from bot.doors.port import Button, Question, Say
from bot.messages import names as said
from bot.messages.phrases import cut
from bot.minutes import Meeting
from bot.minutes.roll import is_full_name
from bot.minutes.typed.names import WhoRead, read_who
from bot.minutes.typed.people import Entry
from bot.store.names_asked import AskedName

_MOST = 4  # readings that are offered
_LABEL = 60  # letters of a button
AS_TYPED = "x"  #: in a button, in place of a reading's number: the words are no name


def ask(
    context: Context,
    tap: str,
    sentence: str,
    readings: Sequence[Entry],
    meeting: Meeting | None,
    words: str = "",
    as_typed: str = "",
) -> Say:
    """Ask which of the readings is meant; nothing is changed until that is tapped, or a name comes
    in reply.

    Args:
        tap: the first word of the buttons' data; its handler calls ``answered``, and that of a
            reply to the question ``in_words``.
        words: what the handler needs beside the name.
        as_typed: the label of a button more, for words that are no name.
    """
    chosen = list(dict.fromkeys(readings))[:_MOST]
    meeting_id = meeting.id if meeting else None
    number = context.store.names_asked.ask(
        context.chat.id, meeting_id, context.person.id, words, chosen
    )
    buttons = [
        (Button(cut(one.full, _LABEL), f"{tap}:{number}:{n}"),) for n, one in enumerate(chosen)
    ]
    if as_typed:
        buttons.append((Button(as_typed, f"{tap}:{number}:{AS_TYPED}"),))
    question = Question(tap, meeting_id or 0, str(number))
    return replace(context.say(sentence, tuple(buttons)), question=question)


def in_words(context: Context, question: Question) -> tuple[AskedName, Entry] | None:
    """The question that somebody replies to, and the name that the reply is; None where it is no
    name of somebody, or no reply of the one who was asked: then it is an utterance like any other.
    """
    asked = context.store.names_asked.asked(int(question.about), context.chat.id)
    if asked is None or asked.person_id != context.person.id or context.incoming.media:
        return None
    one = read_who(context.incoming.text).sure
    if one is None or not is_full_name(one.name):
        return None
    context.store.names_asked.answered(asked.id)
    return asked, one


def answered(context: Context, data: ButtonData) -> tuple[AskedName, Entry | None] | None:
    """The question of a tapped button, and the reading that was tapped: None where the words are no
    name. None in all where somebody else than the one who was asked has tapped.

    Raises:
        OldButton: it is answered, or forged.
    """
    asked = context.store.names_asked.asked(data.number(0), context.chat.id)
    if asked is None:
        raise OldButton("nobody is asked")
    if asked.person_id != context.person.id:
        return None
    if data[1] == AS_TYPED:
        reading = None
    else:
        place = data.number(1)
        if not 0 <= place < len(asked.readings):
            raise OldButton("there is no such reading")
        reading = asked.readings[place]
    context.store.names_asked.answered(asked.id)
    return asked, reading


def why_asked(read: WhoRead, typed: str) -> str:
    """What is not certain of the words, as a sentence."""
    return said.WHY[read.doubt].format(words=cut(typed, 80))
