"""Those who spoke are asked about the words that the machine is not sure of: ``/hoilai``.

Privately where the bot may write to them, else with one message in the meeting's chat. In private
they confirm and mend the words of lines that they were asked about, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.conversation.context import Command, Context, House, Replies
from bot.conversation.lines.card import redraw
from bot.conversation.lines.choosing import allowed, choose
from bot.conversation.lines.editing import set_text
from bot.conversation.lines.recordings import sound_of
from bot.doors.port import Button, Buttons, Question, Say
from bot.messages import asking as said
from bot.messages import lines as about_lines
from bot.messages import phrases
from bot.minutes import Line, LineState, Meeting, Speaker
from bot.minutes.guesses.doubts import (
    first_of_all,
    key_of_answer,
    key_of_doubts,
    key_of_words,
    marked,
    may_be_a_part,
    may_be_asked,
    says_right,
    unmarked,
)
from bot.minutes.rights import Act, may_answer, mending
from bot.minutes.typed.tags import take_tag
from bot.minutes.typed.words import clean, fold
from bot.store.asking import Asked

_AT_ONCE = 5  # questions to one person; the others come when they ask for them
_MOST_ROWS = 15  # of lines in one message
_MOST_MESSAGES = 5  # to as many speakers in the meeting's chat; more are named in one
_MOST_TEXT = 1300  # letters of a line in a question; what is more goes before it
_LONGEST_ANSWER = 4000  # letters
_SHOWN = 700  # letters of a line in an answer
_OFFERED = 800  # letters of a speaker's words beside the buttons; more stands before them


@dataclass
class Outcome:
    """Who was asked about what."""

    privately: dict[Speaker, list[Line]] = field(default_factory=dict)
    here: dict[Speaker, list[Line]] = field(default_factory=dict)
    before: list[tuple[Line, Asked]] = field(default_factory=list)
    nobody: list[Line] = field(default_factory=list)
    says: list[Say] = field(default_factory=list)  #: to be said in the meeting's chat

    @property
    def asked(self) -> list[Line]:
        found = [*self.privately.values(), *self.here.values()]
        return sorted((x for lines in found for x in lines), key=lambda x: x.order)


def ask(house: House, meeting: Meeting, lines: Iterable[Line]) -> Outcome:
    """Ask the speakers of these lines about what is in doubt, each line once; again only where
    the doubts are new. What goes to them alone waits in the outbox when this returns."""
    known = house.store.asking.of_meeting(meeting.id)
    outcome, due = Outcome(), dict[Speaker, list[Line]]()
    for line in filter(may_be_asked, lines):
        row = known.get(line.id)
        same = row and (row.person_id, row.doubts) == (line.speaker.person_id, key_of_doubts(line))
        if row and same:
            outcome.before.append((line, row))
        else:
            due.setdefault(line.speaker, []).append(line)
    for speaker, theirs in due.items():
        theirs.sort(key=first_of_all)
        _ask_one(house, meeting, speaker, theirs, outcome)
    if len(outcome.says) > _MOST_MESSAGES:  # a group takes few messages a minute
        rows = [(who.name, [line.no for line in of]) for who, of in outcome.here.items()]
        outcome.says = [Say(said.questions_here(rows))]
    return outcome


def _ask_one(
    house: House, meeting: Meeting, speaker: Speaker, lines: list[Line], outcome: Outcome
) -> None:
    store = house.store
    took_part = store.meetings.seen_by(meeting.id, speaker.person_id) is not None
    alone = store.chats.private_of(speaker.person_id)
    door, account = store.chats.account(speaker.person_id)
    if not took_part or door != store.chats.get(meeting.chat_id).door:
        outcome.nobody += lines  # their words were brought, or they have no account
        return
    if alone == meeting.chat_id:  # who reads the cards is who is asked
        return
    for place, line in enumerate(lines):
        store.asking.ask(
            line.id,
            speaker.person_id,
            key_of_doubts(line),
            key_of_words(line),
            privately=alone is not None,
            shown=alone is None or place < _AT_ONCE,
        )
    if alone is None:
        outcome.here[speaker] = lines
        question = Question("askedhere", meeting.id, ",".join(str(x.id) for x in lines))
        text = said.question_here(lines, _MOST_ROWS)
        outcome.says.append(Say(text, question=question, asks=account))
    else:
        outcome.privately[speaker] = lines
        store.outbox.put(alone, _questions(house, meeting, lines))


def _questions(house: House, meeting: Meeting, lines: Sequence[Line]) -> list[Say]:
    """The first of these lines as questions; the last one leads to the others."""
    spoken: list[Say] = []
    for line in lines[:_AT_ONCE]:
        text = line.text
        while len(text) > _MOST_TEXT:  # a whole line must be seen before it is said to be right
            cut = text.rfind(" ", 1, _MOST_TEXT)
            cut = cut if cut > 0 else _MOST_TEXT
            spoken.append(Say(marked(text[:cut], line.doubts)))
            text = text[cut:].lstrip()
        asked = said.question(meeting, line, marked(text, line.doubts), line.at, house.zone)
        spoken.append(
            Say(asked, _buttons(line), question=Question("asked", meeting.id, str(line.id)))
        )
    left = len(lines) - _AT_ONCE
    if left > 0:
        more = Button(said.BUTTON_MORE.format(count=left), f"askmore:{meeting.id}")
        last = spoken[-1]
        spoken[-1] = Say(last.text, (*last.buttons, (more,)), question=last.question)
    return spoken


def _buttons(line: Line) -> Buttons:
    listen = (Button(said.BUTTON_LISTEN, f"askhear:{line.id}"),) if line.audio else ()
    right = Button(about_lines.BUTTON_RIGHT, f"askright:{line.id}:{key_of_words(line)}")
    return ((*listen, right, Button(about_lines.BUTTON_EDIT, f"askmend:{line.id}")),)


def after_closing(house: House, meeting_id: int) -> list[Say]:
    """Ask about what was transcribed only when a meeting had been closed, once all of it is.

    Returns:
        what is to be said in the meeting's chat.
    """
    meeting = house.store.meetings.get(meeting_id)
    if meeting is None or meeting.is_open:
        return []
    lines = house.store.lines.of_meeting(meeting_id)
    if any(x.state is LineState.WAITING and not x.deleted for x in lines):
        return []
    return ask(house, meeting, lines).says


# --- the secretary --------------------------------------------------------------------------------


def ask_again(context: Context, text: str) -> Replies:
    """``/hoilai``: about every line in doubt; ``/hoilai 5 7-9``: about these."""
    meeting = context.meeting()
    if meeting is None:
        return [context.say(phrases.NO_MEETING)]
    if not context.may(Act.STEER, meeting):
        return [context.say(context.refused(Act.STEER, meeting))]
    if not clean(text) and not context.incoming.reply_to:
        return _asked(context, meeting, context.store.lines.of_meeting(meeting.id))
    chosen = choose(context, text, "hoilai", said.USE_ASK)
    if isinstance(chosen, list):
        return chosen
    clear = [line for line in chosen.lines if not may_be_asked(line)]
    spoken: Replies = []
    if clear:
        spoken.append(context.say(said.NOT_IN_DOUBT.format(lines=phrases.numbers(clear))))
    if len(clear) < len(chosen.lines):
        owner = context.store.meetings.get(chosen.lines[0].meeting_id)
        assert owner is not None
        spoken += _asked(context, owner, chosen.lines)
    return [*spoken, *chosen.trouble]


def _asked(context: Context, meeting: Meeting, lines: Iterable[Line]) -> Replies:
    """Ask, and tell who was asked."""
    outcome = ask(context.house, meeting, lines)
    rows = [said.privately(who.name, [x.no for x in of]) for who, of in outcome.privately.items()]
    rows += [said.here(who.name, [x.no for x in of]) for who, of in outcome.here.items()]
    if outcome.before:
        asked = [(line.no, row.at) for line, row in outcome.before]
        rows.append(said.before(asked, context.house.zone))
    if outcome.nobody:
        rows.append(said.nobody([line.no for line in outcome.nobody]))
    return [context.say("\n".join(rows) or said.NOTHING_TO_ASK), *outcome.says]


def _ask_tapped(context: Context, rest: list[str]) -> tuple[str, Replies]:
    """``asks:MEETING``: the button under the lines in doubt."""
    meeting = context.store.meetings.get(int(rest[0]), context.chat.id)
    if meeting is None:
        raise LookupError("the meeting is not of this chat")
    if not context.may(Act.STEER, meeting):
        return phrases.TOAST_NOT_ALLOWED, []
    return "", _asked(context, meeting, context.store.lines.of_meeting(meeting.id))


# --- in private -----------------------------------------------------------------------------------


def _own(context: Context, number: str) -> tuple[Meeting, Line, Asked]:
    """A line about which the person was asked here, alone."""
    line = context.store.lines.get(int(number))
    row = context.store.asking.of(line.id)
    me = context.person.id
    meeting = context.store.meetings.seen_by(line.meeting_id, me)
    if not (context.is_private and row and row.privately and meeting):
        raise LookupError("nobody was asked about that line here")
    if row.person_id != me or line.speaker.person_id != me:
        raise LookupError("somebody else was asked")
    return meeting, line, row


def _changed_by(context: Context, line: Line, row: Asked) -> str:
    """Who has changed a line's words since its speaker saw them; empty: nobody."""
    if row.words == key_of_words(line):
        return ""
    changes = [x for x in context.store.steps.of_line(line.id) if x.field == "text"]
    return (changes[-1].who if changes else "") or phrases.THE_BOT


