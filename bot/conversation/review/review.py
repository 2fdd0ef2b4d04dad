"""Look through a meeting before the draft: ``/rasoat``, and a tap for each thing to mend."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from bot.conversation.button import ButtonData, OldButton
from bot.conversation.command import Command, Hint, InMenus
from bot.conversation.context import Context, Replies
from bot.conversation.lines import recordings
from bot.conversation.lines.buttons import on_line
from bot.conversation.lines.choosing import choose
from bot.conversation.places import desk
from bot.conversation.review import filling, suggestions
from bot.conversation.review.filling import ask_conclusion, ask_item, line_of
from bot.conversation.review.names import differ, names_now, spell, spell_as_rarer
from bot.conversation.review.shown import page_of_topic, summary
from bot.desk.review import key_of
from bot.messages import phrases
from bot.messages import review as said
from bot.minutes import Meeting, Tag
from bot.minutes.guesses.review import Topic
from bot.minutes.rights import Act
from bot.minutes.typed.numbers import read_meeting
from bot.minutes.typed.words import clean, fold

_OF_TOPIC = re.compile(r"([a-z ]+?)(?:\s+trang\s+(\d{1,4}))?")
_LEAVE = re.compile(r"(?:bo\s?qua|de\s?ngoai)\s+(.+)")
_NAME = re.compile(r"ten\s+(\d{1,4})\s+(doi\s?nguoc|doi|khac)")


def review(context: Context, text: str) -> Replies:
    """``/rasoat``, ``/rasoat 4``; without buttons ``/rasoat chuathe trang 2``, ``/rasoat boqua 3``,
    ``/rasoat ten 1 doi``, ``… doinguoc``, ``… khac``."""
    words = fold(clean(text))
    number = read_meeting(words)
    meeting = context.require_meeting(number)
    if number is not None or not words:
        text, buttons = summary(context, meeting)
        return [context.say(text, (*buttons, *desk.button(context, meeting)))]
    if leave := _LEAVE.fullmatch(words):
        return _leave(context, meeting, leave[1])
    if name := _NAME.fullmatch(words):
        return _on_name(context, meeting, int(name[1]), name[2])
    named = _OF_TOPIC.fullmatch(words)
    topic = named[1].replace(" ", "") if named else ""
    if named is None or topic not in set(Topic):
        return [context.say(said.USE)]
    return [context.say(*page_of_topic(context, meeting, Topic(topic), int(named[2] or 1)))]


def _leave(context: Context, meeting: Meeting, numbers: str) -> Replies:
    """These lines are well as they are: neither a tag nor an answer is wanted."""
    if not context.may(Act.ARRANGE, meeting):
        return [context.say(context.refused(Act.ARRANGE, meeting))]
    chosen = choose(context, numbers, "rasoat", said.USE)
    for line in chosen.lines:
        topic = Topic.OPEN if line.tag is Tag.OPINION else Topic.UNTAGGED
        context.store.reviews.settle(meeting.id, topic, str(line.id), context.person.id)
    left = said.LEFT.format(lines=phrases.numbers(chosen.lines))
    return [context.say(left), *chosen.trouble]


def _on_name(context: Context, meeting: Meeting, number: int, what: str) -> Replies:
    names = names_now(context, meeting)
    if not 1 <= number <= len(names):
        return [context.say(*page_of_topic(context, meeting, Topic.NAMES, 1))]
    do = {"doi": spell, "khac": differ}.get(what, spell_as_rarer)
    try:
        toast, replies = do(context, meeting, Topic.NAMES, ButtonData([key_of(names[number - 1])]))
    except (
        OldButton
    ):  # the other spelling is known to be right: nothing is done the other way round
        return [context.say(*page_of_topic(context, meeting, Topic.NAMES, 1))]
    return replies or [context.say(toast)]


# --- what the buttons do --------------------------------------------------------------------------


def tapped(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """``rv:MEETING``, ``rv:MEETING:TOPIC:PAGE``, ``rv:MEETING:TOPIC:PAGE:WHAT:…``."""
    meeting = context.tapped_meeting(data.number(0))
    if len(data) == 1:
        return "", [context.rewritten(*summary(context, meeting))]
    if list(data[1:]) == ["goiy"]:
        return "", suggestions.suggestions(context, str(meeting.id))
    topic, page = data.one_of(Topic, 1), data.number(2)
    toast = ""
    replies: Replies = []
    if len(data) > 3:
        if not context.is_here(meeting):
            raise OldButton("a guest changes nothing")
        toast, replies = data.looked_up(_DO, 3)(context, meeting, topic, data[4:])
        if data[3] in _ASKING:
            return toast, replies
    return toast, [context.rewritten(*page_of_topic(context, meeting, topic, page)), *replies]


def _on_line(what: str) -> Callable[..., tuple[str, Replies]]:
    def do(
        context: Context, meeting: Meeting, topic: Topic, data: ButtonData
    ) -> tuple[str, Replies]:
        line = line_of(context, meeting, data.number(0))
        if what == "tag" and line.tag == data.one_of(Tag, 1):  # a second tap on an old keyboard
            name = phrases.TAG_NAMES[data.one_of(Tag, 1)]
            return said.TOAST_TAGGED.format(no=line.no, tag=name), []
        return on_line(context, what, data)

    return do


def _hear(
    context: Context, meeting: Meeting, topic: Topic, data: ButtonData
) -> tuple[str, Replies]:
    line = line_of(context, meeting, data.number(0))
    sound = recordings.sound_of(context, line)
    if sound is None:
        return phrases.HAS_NO_SOUND.format(no=line.no), []
    return phrases.SOUND_COMES.format(no=line.no), sound


def _skip(
    context: Context, meeting: Meeting, topic: Topic, data: ButtonData
) -> tuple[str, Replies]:
    """Somebody of the desk says that a line is well as it is."""
    if not context.may(Act.ARRANGE, meeting):
        return phrases.TOAST_NOT_ALLOWED, []
    line = line_of(context, meeting, data.number(0))
    context.store.reviews.settle(meeting.id, topic, str(line.id), context.person.id)
    return said.TOAST_SETTLED, []


_DO: Mapping[str, Callable[..., tuple[str, Replies]]] = {
    "right": _on_line("right"),
    "edit": _on_line("edit"),
    "tag": _on_line("tag"),
    "hear": _hear,
    "skip": _skip,
    "fill": ask_item,
    "conclude": ask_conclusion,
    "spell": spell,
    "rarer": spell_as_rarer,
    "differ": differ,
}
_ASKING = frozenset({"edit", "hear", "fill", "conclude"})  # the page stays as it is

COMMANDS = (
    Command(
        "rasoat",
        review,
        also=("kiemtra",),
        words="rasoatlai",
        again=True,
        hint=Hint.ALWAYS,
        menus=InMenus(group=140, alone=200),
    ),
)
TAPS = {"rv": tapped}
ANSWERS = filling.ANSWERS
