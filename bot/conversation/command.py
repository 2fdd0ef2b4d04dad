"""A command, and all that the house knows of it: nothing else lists commands by their names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from enum import Enum, auto

from bot.conversation.button import ButtonData
from bot.conversation.context import Context, Replies
from bot.doors.port import Question
from bot.minutes.typed.vocabulary import CommandWords

TapHandler = Callable[[Context, ButtonData], tuple[str, Replies]]
"""A tap on a button whose data is ``what:a:b``: (context, [a, b]) -> words that pass, and answers.
OldButton: the person is told, nothing changes."""

AnswerHandler = Callable[[Context, Question], Replies | None]
"""A reply, in words or as a voice note, to a message that asks something; None: the reply is an
utterance like any other."""


@dataclass(frozen=True)
class InMenus:
    """The menus that show a command, and its place in each: a smaller number stands before. The
    administrators of a group see all, in the order of ``messages.help.MENU``; 0: not in this one.
    """

    group: int = 0  #: of a group
    alone: int = 0  #: of who is alone with the bot
    page: int = 0  #: of the office's own page, for who is not at the desk
    keepers: bool = True  #: of who keeps a meeting, in its group


class Hint(Enum):
    """Said in a meeting without a stroke a command is a line, and may have been meant for the bot.
    When its speaker is told how it would be one."""

    NEVER = auto()
    BARE = auto()  #: where its words stand for nothing but its name: «danh sách» of /thanhphan
    WITH_MORE = auto()  #: where they stand for more: «giao việc» is nothing, «nhắc hạn» is
    ALWAYS = auto()


class Completes(Enum):
    """Whose name is offered, where a door completes what is typed behind a command."""

    NOTHING = auto()
    NAME = auto()
    NAME_BEHIND_NUMBER = auto()  #: behind the number of a line


@dataclass(frozen=True)
class Command(CommandWords):
    """A thing that a person can ask for. Its sentence for the menus is in ``messages.help.MENU``;
    a test holds the two together.

    Args:
        run: does it; its words are what stands behind the name.
    """

    run: Callable[[Context, str], Replies]
    _: KW_ONLY
    alone: bool = False  #: with anything behind its name something else was meant
    needs_meeting: bool = False  #: asked of the bot in words, where there is none, it is a sentence
    records: bool = False  #: its words go into the record, and are asked about by the line's number
    takes_file: bool = False  #: may be the caption of a file
    #: a message that was it, edited and still it, is done once more: it only shows something, or
    #: sets something anew
    again: bool = False
    hint: Hint = Hint.NEVER
    completes: Completes = Completes.NOTHING
    menus: InMenus = InMenus()
