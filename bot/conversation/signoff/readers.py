"""``/layykien``, ``/dongy``, ``/gopy``: the participants read a draft before the chair does."""

from __future__ import annotations

from bot.conversation.button import ButtonData, OldButton
from bot.conversation.command import Command, InMenus
from bot.conversation.context import Context, Replies
from bot.conversation.drafts.given import words_of_file
from bot.conversation.drafts.which_draft import DraftRef, draft_by_id, newer_draft, which_draft
from bot.conversation.signoff import remarks
from bot.doors.port import Button, Buttons, Question, Rewrite, Say
from bot.messages import identity as about_identity
from bot.messages import phrases
from bot.messages import signoff as said
from bot.minutes.rights import Act
from bot.minutes.typed.tags import take_tag
from bot.minutes.typed.words import clean, fold
from bot.store.signoff import Reading

_MOST_NAMES = 30  # in a row: a message that is rewritten must stay one
_AGREEING = frozenset({"dong y", "nhat tri", "toi dong y", "toi nhat tri", "ok", "oke"})


def read(context: Context, text: str) -> Replies:
    """``/layykien``, ``/layykien biên bản``, ``/layykien 2``: ask the participants, or how far
    that is."""
    named = which_draft(context, text, "layykien")
    reading = context.store.signoff.reading_of(named.document.id)
    if reading is not None:
        return _standing(context, named, reading)
    if not context.may(Act.SUBMIT, named.meeting):
        return [context.say(context.refused(Act.SUBMIT, named.meeting))]
    if context.store.signoff.of_document(named.document.id):
        return [context.say(said.READ_TOO_LATE.format(draft=_capital(named.title)))]
    later = newer_draft(context, named)
    if later is not None:
        return [context.say(said.READ_CLOSED_NEWER.format(number=later))]
    if not named.path(context).exists():
        return [context.say(said.FILE_GONE.format(name=named.document.path, make=named.kind))]
    return _ask(context, named)


def _ask(context: Context, named: DraftRef) -> Replies:
    """Ask everybody: in the chat, and each one alone whom the bot may write to."""
    meeting = named.meeting
    reading = context.store.signoff.read(meeting.id, named.document.id, context.person.id)
    _note(context, named, "ask_readers")
    question, files = _question(reading), named.files(context)
    alone = 0
    for person in context.store.signoff.participants(meeting.id):
        chat_id = context.private_chat(person.person_id)
        if chat_id in (None, meeting.chat_id):
            continue
        if person.person_id in _excused(context, named, reading):
            continue
        assert chat_id is not None
        text = _alone(context, named, reading, person.person_id)
        shown = _buttons(reading, is_open=True)
        shown += words_of_file(context, named.document.id, chat_id)
        context.tell(chat_id, *files, Say(text, shown, question=question))
        alone += 1
    text = _together(context, named, reading)
    if alone:
        text += f"\n{said.SENT_ALONE.format(count=alone)}"
    shown = _buttons(reading, is_open=True)
    shown += words_of_file(context, named.document.id, meeting.chat_id)
    asked = Say(text, shown, question=question)
    answer = context.in_its_chat(meeting, *files, asked)
    return answer or [context.say(said.ASKED_IN_GROUP.format(draft=_capital(named.title)))]


def _standing(context: Context, named: DraftRef, reading: Reading) -> Replies:
    """How far a reading is; with all remarks for those whom they go to, else with one's own."""
    every = context.store.signoff.remarks_of_readers(reading.id)
    every = [one for one in every if remarks.is_for(context, named.meeting, one)]
    agreed = [x.person_id for x in context.store.signoff.answers(reading.id) if x.agreed]
    is_open = not closed(context, named)
    parts = [_together(context, named, reading)]
    if every:
        parts.append(remarks.listed(context, every, agreed))
    words = words_of_file(context, named.document.id, context.chat.id)
    shown = (*remarks.buttons(every), *_buttons(reading, is_open=is_open), *words)
    return [context.say("\n\n".join(parts), shown)]


def closed(context: Context, named: DraftRef) -> str:
    """Why no answers are taken any more; empty: they are."""
    if context.store.signoff.of_document(named.document.id):
        return said.READ_CLOSED_SUBMITTED
    later = newer_draft(context, named)
    return said.READ_CLOSED_NEWER.format(number=later) if later is not None else ""


def counts(context: Context, named: DraftRef) -> str:
    """``3 đồng ý, 1 góp ý, 2 chưa trả lời``; empty where nobody was asked."""
    reading = context.store.signoff.reading_of(named.document.id)
    if reading is None:
        return ""
    answers = context.store.signoff.answers(reading.id)
    return said.READ_COUNTS.format(
        agreed=sum(x.agreed for x in answers),
        remarked=sum(not x.agreed for x in answers),
        left=len(_left(context, named, reading)),
    )