def _hear(context: Context, rest: list[str]) -> tuple[str, Replies]:
    _, line, _ = _own(context, rest[0])
    sound = sound_of(context, line)
    if sound is None:
        return "", [context.say(phrases.HAS_NO_SOUND.format(no=line.no))]
    return "", sound or [context.say(phrases.SOUND_COMES.format(no=line.no))]


def _mend(context: Context, rest: list[str]) -> tuple[str, Replies]:
    """``askmend:LINE``: opens the reply field; the line's words are there to be copied."""
    meeting, line, _ = _own(context, rest[0])
    if line.deleted:
        return "", [context.rewritten(_gone(meeting, line))]
    question = Question("asked", meeting.id, str(line.id))
    copy = [Say(line.text)] if line.text else []
    asked = said.ASK_WORDS.format(no=line.no)
    return "", [*copy, Say(asked, question=question, asks=context.incoming.person)]


def _right(context: Context, rest: list[str]) -> tuple[str, Replies]:
    """``askright:LINE:KEY``: the key is of the words that stood above the button."""
    meeting, line, row = _own(context, rest[0])
    if line.deleted:
        return "", [context.rewritten(_gone(meeting, line))]
    if rest[1] != key_of_words(line):
        who = _changed_by(context, line, row) or phrases.THE_BOT
        text = said.CHANGED_SINCE.format(no=line.no, who=who, text=line.text[:_SHOWN])
        return said.TOAST_CHANGED, [context.rewritten(text)]
    if not may_answer(line, meeting, context.person.id):
        return said.TOAST_CONCLUSION, []
    spoken = said.RIGHT.format(no=line.no, text=line.text[:_SHOWN])
    if not line.unsure:
        return said.TOAST_RIGHT_TOO.format(no=line.no), [context.rewritten(spoken)]
    _set_right(context, meeting, line)
    return about_lines.TOAST_RIGHT.format(no=line.no), [context.rewritten(spoken)]


