"""``/trinh``: a draft goes to the chair, who decides (``deciding.py``)."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence
from dataclasses import replace

from bot import desk
from bot.conversation.button import ButtonData, OldButton
from bot.conversation.command import Command
from bot.conversation.context import Context, Replies
from bot.conversation.drafts.drafts import as_document, lines_of_document
from bot.conversation.drafts.kept import changes
from bot.conversation.drafts.which_draft import (
    DraftRef,
    draft_by_id,
    make_command,
    newer_draft,
    which_draft,
)
from bot.conversation.places import desk as place
from bot.conversation.signoff import readers, remarks, state
from bot.doors.port import Button, ChatKind, Rewrite, Say, SendFile
from bot.messages import phrases
from bot.messages import signoff as said
from bot.minutes import Line, Meeting
from bot.minutes.documents import Depth
from bot.minutes.rights import Act
from bot.minutes.rules import sort_lines
from bot.minutes.typed.words import clean, fold
from bot.report import DraftSources
from bot.store.signoff import State, Submission
from foundation.files import sha256_of

_EXAMPLE = 120  # letters of a changed paragraph
_HEAR, _WHOLE_HASH = re.compile(r"\bnghe\b"), re.compile(r"\bma\b(?: day du)?")


def submit(context: Context, text: str) -> Replies:
    """``/trinh``, ``/trinh biên bản``, ``/trinh 2 cuộc họp 4``: to the chair; or where that draft
    stands. ``/trinh nghe``, ``/trinh mã``: its remarks' sounds, its whole SHA-256."""
    words = fold(clean(text))
    if context.is_private and not words:
        waiting = [draft_by_id(context, x.document_id) for x in state.waiting_here(context)]
        if waiting:
            return [reply for named in waiting if named for reply in state.as_it_is(context, named)]
    hear, whole = _HEAR.search(words), _WHOLE_HASH.search(words)
    rest = _WHOLE_HASH.sub(" ", _HEAR.sub(" ", words))
    named = which_draft(context, rest if hear or whole else text, "trinh")
    last = context.store.signoff.of_document(named.document.id)
    if hear:
        kept = context.store.signoff.remarks_to(last.id) if last else []
        readable = [x for x in kept if remarks.is_readable(context, named.meeting, x)]
        if len(readable) < len(kept):
            text = said.REMARKS_ALONE.format(no=named.meeting.id)
            return [context.say(text, place.button(context, named.meeting))]
        return remarks.sounds(context, readable)
    if whole and last:
        return [context.say(state.hashes(context, named, last))]
    if last is not None and last.state is not State.WITHDRAWN:
        return state.as_it_is(context, named)
    if not context.may(Act.SUBMIT, named.meeting):
        return [context.say(context.refused(Act.SUBMIT, named.meeting))]
    return _submit(context, named, whatever=False)


def _submit(context: Context, named: DraftRef, *, whatever: bool) -> Replies:
    """Ask the chair.

    Args:
        whatever: also where the draft is not as the meeting is now.
    """
    meeting = named.meeting
    if meeting.chair_id is None:
        return [context.say(context.sample(said.NO_CHAIR).format(no=meeting.id))]
    make = make_command(context, meeting, named.kind)
    path = named.path(context)
    try:
        word = sha256_of(path)
        pdf = sha256_of(path.with_suffix(".pdf")) if len(named.files(context)) > 1 else None
    except OSError:
        return [context.say(said.FILE_GONE.format(name=path.name, make=make))]
    trouble = [] if whatever else _not_as_it_is(context, named)
    if trouble:
        text = said.NOT_YET.format(draft=named.title, name=path.name, rows="\n".join(trouble))
        text += f" {said.MAKE_NEW.format(make=make)}"
        button = Button(said.BUTTON_SUBMIT_STILL, f"submit:{named.document.id}")
        return [context.say(text, ((button,),))]
    _withdraw_others(context, named)
    signing = context.store.signoff
    submission = signing.submit(
        meeting.id, named.document.id, context.person.id, meeting.chair_id, word, pdf
    )
    state.note(context, named, "submit", submission)
    readers.redraw(context, named)
    _ask_alone(context, named, submission)
    told: list[Say | SendFile | Rewrite] = [*_in_its_chat(context, named, submission)]
    before = state.message_of_returned(context, named, submission)
    if before and context.chat.id != meeting.chat_id and state.is_asked_alone(context, meeting):
        asked = _request(context, named, submission, meeting.chat_id)
        told = [Rewrite(asked.text, asked.buttons, message_id=before, question=asked.question)]
    replies = context.in_its_chat(meeting, *told)
    if context.at_desk and not state.asks_in(context, named, context.chat.id):
        replies = [*replies, _request(context, named, submission, context.chat.id)]
    return replies