def _left(context: Context, named: DraftRef, reading: Reading) -> list[str]:
    """Who has not answered."""
    answered = {x.person_id for x in context.store.signoff.answers(reading.id)}
    return [
        person.name
        for person in context.store.signoff.participants(named.meeting.id)
        if person.person_id not in answered | _excused(context, named, reading)
    ]


def _excused(context: Context, named: DraftRef, reading: Reading) -> set[int | None]:
    """Who asks, and who will be asked to approve it, need not answer; they may. Who has left may
    not."""
    people = context.store.signoff.participants(named.meeting.id)
    left = {x.person_id for x in people if context.has_left(named.meeting, x.person_id)}
    return {reading.person_id, named.meeting.chair_id, *left}


def _head(context: Context, named: DraftRef) -> str:
    return said.READ.format(
        draft=named.title,
        kind=named.kind.heading,
        name=named.document.path,
        made=phrases.moment(named.document.at, context.house.zone),
    )


def _together(context: Context, named: DraftRef, reading: Reading) -> str:
    """What the meeting's chat sees: who has answered what."""
    answers = context.store.signoff.answers(reading.id)
    rows = [_head(context, named)]
    for sentence, names in (
        (said.READ_AGREED, [x.name for x in answers if x.agreed]),
        (said.READ_REMARKED, [x.name for x in answers if not x.agreed]),
        (said.READ_LEFT, _left(context, named, reading)),
    ):
        if names:
            shown = ", ".join(names[:_MOST_NAMES]) + (" …" if len(names) > _MOST_NAMES else "")
            rows.append(sentence.format(count=len(names), names=shown))
    return "\n".join([*rows, *filter(None, [closed(context, named)])])


def _alone(context: Context, named: DraftRef, reading: Reading, person_id: int) -> str:
    """What one participant sees: their own answer."""
    answers = {x.person_id: x.agreed for x in context.store.signoff.answers(reading.id)}
    rows = [_head(context, named)]
    ended = closed(context, named)
    if person_id in answers:
        rows.append(said.YOU_AGREED if answers[person_id] else said.YOU_REMARKED)
    elif not ended:
        who = context.store.chats.person_name(reading.person_id)
        rows.append(said.READ_ALONE.format(who=who))
    return "\n".join([*rows, *filter(None, [ended])])


def _buttons(reading: Reading, *, is_open: bool) -> Buttons:
    if not is_open:
        return ()
    return (
        (
            Button(said.BUTTON_AGREE, f"agree:{reading.id}"),
            Button(said.BUTTON_REMARK, f"comment:{reading.id}"),
        ),
    )


def _question(reading: Reading) -> Question:
    return Question("reading", reading.meeting_id, str(reading.id))


def redraw(context: Context, named: DraftRef, answerer: int | None = None) -> None:
    """Rewrite the messages that ask for this reading, as it stands now.

    Args:
        answerer: of what people see alone only this person's; None: everybody's.
    """
    reading = context.store.signoff.reading_of(named.document.id)
    if reading is None:
        return
    shown = _buttons(reading, is_open=not closed(context, named))
    alone = {
        context.store.chats.private_of(person.person_id): person.person_id
        for person in context.store.signoff.participants(named.meeting.id)
        if answerer in (None, person.person_id)
        and not context.has_left(named.meeting, person.person_id)
    }
    for chat_id, message_id in context.store.questions.messages(_question(reading)):
        if chat_id == named.meeting.chat_id:
            text = _together(context, named, reading)
        elif chat_id in alone:
            text = _alone(context, named, reading, alone[chat_id])
        else:
            continue
        context.store.outbox.put(chat_id, [Rewrite(text, shown, message_id=message_id)])


# --- answers ------------------------------------------------------------------------------------


def _reading_by_number(context: Context, reading_id: int) -> tuple[DraftRef, Reading]:
    """The reading, if the person may see its meeting here.

    Raises:
        OldButton
    """
    reading = context.store.signoff.reading(reading_id)
    named = draft_by_id(context, reading.document_id) if reading else None
    if reading is None or named is None:
        raise OldButton("the reading is not of this chat")
    return named, reading


def _refused(context: Context, named: DraftRef) -> str:
    """Why the person's answer is not taken; empty: it is."""
    if context.store.meetings.seen_by(named.meeting.id, context.person.id) is None:
        return said.ONLY_PARTICIPANTS
    if context.has_left(named.meeting):
        return said.TOAST_HAS_LEFT
    if not context.incoming.person.is_account:
        return about_identity.NOT_AN_ACCOUNT
    return closed(context, named)


