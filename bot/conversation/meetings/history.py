"""Past meetings, and the lines of one, by pages."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from bot import messages
from bot.conversation import paging
from bot.conversation.context import Command, Context, House, Replies
from bot.conversation.drafts import approved
from bot.conversation.lines.card import (
    card_buttons,
    card_text,
    doubtful,
    joined,
    long_status,
    shorten,
)
from bot.doors.port import Button, Buttons, Say
from bot.messages.asking import BUTTON_ASK, BY_SPEAKER
from bot.messages.statistics import BUTTON_STATISTICS
from bot.minutes import Line, LineKind, LineState, Meeting, Tag
from bot.minutes.rights import Act
from bot.minutes.typed.numbers import MEETING, Ranges, pick, read_numbers
from bot.minutes.typed.query import days_called
from bot.minutes.typed.tags import tag_named
from bot.minutes.typed.words import clean, fold, one_line
from bot.store.meetings import ANY_TIME, Opened

_LINES_A_PAGE = 10
_UNSURE_A_PAGE = 5  # they come with their doubtful words
_MEETINGS_A_PAGE = 10
_MOST_TITLE = 80  # letters of a meeting's name in a list
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
        rows = [
            row_of(x, context.house, whole=True, own=own.get(x.id))
            for x in map(known.get, found)
            if x
        ]
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


def page_of_lines(
    context: Context, meeting: Meeting, which: str, page: int, prefix: str = ""
) -> tuple[str, Buttons]:
    """One page of a meeting's lines.

    Args:
        prefix: what its page buttons do, without the page; the same list if not given.
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
    shown, page, pages = paging.page_of(chosen, page, size)
    kind = ""
    if ranges:
        kind = f" · {messages.KIND_NUMBERS.format(numbers=which)}"
    elif which != ALL:
        kind = f" · {messages.kind_name(which)}"
    place = messages.page_place(page, pages)
    head = messages.LINES_HEAD.format(
        **messages.meeting_name(meeting), count=len(chosen), kind=kind, page=place
    )
    prefix = prefix or f"page:{meeting.id}:{which}"
    own = context.store.steps.by_speakers(meeting.id)
    rows = [row_of(x, context.house, heard_again=which == UNSURE, own=own.get(x.id)) for x in shown]
    buttons = paging.turning(prefix, page, pages)
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


def row_of(
    line: Line,
    house: House,
    *,
    heard_again: bool = False,
    whole: bool = False,
    own: str | None = None,
) -> str:
    """A line in a list.

    Args:
        heard_again: with the words that are in doubt.
        whole: all its words, and those in doubt.
        own: how its speaker has looked at it: a key of ``BY_SPEAKER``.
    """
    text = line.text if whole else shorten(line.text, _MAX_ROW, line.no)
    if line.state in (LineState.FAILED, LineState.SILENT, LineState.STOPPED):
        text = messages.NOT_HEARD
    mark = messages.UNSURE_MARK if line.unsure else ""
    voice = "🎤 " if line.kind is LineKind.VOICE else ""
    head = f"{mark}{voice}{messages.line_head(line)}"
    if own and not line.deleted:
        head += f" · {BY_SPEAKER[own]}"
    if line.is_long and not line.deleted:
        return joined(head, long_status(line, house))
    doubts = doubtful(line) if heard_again or whole else []
    return "\n".join([head, *([text] if text else []), *doubts])


_HISTORY_PAGE = re.compile(r"(?:trang\s+)?(\d{1,3})|(.*?)\s+trang\s+(\d{1,6})|(.*)", re.DOTALL)
Days = tuple[date, date]  #: the first and the last


def history(context: Context, text: str) -> Replies:
    """``/lichsu``, ``/lichsu trang 2``, ``/lichsu 2025``, ``/lichsu tháng 7 trang 2``."""
    words = fold(one_line(text))
    order = _HISTORY_PAGE.fullmatch(words)
    assert order is not None
    page, asked = int(order[1] or order[3] or 1), order[2] or order[4] or ""
    today = context.incoming.at.astimezone(context.house.zone).date()
    days = days_called(asked, today) if asked else None
    if asked and days is None:
        return [context.say(messages.USE_HISTORY)]
    said, buttons = page_of_history(context, page, days)
    return [context.say(said, buttons)]


