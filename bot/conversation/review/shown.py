"""What is left to look at, as ``/rasoat`` shows it: a summary, and a page of each topic."""

from __future__ import annotations

from itertools import chain

from bot import desk
from bot.conversation import paging
from bot.conversation.context import Context
from bot.conversation.drafts.items import prints_wrong
from bot.conversation.lines.card import voice_buttons
from bot.conversation.lines.pages import row_of
from bot.desk.attendance import attendance_list, bring_up_to_date
from bot.desk.review import (
    READ_THE_LIST,
    LeftToReview,
    key_of,
    left_of_topic,
    left_to_review,
)
from bot.doors.port import Button, Buttons
from bot.messages import identity as about_names
from bot.messages import phrases
from bot.messages import review as said
from bot.messages import voices as about_voices
from bot.minutes import Line, Meeting, Tag
from bot.minutes.guesses.review import Topic, TwoSpellings
from bot.minutes.info import Item

_A_PAGE = 4  # things with their buttons
_MOST_VOICES = 4  # in the summary, each with two buttons
_LONGEST_LABEL = 40  # letters of a name on a button


def summary(context: Context, meeting: Meeting) -> tuple[str, Buttons]:
    """What is left of each topic, how much waits elsewhere, and the way to it."""
    desk.bring_up_to_date(context.store, meeting, context.house.zone)
    left = left_to_review(context.store, meeting)
    head = said.HEAD.format(**phrases.meeting_name(meeting))
    rows, about = _summary_rows(left), _about_people(left)
    if not rows:
        report = (Button(phrases.BUTTON_REPORT, f"report:{meeting.id}"),)
        nothing = said.NOTHING_LEFT if left.has_lines else said.NO_LINES.format(no=meeting.id)
        return "\n".join([head, nothing, *about]), (report,) if left.has_lines else ()
    buttons = _summary_buttons(meeting, left)
    return "\n".join([head, *rows, *about, *([said.HOW] if buttons else [])]), buttons


def _about_people(left: LeftToReview) -> list[str]:
    """What the desk should know of who has said what; nothing of it has to be done."""
    rows = []
    if left.unknown:
        lines = phrases.numbers(left.unknown)
        rows.append(about_voices.REVIEW_UNKNOWN.format(lines=lines))
    if left.brought:
        lines = phrases.numbers(left.brought)
        rows.append(about_names.BROUGHT_ROW.format(count=len(left.brought), lines=lines))
    if left.alike:
        names = "; ".join(person.shown for person in left.alike)
        rows.append(about_names.SHARED_ROW.format(names=names))
    return rows


def _summary_rows(left: LeftToReview) -> list[str]:
    rows = []
    for topic, lines in (
        (Topic.UNSURE, left.unsure),
        (Topic.UNTAGGED, left.untagged),
        (Topic.OPEN, left.open),
    ):
        rows += [said.summary_row(topic, lines)] if lines else []
    rows += [said.missing_row(left.missing)] if left.missing else []
    rows += [said.names_row(left.names)] if left.names else []
    for sentence, count in (
        (said.SUGGESTED, left.suggested),
        (said.UNCONFIRMED, left.unconfirmed),
        (said.UNMARKED, left.unmarked),
        (about_names.CLAIMS_ROW, left.claims),
    ):
        rows += [sentence.format(count=count)] if count else []
    rows += about_voices.review_rows(left.voices, _MOST_VOICES)
    for sentence, lines in (
        (said.WAITING, left.waiting),
        (said.FAILED, left.failed),
        (said.UNFINISHED, left.unfinished),
    ):
        if lines:
            rows.append(sentence.format(count=len(lines), lines=phrases.numbers(lines)))
    return rows


def _summary_buttons(meeting: Meeting, left: LeftToReview) -> Buttons:
    """A button for each topic and each list that has something left."""
    no = meeting.id
    ways = [(said.BUTTONS[topic], left.count(topic), f"rv:{no}:{topic}:1") for topic in Topic]
    ways += [
        (said.BUTTON_SUGGESTED, left.suggested, f"rv:{no}:goiy"),
        (said.BUTTON_UNCONFIRMED, left.unconfirmed, f"tasks:{no}:1"),
        (said.BUTTON_UNMARKED, left.unmarked, f"roll:{no}:1"),
        (about_names.BUTTON_CLAIMS, left.claims, f"names:{no}"),
    ]
    topics = tuple(
        (Button(label.format(count=count), data),) for label, count, data in ways if count
    )
    return (*topics, *voice_buttons(left.voices[:_MOST_VOICES]))


def page_of_topic(
    context: Context, meeting: Meeting, topic: Topic, page: int
) -> tuple[str, Buttons]:
    """What is left of one topic, each with its buttons where the person may use them."""
    if topic in READ_THE_LIST:
        bring_up_to_date(context.store, meeting)
    every = left_of_topic(context.store, meeting, topic)
    shown, page, pages = paging.page_of(every, page, _A_PAGE)
    here = f"rv:{meeting.id}:{topic}:{page}"
    rows = [said.page_head(topic, len(every), page, pages)]
    if topic is Topic.MISSING and not every:
        listed = attendance_list(context.store, meeting).meeting_in()
        rows = prints_wrong(context, listed) or rows
    buttons: list[tuple[Button, ...]] = []
    for number, one in enumerate(shown, start=(page - 1) * _A_PAGE + 1):
        if isinstance(one, Line):
            rows.append(row_of(one, context.house, heard_again=topic is Topic.UNSURE))
            buttons += _line_buttons(one, topic, here)
        elif isinstance(one, TwoSpellings):
            rows.append(said.clash(number, one))
            buttons += _name_buttons(number, one, here)
    if topic is Topic.MISSING:
        buttons = [_item_button(item, here) for item in every if isinstance(item, Item)]
    if not context.is_here(meeting):  # a guest looks
        buttons = []
    turn = paging.turning(f"rv:{meeting.id}:{topic}", page, pages)
    if topic is Topic.MISSING:  # its buttons are all on one page
        turn = ()
    back = Button(said.BUTTON_BACK, f"rv:{meeting.id}")
    return "\n\n".join(rows), (*buttons, (back, *chain(*turn)))


def _item_button(item: Item, here: str) -> tuple[Button]:
    return (Button(said.BUTTON_FILL.format(label=item.label), f"{here}:fill:{item.code}"),)


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
        return (Button(label.format(number=number, name=short), f"{here}:{do}:{key_of(clash)}"),)

    rows = [button("spell", said.BUTTON_SPELL, clash.other)]
    if not clash.known:
        rows.append(button("rarer", said.BUTTON_SPELL, clash.rarer))
    return [*rows, button("differ", said.BUTTON_TWO_PEOPLE)]