def _in_its_chat(
    context: Context, named: DraftRef, submission: Submission, *, files: bool = True
) -> list[Say | SendFile]:
    """What the meeting's own chat sees of a submission: that the chair was asked, in one message;
    or the request and the files, where that is the place to ask them.

    Args:
        files: it has not seen them with an earlier request.
    """
    meeting = named.meeting
    asked = _request(context, named, submission, meeting.chat_id)
    if state.is_asked_alone(context, meeting):
        return [asked]
    if context.store.chats.get(meeting.chat_id).kind is ChatKind.GROUP:
        not_alone = said.NOT_ALONE.format(chair=state.chair_name(context, meeting))
        asked = replace(asked, text=f"{asked.text}\n{not_alone}")
    return [*(named.files(context) if files else []), asked]


def _not_as_it_is(context: Context, named: DraftRef) -> list[str]:
    """Why a draft may not be what should be submitted, a row each."""
    lines = lines_of_document(context, named.meeting)
    rows = []
    later = newer_draft(context, named)
    if later is not None:
        rows.append(said.IS_OLD.format(number=later))
    rows += _has_changed(context, named, lines)
    left = sort_lines(lines)
    held: set[int] = set()
    with contextlib.suppress(OSError, ValueError):
        kept = DraftSources.read(named.path(context))
        held = {no for paragraph in kept.paragraphs for no in paragraph.lines}
    for sentence, found in (
        (said.HAS_DOUBTS, [line for line in left.unsure if line.no in held]),
        (said.HAS_WAITING, list(left.waiting)),
        (said.HAS_FAILED, [*left.failed, *left.unfinished]),
    ):
        if found:
            rows.append(sentence.format(count=len(found), lines=phrases.numbers(found)))
    return rows


def _has_changed(context: Context, named: DraftRef, lines: Sequence[Line]) -> list[str]:
    """Where the meeting is no longer what the draft says."""
    document = named.document
    try:
        before = named.path(context).with_suffix(".txt").read_text("utf-8").splitlines()
    except (OSError, ValueError):
        return [said.HAS_CHANGED_UNKNOWN]
    depth = Depth(document.depth)
    desk.bring_up_to_date(context.store, named.meeting, context.house.zone)
    listed, tasks, _ = as_document(context, named.meeting, lines, named.kind, depth)
    now = context.house.reports.text_as_of(listed, lines, named.kind, depth, document.at, tasks)
    found = changes(before, f"{now}\n".splitlines())
    if not found:
        return []
    old, new = found[0]
    example = phrases.cut((new if new.strip() else old).strip(), _EXAMPLE)
    numbers = context.store.signoff.changed_since(named.meeting.id, document.at)
    by_number = ", ".join(f"#{no}" for no in numbers[:20])
    which_lines = said.CHANGED_LINES.format(lines=by_number) if numbers else ""
    return [said.HAS_CHANGED.format(count=len(found), example=example, lines=which_lines)]


def _withdraw_others(context: Context, named: DraftRef) -> None:
    """Of one kind only one draft waits for the chair."""
    for other in context.store.signoff.of_meeting(named.meeting.id):
        draft = draft_by_id(context, other.document_id)
        if other.state is State.WAITING and draft and draft.kind is named.kind:
            context.store.signoff.decide(other, State.WITHDRAWN, context.person.id)
            state.note(context, draft, "withdraw", other)
            state.redraw(context, draft, other.id)


