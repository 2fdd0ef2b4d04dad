"""Those who spoke are asked about the words that the machine is not sure of: ``/hoilai``.

Privately where the bot may write to them, else with one message in the meeting's chat. What becomes
of their answers is in ``answered_alone.py``, ``answered_here.py`` and ``offers.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from bot.conversation.button import ButtonData
from bot.conversation.command import Command
from bot.conversation.context import Context, House, Replies, alone_with
from bot.conversation.lines.choosing import choose
from bot.doors.port import Button, Buttons, Question, Say
from bot.messages import asking as said
from bot.messages import lines as about_lines
from bot.messages import phrases
from bot.minutes import Line, Meeting, Speaker
from bot.minutes.guesses.doubts import (
    first_of_all,
    key_of_doubts,
    key_of_words,
    marked,
    may_be_asked,
)
from bot.minutes.rights import Act
from bot.minutes.typed.words import clean
from bot.store.asking import SpeakerQuestion

AT_ONCE = 5  # questions to one person; the others come when they ask for them
MOST_ROWS = 15  # of lines in one message
_MOST_MESSAGES = 5  # to as many speakers in the meeting's chat; more are named in one
_MOST_TEXT = 1300  # letters of a line in a question; what is more goes before it


@dataclass
class Outcome:
    """Who was asked about what."""

    privately: dict[Speaker, list[Line]] = field(default_factory=dict)
    here: dict[Speaker, list[Line]] = field(default_factory=dict)
    before: list[tuple[Line, SpeakerQuestion]] = field(default_factory=list)
    nobody: list[Line] = field(default_factory=list)
    says: list[Say] = field(default_factory=list)  #: to be said in the meeting's chat

    @property
    def asked(self) -> list[Line]:
        found = [*self.privately.values(), *self.here.values()]
        return sorted((x for lines in found for x in lines), key=lambda x: x.order)


def ask(house: House, meeting: Meeting, lines: Iterable[Line], *, ordered: bool = False) -> Outcome:
    """Ask the speakers of these lines about what is in doubt, each line once; again only where
    the doubts are new. What goes to them alone waits in the outbox when this returns.

    Args:
        ordered: somebody of the desk wants them asked.
    """
    known = house.store.asking.of_meeting(meeting.id)
    outcome, due = Outcome(), dict[Speaker, list[Line]]()
    for line in filter(may_be_asked, lines):
        if line.unknown_voice is not None:  # its speaker has only recorded it
            outcome.nobody.append(line)
            continue
        row = known.get(line.id)
        same = row and (row.person_id, row.doubts) == (line.speaker.person_id, key_of_doubts(line))
        if row and same:
            outcome.before.append((line, row))
        else:
            due.setdefault(line.speaker, []).append(line)
    for speaker, theirs in due.items():
        theirs.sort(key=first_of_all)
        _ask_one(house, meeting, speaker, theirs, outcome, ordered=ordered)
    if len(outcome.says) > _MOST_MESSAGES:  # a group takes few messages a minute
        rows = [(who.name, [line.no for line in of]) for who, of in outcome.here.items()]
        outcome.says = [Say(said.questions_here(rows))]
    return outcome


def _ask_one(
    house: House,
    meeting: Meeting,
    speaker: Speaker,
    lines: list[Line],
    outcome: Outcome,
    *,
    ordered: bool,
) -> None:
    store = house.store
    who = speaker.person_id
    there = store.meetings.seen_by(meeting.id, who) is not None
    there = there and not store.places.is_removed(meeting.chat_id, who)
    alone = alone_with(house, who) if there else None
    door, account = store.chats.account(who)
    in_group = door == store.chats.get(meeting.chat_id).door
    if not there or (alone is None and not in_group):
        outcome.nobody += lines  # their words were brought, they have no account, or left
        return
    if alone == meeting.chat_id:  # who reads the cards is who is asked
        return
    for place, line in enumerate(lines):
        store.asking.ask(
            line.id,
            who,
            key_of_doubts(line),
            key_of_words(line),
            privately=alone is not None,
            shown=alone is None or place < AT_ONCE,
        )
    if alone is None:
        outcome.here[speaker] = lines
        question = Question("askedhere", meeting.id, ",".join(str(x.id) for x in lines))
        text = said.question_here(lines, MOST_ROWS)
        outcome.says.append(Say(text, question=question, asks=account))
    else:
        outcome.privately[speaker] = lines
        asked = questions(house, meeting, lines)
        store.outbox.put(alone, [replace(one, ordered=ordered) for one in asked])


def questions(house: House, meeting: Meeting, lines: Sequence[Line]) -> list[Say]:
    """The first of these lines as questions; the last one leads to the others."""
    spoken: list[Say] = []
    for line in lines[:AT_ONCE]:
        text = line.text
        while len(text) > _MOST_TEXT:  # a whole line must be seen before it is said to be right
            cut = text.rfind(" ", 1, _MOST_TEXT)
            cut = cut if cut > 0 else _MOST_TEXT
            spoken.append(Say(marked(text[:cut], line.doubts)))
            text = text[cut:].lstrip()
        asked = said.question(meeting, line, marked(text, line.doubts), line.at, house.zone)
        spoken.append(
            Say(asked, line_buttons(line), question=Question("asked", meeting.id, str(line.id)))
        )
    left = len(lines) - AT_ONCE
    if left > 0:
        more = Button(said.BUTTON_MORE.format(count=left), f"askmore:{meeting.id}")
        last = spoken[-1]
        spoken[-1] = Say(last.text, (*last.buttons, (more,)), question=last.question)
    return spoken


def line_buttons(line: Line) -> Buttons:
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
    if any(x.is_in_work and not x.deleted for x in lines):
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
    outcome = ask(context.house, meeting, lines, ordered=True)
    rows = [said.privately(who.name, [x.no for x in of]) for who, of in outcome.privately.items()]
    rows += [said.here(who.name, [x.no for x in of]) for who, of in outcome.here.items()]
    if outcome.before:
        asked = [(line.no, row.at) for line, row in outcome.before]
        rows.append(said.before(asked, context.house.zone))
    if outcome.nobody:
        rows.append(said.nobody([line.no for line in outcome.nobody]))
    there = context.in_its_chat(meeting, *outcome.says) if outcome.says else []
    return [context.say("\n".join(rows) or said.NOTHING_TO_ASK), *there]


def _ask_tapped(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """``asks:MEETING``: the button under the lines in doubt."""
    meeting = context.tapped_meeting_here(data.number(0))
    if not context.may(Act.STEER, meeting):
        return phrases.TOAST_NOT_ALLOWED, []
    return "", _asked(context, meeting, context.store.lines.of_meeting(meeting.id))


COMMANDS = (Command("hoilai", ask_again),)
TAPS = {"asks": _ask_tapped}
