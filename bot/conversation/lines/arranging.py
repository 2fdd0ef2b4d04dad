"""Put lines together and apart, in another order, to another speaker; add one that nobody sent."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.conversation.context import Command, Context, Replies
from bot.conversation.lines.choosing import allowed, choose, has_no_words, redrawn
from bot.conversation.lines.editing import somebody_has_just
from bot.doors.port import Person
from bot.messages import arranging as said
from bot.messages import phrases
from bot.messages import recordings as about_recordings
from bot.minutes import Line, LineState, Meeting, Speaker
from bot.minutes.arranging import (
    joined,
    parted,
    sentence_begins,
    sentences,
    without_end_mark,
    words_begin,
)
from bot.minutes.rights import Act, mending
from bot.minutes.typed.names import MAX_NAME, looks_like_name, read_name
from bot.minutes.typed.numbers import read_numbers
from bot.minutes.typed.tags import take_tag
from bot.minutes.typed.words import clean, fold

_NOBODY = "named"  #: in place of a door: people whom a secretary has named, without an account
_NUMBER = re.compile(r"(?:(?:dong|so)\s+)?#?(\d{1,9})\s*[|:.)]?\s*")  # in folded text
_NUMBERS = re.compile(r"(?:(?:dong|so)\s+)?(?:[#\s,]*\d{1,9}(?:\s*[-–]\s*#?\d{1,9})?)+[\s:.]+")
_SENTENCE = re.compile(r"(?:tu\s+)?(?:cau\s+)?(?:thu\s+|so\s+)?(\d{1,3})")
_MOVE = re.compile(
    r"(?:(?:dong|so)\s+)?#?(\d{1,9})\s+(?:(?:len|xuong|ra|ve|vao)\s+)?(?:phia\s+|dang\s+)?"
    r"(sau|truoc)\s+(?:(?:dong|so)\s+)?#?(\d{1,9})"
)
_SHOWN = 300  # letters of a line in an answer


def _arranging(_line: Line) -> Act:
    return Act.ARRANGE


def _wordless(context: Context, lines: Sequence[Line], command: str) -> Replies:
    """What to say of lines that have no words of their own."""
    answer: Replies = []
    for line in lines:
        if line.is_long:
            answer.append(context.say(has_no_words(context, line, command)))
        elif line.state is not LineState.DONE:
            answer.append(context.say(about_recordings.HAS_NO_WORDS_YET.format(no=line.no)))
    return answer


# --- together and apart -------------------------------------------------------------------------


def merge(context: Context, text: str) -> Replies:
    """``/gop 5 6``: the words of 6 behind those of 5; 6 is deleted and says where they are."""
    if read_numbers(text) is None:
        return [context.say(said.USE_MERGE)]
    chosen = choose(context, text, "gop", said.USE_MERGE)
    if chosen.trouble:  # half of what was wanted is something else
        return chosen.trouble
    line, *others = chosen.lines
    if not others:
        return [context.say(said.USE_MERGE)]
    wordless = _wordless(context, chosen.lines, "gop")
    if wordless:
        return wordless
    speakers = list(dict.fromkeys(x.speaker for x in chosen.lines))
    if len(speakers) > 1 and not context.may_change(Act.ARRANGE, line):
        who = said.people(speakers)
        return [context.say(said.MERGES_TWO_PEOPLE.format(who=who))]
    _, refused = allowed(context, chosen.lines, mending)
    if refused:
        return refused
    just = "".join(somebody_has_just(context, x) for x in chosen.lines)
    words = line.text
    for other in others:
        words = joined(words, other.text)
    store = context.store.lines
    line = store.merge(line, others, words, context.person.id)
    merged = [store.get(x.id) for x in others]
    answer = said.MERGED.format(lines=phrases.numbers(merged), no=line.no, text=words[:_SHOWN])
    if len(speakers) > 1:
        answer += said.MERGED_TWO_PEOPLE.format(
            who=said.people(speakers), speaker=line.speaker.name
        )
    return [context.say(answer + just), *redrawn(context, [line, *merged])]


def split(context: Context, text: str) -> Replies:
    """``/tach 5 | câu 2``, ``/tach 5 | từ đây``: what begins there is a line of its own."""
    words = clean(text)
    number = _NUMBER.match(fold(words))
    if number is None:
        return [context.say(said.USE_SPLIT)]
    chosen = choose(context, number[1], "tach", said.USE_SPLIT)
    (line,) = chosen.lines
    _, refused = allowed(context, [line], mending)
    refused = refused or _wordless(context, [line], "tach")
    if refused:
        return refused
    found = _where(line, words[number.end() :])
    if isinstance(found, str):
        return [context.say(found)]
    first, second = parted(line.text, found)
    just = somebody_has_just(context, line)
    line, new = context.store.lines.split(line, first, second, context.person.id)
    answer = said.SPLIT.format(no=line.no, new=new.no, first=first[:_SHOWN], second=second[:_SHOWN])
    return [context.say(answer + just), *redrawn(context, [line])]


def _where(line: Line, asked: str) -> int | str:
    """Where a line is to be cut, or what to say where that is not certain."""
    asked = asked.strip().strip('«»"“”').strip()
    number = _SENTENCE.fullmatch(fold(asked))
    if number:
        place = sentence_begins(line.text, int(number[1]))
    elif asked:
        places = words_begin(line.text, asked)
        if len(places) != 1:
            sentence = said.SPLIT_MANY if places else said.SPLIT_NOWHERE
            return sentence.format(no=line.no, words=asked[:60], count=len(places))
        place = places[0]
    else:
        place = None
    if not place or not without_end_mark(line.text[:place]):
        return said.split_how(line.no, sentences(line.text))
    return place


# --- order --------------------------------------------------------------------------------------


def move(context: Context, text: str) -> Replies:
    """``/doi 5 sau 8``, ``/doi 5 truoc 2``: in lists and documents; the numbers stay."""
    order = _MOVE.fullmatch(fold(clean(text)))
    if order is None or order[1] == order[3]:
        return [context.say(said.USE_MOVE)]
    chosen = choose(context, f"{order[1]} {order[3]}", "doi", said.USE_MOVE)
    if chosen.trouble:
        return chosen.trouble
    line, beside = chosen.lines
    _, refused = allowed(context, [line], _arranging)
    if refused:
        return refused
    before = order[2] == "truoc"
    context.store.lines.move(line, beside, context.person.id, before=before)
    sentence = said.MOVED_BEFORE if before else said.MOVED_BEHIND
    return [context.say(sentence.format(no=line.no, beside=beside.no))]


# --- speakers -----------------------------------------------------------------------------------


def speaker(context: Context, text: str) -> Replies:
    """``/nguoinoi 5 7-9 Họ tên - chức vụ``: who has said these lines."""
    words = clean(text)
    numbers = _NUMBERS.match(f"{fold(words)} ")
    name, title = read_name(words[numbers.end() :]) if numbers else read_name(words)
    if not name or (numbers is None and not context.incoming.reply_to):
        return [context.say(said.USE_SPEAKER)]
    named = numbers[0] if numbers else ""
    chosen = choose(context, named, "nguoinoi", said.USE_SPEAKER, act_on=_arranging)
    lines = chosen.lines
    meeting = context.store.meetings.get(lines[0].meeting_id)
    assert meeting is not None
    who = _seat(context, meeting, name, title)
    if isinstance(who, str):
        return [context.say(who)]
    by = context.person.id
    changed = [context.store.lines.change(x, by, person_id=who.person_id) for x in lines]
    were = said.people(dict.fromkeys(x.speaker for x in lines))
    answer = said.SPEAKER_NOW.format(lines=phrases.numbers(changed), who=who.full, before=were)
    return [context.say(answer), *redrawn(context, changed), *chosen.trouble]


def _seat(context: Context, meeting: Meeting, name: str, title: str) -> Speaker | str:
    """The person of that name in the meeting, else a new one who has no account; or what to say
    where it is not certain who is meant."""
    if not any(char.isalpha() for char in name) or fold(name) in ("ho ten", "ho va ten"):
        return said.USE_SPEAKER
    if max(len(name), len(title)) > MAX_NAME:
        return said.NAME_TOO_LONG_HERE
    same = [
        seat
        for seat in context.store.meetings.seats(meeting.id)
        if fold(seat.name) == fold(name) and (not title or fold(seat.title) == fold(title))
    ]
    same = [seat for seat in same if seat.name == name] or same
    if len({seat.full for seat in same}) > 1:
        return said.WHICH_OF_THESE.format(who="; ".join(seat.full for seat in same))
    if same:
        return same[0]
    key = f"{meeting.id}/{name}/{title}"
    person = context.store.chats.know_person(_NOBODY, Person(key, name))
    context.store.chats.name_person(person.id, name, title)
    context.store.meetings.seat(meeting.id, person.id, here=False)
    return Speaker(person.id, name, title)


# --- lines that nobody sent ---------------------------------------------------------------------


def insert(context: Context, text: str) -> Replies:
    """``/them câu nói``, ``/them Họ tên - chức vụ: câu nói``: a typed line that nobody sent."""
    meeting = context.current_meeting()
    if not context.may(Act.ARRANGE, meeting):
        return [context.say(context.refused(Act.ARRANGE, meeting))]
    words, tag = take_tag(clean(text))
    if not words:
        return [context.say(said.USE_INSERT)]
    head, colon, rest = words.partition(":")
    who = Speaker(context.person.id, context.person.name, context.person.title)
    name, title = read_name(head)
    if colon and "\n" not in head and _names_somebody(context, meeting, name, title):
        named = _seat(context, meeting, name, title)
        if isinstance(named, str):
            return [context.say(named)]
        who = named
        words, own = take_tag(clean(rest))
        tag = own or tag
        if not words:
            return [context.say(said.USE_INSERT)]
    else:
        context.store.meetings.seat(meeting.id, context.person.id)
    line = context.store.lines.insert(
        meeting.id, who.person_id, context.incoming.at, words, tag, context.person.id
    )
    return [context.say(phrases.inserted(line, words[:_SHOWN]))]


def _names_somebody(context: Context, meeting: Meeting, name: str, title: str) -> bool:
    """Whether the words before a colon are a person's name, and not the line's own words."""
    known = any(fold(x.name) == fold(name) for x in context.store.meetings.seats(meeting.id))
    return known or bool(title and looks_like_name(name))


COMMANDS = (
    Command("gop", merge),
    Command("tach", split),
    Command("doi", move),
    Command("nguoinoi", speaker),
    Command("them", insert),
)
