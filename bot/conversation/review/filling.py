"""What is missing is asked for with a question each, and taken from the reply to it."""

from __future__ import annotations

from bot.conversation.button import ButtonData, OldButton
from bot.conversation.context import Context, Replies
from bot.conversation.drafts.items import as_read, fill_in, shown_back, what_is_left
from bot.desk.attendance import attendance_list, bring_up_to_date
from bot.doors.port import MediaKind, Question, Say
from bot.messages import lines as about_lines
from bot.messages import phrases
from bot.messages import review as said
from bot.minutes import Line, Meeting, Tag
from bot.minutes.guesses.review import Topic
from bot.minutes.info import BY_CODE
from bot.minutes.rights import Act
from bot.minutes.typed.tags import take_tag
from bot.minutes.typed.words import clean


def ask_item(
    context: Context, meeting: Meeting, topic: Topic, data: ButtonData
) -> tuple[str, Replies]:
    if not context.may(Act.STEER, meeting):
        return phrases.TOAST_NOT_ALLOWED, []
    item = data.looked_up(BY_CODE, 0)
    question = Question("info", meeting.id, item.code)
    asked = said.ask_item(item, meeting.id)
    return "", [Say(asked, asks=context.incoming.person, question=question)]


def _answered_item(context: Context, question: Question) -> Replies:
    """A reply to the question for an item of ``/thongtin``."""
    meeting, words = _meeting_and_words(context, question)
    if meeting is None or not words:
        return [context.say(said.IN_WORDS if meeting else phrases.TOAST_OLD)]
    if not context.may(Act.STEER, meeting):
        return [context.say(context.refused(Act.STEER, meeting))]
    item = BY_CODE[question.about]
    filled = fill_in(context, meeting, {item.code: words})
    again = context.store.meetings.get(meeting.id)
    assert again is not None
    if not filled.values:
        return [*filled.questions]
    bring_up_to_date(context.store, again)
    left = what_is_left(context, attendance_list(context.store, again).meeting_in())
    now = shown_back(context, meeting, again, filled.values)[1:]
    labels = ", ".join(as_read(code, again, context) for code in filled.values)
    answer = "\n".join([said.FILLED.format(label=labels, left=left), *now])
    return [context.say(answer), *filled.questions]


def ask_conclusion(
    context: Context, meeting: Meeting, topic: Topic, data: ButtonData
) -> tuple[str, Replies]:
    line = line_of(context, meeting, data.number(0))
    if not _may_add_conclusions(context, meeting):
        return about_lines.refused(Act.CONCLUDE), []
    question = Question("them", meeting.id, str(line.id))
    asked = said.ASK_CONCLUSION.format(no=line.no, text=line.text[:1500])
    return "", [Say(asked, asks=context.incoming.person, question=question)]


def _answered_conclusion(context: Context, question: Question) -> Replies:
    """A reply to the question for a conclusion: a line that nobody sent, like ``/them KL: …``."""
    meeting, words = _meeting_and_words(context, question)
    words, _ = take_tag(words)
    if meeting is None or not words:
        return [context.say(said.IN_WORDS if meeting else phrases.TOAST_OLD)]
    if not _may_add_conclusions(context, meeting):
        return [context.say(context.refused(Act.ARRANGE, meeting))]
    me = context.person.id
    context.store.meetings.seat(meeting.id, me)
    line = context.store.lines.insert(
        meeting.id, me, context.incoming.at, words, Tag.CONCLUSION, me
    )
    return [context.say(phrases.inserted(line, words[:300]))]


def line_of(context: Context, meeting: Meeting, line_id: int) -> Line:
    """The line of a button.

    Raises:
        OldButton: it is not of this meeting, or not of this chat.
    """
    line = context.line_here(line_id)
    if line is None or line.meeting_id != meeting.id:
        raise OldButton("the line is not of this meeting")
    return line


def _may_add_conclusions(context: Context, meeting: Meeting) -> bool:
    return context.may(Act.CONCLUDE, meeting) and context.may(Act.ARRANGE, meeting)


def _meeting_and_words(context: Context, question: Question) -> tuple[Meeting | None, str]:
    """The meeting that the question is about, if it is this chat's; the words of the reply."""
    media = context.incoming.media
    sound = media is not None and media.kind is MediaKind.SOUND
    words = "" if sound else clean(context.incoming.text)
    return context.meeting_here(question.meeting_id), words


ANSWERS = {"info": _answered_item, "them": _answered_conclusion}