def page_of_history(context: Context, page: int, days: Days | None = None) -> tuple[str, Buttons]:
    """One page of the meetings that the person may see here, the newest first.

    Args:
        days: only those that were opened from the first to the last of these.
    """
    meetings, opened = context.store.meetings, _opened(context, days)
    whose = context.person.id if context.is_private else context.chat.id
    count_all = meetings.count_of_person if context.is_private else meetings.count
    list_page = meetings.page_of_person if context.is_private else meetings.page
    head = messages.HISTORY_OF_PERSON if context.is_private else messages.HISTORY_HEAD
    count = count_all(whose, opened)
    if not count and days:
        return messages.NO_HISTORY_THEN.format(when=messages.days(*days)), ()
    if not count:
        return messages.NO_HISTORY, ()
    page, pages = paging.place(page, count, _MEETINGS_A_PAGE)
    shown = list_page(whose, _MEETINGS_A_PAGE, (page - 1) * _MEETINGS_A_PAGE, opened)
    when = f" {messages.days(*days)}" if days else ""
    place = messages.page_place(page, pages)
    rows = [head.format(count=count, when=when, page=place)]
    rows += [_history_row(context, meeting) for meeting in shown]
    prefix = f"history:{days[0]}:{days[1]}" if days else "history"
    return "\n".join(rows), paging.turning(prefix, page, pages)


def _opened(context: Context, days: Days | None) -> Opened:
    if days is None:
        return ANY_TIME
    first, last = (datetime.combine(day, time(), context.house.zone) for day in days)
    return Opened(first, last + timedelta(days=1))


def _history_row(context: Context, meeting: Meeting) -> str:
    counts = context.store.meetings.counts(meeting.id)
    return messages.HISTORY_ROW.format(
        no=meeting.id,
        title=messages.cut(meeting.title, _MOST_TITLE),
        day=messages.day(meeting.opened_at, context.house.zone),
        counts=messages.counts(counts.lines, counts.opinions, counts.conclusions),
        state=messages.STATE_OPEN if meeting.is_open else "",
    )


def view(context: Context, text: str) -> Replies:
    """``/xem 4``, ``/xem 4 trang 2``: a meeting of this chat, or in private one that the
    person took part in."""
    number = re.fullmatch(rf"{MEETING}(?: trang (\d{{1,6}}))?", fold(one_line(text)))
    if not number:
        return [context.say(messages.USE_VIEW)]
    meeting = context.wanted(int(number[1]))
    if isinstance(meeting, list):
        return meeting
    said, buttons = page_of_meeting(context, meeting, int(number[2] or 1))
    return [context.say(said, buttons)]


def page_of_meeting(context: Context, meeting: Meeting, page: int) -> tuple[str, Buttons]:
    """What a meeting was, a page of its lines, and what there is to be had of it."""
    documents = context.store.meetings.documents(meeting.id)
    listed, buttons = page_of_lines(context, meeting, ALL, page, f"view:{meeting.id}")
    seats = {seat.person_id: seat for seat in context.store.meetings.seats(meeting.id)}
    head = messages.meeting_head(
        _history_row(context, meeting),
        [meeting.secretary, *(seats[x] for x in sorted(meeting.shared) if x in seats)],
        seats.get(meeting.chair_id or 0),
        len(documents),
    )
    below = []
    if context.may(Act.DRAFT, meeting):
        below.append(Button(messages.BUTTON_REPORT, f"report:{meeting.id}"))
    if documents:
        below.append(Button(messages.BUTTON_DRAFTS, f"drafts:{meeting.id}"))
        below.append(Button(messages.BUTTON_SOURCES, f"sources:{documents[-1].id}"))
    below.append(Button(BUTTON_STATISTICS, f"stats:{meeting.id}"))
    rows = (tuple(below[:2]), tuple(below[2:])) if len(below) > 2 else (tuple(below),)
    head = "\n".join(filter(None, [head, approved.rows(context, meeting)]))
    return f"{head}\n\n{listed}", (*buttons, *rows)


def turn_page(context: Context, rest: list[str]) -> tuple[str, Replies]:
    """A tap on a page button of lines: ``page:MEETING:WHICH:PAGE``."""
    meeting = context.tapped_meeting(rest[0])
    if rest[1] not in (ALL, UNTAGGED, UNSURE, DELETED, *Tag) and not read_numbers(rest[1]):
        raise ValueError("no such kind of lines")
    text, buttons = page_of_lines(context, meeting, rest[1], int(rest[2]))
    return "", [context.rewritten(text, buttons)]


def turn_meeting(context: Context, rest: list[str]) -> tuple[str, Replies]:
    """A tap on a page button under ``/xem``: ``view:MEETING:PAGE``."""
    number, page = rest
    text, buttons = page_of_meeting(context, context.tapped_meeting(number), int(page))
    return "", [context.rewritten(text, buttons)]


def turn_history(context: Context, rest: list[str]) -> tuple[str, Replies]:
    """A tap on a page button of meetings: ``history:PAGE`` or ``history:SINCE:UNTIL:PAGE``."""
    *between, page = rest
    days = None
    if between:
        first, last = map(date.fromisoformat, between)
        days = first, last
    text, buttons = page_of_history(context, int(page), days)
    return "", [context.rewritten(text, buttons)]


COMMANDS = (
    Command("dong", lines),
    Command("lichsu", history),
    Command("xem", view),
)
TAPS = {"page": turn_page, "view": turn_meeting, "history": turn_history}
