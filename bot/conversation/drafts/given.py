"""How a new draft is given: in full to who reads alone, in a group its files and what to check; and
what goes from the desk into the group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.conversation.button import ButtonData, OldButton
from bot.conversation.context import Context, Replies
from bot.conversation.drafts import approved
from bot.conversation.drafts.which_draft import DraftRef, draft_by_id
from bot.conversation.places import desk
from bot.doors.port import Ability, Button, Buttons, ChatKind, FileKind, Say, SendFile
from bot.messages import drafts as said
from bot.messages import phrases
from bot.messages import places as about_places
from bot.minutes import Line, Meeting
from bot.minutes.rights import Act

_MOST_UNSURE = 20  # lines; a message takes about so many with their words
_MOST_IN_GROUP = 5  # lines; the others are on the desk's page


@dataclass(frozen=True)
class DraftAnswer:
    """A new draft, and what to say of it."""

    meeting: Meeting
    document_id: int
    text: str
    has_paragraphs: bool
    broken: Sequence[str]  #: what is wrong with the office's template
    unsure: Sequence[Line]  #: lines in it to hear again
    below: str  #: what is missing, what to check
    again: str  #: how it is asked for again
    file: SendFile


def answer(context: Context, given: DraftAnswer) -> Replies:
    """Give a draft where it was asked for."""
    sources = Button(phrases.BUTTON_SOURCES, f"sources:{given.document_id}")
    shown = [sources] if given.has_paragraphs else []
    if context.chat.chat.kind is ChatKind.GROUP and context.can(Ability.FILES):
        whole = Button(said.BUTTON_WHOLE_TEXT, f"fulltext:{given.document_id}")
        hear = hear_again_first(given.unsure, given.again, most=_MOST_IN_GROUP)
        text = "\n".join(filter(None, [*given.broken, hear, given.below]))
        buttons = ((whole, *shown), *desk.button(context, given.meeting))
        return [context.say(text, buttons), given.file]
    if context.at_desk and desk.in_group(context, given.meeting):
        shown.append(Button(about_places.BUTTON_TO_GROUP, f"togroup:{given.document_id}"))
    first = hear_again_first(given.unsure, given.again)
    return [
        *(context.say(text) for text in given.broken),
        *([context.say(first)] if first else []),
        context.say(f"{given.text}\n\n{given.below}", (tuple(shown),) if shown else ()),
        given.file,
    ]


def words_of_file(context: Context, document_id: int, chat_id: int) -> Buttons:
    """**Toàn văn**, for a chat to which no file can be sent: whoever is asked about a draft must
    be able to read it."""
    door = context.store.chats.get(chat_id).door
    if Ability.FILES in context.house.abilities(door):
        return ()
    return ((Button(said.BUTTON_WHOLE_TEXT, f"fulltext:{document_id}"),),)


def hear_again_first(unsure: Sequence[Line], command: str, *, most: int = _MOST_UNSURE) -> str:
    """What somebody should listen to again before the draft is signed; empty: nothing.

    Args:
        unsure: lines that stand in the draft.
        command: how the draft is asked for again.
        most: lines to name.
    """
    if not unsure:
        return ""
    rows = [phrases.unsure_row(line) for line in unsure[:most]]
    if len(unsure) > most:
        rows.append(said.REPORT_UNSURE_MORE.format(count=len(unsure) - most))
    return said.REPORT_UNSURE.format(
        count=len(unsure), rows="\n".join(rows), no=unsure[0].no, command=command
    )


# --- buttons ------------------------------------------------------------------------------------


def _draft_tapped(context: Context, data: ButtonData) -> DraftRef:
    named = draft_by_id(context, data.number(0))
    if named is None:
        raise OldButton("the draft is not of this chat")
    return named


def _whole_text(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """**Toàn văn**: ``fulltext:DOCUMENT``, as it was when the draft was made."""
    named = _draft_tapped(context, data)
    try:
        text = named.path(context).with_suffix(".txt").read_text("utf-8").rstrip("\n")
    except (OSError, ValueError):  # of an older version, or the disk has lost it
        return "", [context.say(said.DRAFT_LOST)]
    return "", [context.say(text)]


def _to_group(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """**Gửi vào nhóm**: ``togroup:DOCUMENT``, once."""
    named = _draft_tapped(context, data)
    meeting = named.meeting
    if not context.is_here(meeting) or meeting.chat_id == context.chat.id:
        raise OldButton("the desk of that meeting is not here")
    if not context.may(Act.DRAFT, meeting):
        return phrases.TOAST_NOT_ALLOWED, []
    submission = context.store.signoff.of_document(named.document.id)
    if submission and approved.differing(context, named.document, submission)[0]:
        return "", approved.sent_again(context, named.document, "")
    files = _files_for_group(context, named)
    if not files:
        return "", [context.say(said.DRAFT_LOST)]
    if not context.store.meetings.send_home(named.document.id):
        return said.TOAST_SENT_BEFORE, []
    context.tell(meeting.chat_id, *files)
    return about_places.SENT_TO_GROUP, []


def _files_for_group(context: Context, named: DraftRef) -> list[Say | SendFile]:
    """The picture of the first page, and the files, with a line on what they are. What is still
    being printed follows (``clerk/prints.py``)."""
    word, *pdf = named.files(context)
    path = named.path(context)
    if not path.exists():
        return []
    kind = named.kind.heading.lower()
    line = said.SENT_FROM_DESK.format(who=context.person.name, kind=kind, draft=named.title)
    found: list[Say | SendFile] = [SendFile(word.path, word.name, line), *pdf]
    picture = path.with_suffix(".png")
    if pdf and picture.exists():
        found.insert(0, SendFile(str(picture), picture.name, kind=FileKind.PICTURE))
    return found


TAPS = {"fulltext": _whole_text, "togroup": _to_group}
