"""All that a person can ask for: the one list of topics.

A topic is a file with some of these: ``COMMANDS`` (what is typed), ``TAPS`` (what its buttons do,
by the first word of their data), ``ANSWERS`` (replies to what it asks, by ``port.Question.what``).
What a command is stands with it (``command.Command``); its sentence for the menu in
``messages/help.py:MENU``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.conversation import help as help_
from bot.conversation.attendance import orders as attendance
from bot.conversation.command import AnswerHandler, Command, TapHandler
from bot.conversation.drafts import buttons as draft_buttons
from bot.conversation.drafts import drafts, given, info, items, kept, signer, sources, templates
from bot.conversation.lines import (
    arranging,
    buttons,
    corrections,
    editing,
    old_code,
    pages,
    recordings,
    speakers,
    tagging,
    taking,
    undoing,
)
from bot.conversation.meetings import (
    erasing,
    glossary,
    history,
    meeting,
    my_name,
    naming,
    outside_taps,
    rights,
    same_person,
    search,
    statistics,
)
from bot.conversation.places import desk as places_desk
from bot.conversation.places import inviting, joining
from bot.conversation.review import (
    answered_alone,
    answered_here,
    asking,
    offers,
    review,
    suggestions,
)
from bot.conversation.signoff import deciding, readers, remarks, submitting
from bot.conversation.tasks import orders as tasks
from bot.minutes.typed.vocabulary import Vocabulary

TOPICS = (
    meeting,
    outside_taps,
    info,
    items,
    signer,
    my_name,
    naming,
    same_person,
    attendance,
    rights,
    erasing,
    glossary,
    tagging,
    taking,
    editing,
    arranging,
    speakers,
    undoing,
    recordings,
    corrections,
    buttons,
    old_code,
    pages,
    history,
    search,
    review,
    statistics,
    tasks,
    suggestions,
    asking,
    answered_alone,
    answered_here,
    offers,
    drafts,
    given,
    draft_buttons,
    sources,
    kept,
    readers,
    remarks,
    submitting,
    deciding,
    templates,
    places_desk,
    inviting,
    joining,
    help_,
)


def _gathered(what: str) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for topic in TOPICS:
        for name, handler in getattr(topic, what, {}).items():
            if name in found:
                raise ValueError(f"{name} stands in the {what} of two topics")
            found[name] = handler
    return found


COMMANDS: tuple[Command, ...] = tuple(
    command for topic in TOPICS for command in getattr(topic, "COMMANDS", ())
)
BY_NAME = {name: command for command in COMMANDS for name in (command.name, *command.also)}
VOCABULARY = Vocabulary(COMMANDS)
TAPS: Mapping[str, TapHandler] = _gathered("TAPS")
ANSWERS: Mapping[str, AnswerHandler] = _gathered("ANSWERS")
