"""Who said a line: given to another speaker; a line added that nobody sent."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.conversation.asked_name import ask, in_words, tapped_reading, why_asked
from bot.conversation.button import ButtonData
from bot.conversation.command import Command, Completes
from bot.conversation.context import Context, Replies
from bot.conversation.lines.choosing import allowed, arranging, choose, redrawn
from bot.doors.port import Person, Question, Say
from bot.messages import arranging as said
from bot.messages import names as about_names
from bot.messages import phrases
from bot.minutes import Line, LineKind, Meeting, Speaker, Tag
from bot.minutes.rights import Act
from bot.minutes.roll import Attendee, same_name
from bot.minutes.typed.calling import is_called, is_comrade, without_call
from bot.minutes.typed.guests import office_of as office_of_guests
from bot.minutes.typed.known import likely
from bot.minutes.typed.names import MAX_NAME, Doubt, WhoRead, read_who, without_into
from bot.minutes.typed.people import Entry
from bot.minutes.typed.people_words import is_full_name, is_title
from bot.minutes.typed.tags import take_tag
from bot.minutes.typed.words import clean, fold, one_line
from bot.store.accounts import NAMED

_NUMBERS = re.compile(r"(?:(?:dong|so)\s+)?(?:[#\s,]*\d{1,9}(?:\s*[-–]\s*#?\d{1,9})?)+[\s:.]+")
_SHOWN = 300  # letters of a line in an answer


# --- speakers -----------------------------------------------------------------------------------


def speaker(context: Context, text: str) -> Replies:
    """``/nguoinoi 5 7-9 Họ tên - chức vụ``: who has said these lines."""
    words = clean(text)
    numbers = _NUMBERS.match(f"{fold(words)} ")
    who = without_into(one_line(words[numbers.end() :] if numbers else words))
    if not who or (numbers is None and not context.incoming.reply_to) or _is_sample(who):
        return [context.say(said.USE_SPEAKER)]
    named = numbers[0] if numbers else ""
    chosen = choose(context, named, "nguoinoi", said.USE_SPEAKER, act_on=arranging)
    meeting = context.store.meetings.get(chosen.lines[0].meeting_id)
    assert meeting is not None
    seat: Speaker | str | None = _known_seat(context, meeting, who)
    if seat is None:
        read = read_who(who) if len(who) <= 3 * MAX_NAME else WhoRead()
        one = read.best if read.doubt in (Doubt.NONE, Doubt.GUESTS, Doubt.MARKS) else None
        if one is None:
            return [_which_speaker(context, meeting, read, who, chosen.lines), *chosen.trouble]
        seat = _seat(context, meeting, one)
    if isinstance(seat, str):
        return [context.say(seat)]
    return [*_spoken_by(context, meeting, seat, chosen.lines), *chosen.trouble]


def _is_sample(who: str) -> bool:
    return fold(re.split(r"\s*[-–,]\s*", who)[0]) in ("ho ten", "ho va ten")


def _spoken_by(context: Context, meeting: Meeting, who: Speaker, lines: Sequence[Line]) -> Replies:
    by = context.person.id
    changed = [
        context.store.lines.change(
            x, by, person_id=who.person_id, **({"whose": 1} if x.kind is LineKind.VOICE else {})
        )
        for x in lines
    ]
    were = said.people(dict.fromkeys(phrases.name_of(x) for x in lines))
    now = _full(context, meeting, who)
    answer = said.SPEAKER_NOW.format(lines=phrases.numbers(changed), who=now, before=were)
    return [context.say(answer), *redrawn(context, changed)]


def _full(context: Context, meeting: Meeting, who: Speaker) -> str:
    """Somebody by name and title, called as the list calls them."""
    listed = context.store.attendance.of_meeting(meeting.id)
    called = next((x.called for x in listed if x.person_id == who.person_id), "")
    return f"{called} {who.full}" if called and not is_comrade(called) else who.full


def _which_speaker(
    context: Context, meeting: Meeting, read: WhoRead, words: str, lines: Sequence[Line]
) -> Say:
    readings = [] if len(words) > MAX_NAME else likely(read, _people(context, meeting))
    sentence = about_names.TAP_OR_SEND_SPEAKER if readings else about_names.SEND_SPEAKER
    why = why_asked(read, words)
    numbers = " ".join(str(x.no) for x in lines)
    return ask(context, "speaker", sentence.format(why=why), readings, meeting, numbers)


def _speaker_chosen(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """The tap on one of those who may have said the lines."""
    answer = tapped_reading(context, "speaker", data)
    if answer is None:
        return about_names.NOT_YOURS, []
    asked, one = answer
    meeting = context.tapped_meeting_here(asked.meeting_id or 0)
    return "", _given_to(context, meeting, asked.words, one)


def _speaker_replied(context: Context, question: Question) -> Replies | None:
    """The name of who said the lines, in reply to the question."""
    answer = in_words(context, question)
    meeting = context.meeting_here(question.meeting_id)
    if answer is None or meeting is None:
        return None
    asked, one = answer
    return _given_to(context, meeting, asked.words, one)


def _given_to(context: Context, meeting: Meeting, numbers: str, one: Entry | None) -> Replies:
    """The lines of these numbers are this person's, as far as whoever answers may say so."""
    wanted = set(map(int, numbers.split()))
    lines = [x for x in context.store.lines.of_meeting(meeting.id) if x.no in wanted]
    lines, refused = allowed(context, [x for x in lines if not x.deleted], arranging)
    if one is None or not lines:
        return refused
    seat = _seat(context, meeting, one)
    if isinstance(seat, str):
        return [context.say(seat)]
    return [*_spoken_by(context, meeting, seat, lines), *refused]


