"""Past meetings, and the lines of one, by pages."""

from __future__ import annotations

import re

from bot import messages
from bot.chat.port import Button, Buttons, Say
from bot.commands.cards import card_buttons, card_text, doubtful, joined, long_status, shorten
from bot.commands.context import Command, Context, House, Replies
from bot.messages.asking import BUTTON_ASK, BY_SPEAKER
from bot.minutes import Line, LineKind, LineState, Meeting, Tag
from bot.minutes.numbers import Ranges, pick, read_numbers
from bot.minutes.rules import Act
from bot.minutes.tags import tag_named
from bot.minutes.words import clean, fold

_LINES_A_PAGE = 10
_UNSURE_A_PAGE = 5  # they come with their doubtful words
_MEETINGS_A_PAGE = 10
_MOST_LETTERS = 30  # of numbers that a button carries, beside the meeting's and the page's
_MAX_ROW = 280  # UTF-16 units of a line's text in a list: a page must fit into one message
UNTAGGED = "chuathe"
ALL = "tatca"
DELETED = "daxoa"
UNSURE = "nghelai"
_KINDS = {
    "": ALL,
    "tatca": ALL,
    "chuathe": UNTAGGED,
    "chuaganthe": UNTAGGED,
    "daxoa": DELETED,
    "xoa": DELETED,
    "nghelai": UNSURE,
    "cannghelai": UNSURE,
}


def lines(context: Context, text: str) -> Replies:
    """``/dong``, ``/dong ketluan``, ``/dong nghelai``, ``/dong trang 2``, ``/dong 12``,
    ``/dong 6-20``, ``/dong 6-180 trang 2``."""
    meeting = context.meeting()
    if not meeting:
        return [context.say(messages.NO_MEETING)]
    words = fold(clean(text))
    page = re.search(r"\btrang\s+(\d{1,6})\b", words)
    kind = (words.replace(page[0], "") if page else words).strip()
    ranges = read_numbers(kind)
    if ranges:
        return _lines_by_number(context, meeting, ranges, int(page[1]) if page else 1)
    which = _KINDS.get(kind.replace(" ", "")) or tag_named(kind)
    if which is None:
        return [context.say(messages.NO_SUCH_KIND.format(kind=kind[:40]))]
    return [_lines_page(context, meeting, which, int(page[1]) if page else 1)]


def _lines_by_number(context: Context, meeting: Meeting, ranges: Ranges, page: int) -> Replies:
    """The lines named: whole where they are few, else by pages."""
    known = {x.no: x for x in context.store.lines.of_meeting(meeting.id) if not x.deleted}
    found, missing = pick(ranges, known)
    said: Replies = []
    which = messages.typed(sorted(found))
    # the button has 64 bytes; so many single numbers are read whole
    if len(found) > _LINES_A_PAGE and len(which) <= _MOST_LETTERS:
        said.append(_lines_page(context, meeting, which, page))
    elif len(found) == 1 and known[found[0]].part_of:
        line = known[found[0]]  # it had no card yet; now somebody looks at it alone
        card = card_text(line, context.house)
        said.append(context.say(card, card_buttons(line, context.house), line_id=line.id))
    elif found:
        own = context.store.steps.by_speakers(meeting.id)
        rows = [_row(x, None, context.house, own=own.get(x.id)) for x in map(known.get, found) if x]
        said.append(context.say("\n".join(rows)))
    if missing:
        nos = ", ".join(f"#{no}" for no in missing)
        there = messages.existing(known)
        sentence = messages.NO_SUCH_LINES.format(lines=nos, no=meeting.id, existing=there)
        said.append(context.say(sentence))
    return said


def _lines_page(context: Context, meeting: Meeting, which: str, page: int) -> Say:
    text, buttons = page_of_lines(context, meeting, which, page)
    return context.say(text, buttons)


