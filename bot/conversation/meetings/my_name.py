"""How the report shall name somebody."""

from __future__ import annotations

import re

from bot.conversation.asked_name import ask, in_words, tapped_reading, why_asked
from bot.conversation.button import ButtonData
from bot.conversation.command import Command, Completes, InMenus
from bot.conversation.context import Context, Replies
from bot.conversation.meetings.naming import say_name
from bot.doors.port import Question, Say
from bot.messages import attendance as about_attendance
from bot.messages import meeting as said
from bot.messages import names as about_names
from bot.minutes import Speaker
from bot.minutes.roll import Attendee, is_full_name
from bot.minutes.typed.known import likely
from bot.minutes.typed.names import MAX_NAME, Doubt, WhoRead, read_who
from bot.minutes.typed.people import Entry
from bot.minutes.typed.vocabulary import Takes
from bot.minutes.typed.words import fold, one_line

_SAMPLES = ("ho ten", "ho va ten")  # the words of our own instruction, copied


def me(context: Context, text: str) -> Replies:
    """``/toi Họ tên - chức vụ``, in whatever form somebody writes it."""
    words = one_line(text)
    if not words:
        now = Speaker(context.person.id, context.person.name, context.person.title)
        return [context.say(said.USE_ME.format(full=now.full))]
    first = re.split(r"\s*[-–,:]\s*", words)[0]
    if fold(first) in _SAMPLES and fold(words).endswith(("chuc vu", *_SAMPLES)):
        return [context.say(said.NAME_IS_SAMPLE)]
    if not any(char.isalpha() for char in words):
        return [context.say(said.NAME_IS_SAMPLE)]
    if len(words) > 3 * MAX_NAME:
        return [context.say(said.NAME_TOO_LONG)]
    read = read_who(words)
    if read.sure is None:
        return [_asked_back(context, read, words)]
    return _called(context, read.sure)


def _asked_back(context: Context, read: WhoRead, words: str) -> Say:
    """What is not believed. Offered are the names that the words may mean: of those on the list who
    have no account, and the account's own."""
    meeting = context.meeting()
    listed = context.store.attendance.of_meeting(meeting.id) if meeting else []
    known = [one for one in listed if one.person_id in (None, context.person.id)]
    if is_full_name(context.person.name):
        known.append(Attendee(0, context.person.name, context.person.title))
    readings = [] if read.doubt is Doubt.GUESTS else likely(read, known)
    fitting = [one for one in readings if max(len(one.name), len(one.office)) <= MAX_NAME]
    sentence = about_names.TAP_OR_SEND_ME if fitting else about_names.SEND_ME
    why = why_asked(read, words)
    return ask(context, "callme", sentence.format(why=why), fitting, meeting)


def _called(context: Context, one: Entry) -> Replies:
    """Who is absent by the list, and says here who they are, is present: that is told."""
    meeting = context.meeting()
    before = context.store.attendance.of_meeting(meeting.id) if meeting else []
    replies = call_me(context, one)
    now = context.store.attendance.of_meeting(meeting.id) if meeting else []
    mine = [x.no for x in now if x.person_id == context.person.id and x.is_present]
    turned = [x for x in before if x.no in mine and x.is_absent]
    return [*replies, *(context.say(about_attendance.came(x)) for x in turned)]


def call_me(context: Context, one: Entry) -> Replies:
    """The report names the person so from now on, in this meeting and the next."""
    name, title = one.name, one.office
    if max(len(name), len(title)) > MAX_NAME:
        return [context.say(said.NAME_TOO_LONG)]
    return say_name(context, name, title, one.called)


def _chosen(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """The tap on one of the names that ``/toi`` may have meant."""
    answer = tapped_reading(context, "callme", data)
    if answer is None:
        return about_names.NOT_YOURS, []
    _, one = answer
    return "", _called(context, one) if one else []


def _replied(context: Context, question: Question) -> Replies | None:
    """The name, in reply to the question."""
    answer = in_words(context, question)
    return _called(context, answer[1]) if answer else None


COMMANDS = (
    Command(
        "toi",
        me,
        words="tentoi hoten hovaten",
        spoken="toi hoten",
        takes=Takes.WORDS,
        again=True,
        completes=Completes.NAME,
        menus=InMenus(group=30, alone=120, page=20),
    ),
)
TAPS = {"callme": _chosen}
ANSWERS = {"callme": _replied}