def _set_right(context: Context, meeting: Meeting, line: Line) -> None:
    changed = context.store.lines.change(line, context.person.id, doubts=(), offers=())
    context.store.asking.answered(line.id, key_of_words(changed))
    context.store.outbox.put(meeting.chat_id, redraw(changed, context.house))


def _gone(meeting: Meeting, line: Line) -> str:
    return said.GONE.format(no=line.no, secretary=meeting.secretary.name)


def _more(context: Context, rest: list[str]) -> tuple[str, Replies]:
    """``askmore:MEETING``: the next questions."""
    meeting = context.store.meetings.seen_by(int(rest[0]), context.person.id)
    if meeting is None or not context.is_private:
        raise LookupError("nobody was asked about that meeting here")
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
    for line in lines[:_AT_ONCE]:
        store.asking.show(line.id, key_of_words(line))
    return "", list(_questions(context.house, meeting, lines))


def _answered(context: Context, question: Question) -> Replies | None:
    """A reply to what the person was asked alone: the line's right words."""
    try:
        meeting, line, row = _own(context, question.about)
    except LookupError:  # somebody else is its speaker now
        return [context.say(said.NOT_YOURS)]
    answer, _ = take_tag(unmarked(clean(context.incoming.text)))
    if context.incoming.media or not answer:
        return [context.say(said.TYPE_IT.format(no=line.no))]
    if line.deleted:
        return [context.say(_gone(meeting, line))]
    if len(answer) > _LONGEST_ANSWER:
        return [context.say(said.TOO_LONG.format(no=line.no, most=_LONGEST_ANSWER))]
    if says_right(answer) and not says_right(line.text):
        return _said_right(context, meeting, line, row)
    if answer == line.text and not line.unsure:
        return [context.say(said.SAME.format(no=line.no))]
    why = _why_not(context, meeting, line, row)
    if why:
        return [context.say(_pass_on(context, meeting, line, answer, why))]
    if may_be_a_part(answer, line):
        context.store.asking.offer(line.id, answer)
        data = f"askwhole:{line.id}:{key_of_answer(line, answer)}"
        spoken = said.MAYBE_A_PART.format(no=line.no, answer=answer, text=line.text[:_SHOWN])
        return [context.say(spoken, ((Button(said.BUTTON_WHOLE, data),),))]
    return [context.say(*_mended(context, meeting, line, answer))]


