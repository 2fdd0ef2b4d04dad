"""Where a submitted draft stands: how it is shown, and rewritten when somebody has decided."""

from __future__ import annotations

from bot.conversation.button import OldButton
from bot.conversation.context import Context, Replies
from bot.conversation.drafts import approved
from bot.conversation.drafts.given import words_of_file
from bot.conversation.drafts.which_draft import DraftRef, draft_by_id, make_command, newer_draft
from bot.conversation.places import desk
from bot.conversation.places.desks import desks_of
from bot.conversation.signoff import readers, remarks
from bot.doors.port import Ability, Button, Buttons, Question, Rewrite, Say
from bot.messages import phrases
from bot.messages import signoff as said
from bot.minutes import Meeting, Speaker
from bot.minutes.documents import Depth
from bot.store.signoff import State, Submission

_HASH = 8  # letters of a SHA-256 that stand in a sentence


def waiting_here(context: Context) -> list[Submission]:
    """What waits for the person in private; in a group: for the chairs of its meetings."""
    if context.is_private:
        mine = context.store.signoff.waiting_for(context.person.id)
        return [x for x in mine if context.numbered(x.meeting_id)]
    return context.store.signoff.waiting_in(context.home)


def submission_by_number(context: Context, number: int) -> tuple[DraftRef, Submission]:
    """A submission, if the person may see its meeting here.

    Raises:
        OldButton
    """
    submission = context.store.signoff.get(number)
    named = draft_by_id(context, submission.document_id) if submission else None
    if submission is None or named is None:
        raise OldButton("the submission is not of this chat")
    return named, submission


def is_asked_alone(context: Context, meeting: Meeting) -> bool:
    """Whether the chair is asked in their own chat, and the group only told so."""
    return chairs_chat(context, meeting) not in (None, meeting.chat_id)


def chairs_chat(context: Context, meeting: Meeting) -> int | None:
    """The chat in which the chair of today is asked alone; None: there is none. Who has left the
    meeting's group decides nothing of it any more."""
    chair = meeting.chair_id
    if chair is None or context.has_left(meeting, chair):
        return None
    return context.private_chat(chair)


def asks_in(context: Context, named: DraftRef, chat_id: int) -> bool:
    """Whether a chat is one in which the chair is asked for a decision."""
    meeting = named.meeting
    if chat_id == meeting.chat_id:
        return not is_asked_alone(context, meeting)
    return chat_id == chairs_chat(context, meeting)


def text_of(context: Context, named: DraftRef, submission: Submission, *, asks: bool = True) -> str:
    """What a submission is and where it stands, for its own message.

    Args:
        asks: the message is for the chair to decide; False: it says whom somebody else asked.
    """
    zone = context.house.zone
    rows = [
        said.REQUEST.format(
            draft=named.title,
            kind=f"{named.kind.heading}{phrases.DEPTH_NAMES[Depth(named.document.depth)]}",
            name=named.document.path,
            made=phrases.moment(named.document.at, zone),
            who=submission.who,
            at=phrases.moment(submission.at, zone),
            hash=submission.word[:_HASH],
        )
    ]
    read = readers.counts(context, named)
    if read:
        rows.append(said.READ_BEFORE.format(counts=read))
    if not asks:
        rows += _returned_before(context, named, submission)
    at = phrases.moment(submission.decided_at or submission.at, zone)
    make = make_command(context, named.meeting, named.kind)
    match submission.state:
        case State.WAITING:
            if asks and context.store.signoff.is_printing(named.document.id):
                rows.append(said.HAS_NO_PDF_YET)
            chair = chair_name(context, named.meeting)
            sentence = said.ASKED if asks else said.SUBMITTED_ALONE
            if not asks and not is_asked_alone(context, named.meeting):
                sentence = said.SUBMITTED_IN_GROUP
            rows.append(
                sentence.format(chair=chair) if chair else context.sample(said.NOBODY_ASKED)
            )
        case State.APPROVED:
            rows.append(said.APPROVED.format(who=submission.decider, at=at))
        case State.RETURNED:
            rows.append(said.RETURNED.format(who=submission.decider, at=at, make=make))
        case State.WITHDRAWN:
            rows.append(said.WITHDRAWN.format(who=submission.decider, at=at))
    return "\n".join(rows)


