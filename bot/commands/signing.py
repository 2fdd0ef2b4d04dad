"""``/trinh``, ``/duyet``, ``/tralai``: a draft goes to the chair, who approves or returns it."""

from __future__ import annotations

import contextlib
import logging
import re

from bot import messages
from bot.chat.port import Button, Buttons, Question, Reply, Rewrite, Say
from bot.commands import approved, reading, remarks
from bot.commands.context import Command, Context, Replies
from bot.commands.report import changes
from bot.commands.which_draft import Named, by_id, make_command, newer, which
from bot.files import make_read_only, sha256_of
from bot.messages import signing as said
from bot.minutes import Meeting, Speaker
from bot.minutes.documents import Depth
from bot.minutes.rules import Act, decides, sort_lines
from bot.minutes.words import clean, fold
from bot.report import Kept
from bot.store.signing import Remark, State, Submission

log = logging.getLogger(__name__)

_EXAMPLE = 120  # letters of a changed paragraph
_HASH = 8  # letters of a SHA-256 that stand in a sentence
_NO_REMARK = frozenset({"khong y kien", "khong ghi y kien", "khong co y kien"})
_HEAR, _WHOLE_HASH = re.compile(r"\bnghe\b"), re.compile(r"\bma\b(?: day du)?")


# --- submitting ---------------------------------------------------------------------------------


def submit(context: Context, text: str) -> Replies:
    """``/trinh``, ``/trinh biên bản``, ``/trinh 2 cuộc họp 4``: to the chair; or where that draft
    stands. ``/trinh nghe``, ``/trinh mã``: its remarks' sounds, its whole SHA-256."""
    words = fold(clean(text))
    if context.is_private and not words:
        waiting = [by_id(context, x.document_id) for x in _for_me(context)]
        if waiting:
            return [reply for named in waiting if named for reply in _standing(context, named)]
    hear, whole = _HEAR.search(words), _WHOLE_HASH.search(words)
    rest = _WHOLE_HASH.sub(" ", _HEAR.sub(" ", words))
    named = which(context, rest if hear or whole else text, "trinh")
    if isinstance(named, list):
        return named
    last = context.store.signing.of_document(named.document.id)
    if hear:
        kept = context.store.signing.remarks_to(last.id) if last else []
        return remarks.sounds(context, kept)
    if whole and last:
        return [context.say(_hashes(context, named, last))]
    if last is not None and last.state is not State.WITHDRAWN:
        return _standing(context, named)
    if not context.may(Act.SUBMIT, named.meeting):
        return [context.say(context.refused(Act.SUBMIT, named.meeting))]
    return _submit(context, named, whatever=False)


def _submit(context: Context, named: Named, *, whatever: bool) -> Replies:
    """Ask the chair.

    Args:
        whatever: also where the draft is not as the meeting is now.
    """
    meeting = named.meeting
    if meeting.chair_id is None:
        return [context.say(said.NO_CHAIR.format(no=meeting.id))]
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
    signing = context.store.signing
    submission = signing.submit(
        meeting.id, named.document.id, context.person.id, meeting.chair_id, word, pdf
    )
    _note(context, named, "submit", submission)
    reading.redraw(context, named)
    alone = _ask_alone(context, named, submission)
    chair = _chair_name(context, meeting)
    text = _text(context, named, submission)
    if not context.is_private:
        told = said.SUBMITTED_ALONE if alone else said.NOT_ALONE
        text += f"\n{told.format(chair=chair)}"
    files = named.files(context)
    return [*files, _request(context, named, submission, text, meeting.chat_id)]


def _not_as_it_is(context: Context, named: Named) -> list[str]:
    """Why a draft may not be what should be submitted, a row each."""
    lines = context.store.lines.of_meeting(named.meeting.id)
    rows = []
    later = newer(context, named)
    if later is not None:
        rows.append(said.IS_OLD.format(number=later))
    rows += _has_changed(context, named)
    left = sort_lines(lines)
    held: set[int] = set()
    with contextlib.suppress(OSError, ValueError):
        kept = Kept.read(named.path(context))
        held = {no for paragraph in kept.paragraphs for no in paragraph.lines}
    for sentence, found in (
        (said.HAS_DOUBTS, [line for line in left.unsure if line.no in held]),
        (said.HAS_WAITING, list(left.waiting)),
        (said.HAS_FAILED, [*left.failed, *left.unfinished]),
    ):
        if found:
            rows.append(sentence.format(count=len(found), lines=messages.numbers(found)))
    return rows


