"""Past meetings: /lichsu, and one of them: /xem."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from bot.conversation import paging
from bot.conversation.button import ButtonData, OldButton
from bot.conversation.command import Command, InMenus
from bot.conversation.context import Context, Replies
from bot.conversation.drafts import approved
from bot.conversation.lines.pages import page_of_lines
from bot.desk.lines import ALL
from bot.doors.port import Button, Buttons
from bot.messages import history as said
from bot.messages import phrases
from bot.messages import statistics as about_statistics
from bot.minutes import Meeting
from bot.minutes.typed.numbers import MEETING
from bot.minutes.typed.query import days_called
from bot.minutes.typed.words import fold, one_line
from bot.store.meetings import ANY_TIME, Opened

_MEETINGS_A_PAGE = 10
_MOST_TITLE = 80  # letters of a meeting's name in a list


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
        return [context.say(said.USE_HISTORY)]
    answer, buttons = page_of_history(context, page, days)
    return [context.say(answer, buttons)]


def page_of_history(context: Context, page: int, days: Days | None = None) -> tuple[str, Buttons]:
    """One page of the meetings that the person may see here, the newest first.

    Args:
        days: only those that were opened from the first to the last of these.
    """
    meetings, opened = context.store.meetings, _opened(context, days)
    of_person = context.is_private and not context.is_over_home
    whose = context.person.id if of_person else context.home
    count_all = meetings.count_of_person if of_person else meetings.count
    list_page = meetings.page_of_person if of_person else meetings.page
    head = said.HISTORY_OF_PERSON if of_person else said.HISTORY_HEAD
    count = count_all(whose, opened)
    if not count and days:
        return said.NO_HISTORY_THEN.format(when=said.days(*days)), ()
    if not count:
        return said.NO_HISTORY, ()
    page, pages = paging.place(page, count, _MEETINGS_A_PAGE)
    shown = list_page(whose, _MEETINGS_A_PAGE, (page - 1) * _MEETINGS_A_PAGE, opened)
    when = f" {said.days(*days)}" if days else ""
    place = phrases.page_place(page, pages)
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
    return said.HISTORY_ROW.format(
        no=meeting.id,
        title=phrases.cut(meeting.title, _MOST_TITLE),
        day=phrases.day(meeting.opened_at, context.house.zone),
        counts=phrases.counts(counts.lines, counts.opinions, counts.conclusions),
        state=said.STATE_OPEN if meeting.is_open else "",
    )


def view(context: Context, text: str) -> Replies:
    """``/xem 4``, ``/xem 4 trang 2``: a meeting of this chat, or in private one that the
    person took part in."""
    number = re.fullmatch(rf"{MEETING}(?: trang (\d{{1,6}}))?", fold(one_line(text)))
    if not number:
        return [context.say(said.USE_VIEW)]
    meeting = context.require_meeting(int(number[1]))
    answer, buttons = page_of_meeting(context, meeting, int(number[2] or 1))
    return [context.say(answer, buttons)]


def page_of_meeting(context: Context, meeting: Meeting, page: int) -> tuple[str, Buttons]:
    """What a meeting was, a page of its lines, and what there is to be had of it."""
    documents = context.store.meetings.documents(meeting.id)
    listed, buttons = page_of_lines(context, meeting, ALL, page, f"view:{meeting.id}")
    seats = {seat.person_id: seat for seat in context.store.meetings.seats(meeting.id)}
    head = said.meeting_head(
        _history_row(context, meeting),
        [meeting.secretary, *(seats[x] for x in sorted(meeting.shared) if x in seats)],
        seats.get(meeting.chair_id or 0),
        len(documents),
    )
    below = []
    if context.is_here(meeting):  # who may have none made is shown those there are
        below.append(Button(phrases.BUTTON_REPORT, f"report:{meeting.id}"))
    if documents:
        below.append(Button(said.BUTTON_DRAFTS, f"drafts:{meeting.id}"))
        below.append(Button(phrases.BUTTON_SOURCES, f"sources:{documents[-1].id}"))
    below.append(Button(about_statistics.BUTTON_STATISTICS, f"stats:{meeting.id}"))
    rows = (tuple(below[:2]), tuple(below[2:])) if len(below) > 2 else (tuple(below),)
    head = "\n".join(filter(None, [head, approved.rows(context, meeting)]))
    return f"{head}\n\n{listed}", (*buttons, *rows)


def turn_meeting(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """A tap on a page button under ``/xem``: ``view:MEETING:PAGE``."""
    number, page = data.numbers(2)
    text, buttons = page_of_meeting(context, context.tapped_meeting(number), page)
    return "", [context.rewritten(text, buttons)]


def turn_history(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """A tap on a page button of meetings: ``history:PAGE`` or ``history:SINCE:UNTIL:PAGE``."""
    if len(data) not in (1, 3):
        raise OldButton("neither a page nor days and a page")
    days = (data.day(0), data.day(1)) if len(data) == 3 else None
    text, buttons = page_of_history(context, data.number(-1), days)
    return "", [context.rewritten(text, buttons)]


COMMANDS = (
    Command(
        "lichsu",
        history,
        words="danhsachcuochop danhsachhop cuochop caccuochop xemlaicuochop cuochopcu xemlai",
        again=True,
        menus=InMenus(group=200, alone=20, page=200),
    ),
    Command(
        "xem", view, numbered="xemlai", spoken="xem", again=True, menus=InMenus(alone=30, page=210)
    ),
)
TAPS = {"view": turn_meeting, "history": turn_history}
