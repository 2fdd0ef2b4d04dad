"""What a person can ask for: a file a topic. A new command is an entry in its file's COMMANDS
and a sentence in ``messages/help.py:MENU``."""

from __future__ import annotations

from bot.conversation import help as help_
from bot.conversation.attendance import orders as attendance
from bot.conversation.context import Command, Context, House
from bot.conversation.drafts import drafts, info, kept, sources, templates
from bot.conversation.lines import arranging, editing, pages, recordings, tagging, undoing
from bot.conversation.meetings import (
    erasing,
    glossary,
    history,
    meeting,
    my_name,
    rights,
    search,
    statistics,
)
from bot.conversation.review import asking, review, suggestions
from bot.conversation.signoff import deciding, readers, submitting
from bot.conversation.tasks import orders as tasks

ALL: tuple[Command, ...] = (
    *meeting.COMMANDS,
    *info.COMMANDS,
    *my_name.COMMANDS,
    *attendance.COMMANDS,
    *rights.COMMANDS,
    *erasing.COMMANDS,
    *glossary.COMMANDS,
    *tagging.COMMANDS,
    *editing.COMMANDS,
    *arranging.COMMANDS,
    *undoing.COMMANDS,
    *recordings.COMMANDS,
    *pages.COMMANDS,
    *history.COMMANDS,
    *search.COMMANDS,
    *review.COMMANDS,
    *statistics.COMMANDS,
    *tasks.COMMANDS,
    *suggestions.COMMANDS,
    *asking.COMMANDS,
    *drafts.COMMANDS,
    *sources.COMMANDS,
    *kept.COMMANDS,
    *readers.COMMANDS,
    *submitting.COMMANDS,
    *deciding.COMMANDS,
    *templates.COMMANDS,
    *help_.COMMANDS,
)
BY_NAME = {name: command for command in ALL for name in (command.name, *command.also)}

__all__ = ["ALL", "BY_NAME", "Command", "Context", "House"]