def _has_changed(context: Context, named: Named) -> list[str]:
    """Where the meeting is no longer what the draft says."""
    document = named.document
    lines = context.store.lines.of_meeting(named.meeting.id)
    try:
        before = named.path(context).with_suffix(".txt").read_text("utf-8").splitlines()
    except (OSError, ValueError):
        return [said.HAS_CHANGED_UNKNOWN]
    now = context.house.reports.text_as_of(
        named.meeting, lines, named.kind, Depth(document.depth), document.at
    )
    found = changes(before, f"{now}\n".splitlines())
    if not found:
        return []
    old, new = found[0]
    example = (new if new.strip() else old).strip()
    example = example if len(example) <= _EXAMPLE else f"{example[: _EXAMPLE - 1]}…"
    numbers = context.store.signing.changed_since(named.meeting.id, document.at)
    by_number = ", ".join(f"#{no}" for no in numbers[:20])
    which_lines = said.CHANGED_LINES.format(lines=by_number) if numbers else ""
    return [said.HAS_CHANGED.format(count=len(found), example=example, lines=which_lines)]


def _withdraw_others(context: Context, named: Named) -> None:
    """Of one kind only one draft waits for the chair."""
    for other in context.store.signing.of_meeting(named.meeting.id):
        draft = by_id(context, other.document_id)
        if other.state is State.WAITING and draft and draft.kind is named.kind:
            context.store.signing.decide(other, State.WITHDRAWN, context.person.id)
            _note(context, draft, "withdraw", other)
            _redraw(context, draft, other.id)


def _ask_alone(context: Context, named: Named, submission: Submission) -> bool:
    """Ask the chair in their own chat. False: the bot may not write to them, or this is it."""
    chat_id = context.private_chat(submission.chair_id)
    if chat_id is None:
        return False
    if chat_id != named.meeting.chat_id:
        text = _text(context, named, submission)
        request = _request(context, named, submission, text, chat_id)
        context.tell(chat_id, *named.files(context), request)
    return True


def _request(
    context: Context, named: Named, submission: Submission, text: str, chat_id: int
) -> Say:
    shown = _buttons(context, named, submission, chat_id)
    return Say(text, shown, question=_question(submission))


def _question(submission: Submission) -> Question:
    return Question("sign", submission.meeting_id, str(submission.id))


# --- how it stands ------------------------------------------------------------------------------


def _text(context: Context, named: Named, submission: Submission) -> str:
    """What a submission is and where it stands, for its own message."""
    zone = context.house.zone
    rows = [
        said.REQUEST.format(
            draft=named.title,
            kind=f"{named.kind.heading}{messages.DEPTH_NAMES[Depth(named.document.depth)]}",
            name=named.document.path,
            made=messages.moment(named.document.at, zone),
            who=submission.who,
            at=messages.moment(submission.at, zone),
            hash=submission.word[:_HASH],
        )
    ]
    read = reading.counts(context, named)
    if read:
        rows.append(said.READ_BEFORE.format(counts=read))
    at = messages.moment(submission.decided_at or submission.at, zone)
    make = make_command(context, named.meeting, named.kind)
    match submission.state:
        case State.WAITING:
            if context.store.signing.is_printing(named.document.id):
                rows.append(said.HAS_NO_PDF_YET)
            chair = _chair_name(context, named.meeting)
            rows.append(said.ASKED.format(chair=chair) if chair else said.NOBODY_ASKED)
        case State.APPROVED:
            rows.append(said.APPROVED.format(who=submission.decider, at=at))
        case State.RETURNED:
            rows.append(said.RETURNED.format(who=submission.decider, at=at, make=make))
        case State.WITHDRAWN:
            rows.append(said.WITHDRAWN.format(who=submission.decider, at=at))
    return "\n".join(rows)