def _people(context: Context, meeting: Meeting) -> list[Attendee]:
    """All whom a meeting knows: those of its list, and those who have a seat."""
    listed = context.store.attendance.of_meeting(meeting.id)
    seats = context.store.meetings.seats(meeting.id)
    there = {one.person_id for one in listed}
    others = [x for x in seats if x.person_id not in there]
    return [*listed, *(Attendee(0, x.name, x.title) for x in others)]


def _known_seat(context: Context, meeting: Meeting, words: str) -> Speaker | None:
    """Who is named so in the meeting, letter for letter: an account's name may be anything."""
    named = [x for x in context.store.meetings.seats(meeting.id) if fold(x.name) == fold(words)]
    return named[0] if len(named) == 1 else None


def _seat(context: Context, meeting: Meeting, one: Entry) -> Speaker | str:
    """The person of that name in the meeting, else a new one who has no account; or what to say
    where it is not certain who is meant."""
    name, title = one.name, one.office
    if max(len(name), len(title)) > MAX_NAME:
        return said.NAME_TOO_LONG_HERE
    same = [
        seat
        for seat in context.store.meetings.seats(meeting.id)
        if fold(without_call(seat.name)[1]) == fold(name) or fold(seat.name) == fold(name)
    ]
    same = [x for x in same if not title or fold(x.title) in ("", fold(title))]
    same = [seat for seat in same if title and fold(seat.title) == fold(title)] or same
    same = [seat for seat in same if seat.name == name] or same
    if len({seat.full for seat in same}) > 1:
        return said.WHICH_OF_THESE.format(who="; ".join(seat.full for seat in same))
    if same:
        context.store.attendance.call(meeting.id, same[0].person_id, one.called)
        return same[0]
    key = f"{meeting.id}/{name}/{title}"
    person = context.store.chats.know_person(NAMED, Person(key, name))
    context.store.chats.name_person(person.id, name, title)
    context.store.meetings.seat(meeting.id, person.id, here=False)
    context.store.attendance.call(meeting.id, person.id, one.called)
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
    if not colon or "\n" in head or len(head) > 3 * MAX_NAME:
        return _typed_here(context, meeting, words, tag)
    seat = _known_seat(context, meeting, one_line(head))
    read = read_who(head)
    if seat is None and _names_somebody(context, meeting, read):
        assert read.best is not None
        found = _seat(context, meeting, read.best)
        if isinstance(found, str):
            return [context.say(found)]
        seat = found
    if seat is not None:
        return _said_by(context, meeting, seat, rest, tag)
    readings = _may_name(
        context, meeting, read, one_line(head), tagged=take_tag(clean(rest))[1] is not None
    )
    if not readings:
        return _typed_here(context, meeting, words, tag)
    sentence = about_names.WHOSE_WORDS.format(head=one_line(head))
    mine = about_names.BUTTON_MY_WORDS
    return [ask(context, "insert", sentence, readings, meeting, clean(text), mine)]