def _returned(context: Context, named: DraftRef, submission: Submission) -> list[Submission]:
    """Those of its kind that went to the chair before it, and came back."""
    every = context.store.signoff.of_meeting(named.meeting.id)
    earlier = [x for x in every if x.id < submission.id and x.state is State.RETURNED]
    drafts = [(x, draft_by_id(context, x.document_id)) for x in earlier]
    return [x for x, draft in drafts if draft and draft.kind is named.kind]


def _returned_before(context: Context, named: DraftRef, submission: Submission) -> list[str]:
    """A row for each, so that nothing is lost where one message stands for all of them."""
    rows = []
    for one in _returned(context, named, submission):
        document = context.store.meetings.document(one.document_id)
        at = phrases.moment(one.decided_at or one.at, context.house.zone)
        if document is not None:
            short = approved.short(context, document)
            rows.append(said.RETURNED_BEFORE.format(draft=short, who=one.decider, at=at))
    return rows


def message_of_returned(context: Context, named: DraftRef, submission: Submission) -> str:
    """The message by which the meeting's chat knows of the draft that came back last, and that can
    be rewritten to show this one; empty: there is none."""
    if not _rewrites(context, named.meeting):
        return ""
    chat_id = named.meeting.chat_id
    for one in reversed(_returned(context, named, submission)):
        found = context.store.questions.messages(question_of(one))
        here = [message_id for chat, message_id in found if chat == chat_id]
        if here:
            return here[-1]
    return ""


def is_seen_returned(context: Context, named: DraftRef, submission: Submission) -> bool:
    """Whether the meeting's chat sees by a message of before that a draft was returned, and its
    secretaries work elsewhere: there nobody waits to be told."""
    if not desks_of(context.store, named.meeting):
        return False
    shown = context.store.questions.messages(question_of(submission))
    here = any(chat_id == named.meeting.chat_id for chat_id, _ in shown)
    return here and _rewrites(context, named.meeting)


def _rewrites(context: Context, meeting: Meeting) -> bool:
    door = context.store.chats.get(meeting.chat_id).door
    return Ability.REWRITE in context.house.abilities(door)


def buttons(
    context: Context,
    named: DraftRef,
    submission: Submission,
    chat_id: int,
    *,
    asking: bool = False,
    decide: bool | None = None,
) -> Buttons:
    """What can be done in a chat about a submission.

    Args:
        asking: the chair has tapped **Trả lại**, and may do so without a remark.
        decide: with the buttons for the chair; None: where the chair is asked.
    """
    whole = Button(said.BUTTON_HASH, f"hash:{submission.id}")
    if submission.state is not State.WAITING:
        return ((whole,),)
    decides = asks_in(context, named, chat_id) if decide is None else decide
    ours = chat_id == named.meeting.chat_id or chat_id in desks_of(context.store, named.meeting)
    if not (ours or decides):
        return ()
    deciding = [
        Button(said.BUTTON_APPROVE, f"approve:{submission.id}"),
        Button(said.BUTTON_RETURN, f"return:{submission.id}"),
    ]
    if asking:
        deciding.append(Button(said.BUTTON_NO_REMARK, f"noremark:{submission.id}"))
    other = [whole]
    if ours:
        other.append(Button(said.BUTTON_WITHDRAW, f"withdraw:{submission.id}"))
    words = words_of_file(context, named.document.id, chat_id)
    return (*([tuple(deciding)] if decides else []), tuple(other), *words)


def message_in(
    context: Context, named: DraftRef, submission: Submission, chat_id: int
) -> tuple[str, Buttons]:
    """A submission's message as it is to stand in a chat now; no text: the chat has no part in it
    any more."""
    shown = buttons(context, named, submission, chat_id)
    asks = asks_in(context, named, chat_id)
    return text_of(context, named, submission, asks=asks) if shown else "", shown


def question_of(submission: Submission) -> Question:
    return Question("sign", submission.meeting_id, str(submission.id))


