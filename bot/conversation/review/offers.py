"""A speaker's words that do not just take the line's place: the secretary is shown both."""

from __future__ import annotations

from bot.conversation.button import ButtonData, OldButton
from bot.conversation.context import Context, Replies
from bot.conversation.lines.card import redraw
from bot.conversation.places.desks import tell_desk
from bot.doors.port import Button, Say
from bot.messages import asking as said
from bot.messages import lines as about_lines
from bot.messages import phrases
from bot.minutes import Line, Meeting
from bot.minutes.guesses.doubts import key_of_answer, key_of_words
from bot.minutes.rights import Act, mending
from bot.store.asking import SpeakerQuestion

SHOWN = 700  # letters of a line in an answer
_OFFERED = 800  # letters of a speaker's words beside the buttons; more stands before them
_MOST_TEXT = 1300  # letters of a message with a part of them


def changed_by(context: Context, line: Line, row: SpeakerQuestion) -> str:
    """Who has changed a line's words since its speaker saw them; empty: nobody."""
    if row.words == key_of_words(line):
        return ""
    changes = [x for x in context.store.steps.of_line(line.id) if x.field == "text"]
    return (changes[-1].who if changes else "") or phrases.THE_BOT


def pass_on(context: Context, meeting: Meeting, line: Line, answer: str, why: str) -> str:
    """The secretary is shown both; nothing is overwritten."""
    context.store.asking.offer(line.id, answer)
    key = key_of_answer(line, answer)
    buttons = (
        (
            Button(said.BUTTON_USE, f"askuse:{line.id}:{key}"),
            Button(said.BUTTON_KEEP, f"askkeep:{line.id}:{key}"),
        ),
    )
    whole = [answer[at : at + _MOST_TEXT] for at in range(0, len(answer), _MOST_TEXT)]
    before = [Say(part) for part in whole] if len(answer) > _OFFERED else []
    spoken = Say(said.offered(line, answer[:_OFFERED], why), buttons)
    tell_desk(context.store, meeting, *before, spoken)  # nobody takes what they have not seen
    return said.PASSED_ON.format(no=line.no, why=why, answer=answer[:SHOWN], text=line.text[:SHOWN])


def _offer(context: Context, data: ButtonData) -> tuple[Line, SpeakerQuestion]:
    line = context.line_here(data.number(0))
    row = context.store.asking.of(line.id) if line else None
    if line is None or row is None or line.deleted or not row.answer:
        raise OldButton("no answer waits for that line")
    if data[1] != key_of_answer(line, row.answer):
        raise OldButton("the line or the answer is another now")
    return line, row


def _use(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """``askuse:LINE:KEY``: the secretary takes the speaker's words."""
    line, row = _offer(context, data)
    if not context.may_change(Act.ARRANGE, line):
        return phrases.TOAST_NOT_ALLOWED, []
    if not context.may_change(mending(line), line):
        return about_lines.refused(mending(line)), []
    fields = {"text": row.answer, "doubts": (), "offers": ()}
    changed = context.store.lines.change(line, context.person.id, **fields)
    context.store.asking.close(line.id, key_of_words(changed))
    spoken = said.USED.format(no=line.no, text=changed.text[:SHOWN])
    return said.TOAST_USED.format(no=line.no), [
        *redraw(changed, context.house),
        context.rewritten(spoken),
    ]


def _keep(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """``askkeep:LINE:KEY``: the line stays as it is."""
    line, _ = _offer(context, data)
    if not context.may_change(Act.ARRANGE, line):
        return phrases.TOAST_NOT_ALLOWED, []
    context.store.asking.offer(line.id, "")
    spoken = said.KEPT.format(no=line.no, text=line.text[:SHOWN])
    return said.TOAST_KEPT.format(no=line.no), [context.rewritten(spoken)]


TAPS = {"askuse": _use, "askkeep": _keep}
