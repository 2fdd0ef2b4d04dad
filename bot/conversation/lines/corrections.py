"""A reply to one's own recording, or to **Sửa**: the right sentence, or something new."""

from __future__ import annotations

import difflib

from bot.conversation.button import ButtonData, OldButton
from bot.conversation.context import Context, Replies
from bot.conversation.lines.choosing import redrawn
from bot.conversation.lines.editing import set_text
from bot.conversation.lines.utterance import line_of, meant_for_the_record, utterance
from bot.doors.port import Button
from bot.messages import lines as said
from bot.minutes import Line, LineKind, LineState
from bot.minutes.rights import mending
from bot.minutes.typed.orders import right_words
from bot.minutes.typed.tags import take_tag
from bot.minutes.typed.words import fold

_ALIKE = 0.6  #: share of the syllables that a correction leaves as they were
_FEWEST = 3  # syllables; “đúng rồi”, “vâng ạ” correct nothing
_MOST = 300  # syllables that are held against each other


def typed(context: Context, line: Line, text: str) -> Replies | None:
    """Words in reply to a line: nearly the same are its correction; other words of its speaker
    are a line of their own, and it is asked; None: an utterance like any other."""
    if line.kind is not LineKind.VOICE or line.is_long or line.deleted:
        return None
    right = right_words(text)
    words = fold(take_tag(right)[0]).split()[:_MOST]
    if len(words) < _FEWEST:
        return None
    heard = fold(line.text).split()[:_MOST]
    alike = difflib.SequenceMatcher(None, heard, words, autojunk=False).ratio()
    if alike >= _ALIKE and context.may_change(mending(line), line):
        return set_text(context, line, right)
    if line.speaker.person_id != context.person.id:
        return None
    return _asked(context, line)


def spoken(context: Context) -> Replies | None:
    """A recording in reply to **Sửa**, or to one's own recording; None: to neither."""
    if not context.incoming.reply_to or context.incoming.speaker:
        return None
    found = context.store.lines.of_message(context.chat.id, context.incoming.reply_to)
    if found is None or found[0].deleted or found[0].is_long:
        return None
    line, role = found
    own = line.kind is LineKind.VOICE and line.speaker.person_id == context.person.id
    if not own and not (role == "ask" and context.may_change(mending(line), line)):
        return None
    return _asked(context, line)


def _asked(context: Context, line: Line) -> Replies | None:
    """It is a line; whether it is the right words of another, a button says."""
    meeting = context.open_meeting()
    if meeting is None or meeting.id != line.meeting_id:
        return None
    replies = utterance(meant_for_the_record(context))
    new = line_of(context)
    if new is None:
        return replies
    button = Button(said.BUTTON_INSTEAD.format(no=line.no), f"instead:{line.id}:{new.id}")
    question = said.MAYBE_CORRECTION.format(new=new.no, no=line.no)
    return [*replies, context.say(question, ((button,),))]


def _instead(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """**Thay lời dòng**: ``instead:LINE:NEW``; the new line's words are the other's now."""
    line, new = (context.line_here(n) for n in data.numbers(2))
    if line is None or new is None or line.meeting_id != new.meeting_id:
        raise OldButton("the lines are not of this chat")
    if line.deleted or new.deleted or line.is_long or new.is_long or line.id == new.id:
        raise OldButton("one of the lines is gone, or has no words of its own")
    for act in (mending(line), mending(new)):
        if not (context.may_change(act, line) and context.may_change(act, new)):
            return said.refused(act), []
    if new.state is LineState.WAITING:
        return said.TOAST_STILL_WAITING.format(no=new.no), []
    if new.state is not LineState.DONE or not new.text:
        return said.TOAST_NO_WORDS.format(no=new.no), []
    lines, me = context.store.lines, context.person.id
    merged = lines.merge(line, [new], new.text, me)
    changed = lines.change(
        merged,
        me,
        state=LineState.DONE,
        error="",
        doubts=new.doubts,
        offers=new.offers,
        done_until=None,
    )
    answer = said.INSTEAD.format(no=line.no, new=new.no, text=new.text[:300])
    both = redrawn(context, [changed, lines.get(new.id)])
    return "", [context.rewritten(answer), *both]


TAPS = {"instead": _instead}