def _buttons(
    context: Context, named: Named, submission: Submission, chat_id: int, *, asking: bool = False
) -> Buttons:
    """What can be done in a chat about a submission.

    Args:
        asking: the chair has tapped **Trả lại**, and may do so without a remark.
    """
    whole = Button(said.BUTTON_HASH, f"hash:{submission.id}")
    if submission.state is not State.WAITING:
        return ((whole,),)
    ours = chat_id == named.meeting.chat_id
    chair_id = named.meeting.chair_id
    if not ours and (chair_id is None or chat_id != context.private_chat(chair_id)):
        return ()
    decide = [
        Button(said.BUTTON_APPROVE, f"approve:{submission.id}"),
        Button(said.BUTTON_RETURN, f"return:{submission.id}"),
    ]
    if asking:
        decide.append(Button(said.BUTTON_NO_REMARK, f"noremark:{submission.id}"))
    other = [whole]
    if ours:
        other.append(Button(said.BUTTON_WITHDRAW, f"withdraw:{submission.id}"))
    return (tuple(decide), tuple(other))


def _standing(context: Context, named: Named) -> Replies:
    """Where a draft stands that was submitted: with all remarks, and what can be done."""
    submission = context.store.signing.of_document(named.document.id)
    assert submission is not None
    every = context.store.signing.remarks_to(submission.id)
    parts = [_text(context, named, submission)]
    if submission.state is State.WAITING:
        parts[0] = f"{said.WAITS.format(chair=_chair_name(context, named.meeting))}\n{parts[0]}"
    if every:
        parts.append(remarks.listed(context, every))
    elif submission.state is State.RETURNED:
        parts.append(said.NO_REMARK)
    shown = (*remarks.buttons(every), *_buttons(context, named, submission, context.chat.id))
    if submission.state is State.RETURNED and newer(context, named) is None:
        again = Button(said.BUTTON_SUBMIT_AGAIN, f"submit:{named.document.id}")
        shown = (*shown, (again,))
    question = _question(submission) if submission.state is State.WAITING else None
    reply = Say("\n".join(parts), shown, context.incoming.message_id or None, question=question)
    warnings: Replies = []
    if submission.state is State.APPROVED:
        sent = approved.sent_again(context, named.document, "")
        warnings = [x for x in sent if isinstance(x, Say)]
    files = named.files(context) if context.is_private else []
    return [*warnings, *(files if submission.state is State.WAITING else []), reply]


def _redraw(context: Context, named: Named, submission_id: int) -> Replies:
    """Rewrite every message that shows the submission; the tapped one is the answer's."""
    submission = context.store.signing.get(submission_id)
    assert submission is not None
    text = _text(context, named, submission)
    here = (context.chat.id, context.incoming.message_id)
    for chat_id, message_id in context.store.questions.messages(_question(submission)):
        if context.incoming.tap and (chat_id, message_id) == here:
            continue
        shown = _buttons(context, named, submission, chat_id)
        if submission.state is State.WAITING and not shown:  # another one is asked now
            gone = said.NO_LONGER.format(chair=_chair_name(context, named.meeting))
            rewrite = Rewrite(gone, message_id=message_id)
        else:
            rewrite = Rewrite(text, shown, message_id=message_id)
        context.store.outbox.put(chat_id, [rewrite])
    if not context.incoming.tap:
        return []
    return [context.rewritten(text, _buttons(context, named, submission, context.chat.id))]


def _chair_name(context: Context, meeting: Meeting) -> str:
    """The chair of today, as the meeting names them; empty: there is none."""
    seats: list[Speaker] = context.store.meetings.seats(meeting.id)
    return next((x.name for x in seats if x.person_id == meeting.chair_id), "")


def _hashes(context: Context, named: Named, submission: Submission) -> str:
    files = approved.files_of(context, named.document, submission)
    how = said.HASHES_HOW.format(name=named.document.path)
    return f"{said.hashes(files)}\n{how}"


# --- the chair's word ---------------------------------------------------------------------------


def _asked(context: Context, number: str) -> tuple[Named, Submission]:
    """A submission, if the person may see its meeting here.

    Raises:
        LookupError
    """
    submission = context.store.signing.get(int(number))
    named = by_id(context, submission.document_id) if submission else None
    if submission is None or named is None:
        raise LookupError("the submission is not of this chat")
    return named, submission


