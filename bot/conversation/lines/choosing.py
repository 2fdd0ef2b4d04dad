"""Which lines are meant: by number, or as a reply; and which of them a person may change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.conversation.context import AnswerInstead, Context, Replies
from bot.conversation.lines.card import redraw
from bot.messages import phrases
from bot.messages import places as about_places
from bot.messages import recordings as about_recordings
from bot.minutes import Line, Meeting
from bot.minutes.rights import Act
from bot.minutes.typed.numbers import pick, read_numbers
from bot.minutes.typed.words import clean


def arranging(_line: Line) -> Act:
    """What it takes to arrange a line, whosever it is."""
    return Act.ARRANGE


def allowed(
    context: Context, lines: Sequence[Line], act_on: Callable[[Line], Act]
) -> tuple[list[Line], Replies]:
    """Those that the person may change so, and what to say of the others."""
    may: list[Line] = []
    others: dict[Act, list[Line]] = {}
    meetings = {n: context.store.meetings.get(n) for n in {x.meeting_id for x in lines}}
    for line in lines:
        act, meeting = act_on(line), meetings[line.meeting_id]
        if meeting and context.may(act, meeting, line):
            may.append(line)
        else:
            others.setdefault(act, []).append(line)
    answer = [_refused(context, act, refused, meetings) for act, refused in others.items()]
    return may, [context.say(sentence) for sentence in dict.fromkeys(answer)]


def _refused(
    context: Context, act: Act, lines: Sequence[Line], meetings: Mapping[int, Meeting | None]
) -> str:
    """What to say of lines that the person may not change so from here."""
    owners = [meeting for meeting in meetings.values() if meeting]
    one = owners[0] if len(owners) == 1 else None
    if one and all(context.may_at_desk(act, one, line) for line in lines):
        return about_places.AT_YOUR_DESK.format(no=one.id)
    return phrases.refused_lines(act, lines)


def has_no_words(context: Context, line: Line, command: str) -> str:
    return about_recordings.has_no_words(line, context.store.lines.parts_of(line.id), command)


MOST_AT_ONCE = 100  #: lines that one command or tap changes
MOST_MERGED = 50  #: of them into one
JUST_NOW = 60.0  # seconds in which two people may not have seen each other's change


def redrawn(context: Context, lines: list[Line]) -> Replies:
    return [reply for line in lines for reply in redraw(line, context.house)]


@dataclass(frozen=True)
class LineChoice:
    """Lines that a person named; at least one."""

    lines: list[Line]
    trouble: Replies  #: of numbers that do not exist, and of lines that are not theirs to change


def choose(
    context: Context,
    text: str,
    command: str,
    usage: str,
    *,
    deleted: bool = False,
    merged: bool = False,
    every: bool = False,
    act_on: Callable[[Line], Act] | None = None,
) -> LineChoice:
    """The lines named by number or by reply, in the chat's current meeting.

    Args:
        deleted: only deleted ones, instead of only living ones.
        merged: also those whose words are in another line now.
        every: living and deleted ones.
        act_on: what is to be done to each; only those where the person may are chosen.

    Raises:
        AnswerInstead: no line is chosen.
        NoMeeting
    """
    chosen = _named(context, text, command, usage, deleted=deleted, merged=merged, every=every)
    if act_on is None:
        return chosen
    lines, refused = allowed(context, chosen.lines, act_on)
    trouble = [*refused, *chosen.trouble]
    if not lines:
        raise AnswerInstead(trouble)
    return LineChoice(lines, trouble)


def _named(
    context: Context,
    text: str,
    command: str,
    usage: str,
    *,
    deleted: bool,
    merged: bool,
    every: bool,
) -> LineChoice:

    def wanted(line: Line) -> bool:
        return every or line.deleted is deleted or (merged and line.merged_into is not None)

    ranges = read_numbers(text)
    if ranges is None:
        if clean(text):
            raise AnswerInstead([context.say(context.sample(usage))])
        line = context.replied_line()
        if line and not wanted(line):
            gone = phrases.lines_are_deleted([line.no], line.deleted)
            raise AnswerInstead([context.say(gone)])
        if line:
            return LineChoice([line], [])
        no_line = phrases.REPLY_IS_NO_LINE.format(command=command)
        answer = no_line if context.incoming.reply_to else context.sample(usage)
        raise AnswerInstead([context.say(answer)])
    meeting = context.current_meeting()
    known = {line.no: line for line in context.store.lines.of_meeting(meeting.id)}
    lines = {no: line for no, line in known.items() if wanted(line)}
    found, missing = pick(ranges, lines)
    trouble = _trouble(context, meeting, missing, known, deleted)
    if not found:
        raise AnswerInstead(trouble)
    most = MOST_MERGED if command == "gop" else MOST_AT_ONCE
    if len(found) > most:  # everybody's messages wait while lines are changed
        raise AnswerInstead([context.say(phrases.too_many_lines(found, most, command))])
    return LineChoice([lines[no] for no in found], trouble)


def _trouble(
    context: Context, meeting: Meeting, missing: list[int], every: dict[int, Line], deleted: bool
) -> Replies:
    """What to say of numbers that name no line of the wanted kind."""
    answer: Replies = []
    other = [no for no in missing if no in every]
    if other:
        answer.append(context.say(phrases.lines_are_deleted(other, not deleted)))
    unknown = [no for no in missing if no not in every]
    if unknown:
        lines = ", ".join(f"#{no}" for no in unknown)
        existing = phrases.existing(no for no, line in every.items() if not line.deleted)
        sentence = phrases.NO_SUCH_LINES
        answer.append(context.say(sentence.format(lines=lines, no=meeting.id, existing=existing)))
    return answer
