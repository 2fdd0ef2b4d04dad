"""What those who spoke answer in private: they confirm and mend the words of lines that they were
asked about, and nothing else."""

from __future__ import annotations

from bot.conversation.button import ButtonData, OldButton
from bot.conversation.context import Context, Replies
from bot.conversation.lines.card import put, redraw
from bot.conversation.lines.recordings import sound_of
from bot.conversation.places.desks import tell_desk
from bot.conversation.review.asking import AT_ONCE, line_buttons, questions
from bot.conversation.review.offers import SHOWN, changed_by, pass_on
from bot.doors.port import Button, Buttons, Question, Say
from bot.messages import asking as said
from bot.messages import lines as about_lines
from bot.messages import phrases
from bot.minutes import Line, Meeting
from bot.minutes.guesses.doubts import (
    first_of_all,
    key_of_answer,
    key_of_words,
    may_be_a_part,
    may_be_asked,
    says_right,
    unmarked,
)
from bot.minutes.rights import may_answer
from bot.minutes.typed.tags import take_tag
from bot.minutes.typed.words import clean
from bot.store.asking import SpeakerQuestion
from bot.store.lines import LineGone

_LONGEST_ANSWER = 4000  # letters


def _asked_about(context: Context, line_id: int) -> tuple[Meeting, Line, SpeakerQuestion]:
    """A line about which the person was asked here, alone.

    Raises:
        OldButton
    """
    try:
        line = context.store.lines.get(line_id)
    except LineGone as gone:
        raise OldButton("the line was erased") from gone
    row = context.store.asking.of(line.id)
    me = context.person.id
    meeting = context.store.meetings.seen_by(line.meeting_id, me)
    if not (context.is_private and row and row.privately and meeting):
        raise OldButton("nobody was asked about that line here")
    if context.has_left(meeting):
        raise OldButton("who has left its group has no say in it")
    if row.person_id != me or line.speaker.person_id != me:
        raise OldButton("somebody else was asked")
    return meeting, line, row


def _hear(context: Context, data: ButtonData) -> tuple[str, Replies]:
    _, line, _ = _asked_about(context, data.number(0))
    sound = sound_of(context, line)
    if sound is None:
        return "", [context.say(phrases.HAS_NO_SOUND.format(no=line.no))]
    return "", sound or [context.say(phrases.SOUND_COMES.format(no=line.no))]