def agree_tapped(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """**Đồng ý**: ``agree:READING``."""
    named, reading = _reading_by_number(context, data.number(0))
    refused = _refused(context, named)
    if refused:
        redraw(context, named)
        return refused, []
    _agree(context, named, reading)
    return said.TOAST_AGREED, []


def _agree(context: Context, named: DraftRef, reading: Reading) -> None:
    if context.store.signoff.answer(reading, context.person.id, agreed=True):
        redraw(context, named, context.person.id)


def comment_tapped(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """**Góp ý**: ``comment:READING`` asks for the remark."""
    named, reading = _reading_by_number(context, data.number(0))
    refused = _refused(context, named)
    if refused:
        redraw(context, named)
        return refused, []
    text = said.ASK_READERS_REMARK.format(draft=named.title)
    question = Question("reading", named.meeting.id, f"remark:{reading.id}")
    return "", [Say(text, asks=context.incoming.person, question=question)]


def take_reply(context: Context, question: Question) -> Replies | None:
    """A reply to a message that asks for reading, or for the remark; None: it is an utterance."""
    if take_tag(context.incoming.text)[1] is not None:  # it is said for the record
        return None
    try:
        named, reading = _reading_by_number(context, int(question.about.rpartition(":")[2]))
    except OldButton:
        return None
    if context.store.meetings.seen_by(named.meeting.id, context.person.id) is None:
        return None
    return _take_answer(context, named, reading, context.incoming.text)


def _take_answer(context: Context, named: DraftRef, reading: Reading, text: str) -> Replies:
    """Take what a participant says of a draft."""
    refused = _refused(context, named)
    if refused in (said.ONLY_PARTICIPANTS, said.TOAST_HAS_LEFT, about_identity.NOT_AN_ACCOUNT):
        return [context.say(refused)]
    if refused:
        secretary = named.meeting.secretary.name
        return [context.say(said.TOO_LATE.format(why=refused, secretary=secretary))]
    who = context.person.name
    if context.incoming.media is None and fold(text).strip(" .!") in _AGREEING:
        _agree(context, named, reading)
        return [context.say(said.AGREED.format(who=who, draft=named.title))]
    remark = remarks.keep(context, named.meeting, text, reading=reading)
    if context.store.signoff.answer(reading, context.person.id, agreed=False):
        redraw(context, named, context.person.id)
    head = said.READERS_REMARK.format(who=remark.who, draft=named.title)
    remarks.tell_secretaries(context, named.meeting, *remarks.messages_of(head, remark))
    text = said.KEPT_READERS.format(
        who=remark.who, spoken=remarks.spoken(remark), draft=named.title
    )
    again = Question("reading", named.meeting.id, f"remark:{reading.id}")
    return [
        Say(text, reply_to=context.incoming.message_id or None, question=again),
    ]


def _open_ones(context: Context) -> list[tuple[DraftRef, Reading]]:
    """The readings that the person may answer here, the last one last."""
    if context.is_private:
        meetings = context.store.meetings.page_of_person(context.person.id, 20)
    else:
        current = context.meeting()
        meetings = [current] if current else []
    found = []
    for meeting in reversed(meetings):
        for document in context.store.meetings.documents(meeting.id):
            reading = context.store.signoff.reading_of(document.id)
            named = draft_by_id(context, document.id) if reading else None
            if reading and named and not closed(context, named):
                found.append((named, reading))
    return found


def agree(context: Context, text: str) -> Replies:
    """``/dongy``: the button's work, where there are no buttons."""
    found = _open_ones(context)
    if not found:
        return [context.say(said.NOTHING_TO_READ)]
    named, reading = found[-1]
    refused = _refused(context, named)
    if refused:
        return [context.say(refused)]
    _agree(context, named, reading)
    return [context.say(said.AGREED.format(who=context.person.name, draft=named.title))]


def comment(context: Context, text: str) -> Replies:
    """``/gopy Đoạn 2 chưa đủ``: a remark, where there are no buttons."""
    words = clean(text)
    found = _open_ones(context)
    if not found:
        return [context.say(said.NOTHING_TO_READ)]
    named, reading = found[-1]
    if not words:
        usage = said.USE_REMARK.format(command="gopy", button=said.BUTTON_REMARK)
        return [context.say(usage)]
    return _take_answer(context, named, reading, words)


def _note(context: Context, named: DraftRef, act: str) -> None:
    context.store.audit.add(
        act,
        person_id=context.person.id,
        chat_id=context.chat.id,
        meeting_id=named.meeting.id,
        about=named.document.path,
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


COMMANDS = (
    Command("layykien", read),
    Command(
        "dongy",
        agree,
        words="toidongy nhattri",
        menus=InMenus(group=170, alone=80, page=150, keepers=False),
    ),
    Command(
        "gopy",
        comment,
        words="donggop donggopykien gopykien",
        prefixed={
            "Không đồng ý ": "khongdongy",
            "Chưa đồng ý ": "chuadongy",
            "Không nhất trí ": "khongnhattri",
        },
        menus=InMenus(group=180, alone=90, page=160),
    ),
)
TAPS = {"agree": agree_tapped, "comment": comment_tapped}
ANSWERS = {"reading": take_reply}