def _undecidable(context: Context, named: Named, submission: Submission) -> str:
    """Why the person cannot decide now, in the words of a toast; empty: they can."""
    if submission.state is not State.WAITING:
        return _is(context, submission)
    if named.meeting.chair_id is None:
        return said.TOAST_NO_CHAIR
    if not decides(named.meeting, context.person.id):
        return said.ONLY_CHAIR.format(chair=_chair_name(context, named.meeting))
    return ""


def _is(context: Context, submission: Submission) -> str:
    at = messages.moment(submission.decided_at or submission.at, context.house.zone)
    return {
        State.WAITING: said.TOAST_WAITS_ALREADY,
        State.APPROVED: said.TOAST_IS_APPROVED,
        State.RETURNED: said.TOAST_IS_RETURNED,
        State.WITHDRAWN: said.TOAST_IS_WITHDRAWN,
    }[submission.state].format(at=at)


def approve_tapped(context: Context, rest: list[str]) -> tuple[str, Replies]:
    """**Duyệt**: ``approve:SUBMISSION``."""
    return _approve(context, *_asked(context, rest[0]))


def _approve(context: Context, named: Named, submission: Submission) -> tuple[str, Replies]:
    """Approve exactly what was submitted: what to say in passing, and the answers."""
    refused = _undecidable(context, named, submission)
    if refused:
        old = submission.state is not State.WAITING
        return refused, _redraw(context, named, submission.id) if old else []
    if context.store.signing.is_printing(named.document.id):
        return said.TOAST_PRINTING, []
    name, now = approved.differing(context, named.document, submission)
    if name:
        return said.TOAST_NOT_APPROVED, _not_approved(context, named, submission, name, now)
    for file, _ in approved.files_of(context, named.document, submission):
        _lock(context, named, file)
    context.store.signing.decide(submission, State.APPROVED, context.person.id)
    _note(context, named, "approve", submission)
    redrawn = _redraw(context, named, submission.id)
    at = context.store.signing.get(submission.id)
    assert at is not None
    assert at.decided_at is not None
    text = said.TOLD_APPROVED.format(
        who=at.decider,
        draft=named.title,
        at=messages.moment(at.decided_at, context.house.zone),
        hashes=said.hashes(approved.files_of(context, named.document, submission)),
    )
    return said.TOAST_APPROVED, [*redrawn, *_announce(context, named, [Say(text)])]


def _lock(context: Context, named: Named, name: str) -> None:
    path = context.house.reports.path_of(named.meeting.id, name)
    try:
        make_read_only(path)
    except OSError as error:  # its SHA-256 guards it all the same
        log.error("an approved file cannot be made read-only: %s", type(error).__name__)


def _not_approved(
    context: Context, named: Named, submission: Submission, name: str, now: str
) -> Replies:
    """The file is not what was submitted: nobody approves that."""
    make = make_command(context, named.meeting, named.kind)
    sentence = said.FILE_CHANGED if now else said.FILE_LOST
    text = sentence.format(draft=named.title, name=name, make=make)
    _note(context, named, "approve_refused", submission, now or "gone")
    return _announce(context, named, [Say(text)])


def _announce(context: Context, named: Named, told: list[Say]) -> Replies:
    """Say it in the meeting's chat, to its secretaries alone, and to who has caused it."""
    remarks.tell_secretaries(context, named.meeting, *told)
    if context.chat.id != named.meeting.chat_id:
        context.tell(named.meeting.chat_id, *told)
    return list[Reply](told)


def return_tapped(context: Context, rest: list[str]) -> tuple[str, Replies]:
    """**Trả lại**: ``return:SUBMISSION`` asks for remarks; the draft waits until there is one."""
    named, submission = _asked(context, rest[0])
    refused = _undecidable(context, named, submission)
    if refused:
        old = submission.state is not State.WAITING
        return refused, _redraw(context, named, submission.id) if old else []
    shown = _buttons(context, named, submission, context.chat.id, asking=True)
    tapped = context.rewritten(_text(context, named, submission), shown)
    return "", [tapped, _ask_remark(context, named, submission)]


def _ask_remark(context: Context, named: Named, submission: Submission) -> Say:
    question = Question("sign", named.meeting.id, f"return:{submission.id}")
    text = said.ASK_REMARK.format(draft=named.title)
    return Say(text, asks=context.incoming.person, question=question)


