"""What a person can ask for: a file a topic. A new command is an entry in its file's COMMANDS
and a sentence in ``messages.MENU``."""

from __future__ import annotations

from bot.commands import (
    asking,
    attendance,
    deciding,
    erasing,
    glossary,
    history,
    lines,
    meeting,
    mending,
    people,
    reading,
    recordings,
    report,
    review,
    rights,
    search,
    signing,
    statistics,
    suggestions,
    tasks,
    templates,
    undoing,
)
from bot.commands import help as help_
from bot.commands.context import Command, Context, House

ALL: tuple[Command, ...] = (
    *meeting.COMMANDS,
    *people.COMMANDS,
    *attendance.COMMANDS,
    *rights.COMMANDS,
    *erasing.COMMANDS,
    *glossary.COMMANDS,
    *lines.COMMANDS,
    *mending.COMMANDS,
    *undoing.COMMANDS,
    *recordings.COMMANDS,
    *history.COMMANDS,
    *search.COMMANDS,
    *review.COMMANDS,
    *statistics.COMMANDS,
    *tasks.COMMANDS,
    *suggestions.COMMANDS,
    *asking.COMMANDS,
    *report.COMMANDS,
    *reading.COMMANDS,
    *signing.COMMANDS,
    *deciding.COMMANDS,
    *templates.COMMANDS,
    *help_.COMMANDS,
)
BY_NAME = {name: command for command in ALL for name in (command.name, *command.also)}

__all__ = ["ALL", "BY_NAME", "Command", "Context", "House"]
