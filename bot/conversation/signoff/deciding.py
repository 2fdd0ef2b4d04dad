"""``/duyet``, ``/tralai``: the chair approves exactly what was submitted, or returns it."""

from __future__ import annotations

import logging

from bot.conversation.button import ButtonData, OldButton
from bot.conversation.command import Command, InMenus
from bot.conversation.context import AnswerInstead, Context, Replies
from bot.conversation.drafts import approved
from bot.conversation.drafts.which_draft import DraftRef, make_command, which_draft
from bot.conversation.signoff import remarks, state
from bot.doors.port import Buttons, Question, Reply, Say
from bot.messages import phrases
from bot.messages import signoff as said
from bot.minutes import Meeting
from bot.minutes.typed.tags import take_tag
from bot.minutes.typed.words import clean, fold
from bot.store.signoff import Remark, State, Submission
from foundation.files import make_read_only

log = logging.getLogger(__name__)

_NO_REMARK = frozenset({"khong y kien", "khong ghi y kien", "khong co y kien"})


def _undecidable(context: Context, named: DraftRef, submission: Submission) -> str:
    """Why the person cannot decide now, in the words of a toast; empty: they can."""
    if submission.state is not State.WAITING:
        return state.decided_already(context, submission)
    if named.meeting.chair_id is None:
        return context.sample(said.TOAST_NO_CHAIR)
    if not context.decides(named.meeting):
        if named.meeting.chair_id == context.person.id and context.has_left(named.meeting):
            return said.TOAST_HAS_LEFT
        return said.ONLY_CHAIR.format(chair=state.chair_name(context, named.meeting))
    return ""


