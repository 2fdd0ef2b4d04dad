"""What those who spoke answer in the meeting's chat, to the one message that asks them."""

from __future__ import annotations

import re

from bot.conversation.context import Context, Replies
from bot.conversation.lines.card import redraw
from bot.conversation.lines.choosing import allowed
from bot.conversation.lines.editing import set_text
from bot.conversation.review.asking import MOST_ROWS
from bot.conversation.review.offers import changed_by, pass_on
from bot.doors.port import Question
from bot.messages import asking as said
from bot.messages import lines as about_lines
from bot.messages import phrases
from bot.minutes import Line
from bot.minutes.guesses.doubts import key_of_words, says_right, unmarked
from bot.minutes.rights import mending
from bot.minutes.typed.tags import take_tag
from bot.minutes.typed.words import clean, fold

# in folded text; where only one line is asked about, a bare number may be its first word
_NUMBER = re.compile(r"(?:(?:dong|so)\s+)?#?(\d{1,9})\s*[:.)]?\s+")
_NUMBER_OF_ONE = re.compile(r"(?:dong\s+#?|#)(\d{1,9})\s*[:.)]?\s+")


def _answered_here(context: Context, question: Question) -> Replies | None:
    """A reply to what a speaker was asked in the meeting's chat: ``3 câu đúng``."""
    ids = [int(number) for number in question.about.split(",")]
    found = [context.line_here(line_id) for line_id in ids]
    lines = [line for line in found if line]
    if not lines or context.incoming.media:
        return None
    text = clean(context.incoming.text)
    if says_right(text):
        shown = [line for line in lines if line.id in ids[:MOST_ROWS]]
        return _right_here(context, shown) if shown else None
    order = (_NUMBER if len(lines) > 1 else _NUMBER_OF_ONE).match(fold(text))
    line = next((x for x in lines if order and x.no == int(order[1])), None)
    if line and order:
        text = text[order.end() :]
    elif len(lines) == 1:
        line = lines[0]
    if line is None or not text.strip():
        return [context.say(said.ANSWER_HOW.format(no=lines[0].no))]
    row = context.store.asking.of(line.id)
    meeting = context.store.meetings.get(line.meeting_id)
    is_speaker = row is not None and row.person_id == context.person.id
    if is_speaker and row and meeting and not line.deleted:
        who = changed_by(context, line, row)
        if who:
            answer, _ = take_tag(unmarked(text))
            why = said.WHY_CHANGED.format(who=who)
            return [context.say(pass_on(context, meeting, line, answer, why))]
    spoken = set_text(context, line, unmarked(text))
    if is_speaker:
        context.store.asking.close(line.id, key_of_words(context.store.lines.get(line.id)))
    return spoken


def _right_here(context: Context, lines: list[Line]) -> Replies:
    """``đúng rồi``, as a reply: of all these lines that are as they were when it was asked."""
    rows = {line.id: context.store.asking.of(line.id) for line in lines}
    same = [x for x in lines if (row := rows[x.id]) and row.words == key_of_words(x)]
    unsure = [line for line in same if line.unsure and not line.deleted]
    if not unsure:
        return [context.say(about_lines.NOTHING_TO_CONFIRM.format(lines=phrases.numbers(lines)))]
    may, refused = allowed(context, unsure, mending)
    me = context.person.id
    changed = [context.store.lines.change(x, me, doubts=(), offers=()) for x in may]
    if not changed:
        return refused
    spoken = context.say(about_lines.CONFIRMED.format(lines=phrases.numbers(changed)))
    return [spoken, *(r for line in changed for r in redraw(line, context.house)), *refused]


ANSWERS = {"askedhere": _answered_here}