def no_remark_tapped(context: Context, rest: list[str]) -> tuple[str, Replies]:
    """**Không ghi ý kiến**: ``noremark:SUBMISSION`` returns it without any."""
    named, submission = _asked(context, rest[0])
    refused = _undecidable(context, named, submission)
    if refused:
        old = submission.state is not State.WAITING
        return refused, _redraw(context, named, submission.id) if old else []
    return said.TOAST_RETURNED, _return(context, named, submission, None)


def _return(
    context: Context, named: Named, submission: Submission, remark: Remark | None
) -> Replies:
    """The draft is returned, and everybody told; with the chair's words."""
    context.store.signing.decide(submission, State.RETURNED, context.person.id)
    _note(context, named, "return", submission)
    redrawn = _redraw(context, named, submission.id)
    now = context.store.signing.get(submission.id)
    assert now is not None
    assert now.decided_at is not None
    head = said.TOLD_RETURNED.format(
        who=now.decider,
        draft=named.title,
        at=messages.moment(now.decided_at, context.house.zone),
        remark=said.WITH_REMARK if remark else said.WITHOUT_REMARK,
    )
    after = said.AFTER_RETURN.format(make=make_command(context, named.meeting, named.kind))
    told = remarks.messages_of(head, remark, after) if remark else [Say(f"{head}\n{after}")]
    return [*redrawn, *_announce(context, named, told)]


def answered(context: Context, question: Question) -> Replies | None:
    """The chair's reply to the request, or to what asks for remarks. None: an utterance."""
    returning, _, number = question.about.rpartition(":")
    try:
        named, submission = _asked(context, number)
    except (LookupError, ValueError):
        return None
    me = context.person.id
    if not decides(named.meeting, me) and submission.decided_by != me:
        return None
    return _remarked(context, named, submission, context.incoming.text, returns=bool(returning))


