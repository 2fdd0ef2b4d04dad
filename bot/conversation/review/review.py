"""Look through a meeting before the draft: ``/rasoat``, and a tap for each thing to mend."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import chain

from bot.conversation import paging
from bot.conversation.attendance import shown as people_shown
from bot.conversation.context import Command, Context, Replies
from bot.conversation.drafts.info import fill
from bot.conversation.lines import recordings
from bot.conversation.lines.buttons import on_line
from bot.conversation.lines.choosing import allowed, choose, redrawn
from bot.conversation.lines.editing import replace_words
from bot.conversation.lines.pages import row_of
from bot.conversation.review import suggestions
from bot.conversation.tasks import shown as tasks_shown
from bot.desk.suggested import open_suggestions
from bot.doors.port import Button, Buttons, MediaKind, Question, Say
from bot.messages import lines as about_lines
from bot.messages import phrases
from bot.messages import review as said
from bot.minutes import Line, Meeting, Tag
from bot.minutes.guesses.review import Topic, TwoSpellings, two_spellings, unanswered
from bot.minutes.info import BY_CODE, Item
from bot.minutes.rights import Act, mending
from bot.minutes.roll import Attendee, to_hear, unmarked
from bot.minutes.rules import Sorted, missing_items, sort_lines
from bot.minutes.tasks import TaskState
from bot.minutes.typed.numbers import read_meeting
from bot.minutes.typed.tags import take_tag
from bot.minutes.typed.terms import NearMiss, vocabulary
from bot.minutes.typed.words import clean, digest, fold

_A_PAGE = 4  # things with their buttons
_LONGEST_LABEL = 40  # letters of a name on a button


class _Review:
    """What is left to look at in a meeting. A page looks at one topic: each is worked out when it
    is asked for (names in two spellings take the longest)."""

    def __init__(self, context: Context, meeting: Meeting) -> None:
        self._context = context
        self._store = context.store
        self._meeting = meeting
        self._lines = context.store.lines.of_meeting(meeting.id)
        self._living = [line for line in self._lines if not line.deleted]
        self.left: Sorted = sort_lines(self._living)

    def of(self, topic: Topic) -> Sequence[object]:
        match topic:
            case Topic.UNSURE:
                return self.unsure
            case Topic.UNTAGGED:
                return self.untagged
            case Topic.OPEN:
                return self.open
            case Topic.MISSING:
                return self.missing
            case Topic.NAMES:
                return self.names

    def count(self, topic: Topic) -> int:
        return len(self.of(topic))

    @property
    def unsure(self) -> Sequence[Line]:
        return [line for line in self._living if line.unsure]

    @cached_property
    def untagged(self) -> Sequence[Line]:
        return self._unsettled(self.left.untagged, Topic.UNTAGGED)

    @cached_property
    def open(self) -> Sequence[Line]:
        opinions = [line for line in self.left.content if line.tag is Tag.OPINION]
        return self._unsettled(unanswered(opinions, self.left.conclusions), Topic.OPEN)

    @cached_property
    def missing(self) -> list[Item]:
        served, _ = self._served
        return missing_items(served)

    @cached_property
    def names(self) -> list[TwoSpellings]:
        _, there = self._served
        known = vocabulary(
            self._store.glossary.terms(self._meeting.chat_id),
            self._store.meetings.people(self._meeting.id),
            self._meeting.info,
            self._meeting.title,
            to_hear(there),
        )
        settled = self._store.reviews.settled(self._meeting.id, Topic.NAMES)
        clashes = two_spellings(self._living, known.terms)
        return [clash for clash in clashes if _key(clash) not in settled]

    @property
    def suggested(self) -> int:
        """Tags that nobody has decided upon."""
        return len(open_suggestions(self._store, self._meeting, self._lines))

    @property
    def unconfirmed(self) -> int:
        """Tasks."""
        planned = tasks_shown.current(self._context, self._meeting, self._lines)
        return sum(one.state is TaskState.SUGGESTED for one in planned)

    @property
    def unmarked(self) -> int:
        """People on the list of whom nobody has said whether they came."""
        _, there = self._served
        return len(unmarked(there))

    @cached_property
    def _served(self) -> tuple[Meeting, list[Attendee]]:
        return people_shown.served(self._context, self._meeting)

    def _unsettled(self, lines: Sequence[Line], topic: Topic) -> list[Line]:
        settled = self._store.reviews.settled(self._meeting.id, topic)
        return [line for line in lines if str(line.id) not in settled]


_OF_TOPIC = re.compile(r"([a-z ]+?)(?:\s+trang\s+(\d{1,4}))?")
_LEAVE = re.compile(r"(?:bo\s?qua|de\s?ngoai)\s+(.+)")
_NAME = re.compile(r"ten\s+(\d{1,4})\s+(doi\s?nguoc|doi|khac)")


def review(context: Context, text: str) -> Replies:
    """``/rasoat``, ``/rasoat 4``; without buttons ``/rasoat chuathe trang 2``, ``/rasoat boqua 3``,
    ``/rasoat ten 1 doi``, ``… doinguoc``, ``… khac``."""
    words = fold(clean(text))
    number = read_meeting(words)
    meeting = context.wanted(number)
    if isinstance(meeting, list):
        return meeting
    if number is not None or not words:
        return [context.say(*_summary(context, meeting))]
    if leave := _LEAVE.fullmatch(words):
        return _leave(context, meeting, leave[1])
    if name := _NAME.fullmatch(words):
        return _on_name(context, meeting, int(name[1]), name[2])
    named = _OF_TOPIC.fullmatch(words)
    topic = named[1].replace(" ", "") if named else ""
    if named is None or topic not in set(Topic):
        return [context.say(said.USE)]
    return [context.say(*_page(context, meeting, Topic(topic), int(named[2] or 1)))]


def _leave(context: Context, meeting: Meeting, numbers: str) -> Replies:
    """These lines are well as they are: neither a tag nor an answer is wanted."""
    if not context.may(Act.ARRANGE, meeting):
        return [context.say(context.refused(Act.ARRANGE, meeting))]
    chosen = choose(context, numbers, "rasoat", said.USE)
    if isinstance(chosen, list):
        return chosen
    for line in chosen.lines:
        topic = Topic.OPEN if line.tag is Tag.OPINION else Topic.UNTAGGED
        context.store.reviews.settle(meeting.id, topic, str(line.id), context.person.id)
    left = said.LEFT.format(lines=phrases.numbers(chosen.lines))
    return [context.say(left), *chosen.trouble]


def _on_name(context: Context, meeting: Meeting, number: int, what: str) -> Replies:
    names = _Review(context, meeting).names
    if not 1 <= number <= len(names):
        return [context.say(*_page(context, meeting, Topic.NAMES, 1))]
    do = {"doi": _spell, "khac": _differ}.get(what, _spell_as_rarer)
    toast, replies = do(context, meeting, Topic.NAMES, [_key(names[number - 1])])
    return replies or [context.say(toast)]


def _key(clash: TwoSpellings) -> str:
    """Names two spellings in a button, and keeps them without their letters."""
    return digest(f"{clash.rarer}={clash.other}")


# --- what is shown --------------------------------------------------------------------------------


def _summary(context: Context, meeting: Meeting) -> tuple[str, Buttons]:
    found = _Review(context, meeting)
    head = said.HEAD.format(**phrases.meeting_name(meeting))
    rows = []
    for topic, lines in (
        (Topic.UNSURE, found.unsure),
        (Topic.UNTAGGED, found.untagged),
        (Topic.OPEN, found.open),
    ):
        rows += [said.summary_row(topic, lines)] if lines else []
    rows += [said.missing_row(found.missing)] if found.missing else []
    rows += [said.names_row(found.names)] if found.names else []
    lists = [
        (said.SUGGESTED, said.BUTTON_SUGGESTED, found.suggested, f"rv:{meeting.id}:goiy"),
        (said.UNCONFIRMED, said.BUTTON_UNCONFIRMED, found.unconfirmed, f"tasks:{meeting.id}:1"),
        (said.UNMARKED, said.BUTTON_UNMARKED, found.unmarked, f"roll:{meeting.id}:1"),
    ]
    rows += [sentence.format(count=count) for sentence, _, count, _ in lists if count]
    for sentence, lines in (
        (said.WAITING, found.left.waiting),
        (said.FAILED, found.left.failed),
        (said.UNFINISHED, found.left.unfinished),
    ):
        if lines:
            rows.append(sentence.format(count=len(lines), lines=phrases.numbers(lines)))
    buttons = tuple(
        (
            Button(
                said.BUTTONS[topic].format(count=found.count(topic)), f"rv:{meeting.id}:{topic}:1"
            ),
        )
        for topic in Topic
        if found.count(topic)
    )
    buttons += tuple(
        (Button(label.format(count=count), data),) for _, label, count, data in lists if count
    )
    if not rows:
        none = not context.store.meetings.counts(meeting.id).lines
        rows = [said.NO_LINES.format(no=meeting.id) if none else said.NOTHING_LEFT]
        report = (Button(phrases.BUTTON_REPORT, f"report:{meeting.id}"),)
        return "\n".join([head, *rows]), () if none else (report,)
    return "\n".join([head, *rows, *([said.HOW] if buttons else [])]), buttons


def _page(context: Context, meeting: Meeting, topic: Topic, page: int) -> tuple[str, Buttons]:
    """What is left of one topic, each with its buttons where the person may use them."""
    found = _Review(context, meeting)
    every = found.of(topic)
    shown, page, pages = paging.page_of(every, page, _A_PAGE)
    here = f"rv:{meeting.id}:{topic}:{page}"
    rows = [said.page_head(topic, len(every), page, pages)]
    buttons: list[tuple[Button, ...]] = []
    for number, one in enumerate(shown, start=(page - 1) * _A_PAGE + 1):
        if isinstance(one, Line):
            rows.append(row_of(one, context.house, heard_again=topic is Topic.UNSURE))
            buttons += _line_buttons(one, topic, here)
        elif isinstance(one, TwoSpellings):
            rows.append(said.clash(number, one))
            buttons += _name_buttons(number, one, here)
    if topic is Topic.MISSING:
        buttons = [
            (Button(said.BUTTON_FILL.format(label=item.label), f"{here}:fill:{item.code}"),)
            for item in found.missing
        ]
    if meeting.chat_id != context.chat.id:  # a guest looks
        buttons = []
    turn = paging.turning(f"rv:{meeting.id}:{topic}", page, pages)
    if topic is Topic.MISSING:  # its buttons are all on one page
        turn = ()
    back = Button(said.BUTTON_BACK, f"rv:{meeting.id}")
    return "\n\n".join(rows), (*buttons, (back, *chain(*turn)))


def _line_buttons(line: Line, topic: Topic, here: str) -> list[tuple[Button, ...]]:
    def button(label: str, do: str) -> Button:
        return Button(label.format(no=line.no), f"{here}:{do}:{line.id}")

    if topic is Topic.UNSURE:
        hear = [button(said.BUTTON_HEAR, "hear")] if line.audio else []
        return [
            (*hear, button(said.BUTTON_RIGHT, "right"), button(said.BUTTON_EDIT, "edit")),
        ]
    if topic is Topic.OPEN:
        return [(button(said.BUTTON_ANSWERED, "skip"), button(said.BUTTON_CONCLUDE, "conclude"))]
    tags = tuple(
        Button(
            said.BUTTON_TAG.format(no=line.no, tag=phrases.TAG_NAMES[tag]),
            f"{here}:tag:{line.id}:{tag}",
        )
        for tag in Tag
    )
    return [tags, (button(said.BUTTON_LEAVE_OUT, "skip"),)]


def _name_buttons(number: int, clash: TwoSpellings, here: str) -> list[tuple[Button, ...]]:
    def button(do: str, label: str, name: str = "") -> tuple[Button]:
        short = phrases.cut(name, _LONGEST_LABEL)
        return (Button(label.format(number=number, name=short), f"{here}:{do}:{_key(clash)}"),)

    rows = [button("spell", said.BUTTON_SPELL, clash.other)]
    if not clash.known:
        rows.append(button("rarer", said.BUTTON_SPELL, clash.rarer))
    return [*rows, button("differ", said.BUTTON_TWO_PEOPLE)]


# --- what the buttons do --------------------------------------------------------------------------


def tapped(context: Context, rest: list[str]) -> tuple[str, Replies]:
    """``rv:MEETING``, ``rv:MEETING:TOPIC:PAGE``, ``rv:MEETING:TOPIC:PAGE:WHAT:…``."""
    meeting = context.tapped_meeting(rest[0])
    if len(rest) == 1:
        return "", [context.rewritten(*_summary(context, meeting))]
    if rest[1:] == ["goiy"]:
        return "", suggestions.suggestions(context, str(meeting.id))
    topic, page = Topic(rest[1]), int(rest[2])
    toast = ""
    replies: Replies = []
    if len(rest) > 3:
        if meeting.chat_id != context.chat.id:
            raise LookupError("a guest changes nothing")
        toast, replies = _DO[rest[3]](context, meeting, topic, rest[4:])
        if rest[3] in _ASKING:
            return toast, replies
    return toast, [context.rewritten(*_page(context, meeting, topic, page)), *replies]


def _on_line(what: str) -> Callable[..., tuple[str, Replies]]:
    def do(
        context: Context, meeting: Meeting, topic: Topic, rest: list[str]
    ) -> tuple[str, Replies]:
        line = _line(context, meeting, rest[0])
        if what == "tag" and line.tag == Tag(rest[1]):  # a second tap on an old keyboard
            name = phrases.TAG_NAMES[Tag(rest[1])]
            return said.TOAST_TAGGED.format(no=line.no, tag=name), []
        return on_line(context, what, rest)

    return do


def _line(context: Context, meeting: Meeting, line_id: str) -> Line:
    line = context.store.lines.in_chat(int(line_id), context.chat.id)
    if line is None or line.meeting_id != meeting.id:
        raise LookupError("the line is not of this meeting")
    return line


def _hear(context: Context, meeting: Meeting, topic: Topic, rest: list[str]) -> tuple[str, Replies]:
    line = _line(context, meeting, rest[0])
    sound = recordings.sound_of(context, line)
    if sound is None:
        return phrases.HAS_NO_SOUND.format(no=line.no), []
    return phrases.SOUND_COMES.format(no=line.no), sound


def _skip(context: Context, meeting: Meeting, topic: Topic, rest: list[str]) -> tuple[str, Replies]:
    """Somebody of the desk says that a line is well as it is."""
    if not context.may(Act.ARRANGE, meeting):
        return phrases.TOAST_NOT_ALLOWED, []
    line = _line(context, meeting, rest[0])
    context.store.reviews.settle(meeting.id, topic, str(line.id), context.person.id)
    return said.TOAST_SETTLED, []


def _ask_item(
    context: Context, meeting: Meeting, topic: Topic, rest: list[str]
) -> tuple[str, Replies]:
    if not context.may(Act.STEER, meeting):
        return phrases.TOAST_NOT_ALLOWED, []
    item = BY_CODE[rest[0]]
    question = Question("info", meeting.id, item.code)
    asked = said.ask_item(item, meeting.id)
    return "", [Say(asked, asks=context.incoming.person, question=question)]


def _ask_conclusion(
    context: Context, meeting: Meeting, topic: Topic, rest: list[str]
) -> tuple[str, Replies]:
    line = _line(context, meeting, rest[0])
    if not _may_add_conclusions(context, meeting):
        return about_lines.refused(Act.CONCLUDE), []
    question = Question("them", meeting.id, str(line.id))
    asked = said.ASK_CONCLUSION.format(no=line.no, text=line.text[:1500])
    return "", [Say(asked, asks=context.incoming.person, question=question)]


def _may_add_conclusions(context: Context, meeting: Meeting) -> bool:
    return context.may(Act.CONCLUDE, meeting) and context.may(Act.ARRANGE, meeting)


def _spell(
    context: Context, meeting: Meeting, topic: Topic, rest: list[str]
) -> tuple[str, Replies]:
    """The rarer spelling becomes the other one."""
    clash = _clash(context, meeting, rest[0])
    return _replaced(context, meeting, clash.rarer, clash.other, clash.lines)


def _spell_as_rarer(
    context: Context, meeting: Meeting, topic: Topic, rest: list[str]
) -> tuple[str, Replies]:
    """The other way round, where nobody knows which of them is right."""
    clash = _clash(context, meeting, rest[0])
    if clash.known:
        raise LookupError("the other spelling is known to be right")
    return _replaced(context, meeting, clash.other, clash.rarer, clash.others)


def _replaced(
    context: Context, meeting: Meeting, found: str, name: str, numbers: Sequence[int]
) -> tuple[str, Replies]:
    """In all lines that the person may mend."""
    every = {line.no: line for line in context.store.lines.of_meeting(meeting.id)}
    lines, refused = allowed(context, [every[no] for no in numbers], mending)
    if not lines:
        return "", refused
    offer = NearMiss(found, name)
    changed = [replace_words(context, line, offer) for line in lines]
    told = said.SPELLED.format(found=found, name=name, lines=phrases.numbers(changed))
    return "", [context.say(told), *redrawn(context, changed), *refused]


def _differ(
    context: Context, meeting: Meeting, topic: Topic, rest: list[str]
) -> tuple[str, Replies]:
    if not context.may(Act.ARRANGE, meeting):
        return phrases.TOAST_NOT_ALLOWED, []
    clash = _clash(context, meeting, rest[0])
    context.store.reviews.settle(meeting.id, Topic.NAMES, _key(clash), context.person.id)
    return said.TOAST_SETTLED, []


def _clash(context: Context, meeting: Meeting, key: str) -> TwoSpellings:
    for clash in _Review(context, meeting).names:
        if _key(clash) == key:
            return clash
    raise LookupError("the two spellings are no longer there")


_DO: dict[str, Callable[..., tuple[str, Replies]]] = {
    "right": _on_line("right"),
    "edit": _on_line("edit"),
    "tag": _on_line("tag"),
    "hear": _hear,
    "skip": _skip,
    "fill": _ask_item,
    "conclude": _ask_conclusion,
    "spell": _spell,
    "rarer": _spell_as_rarer,
    "differ": _differ,
}
_ASKING = frozenset({"edit", "hear", "fill", "conclude"})  # the page stays as it is


# --- what is answered -----------------------------------------------------------------------------


def _answered_item(context: Context, question: Question) -> Replies:
    """A reply to the question for an item of ``/thongtin``."""
    meeting, words = _meeting_and_words(context, question)
    if meeting is None or not words:
        return [context.say(said.IN_WORDS if meeting else phrases.TOAST_OLD)]
    if not context.may(Act.STEER, meeting):
        return [context.say(context.refused(Act.STEER, meeting))]
    item = BY_CODE[question.about]
    fill(context, meeting, {item.code: words})
    again = context.store.meetings.get(meeting.id)
    assert again is not None
    missing = missing_items(people_shown.served(context, again)[0])
    left = phrases.INFO_COMPLETE
    if missing:
        left = phrases.INFO_MISSING.format(labels=", ".join(x.label for x in missing))
    return [context.say(said.FILLED.format(label=item.label, left=left))]


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


def _meeting_and_words(context: Context, question: Question) -> tuple[Meeting | None, str]:
    """The meeting that the question is about, if it is this chat's; the words of the reply."""
    media = context.incoming.media
    sound = media is not None and media.kind is MediaKind.SOUND
    words = "" if sound else clean(context.incoming.text)
    return context.store.meetings.get(question.meeting_id, context.chat.id), words


COMMANDS = (Command("rasoat", review, also=("kiemtra",)),)
TAPS = {"rv": tapped}
ANSWERS = {"info": _answered_item, "them": _answered_conclusion}
