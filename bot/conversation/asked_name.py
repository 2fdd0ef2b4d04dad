"""A name that was typed and is not believed: asked back of whoever typed it, with a button for each
likely reading."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from bot.conversation.asking_back import ask_back, asked_of_me, chosen
from bot.conversation.button import ButtonData, OldButton
from bot.conversation.context import Context
from bot.doors.port import Question, Say
from bot.messages import names as said
from bot.messages.phrases import cut
from bot.minutes import Meeting
from bot.minutes.asked_back import AskedBack, Reading
from bot.minutes.roll import is_full_name
from bot.minutes.typed.names import WhoRead, read_who
from bot.minutes.typed.people import Entry, Presence

_MOST = 4  # readings that are offered


@dataclass(frozen=True)
class AskedName:
    """A question about a name that has been answered."""

    meeting_id: int | None
    words: str  #: what the command needs beside the name


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
        tap: the first word of the buttons' data; its handler calls ``tapped_reading``, and that of
            a reply to the question ``in_words``.
        words: what the handler needs beside the name.
        as_typed: the label of a button more, for words that are no name.
    """
    offered = list(dict.fromkeys(readings))[:_MOST]
    buttons = [Reading(one.full, _as_value(one)) for one in offered]
    if as_typed:
        buttons.append(Reading(as_typed, ""))
    return ask_back(context, meeting, tap, words, "", sentence, buttons, alone=True, how="")


def in_words(context: Context, question: Question) -> tuple[AskedName, Entry] | None:
    """The question that somebody replies to, and the name that the reply is; None where it is no
    name of somebody, or no reply of the one who was asked: then it is an utterance like any other.
    """
    asked = asked_of_me(context, question)
    if asked is None or context.incoming.media:
        return None
    one = read_who(context.incoming.text).sure
    if one is None or not is_full_name(one.name):
        return None
    context.store.asked_back.close(asked, one.full)
    return _asked(asked), one


def tapped_reading(
    context: Context, tap: str, data: ButtonData
) -> tuple[AskedName, Entry | None] | None:
    """The question of a tapped button, and the reading that was tapped: None where the words are no
    name. None in all where somebody else than the one who was asked has tapped.

    Raises:
        OldButton: it is answered, or forged.
    """
    found = chosen(context, tap, data)
    if found is None:
        return None
    asked, reading = found
    return _asked(asked), _as_entry(reading.value) if reading and reading.value else None


def _asked(one: AskedBack) -> AskedName:
    return AskedName(one.meeting_id, one.about)


def _as_value(one: Entry) -> str:
    return json.dumps(asdict(one), ensure_ascii=False)


def _as_entry(value: str) -> Entry:
    """Raises:
    OldButton: it cannot be read any more.
    """
    try:
        read = json.loads(value)
        return Entry(**{**read, "state": Presence(read["state"])})
    except (ValueError, TypeError, KeyError):
        raise OldButton("the name is damaged") from None


def why_asked(read: WhoRead, typed: str) -> str:
    """What is not certain of the words, as a sentence."""
    return said.WHY[read.doubt].format(words=cut(typed, 80))