def _mend(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """``askmend:LINE``: opens the reply field; the line's words are there to be copied."""
    meeting, line, _ = _asked_about(context, data.number(0))
    if line.deleted:
        return "", [context.rewritten(_gone(meeting, line))]
    question = Question("asked", meeting.id, str(line.id))
    copy = [Say(line.text)] if line.text else []
    asked = said.ASK_WORDS.format(no=line.no)
    return "", [*copy, Say(asked, question=question, asks=context.incoming.person)]


def _right(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """``askright:LINE:KEY``: the key is of the words that stood above the button."""
    meeting, line, row = _asked_about(context, data.number(0))
    if line.deleted:
        return "", [context.rewritten(_gone(meeting, line))]
    if data[1] != key_of_words(line):
        who = changed_by(context, line, row) or phrases.THE_BOT
        text = said.CHANGED_SINCE.format(no=line.no, who=who, text=line.text[:SHOWN])
        return said.TOAST_CHANGED, [context.rewritten(text)]
    if not may_answer(line, meeting, context.person.id):
        return said.TOAST_CONCLUSION, []
    spoken = said.RIGHT.format(no=line.no, text=line.text[:SHOWN])
    if not line.unsure:
        return said.TOAST_RIGHT_TOO.format(no=line.no), [context.rewritten(spoken)]
    _set_right(context, meeting, line)
    return about_lines.TOAST_RIGHT.format(no=line.no), [context.rewritten(spoken)]


def _set_right(context: Context, meeting: Meeting, line: Line) -> None:
    changed = context.store.lines.change(line, context.person.id, doubts=(), offers=())
    context.store.asking.close(line.id, key_of_words(changed))
    put(context.house, changed, redraw(changed, context.house))


def _gone(meeting: Meeting, line: Line) -> str:
    return said.GONE.format(no=line.no, secretary=meeting.secretary.name)


def _more(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """``askmore:MEETING``: the next questions."""
    meeting = context.store.meetings.seen_by(data.number(0), context.person.id)
    if meeting is None or not context.is_private or context.has_left(meeting):
        raise OldButton("nobody was asked about that meeting here")
    store, me = context.store, context.person.id
    waiting = {
        row.line_id
        for row in store.asking.of_meeting(meeting.id).values()
        if row.person_id == me and row.privately and not row.shown
    }
    lines = [
        line
        for line in store.lines.of_meeting(meeting.id)
        if line.id in waiting and may_be_asked(line) and line.speaker.person_id == me
    ]
    if not lines:
        return said.NO_MORE, []
    lines.sort(key=first_of_all)
    for line in lines[:AT_ONCE]:
        store.asking.show(line.id, key_of_words(line))
    return "", list(questions(context.house, meeting, lines))


def _answered(context: Context, question: Question) -> Replies | None:
    """A reply to what the person was asked alone: the line's right words."""
    try:
        meeting, line, row = _asked_about(context, int(question.about))
    except OldButton:  # somebody else is its speaker now
        return [context.say(said.NOT_YOURS)]
    answer, _ = take_tag(unmarked(clean(context.incoming.text)))
    if context.incoming.media or not answer:
        return [context.say(said.TYPE_IT.format(no=line.no))]
    if line.deleted:
        return [context.say(_gone(meeting, line))]
    if len(answer) > _LONGEST_ANSWER:
        return [context.say(said.TOO_LONG.format(no=line.no, most=_LONGEST_ANSWER))]
    if says_right(answer) and not says_right(line.text):
        return _confirmed(context, meeting, line, row)
    if answer == line.text and not line.unsure:
        return [context.say(said.SAME.format(no=line.no))]
    why = _why_not(context, meeting, line, row)
    if why:
        return [context.say(pass_on(context, meeting, line, answer, why))]
    if may_be_a_part(answer, line):
        context.store.asking.offer(line.id, answer)
        data = f"askwhole:{line.id}:{key_of_answer(line, answer)}"
        spoken = said.MAYBE_A_PART.format(no=line.no, answer=answer, text=line.text[:SHOWN])
        return [context.say(spoken, ((Button(said.BUTTON_WHOLE, data),),))]
    return [context.say(*_mended(context, meeting, line, answer))]


def _confirmed(context: Context, meeting: Meeting, line: Line, row: SpeakerQuestion) -> Replies:
    """``đúng rồi``, typed."""
    who = changed_by(context, line, row)
    if who:
        spoken = said.CHANGED_SINCE.format(no=line.no, who=who, text=line.text[:SHOWN])
        return [context.say(spoken)]
    if not may_answer(line, meeting, context.person.id):
        return [context.say(said.TOAST_CONCLUSION)]
    if line.unsure:
        _set_right(context, meeting, line)
    return [context.say(said.RIGHT.format(no=line.no, text=line.text[:SHOWN]))]


def _why_not(context: Context, meeting: Meeting, line: Line, row: SpeakerQuestion) -> str:
    """Why the speaker's words do not just take the line's place; empty: they do."""
    who = changed_by(context, line, row)
    if who:
        return said.WHY_CHANGED.format(who=who)
    if not may_answer(line, meeting, context.person.id):
        return said.WHY_CONCLUSION
    return ""


def _mended(context: Context, meeting: Meeting, line: Line, answer: str) -> tuple[str, Buttons]:
    """Put the speaker's words into the line; what to say of it, with a way back."""
    store, me = context.store, context.person.id
    changed = store.lines.change(line, me, text=answer, doubts=(), offers=())
    store.asking.close(line.id, key_of_words(changed))
    told = Say(said.HAS_MENDED.format(no=line.no, who=line.speaker.name, text=answer[:SHOWN]))
    put(context.house, changed, redraw(changed, context.house))
    tell_desk(store, meeting, told)
    spoken = said.MENDED.format(
        no=line.no, meeting=meeting.id, text=answer[:SHOWN], before=line.text[:SHOWN]
    )
    step = store.steps.last(meeting.id, me, line.no)
    back = Button(said.BUTTON_BACK, f"askback:{line.id}:{step.id}") if step else None
    return spoken, ((back,),) if back else ()


def _whole(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """``askwhole:LINE:KEY``: the few words are the whole line."""
    meeting, line, row = _asked_about(context, data.number(0))
    if line.deleted or not row.answer or data[1] != key_of_answer(line, row.answer):
        raise OldButton("the line or the answer is another now")
    why = _why_not(context, meeting, line, row)
    if why:
        return "", [context.rewritten(pass_on(context, meeting, line, row.answer, why))]
    return "", [context.rewritten(*_mended(context, meeting, line, row.answer))]


def _back(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """``askback:LINE:STEP``: the speaker takes back what they have just mended."""
    meeting, line, _ = _asked_about(context, data.number(0))
    step = context.store.steps.last(meeting.id, context.person.id, line.no)
    if step is None or step.id != data.number(1) or step.line_ids != [line.id]:
        raise OldButton("something else was done since")
    if not may_answer(line, meeting, context.person.id):
        return said.TOAST_CONCLUSION, []
    if context.store.steps.obstacle(step, context.person.id):
        return said.TOAST_CHANGED, []
    context.store.steps.take_back(step, context.person.id)
    before = context.store.lines.get(line.id)
    context.store.asking.close(line.id, key_of_words(before))
    put(context.house, before, redraw(before, context.house))
    spoken = said.TAKEN_BACK.format(no=line.no, text=before.text[:SHOWN])
    return "", [context.rewritten(spoken, line_buttons(before))]


TAPS = {
    "askhear": _hear,
    "askmend": _mend,
    "askright": _right,
    "askmore": _more,
    "askwhole": _whole,
    "askback": _back,
}
ANSWERS = {"asked": _answered}