def _said_right(context: Context, meeting: Meeting, line: Line, row: Asked) -> Replies:
    """``đúng rồi``, typed."""
    who = _changed_by(context, line, row)
    if who:
        spoken = said.CHANGED_SINCE.format(no=line.no, who=who, text=line.text[:_SHOWN])
        return [context.say(spoken)]
    if not may_answer(line, meeting, context.person.id):
        return [context.say(said.TOAST_CONCLUSION)]
    if line.unsure:
        _set_right(context, meeting, line)
    return [context.say(said.RIGHT.format(no=line.no, text=line.text[:_SHOWN]))]


def _why_not(context: Context, meeting: Meeting, line: Line, row: Asked) -> str:
    """Why the speaker's words do not just take the line's place; empty: they do."""
    who = _changed_by(context, line, row)
    if who:
        return said.WHY_CHANGED.format(who=who)
    if not may_answer(line, meeting, context.person.id):
        return said.WHY_CONCLUSION
    return ""


def _mended(context: Context, meeting: Meeting, line: Line, answer: str) -> tuple[str, Buttons]:
    """Put the speaker's words into the line; what to say of it, with a way back."""
    store, me = context.store, context.person.id
    changed = store.lines.change(line, me, text=answer, doubts=(), offers=())
    store.asking.answered(line.id, key_of_words(changed))
    told = said.HAS_MENDED.format(no=line.no, who=line.speaker.name, text=answer[:_SHOWN])
    store.outbox.put(meeting.chat_id, [*redraw(changed, context.house), Say(told)])
    spoken = said.MENDED.format(
        no=line.no, meeting=meeting.id, text=answer[:_SHOWN], before=line.text[:_SHOWN]
    )
    step = store.steps.last(meeting.id, me, line.no)
    back = Button(said.BUTTON_BACK, f"askback:{line.id}:{step.id}") if step else None
    return spoken, ((back,),) if back else ()


def _pass_on(context: Context, meeting: Meeting, line: Line, answer: str, why: str) -> str:
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
    context.tell(meeting.chat_id, *before, spoken)  # nobody takes what they have not seen
    return said.PASSED_ON.format(
        no=line.no, why=why, answer=answer[:_SHOWN], text=line.text[:_SHOWN]
    )


def _whole(context: Context, rest: list[str]) -> tuple[str, Replies]:
    """``askwhole:LINE:KEY``: the few words are the whole line."""
    meeting, line, row = _own(context, rest[0])
    if line.deleted or not row.answer or rest[1] != key_of_answer(line, row.answer):
        raise LookupError("the line or the answer is another now")
    why = _why_not(context, meeting, line, row)
    if why:
        return "", [context.rewritten(_pass_on(context, meeting, line, row.answer, why))]
    return "", [context.rewritten(*_mended(context, meeting, line, row.answer))]