def approve_tapped(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """**Duyệt**: ``approve:SUBMISSION``."""
    return _approve(context, *state.submission_by_number(context, data.number(0)))


def _approve(context: Context, named: DraftRef, submission: Submission) -> tuple[str, Replies]:
    """Approve exactly what was submitted: what to say in passing, and the answers."""
    refused = _undecidable(context, named, submission)
    if refused:
        old = submission.state is not State.WAITING
        return refused, state.redraw(context, named, submission.id) if old else []
    if context.store.signoff.is_printing(named.document.id):
        return said.TOAST_PRINTING, []
    name, now = approved.differing(context, named.document, submission)
    if name:
        return said.TOAST_NOT_APPROVED, _not_approved(context, named, submission, name, now)
    for file, _ in approved.files_of(context, named.document, submission):
        _lock(context, named, file)
    redrawn, who, at = _decide(context, named, submission, State.APPROVED, "approve")
    text = said.TOLD_APPROVED.format(
        who=who,
        draft=named.title,
        at=at,
        hashes=said.hashes(approved.files_of(context, named.document, submission)),
    )
    return said.TOAST_APPROVED, [*redrawn, *_announce(context, named, [Say(text)])]


def _decide(
    context: Context, named: DraftRef, submission: Submission, decision: State, act: str
) -> tuple[Replies, str, str]:
    """The chair has decided: the messages that show it, who it was, and when.

    Args:
        act: the audit log's word for it.
    """
    context.store.signoff.decide(submission, decision, context.person.id)
    state.note(context, named, act, submission)
    redrawn = state.redraw(context, named, submission.id)
    decided = context.store.signoff.get(submission.id)
    assert decided is not None
    assert decided.decided_at is not None
    return redrawn, decided.decider, phrases.moment(decided.decided_at, context.house.zone)


def _lock(context: Context, named: DraftRef, name: str) -> None:
    path = context.house.reports.path_of(named.meeting.id, name)
    try:
        make_read_only(path)
    except OSError as error:  # its SHA-256 guards it all the same
        log.error("an approved file cannot be made read-only: %s", type(error).__name__)


def _not_approved(
    context: Context, named: DraftRef, submission: Submission, name: str, now: str
) -> Replies:
    """The file is not what was submitted: nobody approves that."""
    make = make_command(context, named.meeting, named.kind)
    sentence = said.FILE_CHANGED if now else said.FILE_LOST
    text = sentence.format(draft=named.title, name=name, make=make)
    state.note(context, named, "approve_refused", submission, now or "gone")
    return _announce(context, named, [Say(text)])


def _announce(context: Context, named: DraftRef, told: list[Say]) -> Replies:
    """Say it in the meeting's chat, to its secretaries alone, and to who has caused it."""
    remarks.tell_secretaries(context, named.meeting, *told)
    if context.chat.id != named.meeting.chat_id:
        context.tell(named.meeting.chat_id, *told)
    return list[Reply](told)


def return_tapped(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """**Trả lại**: ``return:SUBMISSION`` asks for remarks; the draft waits until there is one."""
    named, submission = state.submission_by_number(context, data.number(0))
    refused = _undecidable(context, named, submission)
    if refused:
        old = submission.state is not State.WAITING
        return refused, state.redraw(context, named, submission.id) if old else []
    here = context.chat.id
    shown = state.buttons(context, named, submission, here, asking=True, decide=True)
    tapped = context.rewritten(state.text_of(context, named, submission), shown)
    return "", [tapped, _ask_remark(context, named, submission)]


def _ask_remark(context: Context, named: DraftRef, submission: Submission) -> Say:
    question = Question("sign", named.meeting.id, f"return:{submission.id}")
    text = said.ASK_REMARK.format(draft=named.title)
    return Say(text, asks=context.incoming.person, question=question)


def no_remark_tapped(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """**Không ghi ý kiến**: ``noremark:SUBMISSION`` returns it without any."""
    named, submission = state.submission_by_number(context, data.number(0))
    refused = _undecidable(context, named, submission)
    if refused:
        old = submission.state is not State.WAITING
        return refused, state.redraw(context, named, submission.id) if old else []
    return said.TOAST_RETURNED, _return(context, named, submission, None)


def _return(
    context: Context, named: DraftRef, submission: Submission, remark: Remark | None
) -> Replies:
    """The draft is returned: the secretaries are told with the chair's words, a group without."""
    redrawn, who, at = _decide(context, named, submission, State.RETURNED, "return")
    meeting = named.meeting
    facts = {"who": who, "draft": named.title, "at": at}
    with_words = said.WITH_REMARK if remark else said.WITHOUT_REMARK
    head = said.TOLD_RETURNED.format(**facts, remark=with_words)
    after = said.AFTER_RETURN.format(make=make_command(context, meeting, named.kind))
    told = remarks.messages_of(head, remark, after) if remark else [Say(f"{head}\n{after}")]
    if not remarks.is_seen_by_all(context, meeting):
        return [*redrawn, *_announce(context, named, told)]
    remarks.tell_secretaries(context, meeting, *told)
    alone = context.chat.id != meeting.chat_id and remarks.reaches(context, meeting)
    if alone and state.is_seen_returned(context, named, submission):
        return [*redrawn, *told]  # who has to do something knows it; the group sees it there
    without = said.WITH_REMARK_ALONE if remark else said.WITHOUT_REMARK
    replies = context.in_its_chat(meeting, Say(said.TOLD_RETURNED.format(**facts, remark=without)))
    return [*redrawn, *(replies or told)]


def take_reply(context: Context, question: Question) -> Replies | None:
    """The chair's reply to the request, or to what asks for remarks. None: an utterance."""
    returning, _, number = question.about.rpartition(":")
    if not returning and take_tag(context.incoming.text)[1] is not None:  # it is for the record
        return None
    try:
        named, submission = state.submission_by_number(context, int(number))
    except OldButton:
        return None
    me = context.person.id
    if context.has_left(named.meeting):
        return None
    decided = submission.decided_by == me and submission.state is not State.WITHDRAWN
    if not context.decides(named.meeting) and not decided:
        return None
    return _take_remark(context, named, submission, context.incoming.text, returns=bool(returning))


def _take_remark(
    context: Context, named: DraftRef, submission: Submission, text: str, *, returns: bool
) -> Replies:
    """Keep what the chair says of a draft.

    Args:
        returns: a draft that waits goes back with it.
    """
    if returns and submission.state is State.WAITING and fold(text).strip(" .!") in _NO_REMARK:
        return _return(context, named, submission, None)
    remark = remarks.keep(context, named.meeting, text, submission=submission)
    about = f"return:{submission.id}"
    sentence = said.KEPT
    shown: Buttons = ()
    replies: Replies = []
    if returns and submission.state is State.WAITING:
        replies = _return(context, named, submission, remark)
    else:
        head = said.MORE_REMARK.format(who=remark.who, draft=named.title)
        told = remarks.messages_of(head, remark)
        remarks.tell_secretaries(context, named.meeting, *told)
        if submission.state is State.WAITING:
            sentence, about = said.KEPT_DECIDE, str(submission.id)
            here = context.chat.id
            shown = state.buttons(context, named, submission, here, asking=True, decide=True)[:1]
        elif submission.state is State.APPROVED:
            sentence = said.KEPT_AFTER_APPROVAL
    reached = remarks.reaches(context, named.meeting)
    spoken = remarks.spoken(remark, goes_on=reached)
    text = sentence.format(who=remark.who, spoken=spoken)
    if remarks.is_seen_by_all(context, named.meeting) and context.is_private:
        text += f"\n{_who_reads(context, named.meeting)}"
        shown = (*shown, *remarks.show_button(remark))
    question = Question("sign", named.meeting.id, about)
    kept = Say(text, shown, context.incoming.message_id or None, question=question)
    return [*replies, kept]


def _who_reads(context: Context, meeting: Meeting) -> str:
    """Whom the chair's words have reached."""
    if remarks.reaches(context, meeting):
        return said.KEPT_ALONE
    return said.KEPT_UNREAD.format(
        secretary=meeting.secretary.name, no=meeting.id, button=said.BUTTON_SHOW
    )


# --- the same in words --------------------------------------------------------------------------


def _submission_replied_to(context: Context) -> tuple[DraftRef, Submission] | None:
    """The submission whose message this one answers."""
    if not context.incoming.reply_to:
        return None
    question = context.store.questions.of_message(context.chat.id, context.incoming.reply_to)
    if question is None or question.what != "sign":
        return None
    try:
        return state.submission_by_number(context, int(question.about.rpartition(":")[2]))
    except OldButton:
        return None


def _submission_meant(context: Context) -> tuple[DraftRef, Submission]:
    """What is answered, else what waits.

    Raises:
        AnswerInstead: that is not one draft.
    """
    replied = _submission_replied_to(context)
    if replied:
        return replied
    waiting = state.waiting_here(context)
    if not waiting:
        whom = said.WAITING_FOR_YOU if context.is_private else ""
        raise AnswerInstead([context.say(said.NOTHING_WAITS.format(whom=whom))])
    found = [state.submission_by_number(context, x.id) for x in waiting]
    if len(found) > 1:
        head = context.say(context.sample(said.SEVERAL_WAIT).format(count=len(found)))
        each = (reply for named, _ in found for reply in state.as_it_is(context, named))
        raise AnswerInstead([head, *each])
    return found[0]


def approve(context: Context, text: str) -> Replies:
    """``/duyet``, ``/duyet 2``: the button's work, where there are no buttons."""
    if clean(text):
        named = which_draft(context, text, "duyet")
        last = context.store.signoff.of_document(named.document.id)
        if last is None:
            return [context.say(said.NOT_SUBMITTED)]
        found = named, last
    else:
        found = _submission_meant(context)
    toast, replies = _approve(context, *found)
    return replies or [context.say(f"{toast}.")]


def send_back(context: Context, text: str) -> Replies:
    """``/tralai Đoạn 2 chưa đủ``: the draft that waits is returned, with these words; without any
    the bot asks for them."""
    named, submission = _submission_meant(context)
    refused = _undecidable(context, named, submission)
    if refused:
        return [context.say(f"{refused}.")]
    words = clean(text)
    if not words:
        return [_ask_remark(context, named, submission)]
    return _take_remark(context, named, submission, words, returns=True)


COMMANDS = (
    Command(
        "duyet", approve, words="pheduyet", spoken="duyet", menus=InMenus(alone=100, keepers=False)
    ),
    Command(
        "tralai",
        send_back,
        words="khongduyet chuaduyet traduthao",
        menus=InMenus(alone=110, keepers=False),
    ),
)
TAPS = {"approve": approve_tapped, "return": return_tapped, "noremark": no_remark_tapped}
ANSWERS = {"sign": take_reply}
