"""Words found again: ``/tim``, in all that the person may see where they ask."""

from __future__ import annotations

import dataclasses
import re

from bot.conversation import paging
from bot.conversation.button import ButtonData, OldButton
from bot.conversation.command import Command, InMenus
from bot.conversation.context import Context, Replies
from bot.conversation.lines.card import card_text
from bot.conversation.lines.pages import lines_by_number
from bot.doors.port import Button, Buttons
from bot.messages import phrases
from bot.messages import search as said
from bot.minutes import Line, LineState
from bot.minutes.typed.query import NotUnderstood, Query, excerpt, read_query
from bot.minutes.typed.words import fold, one_line
from bot.store.lines import LineGone
from bot.store.search import Where

_HITS_A_PAGE = 5
_MOST_HITS = 500
_ENOUGH_HITS = 50  # with fewer, what fits nearly comes behind them
_MOST_WORDS = 60
_MOST_LOOKED_FOR = 20
_LINES_AROUND = 5  # on each side
_MAX_ROW = 280  # characters of a line around: a page must fit into one message
_MOST_BYTES = 64  # of a button's data
_LINE = re.compile(r"(?:dong )?(?:so )?# ?(\d{1,9})\W*")
_PAGE = re.compile(r"\s+trang\s+(\d{1,4})\s*$")


def find(context: Context, text: str) -> Replies:
    """``/tim chanh xoài``, ``/tim "hoà bình" nguoi:An tag:ketluan tu:24/7 den:hôm qua``,
    ``/tim chanh xoài trang 2``, ``/tim #3``."""
    text = one_line(text)
    number = _LINE.fullmatch(fold(text))
    if number and context.meeting() is not None:
        return lines_by_number(context, context.current_meeting(), int(number[1]))
    page = _PAGE.search(fold(text))
    wanted = text[: page.start()] if page else text
    answer, buttons = _page_of_hits(context, wanted, int(page[1]) if page else 1)
    return [context.say(answer, buttons)]


def turn_page(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """A tap on a page button: ``find:PAGE:QUERY``."""
    answer, buttons = _page_of_hits(context, ":".join(data[1:]), data.number(0))
    return "", [context.rewritten(answer, buttons)]


def _page_of_hits(context: Context, wanted: str, page: int) -> tuple[str, Buttons]:
    zone = context.house.zone
    try:
        query = read_query(wanted, context.incoming.at.astimezone(zone).date())
    except NotUnderstood as error:
        return said.filter_not_understood(error.name, error.value[:40]), ()
    if query.asks_nothing:
        return said.USE_FIND, ()
    if sum(map(len, query.phrases)) > _MOST_WORDS:
        return said.FIND_TOO_LONG.format(most=_MOST_WORDS), ()
    query = _shortened(query)
    of_person = context.is_private and not context.is_over_home
    where = Where(
        context.chat.id if of_person else context.home, context.person.id if of_person else None
    )
    found = context.store.search.lines(query, where, zone, _MOST_HITS + 1)
    asked = said.query(query)
    near = []
    if len(found) < _ENOUGH_HITS:
        exactly = set(found)
        near = [x for x in context.store.search.near(query, where, zone) if x not in exactly]
    meant = None
    if not found and not near:
        meant = context.store.search.misspelt(query, where, zone)
        if meant:
            near = context.store.search.lines(meant, where, zone, _ENOUGH_HITS)
    if not found and not near:
        nothing = said.FOUND_NOTHING_OF_PERSON if of_person else said.FOUND_NOTHING
        return nothing.format(query=asked, hint=said.hint(query)), ()
    shown = [*found[:_MOST_HITS], *near]
    on_page, page, pages = paging.page_of(shown, page, _HITS_A_PAGE)
    hits = [context.store.lines.get(line_id) for line_id in on_page]
    exact = min(len(found), _MOST_HITS)
    head = said.found(exact, asked, page, pages, more=len(found) > _MOST_HITS, near=len(near))
    if meant:
        head = said.meant(len(near), asked, said.query(meant), page, pages)
    rows = [_hit(context, line, meant or query) for line in hits]
    below, turned = _turn(wanted, page, pages)
    return "\n\n".join([head, *rows, *below]), (*map(_around_button, hits), *turned)


def _shortened(query: Query) -> Query:
    """A whole sentence by its longest words: they tell it from others."""
    if sum(map(len, query.phrases)) <= _MOST_LOOKED_FOR:
        return query
    words = dict.fromkeys(word for phrase in query.phrases for word in phrase)
    longest = set(sorted(words, key=len, reverse=True)[:_MOST_LOOKED_FOR])
    return dataclasses.replace(query, phrases=tuple((x,) for x in words if x in longest))


def _hit(context: Context, line: Line, query: Query) -> str:
    """A hit: its line, meeting, time and person; the words around it; where it was said."""
    meeting = context.store.meetings.get(line.meeting_id)
    assert meeting is not None
    words = excerpt(line.text, query.phrases, said.FOUND_WORD)
    rows = [said.hit_head(line, meeting, context.house.zone), words]
    said_in = context.store.lines.message_at_home(line)
    if said_in:
        rows.append(context.house.link(context.store.chats.get(meeting.chat_id), said_in))
    return "\n".join(filter(None, rows))


def _around_button(line: Line) -> tuple[Button, ...]:
    label = said.BUTTON_AROUND.format(no=line.no, meeting=line.meeting_id)
    return (Button(label, f"around:{line.id}"),)


def _turn(wanted: str, page: int, pages: int) -> tuple[list[str], Buttons]:
    """The buttons to other pages; where the query is too long for one, how to get there."""
    turn = paging.turning("find", page, pages, wanted)
    if any(len(button.data.encode()) > _MOST_BYTES for row in turn for button in row):
        next_page = page + 1 if page < pages else 1
        return [said.FIND_OTHER_PAGE.format(page=next_page)], ()
    return [], turn


def around(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """**Xem quanh đó**: the lines before and after one that was found.

    Raises:
        OldButton: the person may not see its meeting here.
    """
    try:
        line = context.store.lines.get(data.number(0))
    except LineGone as gone:
        raise OldButton("the line was erased") from gone
    meeting = context.tapped_meeting(line.meeting_id)
    head = said.AROUND_HEAD.format(
        **phrases.meeting_name(meeting),
        line=line.no,
        day=phrases.day(meeting.opened_at, context.house.zone),
    )
    lines = context.store.lines.around(line, _LINES_AROUND)
    return "", [context.say("\n".join([head, *(_row(context, x, line) for x in lines)]))]


def _row(context: Context, line: Line, hit: Line) -> str:
    mark = said.HERE_IT_IS if line.id == hit.id else ""
    if line.state is not LineState.DONE or line.deleted:
        return mark + card_text(line, context.house)
    return f"{mark}{phrases.line_head(line)}\n{phrases.cut(line.text, _MAX_ROW)}"


COMMANDS = (
    Command(
        "tim",
        find,
        also=("timkiem",),
        spoken="tim",
        again=True,
        menus=InMenus(group=210, alone=40, page=190),
    ),
)
TAPS = {"find": turn_page, "around": around}