def _ask_alone(context: Context, named: DraftRef, submission: Submission) -> None:
    """Ask the chair in their own chat, where the bot may write to them."""
    chat_id = state.chairs_chat(context, named.meeting)
    if chat_id is None:
        return
    if chat_id != named.meeting.chat_id:
        request = _request(context, named, submission, chat_id)
        context.tell(chat_id, *named.files(context), request)


def _request(context: Context, named: DraftRef, submission: Submission, chat_id: int) -> Say:
    """The message that shows a submission in a chat, and is rewritten as it goes on."""
    text, shown = state.message_in(context, named, submission, chat_id)
    return Say(text, shown, question=state.question_of(submission))


# --- other buttons ------------------------------------------------------------------------------


def submit_tapped(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """**Vẫn trình bản này**, **Trình lại bản này**: ``submit:DOCUMENT``."""
    named = draft_by_id(context, data.number(0))
    if named is None:
        raise OldButton("the draft is not of this chat")
    if not context.may(Act.SUBMIT, named.meeting):
        return phrases.TOAST_NOT_KEEPER, []
    last = context.store.signoff.of_document(named.document.id)
    if last is not None and last.state in (State.WAITING, State.APPROVED):
        return state.decided_already(context, last), []
    for other in context.store.signoff.of_meeting(named.meeting.id):
        draft = draft_by_id(context, other.document_id)
        if draft and draft.kind is named.kind and other.document_id > named.document.id:
            raise OldButton("a newer draft was submitted since")
    return "", _submit(context, named, whatever=True)


def withdraw_tapped(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """**Rút lại**: ``withdraw:SUBMISSION``."""
    named, submission = state.submission_by_number(context, data.number(0))
    if not context.may(Act.SUBMIT, named.meeting):
        return phrases.TOAST_NOT_KEEPER, []
    if submission.state is not State.WAITING:
        return state.decided_already(context, submission), state.redraw(
            context, named, submission.id
        )
    context.store.signoff.decide(submission, State.WITHDRAWN, context.person.id)
    state.note(context, named, "withdraw", submission)
    redrawn = state.redraw(context, named, submission.id)
    told = Say(said.TOLD_WITHDRAWN.format(who=context.person.name, draft=named.title))
    told_here = [told] if context.at_desk else []
    return "", [*redrawn, *told_here, *context.in_its_chat(named.meeting, told)]


def hash_tapped(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """**Mã đầy đủ**: ``hash:SUBMISSION``."""
    named, submission = state.submission_by_number(context, data.number(0))
    return "", [context.say(state.hashes(context, named, submission))]


def chair_changed(context: Context, meeting: Meeting) -> None:
    """Ask the chair of today for what waits; who was asked before is told so."""
    if meeting.chair_id is None:
        return
    for submission in context.store.signoff.of_meeting(meeting.id):
        named = draft_by_id(context, submission.document_id)
        if submission.state is not State.WAITING or named is None:
            continue
        if submission.chair_id == meeting.chair_id:
            continue
        context.store.signoff.ask(submission, meeting.chair_id)
        state.note(context, named, "ask_chair", submission)
        state.redraw(context, named, submission.id)
        now = context.store.signoff.get(submission.id)
        assert now is not None
        _ask_alone(context, named, now)
        if not state.is_asked_alone(context, meeting):  # else it sees the rewritten message
            seen = context.private_chat(submission.chair_id) in (None, meeting.chat_id)
            context.tell(meeting.chat_id, *_in_its_chat(context, named, now, files=not seen))


COMMANDS = (Command("trinh", submit, also=("trinhduyet", "trinhky"), spoken="trinh"),)
TAPS = {"submit": submit_tapped, "withdraw": withdraw_tapped, "hash": hash_tapped}
