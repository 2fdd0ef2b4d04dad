"""The drafts that were made of a meeting: listed, sent again, held against each other."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from itertools import zip_longest

from bot.conversation.button import ButtonData, OldButton
from bot.conversation.command import Command, Hint, InMenus
from bot.conversation.context import Context, Replies
from bot.conversation.drafts import approved
from bot.conversation.drafts.given import words_of_file
from bot.conversation.paging import in_rows
from bot.doors.port import Button, SendFile
from bot.messages import drafts as said
from bot.messages import phrases
from bot.minutes import Meeting
from bot.minutes.documents import Depth, Kind
from bot.minutes.typed.numbers import NAMED_MEETING
from bot.minutes.typed.words import fold
from bot.store.meetings import Document

_MOST_BUTTONS = 50  # a platform shows no more under one message
_BUTTONS_A_ROW = 5


def drafts(context: Context, text: str) -> Replies:
    """``/duthao``: the drafts; ``/duthao 2``: the second again; ``/duthao 1 2``: what changed.

    They are those of the meeting that was drafted last; ``/duthao cuộc họp 4`` of another.
    """
    words = fold(text)
    named = re.search(NAMED_MEETING, words)
    meeting: Meeting | None
    if named:
        meeting = context.require_meeting(int(named[1]))
        words = words[: named.start()] + words[named.end() :]
    else:
        meeting = context.last_drafted()
    documents = context.store.meetings.documents(meeting.id) if meeting else []
    if meeting is None or not documents:
        return [context.say(said.NO_DRAFT)]
    numbers = [int(n) for n in re.findall(r"\d{1,6}", words)]
    wrong = [n for n in numbers if not 1 <= n <= len(documents)]
    if wrong or len(numbers) > 2 or (words.strip() and not numbers):
        return [context.say(said.USE_DRAFTS.format(count=len(documents)))]
    if not numbers:
        return drafts_shown(context, meeting, documents)
    reports = context.house.reports
    paths = [reports.path_of(meeting.id, documents[n - 1].path) for n in numbers]
    if len(paths) == 1:
        return _files_again(context, numbers[0], documents[numbers[0] - 1])
    if not all(path.exists() for path in paths):
        return [context.say(said.DRAFT_LOST)]
    try:
        before, after = (path.with_suffix(".txt").read_text("utf-8").splitlines() for path in paths)
    except OSError:
        return [context.say(said.DRAFT_LOST)]
    return [context.say(said.draft_changes(numbers[0], numbers[1], changes(before, after)))]


def list_of_drafts(context: Context, meeting: Meeting, documents: Sequence[Document]) -> str:
    """The drafts of a meeting, a row each."""
    rows = [_draft_row(context, n, document) for n, document in enumerate(documents, start=1)]
    head = said.DRAFTS_HEAD.format(**phrases.meeting_name(meeting))
    last = context.last_drafted()
    earlier = "" if last and last.id == meeting.id else said.OF_MEETING.format(no=meeting.id)
    return "\n".join([head, *rows, said.DRAFTS_HOW.format(earlier=earlier)])


def drafts_shown(context: Context, meeting: Meeting, documents: Sequence[Document]) -> Replies:
    """The list, with a button for the files of each; of very many the last ones."""
    buttons = [
        Button(said.BUTTON_FILE.format(number=n), f"file:{document.id}")
        for n, document in enumerate(documents, start=1)
    ]
    listed = list_of_drafts(context, meeting, documents)
    return [context.say(listed, in_rows(buttons[-_MOST_BUTTONS:], _BUTTONS_A_ROW))]


def _files_again(context: Context, number: int, document: Document) -> Replies:
    """What was kept of a draft: the Word file, and the PDF where there is one. Of an approved one
    it is first made sure that they are what was approved."""
    row = _draft_row(context, number, document)
    words = words_of_file(context, document.id, context.chat.id)
    read: Replies = [context.say(said.READ_HERE, words)] if words else []
    if approved.is_approved(context, document):
        return [*approved.sent_again(context, document, row), *read]
    word = context.house.reports.path_of(document.meeting_id, document.path)
    files = [path for path in (word, word.with_suffix(".pdf")) if path.exists()]
    if not files:
        return [context.say(said.DRAFT_LOST)]
    captions = [row, *("" for _ in files[1:])]
    sent: Replies = [SendFile(str(x), x.name, y) for x, y in zip(files, captions, strict=True)]
    return [*sent, *read]


def file_tapped(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """A tap on a draft's button: ``file:DOCUMENT``.

    Raises:
        OldButton: it is not of a meeting that the person may see here.
    """
    (number,) = data.numbers(1)
    document = context.document(number)
    if document is None:
        raise OldButton("the draft is not of this chat")
    return "", _files_again(context, context.draft_number(document), document)


def _draft_row(context: Context, number: int, document: Document) -> str:
    at = document.at.astimezone(context.house.zone)
    row = said.DRAFTS_ROW.format(
        number=number,
        title=Kind(document.kind).heading,
        depth=phrases.DEPTH_NAMES[Depth(document.depth)],
        at=f"{at:%d/%m/%Y %H:%M}",
        who=document.who,
        name=document.path,
    )
    return row + approved.state_of(context, document)


def changes(before: Sequence[str], after: Sequence[str]) -> list[tuple[str, str]]:
    """What is different between two texts, paragraph by paragraph: (as it was, as it is)."""
    found = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        if what != "equal":
            pairs = zip_longest(before[a:b], after[c:d], fillvalue="")
            found += [(old, new) for old, new in pairs if old.strip() or new.strip()]
    return found


COMMANDS = (
    Command(
        "duthao",
        drafts,
        words="danhsachduthao xemduthao cacduthao sosanhduthao",
        again=True,
        hint=Hint.ALWAYS,
        menus=InMenus(group=160, alone=50, page=170),
    ),
)
TAPS = {"file": file_tapped}