def as_it_is(context: Context, named: DraftRef) -> Replies:
    """Where a draft stands that was submitted: with all remarks, and what can be done."""
    submission = context.store.signoff.of_document(named.document.id)
    assert submission is not None
    every = context.store.signoff.remarks_to(submission.id)
    here, mine = context.chat.id, context.decides(named.meeting)
    asks = mine or asks_in(context, named, here)
    parts = [text_of(context, named, submission, asks=asks)]
    if submission.state is State.WAITING:
        parts[0] = f"{said.WAITS.format(chair=chair_name(context, named.meeting))}\n{parts[0]}"
    readable = [one for one in every if remarks.is_readable(context, named.meeting, one)]
    shown: Buttons = ()
    if readable:
        parts.append(remarks.listed(context, readable))
    if len(readable) < len(every):
        parts.append(said.REMARKS_ALONE.format(no=named.meeting.id))
        shown = desk.button(context, named.meeting)
    elif not every and submission.state is State.RETURNED:
        parts.append(said.NO_REMARK)
    decide = True if mine else None
    below = buttons(context, named, submission, here, decide=decide)
    shown = (*remarks.buttons(readable), *below, *shown)
    if submission.state is State.RETURNED and newer_draft(context, named) is None:
        again = Button(said.BUTTON_SUBMIT_AGAIN, f"submit:{named.document.id}")
        shown = (*shown, (again,))
    question = question_of(submission) if submission.state is State.WAITING else None
    reply = Say("\n".join(parts), shown, context.incoming.message_id or None, question=question)
    warnings: Replies = []
    if submission.state is State.APPROVED:
        sent = approved.sent_again(context, named.document, "")
        warnings = [x for x in sent if isinstance(x, Say)]
    not_seen = context.is_private or (mine and not asks_in(context, named, here))
    files = named.files(context) if not_seen else []
    return [*warnings, *(files if submission.state is State.WAITING else []), reply]


def redraw(context: Context, named: DraftRef, submission_id: int) -> Replies:
    """Rewrite every message that shows the submission; the tapped one is the answer's."""
    submission = context.store.signoff.get(submission_id)
    assert submission is not None
    here = (context.chat.id, context.incoming.message_id)
    for chat_id, message_id in context.store.questions.messages(question_of(submission)):
        if context.incoming.tap and (chat_id, message_id) == here:
            continue
        text, shown = message_in(context, named, submission, chat_id)
        if not text:  # another one is asked now
            text = said.NO_LONGER.format(chair=chair_name(context, named.meeting))
        context.store.outbox.put(chat_id, [Rewrite(text, shown, message_id=message_id)])
    if not context.incoming.tap:
        return []
    text, shown = message_in(context, named, submission, context.chat.id)
    return [context.rewritten(text or text_of(context, named, submission, asks=False), shown)]


def chair_name(context: Context, meeting: Meeting) -> str:
    """The chair of today, as the meeting names them; empty: there is none."""
    seats: list[Speaker] = context.store.meetings.seats(meeting.id)
    return next((x.name for x in seats if x.person_id == meeting.chair_id), "")


def decided_already(context: Context, submission: Submission) -> str:
    at = phrases.moment(submission.decided_at or submission.at, context.house.zone)
    return {
        State.WAITING: said.TOAST_WAITS_ALREADY,
        State.APPROVED: said.TOAST_IS_APPROVED,
        State.RETURNED: said.TOAST_IS_RETURNED,
        State.WITHDRAWN: said.TOAST_IS_WITHDRAWN,
    }[submission.state].format(at=at)


def hashes(context: Context, named: DraftRef, submission: Submission) -> str:
    files = approved.files_of(context, named.document, submission)
    how = said.HASHES_HOW.format(name=named.document.path)
    return f"{said.hashes(files)}\n{how}"


def note(
    context: Context, named: DraftRef, act: str, submission: Submission, more: str = ""
) -> None:
    context.store.audit.add(
        act,
        person_id=context.person.id,
        chat_id=context.chat.id,
        meeting_id=named.meeting.id,
        about=f"{named.document.path} sha256={submission.word} {more}".strip(),
    )