def _insert_chosen(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """The tap that says whether a typed line begins with who said it."""
    answer = tapped_reading(context, "insert", data)
    if answer is None:
        return about_names.NOT_YOURS, []
    asked, one = answer
    meeting = context.tapped_meeting_here(asked.meeting_id or 0)
    if not context.may(Act.ARRANGE, meeting):
        return phrases.TOAST_NOT_ALLOWED, []
    words, tag = take_tag(asked.words)
    if one is None:
        return "", _typed_here(context, meeting, words, tag)
    seat = _seat(context, meeting, one)
    if isinstance(seat, str):
        return "", [context.say(seat)]
    return "", _said_by(context, meeting, seat, words.partition(":")[2], tag)


def _said_by(
    context: Context, meeting: Meeting, who: Speaker, rest: str, tag: Tag | None
) -> Replies:
    words, own = take_tag(clean(rest))
    if not words:
        return [context.say(said.USE_INSERT)]
    return _inserted(context, meeting, who, words, own or tag)


def _typed_here(context: Context, meeting: Meeting, words: str, tag: Tag | None) -> Replies:
    context.store.meetings.seat(meeting.id, context.person.id)
    who = Speaker(context.person.id, context.person.name, context.person.title)
    return _inserted(context, meeting, who, words, tag)


def _inserted(
    context: Context, meeting: Meeting, who: Speaker, words: str, tag: Tag | None
) -> Replies:
    line = context.store.lines.insert(
        meeting.id, who.person_id, context.incoming.at, words, tag, context.person.id
    )
    full = _full(context, meeting, who)
    return [context.say(phrases.inserted(line, words[:_SHOWN], full))]


def _names_somebody(context: Context, meeting: Meeting, read: WhoRead) -> bool:
    """Whether the words before a colon are certainly a person's name, and not the line's own."""
    one = read.best
    if one is None or read.doubt not in (Doubt.NONE, Doubt.MARKS):
        return False
    known = any(same_name(one.name, x.name) for x in _people(context, meeting))
    return known or bool(one.office or one.called)


def _may_name(
    context: Context, meeting: Meeting, read: WhoRead, head: str, *, tagged: bool
) -> list[Entry]:
    """Whom the words before a colon may mean: a full name, the given name of somebody who is known
    here or called as a person is, a post called so (``đ/c Bí thư``), guests who stand for an
    office; a given name alone where it is addressed as a person's.

    Args:
        tagged: behind the colon stands what kind of words they are, as behind a speaker.
    """
    called, rest = without_call(head)
    if read.best is None:
        post = called and is_title(rest) and not is_called(rest)
        return [Entry(rest[:1].upper() + rest[1:], called=called)] if post else []
    if read.doubt is Doubt.GIVEN:
        found = likely(read, _people(context, meeting))
        if called and not is_called(rest):
            return found
        return found[:-1] or ([read.best] if tagged or read.best.called else [])
    if read.doubt is Doubt.GUESTS:
        return [read.best] if office_of_guests(read.best.name) else []
    return [read.best] if read.doubt is Doubt.NONE and is_full_name(read.best.name) else []


COMMANDS = (
    Command(
        "nguoinoi",
        speaker,
        words="doinguoinoi suanguoinoi thaynguoinoi doitennguoinoi suatennguoinoi",
        again=True,
        completes=Completes.NAME_BEHIND_NUMBER,
    ),
    Command(
        "them",
        insert,
        prefixed={"YK: ": "themykien", "KL: ": "themketluan", "ND: ": "themnoidung"},
        spoken="them",
        completes=Completes.NAME,
    ),
)
TAPS = {"speaker": _speaker_chosen, "insert": _insert_chosen}
ANSWERS = {"speaker": _speaker_replied}