def _remarked(
    context: Context, named: Named, submission: Submission, text: str, *, returns: bool
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
        if context.chat.id != named.meeting.chat_id:
            context.tell(named.meeting.chat_id, *told)
        if submission.state is State.WAITING:
            sentence, about = said.KEPT_DECIDE, str(submission.id)
            shown = _buttons(context, named, submission, context.chat.id, asking=True)[:1]
        elif submission.state is State.APPROVED:
            sentence = said.KEPT_AFTER_APPROVAL
    text = sentence.format(who=remark.who, spoken=remarks.spoken(remark))
    question = Question("sign", named.meeting.id, about)
    kept = Say(text, shown, context.incoming.message_id or None, question=question)
    return [*replies, kept]


# --- the same in words --------------------------------------------------------------------------


def _for_me(context: Context) -> list[Submission]:
    """What waits for the person in private; in a group: for the chairs of its meetings."""
    if context.is_private:
        mine = context.store.signing.waiting_for(context.person.id)
        return [x for x in mine if context.numbered(x.meeting_id)]
    return context.store.signing.waiting_in(context.chat.id)


def _replied(context: Context) -> tuple[Named, Submission] | None:
    """The submission whose message this one answers."""
    if not context.incoming.reply_to:
        return None
    question = context.store.questions.of_message(context.chat.id, context.incoming.reply_to)
    if question is None or question.what != "sign":
        return None
    try:
        return _asked(context, question.about.rpartition(":")[2])
    except LookupError:
        return None


def _the_one(context: Context) -> tuple[Named, Submission] | Replies:
    """What is answered, else what waits, where that is one draft; else what to say."""
    replied = _replied(context)
    if replied:
        return replied
    waiting = _for_me(context)
    if not waiting:
        whom = said.WAITING_FOR_YOU if context.is_private else ""
        return [context.say(said.NOTHING_WAITS.format(whom=whom))]
    found = [_asked(context, str(x.id)) for x in waiting]
    if len(found) > 1:
        head = context.say(said.SEVERAL_WAIT.format(count=len(found)))
        return [head, *(reply for named, _ in found for reply in _standing(context, named))]
    return found[0]


def approve(context: Context, text: str) -> Replies:
    """``/duyet``, ``/duyet 2``: the button's work, where there are no buttons."""
    found: tuple[Named, Submission] | Replies
    if clean(text):
        named = which(context, text, "duyet")
        if isinstance(named, list):
            return named
        last = context.store.signing.of_document(named.document.id)
        if last is None:
            return [context.say(said.NOT_SUBMITTED)]
        found = named, last
    else:
        found = _the_one(context)
    if isinstance(found, list):
        return found
    toast, replies = _approve(context, *found)
    return replies or [context.say(f"{toast}.")]


def send_back(context: Context, text: str) -> Replies:
    """``/tralai Đoạn 2 chưa đủ``: the draft that waits is returned, with these words; without any
    the bot asks for them."""
    found = _the_one(context)
    if isinstance(found, list):
        return found
    named, submission = found
    refused = _undecidable(context, named, submission)
    if refused:
        return [context.say(f"{refused}.")]
    words = clean(text)
    if not words:
        return [_ask_remark(context, named, submission)]
    return _remarked(context, named, submission, words, returns=True)


# --- other buttons ------------------------------------------------------------------------------


def submit_tapped(context: Context, rest: list[str]) -> tuple[str, Replies]:
    """**Vẫn trình bản này**, **Trình lại bản này**: ``submit:DOCUMENT``."""
    named = by_id(context, int(rest[0]))
    if named is None:
        raise LookupError("the draft is not of this chat")
    if not context.may(Act.SUBMIT, named.meeting):
        return messages.TOAST_NOT_KEEPER, []
    last = context.store.signing.of_document(named.document.id)
    if last is not None and last.state in (State.WAITING, State.APPROVED):
        return _is(context, last), []
    for other in context.store.signing.of_meeting(named.meeting.id):
        draft = by_id(context, other.document_id)
        if draft and draft.kind is named.kind and other.document_id > named.document.id:
            raise LookupError("a newer draft was submitted since")
    return "", _submit(context, named, whatever=True)


def withdraw_tapped(context: Context, rest: list[str]) -> tuple[str, Replies]:
    """**Rút lại**: ``withdraw:SUBMISSION``."""
    named, submission = _asked(context, rest[0])
    if not context.may(Act.SUBMIT, named.meeting):
        return messages.TOAST_NOT_KEEPER, []
    if submission.state is not State.WAITING:
        return _is(context, submission), _redraw(context, named, submission.id)
    context.store.signing.decide(submission, State.WITHDRAWN, context.person.id)
    _note(context, named, "withdraw", submission)
    redrawn = _redraw(context, named, submission.id)
    told = said.TOLD_WITHDRAWN.format(who=context.person.name, draft=named.title)
    return "", [*redrawn, Say(told)]


def hash_tapped(context: Context, rest: list[str]) -> tuple[str, Replies]:
    """**Mã đầy đủ**: ``hash:SUBMISSION``."""
    named, submission = _asked(context, rest[0])
    return "", [context.say(_hashes(context, named, submission))]


def chair_changed(context: Context, meeting: Meeting) -> None:
    """Ask the chair of today for what waits; who was asked before is told so."""
    if meeting.chair_id is None:
        return
    for submission in context.store.signing.of_meeting(meeting.id):
        named = by_id(context, submission.document_id)
        if submission.state is not State.WAITING or named is None:
            continue
        if submission.chair_id == meeting.chair_id:
            continue
        context.store.signing.ask(submission, meeting.chair_id)
        _note(context, named, "ask_chair", submission)
        _redraw(context, named, submission.id)
        now = context.store.signing.get(submission.id)
        assert now is not None
        _ask_alone(context, named, now)
        text = _text(context, named, now)
        context.tell(meeting.chat_id, _request(context, named, now, text, meeting.chat_id))


def _note(context: Context, named: Named, act: str, submission: Submission, more: str = "") -> None:
    context.store.audit.add(
        act,
        person_id=context.person.id,
        chat_id=context.chat.id,
        meeting_id=named.meeting.id,
        about=f"{named.document.path} sha256={submission.word} {more}".strip(),
    )


COMMANDS = (
    Command("trinh", submit, also=("trinhduyet", "trinhky")),
    Command("duyet", approve),
    Command("tralai", send_back),
)
TAPS = {
    "submit": submit_tapped,
    "approve": approve_tapped,
    "return": return_tapped,
    "noremark": no_remark_tapped,
    "withdraw": withdraw_tapped,
    "hash": hash_tapped,
}
ANSWERS = {"sign": answered}