def page_of_lines(context: Context, meeting: Meeting, which: str, page: int) -> tuple[str, Buttons]:
    """One page of a meeting's lines.

    Args:
        which: a tag, ``chuathe``, ``nghelai``, ``daxoa``, ``tatca``, or numbers: ``6-20``.
        page: counts from 1.
    """
    every = context.store.lines.of_meeting(meeting.id)
    if not every:
        return messages.EMPTY_MEETING.format(no=meeting.id), ()
    ranges = read_numbers(which)
    numbers = set(pick(ranges, [x.no for x in every])[0]) if ranges else set()
    chosen = [x for x in every if _belongs(x, which) or (x.no in numbers and not x.deleted)]
    if not chosen:
        return messages.NO_LINES_OF_KIND.format(no=meeting.id), ()
    size = _UNSURE_A_PAGE if which == UNSURE else _LINES_A_PAGE
    pages = -(-len(chosen) // size)
    page = min(max(page, 1), pages)
    shown = chosen[(page - 1) * size : page * size]
    kind = ""
    if ranges:
        kind = f" · {messages.KIND_NUMBERS.format(numbers=which)}"
    elif which != ALL:
        kind = f" · {messages.kind_name(which)}"
    place = messages.LINES_PAGE.format(page=page, pages=pages) if pages > 1 else ""
    head = messages.LINES_HEAD.format(
        **messages.meeting_name(meeting), count=len(chosen), kind=kind, page=place
    )
    prefix = f"page:{meeting.id}:{which}"
    own = context.store.steps.by_speakers(meeting.id)
    rows = [
        _row(x, _MAX_ROW, context.house, heard_again=which == UNSURE, own=own.get(x.id))
        for x in shown
    ]
    buttons = _turn(prefix, page, pages)
    if which == UNSURE and context.may(Act.STEER, meeting):
        buttons = (*buttons, (Button(BUTTON_ASK, f"asks:{meeting.id}"),))
    return "\n".join([head, *rows]), buttons


def _belongs(line: Line, which: str) -> bool:
    if which == DELETED or line.deleted:
        return which == DELETED and line.deleted
    if which == UNTAGGED:
        return line.tag is None and not line.is_long
    if which == UNSURE:
        return line.unsure
    return which == ALL or line.tag == which


def _row(
    line: Line,
    most: int | None,
    house: House,
    *,
    heard_again: bool = False,
    own: str | None = None,
) -> str:
    """A line in a list.

    Args:
        heard_again: with the words that are in doubt.
        own: how its speaker has looked at it: a key of ``BY_SPEAKER``.
    """
    text = line.text if most is None else shorten(line.text, most, line.no)
    if line.state in (LineState.FAILED, LineState.SILENT, LineState.STOPPED):
        text = messages.NOT_HEARD
    mark = messages.UNSURE_MARK if line.unsure else ""
    voice = "🎤 " if line.kind is LineKind.VOICE else ""
    head = f"{mark}{voice}{messages.line_head(line)}"
    if own and not line.deleted:
        head += f" · {BY_SPEAKER[own]}"
    if line.is_long and not line.deleted:
        return joined(head, long_status(line, house))
    doubts = doubtful(line) if heard_again or most is None else []
    return "\n".join([head, *([text] if text else []), *doubts])


def _turn(prefix: str, page: int, pages: int) -> Buttons:
    row = []
    if page > 1:
        row.append(Button(messages.BUTTON_BEFORE, f"{prefix}:{page - 1}"))
    if page < pages:
        row.append(Button(messages.BUTTON_NEXT, f"{prefix}:{page + 1}"))
    return (tuple(row),) if row else ()


def history(context: Context, text: str) -> Replies:
    page = re.search(r"\d{1,6}", text)
    said, buttons = page_of_history(context, int(page[0]) if page else 1)
    return [context.say(said, buttons)]


def page_of_history(context: Context, page: int) -> tuple[str, Buttons]:
    """One page of the meetings that the person may see here, the newest first."""
    meetings = context.store.meetings
    whose = context.person.id if context.is_private else context.chat.id
    count = meetings.count_of_person(whose) if context.is_private else meetings.count(whose)
    list_page = meetings.page_of_person if context.is_private else meetings.page
    head = messages.HISTORY_OF_PERSON if context.is_private else messages.HISTORY_HEAD
    if not count:
        return messages.NO_HISTORY, ()
    pages = -(-count // _MEETINGS_A_PAGE)
    page = min(max(page, 1), pages)
    shown = list_page(whose, _MEETINGS_A_PAGE, (page - 1) * _MEETINGS_A_PAGE)
    rows = [_history_row(context, meeting) for meeting in shown]
    return (
        "\n".join([head.format(count=count), *rows]),
        _turn("history", page, pages),
    )


def _history_row(context: Context, meeting: Meeting) -> str:
    counts = context.store.meetings.counts(meeting.id)
    return messages.HISTORY_ROW.format(
        **messages.meeting_name(meeting),
        day=messages.day(meeting.opened_at, context.house.zone),
        counts=messages.counts(counts.lines, counts.opinions, counts.conclusions),
        state=messages.STATE_OPEN if meeting.is_open else "",
    )


def view(context: Context, text: str) -> Replies:
    """``/xem 4``, ``/xem 4 trang 2``: a meeting of this chat, or in private one that the
    person took part in."""
    number = re.fullmatch(r"\s*(?:so\s*)?#?(\d{1,9})(?:\s+trang\s+(\d{1,6}))?\s*", fold(text))
    if not number:
        return [context.say(messages.USE_VIEW)]
    meeting = context.numbered(int(number[1]))
    if not meeting:
        return [context.say(messages.NO_SUCH_MEETING.format(no=number[1]))]
    listed, buttons = page_of_lines(context, meeting, ALL, int(number[2] or 1))
    below = []
    if context.may(Act.DRAFT, meeting):
        below.append(Button(messages.BUTTON_REPORT, f"report:{meeting.id}"))
    if context.store.meetings.documents(meeting.id):
        below.append(Button(messages.BUTTON_DRAFTS, f"drafts:{meeting.id}"))
    row = _history_row(context, meeting)
    return [context.say(f"{row}\n\n{listed}", (*buttons, *([tuple(below)] if below else [])))]


def turn_page(context: Context, rest: list[str]) -> tuple[str, Replies]:
    """A tap on a page button: ``page:MEETING:WHICH:PAGE`` or ``history:PAGE``."""
    if len(rest) == 1:
        text, buttons = page_of_history(context, int(rest[0]))
    else:
        meeting = context.numbered(int(rest[0]))
        if meeting is None:
            raise LookupError("the meeting is not of this chat")
        if rest[1] not in (ALL, UNTAGGED, UNSURE, DELETED, *Tag) and not read_numbers(rest[1]):
            raise ValueError("no such kind of lines")
        text, buttons = page_of_lines(context, meeting, rest[1], int(rest[2]))
    return "", [context.rewritten(text, buttons)]


COMMANDS = (
    Command("dong", lines),
    Command("lichsu", history),
    Command("xem", view),
)
TAPS = {"page": turn_page, "history": turn_page}