def _back(context: Context, rest: list[str]) -> tuple[str, Replies]:
    """``askback:LINE:STEP``: the speaker takes back what they have just mended."""
    meeting, line, _ = _own(context, rest[0])
    step = context.store.steps.last(meeting.id, context.person.id, line.no)
    if step is None or step.id != int(rest[1]) or step.line_ids != [line.id]:
        raise LookupError("something else was done since")
    if not may_answer(line, meeting, context.person.id):
        return said.TOAST_CONCLUSION, []
    if context.store.steps.obstacle(step, context.person.id):
        return said.TOAST_CHANGED, []
    context.store.steps.take_back(step, context.person.id)
    before = context.store.lines.get(line.id)
    context.store.asking.answered(line.id, key_of_words(before))
    context.store.outbox.put(meeting.chat_id, redraw(before, context.house))
    spoken = said.TAKEN_BACK.format(no=line.no, text=before.text[:_SHOWN])
    return "", [context.rewritten(spoken, _buttons(before))]


# --- in the meeting's chat ------------------------------------------------------------------------


# in folded text; where only one line is asked about, a bare number may be its first word
_NUMBER = re.compile(r"(?:(?:dong|so)\s+)?#?(\d{1,9})\s*[:.)]?\s+")
_NUMBER_OF_ONE = re.compile(r"(?:dong\s+#?|#)(\d{1,9})\s*[:.)]?\s+")


def _answered_here(context: Context, question: Question) -> Replies | None:
    """A reply to what a speaker was asked in the meeting's chat: ``3 câu đúng``."""
    ids = [int(number) for number in question.about.split(",")]
    found = [context.store.lines.in_chat(line_id, context.chat.id) for line_id in ids]
    lines = [line for line in found if line]
    if not lines or context.incoming.media:
        return None
    text = clean(context.incoming.text)
    if says_right(text):
        shown = [line for line in lines if line.id in ids[:_MOST_ROWS]]
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
        changed_by = _changed_by(context, line, row)
        if changed_by:
            answer, _ = take_tag(unmarked(text))
            why = said.WHY_CHANGED.format(who=changed_by)
            return [context.say(_pass_on(context, meeting, line, answer, why))]
    spoken = set_text(context, line, unmarked(text))
    if is_speaker:
        context.store.asking.answered(line.id, key_of_words(context.store.lines.get(line.id)))
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


def _offer(context: Context, rest: list[str]) -> tuple[Line, Asked]:
    line = context.store.lines.in_chat(int(rest[0]), context.chat.id)
    row = context.store.asking.of(line.id) if line else None
    if line is None or row is None or line.deleted or not row.answer:
        raise LookupError("no answer waits for that line")
    if rest[1] != key_of_answer(line, row.answer):
        raise LookupError("the line or the answer is another now")
    return line, row


def _use(context: Context, rest: list[str]) -> tuple[str, Replies]:
    """``askuse:LINE:KEY``: the secretary takes the speaker's words."""
    line, row = _offer(context, rest)
    if not context.may_change(Act.ARRANGE, line):
        return phrases.TOAST_NOT_ALLOWED, []
    if not context.may_change(mending(line), line):
        return about_lines.refused(mending(line)), []
    fields = {"text": row.answer, "doubts": (), "offers": ()}
    changed = context.store.lines.change(line, context.person.id, **fields)
    context.store.asking.answered(line.id, key_of_words(changed))
    spoken = said.USED.format(no=line.no, text=changed.text[:_SHOWN])
    return said.TOAST_USED.format(no=line.no), [
        *redraw(changed, context.house),
        context.rewritten(spoken),
    ]


def _keep(context: Context, rest: list[str]) -> tuple[str, Replies]:
    """``askkeep:LINE:KEY``: the line stays as it is."""
    line, _ = _offer(context, rest)
    if not context.may_change(Act.ARRANGE, line):
        return phrases.TOAST_NOT_ALLOWED, []
    context.store.asking.offer(line.id, "")
    spoken = said.KEPT.format(no=line.no, text=line.text[:_SHOWN])
    return said.TOAST_KEPT.format(no=line.no), [context.rewritten(spoken)]


COMMANDS = (Command("hoilai", ask_again),)
TAPS = {
    "asks": _ask_tapped,
    "askhear": _hear,
    "askmend": _mend,
    "askright": _right,
    "askmore": _more,
    "askwhole": _whole,
    "askback": _back,
    "askuse": _use,
    "askkeep": _keep,
}
ANSWERS = {"asked": _answered, "askedhere": _answered_here}
